// One function a scene: its content -> nodes. No scene knows what was on the screen before.

import { el, both, one, say, say1, say2 } from "./dom.js";
import { extras } from "./extras.js";
import { show } from "./show.js";

// A hash in eight groups of eight; the first and last, which the footer repeats, are bold.
export function hash(value) {
  const groups = value.match(/.{8}/g);
  return el("div", "hash", groups.map((g, i) => el(i === 0 || i === groups.length - 1 ? "b" : "span", "", g)));
}

export function codes(code, label = "") {
  const aloud = el("div", "", say2("hall.aloud", {}, "p", "line"), el("div", "aloud", code.aloud.split(" ").map((g) => el("span", "", g))));
  return el("div", "codes", el("div", "", label ? say2(label, {}, "p", "line") : say2("hall.transcript", {}, "p", "line"), hash(code.hash)), aloud);
}

export function th(key, cls = "") {
  const node = both(say(key), "th", cls);
  node.scope = "col";
  return node;
}

export function table(heads, rows, cls = "") {
  return el("table", cls, heads.length ? el("thead", "", el("tr", "", heads)) : "", el("tbody", "", rows));
}

const MARKS = { done: ["✓", "ok"], wait: ["○", "wait"], absent: ["–", "bad"], wrong: ["✗", "bad"], never: ["–", "bad"], closed: ["■", "wait"] };

function mark(kind, key) {
  const [sign, cls] = MARKS[kind];
  const node = both(say(key), "td", `mark ${cls}`);
  node.prepend(`${sign} `);
  return node;
}

function party(row) {
  return el("td", "party", el("b", "", `${row.id} ${row.name}`), both(row.phase, "span", "quiet line"));
}

// 64 digits whole: two lines of 32 while there is room, else one.
function value(text, wide) {
  if (!text) return el("td", "value", "");
  const parts = text.match(/.{16}/g);
  const lines = wide ? [parts.join(" ")] : [parts.slice(0, 2).join(" "), parts.slice(2).join(" ")];
  return el("td", "value", lines.map((line) => el("span", "", line)));
}

function empty() {
  return [say2("hall.empty", {}, "h1")];
}

function title(view, state) {
  const attempt = say("hall.attempt", { n: state.attempt, v: state.voided, r: state.rehearsals });
  return [
    el("h1", "", state.title),
    el("p", "facts", say1("hall.authority"), ` ${state.authority} · `, one(view.when)),
    both(attempt, "p", "both now"),
    say2("hall.parties", {}, "p", "line quiet"),
    el("ul", "cast", view.parties.map((p) => el("li", "", `${p.id} ${p.name} · `, one(p.phase)))),
  ];
}

// A heading, and which page of how many it is.
function heading(key, view) {
  const node = say2(key, {}, "h1", "line");
  if (view.pages > 1) node.append(" ", say2("hall.rules_more", view, "span", "line quiet part"));
  return node;
}

function rules(view) {
  const lines = view.lines.map((line) => both(line.words, "li", line.kind));
  return [heading("hall.rules", view), el("ul", "sentences", lines)];
}

function pool(view) {
  const counted = [["hall.places", "places"], ["hall.children", "children"], ["hall.units", "units"], ["hall.bundles", "bundles"]];
  const shown = counted.filter(([, name]) => view.form === "places" || (name !== "places" && (view.form === "plain" || name === "units")));
  const heads = [th(view.form === "places" ? "hall.school" : "hall.drawn_for"), ...shown.map(([key]) => th(key, "n"))];
  const cell = (n) => el("td", "n", n === null ? "–" : String(n));
  const rows = view.rows.map((r) => el("tr", "", el("td", "", r.name), shown.map(([, name]) => cell(r[name]))));
  const [all, accepted, rejected] = view.objections;
  return [
    heading("hall.pool", view),
    say2({ places: "hall.pool_counts", plain: "hall.pool_plain", things: "hall.pool_things" }[view.form], view),
    table(heads, rows),
    all ? say2("hall.objections", { all, accepted, rejected, version: view.version }, "p", "line quiet") : "",
    codes(view.code, "hall.pool_compare"),
  ].filter(Boolean);
}

function board(view) {
  const rows = view.rows.map((r) => {
    const missing = view.rows.length > 6 ? "hall.absent" : "hall.absent_board";
    const key = { done: "hall.locked", wait: "hall.waiting", absent: missing }[r.mark];
    return el("tr", "", party(r), value(r.value, view.rows.length > 6), mark(r.mark, key));
  });
  const of = view.rows.length;
  const heading = view.code ? say("hall.board_closed") : say("hall.board", { count: view.count, of });
  return [
    both(heading, "h1", "line"),
    view.code ? "" : say2("hall.board_why", {}, "p", "both quiet"),
    table([], rows, rows.length > 6 ? "board many" : "board"),
    view.code ? codes(view.code, "hall.board_code") : "",
  ].filter(Boolean);
}

function reveals(view) {
  const rows = view.rows.map((r) => {
    const key = { done: "hall.matches", wait: "hall.waiting", absent: "hall.absent_reveal", never: "hall.absent_board" }[r.mark];
    const cell = mark(r.mark, r.late ? "hall.late" : key);
    return el("tr", "", party(r), value(r.value, view.rows.length > 6), cell);
  });
  const of = view.rows.length;
  const heading = view.closed ? say("hall.reveals_closed") : say("hall.reveals", { count: view.count, of });
  const clock = el("span", "clock");
  clock.dataset.clock = "1";
  clock.dataset.left = String(view.left);
  let right = view.left > 0 ? el("p", "", say1("hall.left"), " ", clock) : say2("hall.time_over", {}, "p", "wait");
  if (view.closed) right = "";
  return [
    el("div", "side", both(heading, "h1", "line"), right),
    view.closed ? "" : say2("hall.reveals_why", {}, "p", "both quiet"),
    table([], rows, rows.length > 6 ? "board many" : "board"),
    view.code ? codes(view.code) : "",
  ].filter(Boolean);
}

// Dice in one to four even rows, as large as the screen is wide.
function faceGrid(faces, width, height) {
  const cell = 0.62 * width + 0.34;
  const sizes = [1, 2, 3, 4].map((rows) => Math.min(37 / Math.ceil(faces.length / rows) / cell, height / rows / 1.45));
  const rows = 1 + sizes.findIndex((size) => size * 1.15 >= Math.max(...sizes)); // as few rows as cost little size
  const columns = Math.ceil(faces.length / rows);
  const size = Math.min(sizes[rows - 1], 5);
  const list = el("ol", "dice", faces);
  list.style.setProperty("grid-template-columns", `repeat(${columns}, ${cell - 0.14}em)`);
  list.style.setProperty("--face", (4.4 * size).toFixed(2));
  return list;
}

// A few by name, more by their numbers alone.
const named = (parties) => parties.map((p) => (parties.length > 2 ? p.id : `${p.id} ${p.name}`)).join("、");

function dice(view) {
  const open = Math.max(0, view.count - view.values.length);
  const faces = [...view.values.map((v) => el("li", "", v)), ...Array.from({ length: open }, () => el("li", "open", "0".repeat(view.width)))];
  const last = [];
  if (view.mismatch) last.push(say2("hall.dice_mismatch", { index: view.mismatch }, "p", "both bad"));
  else if (view.confirmed) last.push(say2("hall.dice_confirmed", {}, "p", "line ok"), codes(view.code));
  else if (!open) last.push(say2("hall.dice_ask", {}, "p", "both now"));
  if (view.confirmed) last[0].prepend("✓ ");
  if (view.mismatch) last[0].prepend("✗ ");
  return [
    say2("hall.dice", { count: view.values.length, of: view.count }, "h1", "line"),
    both(view.kind, "p", "line quiet"),
    view.confirmed ? "" : say2("hall.dice_why", {}, "p", "both quiet"),
    view.confirmed || !view.absent.length ? "" : say2("hall.dice_absent", { who: named(view.absent) }, "p", "both bad"),
    faceGrid(faces, view.width, view.confirmed ? 8 : 10.5),
    ...last,
  ].filter(Boolean);
}

function beacon(view) {
  return [
    say2("hall.beacon", {}, "h1", "line"),
    say2("hall.beacon_why", { round: view.round, at: view.at ? `${date(view.at)}:${view.at.slice(17, 19)}` : "?" }),
    el("div", "value", view.chain.match(/.{16}/g).join(" ")),
    view.signature ? el("div", "value ok", view.signature.match(/.{48}/g).map((g) => el("span", "", g))) : say2("hall.waiting", {}, "p", "line wait"),
    view.code ? codes(view.code) : "",
  ].filter(Boolean);
}

function envelopes(view) {
  const rows = view.rows.map((r) => {
    const kind = r.mark === "wait" && !view.open ? "closed" : r.mark;
    const key = { done: "hall.paper_matches", wrong: "hall.paper_wrong", wait: "hall.waiting", closed: "hall.envelope_closed" }[kind];
    return el("tr", "", party(r), value(r.value, view.rows.length > 6), mark(kind, key));
  });
  return [
    say2("hall.envelopes", { count: view.count, of: view.rows.length }, "h1", "line"),
    say2(view.open ? "hall.envelopes_why" : "hall.envelopes_wait", {}, "p", "both quiet"),
    table([], rows, "board"),
  ];
}

function seed(view) {
  const middle = (i) => [view.dice ? say("hall.dice_word")[i] : "", view.beacon ? say("hall.beacon_word")[i] : ""].filter(Boolean).join(" + ");
  const progress = say2("hall.computing", {}, "p", "line now");
  const detail = el("span", "quiet");
  detail.dataset.progress = "1";
  progress.append(" ", detail);
  return [
    say2("hall.seed", {}, "h1"),
    codes(view.code, "rail.seed"),
    both([say("hall.seed_formula", { middle: middle(0) })[0], say("hall.seed_formula_en", { middle: middle(1) })[1]], "p", "both formula"),
    say2("hall.seed_anyone", {}, "p", "line ok"),
    view.signed ? "" : progress,
  ].filter(Boolean);
}

function result(view) {
  return [say2("hall.result", {}, "h1"), say2("hall.result_code_long", {}, "p", "both quiet"), codes(view.code, "hall.result_code")];
}

function voided(view) {
  const code = codes(view.code, "hall.void_code");
  return [say2("hall.void", {}, "h1"), both(view.reason, "p", "both big"), both(view.cause, "p", "both quiet"), code];
}

export const scenes = { empty, title, rules, pool, board, reveals, dice, beacon, envelopes, seed, result, show, void: voided, ...extras };
