"""Table -> XLSX bytes; the one module that knows XlsxWriter (R49).

The same table always gives the same bytes: fixed dates, nothing read from the machine. Every text is written as a text, so that no
program takes it for a formula, a link or a number. Rows go through unfinished files in `scratch`, not through memory.
"""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from draw.errors import SheetError
from draw.sheets.tables import Cell, Table, shown
from draw.words import pair, say

ROWS: Final = 1_048_576  # of one sheet
_TEXT: Final = 32_767  # characters of one cell
_NAME: Final = 31
_DATE: Final = datetime(1980, 1, 1, tzinfo=UTC)  # where ZIP archives begin; a record has its own dates
_BAD: Final = frozenset("[]:*?/\\")
_STEP: Final = 20_000
_AS_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(table: Table, scratch: Path, progress: Callable[[str], None]) -> bytes:
    """The XLSX file: what stands above the table, its head frozen and repeated on each printed page, A4, filters.

    Raises:
        SheetError: the table has more rows, or a cell more characters, than a sheet can hold.
    """
    above = len(table.lines) + 1  # a blank row parts the head, with its filters, from the lines above
    if len(table.rows) + above + 1 > ROWS:
        raise SheetError(say("list.too_long", rows=len(table.rows), most=ROWS - above - 1))
    out = io.BytesIO()
    with TemporaryDirectory(dir=scratch, prefix=".xlsx-") as folder:
        book = Workbook(out, {"constant_memory": True, "tmpdir": folder, **_AS_TEXT})
        try:
            _fill(book, table, above, progress)
        finally:
            book.close()  # also when a cell is refused: it holds an unfinished file open
    return out.getvalue()


def _fill(book: Any, table: Table, above: int, progress: Callable[[str], None]) -> None:
    """The one sheet of the book, from top to bottom: rows cannot be written twice."""
    book.set_properties({"title": table.name, "created": _DATE})
    sheet = book.add_worksheet(sheet_name(table.name))
    _set_up(sheet, table, above)
    plain = {"font_name": "SimSun", "font_size": 11}
    title = book.add_format(plain | {"bold": True, "font_size": 14})
    line = book.add_format(plain)
    head = book.add_format(
        plain | {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E9ECF0"}
    )
    text = book.add_format(plain | {"num_format": "@", "valign": "top"})
    count = book.add_format(plain | {"num_format": "0", "valign": "top", "align": "left"})
    for n, told in enumerate(table.lines):
        sheet.write_string(n, 0, _checked(told), line if n else title)
    for n, column in enumerate(table.columns):
        sheet.write_string(above, n, f"{column.head.zh}\n{column.head.en}", head)
    for row, entry in enumerate(table.rows, start=above + 1):
        if not (row - above) % _STEP:
            progress(f"xlsx: {row - above} of {len(table.rows)} rows")
        for n, cell in enumerate(entry.cells):
            _put(sheet, row, n, cell, text, count)


def sheet_name(text: str) -> str:
    """A name that every program takes: 1 to 31 characters, none of []:*?/\\, no apostrophe at either end."""
    kept = "".join("_" if c in _BAD else c for c in shown(text))[:_NAME].strip("' ")
    return "Sheet_" if not kept or kept.lower() == "history" else kept


def _put(sheet: Any, row: int, n: int, cell: Cell, text: Any, count: Any) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, n, cell, count)
    elif cell:
        sheet.write_string(row, n, _checked(cell), text)


def _checked(cell: str) -> str:
    told = shown(cell)
    if 2 * len(told) > _TEXT and len(told.encode("utf-16-le")) // 2 > _TEXT:  # counted as Excel does
        raise SheetError(say("list.too_wide", length=len(told), most=_TEXT))
    return told


def _set_up(sheet: Any, table: Table, above: int) -> None:
    """Widths, frozen head, filter, and how it prints: A4, every column on one page's width, head and page count on each."""
    for n, column in enumerate(table.columns):
        sheet.set_column(n, n, column.wide)
    sheet.freeze_panes(above + 1, 0)
    sheet.autofilter(above, 0, above + max(1, len(table.rows)), len(table.columns) - 1)
    sheet.set_row(above, 32)
    if sum(column.wide for column in table.columns) > 110:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(above)
    page = " ".join(pair("list.page"))
    sheet.set_footer(f"&L&8 {table.session}  {table.code}&R&8 {page}")  # the blank parts a size from a session's digits
    if table.rehearsal:
        sheet.set_header("&C&14 " + table.lines[0].replace("&", "&&")[:200])
