// The published results: a code typed here is looked up in the page itself; nothing is sent and nothing is kept (R50).

import { el, read, say2, setWords } from "./dom.js";

const MEANS = 1;
const data = read("data");
const rows = data.rows ? data.rows.split("\n").map((line) => line.split(",")) : [];
const at = (row) => (row[2] === "" ? null : data.schools[Number(row[2])]);
const meaning = (row) => data.meanings[Number(row[MEANS])];
const admitted = (row) => meaning(row)[0] === "admitted";
const node = (id) => document.getElementById(id);

// The page closes itself when its last day is over, wherever a copy of it still lies.
function over() {
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  return day > data.until;
}

function close() {
  const main = document.querySelector("main");
  main.replaceChildren(say2("published.closed", {}, "p", "big"), say2("published.closed_why", { date: data.until }));
}

function answer(code) {
  const row = rows.find((one) => one[0] === code);
  if (!row) return el("div", "card none", say2("published.unknown", { code }));
  const [, [zh, en], [whyZh, whyEn]] = meaning(row);
  const school = at(row);
  return el(
    "div",
    admitted(row) ? "card yes" : "card",
    say2("published.answer", { code, zh, en }, "p", "big"),
    school ? say2("published.at", { school: `${school[1]} ${school[0]}` }) : "",
    row[3] ? say2("published.rank", { rank: row[3] }) : "",
    say2("published.why", { zh: whyZh, en: whyEn }),
  );
}

function list(index) {
  const found = rows.filter((row) => admitted(row) && Number(row[2]) === index && row[2] !== "");
  const title = say2("published.list", { school: data.schools[index][1], count: found.length }, "h3");
  node("list").replaceChildren(title, el("ol", "codes", found.map((row) => el("li", "", row[0]))));
  title.scrollIntoView();
}

function schools() {
  const counts = data.schools.map(() => 0);
  for (const row of rows) if (row[2] !== "" && admitted(row)) counts[Number(row[2])] += 1;
  const body = data.schools.map(([code, name], index) => {
    const button = el("button", "", say2("published.show", {}, "span", "line"));
    button.type = "button";
    button.addEventListener("click", () => list(index));
    return el("tr", "", el("th", "", name, " ", el("code", "", code)), el("td", "", String(counts[index])), el("td", "", button));
  });
  const head = ["published.school", "published.count"].map((key) => el("th", "", say2(key, {}, "span", "line")));
  node("schools").replaceChildren(el("table", "", el("thead", "", el("tr", "", head, el("td", ""))), el("tbody", "", body)));
}

function start() {
  setWords(read("words"));
  if (over()) {
    close();
    return;
  }
  schools();
  node("ask").hidden = false;
  node("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = node("code").value.normalize("NFKC").trim().toUpperCase();
    node("answer").replaceChildren(code ? answer(code) : "");
  });
}

start();
