"""What happens in the draws of SPEC §16 before admission: orders, quotas, cohorts (R33-R35, R42, R45); classes are in `classes`.

Draws of one kind with the same terms that follow one another are told together: `shared` is said once, `line` of each.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from draw.prose import classes
from draw.prose.conditions import label, names, people, value_label
from draw.prose.section import Pair, chunks, flow, join, sub
from draw.rules import (
    CellsDraw,
    ClassDraw,
    CohortDraw,
    FurtherDraw,
    Item,
    OrderDraw,
    QuotaDraw,
    Remainder,
    Rules,
)
from draw.words import pair

_IN_A_LINE: Final = 8
_REMAINDER: Final = {
    Remainder.LARGEST_REMAINDER: pair("prose.quota_largest"),
    Remainder.REMAINDER_BY_LOT: pair("prose.quota_by_lot"),
}


def together(draw: FurtherDraw) -> Hashable:
    """What draws that are told together have in common."""
    match draw:
        case QuotaDraw():
            return draw.kind, draw.shares, draw.items, draw.declined, draw.method, draw.minimum
        case ClassDraw():
            terms = (draw.cap, draw.sex, draw.apart, draw.spread, draw.report, draw.dealing, draw.document)
            return draw.kind, terms
    return draw.kind, draw.id


def shared(draw: FurtherDraw, rules: Rules) -> list[Pair]:
    """What is said once for draws that are told together."""
    if isinstance(draw, QuotaDraw):
        return _apportioned(draw)
    if isinstance(draw, ClassDraw):
        return [pair("prose.class_what_each", cap=draw.cap), *classes.dealing(draw, rules)]
    raise TypeError(draw)


def line(draw: FurtherDraw, rules: Rules) -> Pair:
    """What is said of each of them."""
    if isinstance(draw, QuotaDraw):
        if draw.school == "none":
            return pair("prose.quota_line_all", seats=draw.seats)
        return pair("prose.quota_line", name=rules.school(draw.school).name, code=draw.school, seats=draw.seats)
    if isinstance(draw, ClassDraw):
        name = rules.school(draw.school).name
        return pair("prose.class_line", name=name, code=draw.school, classes=draw.classes)
    raise TypeError(draw)


def procedure(draw: FurtherDraw, rules: Rules) -> list[Pair]:
    """All that holds for one draw."""
    match draw:
        case OrderDraw():
            return _order(draw)
        case QuotaDraw():
            return _quota(draw, rules)
        case CellsDraw():
            return _cells(draw, rules)
        case CohortDraw():
            return _cohort(draw, rules)
        case ClassDraw():
            return classes.class_draw(draw, rules)
    return classes.later(draw, rules)


def method(draw: FurtherDraw) -> Pair:
    """How the lot decides, in one paragraph."""
    match draw:
        case OrderDraw():
            return _taken(draw)
        case QuotaDraw():
            return _REMAINDER[draw.method]
        case CellsDraw():
            return pair("prose.cells_order")
        case CohortDraw() if draw.plan.count == "none":
            return pair("prose.cohort_turns")
    return classes.method(draw)


def bundle_rule(draw: FurtherDraw) -> Pair:
    """What becomes of bundles."""
    if isinstance(draw, CohortDraw):
        return pair("prose.cohort_turns") if draw.plan.count == "none" else pair("prose.cohort_bundles_fit")
    return classes.bundle_rule(draw)


def items(found: Iterable[Item]) -> Pair:
    """Things by name and code, by code in English."""
    return join(classes.coded(item.label, item.code) for item in found)


def _listed(found: Sequence[Item], key: str, **facts: object) -> list[Pair]:
    """A long list in several lines, the first with what is said of it."""
    parts = chunks(found, _IN_A_LINE)
    first = items(parts[0])
    return [pair(key, items_zh=first[0], items_en=first[1], **facts), *(sub(items(part)) for part in parts[1:])]


def _numbered(words: str, code: str, number: str) -> Pair:
    zh, en = classes.coded(words, code)
    return f"{zh}{number}", f"{en} {number}"


def _taken(draw: OrderDraw) -> Pair:
    if draw.reserves:
        return pair("prose.order_take", take=draw.take, reserves=draw.reserves)
    return pair("prose.order_take_only", take=draw.take)


def _order(draw: OrderDraw) -> list[Pair]:
    how = flow(_taken(draw), pair("prose.ties_never"))
    if draw.items:
        return [*_listed(draw.items, "prose.order_of_items", count=len(draw.items)), how]
    return [pair("prose.order_of_units"), how]


def _quota(draw: QuotaDraw, rules: Rules) -> list[Pair]:
    count = len(draw.items)
    what = pair("prose.quota_of_all", seats=draw.seats, count=count)
    if draw.school != "none":
        name = rules.school(draw.school).name
        what = pair("prose.quota_of_school", name=name, code=draw.school, seats=draw.seats, count=count)
    return [what, *_apportioned(draw)]


def _apportioned(draw: QuotaDraw) -> list[Pair]:
    shares = join(pair("prose.quota_share", label=s.label, percent=s.percent) for s in draw.shares)
    least = pair("prose.quota_minimum", minimum=draw.minimum) if draw.minimum else pair("prose.quota_no_minimum")
    lines = [
        pair("prose.quota_weights", shares_zh=shares[0], shares_en=shares[1]),
        pair("prose.quota_arithmetic"),
        flow(_REMAINDER[draw.method], pair("prose.ties_never")),
        least,
    ]
    weighed = [_numbered(i.label, i.code, "/".join(map(str, i.weights))) for i in draw.items]
    for n, some in enumerate(chunks(weighed, _IN_A_LINE)):
        told = join(some)
        lines.append(sub(told) if n else pair("prose.quota_items", items_zh=told[0], items_en=told[1]))
    lines += [pair("prose.quota_declined", label=d.label, code=d.code, document=d.document) for d in draw.declined]
    return lines


def _cells(draw: CellsDraw, rules: Rules) -> list[Pair]:
    row, offered = label(rules, draw.row), names(rules, draw.offered)
    what, tasks = pair("prose.cells_pupils"), pair("prose.cells_by_places")
    if draw.tasks is not None:
        group = label(rules, draw.count)
        what = pair("prose.cells_codes", what_zh=group, what_en=draw.count)
        told = join(_numbered(rules.school(s).name, s, str(draw.tasks[s])) for s in draw.offered)
        tasks = pair(
            "prose.cells_by_tasks", tasks_zh=told[0], tasks_en=told[1], label_zh=group, label_en=draw.count
        )  # fmt: skip
    who = people(rules, draw.who)
    lines = [
        pair(
            "prose.cells_what", row_zh=row, row_en=draw.row, what_zh=what[0], what_en=what[1], offered_zh=offered[0],
            offered_en=offered[1],
        ),
        flow(pair("prose.cells_counted", who_zh=who[0], who_en=who[1]), tasks),
        pair("prose.cells_arithmetic"),
        flow(pair("prose.cells_order"), pair("prose.ties_never")),
    ]  # fmt: skip
    for value, school in draw.only.items():
        facts = {"label": value_label(rules, draw.row, value), "name": rules.school(school).name}
        lines.append(pair("prose.cells_only", value=value, code=school, **facts))
    return lines


def _cohort(draw: CohortDraw, rules: Rules) -> list[Pair]:
    plan = draw.plan
    row, offered = label(rules, plan.row), names(rules, plan.offered)
    lines = [
        pair(
            "prose.cohort_what", plan=plan.id, row_zh=row, row_en=plan.row, offered_zh=offered[0], offered_en=offered[1]
        )
    ]
    if plan.count == "none":
        lines += [pair("prose.cohort_turns"), pair("prose.cohort_bundles_fit")]
    else:
        lines.append(pair("prose.cohort_codes", label_zh=label(rules, plan.count), label_en=plan.count))
    if plan.only:
        lines.append(pair("prose.cohort_only"))
    return lines
