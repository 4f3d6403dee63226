"""Draws of rules.json, one reader and one writer a kind (SPEC §4)."""

from collections.abc import Mapping, Sequence
from typing import Any

from draw import encoding
from draw.encoding import matches
from draw.rules import forms, further_forms
from draw.rules.declared import Declared, attribute, school, schools
from draw.rules.model import (
    AdmissionDraw,
    DrawRule,
    NearestDraw,
    PreferenceDraw,
    Quota,
    ShortlistDraw,
)
from draw.rules.switches import (
    Absent,
    Apart,
    Method,
    OverLimit,
    Rounding,
    Short,
    Unlisted,
)

_COMMON = ("id", "kind", "title", "follows", "who")
KEYS: Mapping[str, tuple[str, ...]] = {
    "admission": (*_COMMON, "school", "quota"),
    "shortlist": (*_COMMON, "school", "multiplier", "bundle", "absent"),
    "preferences": (*_COMMON, "schools", "preferences", "method", "unlisted", "bundle", "adjust"),
    "nearest": (*_COMMON, "schools", "area", "distances", "bundle", "short"),
    **{kind: (*_COMMON, *keys) for kind, keys in further_forms.KEYS.items()},
}


def _quota(value: Any, place: str) -> Quota | None:
    if value == "none":
        return None
    if isinstance(value, dict) and "percent" in value:
        obj = forms.entry(value, place, "percent", "rounding")
        return Quota(
            places=None,
            percent=forms.count(obj["percent"], f"{place}.percent", 1, 100),
            rounding=forms.choice(Rounding, obj["rounding"], f"{place}.rounding"),
        )
    obj = forms.entry(value, place, "places")
    return Quota(places=forms.count(obj["places"], f"{place}.places"), percent=None, rounding=None)


def _preferences(obj: Mapping[str, Any], place: str, declared: Declared, common: dict[str, Any]) -> PreferenceDraw:
    listed = forms.sequence(obj["preferences"], f"{place}.preferences")
    names = tuple(
        attribute(v, f"{place}.preferences[{n}]", declared, ("schools", "preferences")) for n, v in enumerate(listed)
    )
    forms.unique(names, f"{place}.preferences")
    adjust = obj["adjust"]
    return PreferenceDraw(
        **common,
        offered=schools(obj["schools"], f"{place}.schools", declared),
        preferences=names,
        method=forms.choice(Method, obj["method"], f"{place}.method"),
        unlisted=forms.choice(Unlisted, obj["unlisted"], f"{place}.unlisted"),
        bundle=forms.choice(Apart, obj["bundle"], f"{place}.bundle"),
        adjust="none" if adjust == "none" else attribute(adjust, f"{place}.adjust", declared, ("codes",)),
    )


def _nearest(obj: Mapping[str, Any], place: str, declared: Declared, common: dict[str, Any]) -> NearestDraw:
    offered = schools(obj["schools"], f"{place}.schools", declared)
    area = attribute(obj["area"], f"{place}.area", declared, ("list",))
    here = f"{place}.distances"
    table = forms.entry(obj["distances"], here, *declared.attributes[area].codes())
    distances = {}
    for code in declared.attributes[area].codes():
        row = forms.entry(table[code], f"{here}.{code}", *offered)
        distances[code] = {s: forms.count(row[s], f"{here}.{code}.{s}") for s in offered}
    return NearestDraw(
        **common,
        offered=offered,
        area=area,
        distances=distances,
        bundle=forms.choice(Apart, obj["bundle"], f"{place}.bundle"),
        short=forms.choice(Short, obj["short"], f"{place}.short"),
    )


def parse(value: Any, place: str, declared: Declared, earlier: Sequence[DrawRule]) -> DrawRule:
    """One draw; `earlier`: those before it. Raises FormatError."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KEYS:
        raise forms.fault(f"{place}.kind", f"must be one of {' '.join(KEYS)}")
    obj = forms.entry(value, place, *KEYS[kind])
    if not matches(encoding.DRAW_ID, obj["id"]):
        raise forms.fault(f"{place}.id", "must be a draw id ([a-z0-9][a-z0-9.-]{0,63})")
    follows = forms.sequence(obj["follows"], f"{place}.follows", empty=True)
    if [d.id for d in earlier if d.id in follows] != follows:
        raise forms.fault(f"{place}.follows", "must be ids of earlier draws, in their order, none twice")
    common = {
        "id": obj["id"],
        "title": forms.label(obj["title"], f"{place}.title"),
        "follows": tuple(follows),
        "who": forms.who(obj["who"], f"{place}.who", declared.codes),
    }
    if kind in further_forms.KEYS:
        return further_forms.parse(kind, obj, place, declared, common, earlier)
    if kind == "preferences":
        return _preferences(obj, place, declared, common)
    if kind == "nearest":
        return _nearest(obj, place, declared, common)
    here = school(obj["school"], f"{place}.school", declared)
    if kind == "admission":
        return AdmissionDraw(**common, school=here, quota=_quota(obj["quota"], f"{place}.quota"))
    return ShortlistDraw(
        **common,
        school=here,
        multiplier=forms.count(obj["multiplier"], f"{place}.multiplier", 1, 10),
        bundle=forms.choice(OverLimit, obj["bundle"], f"{place}.bundle"),
        absent=forms.choice(Absent, obj["absent"], f"{place}.absent"),
    )


def _quota_value(quota: Quota | None) -> Any:
    if quota is None:
        return "none"
    if quota.percent is None:
        return {"places": quota.places}
    return {"percent": quota.percent, "rounding": str(quota.rounding)}


def value(draw: DrawRule) -> dict[str, Any]:
    """The value of a draw in rules.json."""
    common = {
        "id": draw.id,
        "kind": draw.kind,
        "title": draw.title,
        "follows": list(draw.follows),
        "who": forms.who_value(draw.who),
    }
    match draw:
        case AdmissionDraw():
            return common | {"school": draw.school, "quota": _quota_value(draw.quota)}
        case ShortlistDraw():
            return common | {
                "school": draw.school,
                "multiplier": draw.multiplier,
                "bundle": str(draw.bundle),
                "absent": str(draw.absent),
            }
        case PreferenceDraw():
            return common | {
                "schools": list(draw.offered),
                "preferences": list(draw.preferences),
                "method": str(draw.method),
                "unlisted": str(draw.unlisted),
                "bundle": str(draw.bundle),
                "adjust": draw.adjust,
            }
        case NearestDraw():
            return common | {
                "schools": list(draw.offered),
                "area": draw.area,
                "distances": {area: dict(row) for area, row in draw.distances.items()},
                "bundle": str(draw.bundle),
                "short": str(draw.short),
            }
    return common | further_forms.value(draw)
