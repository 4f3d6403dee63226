"""The tables of orders, quotas, cohorts, classes, teams and seats, each exactly when a draw of its kind is there (SPEC §16.10)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw.allocation.standing import Standing
from draw.encoding import csv_file
from draw.rules import (
    CellsDraw,
    ClassDraw,
    DrawRule,
    LateDraw,
    OrderDraw,
    QuotaDraw,
    Rules,
    SeatsDraw,
    TeamDraw,
)

Lines = Iterator[Sequence[object]]

SELECTED_HEADER: Final = "draw,position,code,standing"
QUOTAS_HEADER: Final = "draw,school,item,whole,fraction,rank,seats,reason"
COHORTS_HEADER: Final = "draw,row,school,whole,fraction,rank,count,reason"
CLASSES_HEADER: Final = "draw,school,class,applicant"
BALANCE_HEADER: Final = "draw,class,attribute,value,children"
TEAMS_HEADER: Final = "draw,class,team,rank,reason"
SEATS_HEADER: Final = "draw,class,row,column,applicant,reason"
SIZE: Final = "SIZE"  # what balance.csv counts beside attributes
BUNDLES: Final = "BUNDLES"


def _selected(standing: Standing, draw: DrawRule) -> Lines:
    for one in standing.selected[draw.id]:
        yield draw.id, one.position, one.code, "reserve" if one.reserve else "selected"


def _quotas(standing: Standing, draw: DrawRule) -> Lines:
    school = draw.schools[0] if draw.schools else ""
    for q in standing.quotas[draw.id]:
        yield draw.id, school, q.item, q.whole, q.fraction, q.rank or "", q.seats, q.reason


def _cohorts(standing: Standing, draw: DrawRule) -> Lines:
    for c in standing.cells[draw.id]:
        yield draw.id, c.row, c.school, c.whole, c.fraction, c.rank or "", c.given, c.reason


def _classes(standing: Standing, draw: DrawRule) -> Lines:
    applicants = standing.pool.applicants
    for class_, lines in standing.classes[draw.id].members().items():
        for line in lines:
            yield draw.id, draw.schools[0], class_, applicants[line]


def _balance(standing: Standing, draw: DrawRule) -> Lines:
    for class_, lines in standing.classes[draw.id].members().items():
        yield from ((draw.id, class_, *counted) for counted in balance(standing, draw, lines))


def _teams(standing: Standing, draw: DrawRule) -> Lines:
    for one in standing.teams[draw.id]:
        yield draw.id, one.class_, one.team, one.rank, one.reason


def _seats(standing: Standing, draw: DrawRule) -> Lines:
    applicants = standing.pool.applicants
    for s in standing.seats[draw.id]:
        yield draw.id, s.class_, s.row, s.column, applicants[s.line], s.reason


def balance(standing: Standing, draw: DrawRule, lines: Sequence[int]) -> list[tuple[str, str, int]]:
    """(attribute, value, children) of one class with these lines of the pool, as balance.csv lists them."""
    if not isinstance(draw, ClassDraw):
        return []
    pool = standing.pool
    codes = {a.name: a.codes() for a in standing.rules.attributes}
    asked = [(name, code) for name in (draw.sex, *draw.report) for code in codes[name]]
    counts = {name: Counter(pool.attributes[name][i] for i in lines) for name, _ in (*asked, *draw.spread)}
    bundles = {pool.units[i] for i in lines if pool.size(pool.units[i]) > 1}
    told = [(name, code, counts[name][code]) for name, code in (*asked, *draw.spread)]
    return [(SIZE, "", len(lines)), *told, (BUNDLES, "", len(bundles))]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherTable:
    """One of these tables: where it lies, its header, the kinds of draws that it tells of."""

    path: str
    header: str
    kinds: tuple[type[DrawRule], ...]
    lines: Callable[[Standing, DrawRule], Lines]


TABLES: Final = (
    FurtherTable(path="tables/selected.csv", header=SELECTED_HEADER, kinds=(OrderDraw,), lines=_selected),
    FurtherTable(path="tables/quotas.csv", header=QUOTAS_HEADER, kinds=(QuotaDraw,), lines=_quotas),
    FurtherTable(path="tables/cohorts.csv", header=COHORTS_HEADER, kinds=(CellsDraw,), lines=_cohorts),
    FurtherTable(path="tables/classes.csv", header=CLASSES_HEADER, kinds=(ClassDraw, LateDraw), lines=_classes),
    FurtherTable(path="tables/balance.csv", header=BALANCE_HEADER, kinds=(ClassDraw,), lines=_balance),
    FurtherTable(path="tables/teams.csv", header=TEAMS_HEADER, kinds=(TeamDraw,), lines=_teams),
    FurtherTable(path="tables/seats.csv", header=SEATS_HEADER, kinds=(SeatsDraw,), lines=_seats),
)


def wanted(rules: Rules) -> list[FurtherTable]:
    """The tables that a record with these rules has."""
    return [table for table in TABLES if any(isinstance(draw, table.kinds) for draw in rules.draws)]


def files(standing: Standing) -> Mapping[str, bytes]:
    """Path -> bytes of these tables, lines by draw order, then as SPEC §16.10 says."""
    return {
        table.path: csv_file(
            table.header,
            (
                [str(field) for field in line]
                for draw in standing.rules.draws
                if isinstance(draw, table.kinds)
                for line in table.lines(standing, draw)
            ),
        )
        for table in wanted(standing.rules)
    }
