"""The public folder as it lies there now: which files, their hashes, and how far the record is (SPEC §2)."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final

from draw.errors import FormatError
from draw.notice import Mode, Notice
from draw.notice import read as read_notice

# Every name that a record can have; nothing else is served, whatever lies in the folder.
FILES: Final = re.compile(
    r"notice\.json|notice\.sig|pool\.csv|rules\.json|program\.txt|removed\.csv|board\.txt|seed\.txt|results\.csv|outputs\.txt|"
    r"ledger\.jsonl|statement\.txt|statement\.sig|transcript\.txt|void\.txt|void\.sig|README|signer\.pem|SM3SUMS|SHA256SUMS|"
    r"SHA256SUMS\.sig|orders/[a-z0-9][a-z0-9.-]{0,63}\.csv|"
    r"tables/(?:draws|waiting|shortlists|selected|quotas|cohorts|classes|balance|teams|seats)\.csv|"
    r"amendments/[0-9]{4}/(?:amendment\.txt|amendment\.sig|events\.csv|changes\.csv|SHA256SUMS)"
)
_THINGS: Final = tuple(f"tables/{name}.csv" for name in ("selected", "quotas", "cohorts", "teams"))
_STAGES: Final = (
    ("void.sig", "public.void"),
    ("SHA256SUMS.sig", "public.done"),
    ("seed.txt", "public.seed"),
    ("board.txt", "public.board"),
    ("notice.sig", "public.notice"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at the folder found. `mark` changes whenever any file does."""

    names: tuple[str, ...]
    mark: str
    notice: Notice | None

    @property
    def stage(self) -> str:
        """Where we are, told from the files alone: a key of the catalogue."""
        return next((key for name, key in _STAGES if name in self.names), "public.empty")

    @property
    def rehearsal(self) -> bool:
        """True if the notice says so: every page is marked then."""
        return self.notice is not None and self.notice.mode is Mode.REHEARSAL

    @property
    def things(self) -> bool:
        """True if the whole record is published and tells of things that were drawn: teams, quotas, a transfer, lists."""
        return self.stage == "public.done" and any(name in self.names for name in _THINGS)

    @property
    def amendments(self) -> int:
        """How many amendments are published, whole."""
        return sum(name.endswith("/amendment.sig") for name in self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One file's bytes as they were read, with their hash; shared by all who ask for them."""

    state: tuple[int, int]
    data: bytes
    hash: str


class Record:
    """The files of one public folder. Safe for threads; every file is read once and kept until it changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._copies: dict[str, Copy] = {}
        self._lock = Lock()

    def look(self) -> Look:
        """The record's files that are there now, regular files only, sorted."""
        found = []
        for folder, pattern in (("", "*"), ("orders", "*"), ("tables", "*"), ("amendments", "*/*")):
            base = self.folder / folder
            if base.is_symlink():
                continue
            for path in base.glob(pattern):
                name = path.relative_to(self.folder).as_posix()
                if FILES.fullmatch(name) and (state := self._state(name)) is not None:
                    found.append((name, state))
        found.sort()
        names = tuple(name for name, _ in found)
        with self._lock:
            for gone in self._copies.keys() - set(names):
                del self._copies[gone]
        return Look(names=names, mark=sha256(repr(found).encode()).hexdigest()[:16], notice=self._notice(names))

    def _state(self, name: str) -> tuple[int, int] | None:
        """(time of the last change, size) of a regular file, None for anything else: a record holds no links."""
        path = self.folder / name
        inside = [p for p in path.parents if self.folder in p.parents]
        try:
            if path.is_symlink() or any(p.is_symlink() for p in inside) or not path.is_file():
                return None
            status = path.stat()
        except (OSError, ValueError):
            return None
        return status.st_mtime_ns, status.st_size

    def known(self, name: str) -> Copy | None:
        """The copy in memory, if the file has not changed since; asks the disk for no content."""
        with self._lock:
            copy = self._copies.get(name)
        return copy if copy is not None and self._state(name) == copy.state else None

    def read(self, name: str) -> Copy | None:
        """A file of the record as it is now; None if the name is none of a record or nothing is there."""
        if FILES.fullmatch(name) is None:
            return None
        copy = self.known(name)
        if copy is not None:
            return copy
        state = self._state(name)
        if state is None:
            return None
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None  # replaced between looking and reading: the next look has it
        copy = Copy(state=state, data=data, hash=sha256(data).hexdigest())
        with self._lock:
            self._copies[name] = copy
        return copy

    def _notice(self, names: tuple[str, ...]) -> Notice | None:
        copy = self.read("notice.json") if "notice.json" in names else None
        try:
            return None if copy is None else read_notice(copy.data)
        except FormatError:
            return None
