"""What the draws of SPEC §16 decided, read back from a record's tables (SPEC §16.10), for whoever tells or prints it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeVar

from draw.allocation.further import Cell, CellReason, QuotaLine, QuotaReason, SeatReason, Selected, TeamLine, TeamReason
from draw.encoding import strict_csv
from draw.errors import FormatError
from draw.further_tables import (
    BALANCE_HEADER,
    CLASSES_HEADER,
    COHORTS_HEADER,
    QUOTAS_HEADER,
    SEATS_HEADER,
    SELECTED_HEADER,
    TEAMS_HEADER,
)
from draw.order import HEADER as ORDER_HEADER

_T = TypeVar("_T")
_LONGEST = 19  # digits of a count; more is no count of ours


class Seated(NamedTuple):
    """Who sits where; row and column from 1."""

    row: int
    column: int
    applicant: str
    reason: SeatReason


class Balance(NamedTuple):
    """A line of tables/balance.csv without its draw; `attribute` may be SIZE or BUNDLES."""

    class_: str
    attribute: str
    value: str
    children: int


class Ranked(NamedTuple):
    """A line of an order."""

    rank: int
    number: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """All tables of §16 that a record has, by draw."""

    selected: Mapping[str, list[Selected]]
    quotas: Mapping[str, list[QuotaLine]]
    cells: Mapping[str, list[Cell]]
    classes: Mapping[str, dict[str, list[str]]]  # draw -> class -> applicants; a class without anybody is not there
    balance: Mapping[str, list[Balance]]
    teams: Mapping[str, list[TeamLine]]
    seats: Mapping[str, dict[str, list[Seated]]]  # draw -> class -> seats in reading order

    @property
    def any(self) -> bool:
        """True if the record has something of them."""
        return bool(self.selected or self.quotas or self.cells or self.classes or self.teams)

    def class_of(self, draw: str, applicant: str) -> str:
        """The class in which a draw placed the applicant, "" if it did not."""
        return next((c for c, codes in self.classes.get(draw, {}).items() if applicant in codes), "")


def _count(text: str, name: str, *, empty: bool = False) -> int:
    if empty and not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        raise FormatError(name, f"{text!r} is no count")
    return int(text)


def _fraction(text: str, name: str) -> Fraction:
    over, slash, under = text.partition("/")
    below = _count(under, name) if slash else 1
    if not below:
        raise FormatError(name, f"{text!r} is no fraction")
    return Fraction(_count(over, name), below)


def _word(kind: type[_T], text: str, name: str) -> _T:
    try:
        return kind(text)  # type: ignore[call-arg]
    except ValueError:
        raise FormatError(name, f"{text!r} is no word of the list") from None


def _rows(files: Mapping[str, bytes], name: str, header: str) -> list[list[str]]:
    return strict_csv(files[name], header, name) if name in files else []


def read(files: Mapping[str, bytes]) -> Decided:
    """The tables that are there. Raises FormatError if one is not of its form."""
    selected: dict[str, list[Selected]] = {}
    for draw, position, code, standing in _rows(files, name := "tables/selected.csv", SELECTED_HEADER):
        selected.setdefault(draw, []).append(Selected(_count(position, name), code, standing == "reserve"))
    quotas: dict[str, list[QuotaLine]] = {}
    for draw, _, item, whole, part, rank, given, why in _rows(files, name := "tables/quotas.csv", QUOTAS_HEADER):
        reason = _word(QuotaReason, why, name)
        numbers = _count(whole, name), _fraction(part, name), _count(rank, name, empty=True), _count(given, name)
        quotas.setdefault(draw, []).append(QuotaLine(item, *numbers, reason))
    cells: dict[str, list[Cell]] = {}
    for draw, row, school, whole, part, rank, given, why in _rows(files, name := "tables/cohorts.csv", COHORTS_HEADER):
        reason_ = _word(CellReason, why, name)
        numbers = _count(whole, name), _fraction(part, name), _count(rank, name, empty=True), _count(given, name)
        cells.setdefault(draw, []).append(Cell(row, school, *numbers, reason_))
    classes: dict[str, dict[str, list[str]]] = {}
    for draw, _, class_, applicant in _rows(files, "tables/classes.csv", CLASSES_HEADER):
        classes.setdefault(draw, {}).setdefault(class_, []).append(applicant)
    balance: dict[str, list[Balance]] = {}
    for draw, class_, attribute, value, children in _rows(files, name := "tables/balance.csv", BALANCE_HEADER):
        balance.setdefault(draw, []).append(Balance(class_, attribute, value, _count(children, name)))
    teams: dict[str, list[TeamLine]] = {}
    for draw, class_, team, rank, why in _rows(files, name := "tables/teams.csv", TEAMS_HEADER):
        line = TeamLine(class_, team, _count(rank, name), _word(TeamReason, why, name))
        teams.setdefault(draw, []).append(line)
    seats: dict[str, dict[str, list[Seated]]] = {}
    for draw, class_, row, column, applicant, why in _rows(files, name := "tables/seats.csv", SEATS_HEADER):
        one = Seated(_count(row, name), _count(column, name), applicant, _word(SeatReason, why, name))
        seats.setdefault(draw, {}).setdefault(class_, []).append(one)
    return Decided(
        selected=selected, quotas=quotas, cells=cells, classes=classes, balance=balance, teams=teams, seats=seats
    )


def order(files: Mapping[str, bytes], draw: str) -> list[Ranked]:
    """The order of a draw, by rank; empty if it has none. Raises FormatError."""
    name = f"orders/{draw}.csv"
    rows = _rows(files, name, ORDER_HEADER)
    return [Ranked(_count(rank, name), number, unit) for rank, number, unit in rows]
