"""Two copies of a record, or of several: the same, one the other and more, or different, and where first (SPEC §2, §9, §13).

A record only grows: the minutes get lines, files come in the order of the protocol, amendments come behind; nothing that was there
changes, but for a new version of the frozen files after an accepted objection. Whether it is right says verification, not this.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from draw.errors import DrawError, FormatError
from draw.notice import Notice
from draw.notice import read as read_notice

Files = Mapping[str, bytes]

LEDGER: Final = "ledger.jsonl"
_SEALED: Final = "SHA256SUMS"
_ORDER: Final[Mapping[str, int]] = {
    "notice.json": 0, "notice.sig": 0, "pool.csv": 0, "rules.json": 0, "program.txt": 0, "removed.csv": 0, "signer.pem": 0,
    LEDGER: 0, "board.txt": 1, "seed.txt": 2, "transcript.txt": 2, "results.csv": 3, "outputs.txt": 3, "statement.txt": 4,
    "statement.sig": 4, "void.txt": 4, "void.sig": 4, "README": 5, "SM3SUMS": 5, _SEALED: 6, "SHA256SUMS.sig": 6,
}  # fmt: skip
_SEALED_AT: Final = _ORDER[_SEALED]
_FOLDERS: Final[Mapping[str, int]] = {"orders": 3, "tables": 3}
_AMENDMENT: Final = 7  # and behind it by number
_STRANGE: Final = 10**6  # no file of a record
# made from the records beside them, so they change when a record grows
_DERIVED: Final = ("MANIFEST.sha256", "MANIFEST.sm3", "README.txt", "programme.html")


class Relation(StrEnum):
    """What two copies are to each other."""

    SAME = "same"
    SECOND_MORE = "second_more"
    FIRST_MORE = "first_more"
    DIFFERENT = "different"


class Kind(StrEnum):
    """How a file differs."""

    CHANGED = "changed"
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"
    SHORTER = "shorter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first place where neither is the other and more. Line and column (in bytes) from 1; 0 where a copy has no such file."""

    file: str
    kind: Kind
    line: int
    column: int

    def weight(self) -> tuple[bool, bool, int, str]:
        """Sorts what to name first: what changed, then what is missing, in the order of the protocol; shorter minutes last."""
        shorter = self.kind is Kind.SHORTER
        return shorter, self.kind is not Kind.CHANGED, place(self.file), self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The answer: what has come in the longer copy, what was made anew from it, or the first difference."""

    relation: Relation
    difference: Difference | None
    added: tuple[str, ...]
    lines: int  # new lines of minutes, over all records
    rewritten: tuple[str, ...]
    beside: bool  # whether the files beside the records were compared too


@dataclass(frozen=True, slots=True, kw_only=True)
class _Growth:
    """How the second of two may have come from the first; `obstacle` says why not."""

    obstacle: Difference | None
    added: tuple[str, ...] = ()
    lines: int = 0
    rewritten: tuple[str, ...] = ()


def place(path: str) -> int:
    """When a file of a record comes."""
    top, _, rest = path.partition("/")
    if top == "amendments" and rest[:4].isdecimal():
        return _AMENDMENT + int(rest[:4])
    return _FOLDERS.get(top, _STRANGE) if rest else _ORDER.get(path, _STRANGE)


def _notice(files: Files) -> Notice | None:
    try:
        return read_notice(files["notice.json"])
    except (FormatError, KeyError):
        return None


def _newer_version(old: Files, new: Files) -> bool:
    """True if `new` was frozen again after an accepted objection: the minutes go on and nobody had committed (SPEC §9)."""
    before, after = _notice(old), _notice(new)
    return (
        before is not None
        and after is not None
        and (before.session, before.mode, before.attempt) == (after.session, after.mode, after.attempt)
        and after.version > before.version
        and all(place(path) == 0 for path in old)
        and _goes_on(old.get(LEDGER, b""), new.get(LEDGER, b""))
    )


def _goes_on(old: bytes, new: bytes) -> bool:
    """True if the minutes `new` are `old` and whole lines more."""
    return len(new) > len(old) and new.startswith(old) and (not old or old.endswith(b"\n"))


def _at(first: bytes, second: bytes) -> tuple[int, int]:
    """Line and column of the first byte that differs, from 1."""
    low, high = 0, min(len(first), len(second))
    while low < high:  # the longest common beginning, by halves
        middle = (low + high + 1) // 2
        low, high = (middle, high) if first[:middle] == second[:middle] else (low, middle - 1)
    line = first.count(b"\n", 0, low) + 1
    return line, low - (first.rfind(b"\n", 0, low) + 1) + 1


def _changed(path: str, one: bytes, two: bytes) -> Difference:
    shorter = path == LEDGER and (_goes_on(one, two) or _goes_on(two, one))
    kind = Kind.SHORTER if shorter else Kind.CHANGED
    line, column = _at(one, two)
    return Difference(file=path, kind=kind, line=line, column=column)


def _missing(path: str, kind: Kind) -> Difference:
    return Difference(file=path, kind=kind, line=0, column=0)


def _first(obstacles: Iterable[Difference]) -> Difference | None:
    return min(obstacles, key=Difference.weight, default=None)


def _growth(old: Files, new: Files) -> _Growth:
    """How a record may have become the other."""
    renewed = _newer_version(old, new)
    obstacles: list[Difference] = []
    rewritten = []
    for path, data in old.items():
        other = new.get(path)
        if other is None:
            if not (renewed and path == "removed.csv"):
                obstacles.append(_missing(path, Kind.ONLY_FIRST))
        elif other != data:
            if path == LEDGER and _SEALED not in old and _goes_on(data, other):
                continue
            if renewed and place(path) == 0 and path != LEDGER:
                rewritten.append(path)
            else:
                obstacles.append(_changed(path, data, other))
    added = [path for path in new if path not in old]
    latest = max((place(path) for path in old), default=0)
    for path in added:
        early = place(path) < latest or (place(path) == latest and latest >= _SEALED_AT)
        if place(path) == _STRANGE or (early and not (renewed and path == "removed.csv")):
            obstacles.append(_missing(path, Kind.ONLY_SECOND))
    lines = new.get(LEDGER, b"").count(b"\n") - old.get(LEDGER, b"").count(b"\n")
    return _Growth(
        obstacle=_first(obstacles), added=tuple(sorted(added)), lines=lines, rewritten=tuple(sorted(rewritten))
    )


def _beside(old: Files, new: Files, grown: bool) -> _Growth:
    """The files that belong to no record: they may be added to; what is made from records changes with them."""
    added = [path for path in new if path not in old]
    obstacles: list[Difference] = []
    rewritten = []
    for path, data in old.items():
        if path not in new:
            obstacles.append(_missing(path, Kind.ONLY_FIRST))
        elif new[path] != data:
            if (grown or added) and (path in _DERIVED or path.startswith("sheets/")):
                rewritten.append(path)
            else:
                obstacles.append(_changed(path, data, new[path]))
    return _Growth(obstacle=_first(obstacles), added=tuple(sorted(added)), rewritten=tuple(sorted(rewritten)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """The records of a copy, by session, mode, attempt and how many of the same came before; their folders; all else."""

    records: Mapping[tuple[str, ...], Files]
    roots: Mapping[tuple[str, ...], str]
    beside: Files


def _copy(files: Files) -> _Copy:
    """A copy taken apart. Raises DrawError if it holds no record."""
    files = _without_top(files)
    roots = sorted(path.removesuffix("notice.json") for path in files if path.rpartition("/")[2] == "notice.json")
    if not roots:
        raise DrawError("notice.json")
    parts: dict[str, dict[str, bytes]] = {root: {} for root in roots}
    beside: dict[str, bytes] = {}
    for path, data in files.items():
        root = max((r for r in roots if path.startswith(r)), key=len, default=None)
        if root is None:
            beside[path] = data
        else:
            parts[root][path.removeprefix(root)] = data
    records: dict[tuple[str, ...], Files] = {}
    named: dict[tuple[str, ...], str] = {}
    for root in roots:
        notice = _notice(parts[root])
        name = (root,) if notice is None else (notice.session, str(notice.mode), str(notice.attempt))
        number = sum(one[:-1] == name for one in records)
        records[(*name, str(number))], named[(*name, str(number))] = parts[root], root
    return _Copy(records=records, roots=named, beside=beside)


def _without_top(files: Files) -> Files:
    """The paths below the one folder that holds everything, if there is one (an archive's)."""
    tops = {path.partition("/")[0] for path in files}
    if len(tops) == 1 and all("/" in path for path in files):
        return {path.partition("/")[2]: data for path, data in files.items()}
    return files


def _all(old: _Copy, new: _Copy, with_beside: bool) -> _Growth:
    """How a whole copy may have become the other; names of files with their folders in the longer copy."""
    obstacle: Difference | None = None
    added: list[str] = []
    rewritten: list[str] = []
    lines = 0
    for name, files in old.records.items():
        if name not in new.records:
            obstacle = obstacle or _missing(f"{old.roots[name]}notice.json", Kind.ONLY_FIRST)
            continue
        step, root = _growth(files, new.records[name]), new.roots[name]
        if step.obstacle and not obstacle:
            obstacle = replace(step.obstacle, file=root + step.obstacle.file)
        added += [root + path for path in step.added]
        rewritten += [root + path for path in step.rewritten]
        lines += step.lines
    for name, files in new.records.items():
        if name not in old.records:
            added += [new.roots[name] + path for path in sorted(files)]
    if with_beside:
        step = _beside(old.beside, new.beside, bool(added or lines))
        obstacle = obstacle or step.obstacle
        added += step.added
        rewritten += step.rewritten
    return _Growth(obstacle=obstacle, added=tuple(added), lines=lines, rewritten=tuple(rewritten))


_MIRROR: Final = {Kind.ONLY_FIRST: Kind.ONLY_SECOND, Kind.ONLY_SECOND: Kind.ONLY_FIRST}


def compare(first: Files, second: Files) -> Comparison:
    """The relation of two copies: path -> bytes of a record, of a folder of records, or of an unpacked archive.

    Records are paired by session, mode and attempt. Files beside records are compared if both copies hold them in the same way.
    Raises DrawError if one of them holds no record.
    """
    one, two = _copy(first), _copy(second)
    shared = one.records.keys() & two.records.keys()
    with_beside = all(one.roots[name] == two.roots[name] for name in shared)
    forth, back = _all(one, two, with_beside), _all(two, one, with_beside)
    if forth.obstacle is None and back.obstacle is None:
        relation, step = Relation.SAME, _Growth(obstacle=None)
    elif forth.obstacle is None:
        relation, step = Relation.SECOND_MORE, forth
    elif back.obstacle is None:
        relation, step = Relation.FIRST_MORE, back
    else:
        mirrored = replace(back.obstacle, kind=_MIRROR.get(back.obstacle.kind, back.obstacle.kind))
        found = min(forth.obstacle, mirrored, key=Difference.weight)
        return Comparison(
            relation=Relation.DIFFERENT, difference=found, added=(), lines=0, rewritten=(), beside=with_beside
        )
    return Comparison(
        relation=relation,
        difference=None,
        added=step.added,
        lines=step.lines,
        rewritten=step.rewritten,
        beside=with_beside,
    )
