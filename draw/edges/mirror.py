"""A local copy of the published files that follows its source, as far as they hang together (SPEC §2).

What a hash names (notice.json, outputs.txt, SHA256SUMS) is fetched again only while it is not the file of that hash.
"""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Final

from draw import notice
from draw.edges import durable, folder
from draw.edges.record_names import AMENDMENT, FIXED, FROZEN, of_output, of_record
from draw.edges.sources import Source
from draw.errors import DrawError, FormatError
from draw.hashing import digest, read_sums
from draw.words import say

TRIES: Final = 5  # how often a file is fetched again whose hash is not the one that was published
MOST_AMENDMENTS: Final = 9999


class Mirror:
    """The files of one record as they are published now, in memory and in a folder."""

    def __init__(self, source: Source, out: Path) -> None:
        """Raises DrawError if the folder holds anything that is no file of a record."""
        self._source = source
        self._out = out
        self._hashes: dict[str, str] = {}
        self._tries: dict[tuple[str, str], int] = {}
        self.files: dict[str, bytes] = {}
        if out.exists():
            files, odd = folder.read_record(out)
            if odd or not all(map(of_record, files)):
                raise DrawError(say("second.out", folder=out))
            self.files = files
        out.mkdir(parents=True, exist_ok=True)

    def odd(self) -> list[str]:
        """What lies at the source that no record holds."""
        return self._source.odd()

    def update(self) -> bool:
        """Look at the source again. -> True if anything is another than before. Raises Unreachable; then nothing changed."""
        found = dict(self._published())
        changed = {
            name for name, data in found.items() if self.files.get(name) is not data and self.files.get(name) != data
        }
        gone = self.files.keys() - found.keys()
        for name in changed:
            durable.write(self._out / name, found[name])
        for name in gone:
            durable.remove(self._out / name)
        self.files = found
        self._hashes = {name: value for name, value in self._hashes.items() if name in found and name not in changed}
        return bool(changed or gone)

    def _published(self) -> Iterator[tuple[str, bytes]]:
        first = self._source.fetch(FIXED[0], self.files.get(FIXED[0]))
        if first is None:
            return
        known = self.files if first == self.files.get(FIXED[0]) else {}  # of another version or attempt nothing stays
        yield FIXED[0], first
        small = {}
        for name in FIXED[1:]:
            data = self._source.fetch(name, known.get(name))
            if data is not None:
                small[name] = data
        yield from small.items()
        wanted = _named(first, small)
        for name in FROZEN:
            if name in wanted or "notice.json" not in wanted:
                yield from self._of_hash(name, wanted.get(name, ""), known)
        for name in wanted:
            if of_output(name):
                yield from self._of_hash(name, wanted[name], known)
        if "SHA256SUMS.sig" in small:
            yield from self._amendments(known)

    def _of_hash(self, name: str, value: str, known: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """The file of this hash; after some tries whatever is there, so that the difference can be told."""
        data = known.get(name)
        if data is not None and (self._hash(name, data) == value or self._tries.get((name, value), 0) >= TRIES):
            yield name, data
            return
        self._tries[(name, value)] = self._tries.get((name, value), 0) + 1
        data = self._source.fetch(name, data)
        if data is not None:
            yield name, data

    def _hash(self, name: str, data: bytes) -> str:
        if name not in self._hashes:
            self._hashes[name] = digest(data)
        return self._hashes[name]

    def _amendments(self, known: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
        for n in count(1):
            base = f"amendments/{n:04}"
            first = self._source.fetch(f"{base}/{AMENDMENT[0]}", known.get(f"{base}/{AMENDMENT[0]}"))
            if first is None or n > MOST_AMENDMENTS:
                return
            yield f"{base}/{AMENDMENT[0]}", first
            for name in AMENDMENT[1:]:
                data = self._source.fetch(f"{base}/{name}", known.get(f"{base}/{name}"))
                if data is not None:
                    yield f"{base}/{name}", data


def _named(first: bytes, small: dict[str, bytes]) -> dict[str, str]:
    """Name -> hash of the larger files, by notice and sums; "notice.json" is among them if the notice can be read."""
    wanted: dict[str, str] = {}
    for name in ("outputs.txt", "SHA256SUMS"):
        wanted |= _sums(small.get(name, b""), name)
    try:
        frozen = notice.read(first)
    except FormatError:
        return {name: value for name, value in wanted.items() if name != "notice.json"}
    of_notice = {"pool.csv": frozen.pool, "rules.json": frozen.rules, "program.txt": frozen.program}
    of_notice |= {"removed.csv": frozen.removed} if frozen.removed != "none" else {}
    return wanted | of_notice | {"notice.json": digest(first)}


def _sums(data: bytes, name: str) -> dict[str, str]:
    try:
        return dict(_of_a_record(read_sums(data, name).items())) if data else {}
    except FormatError:
        return {}


def _of_a_record(listed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in listed if of_record(name))
