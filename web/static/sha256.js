// SHA-256 (FIPS 180-4) for pages served over plain http, where crypto.subtle is absent. Tested against Python's hashlib.

const SHA256_K = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const SHA256_START = new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
const SHA256_W = new Int32Array(64);

// One block of 64 bytes, read from `bytes` at `at`, into the eight words of `state`.
function sha256Block(state, bytes, at) {
  const w = SHA256_W;
  const k = SHA256_K;
  for (let i = 0; i < 16; i += 1, at += 4) {
    w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

// The last block or two: `held` bytes of `tail` (128 bytes long, room for both) are what is left over, `total` the whole length.
function sha256Last(state, tail, held, total) {
  const end = held < 56 ? 64 : 128;
  tail[held] = 0x80;
  tail.fill(0, held + 1, end);
  const high = Math.floor(total / 0x20000000);
  const low = (total << 3) >>> 0;
  for (let i = 0; i < 4; i += 1) {
    tail[end - 8 + i] = high >>> (24 - 8 * i);
    tail[end - 4 + i] = low >>> (24 - 8 * i);
  }
  sha256Block(state, tail, 0);
  if (end === 128) sha256Block(state, tail, 64);
}

// The eight words of a state as 64 hex digits.
export function sha256Hex(state) {
  let hex = "";
  for (let i = 0; i < 8; i += 1) hex += (state[i] >>> 0).toString(16).padStart(8, "0");
  return hex;
}

// A hash that grows: begin, update(bytes) as often as you like, hex() once. For files hashed in slices.
export function sha256Begin() {
  const state = SHA256_START.slice();
  const tail = new Uint8Array(128);
  let held = 0;
  let total = 0;
  return {
    update(bytes) {
      let at = 0;
      total += bytes.length;
      if (held > 0) {
        at = Math.min(64 - held, bytes.length);
        tail.set(bytes.subarray(0, at), held);
        held += at;
        if (held < 64) return;
        sha256Block(state, tail, 0);
      }
      for (; at + 64 <= bytes.length; at += 64) sha256Block(state, bytes, at);
      held = bytes.length - at;
      tail.set(bytes.subarray(at), 0);
    },
    hex() {
      sha256Last(state, tail, held, total);
      return sha256Hex(state);
    },
  };
}

// SHA-256 of bytes, 64 lower-case hex digits.
export function sha256(bytes) {
  const hash = sha256Begin();
  hash.update(bytes);
  return hash.hex();
}

// SHA-256 of a text's UTF-8 bytes.
export function sha256Text(text) {
  return sha256(new TextEncoder().encode(text));
}

// Many short messages that begin alike: sha256After(prefix) gives a function of (bytes, from, to) for prefix + bytes[from..to). The
// prefix's whole blocks are hashed once. The eight words that it returns are the same array each time: use them before the next call.
export function sha256After(prefix) {
  const whole = prefix.length - (prefix.length % 64);
  const start = SHA256_START.slice();
  for (let at = 0; at < whole; at += 64) sha256Block(start, prefix, at);
  const rest = prefix.slice(whole);
  const state = new Int32Array(8);
  const tail = new Uint8Array(128);
  return (bytes, from, to) => {
    const length = rest.length + to - from;
    state.set(start);
    tail.set(rest, 0);
    if (length < 64) {
      for (let i = from, at = rest.length; i < to; i += 1, at += 1) tail[at] = bytes[i];
      sha256Last(state, tail, length, whole + length);
      return state;
    }
    let at = 64 - rest.length;
    tail.set(bytes.subarray(from, from + at), rest.length);
    sha256Block(state, tail, 0);
    for (at += from; at + 64 <= to; at += 64) sha256Block(state, bytes, at);
    tail.set(bytes.subarray(at, to), 0);
    sha256Last(state, tail, to - at, whole + length);
    return state;
  };
}
