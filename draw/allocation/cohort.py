"""Who of each primary goes where, by the counts of its plan: bundles first, and each at one school (SPEC §16.5, R35)."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from draw.allocation.standing import Contest, Decision, Given, Outcome, Reason, Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.rules import CohortDraw


class _Place(NamedTuple):
    unit: str
    school: str
    reason: Reason


def contest(standing: Standing, draw: CohortDraw) -> Contest:
    """The draw's units, and the places left of its schools."""
    units = standing.standing_in(draw)
    places = {school: standing.left[school] for school in draw.schools}
    return Contest(units=units, children=standing.children(units), places=places, status=Status.HELD)


def walk(standing: Standing, draw: CohortDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """Each row by itself, by the counts of its cells."""
    given = {s: Given(admitted=0, last_rank=0, rest=places) for s, places in current.places.items()}
    rank = {unit: n for n, unit in enumerate(order.units, 1)}
    for unit, school, reason in _places(standing, draw, order):
        lines = standing.pool.members[unit]
        n = rank[unit]
        standing.decide(lines, Decision(draw.id, n, order.numbers[n - 1], Outcome.ADMITTED, reason, school))
        standing.placed.add(unit)
        here = given[school]
        here.admitted += len(lines)
        here.rest -= len(lines)
        here.last_rank = max(here.last_rank, n)
    return given


def _places(standing: Standing, draw: CohortDraw, order: Order) -> Iterator[_Place]:
    column = standing.pool.attributes[draw.plan.row]
    rows: dict[str, list[str]] = {}
    for unit in order.units:
        rows.setdefault(column[standing.pool.members[unit][0]], []).append(unit)
    counts: dict[str, dict[str, int]] = {}
    for cell in standing.cells[draw.plan.id]:
        counts.setdefault(cell.row, {})[cell.school] = cell.given
    for row, units in rows.items():
        if row in draw.plan.only:
            yield from (_Place(unit, draw.plan.only[row], Reason.COHORT_ONLY) for unit in units)
        elif draw.plan.count == "none":
            yield from _one_by_one(standing, draw, counts[row], units)
        else:
            yield from _whole(standing, draw, counts[row], units)


def _one_by_one(standing: Standing, draw: CohortDraw, rest: dict[str, int], units: list[str]) -> Iterator[_Place]:
    """Bundles by rank, each from the school that its turn belongs to on; then singles by rank, school by school."""
    schools, sizes = draw.schools, [standing.pool.size(unit) for unit in units]
    ends = list(accumulate(rest[s] for s in schools))
    for unit, size, before in zip(units, sizes, accumulate(sizes, initial=0), strict=False):
        if size > 1:
            own = bisect_right(ends, before)
            around = (*schools[own:], *schools[:own])
            school = next((s for s in around if rest[s] >= size), "")
            if not school:
                raise DrawError(f"draw {draw.id}: bundle {unit} fits no school of its row (sound 12)")
            rest[school] -= size
            yield _Place(unit, school, Reason.COHORT_BUNDLE)
    singles = iter(unit for unit, size in zip(units, sizes, strict=True) if size == 1)
    for school in schools:
        for _, unit in zip(range(rest[school]), singles, strict=False):
            yield _Place(unit, school, Reason.COHORT)


def _whole(standing: Standing, draw: CohortDraw, rest: dict[str, int], units: list[str]) -> Iterator[_Place]:
    """Each code goes whole to the first school in order that still lacks one."""
    column = standing.pool.attributes[draw.plan.count]
    at: dict[str, str] = {}
    for unit in units:
        code = column[standing.pool.members[unit][0]]
        if code not in at:
            at[code] = next(s for s in draw.schools if rest[s])
            rest[at[code]] -= 1
        yield _Place(unit, at[code], Reason.COHORT_CLASS)
