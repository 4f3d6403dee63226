"""The tables of the draws of SPEC §16 on the projector: each line is one of the record's, in words (SPEC §16.10).

A cell is a text, a number, a pair of both languages, or None for nothing. A row's `mark`: "won" or "out" by lot, "sum", or "".
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from draw.allocation.further import Cell, CellReason, QuotaLine, QuotaReason, SeatLine, TeamReason
from draw.allocation.standing import Standing
from draw.rules import CellsDraw, ClassDraw, OrderDraw, QuotaDraw, Rules, TeamDraw
from draw.words import pair
from web.dealing import values

CALCULATED, DECIDED = 0, 1  # the two tables of a quota draw: before the lot, and after it
Pair = tuple[str, str]
Row = dict[str, Any]
Counts = Mapping[tuple[str, str, str], str]  # (class, attribute, value) -> children, as tables/balance.csv says
_LOT: Final = (QuotaReason.REMAINDER_LOT, QuotaReason.LOT_OUT)
_CELL_LOT: Final = (CellReason.RAISED_LOT, CellReason.LOT_OUT)
_SHORT: Final = 2  # characters of a value that needs its attribute beside it
_LONGEST: Final = 5  # characters of a fraction that is shown as it is


def _row(*cells: object, mark: str = "") -> Row:
    return {"cells": list(cells), "mark": mark}


def _head(key: str) -> Pair:
    return pair(f"show.head_{key}")


def fraction(value: Fraction) -> str:
    """In lowest terms as in the record, or, where that is long, the first four decimals."""
    text = str(value)
    return text if len(text) <= _LONGEST else f"≈ 0.{value.numerator * 10_000 // value.denominator:04}"


def class_name(code: str) -> Pair:
    """A class as people call it."""
    return pair("show.class_name", n=code)


def by_lot(standing: Standing, draw: QuotaDraw | CellsDraw) -> list[QuotaLine] | list[Cell]:
    """The lines that the lot decided, in order of rank."""
    if isinstance(draw, QuotaDraw):
        return sorted((q for q in standing.quotas[draw.id] if q.reason in _LOT), key=lambda q: q.rank)
    return sorted((c for c in standing.cells[draw.id] if c.reason in _CELL_LOT), key=lambda c: c.rank)


# -- quotas ---------------------------------------------------------------------------------------------------------------


def _labels(draw: QuotaDraw) -> dict[str, str]:
    return {item.code: item.label for item in (*draw.items, *draw.declined)}


def quota_heads(part: int) -> list[Pair]:
    """Columns of the table before the lot, and after it."""
    first = [_head("item"), _head("whole"), _head("fraction")]
    return first if part == CALCULATED else [*first, _head("rank"), _head("seats"), _head("why")]


def quota_rows(standing: Standing, draw: QuotaDraw, part: int) -> list[Row]:
    """A row an item, in the record's order."""
    labels = _labels(draw)
    rows = []
    for line in standing.quotas[draw.id]:
        gone = line.reason is QuotaReason.DECLINED
        cells: list[object] = [labels[line.item], None if gone else line.whole, "" if gone else fraction(line.fraction)]
        if part == DECIDED:
            lot = line.reason in _LOT
            cells += [line.rank if lot else None, None if gone else line.seats, pair(f"show.quota_{line.reason}")]
        mark = "won" if line.reason is QuotaReason.REMAINDER_LOT and part == DECIDED else ""
        rows.append(_row(*cells, mark=mark))
    return rows


def quota_lot(standing: Standing, draw: QuotaDraw) -> list[Row]:
    """Those decided by lot, in order of rank."""
    labels = _labels(draw)
    return [
        _row(
            line.rank,
            labels[line.item],
            fraction(line.fraction),
            pair(f"show.quota_{line.reason}"),
            mark="won" if line.reason is QuotaReason.REMAINDER_LOT else "out",
        )
        for line in by_lot(standing, draw)
        if isinstance(line, QuotaLine)
    ]


# -- cells ----------------------------------------------------------------------------------------------------------------


def row_labels(rules: Rules, draw: CellsDraw) -> dict[str, str]:
    """Value -> its words, of the attribute that makes the rows."""
    return {v.code: v.label for v in values(rules, draw.row)}


def cells_heads(rules: Rules, draw: CellsDraw, columns: range) -> list[Pair]:
    """The row's name, schools, and the sum of the whole row."""
    label = next(a.label for a in rules.attributes if a.name == draw.row)
    names = [rules.school(draw.offered[i]).name for i in columns]
    return [(label, label), *((name, name) for name in names), _head("sum")]


def cells_rows(standing: Standing, draw: CellsDraw, first: int, last: int, columns: range) -> list[Row]:
    """Rows first+1 to last; below the last one the sums of the columns."""
    labels = row_labels(standing.rules, draw)
    table: dict[str, dict[str, Cell]] = {}
    for cell in standing.cells[draw.id]:
        table.setdefault(cell.row, {})[cell.school] = cell
    rows = []
    for row, cells in list(table.items())[first:last]:
        shown = [_cell(cells[draw.offered[i]]) for i in columns]
        rows.append(_row(labels[row], *shown, sum(c.given for c in cells.values())))
    if last == len(table):
        sums = [sum(cells[draw.offered[i]].given for cells in table.values()) for i in columns]
        every = sum(c.given for cells in table.values() for c in cells.values())
        rows.append(_row(_head("sum"), *sums, every, mark="sum"))
    return rows


def _cell(cell: Cell) -> object:
    if cell.reason is CellReason.RAISED:
        return {"n": cell.given, "sign": pair("show.cell_raised")}
    if cell.reason in _CELL_LOT:
        key = "show.cell_lot" if cell.reason is CellReason.RAISED_LOT else "show.cell_out"
        return {"n": cell.given, "sign": pair(key)}
    return cell.given


def cells_lot(standing: Standing, draw: CellsDraw) -> list[Row]:
    """Cells decided by lot, in order of rank."""
    labels = row_labels(standing.rules, draw)
    return [
        _row(
            cell.rank,
            labels[cell.row],
            standing.rules.school(cell.school).name,
            fraction(cell.fraction),
            pair("show.lot_raised" if cell.reason is CellReason.RAISED_LOT else "show.lot_not_raised"),
            mark="won" if cell.reason is CellReason.RAISED_LOT else "out",
        )
        for cell in by_lot(standing, draw)
        if isinstance(cell, Cell)
    ]


# -- teams, orders, seats without a map -----------------------------------------------------------------------------------


def team_rows(standing: Standing, draw: TeamDraw) -> list[Row]:
    """A row a class, class by class."""
    labels = {team.code: team.label for team in draw.teams}
    return [
        _row(
            class_name(line.class_),
            labels[line.team],
            line.rank,
            pair("show.team_recused") if line.reason is TeamReason.TEAM_RECUSED else "",
        )
        for line in standing.teams[draw.id]
    ]


def order_rows(standing: Standing, draw: OrderDraw, names: Mapping[str, str]) -> list[Row]:
    """Selected and reserves by rank: things by their labels, children by code and masked name."""
    labels = {item.code: item.label for item in draw.items}
    pool, rows = standing.pool, []
    whole = of_all(standing, draw)
    for place in standing.selected[draw.id]:
        if draw.items:
            what = [place.code, labels[place.code]]
        else:
            codes = [pool.applicants[line] for line in pool.members[place.code]]
            what = ["、".join(codes), "、".join(names.get(code, "") for code in codes)]
        reserve = place.position - draw.take
        standing_as = pair("show.reserve", n=reserve) if place.reserve else pair("show.selected")
        if whole:
            standing_as = pair("show.in_turn", n=place.position)
        rows.append(_row(place.position, *what, standing_as, mark="" if place.reserve else "won"))
    return rows


def of_all(standing: Standing, draw: OrderDraw) -> bool:
    """True if nobody is left out: what is drawn is the order alone."""
    return len(standing.orders[draw.id].units) == draw.take


def seat_rows(standing: Standing, seats: Sequence[SeatLine], names: Mapping[str, str]) -> list[Row]:
    """Seats of one class as a list, for a room that is no map on a screen."""
    codes = standing.pool.applicants
    return [
        _row(pair("show.seat", row=s.row, column=s.column), codes[s.line], names.get(codes[s.line], "")) for s in seats
    ]


# -- balance --------------------------------------------------------------------------------------------------------------


def balance_heads(standing: Standing, draw: ClassDraw) -> list[tuple[str, str, Pair]]:
    """(attribute, value, words) of each number of a class, in the order of tables/balance.csv."""
    rules = standing.rules
    found = [("SIZE", "", _head("size"))]
    report = [(name, value.code) for name in (draw.sex, *draw.report) for value in values(rules, name)]
    for name, code in dict.fromkeys((*report, *draw.spread)):
        label = next(v.label for v in values(rules, name) if v.code == code)
        label = label or next((s.name for s in rules.schools if s.code == code), code)
        if name != draw.sex and len(label) <= _SHORT:  # a yes or no says nothing without its question
            label = f"{next(a.label for a in rules.attributes if a.name == name)}：{label}"
        found.append((name, code, (label, label)))
    return [*found, ("BUNDLES", "", _head("bundles"))]


def counts_of(table: bytes, draw: ClassDraw) -> Counts:
    """The draw's lines of tables/balance.csv."""
    lines = [line.split(",") for line in table.decode().splitlines()[1:]]
    return {(row[1], row[2], row[3]): row[4] for row in lines if row[0] == draw.id}


def balance_rows(
    codes: Sequence[str], heads: Sequence[tuple[str, str, Pair]], counts: Counts, first: int, last: int
) -> list[Row]:
    """Classes first+1 to last; below the last one by how much classes differ."""

    def of(code: str) -> list[int]:
        return [int(counts[code, attribute, value]) for attribute, value, _ in heads]

    rows = [_row(class_name(code), *of(code)) for code in codes[first:last]]
    if last == len(codes):
        spans = [max(column) - min(column) for column in zip(*map(of, codes), strict=True)]
        rows.append(_row(_head("differ"), *spans, mark="sum"))
    return rows
