"""Class lists, seat maps, quota and transfer tables, lists of who is selected: the figures of the record on paper and in files
(R33, R35, R40-R45, R49, R50).
"""

import re
from pathlib import Path
from typing import Any

import further_halls
import pytest
import simulator
from afterwards import Files, amended
from papers_read import comma, document_text, documents, grid, source_of, text, worksheet, written
from simulator import Hall

from draw.edges import papers
from draw.notice import Mode
from draw.sheets import (
    amendment,
    classes,
    from_record,
    letters,
    listing,
    lists,
    notice,
    seats,
    statistics,
    tables,
)
from draw.sheets.document import Kind
from draw.sheets.exports import TABLES
from draw.sheets.kinds import KINDS
from draw.sheets.present import present
from draw.sheets.seats import Part, parts
from draw.sheets.source import Source

HALLS = list(further_halls.ALL)


def record(hall: Hall) -> Files:
    """A live record: no watermark between the words of a page."""
    return simulator.record(hall, mode=Mode.LIVE)


def rows(files: Files, name: str) -> list[list[str]]:
    """The lines of a table of the record."""
    return [line.split(",") for line in files[name].decode().splitlines()[1:]]


def plain(found: str) -> str:
    """A text without blanks, as a reader sees it."""
    return re.sub(r"\s", "", found)


@pytest.mark.parametrize("name", HALLS)
def test_every_document_of_every_session(name: str) -> None:
    """No kind of document fails for a session of SPEC §16, with or without schools and children; public ones name nobody."""
    source = source_of(record(further_halls.ALL[name]()))
    keys = [one.key for one in papers.ready(source) if one.key != "slips"]
    assert {"notice", "result", "announcement", "statistics", "waiting", "minutes"} <= set(keys)
    assert ("classes" in keys) is ("tables/classes.csv" in source.files) is ("class-roll" in keys)
    assert ("seats" in keys) is ("tables/seats.csv" in source.files)
    whole = [p.name for p in source.people.values() if len(p.name) > 1]
    for one in KINDS:
        if one.key not in keys:
            continue
        told = [text(data) for data in documents(one, source).values()]
        told += [tables.csv(table).decode() for table in TABLES.get(one.key, lambda _: iter(()))(source)]
        assert told or one.private or one.key == "letters", one.key
        assert one.private or not any(name in found for found in told for name in whole), one.key


def test_class_lists_are_those_of_the_record() -> None:
    """Every line of tables/classes.csv on its class's page: sex, bundle, seat, masked name; the balance of balance.csv first."""
    files = record(further_halls.classes())
    source = source_of(files)
    ((name, data),) = documents(classes.KIND, source).items()
    assert name == "classes-bj"
    first, *pages = text(data).split("\f")[:-1]
    sex = {r[0]: {"M": "男", "F": "女"}[r[2]] for r in rows(files, "pool.csv")}
    unit = {r[0]: r[1] for r in rows(files, "pool.csv")}
    seat = {r[4]: (r[2], r[3]) for r in rows(files, "tables/seats.csv")}
    team = {r[1]: r[2] for r in rows(files, "tables/teams.csv")}
    for code, page in zip("123", pages, strict=True):
        here = [r[3] for r in rows(files, "tables/classes.csv") if r[2] == code]
        assert f"{code} 班" in page and f"（{team[code]}）" in page and f"{len(here)} 人" in page
        lines = {tuple(line.split()) for line in page.splitlines()}
        for n, applicant in enumerate(here, start=1):
            bundle = () if unit[applicant] == applicant else (unit[applicant],)
            cells = (str(n), applicant, *bundle, source.masked[applicant], sex[applicant], *seat[applicant])
            assert cells in lines, cells
        assert f"本表共 {len(here)} 行" in page
    told = plain(first)
    for _, class_, attribute, _, count in rows(files, "tables/balance.csv"):
        if attribute == "SIZE":
            assert re.search(rf"{class_} ?班 +{count} ", first), class_
    assert "各班人数相差1，各类人数最多相差1" in told and "按毕业小学" in told and "平安小学" in told


def test_balance_in_files_is_balance_csv() -> None:
    """The XLSX and CSV of the balance: classes, sizes, sexes, marks, bundles, origin; then most, least, difference."""
    files = record(further_halls.classes())
    found = {t.stem: t for t in TABLES["classes"](source_of(files))}
    assert list(found) == ["classes-bj", "balance-bj", "balance-bj-primary"]
    own = rows(files, "tables/balance.csv")

    def counts(class_: str, names: tuple[str, ...]) -> list[str]:
        return [r[4] for r in own if r[1] == class_ and r[2] in names]

    for stem, names in (("balance-bj", ("SIZE", "sex", "care", "BUNDLES")), ("balance-bj-primary", ("primary",))):
        told = comma(tables.csv(found[stem]))
        order = [*names]
        for code, line in zip("123", told, strict=False):
            assert line[1:] == [c for n in order for c in counts(code, (n,))]
        numbers = [[int(c) for c in line[1:]] for line in told[:3]]
        assert [int(c) for c in told[3][1:]] == [max(c) for c in zip(*numbers, strict=True)]
        assert [int(c) for c in told[5][1:]] == [max(c) - min(c) for c in zip(*numbers, strict=True)]


def test_a_serpentine_list_is_warned_of() -> None:
    """R40: the list says by which document, and that sizes may differ by more than 1; a balanced one does not."""
    found = plain(document_text(classes.KIND, source_of(record(further_halls.serpentine()))))
    assert "注意：本校按蛇形编班（依据：教字〔2026〕7号）" in found and "WARNING" in found and "各班人数相差2" in found
    assert "WARNING" not in document_text(classes.KIND, source_of(record(further_halls.classes())))


def test_whole_names_are_private() -> None:
    """Rolls and seat maps with whole names say so, are private kinds, and hold every name; the public ones none."""
    source = source_of(record(further_halls.classes()))
    for public, private in ((classes.KIND, classes.WHOLE), (seats.KIND, seats.WHOLE)):
        shown, whole = document_text(public, source), plain(document_text(private, source))
        assert private.private and not public.private
        assert "不得张贴" in whole and "不得张贴" not in plain(shown)
        long = [p.name for p in source.people.values() if len(p.name) > 1]
        assert all(name in whole for name in long) and not any(name in shown for name in long)
        table = next(iter(TABLES[private.key](source)))
        assert {p.name for p in source.people.values()} <= {str(cell) for row in table.rows for cell in row.cells}


def boxes(data: bytes, page: int) -> list[tuple[float, float, str]]:
    """(x, y, word) of the words of a page, as pdftotext places them."""
    found = text(data, "-bbox", "-f", str(page), "-l", str(page))
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>'
    return [((float(a) + float(c)) / 2, float(b), word) for a, b, c, word in re.findall(pattern, found)]


def test_the_seat_map_is_the_room() -> None:
    """R43: row by row from the desk, column 1 on the left; each code where tables/seats.csv says, the seat that is gone is gone."""
    files = record(further_halls.classes())
    ((name, data),) = documents(seats.KIND, source_of(files)).items()
    assert name == "seats-zw"
    for page, class_ in enumerate("123", start=1):
        found = boxes(data, page)
        at = {word: (x, y) for x, y, word in found}
        own = [r for r in rows(files, "tables/seats.csv") if r[1] == class_]
        lines: dict[str, list[tuple[float, int]]] = {}
        for _, _, row, column, applicant, _ in own:
            x, y = at[applicant]
            lines.setdefault(row, []).append((x, int(column)))
            assert y > next(y for _, y, word in found if word in ("台", "讲"))
        assert all(sorted(line) == sorted(line, key=lambda one: one[1]) for line in lines.values())
        heights = [min(at[r[4]][1] for r in own if r[2] == row) for row in sorted(lines)]
        assert heights == sorted(heights)
        there = text(data, "-f", str(page), "-l", str(page), "-layout")
        assert there.count("无座") == 1 and "第 1 排" in there and f"就座 {len(own)} 人" in there
    table = next(iter(TABLES["seats"](source_of(files))))
    assert [[str(c) for c in r.cells[:4]] for r in table.rows] == [r[1:5] for r in rows(files, "tables/seats.csv")]


def test_a_room_larger_than_a_page_is_cut() -> None:
    """Every seat stands on exactly one part, ten columns at most and rows that fit; a small room is one part."""
    assert parts(4, 4, 400.0) == [Part(top=1, bottom=4, first=1, last=4)]
    for rows_, columns, room in ((99, 99, 400.0), (12, 11, 300.0), (1, 99, 27.0), (99, 1, 10.0)):
        found = parts(rows_, columns, room)
        every = [(r, c) for p in found for r in range(p.top, p.bottom + 1) for c in range(p.first, p.last + 1)]
        assert len(every) == rows_ * columns == len(set(every))
        assert all(p.last - p.first < 10 and (p.bottom - p.top + 1) * 27.0 <= max(room, 27.0) for p in found)


def test_a_wide_room_and_long_names_on_paper() -> None:
    """Thirteen columns are two parts, each named; a name of ten characters is whole in the private map."""
    hall = further_halls.classes(draws=[further_halls.class_draw(), further_halls.seat_draw(2, 13, gone=[])])
    source = source_of(record(hall), names=("阿依古丽阿依古丽买提", "张伟"))
    found = plain(document_text(seats.WHOLE, source))
    assert found.count("第1至7座") == 3 == found.count("第8至13座")
    assert found.count("阿依古丽阿依古丽买提") == 21


def test_who_leaves_by_an_amendment_leaves_lists_and_seat() -> None:
    """R44: a child struck off is on no class list, its seat is free, the balance stays as drawn; nobody else moves."""
    files = record(further_halls.classes())
    gone = rows(files, "tables/classes.csv")[0][3]
    before = {t.stem: t for t in TABLES["classes"](source_of(files))}
    source = source_of(amended(files, [("struck", gone, "2026-07-25")]))
    after = {t.stem: t for t in TABLES["classes"](source)}
    kept = [r.cells[3] for r in before["classes-bj"].rows if r.cells[3] != gone]
    assert [r.cells[3] for r in after["classes-bj"].rows] == kept and len(kept) == 40
    assert after["balance-bj"].rows == before["balance-bj"].rows
    told = document_text(classes.KIND, source)
    assert "均衡表是派位结果" in plain(told) and "更正单 1 校验码" in told and gone not in told
    assert (
        plain(document_text(seats.KIND, source)).count("空")
        - plain(document_text(seats.KIND, source_of(files))).count("空")
        == 1
    )
    assert "现有 40 人" in document_text(listing.ANNOUNCEMENT, source)


def test_late_pupils_stand_in_their_classes() -> None:
    """R44: the list of a small session has the late pupils only, and says where the others stand."""
    files = record(further_halls.late())
    found = document_text(classes.KIND, source_of(files))
    assert "只列本场编入的后到学生" in plain(found) and "均衡情况" not in found
    for _, _, class_, applicant in rows(files, "tables/classes.csv"):
        page = next(p for p in found.split("\f") if re.search(rf"\b{applicant}\b", p))
        assert f"{class_} 班" in page


TOLD: list[tuple[str, dict[str, Any], list[str]]] = [
    ("quota", {}, ["指标到校分配表", "书面放弃（依据：育才〔2026〕3号）", "合计5个名额"]),
    ("quota", {"school_code": "E9"}, ["海口实验中学（E9）·合计5个名额"]),
    ("cohort", {}, ["整班移交分配表", "逐格目标数", "合计1412935", "单独对应，不抽签"]),
    ("delegates", {}, ["抽签名单", "中签6，备选2", "中签5，备选3"]),
    ("classes", {}, ["任课教师团队", "均衡情况", "编班41人，3个班"]),
]


@pytest.mark.parametrize(("name", "terms", "said"), TOLD)
def test_result_sheet_and_announcement_say_what_was_decided(name: str, terms: dict[str, Any], said: list[str]) -> None:
    """Quota table, transfer table, who is selected and in reserve, teams and balance stand on both, with their totals."""
    source = source_of(record(further_halls.ALL[name](**terms)))
    for one in (from_record.KIND, listing.ANNOUNCEMENT):
        found = plain(document_text(one, source))
        assert all(words in found for words in said), (one.key, said)


def lines_of(one: Kind, source: Source) -> set[tuple[str, ...]]:
    """The lines of a document as words."""
    return {tuple(line.split()) for line in document_text(one, source).splitlines()}


def test_quota_cells_and_lists_are_those_of_the_tables() -> None:
    """Numbers of quotas.csv, cohorts.csv, selected.csv and teams.csv, line by line, on paper and in XLSX."""
    files = record(further_halls.quota())
    found = lines_of(from_record.KIND, source_of(files))
    for _, _, item, whole, fraction, rank, count, _ in rows(files, "tables/quotas.csv"):
        assert any(
            line[0] == item and line[2:6] == (whole, fraction, rank or "—", count) for line in found if len(line) > 5
        )
    files = record(further_halls.cohort())
    by = {t.stem: t for t in TABLES["result"](source_of(files))}
    told = comma(tables.csv(by["transfer-fp"]))
    assert [line[2:6] for line in told] == [r[3:7] for r in rows(files, "tables/cohorts.csv")]
    files = record(further_halls.delegates())
    by = {t.stem: t for t in TABLES["result"](source_of(files))}
    for stem, draw in (("selected-db", "db"), ("selected-xc", "xc")):
        own = [(r[1], r[3]) for r in rows(files, "tables/selected.csv") if r[0] == draw]
        told = comma(tables.csv(by[stem]))
        assert [(line[0], {"中签": "selected", "备选": "reserve"}[line[-1]]) for line in told] == own
    assert list(by) == ["result", "selected-db", "selected-xc"]
    assert [t.stem for t in TABLES["result"](source_of(record(further_halls.quota())))] == ["quota-zb"]


def test_a_class_is_no_admission() -> None:
    """No letter of admission is written for a class, no rank is called one of admission, and the totals speak of classes."""
    files = record(further_halls.classes())
    source = source_of(files)
    assert documents(letters.KIND, source) == {}
    assert "录取序号" not in document_text(from_record.KIND, source).partition("核验与签署")[0]
    for one in (listing.ANNOUNCEMENT, listing.ROLL):
        found = document_text(one, source)
        assert ("录取" not in found.replace("录取名册", "") and "派位结果公示" in found) or one is listing.ROLL
    whole = next(iter(TABLES["result"](source)))
    assert any("其中编班 41 人" in line for line in whole.lines)
    assert {str(row.cells[6]) for row in whole.rows} == {"已编班"}
    assert {str(row.cells[9])[:3] for row in whole.rows} == {"1 班", "2 班", "3 班"}
    assert present(source).classed("Z1") == 3 and not present(source).admits


def test_statistics_of_orders_and_classes() -> None:
    """R56: who was selected of an order of units, ranks of a class draw; a draw of things has no statistics."""
    found = plain(document_text(statistics.KIND, source_of(record(further_halls.delegates()))))
    assert "中签" in found and "（db）" in found and "（xc）" not in found
    found = plain(document_text(statistics.KIND, source_of(record(further_halls.classes()))))
    assert "（bj）" in found and "（zw）" in found and "（js）" not in found


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    """Class lists, seat maps and result sheet, made twice in different folders, are the same files."""
    source = source_of(simulator.record(further_halls.classes()))
    keys = ("result", "classes", "class-roll", "seats", "seat-roll")
    first = written(source, tmp_path / "a", *keys)
    assert first == written(source, tmp_path / "b", *keys)
    assert {"REHEARSAL-classes-bj.pdf", "REHEARSAL-seats-zw.xlsx", "private/REHEARSAL-class-roll-bj.csv"} <= set(first)
    private = tmp_path / "a" / "sheets" / "private" / "REHEARSAL-class-roll-bj.csv"
    assert private.stat().st_mode & 0o777 == 0o600
    sheet = worksheet(first["REHEARSAL-classes-bj.xlsx"])
    assert sheet.title == "演练 编班名单" and len(grid(first["REHEARSAL-classes-bj.xlsx"])) == 41


def test_names_are_left_out_where_the_sheet_says_none() -> None:
    """R50: without names the map shows codes alone and the list a dash."""
    hall = further_halls.plain_classes()
    source = source_of(record(Hall(rules=hall.rules, people=hall.people)))
    bare = Source(files=source.files, masked={}, people=source.people, private={})
    found = document_text(classes.KIND, bare)
    assert "—" in found and not any(name in found for name in source.masked.values() if len(name) > 1)
    assert lists.announced_as(present(bare)).zh == "派位结果公示"


def test_the_notice_of_a_session_without_children() -> None:
    """R1, R49: no plan and no seal to check where nobody applies; the number of a code on the list is shown how to compute."""
    found = plain(document_text(notice.KIND, source_of(record(further_halls.quota()))))
    assert "本场不涉及学校学位" in found and "名单上每一项的随机号可自行计算" in found and "seal1" not in found
    assert "number1:SEED:zb:UNIT" in found and "指标到校" in found
    found = plain(document_text(notice.KIND, source_of(record(further_halls.cohort()))))
    assert "number1:SEED:yj:UNIT" in found and "孩子的随机号" in found  # not of the cells, whose codes are no units


def test_a_late_pupil_who_joined_stands_on_the_amendment() -> None:
    """SPEC §16.11: the event says at which school and by which statement; nobody moves, class lists stay."""
    files = record(further_halls.classes())
    joined: Any = ("joined", "", "2026-07-25", "Z1", "ab" * 32)
    source = source_of(amended(files, [joined]))
    found = plain(document_text(amendment.KIND, source))
    assert "后到学生编入；学校：潞州区第一中学" in found and "ab" * 32 in found and "没有人变动" in found
    assert [r.cells for r in next(iter(TABLES["classes"](source))).rows] == [
        r.cells for r in next(iter(TABLES["classes"](source_of(files)))).rows
    ]
