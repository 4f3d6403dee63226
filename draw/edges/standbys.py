"""The standby copies of a running session: a thread for each, so that no act ever waits for a stick or a network (R14)."""

import errno
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from draw.edges import ambient
from draw.edges.session_folder import Folder
from draw.edges.standby import Problem, Standby, Unfit

log = logging.getLogger("draw")
WATCH_SECONDS: Final = 0.2
_FULL: Final = frozenset((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))
LOOK_SECONDS: Final = 1.0  # whether the stick is still there
PATIENCE_SECONDS: Final = 5.0  # a copy that is further behind without getting anywhere is told as a problem
STOP_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A standby copy as the desk shows it. `n`, `head`: the last ledger line in it, (0, "none") where there is none.

    `at`: the time of the copy; `since`: of the problem, "" where there is none. `done` of `of` bytes while it is made.
    """

    folder: str
    ok: bool
    n: int
    head: str
    at: str
    problem: Problem
    since: str
    same_disk: bool
    done: int
    of: int


def moment() -> str:
    """The time by the system's clock; a copy is no part of the record."""
    return ambient.stamp(int(time.time()))


class _Keeper:
    """One copy and its thread."""

    def __init__(self, session: Folder, standby: Standby, clock: Callable[[], float]) -> None:
        self._session = session
        self._standby = standby
        self._clock = clock
        self._stop = threading.Event()
        self._moved = clock()  # when the copy was last right, or got on
        self._behind = True
        self._state = State(
            folder=str(standby.folder), ok=True, n=0, head="none", at="", problem=Problem.NONE, since="",
            same_disk=standby.same_disk, done=0, of=0,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._run, name="standby", daemon=True)
        self._thread.start()

    def state(self) -> State:
        """As it is now; a copy that hangs is a problem although nothing has failed."""
        if self._behind and not self._state.problem and self._clock() - self._moved > PATIENCE_SECONDS:
            return replace(self._state, ok=False, problem=Problem.SLOW)
        return self._state

    def end(self) -> None:
        """Ask for one last look and the end."""
        self._stop.set()

    def join(self, deadline: float) -> None:
        """Wait for it; a hanging network drive is left alone."""
        self._thread.join(max(0.0, deadline - self._clock()))

    def _run(self) -> None:
        with closing(_Changes(self._session)) as changes:
            made: object = None
            looked, stopping = 0.0, False
            while not stopping:
                stopping = self._stop.wait(WATCH_SECONDS)
                now, seen = self._clock(), changes.seen()
                retry = self._state.problem and now - looked > LOOK_SECONDS
                if seen != made or retry:
                    made = seen if self._refresh() else None
                    looked = self._clock()
                    if made is None and not stopping:
                        self._stop.wait(LOOK_SECONDS)
                elif now - looked > LOOK_SECONDS:
                    self._try(self._standby.look)
                    looked = now

    def _refresh(self) -> bool:
        if not self._behind:
            self._moved, self._behind = self._clock(), True
        return self._try(self._copy)

    def _copy(self) -> None:
        made = self._standby.refresh(moment(), self._progress)
        self._behind = False
        self._state = replace(self._state, n=made.n, head=made.head, at=made.time, done=0, of=0)

    def _progress(self, done: int, of: int) -> None:
        self._moved = self._clock()
        self._state = replace(self._state, done=done, of=of)

    def _try(self, what: Callable[[], None]) -> bool:
        problem = Problem.NONE
        try:
            what()
        except Unfit as unfit:
            problem = unfit.problem
        except OSError as error:
            problem = Problem.FULL if error.errno in _FULL else Problem.FAILED
            if not self._standby.folder.is_dir():
                problem = Problem.GONE
        except Exception as error:  # whatever it is, the ceremony goes on and the desk is told
            log.error("standby: %s", type(error).__name__)
            problem = Problem.FAILED
        since = "" if not problem else self._state.since if self._state.problem else moment()
        same = self._standby.same_disk
        self._state = replace(self._state, ok=not problem, problem=problem, since=since, same_disk=same)
        return not problem


class Standbys:
    """Every standby copy of one session, kept up to date until `stop`."""

    def __init__(
        self, session: Folder | None, folders: Sequence[Path], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Raises DrawError for a folder that can never be one. A new folder is made, but not the one it lies in."""
        self._clock = clock
        self._keepers: list[_Keeper] = []
        if session is not None and folders:
            key = session.vault_key()
            standbys = [Standby(session.folder, session.store, key, folder) for folder in folders]
            for folder in folders:
                prepare(folder)
            self._keepers = [_Keeper(session, standby, clock) for standby in standbys]

    @property
    def states(self) -> tuple[State, ...]:
        """How each copy stands now, in the order given."""
        return tuple(keeper.state() for keeper in self._keepers)

    def stop(self) -> None:
        """Bring the copies up to date once more and end."""
        deadline = self._clock() + STOP_SECONDS
        for keeper in self._keepers:
            keeper.end()
        for keeper in self._keepers:
            keeper.join(deadline)


def without() -> Standbys:
    """No standby copy of anything."""
    return Standbys(None, ())


def prepare(folder: Path) -> None:
    """Make the folder if the one it lies in is there: a stick that is not put in is no reason not to begin."""
    if folder.parent.is_dir():
        folder.mkdir(exist_ok=True)


class _Changes:
    """What changes when the copy has to: SQLite's counter of other connections' commits, the keys, the rule sheet."""

    def __init__(self, session: Folder) -> None:
        self._folder = session.folder
        self._db = sqlite3.connect(session.store.folder / "session.db", timeout=10, isolation_level=None)

    def seen(self) -> object:
        """Differs from the value before after every change."""
        keys_there = tuple(sorted(p.name for p in (self._folder / "private").glob("*.pem")))
        sheet = self._folder / "session.toml"
        changed = sheet.stat().st_mtime_ns if sheet.exists() else 0
        return self._db.execute("PRAGMA data_version").fetchone()[0], keys_there, changed

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
