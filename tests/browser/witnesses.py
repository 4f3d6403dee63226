"""A ceremony that a test drives, and the phones of its witnesses: what the tests of the stations share."""

import io
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

import room
import zxingcpp
from axe import violations
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Request, expect

from draw.edges.ambient import Ambient, stamp
from draw.edges.session import Session
from draw.hashing import commitment, digest
from web.serve import Running

START = 1784336400
OTHERS = ("A1", "N1", "W02")
PHONE = {"width": 360, "height": 740}
SIZES = ((320, 480), (360, 740), (1024, 768))
# What no station may do at any size: scroll sideways, show two headings, offer a target that a thumb misses.
FIT = """() => {
  const small = [...document.querySelectorAll("button, input, textarea, summary")]
    .filter((n) => n.offsetParent && n.getBoundingClientRect().height < 48).map((n) => n.outerHTML);
  const latin = [...document.querySelectorAll("main .en")].filter((n) => n.lang !== "en").length;
  return { wide: document.documentElement.scrollWidth > innerWidth, heads: document.querySelectorAll("h1").length, small, latin };
}"""
# The contrast of every piece of text with what is behind it (WCAG 1.4.6); the seal is a logotype.
CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (n) => {
    for (; n; n = n.parentElement) {
      const c = rgb(getComputedStyle(n).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const n of document.querySelectorAll("body *")) {
    const text = [...n.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
    if (!text || !n.offsetParent || n.closest("svg, .sr, .seal, script")) continue;
    const [a, b] = [light(rgb(getComputedStyle(n).color)), light(behind(n))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 7) bad.push(`${ratio.toFixed(1)} ${n.textContent.trim().slice(0, 30)}`);
  }
  return bad;
}"""


def ticking() -> Ambient:
    """A clock that runs from the day of the freeze, so that the reveal's time really passes."""
    began = time.monotonic()
    still = room.ambient()
    return Ambient(now=lambda n: stamp(START + int(time.monotonic() - began)), entropy=still.entropy, test=False)


class Hall:
    """A running ceremony that the test drives through a session of its own, as the desk would."""

    def __init__(self, session: Session, running: Running) -> None:
        self.session, self.running = session, running

    @property
    def notice(self) -> str:
        """The notice hash."""
        return self.session.state.notice_hash

    def address(self, party: str, code: str = "") -> str:
        """The address of a station; with a code, that of its card."""
        return f"{self.running.desk_url}w/{party}" + (f"#{code}" if code else "")

    def do(self, name: str, *given: Any) -> Any:
        """An act of the session, after taking in what the stations recorded."""
        self.session.reload()
        return getattr(self.session, name)(*given)

    def commit(self, *parties: str) -> None:
        """Parties that are not in this test's hands commit."""
        for party in parties:
            self.do("commit", party, commitment(self.notice, party, room.secret(party)))

    def board(self, *parties: str) -> str:
        """The others commit and the board is closed. -> its hash."""
        self.commit(*(parties or OTHERS))
        value: str = self.do("close_board")
        return value

    def seed(self) -> str:
        """Dice and envelopes. -> the seed."""
        for role in ("operator", "checker"):
            self.do("type_dice", role, room.DICE)
        self.do("confirm_dice")
        self.do("open_envelopes")
        for party in ("A1", "N1"):
            self.do("open_paper", party, room.secret(party))
        self.session.reload()
        return self.session.state.seed

    def of(self, party: str) -> tuple[str, str]:
        """(commitment, secret) on record, "" where there is none yet."""
        self.session.reload()
        state = self.session.state
        return state.commitments.get(party, ""), state.reveals.get(party, "")

    def lines(self, kind: str) -> list[str]:
        """By whom the lines of a kind are."""
        self.session.reload()
        return [line.by for line in self.session.lines if line.kind == kind]


@contextmanager
def ceremony(folder: Path, *, reveal: int = 0, clock: Callable[[], Ambient] = ticking) -> Iterator[Hall]:
    """Both sides of a frozen rehearsal, running."""
    room.freeze(folder, reveal=reveal)
    session = Session.open(folder, room.PASSPHRASE, clock())
    with Running(session, port=0, public_port=0) as running:
        yield Hall(copy(session), running)


class Phone:
    """A person's own browser; its scripts may not fail and its policy may not be broken."""

    def __init__(
        self, browser: Browser, hall: Hall, party: str = "W01", *, context: BrowserContext | None = None
    ) -> None:
        self.hall, self.party = hall, party
        self.context = context or browser.new_context(viewport=PHONE, accept_downloads=True)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.sent: list[Request] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if "Content Security Policy" in m.text else None)
        self.page.on("request", lambda request: self.sent.append(request))

    def open(self, code: str = "") -> "Phone":
        """Open the station."""
        self.page.goto(self.hall.address(self.party, code))
        return self

    def at(self, screen: str, *, seconds: int = 30) -> None:
        """Wait until the station shows this screen."""
        expect(self.page.locator(f'#screen[data-screen="{screen}"]')).to_be_visible(timeout=seconds * 1000)

    def press(self) -> None:
        """The one main button."""
        self.page.locator("#screen button.main").click()

    def begin(self) -> None:
        """Through the first two screens."""
        self.at("welcome")
        self.press()
        self.at("compare")
        self.press()
        self.at("make")

    def make(self) -> str:
        """Make the secret and hand in the commitment, keep the receipt. -> the secret."""
        self.begin()
        self.press()
        self.at("receipt")
        value = self.shown()
        self.press()
        self.at("wait")
        return value

    def shown(self) -> str:
        """The 64 digits on the receipt's screen."""
        return "".join(self.page.locator("#screen .digits span").all_inner_texts())

    def kept(self) -> list[str]:
        """The secrets in this browser's storage."""
        found: list[str] = self.page.evaluate(
            "() => Object.keys(localStorage).filter((k) => k.includes(':secret:')).map((k) => localStorage.getItem(k))"
        )
        return found

    def type(self, text: str) -> None:
        """Type into the field for 64 digits, and press."""
        self.page.fill("#typed", text)
        self.press()

    def text(self) -> str:
        """What the screen says."""
        return self.page.locator("#screen").inner_text()

    def posts(self, what: str) -> list[str]:
        """The bodies of what was handed in."""
        return [r.post_data or "" for r in self.sent if r.method == "POST" and r.url.endswith(f"/{what}")]


def fits(phone: Phone, folder: Path, name: str) -> None:
    """The screen is whole at every size, in both themes, with enough contrast, and axe-core finds nothing; pictures are kept."""
    for theme in ("", "dark"):
        phone.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        for width, height in SIZES:
            phone.page.set_viewport_size({"width": width, "height": height})
            found = phone.page.evaluate(FIT)
            assert found == {"wide": False, "heads": 1, "small": [], "latin": 0}, (name, width, theme)
            if (width > 1000) == bool(theme):  # a phone by day, a tablet in the dark
                phone.page.screenshot(path=folder / f"{name}-{width}{theme}.png", full_page=True)
        assert phone.page.evaluate(CONTRAST) == [], (name, theme)
        assert violations(phone.page) == [], (name, theme)
    phone.page.evaluate("() => { document.documentElement.dataset.theme = ''; }")
    phone.page.set_viewport_size(PHONE)


def read_codes(pdf: Path, page: int) -> list[str]:
    """The QR codes that a reader finds on a page of a PDF at 150 dots an inch."""
    command = ["pdftoppm", "-r", "150", "-f", str(page), "-l", str(page), "-gray", str(pdf)]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(data)))]


def lie(phone: Phone, change: Callable[[dict[str, Any]], None]) -> None:
    """From now on the station is told a changed state."""

    def answer(route: Any) -> None:
        real = route.fetch()
        if real.status != 200:
            route.fulfill(response=real)
            return
        state = real.json()
        change(state)
        route.fulfill(response=real, json=state)

    phone.page.route(re.compile(r"/state\?"), answer)
    phone.page.reload()


def tampered(kind: str) -> Callable[[dict[str, Any]], None]:
    """A board that is wrong in one way."""

    def change(state: dict[str, Any]) -> None:
        board = state["board"]
        if kind == "line":
            board["text"] = board["text"].replace(state["commitment"], "0" * 64)
        elif kind == "absent":
            board["text"] = board["text"].replace(f"W01 {state['commitment']}", "W01 absent")
        elif kind == "twice":
            board["text"] += f"W01 {'0' * 64}\n"
        elif kind == "notice":
            board["text"] = board["text"].replace(state["notice"], "0" * 64)
        if kind == "hash":
            board["hash"] = "0" * 64
        else:
            board["hash"] = digest(board["text"].encode())
        if kind == "record":
            state["commitment"] = "0" * 64
            board["text"] = board["text"].replace(state["commitment"], "0" * 64)

    return change
