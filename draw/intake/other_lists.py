"""The lists that eligibility is checked against: other channels' children and used dwellings (SPEC §5 step 2, R3, R6)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw.errors import InputErrors, Problem
from draw.intake import cells, columns
from draw.intake.headers import DWELLING, STATE, WORDS, YEAR, Field, normalised
from draw.intake.table import EMPTY, Row, Table
from draw.rules.eligibility import STATES
from draw.words import say

_STATE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "APPLIED": ("报名", "已报名"),
    "ADMITTED": ("录取", "已录取"),
    "AGREED": ("签约", "已签约", "签订协议", "已签订协议"),
}
_STATE_OF: Final = {cells.folded(w): state for state, words in _STATE_WORDS.items() for w in (state, *words)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a dwelling's place by a family, in the year of its child's enrolment."""

    dwelling: str
    year: int
    family: str


def _words(key: str, words: Sequence[str]) -> dict[str, str]:
    return {normalised(word): key for word in words}


class _Reader:
    """Cells of one list, every fault noted."""

    def __init__(self, table: Table, header: columns.Header) -> None:
        self.table = table
        self.header = header
        self.problems: list[Problem] = []

    def rows(self) -> Iterator[Row]:
        """The rows that hold anything."""
        for row in self.table.rows[self.header.first :]:
            if any(c.text.strip() for c in row.cells):
                yield row

    def cell(self, row: Row, key: str, parse: Callable[[str], str]) -> str:
        """The value of one cell, "" after noting a fault."""
        index = self.header.at[key]
        found = row.cells[index] if index < len(row.cells) else EMPTY
        try:
            if not found.text.strip():
                raise cells.Fault(say("intake.cell_empty"), say("intake.fill"))
            return parse(cells.plain(found))
        except cells.Fault as fault:
            value = found.text.strip()
            remedy = fault.remedy or say("intake.choose_one_2", listed=" ".join(fault.allowed))
            self.problems.append(
                Problem(
                    file=self.table.file, sheet=self.table.sheet, row=row.number, column=self.header.place(index),
                    value=value if len(value) <= 60 else value[:59] + "…", problem=fault.problem, remedy=remedy,
                )
            )  # fmt: skip
            return ""


def _state(text: str) -> str:
    found = _STATE_OF.get(cells.folded(text))
    if found is None:
        raise cells.Fault(say("intake.state_not_list"), "", [w[0] for w in _STATE_WORDS.values()])
    return found


def _year(text: str) -> str:
    value = cells.key(text).removesuffix("年")
    if len(value) != 4 or not value.isascii() or not value.isdigit() or value < "1900":
        raise cells.Fault(say("intake.not_year"), say("intake.write_four_digits"))
    return value


def channel(table: Table, today: str) -> dict[str, str]:
    """Key of a person (`cells.identity_key`) -> how far that child got in the other channel; no state column: ADMITTED.

    `today`: the day of the draw, YYYYMMDD. Raises InputErrors with every fault of the list.
    """
    words = _words("id", WORDS[Field.ID]) | _words("state", STATE)
    header = columns.header(table, words, [("id", WORDS[Field.ID][0], " id")], 1)
    student = "学籍" in header.texts[header.at["id"]]
    r = _Reader(table, header)
    found: dict[str, str] = {}
    for row in r.rows():
        person = r.cell(row, "id", lambda text: cells.identity(text, student_number=student, today=today))
        state = r.cell(row, "state", _state) if "state" in header.at else "ADMITTED"
        if person and state:
            key = cells.identity_key(person)
            found[key] = max(found.get(key, state), state, key=STATES.index)
    if r.problems:
        raise InputErrors(r.problems)
    return found


def dwellings(table: Table) -> dict[str, tuple[Use, ...]]:
    """Dwelling -> its uses. Raises InputErrors with every fault of the register."""
    words = _words("dwelling", DWELLING) | _words("year", YEAR) | _words("family", WORDS[Field.FAMILY])
    needed = [("dwelling", DWELLING[0], " dwelling"), ("year", YEAR[0], " year")]
    header = columns.header(table, words, [*needed, ("family", WORDS[Field.FAMILY][0], " family")], 1)
    r = _Reader(table, header)
    found: dict[str, tuple[Use, ...]] = {}
    for row in r.rows():
        dwelling, year = r.cell(row, "dwelling", cells.key), r.cell(row, "year", _year)
        family = r.cell(row, "family", cells.key)
        if dwelling and year and family:
            use = Use(dwelling=dwelling, year=int(year), family=family)
            found[dwelling] = (*found.get(dwelling, ()), use)
    if r.problems:
        raise InputErrors(r.problems)
    return found
