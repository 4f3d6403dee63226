"""The staffed look-up: for staff only, by code only, nothing of the result before it is signed, and then in plain words."""

import logging
import time
from pathlib import Path

import pytest
import room

from draw.amending import EventKind
from draw.amending.asked import Asked
from draw.edges.session import Session
from draw.masking import mask
from web.lookup import Book, typed

# what a look-up before the result could give away
OF_THE_RESULT = ("随机号", "录取序号", "录满序号", "候补名单", "admitted", "waiting", "sha256sum")


@pytest.fixture
def place(tmp_path: Path) -> room.Room:
    """The ceremony side of a frozen session, somebody logged in."""
    made = room.Room(room.freeze(tmp_path / "s"))
    made.login()
    return made


def look_up(place: room.Room, code: str, token: str | None = None) -> str:
    """The page that a code gives."""
    data = {"token": place.token() if token is None else token, "code": code}
    answer = place.client.post("/lookup", data=data, headers=room.ORIGIN)
    assert answer.status_code == 200, answer.status_code
    return answer.text


def held(place: room.Room) -> Session:
    """The session after its whole ceremony."""
    room.hold(place.session)
    return place.session


def test_only_staff_looks_up(tmp_path: Path) -> None:
    """A stranger is led to the login, and a post without login or token is refused."""
    stranger = room.Room(room.freeze(tmp_path / "s"))
    assert stranger.client.get("/lookup", headers=room.ORIGIN).status_code == 303
    assert stranger.client.post("/lookup", data={"code": "0001"}, headers=room.ORIGIN).status_code == 403
    stranger.login()
    assert stranger.client.get("/lookup", headers=room.ORIGIN).status_code == 200
    assert stranger.client.post("/lookup", data={"code": "0001", "token": "x"}, headers=room.ORIGIN).status_code == 403


def test_the_form_can_be_sent_by_a_browser(place: room.Room) -> None:
    """A page with a form tells its origin, else the Origin check would refuse what it posts; the form needs no script."""
    answer = place.client.get("/lookup", headers=room.ORIGIN)
    assert answer.headers["Referrer-Policy"] == "same-origin" and answer.headers["Cache-Control"] == "no-store"
    assert '<form method="post" action="/lookup"' in answer.text and 'name="code"' in answer.text


def test_before_the_result_the_frozen_row_and_nothing_more(place: room.Room) -> None:
    """Masked name, school, bundle, draw, the line of pool.csv; neither a whole name nor anything of the result."""
    frozen = place.service.frozen()
    pool = (place.session.public / "pool.csv").read_text(encoding="utf-8").splitlines()
    for at, code in enumerate(frozen.pool.applicants):
        text = look_up(place, code)
        assert pool[at + 1] in text and f">{code}</span> {mask(room.NAMES[0])}" in text
        assert not any(name in text for name in room.NAMES) and not any(number in text for number in room.IDS)
        assert not any(word in text for word in OF_THE_RESULT), code
        assert "派位尚未产生结果" in text
    bundle = frozen.pool.bundles()[0]
    first, second = (frozen.pool.applicants[i] for i in frozen.pool.members[bundle])
    assert f"{bundle}，同组：{second}" in look_up(place, first)


def test_nothing_of_the_result_between_seed_and_signature(place: room.Room) -> None:
    """While only the seed is there the result could be computed; the look-up does not."""
    room.to_seed(place.session)
    text = look_up(place, "0001")
    assert not any(word in text for word in OF_THE_RESULT)


def test_after_the_result_number_rank_school_and_why(place: room.Room) -> None:
    """Every child's outcome, school and reason in words, rank, number and the line to recheck it, as the record has them."""
    session = held(place)
    rows = (session.public / "results.csv").read_text(encoding="utf-8").splitlines()[1:]
    words = {"admitted": "录取", "waiting": "候补", "not_admitted": "未录取"}
    for row in rows:
        code, unit, draw, rank, number, outcome, school, _ = row.split(",")
        text = look_up(place, code)
        assert (
            f"编号 {code}：{words[outcome]}{f' {school}' if school else ''}" in text
            and "原因：" in text
            and "Why:" in text
        )
        if rank:
            assert f"录取序号 {rank}" in text and number in text
            assert f"number1:{session.state.seed}:{draw}:{unit}" in text
        assert "派位尚未产生结果" not in text and not any(name in text for name in room.NAMES)


def test_an_amendment_is_told(place: room.Room) -> None:
    """Whoever lost or got a place afterwards hears it, and the result as signed stands beside it."""
    session = held(place)
    rows = [r.split(",") for r in (session.public / "results.csv").read_text(encoding="utf-8").splitlines()[1:]]
    gone = next(r[0] for r in rows if r[5] == "admitted" and r[6] == "S1")
    assert "其后有更正单" not in look_up(place, gone)
    asked = Asked(kind=EventKind.STRUCK, applicant=gone, date="2026-07-18", paper="")
    session.amend(session.plan([(asked, b"")]))
    text = look_up(place, gone)
    assert "其后有更正单（至第 1 号），现在：取消资格" in text and f"编号 {gone}：录取 S1" in text
    still = next(r[0] for r in rows if r[5] == "admitted" and r[6] == "S2")
    assert "其后有更正单" not in look_up(place, still)


@pytest.mark.parametrize("code", ["9999", "", "XYZ", "<b>1</b>", "0001'", "1001", room.NAMES[0]])
def test_an_unknown_code_is_said_so(place: room.Room, code: str) -> None:
    """Neither names nor registration numbers find anybody; what was typed comes back as text, never as markup."""
    text = look_up(place, code)
    assert 'class="slip"' not in text
    assert "<b>" not in text
    if code.strip():
        assert "名单中没有派位号" in text


def test_a_bundles_code_leads_to_its_children(place: room.Room) -> None:
    """Who types the code of a bundle is told the codes in it."""
    frozen = place.service.frozen()
    bundle = frozen.pool.bundles()[0]
    members = "、".join(frozen.pool.applicants[i] for i in frozen.pool.members[bundle])
    assert f"组内派位号：{members}" in look_up(place, bundle)


@pytest.mark.parametrize(
    ("written", "code"), [("０００１", "0001"), (" 0001 ", "0001"), ("b001", "B001"), ("00 01", "0001")]
)
def test_a_code_is_taken_as_it_is_meant(written: str, code: str) -> None:
    """Full-width digits, blanks and small letters are no reason to find nothing."""
    assert typed(written) == code


def test_before_the_freeze_there_is_nothing_to_look_up(tmp_path: Path) -> None:
    """No list, no answer, no fault."""
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "session.toml").write_text(room.SHEET.replace("REVEAL", "0"), encoding="utf-8")
    made = room.Room(Session.create(folder, room.PASSPHRASE, room.ambient()))
    made.login()
    assert "名单尚未冻结" in look_up(made, "0001")


def test_a_look_up_leaves_no_trace(place: room.Room, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is logged, the ledger stays as it was, and a code stands in no address."""
    session = held(place)
    before = len(session.store.lines(session.attempt))
    with caplog.at_level(logging.DEBUG):
        look_up(place, "0001")
    assert "0001" not in caplog.text and len(session.store.lines(session.attempt)) == before
    assert "派位 s1" not in place.client.get("/lookup?code=0001", headers=room.ORIGIN).text


def test_the_record_is_indexed_once(place: room.Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look-up reads no file of the record again, so that a large one answers at once."""
    held(place)
    read: list[int] = []
    record = Session.record

    def counted(session: Session) -> dict[str, bytes]:
        read.append(1)
        return record(session)

    monkeypatch.setattr(Session, "record", counted)
    book = Book(place.service)
    slips = [book.slip(code) for code in place.service.frozen().pool.applicants]
    assert all(slip is not None and slip.told for slip in slips) and len(read) == 1
    start = time.perf_counter()
    book.slip("0001")
    assert time.perf_counter() - start < 1
