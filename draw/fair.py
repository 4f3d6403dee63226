"""Chances under a fair draw, counted exactly: runs of neighbours, and how far a share is from its expectation (R56).

A fair draw of m out of n makes every set of m equally likely. All chances are ratios of whole numbers; nothing is estimated.
"""

from fractions import Fraction
from math import comb, prod


def run_at_least(length: int, chosen: int, among: int) -> Fraction:
    """The chance that `chosen` of `among` in a row hold a run of at least `length` neighbours (R56).

    Sets without such a run put the chosen into the among - chosen + 1 gaps between the others, fewer than `length` in each; they
    are counted by inclusion and exclusion of the gaps that hold too many. Example: 6, 300, 1000 -> 39.6 %.
    Raises ValueError if the numbers are none of a draw.
    """
    _possible(chosen, among)
    if length <= 0:
        return Fraction(1)
    if chosen < length:
        return Fraction(0)
    others = among - chosen
    if others == 0:
        return Fraction(1)
    total = comb(among, chosen)
    term, without = total, 0  # C(gaps, j) * C(among - j * length, others), with its sign
    for j in range(chosen // length + 1):
        without += -term if j % 2 else term
        left = among - j * length  # the next term from this one: factors of the two binomials that come and go
        if left - length < others:
            break
        up = (others + 1 - j) * prod(range(left - others - length + 1, left - others + 1))
        term = term * up // ((j + 1) * prod(range(left - length + 1, left + 1)))
    return Fraction(total - without, total)


def as_far(found: int, group: int, chosen: int, among: int) -> Fraction:
    """The chance that a group's count among the chosen is at least as far from its expectation as `found`, above or below.

    Two-sided by distance: the sum over all counts x with |x - e| >= |found - e|, e = group * chosen / among (hypergeometric).
    Raises ValueError if the numbers are none of a draw.
    """
    _possible(chosen, among)
    _possible(group, among)
    least, most = max(0, chosen + group - among), min(group, chosen)
    if not least <= found <= most:
        raise ValueError(f"{found} of a group of {group} among {chosen} of {among} cannot be")
    if not among:
        return Fraction(1)
    group, chosen = sorted((group, chosen))  # the count is the same with the two exchanged; the numbers are smaller
    distance = abs(found * among - group * chosen)
    # all counts x with |x * among - group * chosen| < distance: what is nearer is little, and easily counted
    first = max(least, (group * chosen - distance) // among + 1)
    last = min(most, -(-(group * chosen + distance) // among) - 1)
    total, nearer = comb(among, group), 0
    if first <= last:
        term = comb(chosen, first) * comb(among - chosen, group - first)
        for x in range(first, last + 1):
            nearer += term
            term = term * ((chosen - x) * (group - x)) // ((x + 1) * (among - chosen - group + x + 1))
    return Fraction(total - nearer, total)


def expected(group: int, chosen: int, among: int) -> Fraction:
    """How many of the group are among the chosen on average; 0 of nobody."""
    return Fraction(group * chosen, among) if among else Fraction(0)


def _possible(part: int, whole: int) -> None:
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} cannot be")
