"""How the show is cut into pages that the last row can read (R48, protocol step 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw.allocation.standing import DrawSummary, Status
from draw.pool import Pool
from draw.rules import DrawRule, FurtherDraw, Rules
from draw.turnout import of_several
from web.walk import Step, Walk

MOST_TILES: Final = 20  # children on one page that the last row can still read
MOST_PLACED: Final = 10  # the same where each tile names a school too
MOST_ROWS: Final = 6  # schools in one table
_NAMED: Final = frozenset({"tiles", "lines", "fill", "seats"})
SENTENCE: Final = 4  # a page of words is read in the time of four names


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One page of the show; `draw` is the place in rules.json. Tiles: steps first+1 to last of a held draw; those from `new`
    on are new. "places", "schools" and "grid": rows first+1 to last of a table. "lines", "fill", "seats": as tiles; `part` says
    which table, which class, or which block of columns. "list": children first+1 to last of class `part`.
    """

    kind: str  # "draw", "tiles", "lines", "fill", "seats", "list", "grid", "closed", "summary", "places", "schools", "final"
    draw: int = 0
    first: int = 0
    new: int = 0
    last: int = 0
    part: int = 0

    @property
    def names(self) -> int:
        """How many names' time the page deserves: its new tiles, or that of a short sentence."""
        return self.last - self.new if self.kind in _NAMED else SENTENCE


def cut(
    rules: Rules,
    pool: Pool,
    lines: Mapping[str, Sequence[DrawSummary]],
    walks: Mapping[str, Walk],
    further: Mapping[str, Sequence[Frame]],
    schools: int,
) -> list[Frame]:
    """All frames of a record: a held draw's tiles between its first and last page, then tables of so many schools. `further`: the
    pages of each draw of SPEC §16 between those two.
    """
    frames = []
    for n, draw in enumerate(rules.draws):
        if isinstance(draw, FurtherDraw):
            frames += [Frame(kind="draw", draw=n), *further[draw.id], Frame(kind="closed", draw=n)]
            continue
        status = lines[draw.id][0].status
        if status is Status.HELD:
            tiles = _pages(n, draw, rules, pool, walks[draw.id])
            frames += [Frame(kind="draw", draw=n), *tiles, Frame(kind="closed", draw=n)]
        else:
            frames.append(Frame(kind="summary", draw=n))
        if of_several(draw) and status in (Status.HELD, Status.REGISTERED):
            frames += _rows("places", n, len(draw.schools))
    return [*frames, *_rows("schools", 0, schools), Frame(kind="final")]


def _pages(n: int, draw: DrawRule, rules: Rules, pool: Pool, walk: Walk) -> list[Frame]:
    """Pages of `show.page` units; the last `show.singly` come one by one and stay together on the screen."""
    most = MOST_PLACED if of_several(draw) else MOST_TILES
    shown, page, singly = len(walk.steps), rules.show.page, rules.show.singly
    frames, at = [], 0
    while shown - at > singly:
        limit = min(at + page, shown - singly, next(end for end in walk.parts if end > at))
        end, tiles = at, 0
        while end < limit:
            tiles += pool.size(walk.steps[end].unit)
            if end > at and tiles > most:
                break
            end += 1
        frames.append(Frame(kind="tiles", draw=n, first=at, new=at, last=end))
        at = end
    group = at
    for last in range(at + 1, shown + 1):
        while _crowded(pool, walk.steps[group:last], most // 2):
            group += 1
        frames.append(Frame(kind="tiles", draw=n, first=group, new=last - 1, last=last))
    return frames


def _crowded(pool: Pool, steps: Sequence[Step], most: int) -> bool:
    """True if these are too many for one page, or of two parts."""
    sizes = [pool.size(s.unit) for s in steps]
    return sum(sizes) > max(most, sizes[-1]) or steps[0].part != steps[-1].part


def _rows(kind: str, draw: int, count: int) -> list[Frame]:
    """Pages of a table with so many rows."""
    return [
        Frame(kind=kind, draw=draw, first=a, new=a, last=min(a + MOST_ROWS, count)) for a in range(0, count, MOST_ROWS)
    ]
