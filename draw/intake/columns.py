"""Finds the header row of a table and which column holds what (SPEC §5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw.errors import InputErrors, Problem
from draw.intake.headers import FIELDS, REQUIRED, WORDS, Field, normalised
from draw.intake.nearest import nearest
from draw.intake.table import Table, letter
from draw.words import say

_SEARCHED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header row. `texts`: all headers as shown; `first`: the index of the first data row; `at`: key -> column, from 0."""

    first: int
    texts: tuple[str, ...]
    at: Mapping[str, int]
    notes: tuple[str, ...]

    def place(self, index: int) -> str:
        """A column as told to a person: its letter and header."""
        text = self.texts[index] if index < len(self.texts) else ""
        return f"{letter(index)} {text}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the columns of a roster stand. `checks`: header named by an eligibility check -> its column."""

    header: Header
    fields: Mapping[Field, int]
    attributes: Mapping[str, int]
    checks: Mapping[str, int]

    @property
    def first(self) -> int:
        """The index of the first data row."""
        return self.header.first

    @property
    def texts(self) -> tuple[str, ...]:
        """All headers as shown."""
        return self.header.texts

    def place(self, index: int) -> str:
        """A column as told to a person: its letter and header."""
        return self.header.place(index)


def header(table: Table, words: Mapping[str, str], needed: Sequence[tuple[str, str, str]], least: int) -> Header:
    """The header row: of the first ten rows the one with the most known headers, at least so many.

    `words`: normalised header -> key; `needed`: key, header, its English. Raises InputErrors for no header row, and for
    every missing or repeated column at once.
    """
    rows = table.rows[:_SEARCHED]
    counts = [sum(h in words for h in {normalised(c.text) for c in row.cells}) for row in rows]
    best = max(range(len(counts)), key=lambda n: counts[n], default=-1)
    if best < 0 or counts[best] < least:
        problem = Problem(
            file=table.file, sheet=table.sheet, row=0, column="", value="",
            problem=say("intake.no_header_first_rows", searched=_SEARCHED),
            remedy=f"{say('intake.header_needs')}: {', '.join((f'{shown}{english}' for _, shown, english in needed))}",
        )  # fmt: skip
        raise InputErrors([problem])
    row = table.rows[best]
    texts = tuple(" ".join(c.text.split()) for c in row.cells)
    problems: list[Problem] = []
    found: dict[str, int] = {}
    ignored: list[str] = []
    for index, text in enumerate(texts):
        key = words.get(normalised(text), "")
        if not key:
            if text:
                ignored.append(text)
        elif key in found:
            other = found[key]
            problems.append(
                Problem(
                    file=table.file, sheet=table.sheet, row=row.number, column=f"{letter(index)} {text}", value=text,
                    problem=say("intake.means_same_column", letter=letter(other), texts=texts[other]),
                    remedy=say("intake.keep_one_rename_other"),
                )
            )  # fmt: skip
        else:
            found[key] = index
    for key, shown, english in needed:
        if key not in found:
            near = nearest(shown, ignored)
            hint = say("intake.is_it", near=near) if near else say("intake.add_column")
            problems.append(
                Problem(
                    file=table.file, sheet=table.sheet, row=row.number, column=shown, value="",
                    problem=say("intake.column_missing", shown=shown, english=english), remedy=hint,
                )
            )  # fmt: skip
    if problems:
        raise InputErrors(problems)
    notes = []
    if any(r.cells for r in table.rows[:best]):
        notes.append(say("intake.row_header_rows_above_skipped", number=row.number))
    if ignored:
        notes.append(f"{say('intake.columns_not_used')}: {', '.join(ignored)}")
    return Header(first=best + 1, texts=texts, at=found, notes=tuple(notes))


def find(table: Table, columns: Mapping[str, str], checks: Iterable[str] = (), fields: Sequence[Field] = ()) -> Columns:
    """The columns of a roster. `columns`: attribute name -> header; `checks`: headers that eligibility checks name;
    `fields`: those needed beside registration number, name and id. Raises InputErrors as `header` does."""
    words: dict[str, str] = {word: f"field {field}" for word, field in FIELDS.items()}
    # a column may serve twice: 家庭编号 as an attribute, an attribute or the id in a check
    named = {name: words.setdefault(normalised(text), f"attribute {name}") for name, text in columns.items()}
    judged = {text: words.setdefault(normalised(text), f"check {normalised(text)}") for text in checks}
    needed = [(f"field {f}", WORDS[f][0], f" {f}") for f in (*REQUIRED, *fields)]
    for key, text in [*((named[name], text) for name, text in columns.items()), *((k, t) for t, k in judged.items())]:
        if key not in {told for told, _, _ in needed}:
            needed.append((key, text, ""))
    found = header(table, words, needed, 2)
    return Columns(
        header=found,
        fields={f: found.at[f"field {f}"] for f in Field if f"field {f}" in found.at},
        attributes={name: found.at[key] for name, key in named.items()},
        checks={text: found.at[key] for text, key in judged.items()},
    )
