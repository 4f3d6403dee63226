"""A second machine beside a ceremony: it recomputes what is published, tells the hall, and shows every disagreement (R14)."""

import http.server
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import handing_over
import pytest
import stage

from draw.edges import checking_twice, keys, sources
from draw.edges.mirror import Mirror
from draw.edges.reporting import Reporter
from draw.edges.second import Second, Wanted
from draw.edges.second_reports import BY_HAND, MOST, NO_VALUE
from draw.edges.session import Session
from draw.errors import DrawError, StepRefused
from draw.hashing import digest, read_aloud
from draw.recomputing import SOURCE, STEPS, Claim, Recomputed, published
from draw.verify import EXIT

NOBODY = Wanted(notice=None, statement=None, earlier=())
CLAIMS = [c for c in Claim if c is not Claim.VOID]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap key derivation, the test clock."""
    monkeypatch.setattr(keys, "_ARGON", {"iterations": 1, "lanes": 1, "memory_kib": 64})
    monkeypatch.setattr(keys, "PBKDF2_ROUNDS", 1000)
    monkeypatch.setenv("DRAW_TEST_CLOCK", stage.CLOCK)
    monkeypatch.setenv("DRAW_TEST_ENTROPY", "stage")


def machine(source: Path, out: Path, wanted: Wanted = NOBODY) -> tuple[Second, list[str]]:
    """A second machine on a folder that has no patience, and what it says."""
    said: list[str] = []
    return Second(sources.of(str(source)), out, wanted, None, said.append, patience=0.0), said


# -- recomputing ---------------------------------------------------------------------------------------------------------


def test_our_own_values_are_the_published_ones(held: Path) -> None:
    """Every claim of a sound record is worked out again to the same hash, the result before it was published."""
    files = stage.tree(held / "public")
    ours, problem = Recomputed().values(files)
    assert problem == "" and ours == published(files) and list(ours) == CLAIMS
    before = {n: d for n, d in files.items() if n in ("notice.json", "pool.csv", "rules.json", "board.txt", "seed.txt")}
    early, _ = Recomputed().values(before)
    assert early[Claim.RESULT] == ours[Claim.RESULT] and early[Claim.OUTPUTS] == ours[Claim.OUTPUTS]
    assert Claim.RESULT not in published(before)


def test_recomputing_reads_no_result_of_the_other_machine(held: Path) -> None:
    """Whatever stands in results, orders, outputs and statement, our own values stay: they come from the inputs alone."""
    files = stage.tree(held / "public")
    ours, _ = Recomputed().values(files)
    for name in files:
        if name.startswith(("orders/", "tables/", "results", "outputs", "statement", "SHA256SUMS", "README")):
            assert Recomputed().values(files | {name: b"something else\n"})[0] == ours, name


def test_what_cannot_be_read_stops_only_what_hangs_on_it(held: Path) -> None:
    """A spoilt seed leaves notice and board as they are, and the reason is told; nothing ever raises."""
    files = stage.tree(held / "public")
    spoilt = {"seed.txt": b"x", "pool.csv": b"", "rules.json": b"{}", "notice.json": b"\xff", "ledger.jsonl": b""}
    for name, data in spoilt.items():
        ours, problem = Recomputed().values(files | {name: data})
        assert problem or name == "seed.txt", name
        assert ours[Claim.NOTICE] == digest(data if name == "notice.json" else files["notice.json"])
        published(files | {name: data})


def test_the_claims_and_their_steps() -> None:
    """Every step of SPEC §11 but those of a whole record stands behind a claim, and every claim has a file."""
    assert {n for steps in STEPS.values() for n in steps} == set(range(2, 15))
    assert set(SOURCE) == set(STEPS) == set(Claim)


# -- following -----------------------------------------------------------------------------------------------------------


def test_a_sound_record_agrees(held: Path, tmp_path: Path) -> None:
    """Exit 0, a line and a read-aloud code for every claim, both verifiers' verdicts, the whole record kept."""
    notice = digest((held / "public" / "notice.json").read_bytes())
    second, said = machine(held / "public", tmp_path / "out", Wanted(notice=notice, statement=None, earlier=()))
    assert second.once(0) == 0
    values = published(stage.tree(held / "public"))
    for claim, value in values.items():
        at = next(n for n, line in enumerate(said) if line.endswith(value) and line.startswith("✓"))
        assert said[at + 1].strip() == read_aloud(value), claim
    assert sum(line.startswith(("draw verify", "scripts/verify.py")) for line in said) == 2
    assert not [line for line in said if line.startswith("✗")]
    assert stage.tree(tmp_path / "out") == stage.tree(held / "public")


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("notice.json", "notice"), ("notice.sig", "notice"), ("pool.csv", "notice"), ("rules.json", "notice"),
        ("program.txt", "notice"), ("board.txt", "seed"), ("seed.txt", "seed"), ("orders/s1.b2.csv", "outputs"),
        ("results.csv", "result"), ("tables/waiting.csv", "outputs"), ("outputs.txt", "outputs"),
        ("ledger.jsonl", "statement"), ("statement.txt", "statement"), ("statement.sig", "statement"),
        ("SHA256SUMS", "the whole record"), ("SHA256SUMS.sig", "the whole record"), ("README", "the whole record"),
    ],
)  # fmt: skip
def test_one_changed_byte_is_red(held: Path, tmp_path: Path, name: str, claim: str) -> None:
    """One byte of one published file changed, a digit for another digit: exit 1 and a red line that names the claim."""
    shutil.copytree(held / "public", tmp_path / "public")
    path = tmp_path / "public" / name
    data = path.read_bytes()
    old = data[-2:-1]
    new = (b"1" if old == b"0" else b"0") if old in b"0123456789abcdef" else bytes([old[0] ^ 1])
    path.write_bytes(data[:-2] + new + data[-1:])
    second, said = machine(tmp_path / "public", tmp_path / "out")
    assert second.once(0) == 1
    red = [line for line in said if line.startswith("✗")]
    assert any(f"{claim} DOES NOT AGREE" in line for line in red), red
    assert "does not agree" in said[-1]


def test_another_paper_is_red(held: Path, tmp_path: Path) -> None:
    """The hash on the signed paper is not that of the published notice, or of the statement."""
    for n, wanted in enumerate(
        (Wanted(notice="0" * 64, statement=None, earlier=()), Wanted(notice=None, statement="0" * 64, earlier=()))
    ):
        second, said = machine(held / "public", tmp_path / f"out{n}", wanted)
        assert second.once(0) == 1
        assert any("signed paper" in line and line.startswith("✗") for line in said)


def test_what_no_record_holds_is_red(held: Path, tmp_path: Path) -> None:
    """A link and a file too many on the medium are seen although nothing reads them."""
    for n, spoil in enumerate(
        (lambda p: (p / "extra.txt").write_text("x"), lambda p: (p / "results2").symlink_to("results.csv"))
    ):
        shutil.copytree(held / "public", tmp_path / f"public{n}")
        spoil(tmp_path / f"public{n}")
        second, _ = machine(tmp_path / f"public{n}", tmp_path / f"out{n}")
        assert second.once(0) == 1


def test_it_grows_with_the_ceremony(tmp_path: Path, quick: None) -> None:
    """After every act it looks again: each claim is told once, when it appears, and at the end all agree."""
    session = handing_over.frozen(tmp_path / "session")
    second, said = machine(session.public, tmp_path / "out")
    seen: list[list[str]] = []
    for _, act in [("frozen", lambda s: None), *handing_over.acts()]:
        act(session)
        done = second.look()
        new = [line for line in said if line.startswith("✓")][sum(map(len, seen)) :]
        seen.append(new)
        if done:
            break
    told = [line.split(" agrees")[0].rsplit(" ", 1)[-1] for lines in seen for line in lines]
    assert told[:3] == ["notice", "board", "envelopes"] and len(told) == len(CLAIMS)
    assert max(map(len, seen[:-1])) == 2 and not [line for line in said if line.startswith(("✗", "▲"))]
    assert any("worked out here first, result" in line for line in said)


def test_a_file_on_its_way_is_no_disagreement(held: Path, tmp_path: Path) -> None:
    """outputs.txt is there and results.csv not yet: with patience nothing red is said; what stays away is told."""
    late = ["results.csv", "statement.txt", "statement.sig", "SHA256SUMS", "SHA256SUMS.sig", "ledger.jsonl", "README"]
    now = [0.0]

    def follower(name: str) -> Second:
        shutil.copytree(held / "public", tmp_path / name)
        for file in late:
            (tmp_path / name / file).unlink()
        source = sources.of(str(tmp_path / name))
        return Second(source, tmp_path / f"out-{name}", NOBODY, None, said.append, patience=3.0, clock=lambda: now[0])

    said: list[str] = []
    comes, never = follower("comes"), follower("never")
    for time_now in (0.0, 2.0):
        now[0] = time_now
        for second in (comes, never):
            assert not second.look() and not second.found.bad and not second.found.unchecked
    assert not [line for line in said if line.startswith(("✗", "▲"))]
    shutil.copy(held / "public" / "results.csv", tmp_path / "comes" / "results.csv")
    now[0] = 9.0
    comes.look()
    assert not comes.found.bad and not comes.found.unchecked
    never.look()
    assert never.found.bad and [line for line in said if line.startswith("✗")]  # step 11 misses what outputs.txt names


def test_a_new_version_begins_anew(tmp_path: Path, quick: None) -> None:
    """After an accepted objection another notice is published: it says so, and the old one counts no more."""
    session = handing_over.frozen(tmp_path / "session")
    second, said = machine(session.public, tmp_path / "out")
    second.look()
    session.object(b"paper")
    session.decide_objection(1, "accepted")
    stage.prepare(session.folder, rows=stage.ROWS[:-1])
    session.freeze()
    second.look()
    assert any("another notice" in line for line in said) and not second.found.bad
    assert [line for line in said if line.endswith(session.state.notice_hash)]


def test_a_void_is_recomputed_too(tmp_path: Path, quick: None) -> None:
    """A void certificate follows from notice, board, transcript and reason; a changed one is red."""
    session = handing_over.frozen(tmp_path / "session")
    for _, act in handing_over.acts()[:5]:
        act(session)
    session.rule("VOID", "OTHER", ["D1", "D2"])
    session.void()
    second, said = machine(session.public, tmp_path / "out")
    assert second.once(0) == 0, said
    assert any(line.endswith(session.state.void_hash) for line in said)
    path = session.public / "void.txt"
    path.write_bytes(path.read_bytes().replace(b"RULING", b"BEACON_EARLY"))
    assert machine(session.public, tmp_path / "out2")[0].once(0) == 1


def test_nothing_published_and_a_folder_of_others(held: Path, tmp_path: Path) -> None:
    """An empty source is told (exit 2); an --out with other files is refused before anything is fetched."""
    (tmp_path / "empty").mkdir()
    second, said = machine(tmp_path / "empty", tmp_path / "out")
    assert second.once(0) == 2 and "nothing is published" in said[-1]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DrawError, match="of no record"):
        machine(held / "public", tmp_path / "mine")
    with pytest.raises(DrawError, match="neither"):
        machine(tmp_path / "nowhere", tmp_path / "out")


def test_an_interrupted_second_machine_goes_on_from_what_it_has(held: Path, tmp_path: Path) -> None:
    """The same --out again: what is there already is read, checked and completed."""
    assert machine(held / "public", tmp_path / "out")[0].once(0) == 0
    (tmp_path / "out" / "results.csv").write_bytes(b"cut off")
    (tmp_path / "out" / "seed.txt").unlink()
    assert machine(held / "public", tmp_path / "out")[0].once(0) == 0
    assert stage.tree(tmp_path / "out") == stage.tree(held / "public")


def test_both_verifiers_are_asked(held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the two can raise the alarm alone; one that does not answer leaves things unchecked, never agreed."""
    both = checking_twice.check(held / "public", [], notice=None, statement=None, earlier=())
    assert [a.words[0] for a in both.steps] == [a.words[1] for a in both.steps] and len(both.steps) == 18
    liar = tmp_path / "verify.py"
    for text, word in (
        ("print('( 7) seed                 不符 mismatch: line 4')", "mismatch"),
        ("import nothing_here", "could not check"),
    ):
        liar.write_text(text, encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(checking_twice.program, "kit_file", lambda name: liar)
            answer = checking_twice.check(held / "public", [], notice=None, statement=None, earlier=()).steps[6]
        assert answer.words == ("match", word) and answer.word == word and word in EXIT


# -- a server that is not to be trusted ----------------------------------------------------------------------------------


@contextmanager
def server(answer: Callable[[http.server.BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A server on 127.0.0.1 that answers every request so. -> its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            """Nothing to standard error."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/"
        running.shutdown()


def _send(to: http.server.BaseHTTPRequestHandler, status: int, body: bytes = b"", **head: str) -> None:
    to.send_response(status)
    for key, value in head.items():
        to.send_header(key.replace("_", "-"), value)
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    to.wfile.write(body)


def test_a_server_is_trusted_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redirects, endless and cut-off files, errors and nonsense are all "cannot be read now"; 404 is no file."""
    monkeypatch.setattr(sources, "MOST_BYTES", 1000)
    monkeypatch.setattr(sources, "_CHUNK", 100)

    def cut_off(to: http.server.BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "100")
        to.end_headers()
        to.wfile.write(b"short")

    bad: list[Callable[[http.server.BaseHTTPRequestHandler], None]] = [
        lambda to: _send(to, 302, Location="http://127.0.0.1:1/"),
        lambda to: _send(to, 200, b"x" * 1001),
        lambda to: _send(to, 500),
        lambda to: to.wfile.write(b"\x00\xff nonsense\r\n\r\n") and None,
        cut_off,
    ]
    for answer in bad:
        with server(answer) as url, pytest.raises(sources.Unreachable):
            sources.Web(url).fetch("notice.json", None)
    with server(lambda to: _send(to, 404)) as url:
        assert sources.Web(url).fetch("notice.json", None) is None
    with server(lambda to: _send(to, 304 if to.headers["If-None-Match"] == f'"{digest(b"x")}"' else 200, b"")) as url:
        known = b"x"
        assert sources.Web(url).fetch("notice.json", known) is known
        assert sources.Web(url).fetch("notice.json", b"y") == b""
    with pytest.raises(sources.Unreachable):
        sources.Web("http://127.0.0.1:1/").fetch("notice.json", None)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "https://x/", "http://", "http://u:p@x/", "http://x/path", "http://x:port/"]
)
def test_only_plain_addresses(url: str) -> None:
    """No other scheme, no path, no password: an address is http://host:port/."""
    with pytest.raises(DrawError, match="an address is"):
        sources.of(url)


def test_names_out_of_the_published_lists_never_leave_the_folder(held: Path, tmp_path: Path) -> None:
    """outputs.txt and SHA256SUMS may name anything: only names of a record are fetched and written."""
    files = stage.tree(held / "public")
    asked: list[str] = []

    class Evil:
        def fetch(self, name: str, known: bytes | None) -> bytes | None:
            asked.append(name)
            evil = "".join(f"{'0' * 64}  {p}\n" for p in ("aa/b.csv", "evil.sh", "orders/../x.csv", "passphrase"))
            return evil.encode() if name in ("outputs.txt", "SHA256SUMS") else files.get(name)

        def odd(self) -> list[str]:
            return []

    Mirror(Evil(), tmp_path / "out").update()
    assert not {"aa/b.csv", "evil.sh", "orders/../x.csv", "passphrase"} & set(asked)
    assert {p.name for p in tmp_path.iterdir()} == {"out"}


def test_a_wrong_file_is_not_fetched_for_ever(held: Path, tmp_path: Path) -> None:
    """A server that keeps serving another pool is asked for it a few times, then its difference is told."""
    files = stage.tree(held / "public") | {"pool.csv": b"another\n"}
    asked: list[str] = []

    class Wrong:
        def fetch(self, name: str, known: bytes | None) -> bytes | None:
            asked.append(name)
            return files.get(name)

        def odd(self) -> list[str]:
            return []

    mirror = Mirror(Wrong(), tmp_path / "out")
    for _ in range(20):
        mirror.update()
    assert 1 < asked.count("pool.csv") < 10 and mirror.files["pool.csv"] == b"another\n"


# -- reports -------------------------------------------------------------------------------------------------------------


def test_what_is_reported_is_kept_and_compared(tmp_path: Path, quick: None) -> None:
    """At every step: our own hash agrees, another one, a wrong read-aloud code and NO_VALUE do not; each is kept."""
    session = handing_over.frozen(tmp_path / "session")
    program = digest(b"program")
    for _, act in handing_over.acts()[:-3]:
        act(session)
    own = {claim: session.own_value(claim) for claim in Claim}
    assert own == {**published(stage.tree(session.public)), Claim.VOID: ""}
    for claim in CLAIMS:
        assert session.report_second("公证处电脑", program, claim, own[claim]).agrees
        assert session.report_second("抄录", BY_HAND, claim, read_aloud(own[claim]).replace(" ", "  ")).agrees
        for wrong in (digest(b"x"), NO_VALUE, read_aloud(digest(b"x"))):
            assert not session.report_second("另一台", program, claim, wrong).agrees
    reports = session.second_reports()
    assert len(reports) == 3 * len(CLAIMS)
    assert {(r.machine, r.agrees) for r in reports} == {("公证处电脑", True), ("抄录", True), ("另一台", False)}
    last = reports[-1]
    assert read_aloud(last.value) == read_aloud(digest(b"x"))
    again = Session.open(session.folder, stage.PASSPHRASE, session.ambient)
    assert again.second_reports() == reports
    assert session.store.lines(1) == again.lines  # no part of the minutes
    n = len(again._stored())
    assert again.report_second("公证处电脑", program, "notice", own[Claim.NOTICE]).n == 1
    assert len(again._stored()) == n


def test_reports_of_a_wrong_form_are_refused(tmp_path: Path, quick: None) -> None:
    """A step that is not reached, a name, a program or a value of no form, and more than there is room for."""
    session = handing_over.frozen(tmp_path / "session")
    own, program = session.own_value("notice"), digest(b"p")
    for machine_, program_, step, value in (
        ("", program, "notice", own),
        ("x" * 41, program, "notice", own),
        ("x\x00", program, "notice", own),
        ("x", "short", "notice", own),
        ("x", program, "nothing", own),
        ("x", program, "seed", own),
        ("x", program, "notice", "12 34"),
        ("x", program, "notice", own[:-1]),
        ("x", program, "notice", "٣" * 40),
    ):
        with pytest.raises(StepRefused):
            session.report_second(machine_, program_, step, value)
    assert session.second_reports() == ()
    for n in range(MOST):
        session.report_second(f"m{n}", program, "notice", own)
    with pytest.raises(StepRefused, match=str(MOST)):
        session.report_second("one more", program, "notice", own)


def test_reports_about_what_is_no_more_are_not_shown(tmp_path: Path, quick: None) -> None:
    """A new version: what was said about the old notice is kept and no longer shown, neither green nor red."""
    session = handing_over.frozen(tmp_path / "session")
    session.report_second("x", digest(b"p"), "notice", session.state.notice_hash)
    session.object(b"paper")
    session.decide_objection(1, "accepted")
    stage.prepare(session.folder, rows=stage.ROWS[:-1])
    session.freeze()
    assert session.second_reports() == () and len(session._stored()) == 1
    assert not session.report_second("x", digest(b"p"), "notice", digest(b"old")).agrees
    assert [r.agrees for r in session.second_reports()] == [False]
    session.report_second("x", digest(b"p"), "notice", session.state.notice_hash)
    assert [r.agrees for r in session.second_reports()] == [True]


def test_a_code_is_for_one_machine(tmp_path: Path, quick: None) -> None:
    """The first machine that uses a code keeps it; a new code voids the former; without one nobody reports."""
    session = handing_over.frozen(tmp_path / "session")
    assert session.paired_machine() is None and not session.second_may_report("", "x")
    first = session.pair_second()
    assert session.paired_machine() == "" and len(first.replace("-", "")) == 16
    assert not session.second_may_report(first[:-1] + "?", "x") and session.paired_machine() == ""
    assert session.second_may_report(first.replace("-", "").upper(), "x") and session.paired_machine() == "x"
    assert not session.second_may_report(first, "y")
    again = Session.open(session.folder, stage.PASSPHRASE, session.ambient)
    assert again.second_may_report(first, "x")
    assert again.pair_second() != first and not session.second_may_report(first, "x")
    for data in session.store.notes("second-code").values():
        assert first.replace("-", "").encode() not in data


def test_reports_wait_for_the_network(tmp_path: Path) -> None:
    """409, 429 and no answer: it is told again later; a refusal is told to the person and dropped."""
    answers = [(409, b"{}"), (429, b"{}"), (200, b'{"agrees":true}'), (403, json.dumps({"error": "no"}).encode())]
    bodies: list[dict[str, object]] = []

    def answer(to: http.server.BaseHTTPRequestHandler) -> None:
        bodies.append(json.loads(to.rfile.read(int(to.headers["Content-Length"]))))
        assert to.headers["Origin"] == f"http://{to.headers['Host']}"
        status, body = answers.pop(0)
        _send(to, status, body)

    with server(answer) as url:
        reporter = Reporter(url, "abcd efgh", "me", "p" * 64)
        reporter.tell(1, Claim.NOTICE, "a" * 64)
        assert reporter.send() == [] and reporter.send() == [] and reporter.waiting == 1
        assert [t.agrees for t in reporter.send()] == [True] and reporter.waiting == 0
        reporter.tell(1, Claim.BOARD, "b" * 64)
        assert [(t.agrees, t.why) for t in reporter.send()] == [(None, "no")] and reporter.waiting == 0
    reporter.tell(1, Claim.SEED, "c" * 64)
    assert reporter.send() == [] and reporter.waiting == 1
    assert bodies[0] == {
        "code": "abcdefgh",
        "machine": "me",
        "program": "p" * 64,
        "attempt": 1,
        "step": "notice",
        "value": "a" * 64,
    }


# -- as it runs in the hall ----------------------------------------------------------------------------------------------


def command(*words: str) -> list[str]:
    """`draw second` as a process of its own."""
    return [sys.executable, "-m", "draw", "second", *words]


def test_beside_a_running_ceremony(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real ceremony side, a real public side, a real second machine: it follows to the end, and the hall knows."""
    from web.serve import Running

    monkeypatch.setenv("DRAW_TEST_CLOCK", stage.CLOCK)
    monkeypatch.setenv("DRAW_TEST_ENTROPY", "stage")
    session = handing_over.frozen(tmp_path / "session")
    with Running(session, port=0, public_port=0) as running:
        words = [running.public_url, "--out", str(tmp_path / "out"), "--notice", session.state.notice_hash]
        words += ["--report", running.desk_url, "--code", session.pair_second(), "--machine", "公证处电脑"]
        env = stage.environment(session.folder) | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            command(*words),
            env=env,
            cwd=stage.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        ) as process:
            for n, (_, act) in enumerate(handing_over.acts()[:-3]):
                act(session)
                time.sleep(0.5 if n % 4 == 0 else 0.05)
            said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
        reports = session.second_reports()
    assert {r.step: r.value for r in reports} == published(stage.tree(session.public))
    assert all(r.agrees and r.machine == "公证处电脑" for r in reports)
    assert {r.program for r in reports} == {session.state.the_notice().program}
    assert said.count("the ceremony side agrees") == len(CLAIMS)
    assert stage.tree(tmp_path / "out") == stage.tree(session.public)


def test_a_changed_public_folder_turns_the_hall_red(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte of results.csv is another on the public side: red on the second machine, exit 1, and the hall is told."""
    from web.serve import Running

    monkeypatch.setenv("DRAW_TEST_CLOCK", stage.CLOCK)
    monkeypatch.setenv("DRAW_TEST_ENTROPY", "stage")
    session = handing_over.frozen(tmp_path / "session")
    for _, act in handing_over.acts()[:-3]:
        act(session)
    with Running(session, port=0, public_port=0) as running:
        path = session.public / "results.csv"
        data = path.read_bytes()
        path.write_bytes(data.replace(b"admitted", b"waiting_", 1))
        words = ["--out", str(tmp_path / "out"), "--report", running.desk_url, "--code", session.pair_second()]
        done = subprocess.run(
            command(running.public_url, *words),
            env=stage.environment(session.folder),
            cwd=stage.ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert done.returncode == 1, done.stdout + done.stderr
        assert any(line.startswith("✗") and "outputs" in line for line in done.stdout.splitlines())
        told = {r.step: r.agrees for r in session.second_reports()}
    assert told == {
        "notice": True,
        "board": True,
        "transcript": True,
        "seed": True,
        "outputs": False,
        "result": False,
        "statement": True,
    }
    assert session.state.stage == "done"  # nothing stopped


def test_the_command_on_a_medium(held: Path, tmp_path: Path) -> None:
    """--once on a read-only folder: 0, 1 with one byte changed, 2 where nothing is; usage errors are usage errors."""
    env = stage.environment(tmp_path)
    notice = digest((held / "public" / "notice.json").read_bytes())
    public = str(held / "public")
    done = stage.draw(["second", public, "--out", str(tmp_path / "a"), "--notice", notice, "--once"], env)
    assert "the two machines agree" in done.stdout
    stage.draw(["second", public, "--out", str(tmp_path / "b"), "--notice", "0" * 64, "--once"], env, code=1)
    (tmp_path / "none").mkdir()
    stage.draw(["second", str(tmp_path / "none"), "--out", str(tmp_path / "c"), "--once"], env, code=2)
    stage.draw(["second", public, "--out", str(tmp_path / "d"), "--notice", "xyz"], env, code=2)
    stage.draw(["second", "ftp://x", "--out", str(tmp_path / "e")], env, code=1)
