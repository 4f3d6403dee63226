"""Classes, seats, quotas and teams in a real browser: every page of the show is whole, and phones find class, seat and tables."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gallery
import pytest
import room
import simulator
import yard
from axe import violations
from phones import put, serving
from playwright.sync_api import Browser, expect
from stage_door import open_hall, put_all
from test_overflow import FAULTS

from draw import results
from draw.hashing import digest, sums_file
from draw.pool import Pool
from draw.rules import Dealing, Rules
from web.show import Show

States = list[tuple[str, dict[str, Any]]]
SIZES = ((1920, 1080), (1024, 768))
VERDICT = re.compile("本手机已用公布的文件重新核对")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> room.Room:
    """The ceremony side over any signed session: its pages are replaced below."""
    session = room.freeze(tmp_path_factory.mktemp("further") / "s")
    room.hold(session)
    return room.Room(session)


def pages(place: room.Room, pool: Pool, rules: Rules, name: str) -> States:
    """A state for the first, the middle and the last page of each kind of each draw."""
    look = gallery.Gallery(name, place.session)
    with look.service.reading():
        assert look.service.advance() or look.service.position.shown
    look.take("base")
    base = look.found[0][1]
    files = results.compute(pool, rules, digest(b"7"))
    names = {code: "欧阳**" if n % 5 == 0 else "阚**" for n, code in enumerate(pool.applicants)}
    show = Show(pool, rules, digest(b"7"), digest(files["outputs.txt"]), names)
    kinds: dict[tuple[int, str, int], list[int]] = {}
    for at, frame in enumerate(show.frames):
        kinds.setdefault((frame.draw, frame.kind, frame.part), []).append(at)
    wanted = sorted({found[i] for found in kinds.values() for i in (0, len(found) // 2, -1)})
    return [
        (f"{name}-{at}-{show.frames[at].kind}", base | {"view": show.page(at), "v": f"{name}{at}.0"}) for at in wanted
    ]


def test_every_page_is_whole(browser: Browser, place: room.Room) -> None:
    """A small school and a large one with long codes, a school of 40 characters, both orders of languages, both themes, 16:9 and
    4:3: nothing is cut off or too small.
    """
    states = [
        *pages(place, *yard.yard(school=yard.LONG), "small"),
        *pages(place, *yard.yard(classes=12, each=50, wide=10), "large"),
        *pages(place, *yard.yard(classes=3, each=8, dealing=Dealing.SERPENTINE), "serpentine"),
    ]
    assert {s["view"]["kind"] for _, s in states} >= {"draw", "fill", "list", "seats", "lines", "grid", "closed"}
    for width, height in SIZES:
        page = open_hall(browser, place, width=width, height=height)
        for order, theme in (("zh-en", "light"), ("en-zh", "dark")):
            for _, state in states:
                state["screen"] = {**state["screen"], "order": order, "theme": theme}
            found = put_all(page, states, FAULTS)
            assert {n: faults for (n, _), faults in zip(states, found, strict=True) if faults} == {}, (width, order)
        page.context.close()


def test_axe_finds_nothing(browser: Browser, place: room.Room, site: tuple[Path, str]) -> None:
    """WCAG 2.2: a page of each kind in one of the two themes, and the tables on a phone."""
    kinds = {state["view"]["kind"]: state for _, state in pages(place, *yard.yard(), "axe")}
    page, wrong = open_hall(browser, place), {}
    for n, (kind, state) in enumerate(sorted(kinds.items())):
        state["screen"] |= {"order": "zh-en", "theme": ("light", "dark")[n % 2]}
        put_all(page, [(kind, state)], "() => true")
        if found := violations(page):
            wrong[kind] = found
    page.context.close()
    phone = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto(site[1])
    phone.locator("#things-ask").click()
    expect(phone.locator("#things-found table").first).to_be_visible(timeout=15_000)
    if found := violations(phone):
        wrong["phone"] = found
    phone.context.close()
    assert wrong == {}


@pytest.fixture(scope="module")
def record() -> dict[str, bytes]:
    """A whole record of the yard."""
    pool, rules = yard.yard()
    return simulator.record(rules=rules, people=yard.people(pool))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, record: dict[str, bytes]) -> Iterator[tuple[Path, str]]:
    """The record on a public side of its own."""
    folder = tmp_path_factory.mktemp("further") / "record"
    folder.mkdir()
    put(folder, record)
    with serving(folder) as served:
        yield folder, served.url


def lines(record: dict[str, bytes], name: str, draw: str) -> list[list[str]]:
    """The lines of a table that are of one draw."""
    found = [line.split(",") for line in record[f"tables/{name}.csv"].decode().splitlines()[1:]]
    return [line for line in found if line[0] == draw]


def test_a_phone_finds_class_seat_school_and_selection(
    browser: Browser, record: dict[str, bytes], site: tuple[Path, str]
) -> None:
    """R40-R45, R53: the own child's line with class and seat, a late child's class, a school of the transfer, a selected unit: each
    checked on the phone from the published files.
    """
    seat = lines(record, "seats", "seats")[-1]
    late = lines(record, "classes", "late")[0]
    chosen = lines(record, "selected", "people")[0]
    twin = lines(record, "classes", "class")[0]
    rows = [line.split(",") for line in record["results.csv"].decode().splitlines()]
    moved = next(row for row in rows if row[2] == "cohort" and row[1] == "B03")
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    for code, *told in (
        (seat[4], f"{seat[4]} 号：已编班，示例第一中学，{seat[1]} 班", f"座位：第 {seat[2]} 排第 {seat[3]} 座"),
        (twin[3], "捆绑组 B01"),
        (late[3], f"{late[3]} 号：已编班，示例第二中学，{late[2]} 班"),
        (chosen[2], f"{chosen[2]} 号：中签", "排第 1 位（共 9 个派位对象）"),
        (moved[0], f"{moved[0]} 号：录取", "捆绑组 B03"),
    ):
        page.goto("about:blank")
        page.goto(f"{site[1]}#{code}")
        card = page.locator("#answer .card.ok")
        expect(card).to_contain_text(VERDICT, timeout=15_000)
        for words in told:
            expect(card).to_contain_text(words)
        assert page.locator(".proofs .fail").count() == 0
    page.context.close()


def test_everybody_reads_what_was_drawn_of_things(
    browser: Browser, record: dict[str, bytes], site: tuple[Path, str]
) -> None:
    """Teams, quotas, transfer and items, without a code, from the files that the signed statement names; a changed one is told."""
    folder, url = site
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(url)
    page.locator("#things-ask").click()
    found = page.locator("#things-found")
    expect(found).to_contain_text("这些表格与签名的结果声明一致", timeout=15_000)
    heads = found.locator("h3").all_inner_texts()
    assert heads == ["小班抽签：先试点的学校", "指标到校", "整班移交人数", "任课教师团队抽签"]
    rows = [row.split("\t") for row in found.locator("table").last.locator("tbody tr").all_inner_texts()]
    assert [row[2] for row in rows] == [line[3] for line in lines(record, "teams", "team")]
    assert "家长代表" not in found.inner_text() and "0076" not in found.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    changed = record["tables/teams.csv"].replace(b"class", b"klass")
    put(folder, record | {"tables/teams.csv": changed})
    try:
        page.locator("#things-ask").click()
        expect(found).to_contain_text("tables/teams.csv 的校验码与 outputs.txt 中写的不同", timeout=15_000)
        assert found.locator("table").count() == 0
    finally:
        put(folder, record)
    page.context.close()


def test_a_class_or_seat_that_was_changed_is_seen(
    browser: Browser, record: dict[str, bytes], site: tuple[Path, str]
) -> None:
    """A consistent forgery by somebody with the key: another class in classes.csv than in seats.csv, or no line at all, fails."""
    code = lines(record, "seats", "seats")[0][4]
    folder, url = site
    page = browser.new_context().new_page()
    page.goto(url)
    table = record["tables/classes.csv"].decode()
    line = next(one for one in table.splitlines() if one.startswith("class,") and one.endswith(f",{code}"))
    school, number = line.split(",")[1:3]
    other = f"class,{school},{int(number) % 4 + 1},{code}"
    for forged in (table.replace(line, other), table.replace(f"{line}\n", "")):
        put(folder, _resigned(record, {"tables/classes.csv": forged.encode()}))
        found = page.evaluate(
            """async (code) => {
              const { check } = await import("/static/check.js");
              const { fileKeeper } = await import("/static/files.js");
              const report = await check({ load: fileKeeper().round(), code });
              return report.proofs.filter((one) => one.word === "fail").map((one) => [one.name, one.why]);
            }""",
            code,
        )
        assert [name for name, _ in found] == ["row"], found
        assert json.dumps(found).count("tables/") == 1
    put(folder, record)
    page.context.close()


def _resigned(record: dict[str, bytes], changed: dict[str, bytes]) -> dict[str, bytes]:
    """The record with other tables, signed again by its own key."""
    from draw import signing

    files = record | changed
    names = [line[66:] for line in record["outputs.txt"].decode().splitlines()]
    files["outputs.txt"] = sums_file({name: digest(files[name]) for name in names})
    old, new = digest(record["outputs.txt"]).encode(), digest(files["outputs.txt"]).encode()
    files["statement.txt"] = record["statement.txt"].replace(old, new)
    files["statement.sig"] = signing.sign(simulator.SIGNER, files["statement.txt"])
    return files
