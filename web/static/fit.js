// Everything of a scene is on the screen, as large as the hall asks for; what is too much for one page shrinks together until it
// fits. Nothing is ever cut off.

const SMALLEST = 40;
const GAP = 1.2; // units between tiles
const NARROWEST = 0.6; // em a digit of the code takes, bold
const ROOMY = 2;
const LARGEST_CODE = 17; // units
const LEAST_CODE = 1.35; // em: the code is the largest thing of a tile

// The grid that gives the largest codes: columns, and the size of a code in px. `spans`: how many children each tile has.
export function grid({ spans, width, height, gap, em, longest, lines, pad }) {
  const widest = Math.max(2, ...spans); // one tile alone keeps its half of the screen
  const most = Math.max(widest, Math.min(10, spans.reduce((a, b) => a + b, 0)));
  const best = { columns: widest, code: 0 };
  for (let columns = widest; columns <= most; columns += 1) {
    let rows = 1;
    let used = 0;
    for (const span of spans) {
      if (used + span > columns) {
        rows += 1;
        used = 0;
      }
      used += span;
    }
    const across = (width - gap * (columns - 1)) / columns - pad * em;
    const down = (height - gap * (rows - 1)) / rows - lines(across) * em;
    const code = Math.min(across / (NARROWEST * longest), down / 1.14);
    if (code > best.code) Object.assign(best, { columns, code });
  }
  return best;
}

function layTiles(main, em) {
  const list = main.querySelector(".tiles");
  if (!list) return true;
  const tiles = [...list.children].map((tile) => [...tile.querySelectorAll(".code")].map((code) => code.textContent.length));
  const schools = [...list.querySelectorAll(".at .to")].map((at) => at.textContent.length);
  const unit = innerHeight / 100 > (innerWidth * 0.5625) / 100 ? (innerWidth * 0.5625) / 100 : innerHeight / 100;
  const named = [...list.querySelectorAll(".name")].some((name) => name.textContent);
  const longest = Math.max(...schools, 0);
  const lines = (rank) => (across) => 1.2 * rank + 0.45 + (named ? 1.25 : 0.2) + (longest ? 1.3 * Math.ceil((longest * em) / Math.max(em, across)) + 1 : 0);
  const ask = (rank) => grid({
    spans: tiles.map((codes) => Math.min(5, codes.length)), width: list.clientWidth, height: list.clientHeight, gap: GAP * unit, em,
    longest: Math.max(4, ...tiles.flat()), lines: lines(rank), pad: 1.3,
  });
  const roomy = ask(1);
  const rank = roomy.code > ROOMY * em ? 1 : 0.74; // the rank is as large as the name while the code stays far larger
  const found = rank === 1 ? roomy : ask(rank);
  const size = Math.min(found.code, LARGEST_CODE * unit);
  list.style.setProperty("--rank", `${rank}em`);
  list.style.setProperty("grid-template-columns", `repeat(${found.columns}, minmax(0, 1fr))`);
  list.style.setProperty("--code", `${Math.max(size, em * 0.9).toFixed(1)}px`);
  return size >= em * LEAST_CODE;
}

function whole(main) {
  const over = (n) => n.scrollWidth > n.clientWidth + 1;
  if (main.scrollHeight > main.clientHeight + 1 || over(main)) return false;
  if ([...main.querySelectorAll(".value, .code, .hash, .aloud, .rank, .name, .tally, td, th")].some(over)) return false;
  return ![...main.querySelectorAll(".tile, .tiles")].some((n) => n.scrollHeight > n.clientHeight + 1 || over(n));
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
    if (layTiles(main, em) && whole(main)) return;
  }
}
