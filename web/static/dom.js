// Elements from words. Text goes in as text only; nothing here or elsewhere parses markup out of data.

export function el(tag, cls, ...inside) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  for (const one of inside.flat()) if (one !== null && one !== undefined && one !== "") node.append(one);
  return node;
}

// Chinese and English of a pair; `cls` "both" puts the English on its own line, "line" behind it.
export function both(pair, tag = "p", cls = "both") {
  const en = el("span", "en", pair[1]);
  en.lang = "en";
  return el(tag, cls, el("span", "zh", pair[0]), pair[1] ? " " : "", pair[1] ? en : "");
}

export function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

let words = {};
export function setWords(given) {
  words = given;
}

// The pair of a key with its {fields} filled in.
export function say(key, facts = {}) {
  const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
  return words[key].map(fill);
}

export const say2 = (key, facts, tag, cls) => both(say(key, facts), tag, cls);
