"""How many of each primary go to each school: every target rounded down or up, every sum exact (SPEC §16.5, R35)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from draw.allocation.further import Cell, CellReason
from draw.allocation.grouping import Grouping
from draw.allocation.rounding import Rounding
from draw.allocation.standing import Contest, Given, Standing, Status
from draw.order import Order
from draw.pool import Pool
from draw.rules import CellsDraw, Rules


def counted(pool: Pool, grouping: Grouping, draw: CellsDraw) -> tuple[dict[str, int], int]:
    """How many of each value of `row` are counted (pupils, or codes that move whole), and how many pupils in all."""
    lines = [i for unit in grouping.counted(draw) for i in pool.members[unit]]
    rows = pool.attributes[draw.row]
    if draw.count == "none":
        return dict(Counter(rows[i] for i in lines)), len(lines)
    codes = pool.attributes[draw.count]
    return dict(Counter(row for row, _ in {(rows[i], codes[i]) for i in lines})), len(lines)


def tasks(rules: Rules, draw: CellsDraw) -> dict[str, int]:
    """The task of each school of the draw."""
    return {s: rules.school(s).places for s in draw.offered} if draw.tasks is None else dict(draw.tasks)


class _Grid:
    """The rows that are drawn and what is left of the tasks for them."""

    def __init__(self, standing: Standing, draw: CellsDraw) -> None:
        self.counts, self.children = counted(standing.pool, standing.grouping, draw)
        attribute = next(a for a in standing.rules.attributes if a.name == draw.row)
        self.values = attribute.codes()
        self.rows = [r for r in self.values if self.counts.get(r) and r not in draw.only]
        self.left = tasks(standing.rules, draw)
        for row, school in draw.only.items():
            self.left[school] -= self.counts.get(row, 0)

    def codes(self, draw: CellsDraw) -> Iterator[str]:
        """`<i>-<j>` of every cell, row by row."""
        for row in self.rows:
            i = self.values.index(row) + 1
            yield from (f"{i}-{j}" for j in range(1, len(draw.offered) + 1))


def contest(standing: Standing, draw: CellsDraw) -> Contest:
    """The cells, and the applicants counted."""
    grid = _Grid(standing, draw)
    places = {"": sum(tasks(standing.rules, draw).values())}
    return Contest(units=list(grid.codes(draw)), children=grid.children, places=places, status=Status.HELD)


def walk(standing: Standing, draw: CellsDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """Largest fraction first, equal ones by rank: each cell is raised if all can still be completed."""
    grid = _Grid(standing, draw)
    rank = {code: n for n, code in enumerate(order.units, 1)}
    ranks = dict(zip(_pairs(grid, draw), (rank[code] for code in current.units), strict=True))
    total = sum(grid.counts[r] for r in grid.rows)
    target = {(r, s): Fraction(grid.counts[r] * grid.left[s], total) for r, s in ranks}
    whole = {cell: int(t) for cell, t in target.items()}
    fraction = {cell: t - whole[cell] for cell, t in target.items()}
    raised = _raised(grid, draw.offered, whole, fraction, ranks)
    up = {fraction[cell] for cell in raised}
    down = {part for cell, part in fraction.items() if cell not in raised}
    lines = []
    for row in grid.values:
        for s in draw.offered:
            if (row, s) in ranks:
                part, is_up = fraction[row, s], (row, s) in raised
                by_lot = part > 0 and part in (down if is_up else up)
                reason = (CellReason.WHOLE, CellReason.RAISED, CellReason.LOT_OUT, CellReason.RAISED_LOT)[
                    2 * by_lot + is_up
                ]
                lines.append(Cell(row, s, whole[row, s], part, ranks[row, s], whole[row, s] + is_up, reason))
            elif row in draw.only and grid.counts.get(row):
                count = grid.counts[row] if draw.only[row] == s else 0
                lines.append(Cell(row, s, count, Fraction(0), 0, count, CellReason.ONLY))
    standing.cells[draw.id] = lines
    return {school: Given(admitted=0, last_rank=0, rest=0) for school in current.places}


def _pairs(grid: _Grid, draw: CellsDraw) -> Iterator[tuple[str, str]]:
    return ((row, school) for row in grid.rows for school in draw.offered)


def _raised(
    grid: _Grid,
    schools: Sequence[str],
    whole: Mapping[tuple[str, str], int],
    fraction: Mapping[tuple[str, str], Fraction],
    ranks: Mapping[tuple[str, str], int],
) -> frozenset[tuple[str, str]]:
    """The cells that are rounded up."""
    at_row, at_school = ({name: n for n, name in enumerate(names)} for names in (grid.rows, schools))
    columns = [grid.left[s] - sum(whole[r, s] for r in grid.rows) for s in schools]
    rounding = Rounding(
        [grid.counts[r] - sum(whole[r, s] for s in schools) for r in grid.rows],
        columns,
        columns,
        barred=[(at_row[r], at_school[s]) for (r, s), part in fraction.items() if not part],
    )
    raised = set()
    for cell in sorted((c for c, part in fraction.items() if part), key=lambda c: (-fraction[c], ranks[c])):
        place = at_row[cell[0]], at_school[cell[1]]
        if rounding.decide(*place, 1):
            raised.add(cell)
        else:
            rounding.decide(*place, 0)
    return frozenset(raised)
