"""A witness's station in a real browser: the whole way of an elderly parent, and everything that goes wrong on the way."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import room
from axe import violations
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from witnesses import START, Hall, Phone, ceremony, fits, lie, read_codes, tampered

from draw.edges.ambient import stamp
from draw.edges.session import Session
from draw.hashing import commitment, digest, read_aloud


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A ceremony whose reveals may close at once."""
    with ceremony(tmp_path / "s") as running:
        yield running


@pytest.fixture
def phones(browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Any number of phones, each a browser of its own unless it shares a context."""
    made: list[Phone] = []

    def new(hall: Hall, party: str = "W01", **more: Any) -> Phone:
        made.append(Phone(browser, hall, party, **more))
        return made[-1]

    yield new
    for phone in made:
        phone.context.close()
    assert [fault for phone in made for fault in phone.faults] == []


# -- the way it goes ------------------------------------------------------------------------------------------------------


def test_the_whole_way_of_a_witness(tmp_path: Path, phones: Callable[..., Phone]) -> None:
    """From the card to the seed: one button a screen, every screen whole; only the commitment leaves before the reveal."""
    with ceremony(tmp_path / "s", reveal=8) as hall:
        code = hall.session.people.station("W01")
        phone = phones(hall).open(code)
        phone.at("welcome")
        assert code not in phone.page.url  # kept in the browser, and off the address bar
        assert "家长代表" in phone.text()
        fits(phone, tmp_path, "1-welcome")
        phone.press()
        phone.at("compare")
        assert read_aloud(hall.notice).replace(" ", "") in "".join(phone.page.locator(".aloud span").all_inner_texts())
        assert hall.notice in phone.text()
        expect(phone.page.locator("#screen button.main")).to_have_count(0)
        hall.do("convene")
        fits(phone, tmp_path, "2-compare")
        phone.press()
        phone.at("make")
        assert phone.kept() == []
        fits(phone, tmp_path, "3-make")
        phone.press()
        phone.at("receipt")
        secret = phone.shown()
        assert phone.kept() == [secret] and re.fullmatch("[0-9a-f]{64}", secret)
        assert hall.of("W01") == (commitment(hall.notice, "W01", secret), "")
        fits(phone, tmp_path, "4-receipt")
        phone.press()
        phone.at("wait")
        assert commitment(hall.notice, "W01", secret) in phone.text()
        fits(phone, tmp_path, "5-wait")
        board = hall.board()
        phone.at("board")
        assert "✓" in phone.text() and board in phone.text()
        assert read_aloud(board).replace(" ", "") in "".join(phone.page.locator(".aloud span").all_inner_texts())
        phone.page.locator("summary").click()
        assert phone.page.locator("pre").inner_text().strip() == (hall.session.public / "board.txt").read_text().strip()
        fits(phone, tmp_path, "6-board")
        everything = "".join(f"{r.url} {r.all_headers()} {r.post_data}" for r in phone.sent)
        assert secret not in everything and code not in "".join(r.url for r in phone.sent)
        hall.do("open_reveal")
        phone.at("reveal")
        fits(phone, tmp_path, "7-reveal")
        first = phone.page.locator("#left").inner_text()
        expect(phone.page.locator("#left")).not_to_have_text(first)
        phone.press()
        phone.at("revealed")
        assert hall.of("W01")[1] == secret and phone.posts("reveal")[0].count(secret) == 1
        fits(phone, tmp_path, "8-revealed")
        while hall.do("seconds_left"):
            time.sleep(0.2)
        hall.do("close_reveal")
        seed = hall.seed()
        phone.at("seed")
        assert seed in phone.text() and "您的秘密值就在种子里" in phone.text()
        fits(phone, tmp_path, "9-seed")
        phone.page.locator("#screen button.side").click()
        phone.at("forgotten")
        assert phone.page.evaluate("() => Object.keys(localStorage)") == []
        phone.open()
        phone.at("link")


def test_the_receipt_as_a_file_and_on_paper(hall: Hall, phones: Callable[..., Phone], tmp_path: Path) -> None:
    """Both hold the secret, its commitment and the line that checks it; the paper's QR code is the secret itself."""
    hall.do("convene")
    phone = phones(hall)
    phone.page.add_init_script("window.print = () => {}")
    phone.open(hall.session.people.station("W01")).begin()
    phone.press()
    phone.at("receipt")
    secret = phone.shown()
    with phone.page.expect_download() as waiting:
        phone.page.get_by_text("保存为文件").click()
    saved = tmp_path / "receipt.txt"
    waiting.value.save_as(saved)
    assert waiting.value.suggested_filename == f"W01-{room.SESSION}-1.txt"
    text = saved.read_text(encoding="utf-8")
    committed = commitment(hall.notice, "W01", secret)
    for value in (secret, committed, hall.notice, "W01 家长代表"):
        assert value in text
    line = next(row for row in text.splitlines() if row.startswith("printf"))
    found = subprocess.run(["bash", "-c", line], capture_output=True, check=True, text=True).stdout
    assert found.split()[0] == committed
    phone.page.get_by_text("打印", exact=True).click()
    paper = tmp_path / "receipt.pdf"
    phone.page.pdf(path=paper, prefer_css_page_size=True)
    pages = PdfReader(paper).pages
    words = "".join(pages[0].extract_text().split())
    assert len(pages) == 1
    for value in (secret, committed, hall.notice, "演练"):
        assert value in words
    assert read_codes(paper, 1) == [secret]
    assert phone.page.locator(".sheet").is_hidden()
    phone.press()
    phone.at("wait")
    assert phone.page.locator(".sheet").count() == 0 and secret not in phone.page.content()


def test_the_card_from_the_operators_desk(
    browser: Browser, hall: Hall, phones: Callable[..., Phone], tmp_path: Path
) -> None:
    """The operator makes the link; the printed card is one page, and its QR code and its typed code open the station."""
    desk = browser.new_context(viewport={"width": 1024, "height": 768}).new_page()
    desk.goto(hall.running.desk_url)
    desk.fill("#code", hall.running.desk_code)
    desk.click("button.go")
    desk.goto(f"{hall.running.desk_url}stations")
    desk.screenshot(path=tmp_path / "stations.png", full_page=True)
    assert violations(desk) == []
    desk.locator('form[action="/stations/W01/link"] button').click()
    expect(desk.locator(".witness-card h1")).to_contain_text("见证席 W01")
    assert violations(desk) == []
    card = tmp_path / "card.pdf"
    desk.pdf(path=card, prefer_css_page_size=True)
    assert len(PdfReader(card).pages) == 1
    (address,) = read_codes(card, 1)
    typed = desk.locator("#card-code").inner_text()
    assert address == hall.address("W01", re.sub(r"\s", "", typed))
    desk.goto(f"{hall.running.desk_url}stations/paper")
    assert violations(desk) == []
    blank = tmp_path / "paper.pdf"
    desk.pdf(path=blank, prefer_css_page_size=True)
    assert len(PdfReader(blank).pages) == 2
    desk.context.close()
    phone = phones(hall)
    phone.page.goto(address)
    phone.at("welcome")
    other = phones(hall).open()
    other.at("link")
    fits(other, tmp_path, "0-link")
    other.page.fill("#code", "wrong")
    other.press()
    expect(other.page.locator("#screen .bad")).to_contain_text("链接不对")
    other.page.fill("#code", typed)
    other.press()
    other.at("welcome")


# -- reloads, restarts, other devices -----------------------------------------------------------------------------------------


def test_a_reload_loses_nothing_at_any_step(hall: Hall, phones: Callable[..., Phone]) -> None:
    """The page comes back to the same step by itself, and the same secret is revealed in the end."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    secret = phone.make()
    for step in ("wait", "board", "reveal", "revealed"):
        if step == "board":
            hall.board()
        if step == "reveal":
            hall.do("open_reveal")
        phone.at(step)
        phone.page.reload()
        phone.at(step)
        if step == "reveal":
            phone.press()
            phone.at("revealed")
    assert hall.of("W01")[1] == secret


def test_two_tabs_make_one_secret(hall: Hall, phones: Callable[..., Phone]) -> None:
    """Both tabs stand before the button and both press: one commitment is on record and both can go on with it."""
    hall.do("convene")
    one = phones(hall).open(hall.session.people.station("W01"))
    two = phones(hall, context=one.context).open()
    one.begin()
    two.begin()
    one.press()
    two.press()
    for tab in (one, two):
        tab.at("receipt")
    assert one.shown() == two.shown() and len(one.kept()) == 1
    hall.board()
    hall.do("open_reveal")
    for tab in (one, two):
        if tab.page.locator('#screen[data-screen="receipt"]').count():
            tab.page.reload()
        tab.at("reveal")
    one.press()
    one.at("revealed")
    two.at("revealed")
    assert hall.lines("commit").count("W01") == 1 and hall.lines("reveal") == ["W01"]


def test_a_lost_phone_and_the_receipt_at_another(hall: Hall, phones: Callable[..., Phone], tmp_path: Path) -> None:
    """Another device says that it has no secret; typed wrongly nothing is sent; typed from the receipt it reveals."""
    hall.do("convene")
    code = hall.session.people.station("W01")
    secret = phones(hall).open(code).make()
    other = phones(hall).open(code)
    other.at("type")
    assert "W01 已经提交了承诺值" in other.text() and "公证员" in other.text()
    fits(other, tmp_path, "type")
    wrong = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    other.type(wrong)
    expect(other.page.locator(".told .bad")).to_contain_text("没有送出")
    assert other.kept() == [] and other.page.input_value("#typed") == wrong
    hall.board()
    hall.do("open_reveal")
    expect(other.page.locator("#left")).to_be_visible(timeout=30_000)
    other.type(wrong)
    expect(other.page.locator(".told .bad")).to_contain_text("没有送出")
    other.page.fill("#typed", f"{secret[:20]}xyz")
    hall.do("rule", "PAUSE", "POWER", ["D1", "D2"])
    expect(other.page.locator("#paused")).to_be_visible(timeout=30_000)
    hall.do("rule", "CONTINUE", "POWER", ["D1", "D2"])
    expect(other.page.locator("#paused")).to_be_hidden(timeout=30_000)
    assert other.page.input_value("#typed") == f"{secret[:20]}xyz"  # nobody has to begin again
    expect(other.page.locator(".told")).to_contain_text("20 / 64")
    expect(other.page.locator(".told")).to_contain_text("x y z")
    assert other.posts("reveal") == []
    groups = "-".join(secret[n : n + 4] for n in range(0, 64, 4)).upper().replace("0", "O").replace("1", "l")
    other.type(f"  {groups[:40]}\n{groups[40:]} ".replace("2", "２"))
    other.at("revealed")
    assert hall.of("W01")[1] == secret


OFF = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('off', 'SecurityError'); } })"
FULL = """() => {
  const real = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (key.includes(":secret:")) throw new DOMException("full", "QuotaExceededError");
    return real.call(this, key, value);
  };
}"""


def test_a_browser_that_keeps_nothing(hall: Hall, phones: Callable[..., Phone], tmp_path: Path) -> None:
    """In private mode the receipt comes before the commitment; after a reload the secret is typed from it."""
    hall.do("convene")
    code = hall.session.people.station("W01")
    phone = phones(hall)
    phone.page.add_init_script(OFF)
    phone.open(code).begin()
    assert code in phone.page.url  # without storage the address is what a reload has
    assert "无痕模式" in phone.text()
    phone.press()
    phone.at("receipt")
    secret = phone.shown()
    assert hall.of("W01") == ("", "") and phone.posts("commit") == []
    fits(phone, tmp_path, "keep-first")
    phone.press()
    phone.at("hand_in")
    phone.press()
    phone.at("wait")
    assert hall.of("W01")[0] == commitment(hall.notice, "W01", secret)
    phone.page.reload()
    phone.at("type")
    phone.type(secret)
    phone.at("wait")
    hall.board()
    phone.at("board")
    hall.do("open_reveal")
    phone.at("reveal")
    phone.press()
    phone.at("revealed")


def test_a_full_disk_is_noticed_before_anything_is_sent(hall: Hall, phones: Callable[..., Phone]) -> None:
    """The secret could not be stored: the receipt comes first, as in private mode."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    phone.begin()
    phone.page.evaluate(FULL)
    phone.press()
    phone.at("receipt")
    assert "这个浏览器不能保存数据" in phone.text() and phone.posts("commit") == []
    secret = phone.shown()
    phone.press()
    phone.at("hand_in")
    phone.press()
    phone.at("wait")
    assert hall.of("W01")[0] == commitment(hall.notice, "W01", secret)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_the_server_killed_between_commitment_and_reveal(tmp_path: Path, phones: Callable[..., Phone]) -> None:
    """kill -9 and a new start of the real command: the page says that it lost the line, comes back alone, and reveals."""
    room.freeze(tmp_path / "s")
    session = Session.open(tmp_path / "s", room.PASSPHRASE, room.ambient())
    code = session.people.station("W01")
    (tmp_path / "pass").write_text(room.PASSPHRASE, encoding="utf-8")
    port, public = free_port(), free_port()
    command = [
        sys.executable,
        "-m",
        "draw",
        "serve",
        str(tmp_path / "s"),
        "--port",
        str(port),
        "--public-port",
        str(public),
    ]
    environment = os.environ | {"DRAW_PASSPHRASE_FILE": str(tmp_path / "pass"), "DRAW_TEST_CLOCK": f"{stamp(START)}/1"}

    def start() -> subprocess.Popen[bytes]:
        with (tmp_path / "said").open("wb") as said:
            server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        for _ in range(150):
            time.sleep(0.2)
            assert server.poll() is None, (tmp_path / "said").read_text(encoding="utf-8")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return server
        raise AssertionError("the server did not start")

    class Address:
        """What `Hall` needs of a server in another process."""

        desk_url = f"http://127.0.0.1:{port}/"

    hall = Hall(session, Address())  # type: ignore[arg-type]
    server = start()
    try:
        phone = phones(hall).open(code)
        hall.do("convene")
        secret = phone.make()
        server.kill()
        server.wait()
        expect(phone.page.locator("#lost")).to_be_visible(timeout=30_000)
        hall.board()
        hall.do("open_reveal")
        server = start()
        phone.at("reveal")
        expect(phone.page.locator("#lost")).to_be_hidden()
        phone.press()
        phone.at("revealed")
        assert hall.of("W01")[1] == secret
    finally:
        server.kill()
        server.wait()


def test_pressed_while_the_server_is_away(tmp_path: Path, phones: Callable[..., Phone]) -> None:
    """A commitment whose answer never came: the page says so, keeps the secret, and the second press hands in the same one."""
    with ceremony(tmp_path / "s") as hall:
        hall.do("convene")
        phone = phones(hall).open(hall.session.people.station("W01"))
        phone.begin()
        phone.page.route("**/commit", lambda route: route.abort())
        phone.press()
        phone.at("hand_in")
        expect(phone.page.locator("#screen .bad")).to_contain_text("没有送到")
        (secret,) = phone.kept()
        phone.page.unroute("**/commit")

        def swallow(route: Any) -> None:
            route.fetch()
            route.abort()

        phone.page.route("**/commit", swallow)
        phone.press()  # recorded, but the answer is lost
        phone.at("receipt")
        assert hall.of("W01")[0] == commitment(hall.notice, "W01", secret) and phone.shown() == secret


# -- the deadline ---------------------------------------------------------------------------------------------------------------


def test_the_deadline_passes_while_the_phone_sleeps(hall: Hall, phones: Callable[..., Phone], tmp_path: Path) -> None:
    """Woken after the close it stands as absent, in words; handed in all the same it is told that it is late."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    secret = phone.make()
    hall.board()
    hall.do("open_reveal")
    phone.at("reveal")
    phone.page.route("**/state?*", lambda route: route.abort())  # asleep: nothing reaches it
    hall.do("reveal", "W02", room.secret("W02"))
    hall.do("close_reveal")
    time.sleep(1)
    phone.at("reveal")
    phone.page.unroute("**/state?*")
    phone.at("absent")
    assert "记为缺席" in phone.text() and "第二次机会" in phone.text() and "W01 一行写作 absent" in phone.text()
    fits(phone, tmp_path, "absent")
    phone.page.locator("#screen button.side").click()
    expect(phone.page.locator("#screen .wait")).to_contain_text("逾期")
    expect(phone.page.locator("#screen button")).to_have_count(0)
    assert hall.lines("late") == ["W01"] and hall.of("W01") == (commitment(hall.notice, "W01", secret), "")
    hall.seed()
    phone.at("seed")
    assert "记为缺席" in phone.text() and "W01 absent" in phone.page.locator("pre").text_content()  # type: ignore[operator]


def test_pressed_a_moment_too_late(hall: Hall, phones: Callable[..., Phone]) -> None:
    """The page still shows the button when the reveals close: the press is recorded as late and told so, not as a success."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    phone.make()
    hall.board()
    hall.do("open_reveal")
    phone.at("reveal")
    hall.do("reveal", "W02", room.secret("W02"))
    phone.page.route("**/state?*", lambda route: route.abort())
    hall.do("close_reveal")
    phone.press()
    phone.page.wait_for_timeout(500)
    phone.page.unroute("**/state?*")
    phone.at("absent")
    expect(phone.page.locator("#screen .wait")).to_contain_text("逾期")
    assert hall.lines("late") == ["W01"]


def test_who_never_committed_is_told_what_it_means(hall: Hall, phones: Callable[..., Phone]) -> None:
    """The board closes while the witness still reads the first screen."""
    phone = phones(hall).open(hall.session.people.station("W01"))
    hall.do("convene")
    phone.begin()
    hall.board()
    phone.at("absent")
    assert "没有在封定前提交" in phone.text()


def test_a_pause_holds_the_button(hall: Hall, phones: Callable[..., Phone]) -> None:
    """While the draw is paused the reveal cannot be pressed, the page says why, and afterwards it goes on."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    phone.make()
    hall.board()
    hall.do("open_reveal")
    phone.at("reveal")
    hall.do("rule", "PAUSE", "POWER", ["D1", "D2"])
    expect(phone.page.locator("#paused")).to_be_visible(timeout=30_000)
    expect(phone.page.locator("#screen button.main")).to_be_disabled()
    hall.do("rule", "CONTINUE", "POWER", ["D1", "D2"])
    expect(phone.page.locator("#screen button.main")).to_be_enabled(timeout=30_000)
    phone.press()
    phone.at("revealed")


# -- somebody is lying ------------------------------------------------------------------------------------------------------


LIES = {
    "line": "不是您的",
    "absent": "不是您的",
    "twice": "不是您的",
    "notice": "另一份公告",
    "hash": "校验码不符",
    "record": "不是您的",
}


def test_a_board_that_is_not_what_was_committed(hall: Hall, phones: Callable[..., Phone], tmp_path: Path) -> None:
    """A changed line, a second one, another notice, a wrong hash, another commitment on record: ✗, tell the notary, no reveal."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    phone.make()
    hall.board()
    hall.do("open_reveal")
    for kind, why in LIES.items():
        phone.at("reveal")
        lie(phone, tampered(kind))
        phone.at("bad")
        assert "✗" in phone.text() and "公证员" in phone.text() and why in phone.text(), kind
        assert phone.page.locator("#screen button").count() == 0
        phone.page.unroute(re.compile(r"/state\?"))
        phone.page.reload()
    phone.at("reveal")
    lie(phone, tampered("line"))
    phone.at("bad")
    fits(phone, tmp_path, "bad")


def test_a_reveal_that_the_record_does_not_have(hall: Hall, phones: Callable[..., Phone]) -> None:
    """Acknowledged and then gone from the record, or another value in seed.txt: ✗."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    secret = phone.make()
    hall.board()
    hall.do("open_reveal")
    phone.at("reveal")
    phone.press()
    phone.at("revealed")
    hall.do("reveal", "W02", room.secret("W02"))
    hall.do("close_reveal")
    lie(phone, lambda state: state.update(revealed=False))
    phone.at("bad")
    assert "记录里却没有" in phone.text()
    phone.page.unroute(re.compile(r"/state\?"))
    hall.seed()

    def change(state: dict[str, Any]) -> None:
        state["seed"]["text"] = state["seed"]["text"].replace(secret, room.secret("W02"))
        state["seed"]["hash"] = digest(state["seed"]["text"].encode())

    lie(phone, change)
    phone.at("bad")
    assert "种子文件不对" in phone.text()


def test_somebody_else_committed_with_the_same_link(hall: Hall, phones: Callable[..., Phone]) -> None:
    """Two devices at the button: the second is told that it is not the one on record, and sends no secret of its own."""
    hall.do("convene")
    code = hall.session.people.station("W01")
    one, two = phones(hall).open(code), phones(hall).open(code)
    two.begin()
    two.page.route("**/state?*", lambda route: route.abort())
    one.make()
    two.press()
    expect(two.page.locator("#screen .bad")).to_be_visible()
    two.page.unroute("**/state?*")
    two.at("type")
    assert "已经提交了承诺值" in two.text()
    assert hall.of("W01")[0] == commitment(hall.notice, "W01", one.kept()[0])


# -- links and logins -----------------------------------------------------------------------------------------------------------


def test_a_renewed_link_closes_the_old_page(hall: Hall, phones: Callable[..., Phone]) -> None:
    """The page on the old link asks for the new card; with the new code it goes on with the secret that it holds."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    secret = phone.make()
    new = hall.session.people.station("W01")
    hall.running._logins.end("w-W01")
    phone.at("link")
    assert "链接不对或已换新" in phone.text()
    phone.page.fill("#code", " ".join(new[n : n + 4] for n in range(0, 43, 4)))
    phone.press()
    phone.at("wait")
    hall.board()
    hall.do("open_reveal")
    phone.at("reveal")
    phone.press()
    phone.at("revealed")
    assert hall.of("W01")[1] == secret


def test_one_browser_for_two_parties(hall: Hall, phones: Callable[..., Phone], tmp_path: Path) -> None:
    """Two stations in one browser do not mix: the first says that the browser was taken over, and comes back when asked."""
    hall.do("convene")
    one = phones(hall).open(hall.session.people.station("W01"))
    one.make()
    two = phones(hall, "W02", context=one.context).open(hall.session.people.station("W02"))
    two.make()
    one.at("taken")
    fits(one, tmp_path, "taken")
    one.press()
    one.at("wait")
    two.at("taken")
    assert hall.lines("commit") == ["W01", "W02"]
    assert hall.of("W01")[0] != hall.of("W02")[0]


def test_a_station_opened_in_the_desks_browser(
    browser: Browser, hall: Hall, phones: Callable[..., Phone], tmp_path: Path
) -> None:
    """It asks before the desk's login is given up."""
    phone = phones(hall)
    phone.page.goto(hall.running.desk_url)
    phone.page.fill("#code", hall.running.desk_code)
    phone.page.click("button.go")
    phone.open(hall.session.people.station("W01"))
    phone.at("staff")
    fits(phone, tmp_path, "staff")
    assert phone.page.request.get(f"{hall.running.desk_url}stations").status == 200
    phone.page.locator("#screen button.side").click()
    phone.at("welcome")


# -- another attempt ------------------------------------------------------------------------------------------------------------


def test_after_a_void_the_secret_is_fresh(hall: Hall, phones: Callable[..., Phone], tmp_path: Path) -> None:
    """The void is told; with the new notice the page compares, makes a new secret, and says that the old one is not used."""
    hall.do("convene")
    phone = phones(hall).open(hall.session.people.station("W01"))
    first = phone.make()
    hall.do("rule", "VOID", "POWER", ["D1", "D2"])
    phone.at("void")
    hall.do("void")
    expect(phone.page.locator("h1")).to_contain_text("本次派位作废")
    fits(phone, tmp_path, "void")
    old = hall.notice
    hall.do("freeze")
    hall.do("convene")
    assert hall.notice != old
    phone.at("compare")
    assert "不再使用" in phone.text() and hall.notice in phone.text()
    phone.press()
    phone.at("make")
    phone.press()
    phone.at("receipt")
    second = phone.shown()
    assert second != first
    assert hall.of("W01")[0] == commitment(hall.notice, "W01", second)
    assert all(first not in body for body in phone.posts("commit") + phone.posts("reveal"))
