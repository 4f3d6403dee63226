"""The inputs of a session as they come in over the desk: rule sheet, roster, lists (R1, R2, R7).

A file takes the place of the one before it only when it is whole on the disk; every file that ever stood there is kept
encrypted in the store, with who brought it and when. Nobody can lose a roster by handing in another.
"""

import json
import os
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from draw.ceremony import Ceremony, Stage
from draw.chaining import rewriting
from draw.edges import durable
from draw.edges.freezing import ROSTER_NAMES
from draw.edges.session import Session
from draw.errors import InputErrors, StepRefused, StoreError
from draw.hashing import digest, sums_file
from draw.words import say

SHEET: Final = "session.toml"
MOST_SHEET: Final = 400 * 1024
MOST_TABLE: Final = 40 * 2**20
_NOTE: Final = "inputs"
_TOLD: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file that was handed in. `name`: in the session folder; `told`: what its bringer called it; `value`: its hash."""

    at: str
    by: str
    name: str
    told: str
    value: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file of the inputs as it stands in the folder now."""

    name: str
    value: str
    size: int


def base_name(told: str) -> str:
    """The last part of a file name from anywhere, shortened, for people to recognise; it never becomes a path of ours."""
    last = unicodedata.normalize("NFC", told).replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:_TOLD]


def is_open(state: Ceremony) -> bool:
    """True if the inputs may change now: before the freeze, after an accepted objection, after a void."""
    return state.stage in (Stage.START, Stage.VOID) or (state.stage is Stage.OBJECTIONS and state.accepted_since_freeze)


def require_open(state: Ceremony) -> None:
    """Raises StepRefused unless the inputs may change now."""
    if not is_open(state):
        raise StepRefused(say("setup.closed"))


# -- what is there ----------------------------------------------------------------------------------------------------


def names(folder: Path) -> tuple[str, ...]:
    """The input files that are there, in order: rule sheet, roster, the lists that the sheet names."""
    listed: Sequence[str] = ()
    with suppress(OSError, InputErrors):  # what such a sheet would name is not known; the check says why
        listed = rewriting.lists((folder / SHEET).read_bytes())
    plain = [name for name in listed if Path(name).name == name]
    return tuple(name for name in dict.fromkeys((SHEET, *ROSTER_NAMES, *plain)) if (folder / name).is_file())


def files(folder: Path) -> tuple[InputFile, ...]:
    """The input files with their hashes, read now."""
    found = []
    for name in names(folder):
        data = (folder / name).read_bytes()
        found.append(InputFile(name=name, value=digest(data), size=len(data)))
    return tuple(found)


def subject(these: Sequence[InputFile]) -> str:
    """One hash over all input files: that of their `sha256sum` lines, sorted by name."""
    return digest(sums_file({file.name: file.value for file in these}))


def signature(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """What changes when a file is written again; cheap, so that a page may ask often. Never a proof of anything."""
    found = []
    for name in names(folder):
        stat = os.stat(folder / name)
        found.append((name, stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return tuple(found)


# -- taking in --------------------------------------------------------------------------------------------------------


def history(session: Session) -> tuple[Taken, ...]:
    """Every file that was handed in over the desk, oldest first."""
    data = session.store.note(_NOTE)
    return tuple(Taken(**row) for row in json.loads(data)) if data else ()


def keep(session: Session, name: str, data: bytes, *, told: str, by: str) -> None:
    """Put a file in the place of the one before it, which stays in the store. A roster replaces the other kind's file.

    Calls, in order: the former and the new file into the store, the note of who brought it, the file itself, then the
    former of another name away; `heal` finishes what a power cut interrupted. Raises StepRefused, StoreError.
    """
    require_open(session.state)
    for former in ROSTER_NAMES if name in ROSTER_NAMES else (name,):
        if (session.folder / former).is_file():
            session.store.put((session.folder / former).read_bytes())
    value = session.store.put(data)
    taken = Taken(
        at=session.ambient.now(len(session.lines) + 1), by=by, name=name, told=base_name(told), value=value, size=len(data)
    )  # fmt: skip
    rows = [asdict(one) for one in (*history(session), taken)]
    session.store.set_notes({_NOTE: json.dumps(rows, ensure_ascii=False).encode()})
    _place(session, name, data)


def _place(session: Session, name: str, data: bytes) -> None:
    try:
        durable.write(session.folder / name, data, private=True, temp=session.private / "part")
        for other in ROSTER_NAMES if name in ROSTER_NAMES else ():
            if other != name:
                durable.remove(session.folder / other)
    except OSError as error:
        raise StoreError(say("setup.cannot_write", name=name, error=error.strerror or error)) from None


def heal(session: Session) -> None:
    """After a power cut in `keep`: the file that was taken in last is the one that stands there, and no other roster."""
    last: dict[str, Taken] = {}
    for one in history(session):
        last["roster" if one.name in ROSTER_NAMES else one.name] = one
    roster = last.get("roster")
    if roster is None or not all((session.folder / name).is_file() for name in ROSTER_NAMES):
        return
    if digest((session.folder / roster.name).read_bytes()) == roster.value:
        _place(session, roster.name, session.store.get(roster.value))


def earlier_rosters(session: Session) -> tuple[Taken, ...]:
    """Rosters that stood there before the present one, the last first; each once."""
    present = {file.value for file in files(session.folder) if file.name in ROSTER_NAMES}
    found: dict[str, Taken] = {}
    for one in reversed(history(session)):
        if one.name in ROSTER_NAMES and one.value not in present:
            found.setdefault(one.value, one)
    return tuple(found.values())
