"""What the draws of SPEC §16 decide beside outcomes: a line each of the tables of §16.10."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class QuotaReason(StrEnum):
    """Why a primary has its seats (SPEC §16.4)."""

    WHOLE = "WHOLE"
    REMAINDER = "REMAINDER"
    REMAINDER_LOT = "REMAINDER_LOT"
    LOT_OUT = "LOT_OUT"
    MINIMUM = "MINIMUM"
    DECLINED = "DECLINED"


class CellReason(StrEnum):
    """Why a cell has its count (SPEC §16.5)."""

    WHOLE = "WHOLE"
    RAISED = "RAISED"
    RAISED_LOT = "RAISED_LOT"
    LOT_OUT = "LOT_OUT"
    ONLY = "ONLY"


class TeamReason(StrEnum):
    """Why a class has its team (SPEC §16.7)."""

    TEAM = "TEAM"
    TEAM_RECUSED = "TEAM_RECUSED"


class SeatReason(StrEnum):
    """Why a pupil has the seat (SPEC §16.8)."""

    FRONT = "FRONT"
    FRONT_FULL = "FRONT_FULL"
    SEAT = "SEAT"


class Selected(NamedTuple):
    """A unit or thing that was selected or stands in reserve; `position` from 1 is its rank."""

    position: int
    code: str
    reserve: bool


class QuotaLine(NamedTuple):
    """A primary's seats of one quota draw; `rank` 0 for one that declined."""

    item: str
    whole: int
    fraction: Fraction
    rank: int
    seats: int
    reason: QuotaReason


class Cell(NamedTuple):
    """How many of a row go to a school (`given`, the column count); `rank` 0 in a row with a single school."""

    row: str
    school: str
    whole: int
    fraction: Fraction
    rank: int
    given: int
    reason: CellReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassList:
    """The classes of one draw: codes in their order, and the class of each applicant (line of the pool) that it placed."""

    codes: tuple[str, ...]
    of: Mapping[int, str]

    def members(self) -> dict[str, list[int]]:
        """Class -> lines of the pool, ascending; every class is there."""
        found: dict[str, list[int]] = {code: [] for code in self.codes}
        for line in sorted(self.of):
            found[self.of[line]].append(line)
        return found


class TeamLine(NamedTuple):
    """Which team a class has; `rank` of the team."""

    class_: str
    team: str
    rank: int
    reason: TeamReason


class SeatLine(NamedTuple):
    """Who sits where: `line` of the pool; row and column from 1."""

    class_: str
    row: int
    column: int
    line: int
    reason: SeatReason
