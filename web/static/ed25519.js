// Ed25519 (RFC 8032), checking only, strict as SPEC §1 asks: S < L, canonical encodings of A and R, neither of small order, and the
// cofactorless equation [S]B = R + [k]A. There is no secret here, so nothing has to take the same time for every input.

const ED_P = 2n ** 255n - 19n;
const ED_L = 2n ** 252n + 27742317777372353535851937790883648493n;
const ED_LOW255 = 2n ** 255n - 1n;
const ED_MASK64 = 2n ** 64n - 1n;
// y of the eight points of small order
const ED_SMALL_ORDER = new Set([
  0n, 1n, ED_P - 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
]);

// The integer root, rounded down.
function edRoot(value, power) {
  let low = 0n;
  let high = 1n << 100n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** power <= value) low = middle;
    else high = middle;
  }
  return low;
}

function edPrimes(count) {
  const found = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((p) => n % p !== 0)) found.push(n);
  return found.map(BigInt);
}

// FIPS 180-4 §4.2.3, §5.3.5: the first 64 bits of the fractions of the primes' cube roots and square roots.
const SHA512_K = edPrimes(80).map((p) => edRoot(p << 192n, 3n) & ED_MASK64);
const SHA512_START = edPrimes(8).map((p) => edRoot(p << 128n, 2n) & ED_MASK64);

// SHA-512 of bytes, 64 bytes. What is signed in a record is short, so plain 64-bit BigInts are fast enough.
export function sha512(bytes) {
  const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const turn = (x, n) => ((x >> n) | (x << (64n - n))) & ED_MASK64;
  const state = SHA512_START.slice();
  const w = new Array(80);
  for (let at = 0; at < padded.length; at += 128) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getBigUint64(at + 8 * i);
    for (let i = 16; i < 80; i += 1) {
      const x = w[i - 15];
      const y = w[i - 2];
      const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
      const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) & ED_MASK64;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i += 1) {
      const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & ED_MASK64 & g)) + SHA512_K[i] + w[i];
      const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g; g = f; f = e; e = (d + t1) & ED_MASK64; d = c; c = b; b = a; a = (t1 + t2) & ED_MASK64;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) & ED_MASK64; });
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => out.setBigUint64(8 * i, word));
  return new Uint8Array(out.buffer);
}

const edMod = (x) => { const r = x % ED_P; return r < 0n ? r + ED_P : r; };

function edPower(base, exponent) {
  let result = 1n;
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % ED_P;
    base = (base * base) % ED_P;
  }
  return result;
}

const ED_D = edMod(-121665n * edPower(121666n, ED_P - 2n));
const ED_SQRT_MINUS_1 = edPower(2n, (ED_P - 1n) / 4n);

// Points are [X, Y, Z, T] with x = X/Z, y = Y/Z, x·y = T/Z (RFC 8032 §5.1.4).
function edAdd([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = ((y1 - x1) * (y2 - x2)) % ED_P;
  const b = ((y1 + x1) * (y2 + x2)) % ED_P;
  const c = (((2n * t1 * t2) % ED_P) * ED_D) % ED_P;
  const d = (2n * z1 * z2) % ED_P;
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [(e * f) % ED_P, (g * h) % ED_P, (f * g) % ED_P, (e * h) % ED_P];
}

// [m]P + [n]Q, both scalars walked together.
function edTwoTimes(m, p, n, q) {
  const sum = edAdd(p, q);
  let result = [0n, 1n, 1n, 0n];
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    result = edAdd(result, result);
    const inM = (m >> bit) & 1n;
    const inN = (n >> bit) & 1n;
    if (inM && inN) result = edAdd(result, sum);
    else if (inM) result = edAdd(result, p);
    else if (inN) result = edAdd(result, q);
  }
  return result;
}

function edNumber(littleEndian) {
  let value = 0n;
  for (let i = littleEndian.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(littleEndian[i]);
  return value;
}

// The point of an encoding, or null if no point has it (RFC 8032 §5.1.3).
function edDecode(encoded) {
  const number = edNumber(encoded);
  const y = number & ED_LOW255;
  const sign = number >> 255n;
  if (y >= ED_P) return null;
  const u = edMod(y * y - 1n);
  const v = edMod(ED_D * y * y + 1n);
  let x = (((u * v ** 3n) % ED_P) * edPower((u * v ** 7n) % ED_P, (ED_P - 5n) / 8n)) % ED_P;
  const square = (v * x * x) % ED_P;
  if (square !== u) {
    if (square !== edMod(-u)) return null;
    x = (x * ED_SQRT_MINUS_1) % ED_P;
  }
  if (x === 0n && sign === 1n) return null;
  if ((x & 1n) !== sign) x = ED_P - x;
  return [x, y, 1n, (x * y) % ED_P];
}

const ED_BASE_Y = edMod(4n * edPower(5n, ED_P - 2n));
const ED_BASE = edDecode(Uint8Array.from({ length: 32 }, (_, i) => Number((ED_BASE_Y >> BigInt(8 * i)) & 255n)));

// Canonical and not of small order.
function edSound(encoded) {
  const y = edNumber(encoded) & ED_LOW255;
  return y < ED_P && !ED_SMALL_ORDER.has(y);
}

// True if `signature` (64 bytes) is the one strict signature by `publicKeyHex` (64 lower-case hex digits) over `messageBytes`.
export function verify(publicKeyHex, messageBytes, signature) {
  if (!/^[0-9a-f]{64}$/.test(publicKeyHex) || signature.length !== 64) return false;
  const key = Uint8Array.from({ length: 32 }, (_, i) => parseInt(publicKeyHex.slice(2 * i, 2 * i + 2), 16));
  const commitment = signature.subarray(0, 32);
  const s = edNumber(signature.subarray(32));
  if (!edSound(key) || !edSound(commitment) || s >= ED_L) return false;
  const a = edDecode(key);
  const r = edDecode(commitment);
  if (a === null || r === null) return false;
  const hashed = new Uint8Array(64 + messageBytes.length);
  hashed.set(commitment, 0);
  hashed.set(key, 32);
  hashed.set(messageBytes, 64);
  const k = edNumber(sha512(hashed)) % ED_L;
  // [S]B − [k]A = R, compared across the denominators
  const minusA = [edMod(-a[0]), a[1], 1n, edMod(-a[3])];
  const [x, y, z] = edTwoTimes(s, ED_BASE, k, minusA);
  return edMod(x - r[0] * z) === 0n && edMod(y - r[1] * z) === 0n;
}
