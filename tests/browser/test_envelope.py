"""The envelope page from file:// in a real browser: makes a secret, prints two slips, checks the paper; keeps nothing."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
import zxingcpp
from axe import violations
from PIL import Image
from playwright.sync_api import Browser, Dialog, Page, expect
from pypdf import PdfReader

from draw.hashing import commitment, read_aloud
from web import standalone

NOTICE = "c33b7cb4bce946ed5edc5e523da500faed4f5178dade81bee003441917634775"
SIZES = ((320, 568), (360, 740), (1024, 768))
VISIBLE = """() => ({
  wide: document.documentElement.scrollWidth > innerWidth, heads: document.querySelectorAll("h1").length,
  small: [...document.querySelectorAll("button, textarea, input, label.tick")]
    .filter((n) => n.offsetParent && n.type !== "checkbox" && n.getBoundingClientRect().height < 48).map((n) => n.id),
})"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page as somebody opens it who saved it; whatever it asks of a network fails the test."""
    (tmp_path / "envelope.html").write_bytes(standalone.envelope())
    context = browser.new_context(viewport={"width": 1024, "height": 768}, offline=True)
    made = context.new_page()
    faults: list[str] = []
    asked: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    made.on("request", lambda request: asked.append(request.url))
    made.add_init_script("window.print = () => {}")
    made.goto((tmp_path / "envelope.html").as_uri())
    yield made
    kept = made.evaluate("async () => [localStorage.length, sessionStorage.length, document.cookie, history.length]")
    context.close()
    assert faults == [] and kept[:3] == [0, 0, ""]
    assert all(url.startswith(("file://", "data:")) for url in asked) and len(asked) < 3


def fill(page: Page, party: str = "A1", notice: str = NOTICE) -> None:
    """The first step."""
    page.fill("#notice", notice)
    page.fill("#party", party)
    page.check("#same")


def make(page: Page) -> str:
    """The second step. -> the secret on the slip."""
    page.click("#make")
    return str(
        page.locator(".printer .slip.secret dd").first.inner_text()
        or page.locator(".slip.secret dd").first.inner_text()
    )


def picture(pdf: Path, number: int) -> Image.Image:
    """A page of a PDF at 150 dots an inch."""
    command = ["pdftoppm", "-r", "150", "-f", str(number), "-l", str(number), "-gray", str(pdf)]
    return Image.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))


def test_two_slips_on_two_pages(page: Page, tmp_path: Path) -> None:
    """One for the envelope with the secret as hex and QR, one to hand in with the commitment and without the secret."""
    fill(page)
    secret = make(page).replace(" ", "")
    committed = commitment(NOTICE, "A1", secret)
    pdf = tmp_path / "slips.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    # A PDF names some characters by the radical that looks the same.
    pages = ["".join(normalize("NFKC", p.extract_text()).split()) for p in PdfReader(pdf).pages]
    assert len(pages) == 2
    for value in (secret, committed, NOTICE, "A1", "装入信封"):
        assert value in pages[0]
    for value in (committed, NOTICE, "A1", "当场交出", read_aloud(NOTICE).replace(" ", "")):
        assert value in pages[1]
    assert secret not in pages[1]
    for number, value in ((1, secret), (2, committed)):
        seen = picture(pdf, number)
        (code,) = zxingcpp.read_barcodes(seen)
        assert code.text == value
    assert " ".join(secret[n : n + 4] for n in range(0, 64, 4)) in " ".join(
        PdfReader(pdf).pages[0].extract_text().split()
    )


def test_the_line_on_the_slip_computes_the_commitment(page: Page) -> None:
    """Anybody types it into a shell and gets the commitment."""
    fill(page, "N1")
    secret = make(page).replace(" ", "")
    line = page.locator("#show .line-of-shell").inner_text()
    found = subprocess.run(["bash", "-c", line], capture_output=True, check=True, text=True).stdout
    assert found.split()[0] == commitment(NOTICE, "N1", secret)


def test_the_paper_is_checked_before_it_is_sealed(page: Page) -> None:
    """After printing the screen hides the secret; what is typed from the paper must open the commitment, else ✗."""
    fill(page)
    secret = make(page)
    page.click("#print")
    assert page.locator("#show .slip").count() == 1
    assert secret not in page.locator("#show").inner_text() and secret.replace(" ", "") not in page.inner_text("main")
    last = "0" if secret[-1] != "0" else "1"
    page.fill("#secret", secret[:-1] + last)
    expect(page.locator("#verdict .bad")).to_contain_text("不符")
    page.fill("#secret", secret[:-1])
    expect(page.locator("#verdict .box")).to_have_count(0)
    expect(page.locator("#secret-told")).to_contain_text("63 / 64")
    page.fill("#secret", secret[:-1] + "x")
    expect(page.locator("#secret-told")).to_contain_text("x")
    page.fill("#secret", secret.upper().replace("0", "O").replace(" ", "\n"))
    expect(page.locator("#verdict .good")).to_contain_text("可以封入信封")


def test_a_paper_of_another_day_is_checked_without_making_one(page: Page) -> None:
    """Notice, party, secret and commitment typed by hand; another party's paper does not match."""
    secret = "2ac72d509888c207a827af8a3c0cc09a2222305b74cf525b011506cfebbe4e44"
    page.fill("#secret", secret)
    page.fill("#commitment", commitment(NOTICE, "A1", secret))
    expect(page.locator("#verdict .wait")).to_be_visible()
    page.fill("#notice", NOTICE)
    page.fill("#party", "a1")
    expect(page.locator("#verdict .good")).to_be_visible()
    page.fill("#party", "N1")
    expect(page.locator("#verdict .bad")).to_be_visible()


def test_nothing_is_made_before_the_notice_is_compared(page: Page) -> None:
    """64 digits, a party that can exist, and the tick at the read-aloud code; another hash takes the tick away."""
    make_button = page.locator("#make")
    expect(make_button).to_be_disabled()
    page.fill("#notice", NOTICE[:-1])
    expect(page.locator("#compare")).to_be_hidden()
    page.fill("#notice", " ".join(NOTICE[n : n + 8] for n in range(0, 64, 8)))
    assert page.locator("#aloud").inner_text().split() == read_aloud(NOTICE).split()
    page.check("#same")
    for party in ("", "A0", "A", "B1", "W1", "A12"):
        page.fill("#party", party)
        expect(make_button).to_be_disabled()
    page.fill("#party", "N1")
    expect(make_button).to_be_enabled()
    page.fill("#notice", NOTICE[:-1] + "6")
    expect(page.locator("#same")).not_to_be_checked()
    expect(make_button).to_be_disabled()


def test_every_secret_is_new_and_closing_asks_until_the_paper_is_checked(page: Page) -> None:
    """Thrown away and made again it differs; leaving with an unchecked paper asks, after the check it does not."""
    fill(page, "W01")
    first = make(page)
    assert "自己保管" in page.locator("#show .slip.secret h2").inner_text()
    page.click("#anew")
    expect(page.locator("#made")).to_be_hidden()
    assert page.locator(".printer").count() == 0 and page.input_value("#commitment") == ""
    page.check("#same")
    second = make(page)
    assert first != second and len(second.replace(" ", "")) == 64
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("() => { setTimeout(() => location.reload(), 0); }")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"] and page.locator("#show .slip").count() == 2
    page.fill("#secret", second)
    expect(page.locator("#verdict .good")).to_be_visible()
    page.reload()
    assert asked == ["beforeunload"] and page.locator(".slip").count() == 0


def test_a_machine_whose_hash_differs_makes_nothing(page: Page) -> None:
    """The browser's own SHA-256 is asked as well; if the two disagree no slip is made."""
    page.evaluate("() => { crypto.subtle.digest = async () => new Uint8Array(32).buffer; }")
    fill(page)
    page.click("#make")
    expect(page.locator("#fault .bad")).to_contain_text("请换一台电脑")
    assert page.locator(".slip").count() == 0


def test_it_is_whole_at_every_size(page: Page, tmp_path: Path) -> None:
    """Nothing scrolls sideways on a phone, at 400 % zoom, or in the dark; targets are large; axe-core finds nothing."""
    fill(page)
    make(page)
    for theme in ("", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(VISIBLE) == {"wide": False, "heads": 1, "small": []}, (theme, width)
            page.screenshot(path=tmp_path / f"envelope-{width}{theme}.png", full_page=True)
        assert violations(page) == [], theme
