"""python -m web.public FOLDER --host 127.0.0.1 --port 8001

With --with-parent the ceremony side feeds it: a JSON object a line on standard input (web/broadcast.py), whose end ends it; it
says `port N` once and `viewers N` now and then on standard output. Without, what the phones see comes from the files alone.
"""

import argparse
import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from web.public.hub import Hub
from web.public.moment import MOST_LINE, Now, frame_of
from web.public.record import Record
from web.public.server import Connection, Server, listener, most_connections
from web.public.site import Site

HEARTBEAT_SECONDS: Final = 2.5
LOOK_SECONDS: Final = 1.0
TOLD_SECONDS: Final = 5.0  # the number of phones is told this often even if it is the same: a sign of life
THREADS: Final = 2
GIVES_WAY: Final = 5  # a flood of phones must not slow the ceremony beside it
_PAGES_SHARE: Final = 0.9  # of all connections may follow; the rest are for pages and files


class Public:
    """One public side while it runs. Everything but the pipes happens in one thread."""

    def __init__(self, folder: Path) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "files")
        self._pipe = ThreadPoolExecutor(1, "pipe")
        self._record = Record(folder)
        self._now = Now(self._record.look())
        most = most_connections()
        self._hub = Hub(int(most * _PAGES_SHARE))
        self._server = Server(Site(self._record, self._now, self._threads), self._now, self._hub, most)
        self._looked = asyncio.Event()
        self._end = asyncio.Event()

    async def run(self, host: str, port: int, *, parent: bool) -> None:
        """Serve until standard input ends (with a parent) or for ever."""
        loop = asyncio.get_running_loop()
        # A phone that goes in the middle is no event worth a line, and its address has no business in a log.
        loop.set_exception_handler(lambda loop, context: None)
        link = listener(host, port)
        server = await loop.create_server(lambda: Connection(self._server), sock=link)
        say(f"port {link.getsockname()[1]}")
        jobs = [self._hub.run(), self._server.sweep(), self._beats(), self._looks()]
        if parent:
            jobs.append(self._counts())

            def told(line: bytes) -> None:
                loop.call_soon_threadsafe(self._told, line)

            def ended() -> None:
                loop.call_soon_threadsafe(self._end.set)

            threading.Thread(target=listen, args=(told, ended), daemon=True).start()
        running = [loop.create_task(job) for job in (self._end.wait(), *jobs)]
        try:
            # None of them ends by itself: better no public side, which is started anew, than half of one.
            first, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for job in first:
                job.result()
        finally:
            for job in running:
                job.cancel()
            server.close()
            for connection in list(self._server.connections):
                connection.drop()
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._pipe.shutdown(wait=False, cancel_futures=True)

    def _told(self, line: bytes) -> None:
        frame = frame_of(line)
        if frame is not None:
            self._now.tell(frame)
            self._hub.tell(self._now.moment.event)
            self._looked.set()  # what was just done may have published a file

    async def _looks(self) -> None:
        """Look at the folder every second, and at once after the ceremony side has spoken."""
        loop = asyncio.get_running_loop()
        while True:
            self._looked.clear()
            try:
                if self._now.see(await loop.run_in_executor(self._threads, self._record.look)):
                    self._hub.tell(self._now.moment.event)
            except OSError:
                pass  # a folder that is away for a moment: the next look has it
            try:
                await asyncio.wait_for(self._looked.wait(), LOOK_SECONDS)
            except TimeoutError:
                continue

    async def _beats(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self._hub.tell(self._now.beat())

    async def _counts(self) -> None:
        """Tell the ceremony side how many phones follow; if it does not read, only this waits."""
        told, silent = -1, 0.0
        loop = asyncio.get_running_loop()
        while True:
            if len(self._hub) != told or silent >= TOLD_SECONDS:
                told, silent = len(self._hub), 0.0
                await loop.run_in_executor(self._pipe, say, f"viewers {told}")
            await asyncio.sleep(1)
            silent += 1


def say(line: str) -> None:
    """One line for the ceremony side; if that is gone, standard input says so too."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return


def listen(told: Callable[[bytes], object], ended: Callable[[], object]) -> None:
    """Hand on each line of standard input; the ceremony process holds the other end, however it dies."""
    try:
        while line := sys.stdin.buffer.readline(MOST_LINE):
            told(line)
    except (OSError, ValueError):
        pass
    ended()


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve a public folder until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m web.public", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--with-parent", action="store_true", help="fed by standard input, stop when it ends")
    given = parser.parse_args(arguments)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    if given.with_parent:
        if hasattr(os, "nice"):
            os.nice(GIVES_WAY)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the ceremony side, which then ends this one

    async def serve() -> None:
        await Public(given.folder).run(given.host, given.port, parent=given.with_parent)

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
