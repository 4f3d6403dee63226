"""The forms that families hand in for a later round: Table -> what each child names, or every fault (SPEC §14, R29, R31).

A form is a row with the registration number and columns of the new rule sheet; a second application may bring children
who were in no round before, with name and id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from draw.errors import Problem
from draw.intake import cells, columns
from draw.intake.columns import Header
from draw.intake.headers import FIELDS, WORDS, Field, normalised
from draw.intake.sheet import Sheet
from draw.intake.table import EMPTY, Cell, Kind, Row, Table
from draw.rules import Apart, LastPlace, NearestDraw, PreferenceDraw
from draw.rules.eligibility import DwellingTest
from draw.words import say

_FIELDS = (Field.REGISTRATION, Field.NAME, Field.ID, Field.BUNDLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form. `attributes`: codes of the columns that it has; `others`: texts of private columns by header.

    `name`, `id`, `bundle`: of children who come new; a carried child keeps its own.
    """

    registration_no: str
    name: str
    id: str
    bundle: str
    attributes: Mapping[str, str]
    others: Mapping[str, str]
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """All forms in the order of the file. `places`: attribute name, or field -> column as told to a person."""

    file: str
    sheet: str
    places: Mapping[str, str]
    rows: tuple[Form, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    def problem(self, form: Form, place: str, value: str, words: str, remedy: str) -> Problem:
        """A problem in a form, at the column of an attribute or field."""
        column = self.places.get(place, place)
        return Problem(
            file=self.file, sheet=self.sheet, row=form.row, column=column, value=value, problem=words, remedy=remedy
        )


def reader(sheet: Sheet, name: str) -> Callable[[str], str]:
    """Reads the words of an attribute's column into its code; raises cells.Fault."""
    attribute = next(a for a in sheet.rules.attributes if a.name == name)
    return cells.code if attribute.kind == "codes" else cells.value_of((v.code, v.label) for v in attribute.values)


def private_columns(sheet: Sheet) -> tuple[str, ...]:
    """Roster headers beside the public attributes that must be filled in for this sheet, none twice: what its eligibility
    checks read, families' numbers for a check of dwellings, parents' consent where a draw may split a bundle.
    """
    rules = sheet.rules
    split = any(s.last_place is LastPlace.SPLIT for s in rules.schools)
    split |= any(isinstance(d, PreferenceDraw | NearestDraw) and d.bundle is Apart.SPLIT for d in rules.draws)
    public = {normalised(column) for column in sheet.columns.values()} | set(FIELDS)
    found = {normalised(c.column): c.column for c in rules.eligibility if c.column != "none"}
    columns = [column for word, column in found.items() if word not in public]
    if any(isinstance(c.test, DwellingTest) for c in rules.eligibility):
        columns.append(WORDS[Field.FAMILY][0])
    return (*columns, WORDS[Field.CONSENT][0]) if split else tuple(columns)


def _header(table: Table, sheet: Sheet) -> Header:
    """The header row with the columns of forms. Raises InputErrors."""
    words = {normalised(word): f"field {field}" for field in _FIELDS for word in WORDS[field]}
    words |= {normalised(column): f"attribute {name}" for name, column in sheet.columns.items()}
    words |= {normalised(column): f"other {column}" for column in private_columns(sheet)}
    number = WORDS[Field.REGISTRATION][0]
    return columns.header(table, words, [(f"field {Field.REGISTRATION}", number, " registration_no")], 2)


class _Reading:
    """One table while it is read."""

    def __init__(self, table: Table, sheet: Sheet) -> None:
        self.table = table
        self.header = _header(table, sheet)
        self.problems: list[Problem] = []
        at = self.header.at
        self.fields = {f: at[f"field {f}"] for f in _FIELDS if f"field {f}" in at}
        self.attributes = {name: at[f"attribute {name}"] for name in sheet.columns if f"attribute {name}" in at}
        self.others = {c: at[f"other {c}"] for c in private_columns(sheet) if f"other {c}" in at}
        self.readers = {name: reader(sheet, name) for name in self.attributes}
        self.today = sheet.scheduled[:10].replace("-", "")
        self.student = Field.ID in self.fields and "学籍" in self.header.texts[self.fields[Field.ID]]

    def fault(self, row: int, index: int, value: str, words: str, remedy: str) -> None:
        column = self.header.place(index)
        self.problems.append(
            Problem(
                file=self.table.file, sheet=self.table.sheet, row=row, column=column, value=value[:60], problem=words,
                remedy=remedy,
            )
        )  # fmt: skip

    def cell(self, row: Row, index: int, parse: Callable[[str], str]) -> str | None:
        """The value of a cell, "" if it is empty, None after noting a fault."""
        cell = row.cells[index] if index < len(row.cells) else EMPTY
        try:
            text = cells.plain(cell)
            return parse(text) if text.strip() else ""
        except cells.Fault as fault:
            remedy = fault.remedy or "、".join(fault.allowed[:12])
            self.fault(row.number, index, cell.text.strip(), fault.problem, remedy)
            return None

    def identity(self, text: str) -> str:
        return cells.identity(text, student_number=self.student, today=self.today)

    def form(self, row: Row) -> Form | None:
        """The form of a row; None if a cell is at fault."""
        found = len(self.problems)
        parsers = {
            Field.REGISTRATION: cells.registration, Field.NAME: cells.name, Field.ID: self.identity,
            Field.BUNDLE: cells.bundle,
        }  # fmt: skip
        texts = {f: self.cell(row, n, parsers[f]) for f, n in self.fields.items()}
        values = {a: self.cell(row, n, self.readers[a]) for a, n in self.attributes.items()}
        others = {h: _shown(row.cells[n]) if n < len(row.cells) else "" for h, n in self.others.items()}
        number = texts[Field.REGISTRATION]
        if number == "":
            index = self.fields[Field.REGISTRATION]
            self.fault(row.number, index, "", say("chain.cell_empty"), say("chain.fill_number"))
        if len(self.problems) > found or not number:
            return None
        return Form(
            registration_no=number,
            name=texts.get(Field.NAME) or "",
            id=texts.get(Field.ID) or "",
            bundle=texts.get(Field.BUNDLE) or "",
            attributes={a: v for a, v in values.items() if v},
            others={h: v for h, v in others.items() if v},
            row=row.number,
        )


def _shown(cell: Cell) -> str:
    """The text of a private column, for the roster's own reader to judge."""
    return cell.text[:10] if cell.kind is Kind.DATE else " ".join(cell.text.split())


def read(table: Table, sheet: Sheet) -> Forms:
    """The Forms of a table. Faults of cells are in `problems`; raises InputErrors only where there is no header.

    Two rows with one number are a fault unless they say the same.
    """
    reading = _Reading(table, sheet)
    place = reading.header.place
    kept: dict[str, Form] = {}
    merged: list[str] = []
    for row in table.rows[reading.header.first :]:
        if not any(c.text.strip() for c in row.cells):
            continue
        form = reading.form(row)
        if form is None:
            continue
        earlier = kept.setdefault(form.registration_no, form)
        if earlier is form:
            continue
        if (earlier.attributes, earlier.others) == (form.attributes, form.others):
            merged.append(str(form.row))
        else:
            index = reading.fields[Field.REGISTRATION]
            words = say("chain.same_number_row_other_data", row=earlier.row)
            reading.fault(form.row, index, form.registration_no, words, say("chain.keep_one_two"))
    notes = [*table.notes, *reading.header.notes]
    if merged:
        notes.append(f"{say('chain.identical_merged')} {', '.join(merged[:10])}")
    return Forms(
        file=table.file,
        sheet=table.sheet,
        places={f: place(n) for f, n in reading.fields.items()} | {a: place(n) for a, n in reading.attributes.items()},
        rows=tuple(kept.values()),
        problems=tuple(reading.problems),
        notes=tuple(notes),
    )
