"""A table as its cells read to a person: all that the pure core knows of CSV and XLSX (SPEC §5)."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds in its file. CSV fields are text, formula or error."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    FORMULA = "formula"
    ERROR = "error"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as shown; an integer has no ".0"."""

    text: str
    kind: Kind

    @property
    def lost_digits(self) -> bool:
        """True for a number of more than 15 digits: spreadsheets keep 15 and write 0 for the others."""
        return self.kind is Kind.NUMBER and sum(c.isdigit() for c in self.text) > 15


EMPTY = Cell(text="", kind=Kind.EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row up to its last filled one; `number` as the person's program counts it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet of a file, or a whole CSV file (`sheet` is "")."""

    file: str
    sheet: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def letter(index: int) -> str:
    """The column letter of a spreadsheet, counted from 0: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
