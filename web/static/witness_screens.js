// The screens of a station: one task each, one main button. A screen is made from its view (witness_steps.js) and the state; what is
// pressed goes to `acts`.

import { fours, readAloud, SECRET_DIGITS, typedHex } from "./commit.js";
import { both, el, say, say2 } from "./dom.js";
import { receipt } from "./witness_receipt.js";

const text = (key, facts, cls) => say2(key, facts, "p", cls ? `both ${cls}` : "both");

function button(key, press, { main = true, off = false, facts } = {}) {
  const node = say2(key, facts, "button", main ? "main" : "side");
  node.type = "button";
  node.disabled = off;
  node.addEventListener("click", press);
  return node;
}

// Ten groups of decimal digits, large: what people read to each other; the hash itself beside it, small.
export function aloud(hash, nameKey) {
  const groups = el("p", "aloud mono", ...readAloud(hash).map((four) => el("span", "", four)));
  return el("div", "code", say2("station.aloud", {}, "h2", "line"), groups, el("p", "hash mono", say2(nameKey, {}, "span", "line"), " ", hash));
}

// 64 hex digits in rows of four groups.
export function digits(hex) {
  return el("p", "digits mono", ...fours(hex).map((four) => el("span", "", four)));
}

function whole(key, published, party) {
  const lines = published.text.trimEnd().split("\n").map((line) => el("span", line.startsWith(`${party} `) ? "own" : "", `${line}\n`));
  return el("details", "", say2(key, {}, "summary", "line"), el("pre", "mono", ...lines));
}

// A field for 64 hex digits copied from paper, with a count; `press` gets the digits.
function typing(keyDo, press, off) {
  const field = el("textarea", "mono");
  field.id = "typed";
  field.rows = 6;
  for (const [name, value] of [["autocomplete", "off"], ["autocapitalize", "off"], ["spellcheck", "false"]]) field.setAttribute(name, value);
  const label = say2("station.secret", {}, "label", "line");
  label.htmlFor = "typed";
  const told = el("p", "told");
  told.setAttribute("role", "status");
  const go = button(keyDo, () => press(typedHex(field.value).hex), { off: true });
  const look = () => {
    const { hex, stray } = typedHex(field.value);
    told.replaceChildren(text("station.type_count", { count: hex.length }));
    if (stray.length) told.append(text("station.type_stray", { stray: stray.join(" ") }));
    go.disabled = off || hex.length !== SECRET_DIGITS || stray.length > 0;
  };
  field.addEventListener("input", look);
  look();
  return [label, field, told, go];
}

const SCREENS = {
  not_frozen: () => [text("station.not_frozen")],
  not_party: (view, s) => [text("station.not_party", { party: s.party })],

  welcome: (view, s, acts) => [
    text("station.what", {}, "strong"),
    el("ol", "three", ...["station.what_1", "station.what_2", "station.what_3"].map((key) => say2(key, {}, "li"))),
    button("station.next", acts.meet),
  ],

  compare: (view, s, acts) => [
    view.again ? el("div", "box wait", text("station.again", { attempt: s.attempt }, "strong"), text("station.again_why")) : "",
    text("station.compare_why"),
    aloud(s.notice, "station.notice"),
    view.ready ? button("station.same", acts.begin) : el("div", "box wait", text("station.before")),
    text("station.differs", {}, "quiet"),
  ],

  make: (view, s, acts) => [
    acts.durable ? "" : el("div", "box wait", text("station.memory_only")),
    text("station.make_why"),
    button(acts.durable ? "station.make_do" : "station.make", acts.make, { off: view.paused }),
  ],

  hand_in: (view, s, acts) => [
    text("station.hand_in_why"),
    el("p", "mine mono", `${s.party} ${view.mine.commitment}`),
    button("station.hand_in", acts.commit, { off: view.paused }),
  ],

  receipt: (view, s, acts) => {
    const keep = () => acts.saved(view.mine.commitment);
    return [
      view.first ? el("div", "box wait", text("station.memory_only")) : el("div", "box good", text("station.receipt_why")),
      el("div", "box bad", text("station.nobody")),
      say2("station.secret", {}, "h2", "line"),
      digits(view.mine.secret),
      el("div", "row", button("station.save", () => receipt.save(s, view.mine), { main: false }), button("station.print", () => receipt.print(s, view.mine), { main: false })),
      button(view.first ? "station.kept" : "station.receipt_next", keep),
      receipt.more(s, view.mine),
    ];
  },

  wait: (view, s, acts) => [
    text("station.wait_why"),
    el("p", "mine mono", `${s.party} ${view.mine.commitment}`),
    button("station.show_again", () => acts.again(view.mine.commitment), { main: false }),
  ],

  type: (view, s, acts) => [
    ...(view.send ? [countdown()] : [text("station.elsewhere_why")]),
    text("station.type_why"),
    ...typing(view.send ? "station.reveal_do" : "station.type_keep", (hex) => acts.typed(hex, view.send), view.paused === true),
  ],

  board: (view, s, acts) => [
    el("div", "box good big", el("p", "sign", "✓"), text("station.board_ok", {}, "strong")),
    el("p", "mine mono", `${s.party} ${s.commitment}`),
    text("station.board_aloud"),
    aloud(view.board.hash, "station.board_hash"),
    el("div", "box wait", text("station.board_wait")),
    view.mine ? "" : button("station.type", acts.typing, { main: false }),
    whole("station.board_text", view.board, s.party),
  ],

  bad: (view) => [
    el("div", "box bad big", el("p", "sign", "✗"), text("station.board_bad_why", {}, "strong")),
    el("ul", "reasons", ...view.why.map((key) => say2(key, {}, "li"))),
  ],

  reveal: (view, s, acts) => [countdown(), text("station.reveal_why"), button("station.reveal_do", () => acts.reveal(view.mine.secret), { off: view.paused })],

  revealed: () => [el("div", "box good big", el("p", "sign", "✓"), text("station.revealed_why"))],

  absent: (view, s, acts) => [
    view.late ? el("div", "box wait", text("station.late")) : "",
    text(view.mine || view.late ? "station.absent_reveal_line" : "station.absent_board_line", { party: s.party }),
    text("station.absent_means"),
    view.mine ? button("station.late_do", () => acts.reveal(view.mine.secret), { main: false }) : "",
  ],

  seed: (view, s, acts) => [
    el("div", `box ${view.absent ? "wait" : "good"} big`, el("p", "sign", view.absent ? "–" : "✓"), text(view.absent ? "station.seed_absent" : "station.seed_ok", { party: s.party }, "strong")),
    text("station.seed_why"),
    aloud(view.seed.hash, "station.seed"),
    whole("station.seed_text", view.seed, s.party),
    button("station.forget", acts.forget, { main: false }),
  ],

  void: (view) => [el("div", "box wait", both(view.why, "p", "both strong")), text("station.void_why")],

  // Before there is a state: what stands in the way of it.
  link: (view, s, acts) => {
    const field = el("input", "mono");
    field.id = "code";
    for (const [name, value] of [["autocomplete", "off"], ["autocapitalize", "off"], ["spellcheck", "false"]]) field.setAttribute(name, value);
    const label = say2("station.link_code", {}, "label", "line");
    label.htmlFor = "code";
    return [text("station.link_why"), label, field, button("station.enter", () => acts.code(field.value))];
  },
  staff: (view, s, acts) => [text("station.staff"), button("station.staff_leave", acts.leaveDesk, { main: false })],
  taken: (view, s, acts) => [text("station.taken"), button("station.taken_back", acts.back, { facts: { party: view.party } })],
  connecting: () => [text("station.connecting")],
  forgotten: () => [el("div", "box good big", el("p", "sign", "✓"), text("station.forgotten"))],
};

const TITLES = {
  not_frozen: "station.title", not_party: "station.title", welcome: "station.who", compare: "station.compare", make: "station.make", hand_in: "station.hand_in",
  receipt: "station.receipt", wait: "station.wait", type: "station.type", board: "station.board_closed", reveal: "station.reveal",
  revealed: "station.revealed", seed: "station.seed_fixed", link: "station.link", staff: "station.title", taken: "station.title",
  connecting: "station.title", forgotten: "station.title",
};

// The key of a screen's heading.
export function titleOf(view) {
  if (view.title) return view.title;
  if (view.screen === "receipt" && view.first) return "station.keep_first";
  if (view.screen === "type" && !view.send) return "station.elsewhere";
  if (view.screen === "void") return view.over ? "station.void" : "station.must_void";
  return TITLES[view.screen];
}

// The rest of the time; the page fills it every second.
function countdown() {
  const clock = el("b", "mono");
  clock.id = "left";
  const told = el("div", "left", say2("station.left", {}, "p", "line"), clock);
  told.setAttribute("role", "timer");
  return told;
}

// Everything of a screen, its heading first.
export function screen(view, s, acts) {
  const heading = both(say(titleOf(view), { party: s.party, name: s.name }), "h1", "both");
  heading.tabIndex = -1;
  return [heading, ...SCREENS[view.screen](view, s, acts).filter((node) => node !== "")];
}
