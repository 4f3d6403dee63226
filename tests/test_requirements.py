"""Worked examples of quotas, tiers, shortlists, places and blocks under their numbers; and that every number has a test."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from drawn import admitted, children, extra, outcome, places, pupils, queue, reason, run, seed_for, statuses
from hypothesis import given, settings
from sessions import BATCH_AND_WISH, SEEDS, Session, listed, parsed, people, sessions
from simulator import draw_of, preferences_of, rules_of, school, shortlist_of

from draw import pool, results, soundness
from draw.allocation import carry_out
from draw.allocation.standing import Standing
from draw.errors import DrawError
from draw.hashing import digest
from draw.order import order

WITH_EXAMPLE = {*range(1, 9), *range(16, 34), *range(35, 48)}


def test_every_requirement_has_its_test() -> None:
    """The worked example of every requirement from R1 to R8, R16 to R33, R35 to R47 is a test under its number."""
    found: set[int] = set()
    for path in Path(__file__).parent.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                numbers = re.match(r"test_((?:r\d+_)+)", node.name)
                found |= {int(n) for n in re.findall(r"\d+", numbers[1])} if numbers else set()
    missing = [f"R{n}" for n in sorted(WITH_EXAMPLE - found)]
    assert missing == []


# -- R7, R8: the frozen pool, and places that are fixed -----------------------------------------------------------------


def test_r07_the_frozen_list_has_one_hash() -> None:
    """R7: "Changing `0003` to `0004` changes it"; "Same content twice must give the same hash", in whatever row order."""
    rules = rules_of()
    found = pupils("0001", "0002", "0003")
    data = [pool.write(people(some, rules), rules) for some in (found, found[::-1], pupils("0001", "0002", "0004"))]
    assert data[0].decode().splitlines()[0] == "applicant,unit,seal"
    assert digest(data[0]) == digest(data[1]) != digest(data[2])
    assert pool.write(pool.read(data[0], rules), rules) == data[0]


def test_r08_overflow_needs_approved_places() -> None:
    """R8: "plan 50, approved extra 0, policy OVERFLOW → rule-sheet check fails before freeze: "需要核增 1 个计划""."""
    found = children(*(f"{n:03d}" for n in range(60)), "T:2")
    for approved, faults in ((0, 1), (1, 0)):
        rules = rules_of([school("X1", 50, "OVERFLOW", **extra(approved))], [draw_of("x1")], BATCH_AND_WISH)
        said = soundness.problems(people(found, rules), rules)
        assert len(said) == faults
        assert all("需要核增 1 个计划" in sentence for sentence in said)


def test_r08_over_plan_is_an_error_of_the_program() -> None:
    """SPEC §8: "children admitted ≤ places + approved_extra (R8); anything else is an error of the program"."""
    rules = rules_of([school("X1", 1, "OVERFLOW")], [draw_of("x1")], BATCH_AND_WISH)
    with pytest.raises(DrawError, match=r"2 admitted, but it has 1 places and 0 approved extra ones \(R8\)"):
        run(rules, children("T:2"), {"x1": "T"})


@settings(max_examples=100, deadline=None)
@given(sessions(), SEEDS)
def test_r08_everybody_is_counted_once(session: Session, seed: str) -> None:
    """R8: "The total placed + waiting + unplaced = pool size", and what draws.csv counts is what results.csv lists."""
    rules, found = parsed(session)
    files = {n: data.decode().splitlines()[1:] for n, data in results.compute(found, rules, seed).items()}
    rows = [line.split(",") for line in files["results.csv"]]
    assert [row[0] for row in rows] == list(found.applicants)
    for s in rules.schools:
        told = [line.split(",") for line in files["tables/draws.csv"]]
        kinds = {d.id: d.kind for d in rules.draws}
        counted = sum(int(row[6]) for row in told if row[1] == s.code and kinds[row[0]] != "shortlist")
        assert counted == sum(row[5] == "admitted" and row[6] == s.code for row in rows) <= s.places + s.approved_extra


# -- R20: a shortlist --------------------------------------------------------------------------------------------------


def assessed(places: int, found: list[dict[str, Any]], order: Sequence[str] = (), **terms: Any) -> Standing:
    """One shortlist of three times the places."""
    rules = rules_of([school("X1", places, "NONE", vacancies="NONE")], [shortlist_of("x1", **terms)], BATCH_AND_WISH)
    return run(rules, found, {"x1": order} if order else {})


def shortlisted(standing: Standing) -> list[str]:
    """Codes in tables/shortlists.csv."""
    lines = results.files(standing)["tables/shortlists.csv"].decode().splitlines()
    assert lines[0] == "draw,school,applicant,unit"
    return [line.split(",")[2] for line in lines[1:]]


def test_r20_three_times_the_places() -> None:
    """R20: "plan 10, 35 applicants → 30 shortlisted. 28 applicants → all 28"."""
    codes = [f"{n:02d}" for n in range(35)]
    standing = assessed(10, children(*codes), codes[::-1])
    assert shortlisted(standing) == codes[5:]
    assert {outcome(standing, c) for c in codes[:5]} == {"not_shortlisted"}
    assert {reason(standing, c) for c in codes[:5]} == {"LIST_FULL"}
    everybody = assessed(10, children(*codes[:28]))
    assert (shortlisted(everybody), statuses(everybody)) == (codes[:28], ["registered"])
    assert reason(everybody, "00") == "ALL_SHORTLISTED"


@pytest.mark.parametrize(
    ("bundle", "listed_", "why", "last"),
    [("WHOLE", 31, "BUNDLE_WHOLE", "LIST_FULL"), ("SKIP", 30, "BUNDLE_SKIPPED", "NEXT_FITS")],
)
def test_r20_a_pair_at_the_limit(bundle: str, listed_: int, why: str, last: str) -> None:
    """R20: "Pair at 30th place → 31 shortlisted": no place is used up; or the rule sheet passes the pair over."""
    codes = [f"{n:02d}" for n in range(33)]
    standing = assessed(10, children(*codes, "T:2"), [*codes[:29], "T", *codes[29:]], bundle=bundle)
    assert len(shortlisted(standing)) == listed_
    assert (reason(standing, "T-1"), reason(standing, codes[29])) == (why, last)
    assert (standing.summaries[0].places, standing.summaries[0].admitted, standing.summaries[0].left) == (
        30,
        listed_,
        0,
    )
    assert standing.left == {"X1": 10}  # nobody is placed


def test_r20_who_follows_an_absent_one() -> None:
    """R20: "Absent at assessment: OPEN (next in order or not)": NEXT keeps the rest in order, NONE keeps nobody."""
    codes = ["A", "B", "C", "D", "E"]
    follow = assessed(1, children(*codes), "ECADB", absent="NEXT")
    assert queue(follow) == [("D", 1), ("B", 1)]
    assert outcome(follow, "D") == "waiting"
    assert queue(assessed(1, children(*codes), "ECADB", absent="NONE")) == []


# -- R21: overlapping offers --------------------------------------------------------------------------------------------


def test_r21_admitted_earlier_is_struck_from_the_later_list() -> None:
    """R21: "a in 外国语 and 进山 pools, admitted by 外国语 → struck from 进山; next ranking number moves up"."""
    attributes = [listed("both", "YES", "NO")]
    table = [school("F1", 1), school("J1", 2)]
    draws = [draw_of("f", "F1", both=["YES"]), draw_of("j", "J1", follows=["f"])]
    rules = rules_of(table, draws, attributes)
    found = pupils("A", "E", both="YES") + pupils("B", "C", "D", both="NO")
    assert soundness.problems(people(found, rules), rules) == []
    seed = seed_for("f", "AE")
    standing = results.allocate(people(found, rules), rules, seed)
    assert places(standing)["A"] == "F1"
    everybody = order(seed, "j", "ABCDE").units
    assert standing.orders["j"].units == [u for u in everybody if u != "A"]
    assert [c for c, s in places(standing).items() if s == "J1"] == sorted([u for u in everybody if u != "A"][:2])
    (said,) = soundness.problems(
        people(found, rules), rules_of(table, [draws[0], draws[1] | {"follows": []}], attributes)
    )
    assert said.startswith("draw j: takes applicant A, whom draw f takes too; add f to its follows")


# -- R22, R23, R28: tiers, sub-quotas, shares ---------------------------------------------------------------------------


def test_r22_tiers() -> None:
    """R22: "plan 10: t1 6, t2 3, t3a 4, t3b 2 → 6 + 3, then 1 of 4 by draw; t3b none"."""
    tiers = {"T1": 6, "T2": 3, "T3A": 4, "T3B": 2}
    rules = rules_of([school("X1", 10)], [draw_of(t.lower(), tier=[t]) for t in tiers], [listed("tier", *tiers)])
    found = [c for t, n in tiers.items() for c in pupils(*(f"{t}-{i}" for i in range(n)), tier=t)]
    standing = run(rules, found, {"t3a": [f"T3A-{i}" for i in (2, 0, 3, 1)]})
    assert statuses(standing) == ["registered", "registered", "held", "not-held"]
    assert [s.admitted for s in standing.summaries] == [6, 3, 1, 0]
    assert [c for c in admitted(standing) if c.startswith("T3")] == ["T3A-2"]


QUOTAS = {"DIRECT": ({"places": 20}, 15), "INSIDE": ({"places": 50}, 70), "OUTSIDE": ({"places": 10}, 30)}


def quotas(numbers: dict[str, tuple[Any, int]], places: int, **switches: Any) -> Standing:
    """One school, a draw with a quota for each group; whoever is drawn is drawn in order of code."""
    attributes = [listed("group", *numbers)]
    draws = [draw_of(g.lower(), quota=quota, group=[g]) for g, (quota, _) in numbers.items()]
    rules = rules_of([school("X1", places, **switches)], draws, attributes)
    found = [c for g, (_, n) in numbers.items() for c in pupils(*(f"{g}-{i:02d}" for i in range(n)), group=g)]
    standing = Standing.start(people(found, rules), rules)
    for draw in rules.draws:
        carry_out(standing, draw, lambda d, units: order("0" * 64, d, units))
    return standing


def test_r23_what_is_left_spills_over() -> None:
    """R23: "q = 直升 20, 区内 50, 区外 10; applicants 15, 70, 30 → 15 admitted, 区内 draws 55 of 70, 区外 draws 10 of 30"."""
    standing = quotas(QUOTAS, 80)
    assert [(str(s.status), s.places, s.children, s.admitted) for s in standing.summaries] == [
        ("registered", 20, 15, 15), ("held", 55, 70, 55), ("held", 10, 30, 10),
    ]  # fmt: skip
    assert standing.left == {"X1": 0}


def test_r23_nothing_flows_back() -> None:
    """R23: "unfilled places of qi are added to q(i+1) before q(i+1) is drawn; nothing flows back"."""
    standing = quotas(QUOTAS | {"INSIDE": ({"places": 50}, 40), "OUTSIDE": ({"places": 10}, 8)}, 80)
    assert [(s.places, s.admitted, s.left) for s in standing.summaries] == [(20, 15, 5), (55, 40, 15), (25, 8, 17)]
    assert standing.left == {"X1": 17}
    full = quotas(QUOTAS | {"DIRECT": ({"places": 20}, 25), "OUTSIDE": ({"places": 10}, 5)}, 80)
    assert [s.admitted for s in full.summaries] == [
        20,
        50,
        5,
    ]  # the first two groups get nothing of the last one's rest


def test_r23_an_empty_quota_spills_whole() -> None:
    """SPEC §8.1: "left(s) −= P − rest (an `empty` draw: rest = P). With a quota spill(s) = rest"."""
    standing = quotas(QUOTAS | {"DIRECT": ({"places": 20}, 0)}, 80)
    assert [(str(s.status), s.places, s.left) for s in standing.summaries][:2] == [
        ("empty", 20, 20), ("registered", 70, 0),
    ]  # fmt: skip


def test_r23_a_bundle_that_does_not_fit_leaves_its_place_to_the_next_quota() -> None:
    """R23, R25: under SKIP the place that a pair could not use is added to the next sub-quota."""
    attributes = [listed("group", "G1", "G2")]
    draws = [draw_of("g1", quota={"places": 1}, group=["G1"]), draw_of("g2", quota={"places": 1}, group=["G2"])]
    rules = rules_of([school("X1", 2)], draws, attributes)
    standing = run(rules, pupils("T:2", group="G1") + pupils("A", "B", "C", group="G2"), {"g1": "T", "g2": "CAB"})
    assert admitted(standing) == ["A", "C"]
    assert queue(standing) == [("T", 2), ("B", 1)]


def siblings(apply: int, others: int, rounding: str = "FLOOR", remaining: int = 41) -> Standing:
    """Half of the places left for younger brothers and sisters, the rest for everybody."""
    attributes = [listed("sibling", "YES", "NO")]
    draws = [
        draw_of("s", quota={"percent": 50, "rounding": rounding}, sibling=["YES"]),
        draw_of("all", follows=["s"]),
    ]
    rules = rules_of([school("X1", remaining)], draws, attributes)
    found = pupils(*(f"S{n:02d}" for n in range(apply)), sibling="YES")
    found += pupils(*(f"N{n:02d}" for n in range(others)), sibling="NO")
    assert soundness.problems(people(found, rules), rules) == []
    standing = Standing.start(people(found, rules), rules)
    for draw in rules.draws:
        carry_out(standing, draw, lambda d, units: order("0" * 64, d, units))
    return standing


def test_r28_siblings_first() -> None:
    """R28: "remaining 41, rate 50 % → S = 20. 12 apply → 12 in, 8 return, general draw has 29"."""
    first, general = siblings(12, 50).summaries
    assert (str(first.status), first.places, first.admitted, first.left) == ("registered", 20, 12, 8)
    assert (str(general.status), general.places, general.children) == ("held", 29, 50)


def test_r28_losers_enter_the_general_draw() -> None:
    """R28: "else draw S; losers enter the general pool"; "rounding of rate × remaining (rule sheet: floor)"."""
    first, general = siblings(25, 50).summaries
    assert (str(first.status), first.places, first.admitted) == ("held", 20, 20)
    assert (general.places, general.children) == (21, 55)
    assert siblings(25, 50, "CEILING").summaries[0].places == 21


def test_r28_twins_in_the_sibling_quota() -> None:
    """R28: "twins inside the sibling quota → R25 applies with left = S"."""
    attributes = [listed("sibling", "YES", "NO")]
    quota = {"percent": 50, "rounding": "FLOOR"}
    draws = [draw_of("s", quota=quota, sibling=["YES"]), draw_of("all", follows=["s"])]
    rules = rules_of([school("X1", 3)], draws, attributes)
    found = pupils("T:2", "A", sibling="YES") + pupils("B", "C", sibling="NO")
    standing = run(rules, found, {"s": "TA", "all": "TBC"})
    assert [(s.places, s.admitted, s.left) for s in standing.summaries] == [(1, 1, 0), (2, 2, 0)]
    assert admitted(standing) == ["A", "T-1", "T-2"]


# -- R26: bundles across sub-quotas, shortlists and lists ---------------------------------------------------------------


def test_r26_members_must_agree_on_what_draws_read() -> None:
    """R26: "All members must be in the same batch/tier/sub-quota", and have one list of preferences (R24)."""
    attributes = [listed("tier", "T1", "T2"), {"name": "p1", "label": "志愿", "values": "preferences"}]
    rules = rules_of(
        [school("X1", 3), school("Y1", 3, "NONE")],
        [draw_of("x1", tier=["T1"]), preferences_of("p", ["Y1"], who={"tier": ["T2"]}, preferences=["p1"])],
        attributes,
    )
    twins = pupils("T:2", tier="T1", p1="X1")
    twins[1] = twins[1] | {"who": {"tier": "T2", "p1": "Y1"}}
    said = soundness.problems(people(twins, rules), rules)
    assert [s.partition(",")[0] for s in said] == [
        "bundle T: members differ in 'tier'", "bundle T: members differ in 'p1'",
    ]  # fmt: skip


# -- R36: blocks -------------------------------------------------------------------------------------------------------

BLOCKS = [
    {"name": "block", "label": "小区", "values": "codes"},
    {"name": "home", "label": "对口学校", "values": "schools"},
]


def blocks(where: dict[str, tuple[str, int]], governs: str = "BLOCK", moved: int = 0) -> list[str]:
    """What is said about blocks of these sizes at these schools of 100 places, when some pupils of K45 are moved to X1."""
    found = [c for b, (s, n) in where.items() for c in pupils(*(f"{b}-{i:02d}" for i in range(n)), block=b, home=s)]
    for c in [c for c in found if c["who"]["block"] == "K45"][:moved]:
        c["who"] = c["who"] | {"home": "X1"}
    rules = rules_of(
        [school("X1", 100), school("Y1", 100)],
        [draw_of("x", "X1", home=["X1"]), draw_of("y", "Y1", home=["Y1"])],
        BLOCKS,
        blocks={"block": "block", "school": "home", "governs": governs},
    )
    return soundness.problems(people(found, rules), rules)


SIZES = {"K60": ("X1", 60), "K40": ("X1", 40), "K50": ("Y1", 50), "K45": ("Y1", 45)}


def test_r36_blocks_are_not_split() -> None:
    """R36: "blocks 60, 50, 45, 40 and two schools of 100: {60,40}, {50,45} passes; one pupil of block 45 moved → fails and
    names the block".
    """
    assert blocks(SIZES) == []
    (said,) = blocks(SIZES, "DRAW", moved=1)
    assert said.startswith("applicant K45-00: block K45 ")


def test_r36_which_rule_governs() -> None:
    """R36: "conflict with any per-pupil draw → rule sheet must say which rule governs"."""
    crowded = SIZES | {"K45": ("X1", 45)}
    assert blocks(crowded, "DRAW") == []
    (said,) = blocks(crowded, "BLOCK")
    assert said.startswith("school X1: its blocks have 145 children but it has 100 places")


def test_r36_a_missing_block_is_told() -> None:
    """R36: "block id missing"."""
    (said,) = blocks(SIZES | {"NONE": ("Y1", 1)})
    assert said == "applicant NONE-00: has no block; enter the block of the dwelling"
