"""Which of its choices a child got, and how near a school is: told again from the pool for whoever reads a result (SPEC §8.3)."""

from draw.pool import Pool
from draw.rules import NearestDraw, PreferenceDraw


def wishes(pool: Pool, draw: PreferenceDraw | NearestDraw, line: int) -> list[str]:
    """Schools of the draw in the order of this child's list, or nearest first."""
    if isinstance(draw, NearestDraw):
        row = draw.distances[pool.attributes[draw.area][line]]
        return sorted(draw.offered, key=lambda s: (row[s], s))
    return [school for name in draw.preferences if (school := pool.attributes[name][line]) in draw.offered]


def place(pool: Pool, draw: PreferenceDraw | NearestDraw, line: int, school: str) -> int:
    """The place of the school from 1: of all that were written down, or among the nearest. 0 if it was not asked for."""
    if isinstance(draw, PreferenceDraw):
        written = [pool.attributes[name][line] for name in draw.preferences]
        return written.index(school) + 1 if school in written else 0
    return wishes(pool, draw, line).index(school) + 1
