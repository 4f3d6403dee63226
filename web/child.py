"""The public side as a process of its own: started, fed, watched, started again. Nothing that it does or fails to do can hold up
the ceremony: whoever speaks to it only leaves a note, and threads of their own do the rest.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from typing import IO, Final

from draw.errors import DrawError
from draw.words import say as words
from web.broadcast import frame

log = logging.getLogger("web")
START_SECONDS: Final = 20.0  # to say its port
SILENT_SECONDS: Final = 20.0  # it says something every five seconds; after so long it hangs
FRAME_SECONDS: Final = 0.2  # between two frames: five a second are enough for any phone
DELAYS: Final = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # before it is started again, the longer the oftener it died
STEADY_SECONDS: Final = 60.0  # a process that lived so long was no failure


class Slot:
    """One note, the newest: leaving it never waits."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._note: bytes | None = None
        self._number = 0
        self._closed = False

    def put(self, note: bytes) -> None:
        """Replace whatever was there."""
        with self._condition:
            self._note, self._number = note, self._number + 1
            self._condition.notify_all()

    def newer(self, number: int) -> tuple[int, bytes] | None:
        """Wait for a note after that number. -> (its number, the note); None once closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._closed or self._number > number)
            return None if self._closed or self._note is None else (self._number, self._note)

    def close(self) -> None:
        """Whoever waits is told that nothing more comes."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()


class _Life:
    """One process, from start to end."""

    def __init__(self, folder: str, host: str, port: int) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DRAW_")}
        # Stopping by the end of its standard input works on every platform and even if this process is killed.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "web.public", folder, "--host", host, "--port", str(port), "--with-parent"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        )
        self.slot = Slot()
        self.born = self.heard = time.monotonic()
        self.port = 0
        self.viewers = 0
        self.ready = threading.Event()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._read, self._write)]
        for thread in self._threads:
            thread.start()

    def _read(self) -> None:
        """What it says: its port, then how many phones follow."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.heard = time.monotonic()
            word, _, number = line.decode("ascii", "replace").strip().partition(" ")
            if word == "port" and number.isdigit():
                self.port = int(number)
                self.ready.set()
            elif word == "viewers" and number.isdigit():
                self.viewers = int(number)
        self.ready.set()

    def _write(self) -> None:
        """The newest note as a frame, not more often than phones can use; a full pipe holds up this thread alone."""
        assert self.process.stdin is not None
        number = 0
        while (note := self.slot.newer(number)) is not None:
            number, state = note
            try:
                line = json.dumps(frame(json.loads(state)), ensure_ascii=False).encode() + b"\n"
            except (KeyError, TypeError, ValueError) as error:  # a state that no frame can be made of: the next one
                log.error("frame: %s", type(error).__name__)
                continue
            try:
                _all(self.process.stdin, line)
            except (OSError, ValueError):
                return  # it is gone, or is being ended
            time.sleep(FRAME_SECONDS)

    def alive(self) -> bool:
        """True while it runs and says so."""
        return self.process.poll() is None and time.monotonic() - self.heard < SILENT_SECONDS

    def end(self) -> None:
        """End it, gently if it listens, and wait for it."""
        self.slot.close()
        self._threads[1].join(timeout=1)
        if self._threads[1].is_alive():  # it does not read: closing the pipe would wait for it
            self.process.kill()
            self._threads[1].join(timeout=5)
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._threads[0].join(timeout=5)
        if self.process.stdout is not None:
            self.process.stdout.close()


def _all(pipe: IO[bytes], data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[pipe.write(rest) :]


class Child:
    """The public side over one folder, as long as this object is not stopped. It sees a path and frames: no keys, no passphrase
    in its environment.
    """

    def __init__(self, folder: str, host: str, port: int) -> None:
        """Raises DrawError if it does not start."""
        self._folder, self._host = folder, host
        self._state: bytes | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._life = _Life(folder, host, port)
        self._life.ready.wait(START_SECONDS)
        self.port = self._life.port
        if not self.port:
            self._life.end()
            raise DrawError(words("serve.public_failed", port=port))
        self._watcher = threading.Thread(target=self._watch, name="public", daemon=True)
        self._watcher.start()

    @property
    def pid(self) -> int:
        """The process id of the moment."""
        return self._life.process.pid

    @property
    def viewers(self) -> int:
        """How many phones follow, as it last said; 0 while it is down."""
        return self._life.viewers if self._life.alive() else 0

    def alive(self) -> bool:
        """True while it runs and answers; its death changes nothing here."""
        return self._life.alive()

    def tell(self, state: bytes) -> None:
        """Leave the projector's state (JSON) for the phones; returns at once, whatever the public side does."""
        self._state = state
        self._life.slot.put(state)

    def stop(self) -> None:
        """End it and wait for it."""
        self._stopping.set()
        with self._lock:
            self._life.end()
        watcher = getattr(self, "_watcher", None)
        if watcher is not None:
            watcher.join(timeout=10)

    def _watch(self) -> None:
        """Start it again whenever it has died or hangs, on the same port, each time after a longer pause."""
        deaths = 0
        while not self._stopping.wait(0.1):
            if self._life.alive():
                continue
            deaths = 0 if time.monotonic() - self._life.born > STEADY_SECONDS + SILENT_SECONDS else deaths
            self._life.process.kill()
            if self._stopping.wait(DELAYS[min(deaths, len(DELAYS) - 1)]):
                return
            deaths += 1
            with self._lock:
                if self._stopping.is_set():
                    return
                self._life.end()
                self._life = _Life(self._folder, self._host, self.port)
                if self._state is not None:
                    self._life.slot.put(self._state)
