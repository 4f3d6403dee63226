"""Taking a session over from its standby copy on another machine (R14, R47 RESUME_STANDBY).

The copy is checked whole and against what the hall saw last; then the session folder appears at once, with the ledger as it
was: nothing is recorded by a take-over itself. The machine before is told by a mark wherever it can be reached.
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from draw.edges import ambient, durable, keys, lineage, program, standby_manifest
from draw.edges.ambient import Ambient
from draw.edges.lineage import Mark
from draw.edges.session import Session
from draw.edges.shelf import chunks
from draw.edges.standby_manifest import DATABASE, FILES, NAME, OBJECTS, SHEET, VAULT, Manifest
from draw.edges.store import RETIRED, Store
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A session that was taken over. `marked`: folders in which the machine before will find that it was."""

    session: Session
    marked: tuple[Path, ...]


def take(
    copy: Copy, directory: Path, what: Seen, *, old: Path | None = None, again: bool = False, progress: Say
) -> Taken:
    """Make the session folder `directory` from the copy. Raises Refused or StoreError; then it was not made.

    `old`: the session folder of the machine before, where it can be reached. `again`: although the copy bears a mark. After
    a crash the same call either begins anew or finds the folder whole and marks the rest.
    """
    mark = copy.mark()
    if old is not None:
        _same_vault(copy, old)
        if old.resolve() == directory.resolve():
            raise Refused(say("takeover.no_old", folder=old))
    if directory.exists() and any(directory.iterdir()):
        session = _made_before(copy, directory)
    else:
        if mark is not None and not again:
            raise Refused(say("takeover.taken", time=mark.time[:19], n=mark.n))
        session = _make(copy, directory, what, progress)
    store, manifest = session.store, copy.manifest
    mine = Mark(
        attempt=manifest.attempt,
        n=manifest.n,
        head=manifest.head,
        machines=lineage.of(store),
        time=ambient.stamp(int(time.time())),
    )
    return Taken(session=session, marked=_mark(copy, mine, old))


def _make(copy: Copy, directory: Path, what: Seen, progress: Say) -> Session:
    """In order: every file durable in a folder beside, the machine's id in its store, the rename, fsync of the parent."""
    work = directory.absolute().parent / f".{directory.name}.takeover"
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True)
    try:
        session = copy.open_in(work, what, progress)
        machines = (*lineage.of(session.store), secrets.token_hex(16))
        session.store.set_notes({lineage.NOTE: lineage.write(machines)})
        for folder, _, _ in os.walk(work):
            durable.sync_folder(Path(folder))
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    with suppress(FileNotFoundError):
        directory.rmdir()  # empty, or not there
    os.replace(work, directory)
    durable.sync_folder(directory.absolute().parent)
    return copy.reopened(directory)


def _made_before(copy: Copy, directory: Path) -> Session:
    """The session of a take-over from this copy that was broken off after the rename. Raises Refused for any other."""
    if not Session.exists(directory):
        raise Refused(say("takeover.not_empty", folder=directory))
    _same_vault(copy, directory)
    session = copy.reopened(directory)
    if not lineage.follows(lineage.of(session.store), copy.manifest.machines):
        raise Refused(say("takeover.not_empty", folder=directory))
    return session


def _same_vault(copy: Copy, folder: Path) -> None:
    try:
        found = digest((folder / VAULT).read_bytes())
    except OSError:
        raise Refused(say("takeover.no_old", folder=folder)) from None
    if found != copy.manifest.files[VAULT]:
        raise Refused(say("takeover.no_old", folder=folder))


def _mark(copy: Copy, mine: Mark, old: Path | None) -> tuple[Path, ...]:
    """Leave the mark on the copy and in the old folder; a medium that is read only cannot bear one."""
    marked = []
    for folder in [copy.folder] + ([old / "private"] if old is not None else []):
        there = lineage.found(folder, copy.key)
        if there is not None and lineage.follows(there.machines, mine.machines):
            continue  # a machine after us has left its own
        try:
            durable.write(folder / RETIRED, mine.write(copy.key), private=True)
        except OSError:
            continue
        marked.append(folder)
    return tuple(marked)


def _rights(path: str) -> int:
    return 0o644 if path == SHEET or path.startswith(("voided/", "earlier/")) else 0o600
