"""Copies of an archive: written and read back, and checked against their own manifests, whatever was damaged (R53).

A check never crashes and never stops at the first fault: every file that differs in any copy is named.
"""

import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from draw import sm3
from draw.archiving import manifest, zipping
from draw.edges.archive import put
from draw.edges.shelf import chunks
from draw.errors import DrawError, FormatError
from draw.words import say

PIECE: Final = 1 << 20
MOST_FILES: Final = 1_000_000
MOST_MANIFEST: Final = 1 << 28
# what zipfile and its helpers raise on damaged bytes (found by flipping every byte)
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, OverflowError, MemoryError,
    KeyError, LookupError,
)  # fmt: skip


# -- copies with read-back ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """One line of the copy table: what lies where, as it was read back. `sm3`: "none" where this machine has none."""

    number: int
    path: Path
    size: int
    sha256: str
    sm3: str
    same: bool  # read back with the hash of the original
    same_disk: bool  # on the disk of the original, or of an earlier copy: no help if it fails


def copy(original: Path, folders: Iterable[Path]) -> list[Copied]:
    """Copy a file into each folder, drop it from the cache, read it back. Raises DrawError before anything is written:
    a folder is missing, or holds another file of that name."""
    targets = [folder / original.name for folder in folders]
    wanted = _sums(original)
    for target in targets:
        if not target.parent.is_dir():
            raise DrawError(f"{target.parent}: {say('edge.no_such_folder')}")
        if target.resolve() == original.resolve() or targets.count(target) > 1:
            raise DrawError(f"{target}: {say('archive.same_file')}")
        if target.exists() and _sums(target) != wanted:
            raise DrawError(f"{target}: {say('archive.other_there')}")
    disks = [original.stat().st_dev]
    table = []
    for number, target in enumerate(targets, start=1):
        if not target.exists():
            put(target, chunks(original), private=False)
        size, found, second = _sums(target)
        disk = target.stat().st_dev
        table.append(
            Copied(
                number=number,
                path=target,
                size=size,
                sha256=found,
                sm3=second,
                same=(size, found, second) == wanted,
                same_disk=disk in disks,
            )
        )
        disks.append(disk)
    return table


def _sums(path: Path) -> tuple[int, str, str]:
    """(bytes, SHA-256, SM3) of a file as it lies on its disk: the system's cache of it is dropped first where that can be asked."""
    with path.open("rb") as data:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(data.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return _measure(iter(lambda: data.read(PIECE), b""))


def _measure(pieces: Iterable[bytes]) -> tuple[int, str, str]:
    first, second, size = sha256(), sm3.begin(), 0
    for piece in pieces:
        first.update(piece)
        size += len(piece)
        if second is not None:
            second.update(piece)
    return size, first.hexdigest(), second.finalize().hex() if second is not None else "none"


# -- checking -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one copy is: the code of its manifest ("" if it cannot be read), how many files are right, and what differs."""

    path: Path
    code: str
    right: int
    faults: tuple[tuple[str, str], ...]  # (file, what is wrong: a key of the catalogue)


Read = Callable[[str], Iterator[bytes]]


def check(path: Path) -> Checked:
    """A copy, ZIP or unpacked folder, against its own manifests. Never raises for what is in it; DrawError if nothing is there."""
    if path.is_dir():
        return _check_folder(path)
    if not path.is_file():
        raise DrawError(f"{path}: {say('archive.no_copy')}")
    try:
        with path.open("rb") as data:
            return _check_zip(path, data)
    except _DAMAGED:
        return Checked(path=path, code="", right=0, faults=((path.name, "archive.fault.zip"),))


def against(copies: Iterable[Checked], code: str | None) -> list[Path]:
    """Copies whose manifest is not that of `code`, or without it not that of most copies (with two different ones, both)."""
    found = list(copies)
    codes = [one.code for one in found if one.code]
    most = code if code is not None else max(codes, key=codes.count, default="")
    tied = code is None and any(codes.count(other) == codes.count(most) for other in {*codes} - {most})
    return [one.path for one in found if one.code and (tied or one.code != most)]


def _check_folder(folder: Path) -> Checked:
    inside = [p for p in sorted(folder.iterdir()) if p.is_dir() and not p.is_symlink()]
    if not (folder / manifest.SHA256).exists() and len(inside) == 1 and (inside[0] / manifest.SHA256).exists():
        folder = inside[0]
    names, odd = [], []
    for base, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            here = Path(base) / name
            if here.is_symlink() or not (here.is_file() or here.is_dir()):
                odd.append(here.relative_to(folder).as_posix())
            elif here.is_file():
                names.append(here.relative_to(folder).as_posix())
    found = _check(folder, set(names), lambda name: chunks(folder / name))
    return Checked(
        path=found.path, code=found.code, right=found.right,
        faults=(*found.faults, *((name, "archive.fault.extra") for name in sorted(odd))),
    )  # fmt: skip


def _check_zip(path: Path, data: IO[bytes]) -> Checked:
    with zipfile.ZipFile(data) as book:
        infos = book.infolist()
        tops = {info.filename.partition("/")[0] for info in infos if info.filename.endswith(f"/{manifest.SHA256}")}
        top = min(tops, default="")
        names = {info.filename.removeprefix(f"{top}/"): info for info in infos}
        found = _check(path, set(names), lambda name: _member(book, names[name]))
        faults = list(found.faults)
        if len(infos) > MOST_FILES or len(names) != len(infos):
            faults.append((path.name, "archive.fault.twice"))
        if not faults and not _as_written(data, infos):
            faults.append((path.name, "archive.fault.layout"))
    return Checked(path=path, code=found.code, right=found.right, faults=tuple(faults))


def _member(book: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with book.open(info) as data:
        while piece := data.read(PIECE):
            yield piece


def _as_written(data: IO[bytes], infos: Iterable[zipfile.ZipInfo]) -> bool:
    """True if every byte between the members is the one that `zipping` writes: dates, modes, order, nothing hidden in between."""
    entries, offset = [], 0
    data.seek(0)
    for info in infos:
        entry = zipping.Entry(name=info.filename, size=info.file_size, crc=info.CRC, offset=offset)
        first = zipping.head(entry)
        if data.read(len(first)) != first:
            return False
        offset = data.seek(entry.size, os.SEEK_CUR)
        entries.append(entry)
    if [e.name for e in entries] != zipping.in_order(e.name for e in entries):
        return False
    return all(data.read(len(piece)) == piece for piece in zipping.tail(entries, offset)) and not data.read(1)


def _check(where: Path, names: set[str], read: Read) -> Checked:
    """The files of one copy against its manifests."""
    listed, code = _manifest(names, read, manifest.SHA256)
    if listed is None:
        return Checked(path=where, code="", right=0, faults=((manifest.SHA256, "archive.fault.manifest"),))
    faults: list[tuple[str, str]] = []
    second: dict[str, str] = {}
    if manifest.SM3 in listed:
        other, _ = _manifest(names, read, manifest.SM3)
        if other is not None and other.keys() == listed.keys() - {manifest.SM3}:
            second = other
        else:
            faults.append((manifest.SM3, "archive.fault.manifest"))
    right = 0
    for name in sorted(listed.keys() | names - {manifest.SHA256}, key=str.encode):
        key = _fault(name, listed, second, names, read)
        if key:
            faults.append((name, key))
        else:
            right += 1
    return Checked(path=where, code=code, right=right, faults=tuple(dict(faults).items()))


def _fault(name: str, listed: dict[str, str], second: dict[str, str], names: set[str], read: Read) -> str:
    if name not in listed:
        return "archive.fault.extra"
    if name not in names:
        return "archive.fault.missing"
    try:
        _, first, other = _measure(read(name))
    except _DAMAGED:
        return "archive.fault.unreadable"
    if first != listed[name] or (name in second and other != "none" and second[name] != other):
        return "archive.fault.changed"
    return ""


def _manifest(names: set[str], read: Read, name: str) -> tuple[dict[str, str] | None, str]:
    if name not in names:
        return None, ""
    data = b""
    try:
        for piece in read(name):
            data += piece
            if len(data) > MOST_MANIFEST:
                return None, ""
        return manifest.read(data, name), hashlib.sha256(data).hexdigest()
    except (FormatError, *_DAMAGED):
        return None, ""


def code_of(path: Path) -> str:
    """The archive code of a sound archive. Raises DrawError for one that differs from its manifest."""
    found = check(path)
    if found.faults:
        name, key = found.faults[0]
        raise DrawError(f"{path}: {name}: {say(key)}")
    return found.code


_TOP: Final = re.compile(r"(?:REHEARSAL-)?([a-z0-9][a-z0-9-]{2,63})-[0-9]+")


def session_of(path: Path) -> str:
    """The session id of a sound archive, from the name of its folder. Raises DrawError if it has none."""
    try:
        with zipfile.ZipFile(path) as book:
            top = _TOP.fullmatch(book.namelist()[0].partition("/")[0])
    except _DAMAGED:
        top = None
    if top is None:
        raise DrawError(f"{path}: {say('archive.no_copy')}")
    return top.group(1)


def members_of(data: bytes, where: str) -> dict[str, bytes]:
    """Path -> bytes of a ZIP of ours held in memory, each file checked. Raises FormatError for anything that differs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            files = {info.filename: book.read(info) for info in book.infolist()}
    except _DAMAGED:
        raise FormatError(where, "wrong passphrase, or the file was changed") from None
    found = _check(Path(where), set(files), lambda name: iter([files[name]]))
    if found.faults:
        raise FormatError(where, f"{found.faults[0][0]} was changed")
    return files
