// The record's text files, read as strictly as SPEC §1 says: what two readers could read in two ways is not read at all.

// Why a check fails: a key of the catalogue and the facts that its sentence needs.
export class Mismatch extends Error {
  constructor(key, facts = {}) {
    super(key);
    this.key = key;
    this.facts = facts;
  }
}

const LINES_HASH = /^[0-9a-f]{64}$/;
export const isHash = (text) => LINES_HASH.test(text);

// The lines of a text file: UTF-8, LF after every line, no BOM, no CR, no empty line.
export function linesOf(bytes, file) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Mismatch("phone.bad_form", { file, line: 1 });
  }
  const lines = text.split("\n");
  if (lines.pop() !== "" || !lines.length) throw new Mismatch("phone.bad_form", { file, line: lines.length + 1 });
  if (/[\r\ufeff]/.test(text)) {
    throw new Mismatch("phone.bad_form", { file, line: lines.findIndex((one) => /[\r\ufeff]/.test(one)) + 1 });
  }
  const empty = lines.indexOf("");
  if (empty >= 0) throw new Mismatch("phone.bad_form", { file, line: empty + 1 });
  return lines;
}

// The rows of a CSV file below its header, each split at its commas.
export function rowsOf(bytes, file, header) {
  const lines = linesOf(bytes, file);
  if (lines[0] !== header) throw new Mismatch("phone.bad_form", { file, line: 1 });
  const width = header.split(",").length;
  return lines.slice(1).map((line, n) => {
    const row = line.split(",");
    if (row.length !== width) throw new Mismatch("phone.bad_form", { file, line: n + 2 });
    return row;
  });
}

// RFC 8785 for what a record holds: objects, lists, texts, integers.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

// A JSON object whose bytes are the canonical ones: no key stands twice, nothing is hidden behind another spelling.
export function jsonOf(bytes, file, format) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    if (canonical(value) === text && value.format === format) return value;
  } catch {
    // said below
  }
  throw new Mismatch("phone.bad_form", { file, line: 1 });
}

// `<key> <value>` lines with exactly these keys, in this order.
export function fieldsOf(bytes, file, keys) {
  const lines = linesOf(bytes, file);
  const found = {};
  keys.forEach((key, n) => {
    if (n >= lines.length || !lines[n].startsWith(`${key} `)) throw new Mismatch("phone.bad_form", { file, line: n + 1 });
    found[key] = lines[n].slice(key.length + 1);
  });
  if (lines.length !== keys.length) throw new Mismatch("phone.bad_form", { file, line: keys.length + 1 });
  return found;
}

// Path -> hash of a sums file.
export function sumsOf(bytes, file) {
  const found = new Map();
  linesOf(bytes, file).forEach((line, n) => {
    const [value, path] = [line.slice(0, 64), line.slice(66)];
    if (!isHash(value) || line.slice(64, 66) !== "  " || !path || found.has(path)) {
      throw new Mismatch("phone.bad_form", { file, line: n + 1 });
    }
    found.set(path, value);
  });
  return found;
}

// A hash as it is read aloud: the integer modulo 10^40, ten groups of four digits (SPEC §10).
export function readAloud(hash) {
  const digits = (BigInt(`0x${hash}`) % 10n ** 40n).toString().padStart(40, "0");
  return digits.match(/.{4}/g).join(" ");
}
