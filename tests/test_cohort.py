"""How many of each primary go to each school, and who (SPEC §16.5, R35)."""

from collections import Counter
from itertools import permutations, product
from typing import Any

import pytest
import reference_further
from drawn import run
from further_sheets import Child, cells_of, cohort_of, drawn, every_order, kids, said, sheet
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from draw import results, rules
from draw.allocation.standing import Standing
from draw.rules import CellsDraw

ROWS = ["P1", "P2", "P3"]


def told(standing: Standing) -> dict[tuple[str, str], tuple[int, str]]:
    """(row, school) -> (count, reason)."""
    return {(c.row, c.school): (c.given, str(c.reason)) for c in standing.cells["c"]}


def where(standing: Standing) -> dict[str, tuple[str, str]]:
    """Applicant -> (school, reason)."""
    pairs = zip(standing.pool.applicants, standing.decisions, strict=True)
    return {a: (d.school, str(d.reason)) for a, d in pairs if d is not None}


def graduates(**counts: int) -> list[Child]:
    """So many single pupils of each primary."""
    return [c for p, n in counts.items() for c in kids(*(f"{p}-{i:03}" for i in range(n)), primary=p)]


def cell_codes(rows: int, columns: int) -> list[str]:
    """The unit codes of the cells, row by row."""
    return [f"{i}-{j}" for i, j in product(range(1, rows + 1), range(1, columns + 1))]


def test_r35_every_target_is_rounded_and_every_sum_is_exact() -> None:
    """R35: "graduates 137/88/45, tasks 120/90/60 → rows (61,46,30) (39,29,20) (20,15,10)"."""
    places = {"S1": 120, "S2": 90, "S3": 60}
    draws = [cells_of("c", list(places)), cohort_of("w", "c")]
    found = graduates(P1=137, P2=88, P3=45)
    standing = drawn(draws, found, {"c": cell_codes(3, 3), "w": sorted(c["unit"] for c in found)}, places)
    counts = told(standing)
    assert [[counts[p, s][0] for s in places] for p in ROWS] == [[61, 46, 30], [39, 29, 20], [20, 15, 10]]
    assert Counter(s for s, _ in where(standing).values()) == places
    of = Counter((a[:2], s) for a, (s, _) in where(standing).items())
    assert of == {cell: n for cell, (n, _) in counts.items()}
    table = results.files(standing)["tables/cohorts.csv"].decode().splitlines()
    assert table[:2] == ["draw,row,school,whole,fraction,rank,count,reason", "c,P1,S1,60,8/9,1,61,RAISED"]
    assert "c,P3,S1,20,0,7,20,WHOLE" in table
    draws_csv = results.files(standing)["tables/draws.csv"].decode().splitlines()
    assert draws_csv[1] == "c,,held,270,9,270,0,,0"
    assert [line.rsplit(",", 2)[0] for line in draws_csv[2:]] == [
        f"w,{s},held,{n},270,270,{n}" for s, n in places.items()
    ]
    assert all(line.endswith(",0") for line in draws_csv[1:])


def test_r35_totals_that_differ_are_reported_not_scaled() -> None:
    """R35: "totals differ (report, do not scale)"."""
    found = graduates(P1=3, P2=2)
    (sentence,) = said([cells_of("c", ["S1", "S2"]), cohort_of("w", "c")], found, {"S1": 3, "S2": 3})
    assert sentence.startswith("draw c: the tasks sum to 6 but 5 pupils are counted")


def test_r35_rows_with_one_school_and_bundles_in_one_column() -> None:
    """R35: "bundle must land in one column; 三个乡镇除外 rows with a single column"."""
    places = {"S1": 4, "S2": 4}
    draws = [cells_of("c", list(places), only={"P3": "S2"}), cohort_of("w", "c")]
    found = graduates(P1=5, P3=1) + kids("T1:B1", "T2:B1")
    units = sorted({c["unit"] for c in found})
    reasons = set()
    for order, standing in every_order(draws, found, units, {"c": cell_codes(1, 2)}, places):
        assert told(standing)["P3", "S2"] == (1, "ONLY") and told(standing)["P3", "S1"] == (0, "ONLY")
        at = where(standing)
        assert at["T1"] == at["T2"] and at["P3-000"] == ("S2", "COHORT_ONLY")
        assert Counter(s for s, _ in at.values()) == places
        turn = sum(1 for u in order[: order.index("B1")] if u != "P3-000")
        assert at["T1"][0] == ("S1" if turn < 4 else "S2") or turn == 3
        reasons |= {reason for _, reason in at.values()}
    assert reasons == {"COHORT", "COHORT_BUNDLE", "COHORT_ONLY"}


def test_r35_classes_that_move_whole() -> None:
    """R35: "class kept together if 整班 is taken literally": codes are counted, and each goes to one school."""
    forms = {"P1": {"F1": 3, "F2": 2, "F3": 2}, "P2": {"F4": 2}}
    found = [
        c for p, of in forms.items() for f, n in of.items() for c in kids(*(f"{f}-{i}" for i in range(n)), primary=p, form=f)
    ]  # fmt: skip
    places = {"S1": 5, "S2": 5}
    draws = [cells_of("c", list(places), count="form", tasks={"S1": 2, "S2": 2}), cohort_of("w", "c")]
    standing = drawn(draws, found, {"c": ["1-2", "2-2", "1-1", "2-1"], "w": sorted(c["unit"] for c in found)}, places)
    assert told(standing) == {
        ("P1", "S1"): (1, "LOT_OUT"), ("P1", "S2"): (2, "RAISED_LOT"),
        ("P2", "S1"): (1, "RAISED_LOT"), ("P2", "S2"): (0, "LOT_OUT"),
    }  # fmt: skip
    at = {c["applicant"][:2]: where(standing)[c["applicant"]] for c in found}
    assert at == {f: (s, "COHORT_CLASS") for f, s in {"F1": "S1", "F2": "S2", "F3": "S2", "F4": "S1"}.items()}
    assert len(set(where(standing).values())) == 2


FAULTS = [
    ("task of a single row", lambda: ([cells_of("c", ["S1", "S2"], only={"P1": "S1"})], graduates(P1=3, P2=1), {"S1": 2, "S2": 2}),
     "draw c: the rows that go to school S1 only have 3 pupils but its task is 2"),
    ("nothing to draw", lambda: ([cells_of("c", ["S1"], only={"P1": "S1"})], graduates(P1=2), {"S1": 2}),
     "draw c: nobody is counted in a row with more than one school"),
    ("no code", lambda: ([cells_of("c", ["S1"], count="form", tasks={"S1": 1})], graduates(P1=1), {"S1": 2}),
     "draw c: applicant P1-000 has no 'form'"),
    ("a code of two rows", lambda: (
        [cells_of("c", ["S1"], count="form", tasks={"S1": 1})],
        kids("A", form="F1") + kids("B", form="F1", primary="P2"), {"S1": 2}),
     "draw c: applicant B of form F1 is of primary P2, applicant A of P1"),
    ("too small for the largest classes", lambda: (
        [cells_of("c", ["S1", "S2"], count="form", tasks={"S1": 1, "S2": 1})],
        kids("A", "B", "C", form="F1") + kids("D", form="F2"), {"S1": 2, "S2": 3}),
     "draw c: school S1 takes 1 classes, which may have 3 pupils, but it has 2 places"),
    ("bundles without singles", lambda: (
        [cells_of("c", ["S1", "S2"]), cohort_of("w", "c")], kids("A:B1", "B:B1", "C:B2", "D:B2"), {"S1": 2, "S2": 2}),
     "draw w: primary P1 has a bundle of 2 but 0 single pupils; with 2 schools it needs 1"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "sentence"), [(c, s) for _, c, s in FAULTS], ids=[name for name, _, _ in FAULTS])
def test_what_is_not_sound_is_said_before_the_freeze(case: Any, sentence: str) -> None:
    """SPEC §16.2 sound 11 and 12: one sentence that names who and where."""
    draws, found, places = case()
    if draws[-1]["kind"] == "cells":
        draws.append(cohort_of("w", "c"))
    assert any(one.startswith(sentence) for one in said(draws, found, places)), said(draws, found, places)


@pytest.mark.parametrize("counts", [(2, 1), (3, 3), (5, 2)])
def test_every_order_of_the_cells_is_that_of_the_reference(counts: tuple[int, int]) -> None:
    """SPEC §16.5 twice: over all 720 orders of two rows and three schools, every outcome equally often."""
    found = graduates(P1=counts[0], P2=counts[1])
    total = sum(counts)
    places = {"S1": total // 3, "S2": total // 3, "S3": total - total // 3 * 2}
    draw = cells_of("c", list(places))
    everybody = sorted(c["unit"] for c in found)
    ours: Counter[Any] = Counter()
    theirs: Counter[Any] = Counter()
    read = rules.parse(sheet([draw, cohort_of("w", "c")], places))
    for order in map(list, permutations(cell_codes(2, 3))):
        standing = run(read, found, {"c": order, "w": everybody})
        ours[frozenset(told(standing).items())] += 1
        theirs[frozenset(reference_further.cells(draw, ROWS, found, places, order).items())] += 1
    assert ours == theirs
    assert ours.total() == 720


def test_every_order_of_the_pupils_is_that_of_the_reference() -> None:
    """SPEC §16.5 "cohort" twice: over all orders the same for each; nobody is nearer to a school than another single."""
    places = {"S1": 3, "S2": 2, "S3": 2}
    found = graduates(P1=4) + kids("T1:B1", "T2:B1") + graduates(P2=1)
    plan = cells_of("c", list(places))
    draws = [plan, cohort_of("w", "c")]
    at: Counter[tuple[str, str]] = Counter()
    for order, standing in every_order(
        draws, found, sorted({c["unit"] for c in found}), {"c": cell_codes(2, 3)}, places
    ):
        assert where(standing) == reference_further.cohort(plan, told(standing), found, order)
        at.update((a, s) for a, (s, _) in where(standing).items())
    for s in places:
        assert len({at[f"P1-{n:03}", s] for n in range(4)}) == 1


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_cohort_is_that_of_the_reference(data: st.DataObject) -> None:
    """R35: "every cell is floor or ceil of its target, row and column sums exact", with bundles, single rows and whole classes."""
    whole = data.draw(st.booleans())
    found: list[Child] = []
    for p in ROWS:
        for n in range(data.draw(st.integers(0, 6))):
            found += kids(f"{p}-{n}", primary=p, form=f"{p}{n % 3}" if whole else "NONE")
        if not whole and data.draw(st.integers(0, 3)) == 0:
            found += kids(f"{p}-X:{p}B", f"{p}-Y:{p}B", primary=p)
    schools = ["S1", "S2", "S3"][: data.draw(st.integers(1, 3))]
    total = len({c["who"]["form"] for c in found}) if whole else len(found)
    cuts = sorted(data.draw(st.lists(st.integers(0, total), min_size=len(schools) - 1, max_size=len(schools) - 1)))
    tasks = {s: b - a for s, a, b in zip(schools, [0, *cuts], [*cuts, total], strict=True)}
    only = {"P3": schools[-1]} if data.draw(st.booleans()) else {}
    plan = cells_of("c", schools, only=only, **({"count": "form", "tasks": tasks} if whole else {}))
    draws = [plan, cohort_of("w", "c")]
    places = {s: len(found) for s in schools} if whole else tasks
    assume(not said(draws, found, places))
    read = rules.parse(sheet(draws, places))
    (cells_draw, _) = read.draws
    assert isinstance(cells_draw, CellsDraw)
    values = [p for p in ROWS if p not in only and any(c["who"]["primary"] == p for c in found)]
    codes = [f"{ROWS.index(p) + 1}-{j}" for p in values for j in range(1, len(schools) + 1)]
    orders = {
        "c": data.draw(st.permutations(codes)),
        "w": data.draw(st.permutations(sorted({c["unit"] for c in found}))),
    }
    standing = drawn(draws, found, orders, places)
    assert told(standing) == reference_further.cells(plan, ROWS, found, tasks, orders["c"])
    assert where(standing) == reference_further.cohort(plan, told(standing), found, orders["w"])
    for c in standing.cells["c"]:
        assert c.given - c.whole in (0, 1)
    for s in schools:
        assert sum(n for (_, x), (n, _) in told(standing).items() if x == s) == tasks[s]
