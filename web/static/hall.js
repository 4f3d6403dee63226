// The projector page: the whole page is a function of the last state, the hall's settings in it, and what this window was told.

import { el, both, read, say, say1, say2, setOrder, setWords } from "./dom.js";
import { follow } from "./feed.js";
import { fit } from "./fit.js";
import { keys, press } from "./keys.js";
import * as local from "./local.js";
import { scenes } from "./scenes.js";

const facts = read("facts");
setWords(facts.words);
const token = document.querySelector('meta[name="control"]')?.content ?? "";
const byId = (id) => document.getElementById(id);
let stale = null;
let drawn = -1;
let blanked = ""; // what this window alone shows instead: "", "black", "white"
let spoken = 0;
let deadline = null;

const TOLD = new Set(["incident", "second"]); // scenes that say themselves what the band would say
const ends = (hash) => `${hash.slice(0, 8)}…${hash.slice(-8)}`;
const clock = (date) => date.toTimeString().slice(0, 8);

function header(state) {
  const name = el("b", "", state.authority || say1("hall.product"));
  byId("who").replaceChildren(name, el("span", "", state.title || say("hall.product")[1]));
  byId("rail").replaceChildren(...(state.rail || []).map((step) => {
    const item = both(say(`rail.${step.key}`), "li", step.mark);
    if (step.mark === "done") item.prepend("✓");
    if (step.mark === "now") item.setAttribute("aria-current", "step");
    return item;
  }));
  const link = byId("link");
  link.className = stale ? "link stale" : "link";
  link.replaceChildren(stale ? "▲" : "● ", stale ? "" : say1("hall.connected"));
}

function bands(state) {
  const rows = [];
  if (stale) {
    const row = say2("hall.stale", { at: clock(stale) }, "div", "band stale");
    row.prepend("▲");
    rows.push(row);
  }
  if (state.rehearsal) rows.push(say2("hall.rehearsal", {}, "div", "band rehearsal"));
  if (state.band && !TOLD.has(state.scene)) rows.push(both(state.band.words, "div", `band ${state.band.kind}`));
  if (state.back) rows.push(say2("hall.back", {}, "div", "band back"));
  byId("bands").replaceChildren(...rows);
}

// What makes any frame of the film evidence: session, attempt, notice, and the last line of the minutes with its hash.
function footer(state) {
  if (!state.session) return byId("foot").replaceChildren();
  const record = el("span", "", say1("hall.foot_record", { n: state.ledger }), " ", el("span", "mono", ends(state.head)), ` ${state.time.slice(11, 19)}`);
  if (state.shown) record.append(" · ", say1("hall.foot_show", { n: state.shown }));
  byId("foot").replaceChildren(
    el("span", "", state.session),
    say1("hall.foot_attempt", { n: state.attempt, v: state.voided, r: state.rehearsals }),
    el("span", "", say1("hall.foot_notice"), " ", el("span", "mono", ends(state.notice))),
    record,
  );
}

// Type size, colours and languages as the desk set them, or as this window was told.
function look(state) {
  const wanted = local.look(state.screen);
  const root = document.documentElement;
  setOrder(wanted.order);
  if (root.dataset.theme !== wanted.theme) root.dataset.theme = wanted.theme;
  root.style.setProperty("--floor", String(wanted.floor));
  root.style.setProperty("--least", String(wanted.least));
  root.style.setProperty("--local", String(wanted.size));
}

// The type that was cut for this session is asked for again when there is another one.
let type = facts.font;
function fonts(state) {
  if (state.font === type) return;
  type = state.font;
  byId("fonts").href = `/fonts.css?of=${type}`;
}

function blank(state) {
  const node = byId("blank");
  const colour = blanked || (state.blank ? (state.white ? "white" : "black") : "");
  node.hidden = !colour;
  node.className = `blank ${colour}`;
}

function draw(state) {
  const main = byId("scene");
  look(state);
  fonts(state);
  header(state);
  bands(state);
  footer(state);
  blank(state);
  main.className = `at-${state.scene}`;
  main.replaceChildren(...scenes[state.scene](state.view, state, facts));
  if (state.n === drawn) for (const node of main.querySelectorAll(".enter")) node.classList.remove("enter");
  drawn = state.n;
  fit(main);
  const heading = main.querySelector("h1");
  document.title = heading ? heading.textContent : state.title || "";
  if (heading && performance.now() - spoken > 5000) {
    spoken = performance.now();
    byId("live").textContent = heading.textContent;
  }
}

function count(left, ticking) {
  deadline = ticking ? performance.now() + left * 1000 : null;
  for (const node of document.querySelectorAll("[data-clock]")) node.dataset.left = String(left);
  tick();
}

function tick() {
  for (const node of document.querySelectorAll("[data-clock]")) {
    const left = deadline === null ? Number(node.dataset.left) : Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
    node.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
}

function show(state) {
  draw(state);
  if ("left" in state.view) count(state.view.left, state.view.ticking);
}

const feed = follow(read("state"), {
  onState: show,
  onBeat: (beat) => { if (feed.state.view.ticking) count(beat.left, true); },
  onProgress: (text) => { const node = document.querySelector("[data-progress]"); if (node) node.textContent = text; },
  onLink: (since) => { stale = since; header(feed.state); bands(feed.state); fit(byId("scene")); },
}, new URLSearchParams(location.search).has("preview") ? "" : "hall"); // a desk's small frame is no projector
show(feed.state);
setInterval(tick, 500);
addEventListener("resize", () => fit(byId("scene")));
document.fonts.addEventListener("loadingdone", () => fit(byId("scene")));

const control = (name, more) => { if (token) press(token, feed.state, name, more); };
const again = () => draw(feed.state);

function blankTo(colour) {
  if (token) return control("blank", { on: feed.state.blank ? "0" : colour === "white" ? "white" : "1" });
  blanked = blanked ? "" : colour;
  blank(feed.state);
}

keys({
  next: () => control("next"),
  back: () => control("back"),
  first: () => control("view", { to: "#1" }),
  last: () => control("view", { to: "#last" }),
  go: (number) => control("view", { to: `#${number}` }),
  asked: (text) => {
    const node = byId("goto");
    node.hidden = text === null || !token;
    if (!node.hidden) node.replaceChildren(say2("hall.go_to", { n: text || "…", of: feed.state.place[1] }, "span", "line"));
  },
  black: () => blankTo("black"),
  white: () => blankTo("white"),
  theme: () => { local.theme(feed.state.screen); again(); },
  language: () => { local.language(feed.state.screen); again(); },
  larger: () => { local.larger(feed.state.screen, 1); again(); },
  smaller: () => { local.larger(feed.state.screen, -1); again(); },
});
