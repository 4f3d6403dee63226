// Everything that is checked for one child, from published files alone: a list of checks and what is known of the child. No page,
// no network: files come from `load(name)`, which gives bytes or null.

import { Mismatch } from "./lines.js";
import { childOf, meant } from "./child.js";
import { proofs } from "./proofs.js";

// name -> the checks that must have passed before it, and the file without which its time has not come
const PLAN = [
  ["notice", [], "notice.sig"],
  ["rules", ["notice"], ""],
  ["list", ["notice", "rules"], ""],
  ["board", ["notice"], "board.txt"],
  ["seed", ["board"], "seed.txt"],
  ["statement", ["notice", "board", "seed"], "statement.sig"],
  ["signature", ["notice"], "statement.sig"],
  ["outputs", ["statement", "list", "child"], "statement.sig"],
  ["order", ["outputs"], "statement.sig"],
  ["row", ["order"], "statement.sig"],
  ["amendments", ["statement", "signature"], "statement.sig"],
];

// What no phone does: these stand in the list as not checked, with the reason.
const NEVER = ["allocation", "papers"];

/* -> { proofs: [{ name, word: "pass" | "fail" | "open", why: [key, facts] | null }], stage, codes, child, result, changes, annulled, meant }
   `amended`: how many amendments are published. `pace(share)` is awaited now and then; it may let the page breathe. */
export async function check({ load, code, amended = 0, pace = async () => {}, step = () => {} }) {
  const c = { load, pace, amended, codes: {}, child: null, result: null, changes: [], annulled: false };
  const words = new Map();
  const report = { codes: c.codes, meant: [] };
  let n = 0;
  for (const [name, before, file] of PLAN) {
    step((n += 1) / PLAN.length);
    const due = file === "" || (await load(file)) !== null;
    const ready = before.every((one) => (one === "child" ? c.child !== null : words.get(one)?.word === "pass"));
    const none = name === "amendments" && due && !amended;
    if (!due || !ready || none) {
      words.set(name, { name, word: "open", why: none ? ["phone.no_amendments", {}] : due ? null : ["phone.later", {}] });
      continue;
    }
    try {
      await proofs[name](c);
      words.set(name, { name, word: "pass", why: null });
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      words.set(name, { name, word: "fail", why: [error.key, error.facts] });
    }
    if (name === "list" && c.pool) {
      c.child = code ? childOf(c.pool, c.rules, code) : null;
      report.meant = code && !c.child ? meant(c.pool, code) : [];
    }
  }
  for (const name of NEVER) words.set(name, { name, word: "open", why: null });
  const stage = (await load("void.sig")) !== null ? "void" : (await load("statement.sig")) !== null ? "done" : (await load("notice.sig")) !== null ? "frozen" : "empty";
  const failed = [...words.values()].some((one) => one.word === "fail");
  const { child, result, changes, annulled, notice, rules, seed } = c;
  return { ...report, proofs: [...words.values()], stage, failed, listed: Boolean(c.pool), child, result, changes, annulled, amended, notice, rules, seed };
}
