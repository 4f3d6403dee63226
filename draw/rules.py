"""The rule sheet as frozen: rules.json -> Rules, every switch written out (SPEC §4, R1).

Reading is strict and complete; whether the rules fit a pool is `pool.soundness`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from draw import encoding
from draw.encoding import CODE, keys_problem, label_problem, matches
from draw.errors import FormatError

WHERE: Final = "rules.json"
_E = TypeVar("_E", bound=StrEnum)


class LastPlace(StrEnum):
    """What happens when a bundle meets the last places (R25)."""

    SKIP = "SKIP"
    OVERFLOW = "OVERFLOW"
    GROW = "GROW"
    SPLIT = "SPLIT"
    STOP = "STOP"


class Vacancies(StrEnum):
    """Who gets a place that falls free later (R37)."""

    RANKED = "RANKED"
    SUPPLEMENTARY_DRAW = "SUPPLEMENTARY_DRAW"
    NONE = "NONE"


class Mixed(StrEnum):
    """What happens to a bundle whose members differ in an attribute that draws read (R26)."""

    REFUSE = "REFUSE"
    DISSOLVE = "DISSOLVE"
    LOWER = "LOWER"


class MemberRemoved(StrEnum):
    """What happens to a bundle that loses a member before the freeze (R24)."""

    DISSOLVE = "DISSOLVE"
    SHRINK = "SHRINK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of an attribute: its public code and the words for it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A public column of pool.csv. `of_schools`: its values are the school codes."""

    name: str
    label: str
    of_schools: bool
    values: tuple[Value, ...]

    def codes(self) -> tuple[str, ...]:
        """The allowed codes in order of priority."""
        return tuple(v.code for v in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school with its places and the switches that hold for all its draws (R8, R25, R37)."""

    code: str
    name: str
    places: int
    approved_extra: int
    approved_document: str
    last_place: LastPlace
    vacancies: Vacancies


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundles:
    """How bundles are formed (R24, R26). `mixed_attribute` is "none" exactly for REFUSE."""

    mixed: Mixed
    mixed_attribute: str
    member_removed: MemberRemoved


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRule:
    """One draw: which units it orders and where they may be placed (SPEC §4)."""

    id: str
    kind: str
    title: str
    school: str
    who: tuple[tuple[str, tuple[str, ...]], ...]  # (attribute, allowed codes), sorted by attribute

    def matches(self, attributes: Mapping[str, str]) -> bool:
        """True if `who` matches an applicant with these attribute values."""
        return all(attributes.get(name) in codes for name, codes in self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Paging of the show; it changes no result (R48)."""

    names: str  # "masked" or "none"
    page: int
    singly: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The whole of rules.json."""

    attributes: tuple[Attribute, ...]
    schools: tuple[School, ...]
    bundles: Bundles
    draws: tuple[DrawRule, ...]
    show: Show

    def school(self, code: str) -> School:
        """The school of that code; KeyError if there is none."""
        for school in self.schools:
            if school.code == code:
                return school
        raise KeyError(code)

    def read_attributes(self) -> tuple[str, ...]:
        """Names of the attributes that some draw reads, in rules.json's order (SPEC §4 sound 2)."""
        read = {name for draw in self.draws for name, _ in draw.who}
        return tuple(a.name for a in self.attributes if a.name in read)


def _fail(place: str, problem: str) -> FormatError:
    return FormatError(f"{WHERE} {place}", problem)


def _object(value: Any, place: str, *keys: str) -> dict[str, Any]:
    problem = keys_problem(value, keys)
    if problem:
        raise _fail(place, problem)
    result: dict[str, Any] = value
    return result


def _list(value: Any, place: str, *, empty: bool = False) -> list[Any]:
    if not isinstance(value, list) or not (value or empty):
        raise _fail(place, "must be a list" + ("" if empty else " that is not empty"))
    return value


def _label(value: Any, place: str) -> str:
    problem = label_problem(value)
    if problem:
        raise _fail(place, problem)
    return str(value)


def _code(value: Any, place: str) -> str:
    if not matches(CODE, value):
        raise _fail(place, "must be a code ([0-9A-Z][0-9A-Z-]{0,31})")
    return str(value)


def _count(value: Any, place: str, least: int = 0) -> int:
    if type(value) is not int or value < least:
        raise _fail(place, f"must be an integer >= {least}")
    return value


def _choice(kind: type[_E], value: Any, place: str) -> _E:
    try:
        return kind(value)
    except ValueError:
        raise _fail(place, f"must be one of {' '.join(kind)}") from None


def _unique(values: list[str], place: str) -> None:
    for n, value in enumerate(values):
        if value in values[:n]:
            raise _fail(place, f"{value!r} stands twice")


def _school(value: Any, place: str) -> School:
    keys = ("code", "name", "places", "approved_extra", "approved_document", "last_place", "vacancies")
    obj = _object(value, place, *keys)
    school = School(
        code=_code(obj["code"], f"{place}.code"),
        name=_label(obj["name"], f"{place}.name"),
        places=_count(obj["places"], f"{place}.places"),
        approved_extra=_count(obj["approved_extra"], f"{place}.approved_extra"),
        approved_document=_label(obj["approved_document"], f"{place}.approved_document"),
        last_place=_choice(LastPlace, obj["last_place"], f"{place}.last_place"),
        vacancies=_choice(Vacancies, obj["vacancies"], f"{place}.vacancies"),
    )
    if (school.approved_extra == 0) != (school.approved_document == "none"):
        raise _fail(place, 'approved_document must be "none" exactly when approved_extra is 0')
    return school


def _attribute(value: Any, place: str, schools: tuple[School, ...]) -> Attribute:
    obj = _object(value, place, "name", "label", "values")
    if not matches(encoding.ATTRIBUTE, obj["name"]) or obj["name"] in ("applicant", "unit", "seal"):
        raise _fail(f"{place}.name", "must be [a-z][a-z0-9_]* and none of applicant, unit, seal")
    of_schools = obj["values"] == "schools"
    if of_schools:
        values = tuple(Value(code=s.code, label=s.name) for s in schools)
    else:
        entries = []
        for n, entry in enumerate(_list(obj["values"], f"{place}.values")):
            here = f"{place}.values[{n}]"
            one = _object(entry, here, "code", "label")
            entries.append(Value(code=_code(one["code"], f"{here}.code"), label=_label(one["label"], f"{here}.label")))
        _unique([v.code for v in entries], f"{place}.values")
        values = tuple(entries)
    label = _label(obj["label"], f"{place}.label")
    return Attribute(name=obj["name"], label=label, of_schools=of_schools, values=values)


def _who(value: Any, place: str, codes: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise _fail(place, "must be an object")
    result = []
    for name in sorted(value):
        if name not in codes:
            raise _fail(place, f"attribute {name!r} is not declared")
        allowed = _list(value[name], f"{place}.{name}")
        for code in allowed:
            if code not in codes[name]:
                raise _fail(f"{place}.{name}", f"value {code!r} is not declared")
        if allowed != sorted(set(allowed)):
            raise _fail(f"{place}.{name}", "must be sorted, nothing twice")
        result.append((name, tuple(allowed)))
    return tuple(result)


def _draw(value: Any, place: str, schools: tuple[str, ...], codes: Mapping[str, tuple[str, ...]]) -> DrawRule:
    obj = _object(value, place, "id", "kind", "title", "school", "who")
    if not matches(encoding.DRAW_ID, obj["id"]):
        raise _fail(f"{place}.id", "must be a draw id ([a-z0-9][a-z0-9.-]{0,63})")
    if obj["kind"] != "admission":
        raise _fail(f"{place}.kind", 'must be "admission"')
    if obj["school"] not in schools:
        raise _fail(f"{place}.school", "is no declared school")
    title = _label(obj["title"], f"{place}.title")
    who = _who(obj["who"], f"{place}.who", codes)
    return DrawRule(id=obj["id"], kind=obj["kind"], title=title, school=obj["school"], who=who)


def _bundles(value: Any, names: tuple[str, ...]) -> Bundles:
    place = "bundles"
    obj = _object(value, place, "mixed", "mixed_attribute", "member_removed")
    mixed = _choice(Mixed, obj["mixed"], f"{place}.mixed")
    attribute = obj["mixed_attribute"]
    if (mixed is Mixed.REFUSE) != (attribute == "none") or (mixed is not Mixed.REFUSE and attribute not in names):
        raise _fail(f"{place}.mixed_attribute", 'must be a declared attribute, or "none" exactly for REFUSE')
    removed = _choice(MemberRemoved, obj["member_removed"], f"{place}.member_removed")
    return Bundles(mixed=mixed, mixed_attribute=attribute, member_removed=removed)


def _show(value: Any) -> Show:
    obj = _object(value, "show", "names", "page", "singly")
    if obj["names"] not in ("masked", "none"):
        raise _fail("show.names", 'must be "masked" or "none"')
    return Show(
        names=obj["names"], page=_count(obj["page"], "show.page", 1), singly=_count(obj["singly"], "show.singly")
    )


def parse(value: Any) -> Rules:
    """Rules from the parsed value of rules.json. Raises FormatError with the place of the first fault (SPEC §4)."""
    obj = _object(value, "", "format", "attributes", "schools", "bundles", "draws", "show")
    if obj["format"] != "rules1":
        raise _fail("format", 'must be "rules1"')
    schools = tuple(_school(v, f"schools[{n}]") for n, v in enumerate(_list(obj["schools"], "schools")))
    _unique([s.code for s in schools], "schools")
    attributes = tuple(
        _attribute(v, f"attributes[{n}]", schools)
        for n, v in enumerate(_list(obj["attributes"], "attributes", empty=True))
    )
    _unique([a.name for a in attributes], "attributes")
    codes = {a.name: a.codes() for a in attributes}
    school_codes = tuple(s.code for s in schools)
    draws = tuple(_draw(v, f"draws[{n}]", school_codes, codes) for n, v in enumerate(_list(obj["draws"], "draws")))
    _unique([d.id for d in draws], "draws")
    bundles = _bundles(obj["bundles"], tuple(codes))
    return Rules(attributes=attributes, schools=schools, bundles=bundles, draws=draws, show=_show(obj["show"]))


def read(data: bytes) -> Rules:
    """Rules from the bytes of rules.json. Raises FormatError (SPEC §4)."""
    return parse(encoding.strict_json(data, WHERE))


def write(rules: Rules) -> bytes:
    """The canonical bytes of rules.json; read(write(r)) == r."""
    value = {
        "format": "rules1",
        "attributes": [
            {
                "name": a.name,
                "label": a.label,
                "values": "schools" if a.of_schools else [{"code": v.code, "label": v.label} for v in a.values],
            }
            for a in rules.attributes
        ],
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
        "bundles": {
            "mixed": str(rules.bundles.mixed),
            "mixed_attribute": rules.bundles.mixed_attribute,
            "member_removed": str(rules.bundles.member_removed),
        },
        "draws": [
            {"id": d.id, "kind": d.kind, "title": d.title, "school": d.school, "who": {n: list(c) for n, c in d.who}}
            for d in rules.draws
        ],
        "show": {"names": rules.show.names, "page": rules.show.page, "singly": rules.show.singly},
    }
    return encoding.canonical_json(value)
