"""Dice and balls: which specs there are, which throws fit them, how they stand in seed.txt (SPEC §3, §6, R10)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import dice


@pytest.mark.parametrize("spec", ["d10x10", "d10x40", "d6x10", "d6x40", "b10k6", "b10k10", "b99k6", "b99k99"])
def test_specs(spec: str) -> None:
    """SPEC §3: dice are d10xN or d6xN (10 ≤ N ≤ 40), or bMkK (10 ≤ M ≤ 99, 6 ≤ K ≤ M)."""
    found = dice.parse(spec)
    assert found is not None
    assert found.spec == spec


@pytest.mark.parametrize(
    "spec",
    [
        "d10x9", "d10x41", "d6x9", "d6x41", "d10x010", "d10x", "d8x10", "d20x10", "d10X10", " d10x10", "d10x10\n", "",
        "b9k6", "b100k6", "b10k5", "b10k11", "b10k06", "b010k6", "b99k100", "b10k", "d1０x10", "none", None, 10,
        ["d10x10"],
        "d10x10,d6x10", "b10k6 ",
    ],
)  # fmt: skip
def test_other_specs_are_none(spec: object) -> None:
    """SPEC §3: nothing else is a dice spec."""
    assert dice.parse(spec) is None


def allowed(spec: str, text: str) -> bool:
    """SPEC §6, read again: is this the digits part of a dice line of that spec?"""
    if spec.startswith("d10x"):
        return re.fullmatch(f"[0-9]{{{spec[4:]}}}", text) is not None
    if spec.startswith("d6x"):
        return re.fullmatch(f"[1-6]{{{spec[3:]}}}", text) is not None
    highest, count = spec[1:].split("k")
    balls = text.split("-")
    good = all(re.fullmatch(r"[0-9]{2}", b) and 1 <= int(b) <= int(highest) for b in balls)
    return good and len(balls) == int(count) == len(set(balls))


CASES = [
    ("d10x10", "0123456789", True), ("d10x10", "000000000", False), ("d10x10", "00000000000", False),
    ("d10x10", "012345678x", False), ("d10x10", "０123456789", False), ("d10x10", "", False),
    ("d10x10", "0-1-2-3-4-5-6-7-8-9", False),
    ("d6x10", "1234561234", True), ("d6x10", "1234567123", False), ("d6x10", "0123456123", False),
    ("b10k6", "01-02-03-04-05-10", True), ("b10k6", "01-02-03-04-05-11", False), ("b10k6", "00-02-03-04-05-06", False),
    ("b10k6", "1-2-3-4-5-6", False), ("b10k6", "01-01-02-03-04-05", False), ("b10k6", "01-02-03-04-05", False),
    ("b10k6", "01-02-03-04-05-06-07", False), ("b10k6", "01-02-03-04-05-06-", False), ("b10k6", "010203040506", False),
    ("b10k6", "", False), ("b10k6", "01--02-03-04-05", False), ("b99k6", "99-98-97-96-95-94", True),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "text", "good"), CASES)
def test_throws(spec: str, text: str, good: bool) -> None:
    """SPEC §6: "d10xN N digits 0-9 …; d6xN N digits 1-6; bMkK K different two-digit numbers 01..M … joined by `-`"."""
    found = dice.parse(spec)
    assert found is not None
    assert allowed(spec, text) is good
    values = found.values(text)
    assert (found.problem(values) == "") is good
    if good:
        assert found.line(values) == f"dice {spec} {text}"


SPECS = st.sampled_from(["d10x10", "d10x12", "d6x10", "b10k6", "b10k10", "b12k7"])


@given(SPECS, st.text("0123456789-", max_size=30))
def test_any_text_agrees_with_the_form(spec: str, text: str) -> None:
    """SPEC §6: the digits of a dice line, decided a second time with plain patterns."""
    found = dice.parse(spec)
    assert found is not None
    assert (found.problem(found.values(text)) == "") is allowed(spec, text)


@given(SPECS, st.randoms(use_true_random=False))
def test_throws_one_by_one(spec: str, luck: object) -> None:
    """R10: each throw is checked as it is typed; complete ones stand on the dice line and are read back."""
    found = dice.parse(spec)
    assert found is not None
    values: tuple[str, ...] = ()
    while len(values) < found.count:
        possible = [
            f"{n:0{found.width}d}" for n in range(100) if not found.value_problem(f"{n:0{found.width}d}", values)
        ]
        lowest = 0 if spec.startswith("d10") else 1
        ball = spec.startswith("b")
        assert len(possible) == found.highest - lowest + 1 - (len(values) if ball else 0)
        values = (*values, luck.choice(possible))  # type: ignore[attr-defined]
    assert found.problem(values) == ""
    assert found.value_problem(values[0], values)
    assert found.values(found.line(values).split(" ")[2]) == values


@pytest.mark.parametrize("value", ["", "x", "１", "10", " 1", "1 ", "-1", "²"])
def test_no_throw(value: str) -> None:
    """R10: a throw is one digit of the die, typed as a plain digit."""
    found = dice.parse("d10x10")
    assert found is not None
    assert found.value_problem(value, ())
