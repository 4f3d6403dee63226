"""Who may do what on the ceremony side: marks, login, Host, Origin, form token, headers."""

from pathlib import Path

import pytest
import room
from flask import Flask

from web.access import UnmarkedRoute, Who, marks
from web.headers import POLICY

PAGES = {"/hall": 200, "/state.json": 200, "/login": 200, "/static/hall.js": 200, "/": 303, "/nothing": 404}
ACTS = ("/act/convene", "/act/finish", "/screen/next", "/logout")


@pytest.fixture
def place(tmp_path: Path) -> room.Room:
    """The ceremony side of a frozen session."""
    return room.Room(room.freeze(tmp_path / "s"))


def test_every_route_is_marked_and_only_these_are_open(place: room.Room) -> None:
    """The table of access marks is what this list says: a new open route has to be added here on purpose."""
    found = {name for name, who in marks(place.app).items() if Who.HALL in who}
    assert found >= {"hall.page", "hall.events", "hall.state", "hall.static", "door.login", "door.enter"}


def test_a_route_without_a_mark_stops_the_start() -> None:
    """An app with an unmarked route is refused before it serves anything."""
    app = Flask("bare")
    app.add_url_rule("/secret", "secret", lambda: "")
    with pytest.raises(UnmarkedRoute, match="secret"):
        marks(app)


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_reads_the_hall_and_nothing_else(place: room.Room, path: str) -> None:
    """Without a login the desk leads to the login page; the hall is open."""
    assert place.client.get(path, headers=room.ORIGIN, buffered=True).status_code == PAGES[path]


@pytest.mark.parametrize("path", ACTS)
def test_a_stranger_does_nothing(place: room.Room, path: str) -> None:
    """Every act without a login is refused and the ledger stays as it was."""
    answer = place.client.post(path, data={"attempt": "1", "expected": "1"}, headers=room.ORIGIN)
    assert answer.status_code == 403
    assert len(place.session.store.lines(1)) == 1


def test_every_answer_carries_the_strict_headers(place: room.Room) -> None:
    """Policy without inline, nosniff, no-store; the desk alone may frame the hall and send its origin."""
    for path in PAGES:
        head = place.client.get(path, headers=room.ORIGIN, buffered=True).headers
        assert head["Content-Security-Policy"].startswith(POLICY), path
        assert "unsafe" not in head["Content-Security-Policy"]
        assert head["X-Content-Type-Options"] == "nosniff"
        assert head["Cache-Control"] in ("no-store", "no-cache")
    assert place.client.get("/hall", headers=room.ORIGIN).headers["Referrer-Policy"] == "no-referrer"


def test_no_page_has_inline_script_or_style(place: room.Room) -> None:
    """What the policy forbids is not even tried."""
    place.login()
    for path in ("/", "/hall", "/hall?control=1", "/login"):
        text = place.get(path).decode()
        assert "style=" not in text and "<style" not in text and " onclick" not in text
        assert "<script>" not in text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_a_strange_host_is_refused(place: room.Room, host: str) -> None:
    """A page that reaches us under another name (DNS rebinding) gets nothing."""
    assert place.client.get("/hall", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:2", None])
def test_an_act_from_another_origin_is_refused(place: room.Room, origin: str | None) -> None:
    """A form of another site does nothing, even with the cookie and the token."""
    place.login()
    head = {"Host": "127.0.0.1:1"} | ({"Origin": origin} if origin else {})
    answer = place.client.post("/act/convene", data=place.form(), headers=head)
    assert answer.status_code == 403
    assert len(place.session.store.lines(1)) == 1


@pytest.mark.parametrize("token", ["", "x", "令牌"])
def test_an_act_without_the_token_is_refused(place: room.Room, token: str) -> None:
    """The cookie alone does nothing."""
    place.login()
    answer = place.client.post("/act/convene", data=place.form() | {"token": token}, headers=room.ORIGIN)
    assert answer.status_code == 403
    assert len(place.session.store.lines(1)) == 1


def test_a_code_works_once_and_guessing_is_slow(place: room.Room) -> None:
    """The used code opens nothing more, the next is announced, and five failures close the door for a while."""
    first = place.logins.code
    place.login()
    assert place.codes == [place.logins.code] and first != place.logins.code
    for _ in range(5):
        assert place.logins.enter(first) is None
    assert place.logins.enter(place.logins.code) is None


def test_logging_out_ends_the_login(place: room.Room) -> None:
    """A cookie kept from before the logout is worth nothing."""
    place.login()
    assert place.client.post("/logout", data=place.form(), headers=room.ORIGIN).status_code == 303
    assert place.client.get("/", headers=room.ORIGIN).status_code == 303


def test_the_control_token_is_only_for_the_desk(place: room.Room) -> None:
    """The projector page turns pages only where the desk is logged in."""
    assert b'name="control"' not in place.get("/hall?control=1")
    place.login()
    assert b'name="control"' in place.get("/hall?control=1")
    assert b'name="control"' not in place.get("/hall")


def test_a_fault_shows_a_plain_page_and_logs_no_message(
    place: room.Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An unexpected error gives 500 in both languages; its text, which may hold a secret, reaches neither page nor log."""
    place.login()
    form = place.form()

    def fail(name: str, form: object, login: object) -> None:
        raise RuntimeError("canary-of-a-secret")

    monkeypatch.setattr(place.service, "act", fail)
    answer = place.client.post("/act/convene", data=form, headers=room.ORIGIN)
    assert answer.status_code == 500
    assert "A fault in the program" in answer.text and "Traceback" not in answer.text
    assert "canary-of-a-secret" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text
