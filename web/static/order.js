// One draw's order, recomputed line by line (SPEC §7): every number, ascending, ranks from 1, and exactly the units that belong to it.

import { Mismatch, linesOf } from "./lines.js";
import { sha256After } from "./sha256.js";

const ORDER_HEAD = "rank,number,unit";

// 64 hex digits at `at`, as eight words compared with `state`.
function orderSame(state, bytes, at) {
  for (let i = 0; i < 64; i += 1) {
    const nibble = (state[i >> 3] >>> (28 - 4 * (i & 7))) & 15;
    if (bytes[at + i] !== (nibble < 10 ? 48 + nibble : 87 + nibble)) return false;
  }
  return true;
}

function orderAscending(bytes, before, at) {
  for (let i = 0; i < 64; i += 1) {
    if (bytes[before + i] !== bytes[at + i]) return bytes[before + i] < bytes[at + i];
  }
  return false;
}

// Unit -> [rank, number] of a checked order. `expected`: the units that belong to the draw. Throws Mismatch.
export async function checkOrder(bytes, file, { seed, draw, expected, pace }) {
  const lines = linesOf(bytes, file);
  if (lines[0] !== ORDER_HEAD) throw new Mismatch("phone.bad_form", { file, line: 1 });
  const after = sha256After(new TextEncoder().encode(`number1:${seed}:${draw}:`));
  const found = new Map();
  let at = ORDER_HEAD.length + 1;
  let before = -1;
  for (let n = 1; n < lines.length; n += 1) {
    const line = lines[n];
    const [rank, number, unit] = line.split(",");
    // a unit is ASCII (SPEC §1), so characters are bytes
    if (rank !== String(n) || line.length !== rank.length + 66 + (unit || "").length || !/^[0-9A-Z][0-9A-Z-]{0,31}$/.test(unit)) {
      throw new Mismatch("phone.bad_form", { file, line: n + 1 });
    }
    const start = at + rank.length + 1;
    at += line.length + 1;
    if (!orderSame(after(bytes, at - 1 - unit.length, at - 1), bytes, start)) {
      throw new Mismatch("phone.bad_number", { file, line: n + 1 });
    }
    if (before >= 0 && !orderAscending(bytes, before, start)) throw new Mismatch("phone.bad_order", { file, line: n + 1 });
    before = start;
    if (!expected.has(unit) || found.has(unit)) throw new Mismatch("phone.bad_extra", { file, unit });
    found.set(unit, [rank, number]);
    if (n % 256 === 0) await pace(n / lines.length);
  }
  for (const unit of expected) if (!found.has(unit)) throw new Mismatch("phone.bad_left_out", { file, unit });
  return found;
}
