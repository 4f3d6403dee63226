"""Starts and stops both sides: the ceremony side in a thread of this process, the public side as a child process."""

import logging
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from waitress import create_server, wasyncore  # type: ignore[import-untyped]

from draw.edges.session import Session
from draw.edges.standbys import Standbys
from draw.errors import DrawError, StepRefused
from draw.words import say as words
from web.app import create_ceremony_app
from web.child import Child
from web.config import SECRET_BYTES, Config
from web.feed import MOST_STREAMS, Feed
from web.login import Logins
from web.service import Service

THREADS: Final = 48  # twice the streams, so that a hall full of screens never keeps the desk waiting
_CONNECTIONS: Final = 200
_BODY: Final = 128 * 2**20  # what a stranger could put on the disk; our own, smaller limits answer in words (setup_limits)
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_EVERYWHERE: Final = frozenset({"", "0.0.0.0", "::"})


class _Waitress:
    """A waitress server in a thread that can be stopped: its loop is turned here, one second at most at a time."""

    def __init__(self, app: Any, host: str, port: int) -> None:
        self._map: dict[int, Any] = {}
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._server = create_server(
            app,
            map=self._map,
            sockets=[socket.create_server((host, port), family=family)],
            threads=THREADS,
            connection_limit=_CONNECTIONS,
            max_request_body_size=_BODY,
            channel_request_lookahead=1,  # lets a stream notice that its page is gone
            ident=None,
        )
        self.port = int(self._server.effective_port)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ceremony", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            wasyncore.loop(timeout=0.5, map=self._map, count=1)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._map, ignore_all=True)

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._stop.set()
        self._thread.join(timeout=10)


class Running:
    """Both sides, running while the `with` block lasts.

    `with Running(session, port=0, public_port=0) as r:` then r.desk_url, r.hall_url, r.public_url, r.desk_code.
    Whoever holds the session may go on driving it: pages follow the store within a fifth of a second.
    """

    def __init__(
        self,
        session: Session,
        *,
        host: str = "127.0.0.1",
        port: int = 8000,
        public_port: int = 8001,
        announce: Callable[[str], None] = lambda code: None,
        most_streams: int = MOST_STREAMS,
        standbys: Sequence[Path] = (),
    ) -> None:
        """Raises DrawError if a port is taken; `announce` hears each desk code after the first.

        `standbys`: folders that are kept a standby copy of the session (R14). A session that another machine has taken over
        is refused.
        """
        if host in _EVERYWHERE:
            raise DrawError(words("serve.host"))
        logging.getLogger("waitress").setLevel(logging.ERROR)
        if session.store.retired():
            raise StepRefused(words("standby.retired_here"))
        session.resume()
        self.session = session
        self.service = Service(session)
        self.feed = Feed(self.service, most=most_streams)
        self._logins = Logins(announce)
        self._host = f"[{host}]" if ":" in host else host
        session.public.mkdir(parents=True, exist_ok=True)
        self.standbys = Standbys(session, standbys)
        try:
            self._child = Child(str(session.public), host, public_port)
        except BaseException:
            self.standbys.stop()
            raise
        try:
            self._start(host, port)
        except BaseException:
            self._child.stop()
            self.standbys.stop()
            raise

    def _start(self, host: str, port: int) -> None:
        config = Config(
            service=self.service,
            feed=self.feed,
            logins=self._logins,
            people=self.session.people,
            secret=secrets.token_bytes(SECRET_BYTES),
            hosts=_LOCAL | {self._host.lower()},
            public_url=self.public_url,
            public_alive=self._child.alive,
            standbys=self.standbys,
            phones=lambda: self._child.viewers,
        )
        self.app = create_ceremony_app(config)
        try:
            self._waitress = _Waitress(self.app, host, port)
        except OSError:
            raise DrawError(words("serve.port", port=port)) from None
        self.port = self._waitress.port
        self.feed.on_moment = lambda moment: self._child.tell(moment.state)
        self._child.tell(self.feed.moment.state)
        self.feed.start()

    @property
    def desk_code(self) -> str:
        """The desk code of the moment."""
        return self._logins.code

    @property
    def desk_url(self) -> str:
        """Where the operator works."""
        return f"http://{self._host}:{self.port}/"

    @property
    def hall_url(self) -> str:
        """What the projector opens."""
        return f"http://{self._host}:{self.port}/hall"

    @property
    def public_url(self) -> str:
        """What the public opens."""
        return f"http://{self._host}:{self._child.port}/"

    @property
    def public_port(self) -> int:
        """The port of the public side."""
        return self._child.port

    @property
    def public_viewers(self) -> int:
        """How many phones follow."""
        return self._child.viewers

    @property
    def public_pid(self) -> int:
        """The process id of the public side."""
        return self._child.pid

    def play(self, pace: float) -> None:
        """Turn the show to its end, `pace` seconds a name, then return; nothing happens before the result is signed."""
        names = 1
        while names:
            with self.service.reading():
                show = self.service.show()
                going = self.service.advance()
                names = show.frames[self.service.position.shown - 1].names if show and going else 0
            self.feed.poke()
            time.sleep(pace * names)

    def wait(self) -> None:
        """Return at Ctrl-C. A handler that only notes it: an exception could be lost in whatever the interpreter is tidying up."""
        asked: list[int] = []
        before = signal.signal(signal.SIGINT, lambda number, frame: asked.append(number))
        try:
            while not asked:
                time.sleep(0.2)
        finally:
            signal.signal(signal.SIGINT, before)

    def stop(self) -> None:
        """Stop both sides; the record is already on the disk."""
        self.feed.stop()
        self._waitress.stop()
        self._child.stop()
        self.standbys.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"


def serve(
    session: Session,
    *,
    host: str,
    port: int,
    public_port: int,
    say: Callable[[str], None],
    standbys: Sequence[Path] = (),
) -> None:
    """Serve both sides until Ctrl-C."""

    def announce(code: str) -> None:
        say(words("serve.next_code", code=_spaced(code)))

    with Running(
        session, host=host, port=port, public_port=public_port, announce=announce, standbys=standbys
    ) as running:
        say(words("serve.desk", url=running.desk_url))
        say(words("serve.hall", url=running.hall_url))
        say(words("serve.public", url=running.public_url))
        say(words("serve.code", code=_spaced(running.desk_code)))
        for folder in standbys:
            say(words("standby.serving", folder=folder))
        say(words("serve.stop"))
        running.wait()
        say(words("serve.stopped"))
