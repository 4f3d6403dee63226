// The frames of the show. Tiles are those that the state names; nothing spins, nothing is guessed ahead.

import { el, both, say, say1, say2 } from "./dom.js";
import { further, told } from "./further.js";
import { codes, table, th } from "./scenes.js";

// What a child has got: only said where it is not plain from the tile, or where there is more than one school.
function verdict(m, t, v, split) {
  const listed = v.form === "shortlist";
  if (m.in && v.several) {
    const how = t.reason === "MOVED" ? ["hall.moved"] : m.choice ? [v.form === "nearest" ? "hall.near" : "hall.choice", { n: m.choice }] : ["hall.given"];
    return el("div", "at", el("span", "to", `→ ${m.school}`), say1(how[0], how[1], "span", "how"));
  }
  const marked = (sign, key, cls) => el("span", `verdict ${cls}`, `${sign} `, say1(key));
  if (m.in) return split || listed ? marked("✓", listed ? "hall.listed" : "hall.in", "ok") : "";
  return t.waits ? marked("○", "hall.waiting_list", "wait") : marked("✗", listed ? "hall.not_listed" : "hall.out", "wait");
}

function tile(t, v, fresh) {
  const bundle = t.size > 1;
  const cls = ["tile", bundle ? `bundle s${Math.min(5, t.size)}` : "", t.in ? "" : "out", fresh ? "new enter" : ""];
  const rank = el("div", "rank", say1(v.form === "shortlist" ? "hall.drawn" : "hall.rank", t));
  if (bundle) rank.append(" · ", say1(t.members.every((m) => m.in) ? "hall.bundle" : "hall.bundle_out", t));
  const split = t.members.some((m) => m.in) && t.members.some((m) => !m.in);
  const kids = t.members.map((m) => {
    const said = verdict(m, t, v, split);
    const below = said && said.className === "at";
    return el("div", "", el("div", "code", m.code), el("div", "name", m.name ? el("span", "", m.name) : "", below ? "" : said), below ? said : "");
  });
  return el("li", cls.filter(Boolean).join(" "), rank, el("div", "kids", kids));
}

function head(v) {
  const listed = v.form === "shortlist";
  const tally = say1(listed ? "hall.listed_so_far" : "hall.so_far", v);
  const rest = say1(listed ? "hall.limit_left" : "hall.places_left", { left: v.places_left });
  const bar = el("div");
  bar.style.setProperty("width", `${v.places ? Math.min(100, (100 * v.so_far) / v.places) : 0}%`);
  return [
    el("h1", "", v.title, v.part ? both(v.part, "span", "line now part") : ""),
    el("div", "showhead", el("div", "bar", bar), el("div", "tally", tally, " · ", rest)),
  ];
}

// Places left by school, while the draw goes on.
function strip(s) {
  const row = (name, left, cls) => el("li", cls, el("span", "", name), el("b", "", String(left)));
  const rows = s.rows.map((r) => row(r.name, r.left, [r.new ? "new" : "", r.left ? "" : "full"].join(" ").trim()));
  if (s.others) rows.push(row(say1("hall.strip_others", s), s.others_left, "others"));
  return el("div", "strip", say2("hall.strip", {}, "p", "both"), el("ul", "", rows));
}

function tiles(v, state) {
  const notes = v.notes.map((n) => both([`${n.unit}：${n.words[0]}`, `${n.unit}: ${n.words[1]}`], "p", "note"));
  if (v.policy) notes.push(both(v.policy, "p", "note"));
  const shown = say1("hall.shown", { shown: v.shown, of: v.of_shown });
  const list = el("ol", "tiles", v.tiles.map((t, i) => tile(t, v, i >= v.new)));
  const result = el("span", "", say1("hall.result_code"), " ", el("span", "mono", `${state.result.slice(0, 8)} … ${state.result.slice(-8)}`));
  const foot = el("div", "showhead replay", say2("hall.replay", {}, "span", "line"), result, shown);
  return [...head(v), list, v.strip ? strip(v.strip) : "", ...notes, foot].filter(Boolean);
}

function places(v) {
  if (v.form === "shortlist") return say2("hall.draw_limit", v, "p", "both now big");
  return say2(v.several ? "hall.draw_places_all" : "hall.draw_places", v, "p", "both now big");
}

function opening(v) {
  return [
    say2("hall.draw_number", v, "p", "line now"),
    el("h1", "", v.title),
    v.several && v.schools > 6 ? "" : el("p", v.several ? "" : "big", v.school),
    say2("hall.draw_counts", v),
    places(v),
    v.share ? say2("hall.share", v.share, "p", "both quiet") : "",
    v.form === "admission" ? "" : both(v.method, "p", "both quiet"),
    v.policy ? both(v.policy, "p", "both quiet") : "",
    say2("hall.replay", {}, "p", "line replay"),
  ].filter(Boolean);
}

function behind(v) {
  if (!v.behind) return "";
  if (v.several) return say2("hall.closed_unplaced", v);
  if (v.form === "shortlist") return say2(v.ranked ? "hall.closed_next" : "hall.closed_unlisted", v);
  return say2(v.ranked ? "hall.closed_waiting" : "hall.closed_behind", v);
}

function closed(v) {
  return [
    say2("hall.draw_number", v, "p", "line now"),
    el("h1", "", v.title),
    say2("hall.closed", {}, "p", "line ok big"),
    say2(v.form === "shortlist" ? "hall.closed_listed" : "hall.closed_counts", v, "p", "both big"),
    v.last_rank ? say2("hall.closed_last", { rank: v.last_rank }, "p", "line") : "",
    behind(v),
    v.behind && v.vacancies ? both(v.vacancies, "p", "both quiet") : "",
  ].filter(Boolean);
}

function summary(v) {
  const registered = v.several ? "hall.summary_first" : v.form === "shortlist" ? "hall.summary_listed" : "hall.summary_registered";
  const all = v.status === "registered";
  return [
    say2("hall.draw_number", v, "p", "line now"),
    el("h1", "", v.title),
    v.several && v.schools > 6 ? "" : el("p", v.several ? "" : "big", v.school),
    say2(all ? registered : `hall.summary_${v.status}`, v, "p", "both big ok"),
    all && v.form !== "shortlist" ? say2("hall.summary_left", v) : "",
    v.share ? say2("hall.share", v.share, "p", "both quiet") : "",
  ].filter(Boolean);
}

const number = (n) => el("td", "n", String(n));

// One page of a draw's schools.
function bySchool(v) {
  const heads = [th("hall.school"), th("hall.places_before", "n"), th("hall.admitted", "n"), th("hall.vacant", "n"), th("hall.last_rank", "n")];
  const rows = v.rows.map((r) => el("tr", "", el("td", "", r.name), number(r.places), number(r.admitted), number(r.left), number(r.last_rank || "–")));
  return [el("h1", "", v.title, say2("hall.places_by_school", {}, "span", "line now part")), table(heads, rows)];
}

function schools(v) {
  const heads = [th("hall.school"), th("hall.places", "n"), th("hall.admitted", "n"), th("hall.over", "n"), th("hall.vacant", "n"), th("hall.waiting_list", "n")];
  const rows = v.rows.map((r) => {
    const listed = el("td", "n", say1("hall.listed"), ` ${r.listed}`);
    const counts = r.listed === null ? [number(r.admitted), number(r.over), number(r.left)] : [listed, number("–"), number("–")];
    return el("tr", "", el("td", "", r.name), number(r.places), ...counts, number(r.waiting));
  });
  const found = v.total || [];
  const total = found.length ? both([0, 1].map((i) => [say("hall.total")[i], ...found.map(([words, n]) => `${words[i]} ${n}`)].join(" · ")), "p", "both") : "";
  return [say2("hall.schools", {}, "h1", "line"), table(heads, rows), total].filter(Boolean);
}

function final(v, state, facts) {
  const steps = ["hall.verify_1", "hall.verify_2", v.children ? "hall.verify_3" : "hall.verify_3_things"].map((key) => say2(key, {}, "li", "line"));
  const local = /\/\/(127\.|localhost|\[::1\])/.test(facts.public);
  return [
    say2("hall.final", {}, "h1", "line"),
    codes(v.statement, "hall.statement"),
    say2("hall.verify", {}, "p", "line now"),
    el("ol", "steps", steps),
    local || !facts.public ? "" : say2("hall.verify_at", { url: facts.public }, "p", "line big"),
  ].filter(Boolean);
}

const FRAMES = { draw: opening, tiles, closed, summary, places: bySchool, schools, final };

export function show(v, state, facts) {
  const frame = (v.facts ? told : further[v.kind]) ?? FRAMES[v.kind];
  return frame(v, state, facts);
}
