"""rules.json -> Rules and back; reading is strict and complete (SPEC §4, R1).

Whether the rules fit a pool is `soundness.problems`.
"""

from typing import Any

from draw import encoding
from draw.encoding import matches
from draw.errors import FormatError
from draw.rules import draws, eligibility, forms
from draw.rules.declared import Declared
from draw.rules.further import CellsDraw, CohortDraw
from draw.rules.model import (
    PRESENT_KINDS,
    AfterDraw,
    Attribute,
    Blocks,
    Bundles,
    Carry,
    DrawRule,
    HallRules,
    Outside,
    Rules,
    School,
    ShortlistDraw,
    Show,
    Value,
)
from draw.rules.switches import (
    Corrections,
    Governs,
    LastPlace,
    MemberRemoved,
    Mixed,
    Vacancies,
)

CARRY = {
    "admitted": ("BARRED", "FREE"),
    "applicants": ("UNPLACED", "ANY", "ADMITTED", "QUOTA"),
    "abstained": ("MAY_RETURN", "OUT"),
    "places": ("LEFT", "OWN"),
}
AFTER_DRAW = {
    "bundle_at_head": ("PASS_OVER", "WAIT"),
    "member_struck": ("REST_STAY", "ALL_LEAVE"),
    "no_show": ("FORFEIT", "BOUND"),
}
_NO_PREFERENCE = Value(code="NONE", label="无")


def _school(value: Any, place: str) -> School:
    keys = ("code", "name", "places", "approved_extra", "approved_document", "last_place", "vacancies")
    obj = forms.entry(value, place, *keys)
    school = School(
        code=forms.code(obj["code"], f"{place}.code"),
        name=forms.label(obj["name"], f"{place}.name"),
        places=forms.count(obj["places"], f"{place}.places"),
        approved_extra=forms.count(obj["approved_extra"], f"{place}.approved_extra"),
        approved_document=forms.label(obj["approved_document"], f"{place}.approved_document"),
        last_place=forms.choice(LastPlace, obj["last_place"], f"{place}.last_place"),
        vacancies=forms.choice(Vacancies, obj["vacancies"], f"{place}.vacancies"),
    )
    if (school.approved_extra == 0) != (school.approved_document == "none"):
        raise forms.fault(place, 'approved_document must be "none" exactly when approved_extra is 0')
    if school.code == "NONE":
        raise forms.fault(f"{place}.code", "NONE is not the code of a school")
    return school


def _attribute(value: Any, place: str, schools: tuple[School, ...]) -> Attribute:
    obj = forms.entry(value, place, "name", "label", "values")
    if not matches(encoding.ATTRIBUTE, obj["name"]) or obj["name"] in ("applicant", "unit", "seal", "none"):
        raise forms.fault(f"{place}.name", "must be [a-z][a-z0-9_]* and none of applicant, unit, seal, none")
    kind = obj["values"] if obj["values"] in ("schools", "preferences", "codes") else "list"
    values: tuple[Value, ...] = ()
    if kind == "list":
        entries = []
        for n, one in enumerate(forms.sequence(obj["values"], f"{place}.values")):
            here = f"{place}.values[{n}]"
            pair = forms.entry(one, here, "code", "label")
            code, label = forms.code(pair["code"], f"{here}.code"), forms.label(pair["label"], f"{here}.label")
            entries.append(Value(code=code, label=label))
        forms.unique([v.code for v in entries], f"{place}.values")
        values = tuple(entries)
    elif kind != "codes":
        values = tuple(Value(code=s.code, label=s.name) for s in schools)
        values += (_NO_PREFERENCE,) if kind == "preferences" else ()
    return Attribute(name=obj["name"], label=forms.label(obj["label"], f"{place}.label"), kind=kind, values=values)


def _outside(value: Any, place: str, schools: tuple[str, ...]) -> Outside:
    obj = forms.entry(value, place, "group", "school", "count", "document")
    if obj["school"] not in schools:
        raise forms.fault(f"{place}.school", "is no declared school")
    return Outside(
        group=forms.label(obj["group"], f"{place}.group"),
        school=obj["school"],
        count=forms.count(obj["count"], f"{place}.count", 1),
        document=forms.label(obj["document"], f"{place}.document"),
    )


def _blocks(value: Any, attributes: dict[str, Attribute]) -> Blocks | None:
    if value == "none":
        return None
    obj = forms.entry(value, "blocks", "block", "school", "governs")
    for key, kind in (("block", "codes"), ("school", "schools")):
        found = attributes.get(obj[key]) if isinstance(obj[key], str) else None
        if found is None or found.kind != kind:
            raise forms.fault(f"blocks.{key}", f'must be an attribute with values "{kind}"')
    return Blocks(
        block=obj["block"], school=obj["school"], governs=forms.choice(Governs, obj["governs"], "blocks.governs")
    )


def _carry(value: Any, attributes: dict[str, Attribute]) -> Carry | None:
    if value == "none":
        return None
    obj = forms.entry(value, "carry", *CARRY)
    if obj["applicants"] == "QUOTA" and "primary" not in attributes:
        raise forms.fault("carry.applicants", "QUOTA needs the attribute primary (SPEC §16.12)")
    return Carry(**{key: forms.word(obj[key], words, f"carry.{key}") for key, words in CARRY.items()})


def _bundles(value: Any, attributes: dict[str, Attribute]) -> Bundles:
    obj = forms.entry(value, "bundles", "mixed", "mixed_attribute", "member_removed")
    mixed = forms.choice(Mixed, obj["mixed"], "bundles.mixed")
    name = obj["mixed_attribute"]
    listed = isinstance(name, str) and name in attributes and attributes[name].kind != "codes"
    if (mixed is Mixed.REFUSE) != (name == "none") or (mixed is not Mixed.REFUSE and not listed):
        raise forms.fault(
            "bundles.mixed_attribute", 'must be a declared attribute with values, or "none" exactly for REFUSE'
        )
    removed = forms.choice(MemberRemoved, obj["member_removed"], "bundles.member_removed")
    return Bundles(mixed=mixed, mixed_attribute=name, member_removed=removed)


def _after_draw(value: Any, codes: dict[str, tuple[str, ...]], schools: tuple[School, ...]) -> AfterDraw:
    place = "after_draw"
    obj = forms.entry(value, place, "reply_days", "list_until", *AFTER_DRAW, "report_by", "leave_days", "priority")
    first = any(s.vacancies is Vacancies.PRIORITY_GROUP for s in schools)
    if (obj["priority"] != "none") != first:
        raise forms.fault(f"{place}.priority", 'must be "none" exactly when no school has PRIORITY_GROUP')
    report_by = forms.day(obj["report_by"], f"{place}.report_by")
    leave = forms.count(obj["leave_days"], f"{place}.leave_days", 0, 365)
    if leave and report_by == "none":
        raise forms.fault(f"{place}.leave_days", 'must be 0 if report_by is "none"')
    return AfterDraw(
        reply_days=forms.count(obj["reply_days"], f"{place}.reply_days", 0, 365),
        list_until=forms.day(obj["list_until"], f"{place}.list_until"),
        report_by=report_by,
        leave_days=leave,
        priority=forms.who(obj["priority"], f"{place}.priority", codes) if first else None,
        **{key: forms.word(obj[key], words, f"{place}.{key}") for key, words in AFTER_DRAW.items()},
    )


def _hall(value: Any) -> HallRules:
    obj = forms.entry(value, "hall", "present", "group", "quorum")
    present = obj["present"]
    if not isinstance(present, dict) or "NOTARY" not in present:
        raise forms.fault("hall.present", "must be an object with NOTARY")
    for kind in present:
        if kind not in PRESENT_KINDS:
            raise forms.fault("hall.present", f"{kind!r} is none of {' '.join(PRESENT_KINDS)}")
    group = forms.count(obj["group"], "hall.group", 1, 9)
    return HallRules(
        present={k: forms.count(present[k], f"hall.present.{k}", 1, 99) for k in PRESENT_KINDS if k in present},
        group=group,
        quorum=forms.count(obj["quorum"], "hall.quorum", 1, group),
    )


def _show(value: Any) -> Show:
    obj = forms.entry(value, "show", "names", "page", "singly")
    return Show(
        names=forms.word(obj["names"], ("masked", "none"), "show.names"),
        page=forms.count(obj["page"], "show.page", 1),
        singly=forms.count(obj["singly"], "show.singly"),
    )


def _together(schools: tuple[School, ...], found: tuple[DrawRule, ...]) -> None:
    """What schools and draws must be to one another, whoever is in the pool (SPEC §4)."""
    for n, school in enumerate(schools):
        here = [d for d in found if school.code in d.schools]
        admits = any(d.kind == "admission" for d in here)
        if admits == (school.last_place is LastPlace.NONE):
            raise forms.fault(
                f"schools[{n}].last_place", "must be NONE exactly when no admission draw is at the school"
            )
        if school.last_place in (LastPlace.OVERFLOW, LastPlace.GROW) and any(d.kind != "admission" for d in here):
            raise forms.fault(f"schools[{n}].last_place", "OVERFLOW and GROW are for draws of kind admission only")
        if school.places and not here:
            raise forms.fault(f"schools[{n}]", "has places but no draw names it")
        if len(here) > 1 and any(isinstance(d, ShortlistDraw) for d in here):
            raise forms.fault(f"schools[{n}]", "has a shortlist and a further draw")
        plans = [d.plan.id if isinstance(d, CohortDraw) else d.id for d in here]
        if len(set(plans)) > 1 and any(isinstance(d, CellsDraw) for d in here):
            raise forms.fault(f"schools[{n}]", "has a draw of kind cells and one that is not its cohort")


def parse(value: Any) -> Rules:
    """Rules from the parsed value of rules.json. Raises FormatError with the place of the first fault (SPEC §4)."""
    keys = (
        "format", "attributes", "schools", "outside", "corrections", "eligibility", "blocks", "carry", "bundles", "draws",
        "after_draw", "hall", "show",
    )  # fmt: skip
    obj = forms.entry(value, "", *keys)
    if obj["format"] != "rules1":
        raise forms.fault("format", 'must be "rules1"')
    schools = tuple(
        _school(v, f"schools[{n}]") for n, v in enumerate(forms.sequence(obj["schools"], "schools", empty=True))
    )
    forms.unique([s.code for s in schools], "schools")
    attributes = tuple(
        _attribute(v, f"attributes[{n}]", schools)
        for n, v in enumerate(forms.sequence(obj["attributes"], "attributes", empty=True))
    )
    forms.unique([a.name for a in attributes], "attributes")
    by_name = {a.name: a for a in attributes}
    codes = {a.name: a.codes() for a in attributes if a.kind != "codes"}
    declared = Declared(schools=tuple(s.code for s in schools), attributes=by_name, codes=codes)
    found: list[DrawRule] = []
    for n, v in enumerate(forms.sequence(obj["draws"], "draws")):
        found.append(draws.parse(v, f"draws[{n}]", declared, found))
    forms.unique([d.id for d in found], "draws")
    _together(schools, tuple(found))
    outside = forms.sequence(obj["outside"], "outside", empty=True)
    checks = forms.sequence(obj["eligibility"], "eligibility", empty=True)
    return Rules(
        attributes=attributes,
        schools=schools,
        outside=tuple(_outside(v, f"outside[{n}]", declared.schools) for n, v in enumerate(outside)),
        corrections=forms.choice(Corrections, obj["corrections"], "corrections"),
        eligibility=tuple(eligibility.parse(v, f"eligibility[{n}]", codes) for n, v in enumerate(checks)),
        blocks=_blocks(obj["blocks"], by_name),
        carry=_carry(obj["carry"], by_name),
        bundles=_bundles(obj["bundles"], by_name),
        draws=tuple(found),
        after_draw=_after_draw(obj["after_draw"], codes, schools),
        hall=_hall(obj["hall"]),
        show=_show(obj["show"]),
    )


def read(data: bytes) -> Rules:
    """Rules from the bytes of rules.json. Raises FormatError (SPEC §4)."""
    try:
        return parse(encoding.strict_json(data, forms.WHERE))
    except RecursionError:
        raise FormatError(forms.WHERE, "is nested too deep") from None


def _values(attribute: Attribute) -> Any:
    if attribute.kind != "list":
        return attribute.kind
    return [{"code": v.code, "label": v.label} for v in attribute.values]


def write(rules: Rules) -> bytes:
    """The canonical bytes of rules.json; read(write(r)) == r."""
    after, blocks, carry = rules.after_draw, rules.blocks, rules.carry
    value = {
        "format": "rules1",
        "attributes": [{"name": a.name, "label": a.label, "values": _values(a)} for a in rules.attributes],
        "schools": [
            {
                "code": s.code,
                "name": s.name,
                "places": s.places,
                "approved_extra": s.approved_extra,
                "approved_document": s.approved_document,
                "last_place": str(s.last_place),
                "vacancies": str(s.vacancies),
            }
            for s in rules.schools
        ],
        "outside": [
            {"group": o.group, "school": o.school, "count": o.count, "document": o.document} for o in rules.outside
        ],
        "corrections": str(rules.corrections),
        "eligibility": [eligibility.value(c) for c in rules.eligibility],
        "blocks": {"block": blocks.block, "school": blocks.school, "governs": str(blocks.governs)}
        if blocks
        else "none",
        "carry": {key: getattr(carry, key) for key in CARRY} if carry else "none",
        "bundles": {
            "mixed": str(rules.bundles.mixed),
            "mixed_attribute": rules.bundles.mixed_attribute,
            "member_removed": str(rules.bundles.member_removed),
        },
        "draws": [draws.value(d) for d in rules.draws],
        "after_draw": {
            "reply_days": after.reply_days,
            "list_until": after.list_until,
            "bundle_at_head": after.bundle_at_head,
            "member_struck": after.member_struck,
            "no_show": after.no_show,
            "report_by": after.report_by,
            "leave_days": after.leave_days,
            "priority": "none" if after.priority is None else forms.who_value(after.priority),
        },
        "hall": {"present": dict(rules.hall.present), "group": rules.hall.group, "quorum": rules.hall.quorum},
        "show": {"names": rules.show.names, "page": rules.show.page, "singly": rules.show.singly},
    }
    return encoding.canonical_json(value)
