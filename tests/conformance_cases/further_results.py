"""Steps 9 and 10 for the draws before and after admission: what was forged, and signed anew (SPEC §16.3 to §16.10)."""

from collections.abc import Callable, Sequence

from conformance_cases.bases import BASES
from conformance_cases.case import Files, fails
from conformance_cases.forging import lines_of, swapped, with_lines, with_outputs
from conformance_cases.results import Change, cases, cell, columns_swapped, dropped

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
    "order": (numbered_anew(swapped(0, 1)), "those selected stand by rank (§16.10)"),
    "reserve_missing": (dropped(-1), "reserves stand there too (§16.10)"),
})  # fmt: skip
cases(10, "things", QUOTAS, "further_quotas", {
    "seat_moved": (fields("things", QUOTAS, ["q", "REMAINDER_LOT"], ["q", "LOT_OUT"], 6, 7),
        "of equal remainders the better rank has the seat (§16.4)"),
    "seat_of_the_largest": (fields("things", QUOTAS, ["q", "REMAINDER"], ["q", "LOT_OUT"], 6, 7),
        "the largest remainder has its seat without a lot (§16.4)"),
    "fraction_not_lowest": (told("things", QUOTAS, ["q", "P1"], 4, "188/334"), "a fraction is in lowest terms (§16.10)"),
    "minimum_not_kept": (told("things", QUOTAS, ["MINIMUM"], 6, "0"), "who is set has the minimum (§16.4)"),
    "declined_missing": (lambda d: with_lines(d, lambda x: [y for y in x if "DECLINED" not in y]),
        "who has declined stands there too (§16.10)"),
    "school": (told("things", QUOTAS, ["r", "P1"], 1, ""), "school is the one that the draw names (§16.10)"),
})  # fmt: skip
cases(10, "things", TEAMS, "further_teams", {
    "two_swapped": (columns_swapped(1, 2, [2, 3]), "the first class has the team of the best rank (§16.7)"),
})  # fmt: skip
cases(10, "things", DRAWS, "further_draws", {
    "items_as_children": (cell(1, 5, "4"), "things are no children (§16.10)"),
    "taken": (cell(1, 6, "0"), "admitted of an order is who was selected (§16.10)"),
})  # fmt: skip
cases(10, "cohort", CELLS, "further_cells", {
    "raised_moved": (lambda d: d.replace(b"1,LOT_OUT", b"?").replace(b"2,RAISED_LOT", b"1,LOT_OUT").replace(b"?", b"2,RAISED_LOT"),
        "all sums hold, and other cells are raised (§16.5)"),
    "called_no_lot": (told("cohort", CELLS, ["P1", "RAISED_LOT"], 7, "RAISED"), "of equal fractions the lot has decided (§16.5)"),
    "only_missing": (lambda d: with_lines(d, lambda x: [y for y in x if "ONLY" not in y]),
        "a row that goes to one school stands there too (§16.10)"),
    "order": (lambda d: with_lines(d, swapped(1, 2)), "schools stand in their order (§16.10)"),
})  # fmt: skip
cases(10, "cohort", RESULTS, "further_cohort", {
    "two_swapped": (fields("cohort", RESULTS, ["COHORT", "E1"], ["COHORT", "E2"], 6), "two pupils have exchanged their schools (§16.5)"),
    "twins_with_the_others": (lambda d: d.replace(b"E2,COHORT_BUNDLE", b"E1,COHORT_BUNDLE"),
        "twins go to the first school with room for both (§16.5)"),
    "class_parted": (fields("cohort", RESULTS, ["0009"], ["0010"], 6), "a class moves whole (§16.5)"),
    "only_by_lot": (told("cohort", RESULTS, ["COHORT_ONLY"], 7, "COHORT"), "a row that goes to one school is not drawn (§16.5)"),
})  # fmt: skip
cases(10, "cohort", DRAWS, "further_draws_cohort", {
    "left": (told("cohort", DRAWS, ["d", "F2"], 8, "0"), "left is what a class left free (§16.5, §16.10)"),
})  # fmt: skip
cases(10, "classes", RESULTS, "further_results_classes", {
    "reserve_selected": (lambda d: d.replace(b"reserve,,RESERVE", b"selected,,SELECTED"), "a reserve is not selected (§16.3)"),
    "wish_called_deal": (lambda d: d.replace(b"CLASS_WISH", b"CLASS_DEAL", 1), "tied units are CLASS_WISH (§16.6)"),
})  # fmt: skip
cases(10, "classes", CLASSES, "further_classes", {
    "two_swapped": (exchanged("0007", "0008"), "two pupils have exchanged their classes (§16.6)"),
    "apart_together": (exchanged("0001", "0002"), "two tied units have exchanged their classes (§16.6)"),
    "pupil_missing": (dropped(-1), "everybody stands there (§16.10)"),
})  # fmt: skip
cases(10, "classes", BALANCE, "further_balance", {
    "count": (told("classes", BALANCE, ["1", "tall", "S"], 4, "1"), "the balance is counted (§16.10)"),
    "bundles_missing": (dropped(-1), "BUNDLES stands for each class (§16.10)"),
    "spread_first": (lambda d: with_lines(d, swapped(4, 6)), "the attributes of report come first (§16.10)"),
})  # fmt: skip
cases(10, "classes", TEAMS, "further_teams", {
    "recused": (fields("classes", TEAMS, ["TEAM_RECUSED"], ["TEAM"], 2, 3), "two classes have exchanged their teams (§16.7)"),
    "not_called_recused": (lambda d: d.replace(b"TEAM_RECUSED", b"TEAM"), "a better team was passed over (§16.7)"),
})  # fmt: skip
cases(10, "classes", SEATS, "further_seats", {
    "two_swapped": (columns_swapped(2, 3, [4]), "two pupils have exchanged their seats (§16.8)"),
    "gone_used": (cell(1, 3, "1"), "a seat that is gone is nobody's (§16.8)"),
    "front_full_called_seat": (lambda d: d.replace(b"FRONT_FULL", b"SEAT"), "in need and behind the front: FRONT_FULL (§16.8)"),
})  # fmt: skip
cases(10, "late", RESULTS, "further_late", {
    "lot_called_none": (lambda d: d.replace(b"LATE_LOT", b"LATE", 1), "of equal classes the lot has decided (§16.9)"),
    "rank_told": (lambda d: with_lines(d, lambda x: [y.replace(",l,,", ",l,1,") for y in x]), "the draw ordered classes (§16.9)"),
})  # fmt: skip
cases(10, "late", CLASSES, "further_late_classes", {
    "two_swapped": (exchanged("0007", "0008"), "two late pupils have exchanged their classes (§16.9)"),
    "serpentine_straight": (exchanged("0001", "0003"), "two pupils of the serpent have changed (§16.6)"),
})  # fmt: skip


@fails(9, "things")
def further_order_missing(r: Files) -> Files:
    """A draw of things has its order: these draws are always held (§16)."""
    return with_outputs({n: d for n, d in r.items() if n != "orders/t.csv"})


@fails(9, "cohort")
def further_order_of_cells_missing(r: Files) -> Files:
    """The cells have an order of their own (§16.5)."""
    return with_outputs({n: d for n, d in r.items() if n != "orders/f.csv"})


@fails(10, "classes")
def further_table_missing(r: Files) -> Files:
    """tables/seats.csv is there where a draw is of kind seats (§16.10)."""
    return with_outputs({n: d for n, d in r.items() if n != SEATS})


@fails(10, "late")
def further_table_too_much(r: Files) -> Files:
    """tables/teams.csv is not there where no draw is of kind team (§16.10)."""
    return with_outputs(r | {TEAMS: b"draw,class,team,rank,reason\n"})
