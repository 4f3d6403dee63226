"""Rules and pool that do not fit together: one fault, one sentence, with what to do about it (SPEC §4 Sound)."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from drawn import extra, pupils
from hypothesis import given, settings
from sessions import PREFERENCES, Session, listed, parsed, people, sessions
from simulator import draw_of, nearest_of, preferences_of, rule_sheet, school, shortlist_of

from draw import rules, soundness
from draw.errors import FormatError

ATTRIBUTES = [
    listed("way", "ADMIT", "ASSESS", "LIST", "NEAR", "STRAY"),
    listed("area", "E1", "E2"),
    *({"name": p, "label": f"志愿 {p}", "values": "preferences"} for p in PREFERENCES),
    {"name": "family", "label": "家庭", "values": "codes"},
    {"name": "block", "label": "小区", "values": "codes"},
    {"name": "home", "label": "对口学校", "values": "schools"},
]
BASE = {"area": "E1", "p1": "NONE", "p2": "NONE", "p3": "NONE", "family": "NONE", "block": "K1", "home": "X1"}


def sound() -> Session:
    """A sound session with every kind of draw, in plain objects that a case may spoil."""
    schools = [
        school("X1", 6), school("F1", 2, "NONE"), school("Y1", 2, "NONE", **extra(1)), school("Z1", 3, "NONE"),
    ]  # fmt: skip
    draws = [
        draw_of("quota", "X1", quota={"places": 2}, way=["ADMIT"], area=["E1"]),
        draw_of("rest", "X1", follows=["quota"], way=["ADMIT"]),
        shortlist_of("listed", "F1", who={"way": ["ASSESS"]}),
        preferences_of("wished", ["Y1", "Z1"], who={"way": ["LIST"]}, adjust="family"),
        nearest_of("near", {e: {"Y1": 5, "Z1": 7} for e in ("E1", "E2")}, who={"way": ["NEAR"]}, short="REFUSE"),
    ]
    found = [
        *pupils("A", "B", "T:2", **BASE | {"way": "ADMIT"}),
        *pupils("C", **BASE | {"way": "ADMIT", "area": "E2"}),
        *pupils("D", "U:2", **BASE | {"way": "ASSESS", "block": "K2"}),
        *pupils("E", "F", **BASE | {"way": "LIST", "p1": "Y1", "p2": "Z1", "family": "G1", "block": "K3"}),
        *pupils("V:2", **BASE | {"way": "LIST", "p1": "Z1", "block": "K3", "home": "Y1"}),
        *pupils("H", "W:2", **BASE | {"way": "NEAR", "block": "K4", "home": "Z1"}),
    ]
    for c in found:
        c["who"] = c["who"] | ({"home": "Y1"} if c["who"]["block"] == "K3" else {})
        c["who"] = c["who"] | ({"home": "F1"} if c["who"]["block"] == "K2" else {})
    blocks = {"block": "block", "school": "home", "governs": "DRAW"}
    return rule_sheet(schools, draws, copy.deepcopy(ATTRIBUTES), blocks=blocks), found


def said(session: Session) -> list[str]:
    """The sentences about a session."""
    read = rules.parse(session[0])
    return soundness.problems(people(session[1], read), read)


def test_the_base_is_sound() -> None:
    """Every case below spoils one thing of a session about which there is nothing to say."""
    assert said(sound()) == []


def _school(code: str, **changes: Any) -> Callable[[Session], None]:
    return lambda s: next(x for x in s[0]["schools"] if x["code"] == code).update(changes)


def _draw(identifier: str, **changes: Any) -> Callable[[Session], None]:
    return lambda s: next(x for x in s[0]["draws"] if x["id"] == identifier).update(changes)


def _child(applicant: str, **changes: str) -> Callable[[Session], None]:
    return lambda s: next(x for x in s[1] if x["applicant"] == applicant)["who"].update(changes)


def _unit(unit: str, **changes: str) -> Callable[[Session], None]:
    def fault(session: Session) -> None:
        for c in session[1]:
            if c["unit"] == unit:
                c["who"].update(changes)

    return fault


def _both(*faults: Callable[[Session], None]) -> Callable[[Session], None]:
    def fault(session: Session) -> None:
        for one in faults:
            one(session)

    return fault


OVERFLOW = {"last_place": "OVERFLOW"}
FAULTS = {
    "2 members differ": (_child("T-2", area="E2"), "bundle T: members differ in 'area'", "correct the roster or dissolve"),
    "2 lists differ": (_child("V-2", p1="Y1"), "bundle V: members differ in 'p1'", "correct the roster"),
    "2 bundle with a group": (_unit("V", family="G9"), "bundle V: is drawn together", "empty that cell"),
    "3 across kinds": (_draw("quota", follows=[], who={"area": ["E1"], "way": ["ASSESS"]}),
                   "draw listed: takes applicant D, whom draw quota takes too", "add quota to its follows"),
    "3 no draw": (_child("H", way="STRAY"), "applicant H: no draw of the rule sheet takes", "add a draw or correct the row"),
    "3 two draws": (_draw("rest", follows=[]), "draw rest: takes applicant A, whom draw quota takes too", "narrow its who"),
    "4 OVERFLOW": (_school("X1", **OVERFLOW), "school X1: OVERFLOW may need 2 places over plan but approved_extra is 0",
                   "需要核增 2 个计划"),
    "4 OVERFLOW, too few": (_school("X1", **OVERFLOW, **extra(1)), "school X1: OVERFLOW may need 2 places", "at least 2"),
    "4 GROW": (_school("X1", last_place="GROW"), "school X1: GROW may need 1 places over plan", "需要核增 1 个计划"),
    "4 SKIP with extra": (_school("X1", **extra(1)), "school X1: approved_extra is 1 but SKIP never goes", "set it to 0"),
    "4 NONE with extra": (_school("F1", **extra(1)), "school F1: approved_extra is 1 but NONE never goes", "set it to 0"),
    "4 nobody to move": (_both(_unit("E", family="NONE"), _unit("F", family="NONE")),
                         "school Y1: approved_extra is 1 but NONE never goes", "set it to 0"),
    "5 quotas": (_draw("quota", quota={"places": 7}), "school X1: its quotas sum to 7 but it has 6 places", "lower a quota"),
    "6 twice": (_child("E", p2="Y1"), "applicant E: names a school twice in the list of draw wished", "correct the row"),
    "6 gap": (_child("E", p2="NONE", p3="Z1"), "applicant E: has a gap in the list of draw wished", "move the later"),
    "6 nothing": (_child("E", p1="NONE", p2="NONE"), "applicant E: names no school of draw wished", "or choose unlisted ANY"),
    "6 others only": (_child("E", p1="X1", p2="NONE"), "applicant E: names no school of draw wished", "correct the row"),
    "7 short": (_both(_school("Y1", places=0), _school("Z1", places=2)), "draw near: 3 children but 2 places",
                "find 1 more places"),
    "8 no block": (_child("H", block="NONE"), "applicant H: has no block", "enter the block"),
    "8 split": (_child("B", home="Z1"), "applicant B: block K1 goes to school X1 (applicant A) and to school Z1",
                "correct one of the two"),
    "8 too many": (_both(lambda s: s[0]["blocks"].update(governs="BLOCK"), _school("F1", places=3), _school("Y1", places=3)),
                   "school Y1: its blocks have 4 children but it has 3 places", "or choose governs DRAW"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_one_fault_one_sentence(name: str) -> None:
    """SPEC §4: what is not sound is told in one sentence a fault, with its remedy; its number is that of the list."""
    fault, subject, remedy = FAULTS[name]
    session = sound()
    fault(session)
    found = said(session)
    assert len(found) == 1, found
    assert found[0].startswith(subject)
    assert remedy in found[0].partition("; ")[2]


UNDECLARED: dict[str, tuple[Callable[[Session], None], str]] = {
    "school of a draw": (_draw("rest", school="Q1"), "is no declared school"),
    "attribute of a draw": (_draw("rest", who={"wat": ["ADMIT"]}), "wat"),
    "value of a draw": (_draw("rest", who={"way": ["WALK"]}), "WALK"),
    "preference of a draw": (_draw("wished", preferences=["p1", "way"]), "must be an attribute with values"),
    "value of the pool": (_child("A", way="WALK"), "'WALK' is no valid way"),
    "school without a draw": (
        lambda s: s[0]["schools"].append(school("Q1", 1, "NONE")),
        "has places but no draw names it",
    ),
    "OVERFLOW and adjust": (
        _both(_school("X1", last_place="GROW", **extra(1)), _draw("wished", schools=["Y1", "Z1", "X1"])),
        "OVERFLOW and GROW are for draws of kind admission only",
    ),
    "shortlist and more": (_draw("wished", schools=["Y1", "Z1", "F1"]), "has a shortlist and a further draw"),
}


@pytest.mark.parametrize("name", sorted(UNDECLARED))
def test_what_is_not_declared(name: str) -> None:
    """SPEC §4 sound 1: "every draw's schools, attributes and values are declared; every pool value is declared; each school
    with places > 0 is named by a draw".
    """
    fault, why = UNDECLARED[name]
    session = sound()
    fault(session)
    with pytest.raises(FormatError, match=why):
        said(session)


@settings(max_examples=30, deadline=None)
@given(sessions())
def test_every_follows_is_needed_or_not_wrong(session: Session) -> None:
    """SPEC §4 sound 3: without its `follows` a draw that takes somebody of an earlier one is told, once a pair."""
    parsed(session)
    for d in session[0]["draws"]:
        d["follows"] = []
    found = [s for s in said(session) if "takes too" in s]
    ids = [d["id"] for d in session[0]["draws"]]
    pairs = {
        (e, d)
        for c in session[1]
        for n, d in enumerate(ids)
        for e in ids[:n]
        if all(all(c["who"][a] in v for a, v in x["who"].items()) for x in session[0]["draws"] if x["id"] in (d, e))
    }
    assert len(found) == len(pairs)
