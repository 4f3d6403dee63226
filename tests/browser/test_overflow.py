"""Every scene with the longest words, at five sizes, in all orders of languages and both themes: nothing overflows, nothing is cut
off, no glyph is missing on a laptop without CJK fonts, and type is as large as the hall asks unless a page is scaled to fit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gallery
import pytest
import room
from bare import bare_browser
from playwright.sync_api import Browser, Playwright
from stage_door import open_hall, put, put_all

from web import screen
from web.fonts import Wanted, own_texts

SIZES = ((1920, 1080), (1280, 720), (1920, 1200), (1024, 768), (3840, 2160))
ORDERS = ("zh-en", "en-zh")
THEMES = ("light", "dark")
SMALLEST = 0.5  # how far a page with the longest words may shrink
States = list[tuple[str, dict[str, Any]]]

# What is wrong with the scene on the screen: elements beyond the screen or behind the footer, text that does not fit its box, the
# number of h1, type below what the hall asks for at this scale.
FAULTS = """(name) => {
  const main = document.getElementById("scene"), foot = document.getElementById("foot");
  const floor = foot.getBoundingClientRect().top, found = [];
  const out = (n) => { const b = n.getBoundingClientRect(); return b.width && (b.right > innerWidth + 1 || b.left < -1); };
  for (const n of main.querySelectorAll("*:not(.corner)")) {
    const box = n.getBoundingClientRect();
    if (box.width && (out(n) || box.bottom > floor + 1)) found.push(`cut: ${n.tagName}.${n.className}`);
  }
  for (const n of document.querySelectorAll("#foot > *, #rail > *, #link, #bands > *"))
    if (out(n)) found.push(`chrome: ${n.textContent}`);
  for (const n of main.querySelectorAll(".tile, .code, .name, .rank, .hash, .aloud, td, th, li")) {
    const inline = getComputedStyle(n).display === "inline";
    if (n.scrollWidth > n.clientWidth + 2 && !inline) found.push(`wide: ${n.className} ${n.textContent}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push("page is wider than the screen");
  if (main.scrollHeight > main.clientHeight + 1) found.push("scene is higher than its place");
  if (main.querySelectorAll("h1").length !== 1) found.push("not one h1");
  const style = getComputedStyle(main), k = Number(style.getPropertyValue("--k"));
  if (k < SMALLEST) found.push(`scaled to ${k}`);
  const root = document.documentElement.style, unit = Math.min(innerHeight, innerWidth * 0.5625) / 100;
  const value = (name) => Number(root.getPropertyValue(name));
  const asked = Math.max(value("--floor") * unit, value("--least") * innerHeight / 100) * k;
  const READ = "h1, .code, .name, .to, .spotcode, .kind, .sentences li, td:not(.value):not(.party):not(.mark), .big";
  const ASIDE = ".second, .part, .value, .hash, .aloud, .sizes, .quiet, .how, .mono, .verdict";
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let t = texts.nextNode(); t; t = texts.nextNode()) {
    if (!t.textContent.trim()) continue;
    const size = parseFloat(getComputedStyle(t.parentElement).fontSize);
    const near = (which) => t.parentElement.closest(which);
    if (near(READ) && !near(ASIDE) && size < asked * 0.98) found.push(`${size} < ${asked}: ${t.textContent}`);
    if (size < 1.5 * unit && !near(".sizes")) found.push(`tiny ${size}: ${t.textContent}`);
  }
  return found;
}""".replace("SMALLEST", str(SMALLEST))


@pytest.fixture(scope="module")
def states() -> States:
    """One state of every scene, every kind of draw and every kind of page, with the longest words."""
    found, seen = [], set()
    for name, state in gallery.everything():
        view = state["view"]
        kind = str(
            (name.partition("-")[0], state["scene"], view.get("kind"), view.get("form"), len(view.get("tiles", ())))
        )
        if state["scene"] in ("rules", "show", "pool") and kind in seen and not name.startswith("long"):
            continue
        seen.add(kind)
        found.append((name, state))
    return found


@pytest.fixture(scope="module")
def bare(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser without CJK fonts."""
    with bare_browser(driver, tmp_path_factory.mktemp("bare")) as browser:
        yield browser


@pytest.fixture(scope="module")
def place(states: States, tmp_path_factory: pytest.TempPathFactory) -> room.Room:
    """The ceremony side, with the type of all these sessions."""
    made = room.Room(room.freeze(tmp_path_factory.mktemp("place") / "s"))
    wanted = own_texts() | frozenset(c for c in json.dumps(states, ensure_ascii=False) if c.isprintable())
    made.service.fonts.want(Wanted(public=wanted, staff=frozenset()), lambda: None)
    assert made.service.fonts.ready(60)
    made.feed.poke()
    return made


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_every_scene_is_whole(bare: Browser, place: room.Room, states: States, size: tuple[int, int]) -> None:
    """Two orders of languages and two themes of every scene at this size."""
    page = open_hall(bare, place, width=size[0], height=size[1])
    page.evaluate("document.fonts.load('20px \"Draw Sans\"').then(() => document.fonts.ready)")
    for order in ORDERS:
        for theme in THEMES:
            for _, state in states:
                state["screen"] |= {"order": order, "theme": theme}
            found = put_all(page, states, FAULTS)
            wrong = {name: faults for (name, _), faults in zip(states, found, strict=True) if faults}
            assert wrong == {}, (order, theme)
    page.context.close()


def test_type_is_as_large_as_a_measured_hall_asks(bare: Browser, place: room.Room, tmp_path: Path) -> None:
    """2.25 m of screen and 15 m to the last row: pages are cut for the larger type, which is then there."""
    wanted = screen.Screen(height_cm=225, furthest_cm=1500)
    found = list(gallery.kinds(tmp_path / "kinds", wanted))
    page = open_hall(bare, place)
    plain = {name: state for name, state in found if state["scene"] in ("title", "cast", "rules", "show")}
    faults = put_all(page, list(plain.items()), FAULTS)
    assert [f for f in faults if f] == []
    scales = put_all(
        page,
        list(plain.items()),
        "(name) => Number(getComputedStyle(document.getElementById('scene')).getPropertyValue('--k'))",
    )
    whole = sum(k == 1 for k in scales)
    assert whole >= 0.6 * len(scales), dict(zip(plain, scales, strict=True))
    page.context.close()


# The characters of a text that look like one that no font has.
TOFU = """async ([text, family]) => {
  await document.fonts.ready;
  const canvas = document.createElement("canvas"), ctx = canvas.getContext("2d", { willReadFrequently: true });
  canvas.width = canvas.height = 60;
  const look = (c) => {
    ctx.clearRect(0, 0, 60, 60);
    ctx.font = `40px ${family}`;
    ctx.fillText(c, 5, 45);
    return ctx.getImageData(0, 0, 60, 60).data.join();
  };
  const none = look("\\u{10FFFD}");
  return [...text].filter((c) => look(c) === none);
}"""


def test_no_glyph_is_missing_without_cjk_fonts(bare: Browser, place: room.Room, states: States) -> None:
    """Every character that any scene or word can show is drawn in text, titles and hashes, rare names among them; the control, a
    character that nobody asked for, is not."""
    page = open_hall(bare, place)
    put(page, states[0][1])
    page.evaluate("document.fonts.load('20px \"Draw Sans\"')")
    shown = "".join(
        sorted(
            {c for c in json.dumps(states, ensure_ascii=False) if c.isprintable()} | set("派𬎆") | set("✓✗○●▲■◀→·…–—")
        )
    )
    for family in ("--sans", "--serif", "--mono"):
        stack = page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('{family}')")
        assert page.evaluate(TOFU, [shown.replace(" ", ""), stack]) == [], family
        assert page.evaluate(TOFU, ["\u9f98", stack]) == ["\u9f98"]
    page.context.close()
