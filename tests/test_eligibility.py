"""Who may take part: corrections, checks, other lists, dwellings, blocks, each by its worked example (SPEC §5, R2-R6, R36)."""

import csv
import datetime
import io

import pytest
import sheet_maker
from hypothesis import given
from hypothesis import strategies as st
from roster_maker import identity, problems, salt, xlsx_bytes
from sheet_maker import admission, attribute, check, nearest, preferences, school

from draw.edges import tables
from draw.errors import InputErrors
from draw.intake import cells, eligibility, forming, other_lists, roster
from draw.intake.table import Cell, Kind
from draw.rules.eligibility import DateTest, DwellingTest

CHANNEL = attribute("channel", "A", "B")
BATCHES = {"attributes": [CHANNEL], "draws": [admission("s1")]}


def people(*rows):
    """A CSV of children: one dict of cells each; ids and names are given where a row has none."""
    header = list(dict.fromkeys(["报名号", "姓名", "身份证号", *(name for row in rows for name in row)]))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for n, row in enumerate(rows, 1):
        whole = {"报名号": f"{n:04}", "姓名": f"张某{chr(0x4E00 + n)}", "身份证号": identity(n)} | row
        writer.writerow([whole.get(name, "") for name in header])
    return tables.parse(out.getvalue().encode(), "roster.csv")


def a_list(header, *rows, name="list.csv"):
    """The Table of a list."""
    return tables.parse("\n".join([header, *rows, ""]).encode(), name)


def formed(plan, table, lists=None):
    """The Formed of a roster under a plan."""
    return forming.form(roster.read(table, plan), plan, {}, salt, lists or {})


def registered(result):
    """The registration numbers that are in the pool."""
    return [row.registration_no for row in forming.read_roster_csv(result.roster_csv)]


def judged(plan, table, lists=None):
    """Registration number -> removed reason after all checks, of those who leave."""
    found = eligibility.judge(roster.read(table, plan), plan, lists or {})
    assert found.problems == ()
    return {row.registration_no: row.removed for row in found.roster.rows if row.removed}


# -- R2: confirmed preferences ---------------------------------------------------------------------------------------------

WISH = {"schools": [school("S1"), school("S2")], "attributes": [attribute("wish", values="schools", column="志愿")]} | {
    "draws": [admission("s1", "S1", wish=["S1"]), admission("s2", "S2", wish=["S2"])]
}
FIRST = {"报名号": "0417", "身份证号": identity(17), "志愿": "S1"}
AGAIN = {"报名号": "0417-2", "身份证号": identity(17), "志愿": "S2", "更正报名号": "0417"}


def test_r02_only_confirmed_rows_enter():
    """R2: "Only confirmed records enter a pool": a row without a confirmation leaves as UNCONFIRMED."""
    plan = sheet_maker.read(eligibility=[check("present", "家长确认", fails="UNCONFIRMED")])
    result = formed(plan, people({"家长确认": "2026-07-01"}, {"家长确认": ""}, {"家长确认": "是"}))
    assert registered(result) == ["0001", "0003"] and result.removed_csv == b"reason,count\nUNCONFIRMED,1\n"
    assert any("UNCONFIRMED: 1 行 rows 3" in note and "please review" in note for note in result.notes)


def test_r02_0417_asks_for_another_school():
    """R2: "0417 confirmed school X on 1 July, parent asks for Y on 3 July: refused": a second row without two approvers."""
    plan = sheet_maker.read(**WISH)
    for names in ("", "张三", "张三、张三"):
        (found,) = problems(roster.read, people(FIRST, AGAIN | {"更正批准人": names}), plan)
        assert (found.row, found.column) == (3, "F 更正批准人") and "two" in found.problem + found.remedy
    (found,) = problems(roster.read, people(FIRST, {**AGAIN, "更正报名号": ""}), plan)
    assert found.column == "C 身份证号" and "the same id as row 2" in found.problem


@pytest.mark.parametrize("names", ["张三、李四", "张三,李四", "张三;李四", "张三/李四", "张三 李四", "张三；李四"])
def test_r02_0417_a_mistyped_code_is_corrected(names):
    """R2: "School mistyped the code X→Z: correction with two signatures before freeze: accepted, listed"."""
    plan = sheet_maker.read(**WISH)
    result = formed(plan, people(FIRST, AGAIN | {"更正批准人": names}))
    assert registered(result) == ["0417-2"] and result.pool.attributes["wish"] == ("S2",)
    assert result.removed_csv == b"reason,count\nCORRECTED,1\n"
    (note,) = [n for n in roster.read(people(FIRST, AGAIN | {"更正批准人": names}), plan).notes if "correct" in n]
    assert "row 3 corrects row 2" in note and "张三、李四" in note and identity(17) not in note


def test_r02_a_sheet_may_refuse_corrections():
    """SPEC §5 step 2: "with `corrections` `REFUSE` … refused"."""
    plan = sheet_maker.read(**WISH, corrections="REFUSE")
    found = problems(roster.read, people(FIRST, AGAIN | {"更正批准人": "张三、李四"}), plan)
    assert (found[0].row, found[0].column) == (3, "E 更正报名号") and "delete this row" in found[0].remedy


BAD_CORRECTIONS = {
    "no such row": ([FIRST, AGAIN | {"更正报名号": "0418"}], "E 更正报名号", "no row has"),
    "itself": ([FIRST, AGAIN | {"更正报名号": "0417-2"}], "E 更正报名号", "itself"),
    "another child": ([FIRST, AGAIN | {"身份证号": identity(18)}], "C 身份证号", "not the id of row 2"),
    "twice": ([FIRST, AGAIN, AGAIN | {"报名号": "0417-3"}], "E 更正报名号", "corrects that row already"),
    "in a circle": ([FIRST | {"更正报名号": "0417-2"}, AGAIN], "E 更正报名号", "one another"),
    "approvers only": (
        [FIRST, AGAIN | {"更正报名号": "", "身份证号": identity(18)}],
        "F 更正批准人",
        "nothing is corrected",
    ),
}


@pytest.mark.parametrize("name", BAD_CORRECTIONS)
def test_r02_corrections_that_are_none(name):
    """R2: "a correction is a new record that names the one it replaces and who approved it": told at its cell."""
    rows, column, words = BAD_CORRECTIONS[name]
    signed = [row | {"更正批准人": "张三、李四"} if n else row for n, row in enumerate(rows)]
    if name == "in a circle":
        signed[0] = signed[0] | {"更正批准人": "张三、李四"}
    header = ["报名号", "姓名", "身份证号", "志愿", "更正报名号", "更正批准人"]
    table = people(*({key: row.get(key, "") for key in header if key in row or key != "姓名"} for row in signed))
    found = problems(roster.read, table, sheet_maker.read(**WISH))
    assert any(p.column == column and words in p.problem and p.remedy for p in found), found


def test_r02_a_chain_of_corrections_ends_at_the_last():
    """A correction may be corrected; a bundle that a corrected row named goes on with the new row."""
    plan = sheet_maker.read(**WISH)
    two = {"更正批准人": "张三、李四"}
    third = AGAIN | two | {"报名号": "0417-3", "更正报名号": "0417-2", "志愿": "S1", "多胞胎组号": "D"}
    twin = {"报名号": "0500", "志愿": "S1", "多胞胎组号": "D"}
    result = formed(plan, people(FIRST | {"多胞胎组号": "D"}, AGAIN | two | {"多胞胎组号": "D"}, third, twin))
    assert registered(result) == ["0417-3", "0500"] and len(result.pool.members) == 1
    assert result.removed_csv == b"reason,count\nCORRECTED,2\n"


def test_r02_corrected_cannot_be_typed():
    """CORRECTED follows from a signed correction only; typed as a reason it would go round the two signatures."""
    (found,) = problems(roster.read, people({"剔除原因": "CORRECTED"}), sheet_maker.read())
    assert "not on the list" in found.problem


# -- R3: mutually exclusive channels ---------------------------------------------------------------------------------------


def barred(bars, fails="PRIVATE_ADMITTED", **more):
    """A sheet with one list of another channel."""
    one = check("list", "身份证号", name="民办", bars=bars, fails=fails, missing="REFUSE", **more)
    return sheet_maker.read(lists={"民办": "minban.csv"}, eligibility=[one])


def test_r03_pool_of_ten():
    """R3: "pool of 10, one 直升, one already admitted by 外国语小语种 → frozen pool 8, removal list 2 with reasons"."""
    plan = barred("ADMITTED", "PRE_ADMITTED")
    rows = [{"剔除原因": "直升" if n == 4 else ""} for n in range(1, 11)]
    lists = {"民办": a_list("身份证号", identity(7))}
    result = formed(plan, people(*rows), lists)
    assert len(result.pool.applicants) == 8
    assert result.removed_csv == b"reason,count\nDIRECT,1\nPRE_ADMITTED,1\n"
    assert any("PRE_ADMITTED: 1 行 rows 8" in note for note in result.notes)
    assert not any(identity(7) in note for note in result.notes)


@pytest.mark.parametrize(("bars", "gone"), [("APPLIED", {1, 2, 3}), ("ADMITTED", {2, 3}), ("AGREED", {3})])
def test_r03_application_admission_and_agreement_bar(bars, gone):
    """R3: "F0 bars on application to private; F2/F3 bar on admission … admitted but agreement not signed = OPEN"."""
    rows = [f"{identity(1)},报名", f"{identity(2)},已录取", f"{identity(3)},签订协议", f"{identity(3)},已报名"]
    lists = {"民办": a_list("证件号,状态", *rows)}
    assert set(judged(barred(bars), people({}, {}, {}, {}), lists)) == {f"{n:04}" for n in gone}


def test_r03_a_list_without_states_is_of_the_admitted():
    """SPEC §5: a list without a column of states is one of children who were admitted."""
    lists = {"民办": a_list("身份证号", identity(1))}
    assert judged(barred("ADMITTED"), people({}, {}), lists) == {"0001": "PRIVATE_ADMITTED"}
    assert judged(barred("AGREED"), people({}, {}), lists) == {}


def test_r03_lists_are_read_as_strictly_as_rosters():
    """Every fault of a list is told with its cell; so is a list that is not there."""
    bad = a_list(
        "身份证号,状态", "110101201305120011,录取", f"{identity(2)},转学", f"{identity(3)},", name="minban.csv"
    )
    found = problems(formed, barred("APPLIED"), people({}), {"民办": bad})
    assert [(p.file, p.row, p.column) for p in found] == [
        ("minban.csv", 2, "A 身份证号"), ("minban.csv", 3, "B 状态"), ("minban.csv", 4, "B 状态"),
    ]  # fmt: skip
    (found,) = problems(formed, barred("APPLIED"), people({}), {})
    assert found.file == "minban.csv" and "missing" in found.problem
    (found,) = problems(formed, barred("APPLIED"), people({}), {"民办": a_list("姓名", "张三")})
    assert "身份证号" in found.remedy


# -- R4: cut-off dates -----------------------------------------------------------------------------------------------------


def cut_off(edge="INCLUSIVE", **more):
    """A sheet that needs a hukou date by 2024-06-30."""
    one = check("date", "户籍迁入", earliest="none", latest="2024-06-30", edge=edge, fails="CUTOFF", **more)
    return sheet_maker.read(eligibility=[one])


def test_r04_a_day_too_late():
    """R4: "Child with hukou moved 2024-06-30 → in; 2024-07-01 → out, reason CUTOFF"."""
    rows = people({"户籍迁入": "2024-06-30"}, {"户籍迁入": "2024-07-01"})
    assert judged(cut_off(), rows) == {"0002": "CUTOFF"}
    assert judged(cut_off("EXCLUSIVE"), rows) == {"0001": "CUTOFF", "0002": "CUTOFF"}


def test_r04_a_missing_date():
    """R4: "OPEN: … missing date. Product: missing → not eligible, listed for review"; or the freeze is refused."""
    rows = people({"户籍迁入": "2024-06-30"}, {"户籍迁入": ""}, {"户籍迁入": "无"})
    found = eligibility.judge(roster.read(rows, cut_off()), cut_off(), {})
    assert [r.removed for r in found.roster.rows] == ["", "CUTOFF", "CUTOFF"]
    assert any("please review" in note and "rows 3, 4" in note for note in found.notes)
    (one, _) = problems(formed, cut_off(missing="REFUSE"), rows)
    assert (one.row, one.column) == (3, "D 户籍迁入") and "refuses the freeze" in one.problem


@pytest.mark.parametrize(
    "typed",
    ["2024-06-30", "2024/6/30", "2024.6.30", "20240630", "2024年6月30日", "２０２４－０６－３０", "2024年06月30日"],
)
def test_r04_dates_in_every_usual_form(typed):
    """Dates of registration systems are read; the same day is the same day."""
    assert cells.day(Cell(text=typed, kind=Kind.TEXT)) == "2024-06-30"


@pytest.mark.parametrize("typed", ["24-6-30", "2024-6", "45473", "2024-02-30", "6/30/2024", "2024-6/30", "去年", "=A1"])
def test_r04_what_is_no_date_is_told_at_its_cell(typed):
    """Anything else is a problem at that cell, never a guess."""
    (found,) = problems(formed, cut_off(), people({"户籍迁入": typed}))
    assert (found.row, found.column, found.value) == (2, "D 户籍迁入", typed) and found.remedy


def test_r04_real_dates_of_spreadsheets():
    """A real date cell of an XLSX is the day that it shows, whatever its time."""
    header = ["报名号", "姓名", "身份证号", "户籍迁入"]
    days = [datetime.date(2024, 6, 30), *map(datetime.datetime.fromisoformat, ("2024-07-01T00:30", "2024-06-30T23:59"))]
    rows = [[f"{n:04}", f"张某{chr(0x4E00 + n)}", identity(n), day] for n, day in enumerate(days, 1)]
    assert judged(cut_off(), tables.parse(xlsx_bytes(rows, header), "r.xlsx")) == {"0002": "CUTOFF"}


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 12, 31)), st.sampled_from(["INCLUSIVE", "EXCLUSIVE"]))
def test_r04_the_edge_is_one_day(moved, edge):
    """R4: "Comparison is inclusive of the cut-off day unless the rule sheet says otherwise"."""
    first, last = datetime.date(2010, 1, 1), datetime.date(2020, 1, 1)
    test = DateTest(earliest=str(first), latest=str(last), edge=edge)
    inside = first <= moved <= last if edge == "INCLUSIVE" else first < moved < last
    assert eligibility._date(test, str(moved)) is inside


def test_r04_only_whom_the_check_names():
    """R4: "eligibility is a pure function of (record, school, cut-off dates)": other children's cells are not judged."""
    plan = sheet_maker.read(
        **BATCHES,
        eligibility=[
            check(
                "date",
                "迁入",
                earliest="none",
                latest="2024-06-30",
                edge="INCLUSIVE",
                who={"channel": ["A"]},
                fails="CUTOFF",
            ),
            check("value", "双籍一致", allowed=["是", "一致"], who={"channel": ["B"]}, fails="AGE"),
        ],
    )
    rows = people(
        {"列channel": "A", "迁入": "2024-07-01", "双籍一致": "否"},
        {"列channel": "B", "迁入": "不详", "双籍一致": " 一 致"},
        {"列channel": "B", "迁入": "", "双籍一致": "否"},
    )
    assert judged(plan, rows) == {"0001": "CUTOFF", "0003": "AGE"}


def test_r04_checks_are_made_in_order_and_once():
    """SPEC §5: "in order, on each row that has no removed reason yet": the first reason stays."""
    late = check("date", "日", earliest="none", latest="2024-06-30", edge="INCLUSIVE", fails="CUTOFF")
    plan = sheet_maker.read(eligibility=[late, check("value", "龄", allowed=["是"], fails="AGE")])
    rows = people(
        {"日": "2024-07-01", "龄": "否"}, {"日": "2024-06-01", "龄": "否"}, {"日": "坏", "龄": "否", "剔除原因": "直升"}
    )
    assert judged(plan, rows) == {"0001": "CUTOFF", "0002": "AGE", "0003": "DIRECT"}
    refusing = sheet_maker.read(eligibility=[late | {"fails": "REFUSE"}])
    (found,) = problems(formed, refusing, people({"日": "2024-07-01"}))
    assert (found.row, found.value) == (2, "2024-07-01") and "refuses the freeze" in found.problem


def test_r04_columns_of_checks_must_be_there():
    """A check's column that the roster has not is told by name; ids and attributes may be checked where they stand."""
    (found,) = problems(roster.read, people({}), cut_off())
    assert found.column == "户籍迁入" and "missing" in found.problem
    plan = sheet_maker.read(**BATCHES, eligibility=[check("value", "列channel", allowed=["A"])])
    assert judged(plan, people({"列channel": "A"}, {"列channel": "B"})) == {"0002": "OTHER"}


# -- R5: one person ----------------------------------------------------------------------------------------------------------


def test_r05_lists_know_a_child_however_its_id_is_typed():
    """R5: "ID number typed with x/X, full-width digits, spaces: normalise first"; G + id is the same person."""
    number = next(i for i in (identity(n) for n in range(1000)) if i.endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    for typed in (number.lower(), wide, f" {number[:6]} {number[6:]}", f"G{number}"):
        lists = {"民办": a_list("学籍号", typed)}
        assert judged(barred("ADMITTED"), people({"身份证号": number}, {"身份证号": identity(2)}), lists) == {
            "0001": "PRIVATE_ADMITTED"
        }


def test_r05_another_column_of_ids_may_be_compared():
    """A list of student numbers is compared with the roster's own column of them."""
    one = check("list", "学籍", name="民办", bars="ADMITTED")
    plan = sheet_maker.read(lists={"民办": "m.csv"}, eligibility=[one])
    rows = people({"学籍": "L1234567890123456"}, {"学籍": ""}, {"学籍": "L2"})
    found = problems(formed, plan, rows, {"民办": a_list("学籍号", "L1234567890123456")})
    assert [(p.row, p.column) for p in found] == [(4, "D 学籍")]
    rows = people({"学籍": "L1234567890123456"}, {"学籍": ""}, {"学籍": "L2345"})
    assert judged(plan, rows, {"民办": a_list("学籍号", "L1234567890123456")}) == {"0001": "OTHER", "0002": "OTHER"}


# -- R6: one dwelling ---------------------------------------------------------------------------------------------------------


def dwelling(year, counted="FROM_USE", shared="REFUSE", **more):
    """A sheet with a register of dwellings."""
    test = {"name": "住房", "year": year, "years": 3, "counted": counted, "shared": shared}
    one = check("dwelling", "住房编号", fails="DWELLING", **test, **more)
    return sheet_maker.read(lists={"住房": "zhufang.csv"}, eligibility=[one])


REGISTER = {"住房": a_list("住房编号,年份,家庭编号", "H-1,2022,a", "H-9,2019年,z")}


def test_r06_one_place_in_three_years():
    """R6: "dwelling used 2022 by family A. Family B applies 2024 → blocked; 2025 → free. A's younger child 2024 → exempt"."""
    b, a = {"住房编号": "h-1", "家庭编号": "B"}, {"住房编号": "Ｈ-1", "家庭编号": "A"}
    assert judged(dwelling(2024), people(b), REGISTER) == {"0001": "DWELLING"}
    assert judged(dwelling(2025), people(b), REGISTER) == {}
    assert judged(dwelling(2024), people(a), REGISTER) == {}
    assert judged(dwelling(2024), people({"住房编号": "H-1", "家庭编号": ""}), REGISTER) == {"0001": "DWELLING"}


@given(st.integers(2000, 2030), st.integers(2000, 2030), st.integers(1, 9))
def test_r06_the_years_are_counted(used, year, years):
    """R6: "use in year y blocks y+1, y+2 and is free again in y+3 (product reading of 3年內)"; AFTER_USE: one year more."""
    both = {
        counted: DwellingTest(name="d", year=year, years=years, counted=counted, shared="ALLOW").barred(used)
        for counted in ("FROM_USE", "AFTER_USE")
    }
    assert both["FROM_USE"] is (year < used + years)
    assert both["AFTER_USE"] is (year <= used + years)


def test_r06_two_families_in_one_pool():
    """R6: "two unrelated applicants from one dwelling in the same pool (product: block the freeze, list both)"."""
    rows = people(
        {"住房编号": "H-5", "家庭编号": "C"}, {"住房编号": "H-5", "家庭编号": "C"}, {"住房编号": "h-5", "家庭编号": "D"},
        {"住房编号": "H-6", "家庭编号": ""},
    )  # fmt: skip
    (found,) = problems(formed, dwelling(2024), rows, REGISTER)
    assert (found.row, found.column) == (4, "D 住房编号") and "row 2" in found.problem
    assert len(formed(dwelling(2024, shared="ALLOW"), rows, REGISTER).pool.applicants) == 4
    twins = people({"住房编号": "H-5", "多胞胎组号": "T", "家庭编号": ""}, {"住房编号": "H-5", "多胞胎组号": "T"})
    assert len(formed(dwelling(2024), twins, REGISTER).pool.members) == 1  # a bundle is a family
    gone = people({"住房编号": "H-5", "家庭编号": "C"}, {"住房编号": "H-5", "家庭编号": "D", "剔除原因": "自愿放弃"})
    assert len(formed(dwelling(2024), gone, REGISTER).pool.applicants) == 1


def test_r06_families_may_also_be_a_public_attribute():
    """R6, R27: one column 家庭编号 tells families of a dwelling, and, as codes, who is moved together after the lots."""
    test = {"name": "住房", "year": 2024, "years": 3, "counted": "FROM_USE", "shared": "REFUSE"}
    plan = sheet_maker.read(
        schools=[school(last_place="NONE")],
        attributes=[
            attribute("one", values="preferences", column="一"),
            attribute("home", values="codes", column="家庭编号"),
        ],
        draws=[preferences("p", ["S1"], ["one"], adjust="home")],
        lists={"住房": "zhufang.csv"},
        eligibility=[check("dwelling", "住房编号", fails="DWELLING", **test)],
    )
    rows = people({"一": "S1", "家庭编号": "a", "住房编号": "H-1"}, {"一": "S1", "家庭编号": "b", "住房编号": "H-1"})
    result = eligibility.judge(roster.read(rows, plan), plan, REGISTER)
    assert [(r.removed, r.attributes["home"], r.family) for r in result.roster.rows] == [
        ("", "A", "A"),
        ("DWELLING", "B", "B"),
    ]


def test_r06_the_register_and_the_families_must_be_there():
    """A register without its columns, a year that is none, and a roster without families are told."""
    bad = a_list("住房编号,年份,家庭编号", "H-1,22,a", "H-2,2022,", name="zhufang.csv")
    rows = people({"住房编号": "H-1", "家庭编号": ""})
    found = problems(formed, dwelling(2024), rows, {"住房": bad})
    assert [(p.row, p.column) for p in found] == [(2, "B 年份"), (3, "C 家庭编号")]
    (found,) = problems(roster.read, people({"住房编号": "H-1"}), dwelling(2024))
    assert found.column == "家庭编号"
    assert len(problems(other_lists.dwellings, a_list("住房编号", "H-1"))) == 2


# -- R21: two conditions apart -----------------------------------------------------------------------------------------------


def test_r21_two_schools_that_may_not_be_chosen_together():
    """R21: "both 外国语 schools may not be chosen together? OPEN": a check of kind apart removes, or refuses."""
    other = attribute("other", "Y", "N")
    changes = {"attributes": [CHANNEL, other], "draws": [admission("s1")]}
    apart = check("apart", "none", who={"channel": ["A"]}, **{"with": {"other": ["Y"]}})
    rows = people(
        {"列channel": "A", "列other": "Y"}, {"列channel": "A", "列other": "N"}, {"列channel": "B", "列other": "Y"}
    )
    assert judged(sheet_maker.read(**changes, eligibility=[apart]), rows) == {"0001": "OTHER"}
    (found,) = problems(formed, sheet_maker.read(**changes, eligibility=[apart | {"fails": "REFUSE"}]), rows)
    assert found.row == 2 and "exclude one another" in found.problem


# -- R24: bundles after the checks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("policy", "units"), [("DISSOLVE", 3), ("SHRINK", 2)])
def test_r24_one_member_is_not_eligible(policy, units):
    """R24: "one member not eligible (bundle shrinks or dissolves: OPEN, product: dissolves with notice before freeze)"."""
    one = check("date", "户籍迁入", earliest="none", latest="2024-06-30", edge="INCLUSIVE", fails="CUTOFF")
    bundles = {"mixed": "REFUSE", "mixed_attribute": "none", "member_removed": policy}
    plan = sheet_maker.read(eligibility=[one], bundles=bundles, schools=[school(places=9)])
    days = ["2024-06-01", "2024-06-01", "2024-07-01"]
    rows = people(*({"户籍迁入": day, "多胞胎组号": "D"} for day in days), {"户籍迁入": "2024-06-01"})
    result = formed(plan, rows)
    assert len(result.pool.members) == units and result.removed_csv == b"reason,count\nCUTOFF,1\n"
    assert any("bundle D" in note for note in result.notes)


SPLITTING = {
    "preferences": {
        "attributes": [attribute("first", values="preferences", column="志愿")],
        "schools": [school(last_place="NONE")],
        "draws": [preferences("p", ["S1"], ["first"])],
    },
    "nearest": {
        "attributes": [attribute("area", "A", column="志愿")],
        "schools": [school(last_place="NONE")],
        "draws": [nearest("n", ["S1"], ["A"])],
    },
    "admission": {
        "attributes": [attribute("area", "A", column="志愿")],
        "schools": [school(last_place="SPLIT")],
        "draws": [admission("a")],
    },
}


@pytest.mark.parametrize("kind", SPLITTING)
def test_r27_a_draw_that_may_part_twins_needs_consent(kind):
    """R25, R27: SPLIT needs the parents' written consent in every kind of draw that splits; HOLD does not."""
    changes = SPLITTING[kind]
    wish = {"preferences": "S1"}.get(kind, "A")
    rows = people({"志愿": wish, "多胞胎组号": "D", "同意拆分": "是"}, {"志愿": wish, "多胞胎组号": "D"})
    (found,) = problems(formed, sheet_maker.read(**changes), rows)
    assert found.row == 3 and "consent" in found.problem
    if kind != "admission":
        held = {**changes, "draws": [changes["draws"][0] | {"bundle": "HOLD"}]}
        assert len(formed(sheet_maker.read(**held), rows).pool.members) == 1


# -- R36: blocks, and attributes of every kind ----------------------------------------------------------------------------------

BLOCKS = {
    "schools": [school("S1", 100), school("S2", 100)],
    "attributes": [
        attribute("wish", values="schools", column="学校"),
        attribute("block", values="codes", column="小区"),
    ],
    "draws": [admission("s1", "S1", wish=["S1"]), admission("s2", "S2", wish=["S2"])],
    "blocks": {"block": "block", "school": "wish", "governs": "BLOCK"},
}


def blocked(*sizes):
    """Children of blocks: (block, school, how many)."""
    return people(*({"小区": block, "学校": code} for block, code, count in sizes for _ in range(count)))


def test_r36_worked_example():
    """R36: "blocks 60, 50, 45, 40 and two schools of 100: {60,40}, {50,45} passes; one pupil of block 45 moved → fails
    and names the block"."""
    plan = sheet_maker.read(**BLOCKS)
    assert (
        len(
            formed(
                plan, blocked(("b60", "S1", 60), ("b40", "S1", 40), ("b50", "S2", 50), ("b45", "S2", 45))
            ).pool.members
        )
        == 195
    )
    moved = blocked(("b60", "S1", 60), ("b40", "S1", 39), ("b50", "S2", 50), ("b45", "S2", 44), ("b45", "S1", 1))
    (found,) = problems(formed, plan, moved)
    assert "B45" in found.problem and found.row == 2 + 60 + 39 + 50 + 44 and "划到了两所学校" in found.problem


def test_r36_a_block_larger_than_its_school_and_one_that_is_missing():
    """R36: "block larger than any school's seats; block id missing": told at the school's line, and at the row."""
    plan = sheet_maker.read(**BLOCKS)
    (found,) = problems(formed, plan, blocked(("b1", "S1", 101), ("b2", "S2", 1)))
    assert (found.file, found.row) == ("session.toml", plan.lines["school S1"]) and "split a block" in found.problem
    (found,) = problems(formed, plan, people({"小区": "", "学校": "S1"}, {"小区": "b", "学校": "S2"}))
    assert (found.file, found.row) == ("roster.csv", 2) and "没有小区" in found.problem
    draw = sheet_maker.read(**BLOCKS | {"blocks": BLOCKS["blocks"] | {"governs": "DRAW"}})
    assert formed(draw, blocked(("b1", "S1", 101), ("b2", "S2", 1)))


def test_preferences_and_codes_of_a_roster():
    """SPEC §4: a preference is a school's code or name, or NONE; codes are any code, NONE for an empty cell."""
    plan = sheet_maker.read(
        schools=[school("S1", 9, "NONE"), school("S2", 9, "NONE")],
        attributes=[
            attribute("one", values="preferences", column="一"),
            attribute("two", values="preferences", column="二"),
            attribute("home", values="codes", column="家"),
        ],
        draws=[preferences("p", ["S1", "S2"], ["one", "two"], adjust="home", bundle="HOLD")],
    )
    rows = [("S1", "s2校", "ｋ1"), ("S2校", "无", ""), ("", "NONE", "-"), ("s1", "—", "K-2")]
    found = roster.read(people(*({"一": a, "二": b, "家": c} for a, b, c in rows)), plan).rows
    assert [tuple(r.attributes.values()) for r in found] == [
        ("S1", "S2", "K1"), ("S2", "NONE", "NONE"), ("NONE", "NONE", "NONE"), ("S1", "NONE", "K-2"),
    ]  # fmt: skip
    bad = people({"一": "S3", "二": "", "家": ""}, {"一": "S1", "二": "", "家": "小区一"})
    assert [(p.row, p.column) for p in problems(roster.read, bad, plan)] == [(2, "D 一"), (3, "F 家")]
    gap = people({"一": "", "二": "S1", "家": ""}, {"一": "S1", "二": "S1", "家": ""})
    assert ["空缺" in p.problem or "写了两次" in p.problem for p in problems(formed, plan, gap)] == [True, True]


TEXTS = st.one_of(
    st.sampled_from(
        ["", "2024-06-30", "2024/7/1", "是", "H-1", "2022", "A", "张三、李四", "0001", "0002", identity(1)]
    ),
    st.text(max_size=8),
)
EVERY = sheet_maker.read(
    attributes=[CHANNEL],
    draws=[admission("s1")],
    lists={"民办": "m.csv", "住房": "z.csv"},
    eligibility=[
        check("date", "日", earliest="2020-01-01", latest="2024-06-30", edge="EXCLUSIVE", fails="CUTOFF"),
        check("value", "值", allowed=["是"], missing="REFUSE"),
        check("list", "身份证号", name="民办", bars="APPLIED", fails="REFUSE"),
        check("dwelling", "房", name="住房", year=2024, years=3, counted="FROM_USE", shared="REFUSE"),
        check("present", "列channel"),
    ],
)


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("日", "值", "房", "家庭编号", "更正报名号", "更正批准人"), TEXTS)),
        max_size=4,
    ),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=3),
)
def test_whatever_stands_in_cells_there_is_a_pool_or_a_list_of_problems(rows, listed):
    """House style 5: roster and lists give a result or InputErrors with places; a removed child is in no pool."""
    try:
        table = people(*({"列channel": "A"} | row for row in rows))
        quoted = [f'"{a}","{b}"' for a, b in listed if '"' not in a + b]
        other = a_list("身份证号,状态", f"{identity(3)},报名", *quoted)
        result = formed(EVERY, table, {"民办": other, "住房": REGISTER["住房"]})
    except InputErrors as errors:
        assert all(p.problem and p.remedy and p.file for p in errors.problems)
        return
    gone = sum(int(line.rpartition(",")[2]) for line in (result.removed_csv or b"\n").decode().split("\n")[1:] if line)
    assert len(result.pool.applicants) + gone == len(rows)
