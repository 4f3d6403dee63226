"""axe-core finds nothing on any page: every scene of the projector, every page of the ceremony side, the phone's page.

Pages of the ceremony side are taken from the app's own table of routes, so that a new one is looked at without being named here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gallery
import pytest
import room
import simulator
from axe import violations
from phones import put as publish
from phones import serving
from playwright.sync_api import Browser, Page, Route
from stage_door import open_hall, put

from draw.edges.session import Session

States = list[tuple[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def scenes() -> States:
    """One state a scene and a kind of page of the show."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for name, state in gallery.everything():
        found[f"{state['scene']}-{state['view'].get('kind')}"] = (name, state)
    return list(found.values())


@pytest.mark.parametrize(
    ("order", "theme"), [("zh-en", "light"), ("en-zh", "dark"), ("zh-en", "dark"), ("en-zh", "light")]
)
def test_every_scene_of_the_projector(browser: Browser, scenes: States, tmp_path: Path, order: str, theme: str) -> None:
    """Both orders of languages, both themes."""
    page = open_hall(browser, room.Room(room.freeze(tmp_path / "s")))
    wrong = {}
    for n, (name, state) in enumerate(scenes):
        if (n + (order == "zh-en")) % 2 == (theme == "light"):
            continue  # each scene in two of the four combinations: both orders and both themes
        state["screen"] |= {"order": order, "theme": theme}
        put(page, state)
        if found := violations(page):
            wrong[name] = found
    assert wrong == {}
    page.context.close()


def _draft(folder: Path) -> Session:
    folder.mkdir()
    (folder / "session.toml").write_text(room.SHEET.replace("REVEAL", "0"), encoding="utf-8")
    (folder / "roster.csv").write_text(room.roster(), encoding="utf-8")
    return Session.create(folder, room.PASSPHRASE, room.ambient())


def _board(folder: Path) -> Session:
    session = room.freeze(folder)
    session.sign_in("PARENT", "钱甲")
    session.check_item("SEAL")
    room.board_of(session)
    return session


def _done(folder: Path) -> Session:
    session = room.freeze(folder)
    room.hold(session)
    return session


STAGES: dict[str, Callable[[Path], Session]] = {"draft": _draft, "board": _board, "done": _done}
NO_PAGES = {"hall.events", "hall.page"}  # a stream; and the projector, whose scenes are above


def pages_of(place: room.Room) -> Iterator[str]:
    """Every address that a GET without arguments answers."""
    for rule in place.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint not in NO_PAGES:
            yield str(rule)


def open_page(browser: Browser, place: room.Room, scheme: str) -> Page:
    """A page of the ceremony side that the app's test client serves."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()

    def serve(route: Route) -> None:
        path = route.request.url.split("/", 3)[3]
        if path.startswith("events"):
            route.abort()
            return
        answer = place.client.get(f"/{path}", headers=room.ORIGIN, buffered=True)
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    page.route("**/*", serve)
    return page


@pytest.mark.parametrize(("stage", "scheme"), [("draft", "light"), ("board", "dark"), ("done", "light")])
def test_every_page_of_the_ceremony_side(browser: Browser, tmp_path: Path, stage: str, scheme: str) -> None:
    """With the operator of a rehearsal at the desk, who may open every page of the staff; and for a stranger."""
    place = room.Room(STAGES[stage](tmp_path / "s"))
    wrong: dict[str, list[str]] = {}
    seen = []
    for who in ("stranger", "operator") if stage == "board" else ("operator",):
        if who == "operator":
            place.login()
        page = open_page(browser, place, scheme)
        for path in pages_of(place):
            answer = place.client.get(path, headers=room.ORIGIN, buffered=True)
            if answer.mimetype != "text/html" or answer.status_code != 200 or "Content-Disposition" in answer.headers:
                continue
            page.goto(f"http://127.0.0.1:1{path}")
            seen.append(path)
            if found := violations(page):
                wrong[f"{who} {path}"] = found
        page.context.close()
    assert wrong == {}
    assert {"/", "/screen"} <= set(seen) and (stage != "board" or "/login" in seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_phone(browser: Browser, tmp_path: Path, scheme: str) -> None:
    """Without a record, with one, and at a child's code."""
    folder = tmp_path / "record"
    folder.mkdir()
    record = simulator.record()
    code = record["results.csv"].decode().splitlines()[1].split(",")[0]
    with serving(folder) as served:
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
        )  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(served.url)
        assert violations(page) == []
        publish(folder, record)
        page.wait_for_timeout(1300)
        for address in (served.url, f"{served.url}#{code}", f"{served.url}files"):
            page.goto("about:blank")
            page.goto(address)
            page.wait_for_load_state("networkidle")
            assert violations(page) == [], address
        context.close()
