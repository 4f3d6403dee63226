"""A bureau before the hall: an empty session folder, its pages, and a station for everybody who works there."""

import io
import time
from pathlib import Path
from typing import Any

import pytest
import room
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from draw.edges import ambient, keys
from draw.edges.session import Session

PASSWORD = "correct horse"
SESSION = "bureau-2026"
SHEET = (
    room.SHEET.replace(f'id = "{room.SESSION}"', f'id = "{SESSION}"')
    .replace('mode = "rehearsal"', 'mode = "live"')
    .replace("REVEAL", "60")
)
HEAD = "报名号,姓名,证件号,报名学校,捆绑组,剔除原因,同意拆分"
NAMES = {"operator": "李明", "checker": "王芳", "notary": "赵公证", "discipline": "孙纪检", "host": "周主持"}


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost little: a person types one now and then, a test a dozen."""
    monkeypatch.setitem(keys._ARGON, "memory_kib", 64)
    monkeypatch.setitem(keys._ARGON, "iterations", 1)
    monkeypatch.setattr(keys, "PBKDF2_ROUNDS", 1000)


def rows() -> list[str]:
    """The rows of the small roster, which begin with registration number 1001."""
    return room.roster().splitlines()[1:]


def roster(these: list[str] | None = None) -> bytes:
    """A roster as CSV."""
    return "\n".join([HEAD, *(rows() if these is None else these), ""]).encode()


class Station:
    """One browser at the ceremony side."""

    def __init__(self, bureau: "Bureau") -> None:
        self.bureau = bureau
        self.client: FlaskClient = bureau.room.app.test_client()

    def token(self) -> str:
        """The form token of this station's login."""
        with self.client.session_transaction(base_url="http://127.0.0.1:1") as cookie:
            return self.bureau.room.logins.token(cookie.get("login"))

    def get(self, path: str) -> TestResponse:
        """A page."""
        return self.client.get(path, headers=room.ORIGIN)

    def text(self, path: str) -> str:
        """The text of a page that is there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def post(self, path: str, **form: str) -> TestResponse:
        """A form made for the present moment."""
        return self._post(path, form)

    def upload(self, path: str, data: bytes, name: str = "f.bin", **form: str) -> TestResponse:
        """A form with a file; what takes long has ended when this returns."""
        return self.settled(self._post(path, {**form, "file": FileStorage(io.BytesIO(data), name)}))

    def _post(self, path: str, form: dict[str, Any]) -> TestResponse:
        self.bureau.room.feed.poke()
        here = self.bureau.room.service.position
        form = {"token": self.token(), "attempt": str(here.attempt), "expected": str(here.event)} | form
        if "file" not in form:
            return self.client.post(path, data=form, headers=room.ORIGIN)
        boundary, body = encode_multipart(form)
        kind = f"multipart/form-data; boundary={boundary}"
        return self.client.post(path, data=body, headers=room.ORIGIN, content_type=kind)

    def settled(self, answer: TestResponse) -> TestResponse:
        """Follow an answer through the page of long work to the page that says what came of it."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if answer.status_code == 303:
                answer = self.get(answer.headers["Location"])
            elif "Refresh" in answer.headers:
                time.sleep(0.05)
                answer = self.get(answer.request.path)
            else:
                return answer
        raise AssertionError("the work does not end")


class Bureau:
    """The ceremony side over a folder, from its first start; `restart` is what a power cut leaves of it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.start()

    def start(self) -> None:
        """Open the folder as `draw serve` does."""
        self.session = Session.create(self.folder, room.PASSPHRASE, ambient.from_environment())
        self.room = room.Room(self.session)

    def operator(self) -> Station:
        """The operator's station: by the console's code the first time, with an account from then on."""
        station = Station(self)
        if self.session.people.accounts():
            return self.comes("operator")
        assert station.post("/login", code=self.room.logins.code).status_code == 303
        made = {"name": NAMES["operator"], "password": PASSWORD, "again": PASSWORD}
        assert station.post("/people/operator", **made).status_code == 303
        return station

    def join(self, boss: Station, role: str) -> Station:
        """A person joins by an invitation."""
        page = boss.post("/people/invite", role=role).text
        code = page.partition('class="code">')[2].partition("<")[0]
        station = Station(self)
        answer = station.post("/join", code=code, name=NAMES[role], password=PASSWORD, again=PASSWORD)
        assert answer.status_code == 303, answer.text
        return station

    def comes(self, role: str) -> Station:
        """A person who has an account logs in again."""
        account = next(a.id for a in self.session.people.accounts() if a.role == role)
        station = Station(self)
        assert station.post("/login", account=account, password=PASSWORD).status_code == 303
        return station

    def reopened(self) -> Session:
        """The session as another process would see it."""
        return Session.open(self.folder, room.PASSPHRASE, ambient.from_environment())


def people(bureau: Bureau) -> tuple[Station, Station]:
    """(operator, notary), with a second operator who has an account."""
    boss = bureau.operator()
    bureau.join(boss, "checker")
    return boss, bureau.join(boss, "notary")


def inputs(boss: Station, *, sheet: str = SHEET, people: bytes | None = None) -> None:
    """A sound rule sheet and roster, handed in."""
    assert boss.upload("/setup/rules/file", sheet.encode(), "session.toml").status_code == 200
    assert boss.upload("/setup/roster", people or roster(), "名册.csv").status_code == 200


def flat(page: str) -> str:
    """A page without what only breaks lines: long codes are whole again."""
    return page.replace("<wbr>", "").replace('</span> <span class="half mono">', " ")


def shown(page: str, start: str, end: str = '"') -> str:
    """What stands in a page behind `start`."""
    return page.partition(start)[2].partition(end)[0]


def freeze(boss: Station, notary: Station, session: str = SESSION) -> TestResponse:
    """Both halves of the freeze."""
    subject = shown(boss.text("/setup/freeze"), 'name="inputs" value="')
    assert boss.post("/setup/freeze", inputs=subject, confirm=session).status_code == 303
    page = flat(notary.text("/setup/proposal"))
    assert subject in page
    proposal = shown(page, 'name="proposal" value="')
    return notary.settled(notary.post("/setup/confirm", proposal=proposal, confirm=session))
