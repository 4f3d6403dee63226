"""Step 5 for the draws before and after admission: forms (SPEC §16.1) and soundness 9 to 16 (§16.2).

Each sheet lies in a record that was voided at once, so that nothing but the sheet and its pool is looked at.
"""

import copy
from collections.abc import Mapping
from functools import partial
from typing import Any

from conformance_cases.case import MISMATCH, Files, add, matches
from conformance_cases.forging import refrozen, replaced
from conformance_cases.further import items, of, school
from conformance_cases.sheets import Sheet, Spoil, both, draw, sheet_of

Rows = Mapping[str, str]  # a line of pool.csv up to its seal -> what stands there instead


def spoilt(files: Files, spoil: Spoil, rows: Rows = {}) -> Files:
    """The sheet spoilt, and these beginnings of lines of the pool changed."""
    sheet = sheet_of(files)
    before = copy.deepcopy(sheet)
    spoil(sheet)
    assert sheet != before or rows
    pool = files["pool.csv"]
    for old, new in rows.items():
        pool = replaced(pool, f"\n{old}", f"\n{new}")
    return refrozen(files, {"draws": [d["id"] for d in sheet["draws"]]}, rules=sheet, pool=pool)


def _ruled(spoil: Spoil, files: Files) -> Files:
    return spoilt(files, spoil)


def _peopled(spoil: Spoil, rows: Rows, files: Files) -> Files:
    return spoilt(files, spoil, rows)


def entry(identifier: str, name: str, at: int, /, **values: Any) -> Spoil:
    """An entry of a list of the draw with other values."""
    return lambda s: next(d for d in s["draws"] if d["id"] == identifier)[name][at].update(values)


def without(identifier: str, name: str) -> Spoil:
    """A draw without one of its keys."""
    return lambda s: next(d for d in s["draws"] if d["id"] == identifier).pop(name)


def more(name: str, *values: Any) -> Spoil:
    """A list of the sheet with more entries."""
    return lambda s: s[name].extend(values)


def first(identifier: str) -> Spoil:
    """A draw stands in front of all others."""

    def spoil(sheet: Sheet) -> None:
        sheet["draws"].sort(key=lambda d: d["id"] != identifier)

    return spoil


def nothing(sheet: Sheet) -> None:
    """The sheet stays."""


def places(code: str, count: int) -> Spoil:
    """A school with so many places."""
    return lambda s: next(x for x in s["schools"] if x["code"] == code).update(places=count)


WAY = {"way": ["CHILD"]}
MARK = {"attribute": "care", "value": "Y"}
FORMS: dict[str, dict[str, tuple[Spoil, str]]] = {
    "void_things": {
        "order_item_key": (entry("o", "items", 0, weights=[1]), "an item has exactly its keys"),
        "order_item_code": (entry("o", "items", 0, code="s1"), "an item's code is a code"),
        "order_item_label": (entry("o", "items", 0, label=""), "an item's label is a label"),
        "order_item_twice": (entry("o", "items", 0, code="S2"), "codes of one list are unique"),
        "order_take_zero": (draw("o", take=0), "take is at least 1"),
        "order_reserves_text": (draw("o", reserves="1"), "reserves is an integer"),
        "quota_school": (draw("q", school="Q9"), "a school is declared, or none"),
        "quota_seats_zero": (draw("r", seats=0), "seats is at least 1"),
        "quota_minimum_text": (draw("r", minimum="0"), "minimum is an integer"),
        "quota_method": (draw("q", method="DHONDT"), "method is one of two"),
        "quota_share_label": (entry("r", "shares", 0, label=""), "a share's label is a label"),
        "quota_share_zero": (both(draw("r", shares=[{"label": "a", "percent": 100}, {"label": "b", "percent": 0}]),
            draw("r", items=items("P1", weights=[1, 1]))), "a percentage is at least 1"),
        "quota_shares_sum": (entry("q", "shares", 0, percent=69), "the shares sum to 100 percent"),
        "quota_item_code": (entry("r", "items", 0, code="p1"), "an item's code is a code"),
        "quota_item_label": (entry("r", "items", 0, label=""), "an item's label is a label"),
        "quota_weights_one": (entry("q", "items", 0, weights=[30]), "weights are one a share"),
        "quota_weight_text": (entry("r", "items", 0, weights=["5"]), "a weight is an integer"),
        "quota_declined_document": (entry("q", "declined", 0, document=""), "a document is a label"),
        "quota_declined_label": (entry("q", "declined", 0, label=""), "a label is a label"),
        "quota_declined_code": (entry("q", "declined", 0, code="p9"), "a code is a code"),
        "quota_declined_item": (entry("q", "declined", 0, code="P1"), "codes are unique together with items"),
        "team_code": (entry("t", "teams", 0, code="ta"), "a team's code is a code"),
        "team_teams_empty": (draw("t", teams=[]), "teams is not empty"),
        "team_label": (entry("t", "teams", 0, label=""), "a team's label is a label"),
    },
    "void_cohort": {
        "cells_school_twice": (both(more("schools", school("E3")), draw("p", schools=["E1", "E2", "E3", "E3"])),
            "no school stands twice"),
        "cells_school_undeclared": (draw("p", schools=["E1", "E2", "E9"]), "schools are declared"),
        "cells_school_of_another": (both(more("schools", school("G1")), draw("p", schools=["E1", "E2", "G1"]),
            draw("f", schools=["F1", "F2", "G1"], tasks={"F1": 2, "F2": 1, "G1": 0})), "no other draw names its schools"),
        "cells_row_of_codes": (draw("f", row="form"), "row is an attribute with a list of values"),
        "cells_count_of_a_list": (draw("f", count="way"), "count is an attribute of codes, or none"),
        "cells_count_undeclared": (draw("f", count="team"), "count is a declared attribute"),
        "cells_tasks_of_pupils": (draw("p", tasks={"E1": 3, "E2": 4}), "tasks is none where pupils are counted"),
        "cells_tasks_school": (draw("f", tasks={"F1": 3}), "tasks have exactly the draw's schools"),
        "cells_task_text": (draw("f", tasks={"F1": 2, "F2": "1"}), "a task is an integer"),
        "cells_only_list": (draw("f", only=[]), "only is an object"),
        "cells_only_value": (draw("p", only={"P3": "E2", "P4": "E2"}), "only names values of row"),
        "cells_only_school": (draw("f", only={"P3": "E2"}), "only names schools of the draw"),
        "cohort_cells_of_another_kind": (both(lambda s: s["draws"].insert(0, of("o", "order", who=WAY, items="none", take=1,
            reserves=0)), draw("c", follows=["o"], cells="o")), "cells is a draw of kind cells"),
        "cohort_cells_later": (first("c"), "cells is an earlier draw"),
        "cohort_who": (draw("c", who=WAY | {"primary": ["P1", "P2", "P3"]}),
            "a cohort has the who of its cells, not another for the same"),
        "cohort_follows_a_cohort": (draw("d", follows=["c"]), "a cohort follows draws of kind order only"),
    },
    "void_classes": {
        "class_school": (draw("k", school="Z9"), "a school is declared"),
        "class_cap_hundred": (draw("k", cap=100), "cap is at most 99"),
        "class_sex_of_codes": (draw("k", sex="apart"), "sex is an attribute with a list of values"),
        "class_apart": (draw("k", apart="zone"), "apart is a declared attribute, or none"),
        "class_spread_key": (draw("k", spread=[{"attribute": "care"}]), "an entry has exactly its keys"),
        "class_spread_of_codes": (draw("k", spread=[{"attribute": "apart", "value": "K1"}]), "an attribute with a list of values"),
        "class_spread_value": (draw("k", spread=[{"attribute": "care", "value": "X"}]), "a declared value"),
        "class_report_twice": (draw("k", report=["tall", "tall"]), "no attribute stands twice"),
        "class_report_sex": (draw("k", report=["tall", "sex"]), "sex is reported anyhow"),
        "team_class_of_another_kind": (draw("t", **{"class": "o"}), "class is a draw of kind class"),
        "team_recusals_without_class": (draw("t", **{"class": "none"}), "without a class draw nobody is recused"),
        "team_recusals_twice": (draw("t", recusals=["kin", "kin"]), "no attribute stands twice"),
        "team_who": (draw("t", who={"at": ["Z"]}), "a draw that matches nobody asks nobody"),
        "team_follows": (draw("t", follows=["o"]), "a draw that matches nobody follows none"),
        "seats_class_later": (first("s"), "class is an earlier draw"),
        "seats_rows_hundred": (draw("s", rows=100), "there are at most 99 rows"),
        "seats_columns_hundred": (draw("s", columns=100), "there are at most 99 columns"),
        "seats_gone_row_zero": (draw("s", gone=[{"row": 0, "column": 1}]), "rows begin with 1"),
        "seats_gone_column_zero": (draw("s", gone=[{"row": 1, "column": 0}]), "columns begin with 1"),
        "seats_gone_row": (draw("s", gone=[{"row": 3, "column": 1}]), "a seat that is gone is one of the rows"),
        "seats_gone_column": (draw("s", gone=[{"row": 1, "column": 4}]), "a seat that is gone is one of the columns"),
        "seats_gone_order": (draw("s", gone=[{"row": 1, "column": 3}, {"row": 1, "column": 1}]), "sorted by row, then column"),
        "seats_front_text": (draw("s", front="1"), "front is an integer"),
        "seats_front": (draw("s", front=3), "front is at most rows"),
        "seats_need_twice": (draw("s", need=[MARK, MARK]), "no entry stands twice"),
        "seats_bands_of_codes": (draw("s", bands="kin"), "bands is an attribute with a list of values, or none"),
    },
    "void_late": {
        "class_document_missing": (draw("k", document="none"), "SERPENTINE needs its document"),
        "class_document_empty": (draw("k", document=""), "a document is a label"),
        "class_zero": (draw("k", classes=0), "there is at least one class"),
        "class_dealing": (draw("k", dealing="SHUFFLE"), "dealing is one of two"),
        "class_serpentine_spread": (draw("k", spread=[{"attribute": "at", "value": "X"}]), "SERPENTINE knows no spread"),
        "late_school": (draw("l", school="X9"), "a school is declared"),
        "late_cap_hundred": (draw("l", cap=100), "cap is at most 99"),
        "late_sex": (draw("l", sex="kind"), "sex is a declared attribute"),
        "late_class_code": (entry("l", "classes", 0, code="a"), "a class's code is a code"),
        "late_class_twice": (entry("l", "classes", 0, code="2"), "codes are unique"),
        "late_counts_one": (entry("l", "classes", 0, counts=[2]), "counts are one a value of sex"),
        "late_counts_number": (entry("l", "classes", 0, counts=2), "counts are a list"),
        "late_count_text": (both(draw("l", cap=99), entry("l", "classes", 0, counts=[1, "1"])), "a count is an integer"),
    },
}  # fmt: skip
for _base, _faults in FORMS.items():
    for _key, (_spoil, _why) in _faults.items():
        add(f"further_form_{_key}", f"rules.json (§16.1): {_why}.", partial(_ruled, _spoil), _base, MISMATCH, 5)

# -- sound --------------------------------------------------------------------------------------------------------------------

UNEVEN = {"0004,0004,Y,F": "0004,0004,Y,M"}  # four boys and two girls: dealt there and back to three classes 1, 2 and 3
UNSOUND: dict[str, dict[str, tuple[Spoil, Rows, str]]] = {
    "void_things": {
        "quota_share": (lambda s: [i.update(weights=[i["weights"][0], 0]) for i in s["draws"][1]["items"]], {},
            "every share has a positive weight (10)"),
        "quota_minimum": (draw("q", minimum=5), {}, "the minimum of all items with a weight is within the seats (10)"),
    },
    "void_cohort": {
        "cells_sum": (places("E1", 4), {}, "the tasks sum to the pupils (11)"),
        "cells_all_in_only": (draw("p", only={"P1": "E1", "P2": "E2", "P3": "E2"}), {}, "there is a row to be drawn (11)"),
        "cells_only_over_task": (both(draw("f", tasks={"F1": 3, "F2": 0}, only={"P2": "F2"}), places("F1", 4)), {},
            "rows that go to one school are within its task (11)"),
        "cells_code_none": (nothing, {"0011,0011,FORM,P2,C3": "0011,0011,FORM,P2,NONE"},
            "nobody counted is of no class (11)"),
        "cells_code_in_two_rows": (both(draw("f", tasks={"F1": 2, "F2": 2}), places("F2", 3)),
            {"0009,0009,FORM,P1": "0009,0009,FORM,P2"}, "a class is of one row (11)"),
        "cells_code_in_both_rows": (nothing, {"0009,0009,FORM,P1": "0009,0009,FORM,P2"},
            "nor is it counted in one of them (11)"),
        "cells_places": (places("F1", 2), {},
            "a school has places for its task's number of largest classes (11)"),
        "cohort_singles": (nothing, {"0003,0003,CHILD,P1": "0003,0003,CHILD,P2"},
            "a row with twins has single pupils enough (12)"),
        "bundle_in_two_rows": (nothing, {"0002,B001,CHILD,P1": "0002,B001,CHILD,P2"}, "cells read row: twins agree on it (2)"),
    },
    "void_classes": {
        "order_units": (draw("o", take=13), {}, "take is at most the units: twins are one (9)"),
        "class_cap": (draw("k", cap=2), {}, "no class goes over the cap (13)"),
        "class_apart_too_many": (nothing, {n: n.replace("NONE,", "K1,", 1) for n in (
            "0003,0003,Z,M,Y,N,T,NONE,", "0004,0004,Z,F,Y,N,T,NONE,")}, "pupils to be apart are at most the classes (13)"),
        "class_wishes_together": (nothing, {"0002,0002,Z,F,N,Y,T,K1": "0002,0002,Z,F,N,Y,T,NONE",
            "0003,0003,Z,M,Y,N,T,NONE": "0003,0003,Z,M,Y,N,T,K1", "0007,0007,Z,M,N,Y,T,NONE": "0007,0007,Z,M,N,Y,T,K1"},
            "three boys to be apart, and twins who fill the boys' places of a class: each wish alone could be met (13)"),
        "class_twins_apart": (nothing, {f"000{n},B001,Z,M,N,N,S,NONE": f"000{n},B001,Z,M,N,N,S,K2" for n in (5, 6)},
            "twins go to one class, so they share no code of apart (13)"),
        "team_count": (draw("t", teams=items("TA", "TB", "TC", "TD")), {}, "as many teams as classes (14)"),
        "team_unknown": (nothing, {"0004,0004,Z,F,Y,N,T,NONE,NONE": "0004,0004,Z,F,Y,N,T,NONE,TX"},
            "a recusal names a team (14)"),
        "team_recusals": (nothing, {"0004,0004,Z,F,Y,N,T,NONE,NONE": "0004,0004,Z,F,Y,N,T,NONE,TB",
            "0007,0007,Z,M,N,Y,T,NONE,NONE": "0007,0007,Z,M,N,Y,T,NONE,TB"},
            "every class can have a team, whatever the classes (14)"),
        "seats_few": (draw("s", gone=[{"row": 1, "column": c} for c in (1, 2, 3)] + [{"row": 2, "column": 1}]), {},
            "there are seats for the largest class (15)"),
        "claims_without_follows": (draw("k", follows=[]), {}, "who is in two draws is in a later one that follows the earlier (3)"),
    },
    "void_late": {
        "serpentine_bundle": (nothing, {"0001,0001": "0001,B001", "0002,0002": "0002,B001"}, "SERPENTINE deals single pupils (13)"),
        "class_fewer_children": (draw("k", classes=7), {}, "there are as many pupils as classes (13)"),
        "serpentine_cap": (draw("k", classes=3, cap=2), UNEVEN, "the largest class of the serpent is within the cap (13)"),
        "serpentine_seats": (both(draw("k", classes=3), more("draws", of("s", "seats", **{"class": "k"}, rows=1, columns=2, gone=[],
            front=0, need=[], bands="none"))), UNEVEN, "there are seats for the largest class of the serpent (15)"),
        "late_bundle": (nothing, {"0007,0007": "0007,B001", "0008,0008": "0008,B001"}, "late pupils are single (16)"),
        "late_class_over_cap": (both(draw("l", cap=5), entry("l", "classes", 0, counts=[6, 0]),
            entry("l", "classes", 1, counts=[0, 0])), {}, "no class is over the cap (16)"),
        "late_no_room": (draw("l", cap=3), {}, "there are free places for the late pupils (16)"),
        "late_nobody": (both(draw("k", who={}, cap=6), draw("l", who={"at": ["X"], "sex": ["F"]})),
            {"0009,0009,X,F": "0009,0009,X,M"},
            "somebody matches (9)"),
    },
}  # fmt: skip
for _base, _unsound in UNSOUND.items():
    for _key, (_spoil, _rows, _why) in _unsound.items():
        add(f"further_unsound_{_key}", f"Rules and pool fit together (§16.2): {_why}.", partial(_peopled, _spoil, _rows), _base,
            MISMATCH, 5)  # fmt: skip


@matches("void_cohort")
def further_tasks_of_zero(r: Files) -> Files:
    """A school whose task is 0 is no school for which a bundle needs single pupils (§16.2, 12)."""
    return spoilt(r, both(more("schools", school("E3")), draw("p", schools=["E1", "E2", "E3"])))


@matches("void_late")
def further_serpentine_at_its_cap(r: Files) -> Files:
    """SERPENTINE: a class may be as large as the cap (§16.2, 13)."""
    return spoilt(r, draw("k", classes=3, cap=3), UNEVEN)
