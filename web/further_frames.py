"""How a draw of SPEC §16 is cut into pages that the last row can read: pages first, the last ones singly (R48)."""

from collections.abc import Iterator, Sequence
from typing import Final

from draw.allocation.standing import Standing
from draw.rules import (
    CellsDraw,
    ClassDraw,
    CohortDraw,
    FurtherDraw,
    LateDraw,
    OrderDraw,
    QuotaDraw,
    SeatsDraw,
    TeamDraw,
)
from web.dealing import Put, columns, puts, seatings
from web.frames import MOST_TILES, Frame
from web.further_tables import CALCULATED, DECIDED, balance_heads, by_lot

MOST_LINES: Final = 6  # lines of a growing table on one page
MOST_GRID: Final = 8  # lines of a table that is shown as it is
MOST_CARDS: Final = 12  # classes on one page
MOST_SCHOOLS: Final = 6  # schools on one page: their names are longer
MOST_LISTED: Final = 50  # children of a class on one page
FEWER_LISTED: Final = 40  # the same with codes longer than LONG_CODE
LONG_CODE: Final = 8
MOST_NUMBERS: Final = 8  # columns of numbers
MOST_ACROSS, MOST_BACK = 10, 12  # a larger room is no map that can be read
_PER_CARD: Final = {1: 6, 2: 3, 3: 2}  # rows of cards -> new children on one of them


def cut(standing: Standing, n: int, draw: FurtherDraw) -> list[Frame]:
    """The pages of one draw, between its first and its last."""
    match draw:
        case OrderDraw():
            return list(_lines(standing, n, len(standing.selected[draw.id])))
        case TeamDraw():
            return list(_lines(standing, n, len(standing.teams[draw.id])))
        case QuotaDraw():
            rows = len(standing.quotas[draw.id])
            lot = _lines(standing, n, len(by_lot(standing, draw)))
            return [*_grid(n, CALCULATED, rows), *lot, *_grid(n, DECIDED, rows)]
        case CellsDraw():
            return [*_lines(standing, n, len(by_lot(standing, draw))), *_cells(standing, n, draw)]
        case SeatsDraw():
            return list(_seats(standing, n, draw))
        case ClassDraw():
            rows = len(standing.classes[draw.id].codes)
            heads = -(-len(balance_heads(standing, draw)) // MOST_NUMBERS)
            tables = [frame for part in range(heads) for frame in _grid(n, part, rows)]
            return [*_fill(standing, n, draw), *_lists(standing, n, draw), *tables]
        case CohortDraw() | LateDraw():
            return list(_fill(standing, n, draw))
    raise TypeError(draw.kind)


def blocks(draw: FurtherDraw, count: int) -> list[range]:
    """The columns that are shown together: as few even blocks as can be read."""
    most = MOST_SCHOOLS if isinstance(draw, CohortDraw) else MOST_CARDS
    pages = max(1, -(-count // most))
    size = -(-count // pages)
    return [range(a, min(a + size, count)) for a in range(0, count, size)]


def card_rows(cards: int) -> int:
    """Rows of cards on a page with so many of them: at most four beside each other."""
    return -(-cards // 4)


def slices(count: int, page: int, singly: int, most: int) -> Iterator[tuple[int, int, int]]:
    """(first, new, last) of each page of a table that grows: pages of `page`, then the last `singly` one by one."""
    at = 0
    while count - at > singly:
        last = min(at + min(page, most), count - singly)
        yield max(0, last - most), at, last
        at = last
    for last in range(at + 1, count + 1):
        yield max(0, last - most), last - 1, last


def _lines(standing: Standing, n: int, count: int) -> Iterator[Frame]:
    show = standing.rules.show
    for first, new, last in slices(count, show.page, show.singly, MOST_LINES):
        yield Frame(kind="lines", draw=n, first=first, new=new, last=last)


def _grid(n: int, part: int, rows: int) -> list[Frame]:
    pages = max(1, -(-rows // MOST_GRID))
    size = -(-rows // pages)
    return [
        Frame(kind="grid", draw=n, part=part, first=a, new=a, last=min(a + size, rows)) for a in range(0, rows, size)
    ]


def _cells(standing: Standing, n: int, draw: CellsDraw) -> Iterator[Frame]:
    rows = len({cell.row for cell in standing.cells[draw.id]})
    for part in range(len(blocks_of_numbers(len(draw.schools)))):
        yield from _grid(n, part, rows)


def blocks_of_numbers(count: int) -> list[range]:
    """The columns of a table of numbers that stand on one page."""
    pages = max(1, -(-count // MOST_NUMBERS))
    size = -(-count // pages)
    return [range(a, min(a + size, count)) for a in range(0, count, size)]


def _fill(standing: Standing, n: int, draw: ClassDraw | CohortDraw | LateDraw) -> Iterator[Frame]:
    """Pages of children who come into columns: of one block, one part of the rule, and not more on a card than it can hold."""
    show = standing.rules.show
    steps = puts(standing, draw)
    codes = columns(standing, draw)
    block = {codes[i]: b for b, some in enumerate(blocks(draw, len(codes))) for i in some}
    rows = card_rows(len(blocks(draw, len(codes))[0]))
    most = _PER_CARD.get(rows, 2)
    at = 0
    while at < len(steps):
        rest = len(steps) - at
        limit = at + 1 if rest <= show.singly else min(at + show.page, len(steps) - show.singly)
        end = at + 1
        while end < limit and _together(standing, steps[at : end + 1], block, most):
            end += 1
        yield Frame(kind="fill", draw=n, part=block[steps[at].column], first=at, new=at, last=end)
        at = end


def _together(standing: Standing, steps: Sequence[Put], block: dict[str, int], most: int) -> bool:
    """True if these may come on one page."""
    first, last = steps[0], steps[-1]
    if block[first.column] != block[last.column] or first.part != last.part:
        return False
    sizes = [(s.column, standing.pool.size(s.unit)) for s in steps]
    here = sum(size for column, size in sizes if column == last.column)
    return here <= most and sum(size for _, size in sizes) <= MOST_TILES


def _lists(standing: Standing, n: int, draw: ClassDraw) -> Iterator[Frame]:
    """Every class whole, in even pages."""
    codes = standing.pool.applicants
    longest = max(len(codes[line]) for line in standing.classes[draw.id].of)
    most = MOST_LISTED if longest <= LONG_CODE else FEWER_LISTED
    for part, lines in enumerate(standing.classes[draw.id].members().values()):
        pages = max(1, -(-len(lines) // most))
        size = max(1, -(-len(lines) // pages))
        for a in range(0, len(lines), size):
            yield Frame(kind="list", draw=n, part=part, first=a, new=a, last=min(a + size, len(lines)))


def mapped(draw: SeatsDraw) -> bool:
    """True if the room is small enough for a map; a larger one is a list of seats."""
    return draw.columns <= MOST_ACROSS and draw.rows <= MOST_BACK


def _seats(standing: Standing, n: int, draw: SeatsDraw) -> Iterator[Frame]:
    """Class by class, seat by seat from the front; the last ones of the last class singly."""
    show = standing.rules.show
    found = seatings(standing, draw)
    kind, most = ("seats", MOST_TILES) if mapped(draw) else ("lines", MOST_LINES)
    for part, (_, seats) in enumerate(found):
        singly = show.singly if part == len(found) - 1 else 0
        for first, new, last in slices(len(seats), show.page, singly, most):
            yield Frame(kind=kind, draw=n, part=part, first=first, new=new, last=last)
