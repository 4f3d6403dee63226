"""What every page of every sheet carries: title, header rule, footer, rehearsal watermark (R49)."""

from dataclasses import dataclass
from typing import Final

from draw.sheets import words
from draw.sheets.layout import (
    HAIR,
    HEIGHT,
    INK,
    LEFT,
    PALE,
    RED,
    RIGHT,
    SOFT,
    TOP,
    WIDTH,
    Box,
    Face,
    Mark,
    Measure,
    Sheet,
    Text,
    visible,
)  # fmt: skip
from draw.sheets.words import Label

_SEAL: Final = 19.0  # width of the seal mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The facts of the session that frame a page."""

    sheet: Label  # what kind of document this is
    title: str
    authority: str
    rehearsal: bool
    session: str
    attempt: int
    voided: int
    rehearsals: int
    scheduled: str
    hash_label: Label
    hash: str  # 64 hex digits; the footer shows the first and last eight


def masthead(sheet: Sheet, frame: Frame) -> None:
    """A new page with the document's full head; sheet.y is below it."""
    sheet.new_page()
    _seal(sheet, LEFT, TOP - 4)
    x = LEFT + _SEAL + 12
    room = RIGHT - x - 84
    mode = words.REHEARSAL if frame.rehearsal else words.LIVE
    width = sheet.measure(mode.zh, Face.BOLD, 11) + sheet.measure(mode.en, Face.REGULAR, 7) + 18
    sheet.box(RIGHT - width, TOP - 8, width, 18, colour=INK, weight=0.8)  # clear of a long title below it
    end = sheet.text(RIGHT - width + 6, TOP + 5, mode.zh, 11, face=Face.BOLD)
    sheet.text(end + 5, TOP + 4.5, mode.en, 7)
    y = TOP
    for text, size, face, colour in (
        (frame.authority, 9.5, Face.REGULAR, SOFT),
        (frame.title, 16, Face.BOLD, INK),
    ):
        fitted = sheet.fit(text, size, room if face is Face.REGULAR else RIGHT - x, face=face, least=0.8)
        sheet.lines(x, y + fitted.size * 0.9, fitted, colour=colour)
        y += fitted.height + 3
    sheet.label(x, y + 11, frame.sheet, 12)
    y += 20
    _header_rule(sheet, y, 1.8)
    facts = ((words.SESSION, frame.session), (words.SCHEDULED, frame.scheduled))
    at, y = LEFT, y + 14
    for label, value in facts:
        room = RIGHT - sheet.label_width(label, 8) - 6
        if at > LEFT and at + sheet.measure(visible(value), Face.BOLD, 8.6) > room:
            at, y = LEFT, y + 12
        end = sheet.label(at, y, label, 8)
        fitted = sheet.fit(value, 8.6, RIGHT - end - 6, face=Face.BOLD)
        sheet.lines(end + 6, y, fitted)
        at = end + 6 + sheet.measure(fitted.lines[0], Face.BOLD, fitted.size) + 16
        y += fitted.height - fitted.pitch
    sheet.y = y + 18


def running_head(sheet: Sheet, frame: Frame, what: str) -> None:
    """A new page with the short head that follows a masthead: document, title, and what the page is about."""
    sheet.new_page()
    fitted = sheet.fit(f"{frame.sheet.zh} · {frame.title}", 8, (RIGHT - LEFT) * 0.62, least=0.8)
    sheet.lines(LEFT, TOP - 2 + 8, fitted, colour=SOFT)
    about = sheet.fit(what, 8.6, (RIGHT - LEFT) * 0.36, face=Face.BOLD, least=0.8)
    for n, line in enumerate(about.lines):
        sheet.text(RIGHT, TOP + 6 + n * about.pitch, line, about.size, face=Face.BOLD, align="right")
    y = TOP + 2 + max(fitted.height, about.height)
    _header_rule(sheet, y, 1.0)
    sheet.y = y + 12


def furnish(pages: list[list[Mark]], frame: Frame, measure: Measure) -> None:
    """Puts watermark and footer under the marks of every page, when the number of pages is known."""
    for number, page in enumerate(pages, start=1):
        under = Sheet(measure)
        under.new_page()
        if frame.rehearsal:
            _watermark(under)
        _footer(under, frame, words.page(number, len(pages)))
        page[:0] = under.pages[0]


def _header_rule(sheet: Sheet, y: float, weight: float) -> None:
    sheet.rule(LEFT, y, RIGHT - LEFT, colour=RED, weight=weight)
    sheet.rule(LEFT, y + weight / 2 + 1.6, RIGHT - LEFT, colour=RED, weight=0.4)


def _seal(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x, y, _SEAL, _SEAL * 2 - 2, colour=RED, weight=0)
    for n, character in enumerate(words.SEAL):
        sheet.text(x + _SEAL / 2, y + 14.5 + n * 16.5, character, 14.5, face=Face.BOLD, colour=0xFFFFFF, align="middle")


def _watermark(sheet: Sheet) -> None:
    for dx, dy, text, size in (
        (-38.0, -38.0, words.REHEARSAL.zh, 190.0),
        (46.0, 46.0, words.REHEARSAL.en, 92.0),
    ):
        sheet.put(
            Text(x=WIDTH / 2 + dx, y=HEIGHT / 2 + dy, text=text, face=Face.BOLD, size=size, colour=PALE, turn=45.0)
        )


def _footer(sheet: Sheet, frame: Frame, page: Label) -> None:
    y = HEIGHT - 46.0
    sheet.put(Box(x=LEFT, y=y, width=RIGHT - LEFT, height=0, colour=HAIR, weight=0.5))
    sheet.label(LEFT, y + 13, page, 8.6, face=Face.BOLD)
    code = f"{frame.hash[:8]} … {frame.hash[-8:]}"
    width = sheet.label_width(frame.hash_label, 8) + 6 + _code_width(sheet, frame.hash)
    end = sheet.label(RIGHT - width, y + 13, frame.hash_label, 8)
    _code(sheet, end + 6, y + 13, code)
    end = sheet.label(LEFT, y + 25, words.SESSION, 8)
    count = words.attempts(frame.attempt, frame.voided, frame.rehearsals)
    room = RIGHT - LEFT - sheet.label_width(count, 8) - (end + 5 - LEFT) - 14
    session = sheet.fit(frame.session, 8.6, room, face=Face.MONO, least=0.5)
    sheet.lines(end + 5, y + 25, session)
    sheet.label(RIGHT - sheet.label_width(count, 8), y + 25, count, 8)


def _code_width(sheet: Sheet, value: str) -> float:
    return sheet.measure(value[:16], Face.MONO, 9.2) + sheet.measure(" … ", Face.REGULAR, 9.2)


def _code(sheet: Sheet, x: float, y: float, code: str) -> None:
    first, last = code.split(" … ")
    x = sheet.text(x, y, first, 9.2, face=Face.MONO)
    x = sheet.text(x, y, " … ", 9.2)
    sheet.text(x, y, last, 9.2, face=Face.MONO)
