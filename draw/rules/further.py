"""What is drawn before and after admission: orders, quotas, cohorts, classes, teams, seats (SPEC §16.1, R33-R35, R40-R45)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from draw.rules.model import DrawRule
from draw.rules.switches import Dealing, Remainder

Mark = tuple[str, str]  # (attribute, one of its values)
PRIMARY: Final = "primary"  # the attribute whose values are the items of earlier quotas (SPEC §16.12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that is drawn and is no applicant: a school, a team, a person on a list."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Primary(Item):
    """A primary school in a quota draw: a weight for each share (R33)."""

    weights: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Item):
    """A school that takes no part, and the document that says so (R33)."""

    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One factor of a quota's weight, in percent of the whole (R33)."""

    label: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateClass:
    """A class that a late pupil may come into: how many it has of each sex, in the order of the values (R44)."""

    code: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherDraw(DrawRule):
    """A draw of SPEC §16: always held; places at no school unless its kind says so."""

    @property
    def schools(self) -> tuple[str, ...]:
        """None."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyDraw(FurtherDraw):
    """A draw of things, or of people whom another draw takes: it matches nobody itself."""

    @property
    def orders_units(self) -> bool:
        """Things are drawn, but for seats."""
        return False

    def matches(self, attributes: Mapping[str, str]) -> bool:
        """Nobody."""
        return False

    def reads(self) -> frozenset[str]:
        """Nothing."""
        return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraw(FurtherDraw):
    """An order of people or things: the first chosen, the next in reserve (R42, R45). `items` empty: the units that match."""

    KIND: ClassVar[str] = "order"
    items: tuple[Item, ...]
    take: int
    reserves: int

    @property
    def orders_units(self) -> bool:
        """No, if there are items."""
        return not self.items

    def matches(self, attributes: Mapping[str, str]) -> bool:
        """Nobody if things are drawn."""
        return not self.items and DrawRule.matches(self, attributes)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaDraw(NobodyDraw):
    """Places of a school, or of all together, apportioned among primaries (R33). `school` "none": of all together."""

    KIND: ClassVar[str] = "quota"
    school: str
    seats: int
    shares: tuple[Share, ...]
    items: tuple[Primary, ...]
    declined: tuple[Declined, ...]
    method: Remainder
    minimum: int

    @property
    def schools(self) -> tuple[str, ...]:
        """The school, if it is of one."""
        return () if self.school == "none" else (self.school,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsDraw(NobodyDraw):
    """How many of each primary go to each school: a controlled rounding (R35). `who` says who is counted."""

    KIND: ClassVar[str] = "cells"
    offered: tuple[str, ...]
    row: str
    count: str  # an attribute of codes (classes that move whole), or "none" (pupils)
    tasks: Mapping[str, int] | None
    only: Mapping[str, str]  # value of `row` -> its single school

    @property
    def schools(self) -> tuple[str, ...]:
        """The columns."""
        return self.offered

    def counts(self, attributes: Mapping[str, str]) -> bool:
        """True if an applicant with these values is counted."""
        return DrawRule.matches(self, attributes)

    def reads(self) -> frozenset[str]:
        """Condition, row, and what moves whole."""
        whole = () if self.count == "none" else (self.count,)
        return frozenset((*(name for name, _ in self.who), self.row, *whole))


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortDraw(FurtherDraw):
    """Who of each primary goes where, by the counts of `plan` (R35)."""

    KIND: ClassVar[str] = "cohort"
    plan: CellsDraw

    @property
    def schools(self) -> tuple[str, ...]:
        """The columns of the plan."""
        return self.plan.offered

    def reads(self) -> frozenset[str]:
        """As the plan."""
        return self.plan.reads()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDraw(FurtherDraw):
    """Balanced classes of one school (R40, R41). `apart` an attribute of codes or "none"; `document` "none" exactly for CYCLIC."""

    KIND: ClassVar[str] = "class"
    school: str
    classes: int
    cap: int
    sex: str
    apart: str
    spread: tuple[Mark, ...]
    report: tuple[str, ...]
    dealing: Dealing
    document: str

    @property
    def schools(self) -> tuple[str, ...]:
        """The one school."""
        return (self.school,)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraw(NobodyDraw):
    """Which teacher team gets which class (R42). `of` None: as many classes as teams, of which nothing else is known."""

    KIND: ClassVar[str] = "team"
    of: ClassDraw | None
    teams: tuple[Item, ...]
    recusals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsDraw(NobodyDraw):
    """Who sits where in the classes of `of` (R43). Rows from the front, columns from the left, both from 1."""

    KIND: ClassVar[str] = "seats"
    of: ClassDraw
    rows: int
    columns: int
    gone: tuple[tuple[int, int], ...]
    front: int
    need: tuple[Mark, ...]
    bands: str  # an attribute with a list of values, or "none"

    @property
    def orders_units(self) -> bool:
        """Those whom the class draw placed."""
        return True

    def there(self) -> tuple[tuple[int, int], ...]:
        """The seats that are there, (row, column), in reading order."""
        gone = frozenset(self.gone)
        grid = ((r, c) for r in range(1, self.rows + 1) for c in range(1, self.columns + 1))
        return tuple(seat for seat in grid if seat not in gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDraw(FurtherDraw):
    """Pupils who come when the classes are made (R44)."""

    KIND: ClassVar[str] = "late"
    school: str
    cap: int
    sex: str
    classes: tuple[LateClass, ...]

    @property
    def orders_units(self) -> bool:
        """Classes are drawn."""
        return False

    @property
    def schools(self) -> tuple[str, ...]:
        """The one school."""
        return (self.school,)
