"""A rehearsal of the same inputs: a session folder beside the live one, with its own id and its own keys (R13).

Nothing of the live session's private folder goes into it, so a secret of the live draw can never be rehearsed with.
"""

import shutil
import tomllib
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from draw.chaining.rewriting import rewrite
from draw.edges import durable, uploading
from draw.errors import InputErrors, StepRefused, StoreError
from draw.intake.sheet import Sheet
from draw.intake.sheet import read as read_sheet
from draw.notice import Mode
from draw.words import say

_EARLIER: Final = "earlier"
_LONGEST_ID: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A rehearsal's folder beside a session's. `frozen`: its list was frozen, so it was begun; `ended`: it has a result."""

    folder: str
    session: str
    frozen: bool
    ended: bool


def _facts(folder: Path) -> dict[str, str]:
    """Id, mode and title that a folder's rule sheet gives."""
    try:
        found = tomllib.loads((folder / uploading.SHEET).read_text(encoding="utf-8-sig"))["session"]
        return {key: str(found[key]) for key in ("id", "mode", "title")}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def beside(folder: Path) -> tuple[Rehearsal, ...]:
    """The rehearsals of this session: folders beside it in mode rehearsal with the same title, by name."""
    folder = folder.resolve()
    title = _facts(folder).get("title")
    found = []
    for path in sorted(folder.parent.iterdir()) if title else ():
        facts = _facts(path) if path.is_dir() and path != folder else {}
        if facts.get("mode") == Mode.REHEARSAL and facts.get("title") == title:
            public = path / "public"
            found.append(
                Rehearsal(
                    folder=path.name,
                    session=facts["id"],
                    frozen=(public / "notice.json").is_file(),
                    ended=(public / "statement.txt").is_file() or (public / "void.txt").is_file(),
                )
            )
    return tuple(found)


def begun(folder: Path) -> int:
    """How many rehearsals of this session were begun: their list was frozen."""
    return sum(one.frozen for one in beside(folder))


def make(folder: Path) -> Path:
    """Copy the inputs of a live session to a new folder beside it, as a rehearsal. -> the folder.

    Raises InputErrors with the faults of the rule sheet, StepRefused where there is nothing to rehearse.
    """
    folder = folder.resolve()
    try:
        data = (folder / uploading.SHEET).read_bytes()
    except OSError:
        raise StepRefused(say("rehearse.no_sheet")) from None
    plan = read_sheet(data, uploading.SHEET)
    if plan.mode is Mode.REHEARSAL:
        raise StepRefused(say("rehearse.already"))
    number = next(n for n in count(1) if not _target(folder, n).exists())
    target = _target(folder, number)
    text = rewrite(data.decode("utf-8-sig"), uploading.SHEET, _changed(plan, number)).text
    try:
        _copy(folder, target, text)
    except OSError as error:
        raise StoreError(say("setup.cannot_write", name=target.name, error=error.strerror or error)) from None
    return target


def _copy(folder: Path, target: Path, text: str) -> None:
    """The inputs in a new folder, which is whole from the moment it has its name."""
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    for name in uploading.names(folder):
        durable.write(
            part / name, text.encode() if name == uploading.SHEET else (folder / name).read_bytes(), private=True
        )
    if (folder / _EARLIER).is_dir():
        shutil.copytree(folder / _EARLIER, part / _EARLIER)
    part.rename(target)
    durable.sync_folder(target.parent)


def _target(folder: Path, number: int) -> Path:
    return folder.with_name(f"{folder.name}-rehearsal-{number}")


def _changed(plan: Sheet, number: int) -> dict[tuple[str | int, ...], str]:
    suffix = f"-r{number}"
    name = plan.session[: _LONGEST_ID - len(suffix)].rstrip("-") + suffix
    return {("session", "mode"): f'"{Mode.REHEARSAL}"', ("session", "id"): f'"{name}"'}


def counted(folder: Path) -> tuple[int, int] | None:
    """(rehearsals that the rule sheet says, rehearsals begun beside it); None without a sound rule sheet."""
    try:
        plan = read_sheet((folder / uploading.SHEET).read_bytes(), uploading.SHEET)
    except (OSError, InputErrors):
        return None
    return plan.rehearsals, begun(folder)
