"""Paper without a printer: text, rules and boxes placed on A4 pages, measured but not yet written.

Lengths are points (1/72 inch); x runs from the left edge, y down from the top edge. `pdf` turns the pages into bytes.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from draw.sheets.words import Label

WIDTH: Final = 595.28
HEIGHT: Final = 841.89
LEFT: Final = 45.0
RIGHT: Final = WIDTH - LEFT
TOP: Final = 40.0
BOTTOM: Final = HEIGHT - 58.0  # below it only the footer
MM: Final = 72 / 25.4

INK: Final = 0x14202E
SOFT: Final = 0x47525F  # second language, contrast above 7:1 on white
HAIR: Final = 0xB9C0C9
INDIGO: Final = 0x17406D
RED: Final = 0x9B1C1C
PALE: Final = 0xE9ECF0
PAPER: Final = 0xFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class FontPair:
    """Two weights of one typeface as TrueType files, and its half-width figures and letters for codes and hashes."""

    regular: bytes
    bold: bytes
    mono: bytes  # printable ASCII only
    covered: frozenset[int]  # code points that regular and bold both draw


class Face(Enum):
    """Which file of the FontPair a text is set in."""

    REGULAR = "regular"
    BOLD = "bold"
    MONO = "mono"


Measure = Callable[[str, Face, float], float]
"""(visible text, face, size) -> width in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text; x, y is the left end of its baseline, or its middle when turned."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    colour: int
    turn: float  # degrees anticlockwise; a turned text is centred on x, y


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A line (no height or no width), a frame or a filled rectangle; x, y is its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: int
    weight: float  # of the pen; 0 means filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A broken circle: here belongs a stamp."""

    x: float
    y: float
    radius: float
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Black squares of a matrix code, as runs (column, row, columns); x, y is the upper left corner."""

    x: float
    y: float
    module: float
    runs: tuple[tuple[int, int, int], ...]


Mark = Text | Box | Ring | Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A text broken to fit a width."""

    lines: tuple[str, ...]
    face: Face
    size: float

    @property
    def pitch(self) -> float:
        """From baseline to baseline."""
        return self.size * 1.32

    @property
    def height(self) -> float:
        return self.pitch * len(self.lines)


_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks that draw nothing


def _hidden(character: str) -> bool:
    if character in " \u3000":
        return False
    code = ord(character)
    selector = 0x180B <= code <= 0x180F or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return selector or character in _BLANK or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}


def visible(text: str) -> str:
    """The text with every character that would print as nothing, or turn its neighbours round, shown as ⟦U+202E⟧."""
    return "".join(f"⟦U+{ord(c):04X}⟧" if _hidden(c) else c for c in text)


def listed(characters: Iterable[str]) -> str:
    """Characters for an error message, sorted: "𠮷 U+20BB7, …"."""
    return ", ".join(f"{c} U+{ord(c):04X}" for c in sorted(set(characters)))


def face_of(text: str) -> Face:
    """MONO for a code; REGULAR for what is no code although it stands where one should."""
    return Face.MONO if text.isascii() and text.isprintable() else Face.REGULAR


_WORD = re.compile(r"[!-~]+|.", re.DOTALL)
_NEVER_FIRST: Final = frozenset("，。、；：！？）】」』〉》⟧·…%),.;:!?]")
_NEVER_LAST: Final = frozenset("（【「『〈《⟦")


class Sheet:
    """Pages under construction and the height reached on the last one."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.pages: list[list[Mark]] = []
        self.y = TOP

    def new_page(self) -> None:
        self.pages.append([])
        self.y = TOP

    def put(self, mark: Mark) -> None:
        self.pages[-1].append(mark)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        face: Face = Face.REGULAR,
        colour: int = INK,
        align: Literal["left", "middle", "right"] = "left",
    ) -> float:
        """The x where the text ends. What cannot be seen is always shown as a mark."""
        shown = visible(text)
        width = self.measure(shown, face, size)
        start = x - {"left": 0.0, "middle": width / 2, "right": width}[align]
        self.put(Text(x=start, y=y, text=shown, face=face, size=size, colour=colour, turn=0.0))
        return start + width

    def label(self, x: float, y: float, label: Label, size: float, *, face: Face = Face.REGULAR) -> float:
        """The x where the label ends: Chinese, then English smaller and softer on the same baseline."""
        end = self.text(x, y, label.zh, size, face=face)
        return self.text(end + size * 0.45, y, label.en, size * 0.76, colour=SOFT)

    def label_width(self, label: Label, size: float, face: Face = Face.REGULAR) -> float:
        """The width of what `label` sets."""
        return self.measure(label.zh, face, size) + size * 0.45 + self.measure(label.en, Face.REGULAR, size * 0.76)

    def box(self, x: float, y: float, width: float, height: float, *, colour: int = INK, weight: float = 0.5) -> None:
        """A frame, or with weight 0 a filled rectangle."""
        self.put(Box(x=x, y=y, width=width, height=height, colour=colour, weight=weight))

    def rule(self, x: float, y: float, width: float, *, colour: int = INK, weight: float = 0.5) -> None:
        """A horizontal line."""
        self.box(x, y, width, 0.0, colour=colour, weight=weight)

    def lines(self, x: float, y: float, lines: Lines, *, colour: int = INK) -> None:
        """Sets broken text; y is the first baseline."""
        for n, line in enumerate(lines.lines):
            self.text(x, y + n * lines.pitch, line, lines.size, face=lines.face, colour=colour)

    def fit(self, text: str, size: float, width: float, *, face: Face = Face.REGULAR, least: float = 0.85) -> Lines:
        """The whole text within the width: as it is, else shrunk to `least` of its size, else broken. Never cut."""
        shown = visible(text)
        natural = self.measure(shown, face, size)
        if natural <= width:
            return Lines(lines=(shown,), face=face, size=size)
        if natural * least <= width:
            return Lines(lines=(shown,), face=face, size=size * width / natural)
        return Lines(lines=tuple(self._broken(shown, size, width, face)), face=face, size=size)

    def _broken(self, text: str, size: float, width: float, face: Face) -> Sequence[str]:
        lines: list[list[str]] = [[]]
        for word in _WORD.findall(text):
            whole = self.measure(word, face, size) <= width
            for part in (word,) if whole else word:
                line = lines[-1]
                if not line or self.measure("".join(line) + part, face, size) <= width:
                    line.append(part)
                    continue
                taken = [part]
                while len(line) > 1 and (taken[0][0] in _NEVER_FIRST or line[-1] in _NEVER_LAST):
                    if len(taken) == 4 or self.measure("".join((line[-1], *taken)), face, size) > width:
                        break
                    taken.insert(0, line.pop())
                lines.append(taken)
        return ["".join(line).strip(" ") for line in lines]
