"""The result sheet as paper: read back from the PDF with other people's tools (SPEC §9, R49, R50).

These tests need poppler-utils and fail without it.
"""

import hashlib
import io
import os
import re
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from pypdf import PdfReader
from test_strangers import every_kind

from draw.edges import fonts
from draw.errors import SheetError
from draw.sheets import layout, qr, words
from draw.sheets.closing import MODULE
from draw.sheets.from_record import result_sheet_data
from draw.sheets.layout import FontPair
from draw.sheets.result import DrawStatus, DrawTable, ResultRow, ResultSheet, SchoolResult, result_sheet
from draw.words import zh

RARE = ("𬎆**", "𫘧*", "𬭚**", "𠮷*", "㛃*", "欧阳**", "阿***", "䶮*")
HOSTILE = (
    '=HYPERLINK("x")', "+cmd|calc", "-2+3", "@SUM(A1)", "＝＋－＠", "\t=x", "a\u202etxt.exe",
    "<script>alert(1)</script>", "\u200b零宽", "买买提·阿依古丽", "欧阳" * 20, "A" * 40,
    "\x00nul\x07", '"quoted",comma', "\u3164",
    "(x) Tj ET \\", "\u2067\u2069\u061c", "line\nbreak", "\ud800", "%PDF-1.4 endobj", "𬎆𫘧𬭚𠮷㛃" * 8,
)  # fmt: skip


def sha(text: str) -> str:
    """Some hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(
    *schools: SchoolResult, mode: str = "live", session: str = "hk-2026-x1", attempt: int = 3,
    unplaced: tuple[DrawTable, ...] = (),
) -> ResultSheet:  # fmt: skip
    """A sheet of these schools, its statement and hashes sound."""
    body = (
        f"draw1 {session}\nmode {mode}\nattempt {attempt}\nnotice {sha('notice')}\nboard {sha('board')}\n"
        f"seed {sha('seed')}\noutputs {sha('outputs')}\n"
    )
    statement = f"{body}ledger {sha('ledger')}\n"
    return ResultSheet(
        title="海口市2026年小学升初中电脑随机派位", authority="海口市教育局", mode=mode, session=session,
        attempt=attempt, voided=2, rehearsals=4, scheduled="2026 年 7 月 18 日 09:30", notice_hash=sha("notice"),
        board_hash=sha("board"), seed=sha("seed"), outputs_hash=sha("outputs"), result_hash=sha(body),
        statement_hash=sha(statement), statement=statement.encode(), signature=bytes(range(100, 164)),
        schools=schools, unplaced=unplaced, further=(),
    )  # fmt: skip


def school(*tables: DrawTable, code: str = "A01", name: str = "海口市第一中学", places: int = 60) -> SchoolResult:
    """A school whose figures are all different, so that each can be found."""
    return SchoolResult(
        code=code, name=name, places=places, approved_extra=71, over_plan=82, listed=None, limit=0,
        last_place="顺延：放不下的捆绑对象跳过。", outside=("人才子女 2 人，依据 教九号，不占计划",),
        children=913, units=894, bundles=45, admitted=576, waiting=337, tables=tables, classed=None, classes=0,
    )  # fmt: skip


def table(*rows: ResultRow, status: DrawStatus = DrawStatus.HELD, last_rank: int | None = 618) -> DrawTable:
    """A draw with these rows."""
    return DrawTable(
        draw="a01.2", title="第二批：学区内", status=status, last_rank=last_rank, note="本项名额 4 个", rows=rows
    )


def row(n: int, name: str = "张*", unit: str = "") -> ResultRow:
    """Line n of a table."""
    return ResultRow(
        rank=str(n), applicant=f"{7000 + n}", unit=unit, name=name, outcome="录取", reason="按录取序号录取"
    )


def many(count: int) -> tuple[ResultRow, ...]:
    """Rows with rare names, every seventh and eighth a bundle."""
    return tuple(
        row(n, RARE[n % len(RARE)], f"B{n // 8:03d}" if n % 8 in {6, 7} and n // 8 * 8 + 7 < count else "")
        for n in range(count)
    )


def characters(data: ResultSheet) -> str:
    """All characters of names and words in the data: what the fonts must hold besides the fixed words."""
    texts = [data.title, data.authority, data.scheduled]
    for one in data.schools:
        texts += [one.code, one.name, one.last_place, *one.outside]
    for listed in (*(t for one in data.schools for t in one.tables), *data.unplaced):
        texts += [listed.title, listed.note]
        for line in listed.rows:
            texts += [line.rank, line.applicant, line.unit, line.name, line.outcome, line.reason]
    return "".join(texts)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> FontPair:
    """Fonts for all documents here."""
    every = document(school(table(*(row(n, name) for n, name in enumerate(RARE + HOSTILE)))))
    more = "人才子女依据不占计划本项名额个教九号张注册入学候补名单琼山区旧州镇第二初级学校联合办部教点九全报生空出"
    return fonts.subset(characters(every) + more, cache=tmp_path_factory.mktemp("fonts"), progress=lambda said: None)


def poppler(tool: str, pdf: bytes, *options: str) -> bytes:
    """What a poppler tool makes of the file; the tool missing is an error."""
    return subprocess.run([tool, *options], input=pdf, capture_output=True, check=True).stdout


def text(pdf: bytes, *options: str) -> str:
    """The text of the file as pdftotext reads it."""
    return poppler("pdftotext", pdf, *options, "-", "-").decode()


def pages(pdf: bytes) -> list[str]:
    """The text of each page, line by line."""
    return text(pdf, "-layout").split("\f")[:-1]


def squeezed(pdf: bytes) -> str:
    """The text in the order of writing without any space: a wrapped cell reads as one."""
    return re.sub(r"\s", "", text(pdf, "-raw"))


def picture(pdf: bytes, page: int, dots: int) -> Image.Image:
    """A page as a printer or a camera at this many dots an inch sees it."""
    data = poppler("pdftoppm", pdf, "-r", str(dots), "-f", str(page), "-l", str(page), "-gray", "-")
    return Image.open(io.BytesIO(data))


def test_every_row_is_on_the_paper(pair):
    """pdftotext finds each row's rank, code, bundle and masked name in one line, rare characters included."""
    rows = many(120)
    found = text(result_sheet(document(school(table(*rows))), pair), "-layout")
    lines = [line.split() for line in found.splitlines()]
    for r in rows:
        assert [part for part in (r.rank, r.applicant, r.unit, r.name, r.outcome, r.reason) if part] in lines


def test_every_figure_is_on_the_paper(pair):
    """Each count, title, status and word given is found by pdftotext."""
    data = document(school(table(*many(3)), code="A01"))
    found = text(result_sheet(data, pair), "-layout")
    one = data.schools[0]
    for field in fields(SchoolResult):
        if field.name not in ("tables", "outside", "listed", "classed", "classes"):
            assert str(getattr(one, field.name)) in found, field.name
    assert one.outside[0] in found and "本项名额 4 个" in found
    assert "共 576 人 / 计划 60" in found
    for value in (data.title, data.authority, data.session, data.scheduled, "正式", "第二批：学区内", "a01.2", "618"):
        assert value in found
    assert "已派位" in found


@pytest.mark.parametrize("status", DrawStatus)
def test_each_status_is_said_in_both_languages(pair, status):
    """Held, registered without a draw, not held and empty draws say so."""
    found = text(result_sheet(document(school(table(status=status, last_rank=None))), pair), "-layout")
    assert status.value.zh in found
    assert status.value.en in found
    assert words.LAST_RANK.zh not in found


def test_codes_whole_in_groups_and_read_aloud(pair):
    """The last page shows all hashes whole, in eights, and the decimal codes of result and statement."""
    data = document(school(table(*many(60))))
    last = pages(result_sheet(data, pair))[-1]
    for value in (
        data.result_hash, data.statement_hash, data.notice_hash, data.board_hash, data.seed, data.outputs_hash,
    ):  # fmt: skip
        assert " ".join(re.findall("........", value)) in last
    for value in (data.result_hash, data.statement_hash):
        decimal = str(int(value, 16) % 10**40).rjust(40, "0")
        assert " ".join(re.findall("....", decimal)) in last


def test_people_sign_on_the_last_page(pair):
    """Every role has its box, and one school's head teacher signs there too."""
    last = pages(result_sheet(document(school(table(*many(3)))), pair))[-1]
    for role in ("公证员（一）", "公证员（二）", "主持人", "操作员", "复核员", "监督代表", "校长签字盖章"):
        assert role in last
    assert last.count("签字") >= 8


@pytest.mark.parametrize("count", [*range(12, 32, 2), *range(56, 72, 2)])
def test_no_signature_stands_on_a_page_without_rows(pair, count):
    """With several schools each head teacher signs under rows of the own list, never on a blank page."""
    one = school(table(*many(count)))
    signed = [p for p in pages(result_sheet(document(one, one), pair))[:-1] if "校长签字盖章" in p]
    assert len(signed) == 2
    assert all(re.search(r"\b70\d\d\b", page) for page in signed)
    assert all("共 576 人 / 计划 60" in page for page in signed)


@pytest.mark.parametrize("mode", ["live", "rehearsal"])
def test_every_page_says_where_it_belongs(pair, mode):
    """Page x of y, session, attempts and the ends of the result hash stand on every page."""
    data = document(school(table(*many(100))), school(table(), code="A02"), mode=mode)
    pdf = result_sheet(data, pair)
    found = pages(pdf)
    assert len(found) == len(PdfReader(io.BytesIO(pdf)).pages) > 3
    for n, page in enumerate(found, start=1):
        assert f"第 {n} 页 共 {len(found)} 页" in page
        assert f"Page {n} of {len(found)}" in page
        assert "hk-2026-x1" in page
        assert "第 3 次 · 作废 2 次 · 演练 4 次" in page
        assert "attempt 3 · voided 2 · rehearsals 4" in page
        assert re.search(rf"{data.result_hash[:8]} *… *{data.result_hash[-8:]}", page)


def test_each_school_starts_a_page_and_heads_repeat(pair):
    """A school's name opens a new page; the head of its table stands on each page with rows."""
    data = document(school(table(*many(90))), school(table(*many(5)), code="A02", name="海口市第九中学"))
    found = pages(result_sheet(data, pair))
    first = [n for n, page in enumerate(found) if "学校代码" in page]
    assert first == [0, next(n for n, page in enumerate(found) if "海口市第九中学" in page)]
    for page in found[:-1]:
        assert all(column in page for column in ("录取序号", "派位号", "捆绑号", "姓名", "结果", "原因"))
    assert "A01 海口市第一中学（续前页）" in found[1]
    assert "第二批：学区内（续前页）" in found[1]


def test_bundles_stay_on_one_page(pair):
    """Members of a bundle are never parted by a page break, wherever the break falls."""
    for shift in range(3):
        rows = [row(900 + n) for n in range(shift)]
        rows += [row(n, unit=f"B{n // 3:03d}") for n in range(150)]
        for page in pages(result_sheet(document(school(table(*rows))), pair)):
            members = re.findall(r"\bB\d{3}\b", page)
            assert all(members.count(unit) == 3 for unit in members)


def test_empty_list_says_none(pair):
    """Zero rows give a table with the words 无, and no schools still give the page of codes."""
    found = pages(result_sheet(document(school(table(last_rank=None)), school(code="A02")), pair))
    assert len(found) == 3
    assert re.search(r"^ *无 +None", found[0], re.MULTILINE)
    assert "本表共 0 行 · 本校名单完" in found[0]
    assert re.search(r"^ *无 +None", found[1], re.MULTILINE)
    assert len(pages(result_sheet(document(), pair))) == 1


def test_rehearsal_is_marked_on_every_page_and_live_on_none(pair):
    """The watermark 演练 REHEARSAL is text on each page of a rehearsal and absent from a live sheet."""
    one = school(table(*many(100)))
    pdf = result_sheet(document(one, mode="rehearsal"), pair)
    found = text(pdf, "-raw").split("\f")[:-1]
    assert len(found) > 3
    for n, page in enumerate(found, start=1):
        joined = re.sub(r"\s", "", page)
        assert "演练REHEARSAL" in joined, n
    live = squeezed(result_sheet(document(one), pair))
    assert "REHEARSAL" not in live
    assert words.NO_EFFECT.zh not in live


def test_hostile_names_are_only_text(pair):
    """Formulas, markup, PDF syntax, control and bidi characters and 40-character names print as what they are."""
    pdf = result_sheet(document(school(table(*(row(n, name) for n, name in enumerate(HOSTILE))))), pair)
    found = squeezed(pdf)
    for n, name in enumerate(HOSTILE):
        assert f"{n}{7000 + n}{layout.visible(name).replace(' ', '')}录取" in found
    for mark in ("⟦U+202E⟧txt.exe", "⟦U+0000⟧nul⟦U+0007⟧", "⟦U+200B⟧零宽", "⟦U+3164⟧", "⟦U+D800⟧", "⟦U+000A⟧"):
        assert mark in found
    assert not re.search("[\u0000-\u0008\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", found)


def test_nothing_runs_off_the_paper(pair):
    """With the longest titles, names and codes that SPEC allows, every word lies inside the margins."""
    long = tuple(
        replace(
            row(n, "欧阳" * 20), applicant="A1234567-" * 3 + "ABCDE", unit="B" * 32, rank="1000000",
            outcome="录取" * 8, reason="按录取序号录取，" * 12,
        )
        for n in range(4)
    )  # fmt: skip
    draw = replace(table(*long), title="第二批：学区内" * 25, draw="d" * 64)
    one = school(draw, name="海口市第一中学" * 25, code="C" * 32)
    data = replace(document(one, one, session="s" * 64), title="海口市小学升初中" * 25, authority="海口市教育局" * 30)
    box = text(result_sheet(data, pair), "-bbox")
    found_words = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', box)
    assert len(found_words) > 100
    for left, top, right, bottom in (map(float, found) for found in found_words):
        assert left > layout.LEFT - 1
        assert right < layout.RIGHT + 1
        assert 20 < top < bottom < layout.HEIGHT - 10
    found = squeezed(result_sheet(data, pair))
    for value in (data.title, data.authority, one.name, one.code, data.session, long[0].name, long[0].reason):
        assert value in found


def test_qr_holds_statement_and_signature_whole(pair):
    """A blurred, tilted picture of the last page at phone-like resolution decodes to statement and signature."""
    data = document(school(table(*many(3))))
    pdf = result_sheet(data, pair)
    last = len(PdfReader(io.BytesIO(pdf)).pages)
    expected = data.statement + b"statement.sig " + data.signature.hex().encode() + b"\n"
    for dots, tilt, blur in ((300, 0, 0.0), (150, 4, 0.6), (110, -7, 0.3)):
        seen = picture(pdf, last, dots).rotate(tilt, fillcolor=255, resample=Image.Resampling.BICUBIC)
        codes = zxingcpp.read_barcodes(seen.filter(ImageFilter.GaussianBlur(blur)))
        assert [code.bytes for code in codes] == [expected], dots
        assert codes[0].ec_level == "M"


def test_qr_is_read_in_a_rehearsal_too(pair):
    """The watermark does not run behind the code."""
    data = document(school(table(*many(3))), mode="rehearsal")
    pdf = result_sheet(data, pair)
    (code,) = zxingcpp.read_barcodes(picture(pdf, len(PdfReader(io.BytesIO(pdf)).pages), 150))
    assert code.bytes == qr.statement_text(data.statement, data.signature)


def test_qr_modules_are_large_enough():
    """A module is at least half a millimetre, and too long a content is refused."""
    assert MODULE / layout.MM >= 0.5
    with pytest.raises(SheetError, match="2331"):
        qr.runs(b"x" * 2332)
    side, runs = qr.runs(b"x" * 2331)
    assert side == 177
    assert all(c >= 0 and c + n <= side and 0 <= r < side and n > 0 for c, r, n in runs)


def test_same_data_same_bytes(pair, tmp_path):
    """A second run, a run after another document, and a run in another process give the same bytes."""
    data = document(school(table(*many(40))))
    first = result_sheet(data, pair)
    result_sheet(document(school(table(row(1))), mode="rehearsal"), pair)
    assert result_sheet(data, pair) == first
    code = (
        "import sys, hashlib; sys.path[:0] = ['tests', '.']; from test_sheets import *\n"
        "from pathlib import Path; p = lambda name: Path(sys.argv[1], name).read_bytes()\n"
        "covered = frozenset(map(int, p('covered').split()))\n"
        "pair = FontPair(regular=p('regular'), bold=p('bold'), mono=p('mono'), covered=covered)\n"
        "print(hashlib.sha256(result_sheet(document(school(table(*many(40)))), pair)).hexdigest())"
    )
    for name in ("regular", "bold", "mono"):
        (tmp_path / name).write_bytes(getattr(pair, name))
    (tmp_path / "covered").write_text(" ".join(map(str, pair.covered)))
    again = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parent.parent, env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
    )  # fmt: skip
    assert again.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_only_embedded_fonts(pair):
    """Every font is embedded, so that no machine replaces a rare character."""
    pdf = result_sheet(document(school(table(*many(40))), mode="rehearsal"), pair)
    listed = poppler("pdffonts", pdf, "-").decode().splitlines()
    assert len(listed) > 4
    for line in listed[2:]:
        assert "+Sheet-" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]


def test_metadata_names_nobody(pair):
    """Title and author are the document and the authority; nothing else is said, and all dates are fixed."""
    reader = PdfReader(io.BytesIO(result_sheet(document(school(table(*many(3)))), pair)))
    assert reader.metadata is not None
    assert reader.metadata.title == "派位结果单 hk-2026-x1"
    assert reader.metadata.author == "海口市教育局"
    assert str(reader.metadata["/CreationDate"]).startswith("D:2000")
    assert not {str(value) for value in reader.metadata.values()} & set(RARE)


def test_missing_glyphs_are_all_named(pair):
    """A sheet with characters that its fonts lack is refused, naming them all; nothing is dropped in silence."""
    with pytest.raises(SheetError) as refused:
        result_sheet(document(school(table(row(1, "龘*"), row(2, "😀"), row(3, "张")))), pair)
    assert "龘 U+9F98" in str(refused.value)
    assert "😀 U+1F600" in str(refused.value)
    assert "张" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"statement_hash": "0" * 64}, "statement hash"),
        ({"result_hash": "0" * 64}, "result hash"),
        ({"seed": "0" * 64}, "no line 'seed"),
        ({"mode": "rehearsal"}, "no line 'mode"),
        ({"session": "other"}, "no line 'draw1"),
        ({"attempt": 4}, "no line 'attempt"),
        ({"signature": b"short"}, "64 bytes"),
    ],
)
def test_paper_and_statement_cannot_differ(pair, change, why):
    """A hash or figure that is not that of the statement in the QR code is refused."""
    with pytest.raises(SheetError, match=why):
        result_sheet(replace(document(), **change), pair)


def test_two_thousand_rows_are_fast(pair):
    """A school of 2,000 rows takes less than ten seconds, and progress is told."""
    data = document(school(table(*many(2000))))
    said: list[str] = []
    start = time.monotonic()
    pdf = result_sheet(data, pair, progress=said.append)
    assert time.monotonic() - start < 10
    assert said[0] == "result sheet: school 1 of 1"
    codes = {r.applicant for r in data.schools[0].tables[0].rows}
    assert codes <= set(text(pdf, "-layout").split())


def test_a_row_higher_than_a_page_shrinks_then_is_refused(pair):
    """A cell of some thousand characters is set smaller; one that even the smallest type cannot hold is refused."""
    found = squeezed(result_sheet(document(school(table(replace(row(1), reason="候补" * 700)))), pair))
    assert found.count("候补") >= 700
    with pytest.raises(SheetError, match="does not fit a page"):
        result_sheet(document(school(table(replace(row(1), reason="候补" * 20_000)))), pair)


@given(st.text())
def test_visible_text_has_nothing_hidden(value):
    """Marks are final: showing a text twice changes nothing, and no control or bidi character is left."""
    shown = layout.visible(value)
    assert layout.visible(shown) == shown
    hidden = "[\u0000-\u001f\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
    assert not re.search(hidden, shown)


@given(st.text(alphabet="派位（）。， abc-12", max_size=120), st.floats(min_value=12, max_value=300))
def test_broken_text_is_whole(value, width):
    """A text broken or shrunk keeps every character but spaces, and every line fits unless one character does not."""
    sheet = layout.Sheet(lambda line, face, size: len(line) * size)
    lines = sheet.fit(value, 10.0, width)
    assert "".join(lines.lines).replace(" ", "") == value.replace(" ", "")
    assert all(len(line) * lines.size <= width + 0.01 or len(line) <= 4 for line in lines.lines)


def test_a_shortlist_has_its_own_total(pair):
    """R20: a school with a shortlist says how many are on it, and of nobody that he is admitted; who is not asked is a dash."""
    one = replace(school(table(status=DrawStatus.ALL_LISTED)), listed=29, limit=30, children=None)
    found = text(result_sheet(document(one), pair), "-layout")
    assert "入围 29 人 / 限额 30" in found and "共 576 人" not in found
    assert words.ALL_LISTED.zh in found
    assert re.search(r"60 +71 +— +894", found)


def test_who_has_no_place_stands_once_at_the_end(pair):
    """Draws of several schools: their unplaced children have a section of their own, before the codes, without a school."""
    lost = table(*(row(900 + n) for n in range(90)), last_rank=None)
    found = pages(result_sheet(document(school(table(*many(3))), unplaced=(lost, table(last_rank=None))), pair))
    (first, *_) = [n for n, page in enumerate(found) if words.UNPLACED.zh in page]
    assert first == 1
    listed = [n for n, page in enumerate(found[:-1]) if re.search(r"\b79\d\d\b", page)]
    assert listed == list(range(first, len(found) - 1))
    assert "学校代码" not in found[first] and "本校名单完" not in "".join(found[first:])


def test_a_waiting_list_has_no_draw(pair):
    """A list whose children have their lines elsewhere is set under the school, by position, without a draw's id."""
    listed = replace(table(*many(3), status=DrawStatus.ON_LIST, last_rank=None), draw="", title="海口市第一中学")
    found = text(result_sheet(document(school(listed)), pair), "-layout")
    assert words.ON_LIST.zh in found and "派位代码" not in found.split("如何核验")[0]


@pytest.fixture(scope="module")
def district_sheet(tmp_path_factory: pytest.TempPathFactory) -> tuple[ResultSheet, dict[str, list[list[str]]]]:
    """What the sheet of a record with every kind of draw shows, and the record's tables."""
    files = every_kind()
    tables = {
        name: [line.split(",") for line in files[name].decode().splitlines()[1:]]
        for name in ("results.csv", "tables/draws.csv", "tables/waiting.csv", "tables/shortlists.csv")
    }
    return result_sheet_data(files, {}), tables


def test_every_child_stands_once_where_it_belongs(district_sheet):
    """R49: under the school of its place, under the draw that shortlisted or refused it, or among those without a place."""
    data, tables = district_sheet
    rows = [(s.code, t.draw, r) for s in data.schools for t in s.tables if t.draw not in ("", "s1") for r in t.rows]
    rows += [("", t.draw, r) for t in data.unplaced for r in t.rows]
    elsewhere = [line[0] for line in tables["results.csv"] if line[2] == "s1"]
    assert sorted([r.applicant for _, _, r in rows] + elsewhere) == [line[0] for line in tables["results.csv"]]
    (shortlist,) = [t for s in data.schools for t in s.tables if t.draw == "s1"]
    on_it = {line[2] for line in tables["tables/shortlists.csv"]}
    assert {
        r.applicant for r in shortlist.rows if r.outcome == "入围"
    } == on_it  # though a later draw placed some of them
    by_code = {line[0]: line for line in tables["results.csv"]}
    for at, draw, r in rows:
        line = by_code[r.applicant]
        assert draw == line[2] and r.outcome == zh(f"outcome.{line[5]}")
        if line[5] == "admitted":
            assert at == line[6]
        elif draw in ("zone", "rest"):
            assert at == ""
        assert r.rank == line[3]


def test_counts_of_schools_are_the_tables(district_sheet):
    """Admitted, listed, waiting and the plan of each school are the sums of tables/draws.csv and tables/waiting.csv."""
    data, tables = district_sheet
    for one in data.schools:
        given = sum(int(line[6]) for line in tables["tables/draws.csv"] if line[1] == one.code)
        assert (one.listed if one.code == "S1" else one.admitted) == given
        assert one.waiting == sum(int(line[3]) for line in tables["tables/waiting.csv"] if line[0] == one.code)
        on_list = [t for t in one.tables if t.status is DrawStatus.ON_LIST]
        if on_list:
            assert len(on_list[0].rows) == one.waiting
    notes = {t.draw: t.note for s in data.schools for t in s.tables if s.code == "X1"}
    assert "本项名额 2 个，上一项转入 0 个" in notes["x1.a"] and not notes["x1.b"]
    assert next(s for s in data.schools if s.code == "W1").children is None  # nobody applies to a nearest draw


def test_the_whole_sheet_of_every_kind_is_set(district_sheet, tmp_path):
    """The document of such a record has all glyphs, and choices stand beside their reasons."""
    data, _ = district_sheet
    fonts_ = fonts.subset(characters(data), cache=tmp_path, progress=lambda said: None)
    found = squeezed(result_sheet(data, fonts_))
    assert "按志愿录取（第1志愿）" in found and "就近安置（第2近，2米）" in found
    assert words.UNPLACED.zh in found and "入围" in found
