"""The whole records of the draws before and after admission (SPEC §16): a few things or children each, every rule of theirs once.

Beside each stands the same sheet in a record that was voided at once: a case about a form or a fault of soundness spoils that one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import simulator
from sessions import listed
from simulator import any_draw, rules_of

from conformance_cases.bases import base, children, drawn, early_void
from conformance_cases.case import Files

Hall = dict[str, Any]
BARE = {"parties": simulator.PARTIES[:2], "min_open": 0}  # short minutes

PRIMARY = listed("primary", "P1", "P2", "P3")
SEX = listed("sex", "M", "F")
FORM = {"name": "form", "label": "毕业班", "values": "codes"}
APART = {"name": "apart", "label": "不同班", "values": "codes"}
KIN = {"name": "kin", "label": "回避", "values": "codes"}


def school(code: str, places: int = 0) -> dict[str, Any]:
    """A school to which nobody is admitted by number."""
    return simulator.school(code, places, "NONE", vacancies="NONE")


def of(
    identifier: str, kind: str, follows: Sequence[str] = (), who: Mapping[str, Any] = {}, **terms: Any
) -> dict[str, Any]:
    """A draw of one of the eight kinds."""
    return any_draw(identifier, kind, follows, who, **terms) | {"title": identifier}


def items(*codes: str, **more: Any) -> list[dict[str, Any]]:
    """Things by code."""
    return [{"code": code, "label": code} | more for code in codes]


def weighed(**weights: list[int]) -> list[dict[str, Any]]:
    """Items with their weights."""
    return [one for code, found in weights.items() for one in items(code, weights=found)]


def things_hall() -> Hall:
    """An order of schools, two quotas, teams without classes: nobody applies."""
    shares = [{"label": "人数", "percent": 70}, {"label": "水平", "percent": 30}]
    draws = [
        of("o", "order", items=items("S1", "S2", "S3", "S4"), take=2, reserves=1),
        of("q", "quota", school="none", seats=9, shares=shares, method="LARGEST_REMAINDER", minimum=1,
           items=weighed(P1=[30, 60], P2=[30, 60], P3=[45, 30], P4=[3, 2], P5=[0, 0]), declined=items("P9", document="函")),
        of("r", "quota", school="X1", seats=4, shares=[{"label": "人数", "percent": 100}], method="REMAINDER_BY_LOT", minimum=0,
           items=weighed(P1=[5], P2=[4], P3=[2]), declined=[]),
        of("t", "team", **{"class": "none"}, teams=items("TA", "TB", "TC"), recusals=[]),
    ]  # fmt: skip
    return {"rules": rules_of([school("X1", 4)], draws), "people": ()}


def cohort_hall() -> Hall:
    """Rows of pupils to two schools, twins among them, one row to one school only; and rows of classes that move whole."""
    way = listed("way", "CHILD", "FORM")
    one, two = {"way": ["CHILD"]}, {"way": ["FORM"]}
    draws = [
        of("p", "cells", who=one, schools=["E1", "E2"], row="primary", count="none", tasks="none", only={"P3": "E2"}),
        of("c", "cohort", who=one, cells="p"),
        of("f", "cells", who=two, schools=["F1", "F2"], row="primary", count="form", tasks={"F1": 2, "F2": 1}, only={}),
        of("d", "cohort", who=two, cells="f"),
    ]
    people = [
        *children("0001+0002:B001", "0003", way="CHILD", primary="P1", form="NONE"),
        *children("0004", "0005", "0006", way="CHILD", primary="P2", form="NONE"),
        *children("0007", way="CHILD", primary="P3", form="NONE"),
        *children("0008", "0009", way="FORM", primary="P1", form="C1"),
        *children("0010", way="FORM", primary="P1", form="C2"),
        *children("0011", way="FORM", primary="P2", form="C3"),
    ]
    schools = [school("E1", 3), school("E2", 4), school("F1", 3), school("F2", 2)]
    return {"rules": rules_of(schools, draws, [way, PRIMARY, FORM]), "people": people}


def classes_hall() -> Hall:
    """An order of everybody; three classes with twins, two who are to be apart, a mark that is spread; their teams and seats."""
    marks = [listed(name, "Y", "N") for name in ("care", "sight")]
    names = [listed("at", "Z", "O"), SEX, *marks, listed("tall", "S", "T"), APART, KIN]
    draws = [
        of("o", "order", items="none", take=2, reserves=3),
        of("k", "class", ["o"], {"at": ["Z"]}, school="Z1", classes=3, cap=4, sex="sex", apart="apart",
           spread=[{"attribute": "care", "value": "Y"}], report=["tall"], dealing="CYCLIC", document="none"),
        of("t", "team", **{"class": "k"}, teams=items("TA", "TB", "TC"), recusals=["kin"]),
        of("s", "seats", **{"class": "k"}, rows=2, columns=3, gone=[{"row": 1, "column": 1}, {"row": 1, "column": 3}], front=1,
           need=[{"attribute": "sight", "value": "Y"}], bands="tall"),
    ]  # fmt: skip
    no = {"at": "Z", "sex": "M", "care": "N", "sight": "N", "tall": "T", "apart": "NONE", "kin": "NONE"}
    people = [
        *children("0001", **no | {"apart": "K1"}), *children("0002", **no | {"apart": "K1", "sex": "F", "sight": "Y"}),
        *children("0003", **no | {"care": "Y", "kin": "TA"}), *children("0004", **no | {"care": "Y", "sex": "F"}),
        *children("0005+0006:B001", **no | {"tall": "S"}), *children("0007", **no | {"sight": "Y"}),
        *children("0008", **no | {"sex": "F", "sight": "Y"}), *children("0009", **no | {"tall": "S", "sight": "Y"}),
        *children("0010", "0011", "0012", "0013", **no | {"at": "O"}),
    ]  # fmt: skip
    return {"rules": rules_of([school("Z1")], draws, names), "people": people}


def late_hall() -> Hall:
    """Two classes dealt there and back by a local rule; late pupils for two classes of another school."""
    names = [listed("at", "Y", "X"), SEX]
    draws = [
        of("k", "class", who={"at": ["Y"]}, school="Y1", classes=2, cap=4, sex="sex", apart="none", spread=[], report=["at"],
           dealing="SERPENTINE", document="文"),
        of("l", "late", who={"at": ["X"]}, school="X1", cap=4, sex="sex",
           classes=[{"code": "1", "counts": [1, 1]}, {"code": "2", "counts": [1, 1]}]),
    ]  # fmt: skip
    people = children("0001", "0002", "0003", at="Y", sex="M") + children("0004", "0005", "0006", at="Y", sex="F")
    people += children("0007", "0008", at="X", sex="M") + children("0009", at="X", sex="F")
    return {"rules": rules_of([school("X1"), school("Y1")], draws, names), "people": people}


def voided(**hall: Any) -> Files:
    """A record that was voided as soon as it was frozen."""
    return early_void(**hall, **BARE)


def happening(name: str, *words: str) -> Any:
    """A table in which all these reasons stand."""
    return lambda files: all(f",{word}\n".encode() in files[name] for word in words)


@base
def things() -> Files:
    """Nobody applies: an order of schools, a quota of two shares with a minimum and a lot, one all by lot, teams."""
    wanted = happening("tables/quotas.csv", "MINIMUM", "REMAINDER_LOT", "LOT_OUT", "DECLINED", "WHOLE")
    return drawn(wanted, **things_hall(), **BARE)


@base
def cohort() -> Files:
    """Rows of pupils to two schools, twins among them, one row to one school only; and rows of classes that move whole."""
    return drawn(
        happening("tables/cohorts.csv", "RAISED_LOT", "LOT_OUT", "RAISED", "WHOLE", "ONLY"), **cohort_hall(), **BARE
    )


@base
def classes() -> Files:
    """An order of everybody; classes with twins and wishes, a team that stands back, seats in front that are too few."""

    def wanted(files: Files) -> bool:
        return (
            happening("tables/teams.csv", "TEAM_RECUSED")(files)
            and happening("tables/seats.csv", "FRONT", "FRONT_FULL", "SEAT")(files)
            and happening("results.csv", "SELECTED", "RESERVE", "NOT_DRAWN")(files)
        )

    return drawn(wanted, **classes_hall(), **BARE)


@base
def late() -> Files:
    """Two classes dealt there and back by a local rule; late pupils for two classes of another school."""
    return drawn(happening("results.csv", "LATE", "LATE_LOT"), **late_hall(), **BARE)


@base
def void_things() -> Files:
    """Such a sheet, as small as can be, voided at once: each case of a form or of soundness spoils it once."""
    shares = [{"label": "人数", "percent": 70}, {"label": "水平", "percent": 30}]
    draws = [
        of("o", "order", items=items("S1", "S2"), take=1, reserves=0),
        of("q", "quota", school="none", seats=9, shares=shares, method="LARGEST_REMAINDER", minimum=1,
           items=weighed(P1=[3, 6], P2=[3, 6]), declined=items("P9", document="函")),
        of("r", "quota", school="X1", seats=4, shares=[{"label": "人数", "percent": 100}], method="REMAINDER_BY_LOT", minimum=0,
           items=weighed(P1=[5]), declined=[]),
        of("t", "team", **{"class": "none"}, teams=items("TA", "TB"), recusals=[]),
    ]  # fmt: skip
    return voided(rules=rules_of([school("X1", 4)], draws), people=())


@base
def void_cohort() -> Files:
    """The sheet of `cohort`, voided at once."""
    return voided(**cohort_hall())


@base
def void_classes() -> Files:
    """The sheet of `classes`, voided at once."""
    return voided(**classes_hall())


@base
def void_late() -> Files:
    """The sheet of `late`, voided at once."""
    return voided(**late_hall())
