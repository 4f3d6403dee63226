"""The desk before the hall: from an empty folder to a frozen, published list by web pages alone (R1, R7, R45)."""

import logging
from pathlib import Path

import bureau
import pytest
import room
from bureau import SESSION, Bureau, cheap

from draw.ceremony import Stage
from draw.hashing import digest, read_aloud
from draw.ledger import Line

pytestmark = pytest.mark.usefixtures(cheap.__name__)


def lines(place: Bureau) -> list[Line]:
    """The minutes as another process would read them."""
    session = place.reopened()
    return session.store.lines(session.attempt) if session.attempt else []


def test_from_an_empty_folder_to_a_frozen_live_session(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Operator and notary, each at their own station, by plain forms; every page leads on, no name leaves the operator's."""
    caplog.set_level(logging.DEBUG)
    place = Bureau(tmp_path / "s")
    boss = place.operator()
    home = boss.text("/setup")
    assert "还没有派位方案" in home and "还没有名册" in home
    inputs_now = bureau.inputs
    inputs_now(boss)
    check = boss.text("/setup/check")
    assert "没有问题：学生 12 人，派位对象 10 个，捆绑 2 组" in check and "示例第一中学" in check
    assert "单个学生的录取机会" in check
    freeze = boss.text("/setup/freeze")
    assert "还没有账号：复核员、公证员" in freeze and 'name="inputs"' not in freeze
    place.join(boss, "checker")
    notary = place.join(boss, "notary")
    assert "没有等待确认的冻结" in notary.text("/setup/proposal")
    page = boss.text("/setup/freeze")
    subject = bureau.shown(page, 'name="inputs" value="')
    sheet = (tmp_path / "s" / "session.toml").read_bytes()
    assert sheet.decode() == bureau.SHEET
    assert digest(sheet) in bureau.flat(page) and read_aloud(digest(sheet)) in bureau.flat(page)
    assert boss.post("/setup/freeze", inputs=subject, confirm="wrong").status_code == 422
    assert boss.post("/setup/freeze", inputs=subject, confirm=SESSION).status_code == 303
    assert lines(place) == []
    assert "等待公证员确认" in boss.text("/setup")
    proposal = notary.text("/setup/proposal")
    for words in (
        digest(sheet),
        read_aloud(digest(sheet)),
        read_aloud(subject),
        "2026年示例区初中招生电脑随机派位",
        "正式",
    ):
        assert words in bureau.flat(proposal)
    assert [word for word in (*room.NAMES, *room.IDS) if word in proposal] == []
    seen = bureau.shown(proposal, 'name="proposal" value="')
    for wrong in (
        {"proposal": seen, "confirm": "wrong"},
        {"proposal": "0" * 64, "confirm": SESSION},
        {"confirm": SESSION},
    ):
        assert "没有执行" in notary.settled(notary.post("/setup/confirm", **wrong)).text
        assert lines(place) == []
    done = notary.settled(notary.post("/setup/confirm", proposal=seen, confirm=SESSION))
    session = place.reopened()
    assert session.state.stage is Stage.OBJECTIONS
    assert (session.state.the_notice().mode, session.state.the_notice().applicants) == ("live", 12)
    paper = bureau.flat(done.text)
    assert session.state.notice_hash in paper and read_aloud(session.state.notice_hash) in paper
    assert "pool.csv" in paper and '<svg class="qr"' in paper
    assert [word for word in (*room.NAMES, *room.IDS) if word in paper + caplog.text] == []
    assert "名单已冻结" in boss.text("/setup")


def test_the_operator_cannot_confirm_and_the_notary_cannot_prepare(tmp_path: Path) -> None:
    """Each page belongs to its role; in live mode nobody does the other's half, and pages with names are the operator's."""
    place = Bureau(tmp_path / "s")
    boss, notary = bureau.people(place)
    bureau.inputs(boss)
    host = place.join(boss, "host")
    subject = bureau.shown(boss.text("/setup/freeze"), 'name="inputs" value="')
    boss.post("/setup/freeze", inputs=subject, confirm=SESSION)
    assert boss.post("/setup/confirm", confirm=SESSION).status_code == 403
    assert boss.post("/second", confirm=SESSION).status_code == 403
    assert lines(place) == []
    for path in ("/setup/rules", "/setup/roster", "/setup/check", "/setup/problems.csv", "/setup/freeze"):
        assert [s.get(path).status_code for s in (notary, host)] == [403, 403], path
    assert host.get("/setup/objections").status_code == 403
    assert host.get("/setup/session.toml").status_code == 403
    assert notary.get("/setup/session.toml").data.decode() == bureau.SHEET
    assert host.post("/setup/confirm", confirm=SESSION).status_code == 403
    assert notary.post("/setup/freeze", inputs=subject, confirm=SESSION).status_code == 403
    for path in ("/setup/proposal", "/setup/words", "/setup/notice", "/setup/audit"):
        assert host.get(path).status_code == 200, path


@pytest.mark.parametrize("what", ["roster", "sheet", "by hand"])
def test_a_stale_proposal_is_refused(tmp_path: Path, what: str) -> None:
    """If roster or rule sheet changed between the two halves, nothing is frozen, whoever changed it and however."""
    place = Bureau(tmp_path / "s")
    boss, notary = bureau.people(place)
    bureau.inputs(boss)
    subject = bureau.shown(boss.text("/setup/freeze"), 'name="inputs" value="')
    assert boss.post("/setup/freeze", inputs=subject, confirm=SESSION).status_code == 303
    seen = bureau.shown(notary.text("/setup/proposal"), 'name="proposal" value="')
    assert len(seen) == 64
    if what == "roster":
        boss.upload("/setup/roster", bureau.roster(bureau.rows()[:-1]), "r.csv")
    elif what == "sheet":
        boss.post("/setup/rules/facts", title="另一个名称")
    else:
        path = tmp_path / "s" / "roster.csv"
        path.write_bytes(path.read_bytes().replace(b"1001,", b"1901,"))
    answer = notary.settled(notary.post("/setup/confirm", proposal=seen, confirm=SESSION))
    assert lines(place) == []
    assert "已经改变" in answer.text or "提出之后内容已经改变" in notary.settled(notary.get("/setup/proposal")).text
    # the operator, too, must look at the present state before proposing it
    assert boss.post("/setup/freeze", inputs=subject, confirm=SESSION).status_code == 422


def test_a_proposal_that_took_another_s_place_is_not_confirmed(tmp_path: Path) -> None:
    """The notary confirms what the notary's page showed, not what was proposed afterwards."""
    place = Bureau(tmp_path / "s")
    boss, notary = bureau.people(place)
    bureau.inputs(boss)
    first = bureau.shown(boss.text("/setup/freeze"), 'name="inputs" value="')
    boss.post("/setup/freeze", inputs=first, confirm=SESSION)
    seen = bureau.shown(notary.text("/setup/proposal"), 'name="proposal" value="')
    boss.upload("/setup/roster", bureau.roster(bureau.rows()[:-1]), "r.csv")
    assert boss.post("/withdraw").status_code == 303
    second = bureau.shown(boss.text("/setup/freeze"), 'name="inputs" value="')
    assert second != first
    assert boss.post("/setup/freeze", inputs=second, confirm=SESSION).status_code == 303
    answer = notary.settled(notary.post("/setup/confirm", proposal=seen, confirm=SESSION))
    assert "提出之后内容已经改变" in answer.text
    assert lines(place) == []
    # the same on the desk's own page
    assert notary.post("/second", proposal=seen, confirm=SESSION).status_code == 422
    assert lines(place) == []


def test_a_restart_between_the_two_halves_loses_nothing(tmp_path: Path) -> None:
    """After a crash the proposal still waits; the notary's page checks the inputs again before it can be confirmed."""
    place = Bureau(tmp_path / "s")
    boss, _ = bureau.people(place)
    bureau.inputs(boss)
    subject = bureau.shown(boss.text("/setup/freeze"), 'name="inputs" value="')
    boss.post("/setup/freeze", inputs=subject, confirm=SESSION)
    place.start()
    notary = place.comes("notary")
    page = notary.settled(notary.get("/setup/proposal"))
    assert subject in bureau.flat(page.text)
    seen = bureau.shown(page.text, 'name="proposal" value="')
    notary.settled(notary.post("/setup/confirm", proposal=seen, confirm=SESSION))
    assert [line.kind for line in lines(place)] == ["freeze"]
    assert place.comes("operator").get("/setup/roster").status_code == 200


def test_a_rehearsal_is_frozen_by_one_operator(tmp_path: Path) -> None:
    """In a rehearsal one operator does both halves, and every page says that it is one."""
    place = Bureau(tmp_path / "s")
    boss = place.operator()
    bureau.inputs(boss, sheet=bureau.SHEET.replace('mode = "live"', 'mode = "rehearsal"'))
    page = boss.text("/setup/freeze")
    assert "本次结果无效" in page
    form = {"inputs": bureau.shown(page, 'name="inputs" value="'), "confirm": SESSION}
    done = boss.settled(boss.post("/setup/freeze", **form))
    assert "已冻结" in done.text and '<p class="marked">' in done.text
    assert [line.kind for line in lines(place)] == ["freeze"]
    assert boss.post("/setup/freeze", **form).status_code == 422


def test_nothing_may_change_after_the_freeze(tmp_path: Path) -> None:
    """Once frozen, rule sheet, roster and count of rehearsals are refused in words, and the files stay as they are."""
    place = Bureau(tmp_path / "s")
    boss, notary = bureau.people(place)
    bureau.inputs(boss)
    bureau.freeze(boss, notary)
    before = {p.name: p.read_bytes() for p in (tmp_path / "s").iterdir() if p.is_file()}
    answers = [
        boss.upload("/setup/roster", bureau.roster(bureau.rows()[:3]), "r.csv"),
        boss.upload("/setup/rules/file", bureau.SHEET.encode(), "session.toml"),
        boss.post("/setup/rules/facts", title="另一个名称"),
        boss.post("/setup/rules/text", text=bureau.SHEET),
        boss.post("/setup/rehearsal/count"),
    ]
    assert [a.status_code for a in answers] == [422] * 5
    assert all("名单已冻结" in a.text for a in answers)
    assert {p.name: p.read_bytes() for p in (tmp_path / "s").iterdir() if p.is_file()} == before
