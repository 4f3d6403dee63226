// QR codes (ISO/IEC 18004), error level M, versions 1 to 9: enough for 180 bytes. Digits and capitals take the shorter alphanumeric mode.
// Tested against an encoder and a decoder that others wrote.

const QR_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
// A version's data codewords, error codewords a block, blocks, and the places of its alignment patterns.
const QR_VERSIONS = [
  [16, 10, 1, []], [28, 16, 1, [6, 18]], [44, 26, 1, [6, 22]], [64, 18, 2, [6, 26]], [86, 24, 2, [6, 30]],
  [108, 16, 4, [6, 34]], [124, 18, 4, [6, 22, 38]], [154, 22, 4, [6, 24, 42]], [182, 22, 5, [6, 26, 46]],
];
const QR_MASKS = [
  (y, x) => (y + x) % 2 === 0,
  (y) => y % 2 === 0,
  (y, x) => x % 3 === 0,
  (y, x) => (y + x) % 3 === 0,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (y, x) => ((y * x) % 2) + ((y * x) % 3) === 0,
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
];

// -- the content as codewords ----------------------------------------------------------------------------------------

// The bits of the text behind its mode and its length: [mode, length, how many bits the length has, bits].
function qrSegment(text) {
  const bits = [];
  const put = (value, count) => { for (let i = count - 1; i >= 0; i -= 1) bits.push((value >> i) & 1); };
  if (text && [...text].every((c) => QR_LETTERS.includes(c))) {
    const values = [...text].map((c) => QR_LETTERS.indexOf(c));
    for (let i = 0; i + 1 < values.length; i += 2) put(values[i] * 45 + values[i + 1], 11);
    if (values.length % 2) put(values[values.length - 1], 6);
    return [2, values.length, 9, bits];
  }
  const bytes = new TextEncoder().encode(text);
  for (const b of bytes) put(b, 8);
  return [4, bytes.length, 8, bits];
}

// [version, its data codewords]: the smallest version that holds the text. Throws RangeError if none does.
function qrData(text) {
  const [mode, length, width, bits] = qrSegment(text);
  const version = QR_VERSIONS.findIndex(([room]) => 4 + width + bits.length <= room * 8) + 1;
  if (!version) throw new RangeError("too long for a QR code of version 9, level M");
  const room = QR_VERSIONS[version - 1][0] * 8;
  const all = [];
  for (let i = 3; i >= 0; i -= 1) all.push((mode >> i) & 1);
  for (let i = width - 1; i >= 0; i -= 1) all.push((length >> i) & 1);
  all.push(...bits);
  for (let i = 0; i < 4 && all.length < room; i += 1) all.push(0);
  while (all.length % 8) all.push(0);
  const words = [];
  for (let i = 0; i < all.length; i += 8) words.push(parseInt(all.slice(i, i + 8).join(""), 2));
  for (let pad = 0xec; words.length < room / 8; pad ^= 0xec ^ 0x11) words.push(pad);
  return [version, words];
}

// Product in GF(256) of x^8 + x^4 + x^3 + x^2 + 1.
function qrTimes(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
}

// Reed-Solomon: the remainder of the block by the generator of `count` roots.
function qrErrors(block, count) {
  let generator = [1];
  for (let i = 0, root = 1; i < count; i += 1, root = qrTimes(root, 2)) {
    const next = [...generator, 0];
    generator.forEach((g, at) => { next[at + 1] ^= qrTimes(g, root); });
    generator = next;
  }
  const rest = new Array(count).fill(0);
  for (const b of block) {
    const factor = b ^ rest.shift();
    rest.push(0);
    for (let i = 0; i < count; i += 1) rest[i] ^= qrTimes(generator[i + 1], factor);
  }
  return rest;
}

// Data and error codewords of all blocks, taken in turns; the later blocks are one longer where it does not come out even.
function qrWords(version, data) {
  const [, errors, count] = QR_VERSIONS[version - 1];
  const short = Math.floor(data.length / count);
  const shorter = count - (data.length % count);
  const blocks = [];
  for (let i = 0, at = 0; i < count; i += 1) {
    const size = short + (i < shorter ? 0 : 1);
    blocks.push(data.slice(at, at + size));
    at += size;
  }
  const turns = (lists) => {
    const all = [];
    for (let i = 0; i < Math.max(...lists.map((l) => l.length)); i += 1) for (const l of lists) if (i < l.length) all.push(l[i]);
    return all;
  };
  return [...turns(blocks), ...turns(blocks.map((b) => qrErrors(b, errors)))];
}

// -- the square ------------------------------------------------------------------------------------------------------

// The remainder of `value` times 2^`shift` by the polynomial, in GF(2): for format (10 bits) and version (12 bits).
function qrRemainder(value, polynomial, shift) {
  let rest = value << shift;
  for (let i = 31 - Math.clz32(rest); i >= shift; i -= 1) if ((rest >> i) & 1) rest ^= polynomial << (i - shift);
  return (value << shift) | rest;
}

// The patterns that every code of this version has: [cells, taken], rows of 0 and 1; places for the format are taken.
function qrFrame(version) {
  const size = 17 + 4 * version;
  const cells = Array.from({ length: size }, () => new Array(size).fill(0));
  const taken = Array.from({ length: size }, () => new Array(size).fill(false));
  const set = (y, x, black) => { cells[y][x] = black ? 1 : 0; taken[y][x] = true; };
  for (let i = 0; i < size; i += 1) { set(6, i, i % 2 === 0); set(i, 6, i % 2 === 0); }
  for (const [top, left] of [[0, 0], [0, size - 7], [size - 7, 0]]) {
    for (let y = -1; y < 8; y += 1) {
      for (let x = -1; x < 8; x += 1) {
        if (top + y < 0 || left + x < 0 || top + y >= size || left + x >= size) continue;
        const ring = Math.max(Math.abs(y - 3), Math.abs(x - 3));
        set(top + y, left + x, ring !== 2 && ring !== 4);
      }
    }
  }
  const places = QR_VERSIONS[version - 1][3];
  for (const cy of places) {
    for (const cx of places) {
      if ((cy === 6 && cx === 6) || (cy === 6 && cx === size - 7) || (cy === size - 7 && cx === 6)) continue;
      for (let y = -2; y < 3; y += 1) for (let x = -2; x < 3; x += 1) set(cy + y, cx + x, Math.max(Math.abs(y), Math.abs(x)) !== 1);
    }
  }
  for (let i = 0; i < 9; i += 1) {
    if (!taken[8][i]) set(8, i, false);
    if (!taken[i][8]) set(i, 8, false);
    if (i < 8) { set(8, size - 1 - i, false); set(size - 1 - i, 8, false); }
  }
  set(size - 8, 8, true);
  if (version > 6) {
    const bits = qrRemainder(version, 0x1f25, 12);
    for (let i = 0; i < 18; i += 1) {
      const black = (bits >> i) & 1;
      set(Math.floor(i / 3), size - 11 + (i % 3), black);
      set(size - 11 + (i % 3), Math.floor(i / 3), black);
    }
  }
  return [cells, taken];
}

// Codewords go up and down in columns of two from the lower right; what is left over stays white.
function qrFill(cells, taken, words) {
  const size = cells.length;
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (taken[y][x]) continue;
        cells[y][x] = at < words.length * 8 ? (words[at >> 3] >> (7 - (at & 7))) & 1 : 0;
        at += 1;
      }
    }
  }
}

// A copy with the mask over the data and its format bits (level M is 00) in both places.
function qrMasked(cells, taken, mask) {
  const size = cells.length;
  const square = cells.map((row, y) => row.map((c, x) => (taken[y][x] ? c : c ^ (QR_MASKS[mask](y, x) ? 1 : 0))));
  const bits = qrRemainder(mask, 0x537, 10) ^ 0x5412;
  for (let i = 0; i < 15; i += 1) {
    const black = (bits >> i) & 1;
    square[i < 6 ? i : i < 8 ? i + 1 : size - 15 + i][8] = black;
    square[8][i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i] = black;
  }
  return square;
}

// How bad a square is to read (§7.8.3): runs, blocks of four, patterns like a finder, and too much of one colour.
function qrPenalty(square) {
  const size = square.length;
  let bad = 0;
  let black = 0;
  const line = (get) => {
    let run = 0;
    let last = -1;
    let seen = 0; // the last eleven cells as bits
    for (let i = 0; i < size; i += 1) {
      const c = get(i);
      run = c === last ? run + 1 : 1;
      last = c;
      bad += run === 5 ? 3 : run > 5 ? 1 : 0;
      seen = ((seen << 1) | c) & 0x7ff;
      if (i >= 10 && (seen === 0x05d || seen === 0x5d0)) bad += 40;
    }
  };
  for (let i = 0; i < size; i += 1) { line((x) => square[i][x]); line((y) => square[y][i]); }
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      black += square[y][x];
      if (y && x && square[y][x] === square[y - 1][x] && square[y][x] === square[y][x - 1] && square[y][x] === square[y - 1][x - 1]) bad += 3;
    }
  }
  return bad + 10 * Math.floor(Math.abs((black * 100) / (size * size) - 50) / 5);
}

// The code of a text as rows of 0 and 1 (1 is black), without the quiet zone. `mask` null: the best of the eight.
export function qrMatrix(text, mask = null) {
  const [version, data] = qrData(text);
  const [cells, taken] = qrFrame(version);
  qrFill(cells, taken, qrWords(version, data));
  if (mask !== null) return qrMasked(cells, taken, mask);
  const all = QR_MASKS.map((_, n) => qrMasked(cells, taken, n));
  const points = all.map(qrPenalty);
  return all[points.indexOf(Math.min(...points))];
}

// The code as an SVG element with its quiet zone of four; its size is the style sheet's.
export function qrImage(text, label) {
  const square = qrMatrix(text);
  const space = "http://www.w3.org/2000/svg";
  const image = document.createElementNS(space, "svg");
  const size = square.length + 8;
  let path = "";
  square.forEach((row, y) => {
    for (let x = 0, run; x < row.length; x += run) {
      run = 1;
      while (x + run < row.length && row[x + run] === row[x]) run += 1;
      if (row[x]) path += `M${x + 4} ${y + 4}h${run}v1h-${run}z`;
    }
  });
  for (const [name, value] of [["viewBox", `0 0 ${size} ${size}`], ["role", "img"], ["aria-label", label], ["class", "qr"]]) image.setAttribute(name, value);
  image.setAttribute("shape-rendering", "crispEdges");
  for (const [tag, d, colour] of [["path", `M0 0h${size}v${size}h-${size}z`, "#fff"], ["path", path, "#000"]]) {
    const shape = document.createElementNS(space, tag);
    shape.setAttribute("d", d);
    shape.setAttribute("fill", colour);
    image.append(shape);
  }
  return image;
}
