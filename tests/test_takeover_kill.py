"""kill -9 at every durable step of a standby copy's refresh and of a take-over: the former or the new one, always whole (R14).

Each runs in a forked child whose every fsync, rename, unlink and COMMIT is counted; at the chosen one the child kills itself,
before or after the call. The control destroys the former copy before the new one is named, and must be caught.
"""

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from itertools import product
from pathlib import Path

import handing_over
import pytest
import stage

from draw.edges import keys, standby_copy, store
from draw.edges.session import Session
from draw.edges.shelf import Shelf
from draw.edges.standby import Standby
from draw.errors import DrawError

ACTS = handing_over.acts()
FINISH = next(n for n, (name, _) in enumerate(ACTS) if name == "finish")
MISSING = "none"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap key derivation: the number of rounds has nothing to do with crashes."""
    monkeypatch.setattr(keys, "_ARGON", {"iterations": 1, "lanes": 1, "memory_kib": 64})
    monkeypatch.setattr(keys, "PBKDF2_ROUNDS", 1000)
    monkeypatch.setenv("DRAW_TEST_CLOCK", stage.CLOCK)
    monkeypatch.setenv("DRAW_TEST_ENTROPY", "stage")


class _Killer:
    """Counts durable calls; kills this process at number `at`, before it or after it."""

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

    def install(self) -> None:
        """Count every durable call of this process from now on."""
        killer = self

        class Counted(sqlite3.Connection):
            def execute(self, sql: str, *args: object) -> sqlite3.Cursor:  # type: ignore[override]
                run = super().execute
                return killer.around(run)(sql, *args) if sql == "COMMIT" else run(sql, *args)  # type: ignore[return-value]

        plain = sqlite3.connect
        store.sqlite3.connect = lambda *a, **k: plain(*a, **k, factory=Counted)  # type: ignore[assignment]
        os.fsync = self.around(os.fsync)  # type: ignore[assignment]
        os.replace = self.around(os.replace)  # type: ignore[assignment]
        os.unlink = self.around(os.unlink)  # type: ignore[assignment]


def _child(work: Callable[[], object], killer: _Killer, count: Path) -> bool:
    """Do the work in a forked child. -> True if it was killed."""
    pid = os.fork()
    if pid:
        status = os.waitpid(pid, 0)[1]
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        assert killed or status == 0
        return killed
    status = 1
    try:
        killer.install()
        work()
        count.write_text(str(killer.seen), encoding="ascii")
        status = 0
    finally:
        os._exit(status)


def _calls(work: Callable[[], object], count: Path) -> int:
    assert not _child(work, _Killer(0, after=False), count)
    return int(count.read_text(encoding="ascii"))


def _state(stick: Path, work: Path) -> str:
    """The head of a copy that is whole, MISSING where there is none yet; anything else raises."""
    if not (stick / "standby.json").exists():
        return MISSING
    return handing_over.whole(stick, work, 1).head


def _kill_refresh(session: Session, stick: Path, tmp_path: Path) -> tuple[set[str], int]:
    """Kill the refresh of `stick` at every durable call. -> (the heads found afterwards, how many copies were broken)."""
    again = tmp_path / "again"

    def refresh() -> None:
        Standby(session.folder, session.store, session.vault_key(), again).refresh(handing_over.NOW)

    def fresh() -> None:
        shutil.rmtree(again, ignore_errors=True)
        shutil.copytree(stick, again)

    fresh()
    calls = _calls(refresh, tmp_path / "count")
    assert calls > 8
    heads, broken = set(), 0
    for at, after in product(range(1, calls + 1), (False, True)):
        fresh()
        assert _child(refresh, _Killer(at, after=after), tmp_path / "count"), at
        try:
            work = tmp_path / "work"
            work.mkdir()
            heads.add(_state(again, work))
        except DrawError:
            broken += 1
        finally:
            shutil.rmtree(work)
    made = Standby(session.folder, session.store, session.vault_key(), again).refresh(handing_over.NOW)
    assert {p.name for p in (again / "files").iterdir()} == set(made.files.values())
    return heads, broken


@pytest.mark.parametrize("upto", [0, 1, FINISH + 1], ids=["first copy", "after a commitment", "after the signature"])
def test_a_refresh_killed_anywhere_leaves_the_former_copy_or_the_new_one(tmp_path: Path, upto: int) -> None:
    """Whatever the moment of the kill, what lies on the stick can be taken over: none, the former, or the new copy."""
    session = handing_over.frozen(tmp_path / "old")
    copy = handing_over.standby(session, tmp_path / "stick")
    former = MISSING
    for n, (_, act) in enumerate(ACTS[:upto], start=1):
        if n == upto:
            former = copy.refresh(handing_over.NOW).head
        act(session)
    new = handing_over.seen(session)
    heads, broken = _kill_refresh(session, tmp_path / "stick", tmp_path)
    assert broken == 0
    assert {h if h in (former, MISSING) else h[:8] for h in heads} == {former, new.first}


def test_control_destroying_the_former_copy_first_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refresh that clears away before the new copy is named leaves no copy at some moment, and the test above sees it."""
    session = handing_over.frozen(tmp_path / "old")
    handing_over.standby(session, tmp_path / "stick").refresh(handing_over.NOW)
    ACTS[0][1](session)
    honest = Shelf.put_at

    def careless(self: Shelf, target: Path, data: bytes) -> None:
        self.destroy_all_but(json.loads(data)["files"].values())
        honest(self, target, data)

    monkeypatch.setattr(Shelf, "put_at", careless)
    _, broken = _kill_refresh(session, tmp_path / "stick", tmp_path)
    assert broken > 0


def test_a_take_over_killed_anywhere_is_whole_or_not_there(tmp_path: Path) -> None:
    """After a kill there is no session folder, or a whole one; the same command again ends with the same session."""
    session = handing_over.frozen(tmp_path / "old")
    for _, act in ACTS[:7]:
        act(session)
    handing_over.standby(session, tmp_path / "stick").refresh(handing_over.NOW)
    what, spare = handing_over.seen(session), tmp_path / "spare"
    expected = stage.tree(tmp_path / "old" / "public")

    def fresh() -> None:
        shutil.rmtree(tmp_path / "again", ignore_errors=True)
        shutil.copytree(tmp_path / "stick", tmp_path / "again")

    def take() -> None:
        handing_over.taken(tmp_path / "again", spare, what)

    fresh()
    calls = _calls(take, tmp_path / "count")
    assert calls > 40
    outcomes = set()
    for at, after in product(range(1, calls + 1), (False, True)):
        shutil.rmtree(spare, ignore_errors=True)
        fresh()
        assert _child(take, _Killer(at, after=after), tmp_path / "count"), at
        outcomes.add(spare.exists())
        if spare.exists():
            assert stage.tree(spare / "public") == expected, at
        again = handing_over.taken(tmp_path / "again", spare, what)
        assert again.state.n == session.state.n and stage.tree(spare / "public") == expected, at
        assert standby_copy.Copy(tmp_path / "again", stage.PASSPHRASE, session.ambient).mark() is not None
        assert not (tmp_path / ".spare.takeover").exists()
    assert outcomes == {False, True}
