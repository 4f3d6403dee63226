"""Whether a family can gain by a list that is not its true one: every small case there is (R32, SPEC §8.3).

Three children A, B, C with numbers in this order, three schools, every list of one to three of them, every way to share
out few places. Names mean nothing, so another order of numbers would only be the same cases under other names.
"""

from collections.abc import Sequence
from functools import cache
from itertools import permutations, product

import pytest
from simulator import preferences_of, rules_of, school

from draw.allocation import carry_out
from draw.allocation.standing import Standing
from draw.order import Order
from draw.pool import Pool
from draw.rules import Rules

SCHOOLS = ("X", "Y", "Z")
CHILDREN = ("A", "B", "C")
LISTS = [list_ for n in (1, 2, 3) for list_ in permutations(SCHOOLS, n)]
PROFILES = list(product(LISTS, repeat=3))
SEATS = [(1, 1, 1), (1, 1, 0), (1, 0, 0), (2, 1, 0), (2, 0, 0)]
ORDER = Order(units=list(CHILDREN), numbers=[f"{n:064x}" for n in range(3)])
Profile = tuple[tuple[str, ...], ...]


@cache
def rules_for(seats: tuple[int, ...], method: str, unlisted: str) -> Rules:
    """One preferences draw of the three schools."""
    attributes = [{"name": p, "label": p, "values": "preferences"} for p in ("p1", "p2", "p3")]
    table = [school(s, n, "NONE", vacancies="NONE") for s, n in zip(SCHOOLS, seats, strict=True)]
    return rules_of(table, [preferences_of("p", SCHOOLS, method=method, unlisted=unlisted)], attributes)


@cache
def serve(profile: Profile, seats: tuple[int, ...], method: str, unlisted: str = "NONE") -> tuple[str, ...]:
    """The product's answer: each child's school, "" for none."""
    lists = [(*list_, "NONE", "NONE")[:3] for list_ in profile]
    columns = {f"p{n + 1}": [list_[n] for list_ in lists] for n in range(3)}
    members = {c: (n,) for n, c in enumerate(CHILDREN)}
    pool = Pool(applicants=CHILDREN, units=CHILDREN, attributes=columns, seals=CHILDREN, members=members)
    rules = rules_for(seats, method, unlisted)
    standing = Standing.start(pool, rules)
    carry_out(standing, rules.draws[0], lambda _, units: ORDER)
    return tuple(d.school if d is not None else "" for d in standing.decisions)


def liking(list_: Sequence[str], place: str, unlisted: str = "NONE") -> int:
    """How far down a true list a place is; a school not on it is not wanted, or, with ANY, still better than none."""
    if place in list_:
        return list_.index(place)
    return 4 if not place else 3 if unlisted == "ANY" else 5


def gains(seats: tuple[int, ...], method: str, unlisted: str) -> list[tuple[Profile, int, tuple[str, ...]]]:
    """(true lists, who, the false list by which that child does better)."""
    found = []
    for profile in PROFILES:
        honest = serve(profile, seats, method, unlisted)
        for who, false in product(range(3), LISTS):
            if false != profile[who]:
                told = (*profile[:who], false, *profile[who + 1 :])
                place = serve(told, seats, method, unlisted)[who]
                if liking(profile[who], place, unlisted) < liking(profile[who], honest[who], unlisted):
                    found.append((profile, who, false))
    return found


@pytest.mark.parametrize(("seats", "unlisted"), [*((s, "NONE") for s in SEATS), ((1, 1, 1), "ANY")])
def test_number_first_is_strategy_proof(seats: tuple[int, ...], unlisted: str) -> None:
    """R32: NUMBER_FIRST is strategy-proof: over all true lists and all false ones nobody ever gains by a false one."""
    assert gains(seats, "NUMBER_FIRST", unlisted) == []


def test_preference_first_is_not_strategy_proof() -> None:
    """R32: under PREFERENCE_FIRST a family can gain: B loses X to A, and Y, its second, to C, unless it names Y first."""
    found = gains((1, 1, 1), "PREFERENCE_FIRST", "NONE")
    true = (("X",), ("X", "Y"), ("Y",))
    assert serve(true, (1, 1, 1), "PREFERENCE_FIRST") == ("X", "", "Y")
    assert serve((("X",), ("Y", "X"), ("Y",)), (1, 1, 1), "PREFERENCE_FIRST") == ("X", "Y", "")
    assert (true, 1, ("Y", "X")) in found


@pytest.mark.parametrize("method", ["NUMBER_FIRST", "PREFERENCE_FIRST"])
@pytest.mark.parametrize("seats", SEATS)
def test_both_methods_are_pareto_efficient(seats: tuple[int, ...], method: str) -> None:
    """R32: no other way to give out the places makes one child better off and none worse, over all lists."""
    room = dict(zip(SCHOOLS, seats, strict=True))
    ways = [w for w in product((*SCHOOLS, ""), repeat=3) if all(w.count(s) <= n for s, n in room.items())]
    for profile in PROFILES:
        given = [liking(list_, place) for list_, place in zip(profile, serve(profile, seats, method), strict=True)]
        for way in ways:
            other = [liking(list_, place) for list_, place in zip(profile, way, strict=True)]
            if all(o <= g for o, g in zip(other, given, strict=True)):
                assert other == given, (profile, way)


def by_hand(profile: Profile, seats: tuple[int, ...], method: str) -> tuple[str, ...]:
    """R32 in its own words, for single children."""
    room, got = dict(zip(SCHOOLS, seats, strict=True)), ["", "", ""]
    turns = [(who, n) for who in range(3) for n in range(3)]
    for who, n in sorted(turns, key=lambda turn: turn if method == "NUMBER_FIRST" else turn[::-1]):
        wish = profile[who][n] if n < len(profile[who]) else ""
        if not got[who] and room.get(wish):
            got[who] = wish
            room[wish] -= 1
    return tuple(got)


@pytest.mark.parametrize("method", ["NUMBER_FIRST", "PREFERENCE_FIRST"])
@pytest.mark.parametrize("seats", SEATS)
def test_both_methods_agree_with_brute_force(seats: tuple[int, ...], method: str) -> None:
    """R32: "PREFERENCE_FIRST (all first choices by number, then second choices…) and NUMBER_FIRST (by number, each takes the
    best open choice)", over all lists.
    """
    for profile in PROFILES:
        assert serve(profile, seats, method) == by_hand(profile, seats, method)
