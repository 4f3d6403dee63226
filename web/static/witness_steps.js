// Which screen a station shows: a function of what the ceremony says and what this browser holds, and of nothing else.

import { allTrue, boardChecks, commitmentOf, lineOf, seedChecks } from "./commit.js";
import { sha256Text } from "./sha256.js";

export const STEPS = 6;

// s: the ceremony's state. here: {held: [{secret, commitment}], met, begun, durable, saved(c), handed(c), shown(c)}.
export function choose(s, here) {
  if (s.stage === "start") return { screen: "not_frozen", step: 1 };
  if (!s.known) return { screen: "not_party", step: 1 };
  if (s.ends) return { screen: "void", step: 6, why: s.ends, over: s.stage === "void" };
  const replaced = here.held.find((h) => here.handed(h.commitment) && h.commitment !== s.commitment);
  if (replaced) return { screen: "bad", step: 4, title: "station.board_bad", why: ["station.bad_line"] };
  const mine = here.held.find((h) => h.commitment === s.commitment) ?? null;
  if (!s.commitment) return s.board ? { screen: "absent", step: 4, title: "station.absent_board" } : before(s, here);
  if (mine && s.closed && !s.revealed && here.shown(mine.commitment)) {
    return { screen: "bad", step: 5, title: "station.board_bad", why: ["station.bad_reveal"] };
  }
  if (!s.board) return committed(s, here, mine);
  const board = boardChecks(s.board.text, s.board.hash, s.notice, s.party, s.commitment);
  if (!allTrue(board)) return bad("station.board_bad", 4, board, { hash: "station.bad_hash", notice: "station.bad_notice", line: "station.bad_line" });
  if (s.seed) return seeded(s, mine);
  if (s.revealed) return { screen: "revealed", step: 5 };
  if (s.closed) return { screen: "absent", step: 5, title: "station.absent_reveal", late: s.late, mine: s.late ? null : mine };
  if (s.stage === "reveal") return { screen: mine ? "reveal" : "type", step: 5, send: true, mine, paused: s.paused };
  return { screen: "board", step: 4, mine, board: s.board };
}

// No commitment on record, and the board still open.
function before(s, here) {
  if (!here.held.length) {
    if (!here.met) return { screen: "welcome", step: 1 };
    if (here.begun) return { screen: "make", step: 2, paused: s.paused };
    return { screen: "compare", step: 1, ready: s.stage === "commit", again: s.attempt > 1 || s.version > 1, notice: s.notice };
  }
  const mine = here.held[0];
  if (!here.durable && !here.saved(mine.commitment)) return { screen: "receipt", step: 3, mine, first: true };
  return { screen: "hand_in", step: 2, mine, paused: s.paused };
}

// On record, and the board still open.
function committed(s, here, mine) {
  if (!mine) return { screen: "type", step: 3, send: false };
  return { screen: here.saved(mine.commitment) ? "wait" : "receipt", step: 3, mine };
}

function seeded(s, mine) {
  const line = lineOf(s.seed.text, s.party);
  // Without the secret at hand, what stands there must open the commitment.
  const opened = line !== null && commitmentOf(s.notice, s.party, line) === s.commitment ? line : null;
  const value = s.revealed ? (mine ? mine.secret : opened) : "absent";
  const checks = seedChecks(s.seed.text, s.seed.hash, s.notice, sha256Text(s.board.text), s.party, value);
  if (!allTrue(checks)) return bad("station.seed_bad", 6, checks, { hash: "station.bad_seed_hash", notice: "station.bad_board", line: "station.bad_value" });
  return { screen: "seed", step: 6, absent: !s.revealed, seed: s.seed };
}

function bad(title, step, checks, words) {
  return { screen: "bad", step, title, why: Object.keys(checks).filter((k) => !checks[k]).map((k) => words[k]) };
}
