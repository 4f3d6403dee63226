"""Draws of rules.json, one reader and one writer a kind (SPEC §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from draw import encoding
from draw.encoding import matches
from draw.rules import forms
from draw.rules.model import (
    AdmissionDraw,
    Attribute,
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
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What draws may name: school codes, attributes, and the codes of those attributes that conditions may use."""

    schools: tuple[str, ...]
    attributes: Mapping[str, Attribute]
    codes: Mapping[str, tuple[str, ...]]


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


def _school(value: Any, place: str, declared: Declared) -> str:
    if value not in declared.schools:
        raise forms.fault(place, "is no declared school")
    return str(value)


def _schools(value: Any, place: str, declared: Declared) -> tuple[str, ...]:
    found = tuple(_school(v, f"{place}[{n}]", declared) for n, v in enumerate(forms.sequence(value, place)))
    forms.unique(found, place)
    return found


def _attribute(value: Any, place: str, declared: Declared, kinds: Sequence[str]) -> str:
    found = declared.attributes.get(value) if isinstance(value, str) else None
    if found is None or found.kind not in kinds:
        raise forms.fault(place, f"must be an attribute with values of kind {' or '.join(kinds)}")
    return found.name


def _preferences(obj: Mapping[str, Any], place: str, declared: Declared, common: dict[str, Any]) -> PreferenceDraw:
    listed = forms.sequence(obj["preferences"], f"{place}.preferences")
    names = tuple(
        _attribute(v, f"{place}.preferences[{n}]", declared, ("schools", "preferences")) for n, v in enumerate(listed)
    )
    forms.unique(names, f"{place}.preferences")
    adjust = obj["adjust"]
    return PreferenceDraw(
        **common,
        offered=_schools(obj["schools"], f"{place}.schools", declared),
        preferences=names,
        method=forms.choice(Method, obj["method"], f"{place}.method"),
        unlisted=forms.choice(Unlisted, obj["unlisted"], f"{place}.unlisted"),
        bundle=forms.choice(Apart, obj["bundle"], f"{place}.bundle"),
        adjust="none" if adjust == "none" else _attribute(adjust, f"{place}.adjust", declared, ("codes",)),
    )


def _nearest(obj: Mapping[str, Any], place: str, declared: Declared, common: dict[str, Any]) -> NearestDraw:
    offered = _schools(obj["schools"], f"{place}.schools", declared)
    area = _attribute(obj["area"], f"{place}.area", declared, ("list",))
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


def parse(value: Any, place: str, declared: Declared, earlier: Sequence[str]) -> DrawRule:
    """One draw; `earlier`: the ids before it. Raises FormatError."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KEYS:
        raise forms.fault(f"{place}.kind", f"must be one of {' '.join(KEYS)}")
    obj = forms.entry(value, place, *KEYS[kind])
    if not matches(encoding.DRAW_ID, obj["id"]):
        raise forms.fault(f"{place}.id", "must be a draw id ([a-z0-9][a-z0-9.-]{0,63})")
    follows = forms.sequence(obj["follows"], f"{place}.follows", empty=True)
    if [d for d in earlier if d in follows] != follows:
        raise forms.fault(f"{place}.follows", "must be ids of earlier draws, in their order, none twice")
    common = {
        "id": obj["id"],
        "title": forms.label(obj["title"], f"{place}.title"),
        "follows": tuple(follows),
        "who": forms.who(obj["who"], f"{place}.who", declared.codes),
    }
    if kind == "preferences":
        return _preferences(obj, place, declared, common)
    if kind == "nearest":
        return _nearest(obj, place, declared, common)
    school = _school(obj["school"], f"{place}.school", declared)
    if kind == "admission":
        return AdmissionDraw(**common, school=school, quota=_quota(obj["quota"], f"{place}.quota"))
    return ShortlistDraw(
        **common,
        school=school,
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
    raise TypeError(draw)
