"""Pupils who come when the classes are made (SPEC §16.9, R44)."""

from collections import Counter
from typing import Any

import pytest
import reference_further
from drawn import reason
from further_sheets import classes, drawn, every_order, kids, late_of, said
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import results

VALUES = ["M", "F", "U"]
MADE = {"1": (4, 2, 0), "2": (3, 3, 0), "3": (3, 3, 0)}


def test_r44_a_girl_arrives() -> None:
    """R44: "girl arrives; girls 2 3 3 → class 1 without draw"."""
    for order in ("123", "321"):
        standing = drawn([late_of("l", MADE)], kids("G", sex="F"), {"l": order})
        assert classes(standing, "l") == {"G": "1"} and reason(standing, "G") == "LATE"
    files = results.files(standing)
    assert files["results.csv"].decode().splitlines()[1] == "G,G,l,,,placed,S1,LATE"
    assert files["tables/classes.csv"] == b"draw,school,class,applicant\nl,S1,1,G\n"
    assert files["tables/draws.csv"].decode().splitlines()[1] == "l,S1,held,132,3,1,1,,131"
    assert "tables/balance.csv" not in files


def test_r44_a_lot_between_equals() -> None:
    """R44: "eligible classes = fewest of that sex, then fewest in all; draw among equals"."""
    found = kids("B", "C")
    by_lot = [classes(s, "l")["B"] for _, s in every_order([late_of("l", MADE)], found, "123")]
    assert Counter(by_lot) == {"2": 3, "3": 3}
    standing = drawn([late_of("l", MADE)], found, {"l": "321"})
    assert classes(standing, "l") == {"B": "3", "C": "2"}
    assert (reason(standing, "B"), reason(standing, "C")) == ("LATE_LOT", "LATE")


def test_r44_all_classes_full() -> None:
    """R44: "all classes at 50 → refuse"; SPEC §16.2 sound 16."""
    full = late_of("l", {"1": (25, 25, 0), "2": (50, 0, 0)})
    (sentence,) = said([full], kids("B"))
    assert sentence == "draw l: 1 pupils come late but the classes have 0 free places; refuse 1 of them"
    assert said([late_of("l", {"1": (30, 21, 0), "2": (1, 1, 0)})], kids("B")) == [
        "draw l: class 1 has 51 pupils, over the cap of 50; correct the counts"
    ]
    assert said([late_of("l", MADE)], kids("A:T", "B:T")) == [
        "draw l: bundle T cannot come late together; dissolve the bundle"
    ]
    assert said([late_of("l", MADE)], [])[0].startswith("draw l: matches nobody")


@pytest.mark.parametrize("seats", [3, 50])
def test_every_order_is_that_of_the_reference(seats: int) -> None:
    """SPEC §16.9 twice: over all orders of the classes every outcome equally often."""
    made = {"A": (1, 1, 0), "B": (1, 1, 0), "C": (1, 0, 0), "D": (0, 1, 1)}
    found = kids("P", "Q") + kids("R", sex="F")
    draw = late_of("l", made, cap=seats)
    ours: Counter[Any] = Counter()
    theirs: Counter[Any] = Counter()
    for order, standing in every_order([draw], found, "ABCD"):
        ours[tuple((a, c, reason(standing, a)) for a, c in classes(standing, "l").items())] += 1
        wanted = reference_further.late(draw, VALUES, found, order)
        theirs[tuple((a, c, why) for a, (c, why) in wanted.items())] += 1
    assert ours == theirs and ours.total() == 24


@settings(max_examples=200)
@given(st.data())
def test_any_late_pupils_are_those_of_the_reference(data: st.DataObject) -> None:
    """SPEC §16.9 twice; nobody is over the cap."""
    made = {c: [data.draw(st.integers(0, 2)) for _ in VALUES] for c in "ABCD"[: data.draw(st.integers(1, 4))]}
    found = [
        c for n in range(data.draw(st.integers(1, 6))) for c in kids(f"P{n}", sex=data.draw(st.sampled_from(VALUES)))
    ]
    cap = data.draw(st.integers(2, 6))
    draw = late_of("l", made, cap=cap)
    faults = said([draw], found)
    over = any(sum(c) > cap for c in made.values())
    assert (faults == []) is (not over and sum(cap - sum(c) for c in made.values()) >= len(found))
    if faults:
        return
    order = data.draw(st.permutations(list(made)))
    standing = drawn([draw], found, {"l": order})
    told = {a: (c, reason(standing, a)) for a, c in classes(standing, "l").items()}
    assert told == reference_further.late(draw, VALUES, found, order)
    assert all(sum(made[c]) + n <= cap for c, n in Counter(classes(standing, "l").values()).items())
