"""The public side: the files of a record and nothing else, from a process that knows no secret."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import room
import simulator
from afterwards import amended
from phones import ROOT, Routes, put

from draw.edges import program
from draw.hashing import digest, read_aloud
from draw.notice import Mode
from web.headers import POLICY
from web.public.pages import PROOFS
from web.public.site import STATIC

OUTSIDE = (
    "../private/vault.json", "..%2fprivate%2fvault.json", "%2e%2e/private/vault.json", "....//private/vault.json",
    "/etc/passwd", "//etc/passwd", "orders/../../private/session.db", "notice.json/../../session.toml",
    "session.toml", "roster.csv", ".hidden", "orders", "orders/x", "tables/other.csv", "linked.csv", "seed.txt",
    "notice.json%00", "..\\private\\vault.json", "notice.json/", "%2fetc%2fpasswd", "notice.json%0a", "", "orders/s1.csv%2f",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public folder of a session with a closed board, with things in it that are no part of a record."""
    session = room.freeze(tmp_path_factory.mktemp("public") / "s")
    room.board_of(session)
    (session.public / "roster.csv").write_text("canary")
    (session.public / ".hidden").write_text("canary")
    (session.public / "orders").mkdir()
    (session.public / "orders" / "s1.csv").symlink_to(session.folder / "roster.csv")
    return session.public


@pytest.fixture(scope="module")
def routes(folder: Path) -> Routes:
    """The routes over it."""
    return Routes(folder)


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_record_is_served(routes: Routes, path: str) -> None:
    """No way of writing a path leads out of the folder, to a link, or to a file that is no part of a record."""
    answer = routes.get(f"/record/{path}")
    assert answer.status == 404
    assert b"canary" not in answer.data and b"root:" not in answer.data


def test_a_link_is_not_followed(routes: Routes, folder: Path, tmp_path: Path) -> None:
    """A record holds no links: neither files nor folders of it."""
    assert routes.get("/record/orders/s1.csv").status == 404
    (tmp_path / "orders").symlink_to(folder / "orders")
    (tmp_path / "pool.csv").symlink_to(folder / "pool.csv")
    other = Routes(tmp_path)
    assert other.get("/record/orders/s1.csv").status == other.get("/record/pool.csv").status == 404
    assert other.record.look().names == ()


def test_files_come_byte_for_byte_with_their_hash(routes: Routes, folder: Path) -> None:
    """Each listed file downloads as it lies there, its tag is its SHA-256, and the page of files shows the same."""
    page = routes.get("/files").text
    for name in ("notice.json", "pool.csv", "board.txt"):
        answer = routes.get(f"/record/{name}")
        assert answer.data == (folder / name).read_bytes()
        assert answer.headers["ETag"] == f'"{digest(answer.data)}"'
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert digest(answer.data) in page
    assert read_aloud(digest((folder / "notice.json").read_bytes())) in re.sub(r"\s+", " ", page)
    assert "The board is closed" in page and "roster" not in page and "REHEARSAL" in page


def test_a_file_that_is_known_is_not_sent_again(routes: Routes) -> None:
    """If-None-Match: the tag, one of several, a weak one or * give 304 without a body; another tag gives the file."""
    tag = routes.get("/record/pool.csv").headers["ETag"]
    for known in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        answer = routes.get("/record/pool.csv", If_None_Match=known)
        assert (answer.status, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tag and "Content-Length" not in answer.headers
    assert routes.get("/record/pool.csv", If_None_Match='"other"').status == 200


@pytest.mark.parametrize(
    ("wanted", "cut"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=3-3", slice(3, 4)),
    ],
)
def test_parts_of_a_file(routes: Routes, folder: Path, wanted: str, cut: slice) -> None:
    """Range: first, last and middle bytes come as 206 with their place; past the end is cut."""
    data = (folder / "pool.csv").read_bytes()
    answer = routes.get("/record/pool.csv", Range=wanted)
    assert (answer.status, answer.data) == (206, data[cut])
    first = len(data[: cut.start]) if (cut.start or 0) >= 0 else len(data) + cut.start
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(answer.data) - 1}/{len(data)}"
    beyond = routes.get("/record/pool.csv", Range=f"bytes={len(data) - 2}-{len(data) + 5}")
    assert beyond.data == data[-2:]


def test_ranges_that_cannot_be(routes: Routes, folder: Path) -> None:
    """Behind the end: 416. Several ranges, other units, a changed file (If-Range) or nonsense: the whole file."""
    size = (folder / "pool.csv").stat().st_size
    for wanted in (f"bytes={size}-", "bytes=-0"):
        answer = routes.get("/record/pool.csv", Range=wanted)
        assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{size}")
    for wanted in ("bytes=0-1,3-4", "lines=0-1", "bytes=-", "bytes=9-3", "bytes=a-b"):
        assert routes.get("/record/pool.csv", Range=wanted).status == 200
    assert routes.get("/record/pool.csv", Range="bytes=0-1", If_Range='"old"').status == 200


def test_head_says_the_same_without_a_body(routes: Routes) -> None:
    """HEAD has the headers of GET."""
    get, head = (routes.get("/record/pool.csv", method) for method in ("GET", "HEAD"))
    assert head.data == b"" and head.status == 200
    for name in ("ETag", "Content-Length", "Content-Type"):
        assert get.headers[name] == head.headers[name]


def test_a_changed_file_is_seen_at_once(folder: Path, tmp_path: Path) -> None:
    """A second version has another tag and another mark, even where the size is the same."""
    (tmp_path / "pool.csv").write_bytes(b"one\n")
    routes = Routes(tmp_path)
    first, mark = routes.get("/record/pool.csv"), routes.now.look.mark
    (tmp_path / "pool.csv").unlink()
    (tmp_path / "pool.csv").write_bytes(b"two\n")
    second = routes.get("/record/pool.csv", If_None_Match=first.headers["ETag"])
    assert (second.status, second.data) == (200, b"two\n")
    assert routes.now.look.mark != mark


@pytest.mark.parametrize(
    "path", ["/", "/files", "/programme", "/nowhere", "/state.json", "/record/pool.csv", "/record/x", "/ncsi.txt"]
)
def test_every_answer_has_the_strict_headers(routes: Routes, path: str) -> None:
    """Pages, files, faults and probes alike; nothing is stored but what can be asked for by its tag."""
    headers = routes.get(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] in ("no-store", "no-cache")
    assert "Set-Cookie" not in headers and "Server" not in headers


def test_pages_hold_nothing_inline(routes: Routes) -> None:
    """What the strict policy forbids is not there: no style, no handler, no script but the one module and its data."""
    for path in ("/", "/files", "/nowhere"):
        text = routes.get(path).text
        assert not re.search(r"<style|\bstyle=|\son[a-z]+=|javascript:", text)
        assert re.findall(r"<script[^>]*>", text) in (
            [],
            ['<script type="application/json" id="facts">', '<script type="module" src="/static/phone.js">'],
        )


@pytest.mark.parametrize("path", ["/", "/files", "/nowhere", "/record/x"])
def test_every_page_of_a_rehearsal_is_marked(routes: Routes, tmp_path: Path, path: str) -> None:
    """R13: 演练 on every page, faults too; on no page of a live draw."""
    marked = re.compile(r'class="rehearsal"(?: id="rehearsal")?>.*?演练')
    assert marked.search(routes.get(path).text)
    put(tmp_path / "live", simulator.record(mode=Mode.LIVE))
    assert not marked.search(Routes(tmp_path / "live").get(path).text)


def test_the_code_is_no_form_field(routes: Routes) -> None:
    """Even without scripts nothing typed could be sent: the box has no name."""
    box = re.search(r"<input[^>]*>", routes.get("/").text)
    assert box is not None and "name=" not in box[0]


def test_every_module_that_is_imported_is_served(routes: Routes) -> None:
    """The whitelist holds what the page needs, and nothing of the ceremony side."""
    wanted, seen = {"phone.js"}, set()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        answer = routes.get(f"/static/{name}")
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/javascript")
        wanted |= set(re.findall(r'from "\./([a-z0-9]+\.js)"', answer.text))
    assert seen == {name for name in STATIC if name.endswith(".js")}
    for name in ("desk.js", "hall.js", "desk.css", "../public/site.py", ""):
        assert routes.get(f"/static/{name}").status == 404


def test_the_phone_reports_every_check_that_pages_know(routes: Routes) -> None:
    """PROOFS is the plan of check.js, in its order."""
    text = (ROOT / "web" / "static" / "check.js").read_text("utf-8")
    plan = re.findall(r'^  \["([a-z]+)",', text, re.MULTILINE)
    never = re.search(r"const NEVER = \[(.*?)\]", text)
    assert never is not None
    assert (*plan, *re.findall(r'"([a-z]+)"', never[1])) == PROOFS


def test_the_child_imports_nothing_of_the_private_side() -> None:
    """Loading the public side loads no module of sessions, stores or keys, and no framework."""
    code = "import sys, web.public.__main__; print(sorted(m for m in sys.modules if m.startswith(%r)))"
    private = (
        "draw.edges",
        "sqlite3",
        "cryptography",
        "flask",
        "waitress",
        "openpyxl",
        "reportlab",
        "web.view",
        "web.service",
    )
    run = subprocess.run(
        [sys.executable, "-c", code % (private,)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout.strip() == "[]"


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    """Before the freeze there are pages, with nothing on them; a folder that is not there yet is the same."""
    for folder in (tmp_path, tmp_path / "later"):
        routes = Routes(folder)
        for path in ("/", "/files"):
            answer = routes.get(path)
            assert answer.status == 200 and "No notice is published yet" in answer.text
        assert routes.now.look.stage == "public.empty"


def test_stages_are_told_from_the_files(tmp_path: Path) -> None:
    """Each step is told once it is whole: notice, board, seed, result, void, amendments."""
    files = simulator.record()
    folder = tmp_path / "r"
    seen = []
    for upto in ("notice.sig", "board.txt", "seed.txt", "statement.txt", "SHA256SUMS.sig"):
        names = ["notice.json", "notice.sig", "board.txt", "seed.txt", "statement.txt", "SHA256SUMS.sig"]
        put(folder, {n: files[n] for n in names[: names.index(upto) + 1]})
        seen.append(Routes(folder).now.look.stage)
    assert seen == ["public.notice", "public.board", "public.seed", "public.seed", "public.done"]
    put(folder, simulator.void_record(ruling=True))
    assert Routes(folder).now.look.stage == "public.void"
    put(folder, amended(files, [("struck", "0002", "2026-07-20")]))
    assert Routes(folder).now.look.amendments == 1


def test_a_broken_notice_breaks_no_page(tmp_path: Path) -> None:
    """Half a notice is no notice: pages say less, and say it."""
    (tmp_path / "notice.json").write_bytes(b'{"format":"notice1"')
    assert Routes(tmp_path).get("/").status == Routes(tmp_path).get("/files").status == 200


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [("/generate_204", 204, ""), ("/hotspot-detect.html", 200, "Success"), ("/ncsi.txt", 200, "Microsoft NCSI"),
     ("/connecttest.txt", 200, "Microsoft Connect Test"), ("http://www.msftncsi.com/ncsi.txt", 200, "Microsoft NCSI")],
)  # fmt: skip
def test_connectivity_probes(routes: Routes, path: str, status: int, text: str) -> None:
    """What a phone asks to see whether it is online, whole addresses too."""
    answer = routes.get(path)
    assert answer.status == status and text in answer.text
    assert ("Content-Length" in answer.headers) == (status == 200)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE"])
def test_only_reading(routes: Routes, method: str) -> None:
    """Nothing can be done here."""
    assert routes.get("/", method).status == 405


def test_the_verifiers_are_there_under_their_own_policy(routes: Routes) -> None:
    """verify.html is served as it is, under the policy that it names itself and in no frame; verify.py is a file to keep."""
    page = routes.get("/verify.html")
    assert page.data == program.kit_file("verify.html").read_bytes()
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-") and policy.endswith("; frame-ancestors 'none'")
    assert policy.removesuffix("; frame-ancestors 'none'").encode() in page.data
    script = routes.get("/verify.py")
    assert script.data == program.kit_file("verify.py").read_bytes()
    assert script.headers["Content-Security-Policy"] == POLICY and "attachment" in script.headers["Content-Disposition"]
    assert b"/verify.html" in routes.get("/files").data
