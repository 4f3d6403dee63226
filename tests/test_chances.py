"""The chances of R25 against its table, against every order of small draws, and against themselves when large."""

import decimal
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw.allocation import chances as module
from draw.allocation.chances import POLICIES, Chances, chances, rounded
from draw.errors import DrawError

LARGE_SINGLES, LARGE_BUNDLES, LARGE_PLACES = 97_940, {2: 1000, 3: 20}, 50_000  # 100,000 children


def by_rule(order: list[int], places: int, policy: str) -> list[int]:
    """How many members of each unit are admitted in one order of unit sizes, word by word as R25 has it."""
    left, stopped = places, False
    admitted: list[int] = []
    for size in order:
        if policy == "GROW":
            admitted.append(size if len(admitted) < places else 0)
        elif stopped or left == 0:
            admitted.append(0)
        elif size <= left:
            admitted.append(size)
            left -= size
        elif policy == "SKIP":
            admitted.append(0)
        else:
            admitted.append({"OVERFLOW": size, "SPLIT": left, "STOP": 0}[policy])
            stopped = True
    return admitted


def orders(singles: int, bundles: Mapping[int, int]) -> Iterator[tuple[tuple[int, bool], ...]]:
    """Every order that can be told apart when one unit of each size is marked; all are equally likely."""
    counts = {1: singles, **bundles}
    units = [(size, i == 0) for size, count in counts.items() for i in range(count)]
    return iter(set(permutations(units)))


def by_enumeration(singles: int, bundles: Mapping[int, int], places: int, policy: str) -> Chances:
    """What `chances` should say, counted out of all orders for the one marked unit of each size."""
    whole = dict.fromkeys({1, *bundles}, 0)
    members = dict.fromkeys({1, *bundles}, 0)
    everybody = number = 0
    for order in orders(singles, bundles):
        admitted = by_rule([size for size, _ in order], places, policy)
        number += 1
        everybody += sum(admitted)
        for (size, marked), got in zip(order, admitted, strict=True):
            if marked:
                whole[size] += got == size
                members[size] += got
    return Chances(
        single=Fraction(whole[1], number) if singles else None,
        bundle={size: Fraction(whole[size], number) for size, count in bundles.items() if count},
        bundle_member={size: Fraction(members[size], size * number) for size, count in bundles.items() if count},
        mean_admitted=Fraction(everybody, number),
        unbundled=Fraction(places, singles + sum(size * count for size, count in bundles.items())),
        exact=True,
    )


def by_members(got: Chances, singles: int, bundles: Mapping[int, int]) -> Fraction:
    """The mean number admitted, summed up from everybody's own chance."""
    of_singles = got.single * singles if got.single is not None else Fraction(0)
    return of_singles + sum(size * bundles[size] * chance for size, chance in got.bundle_member.items())


@pytest.mark.parametrize(
    ("policy", "pair", "single", "mean"),
    [
        ("SKIP", "0.444", "0.514", "5.00"),
        ("OVERFLOW", "0.556", "0.500", "5.11"),
        ("GROW", "0.556", "0.556", "5.56"),
        ("STOP", "0.444", "0.500", "4.89"),
    ],
)
def test_table_of_r25(policy: str, pair: str, single: str, mean: str) -> None:
    """1 pair + 8 singles, plan 5: the table printed in R25."""
    got = chances(singles=8, bundles={2: 1}, places=5, policy=policy)
    assert got.single is not None
    assert (rounded(got.bundle[2], 3), rounded(got.single, 3), rounded(got.mean_admitted, 2)) == (pair, single, mean)
    assert (rounded(got.unbundled, 3), got.exact) == ("0.500", True)


def test_split_of_the_same_draw() -> None:
    """Under SPLIT the pair of that draw is whole with 4/9, cut with 1/9, so a member has 1/2 and no place is empty."""
    got = chances(singles=8, bundles={2: 1}, places=5, policy="SPLIT")
    assert (got.bundle[2], got.bundle_member[2], got.single) == (Fraction(4, 9), Fraction(1, 2), Fraction(1, 2))
    assert got.mean_admitted == 5


def test_reference_walks_the_example_of_r25() -> None:
    """The reference itself gives the example of R25: plan 3, order A B T(2) C D."""
    order = [1, 1, 2, 1, 1]
    assert by_rule(order, 3, "SKIP") == [1, 1, 0, 1, 0]
    assert by_rule(order, 3, "OVERFLOW") == [1, 1, 2, 0, 0]
    assert by_rule(order, 3, "SPLIT") == [1, 1, 1, 0, 0]
    assert by_rule(order, 3, "STOP") == [1, 1, 0, 0, 0]
    assert by_rule([2, 1, 1, 1], 3, "GROW") == [2, 1, 1, 0]
    assert by_rule([2, 1, 1, 1], 3, "OVERFLOW") == [2, 1, 0, 0]


SMALL = [
    *({2: pairs, 3: triplets} for pairs, triplets in product(range(3), range(2))),
    {3: 2},
    {4: 1, 2: 1},
    {8: 1, 3: 1, 2: 1},
    {7: 1, 5: 1, 4: 1},
]


@pytest.mark.parametrize("bundles", SMALL, ids=str)
@pytest.mark.parametrize("singles", range(5))
def test_every_small_draw_agrees_with_all_its_orders(singles: int, bundles: dict[int, int]) -> None:
    """All places and policies of a small draw are exactly what counting all its orders gives."""
    children = singles + sum(size * count for size, count in bundles.items())
    for places, policy in product(range(1, children), POLICIES):
        got = chances(singles=singles, bundles=bundles, places=places, policy=policy)
        assert got == by_enumeration(singles, bundles, places, policy), (places, policy)


@st.composite
def draws(draw: st.DrawFn) -> tuple[int, dict[int, int], int]:
    """Singles, bundles and places of a school of some dozens of children."""
    singles = draw(st.integers(0, 60))
    bundles = draw(st.dictionaries(st.integers(2, 8), st.integers(0, 4), max_size=3))
    children = singles + sum(size * count for size, count in bundles.items())
    if children < 2:
        singles, children = singles + 2, children + 2
    return singles, bundles, draw(st.integers(1, children - 1))


@given(draws())
def test_places_are_kept_as_each_policy_promises(case: tuple[int, dict[int, int], int]) -> None:
    """On average SKIP and STOP never go over plan, SPLIT meets it, OVERFLOW is over by at most k-1 (R25)."""
    singles, bundles, places = case
    mean = {p: chances(singles=singles, bundles=bundles, places=places, policy=p).mean_admitted for p in POLICIES}
    largest = max((size for size, count in bundles.items() if count), default=1)
    assert mean["STOP"] <= mean["SKIP"] <= places == mean["SPLIT"] <= mean["OVERFLOW"] <= places + largest - 1
    assert mean["OVERFLOW"] <= mean["GROW"]
    assert singles < places or mean["SKIP"] == places  # enough singles to fill whatever a bundle cannot


@given(draws(), st.sampled_from(POLICIES))
def test_sums_and_bounds(case: tuple[int, dict[int, int], int], policy: str) -> None:
    """Everybody's chance lies in 0..1 and all of them add up to the mean number admitted."""
    singles, bundles, places = case
    got = chances(singles=singles, bundles=bundles, places=places, policy=policy)
    assert by_members(got, singles, bundles) == got.mean_admitted
    assert (got.single is None) == (singles == 0)
    assert set(got.bundle) == set(got.bundle_member) == {size for size, count in bundles.items() if count}
    for size, member in got.bundle_member.items():
        assert 0 <= got.bundle[size] <= member <= 1
        assert policy == "SPLIT" or got.bundle[size] == member


@given(draws(), st.sampled_from(POLICIES))
def test_decimals_agree_with_the_exact_sum(case: tuple[int, dict[int, int], int], policy: str) -> None:
    """The way of large draws gives an ordinary draw the same chances to 45 digits, and counts as not exact."""
    singles, bundles, places = case
    exact = chances(singles=singles, bundles=bundles, places=places, policy=policy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "EXACT_UNITS", 0)
        got = chances(singles=singles, bundles=bundles, places=places, policy=policy)
    assert exact.exact and got.exact == (policy == "GROW")
    assert got.unbundled == exact.unbundled
    pairs = [(got.mean_admitted, exact.mean_admitted), (got.single or Fraction(0), exact.single or Fraction(0))]
    pairs += [(got.bundle[size], exact.bundle[size]) for size in exact.bundle]
    pairs += [(got.bundle_member[size], exact.bundle_member[size]) for size in exact.bundle]
    assert all(abs(a - b) < Fraction(1, 10**45) for a, b in pairs)


@pytest.mark.parametrize("policy", POLICIES)
def test_thousands_of_units_agree_both_ways(policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draw at the upper end of the exact ones has the same chances to 45 digits by decimals."""
    exact = chances(singles=4_000, bundles={2: 40, 3: 3}, places=1_777, policy=policy)
    monkeypatch.setattr(module, "EXACT_WORK", 0)
    got = chances(singles=4_000, bundles={2: 40, 3: 3}, places=1_777, policy=policy)
    assert exact.exact and exact.single is not None and got.single is not None
    assert abs(got.single - exact.single) < Fraction(1, 10**45)
    assert all(abs(got.bundle_member[size] - exact.bundle_member[size]) < Fraction(1, 10**45) for size in (2, 3))


def test_a_hundred_thousand_children() -> None:
    """A city's draw with 1,000 pairs and 20 triplets comes to an end, fills its plan and adds up."""
    got = chances(singles=LARGE_SINGLES, bundles=LARGE_BUNDLES, places=LARGE_PLACES, policy="SKIP")
    assert not got.exact and got.single is not None
    assert abs(got.mean_admitted - LARGE_PLACES) < Fraction(1, 10**45)
    assert by_members(got, LARGE_SINGLES, LARGE_BUNDLES) == got.mean_admitted
    assert got.bundle[3] < got.bundle[2] < got.unbundled < got.single


def test_one_pair_among_many_has_a_short_answer() -> None:
    """One pair among 99,999 units comes in iff it is among the first P-1, which decimals must give as well."""
    got = chances(singles=99_998, bundles={2: 1}, places=33_334, policy="SKIP")
    assert not got.exact and got.single is not None
    assert abs(got.bundle[2] - Fraction(33_333, 99_999)) < Fraction(1, 10**50)
    assert abs(got.single - (33_334 - Fraction(2, 3)) / 99_998) < Fraction(1, 10**50)


def test_short_decimals_survive_the_decimals() -> None:
    """A chance that is 0.25 comes out of the decimals as 0.25, so that it is not rounded down to 0.2."""
    got = chances(singles=9_999, bundles={2: 1}, places=2_501, policy="STOP")
    assert not got.exact
    assert got.bundle[2] == Fraction(1, 4)
    assert rounded(got.bundle[2], 1) == "0.3"


def test_the_callers_decimal_context_neither_matters_nor_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow, easily trapped context around the call changes no digit, and is as before afterwards."""
    monkeypatch.setattr(module, "EXACT_UNITS", 0)
    expected = chances(singles=50, bundles={2: 3}, places=20, policy="SPLIT")
    narrow = decimal.Context(prec=3, Emax=9, Emin=-9, rounding=decimal.ROUND_UP, traps=[decimal.Inexact])
    with decimal.localcontext(narrow) as context:
        before = repr(context)
        assert chances(singles=50, bundles={2: 3}, places=20, policy="SPLIT") == expected
        assert repr(decimal.getcontext()) == before


@pytest.mark.parametrize(
    ("singles", "bundles", "places", "policy", "why"),
    [
        (8, {2: 1}, 5, "skip", "must be one of"),
        (-1, {2: 4}, 5, "SKIP", "counts start at 0"),
        (8, {2: -1}, 5, "SKIP", "counts start at 0"),
        (8, {1: 1}, 5, "SKIP", "sizes at 2"),
        (8, {2: 1}, 0, "SKIP", "0 places for 10 children"),
        (8, {2: 1}, 10, "SKIP", "10 places for 10 children"),
        (0, {}, 1, "GROW", "1 places for 0 children"),
        (9, dict.fromkeys(range(2, 9), 9), 50, "SKIP", "leave out the rarest"),
    ],
)
def test_impossible_draws_are_refused(
    singles: int, bundles: dict[int, int], places: int, policy: str, why: str
) -> None:
    """What cannot be drawn, or not be summed up in time, is a DrawError that says why."""
    with pytest.raises(DrawError, match=why):
        chances(singles=singles, bundles=bundles, places=places, policy=policy)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(4, 9), 4, "0.4444"),
        (Fraction(5, 9), 3, "0.556"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(12_499, 100_000), 2, "0.12"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(0), 3, "0.000"),
        (Fraction(999, 1000), 2, "1.00"),
        (Fraction(46, 9), 2, "5.11"),
    ],
)
def test_rounded_half_up(value: Fraction, digits: int, text: str) -> None:
    """Halves go up, and all the digits asked for are written."""
    assert rounded(value, digits) == text


@pytest.mark.parametrize(("value", "digits"), [(Fraction(-1, 2), 2), (Fraction(1, 2), -1)])
def test_rounded_refuses_what_is_below_zero(value: Fraction, digits: int) -> None:
    """No chance is negative, and neither is a number of digits."""
    with pytest.raises(DrawError):
        rounded(value, digits)
