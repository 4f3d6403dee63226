"""Live mode at the desk: every person at their own station, what two people do is done by two, and nothing says rehearsal."""

from pathlib import Path

import room
from staff import Staff, live

from draw.edges.people import Role
from draw.edges.session import Session


def stored(staff: Staff) -> list[str]:
    """The kinds of the ledger's lines as another process would see them."""
    return [line.kind for line in staff.session.store.lines(1)]


def test_a_whole_live_ceremony(tmp_path: Path) -> None:
    """From the first sign-in to the signed result, each act at the station of its role."""
    staff = Staff(live(tmp_path / "s"))
    staff.finished()
    kinds = stored(staff)
    assert kinds[-1] == "outputs" and kinds.count("sign-in") == 5 and kinds.count("check") == 3
    assert b"mode live\n" in (staff.session.folder / "public" / "statement.txt").read_bytes()
    assert "演练 · 本次结果无效" not in str(staff.room.state())
    assert not any("演练 · 本次结果无效" in staff.page(role) for role in (Role.OPERATOR, Role.NOTARY, Role.HOST))


def test_a_live_draw_waits_for_everybody(tmp_path: Path) -> None:
    """Locked with a sentence naming who is missing; the ruling of the group opens it, but never for the three posts (R46)."""
    staff = Staff(live(tmp_path / "s"))
    page = staff.page(Role.OPERATOR, "/?step=convene")
    assert "人员未到齐，不能开始：操作员 1 人、复核员 1 人、公证员 1 人、家长代表 2 人" in page
    for kind, name in (("OPERATOR", "李操作"), ("CHECKER", "王复核")):
        assert staff.act(Role.OPERATOR, "sign-in", kind=kind, name=name, declared="1") == 303
    assert staff.act(Role.OPERATOR, "convene") == 303  # only proposed
    assert staff.second() == 422
    ruling = {"action": "ACCEPT_MISSING_WITNESS", "reason": "WITNESS", "signer_D1": "1", "signer_D2": "1"}
    assert staff.act(Role.OPERATOR, "rule", **ruling) == 303
    assert "人员未到齐，不能开始：公证员 1 人。" in staff.page(Role.OPERATOR, "/?step=convene")
    assert staff.act(Role.NOTARY, "sign-in", kind="NOTARY", name="周公证", declared="1") == 303
    assert staff.session.store.lines(1)[-1].by == "notary"
    assert "人员未到齐" not in staff.page(Role.OPERATOR, "/?step=convene")
    assert staff.act(Role.OPERATOR, "convene") == 303
    assert staff.second() == 303
    assert stored(staff)[-1] == "convene"


def test_the_console_s_code_does_nothing_in_a_live_draw(tmp_path: Path) -> None:
    """Whoever came in by the code has no name: every act is 403 and the page leads to making an account."""
    staff = Staff(live(tmp_path / "s"))
    client = staff.browser(staff.room.logins.enter(staff.room.logins.code) or "")
    page = client.get("/", headers=room.ORIGIN).text
    assert "先到“人员与账号”建立操作员本人的账号" in page
    data = staff.form(client, kind="PARENT", name="吴一", declared="1")
    assert client.post("/act/sign-in", data=data, headers=room.ORIGIN).status_code == 403
    assert stored(staff) == ["freeze"]


def test_a_proposal_survives_a_restart_and_shows_in_full(tmp_path: Path) -> None:
    """The notary sees who proposed what, about which list, with the paper; after a restart it still waits."""
    staff = Staff(live(tmp_path / "s"))
    staff.convened()
    fields = {"reason": "PROCEDURE", "signer_D1": "1", "signer_D3": "1", "text": "骰子被调换。", "confirm": room.SESSION}
    assert staff.act(Role.OPERATOR, "rule-void", **fields) == 303
    again = Staff(Session.open(staff.session.folder, room.PASSPHRASE, staff.session.ambient))
    page = again.page(Role.NOTARY)
    for told in ("裁定本次作废", "李操作", "骰子被调换。", "程序", "D1", "D3", "提交承诺", "核对无误，确认执行"):
        assert told in page, told
    assert "D2</dd>" not in page
    assert "核对无误，确认执行" not in again.page(Role.OPERATOR)
    assert again.post(Role.NOTARY, "/withdraw").status_code == 303
    assert "骰子被调换。" not in again.page(Role.NOTARY)
    assert again.second() == 422
    assert "ruling" not in stored(again)


def test_a_void_is_not_confirmed_for_another_moment(tmp_path: Path) -> None:
    """What was proposed about one step is not done about the next: the notary has to be asked again."""
    staff = Staff(live(tmp_path / "s"))
    staff.convened()
    fields = {"reason": "OTHER", "signer_D1": "1", "signer_D2": "1", "confirm": room.SESSION}
    assert staff.act(Role.OPERATOR, "rule-void", **fields) == 303
    session = Session.open(staff.session.folder, room.PASSPHRASE, staff.session.ambient)
    room.board_of(session)
    assert staff.second() == 422
    assert stored(staff)[-1] == "board"
