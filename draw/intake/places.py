"""On which line of a TOML text each key stands, so that every problem of a rule sheet has a place (SPEC §4).

The standard parser tells no positions. This walk is only run on text that the parser accepted; it decides nothing but
line numbers, and where it loses its way the line of the enclosing table is told instead of a wrong one.
"""

import bisect
import contextlib
import re
import tomllib
from typing import Final

Path = tuple[str | int, ...]

_SPACE: Final = re.compile(r"[ \t]*")
_GAP: Final = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING: Final = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:'{0,2})|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL
)
_SCALAR: Final = re.compile(r"[^,\]}\s#]+(?: [0-9][^,\]}\s#]*)?")


class _Lost(Exception):
    """The walk met something it does not know; what was found so far stays true."""


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.spans: dict[Path, tuple[int, int]] = {}
        self._ends = [i for i, c in enumerate(text) if c == "\n"]
        self._tables: dict[Path, int] = {}  # arrays of tables: how many so far

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise _Lost
        self.at = found.end()
        return found.group()

    def accept(self, literal: str) -> bool:
        if self.text.startswith(literal, self.at):
            self.at += len(literal)
            return True
        return False

    def expect(self, literal: str) -> None:
        if not self.accept(literal):
            raise _Lost

    def note(self, path: Path) -> None:
        self.lines.setdefault(path, bisect.bisect_left(self._ends, self.at) + 1)

    def key(self) -> list[str]:
        parts = []
        while True:
            self.take(_SPACE)
            raw = self.take(_KEY)
            parts.append(str(tomllib.loads(f"k = {raw}")["k"]) if raw[0] in "\"'" else raw)
            self.take(_SPACE)
            if not self.accept("."):
                return parts

    def entry(self, base: Path) -> None:
        start = self.at
        parts = self.key()
        end, self.at = self.at, start
        for n in range(len(parts)):
            self.note((*base, *parts[: n + 1]))
        self.at = end
        self.expect("=")
        self.take(_SPACE)
        self.value((*base, *parts))

    def value(self, path: Path) -> None:
        start = self.at
        self._value(path)
        self.spans.setdefault(path, (start, self.at))

    def _value(self, path: Path) -> None:
        if self.accept("["):
            n = 0
            while True:
                self.take(_GAP)
                if self.accept("]"):
                    return
                self.note((*path, n))
                self.value((*path, n))
                n += 1
                self.take(_GAP)
                self.accept(",")
        elif self.accept("{"):
            while True:
                self.take(_GAP)
                if self.accept("}"):
                    return
                self.entry(path)
                self.take(_GAP)
                self.accept(",")
        else:
            self.take(_STRING if self.text[self.at : self.at + 1] in ('"', "'") else _SCALAR)

    def header(self) -> Path:
        """Reads `[a.b]` or `[[a.b]]` and tells the path that the keys below it belong to."""
        start = self.at
        self.expect("[")
        repeated = self.accept("[")
        parts = self.key()
        end = self.at
        self.at = start
        path: Path = ()
        for n, part in enumerate(parts):
            path = (*path, part)
            self.note(path)
            if repeated and n == len(parts) - 1:
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
                self.note(path)
        self.at = end
        self.expect("]]" if repeated else "]")
        return path

    def run(self) -> None:
        base: Path = ()
        while True:
            self.take(_GAP)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                base = self.header()
            else:
                self.entry(base)


def locate(text: str) -> dict[Path, int]:
    """Key path -> line from 1, of a TOML text that `tomllib` accepts; list elements count from 0."""
    walk = _Walk(text.replace("\r\n", "\n"))
    with contextlib.suppress(_Lost, RecursionError):  # the keys behind that point take the line of their table
        walk.run()
    return walk.lines


def spans(text: str) -> dict[Path, tuple[int, int]]:
    """Key path -> (start, end) of its value in a TOML text with LF that `tomllib` accepts; what it loses is not there."""
    walk = _Walk(text)
    with contextlib.suppress(_Lost, RecursionError):
        walk.run()
    return walk.spans


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the key, or of the nearest table around it that was found; 1 for the sheet as a whole."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def dotted(path: Path) -> str:
    """The key as told to a person: `schools.2.places` is the places of the second school."""
    return ".".join(str(p + 1) if isinstance(p, int) else p for p in path)
