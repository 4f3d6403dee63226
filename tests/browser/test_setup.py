"""The desk before the hall in Chromium: the whole way without scripts, pages that fit, papers that print on A4."""

import io
from collections.abc import Iterator
from pathlib import Path

import bureau
import pytest
import room
from bureau import SESSION, Bureau, cheap
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from web.serve import Running

pytestmark = pytest.mark.usefixtures(cheap.__name__)
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 320, "height": 640}  # a laptop of 1280 at 400 %
OPERATOR_PAGES = (
    "",
    "/rules",
    "/roster",
    "/check",
    "/hall",
    "/rehearsal",
    "/freeze",
    "/notice",
    "/objections",
    "/words",
)
STAFF_PAGES = ("", "/proposal", "/words", "/notice", "/audit", "/objections")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """`draw serve` on a folder that holds nothing yet."""
    with Running(Bureau(tmp_path / "s").session, port=0, public_port=0) as found:
        yield found


class Seat:
    """A browser of one person; `scripts` off shows that the page needs none."""

    def __init__(self, browser: Browser, running: Running, *, scripts: bool) -> None:
        context = browser.new_context(viewport=LAPTOP, java_script_enabled=scripts)  # type: ignore[arg-type]
        context.set_default_timeout(180_000)  # the machine may be busy; what never comes still fails
        self.page: Page = context.new_page()
        self.url = running.desk_url.rstrip("/")
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type in ("error", "warning") else None)

    def go(self, path: str) -> str:
        """Open a page. -> its text."""
        self.page.goto(self.url + path)
        return self.page.inner_text("body")

    def send(self, action: str, **fields: str) -> str:
        """Fill in and send the form with this action; wait for whatever long work it began. -> text of the page then."""
        form = self.page.locator(f'form[action="{action}"]')
        for name, value in fields.items():
            field = form.locator(f'[name="{name}"]')
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        form.locator("button[type=submit]").first.click()
        for _ in range(60):
            if "/setup/work" not in self.page.url:
                break
            self.page.wait_for_url(lambda url: "/setup/work" not in url)
        return self.page.inner_text("body")

    def hand_in(self, action: str, data: bytes, name: str) -> str:
        """Send the form with a file."""
        field = self.page.locator(f'form[action="{action}"] input[type=file]')
        field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
        return self.send(action)


def join(boss: Seat, seat: Seat, role: str) -> None:
    """A person joins by an invitation."""
    boss.go("/people")
    boss.send("/people/invite", role=role)
    code = boss.page.inner_text(".code").replace(" ", "")
    seat.go("/join")
    seat.send("/join", code=code, name=bureau.NAMES[role], password=bureau.PASSWORD, again=bureau.PASSWORD)


def prepare(browser: Browser, running: Running) -> tuple[Seat, Seat]:
    """Operator (without scripts) and notary, up to sound inputs."""
    boss, notary, third = (Seat(browser, running, scripts=scripts) for scripts in (False, True, False))
    boss.go("/login")
    boss.send("/login", code=running.desk_code)
    boss.go("/people")
    boss.send("/people/operator", name="李明", password=bureau.PASSWORD, again=bureau.PASSWORD)
    join(boss, third, "checker")
    join(boss, notary, "notary")
    boss.go("/setup/rules")
    assert "已保存" in boss.hand_in("/setup/rules/file", bureau.SHEET.encode(), "session.toml")
    boss.go("/setup/roster")
    assert "已保存并检查" in boss.hand_in("/setup/roster", bureau.roster(), "名册.csv")
    return boss, notary


def freeze(boss: Seat, notary: Seat) -> None:
    """Both halves."""
    boss.go("/setup/freeze")
    assert "等待公证员确认" in boss.send("/setup/freeze", confirm=SESSION)
    assert "李明" in notary.go("/setup/proposal")
    assert "已冻结" in notary.send("/setup/confirm", confirm=SESSION)


def test_the_whole_way_without_scripts(browser: Browser, running: Running) -> None:
    """From nothing to a frozen version 2 by plain forms; the notary decides and confirms in another browser."""
    boss, notary = prepare(browser, running)
    assert "没有问题：学生 12 人" in boss.go("/setup/check")
    freeze(boss, notary)
    assert "12 行全部相符" in (notary.go("/setup/audit"), notary.send("/setup/audit"))[1]
    boss.go("/setup/objections")
    assert "异议 1" in boss.send("/setup/objections", text="名单少一人")
    notary.go("/setup/objections")
    assert "成立" in notary.send("/setup/objections/1", outcome="accepted", confirm=SESSION)
    boss.go("/setup/roster")
    more = [*bureau.rows(), f"1099,阚新,{room.identity(99)},S1,,,"]
    assert "已保存并检查" in boss.hand_in("/setup/roster", bureau.roster(more), "名册.csv")
    freeze(boss, notary)
    assert "0013" in notary.go("/setup/differences/2")
    with running.service.reading() as session:
        assert session.state.the_notice().version == 2
    assert boss.faults == notary.faults == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "400 %"])
def test_no_page_is_wider_than_its_window(browser: Browser, running: Running, size: dict[str, int]) -> None:
    """On the operator's laptop, and zoomed to 400 %; every target of a form is at least 24 px high."""
    boss, notary = prepare(browser, running)
    boss.go("/setup/freeze")
    boss.send("/setup/freeze", confirm=SESSION)
    seats = [(boss, OPERATOR_PAGES), (notary, STAFF_PAGES)]
    for after in (False, True):
        if after:
            notary.go("/setup/proposal")
            notary.send("/setup/confirm", confirm=SESSION)
            boss.go("/setup/objections")
            boss.send("/setup/objections", text="名单少一人" * 40)
        for seat, paths in seats:
            seat.page.set_viewport_size(size)  # type: ignore[arg-type]
            for path in paths:
                seat.go(f"/setup{path}")
                wide = seat.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert wide <= 0, (path, after, wide)
                heads = seat.page.locator("h1").count()
                assert heads == 1, path
                low = seat.page.locator("main button:visible, main select:visible, main input:visible")
                assert all((box or {"height": 99})["height"] >= 24 for box in (e.bounding_box() for e in low.all())), (
                    path
                )
    assert boss.faults == notary.faults == []


def test_the_papers_print_on_a4(browser: Browser, running: Running) -> None:
    """The notice paper is one page, with its codes and lines to sign and without the desk around it."""
    boss, notary = prepare(browser, running)
    freeze(boss, notary)
    page = notary.page
    notary.go("/setup/notice")
    assert page.locator("[data-print]").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible() and not page.locator(".screen-only").first.is_visible()
    assert page.locator(".paper .qr").is_visible() and page.locator(".signs tr").count() == 4
    pdf = page.pdf(prefer_css_page_size=True)

    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    width, height = pages[0].mediabox.width, pages[0].mediabox.height
    assert (round(width), round(height)) == (595, 842)
