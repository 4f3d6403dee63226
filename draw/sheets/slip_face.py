"""The face of one family slip: a quarter of an A4 page, its QR code as large as there is room (SPEC §15, R49)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from draw.errors import SheetError
from draw.hashing import read_aloud
from draw.sheets import qr, words
from draw.sheets.layout import (
    HAIR,
    HEIGHT,
    INDIGO,
    INK,
    MM,
    PALE,
    PAPER,
    RED,
    SOFT,
    WIDTH,
    Cells,
    Face,
    Lines,
    Mark,
    Measure,
    Sheet,
    Text,
)
from draw.sheets.qr import Level
from draw.sheets.words import Label
from draw.words import pair

ACROSS: Final = WIDTH / 2
DOWN: Final = HEIGHT / 2
LEAST_MODULE: Final = 0.5 * MM  # what phones still read off office paper
_MODULE: Final = 0.68 * MM
_MARGIN: Final = 20.0
_INNER: Final = ACROSS - 2 * _MARGIN
_FOOT: Final = DOWN - 17.0  # baseline of the last line
_FOOT_RULE: Final = 7.5
_LABELS: Final = 66.0  # width of the facts' names
_READABLE: Final = (8.2, 7.6, 7.0, 6.4)  # sizes of the facts; a long list of preferences shrinks
_SIZES: Final = (*_READABLE, 5.8, 5.2, 4.6)
_BESIDE: Final = 78.0  # the least width of the words beside the code
_GAP: Final = 9.0  # not less than the quiet zone
CODE_ROOM: Final = _INNER - _BESIDE - _GAP

SHEET: Final = Label(*pair("family.sheet"))
_REGISTRATION: Final = Label(*pair("family.registration"))
_NAME: Final = Label(*pair("family.name"))
_HOW: Final = Label(*pair("family.how"))
_STEPS: Final = (
    Label(*pair("family.how_1")),
    Label(*pair("family.how_2")),
    Label(*pair("family.how_3")),
    Label(*pair("family.how_4")),
)
_KEEP: Final = Label(*pair("family.keep"))


Facts = tuple[tuple[Label, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What all slips of a session have in common."""

    title: str
    authority: str
    rehearsal: bool
    session: str
    version: Label
    notice_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One child's slip."""

    applicant: str
    registration_no: str
    name: str  # masked, "" where the rule sheet shows no names
    facts: Facts
    brief: Facts  # the same in codes, where there is no room for names
    code: bytes  # the text of its QR code
    number: Label  # which of how many


def lay(measure: Measure, left: float, top: float, common: Common, slip: Slip) -> list[Mark]:
    """The marks of a slip whose upper left corner is there.

    The code is of level M as long as that leaves readable facts: a slip lies folded in a bag for weeks, and M survives twice the
    dirt that L does. Else it is of level L, whose code has fewer modules for the same text.

    Raises:
        SheetError: the child's line is too long for a code with modules of half a millimetre beside the words.
    """
    for facts in (slip.facts, slip.brief, ()):  # what has no room in words is in the code all the same
        for level, sizes in ((Level.M, _READABLE), (Level.L, _SIZES)):
            for size in sizes:
                if marks := _laid(measure, left, top, common, slip, facts, size, level):
                    return marks
    raise SheetError(f"{slip.applicant}: a slip of a quarter page is too small for this child's line")


def _laid(
    measure: Measure, left: float, top: float, common: Common, slip: Slip, facts: Facts, size: float, level: Level
) -> list[Mark]:
    """The marks with the facts in this size; [] if there is no room left for the code."""
    sheet = Sheet(measure)
    sheet.new_page()
    sheet.y = top + 17
    x, bottom = left + _MARGIN, top + _FOOT - _FOOT_RULE
    if common.rehearsal:
        _watermark(sheet, left, top)
    _head(sheet, x, common)
    _child(sheet, x, slip)
    for label, value in facts:
        _fact(sheet, x, label, value, size)
    _codes(sheet, x, common.notice_hash)
    module = module_of(len(slip.code), level, bottom - sheet.y)
    if not module or not _verification(sheet, x, bottom, slip.code, level, module):
        return []
    _foot(sheet, x, top + _FOOT, common, slip)
    return sheet.pages[0]


def module_of(length: int, level: Level, room: float) -> float:
    """The width of a module for a code of so many bytes, with its quiet zone at most `room` high; 0 if it does not fit."""
    side = qr.side(length, level)
    module = min(_MODULE, room / (side + 2 * qr.QUIET), CODE_ROOM / side) if side else 0.0
    return module if module >= LEAST_MODULE else 0.0


def _head(sheet: Sheet, x: float, common: Common) -> None:
    mode = words.REHEARSAL if common.rehearsal else words.LIVE
    colour = RED if common.rehearsal else INK
    width = sheet.measure(mode.zh, Face.BOLD, 8.4) + sheet.measure(mode.en, Face.REGULAR, 5.6) + 12
    sheet.box(x + _INNER - width, sheet.y - 1, width, 13, colour=colour, weight=0.7)
    end = sheet.text(x + _INNER - width + 4.5, sheet.y + 8.4, mode.zh, 8.4, face=Face.BOLD, colour=colour)
    sheet.text(end + 3, sheet.y + 8.2, mode.en, 5.6, colour=colour)
    sheet.label(x, sheet.y + 9, SHEET, 10.5, face=Face.BOLD)
    y = sheet.y + 15
    for text, size, face, colour in ((common.title, 8.8, Face.BOLD, INK), (common.authority, 6.6, Face.REGULAR, SOFT)):
        sizes = (size * share for share in (1.0, 0.85, 0.7, 0.55))
        fitted = next((f for each in sizes if len((f := sheet.fit(text, each, _INNER, face=face)).lines) < 3), None)
        fitted = fitted or sheet.fit(text, 4.6, _INNER, face=face)
        sheet.lines(x, y + fitted.size, fitted, colour=colour)
        y += fitted.height
    end = sheet.label(x, y + 6.6, words.SESSION, 6.6)
    sheet.lines(end + 4, y + 6.6, sheet.fit(common.session, 6.6, x + _INNER - end - 4, face=Face.MONO, least=0.5))
    y += 10
    sheet.rule(x, y + 3, _INNER, colour=RED, weight=1.2)
    sheet.rule(x, y + 5, _INNER, colour=RED, weight=0.35)
    sheet.y = y + 8


def _child(sheet: Sheet, x: float, slip: Slip) -> None:
    """The code, large; beside it what the school needs to hand the slip to the right family."""
    sheet.label(x, sheet.y + 7, words.APPLICANT, 7)
    fitted = sheet.fit(slip.applicant, 21, _INNER * 0.56, face=Face.BOLD, least=0.3)
    sheet.lines(x, sheet.y + 10 + fitted.size * 0.88, fitted)
    at = x + _INNER * 0.6
    beside = ((_REGISTRATION, slip.registration_no), (_NAME, slip.name))
    for n, (label, value) in enumerate(one for one in beside if one[1]):
        sheet.label(at, sheet.y + 7 + n * 19, label, 5.6)
        sheet.lines(at, sheet.y + 16 + n * 19, sheet.fit(value, 8.6, _INNER * 0.4, least=0.2))
    sheet.y += 41
    sheet.rule(x, sheet.y, _INNER, colour=HAIR, weight=0.3)
    sheet.y += 3


def _fact(sheet: Sheet, x: float, label: Label, value: str, size: float) -> None:
    sheet.label(x, sheet.y + size, label, size * 0.92)
    fitted = sheet.fit(value, size, _INNER - _LABELS, least=0.9)
    sheet.lines(x + _LABELS, sheet.y + size, fitted)
    sheet.y += fitted.height + size * 0.3


def _codes(sheet: Sheet, x: float, notice_hash: str) -> None:
    """The notice hash whole, and beside it its read-aloud code, each in two lines."""
    sheet.y += 1
    sheet.rule(x, sheet.y, _INNER, colour=HAIR, weight=0.3)
    aloud, second = read_aloud(notice_hash), x + _INNER * 0.6
    sheet.label(x, sheet.y + 9, words.NOTICE, 7, face=Face.BOLD)
    sheet.label(second, sheet.y + 9, words.READ_ALOUD, 7)
    for n in range(2):
        half = notice_hash[n * 32 : n * 32 + 32]
        sheet.text(x, sheet.y + 18.5 + n * 9.4, " ".join(half[i : i + 8] for i in range(0, 32, 8)), 8.1, face=Face.MONO)
        said = aloud[n * 25 : n * 25 + 24]
        sheet.text(second, sheet.y + 18.5 + n * 9.4, said, 8.1, face=Face.MONO, colour=INDIGO)
    sheet.y += 33
    sheet.rule(x, sheet.y, _INNER, colour=HAIR, weight=0.3)
    sheet.y += 5


def _verification(sheet: Sheet, x: float, bottom: float, code: bytes, level: Level, module: float) -> bool:
    """The QR code at the lower left, beside it how to check; False if the words do not find room there."""
    size, quiet = qr.side(len(code), level) * module, qr.QUIET * module
    column = x + size + _GAP
    told = _told(sheet, _INNER - size - _GAP, bottom - 4 - sheet.y)
    if not told:
        return False
    top = bottom - quiet - size
    sheet.box(x - quiet, top - quiet, size + 2 * quiet, size + 2 * quiet, colour=PAPER, weight=0)  # no watermark
    sheet.put(Cells(x=x, y=top, module=module, runs=qr.runs(code, level)[1]))
    height = sum(height for _, _, height in told)
    y = min(top, bottom - 4 - height)
    for lines, colour, height in told:
        sheet.lines(column, y + lines.size, lines, colour=colour)
        y += height
    return True


def _told(sheet: Sheet, width: float, room: float) -> Sequence[tuple[Lines, int, float]]:
    """The steps in the largest type that fits; () if none does."""
    for size in (6.8, 6.2, 5.6, 5.0, 4.5):
        lines = [(sheet.fit(_HOW.zh, size + 1, width, face=Face.BOLD), INK, size * 1.6)]
        for step in (*_STEPS, _KEEP):
            fitted = sheet.fit(step.zh, size, width)
            lines.append((fitted, RED if step is _KEEP else INK, fitted.height))
            fitted = sheet.fit(step.en, size * 0.76, width)
            lines.append((fitted, SOFT, fitted.height + size * 0.4))
        if sum(height for _, _, height in lines) <= room:
            return lines
    return ()


def _foot(sheet: Sheet, x: float, y: float, common: Common, slip: Slip) -> None:
    sheet.rule(x, y - _FOOT_RULE, _INNER, colour=HAIR, weight=0.3)
    sheet.label(x, y, common.version, 5.8)
    sheet.label(x + _INNER - sheet.label_width(slip.number, 5.8), y, slip.number, 5.8)


def _watermark(sheet: Sheet, left: float, top: float) -> None:
    for dx, dy, text, size in ((-22.0, -22.0, words.REHEARSAL.zh, 96.0), (26.0, 26.0, words.REHEARSAL.en, 46.0)):
        x, y = left + ACROSS / 2 + dx, top + DOWN / 2 + dy
        sheet.put(Text(x=x, y=y, text=text, face=Face.BOLD, size=size, colour=PALE, turn=45.0))
