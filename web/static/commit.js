// What a party's own device computes (SPEC §6): a secret, its commitment, the code to read aloud; and forgiving typing of hex.

import { sha256Text } from "./sha256.js";

export const SECRET_DIGITS = 64;

// 32 bytes of the browser's CSPRNG, the only source there is: nothing that anybody types enters a secret.
export function newSecret() {
  const bytes = new Uint8Array(SECRET_DIGITS / 2);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

// The text whose hash is the commitment.
export function commitText(notice, party, secret) {
  return `commit1:${notice}:${party}:${secret}`;
}

export function commitmentOf(notice, party, secret) {
  return sha256Text(commitText(notice, party, secret));
}

// The line with which anybody checks it without us.
export function commandLine(notice, party, secret) {
  return `printf %s "${commitText(notice, party, secret)}" | sha256sum`;
}

// True or false: what the browser's own SHA-256 says; null where it has none (plain http over a network).
export async function secondOpinion(text, hash) {
  if (!globalThis.crypto?.subtle) return null;
  const found = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(found), (b) => b.toString(16).padStart(2, "0")).join("") === hash;
}

// A hash as ten groups of four decimal digits: the integer modulo 10^40 (SPEC §10).
export function readAloud(hash) {
  return (BigInt(`0x${hash}`) % 10n ** 40n).toString().padStart(40, "0").match(/.{4}/g);
}

// 64 hex digits in sixteen groups, as they are printed and typed.
export function fours(hex) {
  return hex.match(/.{1,4}/g) ?? [];
}

// What somebody typed from paper as hex: blanks, dashes and dots between groups go, full-width forms and capitals become plain, and the
// letters o, l and i, which no hex number has, become the digits they look like. -> {hex, stray: what cannot be hex}
export function typedHex(text) {
  const plain = text.normalize("NFKC").toLowerCase().replace(/[\s\-_.,:·•—–]/gu, "").replace(/o/g, "0").replace(/[li|]/g, "1");
  return { hex: plain.replace(/[^0-9a-f]/gu, ""), stray: [...new Set(plain.match(/[^0-9a-f]/gu) ?? [])] };
}

export const isHash = (text) => /^[0-9a-f]{64}$/.test(text);

// The line of a party in board.txt or seed.txt: what stands behind its name; null unless there is exactly one.
export function lineOf(text, party) {
  const found = text.split("\n").filter((line) => line.split(" ")[0] === party);
  return found.length === 1 ? found[0].slice(party.length + 1) : null;
}

// What a device can say of board.txt by itself: each of the three must be true.
export function boardChecks(text, hash, notice, party, commitment) {
  return {
    hash: sha256Text(text) === hash,
    notice: text.startsWith(`board1\nnotice ${notice}\n`),
    line: lineOf(text, party) === commitment,
  };
}

// The same of seed.txt; `value` is the party's secret, or "absent".
export function seedChecks(text, hash, notice, board, party, value) {
  return {
    hash: sha256Text(text) === hash,
    notice: text.startsWith(`seed1\nnotice ${notice}\nboard ${board}\n`),
    line: lineOf(text, party) === value,
  };
}

export const allTrue = (checks) => Object.values(checks).every((one) => one === true);
