"""The chance of a single child and of a bundle in one draw, told before the list is frozen (R25, SPEC §8).

The method in three sentences. As long as the places left could hold even the largest bundle every unit drawn comes in,
so the chance to reach a state is a plain quotient of binomials. From the first moment when they could not, a handful of
steps, one place count after the other, leads to the end. Units of one size are alike, hence the chance of a given one
is the mean number admitted of that size divided by how many there are.
"""

import decimal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import accumulate, product
from math import comb, prod
from operator import mul
from typing import TypeVar

from draw.errors import DrawError

POLICIES = ("SKIP", "OVERFLOW", "GROW", "SPLIT", "STOP")

# Exact is what takes a second at most. Past MOST_STATES (some 10 seconds) the sum would keep the desk waiting.
EXACT_UNITS = 5_000
EXACT_WORK = 5_000_000  # states times units
MOST_STATES = 1_000_000

# The long factorials of a large draw cost some 6 digits of 80. Keeping 50 decimals of the mean numbers admitted lets a
# value that is a short decimal come out as just that, so that it rounds as the exact one would.
_DIGITS = 80
_KEPT = Decimal("1e-50")

_Number = TypeVar("_Number", Fraction, Decimal)
_Counts = tuple[int, ...]  # so many units of each size, in the order of the sizes: singles first


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What one child may expect of one draw. Chances are from 0 to 1; the mappings go by bundle size."""

    single: Fraction | None  # that one given single child is admitted; None where there are no singles
    bundle: Mapping[int, Fraction]  # that one given bundle is admitted whole
    bundle_member: Mapping[int, Fraction]  # the mean over its members; differs from `bundle` only under SPLIT
    mean_admitted: Fraction  # children admitted, on average over all orders
    unbundled: Fraction  # everyone's chance had nobody been bundled
    exact: bool  # False: too large a draw for that; each value is within 10^-45 of the true one


def chances(*, singles: int, bundles: Mapping[int, int], places: int, policy: str) -> Chances:
    """The chances in a draw of `singles` children and `bundles` (size -> how many) for `places`, by a policy of R25.

    A size with no bundles is left out of the answer. Draws of up to some thousand units are answered exactly.

    Raises:
        DrawError: for an unknown policy, counts that cannot be, places for nobody or for everybody, or bundles of so
            many kinds that the sum would take too long.
    """
    _check(singles, bundles, places, policy)
    sizes = (1, *sorted(size for size, count in bundles.items() if count))
    counts = (singles, *(bundles[size] for size in sizes[1:]))
    units = sum(counts)
    exact = True
    if policy == "GROW":  # places count units, and each is as likely as another to be among the first
        whole = [Fraction(min(places, units) * count, units) for count in counts]
        split = [Fraction(0) for _ in counts]
    else:
        states = sizes[-1] * prod(count + 1 for count in counts[1:])
        if states > MOST_STATES:
            raise DrawError(f"bundles {dict(bundles)}: too many for an exact sum; leave out the rarest size")
        exact = units <= EXACT_UNITS and states * units <= EXACT_WORK
        whole, split = (_exactly if exact else _by_decimals)(sizes, counts, places, policy)
    by_size = [
        (size, mean / count, (size * mean + members) / (size * count))
        for size, count, mean, members in zip(sizes, counts, whole, split, strict=True)
        if count
    ]
    return Chances(
        single=by_size[0][1] if singles else None,
        bundle={size: chance for size, chance, _ in by_size if size > 1},
        bundle_member={size: chance for size, _, chance in by_size if size > 1},
        mean_admitted=sum(map(mul, sizes, whole), sum(split, Fraction(0))),
        unbundled=Fraction(places, sum(map(mul, sizes, counts))),
        exact=exact,
    )


def rounded(value: Fraction, digits: int) -> str:
    """Decimal text of a `value` >= 0 with `digits` digits after the point, rounded half up: 4/9, 4 -> "0.4444".

    Raises:
        DrawError: for a value or a number of digits below 0.
    """
    if value < 0 or digits < 0:
        raise DrawError(f"{value} with {digits} digits: only values and digits from 0 upwards can be rounded")
    scaled = (2 * value.numerator * 10**digits + value.denominator) // (2 * value.denominator)
    text = f"{scaled:0{digits + 1}d}"
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


def _check(singles: int, bundles: Mapping[int, int], places: int, policy: str) -> None:
    if policy not in POLICIES:
        raise DrawError(f"policy {policy!r}: must be one of {', '.join(POLICIES)}")
    if singles < 0 or any(size < 2 or count < 0 for size, count in bundles.items()):
        raise DrawError(f"{singles} singles, bundles {dict(bundles)}: counts start at 0 and bundle sizes at 2")
    children = singles + sum(size * count for size, count in bundles.items())
    if not 0 < places < children:
        raise DrawError(f"{places} places for {children} children: a draw needs at least 1 place, and more children")


def _exactly(sizes: _Counts, counts: _Counts, places: int, policy: str) -> tuple[list[Fraction], list[Fraction]]:
    return _means(sizes, counts, places, policy, cache(lambda n, k: Fraction(comb(n, k))))


def _by_decimals(sizes: _Counts, counts: _Counts, places: int, policy: str) -> tuple[list[Fraction], list[Fraction]]:
    # A context of our own from end to end, with the widest exponents: 1,000,000! has 5.6 million digits.
    traps = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.Underflow]
    context = decimal.Context(
        prec=_DIGITS, rounding=decimal.ROUND_HALF_EVEN, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=traps
    )
    with decimal.localcontext(context):
        factorials = list(accumulate(map(Decimal, range(1, sum(counts) + 1)), mul, initial=Decimal(1)))

        def choose(n: int, k: int) -> Decimal:
            return factorials[n] / (factorials[k] * factorials[n - k])

        whole, split = _means(sizes, counts, places, policy, choose)
        return [Fraction(mean.quantize(_KEPT)) for mean in whole], [Fraction(mean.quantize(_KEPT)) for mean in split]


def _means(
    sizes: _Counts, counts: _Counts, places: int, policy: str, choose: Callable[[int, int], _Number]
) -> tuple[list[_Number], list[_Number]]:
    """For each size: the mean number of units admitted whole, and of members admitted out of split units (R25)."""
    zero = choose(0, 0) * 0
    whole, split = [zero for _ in sizes], [zero for _ in sizes]
    near_end = _near_end(sizes, counts, places, choose)
    for states in near_end:
        for admitted, chance in states.items():
            for i, number in enumerate(admitted):
                whole[i] += chance * number

    for left in range(len(near_end) - 1, 0, -1):
        for admitted, chance in near_end[left].items():
            # Under SKIP a unit passed over never fits again, so the next to come in is any of those that fit; under
            # the others nobody was passed over, so the next is any of the rest.
            rest = [
                0 if policy == "SKIP" and size > left else count - number
                for size, count, number in zip(sizes, counts, admitted, strict=True)
            ]
            among = sum(rest)
            for i, size in enumerate(sizes):
                if not rest[i]:
                    continue
                share = chance * rest[i] / among
                if size <= left:
                    whole[i] += share
                    then = _one_more(admitted, i)
                    near_end[left - size][then] = near_end[left - size].get(then, zero) + share
                elif policy == "OVERFLOW":
                    whole[i] += share
                elif policy == "SPLIT":
                    split[i] += share * left
    return whole, split


def _one_more(counts: _Counts, i: int) -> _Counts:
    return (*counts[:i], counts[i] + 1, *counts[i + 1 :])


def _near_end(
    sizes: _Counts, counts: _Counts, places: int, choose: Callable[[int, int], _Number]
) -> list[dict[_Counts, _Number]]:
    """By places left, each below the largest size: units admitted -> chance that just these make it fall below."""
    largest = sizes[-1]
    entries: list[dict[_Counts, _Number]] = [{} for _ in range(largest)]
    if places < largest:
        entries[places][(0,) * len(sizes)] = choose(0, 0)
        return entries
    for left, admitted in _ways_to_leave(sizes, counts, places):
        drawn = sum(admitted)
        just_these = prod(map(choose, counts, admitted), start=choose(0, 0)) / choose(sum(counts), drawn)
        # They came in any order: each is as likely as another to be the last, and that one must have been large enough.
        last = sum(number for size, number in zip(sizes, admitted, strict=True) if left + size >= largest)
        entries[left][admitted] = just_these * last / drawn
    return entries


def _ways_to_leave(sizes: _Counts, counts: _Counts, places: int) -> Iterator[tuple[int, _Counts]]:
    """Every places left below the largest size, with every number of units of each size that leave just those."""
    for bundled in product(*(range(count + 1) for count in counts[1:])):
        used = sum(map(mul, sizes[1:], bundled))
        for left in range(sizes[-1]):
            singles = places - left - used
            if 0 <= singles <= counts[0]:
                yield left, (singles, *bundled)
