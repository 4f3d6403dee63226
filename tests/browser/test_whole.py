"""A whole live ceremony with everybody at once, and a hand in it: reloads, kill -9 and restart, a frozen projector, a late joiner.

The ceremony is that of scripts/storyboard, which has no hand in it and takes the pictures.
"""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import room
from playwright.sync_api import Browser, Page
from proxy import FreezingProxy

from draw.edges import folder
from draw.hashing import digest
from draw.verify import verify
from draw.words import pair

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 12  # of the reveals


def _storyboard() -> ModuleType:
    loader = SourceFileLoader("storyboard", str(ROOT / "scripts" / "storyboard"))
    spec = spec_from_loader("storyboard", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def storyboard() -> ModuleType:
    """The play of scripts/storyboard."""
    return _storyboard()


def sample(folder_: Path) -> Path:
    """The small session as a folder of files to hand in: live, with a short deadline."""
    folder_.mkdir()
    sheet = room.SHEET.replace("REVEAL", str(SECONDS)).replace('mode = "rehearsal"', 'mode = "live"')
    (folder_ / "session.toml").write_text(sheet, encoding="utf-8")
    (folder_ / "roster.csv").write_text(room.roster(), encoding="utf-8")
    return folder_


class Hand:
    """What happens to this ceremony between its steps, and what everybody must see all the same."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.proxy: FreezingProxy | None = None

    def __call__(self, hall: Any, step: str) -> None:
        act = getattr(self, step.replace("-", "_"), None)
        if act is not None:
            act(hall)
            self.done.append(step)

    def started(self, hall: Any) -> None:
        """The projector reaches the server through a line that can freeze."""
        self.proxy = FreezingProxy(int(hall.server.ports[0]))
        hall.hall_url = f"http://127.0.0.1:{self.proxy.port}/hall"

    def convened(self, hall: Any) -> None:
        """The projector's page is loaded again in the middle of it."""
        before = foot(hall.page("projector"))
        hall.page("projector").reload()
        hall.page("projector").wait_for_function("() => document.getElementById('foot').textContent")
        assert foot(hall.page("projector")) == before

    def all_committed(self, hall: Any) -> None:
        """kill -9 while the board is open: the same head after the restart, witnesses come back by themselves."""
        before = ledger(hall)
        hall.server.kill()
        hall.server.start()
        for who in ("operator", "checker", "notary", "notary2", "discipline", "host"):
            hall.log_in(who)
        hall.page("W01").wait_for_timeout(6000)
        assert ledger(hall) == before + 1  # the restart itself is in the minutes

    def board_closed(self, hall: Any) -> None:
        """The projector's network freezes; it says so and since when."""
        assert self.proxy is not None
        self.proxy.freeze()
        hall.page("projector").wait_for_selector(".band.stale", timeout=15_000)

    def absent(self, hall: Any) -> None:
        """The network is back: everything missed is there, nothing is marked stale."""
        assert self.proxy is not None
        self.proxy.heal()
        page = hall.page("projector")
        page.wait_for_selector(".band.stale", state="detached", timeout=15_000)
        assert "W02" in page.inner_text("#scene")

    def dice_confirmed(self, hall: Any) -> None:
        """kill -9 after the dice: no secret is asked again, nothing is thrown again."""
        shown = hall.page("projector").inner_text("#scene")
        hall.server.kill()
        hall.server.start()
        for who in ("operator", "checker", "notary", "host"):
            hall.log_in(who)
        hall.page("projector").wait_for_selector(".band.wait", timeout=20_000)
        again = hall.page("projector").inner_text("#scene")
        assert [c for c in shown if c.isdigit()] == [c for c in again if c.isdigit()]

    def result(self, hall: Any) -> None:
        """Somebody opens the projector page late and sees all of it."""
        late = hall.browser.new_context(viewport={"width": 1024, "height": 768}).new_page()
        late.goto(hall.server.hall)
        late.wait_for_function("() => document.getElementById('foot').textContent")
        assert foot(late).split()[0] == foot(hall.page("projector")).split()[0]
        assert late.inner_text("#scene h1") == hall.page("projector").inner_text("#scene h1")
        late.context.close()


    def two_machines(self, hall: Any) -> None:
        """The notary's own machine has recomputed all of it, and the hall sees that both agree."""
        scene = hall.page("projector").inner_text("#scene")
        assert "公证处电脑" in scene and pair("hall.second")[0] in scene


def foot(page: Page) -> str:
    """What the footer says."""
    return page.inner_text("#foot")


def ledger(hall: Any) -> int:
    """How many lines the minutes have, as the projector's state tells."""
    found: int = hall.page("operator").evaluate("async () => (await (await fetch('/state.json')).json()).n")
    return found


def test_a_whole_live_ceremony_with_everybody_at_once(tmp_path: Path, browser: Browser, storyboard: ModuleType) -> None:
    """From an empty folder to the record: two verifiable halves of the show, one witness absent, two kills, one freeze."""
    work = tmp_path / "session"
    work.mkdir()
    server = storyboard.Server(work)
    hand = Hand()
    hall = storyboard.Hall(server=server, browser=browser, shot=lambda name, page: None, hook=hand)
    try:
        storyboard.play(hall, sample(tmp_path / "sample"), frames=6)
    finally:
        server.stop()
        if hand.proxy is not None:
            hand.proxy.__exit__(None, None, None)
        for page in hall.pages.values():
            page.context.close()
    assert hand.done == [
        "started", "convened", "all-committed", "board-closed", "absent", "dice-confirmed", "result", "two-machines",
    ]  # fmt: skip
    files, odd = folder.read_record(work / "public")
    own = [digest(files[name]) for name in ("notice.json", "statement.txt")]
    report = verify(files, odd, notice_hash=own[0], statement_hash=own[1])
    assert report.verdict == "match"
    assert b"W02 absent" in files["seed.txt"] and b"W01 absent" not in files["seed.txt"]
    assert b'"mode":"live"' in files["notice.json"]
