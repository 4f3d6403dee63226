// The stations work without this. With it, the page follows the ceremony: parts that nobody is typing in are fetched again.

import { follow } from "./feed.js";

const byId = (id) => document.getElementById(id);
const parts = () => [...document.querySelectorAll("[data-part]")];
let wanted = 0;
let fetching = false;
let last = "";
let touched = document.querySelector("#acts form[data-typed]"); // the form that somebody has begun: nothing may be taken from under their hands until it is sent or reloaded

function typing() {
  if (touched && !touched.isConnected) touched = null;
  return touched ?? document.activeElement?.closest("#acts form[data-act]") ?? null;
}

// Somebody has a field of this part under their hands, a list of views perhaps: it is not changed while they choose.
function choosing(part) {
  const field = document.activeElement?.closest("select, textarea, input:not([type=submit])");
  return Boolean(field) && part.contains(field);
}

// A typed code says how long it is; a wrong length is seen before it is sent.
function count(area) {
  const of = Number(area.dataset.length);
  const n = area.value.replace(/\s/g, "").length;
  let note = area.nextElementSibling;
  if (!note?.classList.contains("count")) {
    note = document.createElement("p");
    area.after(note);
  }
  note.className = `count ${n === of ? "good" : n > of ? "bad" : ""}`;
  note.textContent = `${n === of ? "✓ " : ""}${n} / ${of}`;
}

document.addEventListener("input", (e) => {
  const form = e.target.closest("#acts form[data-act]");
  if (form) touched = form;
  if (e.target.dataset.length) count(e.target);
});

// What was opened stays open; a present step's chapter opens by itself.
function take(next) {
  const old = byId(next.id);
  for (const details of old.querySelectorAll("details[id]")) {
    const twin = next.querySelector(`#${CSS.escape(details.id)}`);
    if (twin && details.open) twin.open = true;
  }
  const scrolled = old.scrollTop;
  old.replaceWith(document.adoptNode(next));
  byId(next.id).scrollTop = scrolled;
}

function address() {
  const here = new URLSearchParams(location.search);
  const asked = new URLSearchParams({ part: "1" });
  for (const name of ["step", "action", "reason"]) if (here.get(name)) asked.set(name, here.get(name));
  return `/?${asked}`;
}

async function refresh() {
  if (fetching) return;
  fetching = true;
  const seen = wanted;
  try {
    const answer = await fetch(address(), { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(5000) });
    if (!answer.ok || answer.redirected) return location.assign("/");
    // The same server, the same template with every value escaped: nodes are taken over, no text is turned into markup here.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts()) {
      const next = page.getElementById(part.id);
      if (!next) continue;
      const form = part.id === "acts" ? typing() : null;
      if (form) {
        const moved = next.dataset.n !== part.dataset.n;
        const loose = "loose" in form.dataset;
        byId("moved").hidden = !moved || loose;
        byId("moved-loose").hidden = !moved || !loose;
      } else if (!choosing(part)) {
        take(next);
      }
    }
  } catch {
    // the mark below says it
  } finally {
    fetching = false;
    if (seen !== wanted) refresh();
  }
}

// What is not fetched again (incident cards, settings) still presses for the present moment: these forms do no act of the ceremony.
function present(state) {
  for (const form of document.querySelectorAll('form[action^="/screen/"]')) {
    if (form.elements.expected) form.elements.expected.value = String(state.n);
    if (form.elements.attempt) form.elements.attempt.value = String(state.attempt);
  }
}

function changed() {
  wanted += 1;
  refresh();
}

const acts = byId("acts").dataset;
follow({ attempt: Number(acts.attempt), n: Number(acts.n), v: "." }, {
  onState: (state) => {
    const now = byId("acts").dataset;
    const same = Number(now.n) === state.n && Number(now.attempt) === state.attempt;
    present(state);
    if (!same || state.v !== last) changed();
    last = state.v;
  },
  onBeat: () => {},
  onProgress: () => {},
  onLink: (since) => document.body.classList.toggle("stale", since !== null),
});
// One press is one act; the server would refuse the second anyway.
document.addEventListener("submit", (e) => {
  for (const button of e.target.querySelectorAll("button")) setTimeout(() => { button.disabled = true; }, 0);
});
// The drawer of incident cards closes with Escape or a press beside it.
document.addEventListener("keydown", (e) => { if (e.key === "Escape" && byId("cards")) byId("cards").open = false; });
document.addEventListener("click", (e) => { if (byId("cards")?.open && !e.target.closest("#cards")) byId("cards").open = false; });

setInterval(() => {
  for (const node of document.querySelectorAll("[data-left]")) {
    const left = Math.max(0, Number(node.dataset.left) - 1);
    node.dataset.left = String(left);
    node.textContent = `${left} s`;
    if (left === 0) {
      node.removeAttribute("data-left");
      if (!typing()) refresh();
    }
  }
}, 1000);
setInterval(changed, 15000); // health: phones, stations and disk make no event
for (const area of document.querySelectorAll("[data-length]")) if (area.value) count(area);
