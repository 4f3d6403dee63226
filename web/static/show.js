// The frames of the show. Tiles are those that the state names; nothing spins, nothing is guessed ahead.

import { el, both, say, say2 } from "./dom.js";
import { codes, table, th } from "./scenes.js";

function tile(t, fresh) {
  const bundle = t.size > 1;
  const cls = ["tile", bundle ? `bundle s${Math.min(5, t.size)}` : "", t.in ? "" : "out", fresh ? "new enter" : ""];
  let rank = say("hall.rank", t)[0];
  if (bundle) rank += ` · ${say(t.in ? "hall.bundle" : "hall.bundle_out", t)[0]}`;
  const split = t.members.some((m) => m.in) && t.members.some((m) => !m.in);
  const kids = t.members.map((m) => {
    const out = t.waits ? `○ ${say("hall.waiting_list")[0]}` : `✗ ${say("hall.out")[0]}`;
    const verdict = !m.in || split ? el("span", `verdict ${m.in ? "ok" : "wait"}`, m.in ? `✓ ${say("hall.in")[0]}` : out) : "";
    return el("div", "", el("div", "code", m.code), el("div", "name", m.name, verdict));
  });
  return el("li", cls.filter(Boolean).join(" "), el("div", "rank", rank), el("div", "kids", kids));
}

// Columns for so many children, and codes as large as their tiles allow (--code is a share of the screen's height).
function grid(list) {
  const cells = list.reduce((sum, t) => sum + Math.min(5, t.size), 0);
  const longest = Math.max(4, ...list.flatMap((t) => t.members.map((m) => m.code.length)));
  const few = cells <= 2 ? 2 : cells <= 6 ? 3 : cells <= 8 ? 4 : cells === 11 || cells === 12 ? 6 : 5;
  const columns = Math.max(few, ...list.map((t) => Math.min(5, t.size)));
  const tallest = cells <= 3 ? 15 : cells <= 6 ? 11 : cells <= 12 ? 9 : cells <= 15 ? 6.4 : 5.4;
  const node = el("ol", `tiles c${columns} ${cells > 12 ? "low" : cells <= 6 ? "roomy" : ""}`.trim());
  node.style.setProperty("--code", Math.min(tallest, (168 / columns - 6) / (0.58 * longest)).toFixed(2));
  return node;
}

function head(v) {
  const tally = say("hall.so_far", v);
  const rest = say("hall.places_left", { left: v.places_left });
  const bar = el("div");
  bar.style.setProperty("width", `${v.places ? Math.min(100, (100 * v.so_far) / v.places) : 0}%`);
  return [
    el("h1", "", v.title),
    el("div", "showhead", el("div", "bar", bar), el("div", "tally", `${tally[0]} · ${rest[0]}`)),
  ];
}

function tiles(v, state) {
  const notes = v.notes.map((n) => both([`${n.unit}：${n.words[0]}`, n.words[1]], "p", "note"));
  if (v.policy) notes.push(both(v.policy, "p", "note"));
  const shown = say("hall.shown", { shown: v.shown, of: v.of_shown });
  const list = grid(v.tiles);
  list.append(...v.tiles.map((t, i) => tile(t, i >= v.new)));
  const result = el("span", "", `${say("hall.result_code")[0]} `, el("span", "mono", `${state.result.slice(0, 8)} … ${state.result.slice(-8)}`));
  const foot = el("div", "showhead replay", say2("hall.replay", {}, "span", "line"), result, el("span", "", shown[0]));
  return [...head(v), list, ...notes, foot];
}

function opening(v) {
  return [
    say2("hall.draw_number", v, "p", "line now"),
    el("h1", "", v.title),
    el("p", "big", v.school),
    say2("hall.draw_counts", v),
    say2("hall.draw_places", { places: v.places }, "p", "both now big"),
    both(v.policy, "p", "both quiet"),
    say2("hall.replay", {}, "p", "line replay"),
  ];
}

function closed(v) {
  return [
    say2("hall.draw_number", v, "p", "line now"),
    el("h1", "", v.title),
    say2("hall.closed", {}, "p", "line ok big"),
    say2("hall.closed_counts", v, "p", "both big"),
    v.last_rank ? say2("hall.closed_last", { rank: v.last_rank }, "p", "line") : "",
    v.behind ? say2(v.ranked ? "hall.closed_waiting" : "hall.closed_behind", v) : "",
    v.behind ? both(v.vacancies, "p", "both quiet") : "",
  ].filter(Boolean);
}

function summary(v) {
  return [
    say2("hall.draw_number", v, "p", "line now"),
    el("h1", "", v.title),
    el("p", "big", v.school),
    say2(`hall.summary_${v.status}`, v, "p", "both big ok"),
    v.status === "registered" ? say2("hall.summary_left", v) : "",
  ].filter(Boolean);
}

function schools(v) {
  const heads = [th("hall.school"), th("hall.places", "n"), th("hall.admitted", "n"), th("hall.over", "n"), th("hall.vacant", "n"), th("hall.waiting_list", "n")];
  const cell = (n) => el("td", "n", String(n));
  const rows = v.rows.map((r) => el("tr", "", el("td", "", r.name), cell(r.places), cell(r.admitted), cell(r.over), cell(r.left), cell(r.waiting)));
  return [say2("hall.schools", {}, "h1", "line"), table(heads, rows)];
}

function final(v, state, facts) {
  const steps = ["hall.verify_1", "hall.verify_2", "hall.verify_3"].map((key) => say2(key, {}, "li", "line"));
  const local = /\/\/(127\.|localhost|\[::1\])/.test(facts.public);
  return [
    say2("hall.final", {}, "h1", "line"),
    codes(v.statement, "hall.statement"),
    say2("hall.verify", {}, "p", "line now"),
    el("ol", "steps", steps),
    local || !facts.public ? "" : say2("hall.verify_at", { url: facts.public }, "p", "line big"),
  ].filter(Boolean);
}

const FRAMES = { draw: opening, tiles, closed, summary, schools, final };

export function show(v, state, facts) {
  return FRAMES[v.kind](v, state, facts);
}
