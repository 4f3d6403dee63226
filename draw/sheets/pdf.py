"""Pages -> PDF bytes; the one module that knows ReportLab (R49).

The same pages and fonts always give the same bytes: fixed dates and ids, no settings read from the machine.
"""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from threading import Lock
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from draw.errors import SheetError
from draw.sheets.layout import HEIGHT, WIDTH, Box, Cells, Face, FontPair, Mark, Ring, Text, listed

_REGISTRY: Final = Lock()  # ReportLab finds fonts by name in one table of the whole process
_LONG: Final = re.compile(r"<([0-9A-F]{5,6})>")


def _utf16(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


class _Embedded(TTFont):  # type: ignore[misc]
    """ReportLab writes U+2C386 as <2C386> into the table that copying and searching use; PDF wants UTF-16 there."""

    def addObjects(self, doc: Any) -> None:
        before = set(doc.idToObject)
        super().addObjects(doc)
        for key in doc.idToObject.keys() - before:
            if key.startswith("toUnicodeCMap:"):
                table = doc.idToObject[key]
                table.content = _LONG.sub(_utf16, table.content)


class Typefaces:
    """The fonts of a FontPair, ready to measure and to embed."""

    def __init__(self, fonts: FontPair) -> None:
        files = {Face.REGULAR: fonts.regular, Face.BOLD: fonts.bold, Face.MONO: fonts.mono}
        self.covered = fonts.covered
        self.embedded = {
            face: _Embedded(face.value, BytesIO(data), asciiReadable=False, shapable=False)
            for face, data in files.items()
        }
        self._widths = {face: font.face.charWidths for face, font in self.embedded.items()}

    def measure(self, text: str, face: Face, size: float) -> float:
        """The width of the text in points. Characters without a glyph count as full width; `write` refuses them."""
        widths = self._widths[face]
        return float(sum(widths.get(ord(character), 1000) for character in text)) * size / 1000

    def uncovered(self, pages: Sequence[Sequence[Mark]]) -> frozenset[str]:
        """All characters on the pages that their face cannot draw."""
        found: set[str] = set()
        for mark in (m for marks in pages for m in marks if isinstance(m, Text)):
            known = self._widths[mark.face] if mark.face is Face.MONO else self.covered
            found.update(character for character in mark.text if ord(character) not in known)
        return frozenset(found)


def write(
    pages: Sequence[Sequence[Mark]],
    typefaces: Typefaces,
    *,
    title: str,
    author: str,
    progress: Callable[[str], None],
) -> bytes:
    """The PDF file.

    Raises:
        SheetError: some characters have no glyph; all are named, because ReportLab would drop them in silence.
    """
    if missing := typefaces.uncovered(pages):
        raise SheetError(f"no glyph in the sheet's fonts for: {listed(missing)}")
    with _REGISTRY:
        try:
            for font in typefaces.embedded.values():
                pdfmetrics.registerFont(font)
            canvas = Canvas(
                BytesIO(), pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1, pdfVersion=(1, 4),
                initialFontName=Face.REGULAR.value, lang="zh-CN",
            )  # fmt: skip
            canvas.setTitle(title)
            canvas.setAuthor(author)
            canvas.setCreator("")
            for number, marks in enumerate(pages):
                if number % 50 == 0:
                    progress(f"pdf: page {number + 1} of {len(pages)}")
                for mark in marks:
                    _draw(canvas, mark)
                canvas.showPage()
            return bytes(canvas.getpdfdata())
        finally:
            for font in typefaces.embedded.values():
                font.unregister()


def _draw(canvas: Any, mark: Mark) -> None:
    match mark:
        case Text():
            _fill(canvas, mark.colour)
            canvas.setFont(mark.face.value, mark.size)
            if mark.turn:
                canvas.saveState()
                canvas.translate(mark.x, HEIGHT - mark.y)
                canvas.rotate(mark.turn)
                canvas.drawCentredString(0, 0, mark.text)
                canvas.restoreState()
            else:
                canvas.drawString(mark.x, HEIGHT - mark.y, mark.text)
        case Box():
            top = HEIGHT - mark.y
            if not mark.weight:
                _fill(canvas, mark.colour)
                canvas.rect(mark.x, top - mark.height, mark.width, mark.height, stroke=0, fill=1)
                return
            _pen(canvas, mark.colour, mark.weight)
            if mark.height and mark.width:
                canvas.rect(mark.x, top - mark.height, mark.width, mark.height, stroke=1, fill=0)
            else:
                canvas.line(mark.x, top, mark.x + mark.width, top - mark.height)
        case Ring():
            _pen(canvas, mark.colour, 0.7)
            canvas.setDash(3, 2)
            canvas.circle(mark.x, HEIGHT - mark.y, mark.radius, stroke=1, fill=0)
            canvas.setDash()
        case Cells():
            canvas.saveState()
            _fill(canvas, 0x000000)
            canvas.transform(
                mark.module, 0, 0, -mark.module, mark.x, HEIGHT - mark.y
            )  # a unit is a module, down the page
            # One path for all runs, so that no viewer leaves white seams between rows; written out, because ten thousand
            # slips have fifteen million runs.
            canvas._code.append(
                " ".join([f"{column} {row} {columns} 1 re" for column, row, columns in mark.runs]) + " f"
            )
            canvas.restoreState()


def _fill(canvas: Any, colour: int) -> None:
    canvas.setFillColorRGB(*(channel / 255 for channel in colour.to_bytes(3, "big")))


def _pen(canvas: Any, colour: int, weight: float) -> None:
    canvas.setStrokeColorRGB(*(channel / 255 for channel in colour.to_bytes(3, "big")))
    canvas.setLineWidth(weight)
