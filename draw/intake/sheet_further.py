"""The rule sheet's draws before and after admission: the keys of each kind, every fault with what would be right (SPEC §16)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from draw.encoding import MAX_INTEGER
from draw.intake.nearest import choose
from draw.intake.places import Path
from draw.intake.sheet_checks import CODE, Checks
from draw.intake.sheet_terms import Known, attribute, attribute_name
from draw.rules import Dealing, Remainder
from draw.words import say

Table = Mapping[str, Any]
SWITCHES: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "order": {},
    "quota": {"method": list(Remainder)},
    "cells": {},
    "cohort": {},
    "class": {"dealing": list(Dealing)},
    "team": {},
    "seats": {},
    "late": {},
}
NOBODY: Final = frozenset({"quota", "cells", "team", "seats"})  # kinds that match nobody whatever they say
MAX_CLASSES: Final = 999
_EXAMPLE: Final = '[{ code = "P1", label = "…" }, …]'
SHOWN: Final[Mapping[str, Sequence[str]]] = {  # what may stand there, told where a key is missing (R1)
    "items": ('"none"', _EXAMPLE),
    "shares": ('[{ label = "…", percent = 60 }, …]',),
    "declined": ("[]", '[{ code = "P9", label = "…", document = "…" }]'),
    "count": ('"none"',),
    "tasks": ('"none"', "{ S1 = 3, S2 = 2 }"),
    "only": ("{}", '{ P3 = "S1" }'),
    "apart": ('"none"',),
    "spread": ("[]", '[{ attribute = "…", value = "…" }]'),
    "need": ("[]", '[{ attribute = "…", value = "…" }]'),
    "report": ("[]", '["…"]'),
    "document": ('"none"', '"…"'),
    "class": ('"none"', '"…"'),
    "teams": (_EXAMPLE,),
    "recusals": ("[]", '["…"]'),
    "gone": ("[]", "[{ row = 1, column = 1 }]"),
    "bands": ('"none"',),
    "classes": ("8", '[{ code = "1", counts = [25, 24] }, …]'),
}


def check(c: Checks, kind: str, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """Notes the faults of the keys of a draw's kind but its switches; `earlier`: the tables of the draws before it."""
    _CHECKS[kind](c, t, path, k, earlier)
    if kind in NOBODY or (kind == "order" and isinstance(t.get("items"), list)):
        if t.get("follows", []) != []:
            c.fault((*path, "follows"), t["follows"], say("intake.draw_matches_nobody"), say("intake.write_2"))
        if kind != "cells" and t.get("who", {}) != {}:
            c.fault((*path, "who"), t["who"], say("intake.draw_matches_nobody"), say("intake.write_braces"))
    elif kind != "order":
        _follows_orders(c, t.get("follows"), (*path, "follows"), earlier)


def is_of_items(t: Table) -> bool:
    """True for a draw of things rather than of applicants."""
    return t.get("kind") == "order" and isinstance(t.get("items"), list)


def schools(t: Table, tables: Sequence[Table]) -> tuple[str, ...]:
    """Codes of the schools that a sound draw names, itself or by the cells that it fills; `tables`: all draws."""
    if t["kind"] == "cohort":
        t = next(one for one in tables if one["id"] == t["cells"])
    if "schools" in t:
        return tuple(t["schools"])
    return (t["school"],) if t.get("school", "none") != "none" else ()


# -- lists that several kinds have ------------------------------------------------------------------------------------


def _listed(
    c: Checks, value: object, path: Path, keys: Sequence[str], example: str, *, empty: bool = False
) -> list[Table]:
    """The tables of a list inside a draw; their keys are there or told."""
    if isinstance(value, list) and (value or empty):
        return [*c.tables(value, path, keys, empty=empty)]
    c.fault(
        path,
        value,
        say("intake.must_list" if empty else "intake.must_list_not_empty"),
        say("intake.like", like=example),
    )
    return []


def _items(
    c: Checks, t: Table, key: str, path: Path, *more: str, example: str = _EXAMPLE, empty: bool = False
) -> list[Table]:
    """The items under a key: codes and labels are of their forms, no code stands twice."""
    if key not in t:
        return []
    here = (*path, key)
    tables = _listed(c, t[key], here, ("code", "label", *more), example, empty=empty)
    for n, one in enumerate(tables):
        c.form(one, "code", (*here, n), CODE)
        c.label(one, "label", (*here, n))
    c.unique([str(one["code"]) if "code" in one else None for one in tables], here, "code")
    return tables


def _numbers(c: Checks, t: Table, key: str, path: Path, length: int, of_what: str) -> list[int] | None:
    """A list of so many whole numbers, or None after noting a fault."""
    if key not in t:
        return None
    value, here = t[key], (*path, key)
    if not isinstance(value, list) or (length and len(value) != length):
        like = "[" + ", ".join(["0"] * length) + "]"
        c.fault(here, value, say("intake.one_number_each", of_what=of_what), say("intake.like", like=like))
        return None
    wrong = [n for n, one in enumerate(value) if type(one) is not int or not 0 <= one <= MAX_INTEGER]
    for n in wrong:
        remedy = say("intake.write_plain_integer_without_quotes")
        c.fault((*here, n), value[n], say("intake.must_integer", least=0), remedy)
    return None if wrong else value


def _marks(c: Checks, t: Table, key: str, path: Path, k: Known) -> None:
    """Pairs of an attribute and one of its values, none twice."""
    if key not in t:
        return
    here, seen = (*path, key), list[tuple[object, object]]()
    for n, one in enumerate(_listed(c, t[key], here, ("attribute", "value"), SHOWN["need"][1], empty=True)):
        name = attribute(c, one, "attribute", (*here, n), k, "list")
        if name is not None and name in k.codes:
            c.choice(one, "value", (*here, n), k.codes[name])
        pair = (one.get("attribute"), one.get("value"))
        if pair in seen:
            c.fault((*here, n), one.get("value"), say("intake.stands_twice"), say("intake.delete_one"))
        seen.append(pair)


def _names(c: Checks, t: Table, key: str, path: Path, k: Known, *kinds: str) -> list[str]:
    """Attributes of these kinds, perhaps none, none twice."""
    if key not in t or t[key] == []:
        return []
    here = (*path, key)
    listed = c.items(t[key], here, say("intake.attributes"))
    return [name for n, name in listed if attribute_name(c, name, (*here, n), k, *kinds)]


def _or_none(c: Checks, t: Table, key: str, path: Path, k: Known, kind: str) -> str | None:
    """ "none", the name of an attribute of the kind, or None after noting a fault."""
    return "none" if t.get(key) == "none" else attribute(c, t, key, path, k, kind)


def _earlier(c: Checks, t: Table, key: str, path: Path, earlier: Sequence[Table], kind: str) -> Table | None:
    """The earlier draw of that kind that the key names, or None after noting a fault."""
    if key not in t:
        return None
    ids = {str(one["id"]): one for one in earlier if one.get("kind") == kind and "id" in one}
    if isinstance(t[key], str) and t[key] in ids:
        return ids[t[key]]
    remedy = choose(str(t[key])[:80], ids) if ids else say("intake.add_draw_before", kind=kind)
    c.fault((*path, key), t[key], say("intake.no_earlier_draw_of_kind", kind=kind), remedy)
    return None


def _school(c: Checks, t: Table, path: Path, k: Known, *more: str) -> None:
    if k.sound:
        c.choice(t, "school", path, (*more, *k.schools))


def _follows_orders(c: Checks, value: object, path: Path, earlier: Sequence[Table]) -> None:
    """A draw whose units must be known at the freeze may follow orders only."""
    kinds = {one["id"]: one.get("kind") for one in earlier if isinstance(one.get("id"), str)}
    for n, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(one, str) and kinds.get(one, "order") != "order":
            c.fault((*path, n), one, say("intake.may_follow_orders_only"), say("intake.delete_2"))


# -- one function a kind ----------------------------------------------------------------------------------------------


def _order(c: Checks, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """R42, R45."""
    items = _items(c, t, "items", path) if t.get("items") != "none" else []
    take = c.count(t, "take", path, 1)
    c.count(t, "reserves", path)
    if items and take is not None and take > len(items):
        words = say("intake.more_than_there_are", count=len(items))
        c.fault((*path, "take"), take, words, say("intake.lower_or_add_items"))


def _quota(c: Checks, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """R33."""
    _school(c, t, path, k, "none")
    seats = c.count(t, "seats", path, 1)
    minimum = c.count(t, "minimum", path)
    shares = (
        _listed(c, t["shares"], (*path, "shares"), ("label", "percent"), SHOWN["shares"][0]) if "shares" in t else []
    )
    percents = []
    for n, one in enumerate(shares):
        c.label(one, "label", (*path, "shares", n))
        percents.append(c.count(one, "percent", (*path, "shares", n), 1, 100))
    whole = [p for p in percents if p is not None]
    if whole and len(whole) == len(percents) and sum(whole) != 100:
        words = say("intake.must_sum_to_100", total=sum(whole))
        c.fault((*path, "shares"), t["shares"], words, say("intake.change_percents"))
    example = f'[{{ code = "P1", label = "…", weights = [{", ".join(["0"] * max(len(shares), 1))}] }}, …]'
    items = _items(c, t, "items", path, "weights", example=example)
    rows = []
    for n, one in enumerate(items):
        rows.append(_numbers(c, one, "weights", (*path, "items", n), len(shares), say("intake.of_shares")))
    declined = _items(c, t, "declined", path, "document", example=SHOWN["declined"][1], empty=True)
    codes = [one["code"] for one in items if "code" in one]
    for n, one in enumerate(declined):
        c.label(one, "document", (*path, "declined", n))
        if "code" in one and one["code"] in codes:
            words = say("intake.takes_part_and_declined")
            c.fault((*path, "declined", n, "code"), one["code"], words, say("intake.delete_one"))
    weights = [row for row in rows if row is not None]
    if not shares or not weights or len(weights) != len(rows):
        return
    for n, one in enumerate(shares):
        if not sum(row[n] for row in weights):
            words = say("intake.share_without_weight")
            c.fault((*path, "shares", n), one.get("label", ""), words, say("intake.give_weight_or_delete_share"))
    weighty = sum(any(row) for row in weights)
    if seats is not None and minimum is not None and minimum * weighty > seats:
        words = say("intake.minimum_above_seats", need=minimum * weighty, seats=seats)
        c.fault((*path, "minimum"), minimum, words, say("intake.lower_minimum"))


def _cells(c: Checks, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """R35. The schools are looked at with those of other kinds."""
    row = attribute(c, t, "row", path, k, "list")
    count = _or_none(c, t, "count", path, k, "codes")
    offered = [s for s in t["schools"] if isinstance(s, str)] if isinstance(t.get("schools"), list) else []
    if "tasks" in t and count == "none" and t["tasks"] != "none":
        c.fault((*path, "tasks"), t["tasks"], say("intake.tasks_only_with_count"), say("intake.write_none_2"))
    elif "tasks" in t and count not in (None, "none"):
        here = (*path, "tasks")
        tasks = c.table(t["tasks"], here, offered) if offered else None
        for school in tasks or {}:
            c.count(tasks or {}, school, here)
    if "only" not in t:
        return
    only, here = t["only"], (*path, "only")
    if not isinstance(only, dict):
        c.fault(here, only, say("intake.must_table"), say("intake.like", like=SHOWN["only"][1]))
        return
    for value in only:
        if row is not None and row in k.codes and value not in k.codes[row]:
            c.fault((*here, value), value, say("intake.value_not_declared"), choose(value[:80], k.codes[row]))
        elif offered:
            c.choice(only, value, here, offered)


def _cohort(c: Checks, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """R35."""
    plan = _earlier(c, t, "cells", path, earlier, "cells")
    if plan is None:
        return
    if any(one.get("kind") == "cohort" and one.get("cells") == t["cells"] for one in earlier):
        c.fault(
            (*path, "cells"),
            t["cells"],
            say("intake.cells_filled_already"),
            say("intake.add_draw_before", kind="cells"),
        )
    if "who" in t and "who" in plan and _sorted(t["who"]) != _sorted(plan["who"]):
        words = say("intake.who_of_cells", cells=t["cells"])
        c.fault((*path, "who"), "", words, say("intake.copy_who"))


def _sorted(who: object) -> object:
    """A condition with its values in order, so that two can be compared."""
    if not isinstance(who, dict):
        return who
    return {name: sorted(map(str, codes)) if isinstance(codes, list) else codes for name, codes in who.items()}


def _class(c: Checks, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """R40, R41."""
    _school(c, t, path, k)
    c.count(t, "classes", path, 1, MAX_CLASSES)
    c.count(t, "cap", path, 1, 99)
    sex = attribute(c, t, "sex", path, k, "list")
    _or_none(c, t, "apart", path, k, "codes")
    _marks(c, t, "spread", path, k)
    if sex is not None and sex in _names(c, t, "report", path, k, "list", "schools"):
        c.fault((*path, "report"), sex, say("intake.reported_anyway"), say("intake.delete_2"))
    dealing = t.get("dealing")
    document = c.label(t, "document", path)
    if dealing in list(Dealing) and document is not None and (document == "none") != (dealing == "CYCLIC"):
        words, remedy = say("intake.serpentine_needs_document"), say("intake.name_document_or_cyclic")
        c.fault((*path, "document"), document, words, remedy)
    if dealing == "SERPENTINE" and (t.get("apart", "none") != "none" or t.get("spread", []) != []):
        c.fault((*path, "dealing"), dealing, say("intake.serpentine_knows_no_wishes"), say("intake.write_cyclic"))


def _team(c: Checks, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """R42."""
    teams = _items(c, t, "teams", path)
    recusals = _names(c, t, "recusals", path, k, "codes")
    if t.get("class") == "none":
        if recusals:
            words = say("intake.recusals_need_class")
            c.fault((*path, "recusals"), recusals[0], words, say("intake.write_2"))
        return
    of = _earlier(c, t, "class", path, earlier, "class")
    classes = None if of is None else of.get("classes")
    if teams and type(classes) is int and 1 <= classes <= MAX_CLASSES and len(teams) != classes:
        words = say("intake.as_many_teams", teams=len(teams), classes=classes)
        c.fault((*path, "teams"), t["teams"], words, say("intake.add_or_delete_teams"))


def _seats(c: Checks, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """R43."""
    _earlier(c, t, "class", path, earlier, "class")
    rows, columns = c.count(t, "rows", path, 1, 99), c.count(t, "columns", path, 1, 99)
    c.count(t, "front", path, 0, 99 if rows is None else rows)
    _marks(c, t, "need", path, k)
    _or_none(c, t, "bands", path, k, "list")
    here, last = (*path, "gone"), (0, 0)
    for n, one in enumerate(
        _listed(c, t["gone"], here, ("row", "column"), SHOWN["gone"][1], empty=True) if "gone" in t else ()
    ):
        seat = (
            c.count(one, "row", (*here, n), 1, 99 if rows is None else rows),
            c.count(one, "column", (*here, n), 1, 99 if columns is None else columns),
        )
        if seat[0] is None or seat[1] is None:
            continue
        if (seat[0], seat[1]) <= last:
            c.fault((*here, n), f"{seat[0]}-{seat[1]}", say("intake.seats_in_order"), say("intake.sort_seats"))
        last = max(last, (seat[0], seat[1]))


def _late(c: Checks, t: Table, path: Path, k: Known, earlier: Sequence[Table]) -> None:
    """R44."""
    _school(c, t, path, k)
    cap = c.count(t, "cap", path, 1, 99)
    sex = attribute(c, t, "sex", path, k, "list")
    if "classes" not in t:
        return
    here = (*path, "classes")
    tables = _listed(c, t["classes"], here, ("code", "counts"), SHOWN["classes"][1])
    for n, one in enumerate(tables):
        c.form(one, "code", (*here, n), CODE)
        length = len(k.codes.get(sex or "", ()))
        counts = _numbers(c, one, "counts", (*here, n), length, say("intake.of_values", name=sex or "sex"))
        if cap is not None and counts is not None and sum(counts) > cap:
            words = say("intake.class_over_cap", size=sum(counts), cap=cap)
            c.fault((*here, n, "counts"), counts, words, say("intake.correct_one_them"))
    c.unique([str(one["code"]) if "code" in one else None for one in tables], here, "code")


_CHECKS: Final[Mapping[str, Callable[[Checks, Table, Path, Known, Sequence[Table]], None]]] = {
    "order": _order,
    "quota": _quota,
    "cells": _cells,
    "cohort": _cohort,
    "class": _class,
    "team": _team,
    "seats": _seats,
    "late": _late,
}
