"""The seat maps 座位表: every class from a new page on, as the pupils see it when facing the teacher's desk (R43, R49).

A room larger than a page is cut into parts, each with its rows and columns named; seats that are not there are shown as gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from draw.rules import SeatsDraw
from draw.sheets import class_facts, classes, listing, lists
from draw.sheets.class_facts import Classes, Names, Pupil, Room
from draw.sheets.decisions import column
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.frame import Frame, furnish, masthead
from draw.sheets.layout import BOTTOM, HAIR, INDIGO, LEFT, PALE, RIGHT, SOFT, Face, Measure, Sheet
from draw.sheets.present import Present, present, ready
from draw.sheets.source import Source
from draw.sheets.tables import Holds, Line, Table
from draw.sheets.words import Label
from draw.words import pair, zh

MAP: Final = Label(*pair("classes.seats"))
ROLL: Final = Label(*pair("classes.seat_roll"))
_ACROSS: Final = 10  # seats side by side on a page
_LABELS: Final = 34.0  # to the left of the grid: the rows
_WIDEST: Final = 96.0
_HIGHEST: Final = 56.0
_LOWEST: Final = 27.0
_AROUND: Final = 112.0  # above and below the rows: counts, part, desk, columns, how to read it
_FOOT: Final = 104.0  # under the last part: notes and seal
_COLUMNS: Final = (
    column("further.class", Holds.CODE, None, 8),
    column("classes.row", Holds.COUNT, None, 8),
    column("classes.column", Holds.COUNT, None, 8),
    column("list.code", Holds.CODE, None, 16),
    column("list.bundle", Holds.CODE, None, 12),
)
_NAME: Final = column("list.name", Holds.TEXT, None, 18)
_MASKED: Final = column("list.masked", Holds.TEXT, None, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows and columns of a room that stand on one page, both ends included."""

    top: int
    bottom: int
    first: int
    last: int


def parts(rows: int, columns: int, room: float) -> list[Part]:
    """The room cut for pages that have `room` points for rows; rows of one part as many as fit, columns ten at most."""
    down = max(1, min(rows, int(room / _LOWEST)))
    down = -(-rows // -(-rows // down))  # as even as can be
    across = -(-columns // -(-columns // _ACROSS))
    return [
        Part(top=top, bottom=min(rows, top + down - 1), first=first, last=min(columns, first + across - 1))
        for top in range(1, rows + 1, down)
        for first in range(1, columns + 1, across)
    ]


def listed(source: Source, *, whole: bool) -> Iterator[Table]:
    """A table a draw of seats for spreadsheet programs."""
    now, name = present(source), class_facts.names(source, whole=whole)
    label, stem = (ROLL, "seat-roll") if whole else (MAP, "seats")
    for made, draw in _draws(now):
        rows = [
            Line(
                cells=(room.code, p.row, p.column, p.child.applicant, p.child.bundle, name(p.child.applicant)),
                joined="",
            )
            for room in made.rooms
            for p in sorted(room.pupils, key=lambda p: (p.row, p.column))
        ]
        lines = [Label(f"{made.school.code} {made.school.name}", ""), Label(*pair("classes.facing"))]
        lines += [Label(*pair("list.not_public"))] if whole else []
        yield lists.table(now, f"{stem}-{draw.id}", label, lines, (*_COLUMNS, _NAME if whole else _MASKED), rows)


def _draws(now: Present) -> Iterator[tuple[Classes, SeatsDraw]]:
    for made in class_facts.classes(now):
        for draw in class_facts.seat_draws(now, made.draw):
            yield made, draw


def _lay(source: Source, measure: Measure, progress: Progress, *, whole: bool) -> Iterator[Document]:
    now, name = present(source), class_facts.names(source, whole=whole)
    label, stem = (ROLL, "seat-roll") if whole else (MAP, "seats")
    frame = lists.frame(now, label)
    for made, draw in _draws(now):
        sheet = Sheet(measure)
        for room in made.rooms:
            progress(f"{stem}: {draw.id}, {room.code}")
            _room(sheet, frame, now, made, room, draw, name, whole=whole)
        if not whole:
            notes = [*listing.until(source), Label(*pair("list.code_is_key"))]
            listing.foot(sheet, frame, notes, (Label(*pair("list.school_seal")),))
        furnish(sheet.pages, frame, measure)
        title = f"{label.zh} {frame.session} {draw.id}"
        yield Document(name=f"{stem}-{draw.id}", title=title, author=frame.authority, pages=sheet.pages)


def _head(sheet: Sheet, frame: Frame, now: Present, made: Classes, room: Room, *, whole: bool) -> None:
    masthead(sheet, frame)
    listing.above(sheet, now)
    classes.head(sheet, now, made, room)
    if whole:
        sheet.label(LEFT, sheet.y + 8, Label(*pair("list.not_public")), 8.6)
        sheet.y += 14


def _room(
    sheet: Sheet, frame: Frame, now: Present, made: Classes, room: Room, draw: SeatsDraw, name: Names, *, whole: bool
) -> None:
    """One class over as many pages as its parts need."""
    _head(sheet, frame, now, made, room, whole=whole)
    told = Label(*pair("classes.seats_of", there=len(draw.there()), size=len(room.pupils)))
    left = BOTTOM - sheet.y - _AROUND - _FOOT
    seated = {(p.row, p.column): p for p in room.pupils}
    found = parts(draw.rows, draw.columns, left)
    for n, part in enumerate(found):
        if n:
            _head(sheet, frame, now, made, room, whole=whole)
        sheet.label(LEFT, sheet.y + 9, told, 8.6)
        sheet.y += 15
        if len(found) > 1:
            facts = {"first": part.first, "last": part.last, "top": part.top, "bottom": part.bottom}
            sheet.label(LEFT, sheet.y + 9, Label(*pair("classes.part", **facts)), 9.4, face=Face.BOLD)
            sheet.y += 15
        _grid(sheet, draw, part, seated, name, left)
    facing = Label(*pair("classes.facing"))
    sheet.text(LEFT, sheet.y + 10, facing.zh, 8.2)
    sheet.text(LEFT, sheet.y + 18.5, facing.en, 6.4, colour=SOFT)
    sheet.y += 26


def _grid(
    sheet: Sheet, draw: SeatsDraw, part: Part, seated: dict[tuple[int, int], Pupil], name: Names, left: float
) -> None:
    """The desk, the numbers of columns and rows, and a box a seat; row 1 is nearest to the desk."""
    across, down = part.last - part.first + 1, part.bottom - part.top + 1
    width = min(_WIDEST, (RIGHT - LEFT - _LABELS) / across)
    height = min(_HIGHEST, left / down)
    start = LEFT + _LABELS + (RIGHT - LEFT - _LABELS - width * across) / 2
    if part.top == 1:
        _desk(sheet, start, width * across)
    for n in range(across):
        sheet.text(start + (n + 0.5) * width, sheet.y + 8, str(part.first + n), 8, colour=SOFT, align="middle")
    sheet.y += 12
    there = frozenset(draw.there())
    for row in range(part.top, part.bottom + 1):
        label = Label(*pair("classes.row_of", row=row))
        sheet.text(start - 6, sheet.y + height / 2, label.zh, 8, align="right")
        sheet.text(start - 6, sheet.y + height / 2 + 8, label.en, 6, colour=SOFT, align="right")
        for n in range(across):
            seat = (row, part.first + n)
            x = start + n * width
            if seat in there:
                _seat(sheet, x, sheet.y, width, height, seated.get(seat), name)
            else:
                _gone(sheet, x, sheet.y, width, height)
        sheet.y += height
    if draw.front and part.top <= draw.front <= part.bottom:
        y = sheet.y - (part.bottom - draw.front) * height
        sheet.rule(start, y, width * across, colour=INDIGO, weight=1.4)
    sheet.y += 8


def _desk(sheet: Sheet, start: float, width: float) -> None:
    wide = min(width, 170.0)
    x, middle = start + (width - wide) / 2, start + width / 2
    sheet.box(x, sheet.y, wide, 26, colour=PALE, weight=0)
    sheet.box(x, sheet.y, wide, 26, colour=INDIGO, weight=0.9)
    sheet.text(middle, sheet.y + 13.5, zh("classes.desk"), 10.5, face=Face.BOLD, align="middle")
    sheet.text(middle, sheet.y + 22, pair("classes.desk")[1], 6.4, colour=SOFT, align="middle")
    for key, at, align in (("classes.left", start, "left"), ("classes.right", start + width, "right")):
        if width > 260:
            told = " ".join(pair(key))
            sheet.text(at, sheet.y + 20, told, 7.2, colour=SOFT, align="left" if align == "left" else "right")
    sheet.y += 32


def _seat(sheet: Sheet, x: float, y: float, width: float, height: float, pupil: Pupil | None, name: Names) -> None:
    sheet.box(x + 2, y + 2, width - 4, height - 4, weight=0.6)
    middle = x + width / 2
    if pupil is None:
        sheet.text(middle, y + height / 2 + 3, zh("classes.free"), 8, colour=SOFT, align="middle")
        return
    code, told = pupil.child.applicant, name(pupil.child.applicant)
    room = width - 8
    if told:
        fitted = sheet.fit(told, 11.5, room, face=Face.BOLD, least=0.35)
        sheet.text(middle, y + height / 2 - 1, fitted.lines[0], fitted.size, face=Face.BOLD, align="middle")
        for extra in fitted.lines[1:2]:  # a very long name goes on in a second line
            sheet.text(middle, y + height / 2 + 5, extra, fitted.size * 0.6, face=Face.BOLD, align="middle")
    size, at = (8.0, y + height / 2 + 11) if told else (10.5, y + height / 2 + 3.5)
    shown = sheet.fit(code, size, room, face=Face.MONO, least=0.3)
    sheet.text(middle, at, shown.lines[0], shown.size, face=Face.MONO, colour=SOFT if told else INDIGO, align="middle")


def _gone(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    sheet.box(x + 2, y + 2, width - 4, height - 4, colour=PALE, weight=0)
    sheet.box(x + 2, y + 2, width - 4, height - 4, colour=HAIR, weight=0.3)
    middle = x + width / 2
    sheet.text(middle, y + height / 2 + 1, zh("classes.gone"), 8, colour=SOFT, align="middle")
    sheet.text(middle, y + height / 2 + 8, pair("classes.gone")[1], 5.6, colour=SOFT, align="middle")


def _ready(source: Source) -> bool:
    return ready(source) and "tables/seats.csv" in source.files


KIND: Final = Kind(key="seats", label=MAP, private=False, ready=_ready, lay=partial(_lay, whole=False))
WHOLE: Final = Kind(key="seat-roll", label=ROLL, private=True, ready=_ready, lay=partial(_lay, whole=True))
