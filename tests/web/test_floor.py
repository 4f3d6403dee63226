"""The desk in the hall: sign-in, checks, rows, rulings and their papers, the sheet, the stations (R45 to R49)."""

import io
import re
from pathlib import Path

import pytest
import room
from staff import PEOPLE, Staff, live

from draw.edges.people import Role
from draw.hashing import digest
from web.floor_sheets import Sheets
from web.handbook import CARDS


@pytest.fixture
def staff(tmp_path: Path) -> Staff:
    """A frozen live session with everybody at their stations."""
    return Staff(live(tmp_path / "s"))


def sign_in(staff: Staff, kind: str, name: str, role: Role = Role.OPERATOR) -> int:
    """Somebody who has signed the recusal sheet. -> status."""
    return staff.act(role, "sign-in", kind=kind, name=name, declared="1")


def here(page: str) -> str:
    """The step that a page says is the present one."""
    found = re.search(r'aria-current="step">.*?<span class="zh">([^<]+)<', page, re.S)
    assert found is not None
    return found[1]


# -- sign-in -----------------------------------------------------------------------------------------------------------


def test_names_stay_at_the_stations_of_the_staff(staff: Staff) -> None:
    """The ledger and the hall know kinds and counts; a name shows to staff only and is in no public file (R46)."""
    assert sign_in(staff, "PARENT", "欧阳吴一") == 303
    assert sign_in(staff, "NOTARY", "周公证", Role.NOTARY) == 303
    for role in (Role.OPERATOR, Role.NOTARY):
        assert "欧阳吴一" in staff.page(role, "/?step=sign_in")
    assert "欧阳吴一" in staff.page(Role.DISCIPLINE)
    stranger = staff.browser()
    for path in ("/hall", "/state.json"):
        assert "欧阳吴一" not in stranger.get(path, headers=room.ORIGIN).text
    assert "cast" in str(staff.room.state()["scene"])
    lines = staff.session.store.lines(1)
    assert [line.by for line in lines[1:]] == ["operator", "notary"]
    assert "欧阳吴一" not in "".join(line.data().decode() for line in lines)
    assert all("欧阳吴一".encode() not in p.read_bytes() for p in staff.session.public.iterdir() if p.is_file())


def test_nobody_signs_in_without_the_declaration(staff: Staff) -> None:
    """The recusal sheet is signed first; a missing tick, name or kind is refused and what was typed comes back."""
    data = staff.form(staff.station(Role.OPERATOR), kind="MEDIA", name="孙记者")
    answer = staff.station(Role.OPERATOR).post("/act/sign-in", data=data, headers=room.ORIGIN)
    assert answer.status_code == 422 and "孙记者" in answer.text
    assert staff.act(Role.OPERATOR, "sign-in", kind="MEDIA", name="  ", declared="1") == 422
    assert staff.act(Role.OPERATOR, "sign-in", kind="NOBODY", name="孙记者", declared="1") == 422
    assert len(staff.session.store.lines(1)) == 1


def test_nobody_is_two_of_operator_checker_and_notary(staff: Staff) -> None:
    """R45: the second post is refused with a sentence; the same sign-in twice changes nothing."""
    assert sign_in(staff, "OPERATOR", "李操作") == 303
    assert sign_in(staff, "NOTARY", "李 操作") == 422
    assert sign_in(staff, "OPERATOR", "李操作") == 303
    assert [line.kind for line in staff.session.store.lines(1)] == ["freeze", "sign-in"]


def test_a_sign_in_is_not_lost_when_something_else_is_recorded(staff: Staff) -> None:
    """Two desks sign people in at once: a form made before the other's line is still taken."""
    client = staff.station(Role.OPERATOR)
    data = staff.form(client, kind="PARENT", name="吴一", declared="1")
    assert sign_in(staff, "PARENT", "吴二", Role.NOTARY) == 303
    assert client.post("/act/sign-in", data=data, headers=room.ORIGIN).status_code == 303
    assert len(staff.session.store.lines(1)) == 3


def test_the_recusal_sheet_has_a_line_for_everybody(staff: Staff) -> None:
    """Account holders by name, the others by kind, and empty lines for whoever comes besides."""
    page = staff.page(Role.NOTARY, "/floor/recusal")
    for name in PEOPLE.values():
        assert page.count(f"<td>{name}</td>") == 1
    rows = page.split("<tbody>")[1].count("<tr>")
    assert page.count("家长代表") == 2 and rows >= len(PEOPLE) + 2 + 6
    assert "没有子女参加本次派位" in page
    sign_in(staff, "PARENT", "吴一")
    assert "<td>吴一</td>" in staff.page(Role.HOST, "/floor/recusal")


# -- checks and rows ---------------------------------------------------------------------------------------------------


def test_the_notary_s_checks_are_theirs_and_once(staff: Staff) -> None:
    """Each item is a line by the notary; a repeated press records nothing; an unknown item is refused."""
    assert staff.act(Role.NOTARY, "check", item="SEAL") == 303
    assert staff.act(Role.NOTARY, "check", item="SEAL") == 303
    assert staff.act(Role.NOTARY, "check", item="DOOR") == 422
    assert [line.body for line in staff.session.store.lines(1)[1:]] == [{"item": "SEAL"}]
    assert staff.page(Role.NOTARY, "/?step=checks").count("已看到，确认") == 2
    assert "已看到，确认" not in staff.page(Role.OPERATOR, "/?step=checks")


def test_a_row_that_a_parent_calls(staff: Staff) -> None:
    """In any spelling of the code; masked at the desk and in the hall; an unknown code is refused and records nothing."""
    assert staff.act(Role.OPERATOR, "spot", code=" ０００３ ") == 303
    page = staff.page(Role.OPERATOR, "/?step=spot")
    assert "阚**" in page and "示例第一中学" in page
    assert not any(name in page for name in room.NAMES) and not any(number in page for number in room.IDS)
    assert staff.room.state()["scene"] == "spot"
    assert staff.act(Role.OPERATOR, "spot", code="9999") == 422
    assert staff.act(Role.OPERATOR, "spot", code="") == 422
    assert [line.body for line in staff.session.store.lines(1)[1:]] == [{"applicant": "0003"}]


# -- rulings -----------------------------------------------------------------------------------------------------------


def test_a_ruling_keeps_its_paper(staff: Staff) -> None:
    """Its text or its scan is kept encrypted and can be opened at staff stations; the ledger holds a salted hash of it."""
    client = staff.station(Role.OPERATOR)
    scan = b"%PDF-1.7 " + "决策组裁定".encode()
    ruling = {"action": "PAUSE", "reason": "POWER", "signer_D1": "1", "signer_D3": "1"}
    data = staff.form(client, text="停电。\r\n等待。", **ruling) | {"paper": (io.BytesIO(scan), "裁定.pdf")}
    assert client.post("/act/rule", data=data, headers=room.ORIGIN).status_code == 303
    line = staff.session.store.lines(1)[-1]
    salt = staff.session.store.note("paper-salt") or b""
    assert line.body["paper"] == digest(salt + scan) and line.body["signers"] == ["D1", "D3"]
    answer = staff.station(Role.DISCIPLINE).get("/floor/ruling/1", headers=room.ORIGIN, buffered=True)
    assert answer.data == scan and answer.headers["Content-Disposition"] == "attachment; filename=ruling-1.pdf"
    assert answer.content_type == "application/octet-stream" and answer.headers["Cache-Control"] == "no-store"
    assert staff.station(Role.OPERATOR).get("/floor/ruling/2", headers=room.ORIGIN).status_code == 404
    assert "停电。\n等待。" in staff.page(Role.CHECKER)
    ruling["action"] = "CONTINUE"
    assert staff.act(Role.OPERATOR, "rule", text="来电了。", **ruling) == 303
    assert staff.session.store.lines(1)[-1].body["paper"] == digest(salt + "来电了。".encode())


def test_the_hash_of_a_paper_cannot_be_sent(staff: Staff) -> None:
    """Only the desk puts a paper into the store; a field of that name from outside is nothing."""
    secret = staff.session.store.put(b"something private")
    ruling = {"action": "PAUSE", "reason": "POWER", "signer_D1": "1", "signer_D2": "1", "paper": secret}
    assert staff.act(Role.OPERATOR, "rule", **ruling) == 303
    assert staff.session.store.lines(1)[-1].body["paper"] == "none"
    assert staff.station(Role.OPERATOR).get("/floor/ruling/1", headers=room.ORIGIN).status_code == 404


def test_too_large_a_paper_is_refused(staff: Staff) -> None:
    """A plain page with 413, and nothing recorded; somebody without a login is stopped at 64 KiB."""
    client = staff.station(Role.OPERATOR)
    kind = "multipart/form-data; boundary=b"
    body = b"x" * (21 << 20)
    assert client.post("/act/rule", data=body, content_type=kind, headers=room.ORIGIN).status_code == 413
    stranger = staff.browser()
    assert stranger.post("/act/rule", data=body[: 65 << 10], content_type=kind, headers=room.ORIGIN).status_code == 413
    assert len(staff.session.store.lines(1)) == 1


def test_only_rulings_that_fit_are_offered(staff: Staff) -> None:
    """Each with its consequence in words; one press prepares PAUSE; a void stands apart and ends with the first die."""
    page = staff.page(Role.OPERATOR, "/?action=PAUSE&reason=POWER")
    assert re.search(r'value="PAUSE" required checked', page) and 'value="POWER" selected' in page
    assert "除裁定、签到、逾期登记外一切停止" in page
    assert 'value="CONTINUE"' not in page and 'value="VOID"' not in page and 'value="RETHROW"' not in page
    assert 'action="/act/rule-void"' not in page  # nothing is convened yet
    staff.dice()
    page = staff.page(Role.OPERATOR)
    assert 'action="/act/rule-void"' in page and 'value="RETHROW"' in page and 'value="POSTPONE"' in page
    assert 'value="ACCEPT_MISSING_WITNESS"' not in page
    assert staff.act(Role.OPERATOR, "dice-operator", digits="3") == 303
    assert staff.act(Role.CHECKER, "dice-checker", digits="3") == 303
    page = staff.page(Role.OPERATOR)
    assert 'action="/act/rule-void"' not in page and 'value="POSTPONE"' not in page and 'value="RETHROW"' in page
    assert 'action="/act/rule"' not in staff.page(Role.NOTARY)


# -- the checklist -----------------------------------------------------------------------------------------------------


def test_the_checklist_leads_from_step_to_step(staff: Staff) -> None:
    """What the ledger knows is marked by itself; what it cannot know is ticked, and holds nobody up once a later step began."""
    assert here(staff.page(Role.OPERATOR)) == "演练，封存设备"
    assert staff.post(Role.OPERATOR, "/floor/tick", step="rehearsal", on="1").status_code == 303
    assert here(staff.page(Role.OPERATOR)) == "宣读并签署回避声明"
    assert staff.post(Role.OPERATOR, "/floor/tick", step="recusal", on="1").status_code == 303
    assert here(staff.page(Role.NOTARY)) == "各类人员签到"
    staff.everybody_signs_in()
    assert here(staff.page(Role.HOST)) == "开场"
    assert here(staff.page(Role.CHECKER)) == "启封设备，核对程序"
    for item in ("SEAL", "OFFLINE", "PROGRAM"):
        staff.act(Role.NOTARY, "check", item=item)
    assert here(staff.page(Role.OPERATOR)) == "宣读人数与计划"
    for code in ("0003", "0004"):
        staff.act(Role.OPERATOR, "spot", code=code)
    page = staff.page(Role.OPERATOR)
    assert here(page) == "宣读规则"  # the counts were not ticked: they stay open and hold nobody up
    assert re.search(r'<li class="open">\s*<a href="/\?step=counts">', page)
    assert staff.post(Role.OPERATOR, "/floor/tick", step="rules", on="1").status_code == 303
    assert here(staff.page(Role.OPERATOR)) == "派位开始"
    assert staff.post(Role.OPERATOR, "/floor/tick", step="rules", on="0").status_code == 303
    assert here(staff.page(Role.OPERATOR)) == "宣读规则"
    assert len(staff.session.store.lines(1)) == 1 + 5 + 3 + 2


@pytest.mark.parametrize("step", ["sign_in", "checks", "convene", "freeze", "nothing", ""])
def test_what_the_ledger_knows_cannot_be_ticked(staff: Staff, step: str) -> None:
    """A tick never stands for an act."""
    assert staff.post(Role.OPERATOR, "/floor/tick", step=step, on="1").status_code == 422


def test_every_step_shows_line_guide_and_consequence(staff: Staff) -> None:
    """From beginning to end: the present step has what to do, what the host says, and before every press what it will do."""
    seen = set()
    for role in (Role.OPERATOR, Role.HOST):
        assert "主持词" in staff.page(Role.OPERATOR) and "现在说" in staff.page(Role.HOST)
        assert staff.page(role)
    for go in (staff.dice, None):
        if go:
            go()
        page = staff.page(Role.OPERATOR)
        seen.add(here(page))
        for form in re.findall(r'<form method="post" action="/act/[^"]+".*?</form>', page, re.S):
            assert "按下之后" in form or "disabled" in form, form[:200]
    assert seen == {"掷骰，两人录入"}
    page = staff.page(Role.OPERATOR)
    assert 'href="/handbook/operator#dice"' in page
    assert 'id="dice"' in staff.page(Role.OPERATOR, "/handbook/operator")


def test_every_step_links_into_the_guide(staff: Staff) -> None:
    """The section that a step names is there."""
    guide = staff.page(Role.OPERATOR, "/handbook/operator")
    steps = re.findall(r'href="/\?step=([a-z_]+)"', staff.page(Role.OPERATOR))
    assert len(steps) == 23
    for step in steps:
        anchor = re.search(r'href="/handbook/operator#([a-z_]+)"', staff.page(Role.OPERATOR, f"/?step={step}"))
        assert anchor is not None and f'id="{anchor[1]}"' in guide, step


# -- the stations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "seat"),
    [
        ("operator", "操作员"),
        ("checker", "复核员"),
        ("notary", "公证员"),
        ("discipline", "纪检监察"),
        ("host", "主持人"),
    ],
)
def test_every_station_says_whose_it_is(staff: Staff, role: str, seat: str) -> None:
    """Its role and its person, with a lock, a way out, and the incident cards."""
    page = staff.page(Role(role))
    assert f'<span class="zh">{seat}座席</span>' in page and PEOPLE[Role(role)] in page
    assert 'action="/lock"' in page and 'action="/logout"' in page
    for card in CARDS:
        assert f'id="card-{card.key}"' in page
    assert ('action="/screen/card"' in page) == (role in ("operator", "host"))


def test_the_discipline_officer_only_looks(staff: Staff) -> None:
    """Minutes, rulings and people, and no form that does anything."""
    staff.dice()
    page = staff.page(Role.DISCIPLINE)
    assert set(re.findall(r'<form method="post" action="([^"]+)"', page)) == {"/lock", "/logout"}
    assert "吴一" in page and page.count("<li><b>") >= len(staff.session.store.lines(1))


def test_the_second_operator_types_alone(staff: Staff) -> None:
    """Their own form and not the operator's; what the operator typed is in no answer before both agree."""
    assert "/act/dice" not in staff.page(Role.CHECKER)
    staff.dice()
    assert staff.act(Role.OPERATOR, "dice-operator", digits=room.DICE) == 303
    page = staff.page(Role.CHECKER)
    assert 'action="/act/dice-checker"' in page and 'action="/act/dice-operator"' not in page
    assert room.DICE not in page


def test_the_notary_sees_what_to_check_and_the_codes(staff: Staff) -> None:
    """The list of the step, and the hashes of that moment in full with their read-aloud codes."""
    page = staff.page(Role.NOTARY, "/?step=envelopes")
    assert "封口完好，与封存时一致" in page
    value = staff.room.service.frozen().notice_hash
    assert " ".join(f"<span>{value[n : n + 8]}</span>" for n in range(0, 64, 8)) in page
    staff.board()
    board = digest((staff.session.public / "board.txt").read_bytes())
    assert f"<span>{board[:8]}</span>" in staff.page(Role.NOTARY)
    printed = staff.page(Role.NOTARY, "/floor/board")
    assert board in printed and value in printed and "缺席" in printed


def test_the_host_turns_pages_and_does_no_act(staff: Staff) -> None:
    """Next, back, blank and the cards; no act of the ceremony."""
    page = staff.page(Role.HOST)
    assert not re.search(r'action="/act/', page)
    assert staff.post(Role.HOST, "/screen/blank", on="1").status_code == 303
    assert staff.room.state()["blank"] is True


def test_an_incident_card_goes_on_the_screen(staff: Staff) -> None:
    """The host or the operator shows its sentence; the drawer says so and takes it off again."""
    assert staff.post(Role.HOST, "/screen/card", card="power").status_code == 303
    assert staff.room.state()["scene"] == "incident"
    assert "从大屏撤下" in staff.page(Role.OPERATOR)
    assert staff.post(Role.NOTARY, "/screen/card", card="power").status_code == 403
    assert staff.post(Role.OPERATOR, "/screen/card", card="").status_code == 303
    assert staff.room.state()["scene"] != "incident"


# -- after the result --------------------------------------------------------------------------------------------------


def test_the_result_sheet_is_written_beside_the_show(staff: Staff) -> None:
    """Not before the signature; then in the background, with a link for staff, of the same bytes as the command's."""
    assert staff.post(Role.OPERATOR, "/floor/sheets").status_code == 422
    staff.finished()
    page = staff.page(Role.OPERATOR, "/?step=sheets")
    assert "结果单还没有生成" in page
    sheets = Sheets(staff.room.service)
    sheets.begin()
    assert sheets.status.working
    sheets.begin()  # a second press begins no second writing
    sheets.wait()
    assert not sheets.status.working and not sheets.status.failed
    page = staff.page(Role.OPERATOR, "/?step=sheets")
    assert 'href="/floor/sheets/result.pdf"' in page
    answer = staff.station(Role.HOST).get("/floor/sheets/result.pdf", headers=room.ORIGIN, buffered=True)
    assert answer.data == (staff.session.folder / "sheets" / "result.pdf").read_bytes()
    assert answer.data.startswith(b"%PDF") and "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    for name in ("..%2fsession.toml", "session.toml", "result.pdf.part", "%2e%2e"):
        assert staff.station(Role.HOST).get(f"/floor/sheets/{name}", headers=room.ORIGIN).status_code == 404


def test_the_documents_of_the_moment_are_written_at_the_desk(staff: Staff) -> None:
    """Before the draw is held the operator has notice, cards and minutes written, public ones only; no other role may."""
    assert staff.post(Role.NOTARY, "/floor/sheets", what="papers").status_code == 403
    sheets = Sheets(staff.room.service)
    sheets.begin(every=True)
    sheets.wait()
    assert not sheets.status.failed, sheets.status.text
    names = {path.name for path in (staff.session.folder / "sheets").iterdir() if path.is_file()}
    assert {"notice.pdf", "minutes.pdf", "envelope-A1.pdf"} <= names and "result.pdf" not in names
    assert not (staff.session.folder / "sheets" / "private").exists()
    page = staff.page(Role.OPERATOR)
    assert 'href="/floor/sheets/notice.pdf"' in page and "打印文书" in page
    assert "打印文书" not in staff.page(Role.HOST)


def test_a_sheet_that_cannot_be_written_says_why(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed public file is named; a writer that dies is a fault; another press tries again."""
    staff.finished()
    sheets = Sheets(staff.room.service)
    results = staff.session.public / "results.csv"
    kept = results.read_bytes()
    results.write_bytes(kept.replace(b"admitted", b"waiting", 1))
    sheets.begin()
    sheets.wait()
    assert sheets.status.failed and "results.csv" in sheets.status.text
    results.write_bytes(kept)
    with monkeypatch.context() as patched:
        patched.setattr("web.floor_sheets.WRITER", "web.no_such_module")
        sheets.begin()
        sheets.wait()
    assert sheets.status.failed and "程序内部错误" in sheets.status.text
    sheets.begin()
    sheets.wait()
    assert not sheets.status.failed


def test_the_archive_step_tells_what_to_copy(staff: Staff) -> None:
    """The folder and the hash of SHA256SUMS, at the operator's station; the folder's place on the machine nowhere else."""
    staff.finished()
    page = staff.page(Role.OPERATOR, "/?step=archive")
    assert digest((staff.session.public / "SHA256SUMS").read_bytes()) in page
    assert str(staff.session.public) in page
    assert str(staff.session.public) not in staff.page(Role.NOTARY, "/?step=archive")


# -- health ------------------------------------------------------------------------------------------------------------


def test_health_counts_stations_and_projectors(staff: Staff) -> None:
    """Witnesses of their number, projectors but not the desk's own small frame, and how long the last write took."""
    staff.station(Role.WITNESS, "W01")
    page = staff.page(Role.OPERATOR)
    assert "见证席 1 / 2" in page and "没有大屏连接" in page and "最近一次写入" not in page
    stream = staff.room.feed.listen(0, 1, lambda: False, shows=True)
    desk = staff.room.feed.listen(0, 1, lambda: False)
    assert "大屏 1<" in staff.page(Role.DISCIPLINE)
    stream.close()  # type: ignore[attr-defined]
    desk.close()  # type: ignore[attr-defined]
    assert "没有大屏连接" in staff.page(Role.DISCIPLINE)
    sign_in(staff, "PARENT", "吴一")
    assert re.search(r"最近一次写入 \d+ 毫秒", staff.page(Role.OPERATOR))


# -- before the freeze and after a void ----------------------------------------------------------------------------------


def test_every_station_has_a_page_before_the_freeze(tmp_path: Path) -> None:
    """The checklist leads to the accounts and the freeze; nothing else can be done yet."""
    staff = Staff(live(tmp_path / "s", frozen=False))
    for role in PEOPLE:
        page = staff.page(role)
        assert not re.search(r'action="/act/', page)
    page = staff.page(Role.OPERATOR)
    assert here(page) == "冻结名单，发布公告" and 'href="/setup"' in page
    assert staff.act(Role.OPERATOR, "convene") == 303  # a proposal, which cannot be confirmed
    assert staff.second() == 422
    assert staff.session.store.lines(0) == []


def test_every_station_has_a_page_after_a_void(tmp_path: Path) -> None:
    """What ended it, and the certificate's hash; no form of the attempt is left."""
    staff = Staff(live(tmp_path / "s"))
    staff.convened()
    fields = {"reason": "OTHER", "signer_D1": "1", "signer_D2": "1", "confirm": room.SESSION}
    assert staff.act(Role.OPERATOR, "rule-void", **fields) == 303
    assert staff.second() == 303
    page = staff.page(Role.OPERATOR)
    assert 'action="/act/void"' in page and 'action="/act/commit"' not in page
    assert staff.act(Role.OPERATOR, "void", confirm=room.SESSION) == 303
    value = digest((staff.session.public / "void.txt").read_bytes())
    for role in PEOPLE:
        page = staff.page(role)
        assert "本次作废" in page and not re.search(r'action="/act/', page)
        assert role is Role.HOST or value[:8] in page


def test_the_public_side_is_said_to_restart(tmp_path: Path) -> None:
    """While it is down every station says so, and that the ceremony is not affected."""
    place = room.Room(room.freeze(tmp_path / "s"), public=lambda: False)
    place.login()
    assert "公众端中断，正在自动重启；派位不受影响" in place.get("/").decode()
