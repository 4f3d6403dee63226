"""The choices that the law leaves open, as a rule sheet marks them: 未定 in the comment of a line (R1).

A mark stays until somebody chooses: then the value is written and the mark reads 已定. It never decides what a session is;
it keeps a value that came with a template from being taken over without a thought.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from draw.chaining.rewriting import rewrite
from draw.errors import InputErrors, Problem
from draw.intake.places import Path, dotted, locate, spans
from draw.words import say

OPEN: Final = "未定"
CHOSEN: Final = "已定"
_ABOUT: Final = re.compile(r"未定\s+(?:R[0-9]+\s+)*")
_PART: Final = re.compile(r"(?:^|;)\s*([a-z_]+):")
_WORD: Final = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Z_]{2,}(?![A-Za-z0-9_])")
_EXPLAINED: Final = f"“{OPEN}”"  # the line that says what the mark means


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChoice:
    """A marked line that still applies. `value`: TOML as written; `options`: TOML values that the comment offers."""

    line: int
    path: Path
    value: str
    about: str
    options: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key as told to a person."""
        return dotted(self.path)


def _at(text: str) -> tuple[dict[int, Path], dict[Path, tuple[int, int]]]:
    """Line -> the outermost key whose value begins there; key -> place of its value."""
    places = spans(text)
    lines: dict[int, Path] = {}
    for path, line in locate(text).items():
        if path in places and isinstance(path[-1], str) and len(path) < len(lines.get(line, (*path, ""))):
            lines[line] = path
    return lines, places


def find(text: str) -> tuple[OpenChoice, ...]:
    """Every choice that is still open in a TOML text, from top to bottom. A text that is no TOML has none to offer.

    A mark stands behind its value, or in the comment above it; an indented comment belongs to the line before it. A mark
    about a part that the value has not (`rounding:` beside "none") does not apply.
    """
    text = text.replace("\r\n", "\n")
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return ()
    lines, places = _at(text)
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        about = line.partition("#")[2]
        if OPEN not in about or _EXPLAINED in about:
            continue
        whole = line.lstrip().startswith("#")
        near = number if not whole else _neighbour(lines, number, back=line[:1] == " ")
        path = lines.get(near)
        if path is None:
            continue
        choice = _choice(text, number, path, places, about)
        if choice is not None:
            found.append(choice)
    return tuple(found)


def _neighbour(lines: Mapping[int, Path], number: int, *, back: bool) -> int:
    """The line of the key to which a comment of its own belongs; 0 if there is none."""
    if back:
        return max((n for n in lines if n < number), default=0)
    return min((n for n in lines if n > number), default=0)


def _choice(
    text: str, number: int, path: Path, places: Mapping[Path, tuple[int, int]], about: str
) -> OpenChoice | None:
    mark = _ABOUT.search(about)
    offered = about[mark.end() :] if mark else ""
    parts = [part for part in _PART.findall(offered) if part != path[-1]]
    if parts and (*path, parts[0]) not in places:
        return None
    if len(parts) == 1:
        path = (*path, parts[0])
    start, end = places[path]
    value = text[start:end]
    words = [f'"{word}"' for word in dict.fromkeys(_WORD.findall(offered.partition(";")[0]))]
    told = " ".join(about.replace(OPEN, " ").split())
    return OpenChoice(line=number, path=path, value=value, about=told, options=tuple(words) if value in words else ())


def choose(text: str, file: str, chosen: Mapping[int, str]) -> str:
    """The text with these marked lines decided: line -> TOML value. Raises InputErrors for a line that has no open mark."""
    crlf = "\r\n" in text
    text = text.replace("\r\n", "\n")
    there = {one.line: one for one in find(text)}
    wrong = sorted(set(chosen) - set(there))
    if wrong:
        raise InputErrors(
            Problem(
                file=file, sheet="", row=line, column="", value="", problem=say("setup.not_open"),
                remedy=say("setup.not_open_remedy"),
            )
            for line in wrong
        )  # fmt: skip
    rows = text.split("\n")
    for line in chosen:
        head, mark, about = rows[line - 1].partition("#")
        rows[line - 1] = head + mark + about.replace(OPEN, CHOSEN)
    text = rewrite("\n".join(rows), file, {there[line].path: value for line, value in chosen.items()}).text
    return text.replace("\n", "\r\n") if crlf else text
