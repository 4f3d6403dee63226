"""What a forger who knows the format does: change one thing, and make everything behind it fit (keys as in simulator.py).

Each function returns a whole new record. So a case breaks one rule, and no hash or signature that merely follows from it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import simulator
from simulator import AMENDER, SIGNER

from conformance_cases.case import Files
from draw import pool, results, rules, signing, sm3
from draw.encoding import canonical_json, text_file
from draw.errors import DrawError
from draw.hashing import commitment, digest, sums_file, sums_of

Rows = list[dict[str, Any]]
H = digest(b"another")
SUMS = ("SHA256SUMS", "SHA256SUMS.sig")
OUTPUTS = ("results.csv", "tables/", "orders/")


def summed(files: Files, key: Any = SIGNER) -> Files:
    """SHA256SUMS made and signed anew; SM3SUMS too where the record has one."""
    inside = {n: d for n, d in files.items() if n not in SUMS and not n.startswith("amendments/")}
    made = dict(files)
    if sm3.NAME in files:
        second = sm3.sums_of((n, d) for n, d in inside.items() if n != sm3.NAME)
        assert second is not None
        inside[sm3.NAME] = made[sm3.NAME] = second
    sums = sums_file({n: digest(d) for n, d in inside.items()})
    return made | {"SHA256SUMS": sums, "SHA256SUMS.sig": signing.sign(key, sums)}


def signed(files: Files, key: Any = SIGNER) -> Files:
    """Every signature of the record made anew, then the sums."""
    texts = {"notice.sig": "notice.json", "statement.sig": "statement.txt", "void.sig": "void.txt"}
    again = {name: signing.sign(key, files[text]) for name, text in texts.items() if text in files and name in files}
    return summed(files | again, key)


def put(files: Files, name: str, data: bytes) -> Files:
    """One file replaced or added, signatures and sums made anew."""
    return signed(files | {name: data})


def without(files: Files, *names: str) -> Files:
    """Files taken out, sums made anew."""
    rest = {n: d for n, d in files.items() if n not in names}
    return rest if set(names) & set(SUMS) else summed(rest)


def replaced(data: bytes, old: str, new: str) -> bytes:
    """The first place of a text that must be there, changed."""
    assert old.encode() in data, old
    return data.replace(old.encode(), new.encode(), 1)


def lines_of(data: bytes) -> list[str]:
    """The lines of a text file."""
    return data.decode().splitlines()


def with_lines(data: bytes, change: Callable[[list[str]], Sequence[str]]) -> bytes:
    """A text file with its lines changed."""
    return text_file(change(lines_of(data)))


def swapped(one: int, two: int) -> Callable[[list[str]], list[str]]:
    """Two lines exchanged."""

    def change(lines: list[str]) -> list[str]:
        lines[one], lines[two] = lines[two], lines[one]
        return lines

    return change


def crlf(data: bytes) -> bytes:
    """The same lines with CRLF."""
    return data.replace(b"\n", b"\r\n")


BOM = b"\xef\xbb\xbf"


# -- ledger, statement, void -------------------------------------------------------------------------------------------------


def rows_of(files: Mapping[str, bytes]) -> Rows:
    """The lines of ledger.jsonl as objects."""
    return [json.loads(line) for line in files["ledger.jsonl"].splitlines()]


def first(rows: Rows, kind: str, /, **body: Any) -> int:
    """The place of the first line of a kind, with these values in its body."""
    return next(n for n, r in enumerate(rows) if r["kind"] == kind and body.items() <= r["body"].items())


def last(rows: Rows, kind: str) -> int:
    """The place of the last line of a kind."""
    return max(n for n, r in enumerate(rows) if r["kind"] == kind)


def chained(rows: Rows) -> tuple[bytes, str]:
    """(ledger.jsonl of these lines, numbered and chained anew; the hash of its last line)."""
    before, out = "none", b""
    for n, row in enumerate(rows, start=1):
        line = canonical_json(row | {"n": n, "prev": before})
        before, out = digest(line), out + line + b"\n"
    return out, before


def stated(files: Files, **values: str) -> Files:
    """Other values on lines of statement.txt; everything signed anew."""
    said = dict(line.split(" ", 1) for line in lines_of(files["statement.txt"]))
    return put(files, "statement.txt", text_file(f"{k} {v}" for k, v in (said | values).items()))


def with_rows(files: Files, rows: Rows) -> Files:
    """A ledger of these lines, chained; the statement knows it; everything signed anew."""
    data, end = chained(rows)
    files = files | {"ledger.jsonl": data}
    return stated(files, ledger=end) if "statement.txt" in files else signed(files)


def ledger(files: Files, change: Callable[[Rows], Any]) -> Files:
    """The ledger's lines changed in place, or the ones returned; chained, stated, signed."""
    rows = rows_of(files)
    made = change(rows)
    return with_rows(files, made if isinstance(made, list) else rows)


def line(kind: str, by: str, /, time: str = "2026-07-18T09:10:00+08:00", **body: Any) -> dict[str, Any]:
    """A line of the ledger, before it is numbered."""
    return {"kind": kind, "by": by, "body": body, "time": time}


def with_outputs(files: Files) -> Files:
    """outputs.txt made anew from the files; ledger and statement know it."""
    sums = sums_file({n: digest(d) for n, d in files.items() if n.startswith(OUTPUTS)})
    rows = rows_of(files)
    rows[-1]["body"] = {"outputs": digest(sums)}
    return with_rows(stated(files | {"outputs.txt": sums}, outputs=digest(sums)), rows)


def output(files: Files, name: str, change: Callable[[bytes], bytes]) -> Files:
    """One order, result or table changed; outputs, ledger and statement made to fit."""
    made = change(files[name])
    assert made != files[name]
    return with_outputs(files | {name: made})


def computed(files: Files) -> Files:
    """Orders, results and tables of pool.csv, rules.json and seed.txt; where these are of no form they stay as they were."""
    try:
        terms = rules.read(files["rules.json"])
        made = results.compute(pool.read(files["pool.csv"], terms), terms, digest(files["seed.txt"]))
    except (DrawError, KeyError, ValueError, IndexError, AssertionError):
        return files
    return {n: d for n, d in files.items() if not n.startswith(OUTPUTS)} | made


def with_seed(files: Files, data: bytes, rows: Rows | None = None) -> Files:
    """Another seed.txt and all that follows from it: transcripts, seed, orders, results, statement. `rows`: another ledger."""
    files = computed(files | {"seed.txt": data})
    files = files | {"outputs.txt": sums_file({n: digest(d) for n, d in files.items() if n.startswith(OUTPUTS)})}
    said = {"board": digest(files["board.txt"]), "seed": digest(data), "outputs": digest(files["outputs.txt"])}
    fitted = [fitting(files, row) for row in (rows_of(files) if rows is None else rows)]
    return with_rows(stated(files, **said), fitted)


def fitting(files: Files, row: dict[str, Any]) -> dict[str, Any]:
    """A line of the ledger with the hashes of these files."""
    value, body, kind = digest(files["notice.json"]), dict(row["body"]), row["kind"]
    lines = lines_of(files.get("seed.txt", files.get("transcript.txt", b"")))
    dice = next((n for n, text in enumerate(lines) if text.startswith("dice ")), len(lines))
    if kind == "convene":
        body["notice"] = value
    elif kind == "commit":
        body["commitment"] = commitment(value, row["by"], simulator.secret_of(row["by"]))
    elif kind == "board":
        body["board"] = digest(files["board.txt"])
    elif "transcript" in body:
        ends = {"reveal-close": dice, "dice": dice + 1, "beacon": dice + 2}
        body["transcript"] = digest(text_file(lines[: ends[kind]]))
    elif kind == "seed":
        body["seed"] = digest(files["seed.txt"])
    elif kind == "outputs":
        body["outputs"] = digest(files["outputs.txt"])
    elif kind == "void":
        body["void"] = digest(files["void.txt"])
    return row | {"body": body}


# -- the freeze --------------------------------------------------------------------------------------------------------------

FROZEN = {"pool.csv": "pool", "rules.json": "rules", "program.txt": "program", "removed.csv": "removed"}


def _counts(data: bytes) -> dict[str, int]:
    """applicants and units of pool.csv, as far as its bytes tell them."""
    rows = [line.split(",") for line in data.decode("utf-8", "replace").splitlines()[1:]]
    return {"applicants": len(rows), "units": len({row[1] for row in rows if len(row) > 1})}


def refrozen(
    files: Files,
    notice: Mapping[str, Any] = {},
    *,
    spelt: Callable[[bytes], bytes] = bytes,
    key: Any = SIGNER,
    **frozen: Any,
) -> Files:
    """The whole ceremony again under another notice, with the same secrets, dice and minutes.

    `notice`: keys of notice.json that are other (None: left out); `frozen`: pool, rules (bytes or an object), program, removed;
    their hashes and counts come to stand in the notice. `spelt`: changes the bytes of notice.json before anything hashes them.
    """
    names = {short: name for name, short in FROZEN.items()}
    data = {names[k]: v if isinstance(v, bytes) else canonical_json(v) for k, v in frozen.items()}
    value = json.loads(files["notice.json"]) | {FROZEN[name]: digest(d) for name, d in data.items()}
    if "pool.csv" in data:
        value |= _counts(data["pool.csv"])
    value = {k: v for k, v in (value | notice).items() if v is not None}
    files = files | data | {"notice.json": spelt(canonical_json(value))}
    if len(notice.get("signer", "")) == 64:
        files["signer.pem"] = signing.public_pem(notice["signer"])
    return held(files, value, key)


def held(files: Files, value: Mapping[str, Any], key: Any = SIGNER) -> Files:
    """Commitments, board, seed, results, ledger and statement under the notice that lies in the files."""
    hashed = digest(files["notice.json"])
    if "board.txt" not in files:
        rows = rows_of(files)
        rows[last(rows, "freeze")]["body"] |= {"notice": hashed, "version": value.get("version", 1)}
        return voided(files | {"transcript.txt": text_file(["seed1", f"notice {hashed}"])}, rows, value=value)
    parties = [str(p.get("id")) for p in value.get("parties", ()) if isinstance(p, dict)]
    absent = {text.split()[0] for text in lines_of(files["board.txt"]) if text.endswith(" absent")}
    board = [
        f"{p} absent" if p in absent else f"{p} {commitment(hashed, p, simulator.secret_of(p))}" for p in parties
    ]
    files = files | {"board.txt": text_file(["board1", f"notice {hashed}", *board])}
    rows = rows_of(files)
    rows[last(rows, "freeze")]["body"] |= {"notice": hashed, "version": value.get("version", 1)}
    text = "transcript.txt" if "void.txt" in files else "seed.txt"
    old = dict(line.split(" ", 1) for line in lines_of(files[text])[3:])
    order = [p for p in parties if p[0] == "W"], [p for p in parties if p[0] != "W"]
    middle = [f"{k} {old[k]}" for k in ("dice", "beacon") if k in old]
    open_, sealed = ([f"{p} {old[p]}" for p in group if p in old] for group in order)
    lines = ["seed1", f"notice {hashed}", f"board {digest(files['board.txt'])}", *open_, *middle, *sealed]
    if "void.txt" in files:
        return voided(files | {"transcript.txt": text_file(lines)}, rows, value=value)
    head = {"draw1": value.get("session"), "mode": value.get("mode"), "attempt": value.get("attempt"), "notice": hashed}
    files = stated(files, **{k: str(v) for k, v in head.items()})
    made = with_seed(files, text_file(lines), rows)
    return made if key is SIGNER else signed(made, key)


VOID_KEYS = {"void1": "session", "mode": "mode", "attempt": "attempt"}


def voided(files: Files, rows: Rows | None = None, *, value: Mapping[str, Any] = {}, **said: str) -> Files:
    """void.txt made to fit transcript.txt, board.txt and the notice (or to say something else), the ledger to fit it."""
    text = dict(line.split(" ", 1) for line in lines_of(files["void.txt"]))
    text |= {"transcript": digest(files["transcript.txt"])}
    text |= {"board": digest(files["board.txt"])} if "board.txt" in files else {}
    if value:
        text |= {key: str(value.get(name)) for key, name in VOID_KEYS.items()}
        text |= {"notice": digest(files["notice.json"])}
    files = files | {"void.txt": text_file(f"{k} {v}" for k, v in (text | said).items())}
    return with_rows(files, [fitting(files, row) for row in (rows_of(files) if rows is None else rows)])


# -- amendments --------------------------------------------------------------------------------------------------------------


def amendment(files: Files, number: int, name: str, change: Callable[[bytes], bytes]) -> Files:
    """One file of an amendment changed; this amendment and those behind it made to fit by the amender's key."""
    made = dict(files)
    where = f"amendments/{number:04}/"
    made[where + name] = change(made[where + name])
    assert made != files
    return resealed(made, number, name)


def resealed(files: Files, number: int = 1, altered: str = "", key: Any = AMENDER) -> Files:
    """Sums, texts, chain and signatures of the amendments from this one on; what was `altered` there is left as it is."""
    made = dict(files)
    for n in range(number, 1 + sum(name.endswith("/amendment.txt") for name in files)):
        at, before = f"amendments/{n:04}/", f"amendments/{n - 1:04}/amendment.txt" if n > 1 else "statement.txt"
        kept = altered if n == number else ""
        if kept != "SHA256SUMS":
            made[at + "SHA256SUMS"] = sums_of((x, made[at + x]) for x in ("changes.csv", "events.csv"))
        if kept != "amendment.txt":
            lines = lines_of(made[at + "amendment.txt"])
            lines[2], lines[4] = f"previous {digest(made[before])}", f"sums {digest(made[at + 'SHA256SUMS'])}"
            made[at + "amendment.txt"] = text_file(lines)
        if kept != "amendment.sig":
            made[at + "amendment.sig"] = signing.sign(key, made[at + "amendment.txt"])
    return made
