"""Allocation: one module a procedure, one place where a draw is carried out.

A procedure is a kind of draw. `contest` says who would stand in it and whether a lot is needed, `carry_out` runs it on the
standing. Orders, results.csv, explanations and verifiers take everything else from the Standing, so a new kind is one
module, a case here and its section in SPEC §8 (decisions/0003-procedures.md).
"""

from collections.abc import Callable, Mapping

from draw.allocation import admission, cells, choice, classes, cohort, late, ordering, quota, seats, shortlist, teams
from draw.allocation.standing import Contest, Decision, DrawSummary, Given, Outcome, Reason, Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.rules import (
    AdmissionDraw,
    CellsDraw,
    ClassDraw,
    CohortDraw,
    DrawRule,
    FurtherDraw,
    LateDraw,
    NearestDraw,
    OrderDraw,
    PreferenceDraw,
    QuotaDraw,
    SeatsDraw,
    ShortlistDraw,
    TeamDraw,
)

OrderOf = Callable[[str, list[str]], Order]


def contest(standing: Standing, draw: DrawRule) -> Contest:
    """Who stands in the draw as its turn comes, and whether it is held."""
    match draw:
        case AdmissionDraw():
            return admission.contest(standing, draw)
        case ShortlistDraw():
            return shortlist.contest(standing, draw)
        case PreferenceDraw() | NearestDraw():
            return choice.contest(standing, draw)
        case OrderDraw():
            return ordering.contest(standing, draw)
        case QuotaDraw():
            return quota.contest(standing, draw)
        case CellsDraw():
            return cells.contest(standing, draw)
        case CohortDraw():
            return cohort.contest(standing, draw)
        case ClassDraw():
            return classes.contest(standing, draw)
        case TeamDraw():
            return teams.contest(standing, draw)
        case SeatsDraw():
            return seats.contest(standing, draw)
        case LateDraw():
            return late.contest(standing, draw)
    raise DrawError(f"draw {draw.id}: unknown kind {draw.kind!r}")


def _register(standing: Standing, draw: DrawRule, current: Contest) -> Mapping[str, Given]:
    match draw:
        case AdmissionDraw():
            return admission.register(standing, draw, current)
        case ShortlistDraw():
            return shortlist.register(standing, draw, current)
        case PreferenceDraw() | NearestDraw():
            return choice.register(standing, draw, current)
    raise DrawError(f"draw {draw.id}: unknown kind {draw.kind!r}")


def _walk(standing: Standing, draw: DrawRule, current: Contest, order: Order) -> Mapping[str, Given]:
    match draw:
        case AdmissionDraw():
            return admission.walk(standing, draw, current, order)
        case ShortlistDraw():
            return shortlist.walk(standing, draw, current, order)
        case PreferenceDraw() | NearestDraw():
            return choice.walk(standing, draw, current, order)
        case OrderDraw():
            return ordering.walk(standing, draw, current, order)
        case QuotaDraw():
            return quota.walk(standing, draw, current, order)
        case CellsDraw():
            return cells.walk(standing, draw, current, order)
        case CohortDraw():
            return cohort.walk(standing, draw, current, order)
        case ClassDraw():
            return classes.walk(standing, draw, current, order)
        case TeamDraw():
            return teams.walk(standing, draw, current, order)
        case SeatsDraw():
            return seats.walk(standing, draw, current, order)
        case LateDraw():
            return late.walk(standing, draw, current, order)
    raise DrawError(f"draw {draw.id}: unknown kind {draw.kind!r}")


def carry_out(standing: Standing, draw: DrawRule, order_of: OrderOf) -> None:
    """Carry out one draw on the standing; `order_of(draw id, units)` is called only if the draw is held (SPEC §8).

    Raises DrawError if a school would have more children than its places and approved extra ones (R8).
    """
    current = contest(standing, draw)
    if current.status is Status.HELD:
        order = standing.orders[draw.id] = order_of(draw.id, current.units)
        given = _walk(standing, draw, current, order)
    elif current.status is Status.REGISTERED:
        given = _register(standing, draw, current)
    else:
        given = {s: Given(admitted=0, last_rank=0, rest=places) for s, places in current.places.items()}
        if current.status is Status.NOT_HELD:
            decision = Decision(draw.id, 0, "", Outcome.NOT_ADMITTED, Reason.NOT_HELD, "")
            standing.decide_without_lot(current.units, decision)
    _settle(standing, draw, current, given)
    for school in current.places:
        standing.summaries.append(
            DrawSummary(
                draw=draw.id,
                school=school,
                status=current.status,
                places=current.places[school],
                units=len(current.units),
                children=current.children,
                admitted=given[school].admitted,
                last_rank=given[school].last_rank,
                left=given[school].rest,
            )
        )


def _settle(standing: Standing, draw: DrawRule, current: Contest, given: Mapping[str, Given]) -> None:
    if isinstance(draw, ShortlistDraw) or (isinstance(draw, FurtherDraw) and not isinstance(draw, CohortDraw)):
        return
    if isinstance(draw, AdmissionDraw):
        admission.settle(standing, draw, current, given[draw.school].rest)
    else:
        for school, one in given.items():
            standing.left[school] = one.rest
    for school, one in given.items():
        terms = standing.rules.school(school)
        standing.admitted[school] = standing.admitted.get(school, 0) + one.admitted
        if standing.admitted[school] > terms.places + terms.approved_extra:
            raise DrawError(
                f"school {school}: {standing.admitted[school]} admitted, but it has {terms.places} places and "
                f"{terms.approved_extra} approved extra ones (R8)"
            )
