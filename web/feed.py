"""Ledger -> events. The ledger is the truth: an event's id is its ledger number; who was away is told the rest.

Show events go on numbering after the last ledger line. One thread watches the database, so that acts of the command
line show too, and every stream waits on one condition. A stream sends the missed lines, then one `state` with
everything, so that late joiners need nothing else, then a heartbeat.
"""

import json
import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from web.faults import place
from web.service import Service
from web.view import build, line_view

log = logging.getLogger("web")
WATCH_SECONDS: Final = 0.2
HEARTBEAT_SECONDS: Final = 2.5
LONGEST_STREAM: Final = 600.0  # then the browser comes again; a stream nobody reads cannot stay for ever
MOST_STREAMS: Final = 24
RETRY_MS: Final = 1000


class TooMany(Exception):
    """No room for another stream; come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What all streams send now. `version` changes whenever anything does, the display too."""

    version: int
    attempt: int
    n: int
    lines: tuple[dict[str, Any], ...]
    state: bytes
    left: int
    ticking: bool
    taken: float


def event(name: str, value: object, number: int | None = None) -> bytes:
    """One server-sent event."""
    head = "" if number is None else f"id: {number}\n"
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{head}event: {name}\ndata: {data}\n\n".encode()


class Feed:
    """The moment, who waits for the next one, and the thread that notices it."""

    def __init__(self, service: Service, *, most: int = MOST_STREAMS, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        self.service = service
        self.boot = secrets.token_hex(4)
        self._most = most
        self._heartbeat = heartbeat
        self._looking = threading.Lock()  # a later look must never be replaced by an earlier one
        self._condition = threading.Condition()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._streams = 0
        self._projectors = 0
        self._progress = ""
        self.on_moment: Callable[[Moment], None] = lambda moment: None  # must return at once
        self._moment = self._take(0)
        service.on_progress = self.progress

    # -- the moment ---------------------------------------------------------------------------------------------------

    def _take(self, version: int) -> Moment:
        with self.service.reading() as session:
            state = build(self.service) | {"v": f"{self.boot}.{version}"}
            here, view = self.service.position, state["view"]
            lines = [line_view(line) for line in session.lines]
            shown = [{"n": here.ledger + n, "kind": "show", "at": n} for n in range(1, here.shown + 1)]
            return Moment(
                version=version,
                attempt=here.attempt,
                n=here.event,
                lines=(*lines, *shown),
                state=json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode(),
                left=int(view.get("left", 0)),
                ticking=bool(view.get("ticking", False)),
                taken=time.monotonic(),
            )

    def poke(self) -> None:
        """Look again now; called after every act and by the watcher."""
        with self._looking:
            moment = self._take(self._moment.version + 1)
            with self._condition:
                self._moment, self._progress = moment, ""
                self._condition.notify_all()
            self.on_moment(moment)

    def progress(self, text: str) -> None:
        """Tell the pages what a long act is doing; the next moment ends it."""
        with self._condition:
            self._progress = text
            self._condition.notify_all()

    @property
    def moment(self) -> Moment:
        """The present moment."""
        return self._moment

    @property
    def streams(self) -> int:
        """How many pages listen."""
        return self._streams

    @property
    def projectors(self) -> int:
        """How many of them show the hall, on a projector rather than in a desk's small frame."""
        return self._projectors

    # -- the watcher ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to watch the database."""
        self._thread = threading.Thread(target=self._watch, name="feed", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the watcher and every stream."""
        self._stop.set()
        self.service.fonts.forget()
        with self._condition:
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        behind = False
        with closing(_Changes(self.service)) as changes:
            while not self._stop.wait(WATCH_SECONDS):
                try:
                    behind = changes.seen() or behind
                    if self.service.tick() or behind:
                        self.poke()
                    self._set_type()
                    behind = False
                except (
                    Exception
                ) as error:  # whatever it is, the hall must not stop following: the next look tries again
                    log.error("watcher: %s", place(error))

    def _set_type(self) -> None:
        with self.service.reading(fresh=False) as session:
            self.service.fonts.follow(session, lambda: self.service.masked().values(), self.poke)

    # -- streams --------------------------------------------------------------------------------------------------

    def listen(self, since: int, attempt: int, gone: Callable[[], bool], *, shows: bool = False) -> Iterator[bytes]:
        """A stream for one page. Takes its place now, while a refusal can still be an answer. Raises TooMany.

        `shows`: the page is a projector.
        """
        with self._condition:
            if self._streams >= self._most or self._stop.is_set():
                raise TooMany
            self._streams += 1
            self._projectors += shows
        return _Stream(self._events(since, attempt, gone), lambda: self._leave(shows))

    def _leave(self, shows: bool) -> None:
        with self._condition:
            self._streams -= 1
            self._projectors -= shows

    def _events(self, since: int, attempt: int, gone: Callable[[], bool]) -> Iterator[bytes]:
        yield f"retry: {RETRY_MS}\n\n".encode()
        version, progress, sent = -1, "", since
        began = time.monotonic()
        while not self._stop.is_set() and not gone() and time.monotonic() - began < LONGEST_STREAM:
            moment = self._moment
            if moment.version != version:
                if attempt != moment.attempt or sent > moment.n:
                    sent, attempt = 0, moment.attempt
                for line in moment.lines[sent:]:
                    yield event("line", line, line["n"])
                version, sent = moment.version, moment.n
                yield b"event: state\ndata: " + moment.state + b"\n\n"
            elif self._progress != progress:
                progress = self._progress
                yield event("progress", {"text": progress})
            else:
                yield event("hb", {"n": moment.n, "left": self._left(moment)})
            with self._condition:
                if self._moment.version == version and self._progress == progress:
                    self._condition.wait(self._heartbeat)

    def _left(self, moment: Moment) -> int:
        elapsed = int(time.monotonic() - moment.taken) if moment.ticking else 0
        return max(0, moment.left - elapsed)


class _Stream:
    """An iterator that gives its place back exactly once, even if the server never begins to read it."""

    def __init__(self, events: Iterator[bytes], leave: Callable[[], None]) -> None:
        self._events = events
        self._leave: Callable[[], None] | None = leave

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._events)

    def close(self) -> None:
        """Called by the server when the page is gone or the stream is over (PEP 3333)."""
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()


class _Changes:
    """Whether any other connection has written to the session's database; a pragma, far cheaper than reading it."""

    def __init__(self, service: Service) -> None:
        with service.reading(fresh=False) as session:
            path = session.store.folder / "session.db"
        self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        self._last = -1

    def seen(self) -> bool:
        """True once after each change."""
        now = int(self._db.execute("PRAGMA data_version").fetchone()[0])
        changed, self._last = now != self._last, now
        return changed

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
