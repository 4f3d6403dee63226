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
            raise _one(file, 0, "UTF-16 文字已损坏 damaged UTF-16", "另存为 UTF-8 的 CSV save as CSV UTF-8") from None
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        # A UTF-8 file with a broken byte must not be taken for GB18030: the names would turn to other characters.
        loose = data.decode("utf-8", errors="replace")
        broken = loose.count("\ufffd")
        sound = sum(c > "\x7f" for c in loose) - broken
        row = data.count(b"\n", 0, error.start) + 1
        if broken * 4 < sound:
            raise _one(file, row, "UTF-8 文字已损坏 damaged UTF-8", "重新导出文件 export the file again") from None
    try:
        return data.decode("gb18030").translate(_GB18030_2022), "GB18030"
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise _one(
            file, row, "既非 UTF-8 也非 GB18030 neither UTF-8 nor GB18030",
            "另存为 UTF-8 的 CSV 或 .xlsx save as CSV UTF-8 or .xlsx",
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
        raise _one(file, row, "不是文字文件 not a text file", "另存为 CSV 或 .xlsx save as CSV or .xlsx")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    seen: dict[str, Cell] = {}
    count = 0
    try:
        for number, fields in enumerate(reader, start=1):
            count += len(fields)
            if count > MAX_CELLS:
                raise _one(file, number, f"超过 {MAX_CELLS} 格 too many cells", "只保留名册 keep only the roster")
            cells = [seen.get(f) or seen.setdefault(f, _csv_cell(f)) for f in fields]
            while cells and cells[-1] is EMPTY:
                cells.pop()
            rows.append(Row(number=number, cells=tuple(cells)))
    except csv.Error as error:
        raise _one(
            file, len(rows) + 1, f"引号不成对或一格过长 quotes do not match or a field is too long: {error}",
            "改正此行,或另存为 .xlsx correct this row, or save as .xlsx",
        ) from None  # fmt: skip
    notes = () if encoding == "UTF-8" else (f"{file}: 按 {encoding} 编码读入 read as {encoding}",)
    return Table(file=file, sheet="", rows=tuple(rows), notes=notes)


def parse(data: bytes, file: str, *, sheet: str | None = None) -> Table:
    """The Table of a file's bytes; the content tells CSV from XLSX, not the name.

    `sheet` names the sheet of an XLSX; without it exactly one sheet may hold anything. Raises InputErrors.
    """
    if not data.strip():
        raise _one(file, 0, "文件是空的 the file is empty", "放入名册 put the roster into it")
    if len(data) > MAX_BYTES:
        raise _one(file, 0, f"文件超过 {MAX_BYTES >> 20} MiB the file is too large", "只保留名册 keep only the roster")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        problem = "文件有打开密码 the file has a password" if locked else "是旧式 .xls 文件 this is an old .xls file"
        raise _one(file, 0, problem, "另存为不加密的 .xlsx save it as .xlsx without password")
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
        remedy = "检查文件名与权限 check name and rights"
        raise _one(path.name, 0, f"文件打不开 cannot be read: {words}", remedy) from None
    return parse(data, path.name, sheet=sheet)
