"""What of the private list stands in a file that is to be public: the last look before an archive is written (R50, R53)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from draw.errors import DrawError
from draw.intake.private_roster import PrivateRow
from draw.words import say

SHORTEST: Final = 6  # an id or salt with fewer characters may stand in a hash by chance
SHORTEST_NAME: Final = 2
_WORDS: Final = re.compile(r"[0-9A-Za-z]+")
_CELLS: Final = re.compile("[,，;；:：、|\"'<>\\s]+")
_TEXTS: Final = (".txt", ".csv", ".json", ".jsonl", ".md", ".html", ".svg", ".xml", ".tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What must be in no public file: whole words (ids, salts, registration numbers) and whole cells (names)."""

    words: frozenset[str]
    cells: frozenset[str]


def secrets_of(rows: Iterable[PrivateRow], public: bytes) -> Secrets:
    """Of the private roster; what stands in `public` (the notice, the pool) is no secret."""
    text = public.decode(errors="replace")
    words: set[str] = set()
    cells: set[str] = set()
    for row in rows:
        words |= {word for word in (row.id, row.salt, row.registration_no) if len(word) >= SHORTEST}
        cells |= {row.name} if len(row.name) >= SHORTEST_NAME else set()
    return Secrets(words=frozenset(words - set(_WORDS.findall(text))), cells=frozenset(cells - set(_CELLS.split(text))))


def _readable(path: str, data: bytes) -> str:
    if path.lower().endswith(".xlsx"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                return "\n".join(unescape(book.read(n).decode(errors="replace")) for n in book.namelist())
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise DrawError(f"{path}: {say('archive.unreadable')}") from None  # what cannot be searched may hold anything
    return data.decode(errors="replace") if path.lower().endswith(_TEXTS) or "." not in path else ""


def found(members: Mapping[str, bytes], secrets: Secrets) -> list[str]:
    """Paths of members whose text or spreadsheet cells hold a secret, in order. (What a PDF draws cannot be read back.)

    Raises DrawError for a spreadsheet that cannot be read.
    """
    spaced = [name for name in secrets.cells if len(_CELLS.split(name)) > 1]  # such a name is never one cell
    return [
        path
        for path, data in members.items()
        if (text := _readable(path, data))
        and (
            not secrets.words.isdisjoint(_WORDS.findall(text))
            or not secrets.cells.isdisjoint(_CELLS.split(text))
            or any(name in text for name in spaced)
        )
    ]
