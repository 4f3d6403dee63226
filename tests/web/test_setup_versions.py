"""After the freeze: objections, version 2 with its differences, the notary's own check, papers (R1, R7, SPEC §9)."""

import re
from pathlib import Path

import bureau
import pytest
import room
from bureau import SESSION, Bureau, Station, cheap

from draw.ceremony import Stage
from draw.edges import objecting
from draw.edges.session import Session
from draw.errors import StepRefused
from draw.hashing import digest

pytestmark = pytest.mark.usefixtures(cheap.__name__)
PAPER = "异议人阚鸢樾：我的孩子不在名单里。\n第二行"


@pytest.fixture
def place(tmp_path: Path) -> Bureau:
    """A bureau."""
    return Bureau(tmp_path / "s")


@pytest.fixture
def pair(place: Bureau) -> tuple[Station, Station]:
    """Operator and notary of a frozen live session."""
    boss, notary = bureau.people(place)
    bureau.inputs(boss)
    bureau.freeze(boss, notary)
    assert place.reopened().state.stage is Stage.OBJECTIONS
    return boss, notary


def accept(boss: Station, notary: Station, number: int = 1) -> None:
    """An objection and its acceptance."""
    assert boss.post("/setup/objections", text=f"{PAPER} {number}").status_code == 303
    assert notary.post(f"/setup/objections/{number}", outcome="accepted", confirm=SESSION).status_code == 303


def test_an_objection_and_its_outcome(place: Bureau, pair: tuple[Station, Station]) -> None:
    """The operator takes it in, the notary alone decides, typing the session id; an outcome cannot be changed."""
    boss, notary = pair
    assert boss.post("/setup/objections", text="  \n ").status_code == 422
    assert boss.post("/setup/objections", text=PAPER).status_code == 303
    assert "异议 1" in notary.text("/setup/objections") and "我的孩子不在名单里" in notary.text("/setup/objections")
    assert boss.post("/setup/objections/1", outcome="accepted", confirm=SESSION).status_code == 403
    assert notary.post("/setup/objections/1", outcome="accepted", confirm="wrong").status_code == 422
    assert notary.post("/setup/objections/1", outcome="", confirm=SESSION).status_code == 422
    assert notary.post("/setup/objections/9", outcome="rejected", confirm=SESSION).status_code == 422
    assert place.reopened().state.objections == {1: ""}
    assert "1 件没有结论" in boss.text("/setup")
    assert notary.post("/setup/objections/1", outcome="rejected", confirm=SESSION).status_code == 303
    assert notary.post("/setup/objections/1", outcome="accepted", confirm=SESSION).status_code == 422
    assert place.reopened().state.objections == {1: "rejected"}
    assert boss.post("/setup/objections", text=PAPER).status_code == 303  # the same paper again is one objection
    assert place.reopened().state.objections == {1: "rejected"}


def test_the_paper_stays_between_operator_and_notary(place: Bureau, pair: tuple[Station, Station]) -> None:
    """Nothing of it is in the public folder, in the minutes, on another role's page or unencrypted on the disk."""
    boss, notary = pair
    host = place.join(boss, "host")
    scan = b"%PDF-1.7 " + "异议人阚鸢樾".encode() + bytes(range(256))
    assert boss.upload("/setup/objections", scan, "scan.pdf").status_code == 200
    for station in (boss, notary):
        answer = station.get("/setup/objections/1/paper")
        assert answer.data == scan
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert host.get("/setup/objections/1/paper").status_code == 403
    assert boss.get("/setup/objections/2/paper").status_code == 404
    session = place.reopened()
    everything = [p.read_bytes() for p in place.folder.rglob("*") if p.is_file() and p.name != "roster.csv"]
    assert [data for data in everything if "异议人".encode() in data or digest(scan).encode() in data] == []
    assert digest(scan) not in str(session.lines[-1].body)
    assert objecting.objections(session)[0].paper == digest(scan)


def test_an_object_of_the_store_is_no_paper(place: Bureau, pair: tuple[Station, Station]) -> None:
    """The act takes only papers that were handed in as such."""
    boss, _ = pair
    roster = place.reopened().store.files(1)["private/roster.csv"][0]
    assert boss.post("/act/object", paper=roster).status_code == 422
    assert boss.post("/act/object", paper="").status_code == 422
    assert place.reopened().state.objections == {}


def test_an_accepted_objection_leads_to_a_version_with_its_differences(
    place: Bureau, pair: tuple[Station, Station]
) -> None:
    """Version 2: a child more, one less, a corrected name, a changed rule; told to the notary beforehand and on paper."""
    boss, notary = pair
    old = place.reopened().state.notice_hash
    accept(boss, notary)
    rows = bureau.rows()
    rows[2] = rows[2].replace(room.NAMES[2], "阚更正")
    del rows[8]
    rows.append(f"1099,阚新,{room.identity(99)},S1,,,")
    assert boss.upload("/setup/roster", bureau.roster(rows), "r.csv").status_code == 200
    changed = bureau.SHEET.replace("places = 5", "places = 6").replace('"2026-07-18T', '"2026-07-19T')
    assert boss.upload("/setup/rules/file", changed.encode(), "session.toml").status_code == 200
    boss.settled(boss.post("/setup/check"))
    subject = bureau.shown(boss.text("/setup/freeze"), 'name="inputs" value="')
    assert boss.post("/setup/freeze", inputs=subject, confirm=SESSION).status_code == 303
    proposal = notary.text("/setup/proposal")
    seen = bureau.shown(proposal, 'name="proposal" value="')
    done = notary.settled(notary.post("/setup/confirm", proposal=seen, confirm=SESSION))
    session = place.reopened()
    notice = session.state.the_notice()
    assert (notice.version, notice.previous, notice.applicants) == (2, old, 12)
    assert "/setup/differences/2" in done.text
    paper = notary.text("/setup/differences/2")
    for page in (proposal, paper):
        assert "新增 1 人" in page and "减少 1 人" in page and "改动 1 处" in page
        assert "<span>0013</span>" in page and "<span>0009</span>" in page
        assert re.search(r'<th scope="row" class="mono">0003</th><td>.*封印', page)
        assert "schools.1.places" in page and "→ 6" in page and "2026-07-19T" in page
        assert "（S1）6 人" in page
        assert [word for word in (*room.NAMES, *room.IDS, "阚更正", "阚新") if word in page] == []
    assert old in bureau.flat(paper) and session.state.notice_hash in bureau.flat(paper)
    assert notary.get("/setup/differences/1").status_code == 404
    assert notary.get("/setup/differences/3").status_code == 404
    # codes of those who stay are what they were
    first, second = (session.store.get(v).decode() for v in session.store.versions("pool.csv"))
    unchanged = {row.split(",")[0]: row for row in first.splitlines()[1:]}
    assert all(
        unchanged[row.split(",")[0]] == row for row in second.splitlines()[1:] if row[:4] not in ("0003", "0013")
    )


def test_a_version_keeps_the_session_and_its_mode(place: Bureau, pair: tuple[Station, Station]) -> None:
    """Nobody turns a live session into a rehearsal, or another session, by way of an objection."""
    boss, notary = pair
    accept(boss, notary)
    for old, new in ((f'id = "{SESSION}"', 'id = "other-2026"'), ('mode = "live"', 'mode = "rehearsal"')):
        assert boss.upload("/setup/rules/file", bureau.SHEET.replace(old, new).encode(), "s.toml").status_code == 200
        boss.settled(boss.post("/setup/check"))
        subject = bureau.shown(boss.text("/setup/freeze"), 'name="inputs" value="')
        assert boss.post("/setup/freeze", inputs=subject, confirm=SESSION).status_code == 303
        seen = bureau.shown(notary.text("/setup/proposal"), 'name="proposal" value="')
        answer = notary.settled(notary.post("/setup/confirm", proposal=seen, confirm=SESSION))
        assert "场次编号与正式/演练不能改变" in answer.text
        assert place.reopened().state.the_notice().version == 1


def test_a_rehearsal_never_becomes_live_by_a_version(tmp_path: Path) -> None:
    """Or one person alone could freeze a live list: a rehearsal's freeze asks nobody else."""
    place = Bureau(tmp_path / "s")
    boss = place.operator()
    bureau.inputs(boss, sheet=bureau.SHEET.replace('mode = "live"', 'mode = "rehearsal"'))
    session = place.reopened()
    session.freeze()
    session.object(b"x")
    session.decide_objection(1, "accepted")
    (place.folder / "session.toml").write_text(bureau.SHEET, encoding="utf-8")
    with pytest.raises(StepRefused, match="bureau-2026"):
        session.freeze()
    assert Session.open(place.folder, room.PASSPHRASE, session.ambient).state.the_notice().mode == "rehearsal"


def test_after_a_void_the_next_attempt_is_frozen_the_same_way(tmp_path: Path) -> None:
    """The page says which attempt it would be; another list is refused after a void that nobody's luck could have caused."""
    place = Bureau(tmp_path / "s")
    boss = place.operator()
    bureau.inputs(boss, sheet=bureau.SHEET.replace('mode = "live"', 'mode = "rehearsal"'))
    session = place.reopened()
    session.freeze()
    session.convene()
    session.rule("VOID", "PROCEDURE", ["D1", "D2"])
    session.void()

    def again() -> str:
        boss.settled(boss.post("/setup/check"))
        page = boss.text("/setup/freeze")
        assert "第 2 次，第 1 版" in page
        form = {"inputs": bureau.shown(page, 'name="inputs" value="'), "confirm": SESSION}
        return boss.settled(boss.post("/setup/freeze", **form)).text

    boss.upload("/setup/roster", bureau.roster(bureau.rows()[:-1]), "r.csv")
    assert "没有执行" in again()
    assert place.reopened().attempt == 1
    boss.upload("/setup/roster", bureau.roster(), "r.csv")
    assert boss.post("/setup/rules/facts", scheduled="2026-07-25T09:00:00+08:00").status_code == 303
    assert "已冻结" in again()
    session = place.reopened()
    assert (session.attempt, session.state.stage) == (2, Stage.OBJECTIONS)
    assert "2026-07-25T09:00:00+08:00" in boss.text("/setup/differences/2")


def test_the_notary_s_own_check(place: Bureau, pair: tuple[Station, Station]) -> None:
    """At the notary's station only; its outcome stands until something else is frozen; a forged roster is found."""
    boss, notary = pair
    assert boss.post("/setup/audit").status_code == 403
    assert "公证员尚未自查" in boss.text("/setup")
    done = notary.settled(notary.post("/setup/audit"))
    assert "12 行全部相符" in done.text
    assert "公证员已自查" in boss.text("/setup")
    accept(boss, notary)
    boss.upload("/setup/roster", bureau.roster(bureau.rows()[:-1]), "r.csv")
    bureau.freeze(boss, notary)
    assert "公证员尚未自查" in boss.text("/setup")
    session = place.reopened()
    rows = session.store.file(1, "private/roster.csv").decode().splitlines()
    forged = "\n".join([rows[0], rows[1].replace(room.NAMES[0], "阚换人"), *rows[2:], ""]).encode()
    session.store.append(1, [], {"private/roster.csv": (session.store.put(forged), False)})
    answer = notary.settled(notary.post("/setup/audit"))
    assert "发现 2 处不符" in answer.text and "0001" in answer.text
    assert room.NAMES[0] not in answer.text and "阚换人" not in answer.text
    assert "公证员尚未自查" in boss.text("/setup")


def test_after_the_ceremony_begins_nothing_is_taken(place: Bureau, pair: tuple[Station, Station]) -> None:
    """No objection and no new version once the draw is convened."""
    boss, notary = pair
    session = place.reopened()
    for number, kind in enumerate(("OPERATOR", "CHECKER", "NOTARY", "PARENT", "PARENT")):
        session.sign_in(kind, f"某人{number}")
    session.convene()
    assert boss.post("/setup/objections", text=PAPER).status_code == 422
    assert boss.upload("/setup/roster", bureau.roster(), "r.csv").status_code == 422
    assert 'name="inputs"' not in boss.text("/setup/freeze")
    assert boss.get("/setup").status_code == 200 and notary.get("/setup/notice").status_code == 200
