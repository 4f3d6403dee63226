// The phone page: where we are, and one child's row, number and result, recomputed here from the published files. The code that is
// typed stays in the part of the address that no browser sends (#0417) and in this page's memory.

import { answer, busy } from "./answer.js";
import { check } from "./check.js";
import { tidyCode } from "./child.js";
import { read, say2, setWords } from "./dom.js";
import { fileKeeper } from "./files.js";
import { live } from "./live.js";
import { beat, link, now, paused } from "./now.js";
import { things } from "./things.js";

const AGAIN = 2500; // before a mismatch is believed: a version may just be changing
const SPREAD = 2000; // a hall full of phones does not fetch in one moment
const BREATH = 24; // milliseconds of work before the page may do something else

const facts = read("facts");
setWords(facts.words);
const byId = (id) => document.getElementById(id);
const keeper = fileKeeper();
let code = "";
let record = null;
let run = 0;
let running = false;

// Files whose time has not come are not asked for: 2,000 phones would ask in vain.
const STAGES = ["empty", "notice", "board", "seed", "done"];
const SINCE = { "notice.sig": 1, "board.txt": 2, "seed.txt": 3, "statement.sig": 4, "void.sig": 5 };

class Overtaken extends Error {}

function breathing(mine) {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < BREATH) return;
    await new Promise((done) => setTimeout(done));
    last = performance.now();
    if (mine !== run) throw new Overtaken();
  };
}

// The own child comes first: before the box that asks for it, and before what the hall is shown.
function show(...nodes) {
  byId("answer").replaceChildren(...nodes);
  const own = byId("own").parentElement;
  own.classList.toggle("answered", nodes.length > 0);
  const after = nodes.length ? own : byId("where");
  if (after.nextElementSibling !== byId("detail")) after.after(byId("detail"));
}

async function once(mine) {
  const step = (share) => { if (mine === run) busy(byId("answer"), share); };
  const round = keeper.round();
  const reached = record && record.stage !== "void" ? STAGES.indexOf(record.stage) : 5;
  const load = (name) => (SINCE[name] > reached ? Promise.resolve(null) : round(name));
  return check({ load, code, amended: record?.amendments ?? 0, pace: breathing(mine), step });
}

// Check the child of the box, after `delay`; a newer call takes over.
async function look(delay = 0) {
  const mine = (run += 1);
  if (!code) return show();
  running = true;
  try {
    if (delay) await new Promise((done) => setTimeout(done, delay));
    if (mine !== run) return;
    let report = await once(mine);
    if (report.failed) {
      await new Promise((done) => setTimeout(done, AGAIN));
      if (mine !== run) return;
      keeper.forget();
      report = await once(mine);
    }
    if (mine === run) show(...answer(report, code, facts, choose));
  } catch (error) {
    if (mine !== run || error instanceof Overtaken) return;
    show(say2("phone.unfinished", {}, "div", "card wait"));
    setTimeout(() => { if (mine === run) look(); }, 4000 + Math.random() * 2000);
  } finally {
    if (mine === run) running = false;
  }
}

function choose(text) {
  code = tidyCode(text);
  byId("code").value = code;
  history.replaceState(null, "", code ? `#${encodeURIComponent(code)}` : location.pathname);
  look();
}

function fromAddress() {
  let text = "";
  try {
    text = decodeURIComponent(location.hash.slice(1));
  } catch {
    // an address that somebody broke: an empty box
  }
  choose(text);
}

const feed = live({
  onState: (state) => {
    const fresh = record?.mark !== state.record.mark;
    const first = record === null;
    record = state.record;
    now(state, code, facts);
    byId("things").hidden = !record.things;
    if (fresh && code) look(first && running ? 0 : Math.random() * SPREAD);
  },
  onBeat: beat,
  onLink: link,
});

byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  choose(byId("code").value);
});
byId("things-ask").addEventListener("click", async () => {
  const button = byId("things-ask");
  button.disabled = true;
  byId("things-found").replaceChildren(say2("phone.checking"));
  byId("things-found").replaceChildren(...await things(keeper.round()));
  button.disabled = false;
});
byId("pause").addEventListener("click", () => {
  if (paused()) feed.resume();
  else feed.pause();
});
addEventListener("hashchange", fromAddress);
byId("old").hidden = true;
byId("ask").hidden = false;
byId("pause").hidden = false;
fromAddress();
