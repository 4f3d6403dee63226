"""In which order a draw of SPEC §16 puts children somewhere, told once more from the standing: into classes, schools, seats.

The result says who is where; the order in which the rule came to it is that of SPEC §16.5, §16.6 and §16.9, by the record's ranks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from draw.allocation.further import SeatLine
from draw.allocation.standing import Standing
from draw.pool import Pool
from draw.rules import NONE, ClassDraw, CohortDraw, Dealing, DrawRule, LateDraw, Rules, SeatsDraw, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A unit whose turn came. `rank` 0 where the draw did not order children. `column`: the class's or school's code. `part`: what
    was being dealt with: "tied", the value of a sex or of a row, or nothing."""

    rank: int
    unit: str
    column: str
    part: str


def values(rules: Rules, name: str) -> tuple[Value, ...]:
    """The declared values of an attribute."""
    return next(a.values for a in rules.attributes if a.name == name)


def columns(standing: Standing, draw: DrawRule) -> tuple[str, ...]:
    """Where the draw puts children: codes of classes or schools, in the record's order."""
    return draw.schools if isinstance(draw, CohortDraw) else standing.classes[draw.id].codes


def puts(standing: Standing, draw: ClassDraw | CohortDraw | LateDraw) -> list[Put]:
    """Every unit that the draw put somewhere, in the order of its rule."""
    match draw:
        case ClassDraw():
            return list(_classes(standing, draw))
        case CohortDraw():
            return list(_cohort(standing, draw))
        case LateDraw():
            found = standing.classes[draw.id].of
            codes = standing.pool.applicants
            return [Put(rank=0, unit=codes[line], column=found[line], part="") for line in sorted(found)]


def _ranked(standing: Standing, draw: DrawRule) -> list[tuple[int, str]]:
    return list(enumerate(standing.orders[draw.id].units, 1))


def tied(pool: Pool, draw: ClassDraw) -> Callable[[str], bool]:
    """True of a unit that is placed before the others: several children, kept apart from somebody, or to be spread (SPEC §16.6)."""
    if draw.dealing is Dealing.SERPENTINE:
        return lambda unit: False
    apart = pool.attributes[draw.apart] if draw.apart != "none" else None
    marks = [(pool.attributes[name], value) for name, value in draw.spread]

    def one(line: int) -> bool:
        kept = apart is not None and apart[line] != NONE
        return kept or any(column[line] == value for column, value in marks)

    return lambda unit: len(pool.members[unit]) > 1 or any(one(line) for line in pool.members[unit])


def _classes(standing: Standing, draw: ClassDraw) -> Iterator[Put]:
    pool, given = standing.pool, standing.classes[draw.id].of
    first = tied(pool, draw)
    ranked = [(rank, unit) for rank, unit in _ranked(standing, draw) if pool.members[unit][0] in given]
    for rank, unit in sorted(ranked, key=lambda one: (-pool.size(one[1]), one[0])):
        if first(unit):
            yield Put(rank=rank, unit=unit, column=given[pool.members[unit][0]], part="tied")
    sexes = pool.attributes[draw.sex]
    for sex in (v.code for v in values(standing.rules, draw.sex)):
        for rank, unit in ranked:
            line = pool.members[unit][0]
            if sexes[line] == sex and not first(unit):
                yield Put(rank=rank, unit=unit, column=given[line], part=sex)


def _cohort(standing: Standing, draw: CohortDraw) -> Iterator[Put]:
    pool, plan = standing.pool, draw.plan
    rows = pool.attributes[plan.row]
    whole = pool.attributes[plan.count] if plan.count != "none" else None
    taken = []
    for rank, unit in _ranked(standing, draw):
        found = standing.decisions[pool.members[unit][0]]
        if found is not None and found.draw == draw.id and found.holds:
            taken.append((rank, unit, found.school))
    best: dict[str, int] = {}  # what moves whole -> the best rank of its units
    if whole is not None:
        for rank, unit, _ in taken:
            best.setdefault(whole[pool.members[unit][0]], rank)

    def turn(one: tuple[int, str, str]) -> tuple[int, int]:
        rank, unit, _ = one
        if whole is not None:
            return best[whole[pool.members[unit][0]]], rank
        return (0 if pool.size(unit) > 1 else 1), rank

    for row in (v.code for v in values(standing.rules, plan.row)):
        here = [one for one in taken if rows[pool.members[one[1]][0]] == row]
        for rank, unit, school in sorted(here, key=turn):
            yield Put(rank=rank, unit=unit, column=school, part=row)


def seatings(standing: Standing, draw: SeatsDraw) -> list[tuple[str, Sequence[SeatLine]]]:
    """(class, its seats from the front) of every class, in the order of the class draw."""
    found: dict[str, list[SeatLine]] = {code: [] for code in standing.classes[draw.of.id].codes}
    for seat in standing.seats[draw.id]:
        found[seat.class_].append(seat)
    return [(code, sorted(seats, key=lambda s: (s.row, s.column))) for code, seats in found.items()]
