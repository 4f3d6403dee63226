"""Writes small session.toml texts from plain facts, a key a line, so that a test can name the line of a fault."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from draw.intake import sheet
from draw.intake.sheet import Sheet

TABLES = ("session", "lists", "bundles", "after_draw", "hall", "show")
ARRAYS = ("parties", "schools", "attributes", "outside", "eligibility", "draws")


def inline(value: Any) -> str:
    """A TOML value on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(k)} = {inline(v)}" for k, v in value.items()) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def school(code: str = "S1", places: int = 3, last_place: str = "SKIP", **more: Any) -> dict[str, Any]:
    """A [[schools]] table."""
    base = {"code": code, "name": f"{code}校", "places": places, "approved_extra": 0, "approved_document": "none"}
    return base | {"last_place": last_place, "vacancies": "RANKED"} | more


def attribute(name: str, *codes: str, values: str = "", **more: Any) -> dict[str, Any]:
    """An [[attributes]] table; codes are labelled 值X."""
    listed = values or [{"code": code, "label": f"值{code}"} for code in codes]
    return {"name": name, "label": f"属性{name}", "column": f"列{name}", "values": listed} | more


def admission(
    identifier: str, school_code: str = "S1", follows: Sequence[str] = (), **who: list[str]
) -> dict[str, Any]:
    """A [[draws]] table of kind admission."""
    return {
        "id": identifier, "kind": "admission", "title": f"派位{identifier}", "follows": list(follows),
        "school": school_code, "quota": "none", "who": who,
    }  # fmt: skip


def shortlist(identifier: str, school_code: str = "S1", **who: list[str]) -> dict[str, Any]:
    """A [[draws]] table of kind shortlist."""
    return {
        "id": identifier, "kind": "shortlist", "title": f"入围{identifier}", "follows": [], "school": school_code,
        "multiplier": 3, "bundle": "WHOLE", "absent": "NEXT", "who": who,
    }  # fmt: skip


def preferences(identifier: str, schools: list[str], names: list[str], **more: Any) -> dict[str, Any]:
    """A [[draws]] table of kind preferences; keywords replace its keys."""
    base = {
        "id": identifier, "kind": "preferences", "title": f"志愿{identifier}", "follows": [], "schools": schools,
        "preferences": names, "method": "PREFERENCE_FIRST", "unlisted": "ANY", "bundle": "SPLIT", "adjust": "none",
        "who": {},
    }  # fmt: skip
    return base | more


def nearest(identifier: str, schools: list[str], areas: Sequence[str], **more: Any) -> dict[str, Any]:
    """A [[draws]] table of kind nearest by the attribute `area`."""
    distances = {area: {code: 100 * n for n, code in enumerate(schools, 1)} for area in areas}
    base = {
        "id": identifier, "kind": "nearest", "title": f"就近{identifier}", "follows": [], "schools": schools,
        "area": "area", "distances": distances, "bundle": "SPLIT", "short": "REFUSE", "who": {},
    }  # fmt: skip
    return base | more


def check(
    kind: str, column: str = "审核", *, who: Mapping[str, list[str]] | None = None, **more: Any
) -> dict[str, Any]:
    """An [[eligibility]] table; keywords beside label, missing and fails are of its test."""
    outer = {key: more.pop(key) for key in ("label", "missing", "fails") if key in more}
    base = {"label": f"审核{kind}", "who": dict(who or {}), "column": column, "test": {"kind": kind, **more}}
    return base | {"missing": "FAILS", "fails": "OTHER"} | outer


def value(**changes: Any) -> dict[str, Any]:
    """The whole sheet as a value; keywords replace its top-level keys."""
    base: dict[str, Any] = {
        "format": "sheet1",
        "corrections": "SIGNED_LIST",
        "blocks": "none",
        "carry": "none",
        "session": {
            "id": "sheet-2026", "mode": "rehearsal", "title": "派位", "authority": "教育局",
            "scheduled": "2026-07-18T09:00:00+08:00", "rehearsals": 0, "after": [], "dice": "d10x10", "beacon": "none",
            "min_open": 0, "reveal_seconds": 0,
        },
        "parties": [
            {"id": "A1", "name": "教育局", "phase": "sealed"},
            {"id": "N1", "name": "公证处", "phase": "sealed"},
        ],
        "schools": [school()],
        "attributes": [],
        "outside": [],
        "eligibility": [],
        "lists": {},
        "bundles": {"mixed": "REFUSE", "mixed_attribute": "none", "member_removed": "DISSOLVE"},
        "draws": [admission("s1")],
        "after_draw": {
            "reply_days": 0, "list_until": "none", "bundle_at_head": "PASS_OVER", "member_struck": "REST_STAY",
            "no_show": "FORFEIT", "report_by": "none", "leave_days": 0, "priority": "none",
        },
        "hall": {"present": {"NOTARY": 2, "PARENT": 3}, "group": 3, "quorum": 2},
        "show": {"names": "masked", "page": 10, "singly": 2},
    }  # fmt: skip
    return base | changes


def text_of(sheet_value: Mapping[str, Any]) -> str:
    """The TOML text of a value."""
    tables = {k: v for k, v in sheet_value.items() if (k in TABLES and isinstance(v, dict)) or (k in ARRAYS and v)}
    plain = {k: v for k, v in sheet_value.items() if k not in tables}
    lines = [f"{key} = {inline(v)}" for key, v in plain.items()]
    for key, table in tables.items():
        for one in table if key in ARRAYS else [table]:
            lines.append(f"[[{key}]]" if key in ARRAYS else f"[{key}]")
            lines += [f"{json.dumps(name, ensure_ascii=False)} = {inline(v)}" for name, v in one.items()]
    return "\n".join([*lines, ""])


def text(**changes: Any) -> str:
    """The TOML text of a sheet with these changes."""
    return text_of(value(**changes))


def read(**changes: Any) -> Sheet:
    """The Sheet with these changes."""
    return sheet.read(text(**changes).encode(), "session.toml")
