"""A held draw as the steps in which it fills its places: what the show turns into tiles (SPEC §8, R48).

Told from the standing alone. An admission or a shortlist goes by rank until its places are decided; one number for several
schools goes by rank to the last unit that got a place, or, preferences first, choice by choice and in each by rank.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from draw import results
from draw.allocation.choice import lists
from draw.allocation.standing import Decision, DrawSummary, Outcome, Reason, Standing
from draw.rules import AdmissionDraw, DrawRule, LastPlace, Method, NearestDraw, PreferenceDraw, Rules, ShortlistDraw

BY_RANK: Final = 0  # the part of a step where the draw has only one


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A unit whose turn came. `part`: the choice being dealt with (from 1), one more for places that nobody chose, two more
    for bundles split at the end. `took`: school -> places taken then, before any group was brought together.
    """

    rank: int
    unit: str
    part: int
    took: Mapping[str, int]


@dataclass(frozen=True)
class Walk:
    """The steps of one held draw, and what was left after each."""

    places: Mapping[str, int]
    steps: Sequence[Step]

    def left(self, done: int) -> dict[str, int]:
        """School -> places left after so many steps."""
        rest = dict(self.places)
        for step in self.steps[:done]:
            for school, cost in step.took.items():
                rest[school] = max(0, rest[school] - cost)
        return rest

    @cached_property
    def parts(self) -> list[int]:
        """The number of steps at the end of each part."""
        ends = [n for n in range(1, len(self.steps)) if self.steps[n - 1].part != self.steps[n].part]
        return [*ends, len(self.steps)]


class Walks:
    """The walks of a whole record."""

    def __init__(self, standing: Standing, seed: str) -> None:
        self._standing = standing
        self._seed = seed
        self._listed = {draw: frozenset(lines) for draw, lines in standing.shortlists.items()}
        self._left_out = {
            draw: {unit: reason for _, unit, reason in units} for draw, units in standing.left_out.items()
        }
        shortlists = [d for d in standing.rules.draws if isinstance(d, ShortlistDraw) and d.id in standing.orders]
        self._lists = {d.id: self._list_reasons(d.id) for d in shortlists}

    def _list_reasons(self, draw: str) -> dict[str, Reason]:
        """Unit -> why it is on a held shortlist, told once more: a later draw may have overwritten it."""
        reasons, rest, skipped = {}, self._standing.summaries_of(draw)[0].places, False
        for unit in self._standing.orders[draw].units:
            size = len(self._standing.pool.members[unit])
            if self._left_out[draw].get(unit) is Reason.BUNDLE_SKIPPED:
                skipped = True
            elif rest > 0:
                reasons[unit] = (Reason.NEXT_FITS if skipped else Reason.RANK) if size <= rest else Reason.BUNDLE_WHOLE
                rest -= size
        return reasons

    def decided(self, draw: str, unit: str) -> tuple[dict[int, Decision], Reason]:
        """(line -> decision of the members that this draw placed or listed, its reason for the unit)."""
        inside = {}
        reason = self._left_out[draw].get(unit)
        listed = self._listed.get(draw, frozenset())
        for line in self._standing.pool.members[unit]:
            found = self._standing.decisions[line]
            if found is not None and found.draw == draw and found.holds:
                inside[line] = found
                reason = found.reason if reason is None else reason
            elif line in listed:  # a later draw has had its say about the child: the list stays
                inside[line] = Decision(draw, 0, "", Outcome.SHORTLISTED, self._lists[draw][unit], "")
                reason = inside[line].reason if reason is None else reason
        return inside, reason or Reason.RANK

    def walk(self, draw: DrawRule, summaries: Sequence[DrawSummary]) -> Walk:
        """The walk of a held draw with these lines of tables/draws.csv."""
        places = {s.school: s.places for s in summaries}
        if isinstance(draw, PreferenceDraw | NearestDraw):
            return Walk(places, list(self._choices(draw)))
        return Walk(places, list(self._single(draw, places)))

    def _single(self, draw: DrawRule, places: Mapping[str, int]) -> Iterator[Step]:
        (school,) = places
        grow = isinstance(draw, AdmissionDraw) and self._standing.rules.school(school).last_place is LastPlace.GROW
        rest = places[school]
        for rank, unit in enumerate(self._standing.orders[draw.id].units, 1):
            inside, reason = self.decided(draw.id, unit)
            cost = min(len(inside), 1) if grow else len(inside)
            rest -= cost
            yield Step(rank=rank, unit=unit, part=BY_RANK, took={school: cost})
            if rest <= 0 or reason is Reason.BUNDLE_STOPPED:
                return

    def _choices(self, draw: PreferenceDraw | NearestDraw) -> list[Step]:
        at_first = self._before_adjusting(draw)
        units = self._standing.orders[draw.id].units
        wishes = lists(self._standing.pool, draw, units)
        by_choice = isinstance(draw, PreferenceDraw) and draw.method is Method.PREFERENCE_FIRST
        steps = []
        for rank, unit in enumerate(units, 1):
            took: dict[str, int] = {}
            part = BY_RANK
            for line in self._standing.pool.members[unit]:
                found = at_first[line]
                if found is not None and found.draw == draw.id and found.holds:
                    took[found.school] = took.get(found.school, 0) + 1
                    if by_choice and isinstance(draw, PreferenceDraw):
                        part = self._part(draw, found, wishes[unit], line)
            steps.append(Step(rank=rank, unit=unit, part=part, took=took))
        if by_choice:
            return sorted((s for s in steps if s.took), key=lambda s: (s.part, s.rank))
        last = max((n for n, s in enumerate(steps, 1) if s.took), default=0)
        return steps[:last]

    def _part(self, draw: PreferenceDraw, found: Decision, wishes: Sequence[str], line: int) -> int:
        if found.reason is Reason.CHOICE and found.school in wishes:
            columns = [self._standing.pool.attributes[name][line] for name in draw.preferences]
            return columns.index(found.school) + 1
        return len(draw.preferences) + (1 if found.reason is Reason.ANY_PLACE else 2)

    def _before_adjusting(self, draw: PreferenceDraw | NearestDraw) -> Sequence[Decision | None]:
        """Where everybody was before groups came together: the draw carried out without its last step."""
        standing = self._standing
        moved = any(d is not None and d.draw == draw.id and d.reason is Reason.MOVED for d in standing.decisions)
        if not moved or not isinstance(draw, PreferenceDraw):
            return standing.decisions
        return results.allocate(standing.pool, _without_adjusting(standing.rules, draw), self._seed).decisions


def _without_adjusting(rules: Rules, draw: PreferenceDraw) -> Rules:
    upto = rules.draws[: rules.draws.index(draw)]
    return replace(rules, draws=(*upto, replace(draw, adjust="none")))
