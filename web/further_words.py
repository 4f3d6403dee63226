"""What the first and the last page of a draw of SPEC §16 say: what is drawn, by which rule, and what came of it."""

from collections.abc import Iterable

from draw.allocation.further import CellReason, QuotaReason
from draw.allocation.standing import Standing
from draw.rules import (
    CellsDraw,
    ClassDraw,
    CohortDraw,
    Dealing,
    FurtherDraw,
    LateDraw,
    OrderDraw,
    QuotaDraw,
    Rules,
    SeatsDraw,
    TeamDraw,
)
from draw.words import pair
from web.dealing import values
from web.further_tables import of_all

Pair = tuple[str, str]


def span(numbers: Iterable[int]) -> str:
    """From the least to the greatest of them."""
    found = sorted(numbers)
    return str(found[0]) if found[0] == found[-1] else f"{found[0]}–{found[-1]}"


def _label(rules: Rules, name: str) -> str:
    return next(a.label for a in rules.attributes if a.name == name)


def opening(standing: Standing, draw: FurtherDraw) -> list[Pair]:
    """What is drawn and how, a sentence each; the first one is the largest on the page."""
    rules, line = standing.rules, standing.summaries_of(draw.id)[0]
    match draw:
        case OrderDraw():
            if of_all(standing, draw):
                return [pair("show.order_all", units=line.units), pair("show.order_by_number")]
            key = "show.order_items" if draw.items else "show.order_units"
            first = pair(key, units=line.units, take=draw.take)
            reserves = [pair("show.order_reserves", reserves=draw.reserves)] if draw.reserves else []
            return [first, *reserves, pair("show.order_how", take=draw.take)]
        case TeamDraw():
            return [pair("show.team", teams=len(draw.teams)), *([pair("show.team_how")] if draw.recusals else [])]
        case QuotaDraw():
            shares = "、".join(f"{s.label} {s.percent}%" for s in draw.shares)
            found = [pair("show.quota", seats=draw.seats, items=len(draw.items)), pair("show.quota_by", shares=shares)]
            if draw.minimum:
                found.append(pair("show.quota_minimum", minimum=draw.minimum))
            return [*found, pair(f"show.quota_{draw.method}")]
        case CellsDraw():
            row = _label(rules, draw.row)
            key = "show.cells" if draw.count == "none" else "show.cells_whole"
            return [pair(key, n=line.children, row=row, schools=len(draw.schools)), pair("show.cells_how")]
        case CohortDraw():
            how = "show.cohort_how" if draw.plan.count == "none" else "show.cohort_whole"
            return [
                pair("show.cohort", children=line.children, schools=len(draw.schools)),
                pair(how, row=_label(rules, draw.plan.row)),
            ]
        case ClassDraw():
            found = [pair("show.class", children=line.children, classes=draw.classes, cap=draw.cap)]
            if draw.dealing is Dealing.SERPENTINE:
                return [*found, pair("show.class_serpentine", document=draw.document)]
            return [*found, pair("show.class_first"), pair("show.class_how")]
        case SeatsDraw():
            there = len(draw.there())
            sizes = span(len(lines) for lines in standing.classes[draw.of.id].members().values())
            return [
                pair("show.seats", classes=draw.of.classes, sizes=sizes),
                pair("show.seats_room", rows=draw.rows, columns=draw.columns, there=there),
                pair("show.seats_how"),
            ]
        case LateDraw():
            return [pair("show.late", children=line.children, classes=len(draw.classes)), pair("show.late_how")]
    raise TypeError(draw.kind)


def closing(standing: Standing, draw: FurtherDraw) -> list[Pair]:
    """What came of it."""
    line = standing.summaries_of(draw.id)[0]
    match draw:
        case OrderDraw():
            found = standing.selected[draw.id]
            reserves = sum(place.reserve for place in found)
            if of_all(standing, draw):
                return [pair("show.order_all_done", units=len(found))]
            done = pair("show.order_done", taken=len(found) - reserves)
            return [done, pair("show.order_reserves", reserves=reserves)] if reserves else [done]
        case TeamDraw():
            return [pair("show.team_done", teams=len(standing.teams[draw.id]))]
        case QuotaDraw():
            lines = standing.quotas[draw.id]
            lot = sum(q.reason is QuotaReason.REMAINDER_LOT for q in lines)
            done = pair("show.quota_done", seats=sum(q.seats for q in lines))
            return [done, pair("show.quota_lot", lot=lot) if lot else pair("show.quota_no_lot")]
        case CellsDraw():
            lot = sum(c.reason is CellReason.RAISED_LOT for c in standing.cells[draw.id])
            return [pair("show.cells_done"), pair("show.cells_lot", lot=lot) if lot else pair("show.cells_no_lot")]
        case CohortDraw():
            admitted = sum(s.admitted for s in standing.summaries_of(draw.id))
            return [pair("show.cohort_done", admitted=admitted)]
        case ClassDraw():
            return [
                pair("show.class_done", children=line.children, classes=draw.classes),
                balance(standing, draw),
                pair("show.class_lists"),
            ]
        case SeatsDraw():
            return [pair("show.seats_done", children=len(standing.seats[draw.id])), pair("show.seats_lists")]
        case LateDraw():
            return [pair("show.late_done", children=line.children)]
    raise TypeError(draw.kind)


def balance(standing: Standing, draw: ClassDraw) -> Pair:
    """How far the classes are from each other: sizes, and each sex."""
    classes = standing.classes[draw.id].members().values()
    column = standing.pool.attributes[draw.sex]
    each = [
        (v.label, span(sum(column[i] == v.code for i in lines) for lines in classes))
        for v in values(standing.rules, draw.sex)
    ]
    return even(span(len(lines) for lines in classes), each)


def even(size: str, sexes: Iterable[tuple[str, str]]) -> Pair:
    """Sizes and sexes of all classes in one line."""
    parts = [pair("show.even", n=size), *(pair("show.even_one", label=label, n=n) for label, n in sexes)]
    return " · ".join(zh for zh, _ in parts), " · ".join(en for _, en in parts)
