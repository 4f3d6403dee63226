"""A small session for the pages: its names, ids and secrets are canaries that no answer may carry too early."""

import atexit
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient

from draw.edges.ambient import Ambient, stamp
from draw.edges.session import Session
from draw.hashing import commitment, digest
from web.app import create_ceremony_app
from web.config import Config
from web.feed import Feed
from web.login import Logins
from web.service import Service

PASSPHRASE = "pages-passphrase"
SESSION = "pages-2026"
DICE = "3141592653"
ORIGIN = {"Origin": "http://127.0.0.1:1", "Host": "127.0.0.1:1"}
NAMES = tuple(f"阚{a}{b}" for a in "鸢鹭鹂" for b in "樾檀槿楠")  # whole names are canaries; masked they are 阚**


def identity(n: int) -> str:
    """An identity number with its check digit (GB 11643)."""
    body = f"14010620140718{n:03}"
    total = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(body))
    return body + "10X98765432"[total % 11]


IDS = tuple(identity(n) for n in range(1, 13))

SHEET = f"""\
format = "sheet1"
corrections = "SIGNED_LIST"
blocks = "none"
carry = "none"
outside = []
eligibility = []
attributes = [
  {{ name = "school", label = "报名学校", column = "报名学校", values = "schools" }},
]
[session]
id = "{SESSION}"
mode = "rehearsal"
title = "2026年示例区初中招生电脑随机派位"
authority = "示例区教育局"
scheduled = "2026-07-18T09:00:00+08:00"
rehearsals = 0
after = []
dice = "d10x10"
beacon = "none"
min_open = 1
reveal_seconds = REVEAL
[[parties]]
id = "A1"
name = "示例区教育局"
phase = "sealed"
[[parties]]
id = "N1"
name = "示例市公证处"
phase = "sealed"
[[parties]]
id = "W01"
name = "家长代表"
phase = "open"
[[parties]]
id = "W02"
name = "媒体代表"
phase = "open"
[[schools]]
code = "S1"
name = "示例第一中学"
places = 5
approved_extra = 0
approved_document = "none"
last_place = "SKIP"
vacancies = "RANKED"
[[schools]]
code = "S2"
name = "示例第二中学"
places = 9
approved_extra = 0
approved_document = "none"
last_place = "STOP"
vacancies = "NONE"
[bundles]
mixed = "REFUSE"
mixed_attribute = "none"
member_removed = "DISSOLVE"
[[draws]]
id = "s1"
kind = "admission"
title = "第一中学"
follows = []
school = "S1"
quota = "none"
who = {{ school = ["S1"] }}
[[draws]]
id = "s2"
kind = "admission"
title = "第二中学"
follows = []
school = "S2"
quota = "none"
who = {{ school = ["S2"] }}
[lists]
[after_draw]
reply_days = 0
list_until = "none"
bundle_at_head = "PASS_OVER"
member_struck = "REST_STAY"
no_show = "FORFEIT"
report_by = "none"
leave_days = 0
priority = "none"
[hall]
present = {{ NOTARY = 1, PARENT = 2 }}
group = 3
quorum = 2
[show]
names = "masked"
page = 3
singly = 2
"""


def roster() -> str:
    """Ten children for five places, four of them twins; two children for nine places."""
    rows = ["报名号,姓名,证件号,报名学校,捆绑组,剔除原因,同意拆分"]
    for n, (name, number) in enumerate(zip(NAMES, IDS, strict=True), 1):
        school, group = ("S2" if n > 10 else "S1"), {1: "g1", 2: "g1", 5: "g2", 6: "g2"}.get(n, "")
        rows.append(f"{1000 + n},{name},{number},{school},{group},,")
    return "\n".join(rows) + "\n"


def ambient(seconds: list[int] | None = None) -> Ambient:
    """A clock that stands still until a test moves it; entropy that is the same every time."""
    base = seconds if seconds is not None else [1784336400]
    return Ambient(
        now=lambda n: stamp(base[0]),
        entropy=lambda label, size: (bytes.fromhex(digest(f"pages:{label}".encode())) * 4)[:size],
        test=True,
    )


def secret(party: str) -> str:
    """A party's secret; a canary too."""
    return digest(f"canary secret of {party}".encode())


@cache
def _frozen(reveal: int) -> Path:
    """A frozen session that is only copied: freezing takes most of a test's time (keys)."""
    kept = TemporaryDirectory(prefix="draw-room-")
    atexit.register(kept.cleanup)
    folder = Path(kept.name) / "s"
    folder.mkdir()
    (folder / "session.toml").write_text(SHEET.replace("REVEAL", str(reveal)), encoding="utf-8")
    (folder / "roster.csv").write_text(roster(), encoding="utf-8")
    Session.create(folder, PASSPHRASE, ambient()).freeze()
    return folder


def freeze(folder: Path, *, reveal: int = 0, seconds: list[int] | None = None) -> Session:
    """The session, frozen, in a folder of its own."""
    shutil.copytree(_frozen(reveal), folder)
    return Session.open(folder, PASSPHRASE, ambient(seconds))


def board_of(session: Session) -> None:
    """Everybody commits and the board is closed."""
    for party in session.state.the_notice().parties:
        session.commit(party.id, commitment(session.state.notice_hash, party.id, secret(party.id)))
    session.close_board()


def to_dice(session: Session) -> None:
    """Up to the point where dice are thrown; W02 stays away."""
    board_of(session)
    session.reveal("W01", secret("W01"))
    session.close_reveal()


def to_seed(session: Session) -> None:
    """Dice, envelopes, seed."""
    to_dice(session)
    for role in ("operator", "checker"):
        session.type_dice(role, DICE)
    session.confirm_dice()
    session.open_envelopes()
    for party in ("A1", "N1"):
        session.open_paper(party, secret(party))


def hold(session: Session) -> None:
    """The whole ceremony, to the signed result."""
    to_seed(session)
    session.finish()


class Room:
    """The ceremony side over a session, without a server."""

    def __init__(self, session: Session, public: Callable[[], bool] = lambda: True) -> None:
        self.session = session
        self.service = Service(session)
        self.feed = Feed(self.service, most=3, heartbeat=0.05)
        self.codes: list[str] = []
        self.logins = Logins(self.codes.append)
        config = Config(
            service=self.service,
            feed=self.feed,
            logins=self.logins,
            people=session.people,
            secret=b"s" * 32,
            hosts=frozenset({"127.0.0.1", "localhost"}),
            public_url="http://127.0.0.1:2/",
            public_alive=public,
            write_sheets=False,
        )
        self.app: Flask = create_ceremony_app(config)
        self.client: FlaskClient = self.app.test_client()

    def login(self) -> None:
        """Use the code of the moment."""
        answer = self.client.post("/login", data={"code": self.logins.code}, headers=ORIGIN)
        assert answer.status_code == 303, answer.status_code

    def token(self) -> str:
        """The form token of the login."""
        with self.client.session_transaction(base_url="http://127.0.0.1:1") as cookie:
            return self.logins.token(cookie["login"])

    def form(self, **more: str) -> dict[str, str]:
        """A form made for the present moment."""
        self.feed.poke()
        here = self.service.position
        return {"token": self.token(), "attempt": str(here.attempt), "expected": str(here.event), **more}

    def act(self, name: str, /, **more: str) -> int:
        """Do one act at the desk. -> status."""
        return self.client.post(f"/act/{name}", data=self.form(**more), headers=ORIGIN).status_code

    def screen(self, name: str, **more: str) -> int:
        """Do one screen act. -> status."""
        head = {**ORIGIN, "Accept": "application/json"}
        return self.client.post(f"/screen/{name}", data=self.form(**more), headers=head).status_code

    def get(self, path: str, **head: str) -> bytes:
        """The body of a page."""
        return self.client.get(path, headers={**ORIGIN, **head}).data

    def state(self) -> dict[str, object]:
        """The state of the projector as it is now."""
        self.feed.poke()
        answer = self.client.get("/state.json", headers=ORIGIN).json
        assert isinstance(answer, dict)
        return answer


@contextmanager
def listening(room: Room, since: int = 0, attempt: int = 1) -> Iterator[Callable[[int], list[dict[str, str]]]]:
    """A stream whose next events are read by calling the result with how many are wanted."""
    stream = room.feed.listen(since, attempt, lambda: False)

    def take(count: int) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        while len(found) < count:
            fields = dict(line.split(": ", 1) for line in next(stream).decode().strip().split("\n"))
            if "event" in fields:
                found.append(fields)
        return found

    try:
        yield take
    finally:
        stream.close()  # type: ignore[attr-defined]
