"""XLSX and CSV of a table: cells as they are meant, print setup, nothing that runs, the same bytes every time (R49)."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import overload

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers_read import book, comma, grid, worksheet

from draw.edges.workbook import ROWS, sheet_name
from draw.errors import SheetError
from draw.sheets.tables import Column, Holds, Line, Table, csv, paper, shown
from draw.sheets.words import Label

COLUMNS = (
    Column(head=Label("序号", "No."), holds=Holds.COUNT, most=34, wide=8),
    Column(head=Label("派位号", "Applicant code"), holds=Holds.CODE, most=116, wide=16),
    Column(head=Label("姓名", "Name"), holds=Holds.TEXT, most=0, wide=20),
    Column(head=Label("随机号", "Number"), holds=Holds.CODE, most=None, wide=66),
)


def table(*rows: tuple[str | int, ...], rehearsal: bool = False) -> Table:
    """A list with these rows."""
    lines = tuple(Line(cells=row, joined="") for row in rows)
    return Table(
        stem="roll-X1", name="录取名册", lines=("2026年派位　录取名册", "场次 Session 2026-xhl"), columns=COLUMNS, rows=lines,
        session="2026-xhl", code="0a1b2c3d … 4e5f6071", rehearsal=rehearsal,
    )  # fmt: skip


RUNS = r"<f[ >/]|<hyperlinks?[ >]|relationships/hyperlink|TargetMode|vbaProject"
ROW = (1, "0012", "张伟", "5e10")


def test_codes_are_texts_and_counts_are_numbers():
    """0012 keeps its zeros, 5e10 is no number, a count is one and an empty count is an empty cell."""
    sheet = worksheet(book(table(ROW, ("", "0013", "", ""))))
    assert [cell.value for cell in sheet[5]] == [1, "0012", "张伟", "5e10"]
    assert [cell.data_type for cell in sheet[5]] == ["n", "s", "s", "s"]
    assert sheet["B5"].number_format == "@"
    assert [cell.value for cell in sheet[6]] == [None, "0013", None, None]


def test_it_prints_as_an_office_asks():
    """A4, all columns on one page's width, the head frozen, filtered and repeated, page &P of &N with session and code."""
    sheet = worksheet(book(table(ROW)))
    assert [cell.value for cell in sheet[4]][:2] == ["序号\nNo.", "派位号\nApplicant code"]
    assert sheet.freeze_panes == "A5" and sheet.auto_filter.ref == "A4:D5" and sheet.print_title_rows == "$4:$4"
    assert int(sheet.page_setup.paperSize) == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    left, right = sheet.oddFooter.left.text, sheet.oddFooter.right.text
    assert "2026-xhl" in left and "0a1b2c3d … 4e5f6071" in left
    assert right == "第 &P 页 共 &N 页 Page &P of &N"
    assert sheet.column_dimensions["C"].width > 19
    assert sheet.oddHeader.center.text is None
    assert "2026年派位" in str(worksheet(book(table(ROW, rehearsal=True))).oddHeader.center.text)


def test_nothing_in_the_file_runs_or_leads_out():
    """No formula, link, macro or outside part, whatever the texts are."""
    data = book(
        table(ROW, (2, "=1+1", '=HYPERLINK("http://x")', "http://x.example"), (3, "@SUM(A1)", "mailto:a@b", "{=1}"))
    )
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            part = package.read(name).decode()
            assert not re.search(RUNS, part, re.IGNORECASE), name
    assert grid(data)[1] == [2, "=1+1", '=HYPERLINK("http://x")', "http://x.example"]


def test_the_same_table_gives_the_same_bytes():
    """No clock, no name of the machine: two files are one."""
    one = table(*((n, f"{n:04d}", "张伟", "") for n in range(1, 300)))
    assert book(one) == book(one)
    with zipfile.ZipFile(io.BytesIO(book(one))) as package:
        assert {info.date_time[0] for info in package.infolist()} == {1980}
        assert b"1980-01-01" in package.read("docProps/core.xml")


def test_an_empty_list_is_a_whole_file():
    """No rows: the head stands, filter and freeze too."""
    data = book(table())
    assert grid(data) == [] and worksheet(data).auto_filter.ref == "A4:D5"
    assert comma(csv(table())) == []


class Many(Sequence[Line]):
    """As many rows as one likes, without the memory."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        return self.count

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        raise AssertionError("no row is looked at")


def test_more_than_a_sheet_holds_is_refused_before_anything_is_written():
    """1,048,576 rows and the lines above do not fit one sheet: said with both numbers and the way out; a cell likewise."""
    with pytest.raises(SheetError, match=rf"{ROWS} .*{ROWS - 4}.*CSV"):
        book(replace(table(), rows=Many(ROWS)))
    with pytest.raises(SheetError, match=r"32768.*32767"):
        book(table((1, "0001", "王" * 32768, "")))
    assert grid(book(table((1, "0001", "王" * 32767, ""))))[0][2] == "王" * 32767


@given(st.text(max_size=60))
def test_every_name_of_a_sheet_is_valid(text):
    """1 to 31 characters, none of []:*?/\\, no apostrophe at an end, not the reserved name; a good name stays."""
    name = sheet_name(text)
    assert 1 <= len(name) <= 31 and not set(name) & set("[]:*?/\\")
    assert not name.startswith("'") and not name.endswith("'") and name.lower() != "history"
    assert sheet_name("演练 录取名册") == "演练 录取名册" and sheet_name("History") != "History"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_csv_disarms_what_begins_like_a_formula(start):
    """An apostrophe in front; the rest as it is shown everywhere."""
    ((_, code, name, _),) = comma(csv(table((1, "0001", f"{start}cmd", ""))))
    assert name == f"'{shown(start)}cmd" and code == "0001"


def test_csv_is_what_spreadsheet_programs_open():
    """A byte order mark, CRLF, quotes only where needed, numbers bare."""
    data = csv(table((1, "0012", '欧阳"A",b', ""), (2, "0013", " x ", "-")))
    lines = data.decode("utf-8").split("\r\n")
    assert lines[0] == "\ufeff序号 No.,派位号 Applicant code,姓名 Name,随机号 Number"
    assert lines[1:] == ['1,0012,"欧阳""A"",b",', '2,0013," x ",\'-', ""]


@given(st.text(max_size=20))
def test_what_cannot_be_seen_is_a_mark_in_every_file(text):
    """PDF cells, XLSX cells and CSV fields show the same marked text, and no control or format character is left."""
    one = table((1, "0001", text, ""))
    _, rows = paper(one.columns, one.rows)
    told = shown(text)
    assert rows[0].cells[2] == (told or "—")
    assert shown(told) == told
    ((_, _, name, _),) = comma(csv(one))
    assert name in (told, f"'{told}")
