"""The rounding problem of SPEC §16.2: what can be completed, against the list of all matrices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_further import matrices

from draw.allocation.rounding import Rounding
from draw.errors import DrawError

SIDES = st.integers(1, 4)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], list[tuple[int, int]]]:
    """Rows, least, greatest, barred cells; often they can be completed."""
    height, width = draw(SIDES), draw(st.integers(1, 3))
    barred = draw(st.lists(st.tuples(st.integers(0, height - 1), st.integers(0, width - 1)), max_size=3, unique=True))
    cells = [[draw(st.integers(0, 1)) * ((r, c) not in barred) for c in range(width)] for r in range(height)]
    rows = [sum(line) for line in cells]
    columns = [sum(line[c] for line in cells) for c in range(width)]
    if draw(st.integers(0, 4)) == 0:
        rows[draw(st.integers(0, height - 1))] += draw(st.sampled_from([-1, 1]))
    less = [draw(st.integers(0, 1)) for _ in range(width)]
    least = [n - k for n, k in zip(columns, less, strict=True)]
    return rows, least, [n + (k if draw(st.booleans()) else 1) for n, k in zip(least, less, strict=True)], barred


@given(problems(), st.data())
def test_a_cell_is_decided_exactly_if_the_rounding_can_be_completed(
    problem: tuple[list[int], list[int], list[int], list[tuple[int, int]]], data: st.DataObject
) -> None:
    """SPEC §16.2: "It can be completed if the undecided cells can be chosen so that all sums hold"; whatever is asked, in
    whatever order, and taken back.
    """
    rows, least, greatest, barred = problem
    ends = [m for m in matrices(rows, least, greatest) if not any(m[r][c] for r, c in barred)]
    ours = Rounding(rows, least, greatest, barred)
    assert ours.possible is bool(ends)
    free = [(r, c) for r in range(len(rows)) for c in range(len(least)) if (r, c) not in barred]
    decided: dict[tuple[int, int], int] = {}
    for _ in range(12):
        if not free:
            break
        cell = data.draw(st.sampled_from(free))
        if cell in decided:
            ours.release(*cell)
            del decided[cell]
        else:
            value = data.draw(st.integers(0, 1))
            wanted = decided | {cell: value}
            can = any(all(end[r][c] == v for (r, c), v in wanted.items()) for end in ends)
            assert ours.decide(*cell, value) is can
            decided = wanted if can else decided
        assert {c for c in free if ours.is_decided(*c)} == set(decided)
        if ends:
            kept = tuple(tuple(ours.value(r, c) for c in range(len(least))) for r in range(len(rows)))
            assert kept in ends
            assert all(kept[r][c] == v for (r, c), v in decided.items())


@pytest.mark.parametrize(("height", "width"), [(2, 999), (999, 2), (60, 40)])
def test_a_walk_over_thousands_of_cells_is_completed(height: int, width: int) -> None:
    """SPEC §16.5: each cell in turn is one more if it can be; all sums hold at the end, on either side of the square."""
    columns = [(c * 7) % (height + 1) for c in range(width)]
    rows = [sum(columns) // height + (r < sum(columns) % height) for r in range(height)]
    rounding = Rounding(rows, columns, columns)
    assert rounding.possible
    for r in range(height):
        for c in range(width):
            assert rounding.decide(r, c, 1) or rounding.decide(r, c, 0)
    assert [sum(rounding.value(r, c) for c in range(width)) for r in range(height)] == rows
    assert [sum(rounding.value(r, c) for r in range(height)) for c in range(width)] == columns


def test_nothing_is_decided_twice_nor_where_nothing_fits() -> None:
    """A cell is settled once; a barred one is 0; a problem without a completion settles nothing."""
    rounding = Rounding([1], [0, 0], [1, 1], [(0, 0)])
    assert not rounding.decide(0, 0, 1) and rounding.decide(0, 0, 0) and rounding.value(0, 0) == 0
    assert rounding.decide(0, 1, 1)
    with pytest.raises(DrawError, match="decided already"):
        rounding.decide(0, 1, 1)
    for rows, least, greatest in (([-1], [-1], [0]), ([2], [1], [1]), ([1, 1], [3, -1], [3, -1])):
        none = Rounding(rows, least, greatest)
        assert not none.possible
        assert not none.decide(0, 0, 0) and not none.decide(0, 0, 1)
