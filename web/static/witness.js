// A witness's station: comes in by the code of its link, follows the ceremony, shows the one thing to do now.

import { commitmentOf, newSecret } from "./commit.js";
import { both, el, read, say, say2, setWords } from "./dom.js";
import { Link } from "./witness_link.js";
import { receipt } from "./witness_receipt.js";
import { screen, titleOf } from "./witness_screens.js";
import { choose, STEPS } from "./witness_steps.js";
import { Shelf } from "./witness_store.js";

const AGAIN = 1500; // and up to a second more, so that stations do not all ask at once
const byId = (id) => document.getElementById(id);
const party = document.body.dataset.party;
const shelf = new Shelf();
const link = new Link(party, shelf);

let state = { stage: "start", party, attempt: 0 };
let barred = "connecting"; // what stands in the way of the state, or ""
let met = false; // the first screen was read
let begun = ""; // the notice that was compared
let typing = false; // the secret of another device is being typed
let error = null; // a pair
let busy = false;
let drawn = "";
let due = 0; // when the reveals may close, by this device's clock
let since = new Date(); // of the last answer
let silent = false;
let asking = null; // the look under way
let timer = 0;

setWords(read("words"));
if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.theme = "dark";

// -- what is shown -----------------------------------------------------------------------------------------------------

function view() {
  if (barred) return { screen: barred, party, step: 0 };
  if (typing && state.board && !state.revealed && !state.closed) return { screen: "type", step: 4, send: false };
  return choose(state, {
    held: state.notice ? shelf.secrets(state, party) : [],
    met,
    begun: begun !== "" && begun === state.notice,
    durable: shelf.durable,
    saved: (commitment) => shelf.marked("saved", party, commitment),
    handed: (commitment) => shelf.marked("handed", party, commitment),
    shown: (commitment) => shelf.marked("shown", party, commitment),
  });
}

function around(now) {
  if (state.notice) byId("rehearsal").hidden = !state.rehearsal;
  byId("paused").hidden = !state.paused || barred !== "";
  byId("lost").hidden = !silent;
  byId("lost").replaceChildren(silent ? say2("station.lost", { at: since.toLocaleTimeString("zh-CN", { hour12: false }) }, "p", "both") : "");
  byId("about").textContent = state.title ?? "";
  byId("foot").replaceChildren(
    state.attempt ? el("span", "", `${state.session} · `, say2("station.stage", { attempt: state.attempt }, "span", "line")) : "",
    now.step ? say2("station.progress", { step: now.step, of: STEPS }, "span", "line") : "",
  );
}

function draw(force = false) {
  const now = view();
  around(now);
  const key = JSON.stringify([now, error, busy, state.notice, state.board?.hash, state.seed?.hash]);
  if (key !== drawn || force) {
    const moved = byId("screen").dataset.screen !== now.screen;
    drawn = key;
    const nodes = screen(now, state, acts);
    if (error) nodes.splice(1, 0, el("div", "box bad", both(error, "p", "both")));
    byId("error").textContent = error ? error.join(" ") : "";
    const typed = byId("typed");
    byId("screen").replaceChildren(...nodes);
    retype(typed);
    byId("screen").dataset.screen = now.screen;
    byId("screen").classList.toggle("busy", busy);
    if (busy) for (const one of byId("screen").querySelectorAll("button, textarea, input")) one.disabled = true;
    document.title = `${say(titleOf(now), { party, name: state.name })[0]} · ${party}`;
    if (moved) {
      receipt.clear();
      scrollTo(0, 0);
      byId("screen").querySelector("h1").focus({ preventScroll: true });
    }
  }
  clock();
}

// What somebody is typing from paper outlives a pause, the opening of the reveals, a lost line.
function retype(old) {
  const field = byId("typed");
  if (!old || !old.value || !field) return;
  field.value = old.value;
  field.dispatchEvent(new Event("input"));
  field.focus();
}

function clock() {
  const node = byId("left");
  if (!node) return;
  const left = state.ticking ? Math.max(0, Math.ceil((due - Date.now()) / 1000)) : state.left;
  const value = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (node.textContent !== value) node.textContent = value;
  node.parentElement.classList.toggle("over", left === 0 && state.ticking);
  if (left === 0 && state.ticking && !node.parentElement.querySelector(".now")) node.parentElement.append(say2("station.time_over", {}, "p", "both now"));
}

// -- following ---------------------------------------------------------------------------------------------------------

// Ask now, or join the question under way; then again after a while.
function look() {
  clearTimeout(timer);
  asking ??= once().finally(() => {
    asking = null;
    if (barred !== "forgotten") timer = setTimeout(look, AGAIN + Math.random() * 1000);
    draw();
  });
  return asking;
}

async function once() {
  if (barred === "link" || barred === "staff" || barred === "forgotten") return;
  if (barred === "connecting" && !(await enter())) return;
  let found = await link.look();
  if (found.is === "out" && (await enter())) found = await link.look(); // the server was started again
  if (found.is === "out") return;
  silent = found.is === "lost";
  if (!silent) since = new Date();
  if (found.is === "taken") barred = "taken";
  else if (found.is !== "lost" && barred === "taken") barred = "";
  if (found.is === "state") take(found.state);
}

function take(found) {
  if (found.notice !== state.notice) typing = false;
  if (found.stage !== state.stage) error = null;
  state = found;
  due = Date.now() + found.left * 1000;
}

// -> true if the station is in.
async function enter(leave = false) {
  const outcome = await link.enter(leave);
  silent = outcome === "lost";
  if (outcome === "in") {
    since = new Date();
    barred = "";
  } else if (outcome !== "lost") {
    barred = outcome;
    if (outcome === "link" && link.code) error = say("people.station_wrong");
  }
  return outcome === "in";
}

// -- what is pressed ---------------------------------------------------------------------------------------------------

// Hand something in while everything else waits. `done` runs when it is recorded.
async function hand(what, fields, done) {
  if (busy) return;
  busy = true;
  error = null;
  draw();
  const found = await link.hand(what, { notice: state.notice, ...fields });
  busy = false;
  if (found.is === "done") done(found.late);
  else if (found.is === "refused") error = [found.why, ""];
  else if (found.is === "lost") error = say("station.failed");
  else barred = found.is;
  link.version = "";
  await asking;
  await look();
  draw(true);
}

const acts = {
  get durable() {
    return shelf.durable;
  },

  meet() {
    met = true;
    draw();
  },

  begin() {
    begun = state.notice;
    draw();
  },

  // Made and kept before anything is sent; what is there already (another tab) is used as it is.
  make() {
    if (!shelf.secrets(state, party).length) shelf.putSecret(state, party, newSecret());
    if (shelf.durable) acts.commit();
    else draw();
  },

  commit() {
    const [mine] = shelf.secrets(state, party);
    hand("commit", { commitment: mine.commitment }, () => shelf.mark("handed", party, mine.commitment));
  },

  saved(commitment) {
    shelf.mark("saved", party, commitment);
    draw();
  },

  again(commitment) {
    shelf.unmark("saved", party, commitment);
    draw();
  },

  reveal(secret) {
    if (commitmentOf(state.notice, party, secret) !== state.commitment) {
      error = say("station.type_wrong");
      draw();
      return;
    }
    hand("reveal", { secret }, (late) => {
      if (!late) shelf.mark("shown", party, state.commitment);
    });
  },

  typing() {
    typing = true;
    draw();
  },

  // Typed from a receipt: kept here if it is right, and sent if the reveals are open.
  typed(secret, send) {
    if (commitmentOf(state.notice, party, secret) !== state.commitment) {
      // Told beside the field: drawing the screen anew would take away what was typed.
      byId("screen").querySelector(".told").replaceChildren(el("div", "box bad", say2("station.type_wrong", {}, "p", "both")));
      return;
    }
    shelf.putSecret(state, party, secret);
    shelf.mark("saved", party, state.commitment);
    typing = false;
    if (send) acts.reveal(secret);
    else draw();
  },

  async code(typed) {
    error = null;
    link.take(typed.replace(/\s/g, ""));
    await enter();
    await look();
    draw(true);
  },

  async leaveDesk() {
    await enter(true);
    await look();
  },

  async back() {
    barred = "connecting";
    await look();
  },

  async forget() {
    await link.leave();
    barred = "forgotten";
    draw();
  },
};

link.begin();
addEventListener("hashchange", () => {
  link.begin();
  barred = "connecting";
  look();
});
for (const woken of ["pageshow", "online", "focus"]) addEventListener(woken, look);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
setInterval(clock, 250);
draw();
look();
