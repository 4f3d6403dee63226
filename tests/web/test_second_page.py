"""The other machines at the ceremony side: the notary's page, the reports of a program, the desk's health list (R14)."""

from pathlib import Path

import pytest
import room
from flask.testing import FlaskClient

from draw.edges.people import Role
from draw.edges.second_reports import NO_VALUE
from draw.edges.standby import Problem
from draw.edges.standbys import State
from draw.hashing import digest, read_aloud
from web.machines import facts, standby
from web.second import MOST_BYTES, Bucket

PROGRAM = digest(b"program")
JSON = {"Content-Type": "application/json", **room.ORIGIN}


class Place:
    """A room in which the notary has an account."""

    def __init__(self, tmp_path: Path) -> None:
        self.session = room.freeze(tmp_path / "s")
        self.room = room.Room(self.session)
        self.room.login()
        self.operator = self.room.client

    def notary(self) -> tuple[FlaskClient, str]:
        """A station of the notary. -> (client, form token)."""
        people = self.session.people
        proven = people.accept(people.invite(Role.NOTARY), "公证员甲", "a-long-password")
        client = self.room.app.test_client()
        with client.session_transaction(base_url="http://127.0.0.1:1") as cookie:
            cookie["login"] = self.room.logins.open(proven)
            token = self.room.logins.token(cookie["login"])
        return client, token

    def report(self, code: str, step: str = "notice", value: str = "", **other: object) -> tuple[int, object]:
        """What a program with the code posts. -> (status, answer)."""
        own = value or self.session.own_value(step)
        body = {
            "code": code,
            "machine": "公证处电脑",
            "program": PROGRAM,
            "attempt": 1,
            "step": step,
            "value": own,
            **other,
        }
        answer = self.room.app.test_client().post("/second/report", json=body, headers=JSON)
        return answer.status_code, answer.json


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A frozen rehearsal."""
    return Place(tmp_path)


def test_the_notary_gets_a_code_and_a_program_reports_with_it(place: Place) -> None:
    """The code is shown once, with the line to run; the first report pairs the machine; the page says that both agree."""
    client, token = place.notary()
    page = client.post("/second/pair", data={"token": token}, headers=room.ORIGIN).text
    code = page.split('<p class="code">')[1].split("<")[0]
    assert place.session.state.notice_hash in page and "draw second http://127.0.0.1:2/" in page
    assert code not in client.get("/second", headers=room.ORIGIN).text
    assert place.report(code) == (200, {"agrees": True})
    assert place.report(code, value=digest(b"another")) == (200, {"agrees": False})
    page = client.get("/second", headers=room.ORIGIN).text
    assert "公证处电脑" in page and read_aloud(digest(b"another")) in page and "does not agree" in page
    assert place.report(code, value=NO_VALUE)[1] == {"agrees": False}
    assert "what is published does not hold" in client.get("/second", headers=room.ORIGIN).text
    assert place.report(code) == (200, {"agrees": True})
    assert "does not agree" not in client.get("/second", headers=room.ORIGIN).text
    assert len(place.session.lines) == 1


def test_without_the_code_nobody_reports(place: Place) -> None:
    """No code, a wrong one, one that another machine uses: 403, and nothing is kept; after many tries 429."""
    assert place.report("")[0] == 403
    code = place.session.pair_second()
    assert place.report("x" * 16)[0] == 403
    assert place.report(code)[0] == 200
    assert place.report(code, machine="another")[0] == 403
    statuses = {place.report("wrong")[0] for _ in range(40)}
    assert statuses == {403, 429}
    assert place.report(code)[0] == 200  # whoever has the right one is not kept out by that
    assert [r.machine for r in place.session.second_reports()] == ["公证处电脑"]


def test_reports_come_one_after_the_other(place: Place) -> None:
    """A machine that does nothing but report is slowed down."""
    code = place.session.pair_second()
    assert [place.report(code)[0] for _ in range(60)].count(429) > 5


def test_not_yet_and_another_attempt_may_come_again(place: Place) -> None:
    """A step that is not reached here and a report of another attempt: 409; a form that is none: 422 and 400."""
    code = place.session.pair_second()
    assert place.report(code, "seed", digest(b"x"))[0] == 409
    assert place.report(code, attempt=2)[0] == 409
    assert place.report(code, value="12")[0] == 422
    assert place.report(code, "nothing", digest(b"x"))[0] == 422
    assert place.report(code, program="x")[0] == 422
    for body in (b"", b"[]", b"{", b'{"code":"x"}', b"x" * (MOST_BYTES + 1)):
        answer = place.room.app.test_client().post("/second/report", data=body, headers=JSON)
        assert answer.status_code == 400, body[:20]
    assert place.report(code, attempt="1")[0] == 400
    assert place.report(code, more=1)[0] == 400
    assert place.session.second_reports() == ()


def test_strangers_pages_and_other_hosts(place: Place) -> None:
    """The pages are the notary's; a report needs its own origin and a known host, but no form token."""
    stranger = place.room.app.test_client()
    assert stranger.get("/second", headers=room.ORIGIN).status_code == 303
    assert stranger.post("/second/pair", headers=room.ORIGIN).status_code == 403
    assert stranger.post("/second/typed", headers=room.ORIGIN).status_code == 403
    assert stranger.get("/second/report", headers=room.ORIGIN).status_code == 405
    for head in ({"Origin": "http://evil.example"}, {"Origin": ""}, {"Host": "evil.example"}):
        answer = stranger.post("/second/report", json={}, headers={**JSON, **head})
        assert answer.status_code in (403, 421)
    client, _ = place.notary()
    assert client.post("/second/pair", data={"token": "x"}, headers=room.ORIGIN).status_code == 403


def test_the_notary_types_what_the_other_screen_says(place: Place) -> None:
    """Without a network: the read-aloud code is enough; a wrong form comes back with what was typed."""
    client, token = place.notary()
    aloud = read_aloud(place.session.state.notice_hash)
    form = {"token": token, "machine": "公证处电脑", "step": "notice", "value": aloud}
    assert client.post("/second/typed", data=form, headers=room.ORIGIN).status_code == 303
    page = client.get("/second", headers=room.ORIGIN).text
    assert aloud in page and "typed by hand" in page
    answer = client.post("/second/typed", data=form | {"value": "1234"}, headers=room.ORIGIN)
    assert answer.status_code == 422 and 'value="1234"' in answer.text and 'value="公证处电脑"' in answer.text
    answer = client.post("/second/typed", data=form | {"step": "seed"}, headers=room.ORIGIN)
    assert answer.status_code == 422 and "no value yet" in answer.text
    assert len(place.session.second_reports()) == 1


def test_the_desk_shows_the_machines_and_a_disagreement_in_red(place: Place) -> None:
    """Health list: no standby is said, a second machine that differs is an alert with words and a mark, not colour alone."""
    page = place.room.get("/").decode()
    assert "No standby copy" in page and "no second machine" in page
    code = place.session.pair_second()
    place.room.feed.poke()
    assert "waiting for the second machine" in place.room.get("/").decode()
    place.report(code, value=digest(b"another"))
    page = place.room.get("/").decode()
    assert 'role="alert">✗' in page and "does not agree" in page
    place.report(code)
    page = place.room.get("/").decode()
    assert "does not agree" not in page and "✓ 公证处电脑" in page


def test_a_name_of_a_machine_is_text(place: Place) -> None:
    """Whatever a machine calls itself is shown as text on every page."""
    code = place.session.pair_second()
    place.report(code, machine="<script>alert(1)</script>")
    for page in (place.room.get("/").decode(), place.room.get("/second").decode()):
        assert "<script>alert" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("problem", [p for p in Problem if p])
def test_every_problem_of_a_copy_has_a_mark_and_words(problem: Problem) -> None:
    """A copy with a problem says what, what to do, since when and where it stands, with ✗ and not by colour alone."""
    view = standby(_state(ok=False, problem=problem, since="2026-07-18T09:30:00+08:00"))
    assert view.mark == "✗" and all(view.words)
    assert any("09:30:00" in zh and "12" in zh for zh, _ in view.notes)
    never = standby(_state(ok=False, problem=problem, n=0, at="", since="2026-07-18T09:30:00+08:00"))
    assert any("no copy yet" in en for _, en in never.notes)


def _state(**other: object) -> State:
    facts_ = {
        "folder": "/media/usb/draw", "ok": True, "n": 12, "head": digest(b"x"), "at": "2026-07-18T09:31:02+08:00",
        "problem": Problem.NONE, "since": "", "same_disk": False, "done": 0, "of": 0,
    }  # fmt: skip
    return State(**facts_ | other)  # type: ignore[arg-type]


def test_a_copy_in_words() -> None:
    """Made, being made, large and on its way, on the same disk."""
    assert standby(_state()).mark == "✓" and "09:31:02" in standby(_state()).words[0]
    assert standby(_state(at="")).mark == "▲"
    assert "7 of 91 MB" in standby(_state(done=7_000_000, of=90_000_001)).words[1]
    view = standby(_state(same_disk=True))
    assert view.mark == "▲" and "same disk" in view.notes[0][1]


def test_facts_without_machines(place: Place) -> None:
    """Nothing paired, nothing copied: an empty answer that is no alarm."""
    from web.config import Config

    config = Config(
        service=place.room.service,
        feed=place.room.feed,
        logins=place.room.logins,
        people=place.session.people,
        secret=b"s" * 32,
        hosts=frozenset(),
        public_url="",
        public_alive=lambda: True,
    )
    found = facts(config)
    assert (found.standbys, found.reports, found.agree, found.paired) == ((), (), True, None)


def test_a_bucket_fills_again() -> None:
    """So many at once, then so many a second, never more than it holds."""
    now = [0.0]
    bucket = Bucket(3, 2.0, lambda: now[0])
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now[0] = 0.5
    assert [bucket.take(), bucket.take()] == [True, False]
    now[0] = 100.0
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
