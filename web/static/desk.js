// The desk works without this. With it, the page follows the ceremony: parts that nobody is typing in are fetched again.

import { follow } from "./feed.js";

const byId = (id) => document.getElementById(id);
const PARTS = ["steps", "acts", "screen", "tail", "health"];
let wanted = 0;
let fetching = false;
let last = "";

let touched = false; // somebody has begun a form: nothing may be taken from under their hands until it is sent or reloaded

function typing() {
  return touched || document.activeElement?.closest("#acts form[data-act]") instanceof Element;
}

document.addEventListener("input", (e) => { if (e.target.closest("#acts form[data-act]")) touched = true; });

async function refresh() {
  if (fetching) return;
  fetching = true;
  const seen = wanted;
  try {
    const answer = await fetch("/?part=1", { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(5000) });
    if (!answer.ok || answer.redirected) return location.assign("/login");
    // The same server, the same template with every value escaped: nodes are taken over, no text is turned into markup here.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of PARTS) {
      const next = page.getElementById(id);
      if (id === "acts" && typing()) byId("moved").hidden = next.dataset.n === byId("acts").dataset.n;
      else if (next) byId(id).replaceWith(document.adoptNode(next));
    }
  } catch {
    // the mark below says it
  } finally {
    fetching = false;
    if (seen !== wanted) refresh();
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
