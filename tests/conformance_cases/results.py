"""Steps 9 to 11: orders, results, tables and their sums (SPEC §7, §8). outputs.txt, the ledger's last line, statement and all
signatures were made to fit each forged file.
"""

from collections.abc import Callable, Sequence
from functools import partial

import simulator

from conformance_cases.bases import lean
from conformance_cases.case import MISMATCH, Files, add, fails
from conformance_cases.forging import (
    BOM,
    H,
    crlf,
    output,
    replaced,
    rows_of,
    stated,
    swapped,
    with_lines,
    with_outputs,
    with_rows,
)
from draw.hashing import digest

Change = Callable[[bytes], bytes]


def cell(row: int, column: int, value: str) -> Change:
    """One field of a table's line (1: the first below the header) replaced."""

    def change(data: bytes) -> bytes:
        lines = data.decode().splitlines()
        fields = lines[row].split(",")
        assert fields[column] != value
        fields[column] = value
        lines[row] = ",".join(fields)
        return "".join(f"{x}\n" for x in lines).encode()

    return change


def columns_swapped(one: int, two: int, columns: Sequence[int]) -> Change:
    """Two lines exchange these fields."""

    def change(data: bytes) -> bytes:
        rows = [x.split(",") for x in data.decode().splitlines()]
        for n in columns:
            rows[one][n], rows[two][n] = rows[two][n], rows[one][n]
        return "".join(",".join(x) + "\n" for x in rows).encode()

    return change


def dropped(row: int) -> Change:
    """A line left out."""
    return lambda d: with_lines(d, lambda x: [y for n, y in enumerate(x) if n != row % len(x)])


def cases(step: int, base: str, name: str, stem: str, faults: dict[str, tuple[Change, str]]) -> None:
    """A case for each fault of a file."""
    for key, (change, why) in faults.items():
        add(f"{stem}_{key}", f"{name}: {why}.", partial(_output, name, change), base, MISMATCH, step)


def _output(name: str, change: Change, files: Files) -> Files:
    return output(files, name, change)


SPELLINGS: dict[str, tuple[Change, str]] = {
    "crlf": (crlf, "LF ends every line (§1)"),
    "bom": (lambda d: BOM + d, "there is no BOM (§1)"),
    "without_last_lf": (lambda d: d[:-1], "LF ends the last line too (§1)"),
    "lines_swapped": (lambda d: with_lines(d, swapped(1, 2)), "lines stand in their order (§7, §8.5)"),
    "line_twice": (lambda d: with_lines(d, lambda x: [*x, x[-1]]), "no line stands twice (§7, §8.5)"),
    "header_missing": (lambda d: with_lines(d, lambda x: x[1:]), "the header comes first (§7, §8.5)"),
}
cases(9, "skip", "orders/x1.csv", "order", SPELLINGS | {
    "units_swapped": (columns_swapped(1, 2, [2]), "two units have exchanged their numbers (§7)"),
    "unit_missing": (dropped(-1), "a unit that matches is not in the order (§7)"),
    "rank_leading_zero": (cell(1, 0, "01"), "a rank has no leading zero (§7)"),
    "rank_from_zero": (cell(1, 0, "0"), "ranks begin with 1 (§7)"),
    "number_capital": (lambda d: with_lines(d, lambda x: [x[0], x[1][:66].upper() + x[1][66:], *x[2:]]),
        "a number is in lower case (§1)"),
    "descending": (lambda d: with_lines(d, lambda x: [x[0], *x[:0:-1]]), "numbers ascend (§7)"),
    "stranger": (lambda d: with_lines(d, lambda x: [*x, f"6,{'f' * 64},0009"]), "a unit of nobody in the pool (§7)"),
})  # fmt: skip
cases(10, "skip", "results.csv", "results", SPELLINGS | {
    "friend_admitted": (lambda d: replaced(d, "waiting,X1,PLACES_FULL", "admitted,X1,RANK"),
        "a child behind the last place is admitted (§8.1)"),
    "two_children_swapped": (columns_swapped(3, 4, [3, 4, 5, 6, 7]), "two children have exchanged their places (§8.5)"),
    "twins_parted": (cell(2, 5, "admitted"), "one twin is admitted under SKIP, the other waits (§8.1)"),
    "reason": (cell(6, 7, "RANK"), "after a unit was passed over the reason is NEXT_FITS (§8.1)"),
    "rank": (cell(3, 3, "4"), "rank is that of the order (§8.5)"),
    "number": (cell(3, 4, H), "number is that of the order (§8.5)"),
    "school_of_nobody": (cell(3, 6, ""), "who waits has a school (§8.5)"),
    "draw": (cell(3, 2, "x2"), "draw is the one that decided (§8.5)"),
    "child_missing": (dropped(-1), "a line an applicant (§8.5)"),
    "outcome_later": (cell(1, 5, "offered"), "outcomes before amendments are a closed list (§8.5)"),
    "not_admitted_for_waiting": (cell(3, 5, "not_admitted"), "with vacancies RANKED who is out waits (§8)"),
})  # fmt: skip
cases(10, "skip", "tables/draws.csv", "draws_table", {
    "places": (cell(1, 3, "4"), "places is P (§8.5)"),
    "units": (cell(1, 4, "6"), "units is the number of units in U (§8.5)"),
    "children": (cell(1, 5, "5"), "children is the sum of their sizes (§8.5)"),
    "admitted": (cell(1, 6, "4"), "admitted is who was placed (§8.5)"),
    "last_rank": (cell(1, 7, "5"), "last_rank is the highest rank that was placed (§8.5)"),
    "left": (cell(1, 8, "1"), "left is the rest (§8.5)"),
    "status": (cell(1, 2, "registered"), "status is held: children are more than places (§8.1)"),
    "line_missing": (dropped(-1), "a line a draw (§8.5)"),
})  # fmt: skip
cases(10, "skip", "tables/waiting.csv", "waiting_table", {
    "head_swapped": (columns_swapped(1, 2, [2, 3, 5, 6]), "a unit passed over stands before the others (§8.5)"),
    "position": (cell(1, 1, "2"), "positions begin with 1 (§8.5)"),
    "children": (cell(1, 3, "1"), "children are the members unplaced (§8.5)"),
    "line_missing": (dropped(-1), "everybody who waits is on the list (§8.5)"),
    "line_more": (lambda d: with_lines(d, lambda x: [*x, x[-1].replace("X1,2,0003", "X1,3,0004")]),
        "who is admitted is on no list (§8.5)"),
})  # fmt: skip
LAST_PLACE: dict[str, dict[str, tuple[Change, str]]] = {
    "overflow": {"twins_out": (lambda d: d.replace(b"admitted,X1,BUNDLE_OVERFLOW", b"waiting,X1,BUNDLE_SKIPPED"),
        "OVERFLOW takes the bundle in over plan (§8.1)")},
    "grow": {"twins_out": (lambda d: d.replace(b"admitted,X1,BUNDLE_GROW", b"waiting,X1,BUNDLE_SKIPPED"),
        "GROW counts the bundle as one place (§8.1)"),
        "called_overflow": (lambda d: d.replace(b"BUNDLE_GROW", b"BUNDLE_OVERFLOW"), "GROW's reason is BUNDLE_GROW (§8.1)")},
    "split": {"other_twin_in": (lambda d: d.replace(b"admitted,X1,SPLIT_IN", b"?").replace(b"waiting,X1,SPLIT_OUT",
        b"admitted,X1,SPLIT_IN").replace(b"?", b"waiting,X1,SPLIT_OUT"), "the first members in order of code come in (§8.1)"),
        "both_in": (lambda d: d.replace(b"waiting,X1,SPLIT_OUT", b"admitted,X1,SPLIT_IN"),
        "SPLIT takes as many members as places are left (§8.1)")},
    "stop": {"next_in": (lambda d: d.replace(b"waiting,X1,AFTER_STOP", b"admitted,X1,NEXT_FITS", 1),
        "STOP ends the draw at the bundle (§8.1)"),
        "called_full": (lambda d: d.replace(b"AFTER_STOP", b"PLACES_FULL"),
        "behind a stopped bundle the reason is AFTER_STOP (§8.1)")},
}  # fmt: skip
for _base, _faults in LAST_PLACE.items():
    cases(10, _base, "results.csv", f"results_{_base}", _faults)
cases(10, "shortlist", "tables/shortlists.csv", "shortlist", {
    "child_struck_out": (dropped(-1), "everybody who was shortlisted stands there (§8.5)"),
    "rank_told": (lambda d: d.replace(b"applicant,unit", b"applicant,unit,rank"), "the shortlist has no rank (§8.5, R20)"),
    "not_sorted": (lambda d: with_lines(d, swapped(1, 2)), "sorted by draw, then applicant (§8.5)"),
})  # fmt: skip
cases(10, "shortlist", "results.csv", "results_shortlist", {
    "twins_cut": (lambda d: d.replace(b"shortlisted,X1,BUNDLE_WHOLE", b"waiting,X1,BUNDLE_SKIPPED"),
        "WHOLE takes the bundle (§8.2)"),
    "admitted": (lambda d: d.replace(b"shortlisted,X1,RANK", b"admitted,X1,RANK", 1), "a shortlist places nobody (§8.2)"),
})  # fmt: skip
cases(10, "by_preference", "results.csv", "results_by_preference", {
    "choice_for_any": (lambda d: d.replace(b"ANY_PLACE", b"CHOICE", 1), "a school that was not named is ANY_PLACE (§8.3)"),
    "split_called_choice": (lambda d: d.replace(b"SPLIT_CHOICE", b"CHOICE", 1), "a member placed alone is SPLIT_CHOICE (§8.3)"),
})  # fmt: skip
cases(10, "by_number", "results.csv", "results_by_number", {
    "not_moved": (lambda d: d.replace(b",MOVED\n", b",CHOICE\n"), "who was moved to the family's school is MOVED (§8.3)"),
    "held_called_full": (lambda d: d.replace(b"BUNDLE_HELD", b"LIST_FULL"),
        "twins held together while a place is left: BUNDLE_HELD (§8.3)"),
})  # fmt: skip
cases(10, "nearest", "results.csv", "results_nearest", {
    "farther_school": (lambda d: with_lines(d, lambda x: [y.replace("Y1,NEAREST", "Z1,NEAREST") for y in x]),
        "the nearest school with a place (§8.4)"),
    "choice": (lambda d: d.replace(b",NEAREST\n", b",CHOICE\n"), "the reason is NEAREST (§8.4)"),
    "waiting": (lambda d: d.replace(b"not_admitted,,NO_PLACE", b"waiting,X1,NO_PLACE"),
        "who gets no place is not_admitted (§8.4)"),
})  # fmt: skip
cases(10, "tiers", "results.csv", "results_tiers", {
    "tier_jumped": (columns_swapped(1, 8, [2, 3, 4, 5, 6, 7]),
        "a child of the last tier has the place of one of the first (§8.1)"),
})  # fmt: skip
cases(10, "tiers", "tables/draws.csv", "draws_table_tiers", {
    "percent_rounded_down": (lambda d: d.replace(b"x1.b2,X1,held,1,", b"x1.b2,X1,held,0,"),
        "50 % of an odd number is rounded up (§8.1)"),
    "order_of_draws": (lambda d: with_lines(d, swapped(2, 3)), "draws stand in the order run (§8.5)"),
})  # fmt: skip
cases(10, "tiers", "tables/waiting.csv", "waiting_table_tiers", {
    "priority_behind": (lambda d: with_lines(d, lambda x: _behind(x)), "the priority group stands before the others (§8.5)"),
})  # fmt: skip


def _behind(lines: list[str]) -> list[str]:
    """X1's first unit goes behind its second, positions counted anew."""
    rows = [x.split(",") for x in lines]
    at = [n for n, row in enumerate(rows) if row[0] == "X1"][:2]
    one, two = (rows[n] for n in at)
    rows[at[0]], rows[at[1]] = [one[0], "1", *two[2:]], [one[0], "2", *one[2:]]
    return [",".join(row) for row in rows]


# -- files ---------------------------------------------------------------------------------------------------------------------


@fails(9)
def order_file_missing(r: Files) -> Files:
    """A draw that was held has its order (§11 step 9)."""
    return with_outputs({n: d for n, d in r.items() if n != "orders/x1.csv"})


@fails(9)
def order_file_of_no_draw(r: Files) -> Files:
    """Exactly the held draws' files (§11 step 9)."""
    return with_outputs(r | {"orders/x2.csv": r["orders/x1.csv"]})


@fails(9)
def order_file_of_a_draw_not_held(r: Files) -> Files:
    """Where everybody is registered there is no order (§8)."""
    made = lean(rules=simulator.rules_of([simulator.school(places=6)]))
    return with_outputs(made | {"orders/x1.csv": r["orders/x1.csv"]})


@fails(9)
def order_of_another_seed(r: Files) -> Files:
    """Two records mixed: the order of another seed, sealed into this record (§7)."""
    other = lean(values="02-07-01-08-10-04")
    return with_outputs(r | {n: other[n] for n in ("orders/x1.csv", "results.csv", "tables/draws.csv", "tables/waiting.csv")})


@fails(9)
def order_numbers_with_lf(r: Files) -> Files:
    """number = sha256(number1:…) without a newline; here with one, as `echo` would make it (§7)."""
    seed = digest(r["seed.txt"])
    found = sorted((digest(f"number1:{seed}:x1:{u}\n".encode()), u) for u in ("0001", "0003", "0004", "0006", "B001"))
    text = "rank,number,unit\n" + "".join(f"{n},{h},{u}\n" for n, (h, u) in enumerate(found, 1))
    return with_outputs(r | {"orders/x1.csv": text.encode()})


@fails(9, "tiers")
def order_of_the_placed_too(r: Files) -> Files:
    """Who was placed before is in no later order (§8); here x1.b3's order has everybody of the school."""
    seed = digest(r["seed.txt"])
    units = ["0001", "0002", "0003", "B001", "0006", "0007", "0008"]
    found = sorted((digest(f"number1:{seed}:x1.b3:{u}".encode()), u) for u in units)
    text = "rank,number,unit\n" + "".join(f"{n},{h},{u}\n" for n, (h, u) in enumerate(found, 1))
    return with_outputs(r | {"orders/x1.b3.csv": text.encode()})


@fails(10, "shortlist")
def shortlist_table_missing(r: Files) -> Files:
    """tables/shortlists.csv is there exactly when the sheet has a shortlist (§11 step 10)."""
    return with_outputs({n: d for n, d in r.items() if n != "tables/shortlists.csv"})


@fails(10)
def shortlist_table_of_none(r: Files) -> Files:
    """tables/shortlists.csv is there exactly when the sheet has a shortlist (§11 step 10)."""
    return with_outputs(r | {"tables/shortlists.csv": b"draw,school,applicant,unit\n"})


def _outputs(change: Change, files: Files) -> Files:
    """outputs.txt changed; the ledger's last line and the statement know its new hash."""
    made = change(files["outputs.txt"])
    assert made != files["outputs.txt"]
    rows = rows_of(files)
    rows[-1]["body"] = {"outputs": digest(made)}
    return with_rows(stated(files | {"outputs.txt": made}, outputs=digest(made)), rows)


OUTPUTS: dict[str, tuple[Change, str]] = {
    "hash": (lambda d: with_lines(d, lambda x: [H + x[0][64:], *x[1:]]), "a hash is another file's"),
    "line_missing": (lambda d: with_lines(d, lambda x: x[1:]), "every output stands there"),
    "line_more": (lambda d: with_lines(d, lambda x: [*x, f"{H}  zz"]), "no other file stands there"),
    "seed_too": (lambda d: with_lines(d, lambda x: sorted([*x, f"{H}  seed.txt"], key=lambda y: y[66:])),
        "only orders, results and tables"),
    "lines_swapped": (lambda d: with_lines(d, swapped(0, 1)), "paths are sorted"),
    "line_twice": (lambda d: with_lines(d, lambda x: [x[0], *x]), "no path stands twice"),
    "capital": (lambda d: with_lines(d, lambda x: [x[0][:64].upper() + x[0][64:], *x[1:]]), "a hash is in lower case"),
    "one_space": (lambda d: replaced(d, "  ", " "), "two spaces stand between hash and path"),
    "binary_star": (lambda d: replaced(d, "  ", " *"), "the mark of sha256sum -b is no part of the form"),
    "dot_slash": (lambda d: replaced(d, "  orders", "  ./orders"), "no part of a path is a dot"),
    "crlf": (crlf, "LF ends every line"),
    "bom": (lambda d: BOM + d, "there is no BOM"),
    "empty": (lambda d: b"", "a sums file has its lines"),
}  # fmt: skip
for _key, (_change, _why) in OUTPUTS.items():
    add(f"outputs_{_key}", f"outputs.txt is a sums file of orders, results and tables (§1, §2): {_why}.",
        partial(_outputs, _change), "skip", MISMATCH, 11)  # fmt: skip
