"""Admission to one school, draw by draw: register all, or order and walk (SPEC §8, R16-R19, R25, R26, R37 RANKED)."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, repeat

from draw.allocation.standing import Decision, DrawSummary, Outcome, Reason, Standing, Status
from draw.order import Order
from draw.pool import matching_units
from draw.rules import DrawRule, LastPlace, Vacancies

KIND = "admission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Who stands in a draw as its turn comes: units in order of first member, children and places left."""

    units: list[str]
    children: int
    places: int

    @property
    def status(self) -> Status:
        """SPEC §8 step 2."""
        if not self.units:
            return Status.EMPTY
        if self.places == 0:
            return Status.NOT_HELD
        return Status.REGISTERED if self.children <= self.places else Status.HELD


def contest(standing: Standing, draw: DrawRule) -> Contest:
    """The draw's units not yet placed, and the school's places left (SPEC §8 step 1)."""
    pool = standing.pool
    units = [u for u in matching_units(pool, draw) if u not in standing.placed]
    children = sum(len(pool.members[u]) for u in units)
    return Contest(units=units, children=children, places=standing.left[draw.school])


def run(standing: Standing, draw: DrawRule, order_of: Callable[[str, list[str]], Order]) -> None:
    """Carry out one draw on the standing; `order_of(draw id, units)` is called only if the draw is held."""
    current = contest(standing, draw)
    status = current.status
    admitted, last_rank, left = 0, 0, current.places
    closed = False
    if status is Status.REGISTERED:
        decision = Decision(draw.id, 0, "", Outcome.ADMITTED, Reason.REGISTERED, draw.school)
        for unit in current.units:
            standing.decide(standing.pool.members[unit], decision)
        standing.placed.update(current.units)
        admitted, left = current.children, current.places - current.children
    elif status is Status.NOT_HELD:
        decision = Decision(draw.id, 0, "", Outcome.NOT_ADMITTED, Reason.NOT_HELD, "")
        for unit in current.units:
            for i in standing.pool.members[unit]:
                earlier = standing.decisions[i]
                if earlier is None or earlier.rank == 0:
                    standing.decisions[i] = decision
    elif status is Status.HELD:
        order = order_of(draw.id, current.units)
        standing.orders[draw.id] = order
        admitted, last_rank, left, closed = _walk(standing, draw, order, current.places)
    standing.left[draw.school] = 0 if closed else left
    standing.summaries.append(
        DrawSummary(
            draw=draw.id,
            school=draw.school,
            status=status,
            places=current.places,
            units=len(current.units),
            children=current.children,
            admitted=admitted,
            last_rank=last_rank,
            left=left,
        )
    )


def _walk(standing: Standing, draw: DrawRule, order: Order, places: int) -> tuple[int, int, int, bool]:
    """SPEC §8 step 3. -> children admitted, last admitted rank, places left, whether STOP closed the school."""
    school = standing.rules.school(draw.school)
    policy = school.last_place
    out = Outcome.WAITING if school.vacancies is Vacancies.RANKED else Outcome.NOT_ADMITTED
    out_school = school.code if out is Outcome.WAITING else ""
    members, decisions, placed = standing.pool.members, standing.decisions, standing.placed
    left_out = standing.left_out[draw.id] = []
    admitted, last_rank, left = 0, 0, places
    skipped = stopped = False
    for rank, (unit, number) in enumerate(zip(order.units, order.numbers, strict=True), 1):
        lines = members[unit]
        if stopped or left == 0:
            _shut_out(
                standing, draw, order, rank, out, Reason.AFTER_STOP if stopped else Reason.PLACES_FULL, out_school
            )
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
    return admitted, last_rank, left, stopped


def _shut_out(
    standing: Standing, draw: DrawRule, order: Order, first: int, outcome: Outcome, reason: Reason, school: str
) -> None:
    """Every unit from rank `first` on gets the same answer: in a large draw that is nearly all of them, so in one go."""
    members, decisions = standing.pool.members, standing.decisions
    units = order.units[first - 1 :]
    for rank, unit, number in zip(count(first), units, order.numbers[first - 1 :], strict=False):
        decision = Decision(draw.id, rank, number, outcome, reason, school)
        for i in members[unit]:
            decisions[i] = decision
    standing.left_out[draw.id].extend(zip(count(first), units, repeat(reason), strict=False))
