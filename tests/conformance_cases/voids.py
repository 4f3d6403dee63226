"""Void records: transcript, reason, ledger (SPEC §10). void.txt, the ledger's last line and all signatures fit each forgery."""

from collections.abc import Callable
from functools import partial

import simulator

from conformance_cases.bases import BASES, PARTIES, lean_void
from conformance_cases.case import MISMATCH, Files, add, fails
from conformance_cases.forging import (
    BOM,
    H,
    Rows,
    crlf,
    last,
    ledger,
    line,
    put,
    refrozen,
    replaced,
    rows_of,
    swapped,
    voided,
    with_lines,
    with_rows,
    without,
)
from draw.hashing import digest

Change = Callable[[bytes], bytes]
A1, N1, W01 = (simulator.secret_of(p) for p in ("A1", "N1", "W01"))


def _transcript(change: Change, files: Files) -> Files:
    made = change(files["transcript.txt"])
    assert made != files["transcript.txt"]
    return voided(files | {"transcript.txt": made})


CAUSE: dict[str, tuple[Change, int, str]] = {
    "other_secret": (lambda d: replaced(d, N1, H), 7, "an opened paper's secret opens its commitment"),
    "good_paper_called_mismatch": (lambda d: replaced(d, f"N1 {N1}", "N1 mismatch"), 12,
        "a paper that opens its commitment is no mismatch"),
    "mismatch_called_good": (lambda d: replaced(d, "A1 mismatch", f"A1 {A1}"), 12, "the ledger has a paper-mismatch of A1"),
    "paper_left_out": (lambda d: replaced(d, "A1 mismatch\n", ""), 7, "a line for every sealed party, or for none"),
    "papers_left_out": (lambda d: with_lines(d, lambda x: x[:-2]), 12, "the papers that the ledger has opened stand there"),
    "papers_swapped": (lambda d: with_lines(d, swapped(6, 7)), 7, "sealed parties stand in the notice's order"),
    "die_changed": (lambda d: replaced(d, "-05-09", "-05-08"), 12, "the dice are those of the ledger"),
    "die_missing": (lambda d: replaced(d, "-05-09", "-05"), 7, "b10k6 has six balls"),
    "dice_left_out": (lambda d: with_lines(d, lambda x: [*x[:4], *x[5:]]), 7,
        "lines stand in their order: no beacon line before the dice"),
    "beacon_left_out": (lambda d: replaced(d, "beacon none\n", ""), 7, "a beacon line stands before the papers"),
    "stranger": (lambda d: d + b"N2 mismatch\n", 7, "no line is of a party that the notice does not name"),
    "parent_absent": (lambda d: replaced(d, f"W01 {W01}", "W01 absent"), 12, "who revealed is not absent"),
    "parent_left_out": (lambda d: replaced(d, f"W01 {W01}\n", ""), 7, "after reveal-close every open party has its line"),
    "other_notice": (lambda d: with_lines(d, lambda x: [x[0], f"notice {H}", *x[2:]]), 7, "line 2 is this notice's hash"),
    "other_board": (lambda d: with_lines(d, lambda x: [*x[:2], f"board {H}", *x[3:]]), 7, "line 3 is board.txt's hash"),
    "crlf": (crlf, 7, "LF ends every line"),
    "bom": (lambda d: BOM + d, 7, "there is no BOM"),
    "without_last_lf": (lambda d: d[:-1], 7, "LF ends the last line too"),
    "empty": (lambda d: b"", 7, "a transcript has its lines"),
}  # fmt: skip
for _key, (_change, _step, _why) in CAUSE.items():
    add(f"void_transcript_{_key}", f"transcript.txt (§10): {_why}.", partial(_transcript, _change), "void_cause", MISMATCH, _step)

SAID: dict[str, tuple[dict[str, str], str, str]] = {
    "other_reason": ({"reason": "RULING"}, "void_cause", "the reason is the one that the ledger allows"),
    "own_reason": ({"reason": "DISLIKED"}, "void_cause", "reasons are a closed list"),
    "blind_called_cause": ({"reason": "PAPER_MISMATCH"}, "void_blind", "the reason is the one that the ledger allows"),
    "ruling_called_too_few": ({"reason": "TOO_FEW_REVEALS"}, "void_blind", "the reason is the first of §10's table that holds"),
    "other_session": ({"void1": "example-2027"}, "void_cause", "line 1 names the session"),
    "live": ({"mode": "live"}, "void_cause", "mode is the notice's"),
    "other_attempt": ({"attempt": "2"}, "void_cause", "attempt is the notice's"),
    "no_board": ({"board": "none"}, "void_cause", "board is none only if the board was not closed"),
    "other_notice": ({"notice": H}, "void_cause", "notice is the hash of notice.json"),
    "line_more": ({"note": "nothing"}, "void_cause", "no other line"),
}


def _said(values: dict[str, str], files: Files) -> Files:
    return voided(files, **values)


for _key, (_values, _base, _why) in SAID.items():
    add(f"void_txt_{_key}", f"void.txt (§10): {_why}; it is signed as it stands.", partial(_said, _values), _base, MISMATCH, 13)


@fails(13, "void_cause")
def void_txt_crlf(r: Files) -> Files:
    """void.txt: LF ends every line (§1)."""
    made = crlf(r["void.txt"])
    rows = rows_of(r)
    rows[-1]["body"] = {"void": digest(made)}
    return with_rows(r | {"void.txt": made}, rows)


@fails(12, "void_cause")
def void_ledger_names_another(r: Files) -> Files:
    """The ledger's last line is the hash of void.txt (§11 step 12)."""
    return ledger(r, lambda rows: rows[-1]["body"].update(void=H))


@fails(12, "void_cause")
def void_by_decision(r: Files) -> Files:
    """A void for a paper's mismatch is by the system (§10)."""
    return ledger(r, lambda rows: rows[-1].update(by="decision"))


@fails(12, "void_blind")
def void_by_system(r: Files) -> Files:
    """A void by ruling is by the decision group (§10)."""
    return ledger(r, lambda rows: rows[-1].update(by="system"))


@fails(12, "void_blind")
def void_without_ruling(r: Files) -> Files:
    """A draw may not be voided at will: without its ruling the void has no reason (§10)."""
    return ledger(r, lambda rows: [x for x in rows if x["kind"] != "ruling"])


@fails(12, "void_cause")
def void_after_seeing_the_seed(r: Files) -> Files:
    """A result that was not liked: all papers were opened and matched, then void (§10)."""

    def change(rows: Rows) -> None:
        at = last(rows, "paper-mismatch")
        rows[at] = line("opened", "A1")

    return ledger(voided(r | {"transcript.txt": replaced(r["transcript.txt"], "A1 mismatch", f"A1 {A1}")}), change)


@fails(12, "void_cause")
def void_before_the_other_paper(r: Files) -> Files:
    """A void for a mismatch comes when every other sealed party is opened (§10)."""

    def change(rows: Rows) -> Rows:
        return [x for x in rows if (x["kind"], x["by"]) != ("opened", "N1")]

    return ledger(r, change)


@fails(12, "void_cause")
def void_ledger_truncated(r: Files) -> Files:
    """The last line of a void record's ledger has kind void (§9)."""
    return ledger(r, lambda rows: rows[:-1])


@fails(7, "void_blind")
def void_board_missing(r: Files) -> Files:
    """board.txt is missing, and transcript.txt goes on behind its first two lines as if the board was closed (§10)."""
    return without(r, "board.txt")


@fails(6, "void_blind")
def void_board_swapped(r: Files) -> Files:
    """A void record's board has the same form (§6)."""
    return voided(put(r, "board.txt", with_lines(r["board.txt"], swapped(2, 3))))


@fails(12, "void_blind")
def void_too_few_reveals_of_enough(r: Files) -> Files:
    """TOO_FEW_REVEALS while min_open parents revealed: nothing allows this void (§10)."""
    made = lean_void(parties=PARTIES, min_open=2, absent=("W01", "W03"))
    return refrozen(made, {"min_open": 1})


@fails(4, "void_cause")
def void_pool_exchanged(r: Files) -> Files:
    """The frozen files of a void record are those of its notice too (§11 step 4)."""
    return put(r, "pool.csv", BASES["skip"]()["pool.csv"].replace(b"0001,0001,7", b"0001,0001,8"))
