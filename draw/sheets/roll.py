"""A long table over as many pages as it needs, its head repeated, rows that belong together joined (R49)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from draw.errors import SheetError
from draw.sheets.layout import BOTTOM, HAIR, INDIGO, INK, LEFT, RIGHT, SOFT, TOP, Face, Lines, Sheet, face_of, visible
from draw.sheets.words import NONE, Label

SIZE: Final = 9.2
_GAP: Final = 9.0  # between columns
_LOOSEST: Final = 22.0
_OPEN: Final = 130.0  # what the open column has at least, if its texts need it
_PAD: Final = 3.4  # above and below the text of a row
_HEAD: Final = 25.0
_TOGETHER: Final = 3  # rows or bundles that stay with what follows the table
_REPEATED: Final = 190.0  # at most: what stands above the rows of a further page, and below the last one
_LEAST: Final = 4.0  # smaller than this nobody reads; a text that needs it is refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its two-line head, and how wide it may grow before its texts shrink and break."""

    head: Label
    most: float  # points; 0 for the one column that takes what is left
    code: bool  # set in half-width letters
    bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; neighbours with the same `joined` (not "") are held together and bracketed."""

    cells: tuple[str, ...]
    joined: str


def widths(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row]) -> tuple[float, ...]:
    """The width of each column, text only, so that it suits all rows of a document."""
    natural, heads, result = [], [], []
    for n, column in enumerate(columns):
        head = max(sheet.measure(column.head.zh, Face.BOLD, 8.6), sheet.measure(column.head.en, Face.REGULAR, 6.4))
        texts = {row.cells[n] for row in rows}
        widest = max((sheet.measure(visible(text), _face(column, text), SIZE) for text in texts), default=0.0)
        natural.append(widest + 0.5)
        heads.append(head if column.most else 0.0)
        result.append(max(head, min(widest + 0.5, column.most)) if column.most else 0.0)
    open_width = next(w for w, c in zip(natural, columns, strict=True) if not c.most)
    over = sum(result) - ((RIGHT - LEFT) - _GAP * len(columns) - min(_OPEN, open_width))
    if over > 0:  # the wide columns give way, so that the open one stays readable
        give = min(1.0, over / (sum(result) - sum(heads)))
        result = [w - (w - head) * give for w, head in zip(result, heads, strict=True)]
    spare = (RIGHT - LEFT) - sum(result) - _GAP * len(columns)
    loose = max(0.0, min(_LOOSEST, (spare - open_width) / len(columns)))  # air between columns, if there is room
    left = spare - loose * (len(columns) - 1)
    return tuple(w + loose if c.most else left for w, c in zip(result, columns, strict=True))


def draw(
    sheet: Sheet,
    columns: Sequence[Column],
    column_widths: Sequence[float],
    rows: Sequence[Row],
    *,
    next_page: Callable[[], None],
    keep: float,
) -> None:
    """Sets the table from sheet.y on; `next_page` starts a page and sets what stands above the table there.

    The last rows go to the page that has `keep` points left under them, so that what follows the table (signatures)
    never stands on a page without rows.

    Raises:
        SheetError: a row would not fit a page even in the smallest type.
    """
    starts = [LEFT + _GAP / 2 + sum(column_widths[:n]) + _GAP * n for n in range(len(columns))]
    _head(sheet, columns, starts)
    if not rows:
        sheet.label(LEFT + _GAP / 2, sheet.y + 14, NONE, SIZE + 1)
        sheet.y += 22
    blocks = list(_blocks(sheet, columns, column_widths, rows))
    heights = [sum(_height(cells) for cells in block) for block in blocks]
    tail = max(0, len(blocks) - _TOGETHER)
    for number, (block, height) in enumerate(zip(blocks, heights, strict=True)):
        last = number == tail and sum(heights[tail:]) + keep <= BOTTOM - TOP - _REPEATED
        needed = sum(heights[tail:]) + keep if last else height + (keep if number == len(blocks) - 1 else 0.0)
        if sheet.y + needed > BOTTOM:
            _end(sheet)
            next_page()
            _head(sheet, columns, starts)
        top = sheet.y
        for n, cells in enumerate(block):
            if n:
                sheet.rule(starts[1], sheet.y, RIGHT - starts[1], colour=HAIR, weight=0.2)
            for x, lines in zip(starts, cells, strict=True):
                sheet.lines(x, sheet.y + _PAD + lines.size * 0.9, lines)
            sheet.y += _height(cells)
        if len(block) > 1:
            sheet.box(LEFT, top + 1.6, 2.4, sheet.y - top - 3.2, colour=INDIGO, weight=0)
        sheet.rule(LEFT, sheet.y, RIGHT - LEFT, colour=HAIR, weight=0.4)
    _end(sheet)


def _face(column: Column, text: str) -> Face:
    if column.code:
        return face_of(text)
    return Face.BOLD if column.bold else Face.REGULAR


def _head(sheet: Sheet, columns: Sequence[Column], starts: Sequence[float]) -> None:
    sheet.rule(LEFT, sheet.y, RIGHT - LEFT, weight=0.9)
    for x, column in zip(starts, columns, strict=True):
        sheet.text(x, sheet.y + 11, column.head.zh, 8.6, face=Face.BOLD)
        sheet.text(x, sheet.y + 20, column.head.en, 6.4, colour=SOFT)
    sheet.y += _HEAD
    sheet.rule(LEFT, sheet.y, RIGHT - LEFT, weight=0.5)


def _end(sheet: Sheet) -> None:
    sheet.rule(LEFT, sheet.y, RIGHT - LEFT, colour=INK, weight=0.9)


def _height(cells: Sequence[Lines]) -> float:
    return max(lines.height for lines in cells) + 2 * _PAD - 2.0


def _blocks(
    sheet: Sheet, columns: Sequence[Column], column_widths: Sequence[float], rows: Sequence[Row]
) -> Iterator[list[tuple[Lines, ...]]]:
    """Rows that must stay on one page; what is joined but higher than a page comes row by row."""
    room = BOTTOM - TOP - _REPEATED
    numbered = enumerate(rows)
    for _, group in groupby(numbered, key=lambda pair: pair[1].joined or pair[0]):
        block = [_fitted(sheet, columns, column_widths, row, room) for _, row in group]
        if sum(_height(cells) for cells in block) <= room:
            yield block
        else:
            yield from ([cells] for cells in block)


def _fitted(
    sheet: Sheet, columns: Sequence[Column], column_widths: Sequence[float], row: Row, room: float
) -> tuple[Lines, ...]:
    size = SIZE
    while size >= _LEAST:
        cells = tuple(
            sheet.fit(text, size, width, face=_face(column, text))
            for text, width, column in zip(row.cells, column_widths, columns, strict=True)
        )
        if _height(cells) <= room:
            return cells
        size -= 1.0
    raise SheetError(f"a row with {max(map(len, row.cells))} characters in one cell does not fit a page")
