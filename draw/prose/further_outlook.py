"""What the draws of SPEC §16 promise before the freeze, in words: how many take part, what is sure, exact chances where they are
simple (R25, R33, R35, R42, R45).
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from draw.allocation.chances import rounded
from draw.allocation.further import QuotaLine, QuotaReason
from draw.prose.conditions import value_label
from draw.prose.section import Pair, chunks, join, sub
from draw.prospects import Prospect
from draw.rules import CellsDraw, ClassDraw, CohortDraw, Dealing, OrderDraw, QuotaDraw, Rules, SeatsDraw, TeamDraw
from draw.turnout import of_children
from draw.words import pair

_IN_A_LINE: Final = 8
_LOT: Final = (QuotaReason.REMAINDER_LOT, QuotaReason.LOT_OUT)


def short(p: Prospect, counts: Pair) -> Pair:
    """In one phrase, for a table of draws."""
    return join(_facts(p, counts), "，", ", ")


def outlook(p: Prospect, rules: Rules, counts: Pair) -> list[Pair]:
    """A line on who or what takes part, and indented what is sure and the chances. `counts`: children, units, bundles."""
    words = join(_facts(p, counts), "；", "; ")
    lines = [(f"{words[0]}。", f"{words[1]}.")]
    match p.draw:
        case OrderDraw() if p.status is not None:
            lines += _select(p.draw, len(p.draw.items) or p.singles + sum(p.bundles.values()))
        case QuotaDraw():
            lines += _quotas(p.draw, p.foreseen.quotas)
        case CohortDraw() if p.status is not None and p.foreseen.alone:
            lines += _cohort(p, rules)
    return lines


def _facts(p: Prospect, counts: Pair) -> list[Pair]:
    draw = p.draw
    parts = [counts] if of_children(draw) or isinstance(draw, SeatsDraw) else []
    match draw:
        case OrderDraw() if draw.items:
            parts.append(pair("prose.outlook_items", count=len(draw.items)))
        case QuotaDraw():
            parts.append(pair("prose.outlook_items", count=len(draw.items)))
        case TeamDraw():
            parts.append(pair("prose.outlook_items", count=len(draw.teams)))
        case CellsDraw():
            parts.append(pair("prose.outlook_cells", schools=len(draw.offered)))
        case ClassDraw() if draw.dealing is Dealing.CYCLIC:
            least, most = p.children // draw.classes, -(-p.children // draw.classes)
            even = pair("prose.outlook_classes_even", size=most)
            parts.append(even if least == most else pair("prose.outlook_classes", least=least, most=most))
        case SeatsDraw():
            parts.append(pair("prose.outlook_seats", seats=p.places))
    return [*parts, pair("prose.always_held_short")]


def _select(draw: OrderDraw, count: int) -> list[Pair]:
    """Every unit has the same chance, bundle or not."""
    if not count:
        return []
    chance = rounded(Fraction(min(draw.take, count), count), 4)
    parts = [pair("prose.outlook_select", take=draw.take, reserves=draw.reserves, chance=chance)]
    if draw.reserves:
        behind = max(0, min(draw.reserves, count - draw.take))
        parts.append(pair("prose.outlook_reserve", chance=rounded(Fraction(behind, count), 4)))
    return [_line(join(parts, "；", "; "))]


def _quotas(draw: QuotaDraw, lines: Sequence[QuotaLine]) -> list[Pair]:
    """Which seats hang on no lot, and the chance of those that do."""
    labels = {item.code: item.label for item in draw.items}
    sure = [one for one in lines if one.item in labels and one.reason not in _LOT]
    lot = [one for one in lines if one.reason in _LOT]
    found = list(_several("prose.outlook_quota_sure", sure, labels)) if sure else []
    if lot:
        more = sum(one.reason is QuotaReason.REMAINDER_LOT for one in lot)
        chance = rounded(Fraction(more, len(lot)), 4)
        whole = [one._replace(seats=one.whole) for one in lot]
        found += _several("prose.outlook_quota_lot", whole, labels, more=more, among=len(lot), chance=chance)
    return found


def _several(key: str, lines: Sequence[QuotaLine], labels: dict[str, str], **facts: object) -> Iterable[Pair]:
    for n, some in enumerate(chunks(lines, _IN_A_LINE)):
        told = join((f"{labels[one.item]} {one.seats}", f"{one.item} {one.seats}") for one in some)
        yield _line(told if n else pair(key, items_zh=told[0], items_en=told[1], **facts))


def _cohort(p: Prospect, rules: Rules) -> list[Pair]:
    """A row a line: how many of it go to each school, and each single child's chance."""
    assert isinstance(p.draw, CohortDraw)
    plan, rows = p.draw.plan, dict[str, list[Pair]]()
    totals: dict[str, int] = {}
    for cell in p.foreseen.cells:
        totals[cell.row] = totals.get(cell.row, 0) + cell.given
    for cell in p.foreseen.cells:
        if cell.row in p.foreseen.alone and cell.row not in plan.only:
            chance = rounded(Fraction(cell.given, totals[cell.row]), 4)
            name = rules.school(cell.school).name
            told = pair(
                "prose.cohort_cell", school_zh=name, school_en=cell.school, given=cell.given, chance=chance
            )  # fmt: skip
            rows.setdefault(cell.row, []).append(told)
    if not rows:
        return []
    lines = [sub(pair("prose.cohort_known"))]
    for row, cells in rows.items():
        told = join(cells)
        label = value_label(rules, plan.row, row)
        lines.append(
            _line((f"{label}：{told[0]}", f"{row}: {told[1]}"))
        )  # fmt: skip
    return lines


def _line(words: Pair) -> Pair:
    return sub((f"{words[0]}。", f"{words[1]}."))
