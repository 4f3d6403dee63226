"""How large type must be for the furthest seat, and how much then fits on the screen. Numbers only: no file, no page.

The x150 rule: a character has to be as high as its distance divided by 150. A Han character fills 0.92 of its type size.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RULE: Final = 150
HAN: Final = 0.92
LARGEST: Final = 5.5  # % of the height: with larger type not even eight tiles and their heading fit on one page


class Aspect(StrEnum):
    """Width to height of the picture on the wall."""

    WIDE = "16:9"
    OFFICE = "16:10"
    OLD = "4:3"

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        width, height = self.value.split(":")
        return int(width) / int(height)


class Density(StrEnum):
    """How full a page may be: the further the last row, the fewer tiles."""

    FAR = "far"
    NORMAL = "normal"
    NEAR = "near"


# A page of so many tiles still has type of the size asked for; type is never smaller than FLOOR (in % of the height at 16:9).
TILES: Final = {Density.FAR: 8, Density.NORMAL: 12, Density.NEAR: 20}
FLOOR: Final = {Density.FAR: 5.4, Density.NORMAL: 4.4, Density.NEAR: 3.6}


def least(height_cm: int, furthest_cm: int) -> float:
    """The smallest type size, in % of the screen's height, that the furthest seat reads; 0 where the hall is not measured."""
    if not height_cm or not furthest_cm:
        return 0.0
    return 100 * furthest_cm / RULE / HAN / height_cm


def readable_from(height_cm: int, size: float) -> float:
    """The distance in metres from which type of `size` % of the height can still be read."""
    return size * height_cm * RULE * HAN / 100 / 100


def density(size: float) -> Density:
    """The density that this least size asks for; normal where nothing is measured (0)."""
    if size > FLOOR[Density.NORMAL] * 1.1:
        return Density.FAR
    return Density.NORMAL if not size or size > FLOOR[Density.NEAR] else Density.NEAR


def needed_height(furthest_cm: int) -> int:
    """How high in cm the screen must be at least for this distance, whatever the page."""
    return -(-furthest_cm * 10_000 // int(RULE * HAN * LARGEST * 100))


def needed_distance(height_cm: int) -> int:
    """How far in cm the last row may be from this screen at most."""
    return int(RULE * HAN * LARGEST * height_cm / 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What fits between header and footer: lines of body text, Han and Latin characters in a line, and the size of body text in
    the screen's own unit (1 % of its height at 16:9)."""

    lines: float
    han: float
    latin: float
    body: float


_UNITS: Final = 16 / 9 * 100  # the width of every screen in its own units, up to 16:9
_CHROME: Final = 33.5  # units of height that header, bands, footer, margins and the page's number take
_MARGINS: Final = 8.0


def room(size: float, floor: Density, aspect: Aspect) -> Room:
    """The room of a page with type of `size` % of the height, not below the density's floor."""
    unit = min(1.0, aspect.ratio * 9 / 16)  # in % of the height
    body = max(FLOOR[floor], size / unit)
    return Room(
        lines=(100 / unit - _CHROME) / (body * 1.4),
        han=(_UNITS - _MARGINS) / body * 0.96,
        latin=(_UNITS - _MARGINS) / body * 1.85,
        body=body,
    )
