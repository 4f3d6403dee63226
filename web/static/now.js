// Where we are, in one line, from the state alone: the ceremony side's words while it speaks, else how far the files are.

import { both, el, say, say2 } from "./dom.js";

const byId = (id) => document.getElementById(id);
const SPOKEN = 5000; // a screen reader is told at most so often
let deadline = null;
let spoken = 0;
let since = null;
let stopped = false;

function head(record) {
  if (!record.session) return;
  byId("title").textContent = record.title;
  byId("who").textContent = `${record.authority} · ${record.session}`;
  byId("attempt").replaceChildren(both(say("phone.attempt", { n: record.attempt, v: record.voided, r: record.rehearsals }), "span", ""));
  byId("rehearsal").hidden = !record.rehearsal;
}

function tile(one, member, shown, own, facts) {
  const listing = shown.form === "shortlist";
  const word = member.in ? (listing ? "outcome.shortlisted" : "outcome.admitted") : one.waits ? "outcome.waiting" : listing ? "outcome.not_shortlisted" : "outcome.not_admitted";
  const said = facts.words[word];
  const item = el(
    "li", `tile ${member.in ? "in" : "out"}${member.code === own ? " own" : ""}`,
    el("b", "mono", member.code), el("span", "", say("phone.tile_rank", { rank: one.rank })[0]),
    el("span", "", `${member.in ? "✓" : "–"} ${said[0]}${member.school ? ` ${member.school}` : ""}`),
  );
  const english = el("span", "sr", `${say("phone.tile_rank", { rank: one.rank })[1]}, ${said[1]}`);
  english.lang = "en";
  item.append(english);
  return item;
}

function showing(shown, own, facts) {
  const nodes = [];
  if (shown.title) nodes.push(say2("phone.showing", { title_zh: shown.title, title_en: shown.draw, number: shown.number, of: shown.of }, "p", "count"));
  if (shown.of_shown) nodes.push(say2("phone.shown", { shown: shown.shown, of: shown.of_shown }, "p", "count"));
  const tiles = shown.tiles.flatMap((one) => one.members.map((member) => tile(one, member, shown, own, facts)));
  if (tiles.length) nodes.push(el("ul", "tiles", tiles));
  return nodes;
}

// Draw the state.
export function now(state, own, facts) {
  const { live: frame, record } = state;
  head(record);
  const here = frame && frame.stage_words ? frame.stage_words : record.words;
  byId("where").replaceChildren(both(here, "span", ""));
  const nodes = [];
  if (frame?.band) nodes.push(both(frame.band.words, "p", `band ${frame.band.kind}`));
  if (frame?.count) nodes.push(el("p", "count", `${frame.count.done} / ${frame.count.of}`));
  if (frame?.clock) nodes.push(el("p", "count", `${say("phone.left")[0]} `, el("b", "mono clock", ""), " ", el("span", "en", say("phone.left")[1])));
  if (frame?.show) nodes.push(...showing(frame.show, own, facts));
  byId("detail").replaceChildren(...nodes);
  status();
  deadline = frame?.clock ? { left: frame.clock.left, ends: frame.clock.ticking ? performance.now() + frame.clock.left * 1000 : null } : null;
  tick();
  if (performance.now() - spoken > SPOKEN) {
    spoken = performance.now();
    byId("spoken").textContent = here[0];
  }
}

// The heartbeat brings the seconds left of a running clock.
export function beat(told) {
  if (deadline?.ends) deadline.ends = performance.now() + told.left * 1000;
}

function tick() {
  const node = document.querySelector(".clock");
  if (!node || !deadline) return;
  const left = deadline.ends ? Math.max(0, Math.ceil((deadline.ends - performance.now()) / 1000)) : deadline.left;
  node.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
setInterval(tick, 500);

function status() {
  const time = since?.toTimeString().slice(0, 8);
  const key = stopped ? "phone.paused" : since ? "phone.stale" : "phone.connected";
  byId("link").replaceChildren(`${stopped ? "■" : since ? "▲" : "●"} `, both(say(key, { at: time }), "span", ""));
  byId("link").className = since && !stopped ? "link stale" : "link";
  byId("pause").replaceChildren(both(say(stopped ? "phone.resume" : "phone.pause"), "span", ""));
}

// Since when nothing came, or null.
export function link(when) {
  since = when;
  status();
}

// Toggle the pause; -> whether updates were paused before.
export function paused() {
  const before = stopped;
  stopped = !stopped;
  since = null;
  status();
  return before;
}
