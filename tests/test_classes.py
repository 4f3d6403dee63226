"""Balanced classes, with and without wishes (SPEC §16.6, R40, R41)."""

from collections import Counter
from typing import Any

import pytest
import reference_further
from drawn import reasons
from further_sheets import (
    CARED,
    Child,
    class_of,
    classes,
    drawn,
    every_order,
    kids,
    said,
    sexes,
    sheet,
    sizes,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import SEEDS, people

from draw import results, rules
from draw.allocation.classes import cyclic
from draw.allocation.placement import TRIES, Intake, by_code, intake, search
from draw.order import Order
from draw.rules import ClassDraw

VALUES = ["M", "F", "U"]
WISHES: dict[str, Any] = {"apart": "apart", "spread": CARED}


def class_draw(draws: list[dict[str, Any]]) -> ClassDraw:
    """The class draw of a sheet."""
    return next(d for d in rules.parse(sheet(draws)).draws if isinstance(d, ClassDraw))


def by_unit(found: list[Child]) -> list[str]:
    """Its units by code."""
    return sorted({c["unit"] for c in found})


def test_r40_sizes_boys_and_girls_differ_by_one_at_most() -> None:
    """R40: "10 boys, 8 girls, K=3 → sizes 6 6 6, boys 4 3 3, girls 2 3 3"."""
    found = sexes(10, 8)
    for order in (by_unit(found), by_unit(found)[::-1]):
        standing = drawn([class_of("k", 3)], found, {"k": order})
        assert (sizes(standing), sizes(standing, sex="M"), sizes(standing, sex="F")) == (
            [6, 6, 6],
            [4, 3, 3],
            [2, 3, 3],
        )
        boys = [u for u in order if u[0] == "M"]
        assert [classes(standing)[u] for u in boys] == [str(n % 3 + 1) for n in range(10)]
        assert set(reasons(standing).values()) == {"CLASS_DEAL"}
    files = results.files(standing)
    assert files["tables/draws.csv"].decode().splitlines()[1] == "k,S1,held,150,18,18,18,18,132"
    assert files["tables/balance.csv"].decode().splitlines()[:6] == [
        "draw,class,attribute,value,children", "k,1,SIZE,,6", "k,1,sex,M,4", "k,1,sex,F,2", "k,1,sex,U,0", "k,1,BUNDLES,,0",
    ]  # fmt: skip


def test_r40_enough_classes_for_the_cap() -> None:
    """R40: "K ≥ ceil(n / 50)"; "n=151 → K ≥ 4"; "n < K"."""
    found = sexes(80, 71)
    (sentence,) = said([class_of("k", 3)], found)
    assert sentence == "draw k: 151 pupils in 3 classes make a class of 51, but the cap is 50; form at least 4 classes"
    assert said([class_of("k", 4)], found) == []
    assert said([class_of("k", 3)], sexes(1, 1)) == ["draw k: 2 pupils cannot fill 3 classes; form at most 2"]
    assert said([class_of("k", 1)], [])[0].startswith("draw k: matches nobody")


@pytest.mark.parametrize("count", [2, 3, 5, 7])
def test_r40_every_number_of_boys_and_girls(count: int) -> None:
    """R40: "class sizes, boys and girls each differ by at most 1", and "deal boys to classes 1…K cyclically, girls continue
    where the boys stopped", for 0 to 59 of each. Only the numbers matter, so there are no pools here.
    """
    draw = class_draw([class_of("k", count)])
    boys, girls = [f"M{n:02}" for n in range(60)], [f"F{n:02}" for n in range(60)]
    for b in range(60):
        for g in range(60):
            order = [*boys[:b], *girls[:g]]
            if len(order) < count:
                continue
            shares, rests = zip(*(divmod(n, count) for n in (b, g)), strict=True)
            given_ = Intake(
                classes=count,
                counts=(b, g),
                limits=(),
                tied={},
                singles=dict.fromkeys(boys[:b], 0) | dict.fromkeys(girls[:g], 1),
                shares=shares,
                rests=rests,
            )
            dealt = cyclic(draw, given_, Order(units=order, numbers=[]))
            assert [dealt[u] for u in order] == [n % count for n in range(b + g)]
            whole = Counter(dealt.values())
            assert max(whole.values()) - min(whole[c] for c in range(count)) <= 1


def test_r40_the_serpentine_only_by_a_local_rule() -> None:
    """R40: "the popular S-shape breaks this: 1 boy, 2 girls, K=2 gives girls 0/2 …"; it needs the document of its rule."""
    local = {"dealing": "SERPENTINE", "document": "教〔2026〕2号"}
    draws = [class_of("k", 3, **local)]
    found = sexes(7, 2)
    order = by_unit(found)
    standing = drawn(draws, found, {"k": order})
    assert classes(standing) == {
        **{f"M{n:03}": c for n, c in enumerate("1233211")},
        "F000": "3", "F001": "2",
    }  # fmt: skip
    assert sizes(standing) == [3, 3, 3]
    lopsided = drawn([class_of("k", 2, **local)], sexes(2, 2), {"k": by_unit(sexes(2, 2))})
    assert sizes(lopsided, sex="M") == [1, 1]
    wide = drawn([class_of("k", 2, **local)], sexes(1, 3), {"k": by_unit(sexes(1, 3))})
    assert sizes(wide) == [3, 1]
    assert said([class_of("k", 2, cap=2, **local)], sexes(1, 3)) == [
        "draw k: 4 pupils in 2 classes make a class of 3, but the cap is 2; form at least 3 classes"
    ]
    assert "bundle T" in said(draws, [*found, *kids("T1:T", "T2:T")])[0]


def test_r41_a_pair_is_placed_first() -> None:
    """R41: "6 boys, two of them a same-class pair, K=2: pair → class 1 (2/0); next two boys → class 2 (2/2); last two one
    each → 3/3".
    """
    found = kids("A", "B", "C", "D", "T1:T", "T2:T")
    for order, standing in every_order([class_of("k", 2)], found, ["A", "B", "C", "D", "T"]):
        at = classes(standing)
        assert at["T1"] == at["T2"] == "1"
        assert [at[u] for u in order if u != "T"] == ["2", "2", "1", "2"]
        assert sizes(standing) == [3, 3]
        assert reasons(standing)["T1"] == "CLASS_WISH" and reasons(standing)["A"] == "CLASS_DEAL"


def test_r41_apart_and_spread() -> None:
    """R41: "different-class"; "at most ⌈m/K⌉ of a marked group per class"; "Report the spreads"."""
    found = kids("A", "B", "C", "D", "E") + kids("X", "Y", apart="G1") + kids("N", "O", "P", care="YES")
    standing = drawn([class_of("k", 2, **WISHES)], found, {"k": sorted(c["unit"] for c in found)})
    at = classes(standing)
    assert at["X"] != at["Y"]
    assert sorted(sizes(standing, care="YES")) == [1, 2] and sizes(standing) == [5, 5]
    assert "k,1,care,YES,2" in results.files(standing)["tables/balance.csv"].decode().splitlines()


def test_r41_wishes_that_contradict_are_told_before_the_freeze() -> None:
    """R41: "constraints that contradict; different-class with K=1": the units are named, and nobody else."""

    def sentence(found: list[Child], count: int) -> str:
        (one,) = said([class_of("k", count, **WISHES)], found)
        assert one.startswith("draw k: ")
        return one

    others = kids(*(f"O{n}" for n in range(12)))
    assert "3 pupils are to be apart by apart G1 (A, B, C), but there are 2 classes" in sentence(
        others + kids("A", "B", "C", apart="G1"), 2
    )
    assert "but there are 1 classes" in sentence(others + kids("A", "B", apart="G1"), 1)
    assert "bundle T goes to one class, but members of it share a code" in sentence(
        others + kids("A:T", "B:T", apart="G1"), 2
    )
    large = sentence(kids(*(f"{n}:T" for n in range(4))) + kids("A", "B"), 3)
    assert large.startswith("draw k: bundle T alone cannot be in one class")
    marked = sentence(others + kids("A:T", "B:T", care="YES"), 3)
    assert "bundle T alone" in marked and "care YES are spread, at most 1 a class" in marked
    # three bundles, each apart from both others by a code of its own, and two classes
    three = kids("A1:A", "B1:B", apart="G1") + kids("A2:A", "C1:C", apart="G2") + kids("B2:B", "C2:C", apart="G3")
    spare = kids("Y", "Z", apart="G9")
    assert sentence(others + three + spare, 2).startswith(
        "draw k: the wishes of A, B, C cannot all be met in 2 classes"
    )


def astray() -> tuple[list[Child], list[str]]:
    """Pupils, and an order in which the search goes astray: A and B are placed first and come into different classes, and D,
    who is to be apart from both, is the last of those with wishes. By code, D comes before B and all is well.
    """
    pairs = {
        "A": ("G1", "NONE"),
        "B": ("G2", "NONE"),
        "AD": ("G1", "G2"),
        **{f"F{n:02}": (f"H{n}", "NONE") for n in range(24)},
    }
    found = [c for u, codes in pairs.items() for n, code in enumerate(codes) for c in kids(f"{u}-{n}:{u}", apart=code)]
    found += kids(*(f"P{n:02}" for n in range(30)))
    return found, ["A", "B", *(u for u in pairs if u[0] == "F"), "AD", *(f"P{n:02}" for n in range(30))]


def test_r41_a_search_that_takes_too_long_falls_back_on_the_one_before_the_freeze() -> None:
    """SPEC §16.6: "the placement that the same search finds with the order of unit codes in place of rank, with class c turned
    to (c − 1 + d) mod K + 1": R41 "do not loop with new seeds".
    """
    found, order = astray()
    draw = class_of("k", 2, **WISHES)
    read = rules.parse(sheet([draw]))
    given_ = intake(people(found, read), read, class_draw([draw]), by_unit(found))
    by_rank = [given_.tied[u] for u in order if u in given_.tied]
    assert search(given_, by_rank).tries == TRIES
    known = search(given_, by_code(given_)).classes
    assert known is not None
    for first in (order, [order[1], order[0], *order[2:]]):
        standing = drawn([draw], found, {"k": first})
        at = classes(standing)
        d = first.index("A") + 1
        turned = [str((c + d) % 2 + 1) for c in known]
        assert [at[f"{t.unit}-0"] for t in by_code(given_)] == turned
        check(draw, standing)
    assert sizes(standing) == [42, 42]


@st.composite
def wished(draw: st.DrawFn) -> tuple[dict[str, Any], list[Child]]:
    """A class draw with wishes, often contradictory, and its pupils."""
    count = draw(st.integers(1, 3))
    found: list[Child] = []
    for n in range(draw(st.integers(count, 8))):
        facts = {
            "sex": draw(st.sampled_from(VALUES[: draw(st.integers(1, 3))])),
            "apart": draw(st.sampled_from(["NONE", "NONE", "NONE", "G1", "G2"])),
            "care": draw(st.sampled_from(["NO", "NO", "YES"])),
        }
        unit = draw(st.sampled_from(["", "", "", "", "T", "V"]))
        found += kids(f"P{n}:{unit}" if unit else f"P{n}", **facts)
    for unit in ("T", "V"):
        lonely = [c for c in found if c["unit"] == unit]
        if len(lonely) == 1:
            lonely[0]["unit"] = lonely[0]["applicant"]
    return class_of("k", count, **WISHES, report=["care", "height"]), found


@settings(max_examples=300, deadline=None)
@given(wished(), st.data())
def test_a_placement_within_tolerance_or_a_refusal_before_the_draw(
    session: tuple[dict[str, Any], list[Child]], data: st.DataObject
) -> None:
    """R41: "If > tolerance, fail loudly": refused exactly if there is no placement; else every order is within tolerance."""
    draw, found = session
    order = data.draw(st.permutations(by_unit(found)))
    try:
        wanted = reference_further.classes(draw, VALUES, found, order)
    except reference_further.Impossible:
        faults = said([draw], found)
        assert faults and all(f.startswith("draw k: ") for f in faults)
        return
    standing = drawn([draw], found, {"k": order})
    assert classes(standing) == {a: str(c) for a, c in wanted.items()}
    check(draw, standing)


def check(draw: dict[str, Any], standing: Any) -> None:
    """Sizes, sexes, marks and wishes are within tolerance."""
    pool, lists = standing.pool, standing.classes["k"].members()
    for counts in (sizes(standing), *(sizes(standing, sex=x) for x in VALUES)):
        assert max(counts) - min(counts) <= 1
    cared = sizes(standing, care="YES")
    assert max(cared) <= -(-sum(cared) // draw["classes"])
    for lines in lists.values():
        codes = [c for i in lines if (c := pool.attributes["apart"][i]) != "NONE"]
        assert len(set(codes)) == len(codes)
    of = standing.classes["k"].of
    assert all(len({of[i] for i in lines}) == 1 for lines in pool.members.values())
    assert sorted(of) == list(range(len(pool.applicants)))


@settings(max_examples=120, deadline=None)
@given(st.integers(8, 60), st.integers(2, 5), SEEDS, st.data())
def test_larger_pools_are_within_tolerance_for_any_seed(n: int, count: int, seed: str, data: st.DataObject) -> None:
    """R41: with pairs, friends kept apart and care spread in a pool of up to 60, by seed, or refused before it."""
    found: list[Child] = []
    while len(found) < n:
        facts = {"sex": data.draw(st.sampled_from("MF")), "care": data.draw(st.sampled_from(["NO", "NO", "NO", "YES"]))}
        code = f"P{len(found):02}"
        if data.draw(st.integers(0, 6)) == 0:
            found += kids(f"{code}:B{code}", f"{code}X:B{code}", **facts)
        else:
            found += kids(code, apart=data.draw(st.sampled_from(["NONE", "NONE", "NONE", "G1", "G2", "G3"])), **facts)
    draw = class_of("k", count, **WISHES)
    faults = said([draw], found)
    if faults:
        assert all(fault.startswith("draw k: ") for fault in faults)
        return
    read = rules.parse(sheet([draw]))
    check(draw, results.allocate(people(found, read), read, seed))


SMALL = {
    "a pair and two apart": kids("A", sex="F") + kids("C", "E", "T1:T", "T2:T") + kids("X", "Y", apart="G1"),
    "care and sexes": kids("A", "B") + kids("C", "D", sex="F") + kids("E", sex="U") + kids("N", "O", care="YES"),
    "a mixed pair": kids("A", "B", "E") + kids("C", "D", sex="F") + kids("T1:T") + kids("T2:T", sex="F", care="YES"),
}


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("count", [2, 3])
def test_every_order_is_that_of_the_reference(name: str, count: int) -> None:
    """SPEC §16.6 twice: over all orders every outcome equally often, and pupils who are alike have the same chances."""
    found = SMALL[name]
    draw = class_of("k", count, **WISHES)
    ours: Counter[Any] = Counter()
    theirs: Counter[Any] = Counter()
    for order, standing in every_order([draw], found, by_unit(found)):
        ours[tuple(classes(standing).items())] += 1
        theirs[
            tuple((a, str(c)) for a, c in sorted(reference_further.classes(draw, VALUES, found, order).items()))
        ] += 1
    assert ours == theirs
    at: Counter[tuple[str, str]] = Counter()
    for outcome, times in ours.items():
        for pair in outcome:
            at[pair] += times
    alike: dict[Any, set[tuple[int, ...]]] = {}
    for c in found:
        key = (c["unit"] == c["applicant"], tuple(sorted(c["who"].items())))
        alike.setdefault(key, set()).add(tuple(at[c["applicant"], str(n)] for n in range(1, count + 1)))
    assert all(len(chances) == 1 for chances in alike.values())


@given(st.integers(1, 4), st.lists(st.sampled_from(VALUES), min_size=4, max_size=30), st.data())
def test_any_serpentine_is_that_of_the_reference(count: int, listed: list[str], data: st.DataObject) -> None:
    """SPEC §16.6 `SERPENTINE` twice."""
    draw = class_of("k", count, dealing="SERPENTINE", document="教〔2026〕2号")
    found = [c for n, x in enumerate(listed) for c in kids(f"P{n:02}", sex=x)]
    order = data.draw(st.permutations(by_unit(found)))
    wanted = reference_further.classes(draw, VALUES, found, order)
    assert classes(drawn([draw], found, {"k": order})) == {a: str(c) for a, c in wanted.items()}
