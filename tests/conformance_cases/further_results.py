"""Steps 9 and 10 for the draws before and after admission: what was forged, and signed anew (SPEC §16.3 to §16.10)."""

from collections.abc import Callable, Sequence

from conformance_cases.bases import BASES
from conformance_cases.case import Files, fails
from conformance_cases.forging import lines_of, with_lines, with_outputs
from conformance_cases.results import Change, cases, cell, columns_swapped

RESULTS, DRAWS = "results.csv", "tables/draws.csv"


def line_of(base: str, name: str, *words: str) -> int:
    """The first line of a base's table with all these fields."""
    return next(n for n, x in enumerate(lines_of(BASES[base]()[name])) if set(words) <= set(x.split(",")))


def fields(base: str, name: str, one: Sequence[str], two: Sequence[str], *columns: int) -> Change:
    """Two lines, each found by some of its fields, exchange what stands in these columns."""
    return columns_swapped(line_of(base, name, *one), line_of(base, name, *two), columns)


def told(base: str, name: str, words: Sequence[str], column: int, value: str) -> Change:
    """The line with these fields says something else in a column."""
    return cell(line_of(base, name, *words), column, value)


def numbered_anew(change: Callable[[list[str]], list[str]]) -> Change:
    """Lines changed, their second column counted from 1."""

    def count(lines: list[str]) -> list[str]:
        rows = [x.split(",") for x in change(lines[1:])]
        return [lines[0], *(",".join([row[0], str(n), *row[2:]]) for n, row in enumerate(rows, 1))]

    return lambda data: with_lines(data, count)


def exchanged(one: str, two: str) -> Change:
    """Two pupils have exchanged their classes; the lines are sorted again."""
    other = {one: two, two: one}

    def change(lines: list[str]) -> list[str]:
        rows = [x.rpartition(",") for x in lines[1:]]
        return [lines[0], *sorted(f"{head},{other.get(code, code)}" for head, _, code in rows)]

    return lambda data: with_lines(data, change)


SELECTED, QUOTAS, CELLS = "tables/selected.csv", "tables/quotas.csv", "tables/cohorts.csv"
CLASSES, BALANCE, TEAMS, SEATS = "tables/classes.csv", "tables/balance.csv", "tables/teams.csv", "tables/seats.csv"

cases(9, "things", "orders/q.csv", "further_order", {
    "items_swapped": (columns_swapped(1, 2, [2]), "two primaries have exchanged their numbers (§7, §16.4)"),
})  # fmt: skip
cases(9, "cohort", "orders/p.csv", "further_order", {
    "cell_renamed": (lambda d: d.replace(b",1-2\n", b",2-1\n", 1), "a cell's code is its row's and its school's number (§16.5)"),
})  # fmt: skip
cases(10, "things", SELECTED, "further_selected", {
    "reserve_selected": (lambda d: d.replace(b"reserve", b"selected"), "only `take` are selected (§16.3)"),
})  # fmt: skip
cases(10, "things", QUOTAS, "further_quotas", {
    "seat_moved": (fields("things", QUOTAS, ["q", "REMAINDER_LOT"], ["q", "LOT_OUT"], 6, 7),
        "of equal remainders the better rank has the seat (§16.4)"),
    "fraction_not_lowest": (told("things", QUOTAS, ["q", "P1"], 4, "188/334"), "a fraction is in lowest terms (§16.10)"),
})  # fmt: skip
cases(10, "cohort", CELLS, "further_cells", {
    "raised_moved": (lambda d: d.replace(b"1,LOT_OUT", b"?").replace(b"2,RAISED_LOT", b"1,LOT_OUT").replace(b"?", b"2,RAISED_LOT"),
        "all sums hold, and other cells are raised (§16.5)"),
    "called_no_lot": (told("cohort", CELLS, ["P1", "RAISED_LOT"], 7, "RAISED"), "of equal fractions the lot has decided (§16.5)"),
})  # fmt: skip
cases(10, "cohort", RESULTS, "further_cohort", {
    "two_swapped": (fields("cohort", RESULTS, ["COHORT", "E1"], ["COHORT", "E2"], 6),
        "two pupils have exchanged their schools (§16.5)"),
    "twins_with_the_others": (lambda d: d.replace(b"E2,COHORT_BUNDLE", b"E1,COHORT_BUNDLE"),
        "twins go to the first school with room for both (§16.5)"),
    "class_parted": (fields("cohort", RESULTS, ["0009"], ["0010"], 6), "a class moves whole (§16.5)"),
})  # fmt: skip
cases(10, "classes", CLASSES, "further_classes", {
    "two_swapped": (exchanged("0007", "0008"), "two pupils have exchanged their classes (§16.6)"),
})  # fmt: skip
cases(10, "classes", BALANCE, "further_balance", {
    "count": (told("classes", BALANCE, ["1", "tall", "S"], 4, "1"), "the balance is counted (§16.10)"),
})  # fmt: skip
cases(10, "classes", TEAMS, "further_teams", {
    "recused": (fields("classes", TEAMS, ["TEAM_RECUSED"], ["TEAM"], 2, 3), "two classes have exchanged their teams (§16.7)"),
})  # fmt: skip
cases(10, "classes", SEATS, "further_seats", {
    "two_swapped": (columns_swapped(2, 3, [4]), "two pupils have exchanged their seats (§16.8)"),
    "front_full_called_seat": (lambda d: d.replace(b"FRONT_FULL", b"SEAT"), "in need and behind the front: FRONT_FULL (§16.8)"),
})  # fmt: skip
cases(10, "late", RESULTS, "further_late", {
    "lot_called_none": (lambda d: d.replace(b"LATE_LOT", b"LATE", 1), "of equal classes the lot has decided (§16.9)"),
})  # fmt: skip
cases(10, "late", CLASSES, "further_late_classes", {
    "two_swapped": (exchanged("0007", "0008"), "two late pupils have exchanged their classes (§16.9)"),
    "serpentine_straight": (exchanged("0001", "0003"), "two pupils of the serpent have changed (§16.6)"),
})  # fmt: skip


@fails(9, "cohort")
def further_order_of_cells_missing(r: Files) -> Files:
    """The cells have an order of their own, and these draws are always held (§16, §16.5)."""
    return with_outputs({n: d for n, d in r.items() if n != "orders/f.csv"})


@fails(10, "classes")
def further_table_missing(r: Files) -> Files:
    """tables/seats.csv is there where a draw is of kind seats (§16.10)."""
    return with_outputs({n: d for n, d in r.items() if n != SEATS})


@fails(10, "late")
def further_table_too_much(r: Files) -> Files:
    """tables/teams.csv is not there where no draw is of kind team (§16.10)."""
    return with_outputs(r | {TEAMS: b"draw,class,team,rank,reason\n"})
