// Elements from words. Text goes in as text only; nothing here or elsewhere parses markup out of data.

export function el(tag, cls, ...inside) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  for (const one of inside.flat()) if (one !== null && one !== undefined && one !== "") node.append(one);
  return node;
}

let order = "zh-en";
// Which language comes first: "zh-en", "en-zh", or "zh" for Chinese alone.
export function setOrder(given) {
  order = given;
}

function part(pair, i, second) {
  const node = el("span", `${i ? "en" : "zh"}${second ? " second" : ""}`, pair[i]);
  if (i) node.lang = "en";
  return node;
}

// Both languages of a pair in the order of the hall; `cls` "both" puts the second on its own line, "line" behind the first.
export function both(pair, tag = "p", cls = "both") {
  const first = order === "en-zh" && pair[1] ? 1 : 0;
  const more = order === "zh" || !pair[1 - first] ? [] : [" ", part(pair, 1 - first, true)];
  return el(tag, cls, pair[first] ? part(pair, first, false) : "", more);
}

// The first language alone, for labels where two would not fit.
export function one(pair, tag = "span", cls = "") {
  const first = order === "en-zh" && pair[1] ? 1 : 0;
  const node = el(tag, cls, pair[first]);
  if (first) node.lang = "en";
  return node;
}

export function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

let words = {};
export function setWords(given) {
  words = given;
}

// The pair of a key with its {fields} filled in; a fact that is a pair itself gives each language its own.
export function say(key, facts = {}) {
  const fill = (text, i) => text.replace(/\{(\w+)\}/g, (_, name) => String(Array.isArray(facts[name]) ? facts[name][i] : facts[name]));
  return words[key].map(fill);
}

export const say2 = (key, facts, tag, cls) => both(say(key, facts), tag, cls);
export const say1 = (key, facts, tag, cls) => one(say(key, facts), tag, cls);
