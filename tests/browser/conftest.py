"""One Chromium a run. Without it these tests fail; they never skip."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "web"))  # room.py, the small session

CHROMIUM = "/usr/bin/chromium-headless-shell"  # the same engine without windows: half the time


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Playwright itself; a process can have only one."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Chromium without a window."""
    running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    yield running
    running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A projector at 1920x1080 whose scripts may not fail and whose policy may not be broken."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield made
    context.close()
    assert faults == []
