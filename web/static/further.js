// The pages of draws of classes, seats, quotas, teams: cards that fill, a room, tables. All words but a few come with the state.

import { el, both, one, say, say1, say2 } from "./dom.js";

const SIGNS = { won: "✓ ", out: "○ " };

function head(v, ...more) {
  return el("h1", "", v.title, v.part ? both(v.part, "span", "line now part") : "", ...more);
}

function progress(v) {
  const bar = el("div");
  bar.style.setProperty("width", `${v.of_shown ? (100 * v.shown) / v.of_shown : 0}%`);
  return el("div", "showhead", el("div", "bar", bar), el("div", "tally", say1("hall.shown", { shown: v.shown, of: v.of_shown })));
}

function foot(state) {
  const result = el("span", "", say1("hall.result_code"), " ", el("span", "mono", `${state.result.slice(0, 8)} … ${state.result.slice(-8)}`));
  return el("div", "showhead replay", say2("hall.replay", {}, "span", "line"), result);
}

// The first and the last page of a draw: what it is, and sentences, the first of them large.
export function told(v) {
  const facts = v.facts.map((pair, n) => both(pair, "p", n ? "both quiet" : "both now big"));
  const last = v.kind === "closed";
  return [
    say2("hall.draw_number", v, "p", "line now"),
    el("h1", "", v.title),
    v.school && v.schools <= 6 ? el("p", v.schools > 1 ? "" : "big", v.school) : "",
    last ? say2("hall.closed", {}, "p", "line ok big") : "",
    ...facts,
    last ? "" : say2("hall.replay", {}, "p", "line replay"),
  ].filter(Boolean);
}

function member(m, short = false) {
  const name = m.name ? el("span", "who2", m.name) : "";
  const bundle = m.bundle ? el("span", "tag", short ? say("hall.together")[0] : `${say("hall.together")[0]} ${m.bundle}`) : "";
  return el("li", [m.new ? "new enter" : "", m.bundle ? "bundled" : ""].filter(Boolean).join(" "), el("b", "", m.code), name, bundle);
}

const counted = (counts) => counts.map(([label, n]) => `${label} ${n}`).join(" · ");

// Where there are three rows of cards the counts stand in the first line.
function card(c, dense) {
  const size = el("span", "n", say1(c.goal ? "hall.class_goal" : "hall.class_size", { n: c.size, goal: c.goal }));
  const counts = c.counts.length ? el(dense ? "span" : "div", "counts", counted(c.counts)) : "";
  const first = el("div", c.name[0].length > 12 ? "cardhead long" : "cardhead", one(c.name, "b"), dense ? counts : "", size);
  return el("li", c.new ? "card new" : "card", first, dense ? "" : counts, el("ul", "members", c.members.map((m) => member(m))));
}

// Classes or schools side by side, at most four in a row.
function fill(v, state) {
  const dense = v.cards.length > 8;
  const cards = el("ol", dense ? "cards dense" : "cards", v.cards.map((c) => card(c, dense)));
  cards.style.setProperty("grid-template-columns", `repeat(${Math.min(4, Math.ceil(v.cards.length / Math.ceil(v.cards.length / 4)))}, minmax(0, 1fr))`);
  const [from, to, of] = v.block;
  const block = v.cards.length < of ? say1("hall.block", { from, to, of }, "span", "quiet") : "";
  const even = v.even || block ? el("div", "showhead even", v.even ? both(v.even, "span", "line") : el("span"), block) : "";
  return [head(v), progress(v), even, cards, foot(state)].filter(Boolean);
}

// A whole class, its children down the columns.
function list(v, state) {
  const across = v.members.length > 40 ? 5 : v.members.length > 8 ? 4 : 2;
  const found = el("ol", "listed", v.members.map((m) => member(m, true)));
  found.style.setProperty("grid-template-columns", `repeat(${across}, minmax(0, 1fr))`);
  found.style.setProperty("grid-template-rows", `repeat(${Math.ceil(v.members.length / across)}, minmax(0, 1fr))`);
  const part = v.to - v.from + 1 < v.size ? say1("hall.list_part", v, "span", "quiet") : say1("hall.class_size", { n: v.size }, "span", "now");
  return [
    el("h1", "", one(v.name), " ", say2("hall.class_list", {}, "span", "line now part")),
    el("div", "showhead even", el("span", "", v.title), el("span", "", part, " · ", counted(v.counts))),
    found,
    foot(state),
  ];
}

// A room as it is seen from its back: the front at the top.
function seats(v, state) {
  const seat = (s) => {
    if (s.gone) return el("li", "seat gone", el("span", "sr", say1("hall.gone")));
    if (!s.code) return el("li", "seat free");
    return el("li", s.new ? "seat new enter" : "seat", el("b", "", s.code), s.name ? el("span", "who2", s.name) : "");
  };
  const room = el("ol", "room", v.seats.map(seat));
  room.style.setProperty("grid-template-columns", `repeat(${v.columns}, minmax(0, 1fr))`);
  room.style.setProperty("grid-template-rows", `repeat(${v.rows}, minmax(0, 1fr))`);
  const bar = progress(v);
  bar.prepend(el("h1", "", one(v.name), " ", say2("hall.seat_map", {}, "span", "line now part")));
  return [
    bar,
    el("p", "front", say1("hall.front")),
    room,
    foot(state),
  ];
}

function cell(c) {
  if (c === null) return el("td", "n", "–");
  if (typeof c === "number") return el("td", "n", String(c));
  if (typeof c === "string") return el("td", "", c);
  if (Array.isArray(c)) return both(c, "td", "line");
  return el("td", "n signed", one(c.sign, "span", "how sign"), " ", String(c.n));
}

// A table as the state gives it; rows from `new` on have just come.
function grid(v, state) {
  const heads = v.heads.map((pair, n) => {
    const node = both(pair[0] === pair[1] ? [pair[0], ""] : pair, "th", v.rows.some((r) => typeof r.cells[n] === "number" || r.cells[n]?.n !== undefined) ? "n" : "");
    node.scope = "col";
    return node;
  });
  const growing = v.of_shown !== undefined;
  const rows = v.rows.map((r, n) => {
    const cells = r.cells.map(cell);
    if (SIGNS[r.mark]) cells[cells.length - 1].prepend(SIGNS[r.mark]);
    return el("tr", [r.mark, growing && n >= v.new ? "new enter" : ""].filter(Boolean).join(" "), cells);
  });
  const table = el("table", "told", el("thead", "", el("tr", "", heads)), el("tbody", "", rows));
  const notes = v.notes.map((pair) => both(pair, "p", "line quiet"));
  return [head(v), growing ? progress(v) : "", table, ...notes, foot(state)].filter(Boolean);
}

export const further = { fill, list, seats, lines: grid, grid };
