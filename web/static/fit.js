// Everything of a scene is on the screen, as large as the hall asks for; what is too much for one page shrinks together until it
// fits. Nothing is ever cut off.

const SMALLEST = 40;
const GAP = 1.2; // units between tiles
const EDGE = 2; // units of border, both sides of the widest
const PAD = 1; // em of padding, both sides
const DIGIT = 0.6; // em that a bold digit takes
const MOST_COLUMNS = 10;
const LEAST_CODE = 1.35; // em: the code is the largest thing of a tile
const ROOMY = 2;
const RANKS = [1, 0.74, 0.62]; // em of the first line
const LARGEST_CODE = 17; // units

// The grid that gives the largest codes: columns, and the size of a code in px. Each tile: `span` columns, `rank` em of its first
// line, `code` characters; `below(across)`: em of the lines under the code. Nothing if the lines of some tile fit no grid.
export function grid({ tiles, width, height, gap, edge, em, rank, name, below }) {
  const widest = Math.max(2, ...tiles.map((t) => t.span)); // one tile alone keeps its half of the screen
  const most = Math.max(widest, Math.min(MOST_COLUMNS, tiles.reduce((sum, t) => sum + t.span, 0)));
  const best = { columns: widest, code: 0 };
  for (let columns = widest; columns <= most; columns += 1) {
    const column = (width - gap * (columns - 1)) / columns;
    const inner = (span) => column * span + gap * (span - 1) - edge - PAD * em;
    if (tiles.some((t) => inner(t.span) < t.rank * rank * em || inner(t.span) / t.span < name * em)) continue;
    let rows = 1;
    let used = 0;
    for (const { span } of tiles) {
      if (used + span > columns) {
        rows += 1;
        used = 0;
      }
      used += span;
    }
    const across = Math.min(...tiles.map((t) => inner(t.span) / t.span - (t.span > 1 ? PAD * em / 2 : 0)));
    const down = (height - gap * (rows - 1)) / rows - edge - (0.4 + 1.2 * rank + below(across)) * em;
    const code = Math.min(across / (DIGIT * Math.max(4, ...tiles.map((t) => t.code))), down / 1.14);
    if (code > best.code) Object.assign(best, { columns, code });
  }
  return best;
}

// How many em a text takes: Han and full-width signs one, others a good half.
const ems = (text) => [...text].reduce((sum, c) => sum + (c >= "\u2e80" ? 1.02 : 0.58), 0);
const widths = (nodes) => Math.max(0, ...[...nodes].map((node) => ems(node.textContent)));

function layTiles(main, em) {
  const list = main.querySelector(".tiles");
  if (!list) return true;
  const unit = Math.min(innerHeight / 100, innerWidth * 0.005625);
  const school = widths(list.querySelectorAll(".at .to"));
  const named = [...list.querySelectorAll(".name")].some((name) => name.textContent);
  const below = (across) => (named ? 1.2 : 0.2) + (school ? 1.2 * Math.ceil((school * em) / Math.max(em, across)) + 0.96 : 0);
  const tiles = [...list.children].map((tile) => {
    const codes = [...tile.querySelectorAll(".code")].map((code) => code.textContent.length);
    return { span: Math.min(5, codes.length), rank: ems(tile.querySelector(".rank").textContent), code: Math.max(...codes) };
  });
  const facts = { tiles, width: list.clientWidth, height: list.clientHeight, gap: GAP * unit, edge: EDGE * unit, em, below };
  const name = widths(list.querySelectorAll(".name"));
  // The first line of a tile is as large as the name while the code stays far larger; smaller where that buys larger codes.
  const [roomy, plain, tight] = RANKS.map((rank) => ({ rank, ...grid({ ...facts, rank, name }) }));
  const found = roomy.code > ROOMY * em ? roomy : tight.code > 1.2 * plain.code ? tight : plain;
  const size = Math.min(found.code, LARGEST_CODE * unit);
  list.style.setProperty("grid-template-columns", `repeat(${found.columns}, minmax(0, 1fr))`);
  list.style.setProperty("--rank", `${found.rank}em`);
  list.style.setProperty("--code", `${Math.max(size, em * 0.9).toFixed(1)}px`);
  return size >= em * LEAST_CODE;
}

// Seats in a room: code and name below or beside each other, whichever can be larger; as large as the fullest seat lets them be.
function laySeats(main, em) {
  const room = main.querySelector(".room");
  if (!room) return;
  const style = getComputedStyle(room);
  const [down, across] = [style.gridTemplateRows, style.gridTemplateColumns].map((tracks) => parseFloat(tracks) - 0.3 * em);
  const code = widths(room.querySelectorAll(".seat b"));
  const name = widths(room.querySelectorAll(".seat .who2"));
  const below = Math.min(down / (name ? 2.2 : 1.15), across / Math.max(1, code, name));
  const beside = Math.min(down / 1.15, across / (code + name + 0.4));
  room.classList.toggle("beside", beside > below);
  room.style.setProperty("--seat", `${Math.min(1.2 * em, Math.max(below, beside)).toFixed(1)}px`);
}

function whole(main) {
  const over = (n) => n.scrollWidth > n.clientWidth + 1;
  if (main.scrollHeight > main.clientHeight + 1 || over(main)) return false;
  if ([...main.querySelectorAll(".value, .code, .hash, .aloud, .rank, .name, .tally, td, th, .cardhead, .members li, .listed li")].some(over)) return false;
  return ![...main.querySelectorAll(".tile, .tiles, .card, .cards, .listed, .listed li, .room, .seat")].some((n) => n.scrollHeight > n.clientHeight + 1 || over(n));
}

// `main` gets --k2, the share that the second language keeps, and --k, the share of the asked size at which all of it fits: what
// the last row must read gives way last.
export function fit(main) {
  const tries = [[100, 100], [100, 86]];
  for (let k = 100; k >= SMALLEST; k -= 4) tries.push([k, 72]);
  for (const [k, k2] of tries) {
    main.style.setProperty("--k", String(k / 100));
    main.style.setProperty("--k2", String(k2 / 100));
    const em = parseFloat(getComputedStyle(main).fontSize);
    laySeats(main, em);
    if (layTiles(main, em) && whole(main)) return;
  }
}
