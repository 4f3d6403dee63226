// What the check found, as nodes: the sentence, the verdict with the codes to compare, and the list of checks behind one drawer.

import { both, el, say, say2 } from "./dom.js";
import { changed, outcome, waitingFor } from "./sentence.js";

const MARKS = { pass: ["✓", "phone.pass"], fail: ["✗", "phone.fail"], open: ["○", "phone.open"] };

// Said while the check runs; the card is made once and only its share changes.
export function busy(place, share) {
  let bar = place.querySelector("progress");
  if (!bar) {
    bar = document.createElement("progress");
    bar.max = 1;
    const card = el("div", "card", say2("phone.checking"), bar);
    bar.setAttribute("aria-label", say("phone.checking")[0]);
    place.replaceChildren(card);
  }
  bar.value = share;
}

function proof(one) {
  const [sign, key] = MARKS[one.word];
  const item = el("li", one.word, el("b", "", `${sign} ${say(key)[0]} `), both(say(`proof.${one.name}`), "span", ""));
  if (one.why) item.append(why(one.why, one.word === "open" ? "quiet" : "why"));
  return item;
}

function why([key, told], cls = "why") {
  return say2(key, told, "p", cls);
}

// What a stranger with a shell needs to do the same: the row, the number, the line that gives it.
function byHand(report) {
  const { child, result } = report;
  const rows = [both(say("phone.row"), "dt"), el("dd", "", el("code", "", child.row))];
  if (result?.number) {
    rows.push(both(say("phone.number"), "dt"), el("dd", "", el("code", "", result.number)));
    const line = `printf %s "number1:${report.seed}:${result.draw.id}:${child.unit}" | sha256sum`;
    rows.push(both(say("phone.by_hand"), "dt"), el("dd", "", el("code", "", line)));
  }
  return el("dl", "codes", rows);
}

function codes(report) {
  const rows = ["notice", "statement"].filter((name) => report.codes[name]).flatMap((name) => [
    both(say(`phone.code_${name}`), "dt"), el("dd", "aloud mono", report.codes[name].split(" ").flatMap((group) => [el("span", "", group), " "])),
  ]);
  return rows.length ? el("dl", "codes", rows) : "";
}

function drawer(report) {
  const list = el("ol", "proofs", report.proofs.map(proof));
  return el("details", "", both(say("phone.meaning"), "summary"), say2("phone.meaning_text"), list, report.child && !report.failed ? byHand(report) : "");
}

function lines(found) {
  return found.map((pair, n) => both(pair, "p", n ? "more" : "sentence"));
}

function mismatch(report) {
  const failed = report.proofs.filter((one) => one.word === "fail");
  const card = el(
    "div", "card bad", say2("phone.mismatch", {}, "h3"), failed.map((one) => el("div", "", both(say(`proof.${one.name}`), "p", "crossed"), why(one.why))),
    say2("phone.mismatch_do", {}, "p", "do"), codes(report), drawer(report),
  );
  card.setAttribute("role", "alert");
  card.querySelector("details").open = true;
  return [card];
}

function unknown(report, code, choose) {
  const card = el("div", "card wait", say2("phone.unknown", { code }, "p", "sentence"), say2("phone.unknown_why"));
  if (report.meant.length) {
    const buttons = report.meant.slice(0, 8).map((one) => {
      const button = el("button", "mono", one);
      button.type = "button";
      button.addEventListener("click", () => choose(one));
      return button;
    });
    card.append(say2("phone.meant"), el("p", "choices", buttons));
  }
  card.append(codes(report), drawer(report));
  return [card];
}

// The whole answer about `code`. `choose(code)` looks another one up.
export function answer(report, code, facts, choose) {
  if (report.failed) return mismatch(report);
  if (!report.listed) return [say2("phone.not_yet", {}, "div", "card wait")];
  if (!report.child) return unknown(report, code, choose);
  const card = el("div", "card ok");
  if (report.stage === "void") {
    card.append(...lines([say("phone.is_void"), ...waitingFor(report)]), say2("phone.list_consistent", {}, "p", "verdict"));
  } else if (report.result) {
    const news = changed(report, facts);
    if (news.length) card.append(el("div", "news", news.map((pair) => both(pair, "p", "sentence"))));
    const told = lines(outcome(report, facts));
    if (news.length) told.unshift(say2("phone.as_drawn", {}, "p", "more"));
    card.append(...told, say2("phone.consistent", {}, "p", "verdict"));
  } else {
    card.append(...lines(waitingFor(report)), say2("phone.list_consistent", {}, "p", "verdict"));
  }
  if (report.result && report.amended) {
    const all = both(say("phone.amended", { n: report.amended }), "a");
    all.href = "/files";
    card.append(el("p", "more", all));
  }
  card.append(codes(report), drawer(report));
  return [card];
}
