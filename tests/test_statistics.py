"""Statistics of a draw: exact chances against counting everything by hand, the record counted again, what the paper says (R56)."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import comb

import pytest
from drawn import children, extra, outcome, run
from hypothesis import given, settings
from hypothesis import strategies as st
from papers_read import document_text, source_of
from sessions import BATCH_AND_WISH, listed, sessions
from simulator import Hall, draw_of, preferences_of, record, rules_of, school

from draw import fair, pool, rules, statistics
from draw.sheets.statistics import KIND, chance_in_words, decimal
from draw.statistics import Chosen, DrawStatistics, of_draw


def longest(flags: Sequence[bool]) -> int:
    """The longest run of true, counted by text."""
    return max(map(len, "".join("x" if f else " " for f in flags).split()), default=0)


def test_the_worked_examples_of_the_requirement():
    """300 of 1000: a run of 6 has chance 39.6 %; 124 of 5141: 8.8e-7, about 1 in 1.14 million (R56)."""
    usual, strange = fair.run_at_least(6, 300, 1000), fair.run_at_least(6, 124, 5141)
    assert chance_in_words(usual).zh == "39.6 %"
    assert decimal(strange * 10**7, 1) == "8.8"
    assert chance_in_words(strange) == ("约 1,140,000 分之 1", "about 1 in 1,140,000")


@pytest.mark.parametrize("among", range(10))
def test_runs_against_counting_every_set(among):
    """Every size and length: the ratio of sets with such a run to all sets, counted one by one."""
    for chosen in range(among + 1):
        runs = [longest([n in s for n in range(among)]) for s in combinations(range(among), chosen)]
        for length in range(among + 2):
            assert fair.run_at_least(length, chosen, among) == Fraction(sum(r >= length for r in runs), len(runs))


def without_run(length: int, chosen: int, among: int) -> int:
    """How many sets have no run of that length: place by place, (chosen so far, run now) -> ways."""
    ways = {(0, 0): 1}
    for _ in range(among):
        after: dict[tuple[int, int], int] = {}
        for (taken, now), count in ways.items():
            after[taken, 0] = after.get((taken, 0), 0) + count
            if now + 1 < length:
                after[taken + 1, now + 1] = after.get((taken + 1, now + 1), 0) + count
        ways = after
    return sum(count for (taken, _), count in ways.items() if taken == chosen)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 8))
def test_runs_against_a_count_place_by_place(among, chosen, length):
    """The closed sum and a walk along the list give the same number of sets."""
    chosen = min(chosen, among)
    expected = 1 - Fraction(without_run(length, chosen, among), comb(among, chosen))
    assert fair.run_at_least(length, chosen, among) == expected


@pytest.mark.parametrize("among", range(10))
def test_shares_against_counting_every_set(among):
    """Two-sided by distance: the sets whose count is at least as far from the average, above or below."""
    for chosen in range(among + 1):
        for group in range(among + 1):
            counts = [sum(n < group for n in s) for s in combinations(range(among), chosen)]
            average = Fraction(group * chosen, among) if among else Fraction(0)
            for found in set(counts):
                far = sum(abs(c - average) >= abs(found - average) for c in counts)
                assert fair.as_far(found, group, chosen, among) == Fraction(far, len(counts))


def test_impossible_numbers_are_refused():
    """More chosen than there are, or a count that cannot be, is no question about a draw."""
    for wrong in ((2, 4, 3), (2, -1, 3)):
        with pytest.raises(ValueError, match="cannot be"):
            fair.run_at_least(*wrong)
    for wrong in ((3, 2, 2, 9), (0, 8, 8, 9), (1, 10, 2, 9)):
        with pytest.raises(ValueError, match="cannot be"):
            fair.as_far(*wrong)


@pytest.mark.parametrize(("policy", "more"), [("SKIP", 0), ("OVERFLOW", 1), ("GROW", 1), ("SPLIT", 0), ("STOP", 0)])
def test_every_set_is_equally_likely_whatever_becomes_of_bundles(policy, more):
    """All 720 orders of five singles and a pair: given how many singles are admitted, each set of them comes equally often."""
    found = children("0001", "0002", "0003", "0004", "0005", "T:2")
    rules_ = rules_of([school("X1", 3, policy, **extra(more))], [draw_of("x1")], BATCH_AND_WISH)
    singles = [c["applicant"] for c in found if c["unit"] == c["applicant"]]
    seen: dict[int, dict[tuple[str, ...], int]] = {}
    for order in permutations([*singles, "T"]):
        standing = run(rules_, found, {"x1": order})
        taken = tuple(a for a in singles if outcome(standing, a) == "admitted")
        sets = seen.setdefault(len(taken), {})
        sets[taken] = sets.get(taken, 0) + 1
    assert len(seen) > 1
    for size, sets in seen.items():
        assert len(sets) == comb(5, size) and len(set(sets.values())) == 1


def counted(one: DrawStatistics, files: dict[str, bytes]) -> None:
    """One draw's figures against the record's lines, counted another way."""
    order = [line.split(",")[2] for line in files[f"orders/{one.draw}.csv"].decode().splitlines()[1:]]
    lines = [line.split(",") for line in files["results.csv"].decode().splitlines()[1:]]
    sizes: dict[str, int] = {}
    for line in lines:
        sizes[line[1]] = sizes.get(line[1], 0) + 1
    alone = sorted(unit for unit in order if sizes[unit] == 1)
    if one.chosen is Chosen.FIRST_HALF:
        taken = {u for u in order if sizes[u] == 1 and order.index(u) in first_half(order, alone)}
    elif one.chosen is Chosen.ADMITTED:
        taken = {line[0] for line in lines if line[2] == one.draw and line[5] == "admitted"} & set(alone)
    else:
        rows = files["tables/shortlists.csv"].decode().splitlines()[1:]
        taken = {row.split(",")[2] for row in rows if row.startswith(f"{one.draw},")} & set(alone)
    assert (one.units, one.alone, one.picked) == (len(order), len(alone), len(taken))
    assert (one.run.length if one.run else 0) == longest([unit in taken for unit in alone])
    pool = [line.split(",") for line in files["pool.csv"].decode().splitlines()]
    for name, shares in one.attributes:
        column = pool[0].index(name)
        value = {row[0]: row[column] for row in pool[1:]}
        assert sum(share.size for share in shares) == len(alone)
        for share in shares:
            group = [unit for unit in alone if value[unit] == share.first]
            assert (share.size, share.chosen) == (len(group), len(taken & set(group)))
            assert share.expected == Fraction(len(group) * len(taken), len(alone))
    if one.bundles:
        bundles = {unit for unit in order if sizes[unit] > 1}
        assert one.bundles.size == len(bundles)
        assert one.bundles.chosen == len(bundles & set(order[: len(order) // 2]))
    assert all(0 < chance <= 1 for chance in one.chances())


def first_half(order: list[str], alone: list[str]) -> list[int]:
    """Places in the order of the first half of those drawn alone."""
    places = [n for n, unit in enumerate(order) if unit in set(alone)]
    return places[: len(alone) // 2]


@given(sessions())
@settings(max_examples=40)
def test_every_figure_is_that_of_the_record(session):
    """Any session, every kind of draw: counts, groups and averages are those of orders, results and pool."""
    read = rules.parse(session[0])
    people = sorted((c["applicant"], c["unit"], c["who"]) for c in session[1])
    files = record(Hall(rules=read, people=people))
    found = statistics.of_record(files)
    assert [one.draw for one in found] == [d.id for d in read.draws if f"orders/{d.id}.csv" in files]
    for one in found:
        counted(one, files)


def hall(count: int, **attributes: Sequence[str]) -> Hall:
    """So many children, a pair in every twelve, for half as many places; attributes in turns."""
    people = []
    for n in range(1, count + 1):
        facts = {name: values[n // 12 * 5 % len(values)] for name, values in attributes.items()}
        unit = f"B{n // 12:03d}" if n % 12 in (3, 4) else f"{n:04d}"
        people.append((f"{n:04d}", unit, facts))
    terms = rules_of([school("X1", count // 2)], [draw_of("x1")], [listed(n, *v) for n, v in attributes.items()])
    return Hall(rules=terms, people=people)


def test_the_paper_says_all_figures_and_that_they_prove_nothing():
    """Every share, the run, the number of chances, and the three warnings stand on the sheet."""
    files = record(hall(120, day=("D1", "D2", "D3")))
    (one,) = statistics.of_record(files)
    found = document_text(KIND, source_of(files))
    lines = [line.split() for line in found.splitlines()]
    assert one.run is not None and len(one.parts) == 10 and one.bundles is not None
    for n, part in enumerate(one.parts, start=1):
        told = chance_in_words(part.chance).zh.split()
        figures = [str(part.size), str(part.chosen), decimal(part.expected, 1)]
        assert [f"{n}.", part.first, "–", part.last, *figures, *told] in lines
    for share in one.attributes[0][1]:
        assert f"（{share.first}）" in found
    assert f"名单中相邻的 {one.run.length} 人（{one.run.first} 至 {one.run.last}）" in found
    squeezed = re.sub(r"\s", "", found)
    assert f"本表共给出{len(one.chances())}个机会" in squeezed
    for said in ("统计只作说明，不是证明", "也不会因此重新派位", "总有几项看起来奇怪"):
        assert said in squeezed


def test_preferences_are_looked_at_by_rank_and_wishes_not_at_all():
    """Where wishes decide, the first half of the order is the set, and the wish is no group."""
    wishes = [{"name": p, "label": p, "values": "schools"} for p in ("p1", "p2", "p3")]
    terms = rules_of(
        [school("X1", 20, "NONE"), school("X2", 20, "NONE")],
        [preferences_of("all", ["X1", "X2"], preferences=["p1", "p2"])],
        [*wishes, listed("day", "D1", "D2")],
    )
    people = [
        (f"{n:04d}", f"{n:04d}", {"p1": "X1", "p2": "X2", "p3": "X1", "day": f"D{n % 2 + 1}"}) for n in range(1, 61)
    ]
    (one,) = statistics.of_record(record(Hall(rules=terms, people=people)))
    assert (one.chosen, one.alone, one.picked, one.bundles) == (Chosen.FIRST_HALF, 60, 30, None)
    assert [name for name, _ in one.attributes] == ["day"]


def test_a_draw_too_large_has_counts_and_no_chance():
    """Beyond the limit nothing is estimated: the counts stand, every chance is absent, and the sheet has words for it."""
    files = record(hall(60))
    terms = hall(60).rules
    found = pool.read(files["pool.csv"], terms)
    units = [line.split(",")[2] for line in files["orders/x1.csv"].decode().splitlines()[1:]]
    one = of_draw(terms.draws[0], found, terms, units, frozenset(units[:20]), most=30)
    assert one.beyond and one.chances() == () and one.alone == 50


def test_no_lot_no_statistics():
    """A session in which everybody was registered gets a sheet that says so."""
    files = record(Hall(rules=rules_of([school("X1", 60)])))
    assert statistics.of_record(files) == ()
    assert "没有需要抽签的派位" in document_text(KIND, source_of(files))


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (Fraction(1), "100 %"),
        (Fraction(10**6 - 1, 10**6), "> 99.9 %"),
        (Fraction(1, 3), "33.3 %"),
        (Fraction(1, 20), "5.00 %"),
        (Fraction(1, 1000), "0.10 %"),
        (Fraction(1, 1001), "约 1,000 分之 1"),
        (Fraction(2, 12_345_678), "约 6,170,000 分之 1"),
        (Fraction(1, 10**9 + 1), "不到 10 亿分之 1"),
        (Fraction(1, 10**400), "不到 10 亿分之 1"),
    ],
)
def test_chances_in_words(chance, words):
    """Three digits, never rounded to nothing or to certainty."""
    assert chance_in_words(chance).zh == words
