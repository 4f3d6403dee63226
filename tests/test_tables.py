"""Files from outside: every form a school hands in, and every hostile one (R7, SPEC §5)."""

import datetime
import io
import time
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_maker import HEADER, child, csv_bytes, problems, xlsx_bytes

from draw.edges import tables, xlsx
from draw.errors import InputErrors

ROWS = [child(1), child(2)]


def texts(data, **options):
    """The texts of all rows."""
    return [[c.text for c in row.cells] for row in tables.parse(data, "f", **options).rows]


def trimmed(rows):
    """Rows as a table keeps them: without empty cells at the end."""
    return [row[: max(i + 1 for i, v in enumerate(row) if v)] for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_encodings_give_the_same_cells(encoding):
    """R7: UTF-8 with or without BOM, GB18030 and UTF-16 read the same."""
    assert texts(csv_bytes(ROWS, encoding)) == trimmed([HEADER, *ROWS])


@pytest.mark.parametrize("sign", ",;\t")
def test_csv_delimiters(sign):
    """Tabs or semicolons are taken where they clearly separate; a comma in a quoted field does not mislead."""
    data = f'报名号{sign}姓名{sign}注\n1{sign}张三{sign}"a,b,c,d{sign}e"\n'.encode()
    assert texts(data)[1] == ["1", "张三", f"a,b,c,d{sign}e"]


def test_csv_rows_count_as_in_a_spreadsheet():
    """A quoted line break stays in its row, and blank lines count."""
    table = tables.parse('报名号,姓名\n\n1,"张\n三"\n2,李四\n'.encode(), "f.csv")
    assert [(r.number, len(r.cells)) for r in table.rows] == [(1, 2), (2, 0), (3, 2), (4, 2)]


def test_gb18030_characters_of_the_year_2022():
    """R7: 䶮 and the twelve characters that old tables put into the private-use area are the real ones."""
    assert texts("䶮".encode("gb18030") + b"\xfe\x59,\xfe\x51\n") == [["䶮龴", "𠂇"]]


def test_damaged_utf8_is_not_taken_for_gb18030():
    """A UTF-8 file with one broken byte is refused with its row instead of turning names to other characters."""
    data = csv_bytes([child(n) for n in range(1, 9)])
    at = data.index("张".encode())
    (found,) = problems(tables.parse, data[: at + 1] + data[at + 2 :], "f.csv")
    assert found.row > 1 and "damaged UTF-8" in found.problem


def test_xlsx_cells_keep_what_they_are():
    """Numbers lose no zero and gain no dot; formulas, dates, truth values, errors and lost digits are marked."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(
        [12, 12.0, 1.5, True, datetime.date(2020, 1, 2), "=A1", "#N/A", 110101201305120000, "００１", None, "x"]
    )
    page["A2"] = 7
    page["A2"].number_format = "0000"
    page["C4"] = "below a gap"
    page.row_dimensions[4].hidden = True
    out = io.BytesIO()
    book.save(out)
    rows = tables.parse(out.getvalue(), "f.xlsx").rows
    assert [(c.text, str(c.kind)) for c in rows[0].cells] == [
        ("12", "number"),
        ("12", "number"),
        ("1.5", "number"),
        ("TRUE", "bool"),
        ("2020-01-02 00:00:00", "date"),
        ("=A1", "formula"),
        ("#N/A", "error"),
        ("110101201305120000", "number"),
        ("００１", "text"),
        ("", "empty"),
        ("x", "text"),
    ]
    assert [c.lost_digits for c in rows[0].cells].count(True) == 1 and rows[0].cells[7].lost_digits
    assert rows[1].cells[0].text == "0007"
    assert (rows[2].number, rows[2].cells[2].text) == (4, "below a gap")


def book(*names):
    """A workbook with these sheets, each holding its name."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name in names:
        made.create_sheet(name).append([name, "x"])
    made.create_sheet("empty")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_one_filled_sheet_is_read_and_several_are_asked_about():
    """An empty second sheet does not matter; two filled ones need a name, and a wrong name lists the right ones."""
    assert tables.parse(book("名册"), "f").sheet == "名册"
    assert "several sheets" in problems(tables.parse, book("a", "b"), "f")[0].problem
    assert texts(book("a", "b"), sheet="b") == [["b", "x"]]
    with pytest.raises(InputErrors, match="a b empty"):
        tables.parse(book("a", "b"), "f", sheet="c")


def repacked(data, changes=None, extra=None):
    """An XLSX with parts changed by functions of bytes, and parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (changes or {}).get(name, lambda b: b)(old.read(name)))
        for name, body in (extra or {}).items():
            new.writestr(name, body)
    return out.getvalue()


def shared(number):
    """An XLSX whose A1 is the shared string of that number, as Excel and WPS write text."""
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings = (
        "<si><t>报名号</t></si><si><r><t>张</t></r><r><t>三_x000D_</t></r><rPh><t>Zhang</t></rPh></si>"
        '<si><t xml:space="preserve"> 四 </t></si>'
    )
    sheet = b"<worksheet %s><sheetData><row><c t='s'><v>%s</v></c><c t='str'><v>x</v></c></row></sheetData></worksheet>"
    link = (
        b'<Relationship Id="s" Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    changes = {
        SHEET: lambda b: sheet % (main, number.encode()),
        "xl/_rels/workbook.xml.rels": lambda b: b.replace(b"</Relationships>", link),
    }
    return repacked(GOOD, changes, {"xl/sharedStrings.xml": b"<sst %s>%s</sst>" % (main, strings.encode())})


SHEET = "xl/worksheets/sheet1.xml"
GOOD = xlsx_bytes(ROWS)
HOSTILE = {
    "zip_bomb": lambda: repacked(GOOD, {SHEET: lambda b: b + b" " * (60 << 20)}),
    "large_in_total": lambda: repacked(GOOD, None, {f"xl/media/{n}": bytes(9 << 20) for n in range(23)}),
    "too_many_tags": lambda: repacked(GOOD, None, {f"x/{n}": b"<c/>" * 2_400_000 for n in range(6)}),
    "dtd": lambda: repacked(GOOD, {SHEET: lambda b: b'<!DOCTYPE a [<!ENTITY b "c">]>' + b}),
    "dtd_in_utf16": lambda: repacked(GOOD, {SHEET: lambda b: "<!DOCTYPE a><a/>".encode("utf-16")}),
    "row_number_forged": lambda: repacked(GOOD, {SHEET: lambda b: b.replace(b'<row r="3"', b'<row r="999999999"')}),
    "rows_out_of_order": lambda: repacked(GOOD, {SHEET: lambda b: b.replace(b'<row r="3"', b'<row r="2"')}),
    "cell_of_another_row": lambda: repacked(GOOD, {SHEET: lambda b: b.replace(b'r="A3"', b'r="A2"')}),
    "not_xml": lambda: repacked(GOOD, {SHEET: lambda b: b"no"}),
    "string_missing": lambda: shared("3"),
    "string_negative": lambda: shared("-1"),
    "cut": lambda: GOOD[: len(GOOD) // 2],
    "other_zip": lambda: repacked(GOOD, {"xl/workbook.xml": lambda b: b"<document/>"}),
    "old_xls": lambda: b"\xd0\xcf\x11\xe0" + bytes(600),
    "password": lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "empty": lambda: b" \n",
    "nul": lambda: b"a,b\n1,\x00\n",
    "open_quote": lambda: b'a,b\n1,"x\n',
    "huge_field": lambda: b"a,b\n1," + b"x" * 200_000,
    "no_encoding": lambda: b"a,b\n\xff\xff\xff\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_one_problem_with_a_remedy(name):
    """Every hostile or broken file is refused in about a second with one problem that says what to do."""
    data = HOSTILE[name]()
    start = time.monotonic()
    (found,) = problems(tables.parse, data, name)
    assert time.monotonic() - start < 5
    assert found.file == name and found.problem and found.remedy


def test_bombs_are_measured_not_believed():
    """The inflated size is counted while inflating, and a bomb is refused before any XML is parsed."""
    with pytest.raises(InputErrors, match="suspicious compression"):
        tables.parse(HOSTILE["zip_bomb"](), "f")
    assert xlsx.MAX_INFLATED == 200 << 20 and xlsx.MAX_CELLS == tables.MAX_CELLS == 2_000_000


def test_unreadable_paths(tmp_path):
    """A file that is missing, a folder, or has an impossible name is a problem, too."""
    for path in (tmp_path / "no.csv", tmp_path, "a\x00b"):
        assert "cannot be read" in problems(tables.load, path)[0].problem


def test_shared_strings_as_excel_writes_them():
    """Runs are joined, phonetic hints left out, escaped characters put back, spaces kept."""
    assert [texts(shared(n))[0] for n in "012"] == [["报名号", "x"], ["张三\r", "x"], [" 四 ", "x"]]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))))
def test_any_bytes_give_a_table_or_input_errors(data):
    """Random bytes never raise anything but InputErrors."""
    try:
        tables.parse(data, "f")
    except InputErrors as errors:
        assert errors.problems


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(zipfile.ZipFile(io.BytesIO(GOOD)).namelist()), st.integers(0, 3000), st.binary(max_size=6))
def test_any_damage_inside_a_package_is_told(part, at, put):
    """A splice into any part of an XLSX gives a table or InputErrors."""
    try:
        tables.parse(repacked(GOOD, {part: lambda b: b[:at] + put + b[at + len(put) // 2 :]}), "f")
    except InputErrors as errors:
        assert errors.problems


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
def test_any_damage_to_the_zip_is_told(at, put):
    """A splice into the ZIP bytes gives a table or InputErrors."""
    try:
        tables.parse(GOOD[:at] + put + GOOD[at + len(put) :], "f")
    except InputErrors as errors:
        assert errors.problems
