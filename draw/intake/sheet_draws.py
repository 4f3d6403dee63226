"""The rule sheet's draws: the keys of each kind, and tables that stand for one draw a combination of values (SPEC §4, §5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Final

from draw import encoding
from draw.encoding import label_problem, matches
from draw.intake import sheet_further
from draw.intake.nearest import choose, nearest
from draw.intake.places import Path
from draw.intake.sheet_checks import DRAW_ID, Checks
from draw.intake.sheet_terms import Known, attribute, attribute_name, who
from draw.rules import Absent, Apart, Method, OverLimit, Rounding, Short, Unlisted
from draw.rules.draws import KEYS
from draw.words import say

MAX_DRAWS: Final = 5000
EACH: Final = "each"  # `school = "each"`
LOT: Final = "LOT"  # `marginal = "LOT"`: a lot is drawn inside the tier that does not fit (R22)
_SHORTHAND: Final = ("each", "marginal")
_WORDS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "admission": {},
    "shortlist": {"bundle": list(OverLimit), "absent": list(Absent)},
    "preferences": {"method": list(Method), "unlisted": list(Unlisted), "bundle": list(Apart)},
    "nearest": {"bundle": list(Apart), "short": list(Short)},
    **sheet_further.SWITCHES,
}
_EACH_KINDS: Final = ("list", "schools")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One draw as it goes to rules.json, and the number of the [[draws]] table that it comes from.

    `schools`: codes of those that it names, itself or by the cells that it fills.
    """

    table: int
    table_id: str
    value: Mapping[str, Any]
    schools: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.value["id"])

    @property
    def matches(self) -> bool:
        """True if it can take a child: no draw of things, of teams, or of how many (SPEC §16)."""
        return self.value["kind"] not in sheet_further.NOBODY and not sheet_further.is_of_items(self.value)

    def reads(self) -> frozenset[str]:
        """The attributes whose values are choices of the child: those of its condition and its preferences."""
        if not self.matches:
            return frozenset()
        return frozenset((*self.value["who"], *self.value.get("preferences", ())))


def draws(c: Checks, value: object, k: Known) -> tuple[Drawn, ...]:
    """The draws of the [[draws]] tables in their order, each shorthand written out; empty if a table is at fault."""
    path = ("draws",)
    before = len(c.problems)
    if not isinstance(value, list) or not value:
        c.fault(path, value, say("intake.must_list_not_empty"), say("intake.write_so"))
        return ()
    tables: list[dict[str, Any]] = []
    for n, one in enumerate(value):
        tables.append(_table(c, one, (*path, n), k, tables))
    c.unique([str(t["id"]) if "id" in t else None for t in tables], path, "id")
    if len(c.problems) > before or not k.whole():
        return ()
    found = _written_out(c, tables, k)
    return () if len(c.problems) > before else tuple(found)


def _kind(c: Checks, value: object, path: Path) -> str:
    """The kind whose keys the table is meant to have; a fault is noted."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if isinstance(kind, str) and kind in KEYS:
        return kind
    if isinstance(value, dict) and "kind" in value:
        c.choice(value, "kind", path, list(KEYS))
    elif isinstance(value, dict):
        c.fault((*path, "kind"), "", say("intake.key_kind_missing"), choose("", KEYS))
    return nearest(kind, KEYS) if isinstance(kind, str) else ""


def _table(c: Checks, value: object, path: Path, k: Known, earlier: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    kind = _kind(c, value, path)
    if not isinstance(value, dict):
        return c.table(value, path, KEYS["admission"]) or {}
    if not kind:
        return {"id": value["id"]} if "id" in value else {}
    further = kind in sheet_further.SWITCHES
    short = any(key in value for key in _SHORTHAND) and not further
    for key in _SHORTHAND if further else ():
        if key in value:
            problem = say("intake.kind_without_shorthand", kind=kind)
            c.fault((*path, key), value[key], problem, say("intake.write_each_draw"))
    value = {key: one for key, one in value.items() if not further or key not in _SHORTHAND}
    keys = (*KEYS[kind], *(_SHORTHAND if short else ()))
    quota = ('"none"', "{ places = 20 }", '{ percent = 50, rounding = "FLOOR" }')
    words: dict[str, Sequence[str]] = {
        "kind": list(KEYS),
        "marginal": (LOT, *k.of(*_EACH_KINDS)),
        "quota": quota,
        **_WORDS[kind],
    }
    words.update(sheet_further.SHOWN if further else {})
    t = c.table({"kind": kind, **value}, path, keys, words) or {}
    c.form(t, "id", path, DRAW_ID)
    c.label(t, "title", path)
    if "follows" in t:
        _follows(c, t["follows"], (*path, "follows"), [str(one["id"]) for one in earlier if "id" in one])
    if "who" in t:
        who(c, t["who"], (*path, "who"), k)
    c.switches(t, path, _WORDS[kind])
    if further:
        sheet_further.check(c, kind, t, path, k, earlier)
    each = _shorthand(c, t, path, k)
    if k.sound and "school" in t and not further:
        _school(c, t, path, k, each)
    if k.sound and "schools" in t:
        for n, code in c.items(t["schools"], (*path, "schools"), say("intake.school_codes")):
            if code not in k.schools:
                remedy = choose(code[:80], k.schools)
                c.fault((*path, "schools", n), code, say("intake.no_such_school"), remedy)
    if kind == "admission" and "quota" in t:
        _quota(c, t["quota"], (*path, "quota"))
    if kind == "shortlist":
        c.count(t, "multiplier", path, 1, 10)
    if kind == "preferences":
        if "preferences" in t:
            here = (*path, "preferences")
            for n, name in c.items(t["preferences"], here, say("intake.attributes_preferences")):
                attribute_name(c, name, (*here, n), k, "schools", "preferences")
        if t.get("adjust") != "none":
            attribute(c, t, "adjust", path, k, "codes")
    if kind == "nearest":
        area = attribute(c, t, "area", path, k, "list")
        if "distances" in t:
            _distances(c, t["distances"], (*path, "distances"), k.codes.get(area or "", ()), t.get("schools"))
    return t


def _follows(c: Checks, value: object, path: Path, earlier: Sequence[str]) -> None:
    if not isinstance(value, list):
        c.fault(path, value, say("intake.must_list"), say("intake.write_if_there_none"))
        return
    for n, text in enumerate(value):
        if text in value[:n]:
            c.fault((*path, n), text, say("intake.stands_twice"), say("intake.delete_one"))
        elif text not in earlier:
            words = say("intake.no_draw_stands_before_one")
            remedy = choose(str(text)[:80], earlier) if earlier else say("intake.write_2")
            c.fault((*path, n), text, words, remedy)


def _shorthand(c: Checks, t: Mapping[str, Any], path: Path, k: Known) -> list[str]:
    """The attributes whose values are combined, the last one fastest; their faults are noted."""
    names: list[str] = []
    if "each" in t:
        here = (*path, "each")
        for n, name in c.items(t["each"], here, say("intake.attributes")):
            if attribute_name(c, name, (*here, n), k, *_EACH_KINDS):
                names.append(name)
    marginal = t.get("marginal", LOT)
    if marginal != LOT and attribute(c, t, "marginal", path, k, *_EACH_KINDS):
        if marginal in names:
            words = say("intake.stands_each_already")
            c.fault((*path, "marginal"), marginal, words, say("intake.delete_one_write_lot"))
        else:
            names.append(marginal)
    return names


def _school(c: Checks, t: Mapping[str, Any], path: Path, k: Known, each: Sequence[str]) -> None:
    of_schools = [name for name in each if k.kinds[name] == "schools"]
    if t["school"] != EACH:
        c.choice(t, "school", path, k.schools)
    elif len(of_schools) != 1:
        c.fault(
            (*path, "school"), EACH, say("intake.each_must_name_exactly_one"),
            say("intake.name_each_write_school_code"),
        )  # fmt: skip


def _quota(c: Checks, value: object, path: Path) -> None:
    if value == "none":
        return
    if isinstance(value, dict) and "percent" in value:
        words = {"rounding": list(Rounding)}
        t = c.table(value, path, ("percent", "rounding"), words) or {}
        c.count(t, "percent", path, 1, 100)
        c.switches(t, path, words)
    elif isinstance(value, dict):
        c.count(c.table(value, path, ("places",)) or {}, "places", path)
    else:
        c.fault(
            path, value, say("intake.must_none_table"),
            say("intake.like_places_20_percent_50"),
        )  # fmt: skip


def _distances(c: Checks, value: object, path: Path, areas: Sequence[str], schools: object) -> None:
    """A row an area, a number of metres a school."""
    if not areas or not isinstance(schools, list) or not all(isinstance(s, str) for s in schools):
        return  # told already
    rows = c.table(value, path, areas) or {}
    for area, row in rows.items():
        here = (*path, area)
        for school in c.table(row, here, schools) or {}:
            c.count(row, school, here)


# -- one draw a combination -----------------------------------------------------------------------------------------------


def _combinations(t: Mapping[str, Any], k: Known) -> tuple[list[str], list[Sequence[str]]]:
    """The attributes of a table's shorthand and the values of each that the table's `who` leaves."""
    names = [*t.get("each", ()), *(() if t.get("marginal", LOT) == LOT else (t["marginal"],))]
    return names, [[v for v in k.codes[name] if v in t["who"].get(name, k.codes[name])] for name in names]


def _written_out(c: Checks, tables: Sequence[Mapping[str, Any]], k: Known) -> list[Drawn]:
    """Every draw of every table. Here each table is sound by itself."""
    found: list[Drawn] = []
    made: dict[str, list[str]] = {}  # table id -> ids of its draws
    tables_of: dict[str, int] = {}
    place: dict[str, int] = {}  # id -> its place among all draws
    for n, t in enumerate(tables):
        names, values = _combinations(t, k)
        if prod(len(v) for v in values) + len(found) > MAX_DRAWS:
            c.fault(
                ("draws", n, "each"), " ".join(names), say("intake.more_than_draws_all", max_draws=MAX_DRAWS),
                say("intake.name_fewer_attributes"),
            )  # fmt: skip
            return []
        follows = sorted((made_id for other in t["follows"] for made_id in made[other]), key=place.__getitem__)
        plain = {key: t[key] for key in t if key not in _SHORTHAND}
        for codes in product(*values):
            one = _one(plain, names, codes, k) | {"follows": follows}
            if not matches(encoding.DRAW_ID, one["id"]) or label_problem(one["title"]):
                words = say("intake.id_title_draw_made_from")
                c.fault(("draws", n, "id"), one["id"], words, say("intake.shorten_id_title"))
                break
            if tables_of.setdefault(one["id"], n) != n:
                words = say("intake.also_id_draw_made_from", value=tables_of[one["id"]] + 1)
                c.fault(("draws", n, "id"), one["id"], words, say("intake.change_id"))
                break
            named = sheet_further.schools(one, tables)
            found.append(Drawn(table=n, table_id=t["id"], value=one, schools=named))
            place[one["id"]] = len(place)
            made.setdefault(t["id"], []).append(one["id"])
        made.setdefault(t["id"], [])
    return found


def _one(plain: Mapping[str, Any], names: Sequence[str], codes: Sequence[str], k: Known) -> dict[str, Any]:
    """The draw of one combination: the values are added to `who`, to the id and, as words, to the title."""
    one = dict(plain)
    one["who"] = {**plain["who"], **{name: [code] for name, code in zip(names, codes, strict=True)}}
    for name, code in zip(names, codes, strict=True):
        one["id"] += f".{code.lower()}"
        one["title"] += f" · {k.labels[name][code]}"
        if one.get("school") == EACH and k.kinds[name] == "schools":
            one["school"] = code
    return one
