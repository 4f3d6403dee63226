"""The result sheet (派位结果单): one A4 document a session, to be signed, sealed and posted (R49, R50).

Pure: the same data and fonts give the same bytes. It prints what it is given and decides nothing.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final, Literal

from draw.errors import SheetError
from draw.sheets import closing, decisions, roll, words
from draw.sheets.decisions import Decision
from draw.sheets.document import Document, Progress
from draw.sheets.frame import Frame, furnish, masthead, running_head
from draw.sheets.layout import BOTTOM, LEFT, RIGHT, SOFT, Face, FontPair, Measure, Sheet, face_of
from draw.sheets.pdf import Typefaces, write
from draw.sheets.words import Label


class DrawStatus(Enum):
    """What became of one draw (SPEC §8)."""

    HELD = words.HELD
    REGISTERED = words.REGISTERED
    ALL_LISTED = words.ALL_LISTED
    NOT_HELD = words.NOT_HELD
    EMPTY = words.EMPTY
    ON_LIST = words.ON_LIST  # no draw: the school's waiting list, where its draws' rows stand elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One child's line, ready to print."""

    rank: str  # "" where there was no draw
    applicant: str
    unit: str  # the bundle's code, "" for a child drawn alone; members of a bundle stand next to each other
    name: str  # masked (R50), "" where the rule sheet says none
    outcome: str  # in Chinese
    reason: str  # in Chinese


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawTable:
    """One draw of a school."""

    draw: str  # its id, with which anybody can recompute the numbers; "" for a waiting list
    title: str
    status: DrawStatus
    last_rank: int | None  # 录满序号
    note: str  # where its places come from, or its schools; "" for none
    rows: tuple[ResultRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolResult:
    """One school: counts are of children unless said otherwise."""

    code: str
    name: str
    places: int
    approved_extra: int
    over_plan: int
    listed: int | None  # children on its shortlist, None if it has none (R20)
    limit: int  # of the shortlist, 0 if it has none
    last_place: str  # the policy in words (R25), "" where none is read
    outside: tuple[str, ...]  # children placed outside the draw, declared in the rule sheet (R55)
    children: int | None  # who applied; None where nobody is asked
    units: int | None  # of units
    bundles: int | None  # of bundles
    admitted: int
    waiting: int
    tables: tuple[DrawTable, ...]
    classed: int | None  # children put into classes, None where no classes are made (R40)
    classes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSheet:
    """All that the sheet shows; hashes are 64 lower-case hex digits."""

    title: str
    authority: str
    mode: Literal["live", "rehearsal"]
    session: str
    attempt: int
    voided: int
    rehearsals: int
    scheduled: str
    notice_hash: str
    board_hash: str
    seed: str
    outputs_hash: str
    result_hash: str
    statement_hash: str
    statement: bytes  # statement.txt
    signature: bytes  # 64 bytes, statement.sig
    schools: tuple[SchoolResult, ...]
    unplaced: tuple[DrawTable, ...]  # who got no place in draws of several schools, a table a draw
    further: tuple[Decision, ...]  # what the draws of SPEC §16 decided


_COLUMNS: Final = (
    roll.Column(head=words.RANK, most=48, code=True, bold=False),
    roll.Column(head=words.APPLICANT, most=116, code=True, bold=False),
    roll.Column(head=words.BUNDLE, most=92, code=True, bold=False),
    roll.Column(head=words.NAME, most=112, code=False, bold=False),
    roll.Column(head=words.OUTCOME, most=64, code=False, bold=True),
    roll.Column(head=words.REASON, most=0, code=False, bold=False),
)

_END: Final = 24.0  # the line under a table
_TOTAL: Final = 20.0  # the total that ends a school
_SIGNED: Final = 98.0  # the same with a box for its head teacher


def result_sheet(
    data: ResultSheet, fonts: FontPair, *, progress: Callable[[str], None] = lambda message: None
) -> bytes:
    """The PDF file of `lay`.

    Raises:
        SheetError: a character has no glyph, the hashes are not those of the statement, or a text fits no page.
    """
    typefaces = Typefaces(fonts)
    document = lay(data, typefaces.measure, progress)
    return write(document.pages, typefaces, title=document.title, author=document.author, progress=progress)


def lay(data: ResultSheet, measure: Measure, progress: Progress) -> Document:
    """The document, A4 portrait: every school from a new page on, then one page of codes and signatures.

    Raises:
        SheetError: the hashes are not those of the statement, or a text fits no page.
    """
    _check(data)
    frame = _frame(data)
    sheet = Sheet(measure)
    tables = [table for school in data.schools for table in school.tables]
    every = [_row(row) for table in (*tables, *data.unplaced) for row in table.rows]
    columns = _columns(data)
    widths = roll.widths(sheet, columns, every)
    for number, school in enumerate(data.schools, start=1):
        progress(f"result sheet: school {number} of {len(data.schools)}")
        _school(sheet, frame, school, columns, widths, signed_here=len(data.schools) > 1)
    if data.unplaced:
        progress("result sheet: children without a place")
        _unplaced(sheet, frame, data.unplaced, widths)
    if data.further:
        progress("result sheet: further draws")
        masthead(sheet, frame)
        decisions.heading(sheet)
        decisions.draw_all(sheet, frame, data.further)
    _closing(sheet, frame, data)
    furnish(sheet.pages, frame, measure)
    return Document(name="result", title=f"{words.SHEET.zh} {data.session}", author=data.authority, pages=sheet.pages)


def _check(data: ResultSheet) -> None:
    """The paper must not show one hash and its QR code another (SPEC §10)."""
    body = data.statement[: data.statement.rstrip(b"\n").rfind(b"\n") + 1]
    lines = data.statement.decode("ascii", "replace").splitlines()
    for name, shown, true in (
        ("statement hash", data.statement_hash, hashlib.sha256(data.statement).hexdigest()),
        ("result hash", data.result_hash, hashlib.sha256(body).hexdigest()),
    ):
        if shown != true:
            raise SheetError(f"the {name} {shown} is not that of the statement, {true}")
    for line in (
        f"draw1 {data.session}", f"mode {data.mode}", f"attempt {data.attempt}", f"notice {data.notice_hash}",
        f"board {data.board_hash}", f"seed {data.seed}", f"outputs {data.outputs_hash}",
    ):  # fmt: skip
        if line not in lines:
            raise SheetError(f"the statement has no line {line!r}")
    if len(data.signature) != 64:
        raise SheetError(f"a signature has 64 bytes, not {len(data.signature)}")


def _frame(data: ResultSheet) -> Frame:
    return Frame(
        sheet=words.SHEET, title=data.title, authority=data.authority, rehearsal=data.mode == "rehearsal",
        session=data.session, attempt=data.attempt, voided=data.voided, rehearsals=data.rehearsals,
        scheduled=data.scheduled, hash_label=words.RESULT, hash=data.result_hash,
    )  # fmt: skip


def _row(row: ResultRow) -> roll.Row:
    cells = (row.rank or words.ABSENT, row.applicant, row.unit, row.name or words.ABSENT, row.outcome, row.reason)
    return roll.Row(cells=cells, joined=row.unit)


def _columns(data: ResultSheet) -> tuple[roll.Column, ...]:
    """A rank admits nobody where all schools only make classes, and is called so."""
    if data.schools and all(school.classed is not None for school in data.schools):
        return (roll.Column(head=words.POSITION, most=48, code=True, bold=False), *_COLUMNS[1:])
    return _COLUMNS


def _school(
    sheet: Sheet, frame: Frame, school: SchoolResult, columns: tuple[roll.Column, ...], widths: tuple[float, ...], *,
    signed_here: bool,
) -> None:  # fmt: skip
    masthead(sheet, frame)
    _facts(sheet, school)
    about = f"{school.code} {school.name}（{words.CONTINUED.zh}）"
    foot = _SIGNED if signed_here else _TOTAL
    for number, table in enumerate(school.tables, start=1):
        last = number == len(school.tables)
        keep = _END + (foot if last else 0.0)
        if sheet.y + 100 + (0.0 if table.rows else keep) > BOTTOM:  # a title, a head and two rows, or a new page
            running_head(sheet, frame, about)
        _title(sheet, table)
        roll.draw(
            sheet, columns, widths, [_row(row) for row in table.rows],
            next_page=partial(_further_page, sheet, frame, about, table), keep=keep,
        )  # fmt: skip
        end = words.end_of_table(len(table.rows), last=last)
        sheet.text(LEFT, sheet.y + 11, end.zh, 7.8, colour=SOFT)
        sheet.text(RIGHT, sheet.y + 11, end.en, 6.6, colour=SOFT, align="right")
        sheet.y += _END
    if not school.tables:
        sheet.label(LEFT, sheet.y + 14, words.NONE, 10)
        sheet.y += _END
    sheet.label(LEFT, sheet.y + 12, _total(school), 10, face=Face.BOLD)
    if signed_here:
        closing.box(sheet, RIGHT - 260, sheet.y, 260, 92, words.HEAD, stamped=not frame.rehearsal)


def _total(school: SchoolResult) -> Label:
    if school.listed is not None:
        return words.listed_of(school.listed, school.limit)
    if school.classed is not None:
        return words.classed_of(school.classed, school.classes)
    return words.admitted_of(school.admitted, school.places)


def _unplaced(sheet: Sheet, frame: Frame, tables: tuple[DrawTable, ...], widths: tuple[float, ...]) -> None:
    """Draws of several schools: who got a place stands under the school, who did not stands here."""
    masthead(sheet, frame)
    about = f"{words.UNPLACED.zh}（{words.CONTINUED.zh}）"
    closing.heading(sheet, words.UNPLACED)
    for table in tables:
        if sheet.y + 100 + (0.0 if table.rows else _END) > BOTTOM:
            running_head(sheet, frame, about)
        _title(sheet, table)
        roll.draw(
            sheet, _COLUMNS, widths, [_row(row) for row in table.rows],
            next_page=partial(_further_page, sheet, frame, about, table), keep=_END,
        )  # fmt: skip
        end = words.end_of_table(len(table.rows), last=False)
        sheet.text(LEFT, sheet.y + 11, end.zh, 7.8, colour=SOFT)
        sheet.text(RIGHT, sheet.y + 11, end.en, 6.6, colour=SOFT, align="right")
        sheet.y += _END


def _further_page(sheet: Sheet, frame: Frame, about: str, table: DrawTable) -> None:
    running_head(sheet, frame, about)
    title = sheet.fit(f"{table.title}（{words.CONTINUED.zh}）", 8.6, RIGHT - LEFT, face=Face.BOLD)
    sheet.lines(LEFT, sheet.y + 7, title)
    sheet.y += title.height + 2


def _facts(sheet: Sheet, school: SchoolResult) -> None:
    name = sheet.fit(school.name, 15, RIGHT - LEFT - 130, face=Face.BOLD, least=0.75)
    sheet.lines(LEFT, sheet.y + 14, name)
    end = sheet.text(RIGHT, sheet.y + 13, school.code, 11, face=face_of(school.code), align="right")
    width = sheet.label_width(words.SCHOOL, 8)
    sheet.label(end - sheet.measure(school.code, face_of(school.code), 11) - width - 6, sheet.y + 13, words.SCHOOL, 8)
    sheet.y += name.height + 6
    sheet.label(LEFT, sheet.y + 12, _total(school), 12, face=Face.BOLD)
    sheet.y += 22
    numbers: tuple[tuple[Label, int | None], ...] = (
        (words.PLACES, school.places), (words.APPROVED_EXTRA, school.approved_extra),
        (words.CHILDREN, school.children), (words.UNITS, school.units), (words.BUNDLES, school.bundles),
        (words.ADMITTED, school.admitted), (words.OVER_PLAN, school.over_plan), (words.WAITING, school.waiting),
    )  # fmt: skip
    if school.classed is not None:
        numbers = (
            (words.CHILDREN, school.children), (words.UNITS, school.units), (words.BUNDLES, school.bundles),
            (words.CLASSES, school.classes), (words.CLASSED, school.classed),
        )  # fmt: skip
    closing.figures(sheet, numbers)
    sheet.y += 56
    rules = ((words.LAST_PLACE, school.last_place), *((words.OUTSIDE, text) for text in school.outside))
    for label, text in rules:
        if not text:
            continue
        end = sheet.label(LEFT, sheet.y, label, 8.6, face=Face.BOLD) + 8
        fitted = sheet.fit(text, 8.6, RIGHT - end, least=1.0)
        sheet.lines(end, sheet.y, fitted)
        sheet.y += fitted.height + 4


def _title(sheet: Sheet, table: DrawTable) -> None:
    right = sheet.label_width(table.status.value, 9, Face.BOLD)
    fitted = sheet.fit(table.title, 11, RIGHT - LEFT - right - 20, face=Face.BOLD, least=0.8)
    sheet.lines(LEFT, sheet.y + 12, fitted)
    sheet.label(RIGHT - right, sheet.y + 12, table.status.value, 9, face=Face.BOLD)
    sheet.y += fitted.height + 3
    if table.draw:
        end = sheet.label(LEFT, sheet.y + 9, words.DRAW, 8)
        sheet.text(end + 5, sheet.y + 9, table.draw, 8.6, face=face_of(table.draw))
    if table.last_rank is not None:
        width = sheet.label_width(words.LAST_RANK, 8) + 5 + sheet.measure(str(table.last_rank), Face.BOLD, 9)
        end = sheet.label(RIGHT - width, sheet.y + 9, words.LAST_RANK, 8)
        sheet.text(end + 5, sheet.y + 9, str(table.last_rank), 9, face=Face.BOLD)
    sheet.y += 15
    if table.note:
        note = sheet.fit(table.note, 8.4, RIGHT - LEFT)
        sheet.lines(LEFT, sheet.y + 7, note)
        sheet.y += note.height + 2


def _closing(sheet: Sheet, frame: Frame, data: ResultSheet) -> None:
    running_head(sheet, frame, words.CLOSING.zh)
    closing.heading(sheet, words.CLOSING)
    closing.codes(sheet, (
        (words.RESULT, data.result_hash, True), (words.STATEMENT, data.statement_hash, True),
        (words.NOTICE, data.notice_hash, False), (words.BOARD, data.board_hash, False),
        (words.SEED, data.seed, False), (words.OUTPUTS, data.outputs_hash, False),
    ))  # fmt: skip
    closing.verification(sheet, data.statement, data.signature)
    if frame.rehearsal:
        sheet.label(LEFT, sheet.y + 10, words.NO_EFFECT, 11, face=Face.BOLD)
        sheet.y += 18
    head = words.HEAD if len(data.schools) == 1 else words.HEAD_EACH
    boxes: tuple[Label, ...] = (
        words.NOTARY_1, words.NOTARY_2, words.HOST, words.OPERATOR, words.CHECKER, words.WITNESS, head, words.SEALED,
    )  # fmt: skip
    stamped = frozenset[Label]() if frame.rehearsal else frozenset({words.HEAD, words.SEALED})
    closing.signatures(sheet, boxes, stamped=stamped)
