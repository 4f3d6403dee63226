"""The stations of the staff in a real browser: what has to be done is on the screen, nothing typed is lost, no script is needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import room
from axe import violations
from playwright.sync_api import Browser, BrowserContext, Page, expect
from staff import PASSWORD, PEOPLE, live

from draw.edges.people import Proven, Role
from draw.edges.session import Session
from draw.hashing import commitment
from web.login import Login
from web.serve import Running

SIGNED = (
    ("OPERATOR", "李操作"), ("CHECKER", "王复核"), ("NOTARY", "周公证"), ("PARENT", "吴一"), ("PARENT", "吴二"),
)  # fmt: skip
LAPTOP, TABLET, WIDE = (1366, 768), (1024, 768), (1920, 1080)
# What has to be pressed next: the first button of the step, of what waits to be confirmed, or of the card itself.
MAIN = """() => {
  const found = [
    ...document.querySelectorAll(
      "#acts .pending .go, #acts .pending button, #acts .step a.go, #acts .step .pair button.go:not([disabled]), "
      + "#acts .step .two button.go, #acts .step .items button.go, #acts .step .show button.go, #acts .step .hand button, "
      + "#acts .step > form button.go"
    ),
  ].filter((n) => n.offsetParent);
  const box = found.length ? found[0].getBoundingClientRect() : null;
  return { bottom: box ? Math.round(box.bottom) : 0, wide: document.documentElement.scrollWidth > innerWidth,
           heads: document.querySelectorAll("h1").length };
}"""
SMALL = """() => [...document.querySelectorAll("button, a.button, summary, .steps a, select, textarea, input:not([type=hidden])")]
  .filter((n) => n.offsetParent && !["checkbox", "radio"].includes(n.type))
  .map((n) => [n.textContent.trim().slice(0, 20), n.getBoundingClientRect().height])
  .filter(([, height]) => height < 47.5)"""


@dataclass
class House:
    """A live session that is served, with an own browser for each person."""

    running: Running
    session: Session
    pages: dict[Role, Page]
    faults: list[str]

    def login(self, role: Role) -> Login:
        """A login of a role beside the browser's."""
        logins = self.running._logins
        found = logins.of(logins.open(Proven(account=self.session.people.of(role)[0])))
        assert found is not None
        return found

    def act(self, role: Role, what: str, /, **form: str) -> None:
        """An act at another window of this person."""
        service = self.running.service
        with service.reading():
            here = service.position
        service.act(what, form | {"attempt": str(here.attempt), "expected": str(here.event)}, self.login(role))
        self.running.feed.poke()

    def second(self) -> None:
        """The notary confirms what waits."""
        service = self.running.service
        with service.reading():
            here = service.position
        form = {"confirm": room.SESSION, "attempt": str(here.attempt), "expected": str(here.event)}
        service.second(form, self.login(Role.NOTARY))
        self.running.feed.poke()

    def commitment(self, party: str) -> str:
        """What a party commits."""
        return commitment(self.running.service.frozen().notice_hash, party, room.secret(party))


def enter(context: BrowserContext, running: Running, account: str) -> Page:
    """Log in with a password. -> the station's page."""
    page = context.new_page()
    page.goto(f"{running.desk_url}login")
    page.select_option("#account", account)
    page.fill("#password", PASSWORD)
    page.click("button.go")
    expect(page.locator("#acts")).to_be_visible()
    return page


@pytest.fixture
def house(browser: Browser, tmp_path: Path) -> Iterator[House]:
    """Everybody at a laptop, the host at a tablet."""
    session = live(tmp_path / "s")
    faults: list[str] = []
    with Running(session, port=0, public_port=0) as running:
        pages, contexts = {}, []
        for role in PEOPLE:
            width, height = TABLET if role is Role.HOST else LAPTOP
            context = browser.new_context(viewport={"width": width, "height": height})
            page = enter(context, running, session.people.of(role)[0].id)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
            pages[role] = page
            contexts.append(context)
        yield House(running, session, pages, faults)
        for context in contexts:
            context.close()
    assert faults == []


def test_what_has_to_be_done_is_on_one_screen(house: House, tmp_path: Path) -> None:
    """At every step, for every role: the next press needs no scrolling, nothing is wider than the screen, targets are large."""
    checked = []

    def look(name: str, *roles: Role, step: str = "") -> None:
        for role in roles or tuple(PEOPLE):
            page = house.pages[role]
            page.goto(f"{house.running.desk_url}?step={step}", wait_until="domcontentloaded")
            found = page.evaluate(MAIN)
            height = page.viewport_size["height"] if page.viewport_size else 0
            assert found["bottom"] <= height, (name, role, found)
            assert not found["wide"] and found["heads"] == 1, (name, role, found)
            assert page.evaluate(SMALL) == [], (name, role)
            page.screenshot(path=tmp_path / f"{name}-{role}.png")
            checked.append((name, role, found["bottom"]))

    operator, checker, notary = Role.OPERATOR, Role.CHECKER, Role.NOTARY
    look("opening")
    look("recusal", operator, step="recusal")
    look("sign-in", operator, step="sign_in")
    for kind, name in SIGNED:
        house.act(operator, "sign-in", kind=kind, name=name, declared="1")
    look("checks", operator, notary)
    for item in ("SEAL", "OFFLINE", "PROGRAM"):
        house.act(notary, "check", item=item)
    house.act(operator, "spot", code="0003")
    look("spot", operator)
    look("convene", operator, step="convene")
    house.act(operator, "convene")
    look("proposed", operator, notary, Role.DISCIPLINE)
    house.second()
    look("commit")
    for party in ("A1", "N1", "W01"):
        house.act(operator, "commit", party=party, commitment=house.commitment(party))
    ruling = {"reason": "POWER", "signer_D1": "1", "signer_D2": "1"}
    house.act(operator, "rule", action="PAUSE", **ruling)
    look("paused")
    house.act(operator, "rule", action="CONTINUE", **ruling)
    house.act(operator, "board", confirm=room.SESSION)
    look("board")
    house.act(operator, "reveal-open")
    look("reveal", operator, notary)
    house.act(operator, "reveal", party="W01", secret=room.secret("W01"))
    house.act(operator, "reveal-close")
    look("dice")
    house.act(operator, "dice-operator", digits=room.DICE)
    house.act(checker, "dice-checker", digits=room.DICE)
    look("thrown", operator, notary)
    house.act(notary, "dice-confirm", confirm=room.SESSION)
    look("envelopes", operator, notary)
    house.act(notary, "envelopes", confirm=room.SESSION)
    look("papers", operator, notary)
    for party in ("A1", "N1"):
        house.act(operator, "paper", party=party, secret=room.secret(party))
    look("seeded", operator, notary)
    house.act(operator, "finish")
    look("second")
    look("show", operator, step="show")
    look("sheets", operator, notary, step="sheets")
    look("archive", operator, notary, step="archive")
    assert sum(bottom > 0 for _, _, bottom in checked) > 20  # the check itself found buttons


def test_a_station_follows_without_reloading(house: House) -> None:
    """What another station does shows within a moment: checklist, forms, minutes; what was opened stays open."""
    page, notary = house.pages[Role.OPERATOR], house.pages[Role.NOTARY]
    page.locator("#others > summary").click()
    page.locator("#minutes > summary").click()
    house.act(Role.OPERATOR, "sign-in", kind="NOTARY", name="周公证", declared="1")
    expect(page.locator("#tail li")).to_have_count(2)
    expect(page.locator("#others")).to_have_attribute("open", "")
    for kind, name in (("OPERATOR", "李操作"), ("CHECKER", "王复核"), ("PARENT", "吴一"), ("PARENT", "吴二")):
        house.act(Role.OPERATOR, "sign-in", kind=kind, name=name, declared="1")
    house.act(Role.OPERATOR, "convene")
    expect(notary.locator(".pending")).to_contain_text("派位开始")
    notary.fill("#second-sure", room.SESSION)
    notary.click(".pending button.go")
    expect(notary.locator("#messages .good")).to_contain_text("派位已开始")
    expect(page.locator(".steps li.now")).to_contain_text("各方提交承诺")
    expect(house.pages[Role.HOST].locator(".line")).to_contain_text("请各方提交承诺值")


def test_a_half_typed_form_is_never_taken_away(house: House) -> None:
    """While somebody types, news only puts up a mark. A commitment may still be sent; what needs the present moment comes back."""
    page = house.pages[Role.OPERATOR]
    for kind, name in SIGNED:
        house.act(Role.OPERATOR, "sign-in", kind=kind, name=name, declared="1")
    house.act(Role.OPERATOR, "convene")
    house.second()
    form = page.locator('.step form[data-act="commit"]')
    form.locator('[name="party"]').select_option("W01")
    form.locator('[name="commitment"]').fill("1" * 63)
    expect(form.locator(".count")).to_have_text("63 / 64")
    form.locator('[name="commitment"]').fill(house.commitment("W01"))
    expect(form.locator(".count")).to_have_text("✓ 64 / 64")
    house.act(Role.OPERATOR, "commit", party="A1", commitment=house.commitment("A1"))
    expect(page.locator("#moved-loose")).to_be_visible()
    expect(form.locator('[name="commitment"]')).to_have_value(house.commitment("W01"))
    form.locator("button.go").click()
    expect(page.locator("#messages .good")).to_contain_text("W01")
    house.act(Role.OPERATOR, "commit", party="N1", commitment=house.commitment("N1"))
    page.goto(f"{house.running.desk_url}?action=PAUSE&reason=NETWORK#rulings")
    ruling = page.locator('form[data-act="rule"]')
    ruling.locator('[name="signer_D1"]').check()
    ruling.locator('[name="signer_D2"]').check()
    ruling.locator("summary").click()
    ruling.locator('[name="text"]').fill("会场网络中断")
    house.act(Role.OPERATOR, "commit", party="W02", commitment=house.commitment("W02"))
    expect(page.locator("#moved")).to_be_visible()
    ruling.locator("button.go").click()
    expect(page.locator("#messages .bad")).to_contain_text("nothing was done")
    expect(ruling.locator('[name="text"]')).to_have_value("会场网络中断")
    expect(ruling.locator('[name="signer_D2"]')).to_be_checked()
    ruling.locator("button.go").click()
    expect(page.locator("#messages .good")).to_contain_text("1")
    expect(page.locator(".step h2")).to_contain_text("裁定")
    house.session.reload()
    assert house.session.state.paused == "PAUSE" and set(house.session.state.commitments) == {"A1", "N1", "W01", "W02"}


def test_the_desk_works_without_scripts(house: House, browser: Browser) -> None:
    """Signing in, proposing, confirming and the incident cards as plain forms and links."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 768})
    page = enter(context, house.running, "operator")
    page.goto(f"{house.running.desk_url}?step=sign_in")
    page.locator(".known button", has_text="周公证").click()
    expect(page.locator("#messages .good")).to_contain_text("第 1 号")
    page.goto(f"{house.running.desk_url}?step=sign_in")
    form = page.locator('.step form[data-act="sign-in"]')
    form.locator('[name="kind"]').select_option("PARENT")
    form.locator('[name="name"]').fill("吴一")
    form.locator('[name="declared"]').check()
    form.locator("button.go").click()
    expect(page.locator("#messages .good")).to_contain_text("第 2 号")
    page.locator("#cards > summary").click()
    page.locator("#card-power > summary").click()
    page.locator("#card-power a", has_text="登记裁定").first.click()
    expect(page.locator('form[data-act="rule"] [value="PAUSE"]')).to_be_checked()
    context.close()


def test_an_incident_card_from_the_drawer(house: House, browser: Browser) -> None:
    """One press puts its sentence before the hall, Escape closes the drawer; a drawer opened long ago still works."""
    hall = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    hall.goto(house.running.hall_url)
    host, operator = house.pages[Role.HOST], house.pages[Role.OPERATOR]
    expect(operator.locator("#health")).to_contain_text("大屏 1", timeout=60_000)
    host.locator("#cards > summary").click()
    host.locator("#card-network > summary").click()
    house.act(Role.OPERATOR, "sign-in", kind="NOTARY", name="周公证", declared="1")
    expect(hall.locator("#scene")).to_contain_text("公证员")
    host.locator("#card-network button").click()
    expect(hall.locator("#scene")).to_contain_text("派位不依赖网络")
    operator.locator("#cards > summary").click()
    expect(operator.locator("#cards .panel")).to_be_visible()
    operator.keyboard.press("Escape")
    expect(operator.locator("#cards .panel")).to_be_hidden()
    hall.context.close()


def test_a_locked_station_shows_nothing(house: House) -> None:
    """One press locks it; its page, and a page left open, ask for the password."""
    page = house.pages[Role.NOTARY]
    page.locator('form[action="/lock"] button').click()
    expect(page.locator("h1")).to_contain_text("座席已锁定")
    page.goto(house.running.desk_url)
    expect(page.locator("#password")).to_be_visible()
    page.fill("#password", PASSWORD)
    page.click("button.go")
    expect(page.locator("#acts")).to_be_visible()


def test_no_station_is_wider_than_its_screen(house: House) -> None:
    """Every role at every size, a phone and a zoomed page included."""
    for size in (LAPTOP, WIDE, TABLET, (400, 800)):
        for role, page in house.pages.items():
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.goto(house.running.desk_url, wait_until="domcontentloaded")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (size, role)


def test_axe_finds_nothing_at_any_station(house: House) -> None:
    """Every role before the draw, with something to confirm, paused, and after it, with everything unfolded."""

    def look(*roles: Role, step: str = "") -> None:
        for role in roles or tuple(PEOPLE):
            page = house.pages[role]
            page.goto(f"{house.running.desk_url}?step={step}", wait_until="domcontentloaded")
            page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
            assert violations(page) == [], (role, step)

    look()
    look(Role.OPERATOR, Role.NOTARY, step="checks")
    for kind, name in SIGNED:
        house.act(Role.OPERATOR, "sign-in", kind=kind, name=name, declared="1")
    house.act(Role.OPERATOR, "spot", code="0003")
    look(Role.OPERATOR, Role.NOTARY, step="spot")
    house.act(Role.OPERATOR, "convene")
    look(Role.OPERATOR, Role.NOTARY, Role.DISCIPLINE)
    house.second()
    house.act(Role.OPERATOR, "rule", action="PAUSE", reason="POWER", signer_D1="1", signer_D2="1", text="停电。")
    look()
    for path in ("floor/recusal", "floor/ruling/9"):
        page = house.pages[Role.OPERATOR]
        page.goto(f"{house.running.desk_url}{path}")
        assert violations(page) == [], path
