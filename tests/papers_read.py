"""Documents made from a record in memory and read back with other people's tools: poppler, openpyxl, csv."""

import csv
import io
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from draw.edges import fonts, spreadsheets, workbook
from draw.edges.papers import write
from draw.masking import mask
from draw.sheets.document import Kind
from draw.sheets.kinds import kind
from draw.sheets.layout import visible
from draw.sheets.pdf import Typefaces
from draw.sheets.pdf import write as pdf
from draw.sheets.source import Person, Source
from draw.sheets.tables import Table
from draw.words import WORDS

LATIN = "".join(map(chr, range(32, 127)))
NAMES = ("张伟", "欧阳明月", "阿依古丽·买买提", "𬎆𫘧", "王芳", "𠮷田", "李强", "司马相如", "㛃")
EXTRA = (
    "示例区中学教育局公证处家长代表年初招生电脑随机派位属性值学校一二三四五六七八九十海口市琼山第实验小演练上午时楼层大厅月日起至"
    "零宽＝＋－＠潞州望谟县兴屯石老陈平安复海滨才育验民办巡查矮般水〔〕"
)


def source_of(
    files: Mapping[str, bytes], names: Sequence[str] = NAMES, private: Mapping[str, bytes] | None = None
) -> Source:
    """A Source of a record in memory: names in turns by code."""
    codes = [line.split(",")[0] for line in files["pool.csv"].decode().splitlines()[1:]]
    people = {
        code: Person(
            applicant=code, registration_no=f"R{code}", name=names[n % len(names)], id=f"ID{code}", salt="0" * 32
        )
        for n, code in enumerate(codes)
    }
    masked = {code: mask(person.name) for code, person in people.items()}
    return Source(files=files, masked=masked, people=people, private=private or {})


@cache
def font_folder() -> Path:
    """Where all documents of a run keep converted fonts."""
    return Path(tempfile.mkdtemp())


@cache
def typefaces() -> Typefaces:
    """One pair of fonts for all documents of a run: the catalogue's words and the names here."""
    told = "".join(words for pair in WORDS.values() for words in pair)
    wanted = set(visible(told + "".join(NAMES) + EXTRA + LATIN))
    known = "".join(sorted(wanted - set(fonts.missing(wanted))))
    return Typefaces(fonts.subset(known, cache=font_folder(), progress=lambda said: None))


def documents(one: Kind, source: Source) -> dict[str, bytes]:
    """Name -> PDF of every document of a kind."""
    faces = typefaces()
    return {
        d.name: pdf(d.pages, faces, title=d.title, author=d.author, progress=lambda said: None)
        for d in one.lay(source, faces.measure, lambda said: None)
    }


def text(data: bytes, *options: str) -> str:
    """The text of a PDF file as pdftotext reads it, line by line."""
    command = ["pdftotext", *(options or ("-layout",)), "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def document_text(one: Kind, source: Source) -> str:
    """The text of all documents of a kind."""
    return "".join(map(text, documents(one, source).values()))


def share_fonts(folder: Path) -> None:
    """A session folder that takes its fonts from those already converted in this run."""
    (folder / "private").mkdir(parents=True, exist_ok=True)
    (folder / "private" / "fonts").symlink_to(font_folder(), target_is_directory=True)


def written(source: Source, folder: Path, *keys: str) -> dict[str, bytes]:
    """Every file of these kinds, PDF and lists, written as the command writes them: path -> bytes."""
    share_fonts(folder)
    paths = write(source, folder, keys, lambda said: None)
    paths += spreadsheets.write(source, folder, [k for k in map(kind, keys) if k], lambda said: None)
    return {str(path.relative_to(folder / "sheets")): path.read_bytes() for path in paths}


def book(table: Table) -> bytes:
    """The XLSX file of a table."""
    with tempfile.TemporaryDirectory() as scratch:
        return workbook.write(table, Path(scratch), lambda said: None)


def worksheet(data: bytes) -> Worksheet:
    """The one sheet of an XLSX file, as openpyxl reads it."""
    found = load_workbook(io.BytesIO(data))
    assert len(found.worksheets) == 1
    return found.worksheets[0]


def grid(data: bytes) -> list[list[str | int]]:
    """The rows below the head of an XLSX list; an empty cell is ""."""
    sheet = worksheet(data)
    first = int(str(sheet.freeze_panes)[1:])
    rows = sheet.iter_rows(min_row=first, values_only=True)
    return [[cell if isinstance(cell, (str, int)) else "" for cell in row] for row in rows if any(row)]


def comma(data: bytes) -> list[list[str]]:
    """The rows below the head of a CSV list, apostrophes as they stand."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
