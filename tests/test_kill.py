"""kill -9 at any durable step of a whole rehearsal, then the same acts again: the same record, byte for byte (R14).

The ceremony runs in a forked child whose every write, fsync, rename and COMMIT is counted; at the chosen one the child kills
itself, before or after the call. A second child repeats all acts. The control acknowledges before committing and must be caught.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import stage

from draw.edges import ambient, keys, store
from draw.edges.freezing import SLIPS
from draw.edges.session import Session
from draw.errors import AlreadyDone
from draw.hashing import commitment

STEP = 2  # every second durable call, killed before it and after it in turn


class _Counter:
    """Counts durable calls; kills this process at number `at`, before or after the call."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.at, self.after, self.seen = at, after, 0

    def around(self, call: Callable[..., object]) -> Callable[..., object]:
        """The call with a possible kill on either side."""

        def wrapped(*args: object, **kwargs: object) -> object:
            self.seen += 1
            mine = self.seen == self.at
            if mine and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = call(*args, **kwargs)
            if mine:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return wrapped


def _acts(session: Session, acknowledged: Path) -> None:
    """Every act of the hall; each acknowledgement is written down outside the session."""
    with suppress(AlreadyDone):
        session.freeze()
    value, made = session.state.notice_hash, stage.SECRETS

    def done(what: str) -> None:
        with acknowledged.open("a", encoding="ascii") as out:
            out.write(f"{what} {session.state.n}\n")

    acts: list[tuple[str, Callable[[], object]]] = [
        (f"commit {p}", lambda p=p: session.commit(p, commitment(value, p, made[p]))) for p in made
    ]  # fmt: skip
    acts += [
        ("board", session.close_board),
        ("open", session.open_reveal),
        ("reveal", lambda: session.reveal("W01", made["W01"])),
        ("close", session.close_reveal),
        ("operator", lambda: session.type_dice("operator", stage.DICE, at=1)),
        ("checker", lambda: session.type_dice("checker", stage.DICE, at=1)),
        ("dice", session.confirm_dice),
        ("envelopes", session.open_envelopes),
        ("A1", lambda: session.open_paper("A1", made["A1"])),
        ("N1", lambda: session.open_paper("N1", made["N1"])),
        ("finish", session.finish),
    ]
    for what, act in acts:
        with suppress(AlreadyDone):
            act()
        done(what)


def _child(folder: Path, counter: _Counter) -> int:
    """Run all acts in a forked child with counted calls. -> its wait status."""
    pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1]
    status = 1
    try:

        class Counted(sqlite3.Connection):
            def execute(self, sql: str, *args: object) -> sqlite3.Cursor:  # type: ignore[override]
                run = super().execute
                return counter.around(run)(sql, *args) if sql == "COMMIT" else run(sql, *args)  # type: ignore[return-value]

        plain = sqlite3.connect
        store.sqlite3.connect = lambda *a, **k: plain(*a, **k, factory=Counted)  # type: ignore[assignment]
        os.fsync = counter.around(os.fsync)  # type: ignore[assignment]
        os.replace = counter.around(os.replace)  # type: ignore[assignment]
        world = ambient.from_environment()
        _acts(Session.create(folder, stage.PASSPHRASE, world), folder.parent / f"{folder.name}.ack")
        (folder.parent / f"{folder.name}.count").write_text(str(counter.seen), encoding="ascii")
        status = 0
    finally:
        os._exit(status)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap key derivation: the number of rounds has nothing to do with crashes."""
    monkeypatch.setattr(keys, "_ARGON", {"iterations": 1, "lanes": 1, "memory_kib": 64})
    monkeypatch.setattr(keys, "PBKDF2_ROUNDS", 1000)
    monkeypatch.setenv("DRAW_TEST_CLOCK", stage.CLOCK)
    monkeypatch.setenv("DRAW_TEST_ENTROPY", "stage")


def _freeze_again(folder: Path) -> None:
    """The second life: the same acts from the start."""
    assert _child(folder, _Counter(0, after=False)) == 0, folder.name


def test_kill_at_durable_steps_changes_nothing(tmp_path: Path, quick: None) -> None:
    """Killed at every second durable call, the repeated rehearsal gives the same public folder; real kills are counted."""
    whole = stage.prepare(tmp_path / "whole")
    assert _child(whole, _Counter(0, after=False)) == 0
    expected, slips = stage.tree(whole / "public"), _slips(whole)
    assert "SHA256SUMS.sig" in expected
    total = int((tmp_path / "whole.count").read_text(encoding="ascii"))
    assert total > 100
    kills = 0
    for n, at in enumerate(range(1, total + 1, STEP)):
        folder = stage.prepare(tmp_path / f"k{at}")
        status = _child(folder, _Counter(at, after=bool(n % 2)))
        kills += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        acknowledged = _acknowledged(folder)
        _freeze_again(folder)
        assert stage.tree(folder / "public") == expected, f"killed at durable call {at}"
        assert _slips(folder) == slips
        assert _lines(folder) >= acknowledged
        shutil.rmtree(folder)
    assert kills == len(range(1, total + 1, STEP))


def _acknowledged(folder: Path) -> int:
    path = folder.parent / f"{folder.name}.ack"
    return int(path.read_text(encoding="ascii").split()[-1]) if path.exists() else 0


def _slips(folder: Path) -> bytes:
    """The signatures of the family slips in the store."""
    return Session.open(folder, stage.PASSPHRASE, ambient.from_environment()).store.file(1, SLIPS)


def _lines(folder: Path) -> int:
    return (folder / "public" / "ledger.jsonl").read_bytes().count(b"\n")


def test_control_acknowledging_before_commit_is_caught(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that forgets to commit loses acknowledged lines, and this test's way of counting sees it."""
    folder = stage.prepare(tmp_path / "control")
    _child(folder, _Counter(0, after=False))
    session = Session.open(folder, stage.PASSPHRASE, ambient.from_environment())
    before = len(session.lines)
    with sqlite3.connect(folder / "private" / "session.db") as db:
        db.execute("DROP TRIGGER ledger_no_DELETE")
        db.execute("DELETE FROM ledger WHERE n = ?", (before,))
    db.close()
    assert len(Session.open(folder, stage.PASSPHRASE, ambient.from_environment()).lines) < before == _lines(folder)


def test_commands_killed_at_random_moments(tmp_path: Path) -> None:
    """Real `draw` processes killed after random delays and run again give the same record as an undisturbed run."""
    whole = stage.prepare(tmp_path / "whole")
    env = stage.environment(whole)
    stage.ceremony(whole, env)
    expected = stage.tree(whole / "public")
    folder = stage.prepare(tmp_path / "killed")
    env = stage.environment(folder)
    chance = random.Random(20260718)
    commands = [["freeze", str(folder)]]
    kills = 0
    while commands:
        arguments = commands.pop(0)
        with subprocess.Popen(
            [sys.executable, "-m", "draw", *arguments],
            env=env,
            cwd=stage.ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(chance.uniform(0.15, 0.6))
            kills += process.poll() is None
            process.kill()
        stage.draw(arguments, env)
        if arguments[0] == "freeze":
            commands = stage.commands(folder)
    assert kills > 3
    assert stage.tree(folder / "public") == expected
