"""What draws have decided so far: who is placed where, what is left, who waits (SPEC §8)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from draw.order import Order
from draw.pool import Pool
from draw.rules import Rules


class Outcome(StrEnum):
    """Closed list of outcomes (SPEC §8)."""

    ADMITTED = "admitted"
    WAITING = "waiting"
    NOT_ADMITTED = "not_admitted"


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


@dataclass(slots=True)
class Standing:
    """The running state of an allocation. Index i of `decisions` is the i-th line of the pool."""

    pool: Pool
    rules: Rules
    left: dict[str, int]
    decisions: list[Decision | None]
    placed: set[str] = field(default_factory=set)  # units with at least one placed member
    orders: dict[str, Order] = field(default_factory=dict)
    left_out: dict[str, list[tuple[int, str, Reason]]] = field(default_factory=dict)  # held draw -> (rank, unit, why)
    summaries: list[DrawSummary] = field(default_factory=list)

    @classmethod
    def start(cls, pool: Pool, rules: Rules) -> "Standing":
        """Nobody placed, every school with all its places."""
        return cls(
            pool=pool,
            rules=rules,
            left={s.code: s.places for s in rules.schools},
            decisions=[None] * len(pool.applicants),
        )

    def decide(self, lines: Sequence[int], decision: Decision) -> None:
        """Record one decision for these applicants (line indices)."""
        decisions = self.decisions
        for i in lines:
            decisions[i] = decision
