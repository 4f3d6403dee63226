"""Teams of teachers and their classes (SPEC §16.7, R42)."""

from collections import Counter
from typing import Any

import reference_further
from further_sheets import class_of, drawn, every_order, kids, said, team_of
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import results
from draw.allocation.standing import Standing


def told(standing: Standing) -> list[tuple[str, str]]:
    """(team, reason) of each class."""
    return [(t.team, str(t.reason)) for t in standing.teams["t"]]


def test_r42_a_permutation_of_the_teams() -> None:
    """R42: "teams P Q R, permutation (2,3,1): class 1 Q, class 2 R, class 3 P"."""
    standing = drawn([team_of("t", "none", "PQR")], [], {"t": "QRP"})
    assert told(standing) == [("Q", "TEAM"), ("R", "TEAM"), ("P", "TEAM")]
    files = results.files(standing)
    assert files["tables/teams.csv"] == b"draw,class,team,rank,reason\nt,1,Q,1,TEAM\nt,2,R,2,TEAM\nt,3,P,3,TEAM\n"
    assert files["tables/draws.csv"].decode().splitlines()[1] == "t,,held,3,3,0,0,,0"
    pairs = Counter(
        (n, team)
        for _, s in every_order([team_of("t", "none", "PQR")], [], "PQR")
        for n, (team, _) in enumerate(told(s))
    )
    assert set(pairs.values()) == {2} and len(pairs) == 9


def test_r42_a_teacher_related_to_a_pupil_gets_another_class() -> None:
    """R42: "teacher related to a pupil (recusal list) → swap by declared rule, not by hand"."""
    found = kids("A", teacher="P") + kids("B", "C", "D")
    draws = [class_of("k", 2), team_of("t", "k", "PQ", ["teacher"])]
    standing = drawn(draws, found, {"k": "ABCD", "t": "PQ"})
    assert told(standing) == [("Q", "TEAM_RECUSED"), ("P", "TEAM")]
    later = drawn(draws, found, {"k": "BACD", "t": "QP"})
    assert told(later) == [("P", "TEAM_RECUSED"), ("Q", "TEAM")]  # or class 2, with A in it, would have none


def test_teams_that_cannot_be_given_are_told_before_the_freeze() -> None:
    """SPEC §16.2 sound 14: "so that, whatever the classes, every class can have a team"."""
    found = kids("A", "B", teacher="P") + kids("C", teacher="Q") + kids("D", "E", "F", "G")
    classes = class_of("k", 3)
    assert said([classes, team_of("t", "k", "PQR", ["teacher"])], found) == [
        "draw t: 2 pupils name team P and 2 teams are named, but with 3 classes these two may sum to 3 at most, so that every "
        "class can have a team; put another teacher in the team"
    ]
    assert said([classes, team_of("t", "k", "PQ")], found) == [
        "draw t: has 2 teams for 3 classes; enter as many teams as classes"
    ]
    assert "draw t: applicant C names Q, which is no team; correct the row" in said(
        [classes, team_of("t", "k", "PXR", ["teacher"])], found
    )
    assert said([classes, team_of("t", "k", "PQR")], found) == []


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_teams_are_those_of_the_reference(data: st.DataObject) -> None:
    """SPEC §16.7 twice: every class has a team of its own that nobody in it names; over all orders equally often."""
    count = data.draw(st.integers(1, 4))
    teams = "PQRS"[:count]
    related = data.draw(st.lists(st.sampled_from(teams), max_size=count - 1))  # M + Q is one more than that at most: sound 14
    found = [c for n, who in enumerate([*related, *["NONE"] * (8 - len(related))]) for c in kids(f"A{n}", teacher=who)]
    draws = [class_of("k", count), team_of("t", "k", teams, ["teacher"])]
    assert said(draws, found) == []
    dealt = data.draw(st.permutations([c["unit"] for c in found]))
    ours: Counter[Any] = Counter()
    theirs: Counter[Any] = Counter()
    for order, standing in every_order(draws, found, teams, {"k": dealt}):
        column = standing.pool.attributes["teacher"]
        named = [{column[i] for i in lines} for lines in standing.classes["k"].members().values()]
        wanted = reference_further.teams(named, order)
        assert told(standing) == wanted
        ours[tuple(told(standing))] += 1
        theirs[tuple(wanted)] += 1
        assert sorted(t for t, _ in told(standing)) == sorted(teams)
    assert ours == theirs
