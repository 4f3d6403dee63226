"""Taking a session over from its standby copy on another machine (R14, R47 RESUME_STANDBY).

The session folder appears at once and whole, with the ledger as it was: nothing is recorded by a take-over itself. The machine
before is told by a mark wherever it can be reached.
"""

import os
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from draw.edges import ambient, durable, lineage
from draw.edges.lineage import Mark
from draw.edges.session import Session
from draw.edges.standby_copy import Copy, Refused, Say, Seen
from draw.edges.standby_manifest import VAULT
from draw.edges.store import RETIRED
from draw.hashing import digest
from draw.words import say


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
