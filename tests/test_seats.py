"""Seats in classes (SPEC §16.8, R43)."""

from collections import Counter
from typing import Any

import reference_further
from drawn import run
from further_sheets import CARED, class_of, drawn, every_order, kids, said, seats_of, sexes, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import results, rules
from draw.allocation.standing import Standing

BANDS = ["SHORT", "TALL"]
SERPENTINE = {"dealing": "SERPENTINE", "document": "教〔2026〕2号"}


def told(standing: Standing) -> dict[str, tuple[int, int, str]]:
    """Applicant -> (row, column, reason)."""
    return {standing.pool.applicants[s.line]: (s.row, s.column, str(s.reason)) for s in standing.seats["s"]}


def test_r43_who_needs_a_front_seat_and_there_are_too_few() -> None:
    """R43: "4 seats in row 1, 5 pupils with need → 4 drawn, fifth first seat of row 2"."""
    found = kids("A", "B", "C", "D", "E", care="YES") + kids("F", "G", "H")
    draws = [class_of("k", 1), seats_of("s", "k", 2, 4, front=1, need=CARED)]
    standing = drawn(draws, found, {"k": "ABCDEFGH", "s": "HGFEDCBA"})
    assert told(standing) == {
        "E": (1, 1, "FRONT"), "D": (1, 2, "FRONT"), "C": (1, 3, "FRONT"), "B": (1, 4, "FRONT"),
        "A": (2, 1, "FRONT_FULL"), "H": (2, 2, "SEAT"), "G": (2, 3, "SEAT"), "F": (2, 4, "SEAT"),
    }  # fmt: skip
    files = results.files(standing)
    assert files["tables/seats.csv"].decode().splitlines()[:2] == [
        "draw,class,row,column,applicant,reason",
        "s,1,1,1,E,FRONT",
    ]
    assert files["tables/draws.csv"].decode().splitlines()[2] == "s,S1,held,8,8,8,8,8,0"


def test_r43_seats_that_are_not_there_and_height_bands() -> None:
    """R43: "optional height bands"; "odd seats": a seat that is gone is left out, two classes have the same room."""
    found = kids("A", "B", height="TALL") + kids("C", "D", "E")
    gone = [{"row": 1, "column": 1}]
    draws = [class_of("k", 2), seats_of("s", "k", 2, 2, gone=gone, bands="height")]
    standing = drawn(draws, found, {"k": "ABCDE", "s": "ABCDE"})
    assert told(standing) == {
        "C": (1, 2, "SEAT"), "E": (2, 1, "SEAT"), "A": (2, 2, "SEAT"), "D": (1, 2, "SEAT"), "B": (2, 1, "SEAT"),
    }  # fmt: skip
    assert said([class_of("k", 2), seats_of("s", "k", 1, 2)], found) == [
        "draw s: has 2 seats for a class of 3; add 1 seats"
    ]
    wide = [class_of("k", 2, **SERPENTINE), seats_of("s", "k", 1, 2)]
    assert said(wide, sexes(1, 3)) == ["draw s: has 2 seats for a class of 3; add 1 seats"]


def test_every_order_is_that_of_the_reference() -> None:
    """SPEC §16.8 twice: over all orders every seating equally often; pupils who are alike have the same chances."""
    found = kids("A", "B", care="YES") + kids("C", height="TALL") + kids("D") + kids("T1:T", "T2:T")
    draws = [class_of("k", 1), seats_of("s", "k", 2, 3, front=1, need=CARED, bands="height")]
    at: Counter[Any] = Counter()
    for order, standing in every_order(draws, found, "ABCDT", {"k": "ABCDT"}):
        assert told(standing) == reference_further.seats(draws[1], BANDS, found, order)
        at.update((a, seat) for a, seat in told(standing).items())
    assert at["A", (1, 1, "FRONT")] == at["B", (1, 1, "FRONT")] == 60


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_seating_is_that_of_the_reference(data: st.DataObject) -> None:
    """SPEC §16.8: everybody has a seat, nobody shares one, none is gone, and those in need sit before the others."""
    count, children = data.draw(st.integers(1, 3)), data.draw(st.integers(3, 12))
    found = [
        c
        for n in range(children)
        for c in kids(
            f"A{n:02}", care=data.draw(st.sampled_from(["YES", "NO"])), height=data.draw(st.sampled_from(BANDS))
        )
    ]
    rows, columns = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 4))
    grid = [(r, c) for r in range(1, rows + 1) for c in range(1, columns + 1)]
    lost = sorted(data.draw(st.lists(st.sampled_from(grid), max_size=3, unique=True)))
    gone = [{"row": r, "column": c} for r, c in lost]
    bands = data.draw(st.sampled_from(["none", "height"]))
    seats = seats_of("s", "k", rows, columns, gone=gone, front=data.draw(st.integers(0, rows)), need=CARED, bands=bands)
    draws = [class_of("k", count), seats]
    faults = said(draws, found)
    assert (faults == []) is (len(grid) - len(gone) >= -(-children // count))
    if faults:
        return
    units = [c["unit"] for c in found]
    orders = {"k": data.draw(st.permutations(units)), "s": data.draw(st.permutations(units))}
    standing = run(rules.parse(sheet(draws)), found, orders)
    wanted: dict[str, tuple[int, int, str]] = {}
    for lines in standing.classes["k"].members().values():
        here = {standing.pool.applicants[i] for i in lines}
        wanted |= reference_further.seats(seats, BANDS, [c for c in found if c["applicant"] in here], orders["s"])
    assert told(standing) == wanted
    assert len(wanted) == children
    taken = [(s.class_, s.row, s.column) for s in standing.seats["s"]]
    assert len(set(taken)) == children and taken == sorted(taken)
    assert not {(r, c) for _, r, c in taken} & set(lost)
