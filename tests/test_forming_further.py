"""Rosters of classes, of late pupils, and of sessions that draw no children (SPEC §5, §16, R40-R45)."""

from pathlib import Path
from typing import Any

import pytest
import sheet_maker
from roster_maker import csv_bytes, identity, salt
from sheet_maker import admission, attribute, school

from draw import pool
from draw.edges import checking, tables
from draw.edges.session import Session
from draw.errors import InputErrors
from draw.intake import forming, roster
from draw.intake.forming import Formed
from draw.intake.sheet import Sheet

HEADER = ["报名号", "姓名", "身份证号", "列sex", "列apart", "列team", "多胞胎组号"]
ATTRIBUTES = [attribute("sex", "M", "F"), attribute("apart", values="codes"), attribute("team", values="codes")]
CLASS = {
    "id": "k", "kind": "class", "title": "编班", "follows": [], "school": "S1", "classes": 2, "cap": 5, "sex": "sex",
    "apart": "apart", "spread": [], "report": [], "dealing": "CYCLIC", "document": "none", "who": {},
}  # fmt: skip
TEAM = {
    "id": "t", "kind": "team", "title": "团队", "follows": [], "class": "k", "recusals": ["team"], "who": {},
    "teams": [{"code": "T1", "label": "甲"}, {"code": "T2", "label": "乙"}],
}  # fmt: skip


def plan(*draws: dict[str, Any], **changes: Any) -> Sheet:
    """A sheet of these draws at one school."""
    first = school(places=10, last_place="NONE" if all(d["kind"] != "admission" for d in draws) else "SKIP")
    return sheet_maker.read(**{"schools": [first], "attributes": ATTRIBUTES, "draws": list(draws)} | changes)


def pupil(n: int, sex: str, apart: str = "", team: str = "", group: str = "") -> list[str]:
    """A row."""
    return [f"{n:06d}", f"某{chr(0x4E00 + n)}", identity(n), sex, apart, team, group]


def formed(rows: list[list[str]], sheet: Sheet) -> Formed:
    """The pool of these rows."""
    table = tables.parse(csv_bytes(rows, header=HEADER), "roster.csv")
    return forming.form(roster.read(table, sheet), sheet, {}, salt)


def told(rows: list[list[str]], sheet: Sheet) -> list[tuple[str, int, str]]:
    """(file, row, problem) of each problem."""
    with pytest.raises(InputErrors) as refused:
        formed(rows, sheet)
    return [(p.file, p.row, p.problem) for p in refused.value.problems]


EIGHT = [pupil(n, "MF"[n % 2]) for n in range(3, 9)]
TWINS = [pupil(1, "M", group="A"), pupil(2, "F", group="A")]


def test_r41_twins_of_two_sexes_are_one_unit_of_a_class_draw() -> None:
    """SPEC §16.1: a class draw reads `who` only, so a brother and a sister go to one class, counted by their sexes."""
    one = formed([*TWINS, *EIGHT], plan(CLASS))
    assert (one.pool.bundles(), one.pool.attributes["sex"][:2]) == (("B001",), ("M", "F"))
    claimed = told([*TWINS, *EIGHT], plan(admission("m", sex=["M"]), admission("f", sex=["F"])))
    assert [(file, row) for file, row, _ in claimed] == [("roster.csv", 3)]


def test_a_wish_that_cannot_be_met_names_rows() -> None:
    """SPEC §16.2 sound 13: whom a sentence about a draw names by code is told with the row of the roster, too."""
    twins = [pupil(1, "M", "F1", group="A"), pupil(2, "F", "F1", group="A")]
    ((file, row, problem),) = told([*twins, *EIGHT], plan(CLASS))
    assert (file, row > 0) == ("session.toml", True)
    assert "bundle B001" in problem and "rows B001 = 2, 3)" in problem
    three = [pupil(n, "M", "F1") for n in (1, 2)] + [pupil(9, "F", "F1")]
    ((_, _, problem),) = told([*three, *EIGHT], plan(CLASS))
    assert "rows" in problem and "0001 = 2" in problem


def test_a_team_that_is_none_names_the_row() -> None:
    """SPEC §16.2 sound 14: "is `NONE` or a team"."""
    ((_, _, problem),) = told([pupil(1, "M", team="T9"), *EIGHT], plan(CLASS, TEAM))
    assert "T9" in problem and "0001 = 2" in problem


def test_a_session_of_things_takes_no_roster_rows() -> None:
    """SPEC §16: where every draw matches nobody there are no applicants: a row of a roster is a fault, none is fine."""
    order = {"id": "o", "kind": "order", "title": "先后", "follows": [], "who": {}, "take": 1, "reserves": 0,
             "items": [{"code": "P1", "label": "甲"}, {"code": "P2", "label": "乙"}]}  # fmt: skip
    sheet = plan(order, schools=[], attributes=[])
    rows = [pupil(1, "M"), pupil(2, "F")]
    assert [(file, row) for file, row, _ in told(rows, sheet)] == [("roster.csv", 2), ("roster.csv", 3)]
    assert pool.write(formed([], sheet).pool, sheet.rules) == b"applicant,unit,seal\n"
    nobody = forming.form(roster.nobody("roster.csv"), sheet, {}, salt)
    assert (nobody.roster_csv, nobody.removed_csv, dict(nobody.register)) == (formed([], sheet).roster_csv, None, {})


def test_only_such_a_session_goes_without_a_roster(tmp_path: Path) -> None:
    """A roster that is missing is told where some draw takes children."""
    order = {"id": "o", "kind": "order", "title": "先后", "follows": [], "who": {}, "take": 1, "reserves": 0}
    things = order | {"items": [{"code": "P1", "label": "甲"}]}
    path = tmp_path / "session.toml"
    path.write_text(sheet_maker.text(schools=[], draws=[things]), encoding="utf-8")
    assert Session.inputs(tmp_path).people.rows == ()
    path.write_text(sheet_maker.text(schools=[], draws=[order | {"items": "none"}]), encoding="utf-8")
    with pytest.raises(InputErrors) as refused:
        Session.inputs(tmp_path)
    assert ["roster" in p.file for p in refused.value.problems] == [True]


def test_words_of_things_are_looked_at_before_the_freeze(tmp_path: Path) -> None:
    """A character that no screen or paper could show is told where nobody is on a roster, too."""
    items = [{"code": "P1", "label": "甲"}, {"code": "P2", "label": "乙"}]
    order = {"id": "o", "kind": "order", "title": "先后", "follows": [], "who": {}, "take": 1, "reserves": 0}
    path = tmp_path / "session.toml"
    path.write_text(sheet_maker.text(schools=[], draws=[order | {"items": items}]), encoding="utf-8")
    assert checking.glyph_problems(Session.inputs(tmp_path)) == []
    odd = [items[0], {"code": "P2", "label": "\ue000乙"}]
    path.write_text(sheet_maker.text(schools=[], draws=[order | {"items": odd}]), encoding="utf-8")
    assert [p.column for p in checking.glyph_problems(Session.inputs(tmp_path))] == ["draw o"]
