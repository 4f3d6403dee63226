"""Every scene of the projector as a state, from real sessions with the longest words that a rule sheet may have: a school of 40
characters, a title of 60, parties of 30, a name of 30 characters with a dot, a rare character. For browser tests of the page.
"""

import atexit
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any, Final

import district
import room

from draw import results
from draw.edges.session import Session
from draw.hashing import digest
from draw.rules import LastPlace
from web.order import CARD, OUTSIDE
from web.screen import Screen, save
from web.service import Service
from web.show import Show
from web.view import build, views

LONG_SCHOOL = "示例自治州第一民族实验学校教育集团东湖高新区未来科技城南校区初中部九年一贯制校区二部"[:40]
LONG_TITLE = (
    "二〇二六年示例自治州示例高新技术产业开发区义务教育阶段公办初中新生入学电脑随机派位暨多胞胎子女捆绑派位第二批次补录"
)
LONG_PARTY = "示例自治州人民代表大会常务委员会教育科学文化卫生工作委员会代表"[:30]
LONG_NAME = "阿卜杜热合曼·阿不力克木托合提肉孜·买买提吐尔逊江阿布都拉尼亚孜"[:30]
RARE_NAME = "𬎆小梅"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a second machine says."""

    machine: str
    program: str
    step: str
    value: str
    agrees: bool


class Gallery:
    """Collects states; each is what a projector gets, with a start of its own, so that a page takes them in any order."""

    def __init__(self, name: str, session: Session) -> None:
        self.name = name
        self.session = session
        self.service = Service(session)
        self.service.public_url = "http://draw.example.edu.cn:8001/"
        self.found: list[tuple[str, dict[str, Any]]] = []

    def take(self, name: str) -> None:
        """The state of this moment."""
        with self.service.reading():
            state = build(self.service)
        value = state | {"v": f"{self.name}{len(self.found)}.0"}
        self.found.append((f"{self.name}-{name}", json.loads(json.dumps(value))))

    def look(self, view: str, name: str = "") -> None:
        """The state while the hall looks at a view."""
        self.service.display.looking = view
        self.take(name or view.replace(":", "-"))
        self.service.display.looking = ""

    def show(self) -> None:
        """Every page of the show."""
        with self.service.reading():
            show = self.service.show()
        assert show is not None
        for n, frame in enumerate(show.frames, 1):
            with self.service.reading():
                assert self.service.advance()
            self.take(f"show{n:02}-{frame.kind}")


def _long(folder: Path) -> Session:
    """The small session with the longest words, eight open parties, the rare name and the long one."""
    folder.mkdir(parents=True)
    sheet = (
        room.SHEET.replace("REVEAL", "0")
        .replace("示例第一中学", LONG_SCHOOL)
        .replace('title = "第一中学"', f'title = "{LONG_SCHOOL}"')
    )
    sheet = sheet.replace("2026年示例区初中招生电脑随机派位", LONG_TITLE).replace('"家长代表"', f'"{LONG_PARTY}"')
    more = "".join(
        f'[[parties]]\nid = "W{n:02}"\nname = "{"家长代表" if n % 2 else LONG_PARTY}{n}"\nphase = "open"\n'
        for n in range(3, 9)
    )
    sheet = sheet.replace("[[schools]]", f"{more}[[schools]]", 1)
    roster = room.roster().replace(room.NAMES[0], LONG_NAME).replace(room.NAMES[1], RARE_NAME)
    (folder / "session.toml").write_text(sheet, encoding="utf-8")
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    session = Session.create(folder, room.PASSPHRASE, room.ambient())
    session.freeze()
    return session


def small(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """A whole ceremony with the longest words: all scenes of all steps."""
    session = _long(folder)
    look = Gallery("long", session)
    for view in (*views(look.service), CARD):
        look.look(view)
    for n, kind in enumerate(
        ("OPERATOR", "NOTARY", "NOTARY", "PARENT", "DEPUTY", "CPPCC", "MEDIA", "SCHOOL", "EXPERT", "DISCIPLINE")
    ):
        session.sign_in(kind, f"张三{'甲乙丙丁戊己庚辛壬癸'[n]}")
    look.take("cast-some")
    for kind, name in (("CHECKER", "李四"), ("PARENT", "王五"), ("HOST", "赵六"), ("DECISION", "钱七")):
        session.sign_in(kind, name)
    look.take("cast-all")
    for item in ("SEAL", "OFFLINE"):
        session.check_item(item)
    look.take("checks-two")
    session.spot(look.service.frozen().pool.applicants[0])
    look.take("spot")
    session.convene()
    look.take("board-none")
    parties = session.state.the_notice().parties
    for party in parties[:-1]:
        value = digest(f"commit1:{session.state.notice_hash}:{party.id}:{room.secret(party.id)}".encode())
        session.commit(party.id, value)
    look.take("board-filling")
    session.rule("PAUSE", "POWER", ["D1", "D2"])
    look.take("paused")
    look.service.display.card = "machine"
    look.take("paused-card")
    session.rule("CONTINUE", "POWER", ["D1", "D2"])
    look.take("ruling")
    session.close_board()
    look.take("board-closed")
    session.open_reveal()
    for party in parties[2:-2]:
        session.reveal(party.id, room.secret(party.id))
    look.take("reveals-open")
    session.close_reveal()
    look.take("dice-none")
    look.look("reveals:0", "reveals-closed")
    for role in ("operator", "checker"):
        session.type_dice(role, room.DICE)
    look.take("dice-asked")
    session.confirm_dice()
    look.take("envelopes-closed")
    look.look("dice:0", "dice-confirmed")
    session.open_envelopes()
    session.open_paper("A1", room.secret("A1"))
    look.take("envelopes-one")
    session.open_paper("N1", room.secret("N1"))
    look.take("seed")
    session.finish()
    look.take("result")
    look.look(OUTSIDE[1], "incident-none")
    for agrees in (True, False):
        report = Report(
            machine="公证处笔记本" * 4, program=digest(b"p"), step="result", value=digest(b"%d" % agrees), agrees=agrees
        )
        look.service._session.second_reports = lambda one=report: [one]  # type: ignore[attr-defined]
        look.look("second:0", f"second-{'agree' if agrees else 'differ'}")
    del look.service._session.second_reports  # type: ignore[attr-defined]
    look.show()
    for code in look.service.frozen().pool.applicants[:3]:
        look.service.display.look_up(code)
    look.look("lookup:0")
    look.look("verify:0")
    yield from look.found


def void(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """An attempt that ends without a result."""
    session = room.freeze(folder)
    look = Gallery("void", session)
    session.convene()
    session.rule("VOID", "PROCEDURE", ["D1", "D2"])
    look.take("must")
    session.void()
    look.take("void")
    yield from look.found


@cache
def _frozen_kinds() -> Path:
    kept = TemporaryDirectory(prefix="draw-kinds-")
    atexit.register(kept.cleanup)
    folder = Path(kept.name) / "s"
    folder.mkdir()
    sheet = district._sheet().replace("REVEAL", "0").replace(district.SCHOOLS["S5"][0], LONG_SCHOOL)
    (folder / "session.toml").write_text(sheet, encoding="utf-8")
    (folder / "roster.csv").write_text(district.roster(), encoding="utf-8")
    session = Session.create(folder, room.PASSPHRASE, room.ambient())
    session.freeze()
    room.hold(session)
    return folder


def kinds(folder: Path, settings: Screen | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of draw, with a school of 40 characters among them."""
    copytree(_frozen_kinds(), folder)
    session = Session.open(folder, room.PASSPHRASE, room.ambient())
    if settings is not None:
        save(session, settings)
    look = Gallery("kinds", session)
    for view in views(look.service):
        if view.startswith(("title", "cast", "checks", "pool", "rules")):
            look.look(view)
    look.show()
    yield from look.found


TOLD: Final = frozenset(
    {
        ("admission", "BUNDLE_SKIPPED"), ("admission", "BUNDLE_OVERFLOW"), ("admission", "BUNDLE_GROW"),
        ("admission", "SPLIT_OUT"), ("admission", "BUNDLE_STOPPED"), ("shortlist", "BUNDLE_WHOLE"),
        ("preferences", "SPLIT_OUT"), ("preferences", "BUNDLE_HELD"), ("preferences", "MOVED"),
        ("nearest", "SPLIT_OUT"),
    }
)  # fmt: skip


def met(base: dict[str, Any], folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """A page for every rule of a bundle that meets the last place, in every form of draw: found by trying seeds. `base`: a state
    of the show that the pages are put into."""
    _, rules, pool = Session.open(copytree(_frozen_kinds(), folder), room.PASSPHRASE, room.ambient()).frozen()
    seen: set[tuple[str, str]] = set()
    for last in (LastPlace.SKIP, LastPlace.OVERFLOW, LastPlace.GROW, LastPlace.SPLIT, LastPlace.STOP):
        schools = tuple(
            s if s.last_place is LastPlace.NONE else replace(s, last_place=last, approved_extra=9)
            for s in rules.schools
        )
        changed = replace(rules, schools=schools)
        for n in range(120):
            seed = digest(b"met %d" % n)
            outputs = digest(results.compute(pool, changed, seed)["outputs.txt"])
            show = Show(pool, changed, seed, outputs, dict.fromkeys(pool.applicants, "欧阳**"))
            for at, frame in enumerate(show.frames):
                page = show.page(at) if frame.kind == "tiles" else {"notes": []}
                for tile in page["tiles"][page["new"] :] if page["notes"] else ():
                    key = (str(page["form"]), str(tile["reason"]))
                    if tile["told"] and key not in seen:
                        seen.add(key)
                        yield f"met-{'-'.join(key)}", base | {"view": page, "v": f"met{len(seen)}.0"}
            if seen >= TOLD:
                return
    assert seen >= TOLD, TOLD - seen


@cache
def _everything() -> str:
    with TemporaryDirectory(prefix="draw-gallery-") as kept:
        folder = Path(kept)
        found = [*small(folder / "long"), *void(folder / "void"), *kinds(folder / "kinds")]
        base = next(
            state for name, state in found if name.startswith("kinds-show") and state["view"]["kind"] == "tiles"
        )
        return json.dumps([*found, *met(base, folder / "met")])


def everything() -> list[tuple[str, dict[str, Any]]]:
    """All of it, made once a run; every caller gets states of its own."""
    return [(name, state) for name, state in json.loads(_everything())]
