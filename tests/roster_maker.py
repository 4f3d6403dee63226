"""Makes sound rosters and rule sheets for tests, and writes them in every form a school may hand in."""

import csv
import hashlib
import io
from pathlib import Path

import openpyxl

import draw
from draw import pool
from draw.edges import tables
from draw.errors import InputErrors
from draw.intake import forming, roster, sheet
from draw.intake.cells import check_digit

TEMPLATE = (Path(draw.__file__).parent / "samples" / "template" / "session.toml").read_bytes()
HEADER = ["报名号", "派位号", "姓名", "身份证号", "报名学校", "批次", "多胞胎组号", "剔除原因", "同意拆分"]
NAMES = "张王李赵陈"


def identity(n, born="20130512"):
    """A valid id of an invented child."""
    first = f"110101{born}{n:03d}"
    return first + check_digit(first)


def child(n, **cells):
    """The cells of the n-th child; keywords a to i replace columns A to I."""
    row = [f"{n:06d}", "", f"{NAMES[n % 5]}某{chr(0x4E00 + n)}", identity(n), "S1", "1", "", "", ""]
    for key, value in cells.items():
        row["abcdefghi".index(key)] = value
    return row


def csv_bytes(rows, encoding="utf-8", header=HEADER):
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def xlsx_bytes(rows, header=HEADER, title=None, blanks=0):
    """The rows as XLSX, values with the types they have; `title` is a merged first row."""
    book = openpyxl.Workbook()
    page = book.active
    if title:
        page.append([title])
        page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(header))
    page.append(header)
    for row in rows:
        page.append([None if v == "" else v for v in row])
    for n in range(blanks):
        page.cell(row=page.max_row + 1, column=2).value = " " * (n % 3)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan(*changes):
    """The template's Sheet with texts replaced."""
    text = TEMPLATE.decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return sheet.read(text.encode(), "session.toml")


def salt(number):
    """A salt that depends on the registration number only."""
    return hashlib.sha256(number.encode()).hexdigest()[:32]


def read(rows, rules=None):
    """The Roster of rows given as CSV."""
    return roster.read(tables.parse(csv_bytes(rows), "roster.csv"), rules or plan())


def form(rows, rules=None, register=None):
    """The Formed of rows given as CSV."""
    rules = rules or plan()
    return forming.form(read(rows, rules), rules, register or {}, salt)


def pool_bytes(data, rules=None, name="roster"):
    """pool.csv of a roster file's bytes."""
    rules = rules or plan()
    formed = forming.form(roster.read(tables.parse(data, name), rules), rules, {}, salt)
    return pool.write(formed.pool, rules.rules)


def problems(act, *args):
    """The problems that `act` raises."""
    try:
        act(*args)
    except InputErrors as errors:
        return errors.problems
    raise AssertionError("no problem was found")
