"""Files kept under the hash of their bytes, in a folder that may be a USB stick: whole or not there after any crash.

No folder is ever made here: one that is not there any more is a stick that was pulled, and what would be written instead
would lie on the machine's own disk.
"""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from draw.edges import durable

CHUNK: Final = 1 << 20


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as data:
        while piece := data.read(CHUNK):
            yield piece


class Shelf:
    """The files of one folder. Not for two threads at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._whole: set[str] = set()  # hashes of files that were written or read back by this object

    def doubt(self) -> None:
        """Read everything back before relying on it again: the folder may be another one now."""
        self._whole.clear()

    def put(self, pieces: Iterable[bytes]) -> str:
        """Keep these bytes; `settle` makes them durable. -> their hash. Calls: open, write, fsync, rename."""
        found = sha256()

        def counted() -> Iterator[bytes]:
            for piece in pieces:
                found.update(piece)
                yield piece

        part = self._part(counted())
        name = found.hexdigest()
        os.replace(part, self.folder / name)
        self._whole.add(name)
        return name

    def put_at(self, target: Path, data: bytes) -> None:
        """Put bytes durably at a path beside this folder. Calls: open, write, fsync, rename over, fsync folder."""
        os.replace(self._part([data]), target)
        durable.sync_folder(target.parent)

    def _part(self, pieces: Iterable[bytes]) -> Path:
        part = self.folder / ".part"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        return part

    def holds(self, name: str) -> bool:
        """True if a file with these bytes is here; it is read back once."""
        if name in self._whole:
            return True
        found = sha256()
        try:
            for piece in chunks(self.folder / name):
                found.update(piece)
        except FileNotFoundError:
            return False
        if found.hexdigest() == name:
            self._whole.add(name)
        return name in self._whole

    def settle(self) -> None:
        """Make the names durable too: fsync of the folder."""
        durable.sync_folder(self.folder)

    def destroy_all_but(self, names: Iterable[str]) -> None:
        """Overwrite and remove every other file. Calls for each: open, write, fsync, unlink."""
        kept = frozenset(names)
        for path in sorted(self.folder.iterdir()):
            if path.name not in kept:
                with path.open("r+b") as out:
                    out.write(os.urandom(path.stat().st_size))
                    out.flush()
                    os.fsync(out.fileno())
                path.unlink()
                self._whole.discard(path.name)
