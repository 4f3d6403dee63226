// The projector page: the whole page is a function of the last state.

import { el, both, read, say, say2, setWords } from "./dom.js";
import { follow } from "./feed.js";
import { keys, press } from "./keys.js";
import { scenes } from "./scenes.js";

const facts = read("facts");
setWords(facts.words);
const token = document.querySelector('meta[name="control"]')?.content ?? "";
const byId = (id) => document.getElementById(id);
let stale = null;
let drawn = -1;
let localBlank = false;
let spoken = 0;
let deadline = null;

const ends = (hash) => `${hash.slice(0, 8)} … ${hash.slice(-8)}`;
const clock = (date) => date.toTimeString().slice(0, 8);

function header(state) {
  byId("who").replaceChildren(el("b", "", state.authority || say("hall.product")[0]), el("span", "", state.title || say("hall.product")[1]));
  byId("rail").replaceChildren(...(state.rail || []).map((step) => {
    const item = both(say(`rail.${step.key}`), "li", step.mark);
    if (step.mark === "done") item.prepend("✓");
    if (step.mark === "now") item.setAttribute("aria-current", "step");
    return item;
  }));
  const link = byId("link");
  link.className = stale ? "link stale" : "link";
  link.textContent = stale ? "▲" : `● ${say("hall.connected")[0]}`;
}

function bands(state) {
  const rows = [];
  if (stale) {
    const row = say2("hall.stale", { at: clock(stale) }, "div", "band stale");
    row.prepend("▲");
    rows.push(row);
  }
  if (state.rehearsal) rows.push(say2("hall.rehearsal", {}, "div", "band rehearsal"));
  if (state.band) rows.push(both(state.band.words, "div", `band ${state.band.kind}`));
  if (state.back) rows.push(say2("hall.back", {}, "div", "band back"));
  byId("bands").replaceChildren(...rows);
}

function footer(state) {
  if (!state.session) return byId("foot").replaceChildren();
  const attempt = say(state.scene === "void" ? "hall.attempt_void" : "hall.attempt", { n: state.attempt, v: state.voided, r: state.rehearsals });
  const parts = [
    el("span", "gives", state.session),
    el("span", "", attempt[0]),
    el("span", "", `${say("hall.notice")[0]} `, el("span", "mono", ends(state.notice))),
  ];
  parts.push(el("span", "", say("hall.record", { n: state.n, at: state.time.slice(11, 19) })[0]));
  byId("foot").replaceChildren(...parts);
}

// Too much for the screen? Everything in the scene shrinks together until it fits; nothing is ever cut off.
function fit(main) {
  for (let k = 100; k >= 40; k -= 5) {
    main.style.setProperty("--k", String(k / 100));
    const wide = [...main.querySelectorAll(".value, .code, .hash, .aloud, .rank, .name, .tally")].some((n) => n.scrollWidth > n.clientWidth + 1);
    const cut = [...main.querySelectorAll(".tile")].some((n) => n.scrollHeight > n.clientHeight + 1 || n.scrollWidth > n.clientWidth + 1);
    if (main.scrollHeight <= main.clientHeight + 1 && main.scrollWidth <= main.clientWidth + 1 && !wide && !cut) return;
  }
}

function draw(state) {
  const main = byId("scene");
  header(state);
  bands(state);
  footer(state);
  byId("blank").hidden = !(state.blank || localBlank);
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
});
show(feed.state);
setInterval(tick, 500);
addEventListener("resize", () => fit(byId("scene")));

keys({
  next: () => { if (token) press(token, feed.state, "next"); },
  back: () => { if (token) press(token, feed.state, "back"); },
  blank: () => {
    if (token) return press(token, feed.state, "blank", { on: feed.state.blank ? "0" : "1" });
    localBlank = !localBlank;
    byId("blank").hidden = !(feed.state.blank || localBlank);
  },
  theme: () => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  },
});
