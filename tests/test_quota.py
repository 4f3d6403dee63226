"""Seats apportioned among primaries (SPEC §16.4, R33)."""

from fractions import Fraction
from itertools import permutations

import pytest
import reference_further
from further_sheets import drawn, every_order, quota_of, said, sheet
from hypothesis import given
from hypothesis import strategies as st

from draw import results, rules
from draw.allocation import quota
from draw.allocation.standing import Standing
from draw.rules import QuotaDraw


def told(standing: Standing) -> dict[str, tuple[int, str]]:
    """Item -> (seats, reason)."""
    return {q.item: (q.seats, str(q.reason)) for q in standing.quotas["q"]}


def test_r33_whole_parts_then_largest_fractions() -> None:
    """R33: "100 seats; graduates 90, 60, 31 → 49.72, 33.15, 17.13 → 50, 33, 17"."""
    draws = [quota_of("q", 100, {"A": [90], "B": [60], "C": [31]}, declined=["Z"])]
    for order in permutations("ABC"):
        assert told(drawn(draws, [], {"q": order})) == {
            "A": (50, "REMAINDER"), "B": (33, "WHOLE"), "C": (17, "WHOLE"), "Z": (0, "DECLINED"),
        }  # fmt: skip
    standing = drawn(draws, [], {"q": "BAC"})
    assert [f"{float(q.whole + q.fraction):.2f}" for q in standing.quotas["q"]] == ["49.72", "33.15", "17.13", "0.00"]
    assert results.files(standing)["tables/quotas.csv"].decode().splitlines() == [
        "draw,school,item,whole,fraction,rank,seats,reason",
        "q,,A,49,131/181,2,50,REMAINDER",
        "q,,B,33,27/181,1,33,WHOLE",
        "q,,C,17,23/181,3,17,WHOLE",
        "q,,Z,0,0,,0,DECLINED",
    ]


def test_r33_equal_fractions_by_draw() -> None:
    """R33: "5 seats; 30, 30, 40 → 1.5, 1.5, 2 → one seat between A and B by draw"."""
    draws = [quota_of("q", 5, {"A": [30], "B": [30], "C": [40]})]
    assert told(drawn(draws, [], {"q": "CBA"})) == {"A": (1, "LOT_OUT"), "B": (2, "REMAINDER_LOT"), "C": (2, "WHOLE")}
    lucky = [max("AB", key=lambda c: told(standing)[c]) for _, standing in every_order(draws, [], "ABC")]
    assert lucky.count("A") == lucky.count("B") == 3


def test_r33_shares_minimum_and_remainders_by_lot() -> None:
    """R33: "weight w = Σ factorᵢ·shareᵢ"; "minimum of 1 per primary; zero graduates"; "each at most one per pass"."""
    weights = {"A": [90, 1], "B": [9, 1], "C": [1, 0], "D": [0, 0]}
    draws = [quota_of("q", 10, weights, percents=(70, 30), minimum=1, method="REMAINDER_BY_LOT")]
    found = told(drawn(draws, [], {"q": "DCBA"}))
    # w: A .7·.9 + .15 = .78, B .063 + .15 = .213, C .007, D 0; C is set to 1, of the 9 left A has 7.07, B 1.93
    assert found == {"A": (7, "LOT_OUT"), "B": (2, "REMAINDER_LOT"), "C": (1, "MINIMUM"), "D": (0, "WHOLE")}
    assert told(drawn(draws, [], {"q": "ABCD"}))["A"] == (8, "REMAINDER_LOT")


@pytest.mark.parametrize("method", ["LARGEST_REMAINDER", "REMAINDER_BY_LOT"])
def test_every_order_is_that_of_the_reference(method: str) -> None:
    """SPEC §16.4 twice: over all orders, every outcome equally often."""
    draw = quota_of("q", 7, {"A": [3], "B": [3], "C": [5], "D": [3]}, method=method)
    for order, standing in every_order([draw], [], "ABCD"):
        assert told(standing) == reference_further.quota(draw, order)


@given(st.data())
def test_any_quota_is_that_of_the_reference(data: st.DataObject) -> None:
    """SPEC §16.4: "All arithmetic is of exact fractions"; the seats are all given, nobody gets two more than the whole part."""
    codes = "ABCDEF"[: data.draw(st.integers(1, 6))]
    percents = data.draw(st.sampled_from([(100,), (70, 30), (50, 49, 1)]))
    weights = {c: [data.draw(st.integers(0, 6)) for _ in percents] for c in codes}
    method = data.draw(st.sampled_from(["LARGEST_REMAINDER", "REMAINDER_BY_LOT"]))
    seats, minimum = data.draw(st.integers(1, 30)), data.draw(st.integers(0, 4))
    draw = quota_of("q", seats, weights, percents, method, minimum)
    faults = said([draw], [])
    sound = all(any(w[n] for w in weights.values()) for n in range(len(percents)))
    assert (faults == []) is (sound and minimum * sum(any(w) for w in weights.values()) <= seats)
    if faults:
        assert all(f.startswith("draw q: ") for f in faults)
        return
    order = data.draw(st.permutations(codes))
    standing = drawn([draw], [], {"q": order})
    found = told(standing)
    assert found == reference_further.quota(draw, order)
    assert sum(n for n, _ in found.values()) == seats
    (parsed,) = rules.parse(sheet([draw])).draws
    assert isinstance(parsed, QuotaDraw)
    exact, _ = quota.exact(parsed)
    assert sum(exact) == seats and sum(quota.weights(parsed)) == 1
    assert all(
        abs(q.seats - e) < 1 and q.whole + q.fraction == e for q, e in zip(standing.quotas["q"], exact, strict=True)
    )
    assert all(isinstance(e, Fraction) for e in exact)
