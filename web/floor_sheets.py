"""The result sheet, written beside the ceremony: it takes minutes and must not hold the desk (R49)."""

import copy
import logging
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from draw.edges.session import Session
from draw.edges.sheets import write_result_sheet
from draw.errors import DrawError, StepRefused
from draw.hashing import digest, read_aloud
from draw.words import say
from web.faults import place
from web.service import Service

log = logging.getLogger("web")
FOLDER: Final = "sheets"
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
    """Writes the result sheet in a thread of its own, one at a time."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._status = Status()
        self._thread: threading.Thread | None = None

    @property
    def status(self) -> Status:
        """Where the writing stands now."""
        return self._status

    def begin(self) -> None:
        """Start to write, unless it is being written. Raises StepRefused before the result is signed."""
        with self._service.reading() as held:
            if not held.sealed() or not held.state.outputs:
                raise StepRefused(say("floor.sheet_early"))
            session = copy.copy(held)  # the thread's own view: acts may go on in the other one
        with self._lock:
            if self._status.working:
                return
            self._status = Status(working=True)
            self._thread = threading.Thread(target=self._write, args=(session,), name="sheets", daemon=True)
            self._thread.start()

    def _write(self, session: Session) -> None:
        def progress(text: str) -> None:
            self._status = replace(self._status, text=text)

        try:
            write_result_sheet(session, progress)
            self._status = Status()
        except DrawError as refused:
            self._status = Status(failed=True, text=str(refused))
        except Exception as error:  # whatever it is, the desk must say that there is no sheet
            log.error("sheets: %s", place(error))
            self._status = Status(failed=True, text=say("floor.sheet_fault"))

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
