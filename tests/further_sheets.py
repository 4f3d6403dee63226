"""Draws of SPEC §16 as plain objects, small pools for them, and one draw carried out by a given order."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from drawn import run
from sessions import listed, people
from simulator import any_draw, pupil, rule_sheet, school

from draw import rules, soundness
from draw.allocation.standing import Standing

Child = dict[str, Any]

SEXES = listed("sex", "M", "F", "U")
CARE = listed("care", "YES", "NO")
APART = {"name": "apart", "label": "不同班", "values": "codes"}
TEACHER = {"name": "teacher", "label": "回避", "values": "codes"}
HEIGHT = listed("height", "SHORT", "TALL")
PRIMARY = listed("primary", "P1", "P2", "P3")
FORM = {"name": "form", "label": "班级", "values": "codes"}
ATTRIBUTES = [SEXES, CARE, APART, TEACHER, HEIGHT, PRIMARY, FORM]
PLAIN = {
    "sex": "M", "care": "NO", "apart": "NONE", "teacher": "NONE", "height": "SHORT", "primary": "P1", "form": "NONE",
}  # fmt: skip
CARED = [{"attribute": "care", "value": "YES"}]


def item(code: str, **more: Any) -> dict[str, Any]:
    """A thing that is drawn."""
    return {"code": code, "label": f"项 {code}"} | more


def order_of(identifier: str, items: Sequence[str] = (), take: int = 1, reserves: int = 0) -> dict[str, Any]:
    """A draw of kind order, of these items or of everybody."""
    things = [item(code) for code in items] or "none"
    return any_draw(identifier, "order", (), {}, items=things, take=take, reserves=reserves)


def quota_of(
    identifier: str,
    seats: int,
    weights: Mapping[str, Sequence[int]],
    percents: Sequence[int] = (100,),
    method: str = "LARGEST_REMAINDER",
    minimum: int = 0,
    declined: Sequence[str] = (),
) -> dict[str, Any]:
    """A draw of kind quota for all schools together: item -> its weight in each share."""
    return any_draw(
        identifier, "quota", (), {},
        school="none",
        seats=seats,
        shares=[{"label": f"份 {n}", "percent": p} for n, p in enumerate(percents, 1)],
        items=[item(code, weights=list(w)) for code, w in weights.items()],
        declined=[item(code, document="放弃〔2026〕1号") for code in declined],
        method=method,
        minimum=minimum,
    )  # fmt: skip


def cells_of(identifier: str, schools: Sequence[str], **terms: Any) -> dict[str, Any]:
    """A draw of kind cells; terms: count tasks only."""
    base = {"row": "primary", "count": "none", "tasks": "none", "only": {}}
    return any_draw(identifier, "cells", (), {}, schools=list(schools), **base | terms)


def cohort_of(identifier: str, cells: str) -> dict[str, Any]:
    """A draw of kind cohort."""
    return any_draw(identifier, "cohort", (), {}, cells=cells)


def class_of(identifier: str, classes: int, follows: Sequence[str] = (), **terms: Any) -> dict[str, Any]:
    """A draw of kind class at S1; terms: cap apart spread report dealing document."""
    base = {"school": "S1", "cap": 50, "sex": "sex", "apart": "none", "spread": [], "report": []}
    base |= {"dealing": "CYCLIC", "document": "none"}
    return any_draw(identifier, "class", follows, {}, classes=classes, **base | terms)


def team_of(identifier: str, of: str, teams: Sequence[str], recusals: Sequence[str] = ()) -> dict[str, Any]:
    """A draw of kind team."""
    rest = {"teams": [item(code) for code in teams], "recusals": list(recusals)}
    return any_draw(identifier, "team", (), {}, **{"class": of} | rest)


def seats_of(identifier: str, of: str, rows: int, columns: int, **terms: Any) -> dict[str, Any]:
    """A draw of kind seats; terms: gone front need bands."""
    base = {"gone": [], "front": 0, "need": [], "bands": "none"}
    return any_draw(identifier, "seats", (), {}, **{"class": of}, rows=rows, columns=columns, **base | terms)


def late_of(identifier: str, counts: Mapping[str, Sequence[int]], cap: int = 50) -> dict[str, Any]:
    """A draw of kind late at S1: class -> pupils of each sex."""
    classes = [{"code": code, "counts": list(c)} for code, c in counts.items()]
    return any_draw(identifier, "late", (), {}, school="S1", cap=cap, sex="sex", classes=classes)


def kids(*codes: str, **facts: str) -> list[Child]:
    """Children by code, plain but for these facts; `T:B1` is child T of unit B1."""
    pairs = [code.split(":") for code in codes]
    return [pupil(one[0], one[1] if len(one) > 1 else "", **PLAIN | facts) for one in pairs]


def sexes(boys: int, girls: int) -> list[Child]:
    """So many single boys M… and girls F…."""
    found = [kids(*(f"{sex}{n:03}" for n in range(count)), sex=sex) for sex, count in (("M", boys), ("F", girls))]
    return [child for some in found for child in some]


def sheet(draws: Sequence[Mapping[str, Any]], places: Mapping[str, int] | None = None) -> dict[str, Any]:
    """rules.json with these draws; schools with their places, S1 without any if none is named."""
    schools = [school(code, count, "NONE") for code, count in (places or {"S1": 0}).items()]
    return rule_sheet(schools, draws, ATTRIBUTES)


def said(draws: Sequence[Mapping[str, Any]], found: list[Child], places: Mapping[str, int] | None = None) -> list[str]:
    """What soundness says."""
    read = rules.parse(sheet(draws, places))
    return soundness.problems(people(found, read), read)


def drawn(
    draws: Sequence[Mapping[str, Any]],
    found: list[Child],
    orders: Mapping[str, Sequence[str]],
    places: Mapping[str, int] | None = None,
) -> Standing:
    """Sound draws, carried out by these orders."""
    assert said(draws, found, places) == []
    return run(rules.parse(sheet(draws, places)), found, orders)


def classes(standing: Standing, draw: str = "k") -> dict[str, str]:
    """Applicant -> class."""
    return {standing.pool.applicants[i]: c for i, c in sorted(standing.classes[draw].of.items())}


def sizes(standing: Standing, draw: str = "k", **facts: str) -> list[int]:
    """How many pupils with these facts each class has."""
    pool = standing.pool
    return [
        sum(all(pool.attributes[a][i] == v for a, v in facts.items()) for i in lines)
        for lines in standing.classes[draw].members().values()
    ]


def every_order(
    draws: Sequence[Mapping[str, Any]],
    found: list[Child],
    last: Sequence[str],
    others: Mapping[str, Sequence[str]] = {},
    places: Mapping[str, int] | None = None,
) -> Iterator[tuple[list[str], Standing]]:
    """Every order of the last draw's units, and what it comes to; the draws before it have these orders."""
    assert said(draws, found, places) == []
    read = rules.parse(sheet(draws, places))
    for order in permutations(last):
        yield list(order), run(read, found, {**others, draws[-1]["id"]: order})
