// One child in the frozen list: its row, who is drawn together with it, which draws it takes part in (SPEC §4, §8).

import { Mismatch, linesOf } from "./lines.js";

// Full-width and lower-case spellings, spaces and the sign for "number" are forgiven.
export function tidyCode(text) {
  return text.normalize("NFKC").toUpperCase().replace(/[\s#№]/g, "").replace(/[‐‑‒–—―−_]/g, "-").replace(/号$/, "");
}

// pool.csv as columns that are cheap to keep: one text a line, cut where it is asked for.
export async function poolOf(bytes, rules, notice, pace) {
  const file = "pool.csv";
  const lines = linesOf(bytes, file);
  const names = rules.attributes.map((one) => one.name);
  if (lines[0] !== ["applicant", "unit", ...names, "seal"].join(",")) throw new Mismatch("phone.bad_form", { file, line: 1 });
  const at = new Map();
  const units = new Map();
  for (let n = 1; n < lines.length; n += 1) {
    const first = lines[n].indexOf(",");
    const code = lines[n].slice(0, first);
    const unit = lines[n].slice(first + 1, lines[n].indexOf(",", first + 1));
    if (at.has(code) || !/^[0-9A-Z][0-9A-Z-]{0,31}$/.test(code)) throw new Mismatch("phone.bad_form", { file, line: n + 1 });
    at.set(code, n);
    const members = units.get(unit);
    if (members) members.push(n);
    else units.set(unit, [n]);
    if (n % 1024 === 0) await pace(n / lines.length);
  }
  if (at.size !== notice.applicants || units.size !== notice.units) throw new Mismatch("phone.bad_names", { file, by: "notice.json" });
  const row = (n) => lines[n].split(",");
  return { names, at, units, row, count: at.size };
}

// Does this row match a draw's `who`?
export function matches(pool, row, who) {
  return Object.entries(who).every(([name, values]) => values.includes(row[2 + pool.names.indexOf(name)]));
}

// Draws of things, or of people whom another draw takes, match nobody (SPEC §16).
const NOBODY = new Set(["quota", "cells", "team", "seats"]);

// Does this row stand in the draw, unless an earlier one has placed the child?
export function takes(pool, row, draw) {
  return !NOBODY.has(draw.kind) && !(draw.kind === "order" && draw.items !== "none") && matches(pool, row, draw.who);
}

// The units of a draw: those that match, of which no member was placed by an earlier draw (SPEC §8). `placed`: line of the pool ->
// place of the draw that gave the child a place or a class, Infinity for nobody's.
export async function unitsOf(pool, rules, draw, placed, pace) {
  const index = rules.draws.indexOf(draw);
  const found = new Set();
  let n = 0;
  for (const [unit, members] of pool.units) {
    if (takes(pool, pool.row(members[0]), draw) && members.every((n) => placed(n) >= index)) found.add(unit);
    n += 1;
    if (n % 1024 === 0) await pace(n / pool.units.size);
  }
  return found;
}

// What the list says about a code; null if it is not in it.
export function childOf(pool, rules, code) {
  const n = pool.at.get(code);
  if (n === undefined) return null;
  const row = pool.row(n);
  const mates = pool.units.get(row[1]).filter((other) => other !== n).map((other) => pool.row(other)[0]);
  const draws = rules.draws.filter((draw) => takes(pool, row, draw));
  return { code, line: n + 1, row: row.join(","), unit: row[1], mates, draws };
}

// Codes that somebody may have meant: with noughts in front, or the children of a bundle.
export function meant(pool, code) {
  const members = pool.units.get(code);
  if (members) return members.map((n) => pool.row(n)[0]);
  const found = [];
  for (let width = code.length + 1; width <= 8; width += 1) {
    const longer = code.padStart(width, "0");
    if (pool.at.has(longer)) found.push(longer);
  }
  return found;
}
