"""What draws have decided so far: who is placed where, what is left, who waits (SPEC §8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from draw.allocation.further import Cell, ClassList, QuotaLine, SeatLine, Selected, TeamLine
from draw.allocation.grouping import Grouping
from draw.order import Order
from draw.pool import Pool
from draw.rules import DrawRule, Rules


class Outcome(StrEnum):
    """Closed list of outcomes (SPEC §8)."""

    ADMITTED = "admitted"
    WAITING = "waiting"
    NOT_ADMITTED = "not_admitted"
    SHORTLISTED = "shortlisted"
    NOT_SHORTLISTED = "not_shortlisted"
    PLACED = "placed"  # in a class (SPEC §16.6, §16.9)
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"


HOLDING: Final = frozenset((Outcome.ADMITTED, Outcome.SHORTLISTED))  # a place, or one on a shortlist


class Reason(StrEnum):
    """Closed list of reasons (SPEC §8)."""

    REGISTERED = "REGISTERED"
    RANK = "RANK"
    NEXT_FITS = "NEXT_FITS"
    BUNDLE_OVERFLOW = "BUNDLE_OVERFLOW"
    BUNDLE_GROW = "BUNDLE_GROW"
    SPLIT_IN = "SPLIT_IN"
    SPLIT_OUT = "SPLIT_OUT"
    BUNDLE_SKIPPED = "BUNDLE_SKIPPED"
    BUNDLE_STOPPED = "BUNDLE_STOPPED"
    AFTER_STOP = "AFTER_STOP"
    PLACES_FULL = "PLACES_FULL"
    NOT_HELD = "NOT_HELD"
    ALL_SHORTLISTED = "ALL_SHORTLISTED"
    BUNDLE_WHOLE = "BUNDLE_WHOLE"
    LIST_FULL = "LIST_FULL"
    CHOICE = "CHOICE"
    ANY_PLACE = "ANY_PLACE"
    SPLIT_CHOICE = "SPLIT_CHOICE"
    BUNDLE_HELD = "BUNDLE_HELD"
    MOVED = "MOVED"
    NEAREST = "NEAREST"
    NO_PLACE = "NO_PLACE"
    SELECTED = "SELECTED"
    RESERVE = "RESERVE"
    NOT_DRAWN = "NOT_DRAWN"
    COHORT = "COHORT"
    COHORT_BUNDLE = "COHORT_BUNDLE"
    COHORT_CLASS = "COHORT_CLASS"
    COHORT_ONLY = "COHORT_ONLY"
    CLASS_DEAL = "CLASS_DEAL"
    CLASS_WISH = "CLASS_WISH"
    LATE = "LATE"
    LATE_LOT = "LATE_LOT"


class Status(StrEnum):
    """What became of a draw (R16, R18)."""

    HELD = "held"
    REGISTERED = "registered"
    NOT_HELD = "not-held"
    EMPTY = "empty"


class Decision(NamedTuple):
    """What one draw decided for one applicant. `rank` 0 and `number` "" when the draw was not held.

    A tuple, because there is one for every unit of every draw and they are made in a row.
    """

    draw: str
    rank: int
    number: str
    outcome: Outcome
    reason: Reason
    school: str

    @property
    def holds(self) -> bool:
        """True if the applicant has a place, or one on a shortlist."""
        return self.outcome in HOLDING


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSummary:
    """A line of tables/draws.csv; `last_rank` 0 when nobody was placed by rank."""

    draw: str
    school: str
    status: Status
    places: int
    units: int
    children: int
    admitted: int
    last_rank: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Who stands in a draw as its turn comes: units, how many children, and the places for them by school."""

    units: list[str]
    children: int
    places: dict[str, int]
    status: Status


@dataclass(slots=True)
class Given:
    """What a draw has given at one school: children placed, the last rank with a place, what is left of its places."""

    admitted: int
    last_rank: int
    rest: int


@dataclass(slots=True)
class Standing:
    """The running state of an allocation. Index i of `decisions` is the i-th line of the pool."""

    pool: Pool
    rules: Rules
    left: dict[str, int]
    decisions: list[Decision | None]
    grouping: Grouping
    spill: dict[str, int]  # unfilled places of the sub-quota before (R23)
    closed: dict[str, int] = field(default_factory=dict)  # schools closed by STOP, with the places kept back
    extra: dict[str, int] = field(default_factory=dict)  # places over plan that adjustments have used
    admitted: dict[str, int] = field(default_factory=dict)  # children placed at a school
    placed: set[str] = field(default_factory=set)  # units with at least one placed member
    orders: dict[str, Order] = field(default_factory=dict)
    left_out: dict[str, list[tuple[int, str, Reason]]] = field(default_factory=dict)  # held draw -> (rank, unit, why)
    shortlists: dict[str, list[int]] = field(default_factory=dict)  # shortlist -> lines of the pool, ascending
    summaries: list[DrawSummary] = field(default_factory=list)
    selected: dict[str, list[Selected]] = field(default_factory=dict)  # what SPEC §16 decides beside places, by draw
    quotas: dict[str, list[QuotaLine]] = field(default_factory=dict)
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    classes: dict[str, ClassList] = field(default_factory=dict)
    teams: dict[str, list[TeamLine]] = field(default_factory=dict)
    seats: dict[str, list[SeatLine]] = field(default_factory=dict)

    @classmethod
    def start(cls, pool: Pool, rules: Rules) -> "Standing":
        """Nobody placed, every school with all its places."""
        return cls(
            pool=pool,
            rules=rules,
            left={s.code: s.places for s in rules.schools},
            decisions=[None] * len(pool.applicants),
            grouping=Grouping.of(pool, rules),
            spill={s.code: 0 for s in rules.schools},
        )

    def standing_in(self, draw: DrawRule) -> list[str]:
        """The units that match the draw of which no member is placed (SPEC §8)."""
        placed = self.placed
        return [unit for unit in self.grouping.units(draw) if unit not in placed]

    def children(self, units: Iterable[str]) -> int:
        """The sum of the units' sizes."""
        members = self.pool.members
        return sum(len(members[u]) for u in units)

    def decide(self, lines: Sequence[int], decision: Decision) -> None:
        """Record one decision for these applicants (line indices)."""
        decisions = self.decisions
        for i in lines:
            decisions[i] = decision

    def decide_without_lot(self, units: Iterable[str], decision: Decision) -> None:
        """Record one decision for all members of units that it does not place; one by an earlier lot stays (SPEC §8.5)."""
        members, decisions = self.pool.members, self.decisions
        for unit in units:
            for i in members[unit]:
                earlier = decisions[i]
                if earlier is None or earlier.rank == 0:
                    decisions[i] = decision

    def summaries_of(self, draw: str) -> list[DrawSummary]:
        """The lines of tables/draws.csv of one draw, a line a school."""
        return [s for s in self.summaries if s.draw == draw]
