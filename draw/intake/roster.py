"""The roster that a school hands in: Table -> Roster, or the fault of every cell at once (SPEC §5, R2-R7, R24).

Nothing is repaired in silence: what changes more than width, case or spacing is told in the notes.
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from draw.errors import InputErrors, Problem
from draw.intake import cells, columns, corrections, roster_checks
from draw.intake.headers import Field
from draw.intake.sheet import Sheet
from draw.intake.table import EMPTY, Cell, Row, Table
from draw.rules.eligibility import ApartTest, DwellingTest
from draw.rules.model import Attribute
from draw.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One child as handed in, normalised. "" stands for none; `row` is where it stands in the file.

    `checks`: column that an eligibility check names -> its cell; private like name and id.
    """

    registration_no: str
    applicant: str
    name: str
    id: str
    bundle: str
    removed: str
    split_consent: bool | None
    family: str
    attributes: Mapping[str, str]
    checks: Mapping[str, Cell]
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All children in order of registration number (bytewise). `places`: what -> column as told to a person."""

    file: str
    sheet: str
    places: Mapping[Field, str]
    attribute_places: Mapping[str, str]
    check_places: Mapping[str, str]
    id_columns: frozenset[str]  # columns of eligibility checks that are the column of ids itself
    rows: tuple[RosterRow, ...]
    notes: tuple[str, ...]


def _data_rows(r: roster_checks.Reader) -> list[Row]:
    """The rows that hold children; blank ones, repeated headers and stray lines are told."""
    rows = list(r.table.rows[r.layout.first :])
    while rows and not any(c.text.strip() for c in rows[-1].cells):
        rows.pop()
    result = []
    used = list({*r.layout.fields.values(), *r.layout.attributes.values(), *r.layout.checks.values()})
    width = len(r.layout.texts)
    for row in rows:
        filled = [i for i, c in enumerate(row.cells) if c is not EMPTY and c.text.strip()]
        if not filled:
            r.note(say("intake.blank_rows_skipped"), row.number)
        elif len(filled) == 1 and len(used) > 1:
            i = filled[0]
            r.fault(
                row.number, i, row.cells[i].text.strip(), say("intake.only_one_cell_row_filled"),
                say("intake.fill_row_delete_remark"),
            )  # fmt: skip
        elif not r.table.sheet and filled[-1] >= width:
            r.fault(
                row.number, filled[-1], row.cells[filled[-1]].text.strip(),
                say("intake.row_longer_than_header_columns", width=width),
                say("intake.look_comma_too_many"),
            )  # fmt: skip
        elif all(i < len(row.cells) and " ".join(row.cells[i].text.split()) == r.layout.texts[i] for i in used):
            r.fault(row.number, -1, "", say("intake.header_stands_here_again"), say("intake.delete_row"))
        else:
            result.append(row)
    return result


def _parser(attribute: Attribute) -> Callable[[str], str]:
    """The reader of an attribute's cells; an empty cell of preferences or codes is NONE, see `read`."""
    if attribute.kind == "codes":
        return cells.code
    return cells.value_of((v.code, v.label) for v in attribute.values)


def _drafts(r: roster_checks.Reader, sheet: Sheet) -> list[roster_checks.Draft]:
    layout = r.layout
    id_header = layout.texts[layout.fields[Field.ID]]
    student = "学籍" in id_header
    today = sheet.scheduled[:10].replace("-", "")
    parsers: dict[Field, Callable[[str], str]] = {
        Field.REGISTRATION: cells.registration,
        Field.APPLICANT: cells.applicant,
        Field.NAME: cells.name,
        Field.ID: lambda text: cells.identity(text, student_number=student, today=today),
        Field.BUNDLE: cells.bundle,
        Field.REMOVED: cells.removed,
        Field.CONSENT: cells.consent,
        Field.CORRECTS: cells.registration,
        Field.APPROVED_BY: cells.approvers,
        Field.FAMILY: cells.family,
    }
    plan = [
        (f, i, parsers[f], f in (Field.REGISTRATION, Field.NAME, Field.ID), f in (Field.REMOVED, Field.CONSENT))
        for f, i in layout.fields.items()
    ]
    attributes = [
        (a.name, layout.attributes[a.name], _parser(a), a.kind in ("list", "schools"), a.kind != "codes")
        for a in sheet.rules.attributes
    ]
    checks = list(layout.checks.items())
    drafts = []
    for row in _data_rows(r):
        texts = {f: r.read(row, i, parse, required=need, often=often) for f, i, parse, need, often in plan}
        values = {n: r.read(row, i, parse, required=need, often=often) for n, i, parse, need, often in attributes}
        private = {column: row.cells[i] if i < len(row.cells) else EMPTY for column, i in checks}
        drafts.append(roster_checks.Draft(row=row.number, texts=texts, attributes=values, checks=private))
        raw = row.cells[layout.fields[Field.NAME]].text if layout.fields[Field.NAME] < len(row.cells) else ""
        name = texts[Field.NAME]
        if name and name != raw and unicodedata.normalize("NFC", " ".join(raw.split())) != name:
            r.note(say("intake.middle_dots_spaces_names_unified"), row.number)
    return drafts


def layout_of(table: Table, sheet: Sheet) -> columns.Columns:
    """Where the columns that the sheet needs stand. Raises InputErrors if it is no roster: no header, or one without them."""
    checks = sheet.rules.eligibility
    family = [Field.FAMILY] if any(isinstance(check.test, DwellingTest) for check in checks) else []
    named = [check.column for check in checks if not isinstance(check.test, ApartTest)]
    return columns.find(table, sheet.columns, named, family)


def nobody(file: str) -> Roster:
    """The roster of a session whose draws take no children, where none was handed in under that name (SPEC §16)."""
    return Roster(
        file=file, sheet="", places={}, attribute_places={}, check_places={}, id_columns=frozenset(), rows=(), notes=()
    )


def read(table: Table, sheet: Sheet) -> Roster:
    """The Roster of a table under a rule sheet. Raises InputErrors with every fault at once, in the file's order."""
    layout = layout_of(table, sheet)
    r = roster_checks.Reader(table=table, layout=layout)
    drafts = _drafts(r, sheet)
    corrections.apply(r, drafts, sheet.rules.corrections)
    for key in (Field.REGISTRATION, Field.APPLICANT):
        roster_checks.lost_zeros(r, drafts, key)
    drafts = roster_checks.unique(r, drafts)
    roster_checks.groups(r, drafts)
    if r.problems:
        raise InputErrors(p for _, _, p in sorted(r.problems, key=lambda entry: entry[:2]))
    rows = []
    for d in drafts:
        t = {f: value or "" for f, value in d.texts.items()}
        said = t.get(Field.CONSENT, "")
        rows.append(
            RosterRow(
                registration_no=t[Field.REGISTRATION],
                applicant=t.get(Field.APPLICANT, ""),
                name=t[Field.NAME],
                id=t[Field.ID],
                bundle=t.get(Field.BUNDLE, ""),
                removed=t.get(Field.REMOVED, ""),
                split_consent=said == "yes" if said else None,
                family=t.get(Field.FAMILY, ""),
                attributes={n: value or "NONE" for n, value in d.attributes.items()},
                checks=d.checks,
                row=d.row,
            )
        )
    rows.sort(key=lambda row: row.registration_no.encode())
    return Roster(
        file=table.file,
        sheet=table.sheet,
        places={f: layout.place(i) for f, i in layout.fields.items()},
        attribute_places={n: layout.place(i) for n, i in layout.attributes.items()},
        check_places={n: layout.place(i) for n, i in layout.checks.items()},
        id_columns=frozenset(n for n, i in layout.checks.items() if i == layout.fields[Field.ID]),
        rows=tuple(rows),
        notes=(*table.notes, *layout.header.notes, *r.notes()),
    )


def _neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula or a number it would shorten."""
    bare = text.strip(" ")
    risky = bare[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    number = bare.isdecimal() and (len(bare) > 11 or (len(bare) > 1 and bare[0] == "0"))
    return f"'{text}" if risky or number else text


def error_table(problems: Iterable[Problem]) -> bytes:
    """The problems as a CSV that Excel opens as it is: UTF-8 with BOM, CRLF, nothing in it runs."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            say("intake.file"),
            say("intake.sheet"),
            say("intake.row"),
            say("intake.column"),
            say("intake.value"),
            say("intake.problem"),
            say("intake.remedy"),
        ]
    )
    for p in problems:
        row = str(p.row) if p.row else ""
        writer.writerow([_neutral(t) for t in (p.file, p.sheet, row, p.column, p.value, p.problem, p.remedy)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
