"""The phone page in a real browser: one's own child checked on the phone itself, forgeries seen, nothing sent or stored."""

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import district
import pytest
import room
import simulator
from afterwards import amended
from phones import Served, put, serving
from playwright.sync_api import Browser, Page, expect
from proxy import FreezingProxy
from simulator import AMENDER, SIGNER, rules_of, school, secret_of
from test_verify import SOUND

from draw import signing
from draw.edges.session import Session
from draw.hashing import digest, number, read_aloud, sums_file
from draw.words import pair
from web.public.pages import PROOFS
from web.public.record import Record
from web.serve import Running

Files = dict[str, bytes]
PLAIN = simulator.record()
NOTICE = digest(PLAIN["notice.json"])
VERDICT = re.compile("本手机已用公布的文件重新核对")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Site"]:
    """A public side on its own over a folder that the tests fill."""
    folder = tmp_path_factory.mktemp("phone") / "record"
    folder.mkdir()
    with serving(folder) as served:
        yield Site(folder, served)


class Site:
    """The folder and who serves it."""

    def __init__(self, folder: Path, served: Served) -> None:
        self.folder = folder
        self.url = served.url

    def hold(self, files: Mapping[str, bytes]) -> None:
        """Publish exactly these files, and wait until phones would be told."""
        put(self.folder, files)
        mark = f'"mark":"{Record(self.folder).look().mark}"'.encode()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with urllib.request.urlopen(f"{self.url}state.json", timeout=5) as answer:
                if mark in answer.read():
                    return
            time.sleep(0.05)
        raise AssertionError("phones were not told")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone whose scripts may not fail and whose policy may not be broken."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield page
    context.close()
    assert faults == []


def words(page: Page) -> dict[str, str]:
    """Check -> pass, fail or open, as the drawer says."""
    found = page.locator(".proofs li").evaluate_all("(all) => all.map((n) => n.className)")
    return dict(zip(PROOFS, found, strict=True))


def look_up(page: Page, site: Site, code: str) -> None:
    """Open the page at a code and wait for its card."""
    page.goto("about:blank")
    page.goto(f"{site.url}#{code}")
    expect(page.locator("#answer .card details")).to_have_count(1, timeout=15_000)


# -- what is right -----------------------------------------------------------------------------------------------------------


def test_the_answer_comes_with_no_tap(site: Site, phone: Page) -> None:
    """R53: a code in the address, then only waiting: in the list, then the result, each checked on the phone itself."""
    frozen = {n: PLAIN[n] for n in ("notice.json", "notice.sig", "pool.csv", "rules.json", "program.txt", "signer.pem")}
    site.hold(frozen)
    look_up(phone, site, "0004")
    card = phone.locator("#answer .card")
    expect(card).to_contain_text("0004 号在冻结名单中（名单文件第 5 行）")
    expect(card).to_contain_text("名单与公告一致")
    assert words(phone) == dict.fromkeys(PROOFS, "open") | dict.fromkeys(("notice", "rules", "list"), "pass")
    site.hold(PLAIN)
    expect(card).to_contain_text(VERDICT, timeout=15_000)
    expect(card.locator(".sentence")).to_contain_text(
        "0004 号：录取，示例中学。在“派位 x1”中排第 1 位（共 5 个派位对象）；按录取序号录取。"
    )
    assert words(phone) == dict.fromkeys(PROOFS, "pass") | dict.fromkeys(("amendments", "allocation", "papers"), "open")
    for name in ("notice.json", "statement.txt"):
        expect(card.locator(".codes").first).to_contain_text(read_aloud(digest(PLAIN[name])))
    phone.locator("summary").click()
    expect(card).to_contain_text(number(digest(PLAIN["seed.txt"]), "x1", "0004"))
    assert "verified" not in card.inner_text().lower() and "已验证" not in card.inner_text()


def test_nothing_about_the_child_leaves_the_phone(site: Site, phone: Page) -> None:
    """No request carries the code, nothing is stored, no cookie is set, the code stands in the fragment alone."""
    site.hold(PLAIN)
    sent: list[str] = []
    phone.on("request", lambda r: sent.append(f"{r.method} {r.url} {json.dumps(r.headers)} {r.post_data}"))
    phone.goto(site.url)
    phone.fill("#code", "0003")
    phone.keyboard.press("Enter")
    expect(phone.locator("#answer .card")).to_contain_text(VERDICT, timeout=15_000)
    assert phone.evaluate("location.hash") == "#0003"
    assert len(sent) > 20
    assert [one for one in sent if "0003" in one] == []
    assert phone.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert phone.context.cookies() == []
    kept = phone.evaluate("async () => (await indexedDB.databases()).length")
    assert kept == 0


def test_works_where_the_browser_gives_no_cryptography(site: Site, browser: Browser) -> None:
    """Plain http on a LAN has no crypto.subtle: the page never asks for it."""
    site.hold(PLAIN)
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'crypto', { value: {}, configurable: true })")
    page = context.new_page()
    look_up(page, site, "0004")
    expect(page.locator("#answer .card")).to_contain_text(VERDICT)
    context.close()


@pytest.mark.parametrize("typed", ["０００４", " 0004 ", "0004号", "＃0004"])
def test_spellings_are_forgiven(site: Site, phone: Page, typed: str) -> None:
    """Full-width digits, spaces and the word for number are no reason to send a grandmother away."""
    site.hold(PLAIN)
    phone.goto(site.url)
    phone.fill("#code", typed)
    phone.click(".go")
    expect(phone.locator(".sentence")).to_contain_text("0004 号：录取", timeout=15_000)
    expect(phone.locator("#code")).to_have_value("0004")


def test_an_unknown_code_is_said_and_helped(site: Site, phone: Page) -> None:
    """Not in the list: said so, with what may have been meant; a bundle's code leads to its children."""
    site.hold(PLAIN)
    look_up(phone, site, "4")
    expect(phone.locator(".sentence")).to_contain_text("名单中没有 4。")
    phone.click(".choices button")
    expect(phone.locator(".sentence")).to_contain_text("0004 号：录取", timeout=15_000)
    look_up(phone, site, "b001")
    assert phone.locator(".choices button").all_inner_texts() == ["0002", "0005"]
    look_up(phone, site, "%3Cimg%20src%3Dx%3E")
    expect(phone.locator(".sentence")).to_contain_text("名单中没有 <IMGSRC=X>。")
    assert phone.locator("#answer img").count() == 0


CHECK = """async ([codes, amended]) => {
  const { check } = await import("/static/check.js");
  const kept = new Map();
  const load = async (name) => {
    if (!kept.has(name)) {
      const answer = await fetch("/record/" + name, { cache: "no-store" });
      kept.set(name, answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null);
    }
    return kept.get(name);
  };
  const all = [];
  for (const code of codes) {
    const r = await check({ load, code, amended });
    const f = r.result;
    all.push({
      words: Object.fromEntries(r.proofs.map((p) => [p.name, p.word])), why: r.proofs.map((p) => p.why).filter(Boolean),
      failed: r.failed, found: f && [f.draw.id, f.rank, f.number, f.outcome, f.school, f.reason],
      position: f && f.position, listed: f && f.listed,
    });
  }
  return all;
}"""


def checked(page: Page, *codes: str, amendments: int = 0) -> list[dict[str, Any]]:
    """The reports of check.js for these codes, over the files that are served now."""
    found: list[dict[str, Any]] = page.evaluate(CHECK, [codes, amendments])
    return found


def confirmed(page: Page, files: Files) -> list[list[str]]:
    """Every child's line, which the phone must find as it stands in results.csv, with no check failed. -> the lines."""
    rows = [line.split(",") for line in files["results.csv"].decode().splitlines()[1:]]
    many = sum(n.endswith("amendment.txt") for n in files)
    waiting = [line.split(",") for line in files["tables/waiting.csv"].decode().splitlines()[1:]]
    for row, found in zip(rows, checked(page, *(row[0] for row in rows), amendments=many), strict=True):
        assert not found["failed"], (row, found["why"])
        assert found["found"] == row[2:]
        assert found["words"]["row"] == "pass"
        assert found["position"] == next((w[1] for w in waiting if (w[0], w[2]) == (row[6], row[1])), "")
    return rows


@pytest.mark.parametrize("name", [n for n in SOUND if not n.startswith("void")])
def test_every_child_of_every_sound_record(site: Site, phone: Page, name: str) -> None:
    """What the phone says of each child is the line of results.csv: all policies, dice, absent parties, amendments."""
    files = SOUND[name]()
    put(site.folder, files)
    phone.goto(site.url)
    confirmed(phone, files)


def published(session: Session) -> Files:
    """The files of a session's public folder."""
    return {p.relative_to(session.public).as_posix(): p.read_bytes() for p in session.public.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The record of a district with every kind of draw."""
    session = district.freeze(tmp_path_factory.mktemp("district") / "d")
    room.hold(session)
    return published(session)


def test_every_child_of_a_district(site: Site, phone: Page, districts: Files) -> None:
    """Quotas with spill, a shortlist, preferences by both methods, the nearest school, families: every line is confirmed."""
    put(site.folder, districts)
    phone.goto(site.url)
    rows = confirmed(phone, districts)
    assert {row[5] for row in rows} >= {"admitted", "not_admitted"}
    assert {row[2] for row in rows} >= {"s1.p", "s1.q", "s1.r", "zone", "south", "rest"}
    listed = districts["tables/shortlists.csv"].decode().splitlines()[1].split(",")
    assert checked(phone, listed[2])[0]["listed"] == [listed[1]]


SENTENCES = {
    "admitted": r"^000\d 号：录取，示例中学。在“派位 x1”中排第 \d 位（共 5 个派位对象）；.+。 "
    r"No\. 000\d: admitted, X1\. Rank \d of 5 in draw x1; .+\.$",
    "waiting": r"号：候补，示例中学，候补名单第 \d 位。.+ waiting, X1, position \d on the list\.",
    "shortlisted": r"号：入围，示例中学。在“派位 x1”中抽出第 \d 位（共 5 个派位对象，入围名单不分先后）；按抽签顺序入围。",
    "not_shortlisted": r"号：未入围。在“派位 x1”中抽出第 \d 位.+ not shortlisted\. Drawn \d of 5",
    "registered": r"号：录取，示例中学。“派位 x1”没有抽签；注册入学.+ Draw x1 was not held;",
}


@pytest.mark.parametrize("outcome", SENTENCES)
def test_one_plain_sentence_for_each_outcome(site: Site, phone: Page, outcome: str) -> None:
    """Both languages: what, where, which rank of how many, and why; of a shortlist no rank (R20)."""
    name = {"shortlisted": "shortlist", "not_shortlisted": "shortlist", "registered": "registered only"}.get(
        outcome, "SKIP"
    )
    files = SOUND[name]()
    wanted = "admitted" if outcome == "registered" else outcome
    code = next(line[:4] for line in files["results.csv"].decode().splitlines() if line.split(",")[5] == wanted)
    site.hold(files)
    look_up(phone, site, code)
    assert re.search(SENTENCES[outcome], " ".join(phone.locator(".sentence").inner_text().split()))


def test_bundles_name_their_own_and_lists_are_remembered(site: Site, phone: Page, districts: Files) -> None:
    """A twin's card names the bundle and the other; a child placed after a shortlist sees the list too."""
    rows = [line.split(",") for line in districts["results.csv"].decode().splitlines()[1:]]
    twin = next(r for r in rows if r[1].startswith("B"))
    mate = next(r for r in rows if r[1] == twin[1] and r[0] != twin[0])
    site.hold(districts)
    look_up(phone, site, twin[0])
    expect(phone.locator("#answer .card")).to_contain_text(f"捆绑组 {twin[1]}，与 {mate[0]} 一起派位")
    look_up(phone, site, districts["tables/shortlists.csv"].decode().splitlines()[1].split(",")[2])
    expect(phone.locator("#answer .card")).to_contain_text("此前已入围示例外国语学校")


def test_a_void_attempt_has_no_result(site: Site, phone: Page) -> None:
    """Said so; the list is still checked."""
    site.hold(simulator.void_record(ruling=True))
    look_up(phone, site, "0003")
    expect(phone.locator("#answer .card")).to_contain_text("本次派位已作废，没有结果。")
    expect(phone.locator("#where")).to_contain_text("作废")
    found = words(phone)
    assert found["list"] == "pass" and found["board"] == "pass" and found["statement"] == "open"


def test_amendments_say_what_became_of_the_child(site: Site, phone: Page) -> None:
    """SPEC §13: the amendment that names this child stands above the drawn result; others see that there are some."""
    admitted = [line.split(",") for line in PLAIN["results.csv"].decode().splitlines() if ",admitted," in line]
    files = amended(PLAIN, [("declined", admitted[0][0], "2026-07-20")], [("struck", admitted[1][0], "2026-07-21")])
    site.hold(files)
    look_up(phone, site, admitted[0][0])
    card = phone.locator("#answer .card")
    expect(card.locator(".news")).to_contain_text("更正单 1 已改变这个孩子的结果：放弃。")
    expect(card).to_contain_text("派位当天的结果：")
    expect(card).to_contain_text("已发布 2 份更正单")
    assert words(phone)["amendments"] == "pass"
    moved = next(
        line.split(",") for line in files["amendments/0001/changes.csv"].decode().splitlines() if ",VACANCY" in line
    )
    look_up(phone, site, moved[0])
    expect(card.locator(".news")).to_contain_text("录取，示例中学（有空缺，依次递补）")
    site.hold(amended(PLAIN, [("annulled", "", "2026-07-20")]))
    look_up(phone, site, "0003")
    expect(card.locator(".news")).to_contain_text("这次派位已依法撤销")


# -- what is forged ----------------------------------------------------------------------------------------------------------


def flipped(name: str, at: int = -3) -> Callable[[], Files]:
    """The record with one changed byte in one file, as a broken disk or a clumsy forger leaves it."""
    return lambda: PLAIN | {name: PLAIN[name][:at] + bytes([PLAIN[name][at] ^ 1]) + PLAIN[name][at + 1 :]}


def resigned(files: Files, **more: bytes) -> Files:
    """A forgery by somebody who has the signer's key: sums, statement and signatures made anew over changed files."""
    files = files | more
    outputs = {n: digest(d) for n, d in files.items() if n.startswith(("orders/", "tables/")) or n == "results.csv"}
    files["outputs.txt"] = sums_file(outputs)
    lines = files["statement.txt"].decode().splitlines()
    lines[4:7] = [
        f"board {digest(files['board.txt'])}", f"seed {digest(files['seed.txt'])}", f"outputs {digest(files['outputs.txt'])}",
    ]  # fmt: skip
    files["statement.txt"] = "".join(f"{line}\n" for line in lines).encode()
    files["statement.sig"] = signing.sign(SIGNER, files["statement.txt"])
    return files


def lines_of(name: str) -> list[str]:
    """The lines of a file of the record."""
    return PLAIN[name].decode().splitlines()


def joined(lines: list[str]) -> bytes:
    """A text file."""
    return "".join(f"{line}\n" for line in lines).encode()


def ranked(pairs: list[tuple[str, str]]) -> bytes:
    """An order of (number, unit) as given."""
    return joined(["rank,number,unit", *(f"{n},{number},{unit}" for n, (number, unit) in enumerate(pairs, 1))])


ORDER = [(line.split(",")[1], line.split(",")[2]) for line in PLAIN["orders/x1.csv"].decode().splitlines()[1:]]
SEED = digest(PLAIN["seed.txt"])


def order_forged(pairs: list[tuple[str, str]]) -> Files:
    """The record with another order, signed."""
    return resigned(PLAIN, **{"orders/x1.csv": ranked(pairs)})


def swapped_numbers() -> Files:
    """The first and the last exchange their numbers: the favourite comes first."""
    (first, a), *middle, (last, b) = ORDER
    return order_forged([(first, b), *middle, (last, a)])


def own_row(**changed: str) -> Files:
    """Another line of results.csv for 0003, signed."""
    names = lines_of("results.csv")[0].split(",")
    rows = [line.split(",") for line in lines_of("results.csv")]
    row = dict(zip(names, next(r for r in rows if r[0] == "0003"), strict=True)) | changed
    new = [list(row.values()) if r[0] == "0003" else r for r in rows]
    return resigned(PLAIN, **{"results.csv": joined([",".join(r) for r in new])})


def another_secret() -> Files:
    """A sealed party shows a number that it had not committed to."""
    seed = PLAIN["seed.txt"].replace(secret_of("A1").encode(), digest(b"another").encode())
    order = sorted((number(digest(seed), "x1", unit), unit) for _, unit in ORDER)
    return resigned(PLAIN, **{"seed.txt": seed, "orders/x1.csv": ranked(order)})


def statement_of(index: int, line: str) -> Files:
    """A statement with one other line, signed."""
    lines = lines_of("statement.txt")
    lines[index] = line
    text = joined(lines)
    return PLAIN | {"statement.txt": text, "statement.sig": signing.sign(SIGNER, text)}


def other_board() -> Files:
    """A board that names another notice, and everything after it made to fit."""
    board = PLAIN["board.txt"].replace(NOTICE.encode(), digest(b"other").encode())
    seed = PLAIN["seed.txt"].replace(digest(PLAIN["board.txt"]).encode(), digest(board).encode())
    return resigned(PLAIN, **{"board.txt": board, "seed.txt": seed})


def other_list() -> Files:
    """A child more in pool.csv, and the notice signed anew over it, but with the old count."""
    pool = PLAIN["pool.csv"] + b"0007,0007," + digest(b"seal").encode() + b"\n"
    notice = PLAIN["notice.json"].replace(digest(PLAIN["pool.csv"]).encode(), digest(pool).encode())
    return PLAIN | {"pool.csv": pool, "notice.json": notice, "notice.sig": signing.sign(SIGNER, notice)}


def twice() -> Files:
    """A key that stands twice in a signed notice: two readers could read two notices."""
    notice = PLAIN["notice.json"].replace(b'"attempt":1,', b'"attempt":2,"attempt":1,')
    return PLAIN | {"notice.json": notice, "notice.sig": signing.sign(SIGNER, notice)}


FORGED: dict[str, tuple[Callable[[], Files], str, str]] = {
    "a byte of notice.json": (flipped("notice.json"), "notice", "格式不对"),
    "a byte of notice.sig": (flipped("notice.sig"), "notice", "notice.json 的签名无效"),
    "a key twice in the notice": (twice, "notice", "格式不对"),
    "a byte of pool.csv": (flipped("pool.csv"), "list", "pool.csv 的校验码与 notice.json 中写的不同"),
    "a child more than declared": (other_list, "list", "pool.csv 与 notice.json 的内容对不上"),
    "a byte of rules.json": (flipped("rules.json"), "rules", "rules.json 的校验码"),
    "a byte of board.txt": (flipped("board.txt"), "seed", "board"),
    "a board of another notice": (other_board, "board", "board.txt 第 2 行与 notice.json 不一致"),
    "a party missing on the board": (lambda: PLAIN | {"board.txt": joined(lines_of("board.txt")[:-1])}, "board", "格式不对"),
    "a byte of seed.txt": (flipped("seed.txt"), "seed", "N1 公布的数字与它事先的承诺不符"),
    "another die": (lambda: PLAIN | {"seed.txt": PLAIN["seed.txt"].replace(b"3141593019", b"3141593018")}, "statement", "seed.txt"),
    "a secret that was not committed": (another_secret, "seed", "A1 公布的数字与它事先的承诺不符"),
    "a byte of statement.txt": (flipped("statement.txt"), "signature", "statement.txt 的签名无效"),
    "a byte of statement.sig": (flipped("statement.sig"), "signature", "statement.txt 的签名无效"),
    "a statement of another session": (lambda: statement_of(0, "draw1 other-2026"), "statement", "第 1 行与 notice.json"),
    "a statement of another attempt": (lambda: statement_of(2, "attempt 2"), "statement", "第 3 行与 notice.json"),
    "a statement of another mode": (lambda: statement_of(1, "mode live"), "statement", "第 2 行与 notice.json"),
    "a byte of outputs.txt": (flipped("outputs.txt"), "statement", "与 outputs.txt 不一致"),
    "a byte of results.csv": (flipped("results.csv"), "outputs", "results.csv 的校验码与 outputs.txt 中写的不同"),
    "a byte of the order": (flipped("orders/x1.csv"), "outputs", "orders/x1.csv 的校验码"),
    "a byte of the waiting list": (flipped("tables/waiting.csv"), "outputs", "tables/waiting.csv 的校验码"),
    "results.csv is away": (lambda: {n: d for n, d in PLAIN.items() if n != "results.csv"}, "outputs", "results.csv 没有发布"),
    "two children exchanged": (swapped_numbers, "order", "第 2 行的随机号不是由种子算出的那一个"),
    "a number made up": (lambda: order_forged([("0" * 64, ORDER[-1][1]), *ORDER[:-1]]), "order", "随机号不是由种子算出"),
    "not ascending": (lambda: order_forged([ORDER[1], ORDER[0], *ORDER[2:]]), "order", "第 3 行没有由小到大排列"),
    "a child left out of the draw": (lambda: order_forged(ORDER[:-1]), "order", f"漏掉了 {ORDER[-1][1]}"),
    "a ghost in the draw": (
        lambda: order_forged(sorted([*ORDER, (number(SEED, "x1", "9999"), "9999")])), "order", "多出了 9999",
    ),
    "another's number on the row": (lambda: own_row(number=ORDER[0][0]), "row", "0003 号的一行与 orders/x1.csv 不一致"),
    "another rank on the row": (lambda: own_row(rank="1"), "row", "0003 号的一行"),
    "a rank without an order": (lambda: own_row(draw="x2"), "row", "0003 号的一行"),
    "admitted nowhere": (lambda: own_row(outcome="admitted", school=""), "row", "0003 号的一行"),
    "another unit on the row": (lambda: own_row(unit="0004"), "order", "results.csv 第 4 行与 pool.csv 不一致"),
    "a row twice": (
        lambda: resigned(PLAIN, **{"results.csv": joined([*lines_of("results.csv"), lines_of("results.csv")[-1]])}),
        "order", "results.csv 第 8 行",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_each_forgery_is_seen_by_its_check(site: Site, phone: Page, name: str) -> None:
    """One changed byte, or a consistent forgery by somebody with the key: the check meant for it fails first and says why."""
    make, first, says = FORGED[name]
    put(site.folder, make())
    phone.goto(site.url)
    (found,) = checked(phone, "0003")
    assert found["failed"]
    failed = [proof for proof in PROOFS if found["words"][proof] == "fail"]
    assert failed[0] == first, (failed, found["why"])
    told = [pair(key, **facts)[0] for key, facts in found["why"] if key.startswith("phone.bad")]
    assert any(says in one for one in told), told


@pytest.mark.parametrize(
    "name", ["a byte of pool.csv", "a byte of results.csv", "two children exchanged", "a secret that was not committed"]
)
def test_a_forgery_is_red_and_says_what_to_do(site: Site, phone: Page, name: str) -> None:
    """In words: what does not fit, and to go to the notary with it; no outcome beside it, no green verdict."""
    make, _, says = FORGED[name]
    site.hold(make())
    look_up(phone, site, "0003")
    card = phone.locator("#answer .card.bad[role=alert]")
    expect(card).to_contain_text("核对不符")
    expect(card).to_contain_text(says)
    expect(card).to_contain_text("请截屏，把这一页拿给公证员或服务台看")
    assert phone.locator(".verdict, .sentence").count() == 0
    assert card.locator(".proofs li.fail b").first.inner_text().startswith("✗ 不通过")


def test_forged_amendments_are_seen(site: Site, phone: Page) -> None:
    """Signature, chain, sums and tables of an amendment: each changed byte fails the check of amendments, and no other."""
    admitted = next(line[:4] for line in lines_of("results.csv") if ",admitted," in line)
    good = amended(PLAIN, [("declined", admitted, "2026-07-20")], [("struck", "0002", "2026-07-21")])
    second = good["amendments/0002/amendment.txt"]
    unchained = second.replace(digest(good["amendments/0001/amendment.txt"]).encode(), digest(b"none").encode())
    phone.goto(site.url)
    for spoilt in (
        *({n: d[:-3] + bytes([d[-3] ^ 1]) + d[-2:]} for n, d in good.items() if n.startswith("amendments/")),
        {"amendments/0002/amendment.txt": unchained, "amendments/0002/amendment.sig": signing.sign(AMENDER, unchained)},
        {"amendments/0001/amendment.sig": signing.sign(SIGNER, good["amendments/0001/amendment.txt"])},
    ):
        put(site.folder, good | spoilt)
        (found,) = checked(phone, "0003", amendments=2)
        assert found["words"]["amendments"] == "fail", spoilt.keys()
        assert [n for n, word in found["words"].items() if word == "fail"] == ["amendments"]
    put(site.folder, good)
    assert checked(phone, "0003", amendments=2)[0]["words"]["amendments"] == "pass"


def test_files_that_are_just_changing_cause_no_alarm(site: Site, phone: Page) -> None:
    """A new list whose notice is not there yet is looked at again before anything is called wrong."""
    other = simulator.record(people=[(f"{n:04}", f"{n:04}", {}) for n in range(1, 9)])
    names = ("notice.json", "notice.sig", "pool.csv", "rules.json")
    site.hold({n: PLAIN[n] for n in names})
    look_up(phone, site, "0003")
    put(site.folder, {n: (other if n == "pool.csv" else PLAIN)[n] for n in names})
    phone.fill("#code", "0008")
    phone.click(".go")
    phone.wait_for_timeout(1200)
    assert phone.locator(".card.bad").count() == 0
    put(site.folder, {n: other[n] for n in names})
    expect(phone.locator(".sentence")).to_contain_text("0008 号在冻结名单中", timeout=15_000)


# -- where we are ------------------------------------------------------------------------------------------------------------


def test_follows_the_ceremony(browser: Browser, phone: Page, tmp_path: Path) -> None:
    """Stage by stage in words, counts and clock, then the show by codes, without a name; blank and back change nothing."""
    session = room.freeze(tmp_path / "s", reveal=60)
    with Running(session, port=0, public_port=0) as running:
        phone.goto(f"{running.public_url}#0003")
        where, detail = phone.locator("#where"), phone.locator("#detail")
        expect(where).to_contain_text("公示与异议")
        expect(phone.locator("#rehearsal")).to_contain_text("演练")
        expect(phone.locator("#link")).to_contain_text("已连接")
        room.board_of(session)
        expect(where).to_contain_text("公告板已封定")
        session.open_reveal()
        expect(where).to_contain_text("公开方揭示")
        expect(detail).to_contain_text("0 / 2")
    session = room.freeze(tmp_path / "t")
    with Running(session, port=0, public_port=0) as running:
        phone.goto(f"{running.public_url}#0003")
        room.hold(session)
        expect(where).to_contain_text("结果已产生")
        expect(phone.locator("#answer .card")).to_contain_text(VERDICT, timeout=15_000)
        seen = ""
        for _ in range(4):
            with running.service.reading():
                running.service.advance()
            running.feed.poke()
            phone.wait_for_timeout(500)
            seen += detail.inner_text()
        assert "正在展示：第一中学（第 1 项，共 2 项）" in seen and "已展示" in seen
        assert re.search(r"\d{4}\s+第 \d+ 位", seen)
        assert "阚" not in phone.content()


def test_a_dead_network_is_said_and_heals(phone: Page, tmp_path: Path) -> None:
    """The browser would go on saying connected: the page says since when nothing came, and catches up after it heals."""
    with serving(tmp_path, "--with-parent") as side, FreezingProxy(side.port) as proxy:
        side.tell({"attempt": 1, "n": 1, "stage": "board", "stage_words": ["公告板已封定", "board closed"]})
        phone.goto(f"http://127.0.0.1:{proxy.port}/")
        expect(phone.locator("#where")).to_contain_text("公告板已封定")
        proxy.freeze()
        expect(phone.locator("#link.stale")).to_contain_text("没有更新", timeout=12_000)
        expect(phone.locator("#where")).to_contain_text("公告板已封定")
        side.tell({"attempt": 1, "n": 2, "stage": "dice", "stage_words": ["现场掷骰", "dice"]})
        proxy.heal()
        expect(phone.locator("#where")).to_contain_text("现场掷骰", timeout=12_000)
        expect(phone.locator("#link")).to_contain_text("已连接")


def test_polls_where_there_is_no_stream(phone: Page, tmp_path: Path) -> None:
    """A browser without EventSource asks every few seconds and misses nothing."""
    phone.add_init_script("delete window.EventSource")
    asked: list[float] = []
    phone.on("request", lambda r: asked.append(time.monotonic()) if "/state.json" in r.url else None)
    with serving(tmp_path, "--with-parent") as side:
        phone.goto(side.url)
        for n, text in enumerate(("公告板已封定", "现场掷骰"), 1):
            side.tell({"attempt": 1, "n": n, "stage": "x", "stage_words": [text, "x"]})
            expect(phone.locator("#where")).to_contain_text(text, timeout=9_000)
        phone.wait_for_timeout(6_000)
    gaps = [b - a for a, b in pairwise(asked)]
    assert len(asked) >= 3 and all(2.8 < gap < 6.5 for gap in gaps)


def test_updates_can_be_paused(phone: Page, tmp_path: Path) -> None:
    """WCAG 2.2.2: paused means that nothing changes and no warning comes; resuming brings the newest state."""
    with serving(tmp_path, "--with-parent") as side:
        side.tell({"attempt": 1, "n": 1, "stage_words": ["公告板已封定", "x"]})
        phone.goto(side.url)
        expect(phone.locator("#where")).to_contain_text("公告板已封定")
        phone.click("#pause")
        expect(phone.locator("#link")).to_contain_text("已暂停更新")
        side.tell({"attempt": 1, "n": 2, "stage_words": ["现场掷骰", "x"]})
        phone.wait_for_timeout(9_000)
        expect(phone.locator("#where")).to_contain_text("公告板已封定")
        expect(phone.locator("#link")).to_contain_text("已暂停更新")
        phone.click("#pause")
        expect(phone.locator("#where")).to_contain_text("现场掷骰")
        expect(phone.locator("#link")).to_contain_text("已连接")


# -- any phone ---------------------------------------------------------------------------------------------------------------


LOW = """() => [...document.querySelectorAll("a, button, input, summary")]
  .filter((n) => n.offsetHeight && n.getBoundingClientRect().height < 48).map((n) => n.outerHTML)"""


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (390, "dark"), (320, "light"), (240, "dark")])
def test_fits_any_phone(site: Site, browser: Browser, width: int, scheme: Any) -> None:
    """320 px is 400 % of 1280; 240 an old phone held close: nothing is cut off, nothing scrolls sideways, targets are 48 px."""
    site.hold(PLAIN)
    context = browser.new_context(viewport={"width": width, "height": 640}, color_scheme=scheme)
    page = context.new_page()
    look_up(page, site, "0002")
    page.locator("summary").click()
    for path in ("", "files", "nowhere"):
        if path:
            page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate(LOW) == [], path
        assert page.locator("h1").count() == 1
    context.close()


def test_a_list_of_100000_does_not_freeze_the_phone(site: Site, phone: Page) -> None:
    """The work is done in short pieces: the page has many turns in between, shows how far it is, and ends with the result."""
    people = [(f"{n:06}", f"{n:06}", {}) for n in range(100_000)]
    site.hold(simulator.record(people=people, rules=rules_of([school("X1", 50_000)])))
    phone.goto(site.url)
    phone.evaluate(
        """() => { window.turns = 0;
          setInterval(() => { window.turns += document.querySelector("#answer progress") ? 1 : 0; }, 4); }"""
    )
    phone.fill("#code", "077777")
    phone.click(".go")
    expect(phone.locator("#answer progress")).to_have_count(1, timeout=10_000)
    expect(phone.locator("#answer .card")).to_contain_text(VERDICT, timeout=90_000)
    assert phone.evaluate("window.turns") >= 25
