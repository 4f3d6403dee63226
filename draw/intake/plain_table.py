"""A table with known columns that is no roster: events, a registration export, a list of declared children (SPEC §13, R55)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw.errors import InputErrors, Problem
from draw.intake import cells
from draw.intake.headers import normalised
from draw.intake.table import Cell, Kind, Table, letter
from draw.words import say

_SEARCHED: Final = 10
Words = Mapping[str, Sequence[str]]  # key -> headers that mean it


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: its number as the person's program counts it, and key -> the texts of its columns, empty ones left out."""

    row: int
    texts: Mapping[str, tuple[str, ...]]

    def text(self, key: str) -> str:
        """The first text of a key, "" if there is none."""
        return next(iter(self.texts.get(key, ())), "")


def problem(table: Table, row: int, words: str, remedy: str, *, column: str = "", value: str = "") -> Problem:
    """One fault of the table."""
    return Problem(
        file=table.file, sheet=table.sheet, row=row, column=column, value=value, problem=words, remedy=remedy
    )


def read(table: Table, words: Words, required: Collection[str]) -> list[Line]:
    """The rows below the header, empty ones left out. Raises InputErrors with every fault at once.

    The header is the row of the first ten with the most known words; a key may have several columns. `required`: keys
    that must have a column, and a text in every row.
    """
    known = {normalised(word): key for key, these in words.items() for word in these}
    rows = table.rows[:_SEARCHED]
    counts = [len({known[h] for c in row.cells if (h := normalised(c.text)) in known}) for row in rows]
    best = max(range(len(counts)), key=lambda n: counts[n], default=-1)
    needed = ", ".join(words[key][0] for key in required)
    if best < 0 or not counts[best]:
        found = say("intake.no_header_first_rows", searched=_SEARCHED)
        raise InputErrors([problem(table, 0, found, f"{say('intake.header_needs')}: {needed}")])
    header = table.rows[best]
    where = {n: known[h] for n, c in enumerate(header.cells) if (h := normalised(c.text)) in known}
    faults = [
        problem(
            table,
            header.number,
            say("intake.column_is_missing", name_zh=words[key][0], name_en=key),
            say("intake.add_column"),
        )
        for key in required
        if key not in where.values()
    ]
    if faults:
        raise InputErrors(faults)
    lines = []
    for row in table.rows[best + 1 :]:
        texts: dict[str, tuple[str, ...]] = {}
        before = len(faults)
        for n, cell in enumerate(row.cells):
            if n not in where:
                continue
            try:
                text = _text(cell)
            except cells.Fault as fault:
                place = f"{letter(n)} {header.cells[n].text}"
                faults.append(
                    problem(table, row.number, fault.problem, fault.remedy, column=place, value=cell.text[:60])
                )
                continue
            if text:
                texts[where[n]] = (*texts.get(where[n], ()), text)
        if not texts:
            continue
        if len(faults) == before:
            faults += [
                problem(
                    table,
                    row.number,
                    say("intake.column_empty", name_zh=words[key][0], name_en=key),
                    say("intake.fill"),
                )
                for key in required
                if key not in texts
            ]
        lines.append(Line(row=row.number, texts=texts))
    if faults:
        raise InputErrors(faults)
    return lines


def _text(cell: Cell) -> str:
    """The text of a cell that may be used; of a date its day. Raises Fault."""
    if cell.kind is Kind.DATE:
        return cell.text[:10]
    text = " ".join(cells.plain(cell).split())
    if cell.kind is Kind.NUMBER and "E" in text.upper():  # 1.10101E+17: a spreadsheet has cut a long number
        raise cells.Fault(
            say("intake.long_number_lost_digits"),
            say("intake.format_column_text_export_again"),
        )
    return text
