"""Admission to one school: register all, or order and walk; sub-quotas and shares (SPEC §8.1, R16-R19, R21-R23, R25, R28)."""

from collections.abc import Mapping
from itertools import count, repeat

from draw.allocation.standing import Contest, Decision, Given, Outcome, Reason, Standing, Status
from draw.order import Order
from draw.rules import AdmissionDraw, LastPlace


def contest(standing: Standing, draw: AdmissionDraw) -> Contest:
    """The draw's units not yet placed, and how many places the draw may give (SPEC §8.1 step 1)."""
    units = standing.standing_in(draw)
    children = standing.children(units)
    places = standing.left[draw.school]
    if draw.quota is not None:
        places = min(places, draw.quota.of(places) + standing.spill[draw.school])
    if not units:
        status = Status.EMPTY
    elif places == 0:
        status = Status.NOT_HELD
    else:
        status = Status.REGISTERED if children <= places else Status.HELD
    return Contest(units=units, children=children, places={draw.school: places}, status=status)


def register(standing: Standing, draw: AdmissionDraw, current: Contest) -> Mapping[str, Given]:
    """Everybody is in (R16)."""
    decision = Decision(draw.id, 0, "", Outcome.ADMITTED, Reason.REGISTERED, draw.school)
    for unit in current.units:
        standing.decide(standing.pool.members[unit], decision)
    standing.placed.update(current.units)
    rest = current.places[draw.school] - current.children
    return {draw.school: Given(admitted=current.children, last_rank=0, rest=rest)}


def settle(standing: Standing, draw: AdmissionDraw, current: Contest, rest: int) -> None:
    """What is left of the school's places, and what spills into its next sub-quota (SPEC §8.1 step 3, R23)."""
    if draw.school in standing.closed:
        standing.left[draw.school] = standing.spill[draw.school] = 0
        return
    standing.left[draw.school] -= current.places[draw.school] - rest
    standing.spill[draw.school] = 0 if draw.quota is None else rest


def walk(standing: Standing, draw: AdmissionDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """SPEC §8.1 step 2: places by rank, with the school's rule for bundles at the last place (R25)."""
    school = standing.rules.school(draw.school)
    policy = school.last_place
    out = Outcome.WAITING if school.waits else Outcome.NOT_ADMITTED
    out_school = school.code if school.waits else ""
    members, decisions, placed = standing.pool.members, standing.decisions, standing.placed
    left_out = standing.left_out[draw.id] = []
    admitted, last_rank, left = 0, 0, current.places[draw.school]
    skipped = stopped = False
    for rank, (unit, number) in enumerate(zip(order.units, order.numbers, strict=True), 1):
        lines = members[unit]
        if stopped or left == 0:
            reason = Reason.AFTER_STOP if stopped else Reason.PLACES_FULL
            shut_out(standing, draw.id, order, rank, out, reason, out_school)
            break
        size = len(lines)
        if size == 1:  # under every policy a single child takes the next place, so most units need no more than this
            decisions[lines[0]] = Decision(
                draw.id, rank, number, Outcome.ADMITTED, Reason.NEXT_FITS if skipped else Reason.RANK, school.code
            )
            placed.add(unit)
            left, admitted, last_rank = left - 1, admitted + 1, rank
            continue
        cost = 1 if policy is LastPlace.GROW else size
        inside, reason = lines, Reason.RANK
        if cost <= left:
            left -= cost
            if policy is LastPlace.GROW:
                reason = Reason.BUNDLE_GROW
            elif skipped:
                reason = Reason.NEXT_FITS
        elif policy is LastPlace.SKIP:
            inside, reason, skipped = (), Reason.BUNDLE_SKIPPED, True
        elif policy is LastPlace.OVERFLOW:
            left, reason = 0, Reason.BUNDLE_OVERFLOW
        elif policy is LastPlace.SPLIT:
            inside, left = lines[:left], 0
            reason = Reason.SPLIT_IN
            rest = Decision(draw.id, rank, number, out, Reason.SPLIT_OUT, out_school)
            standing.decide(lines[len(inside) :], rest)
            left_out.append((rank, unit, Reason.SPLIT_OUT))
        else:
            inside, reason, stopped = (), Reason.BUNDLE_STOPPED, True
        if inside:
            standing.decide(inside, Decision(draw.id, rank, number, Outcome.ADMITTED, reason, school.code))
            placed.add(unit)
            admitted += len(inside)
            last_rank = rank
        else:
            standing.decide(lines, Decision(draw.id, rank, number, out, reason, out_school))
            left_out.append((rank, unit, reason))
    if stopped:
        standing.closed[draw.school] = left
    return {draw.school: Given(admitted=admitted, last_rank=last_rank, rest=left)}


def shut_out(
    standing: Standing, draw: str, order: Order, first: int, outcome: Outcome, reason: Reason, school: str
) -> None:
    """Every unit from rank `first` on gets the same answer: in a large draw that is nearly all of them, so in one go."""
    members, decisions = standing.pool.members, standing.decisions
    units = order.units[first - 1 :]
    for rank, unit, number in zip(count(first), units, order.numbers[first - 1 :], strict=False):
        decision = Decision(draw, rank, number, outcome, reason, school)
        for i in members[unit]:
            decisions[i] = decision
    standing.left_out[draw].extend(zip(count(first), units, repeat(reason), strict=False))
