"""A Chromium on a laptop with no CJK font at all: one Latin font, and nothing else that fontconfig could find."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import CHROMIUM
from playwright.sync_api import Browser, Playwright

from draw.edges import fonts

_CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/latin</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


@contextmanager
def bare_browser(driver: Playwright, folder: Path) -> Iterator[Browser]:
    """It, while the block lasts. (With no font whatever Chromium draws no text, not even in a font that a page brings.)"""
    (folder / "latin").mkdir(parents=True)
    source = fonts.open_face(fonts.noto().regular, fonts.noto().family)
    letters = {code: name for code, name in source.getBestCmap().items() if 0x20 <= code < 0x7F}
    (folder / "latin" / "latin.ttf").write_bytes(fonts._convert(source, 400, letters, "Latin"))
    config = folder / "fonts.conf"
    config.write_text(_CONFIG.format(folder=folder), encoding="utf-8")
    running = driver.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu"],
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    yield running
    running.close()
