"""Steps 13, 15 and 18: statement, sums, and the hashes on the signed papers (SPEC §10, §11)."""

from collections.abc import Callable
from functools import partial

import simulator
from simulator import SIGNER

from conformance_cases.bases import BASES, lean, plain
from conformance_cases.case import MISMATCH, Files, add, could_not, fails, matches
from conformance_cases.forging import (
    BOM,
    H,
    crlf,
    ledger,
    line,
    put,
    refrozen,
    replaced,
    signed,
    summed,
    swapped,
    with_lines,
)
from draw import signing, sm3
from draw.hashing import digest
from draw.notice import Mode

Change = Callable[[bytes], bytes]
EXAMPLE = BASES["skip"]()
LAST = EXAMPLE["ledger.jsonl"].splitlines(keepends=True)[-1]


def _first_digit(data: bytes, key: str) -> bytes:
    """The hash on this line begins with another digit."""
    at = data.index(f"{key} ".encode()) + len(key) + 1
    return data[:at] + (b"1" if data[at : at + 1] != b"1" else b"2") + data[at + 1 :]


STATEMENTS: dict[str, tuple[Change, str]] = {
    "session": (lambda d: replaced(d, "example-2026", "example-2027"), "line 1 names the session"),
    "live": (lambda d: replaced(d, "mode rehearsal", "mode live"), "a rehearsal passed off as live: mode is the notice's"),
    "mode_missing": (lambda d: replaced(d, "mode rehearsal\n", ""), "mode has its line"),
    "attempt": (lambda d: replaced(d, "attempt 1", "attempt 2"), "attempt is the notice's"),
    "attempt_leading_zero": (lambda d: replaced(d, "attempt 1", "attempt 01"), "an integer has no leading zero"),
    "notice": (lambda d: _first_digit(d, "notice"), "notice is the hash of notice.json"),
    "board": (lambda d: _first_digit(d, "board"), "board is the hash of board.txt"),
    "seed": (lambda d: _first_digit(d, "seed"), "seed is the hash of seed.txt"),
    "seed_capital": (lambda d: with_lines(d, lambda x: [*x[:5], x[5][:5] + x[5][5:].upper(), *x[6:]]), "a hash is in lower case"),
    "outputs": (lambda d: _first_digit(d, "outputs"), "outputs is the hash of outputs.txt"),
    "ledger": (lambda d: _first_digit(d, "ledger"), "ledger is the hash of the ledger's last line"),
    "ledger_with_lf": (lambda d: with_lines(d, lambda x: [*x[:7], f"ledger {digest(LAST)}"]),
        "the last line is hashed without its LF"),
    "ledger_of_the_file": (lambda d: with_lines(d, lambda x: [*x[:7], f"ledger {digest(EXAMPLE['ledger.jsonl'])}"]),
        "ledger is the hash of the last line, not of the file"),
    "lines_swapped": (lambda d: with_lines(d, swapped(1, 2)), "lines stand in their order"),
    "line_more": (lambda d: d + b"note nothing\n", "no other line"),
    "line_missing": (lambda d: with_lines(d, lambda x: x[:-1]), "all eight lines"),
    "void1": (lambda d: replaced(d, "draw1", "void1"), 'a statement begins with "draw1"'),
    "crlf": (crlf, "LF ends every line"),
    "bom": (lambda d: BOM + d, "there is no BOM"),
    "without_last_lf": (lambda d: d[:-1], "LF ends the last line too"),
    "empty": (lambda d: b"", "a statement has its lines"),
}  # fmt: skip


def _statement(change: Change, files: Files) -> Files:
    made = change(files["statement.txt"])
    assert made != files["statement.txt"]
    return put(files, "statement.txt", made)


for _key, (_change, _why) in STATEMENTS.items():
    add(f"statement_{_key}", f"statement.txt (§10): {_why}; it is signed as it stands.", partial(_statement, _change), "skip",
        MISMATCH, 13)  # fmt: skip


@fails(13)
def statement_of_a_shorter_ledger(r: Files) -> Files:
    """An honest line more in the ledger than the signed statement knows (§10)."""
    more = ledger(r, lambda rows: [*rows[:-1], line("resume", "system"), rows[-1]])
    return put(more, "statement.txt", r["statement.txt"])


@fails(13)
def rollback_statement_of_another_attempt(r: Files) -> Files:
    """Rollback: the statement of attempt 1, put into the record of attempt 2 and signed (§10)."""
    second = lean(attempt=2, previous=H)
    return put(second, "statement.txt", r["statement.txt"])


# -- sums ----------------------------------------------------------------------------------------------------------------------


def _sums(change: Change, files: Files) -> Files:
    made = change(files["SHA256SUMS"])
    assert made != files["SHA256SUMS"]
    return files | {"SHA256SUMS": made, "SHA256SUMS.sig": signing.sign(SIGNER, made)}


def _sorted_with(path: str) -> Change:
    return lambda d: with_lines(d, lambda x: sorted([*x, f"{H}  {path}"], key=lambda y: y[66:].encode()))


SUMS: dict[str, tuple[Change, str]] = {
    "hash": (lambda d: with_lines(d, lambda x: [H + x[0][64:], *x[1:]]), "all hashes are right"),
    "line_missing": (lambda d: with_lines(d, lambda x: x[1:]), "every file is listed"),
    "line_more": (_sorted_with("zzz"), "no other file is listed"),
    "itself": (_sorted_with("SHA256SUMS"), "it does not list itself"),
    "its_signature": (_sorted_with("SHA256SUMS.sig"), "it does not list its signature"),
    "lines_swapped": (lambda d: with_lines(d, swapped(0, 1)), "paths are sorted"),
    "line_twice": (lambda d: with_lines(d, lambda x: [x[0], *x]), "no path stands twice"),
    "one_space": (lambda d: replaced(d, "  ", " "), "two spaces stand between hash and path"),
    "capital": (lambda d: with_lines(d, lambda x: [x[0][:64].upper() + x[0][64:], *x[1:]]), "a hash is in lower case"),
    "comment": (lambda d: b"# sums\n" + d, "no line is a comment"),
    "crlf": (crlf, "LF ends every line"),
    "bom": (lambda d: BOM + d, "there is no BOM"),
    "without_last_lf": (lambda d: d[:-1], "LF ends the last line too"),
    "empty": (lambda d: b"", "a sums file has its lines"),
}  # fmt: skip
for _key, (_change, _why) in SUMS.items():
    add(f"sums_{_key}", f"SHA256SUMS (§1, §11 step 15): {_why}; it is signed as it stands.", partial(_sums, _change), "skip",
        MISMATCH, 15)  # fmt: skip


@fails(15)
def sums_readme_changed(r: Files) -> Files:
    """README is vouched for by SHA256SUMS alone (§11 step 15)."""
    return r | {"README": r["README"] + b"Call this number instead.\n"}


@fails(15, "amended_thrice")
def sums_of_the_amendments(r: Files) -> Files:
    """SHA256SUMS does not list amendments/, which came after it (§11 step 15)."""
    inside = {n: d for n, d in r.items() if not n.startswith("SHA256SUMS")}
    text = "".join(f"{digest(inside[n])}  {n}\n" for n in sorted(inside)).encode()
    return r | {"SHA256SUMS": text, "SHA256SUMS.sig": signing.sign(SIGNER, text)}


SM3: dict[str, tuple[Change, str]] = {
    "value": (lambda d: with_lines(d, lambda x: [H + x[0][64:], *x[1:]]), "all its values are right"),
    "sha256_values": (lambda d: d, "its values are SM3, not SHA-256"),
    "line_missing": (lambda d: with_lines(d, lambda x: x[1:]), "it lists the same files"),
    "line_more": (_sorted_with("zzz"), "it lists no other file"),
    "itself": (_sorted_with("SM3SUMS"), "it does not list itself"),
    "sums_too": (_sorted_with("SHA256SUMS"), "it lists the same files, SHA256SUMS is none of them"),
    "lines_swapped": (lambda d: with_lines(d, swapped(0, 1)), "paths are sorted"),
    "one_space": (lambda d: replaced(d, "  ", " "), "two spaces stand between value and path"),
    "capital": (lambda d: with_lines(d, lambda x: [x[0][:64].upper() + x[0][64:], *x[1:]]), "a value is in lower case"),
    "crlf": (crlf, "LF ends every line"),
    "bom": (lambda d: BOM + d, "there is no BOM"),
    "empty": (lambda d: b"", "a sums file has its lines"),
}  # fmt: skip


def _second_sums(key: str, change: Change, files: Files) -> Files:
    """SM3SUMS changed; SHA256SUMS holds its new hash."""
    made = change(files[sm3.NAME])
    if key == "sha256_values":
        made = b"".join(x + b"\n" for x in files["SHA256SUMS"].splitlines() if not x.endswith(b"SM3SUMS"))
    assert made != files[sm3.NAME]
    files = files | {sm3.NAME: made}
    inside = {n: digest(d) for n, d in files.items() if not n.startswith("SHA256SUMS")}
    text = "".join(f"{inside[n]}  {n}\n" for n in sorted(inside)).encode()
    return files | {"SHA256SUMS": text, "SHA256SUMS.sig": signing.sign(SIGNER, text)}


for _key, (_change, _why) in SM3.items():
    add(f"sm3sums_{_key}", f"SM3SUMS (§2, §11 step 15): {_why}; SHA256SUMS holds its hash.", partial(_second_sums, _key, _change),
        "tiers", MISMATCH, 15)  # fmt: skip


@matches("void_cause")
def sm3sums_in_a_void(r: Files) -> Files:
    """A void record may have SM3SUMS too (§2)."""
    return summed(r | {sm3.NAME: b""})


# -- anchors -------------------------------------------------------------------------------------------------------------------

SKIP_NOTICE, SKIP_STATEMENT = digest(EXAMPLE["notice.json"]), digest(EXAMPLE["statement.txt"])


@fails(18, notice=H)
def anchor_other_notice(r: Files) -> Files:
    """The notice hash on the signed paper is another (§11 step 18)."""
    return r


@fails(18, statement=H)
def anchor_other_statement(r: Files) -> Files:
    """The statement hash on the signed paper is another (§11 step 18)."""
    return r


@fails(18, notice=SKIP_STATEMENT, statement=SKIP_NOTICE)
def anchors_exchanged(r: Files) -> Files:
    """The two hashes were given for one another (§11 step 18)."""
    return r


@fails(18, notice=H, statement="none")
def anchor_other_notice_alone(r: Files) -> Files:
    """A wrong notice hash is a mismatch, though the other is not given (§11 step 18)."""
    return r


@fails(18, notice="none", statement=H)
def anchor_other_statement_alone(r: Files) -> Files:
    """A wrong statement hash is a mismatch, though the other is not given (§11 step 18)."""
    return r


@could_not(18, notice="none")
def anchor_notice_not_given(r: Files) -> Files:
    """Without the notice hash: could not check (§11 step 18)."""
    return r


@could_not(18, statement="none")
def anchor_statement_not_given(r: Files) -> Files:
    """Without the statement hash: could not check (§11 step 18)."""
    return r


@fails(18, statement=SKIP_STATEMENT, notice=SKIP_NOTICE)
def anchor_record_made_anew(r: Files) -> Files:
    """Another throw of dice, perfect in itself: only the signed papers tell (§12)."""
    return lean(values="02-07-01-08-10-04")


@fails(18, statement=SKIP_STATEMENT, notice="none")
def anchor_honest_line_more(r: Files) -> Files:
    """A line of minutes more, with a statement made to fit: only the signed paper tells (§12)."""
    return ledger(r, lambda rows: [*rows[:-1], line("resume", "system"), rows[-1]])


@fails(18, notice=SKIP_NOTICE, statement="none")
def anchor_rehearsal_made_live(r: Files) -> Files:
    """A rehearsal made into a live draw with everybody signed in: a perfect record, not that of the signed notice (§12)."""
    return plain(simulator.record(mode=Mode.LIVE))


@fails(18, notice=SKIP_NOTICE, statement=SKIP_STATEMENT)
def rollback_second_attempt_for_the_first(r: Files) -> Files:
    """Rollback: a whole other attempt than the papers name (§11 step 18)."""
    return lean(attempt=2, previous=H)


@fails(18, notice="own", statement=SKIP_STATEMENT)
def anchor_void_for_a_result(r: Files) -> Files:
    """A void record instead of the result whose statement was signed (§11 step 18)."""
    return dict(BASES["void_cause"]())



# -- two records mixed -----------------------------------------------------------------------------------------------------------


@fails(12)
def mixed_seed_and_outputs(r: Files) -> Files:
    """Two records mixed: seed, order, results, tables and outputs of another throw; ledger and statement of this one (§9)."""
    other = lean(values="02-07-01-08-10-04")
    kept = {n: r[n] for n in ("ledger.jsonl", "statement.txt", "statement.sig")}
    return signed(other | kept)


@fails(12)
def mixed_ledger_and_statement(r: Files) -> Files:
    """Two records mixed: ledger and statement of another throw of dice (§9)."""
    other = lean(values="02-07-01-08-10-04")
    return signed(r | {n: other[n] for n in ("ledger.jsonl", "statement.txt")})


@fails(10)
def mixed_results(r: Files) -> Files:
    """Two records mixed: results.csv of another throw of dice (§8)."""
    return put(r, "results.csv", lean(values="02-07-01-08-10-04")["results.csv"])


@fails(3)
def mixed_notice_signature(r: Files) -> Files:
    """Two records mixed: notice.json of another attempt, this one's signature (§11 step 3)."""
    return summed(r | {"notice.json": refrozen(r, {"attempt": 2, "previous": H})["notice.json"]})


@fails(15)
def mixed_sums(r: Files) -> Files:
    """Two records mixed: SHA256SUMS and its signature of another throw of dice (§11 step 15)."""
    other = lean(values="02-07-01-08-10-04")
    return r | {n: other[n] for n in ("SHA256SUMS", "SHA256SUMS.sig")}
