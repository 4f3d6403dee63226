"""A shortlist for an assessment, some times the places: nobody is placed, no rank is meant (SPEC §8.2, R20)."""

from collections.abc import Mapping

from draw.allocation.admission import shut_out
from draw.allocation.standing import Contest, Decision, Given, Outcome, Reason, Standing, Status
from draw.order import Order
from draw.rules import Absent, OverLimit, ShortlistDraw


def contest(standing: Standing, draw: ShortlistDraw) -> Contest:
    """The draw's units, and the limit of the list."""
    units = standing.standing_in(draw)
    children = standing.children(units)
    limit = draw.multiplier * standing.rules.school(draw.school).places
    if not units:
        status = Status.EMPTY
    elif limit == 0:
        status = Status.NOT_HELD
    else:
        status = Status.REGISTERED if children <= limit else Status.HELD
    return Contest(units=units, children=children, places={draw.school: limit}, status=status)


def register(standing: Standing, draw: ShortlistDraw, current: Contest) -> Mapping[str, Given]:
    """Everybody goes to the assessment."""
    decision = Decision(draw.id, 0, "", Outcome.SHORTLISTED, Reason.ALL_SHORTLISTED, draw.school)
    standing.decide_without_lot(current.units, decision)
    _note(standing, draw, current.units)
    rest = current.places[draw.school] - current.children
    return {draw.school: Given(admitted=current.children, last_rank=0, rest=rest)}


def walk(standing: Standing, draw: ShortlistDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """The first of the order up to the limit; a bundle at the limit by the draw's own rule."""
    members = standing.pool.members
    follow = draw.absent is Absent.NEXT
    out = Outcome.WAITING if follow else Outcome.NOT_SHORTLISTED
    out_school = draw.school if follow else ""
    left_out = standing.left_out[draw.id] = []
    given = Given(admitted=0, last_rank=0, rest=current.places[draw.school])
    listed: list[str] = []
    skipped = False
    for rank, (unit, number) in enumerate(zip(order.units, order.numbers, strict=True), 1):
        if given.rest == 0:
            shut_out(standing, draw.id, order, rank, out, Reason.LIST_FULL, out_school)
            break
        lines = members[unit]
        fits = len(lines) <= given.rest
        if not fits and draw.bundle is OverLimit.SKIP:
            skipped = True
            standing.decide(lines, Decision(draw.id, rank, number, out, Reason.BUNDLE_SKIPPED, out_school))
            left_out.append((rank, unit, Reason.BUNDLE_SKIPPED))
            continue
        reason = (Reason.NEXT_FITS if skipped else Reason.RANK) if fits else Reason.BUNDLE_WHOLE
        standing.decide(lines, Decision(draw.id, rank, number, Outcome.SHORTLISTED, reason, draw.school))
        listed.append(unit)
        given.rest = max(0, given.rest - len(lines))
        given.admitted += len(lines)
        given.last_rank = rank
    _note(standing, draw, listed)
    return {draw.school: given}


def _note(standing: Standing, draw: ShortlistDraw, units: list[str]) -> None:
    standing.shortlists[draw.id] = sorted(i for unit in units for i in standing.pool.members[unit])
