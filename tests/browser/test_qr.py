"""The pages' own QR codes, module for module against the `qrcode` package, and read back by zxing-cpp from Chromium's pixels."""

import base64
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Error, Page
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

STATIC = Path(__file__).resolve().parent.parent.parent / "web" / "static"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
HEX = "0123456789abcdef"


@pytest.fixture(scope="module")
def qr(browser: Browser) -> Iterator[Page]:
    """A page with the module as `qr`."""
    page = browser.new_page(viewport={"width": 700, "height": 700})
    page.set_content("<main></main>")
    text = base64.b64encode((STATIC / "qr.js").read_bytes()).decode()
    page.evaluate("async (text) => { window.qr = await import('data:text/javascript;base64,' + text) }", text)
    yield page
    page.close()


def wanted(text: str, mask: int) -> list[list[int]]:
    """The same code by the `qrcode` package."""
    short = bool(text) and all(c in LETTERS for c in text)
    code = QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=mask, border=0)
    code.add_data(QRData(text.encode(), mode=MODE_ALPHA_NUM if short else MODE_8BIT_BYTE), optimize=0)
    code.make(fit=True)
    return [[int(cell) for cell in row] for row in code.modules]


def texts() -> list[str]:
    """Every length of hex up to the most that fits, and every length of capitals."""
    rng = random.Random(1)
    found = ["".join(rng.choices(HEX + "g", k=n)) for n in range(1, 181)]
    return found + ["".join(rng.choices(LETTERS, k=n)) for n in range(1, 263)]


def test_every_length_is_the_code_of_another_encoder(qr: Page) -> None:
    """Versions 1 to 9, both modes, all eight masks in turn: the same square, module for module."""
    cases = [(text, n % 8) for n, text in enumerate(texts())]
    for text, mask in cases:
        assert qr.evaluate("([text, mask]) => qr.qrMatrix(text, mask)", [text, mask]) == wanted(text, mask), len(text)


@pytest.mark.parametrize("mask", range(8))
def test_every_mask_of_a_secret(qr: Page, mask: int) -> None:
    """64 hex digits and a text in Chinese under each mask."""
    for text in ("0123456789abcdef" * 4, "见证席 W01：承诺值", "HTTP://192.168.1.20:8000/W/W01"):
        assert qr.evaluate("([text, mask]) => qr.qrMatrix(text, mask)", [text, mask]) == wanted(text, mask)


def test_the_best_mask_is_one_of_the_eight_and_the_least_bad(qr: Page) -> None:
    """ISO/IEC 18004 §7.8.3: the mask that is taken has the fewest points, counted here once more."""
    for n in (1, 20, 64, 100, 122, 180):
        text = "".join(random.Random(n).choices(HEX, k=n))
        best = qr.evaluate("(text) => qr.qrMatrix(text)", text)
        points = [penalty(wanted(text, mask)) for mask in range(8)]
        assert penalty(best) == min(points)
        assert best == wanted(text, points.index(min(points)))


def penalty(square: list[list[int]]) -> int:
    """The points of §7.8.3, the plain way."""
    size, total = len(square), 0
    lines = ["".join(map(str, row)) for row in square] + [
        "".join(map(str, column)) for column in zip(*square, strict=True)
    ]
    for line in lines:
        runs = [len(run) for run in line.replace("01", "0 1").replace("10", "1 0").split()]
        total += sum(run - 2 for run in runs if run >= 5)
        for pattern in ("10111010000", "00001011101"):
            total += 40 * sum(line.startswith(pattern, at) for at in range(size))
    for y in range(size - 1):
        for x in range(size - 1):
            total += 3 * (len({square[y + j][x + i] for j in (0, 1) for i in (0, 1)}) == 1)
    black = sum(map(sum, square)) * 100 / size**2
    return total + 10 * int(abs(black - 50) / 5)


def test_a_reader_reads_what_chromium_draws(qr: Page) -> None:
    """Rendered small, every fourth length is read back by zxing-cpp, with error level M."""
    for text in [t for n, t in enumerate(texts()) if n % 4 == 0]:
        qr.evaluate(
            """(text) => {
              const image = qr.qrImage(text, "x");
              image.setAttribute("width", String(Number(image.getAttribute("viewBox").split(" ")[2]) * 4));
              document.querySelector("main").replaceChildren(image);
            }""",
            text,
        )
        picture = Image.open(io.BytesIO(qr.locator("svg").screenshot()))
        (found,) = zxingcpp.read_barcodes(picture)
        assert found.text == text
        assert found.ec_level == "M"


def test_what_does_not_fit_is_refused(qr: Page) -> None:
    """181 bytes or 263 capitals are an error, never a code that cannot be read."""
    for text in ("a" * 181, "A" * 263):
        with pytest.raises(Error, match="too long"):
            qr.evaluate("(text) => qr.qrMatrix(text)", text)
