"""The draws of SPEC §16 read aloud: no switch in silence, exact chances where they are simple, nothing that is not so (R1, R25)."""

import json
from typing import Any

import further_halls
import pytest
from simulator import Hall, draw_of, rules_of, school
from test_prose import at, leaves, put, said

from draw import pool, prose, rules
from draw.allocation import carry_out
from draw.allocation.standing import Standing
from draw.errors import FormatError
from draw.hashing import digest
from draw.order import Order
from draw.prospects import prospects
from draw.rules import draws
from draw.turnout import anybody, of_children, schools_of_children

CODES = {"name": "x", "label": "其他约定", "values": "codes"}
SCHOOLS = [school(f"S{n}", 30, "NONE", name=f"第{n}中学") for n in range(1, 7)]


def full() -> dict[str, Any]:
    """All eight kinds, and both ways of those that have two; the switches of one are those of a real sheet."""
    quota = further_halls.quota().rules
    sheet = json.loads(rules.write(quota))
    item = sheet["draws"][0]
    cells, cohort = (_value(further_halls.cohort().rules, n) for n in ("fp", "yj"))
    whole, moved = (_value(further_halls.cohort_of_classes().rules, n) for n in ("fp", "yj"))
    order, things = (_value(further_halls.delegates().rules, n) for n in ("db", "xc"))
    made = [_value(further_halls.classes().rules, n) for n in ("bj", "js", "zw")]
    late = _value(further_halls.late().rules, "hd")
    snake = _value(further_halls.serpentine().rules, "bj") | {"id": "sh", "report": ["primary"]}
    one = item | {"id": "zc", "school": "S1", "method": "REMAINDER_BY_LOT", "minimum": 1}
    cells |= {"schools": ["S2", "S3"], "only": {"P4": "S3"}}
    whole |= {"id": "fq", "schools": ["S5", "S6"], "tasks": {"S5": 3, "S6": 2}, "who": {"sex": ["M"]}}
    moved |= {"id": "yk", "cells": "fq", "who": {"sex": ["M"]}}
    for draw in (made[0], snake, late):
        draw["school"] = "S4"
    listed = [order, things, item, one, cells, cohort, whole, moved, *made, snake, late]
    attributes = [*further_halls.classes().rules.attributes, *further_halls.cohort_of_classes().rules.attributes[1:]]
    return sheet | {
        "schools": SCHOOLS,
        "attributes": [_attribute(a) for a in attributes] + [CODES],
        "draws": listed,
    }


def _value(terms: rules.Rules, identifier: str) -> dict[str, Any]:
    return draws.value(terms.draw(identifier))


def _attribute(one: rules.Attribute) -> dict[str, Any]:
    values: Any = [{"code": v.code, "label": v.label} for v in one.values] or one.kind
    return {"name": one.name, "label": one.label, "values": values}


WORDS: dict[str, list[Any]] = {
    "method": ["LARGEST_REMAINDER", "REMAINDER_BY_LOT"],
    "apart": ["none", "apart", "x"],
    "bands": ["none", "height", "care"],
    "sex": ["sex", "care"],
    "row": ["primary", "height"],
    "attribute": ["care", "sight", "height"],
    "value": ["Y", "N"],
    "report": ["height", "sight"],
    "recusals": ["x"],
    "only": ["S2"],
    "class": ["sh"],
    "count": ["x"],
    "schools": ["S1", "S2"],
    "school": ["S2"],
}
UNSAID = ("kind", "follows", "who", "id", "title", "percent")  # said by the turns of every kind; percents sum to 100
SHEET = full()
PATHS = [p for p in leaves(SHEET) if p[0] == "draws" and p[2] not in UNSAID and p[-1] not in UNSAID]


def others(path: tuple[Any, ...], leaf: Any) -> list[Any]:
    """Values that a leaf can have instead."""
    key = next(step for step in reversed(path) if isinstance(step, str))
    if isinstance(leaf, int):
        return [leaf + 1, leaf - 1]
    if key in ("label", "document", "code"):
        return [f"{leaf}X"]
    if path[2] == "only":
        return WORDS["only"]
    return [word for word in WORDS.get(key, []) if word != leaf]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: ".".join(map(str, p)))
def test_no_switch_changes_in_silence(path: tuple[Any, ...]) -> None:
    """R1: change any one leaf of a draw of SPEC §16, and what is read out differs, in Chinese at least where words are."""
    leaf = at(SHEET, path)
    before, tried = said(SHEET), 0
    for other in others(path, leaf):
        try:
            after = said(put(SHEET, path, other))
        except FormatError:
            continue  # the sheet does not fit together then; another value may
        tried += 1
        assert after[0] != before[0], (path, leaf, other)
        if path[-1] != "label":
            assert after[1] != before[1], (path, leaf, other)
    tied = (
        "row",
        "cells",
        "dealing",
        "document",
        "tasks",
        "class",
        "schools",
        "items",
        "attribute",
        "value",
        "code",
        "school",
    )
    assert tried or path[-1] in tied or path[2] in tied or leaf == "none", path


def told(hall: Hall) -> tuple[str, str]:
    """The prose with its pool."""
    people = pool.read(hall.pool_csv(), hall.rules)
    lines = prose.rule_lines(hall.rules, people)
    chinese, english = ("\n".join(side) for side in zip(*lines, strict=True))
    return chinese, english


@pytest.mark.parametrize("name", further_halls.ALL)
def test_every_session_is_told_in_both_languages(name: str) -> None:
    """Sessions of every kind of SPEC §16, with and without schools and children, have a sheet to read out, headings and all."""
    hall = further_halls.ALL[name]()
    sections = prose.sections(hall.rules, pool.read(hall.pool_csv(), hall.rules))
    assert all(zh.strip() and en.strip() for s in sections for zh, en in (s.heading, *s.lines))
    assert {f"Draw {draw.id}" for draw in hall.rules.draws} <= {s.heading[1] for s in sections}


def test_a_session_without_children_or_schools_says_so() -> None:
    """SPEC §16: where every draw matches nobody the session has no applicants; it may have no schools."""
    chinese, english = told(further_halls.quota())
    assert "没有学生参加" in chinese and "No children take part" in english
    assert "不涉及学校学位" in chinese and "参加：" not in chinese
    assert not anybody(further_halls.quota().rules) and anybody(further_halls.delegates().rules)


def test_a_serpentine_is_warned_of_with_its_document() -> None:
    """R40: "with that rule's number on the sheet", and a warning that sizes may differ by more than 1."""
    chinese, english = told(further_halls.serpentine())
    assert "注意：按蛇形编班，依据：教字〔2026〕7号" in chinese and "可能相差超过 1 人" in chinese
    assert "WARNING" in english and "WARNING" not in told(further_halls.classes())[1]


def test_chances_of_an_order_are_exact() -> None:
    """R45: 6 of 19 units, 2 more in reserve; 5 of 8 schools."""
    chinese, english = told(further_halls.delegates())
    assert "各自中签的机会 0.3158；列入备选的机会 0.1053" in chinese  # 6/19, 2/19
    assert "chance of each to be selected 0.6250" in english  # 5/8


def test_what_a_quota_leaves_to_the_lot() -> None:
    """R33: 5 seats; 30, 30, 40: one seat between A and B by lot, 1/2 each, and C's two hang on nothing."""
    chinese, _ = told(further_halls.quota())
    assert "不用抽签就已确定：新屯小学 2、海滨小学 0" in chinese
    assert "由抽签决定的名额 1 个、小学 2 所，每所得到的机会 0.5000：平安小学 1、复兴小学 1" in chinese


@pytest.mark.parametrize("name", ["quota", "cohort"])
def test_what_is_foreseen_holds_for_every_order(name: str) -> None:
    """prospects: "what is told of it holds for every other" order: reasons and sums are the same under twenty orders."""
    hall = further_halls.ALL[name]()
    people = pool.read(hall.pool_csv(), hall.rules)
    first = prospects(people, hall.rules)[0]
    for turn in range(20):
        standing = Standing.start(people, hall.rules)

        def order_of(_: str, units: list[str], turn: int = turn) -> Order:
            mixed = sorted(units, key=lambda u: digest(f"{turn} {u}".encode()))
            return Order(units=mixed, numbers=[f"{n:064x}" for n in range(len(units))])

        carry_out(standing, hall.rules.draws[0], order_of)
        if name == "quota":
            lines = standing.quotas["zb"]
            by_lot = [line.reason in ("REMAINDER_LOT", "LOT_OUT") for line in lines]
            assert by_lot == [line.reason in ("REMAINDER_LOT", "LOT_OUT") for line in first.foreseen.quotas]
            assert sum(line.reason == "REMAINDER_LOT" for line in lines) == 1
        else:
            assert [c._replace(rank=0) for c in standing.cells["fp"]] == [
                c._replace(rank=0) for c in first.foreseen.cells
            ]


def test_chances_in_a_cohort_are_cell_by_row_for_singles_only() -> None:
    """R35: 11 pupils of a row, 5 4 2: 5/11 and so on; a row with a bundle is not told, nor one with a single school."""
    chinese, _ = told(further_halls.cohort())
    assert "复兴小学：望谟县第一中学 5 人（每人 0.4545）、望谟县第二中学 4 人（每人 0.3636）" in chinese
    assert "平安小学：望谟县第一中学" not in chinese and "石屯小学：" not in chinese
    assert "平安小学：望谟县第一中学" in told(further_halls.cohort(pairs=False))[0]


def test_several_schools_classes_are_told_together() -> None:
    """Neighbouring class draws with the same switches share their sentences, a line a school."""
    schools = [school(f"Z{n}", 60, "NONE", name=f"第{n}中学") for n in (1, 2, 3)]
    plain = {"apart": "none", "spread": [], "report": []}
    draws = [
        further_halls.class_draw(2, school=f"Z{n}", **plain) | {"id": f"b{n}", "who": {"at": [f"Z{n}"]}}
        for n in (1, 2, 3)
    ]
    terms = rules_of(schools, draws, [further_halls.SEX, {"name": "at", "label": "学校", "values": "schools"}])
    lines = [zh for zh, _ in prose.rule_lines(terms, None)]
    assert len([line for line in lines if "轮流发到各班" in line]) == 1
    assert [line for line in lines if line.startswith("  b2")] == [
        "  b2 七年级均衡编班：学校为第2中学；第2中学（Z2）编 2 个班。"
    ]


def test_schools_that_only_give_quotas_have_no_children() -> None:
    """turnout: a quota's school is named and has no list of children; a draw of things is about nobody."""
    terms = further_halls.quota(school_code="Z9").rules
    assert schools_of_children(terms) == [] and not of_children(terms.draws[0])
    assert [s.code for s in schools_of_children(further_halls.cohort().rules)] == ["E1", "E2", "E3"]


def test_what_an_earlier_lot_decides_has_no_chance_to_tell() -> None:
    """R25: an order of those whom an admission left over is held whatever comes, but who stands in it is not known."""
    order = further_halls.plain_draw("db", "order", "抽取家长代表", items="none", take=2, reserves=1) | {
        "follows": ["x1"]
    }
    terms = rules_of([school("X1", 3)], [draw_of("x1"), order])
    chinese, _ = told(Hall(rules=terms))
    assert "无论多少都抽签" in chinese and "各自中签的机会" not in chinese
    known = rules_of([school("X1", 3)], [order | {"follows": []}, draw_of("x1")])
    assert "各自中签的机会 0.4000" in told(Hall(rules=known))[0]  # 2 of 5 units


def test_delegates_and_classes_in_one_session() -> None:
    """R45, R40: an order places nobody, so that the classes behind it are told with all children."""
    order = further_halls.plain_draw("db", "order", "抽取家长代表", items="none", take=2, reserves=1)
    made = further_halls.class_draw(apart="none", spread=[], report=[]) | {"follows": ["db"]}
    hall = further_halls.plain_classes()
    terms = rules_of([school("Z1", 60, "NONE")], [order, made], [further_halls.SEX])
    chinese, _ = told(Hall(rules=terms, people=hall.people))
    assert "各自中签的机会 0.1111" in chinese and "每班 6 人" in chinese
