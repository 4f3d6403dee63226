"""A sealed standby copy of a session in another folder: a USB stick, or a folder of a paired machine (R14).

Everything private in a session folder is encrypted at rest, and is copied as it lies there; roster and lists are not copied.
A copy is whole at every moment: files are durable under their hashes before standby.json names them, and only then what
it no longer names is destroyed, e.g. the signing key as soon as the record is signed.
"""

import os
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from draw import notice
from draw.edges import durable, lineage, program, standby_manifest
from draw.edges.snapshot import Snapshot
from draw.edges.standby_manifest import DATABASE, FILES, NAME, OBJECTS, SHEET, SIGNER, VAULT, Manifest, belongs
from draw.edges.store import RETIRED, Store
from draw.encoding import HASH, matches
from draw.errors import DrawError, FormatError
from draw.hashing import digest
from draw.words import say

CHUNK: Final = 1 << 20
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
class _Source:
    """A file to be kept: its bytes, or where they are."""

    path: Path | None
    data: bytes
    size: int
    mark: tuple[int, int]  # of a file on the disk: changes when it does


def _nothing(done: int, of: int) -> None:
    """No progress wanted."""


class Standby:
    """The copy of one session in one folder. Not for two threads at once."""

    def __init__(self, session: Path, store: Store, key: bytes, folder: Path) -> None:
        """Raises DrawError if the two folders lie in one another."""
        here, there = session.resolve(), folder.resolve()
        if here == there or here in there.parents or there in here.parents:
            raise DrawError(say("standby.inside", folder=folder))
        self.folder = folder
        self._session = session
        self._store = store
        self._key = key
        self._program = digest(program.listing())
        self._kept: Manifest | None = None  # what standby.json says, as last written or read
        self._bytes = b""
        self._sums: dict[tuple[str, tuple[int, int]], str] = {}
        self._whole: set[str] = set()  # hashes of files in the copy that were written or read back by this object

    @property
    def same_disk(self) -> bool:
        """True if the copy lies on the disk of the session: no help if that disk fails."""
        try:
            return self.folder.stat().st_dev == self._session.stat().st_dev
        except OSError:
            return False

    def refresh(self, now: str, progress: Progress = _nothing) -> Manifest:
        """Bring the copy to the present moment. -> what it now is. Raises Unfit, StoreError or OSError.

        Calls, in order: for each new file open, write, fsync, rename; fsync of files/; the same for standby.json, fsync of
        the folder; then each file no longer named is overwritten, fsync, unlinked.
        """
        keys = self._pem_files()
        snapshot = Snapshot(self._store)
        keys = self._pem_files() | keys  # a freeze writes its keys first, sealing destroys one after the record is signed
        if snapshot.signed():
            keys.pop(SIGNER, None)
        present = self._manifest(snapshot, now)
        self.look(snapshot)
        sources = {path: _bytes(data) for path, data in keys.items()} | {DATABASE: _bytes(snapshot.data)}
        sources |= dict(self._on_disk())
        files = self._keep(sources, progress)
        durable.sync_folder(self.folder / FILES)
        present = replace(present, files=files)
        data = standby_manifest.write(present, self._key)
        self._write(self.folder / NAME, [data])
        durable.sync_folder(self.folder)
        self._kept, self._bytes = present, data
        self._destroy_the_rest()
        return present

    # -- what is there already ------------------------------------------------------------------------------------------

    def look(self, present: Snapshot | None = None) -> None:
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
        self._whole.clear()

    def _adopt(self) -> None:
        """An empty folder becomes a copy; one that held our copy before has lost it, e.g. the stick was pulled."""
        if self._kept is not None or not self.folder.is_dir():
            self._whole.clear()
            raise Unfit(Problem.GONE, self.folder)
        names = {p.name for p in self.folder.iterdir() if not p.name.startswith((".", "$"))}
        if names - _OURS - _OF_THE_MEDIUM:
            raise Unfit(Problem.FOREIGN, self.folder)
        (self.folder / FILES).mkdir(exist_ok=True)
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

    def _on_disk(self) -> Iterator[tuple[str, _Source]]:
        """The vault, every object, the rule sheet, records of voided attempts and of earlier sessions."""
        yield VAULT, _file(self._session / VAULT)
        if (self._session / SHEET).is_file():
            yield SHEET, _file(self._session / SHEET)
        for path in sorted((self._session / OBJECTS).glob("*")):
            if matches(HASH, path.name):
                yield f"{OBJECTS}/{path.name}", _file(path)
        for base in ("voided", "earlier"):
            for path in sorted((self._session / base).rglob("*")):
                name = path.relative_to(self._session).as_posix()
                if belongs(name) and unicodedata.is_normalized("NFC", name) and path.is_file() and not path.is_symlink():
                    yield name, _file(path)

    def _keep(self, sources: dict[str, _Source], progress: Progress) -> dict[str, str]:
        """Make every source a file of the copy. -> path -> hash."""
        total, done, files = sum(s.size for s in sources.values()), 0, {}
        for path, source in sources.items():
            files[path] = self._keep_one(path, source)
            done += source.size
            progress(done, total)
        return files

    def _keep_one(self, path: str, source: _Source) -> str:
        known = digest(source.data) if source.path is None else self._sums.get((path, source.mark), "")
        if not known and self._kept is not None and path.startswith(f"{OBJECTS}/"):
            known = self._kept.files.get(path, "")  # an object never changes: the copy's own may stand for it
        if known and (known in self._whole or self._read_back(known)):
            self._whole.add(known)
        else:
            known = self._write(self.folder / FILES, _chunks(source))
            self._whole.add(known)
        if source.path is not None:
            self._sums[(path, source.mark)] = known
        return known

    def _read_back(self, known: str) -> bool:
        """True if the copy holds a file with these bytes."""
        found = sha256()
        try:
            for chunk in _chunks(_file(self.folder / FILES / known)):
                found.update(chunk)
        except FileNotFoundError:
            return False
        return found.hexdigest() == known

    def _write(self, target: Path, chunks: Iterator[bytes] | list[bytes]) -> str:
        """Put the bytes durably at `target`; if that is files/, there under their hash. -> hash. Makes no folder: a
        folder that is not there any more is a stick that was pulled."""
        found = sha256()
        part = self.folder / FILES / ".part"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                found.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, target / found.hexdigest() if target.name == FILES else target)
        return found.hexdigest()

    def _destroy_the_rest(self) -> None:
        """Overwrite and remove every file that standby.json does not name."""
        named = set(self._kept.files.values()) if self._kept else set()
        for path in sorted((self.folder / FILES).iterdir()):
            if path.name not in named:
                with path.open("r+b") as out:
                    out.write(os.urandom(path.stat().st_size))
                    out.flush()
                    os.fsync(out.fileno())
                path.unlink()
                self._whole.discard(path.name)


def _beyond(found: Manifest, store: Store) -> bool:
    """True if a copy holds more than this session, or something else."""
    lines = store.lines(found.attempt) if found.attempt else []
    if found.n > len(lines):
        return True
    return found.n > 0 and digest(lines[found.n - 1].data()) != found.head


def _bytes(data: bytes) -> _Source:
    return _Source(path=None, data=data, size=len(data), mark=(0, 0))


def _file(path: Path) -> _Source:
    status = path.stat()
    return _Source(path=path, data=b"", size=status.st_size, mark=(status.st_size, status.st_mtime_ns))


def _chunks(source: _Source) -> Iterator[bytes]:
    if source.path is None:
        yield source.data
        return
    with source.path.open("rb") as data:
        while chunk := data.read(CHUNK):
            yield chunk
