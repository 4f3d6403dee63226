"""The handbook and the look-up slip on paper, and on a phone: pages that fit, nothing cut off."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
import room
from axe import violations
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from werkzeug.serving import make_server

from web.handbook import CARDS, PAGES

A4 = (595, 842)
A5 = (420, 595)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[room.Room, str]]:
    """The ceremony side with a signed result, served; and its address."""
    session = room.freeze(tmp_path / "s")
    room.hold(session)
    made = room.Room(session)
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield made, f"http://127.0.0.1:{server.port}"
    server.shutdown()


def printed(page: Page) -> PdfReader:
    """The page as paper."""
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))


def size(reader: PdfReader) -> tuple[int, int]:
    """Of the first page, in points."""
    box = reader.pages[0].mediabox
    return round(float(box.width)), round(float(box.height))


def test_the_handbook_prints_on_a4(page: Page, place: tuple[room.Room, str]) -> None:
    """One page for parents, one for witnesses, one a card behind a list of them; every sheet A4."""
    pages = {}
    for name in PAGES:
        page.goto(f"{place[1]}/handbook/{name}")
        reader = printed(page)
        assert size(reader) == A4, name
        pages[name] = len(reader.pages)
    assert (pages["parents"], pages["witness"], pages["cards"]) == (1, 1, 1 + len(CARDS))
    assert pages["operator"] <= 14 and pages["notary"] <= 7 and pages["network"] <= 7


def test_axe_finds_nothing_in_the_handbook(page: Page, place: tuple[room.Room, str]) -> None:
    """Contrast, names, landmarks, headings, languages: every page of the handbook."""
    for path in ("handbook", *(f"handbook/{name}" for name in PAGES)):
        page.goto(f"{place[1]}/{path}")
        assert violations(page) == [], path


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_handbook_is_read_on_a_phone(browser: Browser, place: tuple[room.Room, str], width: int) -> None:
    """Nothing is wider than the screen, down to 320 px, which is 1280 px at 400 %; what is pressed is large enough."""
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    for path in ("handbook", *(f"handbook/{name}" for name in PAGES)):
        page.goto(f"{place[1]}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        small = page.evaluate(
            "[...document.querySelectorAll('nav a, .toc a, .doors a, .cardlist a, .wrong a')]"
            ".filter((a) => a.getBoundingClientRect().height < 48).map((a) => a.textContent)"
        )
        assert small == [], path
    context.close()


def test_the_slip_prints_on_a5(page: Page, place: tuple[room.Room, str]) -> None:
    """One small page with the code, what became of it and why, and nothing of the form around it."""
    page.goto(f"{place[1]}/login")
    page.fill("#code", place[0].logins.code)
    page.click("button[type=submit]")
    page.goto(f"{place[1]}/lookup")
    for code in place[0].service.frozen().pool.applicants[:4]:
        page.fill("#code", code)
        page.click("button.go")
        page.wait_for_selector(".slip")
        assert code not in page.url
        reader = printed(page)
        text = "".join(p.extract_text() for p in reader.pages)
        assert size(reader) == A5 and len(reader.pages) == 1
        assert code in text and "原因" in text and "查询" not in text
    assert page.is_visible("#print")
    assert violations(page) == []
