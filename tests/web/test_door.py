"""The door: the console's code once, accounts by invitation, a station that locks itself, people taken away (R45)."""

from pathlib import Path

import pytest
import room
from flask.testing import FlaskClient

from draw.edges.people import Role
from web.login import IDLE_SECONDS, Logins

GOOD = "correct horse"
CODES: list[str] = []


class Stations:
    """One room and as many stations (browsers) as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.room = room.Room(room.freeze(folder / "s"))

    def new(self) -> FlaskClient:
        """Another browser."""
        return self.room.app.test_client()

    def token(self, station: FlaskClient) -> str:
        """The form token of a station's login; "" without one."""
        with station.session_transaction(base_url="http://127.0.0.1:1") as cookie:
            return self.room.logins.token(cookie.get("login"))

    def post(self, station: FlaskClient, path: str, **form: str) -> int:
        """Post a form with the station's own token. -> status."""
        data = form | {"token": self.token(station)}
        return station.post(path, data=data, headers=room.ORIGIN).status_code


@pytest.fixture
def hall(tmp_path: Path) -> Stations:
    """A frozen rehearsal and its door."""
    return Stations(tmp_path)


def twice(password: str) -> dict[str, str]:
    """A password typed twice."""
    return {"password": password, "again": password}


def operator(hall: Stations) -> FlaskClient:
    """A station whose operator came by the console's code and made an account."""
    station = hall.new()
    assert hall.post(station, "/login", code=hall.room.logins.code) == 303
    assert hall.post(station, "/people/operator", name="李明", **twice(GOOD)) == 303
    return station


def invited(hall: Stations, boss: FlaskClient, role: str, name: str) -> FlaskClient:
    """A station whose person joined by an invitation for the role."""
    data = {"role": role, "token": hall.token(boss)}
    page = boss.post("/people/invite", data=data, headers=room.ORIGIN).text
    code = page.partition('class="code">')[2].partition("<")[0]
    station = hall.new()
    assert hall.post(station, "/join", code=code, name=name, **twice(GOOD)) == 303
    return station


def test_the_console_s_code_makes_the_operator_and_is_closed_then(hall: Stations) -> None:
    """First run: the code opens the desk, the operator makes an account, and from then on no code opens anything."""
    station = operator(hall)
    with station.session_transaction(base_url="http://127.0.0.1:1") as cookie:
        login = hall.room.logins.of(cookie["login"])
    assert login is not None and login.account is not None and login.account.id == "operator"
    other = hall.new()
    assert hall.post(other, "/login", code=hall.room.logins.code) == 403
    assert "code" not in other.get("/login", headers=room.ORIGIN).text.split("<main>")[1].split('name="password"')[0]
    assert hall.post(other, "/login", account="operator", password="wrong horse") == 403
    assert hall.post(other, "/login", account="operator", password=GOOD) == 303
    assert hall.post(station, "/people/operator", name="别人", **twice(GOOD)) == 422


@pytest.mark.parametrize("role", ["checker", "notary", "discipline", "host"])
def test_an_invited_person_has_that_role_only(hall: Stations, role: str) -> None:
    """The code decides the role; the person's station shows it, and the list of people is the operator's alone."""
    boss = operator(hall)
    station = invited(hall, boss, role, "周末")
    with station.session_transaction(base_url="http://127.0.0.1:1") as cookie:
        login = hall.room.logins.of(cookie["login"])
    assert login is not None and login.role == role
    assert station.get("/people", headers=room.ORIGIN).status_code == 403
    assert hall.post(station, "/people/invite", role="notary") == 403
    assert hall.room.session.people.of(Role(role))[0].name == "周末"


def test_two_different_entries_make_no_account(hall: Stations) -> None:
    """A mistyped password is noticed before it locks its person out, and the code stays good."""
    boss = operator(hall)
    data = {"role": "notary", "token": hall.token(boss)}
    page = boss.post("/people/invite", data=data, headers=room.ORIGIN).text
    code = page.partition('class="code">')[2].partition("<")[0]
    station = hall.new()
    assert hall.post(station, "/join", code=code, name="周", password=GOOD, again="other horse") == 422
    assert hall.post(station, "/join", code=code, name="周", **twice(GOOD)) == 303


def test_an_idle_station_locks_and_its_person_opens_it(tmp_path: Path) -> None:
    """After the idle time nothing but unlocking works there, a wrong password does not open it, the right one does."""
    hall = Stations(tmp_path)
    now = [0.0]
    hall.room.logins._clock = lambda: now[0]
    boss = operator(hall)
    station = invited(hall, boss, "notary", "周")
    now[0] += IDLE_SECONDS + 1
    answer = station.get("/", headers=room.ORIGIN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/locked")
    assert station.get("/locked", headers=room.ORIGIN).status_code == 200
    assert hall.post(station, "/act/dice-confirm", confirm=room.SESSION) == 403
    assert hall.post(station, "/unlock", password="wrong horse") == 403
    assert station.get("/", headers=room.ORIGIN).status_code == 303
    assert hall.post(station, "/unlock", password=GOOD) == 303
    assert station.get("/", headers=room.ORIGIN).status_code == 200
    assert hall.post(station, "/lock") == 303
    assert station.get("/", headers=room.ORIGIN).headers["Location"] == "/locked"


def test_pages_that_follow_by_themselves_keep_nobody_logged_in(tmp_path: Path) -> None:
    """The desk fetches its parts again and again; only a person keeps the station open."""
    hall = Stations(tmp_path)
    now = [0.0]
    hall.room.logins._clock = lambda: now[0]
    boss = operator(hall)
    for _ in range(4):
        now[0] += IDLE_SECONDS / 3
        boss.get("/?part=1", headers=room.ORIGIN)
    assert boss.get("/", headers=room.ORIGIN).headers["Location"] == "/locked"


def test_a_removed_person_is_out_at_once(hall: Stations) -> None:
    """Taking an account away ends its logins; the id is typed to confirm."""
    boss = operator(hall)
    station = invited(hall, boss, "notary", "周")
    assert station.get("/", headers=room.ORIGIN).status_code == 200
    assert hall.post(boss, "/people/remove", account="notary-1", confirm="notary") == 422
    assert hall.post(boss, "/people/remove", account="notary-1", confirm="notary-1") == 303
    assert station.get("/", headers=room.ORIGIN).headers["Location"] == "/login"
    assert hall.post(hall.new(), "/login", account="notary-1", password=GOOD) == 403


def test_passwords_and_codes_reach_no_page_and_no_log(hall: Stations, caplog: pytest.LogCaptureFixture) -> None:
    """What was typed comes back in no answer, right or wrong; a code is told once only."""
    caplog.set_level(0)
    boss = operator(hall)
    station = invited(hall, boss, "checker", "王芳")
    for answer in (
        station.post("/join", data={"code": "1234567890", "name": "甲", **twice("canary-password")}, headers=room.ORIGIN),
        station.post("/login", data={"account": "operator", "password": "canary-password"}, headers=room.ORIGIN),
        boss.get("/people", headers=room.ORIGIN),
    ):
        assert "canary-password" not in answer.text and GOOD not in answer.text
        assert 'class="code"' not in answer.text
    assert "canary" not in caplog.text and GOOD not in caplog.text


def test_logins_know_nothing_of_strange_keys() -> None:
    """Whatever a cookie holds, only a key made here is a login."""
    logins = Logins(CODES.append)
    for key in (None, 7, "", "x", b"x"):
        assert logins.of(key) is None
        assert logins.token(key) == ""
        logins.leave(key)
