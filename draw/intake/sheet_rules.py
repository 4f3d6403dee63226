"""The rule sheet's schools, attributes, places outside the draw, bundles and show (SPEC §4, R1)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from draw.intake.cells import folded
from draw.intake.headers import FIELDS, Field, normalised
from draw.intake.nearest import choose, nearest
from draw.intake.places import Path
from draw.intake.sheet_checks import ATTRIBUTE, CODE, Checks
from draw.rules import PRESENT_KINDS, LastPlace, MemberRemoved, Mixed, Vacancies
from draw.words import say

_SCHOOL: Final = ("code", "name", "places", "approved_extra", "approved_document", "last_place", "vacancies")
_SCHOOL_WORDS: Final[Mapping[str, Sequence[str]]] = {"last_place": list(LastPlace), "vacancies": list(Vacancies)}
_BUNDLE_WORDS: Final[Mapping[str, Sequence[str]]] = {"mixed": list(Mixed), "member_removed": list(MemberRemoved)}
OPEN_VALUES: Final = ("schools", "preferences", "codes")
_AS_WRITTEN: Final = ("schools", "outside", "corrections", "blocks", "carry", "bundles", "hall", "show")
_NO_SCHOOL: Final = ("none", "无")  # what stands in a roster for no preference


def schools(c: Checks, value: object) -> list[dict[str, Any]]:
    """The [[schools]] tables; their faults are noted."""
    path = ("schools",)
    tables = c.tables(value, path, _SCHOOL, _SCHOOL_WORDS, empty=True)
    for n, t in enumerate(tables):
        here = (*path, n)
        if c.form(t, "code", here, CODE) == "NONE":
            c.fault((*here, "code"), "NONE", say("intake.none_no_school_code"), say("intake.choose_another"))
        name = c.label(t, "name", here)
        if name is not None and folded(name) in _NO_SCHOOL:
            c.fault((*here, "name"), name, say("intake.name_stands_no_school"), say("intake.write_full"))
        c.count(t, "places", here)
        extra = c.count(t, "approved_extra", here)
        document = c.label(t, "approved_document", here)
        c.switches(t, here, _SCHOOL_WORDS)
        if extra is not None and document is not None and (extra == 0) != (document == "none"):
            c.fault(
                (*here, "approved_document"), document,
                say("intake.must_none_exactly_when_approved"),
                say("intake.give_document_set_approved_extra"),
            )  # fmt: skip
    c.unique([str(t["code"]) if "code" in t else None for t in tables], path, "code")
    # the roster may name a school in words, so the words must tell schools apart
    names = [folded(str(t["name"])) if "name" in t else None for t in tables]
    c.unique(names, path, "name")
    _no_other_code(c, names, [folded(str(t["code"])) if "code" in t else None for t in tables], path, "name")
    return tables


def over_plan(c: Checks, tables: Sequence[Mapping[str, Any]]) -> None:
    """A school that goes over its plan without an approved extra place (R8)."""
    for n, t in enumerate(tables):
        policy = t.get("last_place")
        if t.get("approved_extra") != 0 or policy not in ("OVERFLOW", "GROW"):
            continue
        most = say("intake.largest_bundle_less_one")
        if policy == "GROW":
            most = say("intake.sum_over_bundles_their_size")
        c.fault(
            ("schools", n, "approved_extra"), 0,
            say("intake.goes_over_plan_but_no", policy=policy),
            say("intake.approve_least_1_name_document", most=most),
        )  # fmt: skip


def _no_other_code(c: Checks, labels: Sequence[str | None], codes: Sequence[str | None], path: Path, key: str) -> None:
    """The roster may hold code or label, in any width or case: both together must name one thing."""
    for n, label in enumerate(labels):
        if label is not None and label in codes and codes[n] != label:
            c.fault(
                (*path, n, key), label, say("intake.name_code_another_item"),
                say("intake.change_name"),
            )  # fmt: skip


def attributes(c: Checks, value: object) -> list[dict[str, Any]]:
    """The [[attributes]] tables; their faults are noted."""
    path = ("attributes",)
    tables = c.tables(value, path, ("name", "label", "column", "values"), {"values": OPEN_VALUES}, empty=True)
    for n, t in enumerate(tables):
        here = (*path, n)
        name = c.form(t, "name", here, ATTRIBUTE)
        if name in ("applicant", "unit", "seal"):
            c.fault((*here, "name"), name, say("intake.name_reserved"), say("intake.choose_another_name"))
        c.label(t, "label", here)
        column = c.label(t, "column", here)
        fixed = FIELDS.get(normalised(column or ""))
        if fixed is not None and not (fixed is Field.FAMILY and t.get("values") == "codes"):
            c.fault(
                (*here, "column"), column, say("intake.roster_column_fixed_use"),
                say("intake.choose_another_column"),
            )  # fmt: skip
        values = t.get("values")
        if values is not None and not (isinstance(values, str) and values in OPEN_VALUES):
            _values(c, values, (*here, "values"))
    c.unique([str(t["name"]) if "name" in t else None for t in tables], path, "name")
    headers = [normalised(str(t["column"])) if "column" in t else None for t in tables]
    c.unique(headers, path, "column")
    return tables


def _values(c: Checks, value: object, path: Path) -> None:
    if isinstance(value, str):
        words = say("intake.must_one_these_words_list")
        c.fault(path, value, words, choose(value, OPEN_VALUES))
        return
    entries = c.tables(value, path, ("code", "label"))
    for n, entry in enumerate(entries):
        c.form(entry, "code", (*path, n), CODE)
        c.label(entry, "label", (*path, n))
    codes = [str(e["code"]) if "code" in e else None for e in entries]
    c.unique(codes, path, "code")
    labels = [folded(str(e["label"])) if "label" in e else None for e in entries]
    c.unique(labels, path, "label")
    _no_other_code(c, labels, [None if code is None else folded(code) for code in codes], path, "label")


def outside(c: Checks, value: object, schools: Sequence[str], *, sound: bool) -> None:
    """The [[outside]] tables: children placed outside the draw, declared (R55); their faults are noted."""
    path = ("outside",)
    for n, t in enumerate(c.tables(value, path, ("group", "school", "count", "document"), empty=True)):
        here = (*path, n)
        c.label(t, "group", here)
        if sound:
            c.choice(t, "school", here, schools)
        c.count(t, "count", here, 1)
        c.label(t, "document", here)


def bundles(c: Checks, value: object, attributes: Sequence[str]) -> None:
    """The [bundles] table; `attributes`: names of those with values. Its faults are noted."""
    path = ("bundles",)
    t = c.table(value, path, ("mixed", "mixed_attribute", "member_removed"), _BUNDLE_WORDS) or {}
    mixed = c.choice(t, "mixed", path, list(Mixed))
    c.choice(t, "member_removed", path, list(MemberRemoved))
    if mixed == "REFUSE" and t.get("mixed_attribute", "none") != "none":
        c.fault(
            (*path, "mixed_attribute"), t["mixed_attribute"], say("intake.must_none_refuse"),
            say("intake.write_none_change_mixed"),
        )  # fmt: skip
    elif mixed is not None and mixed != "REFUSE":
        c.choice(t, "mixed_attribute", path, attributes)


def hall(c: Checks, value: object) -> None:
    """The [hall] table: who must be there, the decision group and its quorum (R46, R47); its faults are noted."""
    path = ("hall",)
    t = c.table(value, path, ("present", "group", "quorum")) or {}
    if "present" in t:
        _present(c, t["present"], (*path, "present"))
    group = c.count(t, "group", path, 1, 9)
    c.count(t, "quorum", path, 1, 9 if group is None else group)


def _present(c: Checks, value: object, path: Path) -> None:
    if not isinstance(value, dict):
        c.fault(path, value, say("intake.must_table"), say("intake.like_notary_2_parent_3"))
        return
    for kind in value:
        if kind in PRESENT_KINDS:
            c.count(value, kind, path, 1, 99)
        else:
            words = say("intake.no_such_kind_person_none")
            c.fault((*path, kind), "", words, choose(kind, PRESENT_KINDS))
    if "NOTARY" not in {nearest(kind, PRESENT_KINDS) for kind in value}:
        c.fault(path, value, say("intake.notary_missing"), say("intake.add_r46"))


def show(c: Checks, value: object) -> None:
    """The [show] table; its faults are noted."""
    path = ("show",)
    t = c.table(value, path, ("names", "page", "singly"), {"names": ("masked", "none")}) or {}
    c.choice(t, "names", path, ["masked", "none"])
    c.count(t, "page", path, 1)
    c.count(t, "singly", path)


def _who(who: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: sorted(codes) for name, codes in who.items()}


def value_of(top: Mapping[str, Any], draws: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The value of rules.json from sound tables; the values of conditions are put in order here."""
    checks = []
    for check in top["eligibility"]:
        test = check["test"]
        if test["kind"] == "apart":
            test = {**test, "with": _who(test["with"])}
        checks.append({**check, "who": _who(check["who"]), "test": test})
    after = top["after_draw"]
    priority = after["priority"]
    return {
        "format": "rules1",
        "attributes": [{k: a[k] for k in ("name", "label", "values")} for a in top["attributes"]],
        "eligibility": checks,
        "draws": [{**d, "who": _who(d["who"])} for d in draws],
        "after_draw": {**after, "priority": priority if priority == "none" else _who(priority)},
        **{key: top[key] for key in _AS_WRITTEN},
    }
