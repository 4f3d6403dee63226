"""Steps 6 to 8: board, secrets, dice and seed (SPEC §6). Orders, results and ledger were made again from each forged seed."""

from collections.abc import Callable
from functools import partial

import simulator

from conformance_cases.bases import BASES, PARTIES, lean
from conformance_cases.case import MISMATCH, Files, add, fails
from conformance_cases.forging import (
    BOM,
    H,
    Rows,
    crlf,
    first,
    lines_of,
    put,
    refrozen,
    replaced,
    rows_of,
    swapped,
    with_lines,
    with_rows,
    with_seed,
)
from draw.encoding import text_file
from draw.hashing import commitment, digest

A1, W01 = simulator.secret_of("A1"), simulator.secret_of("W01")
LATER = digest(b"chosen afterwards")


def boarded(files: Files, board: bytes, seed: Callable[[bytes], bytes] = bytes, rows: Rows | None = None) -> Files:
    """Another board.txt; seed.txt names it, and all that follows was made again."""
    assert board != files["board.txt"]
    text = replaced(files["seed.txt"], digest(files["board.txt"]), digest(board))
    return with_seed(files | {"board.txt": board}, seed(text), rows)


BOARDS: dict[str, tuple[Callable[[bytes], bytes], str]] = {  # of the base `skip`
    "swapped_parties": (lambda d: with_lines(d, swapped(2, 3)), "parties stand in the notice's order"),
    "party_missing": (lambda d: with_lines(d, lambda x: x[:4]), "every party has a line"),
    "party_more": (lambda d: with_lines(d, lambda x: [*x, f"W02 {H}"]), "no line is of a party that the notice does not name"),
    "party_twice": (lambda d: with_lines(d, lambda x: [*x, x[4][:-1] + "0"]), "a party has one line"),
    "sealed_absent": (lambda d: with_lines(d, lambda x: [*x[:2], "A1 absent", *x[3:]]), "a sealed party is never absent"),
    "too_many_absent": (lambda d: with_lines(d, lambda x: [*x[:4], "W01 absent"]), "at least min_open open parties are there"),
    "commitment_copied": (lambda d: with_lines(d, lambda x: [*x[:4], "W01 " + x[2].split()[1]]), "no commitment stands twice"),
    "commitment_short": (lambda d: d[:-2] + b"\n", "a commitment has 64 digits"),
    "commitment_capital": (lambda d: with_lines(d, lambda x: [*x[:4], "W01 " + x[4].split()[1].upper()]),
        "a hash is in lower case"),
    "other_notice": (lambda d: with_lines(d, lambda x: [x[0], f"notice {H}", *x[2:]]), "line 2 is this notice's hash"),
    "other_format": (lambda d: replaced(d, "board1", "board2"), 'line 1 is "board1"'),
    "two_spaces": (lambda d: replaced(d, "W01 ", "W01  "), "one space stands between party and commitment"),
    "trailing_space": (lambda d: d[:-1] + b" \n", "nothing stands behind a commitment"),
    "crlf": (crlf, "LF ends every line"),
    "bom": (lambda d: BOM + d, "there is no BOM"),
    "without_last_lf": (lambda d: d[:-1], "LF ends the last line too"),
    "empty_line": (lambda d: d.replace(b"board1\n", b"board1\n\n"), "no line is empty"),
    "empty": (lambda d: b"", "a board has its lines"),
}  # fmt: skip


def _board(change: Callable[[bytes], bytes], files: Files) -> Files:
    made = change(files["board.txt"])
    absent = [p for p in ("A1", "W01") if f"{p} absent".encode() in made]
    return boarded(files, made, lambda d: with_lines(d, lambda x: [f"{y[:3]} absent" if y[:3] in absent else y for y in x]))


for _key, (_change, _why) in BOARDS.items():
    add(f"board_{_key}", f"board.txt (§6): {_why}.", partial(_board, _change), "skip", MISMATCH, 6)


@fails(6)
def board_of_the_attempt_before(r: Files) -> Files:
    """Replayed commitments: the board of another attempt with the same secrets, under this notice (§6)."""
    return boarded(r, lean(attempt=2, previous=H)["board.txt"])


@fails(7)
def board_commitments_of_another_notice(r: Files) -> Files:
    """Replayed commitments, made for another notice, under this one's hash: a commitment is bound to its notice (§6)."""
    other = lines_of(BASES["grow"]()["board.txt"])
    return boarded(r, text_file([*lines_of(r["board.txt"])[:2], *other[2:]]))


@fails(7)
def board_commitments_of_each_other(r: Files) -> Files:
    """A1 and N1 stand in order, each with the other's commitment: a commitment is bound to its party (§6)."""
    lines = lines_of(r["board.txt"])
    lines[2], lines[3] = "A1 " + lines[3][3:], "N1 " + lines[2][3:]
    return boarded(r, text_file(lines))


@fails(7)
def board_commitment_unsalted(r: Files) -> Files:
    """A commitment is the hash of the whole text commit1:…, not of the secret alone (§6)."""
    return boarded(r, with_lines(r["board.txt"], lambda x: [*x[:2], f"A1 {digest(A1.encode())}", *x[3:]]))


@fails(7)
def board_commitment_with_lf(r: Files) -> Files:
    """The text that is hashed into a commitment has no newline (§6)."""
    value = digest(f"commit1:{digest(r['notice.json'])}:A1:{A1}\n".encode())
    return boarded(r, with_lines(r["board.txt"], lambda x: [*x[:2], f"A1 {value}", *x[3:]]))


SEEDS: dict[str, tuple[Callable[[bytes], bytes], str]] = {  # of the base `skip`
    "other_secret": (lambda d: replaced(d, A1, LATER), "a secret opens its commitment"),
    "secret_capital": (lambda d: replaced(d, A1, A1.upper()), "a secret is in lower case"),
    "secret_of_another": (lambda d: d.replace(b"A1 " + A1.encode(), b"A1 " + W01.encode()),
        "a secret opens its own party's commitment"),
    "sealed_swapped": (lambda d: with_lines(d, swapped(6, 7)), "sealed parties stand in the notice's order"),
    "sealed_before_dice": (lambda d: with_lines(d, lambda x: [*x[:4], *x[6:], *x[4:6]]), "envelopes come last, behind the dice"),
    "sealed_missing": (lambda d: with_lines(d, lambda x: x[:-1]), "every sealed party has its line"),
    "sealed_absent": (lambda d: replaced(d, f"A1 {A1}", "A1 absent"), "a sealed party is never absent"),
    "open_missing": (lambda d: with_lines(d, lambda x: [*x[:3], *x[4:]]), "every open party has its line"),
    "open_all_absent": (lambda d: replaced(d, f"W01 {W01}", "W01 absent"), "at least min_open open parties are not absent"),
    "party_more": (lambda d: d + f"N2 {H}\n".encode(), "no line is of a party that the notice does not name"),
    "die_missing": (lambda d: replaced(d, "-06-08", "-06"), "b10k6 has six balls"),
    "die_more": (lambda d: replaced(d, "-06-08", "-06-08-05"), "b10k6 has six balls"),
    "die_of_no_face": (lambda d: replaced(d, "-06-08", "-06-0A"), "a ball is two digits"),
    "die_full_width": (lambda d: replaced(d, " 01-02", " ０1-02"), "a digit is ASCII"),
    "dice_other_spec": (lambda d: replaced(d, "dice b10k6 ", "dice b11k6 "), "the spec is the notice's"),
    "dice_none": (lambda d: replaced(d, "dice b10k6 01-02-03-04-06-08", "dice none"), "dice are none only if the notice has none"),
    "beacon_where_none": (lambda d: replaced(d, "beacon none", f"beacon {H}:1 {'ab' * 48}"),
        "beacon is none if the notice has none"),
    "beacon_missing": (lambda d: replaced(d, "beacon none\n", ""), "the beacon has its line"),
    "other_notice": (lambda d: with_lines(d, lambda x: [x[0], f"notice {H}", *x[2:]]), "line 2 is this notice's hash"),
    "other_board": (lambda d: with_lines(d, lambda x: [*x[:2], f"board {H}", *x[3:]]), "line 3 is board.txt's hash"),
    "other_format": (lambda d: replaced(d, "seed1", "seed2"), 'line 1 is "seed1"'),
    "two_spaces": (lambda d: replaced(d, "dice b10k6 ", "dice b10k6  "), "one space stands between two words"),
    "crlf": (crlf, "LF ends every line"),
    "bom": (lambda d: BOM + d, "there is no BOM"),
    "without_last_lf": (lambda d: d[:-1], "LF ends the last line too"),
    "empty_line": (lambda d: d.replace(b"seed1\n", b"seed1\n\n"), "no line is empty"),
    "empty": (lambda d: b"", "a seed has its lines"),
}  # fmt: skip


def _seed(change: Callable[[bytes], bytes], files: Files) -> Files:
    made = change(files["seed.txt"])
    assert made != files["seed.txt"]
    return with_seed(files, made)


for _key, (_change, _why) in SEEDS.items():
    add(f"seed_{_key}", f"seed.txt (§6): {_why}.", partial(_seed, _change), "skip", MISMATCH, 7)


@fails(7, "live")
def seed_absent_reveals(r: Files) -> Files:
    """Who is absent on the board is absent in seed.txt too, whatever secret is put there (§6)."""
    return with_seed(r, replaced(r["seed.txt"], "W03 absent", f"W03 {simulator.secret_of('W03')}"))


@fails(12, "live")
def seed_late_reveal_taken(r: Files) -> Files:
    """W02's secret opens its commitment, but the ledger has no reveal of it: late is absent (§6, §9)."""
    return with_seed(r, replaced(r["seed.txt"], "W02 absent", f"W02 {simulator.secret_of('W02')}"))


@fails(7)
def seed_balls_twice(r: Files) -> Files:
    """Balls are K different numbers (§6)."""
    balls = lean(dice="b12k6", values="07-01-12-03-11-02")
    return with_seed(balls, replaced(balls["seed.txt"], "07-01-12-03-11-02", "07-01-12-03-11-07"))


@fails(7)
def seed_ball_without_zero(r: Files) -> Files:
    """A ball has two digits; 07 and 7 are two spellings (§6)."""
    balls = lean(dice="b12k6", values="07-01-12-03-11-02")
    return with_seed(balls, replaced(balls["seed.txt"], "07-01", "7-01"))


@fails(7)
def seed_ball_too_high(r: Files) -> Files:
    """Balls are numbers 01 to M (§6)."""
    balls = lean(dice="b12k6", values="07-01-12-03-11-02")
    return with_seed(balls, replaced(balls["seed.txt"], "07-01-12", "07-01-13"))


@fails(7)
def seed_six_faced_zero(r: Files) -> Files:
    """A die of six faces has the digits 1 to 6 (§6)."""
    six = lean(dice="d6x12", values="123456123456")
    return with_seed(six, replaced(six["seed.txt"], "123456123456", "023456123456"))


@fails(7)
def seed_beacon_of_another_round(r: Files) -> Files:
    """Chain and round are the notice's (§6)."""
    beacon = lean(beacon=simulator.Beacon(chain=H, round=7))
    return with_seed(beacon, replaced(beacon["seed.txt"], ":7 ", ":8 "))


@fails(7)
def seed_beacon_round_leading_zero(r: Files) -> Files:
    """The round is the notice's, without a leading zero (§6)."""
    beacon = lean(beacon=simulator.Beacon(chain=H, round=7))
    return with_seed(beacon, replaced(beacon["seed.txt"], ":7 ", ":07 "))


@fails(7)
def seed_beacon_signature_short(r: Files) -> Files:
    """A beacon's signature has 96 digits (§6)."""
    beacon = lean(beacon=simulator.Beacon(chain=H, round=7))
    return with_seed(beacon, with_lines(beacon["seed.txt"], lambda x: [y[:-2] if y.startswith("beacon ") else y for y in x]))


# -- seeds that are perfect in themselves, which only the ledger gives away ------------------------------------------------------


@fails(12)
def seed_die_read_otherwise(r: Files) -> Files:
    """A die was turned afterwards and everything computed from it; the ledger's die line says what the hall saw (§9)."""
    return with_seed(r, replaced(r["seed.txt"], "-06-08", "-06-09"))


@fails(12)
def seed_die_read_otherwise_unwitnessed(r: Files) -> Files:
    """The same, with a die line of the new value: the notary's transcript hash of the dice remains (§9)."""
    rows = rows_of(r)
    rows[first(rows, "die", index=6)]["body"]["value"] = "09"
    made = with_seed(r, replaced(r["seed.txt"], "-06-08", "-06-09"), rows)
    again = rows_of(made)
    again[first(again, "dice")]["body"] = rows[first(rows, "dice")]["body"]
    return with_rows(made, again)


@fails(12)
def seed_secret_chosen_afterwards(r: Files) -> Files:
    """The authority chose its secret last and rewrote the board; the ledger's commit line was there before (§9)."""
    value = commitment(digest(r["notice.json"]), "A1", LATER)
    made = with_lines(r["board.txt"], lambda x: [*x[:2], f"A1 {value}", *x[3:]])
    return boarded(r, made, lambda d: replaced(d, A1, LATER))


@fails(12)
def seed_parent_struck_out(r: Files) -> Files:
    """One of three parents who revealed is called absent afterwards; the ledger has the reveal (§9)."""
    three = lean(parties=PARTIES)
    return with_seed(three, replaced(three["seed.txt"], f"W02 {simulator.secret_of('W02')}", "W02 absent"))


@fails(9)
def seed_of_another_record(r: Files) -> Files:
    """Two records mixed: a die other in seed.txt alone, orders and results as they were (§7)."""
    return put(r, "seed.txt", replaced(r["seed.txt"], "-06-08", "-06-09"))


@fails(6)
def notice_changed_after_the_board(r: Files) -> Files:
    """A notice signed anew after the commitments: the board names the one before (§6)."""
    return put(r, "notice.json", refrozen(r, {"scheduled": "2026-07-19T09:00:00+08:00"})["notice.json"])


@fails(6)
def rehearsal_notice_made_live(r: Files) -> Files:
    """A rehearsal passed off as live: the notice says live and is signed, the commitments were made for the rehearsal (§6)."""
    return put(r, "notice.json", replaced(r["notice.json"], '"mode":"rehearsal"', '"mode":"live"'))


@fails(6)
def rollback_notice_of_another_attempt(r: Files) -> Files:
    """Rollback: the notice of attempt 1 in a record of attempt 2 (§6)."""
    second = lean(attempt=2, previous=H)
    return put(put(second, "notice.json", r["notice.json"]), "rules.json", r["rules.json"])
