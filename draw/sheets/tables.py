"""One table for paper, XLSX and CSV: what its columns mean, so that each program writes the same cells its own way (R49).

Codes are text everywhere, so that no zero is lost; counts and ranks are numbers. What would print as nothing, or turn its
neighbours round, is shown as ⟦U+202E⟧ in all three.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from draw.sheets import roll
from draw.sheets.layout import visible
from draw.sheets.words import ABSENT, Label

Cell = str | int

_CSV_START: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NO_CHARACTER: Final = frozenset(range(0xFDD0, 0xFDF0))


class Holds(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    CODE = "code"  # text, in half-width letters on paper
    COUNT = "count"  # a number, or "" for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `most`: points on paper, 0 for the one open column, None if it is not on paper; `wide`: characters in XLSX."""

    head: Label
    holds: Holds
    most: float | None
    wide: int
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row; neighbours with the same `joined` (not "") are members of one bundle."""

    cells: tuple[Cell, ...]
    joined: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A whole list with what stands above it and in its footer."""

    stem: str  # of its file
    name: str  # of the sheet in a workbook
    lines: tuple[str, ...]  # above the head
    columns: tuple[Column, ...]
    rows: Sequence[Line]
    session: str
    code: str  # the hash that every page carries
    rehearsal: bool


@lru_cache(maxsize=65_536)  # reasons, schools and masked names come again and again
def shown(text: str) -> str:
    """The text as every file shows it: what cannot be seen, and what is no character at all, as a mark."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟦U+{ord(c):04X}⟧" if _none(ord(c)) else c for c in visible(text))


def _none(code: int) -> bool:
    return code in _NO_CHARACTER or code & 0xFFFE == 0xFFFE


def on_paper(table: Table) -> tuple[tuple[roll.Column, ...], list[roll.Row]]:
    """The columns and rows of a table that `roll` draws."""
    return paper(table.columns, table.rows)


def paper(columns: Sequence[Column], lines: Sequence[Line]) -> tuple[tuple[roll.Column, ...], list[roll.Row]]:
    """The same from its parts; an empty cell is a dash, except a code's."""
    kept = [(n, column) for n, column in enumerate(columns) if column.most is not None]
    made = tuple(
        roll.Column(head=c.head, most=c.most or 0.0, code=c.holds is not Holds.TEXT, bold=c.bold) for _, c in kept
    )
    rows = [
        roll.Row(cells=tuple(_cell(line.cells[n], column) for n, column in kept), joined=line.joined) for line in lines
    ]
    return made, rows


def _cell(cell: Cell, column: Column) -> str:
    return shown(str(cell)) or ("" if column.holds is Holds.CODE else ABSENT)


def csv(table: Table) -> bytes:
    """The CSV file for spreadsheet programs: UTF-8 with a byte order mark, CRLF, quoted where needed.

    A text that such a program could take for a formula gets an apostrophe in front: one that begins with = + - @, tab, CR, LF or
    a full-width ＝ ＋ － ＠. Numbers need none: they are counts.
    """
    lines = [",".join(_quoted(f"{c.head.zh} {c.head.en}") for c in table.columns)]
    lines += [",".join(_quoted(_harmless(cell)) for cell in row.cells) for row in table.rows]
    return b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode("utf-8")


def _harmless(cell: Cell) -> str:
    if isinstance(cell, int):
        return str(cell)
    return ("'" if cell.startswith(_CSV_START) else "") + shown(cell)


def _quoted(text: str) -> str:
    if any(c in text for c in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text
