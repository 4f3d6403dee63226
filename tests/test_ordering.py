"""An order of people or things (SPEC §16.3, R42, R45)."""

from itertools import permutations

from drawn import outcome, reasons, run
from further_sheets import drawn, every_order, kids, order_of, said, sheet
from hypothesis import given
from hypothesis import strategies as st
from sessions import SEEDS, people

from draw import results, rules


def test_r45_delegates_and_reserves() -> None:
    """R45: "12 delegates wanted, order of 12 + 3 reserves printed before the event"; "a delegate is absent → next in order"."""
    codes = [f"D{n:02}" for n in range(20)]
    found = kids(*codes)
    standing = drawn([order_of("o", take=12, reserves=3)], found, {"o": codes[::-1]})
    assert [(s.position, s.code, s.reserve) for s in standing.selected["o"]] == [
        (n, f"D{20 - n:02}", n > 12) for n in range(1, 16)
    ]
    assert [outcome(standing, c) for c in codes[::-1]] == [
        *["selected"] * 12, *["reserve"] * 3, *["not_selected"] * 5,
    ]  # fmt: skip
    assert set(reasons(standing).values()) == {"SELECTED", "RESERVE", "NOT_DRAWN"}
    files = results.files(standing)
    assert files["tables/selected.csv"].decode().splitlines()[11:14] == [
        "o,11,D09,selected",
        "o,12,D08,selected",
        "o,13,D07,reserve",
    ]
    assert files["tables/draws.csv"].decode().splitlines()[1] == "o,,held,12,20,20,12,12,0"
    assert standing.placed == set()


def test_things_are_drawn_without_applicants() -> None:
    """SPEC §16: "Where every draw matches nobody, the session has no applicants: pool.csv is its header"; R42 "who draws"."""
    draws = [order_of("o", "ABC", take=2, reserves=5), order_of("p", "AB")]
    standing = drawn(draws, [], {"o": "CAB", "p": "BA"})
    assert [(s.code, s.reserve) for s in standing.selected["o"]] == [("C", False), ("A", False), ("B", True)]
    files = results.files(standing)
    assert files["results.csv"] == b"applicant,unit,draw,rank,number,outcome,school,reason\n"
    assert files["tables/draws.csv"].decode().splitlines()[1:] == ["o,,held,2,3,0,2,2,0", "p,,held,1,2,0,1,1,0"]
    assert files["tables/waiting.csv"].decode().count("\n") == 1
    assert said([order_of("o", "AB", take=3)], []) == ["draw o: is to take 3 of 2; take at most 2"]
    assert said([order_of("o", take=2)], kids("A"))[0] == "draw o: is to take 2 of 1; take at most 1"


def test_every_order_is_as_likely_for_each() -> None:
    """R11: over all orders everybody is selected, and stands in reserve, equally often."""
    times = {c: [0, 0] for c in "ABCD"}
    for order, standing in every_order([order_of("o", "ABCD", take=2, reserves=1)], [], "ABCD"):
        assert [s.code for s in standing.selected["o"]] == order[:3]
        for s in standing.selected["o"]:
            times[s.code][s.reserve] += 1
    assert list(times.values()) == [[12, 6]] * 4
    assert len(list(permutations("ABCD"))) == 24


@given(st.integers(1, 12), st.integers(0, 5), st.integers(1, 12), SEEDS)
def test_by_seed_the_first_of_the_order(take: int, reserves: int, count: int, seed: str) -> None:
    """SPEC §16.3: "The first `take` are selected, the next `reserves` are reserves", in the order of §7; bundles are one unit."""
    found = kids(*(f"P{n:02}" for n in range(count)), "T1:T", "T2:T")
    draws = [order_of("o", take=min(take, count), reserves=reserves)]
    read = rules.parse(sheet(draws))
    standing = results.allocate(people(found, read), read, seed)
    again = run(read, found, {"o": standing.orders["o"].units})
    assert again.selected == standing.selected
    wanted = standing.orders["o"].units[: min(take, count) + reserves]
    assert [s.code for s in standing.selected["o"]] == wanted
    assert outcome(standing, "T1") == outcome(standing, "T2")
