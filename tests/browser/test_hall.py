"""The projector page in a real browser: a whole rehearsal from the desk, the clicker, the cut cable, the restart."""

import time
from collections.abc import Callable
from pathlib import Path

import district
import pytest
import room
from playwright.sync_api import Browser, Page, expect
from proxy import FreezingProxy

from draw.edges.session import Session
from draw.hashing import commitment, digest
from web.serve import Running

SMALLEST = 0.5  # how far a scene may shrink to fit

# Everything inside the scene is on the screen and whole: nothing overflows, nothing is cut off, and there is one h1.
WHOLE = """() => {
  const main = document.getElementById("scene");
  const cut = [...main.querySelectorAll("*")].filter((n) => {
    const box = n.getBoundingClientRect();
    const floor = document.getElementById("foot").getBoundingClientRect().top;
    return box.width && (box.right > innerWidth + 1 || box.bottom > floor + 1);
  });
  return {
    cut: cut.length, wide: document.documentElement.scrollWidth > innerWidth, heads: main.querySelectorAll("h1").length,
    scale: Number(getComputedStyle(main).getPropertyValue("--k")), tall: main.scrollHeight - main.clientHeight,
  };
}"""


def login(browser: Browser, running: Running) -> Page:
    """A browser at the desk."""
    desk = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    desk.goto(running.desk_url)
    desk.fill("#code", running.desk_code)
    desk.click("button.go")
    expect(desk.locator("#acts")).to_be_visible()
    return desk


SIZES = ((1024, 768), (1280, 720), (1920, 1080))


def look(page: Page, folder: Path, sizes: tuple[tuple[int, int], ...] = SIZES) -> Callable[[str, str], None]:
    """Wait for a scene, check that it is whole at every size, and keep a picture."""

    def scene(name: str, text: str) -> None:
        expect(page.locator("#scene")).to_contain_text(text)
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            found = page.evaluate(WHOLE)
            assert (found["cut"], found["wide"], found["heads"]) == (0, False, 1), (name, width, found)
            assert found["tall"] <= 1 and found["scale"] >= SMALLEST, (name, width, found)
        page.screenshot(path=folder / f"{name}.png", animations="disabled")

    return scene


def test_a_whole_rehearsal_is_followed(page: Page, tmp_path: Path) -> None:
    """The hall follows every act by itself, whoever does it; each scene is whole at three sizes, and no name is seen too early."""
    session = room.freeze(tmp_path / "s")
    with Running(session, port=0, public_port=0) as running:
        page.goto(running.hall_url)
        scene = look(page, tmp_path)
        scene("title", "2026年示例区初中招生电脑随机派位")
        session.sign_in("NOTARY", "赵公证")
        scene("cast", "公证员")
        session.check_item("OFFLINE")
        scene("checks", "1 / 3")
        session.spot(running.service.frozen().pool.applicants[0])
        scene("spot", "抽查核对")
        session.convene()
        for party in ("A1", "N1", "W01"):
            session.commit(party, commitment(session.state.notice_hash, party, room.secret(party)))
        scene("board", "3 / 4")
        session.close_board()
        scene("board-closed", "公告板已封定")
        session.open_reveal()
        session.reveal("W01", room.secret("W01"))
        scene("reveals", "与承诺一致")
        session.close_reveal()
        scene("dice-none", "0 / 10")
        session.type_dice("operator", room.DICE)
        expect(page.locator(".dice .open")).to_have_count(10)
        session.type_dice("checker", room.DICE)
        scene("dice", "10 / 10")
        session.rule("PAUSE", "PERSON", ["D1", "D2"])
        scene("paused", "派位暂停")
        session.rule("CONTINUE", "PERSON", ["D1", "D2"])
        session.confirm_dice()
        scene("envelopes", "未启封")
        session.open_envelopes()
        session.open_paper("A1", room.secret("A1"))
        scene("opening", "承诺值核验一致")
        session.open_paper("N1", room.secret("N1"))
        scene("seed", "结果由此唯一确定")
        assert page.locator(".tile").count() == 0 and "阚" not in page.content()
        session.finish()
        scene("result", "全部录取序号已经产生")
        assert page.locator(".tile").count() == 0 and "阚" not in page.content()
        show = running.service.show()
        assert show is not None
        for n in range(1, len(show.frames) + 1):
            with running.service.reading():
                assert running.service.advance()
            running.feed.poke()
            content = show.page(n - 1)
            text = {"tiles": f"已展示 {content.get('shown')}", "schools": "各校结果", "final": "声明校验码"}
            scene(f"show-{n:02}-{content['kind']}", text.get(content["kind"], str(content.get("title"))))
        foot = page.locator(".foot").inner_text()
        head = digest(session.lines[-1].data())
        for evidence in (
            room.SESSION,
            "第 1 次（作废 0，演练 0）",
            session.state.notice_hash[:8],
            head[:8],
            head[-8:],
            f"记录 {len(session.lines)}",
        ):
            assert foot.count(evidence) == 1, (evidence, foot)


def test_the_show_of_every_kind_of_draw_is_followed(page: Page, tmp_path: Path) -> None:
    """Quotas, shortlist, preferences, nearest school: every page of the show comes up by itself and is whole. (All sizes and looks:
    test_overflow.)
    """
    session = district.freeze(tmp_path / "s")
    room.hold(session)
    with Running(session, port=0, public_port=0) as running:
        page.goto(running.hall_url)
        scene = look(page, tmp_path, sizes=((1920, 1080),))
        service = running.service
        show = service.show()
        assert show is not None
        for n, frame in enumerate(show.frames, 1):
            with service.reading():
                assert service.advance()
            running.feed.poke()
            content = show.page(n - 1)
            text = {"tiles": f"已展示 {content.get('shown')}", "schools": "各校结果", "final": "声明校验码"}
            scene(f"show-{n:02}-{frame.kind}", text.get(frame.kind, str(content.get("title"))))


def test_a_frozen_network_is_marked_within_ten_seconds_and_heals(page: Page, tmp_path: Path) -> None:
    """EventSource would go on saying connected; the page says since when it is stale, keeps its content, and catches up."""
    session = room.freeze(tmp_path / "s")
    with Running(session, port=0, public_port=0) as running, FreezingProxy(running.port) as proxy:
        page.goto(f"http://127.0.0.1:{proxy.port}/hall")
        expect(page.locator("#link")).to_contain_text("已连接")
        page.wait_for_timeout(500)
        proxy.freeze()
        began = time.monotonic()
        session.convene()
        expect(page.locator(".band.stale")).to_be_visible(timeout=10_000)
        assert time.monotonic() - began < 10
        expect(page.locator("#scene h1")).to_contain_text("2026年示例区")
        proxy.heal()
        began = time.monotonic()
        expect(page.locator("#scene")).to_contain_text("承诺公告板", timeout=6_000)
        expect(page.locator(".band.stale")).to_have_count(0)


def test_the_clicker_turns_one_page_a_press(browser: Browser, page: Page, tmp_path: Path) -> None:
    """Only the desk's window turns pages; a double press turns one; back looks back; blank and theme work."""
    session = room.freeze(tmp_path / "s")
    room.hold(session)
    with Running(session, port=0, public_port=0) as running:
        page.goto(running.hall_url)
        page.keyboard.press("PageDown")
        page.wait_for_timeout(300)
        assert session.store.show() == []
        desk = login(browser, running)
        control = desk.context.new_page()
        control.goto(f"{running.hall_url}?control=1")
        expect(control.locator("#scene")).to_contain_text("全部录取序号已经产生")
        control.keyboard.press("PageDown")
        control.keyboard.press("PageDown")
        expect(page.locator("#scene")).to_contain_text("派位 1 / 2")
        page.wait_for_timeout(450)
        assert len(session.store.show()) == 1
        control.keyboard.press(" ")
        show = running.service.show()
        assert show is not None
        expect(page.locator(".tile.new")).to_have_count(show.frames[1].last)
        page.wait_for_timeout(450)
        control.keyboard.press("PageUp")
        expect(page.locator(".band.back")).to_be_visible()
        assert len(session.store.show()) == 2
        page.wait_for_timeout(450)
        control.keyboard.press("b")
        expect(page.locator("#blank")).to_be_visible()
        page.wait_for_timeout(450)
        control.keyboard.press(".")
        expect(page.locator("#blank")).to_be_hidden()
        page.keyboard.press("t")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 24, 34)"
        desk.context.close()


def test_a_restart_is_followed_without_a_reload(page: Page, tmp_path: Path) -> None:
    """The program is stopped and started again on the same port: the open page goes on by itself and says so."""
    session = room.freeze(tmp_path / "s")
    room.board_of(session)
    with Running(session, port=0, public_port=0) as running:
        page.goto(running.hall_url)
        expect(page.locator("#scene")).to_contain_text("公告板已封定")
        port = running.port
    again = Session.open(session.folder, room.PASSPHRASE, room.ambient())
    with Running(again, port=port, public_port=0):
        expect(page.locator("#bands")).to_contain_text("重新启动", timeout=8_000)
        again.open_reveal()
        expect(page.locator("#scene")).to_contain_text("公开方揭示")


def test_motion_is_left_out_where_it_is_not_wanted(browser: Browser, tmp_path: Path) -> None:
    """With reduced motion the one effect of the tiles is gone."""
    session = room.freeze(tmp_path / "s")
    room.hold(session)
    with Running(session, port=0, public_port=0) as running:
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        page.goto(running.hall_url)
        running.play(0)
        page.goto(running.hall_url)
        style = page.evaluate("""() => {
          const node = document.createElement("div"); node.className = "enter"; document.body.append(node);
          return getComputedStyle(node).animationName; }""")
        assert style == "none"
        context.close()


@pytest.mark.parametrize(
    "pair",
    [("ink", "paper"), ("soft", "paper"), ("now", "paper"), ("ok", "paper"), ("wait", "wait-fill"), ("bad", "paper")],
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_is_seven_to_one(page: Page, pair: tuple[str, str], theme: str) -> None:
    """Every colour of text on its ground, in both themes (WCAG 2.2, relative luminance)."""
    sheet = (Path(__file__).resolve().parents[2] / "web" / "static" / "base.css").read_text(encoding="utf-8")
    page.set_content(f'<html data-theme="{theme}"><style>{sheet}</style></html>')
    values = page.evaluate(
        "(names) => names.map((n) => getComputedStyle(document.documentElement).getPropertyValue('--' + n))", list(pair)
    )

    def light(colour: str) -> float:
        parts = [int(colour.strip()[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted(map(light, values), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 7, values


def test_the_projector_leaves_the_laptop_its_breath(browser: Browser, tmp_path: Path) -> None:
    """Below a quarter of one core, all of the browser's processes together, while the show turns a page a second."""
    session = district.freeze(tmp_path / "s")
    room.hold(session)
    with Running(session, port=0, public_port=0) as running:
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        page = context.new_page()
        page.goto(running.hall_url)
        assert running.service.fonts.ready(60)
        expect(page.locator("#scene h1")).to_be_visible()
        page.wait_for_timeout(1000)
        processes = browser.new_browser_cdp_session()

        def used() -> float:
            found = processes.send("SystemInfo.getProcessInfo")["processInfo"]
            return float(sum(process["cpuTime"] for process in found))

        before, began = used(), time.monotonic()
        for _ in range(6):
            with running.service.reading():
                assert running.service.advance()
            running.feed.poke()
            page.wait_for_timeout(1000)
        share = (used() - before) / (time.monotonic() - began)
        assert 0 < share < 0.25, share
        context.close()
