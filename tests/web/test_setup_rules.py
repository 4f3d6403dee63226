"""The rule sheet over the desk: begun from a procedure, its facts, open choices and text; nothing is decided in silence (R1)."""

from pathlib import Path

import bureau
import pytest
from bureau import Bureau, Station, cheap

from draw.edges import samples, uploading
from draw.intake import open_choices, sheet
from web.setup_rules import FACTS, facts_of, procedures

pytestmark = pytest.mark.usefixtures(cheap.__name__)


@pytest.fixture
def place(tmp_path: Path) -> Bureau:
    """An empty folder."""
    return Bureau(tmp_path / "s")


@pytest.fixture
def boss(place: Bureau) -> Station:
    """The operator of the empty folder."""
    return place.operator()


def text(place: Bureau) -> str:
    """The rule sheet in the folder."""
    return (place.folder / "session.toml").read_text(encoding="utf-8")


def begin(boss: Station, name: str = "xinghualing") -> None:
    """Begin from a procedure."""
    answer = boss.settled(boss.post("/setup/rules/start", procedure=name, sure="1"))
    assert answer.status_code == 200 and "已保存" in answer.text


@pytest.mark.parametrize("name", [name for name, _ in procedures()])
def test_every_procedure_can_be_begun(place: Bureau, boss: Station, name: str) -> None:
    """Each procedure that continues no other gives its own rule sheet, sound as it is, with its lists and no child."""
    begin(boss, name)
    source = (samples.find(name) / "session.toml").read_text(encoding="utf-8")
    assert text(place) == source
    plan = sheet.read(source.encode(), "session.toml")
    for file in plan.lists.values():
        assert (place.folder / file).read_bytes().count(b"\n") == 1
    assert not (place.folder / "roster.csv").exists()
    page = boss.text("/setup/rules")
    assert f"“未定”的规则：{len(open_choices.find(source))} 项" in page
    template = boss.get("/setup/template.csv").data.decode("utf-8-sig")
    assert all(plan.columns[a.name] in template for a in plan.rules.attributes)


def test_a_procedure_that_is_none_is_refused(place: Bureau, boss: Station) -> None:
    """Only names from the list; nothing of a path."""
    for name in ("", "../..", "luzhou/2-places-left", "template"):
        assert boss.post("/setup/rules/start", procedure=name, sure="1").status_code == 422
    assert not (place.folder / "session.toml").exists()


def test_the_sheet_that_is_there_is_replaced_only_on_purpose(place: Bureau, boss: Station) -> None:
    """Beginning again asks for a tick, and the sheet before is kept in the store."""
    begin(boss)
    boss.post("/setup/rules/facts", title="改过的名称")
    before = text(place)
    assert boss.post("/setup/rules/start", procedure="zhongshan-2020").status_code == 422
    assert text(place) == before
    begin(boss, "zhongshan-2020")
    session = place.reopened()
    kept = [session.store.get(one.value).decode() for one in uploading.history(session)]
    assert before in kept and kept[-1] == text(place)


def test_facts_are_changed_in_their_own_line(place: Bureau, boss: Station) -> None:
    """Every field of the form goes into its line; every comment and every other line stays as it was."""
    begin(boss)
    source = text(place).splitlines()
    new = {
        "title": '2026年"示例"区\\招生', "authority": "示例区教育局", "scheduled": "2026-07-20T09:30:00+08:00", "id": "pai-2026",
        "mode": "live", "dice": "d6x20", "rehearsals": "2", "min_open": "2", "reveal_seconds": "90",
    }  # fmt: skip
    assert {one["key"] for one in facts_of(text(place))} == set(FACTS) == set(new)
    assert boss.post("/setup/rules/facts", **new).status_code == 303
    plan = sheet.read(text(place).encode(), "session.toml")
    assert (plan.title, plan.session, plan.mode, plan.dice) == (new["title"], "pai-2026", "live", "d6x20")
    assert (plan.rehearsals, plan.min_open, plan.reveal_seconds, plan.scheduled) == (2, 2, 90, new["scheduled"])
    after = text(place).splitlines()
    changed = [n for n, (a, b) in enumerate(zip(source, after, strict=True)) if a != b]
    assert all(source[n].partition("=")[0].strip() in FACTS for n in changed)
    assert all(source[n].partition("#")[2] == after[n].partition("#")[2] for n in changed)


def test_wrong_facts_are_told_with_their_line(place: Bureau, boss: Station) -> None:
    """A number that is none is refused; a value that the sheet does not allow is saved and told with its line."""
    begin(boss)
    before = text(place)
    for wrong in ("zwei", "-1", "1e3", "٣", "99999999999999"):
        answer = boss.post("/setup/rules/facts", min_open=wrong)
        assert answer.status_code == 422 and "须为不带符号的整数" in answer.text
    assert text(place) == before
    page = boss.settled(boss.post("/setup/rules/facts", scheduled="nächste Woche", id="Ü")).text
    assert "有 2 个问题" in page and "时间不合格" in page
    assert "派位方案有 2 个问题" in boss.text("/setup")


def test_open_choices_stay_marked_until_they_are_made(place: Bureau, boss: Station) -> None:
    """Choosing writes the value and takes the mark away; what was not chosen stays open; a live freeze waits for all."""
    begin(boss)
    boss.post("/setup/rules/facts", mode="live")
    there = open_choices.find(text(place))
    first = next(one for one in there if one.key == "schools.2.last_place")
    of = bureau.shown(boss.text("/setup/rules"), 'name="of" value="')
    assert boss.post("/setup/rules/choices", of=of).status_code == 422
    assert boss.post("/setup/rules/choices", of=of, **{f"line-{first.line}": '"MAGIC"'}).status_code == 422
    assert boss.post("/setup/rules/choices", of="0" * 64, **{f"line-{first.line}": '"STOP"'}).status_code == 422
    assert boss.post("/setup/rules/choices", of=of, **{f"line-{first.line}": '"STOP"'}).status_code == 303
    line = text(place).splitlines()[first.line - 1]
    assert line.startswith('last_place = "STOP"') and "已定" in line and "未定" not in line
    left = open_choices.find(text(place))
    assert len(left) == len(there) - 1
    assert f"还有 {len(left)} 项“未定”须选定" in boss.text("/setup/freeze")
    of = bureau.shown(boss.text("/setup/rules"), 'name="of" value="')
    every = {f"line-{one.line}": one.value for one in left}
    assert boss.post("/setup/rules/choices", of=of, **every).status_code == 303
    assert open_choices.find(text(place)) == ()
    assert "派位方案没有问题" in boss.text("/setup/rules")
    assert "未定”须选定" not in boss.text("/setup/freeze")


def test_a_live_freeze_past_the_page_is_refused_while_choices_are_open(place: Bureau) -> None:
    """The act itself refuses, not only the page: also when it is posted at the desk."""
    boss, notary = bureau.people(place)
    marked = bureau.SHEET.replace('mixed = "REFUSE"', 'mixed = "REFUSE"  # 未定 R26 REFUSE DISSOLVE')
    bureau.inputs(boss, sheet=marked)
    subject = uploading.subject(uploading.files(place.folder))
    form = {"inputs": subject, "confirm": bureau.SESSION}
    assert boss.post("/setup/freeze", **form).status_code == 422
    answer = boss.post("/act/freeze", **form)
    assert answer.status_code == 422 and "还有 1 项“未定”" in answer.text
    assert notary.text("/setup/proposal").count("没有等待确认的冻结") == 1


def test_the_text_is_saved_if_it_is_toml_and_its_problems_are_told(place: Bureau, boss: Station) -> None:
    """What is no TOML is not saved and comes back as typed, with the line; other faults are saved and listed by line."""
    begin(boss)
    before = text(place)
    broken = before.replace("[show]", "[show")
    answer = boss.post("/setup/rules/text", text=broken)
    assert answer.status_code == 422 and "没有保存" in answer.text and text(place) == before
    line = broken.splitlines().index("[show") + 1
    assert f"第 {line} 行" in answer.text
    assert "[show\n" in answer.text.replace("\r\n", "\n")
    wrong = before.replace('names = "masked"', 'names = "loud"').replace("page = 10", "page = 0")
    page = boss.settled(boss.post("/setup/rules/text", text=wrong.replace("\n", "\r\n"))).text
    assert text(place) == wrong
    assert (
        "有 2 个问题" in page
        and f"第 {wrong.splitlines().index(next(x for x in wrong.splitlines() if 'loud' in x)) + 1} 行" in page
    )
    assert boss.post("/setup/rules/text", text=before).status_code == 303


@pytest.mark.parametrize("data", [b"\x00\x01", b"\xff\xfe[session]", b"[session]\nid = ", b"PK\x03\x04" + bytes(50)])
def test_a_file_that_is_no_rule_sheet_is_not_taken(place: Bureau, boss: Station, data: bytes) -> None:
    """The sheet that is there stays; the reason is on the page."""
    begin(boss)
    before = text(place)
    answer = boss.upload("/setup/rules/file", data, "session.toml")
    assert answer.status_code == 422 and "没有保存" in answer.text
    assert text(place) == before


def test_the_sheet_comes_down_as_it_went_up(place: Bureau, boss: Station) -> None:
    """Byte for byte, to a file of that name."""
    data = bureau.SHEET.replace("\n", "\r\n").encode()
    assert boss.upload("/setup/rules/file", data, "方案.toml").status_code == 200
    answer = boss.get("/setup/session.toml")
    assert answer.data == data and "session.toml" in answer.headers["Content-Disposition"]


def test_rehearsals_beside_the_session_are_made_and_counted(place: Bureau, boss: Station) -> None:
    """A rehearsal has the same inputs, another id and its own keys; its count goes into the sheet by one press."""
    bureau.inputs(boss)
    page = boss.post("/setup/rehearsal").text
    folder = place.folder.with_name("s-rehearsal-1")
    assert f"draw serve {folder}" in page
    plan = sheet.read((folder / "session.toml").read_bytes(), "session.toml")
    assert (plan.mode, plan.session, plan.title) == ("rehearsal", "bureau-2026-r1", "2026年示例区初中招生电脑随机派位")
    assert (folder / "roster.csv").read_bytes() == bureau.roster()
    assert not (folder / "private").exists()
    assert "方案写明演练 0 次；旁边已冻结过名单的演练有 0 次" in boss.text("/setup/rehearsal")
    held = Bureau(folder)
    player = held.operator()
    player.settled(player.post("/setup/check"))
    form = {"inputs": bureau.shown(player.text("/setup/freeze"), 'name="inputs" value="'), "confirm": "bureau-2026-r1"}
    assert "已冻结" in player.settled(player.post("/setup/freeze", **form)).text
    assert "本次结果无效" in player.text("/setup/notice")
    assert "有 1 次" in boss.text("/setup/rehearsal")
    assert boss.post("/setup/rehearsal/count").status_code == 303
    assert sheet.read(text(place).encode(), "session.toml").rehearsals == 1
    assert player.post("/setup/rehearsal").status_code == 422
