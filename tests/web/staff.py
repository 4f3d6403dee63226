"""A live session with everybody at a station of their own: staff of every role, and witnesses."""

import atexit
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import room
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from draw.edges.people import Account, Proven, Role
from draw.edges.session import Session
from draw.hashing import commitment
from draw.ledger import CHECK_ITEMS

PEOPLE: Mapping[Role, str] = {
    Role.OPERATOR: "李操作",
    Role.CHECKER: "王复核",
    Role.NOTARY: "周公证",
    Role.DISCIPLINE: "郑监督",
    Role.HOST: "韩主持",
}
PASSWORD = "correct horse"
BASE = "http://127.0.0.1:1"


@cache
def _kept(frozen: bool) -> Path:
    """A live session that is only copied: passwords and freezing take most of a test's time."""
    kept = TemporaryDirectory(prefix="draw-staff-")
    atexit.register(kept.cleanup)
    folder = Path(kept.name) / "s"
    folder.mkdir()
    sheet = room.SHEET.replace("REVEAL", "0")
    assert 'mode = "rehearsal"' in sheet
    (folder / "session.toml").write_text(sheet.replace('mode = "rehearsal"', 'mode = "live"'), encoding="utf-8")
    (folder / "roster.csv").write_text(room.roster(), encoding="utf-8")
    session = Session.create(folder, room.PASSPHRASE, replace(room.ambient(), test=False))
    made = {role: session.people.found(role, name, PASSWORD) for role, name in PEOPLE.items()}
    if frozen:
        session.freeze(pins={str(role): made[role] for role in (Role.OPERATOR, Role.NOTARY)})
    return folder


def live(folder: Path, *, frozen: bool = True) -> Session:
    """The live session in a folder of its own, with an account for everybody."""
    shutil.copytree(_kept(frozen), folder)
    return Session.open(folder, room.PASSPHRASE, replace(room.ambient(), test=False))


class Staff:
    """The ceremony side of a session, and a browser for each of its people."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.room = room.Room(session)
        self._clients: dict[str, FlaskClient] = {}

    def station(self, role: Role, party: str = "") -> FlaskClient:
        """The browser of a role, logged in; of a witness, that of its party."""
        name = f"{role}{party}"
        if name not in self._clients:
            account = next(iter(self.session.people.of(role)), None)
            if role is Role.WITNESS:
                account = Account(id=f"w-{party}", role=role, name=party, party=party)
            assert account is not None, role
            self._clients[name] = self.browser(self.room.logins.open(Proven(account=account)))
        return self._clients[name]

    def browser(self, key: str = "") -> FlaskClient:
        """Another browser, with the cookie of a login."""
        made = self.room.app.test_client()
        with made.session_transaction(base_url=BASE) as cookie:
            if key:
                cookie["login"] = key
        return made

    def token(self, client: FlaskClient) -> str:
        """The form token of a browser's login; "" without one."""
        with client.session_transaction(base_url=BASE) as cookie:
            return self.room.logins.token(cookie.get("login"))

    def form(self, client: FlaskClient, /, **more: str) -> dict[str, str]:
        """A form made for the present moment."""
        self.room.feed.poke()
        here = self.room.service.position
        return {"token": self.token(client), "attempt": str(here.attempt), "expected": str(here.event), **more}

    def post(self, role: Role, path: str, /, **more: str) -> TestResponse:
        """A form posted at the station of a role."""
        client = self.station(role)
        return client.post(path, data=self.form(client, **more), headers=room.ORIGIN)

    def act(self, role: Role, what: str, /, **more: str) -> int:
        """One act at the station of a role. -> status."""
        return self.post(role, f"/act/{what}", **more).status_code

    def second(self, confirm: str = room.SESSION, role: Role = Role.NOTARY) -> int:
        """The second person confirms what waits. -> status."""
        return self.post(role, "/second", confirm=confirm).status_code

    def page(self, role: Role, path: str = "/") -> str:
        """A page as this person sees it."""
        return self.station(role).get(path, headers=room.ORIGIN).text

    # -- the ceremony, as far as a test needs it ------------------------------------------------------------------------

    def everybody_signs_in(self) -> None:
        """One of each post, and the two parents that the rules ask for."""
        for kind, name in (
            ("OPERATOR", "李操作"),
            ("CHECKER", "王复核"),
            ("NOTARY", "周公证"),
            ("PARENT", "吴一"),
            ("PARENT", "吴二"),
        ):
            assert self.act(Role.OPERATOR, "sign-in", kind=kind, name=name, declared="1") == 303

    def convened(self) -> None:
        """Everybody there, the machine checked, the draw convened by two people."""
        self.everybody_signs_in()
        for item in CHECK_ITEMS:
            assert self.act(Role.NOTARY, "check", item=item) == 303
        assert self.act(Role.OPERATOR, "convene") == 303
        assert self.second() == 303

    def board(self) -> None:
        """Everybody but W02 commits; the board is closed."""
        self.convened()
        for party in ("A1", "N1", "W01"):
            value = commitment(self.room.service.frozen().notice_hash, party, room.secret(party))
            assert self.act(Role.OPERATOR, "commit", party=party, commitment=value) == 303
        assert self.act(Role.OPERATOR, "board", confirm=room.SESSION) == 303

    def dice(self) -> None:
        """Reveals closed; the dice are thrown next."""
        self.board()
        assert self.act(Role.OPERATOR, "reveal-open") == 303
        assert self.act(Role.OPERATOR, "reveal", party="W01", secret=room.secret("W01")) == 303
        assert self.act(Role.OPERATOR, "reveal-close") == 303

    def envelopes(self) -> None:
        """Dice confirmed; the envelopes are opened next."""
        self.dice()
        assert self.act(Role.OPERATOR, "dice-operator", digits=room.DICE) == 303
        assert self.act(Role.CHECKER, "dice-checker", digits=room.DICE) == 303
        assert self.act(Role.NOTARY, "dice-confirm", confirm=room.SESSION) == 303

    def finished(self) -> None:
        """To the signed result."""
        self.envelopes()
        assert self.act(Role.NOTARY, "envelopes", confirm=room.SESSION) == 303
        for party in ("A1", "N1"):
            assert self.act(Role.OPERATOR, "paper", party=party, secret=room.secret(party)) == 303
        assert self.act(Role.OPERATOR, "finish") == 303
