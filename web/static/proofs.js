// The checks by name, each a function of what the ones before it found (`c`). One that is not fulfilled throws Mismatch; one whose
// input is not there, or failed, is not made. What they prove is said in the catalogue under the same names.

import { verify } from "./ed25519.js";
import { Mismatch, fieldsOf, isHash, jsonOf, linesOf, readAloud, rowsOf, sumsOf } from "./lines.js";
import { checkOrder } from "./order.js";
import { poolOf, unitsOf } from "./child.js";
import { sha256Begin, sha256Text } from "./sha256.js";

const SLICE = 256 * 1024;

// SHA-256 of a file, slice by slice, so that the page stays alive under a long one.
export async function hashOf(bytes, pace) {
  const hash = sha256Begin();
  for (let at = 0; at < bytes.length; at += SLICE) {
    hash.update(bytes.subarray(at, at + SLICE));
    await pace(at / bytes.length);
  }
  return hash.hex();
}

async function need(c, file) {
  const bytes = await c.load(file);
  if (bytes === null) throw new Mismatch("phone.bad_missing", { file });
  return bytes;
}

async function sameHash(c, file, wanted, by) {
  const bytes = await need(c, file);
  if ((await hashOf(bytes, c.pace)) !== wanted) throw new Mismatch("phone.bad_hash", { file, by });
  return bytes;
}

function sameSignature(key, bytes, signature, file) {
  if (!verify(key, bytes, signature)) throw new Mismatch("phone.bad_signature", { file });
}

function sameLine(file, line, found, wanted, by) {
  if (found !== wanted) throw new Mismatch("phone.bad_line", { file, line, by });
}

// SPEC §3: its bytes are the canonical ones, and its signature is by the key that it names.
async function notice(c) {
  const bytes = await need(c, "notice.json");
  const value = jsonOf(bytes, "notice.json", "notice1");
  const hashes = [value.pool, value.rules, value.signer, value.amender];
  const lists = Array.isArray(value.parties) && Array.isArray(value.draws);
  if (!hashes.every(isHash) || !lists || !Number.isInteger(value.attempt)) throw new Mismatch("phone.bad_form", { file: "notice.json", line: 1 });
  sameSignature(value.signer, bytes, await need(c, "notice.sig"), "notice.json");
  c.notice = value;
  c.noticeHash = await hashOf(bytes, c.pace);
  c.codes.notice = readAloud(c.noticeHash);
}

async function rules(c) {
  const bytes = await sameHash(c, "rules.json", c.notice.rules, "notice.json");
  const value = jsonOf(bytes, "rules.json", "rules1");
  const ids = value.draws.map((draw) => draw.id).join(" ");
  if (ids !== c.notice.draws.join(" ")) throw new Mismatch("phone.bad_names", { file: "rules.json", by: "notice.json" });
  c.rules = value;
}

async function list(c) {
  const bytes = await sameHash(c, "pool.csv", c.notice.pool, "notice.json");
  c.pool = await poolOf(bytes, c.rules, c.notice, c.pace);
}

// SPEC §6: the board names the notice, and has a line for every party in the notice's order.
async function board(c) {
  const file = "board.txt";
  const bytes = await need(c, file);
  const lines = linesOf(bytes, file);
  sameLine(file, 1, lines[0], "board1", "SPEC §6");
  sameLine(file, 2, lines[1], `notice ${c.noticeHash}`, "notice.json");
  c.board = c.notice.parties.map((party, n) => {
    const line = lines[n + 2] || "";
    const value = line.slice(party.id.length + 1);
    const absent = value === "absent" && party.phase === "open";
    if (!line.startsWith(`${party.id} `) || !(isHash(value) || absent)) throw new Mismatch("phone.bad_form", { file, line: n + 3 });
    return { ...party, commitment: absent ? null : value };
  });
  if (lines.length !== c.board.length + 2) throw new Mismatch("phone.bad_form", { file, line: c.board.length + 3 });
  c.boardHash = await hashOf(bytes, c.pace);
}

// SPEC §6: the seed is the hash of notice, board, every party's number, dice and beacon; each number opens its commitment.
async function seed(c) {
  const file = "seed.txt";
  const bytes = await need(c, file);
  const lines = linesOf(bytes, file);
  sameLine(file, 1, lines[0], "seed1", "SPEC §6");
  sameLine(file, 2, lines[1], `notice ${c.noticeHash}`, "notice.json");
  sameLine(file, 3, lines[2], `board ${c.boardHash}`, "board.txt");
  const open = c.board.filter((party) => party.phase === "open");
  const sealed = c.board.filter((party) => party.phase === "sealed");
  const fixed = 3 + open.length;
  const dice = c.notice.dice === "none" ? "dice none" : `dice ${c.notice.dice} `;
  const beacon = c.notice.beacon === "none" ? "beacon none" : `beacon ${c.notice.beacon.chain}:${c.notice.beacon.round} `;
  if (!`${lines[fixed]}`.startsWith(dice)) throw new Mismatch("phone.bad_line", { file, line: fixed + 1, by: "notice.json" });
  if (!`${lines[fixed + 1]}`.startsWith(beacon)) throw new Mismatch("phone.bad_line", { file, line: fixed + 2, by: "notice.json" });
  if (lines.length !== fixed + 2 + sealed.length) throw new Mismatch("phone.bad_form", { file, line: lines.length });
  [...open.map((party, n) => [party, lines[3 + n]]), ...sealed.map((party, n) => [party, lines[fixed + 2 + n]])].forEach(([party, line]) => {
    const secret = line.slice(party.id.length + 1);
    if (!line.startsWith(`${party.id} `)) throw new Mismatch("phone.bad_form", { file, line: lines.indexOf(line) + 1 });
    if (secret === "absent" && party.phase === "open") return;
    if (!isHash(secret) || sha256Text(`commit1:${c.noticeHash}:${party.id}:${secret}`) !== party.commitment) {
      throw new Mismatch("phone.bad_commitment", { party: party.id });
    }
  });
  c.seed = await hashOf(bytes, c.pace);
}

const STATEMENT = ["draw1", "mode", "attempt", "notice", "board", "seed", "outputs", "ledger"];

// SPEC §10: the statement names this session, notice, board, seed and list of results.
async function statement(c) {
  const file = "statement.txt";
  const bytes = await need(c, file);
  const said = fieldsOf(bytes, file, STATEMENT);
  c.outputsBytes = await need(c, "outputs.txt");
  const outputs = await hashOf(c.outputsBytes, c.pace);
  const found = [c.notice.session, c.notice.mode, String(c.notice.attempt), c.noticeHash, c.boardHash, c.seed, outputs];
  const by = ["notice.json", "notice.json", "notice.json", "notice.json", "board.txt", "seed.txt", "outputs.txt"];
  found.forEach((value, n) => sameLine(file, n + 1, said[STATEMENT[n]], value, by[n]));
  if (!isHash(said.ledger)) throw new Mismatch("phone.bad_form", { file, line: STATEMENT.length });
  c.statementHash = await hashOf(bytes, c.pace);
  c.codes.statement = readAloud(c.statementHash);
}

async function signature(c) {
  sameSignature(c.notice.signer, await need(c, "statement.txt"), await need(c, "statement.sig"), "statement.txt");
}

const RESULTS = "applicant,unit,draw,rank,number,outcome,school,reason";

// SPEC §8.5: every result file that is used here is the one that the signed list names.
async function outputs(c) {
  c.sums = sumsOf(c.outputsBytes, "outputs.txt");
  const wanted = ["results.csv", "tables/draws.csv", "tables/waiting.csv", ...(c.sums.has("tables/shortlists.csv") ? ["tables/shortlists.csv"] : [])];
  const classes = c.child.draws.filter((draw) => draw.kind === "class" || draw.kind === "late");
  c.seats = c.rules.draws.filter((draw) => draw.kind === "seats" && classes.some((one) => one.id === draw.class));
  if (classes.length) wanted.push("tables/classes.csv");
  if (c.seats.length) wanted.push("tables/seats.csv");
  c.orders = [...c.child.draws, ...c.seats].filter((draw) => c.sums.has(`orders/${draw.id}.csv`));
  const files = new Map();
  for (const file of [...wanted, ...c.orders.map((draw) => `orders/${draw.id}.csv`)]) {
    if (!c.sums.has(file)) throw new Mismatch("phone.bad_missing", { file });
    files.set(file, await sameHash(c, file, c.sums.get(file), "outputs.txt"));
  }
  c.files = files;
  const rows = linesOf(files.get("results.csv"), "results.csv");
  if (rows[0] !== RESULTS) throw new Mismatch("phone.bad_form", { file: "results.csv", line: 1 });
  c.results = rows;
}

// SPEC §7 for every draw of this child: numbers, their order, and that nobody was left out or let in.
async function order(c) {
  const index = new Map(c.rules.draws.map((draw, n) => [draw.id, n]));
  const placedAt = new Float64Array(c.pool.count + 1).fill(Infinity);
  for (let n = 1; n < c.results.length; n += 1) {
    const row = c.results[n].split(",");
    const own = c.pool.at.get(row[0]);
    if (own !== n || row[1] !== c.pool.row(n)[1]) throw new Mismatch("phone.bad_line", { file: "results.csv", line: n + 1, by: "pool.csv" });
    if (row[5] === "admitted" || row[5] === "placed") placedAt[n] = index.get(row[2]) ?? -1;
    if (n % 1024 === 0) await c.pace(n / c.results.length);
  }
  if (c.results.length !== c.pool.count + 1) throw new Mismatch("phone.bad_names", { file: "results.csv", by: "pool.csv" });
  c.found = new Map();
  for (const draw of c.orders) {
    const file = `orders/${draw.id}.csv`;
    const expected = await orderedIn(c, draw, (n) => placedAt[n]);
    c.found.set(draw.id, await checkOrder(c.files.get(file), file, { seed: c.seed, draw: draw.id, expected, pace: c.pace }));
  }
}

// What a draw orders: units of children, those that the class draw has placed (SPEC §16.8), or classes (SPEC §16.9).
async function orderedIn(c, draw, placed) {
  if (draw.kind === "late") return new Set(draw.classes.map((one) => one.code));
  if (draw.kind !== "seats") return unitsOf(c.pool, c.rules, draw, placed, c.pace);
  return new Set(c.results.slice(1).map((line) => line.split(",")).filter((row) => row[2] === draw.class && row[5] === "placed").map((row) => row[1]));
}

// A child's one line of a table; null for none, or more than one.
function ownLine(c, file, header, at, wanted) {
  const lines = rowsOf(c.files.get(file), file, header).filter((line) => line[at] === c.child.code && wanted(line));
  return lines.length === 1 ? lines[0] : null;
}

// SPEC §16.10: the child's class, and its seat in that class.
function classOf(c, draw, school) {
  const file = "tables/classes.csv";
  const line = ownLine(c, file, "draw,school,class,applicant", 3, (one) => one[0] === draw.id);
  if (!line || line[1] !== school) throw new Mismatch("phone.bad_row", { code: c.child.code, file });
  const seats = c.seats.filter((one) => one.class === draw.id).map((one) => {
    const found = ownLine(c, "tables/seats.csv", "draw,class,row,column,applicant,reason", 4, (seat) => seat[0] === one.id);
    if (!found || found[1] !== line[2]) throw new Mismatch("phone.bad_row", { code: c.child.code, file: "tables/seats.csv" });
    return { row: found[2], column: found[3] };
  });
  return { name: line[2], seats };
}

// SPEC §8.5: the child's own line says what its draw's order says, in words of the closed lists.
async function row(c) {
  const [code, unit, draw, rank, number, outcome, school, reason] = c.results[c.pool.at.get(c.child.code)].split(",");
  const file = `orders/${draw}.csv`;
  const rule = c.child.draws.find((one) => one.id === draw);
  const own = (rule?.kind === "late" ? null : c.found.get(draw)?.get(unit)) ?? ["", ""];
  const known = school === "" || c.rules.schools.some((one) => one.code === school);
  const right = code === c.child.code && unit === c.child.unit && rule && own[0] === rank && own[1] === number && known;
  if (!right || (outcome === "admitted" && !school)) throw new Mismatch("phone.bad_row", { code: c.child.code, file });
  const waiting = rowsOf(c.files.get("tables/waiting.csv"), "tables/waiting.csv", "school,position,unit,children,draw,rank,reason");
  const position = waiting.find((line) => line[0] === school && line[2] === unit)?.[1] ?? "";
  const listed = c.files.has("tables/shortlists.csv")
    ? rowsOf(c.files.get("tables/shortlists.csv"), "tables/shortlists.csv", "draw,school,applicant,unit").filter((line) => line[2] === code)
    : [];
  const of = c.found.get(draw)?.size ?? 0;
  const place = outcome === "placed" ? classOf(c, rule, school) : null;
  c.result = { draw: rule, rank, number, outcome, school, reason, position, of, place, listed: listed.map((line) => line[1]) };
}

const AMENDMENT = ["amendment1", "number", "previous", "time", "sums"];

// SPEC §13: signed by the notice's second key, each naming the one before, and what they say about this child.
async function amendments(c) {
  let previous = c.statementHash;
  c.changes = [];
  for (let n = 1; n <= c.amended; n += 1) {
    const folder = `amendments/${String(n).padStart(4, "0")}`;
    const file = `${folder}/amendment.txt`;
    const bytes = await need(c, file);
    sameSignature(c.notice.amender, bytes, await need(c, `${folder}/amendment.sig`), file);
    const said = fieldsOf(bytes, file, AMENDMENT);
    sameLine(file, 1, said.amendment1, c.notice.session, "notice.json");
    sameLine(file, 2, said.number, String(n), file);
    sameLine(file, 3, said.previous, previous, n === 1 ? "statement.txt" : `amendments/${String(n - 1).padStart(4, "0")}/amendment.txt`);
    const sums = sumsOf(await sameHash(c, `${folder}/SHA256SUMS`, said.sums, file), `${folder}/SHA256SUMS`);
    const tables = {};
    for (const [name, header] of [["events.csv", "event,applicant,school,date,paper"], ["changes.csv", "applicant,from,from_school,to,to_school,cause"]]) {
      const bytesOf = await sameHash(c, `${folder}/${name}`, sums.get(name), `${folder}/SHA256SUMS`);
      tables[name] = rowsOf(bytesOf, `${folder}/${name}`, header);
    }
    c.annulled = c.annulled || tables["events.csv"].some((line) => line[0] === "annulled");
    for (const line of tables["changes.csv"]) {
      if (line[0] === c.child?.code) c.changes.push({ number: n, from: line[1], to: line[3], school: line[4], cause: line[5] });
    }
    previous = await hashOf(bytes, c.pace);
  }
}

export const proofs = { notice, rules, list, board, seed, statement, signature, outputs, order, row, amendments };
