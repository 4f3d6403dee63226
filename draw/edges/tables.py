"""Reads the table that a school hands in, CSV or XLSX, without trusting a byte of it (R7, SPEC §5).

Whatever is wrong with the file becomes one problem with a remedy; nothing but InputErrors comes out.
"""

import csv
import io
import re
from pathlib import Path
from typing import Final

from draw.errors import InputErrors, Problem
from draw.intake.table import EMPTY, Cell, Kind, Row, Table
from draw.words import say

MAX_BYTES: Final = 100 * 2**20
MAX_CELLS: Final = 2_000_000
_ERRORS: Final = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"))
_SCIENTIFIC: Final = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]{2,}")
# Python's gb18030 still has the year-2000 private-use code points of these characters; names use the real ones.
_GB18030_2022: Final = {
    0xE816: "\U00020087", 0xE81E: "\u9fb4", 0xE826: "\u9fb5", 0xE82B: "\u9fb6", 0xE82C: "\u9fb7", 0xE831: "\U000215d7",
    0xE832: "\u9fb8", 0xE83B: "\U0002298f", 0xE843: "\u9fb9", 0xE854: "\u9fba", 0xE855: "\U000241fe", 0xE864: "\u9fbb",
    0xE7C7: "\u1e3f",
}  # fmt: skip


def _one(file: str, row: int, problem: str, remedy: str, value: str = "") -> InputErrors:
    return InputErrors([Problem(file=file, sheet="", row=row, column="", value=value, problem=problem, remedy=remedy)])


def _decode(data: bytes, file: str) -> tuple[str, str]:
    """The text and the name of its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise _one(file, 0, say("edge.damaged_utf_16"), say("edge.save_csv_utf_8")) from None
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        # A UTF-8 file with a broken byte must not be taken for GB18030: the names would turn to other characters.
        loose = data.decode("utf-8", errors="replace")
        broken = loose.count("\ufffd")
        sound = sum(c > "\x7f" for c in loose) - broken
        row = data.count(b"\n", 0, error.start) + 1
        if broken * 4 < sound:
            raise _one(file, row, say("edge.damaged_utf_8"), say("edge.export_file_again")) from None
    try:
        return data.decode("gb18030").translate(_GB18030_2022), "GB18030"
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise _one(
            file, row, say("edge.neither_utf_8_nor_gb18030"),
            say("edge.save_csv_utf_8_xlsx"),
        ) from None  # fmt: skip


def _delimiter(text: str) -> str:
    """The comma, unless the first ten lines clearly use tabs or semicolons."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20000].splitlines() if line.strip()][:10]
    most = {d: max((line.count(d) for line in lines), default=0) for d in ",\t;"}
    best = max(most, key=lambda d: most[d])  # the comma comes first, so it wins a tie
    return best


def _csv_cell(text: str) -> Cell:
    bare = text.strip()
    if not bare:
        return EMPTY
    if bare[0] == "=":
        return Cell(text=text, kind=Kind.FORMULA)
    if bare[0] == "#" and bare.upper() in _ERRORS:
        return Cell(text=text, kind=Kind.ERROR)
    if _SCIENTIFIC.fullmatch(bare):  # Excel wrote 1.10101E+17 for a long number
        return Cell(text=bare, kind=Kind.NUMBER)
    return Cell(text=text, kind=Kind.TEXT)


def _csv(data: bytes, file: str) -> Table:
    text, encoding = _decode(data, file)
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise _one(file, row, say("edge.not_text_file"), say("edge.save_csv_xlsx"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    seen: dict[str, Cell] = {}
    count = 0
    try:
        for number, fields in enumerate(reader, start=1):
            count += len(fields)
            if count > MAX_CELLS:
                raise _one(file, number, say("edge.more_than_cells", max_cells=MAX_CELLS), say("edge.keep_only_roster"))
            cells = [seen.get(f) or seen.setdefault(f, _csv_cell(f)) for f in fields]
            while cells and cells[-1] is EMPTY:
                cells.pop()
            rows.append(Row(number=number, cells=tuple(cells)))
    except csv.Error as error:
        raise _one(
            file, len(rows) + 1, f"{say('edge.quotes_do_not_match_field')}: {error}",
            say("edge.correct_row_save_xlsx"),
        ) from None  # fmt: skip
    notes = () if encoding == "UTF-8" else (f"{file}: {say('edge.read', encoding=encoding)}",)
    return Table(file=file, sheet="", rows=tuple(rows), notes=notes)


def parse(data: bytes, file: str, *, sheet: str | None = None) -> Table:
    """The Table of a file's bytes; the content tells CSV from XLSX, not the name.

    `sheet` names the sheet of an XLSX; without it exactly one sheet may hold anything. Raises InputErrors.
    """
    if not data.strip():
        raise _one(file, 0, say("edge.file_empty"), say("edge.put_roster_into"))
    if len(data) > MAX_BYTES:
        raise _one(file, 0, say("edge.file_larger_than_mib", value=MAX_BYTES >> 20), say("edge.keep_only_roster"))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        problem = say("edge.file_password") if locked else say("edge.old_xls_file")
        raise _one(file, 0, problem, say("edge.save_xlsx_without_password"))
    if data.startswith(b"PK"):
        from draw.edges import xlsx  # brings a spreadsheet library, which most commands do not need

        return xlsx.parse(data, file, sheet)
    return _csv(data, file)


def load(path: Path | str, *, sheet: str | None = None) -> Table:
    """The Table of the file at `path`; see `parse`. Raises InputErrors, also for a file that cannot be read."""
    path = Path(path)
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        remedy = say("edge.check_name_rights")
        raise _one(path.name, 0, f"{say('edge.cannot_read')}: {words}", remedy) from None
    return parse(data, path.name, sheet=sheet)
