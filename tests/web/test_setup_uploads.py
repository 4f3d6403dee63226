"""What comes in over the desk: hostile files, kept formers, problem tables, characters that no font has, progress (R5, R7, E22)."""

import csv
import io
import threading
import zipfile
from pathlib import Path

import bureau
import pytest
import room
from bureau import Bureau, Station, cheap

from draw.edges import tables, uploading
from draw.edges.session import Session
from draw.errors import StoreError
from draw.hashing import digest
from draw.intake.table import Table

pytestmark = pytest.mark.usefixtures(cheap.__name__)


@pytest.fixture
def place(tmp_path: Path) -> Bureau:
    """A bureau with a rule sheet and a sound roster."""
    return Bureau(tmp_path / "s")


@pytest.fixture
def boss(place: Bureau) -> Station:
    """The operator, after a sound rule sheet and a sound roster were handed in."""
    station = place.operator()
    bureau.inputs(station)
    return station


def folder(place: Bureau) -> dict[str, str]:
    """The files beside the rule sheet -> their hashes."""
    return {p.name: digest(p.read_bytes()) for p in place.folder.iterdir() if p.is_file()}


def zipped(name: str, size: int) -> bytes:
    """A small archive that inflates to `size` bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * size)
    return out.getvalue()


HOSTILE = {
    "a zip bomb": zipped("xl/worksheets/sheet1.xml", 250 * 2**20),
    "a zip that is no workbook": zipped("readme.txt", 10),
    "half a workbook": zipped("xl/workbook.xml", 4000)[:900],
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "a program": b"MZ\x90\x00" + bytes(900),
    "a web page": b"<!doctype html><script>alert(1)</script>",
    "another table": "学校,电话\n一中,123\n".encode(),
    "a roster without a column": bureau.roster().replace("证件号".encode(), "电话".encode()),
    "unmatched quotes": '报名号,姓名\n1001,"甲\n'.encode(),
    "broken UTF-8": bureau.roster()[:-40] + b"\xff\xfe\xfd" + bureau.roster()[-40:],
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_roster_is_not_taken(place: Bureau, boss: Station, what: str) -> None:
    """The former roster stays, byte for byte; the page says in words what is wrong and what would be right."""
    before = folder(place)
    answer = boss.upload("/setup/roster", HOSTILE[what], "名册.xlsx")
    assert answer.status_code == 200
    assert "刚才的文件没有收下" in answer.text and "怎样改" in answer.text
    assert "Traceback" not in answer.text and "<script>alert" not in answer.text
    assert folder(place) == before
    assert boss.get("/setup/problems.csv?of=refused").data.startswith("\ufeff文件 file".encode())
    assert "没有问题" in boss.text("/setup/check")


def test_an_empty_file_and_no_file_are_refused(place: Bureau, boss: Station) -> None:
    """Nothing chosen, and nothing in it, are told apart from a bad roster."""
    before = folder(place)
    assert "文件是空的" in boss.upload("/setup/roster", b"", "r.csv").text
    assert "请先选择文件" in boss.upload("/setup/roster", b"x", "").text
    assert folder(place) == before


def test_sixty_megabytes_are_refused_with_a_clear_page(place: Bureau, boss: Station) -> None:
    """413 with the limit in words, for who is logged in; a stranger's flood ends at the size of a form."""
    before = folder(place)
    data = b"1001," * (60 * 2**20 // 5)
    answer = boss.upload("/setup/roster", data, "r.csv")
    assert answer.status_code == 413
    assert "文件太大" in answer.text and "40 MiB" in answer.text
    sheet = boss.upload("/setup/rules/file", b"#" * (600 * 1024), "session.toml")
    assert sheet.status_code == 413 and "400 KiB" in sheet.text
    stranger = Station(place)
    refused = stranger.upload("/setup/roster", bytes(200 * 1024), "r.csv")
    assert refused.status_code == 413 and "40 MiB" not in refused.text
    assert folder(place) == before


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "..\\..\\evil.csv", "/etc/passwd", "C:\\x\\CON", "a\x00b.csv", "名" * 300]
)
def test_the_name_of_an_upload_is_never_a_path(place: Bureau, boss: Station, name: str) -> None:
    """Whatever it is called, the roster is roster.csv in the session's folder and nothing else is written anywhere."""
    outside = sorted(p.name for p in place.folder.parent.iterdir())
    answer = boss.upload("/setup/roster", bureau.roster(bureau.rows()[:-1]), name)
    assert answer.status_code == 200
    assert set(folder(place)) == {"session.toml", "roster.csv"}
    assert sorted(p.name for p in place.folder.parent.iterdir()) == outside
    told = uploading.history(place.reopened())[-1].told
    assert "/" not in told and "\\" not in told and len(told) <= 80


def test_every_encoding_that_offices_use_is_read(place: Bureau, boss: Station) -> None:
    """CSV with a BOM, as GB18030, with tabs: the same children; GB18030 is told."""
    text = bureau.roster().decode()
    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        text.encode("gb18030"),
        text.replace(",", "\t").encode(),
        text.replace("\n", "\r\n").encode("utf-16"),
    ):
        assert boss.upload("/setup/roster", data, "r.csv").status_code == 200
        page = boss.text("/setup/check")
        assert "没有问题：学生 12 人" in page
        assert ("GB18030" in page) == (data == text.encode("gb18030"))


def test_a_formula_is_a_problem_and_never_runs(place: Bureau, boss: Station) -> None:
    """A cell that a spreadsheet would run is told with its place; in the table to download it is inert text."""
    rows = bureau.rows()
    rows[3] = rows[3].replace("1004,", "1004,=cmd|'/c calc'!A1", 1).replace("A1" + room.NAMES[3], "A1")
    assert boss.upload("/setup/roster", bureau.roster(rows), "r.csv").status_code == 200
    page = boss.text("/setup/check")
    assert "有 1 个问题" in page and "第 5 行" in page
    table = boss.get("/setup/problems.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    cells = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert len(cells) == 2
    assert cells[1][2] == "5" and cells[1][4].startswith("'=cmd")


def test_problems_come_all_at_once_and_only_to_the_operator(place: Bureau, boss: Station) -> None:
    """A roster that reads as one is taken even with faults; every fault has file, row, column, value and remedy."""
    rows = bureau.rows()
    rows[0] = rows[0].replace(room.IDS[0], "123")
    rows[5] = rows[5].replace(",S1,", ",S9,")
    rows[6] = rows[6].replace(room.NAMES[6], "阚\U000323af")
    rows.append(rows[2].replace(room.NAMES[2], "阚重名"))
    assert boss.upload("/setup/roster", bureau.roster(rows), "r.csv").status_code == 200
    page = boss.text("/setup/check")
    assert "有 4 个问题" in page and room.NAMES[0] not in page
    for words in ("第 2 行", "第 7 行", "第 8 行", "第 14 行", "S9", "123", "U+323AF"):
        assert words in page
    freeze = boss.text("/setup/freeze")
    assert "有 4 个问题" in freeze and 'name="inputs"' not in freeze


def test_a_character_that_no_font_has_blocks_the_freeze(place: Bureau) -> None:
    """The row and the missing character are shown; nothing can be frozen until it is corrected."""
    boss, _ = bureau.people(place)
    bureau.inputs(boss)
    rows = bureau.rows()
    rows[7] = rows[7].replace(room.NAMES[7], "阚\U000323af")  # CJK Extension H, in no font of ours
    assert boss.upload("/setup/roster", bureau.roster(rows), "r.csv").status_code == 200
    page = boss.text("/setup/check")
    assert "字库缺字" in page and "U+323AF" in page and "roster.csv" in page
    assert 'name="inputs"' not in boss.text("/setup/freeze")
    assert boss.upload("/setup/roster", bureau.roster(), "r.csv").status_code == 200
    assert 'name="inputs"' in boss.text("/setup/freeze")


def test_a_character_missing_in_the_title_is_told_too(place: Bureau, boss: Station) -> None:
    """Screen and papers show title and schools as well."""
    boss.post("/setup/rules/facts", title="示例\U000323af区")
    page = boss.settled(boss.post("/setup/check")).text
    assert "字库缺字" in page and "session.toml" in page


def test_what_changed_since_the_last_roster(place: Bureau, boss: Station) -> None:
    """Rows added, removed and changed by registration number, against the last roster that could be read."""
    rows = bureau.rows()
    rows[1] = rows[1].replace(room.NAMES[1], "阚改名")
    del rows[4]
    rows = [r for r in rows if ",g2," not in r] + [f"1099,阚新,{room.identity(99)},S2,,,"]
    boss.upload("/setup/roster", b"no roster at all", "r.csv")
    assert boss.upload("/setup/roster", bureau.roster(rows), "r.csv").status_code == 200
    page = boss.text("/setup/check")
    section = page.partition("与上一份名册相比")[2].partition("</section>")[0]
    assert "<span>1099</span>" in section and "<span>1002</span>" in section
    assert "<span>1005</span>" in section and "<span>1006</span>" in section
    assert "阚" not in section
    boss.upload("/setup/roster", bureau.roster(rows[::-1]), "r.csv")
    assert "内容完全相同" in boss.text("/setup/check")


def test_every_file_that_was_ever_handed_in_is_kept(place: Bureau, boss: Station) -> None:
    """Rosters are kept encrypted with who and when; one that was put there by hand is kept, too, before it is replaced."""
    first = bureau.roster()
    by_hand = bureau.roster(bureau.rows()[:-2])
    (place.folder / "roster.csv").write_bytes(by_hand)
    assert boss.upload("/setup/roster", bureau.roster(bureau.rows()[:-1]), "终稿.csv").status_code == 200
    session = place.reopened()
    history = uploading.history(session)
    assert [(h.by, h.name, h.told) for h in history] == [
        ("李明", "session.toml", "session.toml"), ("李明", "roster.csv", "名册.csv"), ("李明", "roster.csv", "终稿.csv")
    ]  # fmt: skip
    for data in (first, by_hand):
        assert session.store.get(digest(data)) == data
    raw = b"".join(p.read_bytes() for p in (place.folder / "private").rglob("*") if p.is_file())
    assert room.NAMES[0].encode() not in raw and "终稿".encode() not in raw


def test_a_power_cut_between_the_two_files_of_a_roster_heals(place: Bureau, boss: Station) -> None:
    """roster.xlsx is written but roster.csv not yet removed: the next start leaves the one that was handed in last."""
    session = place.reopened()
    book = (Path(bureau.__file__).parents[2] / "draw/samples/xinghualing/roster.xlsx").read_bytes()
    with pytest.MonkeyPatch.context() as patch:

        def cut(path: Path) -> None:
            raise OSError("power cut")

        patch.setattr("draw.edges.durable.remove", cut)
        with pytest.raises(StoreError, match="power cut"):
            uploading.keep(session, "roster.xlsx", book, told="", by="")
    assert set(folder(place)) == {"session.toml", "roster.csv", "roster.xlsx"}
    place.start()
    assert set(folder(place)) == {"session.toml", "roster.xlsx"}


def test_one_long_work_at_a_time_with_a_page_that_asks_again(
    place: Bureau, boss: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a big roster is read, its page refreshes by a header alone and says how far it is; other work is refused."""
    go, reading, real = threading.Event(), threading.Event(), tables.parse

    def slow(data: bytes, file: str, *, sheet: str | None = None) -> Table:
        reading.set()
        assert go.wait(20)
        return real(data, file, sheet=sheet)

    monkeypatch.setattr(tables, "parse", slow)
    form = {"file": (io.BytesIO(bureau.roster(bureau.rows()[:-1])), "r.csv"), "token": boss.token()}
    begun = boss.client.post("/setup/roster", data=form, headers=room.ORIGIN)
    assert (begun.status_code, begun.headers["Location"]) == (303, "/setup/work?part=1")
    assert reading.wait(20)
    work = boss.get("/setup/work?part=1")
    assert work.headers["Refresh"].startswith("1") and "读取文件" in work.text
    assert "<script>" not in work.text and "http-equiv" not in work.text
    assert boss.post("/setup/check").status_code == 422
    assert "另一项工作正在进行" in boss.post("/setup/check").text
    go.set()
    assert "已保存并检查" in boss.settled(work).text


def test_a_list_that_a_check_needs(place: Bureau) -> None:
    """A list named by the rule sheet is asked for and taken in; its children are then removed with their reason."""
    check = (
        'eligibility = [{ label = "未被民办录取", who = {}, column = "证件号", missing = "REFUSE", fails = "PRIVATE_ADMITTED", '
        'test = { kind = "list", name = "民办录取", bars = "ADMITTED" } }]'
    )
    sheet = bureau.SHEET.replace("eligibility = []", check).replace("[lists]", '[lists]\n"民办录取" = "minban.csv"')
    boss = place.operator()
    bureau.inputs(boss, sheet=sheet)
    assert "minban.csv" in boss.text("/setup/check")
    page = boss.text("/setup/roster")
    assert "○ 民办录取" in page
    listed = f"身份证号,状态\n{room.IDS[10]},录取\n".encode()
    assert boss.upload("/setup/list/0", listed, "../x.csv").status_code == 200
    assert (place.folder / "minban.csv").read_bytes() == listed
    check_page = boss.text("/setup/check")
    assert "没有问题：学生 11 人" in check_page and "已被民办学校录取" in check_page
    assert boss.upload("/setup/list/7", listed, "x.csv").status_code == 422


def test_the_check_says_what_the_command_says(place: Bureau, boss: Station) -> None:
    """Exact chances and rules in words on the page are those of `draw check`."""
    from draw import prose

    given = Session.inputs(place.folder)
    formed = Session.formed(given, {}, lambda number: digest(number.encode())[:32])
    page = boss.text("/setup/check")
    for zh, en in prose.rule_lines(given.plan.rules, formed.pool):
        assert zh.strip() in page and en.strip().replace("'", "&#39;") in page


def test_a_full_disk_is_told_and_leaves_the_former(
    place: Bureau, boss: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written is said in words; the former roster stands as it was."""
    before = folder(place)

    def full(path: Path, data: bytes, **more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("draw.edges.durable.write", full)
    answer = boss.upload("/setup/roster", bureau.roster(bureau.rows()[:-1]), "r.csv")
    monkeypatch.undo()
    assert "未能写入" in answer.text and "No space left on device" in answer.text
    assert folder(place) == before


def test_a_rule_sheet_in_another_encoding_is_told_and_not_rewritten(place: Bureau, boss: Station) -> None:
    """A sheet that was put there by hand and is no UTF-8: its fault is shown, and no form would turn it to other text."""
    path = place.folder / "session.toml"
    path.write_bytes(bureau.SHEET.encode("gb18030"))
    page = boss.text("/setup/rules")
    assert "UTF-8" in page and 'action="/setup/rules/facts"' not in page
    assert boss.post("/setup/rules/facts", title="x").status_code == 422
    assert path.read_bytes() == bureau.SHEET.encode("gb18030")
