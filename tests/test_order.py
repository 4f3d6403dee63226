"""From seed to order: the few lines that decide everything (SPEC §7, R11)."""

from collections import Counter
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import order
from draw.errors import DrawError

SEEDS = st.integers(0, 10**6).map(lambda n: sha256(str(n).encode()).hexdigest())
UNITS = st.lists(st.from_regex(r"[0-9A-Z][0-9A-Z-]{0,4}", fullmatch=True), min_size=1, max_size=12, unique=True)


@given(SEEDS, UNITS)
def test_order_is_hash_and_sort(seed: str, units: list[str]) -> None:
    """SPEC §7: "number = sha256( `number1:<seed>:<draw>:<unit>` ), no newline; lines in ascending number as hex
    text".
    """
    pairs = sorted((sha256(f"number1:{seed}:x1:{u}".encode()).hexdigest(), u) for u in units)
    result = order.order(seed, "x1", units)
    assert list(zip(result.numbers, result.units, strict=True)) == pairs
    lines = [f"{rank},{number},{unit}" for rank, (number, unit) in enumerate(pairs, start=1)]
    assert order.write(result).decode() == "".join(f"{line}\n" for line in ["rank,number,unit", *lines])


@given(SEEDS, UNITS, st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_input_order(seed: str, units: list[str], luck: object) -> None:
    """SPEC §7: "An order depends on nothing else" than seed, draw id and the set of units (R11)."""
    mixed = list(units)
    luck.shuffle(mixed)  # type: ignore[attr-defined]
    assert order.order(seed, "x1", iter(mixed)) == order.order(seed, "x1", units)


@given(SEEDS, UNITS, st.data())
def test_striking_one_off_moves_nobody_else(seed: str, units: list[str], data: st.DataObject) -> None:
    """R11: "removing a ticket does not change the relative order of the others"."""
    gone = data.draw(st.sampled_from(units))
    rest = order.order(seed, "x1", [u for u in units if u != gone])
    assert rest.units == [u for u in order.order(seed, "x1", units).units if u != gone]


@given(SEEDS, SEEDS, UNITS)
def test_every_draw_and_every_seed_has_numbers_of_its_own(seed: str, other: str, units: list[str]) -> None:
    """R12: one child's numbers in two draws have nothing to do with each other."""
    first = set(order.order(seed, "x1", units).numbers)
    assert first.isdisjoint(order.order(seed, "x2", units).numbers)
    assert first.isdisjoint(order.order(other, "x1", units).numbers) is (seed != other)


@given(SEEDS, UNITS, st.data())
def test_a_unit_twice_is_an_error(seed: str, units: list[str], data: st.DataObject) -> None:
    """SPEC §7: "Two equal numbers: error"."""
    twice = data.draw(st.sampled_from(units))
    with pytest.raises(DrawError, match=twice):
        order.order(seed, "x1", [*units, twice])


def test_no_unit_and_one_unit() -> None:
    """R11: "One ticket; zero tickets" are orders too."""
    assert order.write(order.order("0" * 64, "x1", [])) == b"rank,number,unit\n"
    assert order.order("0" * 64, "x1", ["0001"]).units == ["0001"]


def test_all_orders_of_four_are_about_equally_frequent() -> None:
    """R11: over 4800 fixed seeds each of the 24 orders of four units comes 200 times, give or take four
    standard deviations.
    """
    units = ["0001", "0002", "0003", "B001"]
    seeds = (sha256(f"seed {n}".encode()).hexdigest() for n in range(4800))
    counts = Counter(tuple(order.order(seed, "x1", units).units) for seed in seeds)
    assert set(counts) == set(permutations(units))
    assert all(144 <= count <= 256 for count in counts.values())
    chi_square = sum((count - 200) ** 2 for count in counts.values()) / 200
    assert chi_square < 49.7  # 23 degrees of freedom: one seed list in a thousand would exceed it
