"""Finds the header row of a table and which column holds what (SPEC §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from draw.errors import InputErrors, Problem
from draw.headers import FIELDS, REQUIRED, WORDS, Field, normalised
from draw.nearest import nearest
from draw.table import Table, letter

_SEARCHED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the columns stand, from 0. `texts`: all headers as shown; `first`: the index of the first data row."""

    first: int
    texts: tuple[str, ...]
    fields: Mapping[Field, int]
    attributes: Mapping[str, int]
    notes: tuple[str, ...]

    def place(self, index: int) -> str:
        """A column as told to a person: its letter and header."""
        text = self.texts[index] if index < len(self.texts) else ""
        return f"{letter(index)} {text}".strip()


def _known(table: Table, row: int, wanted: Mapping[str, str]) -> int:
    headers = {normalised(c.text) for c in table.rows[row].cells}
    return sum(h in FIELDS or h in wanted for h in headers)


def find(table: Table, columns: Mapping[str, str]) -> Columns:
    """The columns of a table; `columns` maps attribute name to header.

    The header row is the one of the first ten with the most known headers. Raises InputErrors for no header row, and
    for every missing or repeated column at once.
    """
    wanted = {normalised(header): name for name, header in columns.items()}
    needed = [f"{WORDS[f][0]} {f}" for f in REQUIRED] + list(columns.values())
    counts = [_known(table, n, wanted) for n in range(min(_SEARCHED, len(table.rows)))]
    best = max(range(len(counts)), key=lambda n: counts[n], default=-1)
    if best < 0 or counts[best] < 2:
        problem = Problem(
            file=table.file, sheet=table.sheet, row=0, column="", value="",
            problem=f"前 {_SEARCHED} 行没有表头 no header in the first {_SEARCHED} rows",
            remedy=f"表头须有 the header needs: {', '.join(needed)}",
        )  # fmt: skip
        raise InputErrors([problem])
    row = table.rows[best]
    texts = tuple(" ".join(c.text.split()) for c in row.cells)
    problems: list[Problem] = []
    found: dict[str, int] = {}
    ignored: list[str] = []
    for index, text in enumerate(texts):
        word = normalised(text)
        key = f"field {FIELDS[word]}" if word in FIELDS else f"attribute {wanted[word]}" if word in wanted else ""
        if not key:
            if text:
                ignored.append(text)
        elif key in found:
            other = found[key]
            problems.append(
                Problem(
                    file=table.file, sheet=table.sheet, row=row.number, column=f"{letter(index)} {text}", value=text,
                    problem=f"与 {letter(other)} 列含义相同 means the same as column {letter(other)} {texts[other]}",
                    remedy="只留一列,另一列改名 keep one, rename the other",
                )
            )  # fmt: skip
        else:
            found[key] = index
    missing = [(f"field {f}", WORDS[f][0], f" ({f})") for f in REQUIRED]
    missing += [(f"attribute {name}", header, "") for name, header in columns.items()]
    for key, header, english in missing:
        if key not in found:
            near = nearest(header, ignored)
            hint = f"是否为 {near} is it that column?" if near else "补上此列 add this column"
            problems.append(
                Problem(
                    file=table.file, sheet=table.sheet, row=row.number, column=header, value="",
                    problem=f"缺少 {header}{english} 列 the column is missing", remedy=hint,
                )
            )  # fmt: skip
    if problems:
        raise InputErrors(problems)
    notes = []
    if any(r.cells for r in table.rows[:best]):
        notes.append(f"第 {row.number} 行为表头,其上各行略去 row {row.number} is the header, rows above it are skipped")
    if ignored:
        notes.append(f"未使用的列 columns not used: {', '.join(ignored)}")
    return Columns(
        first=best + 1,
        texts=texts,
        fields={f: found[f"field {f}"] for f in Field if f"field {f}" in found},
        attributes={name: found[f"attribute {name}"] for name in columns},
        notes=tuple(notes),
    )
