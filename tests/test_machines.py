"""Standby copies of a running session, and the commands standby and takeover as people type them (R14)."""

import errno
import json
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import handing_over
import pytest
import stage

from draw.edges import keys, standby_manifest, standbys
from draw.edges.session import Session
from draw.edges.shelf import Shelf
from draw.edges.standby import Problem
from draw.edges.standbys import Standbys, State
from draw.errors import DrawError
from draw.hashing import digest
from draw.verify import verify

ACTS = handing_over.acts()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap key derivation, the test clock."""
    monkeypatch.setattr(keys, "_ARGON", {"iterations": 1, "lanes": 1, "memory_kib": 64})
    monkeypatch.setattr(keys, "PBKDF2_ROUNDS", 1000)
    monkeypatch.setenv("DRAW_TEST_CLOCK", stage.CLOCK)
    monkeypatch.setenv("DRAW_TEST_ENTROPY", "stage")


@contextmanager
def keeping(session: Session, *folders: Path) -> Iterator[Standbys]:
    """Standby copies while the block lasts."""
    kept = Standbys(session, folders)
    try:
        yield kept
    finally:
        kept.stop()


def until(right: Callable[[], object], seconds: float = 8.0) -> float:
    """Wait until it is so. -> seconds waited."""
    began = time.monotonic()
    while not right():
        assert time.monotonic() - began < seconds, "it never became so"
        time.sleep(0.02)
    return time.monotonic() - began


def test_every_act_is_in_the_copy_within_a_second(tmp_path: Path, quick: None) -> None:
    """Refreshed at each step: line number and code of the copy follow, notes and pages of the show too; two sticks at once."""
    session = handing_over.frozen(tmp_path / "old")
    with keeping(session, tmp_path / "a", tmp_path / "b") as kept:
        until(lambda: all(s.n == 1 and s.ok for s in kept.states))
        waits = []
        made = lambda: [handing_over.copied(tmp_path / f).manifest for f in "ab"]
        for name, act in ACTS:
            act(session)
            wanted = digest(session.store.lines(1)[-1].data())
            show = len(session.store.show())
            if "typed" in name:
                continue  # a note: it is in the copy, but in no number of it
            waits.append(until(lambda h=wanted, s=show: all((m.head, m.show) == (h, s) for m in made()), 20))
        assert sorted(waits)[len(waits) // 2] < 2  # one second; twice that where two copies share a busy machine
        assert all(s.ok and s.head == wanted and not s.problem and s.since == "" for s in kept.states)
        assert [s.folder for s in kept.states] == [str(tmp_path / "a"), str(tmp_path / "b")]
        assert all(s.same_disk for s in kept.states)


def test_what_was_typed_only_once_is_in_the_copy(tmp_path: Path, quick: None) -> None:
    """The first typist's dice are a note; whoever takes over needs only the second."""
    session = handing_over.frozen(tmp_path / "old")
    typed = 1 + next(n for n, (name, _) in enumerate(ACTS) if name == "one typed")
    with keeping(session, tmp_path / "stick"):
        for _, act in ACTS[:typed]:
            act(session)
    spare = handing_over.taken(tmp_path / "stick", tmp_path / "spare", handing_over.seen(session))
    assert spare.type_dice("checker", stage.DICE, at=1) == 10


def test_a_pulled_stick_is_red_and_comes_back_by_itself(tmp_path: Path, quick: None) -> None:
    """Pulled without an act: the desk is told within seconds, since when; put back, it catches up."""
    session = handing_over.frozen(tmp_path / "old")
    with keeping(session, tmp_path / "stick") as kept:
        one: Callable[[], State] = lambda: kept.states[0]
        until(lambda: one().n == 1)
        (tmp_path / "stick").rename(tmp_path / "pulled")
        until(lambda: not one().ok)
        assert one().problem is Problem.GONE and one().since and one().n == 1
        since = one().since
        ACTS[0][1](session)
        time.sleep(1.5)
        assert one().since == since and not (tmp_path / "stick").exists()
        (tmp_path / "pulled").rename(tmp_path / "stick")
        until(lambda: one().ok and one().n == 3)
        assert one().since == "" and not one().problem


def test_a_stick_that_is_not_there_at_the_start(tmp_path: Path, quick: None) -> None:
    """No reason not to begin: the copy is red until the stick is put in."""
    session = handing_over.frozen(tmp_path / "old")
    with keeping(session, tmp_path / "media" / "stick") as kept:
        until(lambda: kept.states[0].problem is Problem.GONE)
        (tmp_path / "media" / "stick").mkdir(parents=True)
        until(lambda: kept.states[0].n == 1 and kept.states[0].ok)


def test_a_full_stick_never_fails_an_act(tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No space left on the stick: the act is recorded, the former copy stays whole, the desk reads that it is full."""
    session = handing_over.frozen(tmp_path / "old")
    with keeping(session, tmp_path / "stick") as kept:
        until(lambda: kept.states[0].n == 1)
        with monkeypatch.context() as patch:

            def full(self: Shelf, pieces: object) -> Path:
                raise OSError(errno.ENOSPC, "No space left on device")

            patch.setattr(Shelf, "_part", full)
            ACTS[0][1](session)
            until(lambda: kept.states[0].problem is Problem.FULL)
            (tmp_path / "work").mkdir()
            assert handing_over.whole(tmp_path / "stick", tmp_path / "work", 1).n == 1
        until(lambda: kept.states[0].ok and kept.states[0].n == 3)


def test_a_hanging_stick_slows_no_act(tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drive that answers nothing at all: acts take as long as ever, and after a while the desk reads that it hangs."""
    session = handing_over.frozen(tmp_path / "old")
    answer = threading.Event()
    honest = Shelf._part
    monkeypatch.setattr(standbys, "PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(standbys, "STOP_SECONDS", 0.3)
    with keeping(session, tmp_path / "stick") as kept:
        until(lambda: kept.states[0].n == 1)
        monkeypatch.setattr(Shelf, "_part", lambda self, pieces: honest(self, pieces) if answer.wait() else None)
        for _, act in ACTS[:4]:
            began = time.monotonic()
            act(session)
            assert time.monotonic() - began < 1
        until(lambda: kept.states[0].problem is Problem.SLOW)
        assert not kept.states[0].ok
        answer.set()
        until(lambda: kept.states[0].ok and kept.states[0].n == 6)


def test_an_unexpected_fault_is_told_and_tried_again(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong in the copy stays there; the log has its kind and no text that could carry a secret."""
    session = handing_over.frozen(tmp_path / "old")
    with keeping(session, tmp_path / "stick") as kept:
        until(lambda: kept.states[0].n == 1)
        with monkeypatch.context() as patch:
            patch.setattr(Shelf, "settle", lambda self: 1 / 0)
            ACTS[0][1](session)
            until(lambda: kept.states[0].problem is Problem.FAILED)
        until(lambda: kept.states[0].ok and kept.states[0].n == 3)
    assert "ZeroDivisionError" in caplog.text and "division by zero" not in caplog.text


def test_a_folder_that_can_never_be_one_stops_the_start(tmp_path: Path, quick: None) -> None:
    """Inside the session folder: said before anything runs."""
    session = handing_over.frozen(tmp_path / "old")
    before = set(threading.enumerate())
    with pytest.raises(DrawError, match="in one another"):
        Standbys(session, [tmp_path / "old" / "private" / "x"])
    assert set(threading.enumerate()) <= before


# -- as people type it ---------------------------------------------------------------------------------------------------


@contextmanager
def serving(folder: Path, env: dict[str, str], *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`draw serve` as a process of its own. -> (the process, the address of its public side)."""
    command = [sys.executable, "-m", "draw", "serve", str(folder), "--port", "0", "--public-port", "0", *more]
    with subprocess.Popen(
        command, env=env, cwd=stage.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        out, urls = process.stdout, dict[str, None]()
        assert out is not None
        try:
            while len(urls) < 3:
                line = out.readline()
                assert line, process.stderr.read() if process.stderr else ""
                urls |= dict.fromkeys(w for w in line.split() if w.startswith("http://"))
            yield process, list(urls)[2]
        finally:
            process.kill()


def told(public: str) -> int:
    """The event number that the hall is told: ledger lines and pages of the show; 0 before the first word."""
    with urllib.request.urlopen(f"{public}state.json", timeout=20) as answer:
        state = json.load(answer)
    return int(state["n"]) if state["live"] else 0


def head(folder: Path, line: int) -> str:
    """The ends of a line's code, as the hall saw them."""
    value = digest((folder / "public" / "ledger.jsonl").read_bytes().splitlines()[line - 1])
    return f"{value[:8]}-{value[-8:]}"


def test_a_dead_machine_in_the_middle_of_the_show(tmp_path: Path, quick: None) -> None:
    """Served with a standby, killed in the show, taken over with what the hall saw: the show stands where it stood."""
    old, stick, spare = tmp_path / "old", tmp_path / "stick", tmp_path / "spare"
    session = handing_over.frozen(old)
    env, key = stage.environment(old), session.vault_key()
    with serving(old, env, "--standby", str(stick)) as (process, public):
        session.reload()
        for _, act in ACTS[:-1]:
            act(session)
        line = session.store.lines(1)[-1].n
        until(lambda: standbys_manifest(stick, key) == (line, 2), 60)
        until(lambda: told(public) == line + 2, 60)
        process.send_signal(signal.SIGKILL)
    result = stage.tree(old / "public")
    typed = head(old, line)
    stale = stage.draw(["takeover", str(stick), str(spare)], env, text=f"{line + 1}\n{typed}\n", code=1)
    assert "stale" in stale.stderr and not spare.exists()
    checked = stage.draw(["takeover", str(stick), "--check", "--record", f"#{line}", "--head", typed], env)
    assert f"line {line} {typed}" in checked.stdout and not spare.exists()
    done = stage.draw(["takeover", str(stick), str(spare), "--old", str(old)], env, text=f"{line}\n{typed}\n")
    assert f"draw serve {spare}" in done.stdout and "page 2 of the show" in done.stdout
    refused = stage.draw(["serve", str(old), "--port", "0", "--public-port", "0"], env, code=1)
    assert "taken over by another machine" in refused.stderr
    with serving(spare, env, "--standby", str(stick)) as (_, public):
        until(lambda: told(public) == line + 2, 60)
    assert stage.tree(spare / "public") == result


def standbys_manifest(stick: Path, key: bytes) -> tuple[int, int]:
    """(line, page) of a copy; (0, 0) while there is none."""
    path = stick / "standby.json"
    if not path.exists():
        return 0, 0
    found = standby_manifest.read(path.read_bytes(), key)
    return found.n, found.show


def test_a_take_over_between_dice_and_envelopes_by_commands(tmp_path: Path, quick: None) -> None:
    """`draw standby` once by hand, `draw takeover`, the ruling, and the same seed and result as without any of it."""
    whole, session = handing_over.frozen(tmp_path / "whole"), handing_over.frozen(tmp_path / "old")
    for _, act in ACTS[:-3]:
        act(whole)
    cut = next(n for n, (name, _) in enumerate(ACTS) if name == "envelopes")
    for _, act in ACTS[:cut]:
        act(session)
    old, stick, spare = str(tmp_path / "old"), str(tmp_path / "stick"), tmp_path / "spare"
    env = stage.environment(session.folder)
    said = stage.draw(["standby", old, stick], env).stdout
    n, code = said.split("line ")[1].split()[:2]
    again = stage.draw(["standby", old, stick], env).stdout
    assert again.split("line ")[1].split()[:2] == [n, code]
    done = stage.draw(["takeover", stick, str(spare), "--record", n, "--head", code.strip(",")], env)
    rule = next(line.split()[1:] for line in done.stdout.splitlines() if "draw rule" in line)
    assert rule[:4] == ["rule", str(spare), "--action", "RESUME_STANDBY"]
    stage.draw(rule, env)
    resumed = Session.open(spare, stage.PASSPHRASE, session.ambient)
    for _, act in ACTS[cut:-3]:
        act(resumed)
    records = [stage.tree(folder / "public") for folder in (whole.folder, spare)]
    for name in ("seed.txt", "results.csv", "outputs.txt", "orders/s1.b2.csv"):
        assert records[0][name] == records[1][name]
    results = [digest(b"".join(r["statement.txt"].splitlines(keepends=True)[:-1])) for r in records]
    assert results[0] == results[1] and b"RESUME_STANDBY" in records[1]["ledger.jsonl"]
    assert verify(records[1]).first("mismatch") is None


def test_usage_of_takeover(tmp_path: Path, quick: None) -> None:
    """DIR and --check exclude one another; a number that is none is said so; no traceback anywhere."""
    old = handing_over.frozen(tmp_path / "old").folder
    env = stage.environment(old)
    stage.draw(["standby", str(old), str(tmp_path / "stick")], env)
    stick = str(tmp_path / "stick")
    stage.draw(["takeover", stick], env, code=2)
    stage.draw(["takeover", stick, str(tmp_path / "x"), "--check"], env, code=2)
    for record in ("x", "-1", "1.5", ""):
        stage.draw(["takeover", stick, str(tmp_path / "x"), "--record", record, "--head", "0" * 16], env, code=1)
    stage.draw(["standby", str(tmp_path / "nothing"), stick], env, code=1)
    stage.draw(["standby", str(old), str(tmp_path / "no" / "parent")], env, code=1)
    assert not (tmp_path / "x").exists() and not (tmp_path / "no").exists()
