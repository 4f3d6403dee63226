"""Admission to one school: the requirements' worked examples under their numbers (SPEC §8.1)."""

from collections.abc import Sequence
from typing import Any

import pytest
from drawn import admitted, child, children, extra, one_school, queue, reason, run
from sessions import BATCH_AND_WISH
from simulator import draw_of, rules_of, school

from draw import results
from draw.allocation.standing import Standing

# -- worked examples --------------------------------------------------------------------------------------------------


def test_r16_forty_places() -> None:
    """R16: plan 40: 40 children → all in; 41 → draw; 39 tickets with 2 twin pairs = 41 children → draw."""
    forty = [f"{n:03d}" for n in range(40)]
    standing = one_school(40, children(*forty))
    assert standing.summaries[0].status == "registered"
    assert len(admitted(standing)) == 40
    assert {d.reason for d in standing.decisions if d} == {"REGISTERED"}
    assert standing.orders == {}
    assert {(d.rank, d.number) for d in standing.decisions if d} == {(0, "")}
    more = [*forty, "900"]
    drawn = one_school(40, children(*more), more)
    assert drawn.summaries[0].status == "held"
    assert len(admitted(drawn)) == 40
    twins = [*forty[:37], "T:2", "U:2"]
    pairs = one_school(40, children(*twins), [*forty[:37], "T", "U"])
    assert (pairs.summaries[0].status, pairs.summaries[0].units, pairs.summaries[0].children) == ("held", 39, 41)


def test_r16_nobody_and_no_places() -> None:
    """R16: zero applicants make a line of zeros, not an error; no places and no applicants is still "empty"."""
    for places in (0, 5):
        (line,) = one_school(places, []).summaries
        assert (line.status, line.units, line.children, line.admitted, line.left) == ("empty", 0, 0, 0, places)


def test_r17_filled_in_one_go() -> None:
    """R17: plan 3, order C F A D B → admitted 1:C 2:F 3:A; 4:D 5:B not admitted; "录满序号 3"."""
    standing = one_school(3, children(*"ABCDF"), "CFADB", vacancies="NONE")
    assert admitted(standing) == ["A", "C", "F"]
    assert [(d.rank, str(d.outcome)) for d in standing.decisions if d] == [
        (3, "admitted"), (5, "not_admitted"), (1, "admitted"), (4, "not_admitted"), (2, "admitted"),
    ]  # fmt: skip
    (line,) = standing.summaries
    assert (line.last_rank, line.left, line.admitted) == (3, 0, 3)


def batches(first: int, second: int, order: Sequence[str], places: int = 100) -> Standing:
    """Two batches of one school."""
    rules = rules_of(
        [school("X1", places, "SKIP")],
        [draw_of("x1.b1", "X1", batch=["B1"]), draw_of("x1.b2", "X1", batch=["B2"])],
        BATCH_AND_WISH,
    )
    pupils = children(*(f"1{n:03d}" for n in range(first))) + children(
        *(f"2{n:03d}" for n in range(second)), batch="B2"
    )
    return run(rules, pupils, {"x1.b2": order} if order else {})


def test_r18_the_next_batch_draws_for_what_is_left() -> None:
    """R18: plan 100; batch 1 has 97 → all in, left 3; batch 2 has 40 → draw 3 of 40."""
    standing = batches(97, 40, [f"2{n:03d}" for n in reversed(range(40))])
    assert [(str(s.status), s.places, s.admitted, s.left) for s in standing.summaries] == [
        ("registered", 100, 97, 3), ("held", 3, 3, 0),
    ]  # fmt: skip
    assert admitted(standing)[97:] == ["2037", "2038", "2039"]


def test_r18_a_full_school_holds_no_next_batch() -> None:
    """R18: if batch 1 has 100 → batch 2 不再进行."""
    standing = batches(100, 40, [])
    assert [str(s.status) for s in standing.summaries] == ["registered", "not-held"]
    assert {reason(standing, f"2{n:03d}") for n in range(40)} == {"NOT_HELD"}
    assert queue(standing) == []


def test_r18_one_applicant_in_two_batches_belongs_to_the_earlier() -> None:
    """R18: "An applicant eligible for two batches belongs to the earlier"; placed there, the later one does not
    see it.
    """
    rules = rules_of([school("X1", 3)], [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1")], BATCH_AND_WISH)
    standing = run(rules, children("A", "B") + children("C", "D", batch="B2"), {"b2": "DC"})
    assert [(s.units, s.places) for s in standing.summaries] == [(2, 3), (2, 1)]
    assert admitted(standing) == ["A", "B", "D"]


@pytest.mark.parametrize(("direct", "left", "status"), [(52, 448, "held"), (500, 0, "not-held")])
def test_r19_direct_promotion(direct: int, left: int, status: str) -> None:
    """R19: Zhengzhou 2022: plan 500, 52 direct → 448 drawn; d = plan: leftover 0 → stop."""
    others = [f"2{n:03d}" for n in range(600)]
    standing = batches(direct, 600, others if left else [], places=500)
    assert (standing.summaries[0].admitted, standing.summaries[1].places) == (direct, left)
    assert standing.summaries[1].status == status
    assert len(admitted(standing)) == 500


def test_r19_more_direct_than_places() -> None:
    """R19: d > plan → draw plan among d, everybody else out."""
    rules = rules_of(
        [school("X1", 2)],
        [draw_of("x1.b1", "X1", batch=["B1"]), draw_of("x1.b2", "X1", batch=["B2"])],
        BATCH_AND_WISH,
    )
    standing = run(rules, children(*"ABC") + children(*"DE", batch="B2"), {"x1.b1": "CAB"})
    assert admitted(standing) == ["A", "C"]
    assert [reason(standing, c) for c in "BDE"] == ["PLACES_FULL", "NOT_HELD", "NOT_HELD"]


# R25: plan 3, order A B T(2) C D; then T A B C with GROW and with OVERFLOW.
R25 = [
    ("SKIP", 0, "ABTCD", ["A", "B", "C"], [("T", 2), ("D", 1)],
    {"T-1": "BUNDLE_SKIPPED", "C": "NEXT_FITS", "D": "PLACES_FULL"}),
    ("OVERFLOW", 1, "ABTCD", ["A", "B", "T-1", "T-2"], [("C", 1), ("D", 1)],
    {"T-2": "BUNDLE_OVERFLOW", "C": "PLACES_FULL"}),
    ("GROW", 1, "ABTCD", ["A", "B", "T-1", "T-2"], [("C", 1), ("D", 1)], {"T-1": "BUNDLE_GROW", "C": "PLACES_FULL"}),
    ("SPLIT", 0, "ABTCD", ["A", "B", "T-1"], [("T", 1), ("C", 1), ("D", 1)], {"T-1": "SPLIT_IN", "T-2": "SPLIT_OUT"}),
    ("STOP", 0, "ABTCD", ["A", "B"], [("T", 2), ("C", 1), ("D", 1)], {"T-1": "BUNDLE_STOPPED", "C": "AFTER_STOP"}),
    ("GROW", 1, "TABCD", ["A", "B", "T-1", "T-2"], [("C", 1), ("D", 1)], {"T-1": "BUNDLE_GROW", "B": "RANK"}),
    ("OVERFLOW", 1, "TABCD", ["A", "T-1", "T-2"], [("B", 1), ("C", 1), ("D", 1)], {"T-1": "RANK", "B": "PLACES_FULL"}),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "more", "order", "inside", "waits", "why"), R25)
def test_r25_the_last_place(
    policy: str, more: int, order: str, inside: list[str], waits: list[tuple[str, int]], why: dict[str, str]
) -> None:
    """R25: plan 3, order A B T(2) C D, and order T A B C: who is in, who waits first, and with which words."""
    standing = one_school(3, children("A", "B", "C", "D", "T:2"), order, policy, **extra(more))
    assert admitted(standing) == inside
    assert queue(standing) == waits
    assert {code: reason(standing, code) for code in why} == why
    assert standing.summaries[0].left == (1 if policy == "STOP" else 0)


R25_EDGES = [
    ("SKIP", 0, ["T:2", "U:2", "A"], "ATU", 2, ["A"], 1, "A", "two bundles in a row at left = 1, no single behind"),
    ("SKIP", 0, ["R:3", "T:2", "A"], "RTA", 2, ["T-1", "T-2"], 0, "T", "triplet with left = 2, then a pair that fits"),
    ("OVERFLOW", 2, ["R:3", "A", "B"], "ARB", 2, ["A", "R-1", "R-2", "R-3"], 0, "R", "triplet at left = 1"),
    ("SPLIT", 0, ["R:3", "A"], "AR", 3, ["A", "R-1", "R-2"], 0, "R", "triplet with left = 2"),
    ("STOP", 0, ["T:2", "U:2"], "TU", 3, ["T-1", "T-2"], 1, "T", "all tickets are bundles"),
    ("GROW", 2, ["T:2", "U:2"], "TU", 1, ["T-1", "T-2"], 0, "T", "a unit a place"),
    (
        "GROW",
        2,
        ["T:2", "U:2"],
        "UT",
        3,
        ["T-1", "T-2", "U-1", "U-2"],
        1,
        "T",
        "more places than units: a place is left",
    ),
]


@pytest.mark.parametrize("case", R25_EDGES, ids=[c[-1] for c in R25_EDGES])
def test_r25_edges(case: tuple[Any, ...]) -> None:
    """R25: two bundles in a row at left = 1; triplet with left = 2; SKIP with no single after it; all tickets
    are bundles.
    """
    policy, more, codes, order, places, inside, left, last, _ = case
    standing = one_school(places, children(*codes), order, policy, **extra(more))
    assert admitted(standing) == inside
    assert standing.summaries[0].left == left
    assert standing.summaries[0].last_rank == order.index(last) + 1


def test_r25_stop_closes_the_school_for_later_batches() -> None:
    """SPEC §8.1: "After a `BUNDLE_STOPPED` the school is *closed*: later draws of s find left(s) = 0"."""
    rules = rules_of(
        [school("X1", 3, "STOP")],
        [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1", batch=["B2"])],
        BATCH_AND_WISH,
    )
    standing = run(rules, children("A", "B", "T:2") + children("C", batch="B2"), {"b1": "ABT"})
    assert [(str(s.status), s.places, s.left) for s in standing.summaries] == [("held", 3, 1), ("not-held", 0, 0)]
    assert reason(standing, "C") == "NOT_HELD"


def test_r26_a_bundle_stands_in_the_batch_of_all_its_members() -> None:
    """R26 (b): both twins in batch 2 are drawn there as one ticket although batch 1 had room; (a) dissolved:
    one is sure.
    """
    rules = rules_of(
        [school("X1", 3)],
        [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1", batch=["B2"])],
        BATCH_AND_WISH,
    )
    whole = run(rules, children("A") + children("T:2", "C", batch="B2"), {"b2": "CT"})
    assert admitted(whole) == ["A", "C"]
    assert queue(whole) == [("T", 2)]
    apart = [child("A"), child("T-1", batch="B1"), child("T-2", batch="B2"), child("C", batch="B2")]
    dissolved = run(rules, apart, {"b2": ["C", "T-2"]})
    assert admitted(dissolved) == ["A", "C", "T-1"]


def test_r26_a_bundle_stays_together_in_a_later_round() -> None:
    """R26: "In a later round the bundle stays": passed over at one school, both come in at the next."""
    rules = rules_of(
        [school("X1", 1), school("Y1", 3)],
        [draw_of("x", "X1"), draw_of("y", "Y1")],
        BATCH_AND_WISH,
    )
    standing = run(rules, children("A", "B", "T:2"), {"x": "TAB"})
    assert admitted(standing) == ["A", "B", "T-1", "T-2"]
    assert reason(standing, "T-1") == "REGISTERED"
    assert queue(standing) == []


def test_r37_ranked() -> None:
    """R37: list 4 T(2), 5 D: "T stays at head"; a skipped bundle stands before all singles behind it."""
    standing = one_school(4, children("A", "B", "C", "D", "E", "T:2"), "ABCTDE")
    assert admitted(standing) == ["A", "B", "C", "D"]
    assert queue(standing) == [("T", 2), ("E", 1)]
    assert [(w.position, w.rank) for w in results.waiting_list(standing)] == [(1, 4), (2, 6)]


@pytest.mark.parametrize("vacancies", ["SUPPLEMENTARY_DRAW", "NONE"])
def test_r37_other_vacancies_make_no_list(vacancies: str) -> None:
    """R37: SUPPLEMENTARY_DRAW and NONE keep no waiting list; who is out is not admitted."""
    standing = one_school(1, children(*"ABC"), "BCA", vacancies=vacancies)
    assert queue(standing) == []
    assert {str(d.outcome) for d in standing.decisions if d} == {"admitted", "not_admitted"}


def test_r37_zhongshan() -> None:
    """R37: Zhongshan Shiqi 2020: 712 ordered, first 395 in, 317 waiting in order."""
    codes = [f"{n:04d}" for n in range(712)]
    standing = one_school(395, children(*codes), codes)
    assert len(admitted(standing)) == 395
    assert [(w.position, w.rank) for w in results.waiting_list(standing)] == [(n, 395 + n) for n in range(1, 318)]


def test_an_earlier_lot_is_not_overwritten_by_a_draw_that_is_not_held() -> None:
    """SPEC §8: `NOT_HELD` "unless an earlier held draw decided about the applicant"."""
    rules = rules_of([school("X1", 1), school("Y1", 0)], [draw_of("x", "X1"), draw_of("y", "Y1")], BATCH_AND_WISH)
    standing = run(rules, children("A", "B"), {"x": "AB"})
    assert [str(s.status) for s in standing.summaries] == ["held", "not-held"]
    assert reason(standing, "B") == "PLACES_FULL"


def test_a_split_bundle_keeps_the_draw_that_split_it() -> None:
    """SPEC §8.5: "An unplaced member of a split bundle keeps the draw that split it": later draws do not see it."""
    rules = rules_of(
        [school("X1", 1, "SPLIT"), school("Y1", 5)],
        [draw_of("x", "X1"), draw_of("y", "Y1")],
        BATCH_AND_WISH,
    )
    standing = run(rules, children("T:2"), {"x": "T"})
    assert [(d.draw, str(d.reason)) for d in standing.decisions if d] == [("x", "SPLIT_IN"), ("x", "SPLIT_OUT")]
    assert standing.summaries[1].status == "empty"
    assert queue(standing) == [("T", 1)]
