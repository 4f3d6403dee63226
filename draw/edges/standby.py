"""A sealed standby copy of a session in another folder: a USB stick, or a folder of a paired machine (R14).

Everything private in a session folder is encrypted at rest, and is copied as it lies there; roster and lists are not copied.
A copy is whole at every moment: files are durable under their hashes before standby.json names them, and only then what
it no longer names is destroyed, e.g. the signing key as soon as the record is signed.
"""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from draw import notice
from draw.edges import durable, lineage, program, standby_manifest
from draw.edges.shelf import Shelf, chunks
from draw.edges.snapshot import Snapshot
from draw.edges.standby_manifest import DATABASE, FILES, NAME, OBJECTS, SHEET, SIGNER, VAULT, Manifest, belongs
from draw.edges.store import RETIRED, Store
from draw.encoding import HASH, matches
from draw.errors import DrawError, FormatError
from draw.hashing import digest
from draw.words import say

_OURS: Final = frozenset((NAME, FILES, RETIRED))
_OF_THE_MEDIUM: Final = frozenset(("lost+found", "System Volume Information"))
Progress = Callable[[int, int], None]  # bytes looked at, of so many


class Problem(StrEnum):
    """Why a copy is not what it should be."""

    NONE = ""
    GONE = "gone"  # the folder is not there, or the copy in it has vanished
    FULL = "full"
    FOREIGN = "foreign"  # something else lies there
    AHEAD = "ahead"  # the copy there is further than, or another than, this machine's session
    RETIRED = "retired"
    SLOW = "slow"
    FAILED = "failed"


class Unfit(DrawError):
    """The copy cannot be made there; nothing that lies there was touched."""

    def __init__(self, problem: Problem, folder: Path) -> None:
        super().__init__(f"{folder}: {say(f'standby.{problem}')}")
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """A file of the session, and what changes when it does."""

    path: Path
    size: int
    changed: int


def _nothing(done: int, of: int) -> None:
    """No progress wanted."""


class Standby:
    """The copy of one session in one folder. Not for two threads at once."""

    def __init__(self, session: Path, store: Store, key: bytes, folder: Path) -> None:
        """`key`: the vault's data key. Raises DrawError if the two folders lie in one another."""
        here, there = session.resolve(), folder.resolve()
        if here == there or here in there.parents or there in here.parents:
            raise DrawError(f"{folder}: {say('standby.inside')}")
        self.folder = folder
        self._session = session
        self._store = store
        self._key = key
        self._program = digest(program.listing())
        self._shelf = Shelf(folder / FILES)
        self._kept: Manifest | None = None  # what standby.json says, as last written or read
        self._bytes = b""
        self._sums: dict[_OnDisk, str] = {}

    @property
    def same_disk(self) -> bool:
        """True if the copy lies on the disk of the session: no help if that disk fails."""
        try:
            return self.folder.stat().st_dev == self._session.stat().st_dev
        except OSError:
            return False

    def refresh(self, now: str, progress: Progress = _nothing) -> Manifest:
        """Bring the copy to the present moment. -> what it now is. Raises Unfit, StoreError or OSError.

        In order: each new file durable in files/, that folder durable, standby.json replaced durably, the rest destroyed.
        """
        keys = self._pem_files()
        snapshot = Snapshot(self._store)
        keys = (
            self._pem_files() | keys
        )  # a freeze writes its keys first, sealing destroys one after the record is signed
        if snapshot.signed():
            keys.pop(SIGNER, None)
        present = self._manifest(snapshot, now)
        self.look(snapshot)
        files = {path: self._keep(data) for path, data in {**keys, DATABASE: snapshot.data}.items()}
        files |= self._keep_all(dict(self._on_disk()), progress)
        self._shelf.settle()
        self._kept = replace(present, files=files)
        self._bytes = standby_manifest.write(self._kept, self._key)
        self._shelf.put_at(self.folder / NAME, self._bytes)
        self._shelf.destroy_all_but(files.values())
        return self._kept

    # -- what is there already ------------------------------------------------------------------------------------------

    def look(self, present: Store | None = None) -> None:
        """See whether the copy may be written, or is still there. Raises Unfit; a mark of a successor retires this machine."""
        store = present or self._store
        mine = lineage.of(store)
        mark = lineage.found(self.folder, self._key)
        if mark is not None and lineage.follows(mark.machines, mine):
            with suppress(OSError):
                durable.write(self._store.folder / RETIRED, mark.write(self._key), private=True)
            raise Unfit(Problem.RETIRED, self.folder)
        try:
            data = (self.folder / NAME).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            self._adopt()
            return
        if data == self._bytes:
            return
        try:
            found = standby_manifest.read(data, self._key)
        except FormatError:
            raise Unfit(Problem.FOREIGN, self.folder) from None
        if lineage.follows(found.machines, mine):
            raise Unfit(Problem.RETIRED, self.folder)
        if (found.machines != mine and not lineage.follows(mine, found.machines)) or _beyond(found, store):
            raise Unfit(Problem.AHEAD, self.folder)
        self._kept, self._bytes = found, data
        self._shelf.doubt()

    def _adopt(self) -> None:
        """An empty folder becomes a copy; one that held our copy before has lost it, e.g. the stick was pulled."""
        if self._kept is not None or not self.folder.is_dir():
            self._shelf.doubt()
            raise Unfit(Problem.GONE, self.folder)
        names = {p.name for p in self.folder.iterdir() if not p.name.startswith((".", "$"))}
        if names - _OURS - _OF_THE_MEDIUM:
            raise Unfit(Problem.FOREIGN, self.folder)
        self._shelf.folder.mkdir(exist_ok=True)
        durable.sync_folder(self.folder)

    # -- what is kept ---------------------------------------------------------------------------------------------------

    def _manifest(self, snapshot: Snapshot, now: str) -> Manifest:
        attempt = snapshot.attempt()
        n, head = snapshot.head(attempt)
        return Manifest(
            session=notice.read(snapshot.file(attempt, "notice.json")).session if attempt else "none",
            attempt=attempt,
            n=n,
            head=head,
            show=snapshot.shown(),
            signed=snapshot.signed(),
            program=self._program,
            machines=lineage.of(snapshot),
            time=now,
            files={},
        )

    def _pem_files(self) -> dict[str, bytes]:
        found = {}
        for path in sorted((self._session / "private").glob("*.pem")):
            if belongs(f"private/{path.name}"):
                with suppress(FileNotFoundError):  # destroyed this moment
                    found[f"private/{path.name}"] = path.read_bytes()
        return found

    def _on_disk(self) -> Iterator[tuple[str, _OnDisk]]:
        """The vault, every object, the rule sheet, records of voided attempts and of earlier sessions."""
        paths = [self._session / VAULT, self._session / SHEET]
        paths += sorted(p for p in (self._session / OBJECTS).glob("*") if matches(HASH, p.name))
        paths += sorted(p for base in ("voided", "earlier") for p in (self._session / base).rglob("*"))
        for path in paths:
            name = path.relative_to(self._session).as_posix()
            if belongs(name) and unicodedata.is_normalized("NFC", name) and path.is_file() and not path.is_symlink():
                status = path.stat()
                yield name, _OnDisk(path, status.st_size, status.st_mtime_ns)

    def _keep(self, data: bytes) -> str:
        return name if self._shelf.holds(name := digest(data)) else self._shelf.put([data])

    def _keep_all(self, sources: dict[str, _OnDisk], progress: Progress) -> dict[str, str]:
        """Path -> hash in the copy, of files that need not fit into memory."""
        total, done, files = sum(s.size for s in sources.values()), 0, {}
        for path, source in sources.items():
            known = self._sums.get(source, "")
            if not known and self._kept is not None and path.startswith(f"{OBJECTS}/"):
                known = self._kept.files.get(path, "")  # an object never changes: the copy's own may stand for it
            if not known or not self._shelf.holds(known):
                known = self._shelf.put(chunks(source.path))
            files[path] = self._sums[source] = known
            done += source.size
            progress(done, total)
        return files


def _beyond(found: Manifest, store: Store) -> bool:
    """True if a copy holds more than this session, or something else."""
    lines = store.lines(found.attempt) if found.attempt else []
    if found.n > len(lines):
        return True
    return found.n > 0 and digest(lines[found.n - 1].data()) != found.head
