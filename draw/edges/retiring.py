"""The end of the retention: private list and keys are destroyed, and a receipt says what, when and by whom (R50, R53, PIPL 47).

The vault goes first: without it everything else in private/ is noise, also where a flash disk keeps overwritten blocks.
The plan of what is destroyed is written before the first file goes, so that after a crash the same command ends the work.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from draw.archiving import sealed
from draw.edges import durable
from draw.edges.ambient import Ambient
from draw.edges.archive import RETENTION
from draw.edges.shelf import chunks
from draw.encoding import label_problem, strict_lines, text_file
from draw.errors import DrawError, FormatError, StepRefused
from draw.intake import sheet
from draw.notice import Mode
from draw.notice import read as read_notice
from draw.words import pair, say

_PLAN: Final = ".retiring"
_VAULT: Final = "private/vault.json"
_KEPT: Final = frozenset(("public", "sheets", "voided", "earlier", "cosignatures", "timestamps"))
_ROSTERS: Final = ("roster.xlsx", "roster.csv")
_RECEIPT: Final = "destroyed.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be destroyed: `base` holds `files`; the receipt is written to `receipt`. `until`: "none" if nothing says so."""

    base: Path
    whole: bool  # a session folder, not a sealed list
    session: str
    mode: Mode
    files: tuple[str, ...]
    until: str
    receipt: Path
    left: tuple[str, ...]  # files that people put there, which are not ours to destroy


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Who destroys, and why before the date, if so."""

    by: Sequence[str]
    early: str  # "" if the date is over


def task(given: Path) -> Task:
    """Of a session folder, or of a sealed list with its label. Raises DrawError if it is neither."""
    if given.is_dir():
        return _session(given)
    label = given.with_name(given.name + sealed.SUFFIX)
    if not label.is_file():
        raise DrawError(f"{given}: {say('retire.nothing')}")
    found = sealed.read_label(label.read_bytes(), label.name)
    return Task(
        base=given.parent,
        whole=False,
        session=found.session,
        mode=found.mode,
        files=(given.name,) if given.exists() else (),
        until=found.retain_until,
        receipt=_receipt(given.parent, f"{given.name}.{_RECEIPT}", given.exists()),
        left=(),
    )


def _session(folder: Path) -> Task:
    try:
        frozen = read_notice((folder / "public" / "notice.json").read_bytes())
    except OSError:
        raise DrawError(f"{folder}: {say('retire.nothing')}") from None
    names = [p.relative_to(folder).as_posix() for base in ("private", "sheets/private") for p in _files(folder / base)]
    names += [name for name in (*_ROSTERS, *_lists(folder)) if _lies_in(folder, folder / name)]
    first = [name for name in names if name == _VAULT]
    rest = sorted(set(names) - {_VAULT})
    kept = {"session.toml", "private", RETENTION, *_KEPT, *names}
    left = [p.name for p in sorted(folder.iterdir()) if p.name not in kept and not p.match("*destroyed*.txt")]
    return Task(
        base=folder, whole=True, session=frozen.session, mode=frozen.mode, files=(*first, *rest), until=_until(folder),
        receipt=_receipt(folder, _RECEIPT, bool(names)), left=tuple(name for name in left if name != _PLAN),
    )  # fmt: skip


def _receipt(folder: Path, name: str, more: bool) -> Path:
    """The next free name while there is something to destroy, else that of the last receipt; a receipt is never written over."""
    stem, suffix = name.rsplit(".", 1)
    names = [folder / name]
    while names[-1].exists():
        names.append(folder / f"{stem}-{len(names) + 1}.{suffix}")
    under_way = (folder / _PLAN).exists() or (folder / f".{names[-1].name}.plan").exists()
    return names[-1] if more or under_way or len(names) == 1 else names[-2]


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() or p.is_symlink()) if folder.is_dir() else []


def _lies_in(folder: Path, path: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def _lists(folder: Path) -> list[str]:
    """Files of the rule sheet's [lists]: exclusion lists hold children too."""
    try:
        return sorted(set(sheet.read((folder / "session.toml").read_bytes(), "session.toml").lists.values()))
    except (OSError, DrawError):
        return []


def _until(folder: Path) -> str:
    try:
        lines = strict_lines((folder / RETENTION).read_bytes(), RETENTION)
    except OSError:
        return "none"
    if len(lines) != 2 or not lines[1].startswith("retain-until "):
        raise FormatError(RETENTION, "is not of the form")
    return lines[1].removeprefix("retain-until ")


def retire(work: Task, word: Word, ambient: Ambient) -> Path:
    """Destroy what the task names. -> the receipt. After a crash the same call ends the work.

    Raises StepRefused: no date is known or it is not over, and no reason was given; or nobody signs for it.
    """
    if work.receipt.exists() and not work.files:
        return work.receipt
    for text in (*word.by, word.early or "-"):
        if label_problem(text):
            raise StepRefused(f"{text!r}: {label_problem(text)}")
    if not word.by:
        raise StepRefused(say("retire.by"))
    now = ambient.now(1)
    if not word.early and (work.until == "none" or work.until >= now[:10]):
        raise StepRefused(say("retire.too_early", date=work.until))
    plan = work.base / (_PLAN if work.whole else f".{work.receipt.name}.plan")
    if not plan.exists() and not work.files:
        raise StepRefused(say("retire.nothing_left"))
    if not plan.exists():
        durable.write(plan, _write(work, word, now), private=True)
    receipt = plan.read_bytes()
    for name in work.files:
        _destroy(work.base / name)
    for folder in ("private", "sheets/private") if work.whole else ():
        _remove_empty(work.base / folder)
    durable.write(work.receipt, receipt)
    durable.remove(plan)
    return work.receipt


def _write(work: Task, word: Word, now: str) -> bytes:
    lines = [
        f"destroyed1 {work.session}",
        f"mode {work.mode.value}",
        f"time {now}",
        f"retain-until {work.until}",
        f"early {word.early or 'none'}",
    ]
    lines += [f"by {name}" for name in word.by]
    for name in work.files:
        path = work.base / name
        lines.append(f"file {path.lstat().st_size} {_hash(path)} {name}")
    lines += [f"left {name}" for name in work.left]
    for side in pair("retire.receipt"):
        lines += [f"# {line}" for line in side.split("\n")]
    return text_file(lines)


def _hash(path: Path) -> str:
    found = sha256()
    for piece in chunks(path) if not path.is_symlink() else ():
        found.update(piece)
    return found.hexdigest()


def _destroy(path: Path) -> None:
    """Overwrite and remove. Calls: open, write, fsync, unlink, fsync folder. A link goes, what it points to stays."""
    if path.is_file() and not path.is_symlink():
        with path.open("r+b") as out:
            left = path.stat().st_size
            while left > 0:
                left -= out.write(os.urandom(min(left, 1 << 20)))
            out.flush()
            os.fsync(out.fileno())
    durable.remove(path)


def _remove_empty(folder: Path) -> None:
    if not folder.is_dir():
        return
    for path in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        path.rmdir()
    folder.rmdir()
    durable.sync_folder(folder.parent)
