"""Draws of SPEC §16 in rules.json: one reader and one writer a kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from draw.rules import forms
from draw.rules.declared import Declared, attribute, school, schools
from draw.rules.further import (
    CellsDraw,
    ClassDraw,
    CohortDraw,
    Declined,
    FurtherDraw,
    Item,
    LateClass,
    LateDraw,
    Mark,
    NobodyDraw,
    OrderDraw,
    Primary,
    QuotaDraw,
    SeatsDraw,
    Share,
    TeamDraw,
)
from draw.rules.model import DrawRule
from draw.rules.switches import Dealing, Remainder

KEYS: Mapping[str, tuple[str, ...]] = {
    "order": ("items", "take", "reserves"),
    "quota": ("school", "seats", "shares", "items", "declined", "method", "minimum"),
    "cells": ("schools", "row", "count", "tasks", "only"),
    "cohort": ("cells",),
    "class": ("school", "classes", "cap", "sex", "apart", "spread", "report", "dealing", "document"),
    "team": ("class", "teams", "recusals"),
    "seats": ("class", "rows", "columns", "gone", "front", "need", "bands"),
    "late": ("school", "cap", "sex", "classes"),
}


def _items(value: Any, place: str, *more: str, empty: bool = False) -> list[tuple[dict[str, Any], str]]:
    """(the entry, its place) of each item; codes and labels are of their forms, no code stands twice."""
    found = []
    for n, one in enumerate(forms.sequence(value, place, empty=empty)):
        here = f"{place}[{n}]"
        obj = forms.entry(one, here, "code", "label", *more)
        forms.code(obj["code"], f"{here}.code")
        forms.label(obj["label"], f"{here}.label")
        found.append((obj, here))
    forms.unique([obj["code"] for obj, _ in found], place)
    return found


def _plain(value: Any, place: str) -> tuple[Item, ...]:
    return tuple(Item(code=obj["code"], label=obj["label"]) for obj, _ in _items(value, place))


def _marks(value: Any, place: str, declared: Declared) -> tuple[Mark, ...]:
    found: list[Mark] = []
    for n, one in enumerate(forms.sequence(value, place, empty=True)):
        here = f"{place}[{n}]"
        obj = forms.entry(one, here, "attribute", "value")
        name = attribute(obj["attribute"], f"{here}.attribute", declared, ("list",))
        if obj["value"] not in declared.codes[name]:
            raise forms.fault(f"{here}.value", f"is no declared value of {name}")
        if (name, obj["value"]) in found:
            raise forms.fault(here, "stands twice")
        found.append((name, obj["value"]))
    return tuple(found)


def _names(value: Any, place: str, declared: Declared, kinds: Sequence[str]) -> tuple[str, ...]:
    listed = forms.sequence(value, place, empty=True)
    found = tuple(attribute(v, f"{place}[{n}]", declared, kinds) for n, v in enumerate(listed))
    forms.unique(found, place)
    return found


def _or_none(value: Any, place: str, declared: Declared, kind: str) -> str:
    return "none" if value == "none" else attribute(value, place, declared, (kind,))


def _class_draw(value: Any, place: str, earlier: Sequence[DrawRule]) -> ClassDraw:
    for draw in earlier:
        if isinstance(draw, ClassDraw) and draw.id == value:
            return draw
    raise forms.fault(place, "must be the id of an earlier draw of kind class")


def _order(obj: Mapping[str, Any], place: str, common: Mapping[str, Any]) -> OrderDraw:
    return OrderDraw(
        **common,
        items=() if obj["items"] == "none" else _plain(obj["items"], f"{place}.items"),
        take=forms.count(obj["take"], f"{place}.take", 1),
        reserves=forms.count(obj["reserves"], f"{place}.reserves"),
    )


def _quota(obj: Mapping[str, Any], place: str, declared: Declared, common: Mapping[str, Any]) -> QuotaDraw:
    shares = []
    for n, one in enumerate(forms.sequence(obj["shares"], f"{place}.shares")):
        here = f"{place}.shares[{n}]"
        share = forms.entry(one, here, "label", "percent")
        percent = forms.count(share["percent"], f"{here}.percent", 1, 100)
        shares.append(Share(label=forms.label(share["label"], f"{here}.label"), percent=percent))
    if sum(share.percent for share in shares) != 100:
        raise forms.fault(f"{place}.shares", "must sum to 100 percent")
    primaries = []
    for one, here in _items(obj["items"], f"{place}.items", "weights"):
        weights = forms.sequence(one["weights"], f"{here}.weights")
        if len(weights) != len(shares):
            raise forms.fault(f"{here}.weights", "must be one number a share")
        numbers = tuple(forms.count(w, f"{here}.weights[{n}]") for n, w in enumerate(weights))
        primaries.append(Primary(code=one["code"], label=one["label"], weights=numbers))
    declined = []
    for one, here in _items(obj["declined"], f"{place}.declined", "document", empty=True):
        document = forms.label(one["document"], f"{here}.document")
        declined.append(Declined(code=one["code"], label=one["label"], document=document))
    forms.unique([item.code for item in (*primaries, *declined)], f"{place}.declined")
    return QuotaDraw(
        **common,
        school="none" if obj["school"] == "none" else school(obj["school"], f"{place}.school", declared),
        seats=forms.count(obj["seats"], f"{place}.seats", 1),
        shares=tuple(shares),
        items=tuple(primaries),
        declined=tuple(declined),
        method=forms.choice(Remainder, obj["method"], f"{place}.method"),
        minimum=forms.count(obj["minimum"], f"{place}.minimum"),
    )


def _cells(obj: Mapping[str, Any], place: str, declared: Declared, common: Mapping[str, Any]) -> CellsDraw:
    offered = schools(obj["schools"], f"{place}.schools", declared)
    row = attribute(obj["row"], f"{place}.row", declared, ("list",))
    count = _or_none(obj["count"], f"{place}.count", declared, "codes")
    if (obj["tasks"] == "none") != (count == "none"):
        raise forms.fault(f"{place}.tasks", 'must be "none" exactly when count is')
    tasks = None
    if count != "none":
        told = forms.entry(obj["tasks"], f"{place}.tasks", *offered)
        tasks = {s: forms.count(told[s], f"{place}.tasks.{s}") for s in offered}
    only = obj["only"]
    if not isinstance(only, dict):
        raise forms.fault(f"{place}.only", "must be an object")
    for value, code in only.items():
        if value not in declared.codes[row]:
            raise forms.fault(f"{place}.only", f"{value!r} is no declared value of {row}")
        if code not in offered:
            raise forms.fault(f"{place}.only.{value}", "is no school of the draw")
    return CellsDraw(**common, offered=offered, row=row, count=count, tasks=tasks, only=dict(only))


def _cohort(obj: Mapping[str, Any], place: str, common: Mapping[str, Any], earlier: Sequence[DrawRule]) -> CohortDraw:
    plan = next((d for d in earlier if isinstance(d, CellsDraw) and d.id == obj["cells"]), None)
    if plan is None:
        raise forms.fault(f"{place}.cells", "must be the id of an earlier draw of kind cells")
    if any(isinstance(d, CohortDraw) and d.plan.id == plan.id for d in earlier):
        raise forms.fault(f"{place}.cells", "is named by an earlier draw already")
    if plan.who != common["who"]:
        raise forms.fault(f"{place}.who", f"must be that of {plan.id}")
    return CohortDraw(**common, plan=plan)


def _class(obj: Mapping[str, Any], place: str, declared: Declared, common: Mapping[str, Any]) -> ClassDraw:
    sex = attribute(obj["sex"], f"{place}.sex", declared, ("list",))
    dealing = forms.choice(Dealing, obj["dealing"], f"{place}.dealing")
    document = forms.label(obj["document"], f"{place}.document")
    if (document == "none") != (dealing is Dealing.CYCLIC):
        raise forms.fault(f"{place}.document", 'must be "none" exactly for CYCLIC')
    report = _names(obj["report"], f"{place}.report", declared, ("list", "schools"))
    if sex in report:
        raise forms.fault(f"{place}.report", "sex is reported anyway")
    found = ClassDraw(
        **common,
        school=school(obj["school"], f"{place}.school", declared),
        classes=forms.count(obj["classes"], f"{place}.classes", 1, 999),
        cap=forms.count(obj["cap"], f"{place}.cap", 1, 99),
        sex=sex,
        apart=_or_none(obj["apart"], f"{place}.apart", declared, "codes"),
        spread=_marks(obj["spread"], f"{place}.spread", declared),
        report=report,
        dealing=dealing,
        document=document,
    )
    if dealing is Dealing.SERPENTINE and (found.apart != "none" or found.spread):
        raise forms.fault(f"{place}.dealing", "SERPENTINE knows no wishes: apart none, spread empty")
    return found


def _team(
    obj: Mapping[str, Any], place: str, declared: Declared, common: Mapping[str, Any], earlier: Sequence[DrawRule]
) -> TeamDraw:
    of = None if obj["class"] == "none" else _class_draw(obj["class"], f"{place}.class", earlier)
    recusals = _names(obj["recusals"], f"{place}.recusals", declared, ("codes",))
    if of is None and recusals:
        raise forms.fault(f"{place}.recusals", "must be empty without a class draw")
    return TeamDraw(**common, of=of, teams=_plain(obj["teams"], f"{place}.teams"), recusals=recusals)


def _seats(
    obj: Mapping[str, Any], place: str, declared: Declared, common: Mapping[str, Any], earlier: Sequence[DrawRule]
) -> SeatsDraw:
    rows = forms.count(obj["rows"], f"{place}.rows", 1, 99)
    columns = forms.count(obj["columns"], f"{place}.columns", 1, 99)
    gone: list[tuple[int, int]] = []
    for n, one in enumerate(forms.sequence(obj["gone"], f"{place}.gone", empty=True)):
        here = f"{place}.gone[{n}]"
        seat = forms.entry(one, here, "row", "column")
        pair = (
            forms.count(seat["row"], f"{here}.row", 1, rows),
            forms.count(seat["column"], f"{here}.column", 1, columns),
        )
        if gone and pair <= gone[-1]:
            raise forms.fault(here, "must be sorted by row then column, none twice")
        gone.append(pair)
    return SeatsDraw(
        **common,
        of=_class_draw(obj["class"], f"{place}.class", earlier),
        rows=rows,
        columns=columns,
        gone=tuple(gone),
        front=forms.count(obj["front"], f"{place}.front", 0, rows),
        need=_marks(obj["need"], f"{place}.need", declared),
        bands=_or_none(obj["bands"], f"{place}.bands", declared, "list"),
    )


def _late(obj: Mapping[str, Any], place: str, declared: Declared, common: Mapping[str, Any]) -> LateDraw:
    sex = attribute(obj["sex"], f"{place}.sex", declared, ("list",))
    classes = []
    for n, one in enumerate(forms.sequence(obj["classes"], f"{place}.classes")):
        here = f"{place}.classes[{n}]"
        told = forms.entry(one, here, "code", "counts")
        counts = forms.sequence(told["counts"], f"{here}.counts")
        if len(counts) != len(declared.codes[sex]):
            raise forms.fault(f"{here}.counts", f"must be one number a value of {sex}")
        numbers = tuple(forms.count(c, f"{here}.counts[{m}]") for m, c in enumerate(counts))
        classes.append(LateClass(code=forms.code(told["code"], f"{here}.code"), counts=numbers))
    forms.unique([c.code for c in classes], f"{place}.classes")
    return LateDraw(
        **common,
        school=school(obj["school"], f"{place}.school", declared),
        cap=forms.count(obj["cap"], f"{place}.cap", 1, 99),
        sex=sex,
        classes=tuple(classes),
    )


def _made(
    kind: str,
    obj: Mapping[str, Any],
    place: str,
    declared: Declared,
    common: Mapping[str, Any],
    earlier: Sequence[DrawRule],
) -> FurtherDraw:
    match kind:
        case "order":
            return _order(obj, place, common)
        case "quota":
            return _quota(obj, place, declared, common)
        case "cells":
            return _cells(obj, place, declared, common)
        case "cohort":
            return _cohort(obj, place, common, earlier)
        case "class":
            return _class(obj, place, declared, common)
        case "team":
            return _team(obj, place, declared, common, earlier)
        case "seats":
            return _seats(obj, place, declared, common, earlier)
        case _:
            return _late(obj, place, declared, common)


def parse(
    kind: str,
    obj: Mapping[str, Any],
    place: str,
    declared: Declared,
    common: Mapping[str, Any],
    earlier: Sequence[DrawRule],
) -> FurtherDraw:
    """One draw of §16 from its entry, `common` keys read; `earlier`: the draws before it. Raises FormatError."""
    found = _made(kind, obj, place, declared, common, earlier)
    nobody = isinstance(found, NobodyDraw) or (isinstance(found, OrderDraw) and found.items)
    if nobody and found.follows:
        raise forms.fault(f"{place}.follows", "must be empty: the draw matches nobody")
    if nobody and found.who and not isinstance(found, CellsDraw):
        raise forms.fault(f"{place}.who", "must be empty: the draw matches nobody")
    if isinstance(found, CohortDraw | ClassDraw | LateDraw):
        kinds = {d.id: d.kind for d in earlier}
        if any(kinds[d] != OrderDraw.KIND for d in found.follows):
            raise forms.fault(f"{place}.follows", "may name draws of kind order only")
    return found


def _item_values(items: Sequence[Item]) -> list[dict[str, Any]]:
    return [{"code": item.code, "label": item.label} for item in items]


def _mark_values(marks: Sequence[Mark]) -> list[dict[str, str]]:
    return [{"attribute": name, "value": value} for name, value in marks]


def value(draw: DrawRule) -> dict[str, Any]:
    """The keys of a draw's kind as they stand in rules.json."""
    match draw:
        case OrderDraw():
            items: Any = _item_values(draw.items) or "none"
            return {"items": items, "take": draw.take, "reserves": draw.reserves}
        case QuotaDraw():
            return {
                "school": draw.school,
                "seats": draw.seats,
                "shares": [{"label": s.label, "percent": s.percent} for s in draw.shares],
                "items": [{"code": i.code, "label": i.label, "weights": list(i.weights)} for i in draw.items],
                "declined": [{"code": i.code, "label": i.label, "document": i.document} for i in draw.declined],
                "method": str(draw.method),
                "minimum": draw.minimum,
            }
        case CellsDraw():
            return {
                "schools": list(draw.offered),
                "row": draw.row,
                "count": draw.count,
                "tasks": "none" if draw.tasks is None else dict(draw.tasks),
                "only": dict(draw.only),
            }
        case CohortDraw():
            return {"cells": draw.plan.id}
        case ClassDraw():
            return {
                "school": draw.school,
                "classes": draw.classes,
                "cap": draw.cap,
                "sex": draw.sex,
                "apart": draw.apart,
                "spread": _mark_values(draw.spread),
                "report": list(draw.report),
                "dealing": str(draw.dealing),
                "document": draw.document,
            }
        case TeamDraw():
            of = "none" if draw.of is None else draw.of.id
            return {"class": of, "teams": _item_values(draw.teams), "recusals": list(draw.recusals)}
        case SeatsDraw():
            return {
                "class": draw.of.id,
                "rows": draw.rows,
                "columns": draw.columns,
                "gone": [{"row": r, "column": c} for r, c in draw.gone],
                "front": draw.front,
                "need": _mark_values(draw.need),
                "bands": draw.bands,
            }
        case LateDraw():
            classes = [{"code": c.code, "counts": list(c.counts)} for c in draw.classes]
            return {"school": draw.school, "cap": draw.cap, "sex": draw.sex, "classes": classes}
    raise TypeError(draw)
