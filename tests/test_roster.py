"""Rosters: every fault of every cell at once with its place, one spelling of what is sound (SPEC §5, R3-R7, R24)."""

import csv
import datetime
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_maker import HEADER, child, csv_bytes, identity, plan, problems, read, xlsx_bytes

from draw.edges import tables
from draw.errors import InputErrors
from draw.intake import cells, forming, roster, table
from draw.intake.table import Cell, Kind, Row, Table

PLAN = plan()


def from_xlsx(rows, **options):
    """The Roster of rows given as XLSX."""
    return roster.read(tables.parse(xlsx_bytes(rows, **options), "名册.xlsx"), PLAN)


# (row's cells that replace sound ones, column letter, words of the problem): one fault each, all of them different
THIRTY = [
    ({"a": ""}, "A", "empty"),
    ({"a": "一中001"}, "A", "含 一"),
    ({"a": "=A2"}, "A", "formula"),
    ({"a": 7}, "A", "leading zeros lost"),
    ({"a": "000001"}, "A", "the same number as row 2"),
    ({"b": "A 1"}, "B", "U+0020"),
    ({"b": "K1"}, "B", "the same code as row 2"),
    ({"b": "A" * 33}, "B", "wrong first character or length"),
    ({"c": ""}, "C", "empty"),
    ({"c": "张:三"}, "C", "含 :"),
    ({"c": "张,三"}, "C", "含 ,"),
    ({"c": '张"三'}, "C", '含 "'),
    ({"c": "张\u202e三"}, "C", "U+202E"),
    ({"c": "张" * 51}, "C", "51 characters"),
    ({"c": "张?三"}, "C", "rare character"),
    ({"c": "张\ue816"}, "C", "private character"),
    ({"c": "12.5"}, "C", "no name"),
    ({"d": "110101201305120011"}, "D", "应为 0"),
    ({"d": "110101201302300011"}, "D", "20130230 不存在"),
    ({"d": "11010120130512001"}, "D", "this has 17"),
    ({"d": identity(1, "20270101")}, "D", "born after the draw"),
    ({"d": 110101201305120000}, "D", "lost its last digits"),
    ({"d": identity(1)}, "D", "the same id as row 2"),
    ({"d": "AB_12"}, "D", "含 _"),
    ({"d": "#N/A"}, "D", "error value"),
    ({"e": "示例区第一初级学"}, "E", "not declared"),
    ({"f": datetime.date(2026, 1, 1)}, "F", "date"),
    ({"f": True}, "F", "TRUE or FALSE"),
    ({"g": "D01"}, "G", "one member"),
    ({"h": "转学走了"}, "H", "not on the list"),
]


def thirty():
    """Row 2 is sound; rows 3 to 32 have one fault each."""
    rows = [child(1, b="K1")]
    for n, (change, _, _) in enumerate(THIRTY, start=2):
        rows.append(child(n, **change))
    return rows


def test_thirty_different_faults_give_thirty_messages():
    """Thirty faults of thirty kinds give exactly thirty problems, each with sheet, row, column, and what is right."""
    found = problems(from_xlsx, thirty())
    assert len(THIRTY) == len(found) == 30
    for p, (row, (_, letter, words)) in zip(found, enumerate(THIRTY, start=3), strict=True):
        assert (p.file, p.sheet, p.row) == ("名册.xlsx", "Sheet", row)
        assert p.column == f"{letter} {HEADER['ABCDEFGHI'.index(letter)]}" and words in p.problem and p.remedy


def test_faulty_rosters_give_no_pool():
    """With any one of the thirty faults there is no roster, hence no pool."""
    for change, _, _ in THIRTY:
        assert len(problems(from_xlsx, [child(1, b="K1"), child(2, **change), child(3)])) == 1


def test_error_table_opens_in_excel_and_runs_nothing():
    """The table of problems is UTF-8 with BOM, one line a problem, with no cell that a spreadsheet would run."""
    data = roster.error_table(problems(from_xlsx, thirty()))
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(lines) == 31 and all(len(line) == 7 for line in lines)
    assert not any(cell[:1] in tuple("=+-@\t\r＝＋－＠") for line in lines for cell in line if cell)
    assert "'=A2" in lines[3] and "'110101201305120011" in [line[4] for line in lines]


def test_r5_worked_example():
    """R5: …123x and …１２３Ｘ of one child are one row; one id with two names is refused."""
    number = next(i for i in (identity(n) for n in range(1000)) if i.endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    rows = [child(1, c="张三", d=number.lower()), child(1, c="张三", d=f" {wide} ")]
    found = read(rows)
    assert [r.id for r in found.rows] == [number]
    assert any("merged" in note for note in found.notes)
    (found,) = problems(read, [child(1, d=number), child(2, c="李四", d=number.lower())])
    assert found.row == 3 and "row 2" in found.problem


def test_r5_student_number_and_id_are_one_person():
    """R5: G + id and the id itself are the same child on two rows."""
    (found,) = problems(read, [child(1), child(2, d="G" + identity(1))])
    assert found.column == "D 身份证号"


def test_r5_a_second_application_may_be_marked():
    """An id may stand twice only if one of the rows leaves as DUPLICATE (R3, R5)."""
    assert len(read([child(1), child(2, d=identity(1), h="重复报名")]).rows) == 2
    assert problems(read, [child(1), child(2, d=identity(1), h="自愿放弃")])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽 ‧ 买买提", "阿依古丽·买买提"),
        ("张　三", "张三"),
        ("Anna  Maria\u3000Li", "Anna Maria Li"),
        ("e\u0301", "é"),
        ("𬎆𠮷", "𬎆𠮷"),
        (" 张三\n", "张三"),
        ("龙\U000e0100", "龙\U000e0100"),
    ],
)
def test_r7_names_have_one_spelling(typed, kept):
    """R7: middle dots, full-width and doubled spaces, composed letters: one spelling; rare characters stay."""
    assert read([child(1, c=typed)]).rows[0].name == kept


def test_middle_dots_are_noted():
    """What changes a name is told with its rows."""
    assert any("rows 2" in n and "dots" in n for n in read([child(1, c="艾力•买买提")]).notes)


def test_check_digits():
    """The check digit is that of GB 11643; its own example 11010519491231002X is right."""
    assert cells.check_digit("11010519491231002") == "X"


@pytest.mark.parametrize("other", ["G110101201305120010", "L110101201305120019", "H12345678", "EA1234567", "M12345(8)"])
def test_other_ids_are_taken(other):
    """Student numbers, travel permits and passports need no check digit."""
    assert read([child(1, d=other)]).rows[0].id == other


def test_headers_in_both_languages_anywhere():
    """Headers are found below title rows, whatever their spacing, width, order or language; others are noted."""
    rows = [
        ["2026年名册"],
        [],
        ["性别", "姓 名", "ＩＤ", "Registration\nNo", "*批次", "报名 学校"],
        ["男", "张三", identity(1), "1", "1", "S1"],
    ]
    data = "\n".join(",".join(f'"{c}"' for c in row) for row in rows).encode()
    found = roster.read(tables.parse(data, "f.csv"), PLAN)
    assert found.rows[0].registration_no == "1" and found.rows[0].row == 4
    assert any("性别" in n for n in found.notes) and any("row 3 is the header" in n for n in found.notes)


def test_missing_and_repeated_columns_all_at_once():
    """Each missing column is told, with the column that was probably meant; so is each repeated one."""
    data = csv_bytes([["1", "张三", "张三", "x"]], header=["报名号", "姓名", "学生姓名", "报名学笑"])
    found = problems(lambda: roster.read(tables.parse(data, "f.csv"), PLAN))
    assert [p.column for p in found] == ["C 学生姓名", "身份证号", "报名学校", "批次"]
    assert "报名学笑" in found[2].remedy
    assert "no header" in problems(lambda: roster.read(tables.parse(b"a,b\n", "f"), PLAN))[0].problem


def test_rows_that_are_no_children():
    """Trailing blank rows are dropped, inner ones noted; remarks, repeated headers and shifted rows are told."""
    blank = [" "] * 9
    found = read([child(1), blank, child(2), blank, blank])
    assert len(found.rows) == 2 and any("blank rows are skipped: 1" in n for n in found.notes)
    remark, shifted = ["合计 2 人"], [*child(3), "x"]
    assert [p.row for p in problems(read, [child(1), HEADER, remark, shifted])] == [3, 4, 5]


def test_labels_codes_and_numbers_are_one_value():
    """A school may be given by code or name, a batch by number or words; all give the code."""
    rows = [child(1, e="s1", f="1"), child(2, e="示例区第一初级中学", f="对口 直升"), child(3, f="２")]
    assert [tuple(r.attributes.values()) for r in read(rows).rows] == [("S1", "1"), ("S1", "1"), ("S1", "2")]
    assert "did you mean 对口直升" in problems(read, [child(1, f="对口直生")])[0].remedy


def test_leading_zeros_only_where_they_are_proven():
    """Numbers of different length are fine as long as no neighbour proves a fixed width (R7)."""
    assert len(from_xlsx([child(1, a=9), child(2, a=10)]).rows) == 2
    assert [p.row for p in problems(read, [child(1, a="0012"), child(2, a="13"), child(3, a="1400")])] == [3]


def test_bundles():
    """R24: a group needs two to eight members; born more than a day apart is noted, midnight twins are not."""
    nine = [child(n, g="d1") for n in range(1, 10)]
    assert "9 members" in problems(read, nine)[0].problem
    assert {r.bundle for r in read(nine[:8]).rows} == {"D1"}
    near = [child(1, g="D", d=identity(1, "20130228")), child(2, g="Ｄ", d=identity(2, "20130301"))]
    assert not any("born" in n for n in read(near).notes)
    far = [child(1, g="D", d=identity(1, "20130228")), child(2, g="D", d=identity(2, "20130302"))]
    assert any("born" in n for n in read(far).notes)


def test_r3_reasons_in_both_languages():
    """R3: every reason of SPEC §4 is taken as code and as Chinese words."""
    rows = [child(n, h=w) for n, w in enumerate([w for c, ws in cells.REASONS.items() for w in (c, *ws)], start=1)]
    found = [r.removed for r in read(rows).rows]
    assert found == [c for c, ws in cells.REASONS.items() for _ in (c, *ws)]


def test_consent_is_yes_no_or_open():
    """是 and 否 are read; an empty cell is no answer."""
    rows = [child(1, i="是"), child(2, i="否"), child(3)]
    assert [r.split_consent for r in read(rows).rows] == [True, False, None]


def test_column_letters():
    """Columns are told as spreadsheets do."""
    assert [table.letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


WORDS = st.one_of(
    st.sampled_from(["", "S1", "1", "D1", "是", "直升", "000001", identity(1), "张三", *HEADER]), st.text(max_size=12)
)
CELLS = st.builds(lambda text, kind: Cell(text=text, kind=kind), WORDS, st.sampled_from([Kind.TEXT] * 6 + list(Kind)))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=11), max_size=8), st.booleans(), st.booleans())
def test_random_tables_raise_input_errors_only(grid, header, is_csv):
    """Whatever stands in a table, roster and forming give a result or InputErrors."""
    if header:
        grid = [[Cell(text=h, kind=Kind.TEXT) for h in HEADER], *grid]
    rows = tuple(Row(number=n, cells=tuple(row)) for n, row in enumerate(grid, start=1))
    one = Table(file="f", sheet="" if is_csv else "s", rows=rows, notes=())
    try:
        formed = forming.form(roster.read(one, PLAN), PLAN, {}, lambda n: n.encode().hex().zfill(32)[-32:])
    except InputErrors as errors:
        assert errors.problems
        roster.error_table(errors.problems)
    else:
        forming.read_roster_csv(formed.roster_csv)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), WORDS), min_size=1, max_size=4))
def test_almost_sound_rosters(edits):
    """A few odd cells in sound rows give problems on exactly those rows, or a roster (CSV, so all bytes are seen)."""
    rows = [child(n) for n in range(1, 7)]
    for n, (column, text) in enumerate(edits):
        rows[n][column] = text
    try:
        found = roster.read(tables.parse(csv_bytes(rows, "utf-8-sig"), "f.csv"), PLAN)
    except InputErrors as errors:
        assert errors.problems
    else:
        assert all(cells.name(r.name) == r.name for r in found.rows)


@pytest.mark.parametrize(
    "header",
    [
        ["更正报名号", "更正批准人", "家庭编号"],
        ["被更正 报名号", "批准更正人", "家庭号"],
        ["corrects", "Approved By", "FAMILY"],
        ["corrected registration no", "approvers", "family code"],
    ],
)
def test_r2_r6_headers_of_corrections_and_families(header):
    """R2, R6: who is corrected, by whom, and of which family: under every usual header, in one spelling."""
    rows = [[*child(1), "", "", " f-1 "], [*child(2, d=identity(1)), "000001", "张三、李四，王五", "无"]]
    found = roster.read(tables.parse(csv_bytes(rows, header=[*HEADER, *header]), "f.csv"), PLAN).rows
    assert [(r.family, r.removed) for r in found] == [("F-1", "CORRECTED"), ("", "")]


def test_r4_checks_keep_their_cells_private():
    """R4: the cells that checks read stay with the row, as they stand, and out of the pool."""
    extra = (
        "eligibility = []",
        'eligibility = [{ label = "查", who = {}, column = "户籍 日期", test = { kind = "present" }, missing = "FAILS", '
        'fails = "CUTOFF" }]',
    )
    rules = plan(extra)
    data = csv_bytes([[*child(1), "2024-06-30"]], header=[*HEADER, "户籍日期"])
    found = roster.read(tables.parse(data, "f.csv"), rules)
    assert found.rows[0].checks["户籍 日期"].text == "2024-06-30" and found.check_places["户籍 日期"] == "J 户籍日期"
    formed = forming.form(found, rules, {}, lambda n: n.encode().hex().zfill(32)[-32:])
    assert b"2024" not in formed.roster_csv and set(formed.pool.attributes) == {"school", "batch"}
