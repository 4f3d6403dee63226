"""XLSX -> Table by the standard XML parser alone, after the package was measured (R7, SPEC §5).

openpyxl's reader is not used: it loses rows that are out of order without a word, fills a forged row number with a
billion empty rows, and takes a minute for a bomb of 200 KiB. Its two public helpers for dates are.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # type: ignore[import-untyped]
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel  # type: ignore[import-untyped]

from draw.errors import InputErrors, Problem
from draw.intake.table import EMPTY, Cell, Kind, Row, Table
from draw.words import say

MAX_INFLATED: Final = 200 * 2**20
MAX_CELLS: Final = 2_000_000
MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
MAX_MEMBERS: Final = 2_000
MAX_TAGS: Final = 12_000_000
MAX_SMALL: Final = 8 * 2**20  # of a part that is parsed as a whole: workbook, relations, styles
_RATIO, _RATIO_FROM = 200, 10 * 2**20
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CHINESE_DATES: Final = frozenset((*range(27, 37), *range(50, 59)))  # built-in date formats of zh-CN


class _Bad(Exception):
    """Why the file is refused, and the remedy."""

    def __init__(self, problem: str, remedy: str, row: int = 0, sheet: str = "") -> None:
        super().__init__(problem)
        self.problem, self.remedy, self.row, self.sheet = problem, remedy, row, sheet


_DAMAGED: Final = say("edge.open_excel_wps_save_xlsx")
_BOMB: Final = say("edge.copy_only_roster_new_file")


def _measure(package: zipfile.ZipFile) -> None:
    """Inflates every part once in small pieces: real sizes, no document types, no more tags than a roster needs."""
    members = package.infolist()
    names = [m.filename for m in members]
    if len(members) > MAX_MEMBERS or len(set(names)) != len(names):
        raise _Bad(say("edge.too_many_repeated_parts"), _BOMB)
    if any(m.flag_bits & 1 for m in members):
        raise _Bad(say("edge.file_encrypted"), say("edge.remove_password_save_xlsx"))
    total = tags = 0
    for member in members:
        size, tail = 0, b""
        with package.open(member) as part:
            while piece := part.read(1 << 16):
                if size == 0 and (piece.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in piece[:4]):
                    if member.filename.endswith((".xml", ".rels", ".vml")):
                        raise _Bad(say("edge.part_not_utf_8"), _DAMAGED)
                size += len(piece)
                total += len(piece)
                if total > MAX_INFLATED:
                    raise _Bad(say("edge.inflates_more_than_mib", value=MAX_INFLATED >> 20), _BOMB)
                if size > _RATIO_FROM and size > _RATIO * max(member.compress_size, 1):
                    raise _Bad(say("edge.suspicious_compression"), _BOMB)
                tags += piece.count(b"<")
                if tags > MAX_TAGS:
                    raise _Bad(say("edge.more_than_cells", max_cells=MAX_CELLS), _BOMB)
                window = tail + piece
                if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                    raise _Bad(say("edge.holds_dtd_entity"), _DAMAGED)
                tail = piece[-9:]


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _whole(package: zipfile.ZipFile, name: str) -> Element | None:
    try:
        member = package.getinfo(name)
    except KeyError:
        return None
    if member.file_size > MAX_SMALL:
        raise _Bad(f"{say('edge.part_too_large')}: {name[:60]}", _BOMB)
    return fromstring(package.read(member))


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (kind, part name) of a part."""
    folder, _, base = part.rpartition("/")
    root = _whole(package, f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
    found = {}
    for r in root if root is not None else ():
        target = r.get("Target", "")
        pieces: list[str] = []
        for piece in (target if target.startswith("/") else f"{folder}/{target}").split("/"):
            if piece == "..":
                del pieces[-1:]
            elif piece not in ("", "."):
                pieces.append(piece)
        found[r.get("Id", "")] = (r.get("Type", "").rpartition("/")[2], "/".join(pieces))
    return found


def _text(element: Element) -> str:
    """The text of <si> or <is>: runs joined, phonetic hints left out."""
    parts = []
    for child in element:
        if _local(child) == "t":
            parts.append(child.text or "")
        elif _local(child) == "r":
            parts.extend(t.text or "" for t in child if _local(t) == "t")
    # _x000D_ is how the format writes characters that XML cannot hold
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), "".join(parts))


def _strings(package: zipfile.ZipFile, name: str) -> list[str]:
    if not name:
        return []
    found: list[str] = []
    with package.open(name) as part:
        root: Element | None = None
        for event, element in iterparse(part, ("start", "end")):
            if root is None:
                root = element
            elif event == "end" and _local(element) == "si":
                found.append(_text(element))
                root.clear()
                if len(found) > MAX_CELLS:
                    raise _Bad(say("edge.more_than_cells", max_cells=MAX_CELLS), _BOMB)
    return found


def _formats(package: zipfile.ZipFile, name: str) -> list[str]:
    """The number format of each cell style; "date" stands for every date format."""
    root = _whole(package, name) if name else None
    if root is None:
        return []
    own: dict[str, str] = {}
    styles: list[str] = []
    for block in root:
        if _local(block) == "numFmts":
            own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in block}
        elif _local(block) == "cellXfs":
            for xf in block:
                number = xf.get("numFmtId", "0")
                code = own.get(number) or (BUILTIN_FORMATS.get(int(number), "General") if number.isdecimal() else "")
                chinese = number.isdecimal() and int(number) in _CHINESE_DATES and number not in own
                date = chinese or is_date_format(code)
                styles.append("date" if date else str(code))
    return styles


def _number(raw: str, style: str, epoch: object) -> Cell:
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return Cell(text=raw, kind=Kind.TEXT)
    if not value.is_finite() or abs(value.adjusted()) > 40:
        return Cell(text=raw, kind=Kind.ERROR)
    if style == "date":
        try:
            return Cell(text=str(from_excel(float(value), epoch)), kind=Kind.DATE)
        except (ValueError, OverflowError, TypeError):
            return Cell(text=raw, kind=Kind.DATE)
    if value == value.to_integral_value():
        text = str(int(value))
        # shown as 0012 in the person's program by the format 0000: that is what the cell says
        return Cell(text=text.zfill(len(style)) if style and not style.strip("0") else text, kind=Kind.NUMBER)
    return Cell(text=repr(float(value)), kind=Kind.NUMBER)


def _cell(element: Element, strings: list[str], formats: list[str], epoch: object) -> Cell:
    kind = element.get("t", "n")
    raw, inline, formula = "", None, None
    for child in element:
        match _local(child):
            case "v":
                raw = child.text or ""
            case "is":
                inline = _text(child)
            case "f":
                formula = child.text or ""
    if formula is not None:
        return Cell(text="=" + formula, kind=Kind.FORMULA)
    if kind == "s" and raw:
        if not raw.isdecimal():
            raise ValueError(raw)  # -1 would be the last one
        raw = strings[int(raw)]
    elif kind == "inlineStr":
        raw = inline or ""
    if not raw.strip():
        return EMPTY
    match kind:
        case "s" | "inlineStr" | "str":
            return Cell(text=raw, kind=Kind.TEXT)
        case "b":
            return Cell(text="TRUE" if raw.strip() == "1" else "FALSE", kind=Kind.BOOL)
        case "e":
            return Cell(text=raw, kind=Kind.ERROR)
        case "d":
            return Cell(text=raw, kind=Kind.DATE)
    style = element.get("s", "0")
    return _number(raw.strip(), formats[int(style)] if int(style) < len(formats) else "", epoch)


def _column(letters: str) -> int:
    index = 0
    for c in letters:
        index = index * 26 + ord(c) - 64
    return index - 1


def _rows(part: IO[bytes], strings: list[str], formats: list[str], epoch: object, sheet: str) -> Iterator[Row]:
    number = cells_seen = 0
    data: Element | None = None
    for event, element in iterparse(part, ("start", "end")):
        name = _local(element)
        if name == "sheetData":
            if event == "end":
                return
            data = element
        if event == "start" or name != "row" or data is None:
            continue
        before, number = number, int(element.get("r", number + 1))
        if not before < number <= MAX_ROWS:
            raise _Bad(f"{say('edge.row_numbers_out_order')}: {number}", _DAMAGED, before, sheet)
        cells: list[Cell] = []
        for child in element:
            if _local(child) != "c":
                continue
            found = _REFERENCE.fullmatch(child.get("r", ""))
            column = _column(found.group(1)) if found else len(cells)
            if not len(cells) <= column < MAX_COLUMNS or (found and int(found.group(2)) != number):
                raise _Bad(say("edge.cells_out_order"), _DAMAGED, number, sheet)
            cell = _cell(child, strings, formats, epoch)
            if cell is not EMPTY:  # empty styled cells are only filled in before a full one
                cells_seen += column + 1 - len(cells)
                if cells_seen > MAX_CELLS:
                    raise _Bad(say("edge.more_than_cells", max_cells=MAX_CELLS), _BOMB, number, sheet)
                cells.extend([EMPTY] * (column - len(cells)))
                cells.append(cell)
        data.clear()
        yield Row(number=number, cells=tuple(cells))


def _read(data: bytes, wanted: str | None) -> tuple[str, tuple[Row, ...], tuple[str, ...]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _measure(package)
        start = [part for kind, part in _relations(package, "").values() if kind == "officeDocument"]
        book = _whole(package, start[0]) if start else None
        if book is None or _local(book) != "workbook":
            raise _Bad(say("edge.not_xlsx_workbook"), _DAMAGED)
        relations = _relations(package, start[0])
        parts = dict(relations.values())
        sheets: list[tuple[str, str, bool]] = []
        epoch = CALENDAR_WINDOWS_1900
        for block in book:
            if _local(block) == "workbookPr" and block.get("date1904") in ("1", "true"):
                epoch = CALENDAR_MAC_1904
            for child in block if _local(block) == "sheets" else ():
                ids = [v for k, v in child.attrib.items() if k.rpartition("}")[2] == "id" and "}" in k]
                kind, part = relations.get(ids[0] if ids else "", ("", ""))
                if kind == "worksheet":
                    sheets.append((child.get("name", ""), part, child.get("state", "visible") != "visible"))
        names = [name for name, _, _ in sheets]
        if len({part for _, part, _ in sheets}) < len(sheets):  # one part read a thousand times is a bomb, too
            raise _Bad(say("edge.sheet_listed_twice"), _DAMAGED)
        if wanted is not None and wanted not in names:
            raise _Bad(say("edge.there_no_sheet", wanted=wanted), say("edge.choose_one", names=" ".join(names))[:300])
        strings = _strings(package, parts.get("sharedStrings", ""))
        formats = _formats(package, parts.get("styles", ""))
        filled = []
        for name, part, hidden in sheets:
            if wanted in (None, name):
                with package.open(part) as source:
                    rows = tuple(_rows(source, strings, formats, epoch, name))
                if any(row.cells for row in rows):
                    filled.append((name, rows, hidden))
    if len(filled) > 1:
        found = " ".join(name for name, _, _ in filled)
        remedy = say("edge.name_sheet_delete_others")
        raise _Bad(f"{say('edge.several_sheets_hold_something')}: {found}"[:300], remedy)
    if not filled:
        raise _Bad(say("edge.sheet_empty"), say("edge.put_roster_into"), 0, wanted or "")
    name, rows, hidden = filled[0]
    return name, rows, (say("edge.sheet_hidden"),) if hidden else ()


def parse(data: bytes, file: str, sheet: str | None) -> Table:
    """The Table of the one filled sheet, or of `sheet`. Raises InputErrors for every file that is not wholly sound."""
    try:
        name, rows, notes = _read(data, sheet)
    except _Bad as bad:
        problem = Problem(
            file=file, sheet=bad.sheet, row=bad.row, column="", value="", problem=bad.problem, remedy=bad.remedy
        )
        raise InputErrors([problem]) from None
    except (
        zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError, NotImplementedError, RuntimeError, LookupError,
        ValueError, ArithmeticError, RecursionError, MemoryError, TypeError, AttributeError,
    ) as error:  # fmt: skip
        # A hostile package can break the parser in ways that cannot be listed by fault; all of them mean "damaged".
        words = f"{say('edge.damaged')}: {type(error).__name__}"
        problem = Problem(file=file, sheet="", row=0, column="", value="", problem=words, remedy=_DAMAGED)
        raise InputErrors([problem]) from None
    return Table(file=file, sheet=name, rows=rows, notes=notes)
