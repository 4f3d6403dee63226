"""The result sheet and the other public documents, written beside the ceremony so as not to hold the desk (R49)."""

import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from draw import ledger
from draw.edges.session import Session
from draw.errors import StepRefused
from draw.hashing import digest, read_aloud
from draw.words import say
from web.faults import place
from web.floor_writer import FAILED
from web.service import Service

log = logging.getLogger("web")
FOLDER: Final = "sheets"
WRITER: Final = "web.floor_writer"
RESULTS: Final = ("result.pdf", "REHEARSAL-result.pdf")
_KINDS: Final = (".pdf", ".xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """A finished sheet in DIR/sheets."""

    name: str
    kilobytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where the writing stands. `text`: what it is doing, or why it failed."""

    working: bool = False
    failed: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The record on the disk, for who copies it."""

    path: str
    sums: str
    aloud: str


class Sheets:
    """Has the sheets written by a process of its own, one at a time."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._status = Status()
        self._thread: threading.Thread | None = None

    @property
    def status(self) -> Status:
        """Where the writing stands now."""
        return self._status

    def begin(self, *, every: bool = False) -> None:
        """Start to write, unless it is being written: the result sheet, or `every` public document that is ready.

        Raises StepRefused before the result is signed, for `every` before the freeze.
        """
        with self._service.reading() as held:
            held.state.the_notice()
            if not every and not (held.sealed() and held.state.outputs):
                raise StepRefused(say("floor.sheet_early"))
            names = held.store.files(held.attempt)
            files = {name: value for name, (value, public) in names.items() if public}
            lines = ledger.write(held.lines).decode() if every else ""
            told = {"files": files, "masked": dict(self._service.masked()), "ledger": lines}
            folder = held.folder
        with self._lock:
            if self._status.working:
                return
            self._status = Status(working=True)
            work = (folder, json.dumps(told, ensure_ascii=False).encode())
            self._thread = threading.Thread(target=self._write, args=work, name="sheets", daemon=True)
            self._thread.start()

    def _write(self, folder: Path, told: bytes) -> None:
        try:
            failed = self._run(folder, told)
        except OSError as error:
            log.error("sheets: %s", place(error))
            failed = say("floor.sheet_fault")
        self._status = Status(failed=bool(failed), text=failed)

    def _run(self, folder: Path, told: bytes) -> str:
        """Follow the writer to its end. -> why there is no sheet, or ""."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DRAW_")}
        environment |= {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-m", WRITER, str(folder)]
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet, env=environment) as writer:
            assert writer.stdin is not None and writer.stdout is not None
            writer.stdin.write(told)
            writer.stdin.close()
            failed = ""
            for line in writer.stdout:
                text = line.decode().strip()
                failed = text.removeprefix(FAILED) if text.startswith(FAILED) else failed
                self._status = Status(working=True, text=text)
        return failed if writer.returncode == 0 or failed else say("floor.sheet_fault")

    def wait(self) -> None:
        """Return when nothing is being written any more."""
        thread = self._thread
        if thread is not None:
            thread.join()


def files(session: Session) -> list[SheetFile]:
    """The finished sheets of a session, by name; a file being written has another name."""
    folder = session.folder / FOLDER
    if not folder.is_dir():
        return []
    found = [p for p in sorted(folder.iterdir()) if p.suffix in _KINDS and p.is_file() and not p.is_symlink()]
    return [SheetFile(name=p.name, kilobytes=-(-p.stat().st_size // 1024)) for p in found]


def has_result(found: list[SheetFile]) -> bool:
    """True if the result sheet is among them."""
    return any(one.name in RESULTS for one in found)


def path_of(session: Session, name: str) -> Path:
    """The path of a finished sheet. Raises StepRefused for any other name."""
    if name not in {one.name for one in files(session)}:
        raise StepRefused(say("floor.sheet_missing"))
    return session.folder / FOLDER / name


def sealed(session: Session) -> Sealed | None:
    """The signed record, or None before it is."""
    if not session.sealed():
        return None
    value = digest(session.store.file(session.attempt, "SHA256SUMS"))
    return Sealed(path=str(session.public.resolve()), sums=value, aloud=read_aloud(value))
