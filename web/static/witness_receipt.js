// The receipt: the secret on paper or in a file, so that a lost or dead device loses nothing.

import { commandLine, fours } from "./commit.js";
import { both, el, say, say2 } from "./dom.js";
import { qrImage } from "./qr.js";

const ROWS = ["station.session", "station.attempt", "station.notice", "station.party", "station.secret", "station.commitment"];

const values = (s, mine) => [`${s.title} · ${s.session}`, String(s.attempt), s.notice, `${s.party} ${s.name}`, mine.secret, mine.commitment];

function file(s, mine) {
  const facts = values(s, mine);
  const lines = ROWS.map((key, i) => `${say(key).join(" ")}: ${facts[i]}`);
  return [
    say("station.receipt_title").join("  "), say("station.nobody").join("  "), "", ...lines, "",
    say("station.check_line").join(" "), commandLine(s.notice, s.party, mine.secret), "",
  ].join("\n");
}

function save(s, mine) {
  const link = el("a");
  link.href = URL.createObjectURL(new Blob([file(s, mine)], { type: "text/plain;charset=utf-8" }));
  link.download = `${s.party}-${s.session}-${s.attempt}.txt`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function table(s, mine) {
  const facts = values(s, mine);
  const rows = ROWS.map((key, i) => {
    const long = /^[0-9a-f]{64}$/.test(facts[i]);
    return [say2(key, {}, "dt", "line"), el("dd", long ? "mono" : "", long ? fours(facts[i]).join(" ") : facts[i])];
  });
  return el("dl", "facts", ...rows.flat());
}

function sheet(s, mine) {
  return el(
    "section", "sheet",
    s.rehearsal ? say2("hall.rehearsal", {}, "p", "mark") : "",
    both(say("station.receipt_title"), "h2", "both"),
    say2("station.nobody", {}, "p", "both strong"),
    table(s, mine),
    el("div", "print-qr", qrImage(mine.secret, say("station.secret")[0])),
    say2("station.check_line", {}, "p", "line"),
    el("p", "mono line-of-shell", commandLine(s.notice, s.party, mine.secret)),
  );
}

function print(s, mine) {
  clear();
  document.body.append(sheet(s, mine));
  window.print();
}

// Some phones draw the pages only after print() has returned, so the sheet stays until the receipt leaves the screen.
function clear() {
  for (const old of document.querySelectorAll(".sheet")) old.remove();
}

function more(s, mine) {
  return el(
    "details", "", say2("station.more", {}, "summary", "line"), table(s, mine), say2("station.check_line", {}, "p", "line"),
    el("p", "mono line-of-shell", commandLine(s.notice, s.party, mine.secret)),
  );
}

export const receipt = { save, print, clear, more };
