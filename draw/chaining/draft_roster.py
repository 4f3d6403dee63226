"""The roster of a session before anybody has worked on it: its header, and rows for children of earlier ones (SPEC §5, §14)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from draw.chaining.round_forms import private_columns
from draw.intake import cells
from draw.intake.headers import WORDS, Field, normalised
from draw.intake.sheet import Sheet
from draw.rules import Corrections


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One row of the draft roster.

    `group`: "" for no bundle; `attributes`: codes; `others`: texts of private columns by header; `session`: whose record
    has it last, "" for a new child; `row`: its line in that record's pool.csv, or in the forms.
    """

    applicant: str
    registration_no: str
    name: str
    id: str
    group: str
    attributes: Mapping[str, str]
    others: Mapping[str, str]
    removed: str
    session: str
    row: int


def header(sheet: Sheet, *, id_column: str = WORDS[Field.ID][0]) -> tuple[str, ...]:
    """The roster columns that a rule sheet needs, in the order in which they are filled in (SPEC §5)."""
    signed = sheet.rules.corrections is Corrections.SIGNED_LIST
    columns = [
        WORDS[Field.REGISTRATION][0],
        *([WORDS[Field.APPLICANT][0]] if sheet.rules.carry else []),
        WORDS[Field.NAME][0],
        id_column,
        *(sheet.columns[a.name] for a in sheet.rules.attributes),
        WORDS[Field.BUNDLE][0],
        *private_columns(sheet),
        *([WORDS[Field.CORRECTS][0], WORDS[Field.APPROVED_BY][0]] if signed else []),
        WORDS[Field.REMOVED][0],
    ]
    return tuple({normalised(column): column for column in reversed(columns)}.values())[::-1]


def id_column(children: Iterable[Child], today: str) -> str:
    """身份证号, or 学籍号 where some id is only allowed under that header."""

    def plain(text: str) -> bool:
        try:
            cells.identity(text, student_number=False, today=today)
        except cells.Fault:
            return False
        return True

    return "身份证号" if all(plain(c.id) for c in children if c.id) else "学籍号"


def roster(children: Sequence[Child], sheet: Sheet) -> bytes:
    """roster.csv of the draft: UTF-8 with BOM for spreadsheets; words where the reader takes words."""
    columns = header(sheet, id_column=id_column(children, sheet.scheduled[:10].replace("-", "")))
    words = {a.name: {v.code: v.label for v in a.values} for a in sheet.rules.attributes}
    by_column = {sheet.columns[a.name]: a.name for a in sheet.rules.attributes}
    rows = []
    for child in children:
        texts = {
            WORDS[Field.REGISTRATION][0]: child.registration_no,
            WORDS[Field.APPLICANT][0]: child.applicant,
            WORDS[Field.NAME][0]: child.name,
            WORDS[Field.BUNDLE][0]: child.group,
            WORDS[Field.REMOVED][0]: child.removed,
            "身份证号": child.id,
            "学籍号": child.id,
            **child.others,
        }
        for column, name in by_column.items():
            code = child.attributes.get(name, "")
            texts[column] = words[name].get(code, code)
        rows.append([texts.get(column, "") for column in columns])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
