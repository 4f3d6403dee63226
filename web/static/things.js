// What was drawn of things: teams of classes, places of primaries, counts of a transfer, lists. For everybody who reads the record,
// from files that the signed statement names; nothing here is about one child.

import { both, el, say, say2 } from "./dom.js";
import { Mismatch, rowsOf, sumsOf } from "./lines.js";
import { hashOf, proofs } from "./proofs.js";

const CHAIN = ["notice", "rules", "board", "seed", "statement", "signature"];
const HEADS = {
  selected: "draw,position,code,standing",
  quotas: "draw,school,item,whole,fraction,rank,seats,reason",
  cohorts: "draw,row,school,whole,fraction,rank,count,reason",
  teams: "draw,class,team,rank,reason",
};
const KINDS = { order: "selected", quota: "quotas", cells: "cohorts", team: "teams" };

// Draws whose result these tables hold: an order of children is told to each of them alone.
const shown = (rules) => rules.draws.filter((draw) => KINDS[draw.kind] && draw.items !== "none");

/* -> [{ title, heads: [pair], rows: [[text or pair]] }]. Throws Mismatch where a file is not the one that was signed. */
export async function thingsOf(load, pace = async () => {}) {
  const c = { load, pace, codes: {} };
  for (const name of CHAIN) await proofs[name](c);
  const sums = sumsOf(c.outputsBytes, "outputs.txt");
  const files = new Map();
  for (const table of new Set(shown(c.rules).map((draw) => KINDS[draw.kind]))) {
    const file = `tables/${table}.csv`;
    const bytes = await load(file);
    if (bytes === null) throw new Mismatch("phone.bad_missing", { file });
    if ((await hashOf(bytes, pace)) !== sums.get(file)) throw new Mismatch("phone.bad_hash", { file, by: "outputs.txt" });
    files.set(table, rowsOf(bytes, file, HEADS[table]));
  }
  return shown(c.rules).map((draw) => told(c.rules, draw, files.get(KINDS[draw.kind]).filter((line) => line[0] === draw.id)));
}

const label = (items, code) => items.find((one) => one.code === code)?.label ?? code;
const heads = (...keys) => keys.map((key) => say(`show.head_${key}`));

function told(rules, draw, lines) {
  const school = (code) => rules.schools.find((one) => one.code === code)?.name ?? code;
  if (draw.kind === "order") {
    const word = (line) => (line[3] === "reserve" ? say("show.reserve", { n: Number(line[1]) - draw.take }) : say("show.selected"));
    return { title: draw.title, heads: heads("rank", "label", "standing"), rows: lines.map((line) => [line[1], label(draw.items, line[2]), word(line)]) };
  }
  if (draw.kind === "team") {
    const rows = lines.map((line) => [say("show.class_name", { n: line[1] }), label(draw.teams, line[2]), line[3]]);
    return { title: draw.title, heads: heads("class", "team", "rank"), rows };
  }
  if (draw.kind === "quota") {
    const items = [...draw.items, ...draw.declined];
    const rows = lines.map((line) => [label(items, line[2]), line[6], say(`show.quota_${line[7]}`)]);
    return { title: draw.title, heads: heads("item", "seats", "why"), rows };
  }
  const values = rules.attributes.find((one) => one.name === draw.row).values;
  const rows = lines.map((line) => [label(values, line[1]), school(line[2]), line[6]]);
  return { title: draw.title, heads: heads("row", "school", "count"), rows };
}

const cell = (value, tag = "td") => (Array.isArray(value) ? both(value, tag) : el(tag, "", value));

function table(one) {
  const top = one.heads.map((pair) => {
    const node = cell(pair, "th");
    node.scope = "col";
    return node;
  });
  const rows = one.rows.map((row) => el("tr", "", row.map((value) => cell(value))));
  return el("div", "wide", el("h3", "", one.title), el("table", "", el("thead", "", el("tr", "", top)), el("tbody", "", rows)));
}

// The nodes for the page; a mismatch is said in the words of the checks.
export async function things(load) {
  try {
    const found = await thingsOf(load);
    if (!found.length) return [say2("phone.things_none")];
    return [...found.map(table), say2("phone.things_checked", {}, "p", "verdict")];
  } catch (error) {
    if (!(error instanceof Mismatch)) return [say2("phone.unfinished", {}, "p", "quiet")];
    return [say2("phone.mismatch", {}, "h3"), say2(error.key, error.facts, "p", "crossed"), say2("phone.mismatch_do", {}, "p", "do")];
  }
}
