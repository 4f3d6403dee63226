"""Seats apportioned among primaries by exact fractions; a lot decides only between equals, or about all remainders
(SPEC §16.4, R33).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from draw.allocation.further import QuotaLine, QuotaReason
from draw.allocation.standing import Contest, Given, Standing, Status
from draw.order import Order
from draw.rules import QuotaDraw, Remainder


def contest(standing: Standing, draw: QuotaDraw) -> Contest:
    """The primaries that take part."""
    units = [item.code for item in draw.items]
    school = "" if draw.school == "none" else draw.school
    return Contest(units=units, children=0, places={school: draw.seats}, status=Status.HELD)


def weights(draw: QuotaDraw) -> list[Fraction]:
    """Each item's weight, of 1 in all; every share must have a positive weight (sound 10)."""
    totals = [sum(item.weights[n] for item in draw.items) for n in range(len(draw.shares))]
    return [
        sum(
            (
                Fraction(share.percent * weight, 100 * total)
                for share, weight, total in zip(draw.shares, item.weights, totals, strict=True)
            ),
            Fraction(0),
        )
        for item in draw.items
    ]


def exact(draw: QuotaDraw) -> tuple[list[Fraction], list[bool]]:
    """Each item's exact seats, and whether the minimum set them."""
    w, least = weights(draw), draw.minimum
    seats, is_set = [draw.seats * one for one in w], [False] * len(w)
    while least:
        new = [n for n, one in enumerate(w) if one > 0 and not is_set[n] and seats[n] < least]
        if not new:
            break
        for n in new:
            is_set[n] = True
        left = draw.seats - least * sum(is_set)
        others = sum((one for one, done in zip(w, is_set, strict=True) if not done), Fraction(0))
        seats = [
            Fraction(least) if done else left * one / others if one else Fraction(0)
            for one, done in zip(w, is_set, strict=True)
        ]
    return seats, is_set


def walk(standing: Standing, draw: QuotaDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """Whole parts first, then one seat more each, by fraction or by lot."""
    rank = {code: n for n, code in enumerate(order.units, 1)}
    ranks = [rank[item.code] for item in draw.items]
    seats, is_set = exact(draw)
    whole = [int(e) for e in seats]
    fraction = [e - n for e, n in zip(seats, whole, strict=True)]
    queue = [n for n, part in enumerate(fraction) if part]
    if draw.method is Remainder.LARGEST_REMAINDER:
        queue.sort(key=lambda n: (-fraction[n], ranks[n]))
    else:
        queue.sort(key=ranks.__getitem__)
    more = draw.seats - sum(whole)
    lines = []
    for n, item in enumerate(draw.items):
        raised = n in queue[:more]
        reason = _reason(draw, fraction, queue, more, n)
        if is_set[n]:
            reason = QuotaReason.MINIMUM
        lines.append(QuotaLine(item.code, whole[n], fraction[n], ranks[n], whole[n] + raised, reason))
    none = Fraction(0)
    lines += [QuotaLine(item.code, 0, none, 0, 0, QuotaReason.DECLINED) for item in draw.declined]
    standing.quotas[draw.id] = lines
    return {school: Given(admitted=0, last_rank=0, rest=0) for school in current.places}


def _reason(draw: QuotaDraw, fraction: Sequence[Fraction], queue: Sequence[int], more: int, n: int) -> QuotaReason:
    """Whether a lot stood between this item and another: one of them got a seat more, the other did not."""
    raised = n in queue[:more]
    against = queue[more:] if raised else queue[:more]
    if draw.method is Remainder.LARGEST_REMAINDER:
        against = [m for m in against if fraction[m] == fraction[n]]
    by_lot = bool(fraction[n] and against)
    if raised:
        return QuotaReason.REMAINDER_LOT if by_lot else QuotaReason.REMAINDER
    return QuotaReason.LOT_OUT if by_lot else QuotaReason.WHOLE
