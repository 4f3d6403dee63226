// Scenes beside the protocol: people, checks, one row, two machines, look-ups, the way to verify, incidents, the test card.

import { el, both, one, say, say1, say2 } from "./dom.js";
import { codes, hash, table, th } from "./scenes.js";

const ends = (value) => `${value.slice(0, 8)} … ${value.slice(-8)}`;
const sign = (mark, cls, node) => {
  node.classList.add(cls);
  node.prepend(`${mark} `);
  return node;
};

function cast(view) {
  const items = view.rows.map((r) => {
    const enough = r.there >= r.needed;
    const count = say1(r.needed ? "hall.cast_count" : "hall.cast_people", r, "b", "n");
    return el("li", enough ? "ok" : "wait", el("span", "mark", enough ? "✓" : "○"), both(r.kind, "span", "both kind"), count);
  });
  let said = sign("✓", "ok", say2("hall.cast_all", {}, "p", "line"));
  if (view.missing) said = sign("○", "wait", say2("hall.cast_missing", view, "p", "line"));
  if (view.missing && !view.live) said.append(" · ", say1("hall.cast_rehearsal"));
  if (view.accepted) said = say2("hall.cast_accepted", {}, "p", "line now");
  const here = view.rows.some((r) => r.there);
  return [
    say2("hall.cast", {}, "h1", "line"),
    el("ul", "people", items),
    said,
    say2(here ? "hall.cast_declared" : "hall.cast_ask", {}, "p", "both now"),
  ];
}

function checks(view) {
  const items = view.rows.map((r) => {
    const done = r.at ? el("span", "ok", "✓ ", say1("hall.checked"), ` ${r.at}`) : el("span", "wait", "○ ", say1("hall.waiting"));
    return el("li", r.at ? "done" : "", both(r.item, "div", "both"), done);
  });
  return [
    say2("hall.checks", { count: view.rows.filter((r) => r.at).length, of: view.rows.length }, "h1", "line"),
    el("ol", "ticks", items),
    codes(view.code, "hall.checks_program"),
  ];
}

function spot(view) {
  const row = (key, ...value) => el("tr", "", rowHead(key), el("td", "", ...value));
  const rows = [row("hall.spot_code", el("b", "spotcode", view.code))];
  if (view.name) rows.push(row("hall.spot_name", view.name));
  rows.push(...view.columns.map(([label, value]) => el("tr", "", headOf(label), el("td", "", value))));
  if (view.mates.length) rows.push(row("hall.spot_bundle", say1("hall.spot_with", { unit: view.unit, mates: view.mates.join("、") })));
  rows.push(row("hall.spot_seal", el("span", "value", view.seal.match(/.{32}/g).map((half) => el("span", "", half.match(/.{8}/g).join(" "))))));
  const heading = both(say("hall.spot"), "h1", "line");
  if (view.number) heading.append(" ", say1("hall.spot_number", { n: view.number }, "span", "now part"));
  return [heading, table([], rows, "row"), say2("hall.spot_why", {}, "p", "line quiet")];
}

function rowHead(key) {
  const node = both(say(key), "th", "line");
  node.scope = "row";
  return node;
}

function headOf(text) {
  const node = el("th", "", text);
  node.scope = "row";
  return node;
}

function machine(name, program, code, verdict) {
  const key = el("p", "quiet", name, " · ", say1("hall.second_program"), " ", el("span", "mono", ends(program)));
  const aloud = el("div", "aloud wide", code.aloud.split(" ").map((g) => el("span", "", g)));
  const head = el("div", "showhead", key, verdict ?? "");
  return el("li", verdict ? verdict.className : "", head, hash(code.hash), aloud);
}

function second(view) {
  const heading = view.agree ? sign("✓", "ok", say2("hall.second", {}, "h1", "line")) : sign("✗", "bad", say2("hall.second_differ", {}, "h1", "line"));
  const others = view.rows.map((r) => {
    const verdict = r.agrees ? sign("✓", "ok", say2("hall.agrees", {}, "p", "line")) : sign("✗", "bad", say2("hall.differs", {}, "p", "line"));
    return machine(r.machine, r.program, r.code, verdict);
  });
  return [
    heading,
    say2(view.agree ? "hall.second_why" : "hall.second_stop", {}, "p", view.agree ? "both quiet" : "both bad"),
    el("ul", "machines", machine(say1("hall.second_here"), view.program, view.code, null), others),
  ];
}

function lookup(view) {
  const items = view.rows.map((r) => {
    const facts = [];
    if (r.rank) facts.push(say1("hall.lookup_rank", r));
    else if (r.title) facts.push(r.title);
    for (const wait of r.waits) facts.push(say1("hall.lookup_waits", wait));
    const result = el("p", r.in ? "ok big" : "wait big", r.in ? "✓ " : "○ ", one(r.outcome), r.school ? ` ${r.school}` : "", r.more.flatMap((pair) => [" ", one(pair)]));
    return el("li", "", el("div", "code", r.code), el("div", "", el("p", "", [r.name, r.unit].filter(Boolean).join(" · ")), result, facts.map((f) => el("p", "quiet", f))));
  });
  return [say2("hall.lookup", {}, "h1", "line"), el("ul", "found", items), say2("hall.lookup_why", {}, "p", "line quiet")];
}

const SVG = "http://www.w3.org/2000/svg";

// A QR code of rows of bits: one path, dark on white in both themes, with its quiet zone of four.
function qr(rows) {
  const size = rows.length + 8;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("class", "qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", say("hall.verify_title").join(" "));
  const path = document.createElementNS(SVG, "path");
  const runs = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map((m) => `M${m.index + 4} ${y + 4}h${m[0].length}v1h-${m[0].length}z`));
  path.setAttribute("d", runs.join(""));
  svg.append(path);
  return svg;
}

function verify(view) {
  const steps = [];
  if (view.url && view.wifi) steps.push(say2("hall.verify_wifi", view, "li", "line"));
  if (view.url) steps.push(say2("hall.verify_scan", view, "li", "line"), say2("hall.verify_row", {}, "li", "both"));
  const left = [
    say2("hall.verify_title", {}, "h1", "line"),
    view.url ? el("ol", "steps", steps) : say2("hall.verify_later", {}, "p", "both"),
    view.desk ? say2("hall.verify_desk", view, "p", "line now") : say2("hall.verify_staff", {}, "p", "line now"),
  ];
  const right = view.qr.length ? el("div", "qrbox", qr(view.qr)) : "";
  return [el("div", "sides", el("div", "", left), right), codes(view.statement, "hall.verify_same")];
}

function incident(view) {
  const row = (key, ...inside) => [say2(key, {}, "dt", "line quiet"), el("dd", "", ...inside)];
  const heading = both(view.title, "h1", "line");
  const since = view.since ? say2("hall.since", view, "p", "line wait") : "";
  if (since && view.ruling) since.append(" · ", say1("hall.incident_ruling", { n: view.ruling }));
  const who = [view.decides ? both(view.decides) : "", view.group ? say2("hall.incident_group", view.group, "p", view.decides ? "line quiet" : "both") : ""];
  return [
    heading,
    since,
    both(view.what, "p", "both big"),
    el("dl", "facts2", row("hall.incident_holds", both(view.guarantee, "p", "both ok")), row("hall.incident_who", ...who)),
  ].filter(Boolean);
}

function card(view) {
  const lines = view.lines.map((line) => {
    const text = say1(view.height ? "hall.card_line" : "hall.card_times", { at: line.at });
    const row = el("li", line.asked ? "asked" : "", text);
    if (line.asked) row.append(" ", sign("◀", "now", say1("hall.card_furthest", {}, "b")));
    row.style.setProperty("font-size", `${line.size}vh`);
    return row;
  });
  const corners = ["a", "b", "c", "d"].map((at) => el("span", `corner ${at}`));
  const bar = el("span", "ruler");
  const cm = view.height ? Math.max(10, Math.floor(view.height / 40) * 10) : 0;
  if (cm) bar.style.setProperty("height", `${(100 * cm) / view.height}vh`);
  return [
    ...corners,
    say2("hall.card", {}, "h1", "line"),
    say2("hall.card_why", {}, "p", "line quiet"),
    el("div", "cardbody", el("ul", "sizes", lines), cm ? el("div", "rulerbox", bar, say2("hall.card_ruler", { cm }, "p", "both")) : ""),
    say2("hall.card_ask", {}, "p", "line quiet"),
  ];
}

export const extras = { cast, checks, spot, second, lookup, verify, incident, card };
