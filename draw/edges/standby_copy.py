"""A standby copy as the spare machine reads it: opened by its passphrase, checked whole and against what the hall saw last.

Nothing of it is believed before its manifest's stamp, its ledger and the hash of every file have been checked (R14).
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from draw.edges import keys, lineage, program, standby_manifest
from draw.edges.ambient import Ambient
from draw.edges.lineage import Mark
from draw.edges.session import Session
from draw.edges.shelf import chunks
from draw.edges.standby_manifest import DATABASE, FILES, NAME, OBJECTS, SHEET, VAULT, Manifest
from draw.edges.store import Store
from draw.errors import DrawError, FormatError, StoreError
from draw.hashing import digest
from draw.ledger import Line
from draw.words import say

_ENDS: Final = re.compile(r"([0-9a-f]{8})(?:[^0-9a-f]{0,3}|[0-9a-f]{48})([0-9a-f]{8})")
_FIRST: Final = (DATABASE, VAULT)  # enough to see whether the copy is the right one
Say = Callable[[str], None]


class Refused(DrawError):
    """This copy must not be taken over, or not here; nothing was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the hall saw last in the projector's footer: `#n first8…last8` of the ledger line's hash."""

    n: int
    first: str
    last: str


def seen(n: int, head: str) -> Seen:
    """As somebody typed it: eight digits, a sign between, eight digits; or the whole hash. Raises Refused."""
    found = _ENDS.fullmatch(head.strip().lower())
    if n < 0 or (n > 0 and found is None):
        raise Refused(say("takeover.head_form"))
    return Seen(n=n, first=found[1] if found and n else "", last=found[2] if found and n else "")


def ends(value: str) -> str:
    """A head as the footer shows it."""
    return f"{value[:8]}-{value[-8:]}"


class Copy:
    """A standby copy that was opened with its passphrase: its manifest is the session's own."""

    def __init__(self, folder: Path, passphrase: str, world: Ambient) -> None:
        """Raises StoreError for a wrong passphrase, Refused for anything that is no standby copy."""
        self.folder = folder
        self._passphrase = passphrase
        self._ambient = world
        try:
            data = (folder / NAME).read_bytes()
            vault = folder / FILES / standby_manifest.unproven(data).files[VAULT]
            self.key = keys.open_vault(vault, passphrase)
            self.manifest: Manifest = standby_manifest.read(data, self.key)
        except (FileNotFoundError, NotADirectoryError, FormatError, KeyError) as error:
            raise Refused(f"{folder}: {say('takeover.no_copy')}: {error}") from None

    def mark(self) -> Mark | None:
        """That of a machine which has taken this copy over already."""
        mark = lineage.found(self.folder, self.key)
        return mark if mark is not None and lineage.follows(mark.machines, self.manifest.machines) else None

    def reopened(self, directory: Path) -> Session:
        """The session of a folder made from this copy."""
        return Session.open(directory, self._passphrase, self._ambient)

    # -- checks -----------------------------------------------------------------------------------------------------------

    def open_in(self, work: Path, what: Seen, progress: Say) -> Session:
        """Make the session in `work` and check everything. Raises Refused or StoreError; `work` is then worth nothing."""
        manifest = self.manifest
        self._same_program(manifest.program)
        (work / "private").mkdir(mode=0o700)
        for path in _FIRST:
            self._fetch(path, work)
        store = Store(work / "private", self.key)
        self._right_place(store, what)
        size = sum(path.stat().st_size for path in (self.folder / FILES).iterdir())
        progress(say("takeover.reading", mb=size // 1_000_000 + 1))
        for path in manifest.files:
            if path not in _FIRST:
                self._fetch(path, work)
        self._objects_hold(store)
        session = Session.open(work, self._passphrase, self._ambient)
        if session.state.notice is not None:
            self._same_program(session.state.notice.program)
        return session

    def _same_program(self, value: str) -> None:
        ours = digest(program.listing())
        if value != ours:
            raise Refused(say("takeover.program", theirs=ends(value), ours=ends(ours)))

    def _objects_hold(self, store: Store) -> None:
        """Every object opens to the bytes of its name, and every file that the store names is among them."""
        kept = {path.rpartition("/")[2] for path in self.manifest.files if path.startswith(f"{OBJECTS}/")}
        for name in kept:
            if digest(store.get(name)) != name:
                raise StoreError(say("takeover.damaged", path=name))
        for attempt in range(1, self.manifest.attempt + 1):
            for path, (name, _) in store.files(attempt).items():
                if name not in kept:
                    raise StoreError(say("takeover.damaged", path=path))

    def _fetch(self, path: str, work: Path) -> None:
        """Copy one file of the copy durably into the session folder that is being made. Raises Refused."""
        target, found = work / path, sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), _rights(path))
        with os.fdopen(handle, "wb") as out:
            try:
                for piece in chunks(self.folder / FILES / self.manifest.files[path]):
                    found.update(piece)
                    out.write(piece)
            except (FileNotFoundError, KeyError):
                raise Refused(say("takeover.damaged", path=path)) from None
            out.flush()
            os.fsync(out.fileno())
        if found.hexdigest() != self.manifest.files[path]:
            raise Refused(say("takeover.damaged", path=path))

    def _right_place(self, store: Store, what: Seen) -> None:
        """The copy is what its manifest says, and not older than, nor another than, what the hall saw (SPEC §9)."""
        manifest = self.manifest
        attempt = store.attempt()
        lines: list[Line] = store.lines(attempt) if attempt else []
        head = digest(lines[-1].data()) if lines else "none"
        if (attempt, len(lines), head) != (manifest.attempt, manifest.n, manifest.head):
            raise Refused(say("takeover.damaged", path=DATABASE))
        if what.n > len(lines):
            raise Refused(say("takeover.stale", n=len(lines), seen=what.n, time=manifest.time[:19]))
        if what.n == 0 and lines:
            raise Refused(say("takeover.need_record", n=len(lines)))
        here = digest(lines[what.n - 1].data()) if what.n else ""
        if (here[:8], here[-8:]) != (what.first, what.last):
            raise Refused(say("takeover.other", n=what.n, ours=ends(here), seen=f"{what.first}-{what.last}"))


def _rights(path: str) -> int:
    return 0o644 if path == SHEET or path.startswith(("voided/", "earlier/")) else 0o600
