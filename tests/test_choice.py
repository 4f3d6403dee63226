"""Several schools in one draw: the requirements' worked examples under their numbers (SPEC §8.3, §8.4)."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from drawn import extra, outcome, places, pupils, queue, reason, reasons, run, statuses
from sessions import PREFERENCES, listed, people
from simulator import draw_of, nearest_of, preferences_of, pupil, rules_of, school

from draw import results, soundness
from draw.allocation.standing import Standing
from draw.order import order
from draw.rules import Rules

ATTRIBUTES = [
    *({"name": p, "label": f"志愿 {p}", "values": "preferences"} for p in PREFERENCES),
    {"name": "family", "label": "家庭", "values": "codes"},
    listed("area", "E1", "E2"),
]


def wishing(code: str, wishes: str = "", family: str = "NONE", area: str = "E1") -> list[dict[str, Any]]:
    """A child, or a bundle `T:2`, with a list of one-letter schools: "XY" is X1 before Y1."""
    named = [f"{s}1" for s in wishes] + ["NONE"] * 3
    return pupils(code, p1=named[0], p2=named[1], p3=named[2], family=family, area=area)


def joined(found: Sequence[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Children and bundles as one list."""
    return [c for some in found for c in some]


def several(
    seats: Mapping[str, int], found: Sequence[list[dict[str, Any]]], order: Sequence[str], **terms: Any
) -> Standing:
    """One preferences draw for these schools; `approved` sets their approved extra places."""
    return run(rules_for(seats, **terms), joined(found), {"p": order} if order else {})


def rules_for(seats: Mapping[str, int], approved: Mapping[str, int] = {}, **terms: Any) -> Rules:
    """The rules of one preferences draw."""
    table = [school(s, n, "NONE", **extra(approved.get(s, 0))) for s, n in seats.items()]
    return rules_of(table, [preferences_of("p", list(seats), **terms)], ATTRIBUTES)


# -- R12: one number for a group of schools, or a number a school --------------------------------------------------------


def test_r12_one_number_for_all_schools_of_a_group() -> None:
    """R12: "Per group: ranking number 57 in both lists, so 57 beats 60 in both"."""
    codes = [f"{n:03d}" for n in range(1, 71)]
    standing = several({"X1": 30, "Y1": 20}, [wishing(c, "XY") for c in codes], codes)
    for at in ("X1", "Y1"):
        waiting = [(w.unit, w.rank) for w in results.waiting_list(standing) if w.school == at]
        assert waiting == [(c, int(c)) for c in codes[50:]]
        assert waiting.index(("057", 57)) < waiting.index(("060", 60))


def test_r12_a_number_for_each_school() -> None:
    """R12: "Per school: child is 3rd at X and 88th at Y": two draws have nothing to do with each other."""
    codes = [f"{n:03d}" for n in range(100)]
    for n in range(10**4):
        seed = f"{n:064x}"
        if order(seed, "x", codes).units[2] == order(seed, "y", codes).units[87]:
            return
    raise AssertionError("ranks in two draws hang together")


# -- R27: bundles --------------------------------------------------------------------------------------------------------


def test_r27_split_at_the_end() -> None:
    """R27: "seats left X1, Y1; pair last. SPLIT_AT_END: member a → X, b → Y"."""
    found = [wishing("S", "X"), wishing("T:2", "XY")]
    standing = several({"X1": 2, "Y1": 1}, found, "ST", bundle="SPLIT")
    assert places(standing) == {"S": "X1", "T-1": "X1", "T-2": "Y1"}
    assert reasons(standing) == {"S": "CHOICE", "T-1": "SPLIT_CHOICE", "T-2": "SPLIT_CHOICE"}


def test_r27_hold() -> None:
    """R27: "HOLD: both to R30": they stay together and go to the draw for those left over."""
    found = [*wishing("S", "X"), *wishing("T:2", "XY")]
    rules = rules_of(
        [school("X1", 2, "NONE"), school("Y1", 1, "NONE"), school("Z1", 2, "NONE")],
        [
            preferences_of("p", ["X1", "Y1"], bundle="HOLD"),
            nearest_of("n", {"E1": {"X1": 1, "Z1": 2}, "E2": {"X1": 1, "Z1": 2}}, follows=["p"], bundle="HOLD"),
        ],
        ATTRIBUTES,
    )
    standing = run(rules, found, {"p": "ST", "n": "T"})
    held = [reason for _, _, reason in standing.left_out["p"]]
    assert held == ["BUNDLE_HELD"]
    assert places(standing) == {"S": "X1", "T-1": "Z1", "T-2": "Z1"}
    assert reason(standing, "T-1") == "NEAREST"


def test_r27_first_preference_with_room_for_all() -> None:
    """R27: "at the bundle's turn: first preference with ≥ k seats"."""
    standing = several({"X1": 1, "Y1": 2}, [wishing("T:2", "XY"), wishing("S", "X")], "TS", bundle="SPLIT")
    assert places(standing) == {"T-1": "Y1", "T-2": "Y1", "S": "X1"}


@pytest.mark.parametrize(
    ("bundle", "reasons_", "waits"),
    [("SPLIT", {"T-1": "SPLIT_CHOICE", "T-2": "SPLIT_OUT"}, [("T", 1)]), ("HOLD", {"T-1": "BUNDLE_HELD"}, [("T", 2)])],
)
def test_r27_one_place_in_all(bundle: str, reasons_: dict[str, str], waits: list[tuple[str, int]]) -> None:
    """R27: one place in all: SPLIT places the first member in order of code, HOLD nobody; the rest heads the list."""
    standing = several({"X1": 1}, [wishing("T:2", "X")], "T", bundle=bundle)
    assert {c: reason(standing, c) for c in reasons_} == reasons_
    assert queue(standing) == waits


def test_r27_no_place_at_all() -> None:
    """SPEC §8.3: a bundle none of whose schools has a place is out with `LIST_FULL`, under SPLIT and HOLD."""
    for bundle in ("SPLIT", "HOLD"):
        standing = several({"X1": 1, "Y1": 5}, [wishing("S", "X"), wishing("T:2", "X")], "ST", bundle=bundle)
        assert reason(standing, "T-1") == reason(standing, "T-2") == "LIST_FULL"


ADJUST = {"adjust": "family", "method": "NUMBER_FIRST"}


def brothers(first: str = "XY", second: str = "XY", **terms: Any) -> Standing:
    """A and B are of one family, drawn singly; C stands between them and takes X's last place; D gets none."""
    found = [wishing("A", first, "K1"), wishing("B", second, "K1"), wishing("C", "X"), wishing("D", "X")]
    return several({"X1": 2, "Y1": 1, "Z1": 0}, found, "ACBD", **ADJUST | terms)


def test_r27_post_adjust() -> None:
    """R27: "the one at the later preference moves to the earlier school, whose total may exceed plan by 1 (needs
    approved extra), the vacated seat goes to R37".
    """
    standing = brothers(approved={"X1": 1})
    assert places(standing) == {"A": "X1", "B": "X1", "C": "X1"}
    assert reasons(standing) == {"A": "CHOICE", "B": "MOVED", "C": "CHOICE", "D": "LIST_FULL"}
    assert [(s.school, s.admitted, s.left, s.last_rank) for s in standing.summaries] == [
        ("X1", 3, 0, 3), ("Y1", 0, 1, 0), ("Z1", 0, 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "terms",
    [{}, {"second": "XYZ", "approved": {"X1": 1}}, {"second": "YX", "approved": {"X1": 1, "Y1": 1}}],
    ids=["would exceed plan", "lists not equal", "lists in another order"],
)
def test_r27_no_move(terms: dict[str, Any]) -> None:
    """R27: "moving would exceed plan; lists not equal → no move"."""
    standing = brothers(**terms)
    assert places(standing) == {"A": "X1", "B": "Y1", "C": "X1"}
    assert "MOVED" not in reasons(standing).values()


def test_r27_only_if_both_are_admitted() -> None:
    """R27: "POST_ADJUST: only if both admitted": a brother without a place is not pulled in."""
    found = [wishing("A", "X", "K1"), wishing("B", "X", "K1")]
    standing = several({"X1": 1}, found, "AB", **ADJUST, approved={"X1": 1})
    assert places(standing) == {"A": "X1"}


def test_r27_a_move_may_use_a_place_that_another_left() -> None:
    """SPEC §8.3: "taking a place of rest(s) while there is one, else an extra one; the school it leaves gains one"."""
    found = [wishing("A", "XY", "K1"), wishing("C", "YZ", "K2"), wishing("B", "XY", "K1"), wishing("D", "YZ", "K2")]
    standing = several({"X1": 1, "Y1": 2, "Z1": 1}, found, "ACBD", **ADJUST, approved={"X1": 1})
    assert places(standing) == {"A": "X1", "B": "X1", "C": "Y1", "D": "Y1"}
    assert [(s.school, s.admitted, s.left) for s in standing.summaries] == [("X1", 2, 0), ("Y1", 2, 0), ("Z1", 0, 1)]


def test_r27_who_leaves_gives_an_extra_place_back_first() -> None:
    """SPEC §8.3: "the school t it leaves has e(t) −= 1 if e(t) > 0, else rest(t) += 1": nobody is over plan for longer
    than needed.
    """
    found = [wishing("A", "XY", "K1"), wishing("C", "WX", "K2"), wishing("D", "WX", "K2"), wishing("B", "XY", "K1")]
    seats = {"W1": 1, "X1": 2, "Y1": 1}
    standing = several(seats, [*found, wishing("E", "W")], "ACDBE", **ADJUST, approved={"W1": 1, "X1": 1})
    assert places(standing) == {"A": "X1", "B": "X1", "C": "W1", "D": "W1"}
    assert [(s.school, s.admitted, s.left) for s in standing.summaries] == [("W1", 2, 0), ("X1", 2, 0), ("Y1", 0, 1)]


# -- R29: three rounds, each a session of its own -------------------------------------------------------------------------

ROUNDS = [{"name": "wish", "label": "志愿", "values": "schools"}]


def round_of(seats: Mapping[str, int], wishes: Mapping[str, str], orders: Mapping[str, Sequence[str]]) -> Standing:
    """One round: a draw a school for those who name it."""
    named = [s for s in seats if s in wishes.values()]
    rules = rules_of(
        [school(s, n, "SKIP" if s in named else "NONE") for s, n in seats.items() if n or s in named],
        [draw_of(s.lower(), s, wish=[s]) for s in named],
        ROUNDS,
    )
    found = [pupil(c, wish=s) for c, s in wishes.items()]
    assert soundness.problems(people(found, rules), rules) == []
    return run(rules, found, orders)


def test_r29_three_rounds() -> None:
    """R29: "X2 Y2 Z3; round 1: a b c d→X, e g→Y, f→Z; order at X d b a c. X admits d b; Y e g; Z f. Round 2: a, c may
    only choose Z (2 left), both in. Round 3 not held".
    """
    wishes = dict.fromkeys("ABCD", "X1") | dict.fromkeys("EG", "Y1") | {"F": "Z1"}
    first = round_of({"X1": 2, "Y1": 2, "Z1": 3}, wishes, {"x1": "DBAC"})
    assert places(first) == {"B": "X1", "D": "X1", "E": "Y1", "G": "Y1", "F": "Z1"}
    assert statuses(first) == ["held", "registered", "registered"]
    assert first.left == {"X1": 0, "Y1": 0, "Z1": 2}
    second = round_of({"Z1": first.left["Z1"]}, {"A": "Z1", "C": "Z1"}, {})
    assert places(second) == {"A": "Z1", "C": "Z1"}
    assert statuses(second) == ["registered"]
    assert set(places(first)) | set(places(second)) == set(wishes)  # nobody is left for a third round


def test_r29_all_places_gone_after_round_one() -> None:
    """R29: "All seats gone after round 1 → rounds 2, 3 not held"."""
    standing = round_of({"X1": 0}, {"A": "X1", "C": "X1"}, {})
    assert statuses(standing) == ["not-held"]
    assert set(reasons(standing).values()) == {"NOT_HELD"}


# -- R30: who is left over --------------------------------------------------------------------------------------------

NEAR = {"E1": {"X1": 500, "Y1": 900}, "E2": {"X1": 300, "Y1": 300}}


def left_over(
    seats: Mapping[str, int], found: Sequence[list[dict[str, Any]]], order: Sequence[str], **terms: Any
) -> Standing:
    """One draw for those left over."""
    rules = rules_of([school(s, n, "NONE") for s, n in seats.items()], [nearest_of("n", NEAR, **terms)], ATTRIBUTES)
    return run(rules, joined(found), {"n": order} if order else {})


def test_r30_nearest_school_with_a_place() -> None:
    """R30: "unplaced p, q; seats X1, Y1; p nearest X; q nearest X; order q, p → q X, p Y"."""
    standing = left_over({"X1": 1, "Y1": 1}, [wishing("P"), wishing("Q")], "QP")
    assert places(standing) == {"Q": "X1", "P": "Y1"}
    assert set(reasons(standing).values()) == {"NEAREST"}


def test_r30_equal_distances_by_school_code() -> None:
    """R30: "ties by school code"."""
    standing = left_over({"Y1": 1, "X1": 1}, [wishing("P", area="E2"), wishing("Q", area="E2")], "QP")
    assert places(standing) == {"Q": "X1", "P": "Y1"}


def test_r30_no_lot_where_everybody_fits() -> None:
    """SPEC §8.4 as §8.3: if every nearest school has room for all of its children nobody needs a number."""
    standing = left_over({"X1": 2, "Y1": 0}, [wishing("P"), wishing("Q")], "")
    assert (places(standing), statuses(standing)) == ({"P": "X1", "Q": "X1"}, ["registered"] * 2)


def test_r30_fewer_places_than_children() -> None:
    """R30: "every pupil is placed or the total seats < pupils is reported": before the freeze, or on the child's line."""
    found = [wishing("P"), wishing("Q"), wishing("R")]
    standing = left_over({"X1": 1, "Y1": 1}, found, "QPR", short="DRAW")
    assert (reason(standing, "R"), outcome(standing, "R")) == ("NO_PLACE", "not_admitted")
    assert queue(standing) == []
    rules = rules_of(
        [school("X1", 1, "NONE"), school("Y1", 1, "NONE")], [nearest_of("n", NEAR, short="REFUSE")], ATTRIBUTES
    )
    (said,) = soundness.problems(people(joined(found), rules), rules)
    assert said == "draw n: 3 children but 2 places; find 1 more places, or choose short DRAW"


def test_r30_a_bundle_needs_two_places_at_one_school() -> None:
    """R30: "bundle needs two seats at one school": the nearest that has them; else it is split, or held."""
    found = [wishing("T:2"), wishing("S")]
    assert places(left_over({"X1": 1, "Y1": 2}, found, "TS")) == {"T-1": "Y1", "T-2": "Y1", "S": "X1"}
    assert places(left_over({"X1": 1, "Y1": 1}, found, "TS", bundle="SPLIT")) == {"T-1": "X1", "T-2": "Y1"}
    held = left_over({"X1": 1, "Y1": 1}, found, "TS", bundle="HOLD")
    assert places(held) == {"S": "X1"}
    assert reason(held, "T-1") == "BUNDLE_HELD"


def test_r30_who_failed_three_rounds_before_who_abstained() -> None:
    """R30: "Those who failed three rounds go before those who abstained unless the rule sheet says otherwise": two draws."""
    attributes = [*ATTRIBUTES, listed("came", "ROUNDS", "ABSTAINED")]
    rules = rules_of(
        [school("X1", 1, "NONE"), school("Y1", 1, "NONE")],
        [nearest_of("n1", NEAR, who={"came": ["ROUNDS"]}), nearest_of("n2", NEAR, who={"came": ["ABSTAINED"]})],
        attributes,
    )
    found = [c | {"who": c["who"] | {"came": came}} for c, came in
             [(wishing("P")[0], "ABSTAINED"), (wishing("Q")[0], "ROUNDS")]]  # fmt: skip
    standing = run(rules, found, {"n2": "P"})
    assert places(standing) == {"Q": "X1", "P": "Y1"}


# -- R31: the zone's second report ----------------------------------------------------------------------------------------


def test_r31_second_report_of_a_zone() -> None:
    """R31: "zone with A full, B 3 left, C 1 left; 6 pupils report → 4 placed by order, 2 to the bureau"."""
    codes = [f"{n}" for n in range(1, 7)]
    found = [wishing(c) for c in codes]
    standing = several({"A1": 0, "B1": 3, "C1": 1}, found, codes, unlisted="ANY")
    assert places(standing) == {"1": "B1", "2": "B1", "3": "B1", "4": "C1"}
    assert {outcome(standing, c) for c in "56"} == {"not_admitted"}
    assert {s.school: s.left for s in standing.summaries} == {"A1": 0, "B1": 0, "C1": 0}


def test_r31_a_wish_decides_while_places_last() -> None:
    """R31: "two schools, one pupil: wish decides while seats last"; then tiers (R22): the later tier takes what is left."""
    attributes = [*ATTRIBUTES, listed("tier", "T1", "T2")]
    draws = [
        preferences_of(f"p{n}", ["B1", "C1"], who={"tier": [f"T{n}"]}, unlisted="ANY", method="PREFERENCE_FIRST")
        for n in (1, 2)
    ]
    rules = rules_of([school("B1", 3, "NONE"), school("C1", 1, "NONE")], draws, attributes)
    lists = {"1": ("B", "T1"), "2": ("C", "T1"), "3": ("C", "T1"), "4": ("B", "T2"), "5": ("", "T2")}
    found = [c | {"who": c["who"] | {"tier": t}} for code, (w, t) in lists.items() for c in wishing(code, w)]
    standing = run(rules, found, {"p1": "123", "p2": "54"})
    assert places(standing) == {"1": "B1", "2": "C1", "3": "B1", "4": "B1"}
    assert reasons(standing) == {"1": "CHOICE", "2": "CHOICE", "3": "ANY_PLACE", "4": "CHOICE", "5": "LIST_FULL"}


# -- R32: one draw, ranked preferences ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("PREFERENCE_FIRST", {"A": "X1", "C": "Y1", "B": "Z1"}),
        ("NUMBER_FIRST", {"A": "X1", "B": "Y1", "C": "Z1"}),
    ],
)
def test_r32_two_methods(method: str, expected: dict[str, str]) -> None:
    """R32: "X1 Y1 Z1; a: X Y Z, b: X Y Z, c: Y X Z, numbers a<b<c. PREFERENCE_FIRST: a X, c Y, b Z. NUMBER_FIRST: a X,
    b Y, c Z".
    """
    found = [wishing("A", "XYZ"), wishing("B", "XYZ"), wishing("C", "YXZ")]
    assert places(several({"X1": 1, "Y1": 1, "Z1": 1}, found, "ABC", method=method)) == expected


@pytest.mark.parametrize("method", ["PREFERENCE_FIRST", "NUMBER_FIRST"])
@pytest.mark.parametrize(("unlisted", "reason_"), [("ANY", "ANY_PLACE"), ("NONE", "LIST_FULL")])
def test_r32_a_list_shorter_than_the_schools(method: str, unlisted: str, reason_: str) -> None:
    """R32: "list shorter than number of schools → unplaced or "any school with a seat"": in the draw's order of schools."""
    found = [wishing("A", "X"), wishing("B", "X"), wishing("C", "Y")]
    standing = several({"X1": 1, "Z1": 1, "Y1": 1}, found, "ABC", method=method, unlisted=unlisted)
    assert reason(standing, "B") == reason_
    assert places(standing).get("B") == ("Z1" if unlisted == "ANY" else None)


def test_r32_any_place_waits_until_all_lists_are_done() -> None:
    """SPEC §8.3: under `PREFERENCE_FIRST` "Then, if `unlisted` is `ANY`": a stranger's wish goes before a place taken for
    want of another; under `NUMBER_FIRST` it does not.
    """
    found = [wishing("A", "X"), wishing("B", "X"), wishing("C", "XZ")]
    seats = {"X1": 1, "Z1": 1}
    by_wish = several(seats, found, "ABC", method="PREFERENCE_FIRST", unlisted="ANY")
    by_number = several(seats, found, "ABC", method="NUMBER_FIRST", unlisted="ANY")
    assert places(by_wish) == {"A": "X1", "C": "Z1"}
    assert places(by_number) == {"A": "X1", "B": "Z1"}


def test_r32_nobody_needs_a_number_where_all_first_choices_fit() -> None:
    """SPEC §8.3: "each is in at that school (`REGISTERED`)"."""
    standing = several({"X1": 2, "Y1": 1}, [wishing("T:2", "XY"), wishing("S", "Y")], "")
    assert statuses(standing) == ["registered"] * 2
    assert set(reasons(standing).values()) == {"REGISTERED"}


def test_r32_waiting_lists_of_both_methods() -> None:
    """SPEC §8.5: "then (`PREFERENCE_FIRST` only) by the place of the school in the list; then rank"."""
    found = [wishing("A", "X"), wishing("B", "YX"), wishing("C", "YX"), wishing("D", "X")]
    seats = {"X1": 1, "Y1": 1}
    by_wish = several(seats, found, "ABCD", method="PREFERENCE_FIRST")
    by_number = several(seats, found, "ABCD", method="NUMBER_FIRST")
    assert queue(by_wish, "X1") == [("D", 1), ("C", 1)]
    assert queue(by_number, "X1") == [("C", 1), ("D", 1)]
    assert queue(by_wish, "Y1") == queue(by_number, "Y1") == [("C", 1)]
