"""The parts of a last page: whole codes, the QR code, how to verify, and where people sign (R46, R49)."""

from collections.abc import Sequence
from typing import Final

from draw.hashing import read_aloud
from draw.sheets import qr
from draw.sheets.layout import HAIR, INDIGO, LEFT, MM, PAPER, RED, RIGHT, SOFT, Cells, Face, Ring, Sheet
from draw.sheets.words import ABSENT, DATE, READ_ALOUD, SCAN, SIGNATURE, STAMP, VERIFY, VERIFY_LINES, Label

MODULE: Final = 0.58 * MM  # phones read 0.5 mm off office paper
_CODES_AT: Final = LEFT + 142
_ACROSS: Final = 4


def heading(sheet: Sheet, label: Label) -> None:
    """A section's title with a thin line under it."""
    sheet.label(LEFT, sheet.y + 11, label, 10.5, face=Face.BOLD)
    sheet.rule(LEFT, sheet.y + 16, RIGHT - LEFT, colour=INDIGO, weight=0.7)
    sheet.y += 22


def figures(sheet: Sheet, numbers: Sequence[tuple[Label, int | None]]) -> None:
    """A framed row of counts with their names; "—" where there is none. sheet.y stays at its top."""
    width = (RIGHT - LEFT) / len(numbers)
    sheet.box(LEFT, sheet.y, RIGHT - LEFT, 43, colour=INDIGO, weight=0.6)
    for n, (label, value) in enumerate(numbers):
        x = LEFT + n * width
        if n:
            sheet.box(x, sheet.y, 0, 43, colour=HAIR, weight=0.4)
        sheet.text(x + width / 2, sheet.y + 11, label.zh, 8, align="middle")
        sheet.text(x + width / 2, sheet.y + 19, label.en, 6, colour=SOFT, align="middle")
        shown = ABSENT if value is None else str(value)
        sheet.text(x + width / 2, sheet.y + 36, shown, 13, face=Face.BOLD, colour=INDIGO, align="middle")


def codes(sheet: Sheet, entries: Sequence[tuple[Label, str, bool]]) -> None:
    """Each (name, hash of 64 hex digits, aloud) in eight groups; under it, if aloud, its read-aloud code."""
    for label, value, aloud in entries:
        face = Face.BOLD if aloud else Face.REGULAR
        sheet.text(LEFT, sheet.y + 10, label.zh, 8.8, face=face)
        sheet.text(LEFT + 78, sheet.y + 10, label.en, 6.8, colour=SOFT)
        sheet.text(_CODES_AT, sheet.y + 10, _grouped(value, 8), 9.6, face=Face.MONO)
        sheet.y += 15.5
        if aloud:
            sheet.text(LEFT, sheet.y + 9, READ_ALOUD.zh, 8.8)
            sheet.text(LEFT + 78, sheet.y + 9, READ_ALOUD.en, 6.8, colour=SOFT)
            sheet.text(_CODES_AT, sheet.y + 10, read_aloud(value), 13.2, face=Face.MONO, colour=INDIGO)
            sheet.y += 18
        sheet.rule(LEFT, sheet.y, RIGHT - LEFT, colour=HAIR, weight=0.3)
        sheet.y += 3
    sheet.y += 10


def verification(sheet: Sheet, statement: bytes, signature: bytes) -> None:
    """The QR code of statement and signature, and beside it four lines on how to verify.

    Raises:
        SheetError: the statement is too long for one QR code.
    """
    side, runs = qr.runs(qr.statement_text(statement, signature))
    size = (side + 2 * qr.QUIET) * MODULE
    edge = qr.QUIET * MODULE
    top = sheet.y
    sheet.box(RIGHT - size, top - 4, size, size, colour=PAPER, weight=0)  # no watermark behind the code
    sheet.put(Cells(x=RIGHT - size + edge, y=top + edge - 4, module=MODULE, runs=runs))
    caption = sheet.fit(SCAN.zh, 7.6, size)
    sheet.text(RIGHT - size / 2, top + size, caption.lines[0], caption.size, align="middle")
    english = sheet.fit(SCAN.en, 6.2, size)
    sheet.text(RIGHT - size / 2, top + size + 8.5, english.lines[0], english.size, colour=SOFT, align="middle")
    width = RIGHT - LEFT - size - 10
    sheet.label(LEFT, top + 12, VERIFY, 10, face=Face.BOLD)
    y = top + 30.0
    for n, line in enumerate(VERIFY_LINES, start=1):
        sheet.text(LEFT, y, str(n), 10, face=Face.BOLD, colour=INDIGO)
        for text, at, colour in ((line.zh, 8.6, None), (line.en, 6.3, SOFT)):
            fitted = sheet.fit(text, at, width - 14, least=1.0)
            if colour is None:
                sheet.lines(LEFT + 14, y, fitted)
            else:
                sheet.lines(LEFT + 14, y, fitted, colour=colour)
            y += fitted.height
        y += 6
    sheet.y = max(y, top + size + 22)


def signatures(sheet: Sheet, labels: Sequence[Label], *, stamped: frozenset[Label]) -> None:
    """A grid of boxes to sign by hand; those in `stamped` have a ring where the seal belongs."""
    width, height = (RIGHT - LEFT) / _ACROSS, 122.0  # a seal is 42 mm across
    for n, label in enumerate(labels):
        x, y = LEFT + n % _ACROSS * width, sheet.y + n // _ACROSS * height
        box(sheet, x, y, width, height, label, stamped=label in stamped)
    sheet.y += -(-len(labels) // _ACROSS) * height


def box(sheet: Sheet, x: float, y: float, width: float, height: float, label: Label, *, stamped: bool) -> None:
    """One box to sign in."""
    sheet.box(x, y, width, height, weight=0.6)
    sheet.text(x + 6, y + 12, label.zh, 9, face=Face.BOLD)
    english = sheet.fit(label.en, 6.4, width - 12)
    sheet.lines(x + 6, y + 21, english, colour=SOFT)
    if stamped:
        radius, middle = 24.0, y + height / 2 - 2
        sheet.put(Ring(x=x + width - radius - 8, y=middle, radius=radius, colour=RED))
        sheet.text(x + width - radius - 8, middle + 3, STAMP, 8, colour=RED, align="middle")
    end = sheet.text(x + 6, y + height - 23, SIGNATURE.zh, 7.6, colour=SOFT)
    sheet.rule(end + 4, y + height - 21, x + width - 8 - end - 4, colour=HAIR)
    sheet.text(x + width - 8, y + height - 8, DATE.zh, 7.6, colour=SOFT, align="right")


def _grouped(value: str, size: int) -> str:
    return " ".join(value[i : i + size] for i in range(0, len(value), size))
