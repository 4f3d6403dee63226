"""The rule sheet's draws before and after admission: every fault with line and remedy, nothing by default (SPEC §16, R1)."""

import copy
import random
from typing import Any

import pytest
import sheet_maker
from roster_maker import problems
from sheet_maker import admission, attribute, school

from draw import rules
from draw.intake import sheet, sheet_further
from draw.rules.draws import KEYS

ITEMS = [{"code": "P1", "label": "甲"}, {"code": "P2", "label": "乙"}]
PRIMARIES = [one | {"weights": [10 * n, 5]} for n, one in enumerate(ITEMS, 1)]
ATTRIBUTES = [
    attribute("sex", "M", "F"), attribute("primary", "P1", "P2", "P3"), attribute("care", "Y", "N"),
    attribute("height", "A", "B"), attribute("apart", values="codes"), attribute("unit_no", values="codes"),
]  # fmt: skip
MARK = {"attribute": "care", "value": "Y"}


def draw(identifier: str, kind: str, **keys: Any) -> dict[str, Any]:
    """A [[draws]] table."""
    return {"id": identifier, "kind": kind, "title": f"派位{identifier}", "follows": [], "who": {}} | keys


ORDER = draw("o", "order", items=ITEMS, take=1, reserves=1)
QUOTA = draw(
    "q", "quota", school="S1", seats=20, minimum=1, method="LARGEST_REMAINDER", items=PRIMARIES,
    shares=[{"label": "人数", "percent": 60}, {"label": "评价", "percent": 40}],
    declined=[{"code": "P9", "label": "丙", "document": "文1"}],
)  # fmt: skip
CELLS = draw("n", "cells", schools=["S1", "S2"], row="primary", count="none", tasks="none", only={"P3": "S1"})
COHORT = draw("c", "cohort", cells="n")
CLASS = draw(
    "k", "class", school="S1", classes=2, cap=50, sex="sex", apart="apart", spread=[MARK], report=["primary"],
    dealing="CYCLIC", document="none",
)  # fmt: skip
TEAM = draw("t", "team", **{"class": "k"}, teams=ITEMS, recusals=["unit_no"])
SEATS = draw("s", "seats", **{"class": "k"}, rows=7, columns=8, gone=[{"row": 7, "column": 1}], front=2, need=[MARK],
             bands="height")  # fmt: skip
LATE = draw("l", "late", school="S1", cap=50, sex="sex", classes=[{"code": "1", "counts": [20, 21]}])
SHEETS: dict[str, list[dict[str, Any]]] = {
    "order": [ORDER], "quota": [QUOTA], "cells": [CELLS, COHORT], "class": [CLASS, TEAM, SEATS], "late": [LATE],
}  # fmt: skip


def text(name: str, draws: list[dict[str, Any]], **changes: Any) -> str:
    """A sheet with these draws and what they need."""
    places = [school("S1", last_place="NONE"), school("S2", last_place="NONE")][: 2 if name == "cells" else 1]
    known = ATTRIBUTES if name in ("cells", "class", "late") else []
    if name == "order":
        places = []
    return sheet_maker.text(**{"schools": places, "attributes": known, "draws": draws} | changes)


def faults(name: str, draws: list[dict[str, Any]], **changes: Any) -> list[tuple[str, str, str]]:
    """(key, problem, remedy) of every fault."""
    found = problems(sheet.read, text(name, draws, **changes).encode(), "session.toml")
    return [(p.column, p.problem, p.remedy) for p in found]


@pytest.mark.parametrize("name", SHEETS)
def test_every_kind_is_read(name: str) -> None:
    """SPEC §16.1: the tables become the draws of rules.json, byte for byte what was written."""
    read = sheet.read(text(name, SHEETS[name]).encode(), "session.toml").rules
    assert rules.read(rules.write(read)) == read
    told = rules.sheet.draws.value  # type: ignore[attr-defined]
    assert [told(d) for d in read.draws] == SHEETS[name]
    assert {d.kind for d in read.draws} <= set(sheet_further.SWITCHES)


@pytest.mark.parametrize(("name", "key"), [
    (name, f"{n}.{key}") for name, draws in SHEETS.items() for n, d in enumerate(draws) for key in KEYS[d["kind"]] if key != "kind"
])  # fmt: skip
def test_r1_every_key_is_missed_by_name(name: str, key: str) -> None:
    """R1: nothing has a default; what may stand there is told."""
    n, _, gone = key.partition(".")
    draws = copy.deepcopy(SHEETS[name])
    del draws[int(n)][gone]
    told = [
        (problem, remedy) for column, problem, remedy in faults(name, draws) if column == f"draws.{int(n) + 1}.{gone}"
    ]
    assert len(told) == 1
    assert f"key {gone} is missing" in told[0][0] and f"add {gone}" in told[0][1]


FAULTS: list[tuple[str, int, dict[str, Any], str]] = [
    ("order", 0, {"items": []}, "items"),
    ("order", 0, {"items": "P1"}, "items"),
    ("order", 0, {"items": [*ITEMS, ITEMS[0]]}, "items.3.code"),
    ("order", 0, {"items": [{"code": "p1", "label": "甲"}]}, "items.1.code"),
    ("order", 0, {"items": [{"code": "P1"}]}, "items.1.label"),
    ("order", 0, {"take": 0}, "take"),
    ("order", 0, {"take": 3}, "take"),
    ("order", 0, {"reserves": -1}, "reserves"),
    ("order", 0, {"who": {"sex": ["M"]}}, "who"),
    ("order", 0, {"each": ["sex"]}, "each"),
    ("order", 0, {"marginal": "LOT"}, "marginal"),
    ("quota", 0, {"school": "S3"}, "school"),
    ("quota", 0, {"seats": 0}, "seats"),
    ("quota", 0, {"seats": True}, "seats"),
    ("quota", 0, {"shares": []}, "shares"),
    ("quota", 0, {"shares": [{"label": "人数", "percent": 60}, {"label": "评价", "percent": 41}]}, "shares"),
    (
        "quota",
        0,
        {"shares": [{"label": "人数", "percent": 60.0}, {"label": "评价", "percent": 40}]},
        "shares.1.percent",
    ),
    ("quota", 0, {"items": [PRIMARIES[0] | {"weights": [1]}, PRIMARIES[1]]}, "items.1.weights"),
    ("quota", 0, {"items": [PRIMARIES[0], PRIMARIES[1] | {"weights": [1, "2"]}]}, "items.2.weights.2"),
    ("quota", 0, {"items": [PRIMARIES[0], PRIMARIES[1] | {"weights": "all"}]}, "items.2.weights"),
    ("quota", 0, {"items": [one | {"weights": [1, 0]} for one in ITEMS]}, "shares.2"),
    ("quota", 0, {"declined": [{"code": "P1", "label": "甲", "document": "文1"}]}, "declined.1.code"),
    ("quota", 0, {"declined": [{"code": "P9", "label": "丙", "document": ""}]}, "declined.1.document"),
    ("quota", 0, {"method": "LARGEST"}, "method"),
    ("quota", 0, {"minimum": 11}, "minimum"),
    ("quota", 0, {"follows": ["q"]}, "follows"),
    ("cells", 0, {"schools": ["S1", "S3"]}, "schools.2"),
    ("cells", 0, {"row": "apart"}, "row"),
    ("cells", 0, {"count": "sex"}, "count"),
    ("cells", 0, {"tasks": {"S1": 1, "S2": 2}}, "tasks"),
    ("cells", 0, {"count": "unit_no"}, "tasks"),
    ("cells", 0, {"count": "unit_no", "tasks": {"S1": 1}}, "tasks.S2"),
    ("cells", 0, {"count": "unit_no", "tasks": {"S1": 1, "S2": -2}}, "tasks.S2"),
    ("cells", 0, {"only": {"P4": "S1"}}, "only.P4"),
    ("cells", 0, {"only": {"P3": "S3"}}, "only.P3"),
    ("cells", 0, {"only": []}, "only"),
    ("cells", 1, {"cells": "m"}, "cells"),
    ("cells", 1, {"who": {"primary": ["P1"]}}, "who"),
    ("class", 0, {"school": "S9"}, "school"),
    ("class", 0, {"classes": 1000}, "classes"),
    ("class", 0, {"cap": 100}, "cap"),
    ("class", 0, {"sex": "apart"}, "sex"),
    ("class", 0, {"apart": "sex"}, "apart"),
    ("class", 0, {"spread": [MARK, MARK]}, "spread.2"),
    ("class", 0, {"spread": [{"attribute": "care", "value": "Z"}]}, "spread.1.value"),
    ("class", 0, {"spread": [{"attribute": "cares", "value": "Y"}]}, "spread.1.attribute"),
    ("class", 0, {"spread": "care"}, "spread"),
    ("class", 0, {"report": ["sex"]}, "report"),
    ("class", 0, {"report": ["primary", "primary"]}, "report.2"),
    ("class", 0, {"report": ["apart"]}, "report.1"),
    ("class", 0, {"dealing": "SNAKE"}, "dealing"),
    ("class", 0, {"document": "文1"}, "document"),
    ("class", 0, {"dealing": "SERPENTINE", "apart": "none", "spread": []}, "document"),
    ("class", 0, {"dealing": "SERPENTINE", "document": "文1"}, "dealing"),
    ("class", 1, {"class": "c"}, "class"),
    ("class", 1, {"class": "none"}, "recusals"),
    ("class", 1, {"teams": ITEMS[:1]}, "teams"),
    ("class", 1, {"recusals": ["sex"]}, "recusals.1"),
    ("class", 2, {"class": "none"}, "class"),
    ("class", 2, {"rows": 0}, "rows"),
    ("class", 2, {"columns": 100}, "columns"),
    ("class", 2, {"front": 8}, "front"),
    ("class", 2, {"gone": [{"row": 8, "column": 1}]}, "gone.1.row"),
    ("class", 2, {"gone": [{"row": 2, "column": 2}, {"row": 2, "column": 1}]}, "gone.2"),
    ("class", 2, {"gone": [{"row": 2, "column": 2}, {"row": 2, "column": 2}]}, "gone.2"),
    ("class", 2, {"need": [{"attribute": "care"}]}, "need.1.value"),
    ("class", 2, {"bands": "apart"}, "bands"),
    ("class", 2, {"follows": ["k"]}, "follows"),
    ("late", 0, {"classes": []}, "classes"),
    ("late", 0, {"classes": 3}, "classes"),
    ("late", 0, {"classes": [{"code": "1", "counts": [20]}]}, "classes.1.counts"),
    ("late", 0, {"classes": [{"code": "1", "counts": [20, 31]}]}, "classes.1.counts"),
    ("late", 0, {"classes": [{"code": "1", "counts": [0, 0]}, {"code": "1", "counts": [0, 0]}]}, "classes.2.code"),
    ("late", 0, {"cap": 0}, "cap"),
    ("late", 0, {"sex": ["sex"]}, "sex"),
]


@pytest.mark.parametrize(("name", "at", "change", "key"), FAULTS)
def test_one_fault_one_message(name: str, at: int, change: dict[str, Any], key: str) -> None:
    """Each fault is told once, at its key, in both languages."""
    draws = copy.deepcopy(SHEETS[name])
    draws[at] |= change
    found = faults(name, draws)
    here = f"draws.{at + 1}.{key}"
    assert here in [column for column, _, _ in found], found
    twice = change in (
        {"who": {"sex": ["M"]}},
        {"follows": ["q"]},
    )  # such an attribute, such a draw is not there either
    assert len(found) == 1 + twice, found
    for _, problem, remedy in found:
        assert not problem.isascii() and any("a" <= c <= "z" for c in problem) and remedy


def test_all_faults_come_at_once() -> None:
    """One fault a draw of a sheet: all are told, in the order of the lines."""
    draws = [CLASS | {"cap": 0}, TEAM | {"recusals": ["sex"]}, SEATS | {"front": 9}]
    assert [column for column, _, _ in faults("class", draws)] == ["draws.1.cap", "draws.2.recusals.1", "draws.3.front"]


def test_a_draw_whose_children_must_be_known_follows_orders_only() -> None:
    """SPEC §16: "`follows` of a cohort, class or late draw names draws of kind order only"."""
    duty = draw("duty", "order", items="none", take=1, reserves=0)
    good = [duty, CLASS | {"follows": ["duty"]}]
    assert sheet.read(text("class", good).encode(), "session.toml").rules.draws[1].follows == ("duty",)
    first = school(last_place="SKIP")
    told = faults("class", [admission("a"), CLASS | {"follows": ["a"]}], schools=[first])
    assert [column for column, _, _ in told] == ["draws.2.follows.1"]


def test_two_draws_of_children_claim_one_child() -> None:
    """SPEC §4 sound 3 holds for the kinds that take children; draws of things claim nobody."""
    duty = draw("duty", "order", items="none", take=1, reserves=0)
    told = faults("class", [duty, CLASS])
    assert [column for column, _, _ in told] == ["draws.2.follows"]
    assert (
        faults("class", [ORDER, CLASS, TEAM, SEATS], schools=[school(last_place="SKIP")])[0][0]
        == "schools.1.last_place"
    )
    assert sheet.read(text("class", [ORDER, CLASS, TEAM, SEATS]).encode(), "session.toml").takes_children


def test_a_school_of_cells_has_no_other_draw() -> None:
    """SPEC §16.1: none of the draw's schools is "named by another draw but its cohort"."""
    more = CLASS | {"school": "S2", "who": {"primary": ["P1"]}}
    told = faults("cells", [CELLS, COHORT | {"who": {}}, more])
    assert "draws.3.school" in [column for column, _, _ in told]


def test_no_school_where_no_draw_names_one() -> None:
    """SPEC §4: "`schools` … empty only where no draw names a school"; then no roster is needed either (SPEC §16)."""
    read = sheet.read(text("order", [ORDER]).encode(), "session.toml")
    assert (read.rules.schools, read.takes_children) == ((), False)
    assert [column for column, _, _ in faults("order", [QUOTA])] == ["draws.1.school"]
    assert next(column for column, _, _ in faults("order", [CELLS | {"schools": ["S1"]}])) == "draws.1.schools.1"
    outside = [{"group": "组", "school": "S1", "count": 1, "document": "文"}]
    assert [column for column, _, _ in faults("order", [ORDER], outside=outside)] == ["outside.1.school"]


def test_r34_quota_needs_the_primary() -> None:
    """SPEC §16.12: the attribute `primary` is declared; ADMITTED cannot be BARRED."""
    carry = {"admitted": "FREE", "applicants": "QUOTA", "abstained": "MAY_RETURN", "places": "OWN"}
    session = sheet_maker.value()["session"] | {"after": ["0" * 64]}
    listed = draw("o", "order", items="none", take=1, reserves=0)
    told = faults("order", [listed], carry=carry, session=session)
    assert [column for column, _, _ in told] == ["carry.applicants"]
    assert sheet.read(
        text("class", [CLASS], carry=carry, session=session).encode(), "session.toml"
    ).rules.carry == rules.Carry(**carry)
    barred = carry | {"admitted": "BARRED", "applicants": "ADMITTED"}
    assert [column for column, _, _ in faults("class", [CLASS], carry=barred, session=session)] == ["carry.admitted"]


ODD: list[Any] = [None, "", "none", -1, 0, 10**30, 1.5, True, [], {}, [[]], [{}], {"x": 1}, ["sex"], [1], "S1", "k"]


@pytest.mark.parametrize("name", SHEETS)
def test_odd_values_never_break(name: str) -> None:
    """Whatever stands at a key, or inside it: a sheet is read and its rules hold, or its faults are told."""
    chance = random.Random(16)
    for _ in range(250):
        draws = copy.deepcopy(SHEETS[name])
        one: Any = chance.choice(draws)
        while True:
            key = chance.choice(list(one) if isinstance(one, dict) else range(len(one)))
            if not isinstance(one[key], dict | list) or not one[key] or chance.random() < 0.4:
                break
            one = one[key]
        if isinstance(one, dict) and chance.random() < 0.1:
            del one[key]
        else:
            one[key] = chance.choice([o for o in ODD if o is not None])
        data = text(name, draws).encode()
        try:
            assert rules.read(rules.write(sheet.read(data, "session.toml").rules)).draws
        except sheet.InputErrors as told:
            assert told.problems
            assert all(p.remedy and "please report" not in p.remedy for p in told.problems)
