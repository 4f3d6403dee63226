"""Keys of the projector: what the desk's window does for the whole hall, and what any window does for itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import room
from playwright.sync_api import Browser, Page, expect
from test_hall import login

from draw.edges.session import Session
from web import screen
from web.serve import Running
from web.view import views


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A session with a closed board."""
    session = room.freeze(tmp_path / "s")
    room.board_of(session)
    with Running(session, port=0, public_port=0) as started:
        yield started


# Size of body text as asked: what it takes to fit is taken out again.
SIZE = """(() => { const style = getComputedStyle(document.getElementById("scene"));
  return parseFloat(style.fontSize) / Number(style.getPropertyValue("--k")); })()"""


def press(page: Page, *keys: str) -> None:
    """Press keys one after another, slowly enough not to be taken for a bounce."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(420)


def control(browser: Browser, running: Running) -> Page:
    """The window that holds the desk's token."""
    desk = login(browser, running)
    page = desk.context.new_page()
    page.goto(f"{running.hall_url}?control=1")
    expect(page.locator("#scene h1")).to_contain_text("公告板已封定")
    return page


def test_home_end_and_numbers_go_to_a_view(browser: Browser, page: Page, running: Running) -> None:
    """Home is the first view, End the present one, G 5 Enter the fifth; only the desk's window turns, all windows follow."""
    page.goto(running.hall_url)
    expect(page.locator("#scene h1")).to_contain_text("公告板已封定")
    press(page, "Home", "g", "1", "Enter")
    expect(page.locator("#goto")).to_be_hidden()
    assert running.service.display.looking == ""
    desk = control(browser, running)
    press(desk, "Home")
    expect(page.locator("#scene h1")).to_contain_text("2026年示例区")
    expect(page.locator(".band.back")).to_be_visible()
    press(desk, "End")
    expect(page.locator("#scene h1")).to_contain_text("公告板已封定")
    fourth = views(running.service)[3]
    desk.keyboard.press("g")
    desk.keyboard.press("4")
    expect(desk.locator("#goto")).to_contain_text(f"转到第 4 / {len(views(running.service))} 个画面")
    desk.keyboard.press("Enter")
    expect(page.locator("#scene h1")).to_contain_text("名单已封存")
    assert running.service.display.looking == fourth == "pool:0"
    expect(desk.locator("#goto")).to_be_hidden()
    desk.keyboard.press("G")
    desk.keyboard.press("9")
    desk.keyboard.press("Escape")
    expect(desk.locator("#goto")).to_be_hidden()
    desk.keyboard.press("g")
    for key in ("9", "9", "9", "Enter"):
        desk.keyboard.press(key)
    desk.wait_for_timeout(300)
    assert running.service.display.looking == fourth
    desk.context.close()


def test_white_and_black_blank_the_whole_hall_or_this_window(browser: Browser, page: Page, running: Running) -> None:
    """W is white for the photographers, B and . are black; from the desk's window for everybody, from another for itself."""
    page.goto(running.hall_url)
    desk = control(browser, running)
    blank = page.locator("#blank")
    for key, colour in (("w", "rgb(255, 255, 255)"), (".", "rgb(0, 0, 0)")):
        press(desk, key)
        expect(blank).to_be_visible()
        expect(blank).to_have_css("background-color", colour)
        press(desk, key)
        expect(blank).to_be_hidden()
    press(page, "b")
    expect(blank).to_be_visible()
    expect(desk.locator("#blank")).to_be_hidden()
    press(page, "W")
    expect(blank).to_be_hidden()
    desk.context.close()


def test_languages_theme_and_size_are_changed_here_and_survive_a_reload(page: Page, running: Running) -> None:
    """L, T, + and - change this window only; F5 and Esc change nothing; what the desk sets afterwards holds everywhere."""
    page.goto(running.hall_url)
    heading = page.locator("#scene h1")
    expect(heading.locator("span").first).to_have_text("公告板已封定")
    press(page, "l")
    expect(heading.locator("span").first).to_have_text("The board is closed")
    expect(heading.locator("span").first).to_have_attribute("lang", "en")
    press(page, "L")
    expect(heading).to_have_text("公告板已封定")
    plain = page.evaluate(SIZE)
    press(page, "T", "-", "-")
    assert page.evaluate(SIZE) == pytest.approx(plain * 0.8, rel=0.01)
    press(page, "F5", "Escape")
    page.reload()
    expect(heading).to_have_text("公告板已封定")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(SIZE) == pytest.approx(plain * 0.8, rel=0.01)
    press(page, "+", "+")
    assert page.evaluate(SIZE) == pytest.approx(plain, rel=0.01)
    with running.service.reading() as session:
        screen.save(session, screen.Screen(order=screen.Order.EN_ZH, height_cm=225, furthest_cm=1500))
    expect(heading.locator("span").first).to_have_text("The board is closed")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_keys_in_a_field_are_the_fields(browser: Browser, running: Running) -> None:
    """What is typed into an input turns no page and blanks nothing."""
    desk = control(browser, running)
    desk.evaluate(
        "() => { const field = document.createElement('input'); document.getElementById('goto').after(field); field.focus(); }"
    )
    press(desk, "b", "w", "Home", "g", "1", "Enter", "t")
    expect(desk.locator("#blank")).to_be_hidden()
    assert running.service.display.looking == "" and running.service.display.blank == ""
    assert desk.evaluate("document.querySelector('input').value") == "g1tbw"  # Home moved the caret
    desk.context.close()


def test_the_settings_of_the_desk_reach_every_projector(browser: Browser, tmp_path: Path) -> None:
    """The form of the hall: lengths, theme and languages typed by the operator are on an open projector at once."""
    session = room.freeze(tmp_path / "s")
    with Running(session, port=0, public_port=0) as running:
        projector = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        projector.goto(running.hall_url)
        small = projector.evaluate(SIZE)
        form = login(browser, running)
        form.goto(f"{running.desk_url}screen")
        form.fill("#screen-height", "2")
        form.fill("#screen-furthest", "x")
        form.select_option("#screen-theme", "dark")
        form.locator("#screen-settings form").first.locator("button").click()
        expect(form.get_by_role("alert")).to_contain_text("最后一排的距离")
        expect(form.locator("#screen-height")).to_have_value("2")
        expect(form.locator("#screen-theme")).to_have_value("dark")
        form.fill("#screen-furthest", "15")
        form.locator("#screen-settings form").first.locator("button").click()
        expect(projector.locator("html[data-theme=dark]")).to_have_count(1)
        large = projector.evaluate(SIZE)
        assert large == pytest.approx(small * 5.43 / 4.4, rel=0.02)
        form.goto(f"{running.desk_url}screen")
        expect(form.locator("#screen-settings .box.good")).to_contain_text("5.4%")
        form.locator("#screen-settings form").nth(1).locator("button").click()
        expect(projector.locator("#scene h1")).to_contain_text("视力测试卡")
        line = projector.locator(".sizes .asked")
        expect(line).to_contain_text("15 米")
        assert line.evaluate("(n) => parseFloat(getComputedStyle(n).fontSize)") == pytest.approx(
            1080 * 0.0543, rel=0.01
        )
        assert projector.locator(".ruler").evaluate("(n) => n.getBoundingClientRect().height") == pytest.approx(
            1080 * 50 / 200, rel=0.01
        )
        form.context.close()
        projector.context.close()


def test_a_session_file_is_not_touched_by_any_key(browser: Browser, running: Running) -> None:
    """No key of the projector writes a line of the minutes."""
    session: Session = running.session
    before = len(session.store.lines(1))
    desk = control(browser, running)
    press(desk, "Home", "ArrowRight", " ", "PageUp", "End", "b", "b", "w", "w", "l", "t", "+", "-")
    assert len(session.store.lines(1)) == before
    desk.context.close()
