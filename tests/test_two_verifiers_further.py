"""Both Python verifiers on random sessions of SPEC §16: sound ones are recomputed byte for byte, others refused at one step."""

from itertools import product
from typing import Any

from faults import at, places, with_value
from further_sheets import (
    CARED,
    Child,
    cells_of,
    class_of,
    cohort_of,
    kids,
    late_of,
    order_of,
    quota_of,
    seats_of,
    sheet,
    team_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from simulator import Hall, record
from test_two_verifiers import ALL, judged, judged_alike, pool_bytes, said

from draw import rules
from draw.encoding import canonical_json

Terms = tuple[list[dict[str, Any]], list[Child], dict[str, int]]
CODES = "ABCDEFGHJK"


def mixed(*values: str) -> st.SearchStrategy[str]:
    """The first value mostly, the others now and then."""
    return st.sampled_from([*[values[0]] * 4, *values])


@st.composite
def pupils(draw: st.DrawFn, least: int, most: int, **facts: st.SearchStrategy[str]) -> list[Child]:
    """Children one by one or as twins, each with its own facts."""
    found: list[Child] = []
    while len(found) < least or (len(found) < most and draw(st.integers(0, 9))):
        n = len(found)
        codes = [f"K{n:02}:TW{n}", f"K{n + 1:02}:TW{n}"] if draw(st.integers(0, 5)) == 0 else [f"K{n:02}"]
        for code in codes:
            found += kids(code, **{name: draw(values) for name, values in facts.items()})
    return found


@st.composite
def things(draw: st.DrawFn) -> Terms:
    """An order of things and a quota; nobody applies."""
    count = draw(st.integers(1, 6))
    percents = draw(st.sampled_from([(100,), (70, 30), (1, 33, 66)]))
    weights = {c: [draw(st.integers(0, 6)) for _ in percents] for c in CODES[:count]}
    quota = quota_of(
        "q", draw(st.integers(1, 40)), weights, percents,
        method=draw(st.sampled_from(["LARGEST_REMAINDER", "REMAINDER_BY_LOT"])),
        minimum=draw(st.integers(0, 3)),
        declined="Z" * draw(st.integers(0, 1)),
    )  # fmt: skip
    return [order_of("o", CODES[:count], draw(st.integers(1, count)), draw(st.integers(0, 2))), quota], [], {"S1": 0}


@st.composite
def transfers(draw: st.DrawFn) -> Terms:
    """A cohort, twins among it, perhaps a primary with one school."""
    found = draw(pupils(2, 14, primary=st.sampled_from(["P1", "P2", "P3"])))
    for child in found[1:]:  # a bundle is of one primary
        twin = next((c for c in found if c is not child and c["unit"] == child["unit"]), child)
        child["who"]["primary"] = twin["who"]["primary"]
    first = draw(st.integers(0, len(found)))
    second = draw(st.integers(0, len(found) - first))
    places = {"S1": first, "S2": second, "S3": len(found) - first - second}
    only = draw(st.sampled_from([{}, {}, {"P3": "S2"}]))
    return [cells_of("c", list(places), only=only), cohort_of("w", "c")], found, places


@st.composite
def schools(draw: st.DrawFn) -> Terms:
    """Classes with wishes, their teams and seats; or a deal without wishes in a serpentine."""
    found = draw(
        pupils(
            2, 16,
            sex=st.sampled_from(["M", "M", "F", "F", "U"]),
            apart=mixed("NONE", "X", "Y"),
            care=mixed("NO", "YES"),
            teacher=mixed("NONE", "A"),
            height=st.sampled_from(["SHORT", "TALL"]),
        )
    )  # fmt: skip
    count = draw(st.integers(1, 4))
    terms: dict[str, Any] = {"report": ["care"]}
    if draw(st.integers(0, 3)) == 0:
        terms |= {"dealing": "SERPENTINE", "document": "文〔2026〕1号"}
    else:
        terms |= {"apart": draw(st.sampled_from(["apart", "none"])), "spread": draw(st.sampled_from([[], CARED]))}
    seats = seats_of(
        "s", "k", draw(st.integers(1, 6)), 3,
        gone=[{"row": 1, "column": 2}] * draw(st.integers(0, 1)),
        front=1,
        need=draw(st.sampled_from([[], CARED])),
        bands=draw(st.sampled_from(["height", "none"])),
    )  # fmt: skip
    team = team_of("t", "k", CODES[:count], draw(st.sampled_from([[], ["teacher"]])))
    return [class_of("k", count, **terms), team, seats], found, {"S1": 0}


@st.composite
def latecomers(draw: st.DrawFn) -> Terms:
    """Late pupils of an order of delegates too."""
    found = draw(pupils(1, 5, sex=st.sampled_from(["M", "F"])))
    counts = {c: [draw(st.integers(0, 3)) for _ in range(3)] for c in CODES[: draw(st.integers(1, 4))]}
    order = order_of("o", take=draw(st.integers(1, 2)), reserves=1)
    return [order, late_of("l", counts, draw(st.integers(4, 9))) | {"follows": ["o"]}], found, {"S1": 0}


@settings(max_examples=150)
@given(st.one_of(things(), transfers(), schools(), latecomers()), st.integers(0, 10**10 - 1))
def test_any_session_is_judged_and_recomputed_alike(terms: Terms, values: int) -> None:
    """SPEC §16: both call the same sheets sound, and of sound ones compute every order, result and table byte for byte."""
    draws, found, places = terms
    value = sheet(draws, places)
    if judged_alike((value, found)):
        rows = sorted((c["applicant"], c["unit"], c["who"]) for c in found)
        assert said(record(Hall(rules=rules.parse(value), people=rows, values=f"{values:010d}"))) == ALL


TALL, LATE, MOVING = {"height": ["TALL"]}, {"care": ["YES"], "height": ["SHORT"]}, {"care": ["NO"], "height": ["SHORT"]}
EVERY_KIND = sheet(
    [
        order_of("o", "ABC", 2, 1),
        order_of("p", take=1) | {"who": TALL},
        quota_of("q", 5, {"A": [30], "B": [40]}, declined="Z", minimum=1),
        cells_of("c", ["S2", "S3"], count="form", tasks={"S2": 2, "S3": 1}, only={"P3": "S2"}) | {"who": MOVING},
        cohort_of("w", "c") | {"who": MOVING},
        class_of("k", 2, ["p"], apart="apart", spread=CARED, report=["care"]) | {"who": TALL},
        team_of("t", "k", "PQ", ["teacher"]),
        seats_of("s", "k", 2, 3, need=CARED, gone=[{"row": 1, "column": 2}], bands="height"),
        late_of("l", {"1": (4, 2, 0), "2": (3, 3, 0)}) | {"who": LATE},
    ],
    {"S1": 0, "S2": 3, "S3": 2},
)
SOME_OF_EACH = [
    *kids("K1", "K2", height="TALL"),
    *kids("K3", sex="F", height="TALL", teacher="P"),
    *kids("L1", care="YES"),
    *kids("W1", "W2", form="F1"),
    *kids("W3", form="F2"),
    *kids("W4", form="F3", primary="P2"),
]
EVERY = 23  # of all pairs of a place in the draws and a value, which all have been tried once


def test_any_other_value_of_a_draw_is_judged_alike() -> None:
    """SPEC §16.1: values of draws replaced by others that stand in some draw, or at an edge: both take it or both refuse."""
    values = {
        canonical_json(v): v for v in (at(EVERY_KIND, where) for where in places(EVERY_KIND) if where[:1] == ("draws",))
    }
    values |= {
        canonical_json(v): v
        for v in (-1, 0, 1, 99, 100, 999, 1000, True, "", "none", "NONE", [], {}, ["apart"], [None])
    }
    assert judged_alike((EVERY_KIND, SOME_OF_EACH))
    pool_data, taken, refused = pool_bytes((EVERY_KIND, SOME_OF_EACH)), 0, 0
    inside = [where for where in places(EVERY_KIND) if where[:1] == ("draws",)]
    for n, (where, value) in enumerate(product(inside, values.values())):
        if n % EVERY:
            continue
        ours, theirs = judged(canonical_json(with_value(EVERY_KIND, where, value)), pool_data)
        assert (ours == "") == (theirs == ""), (where, value, ours, theirs)
        taken, refused = taken + (not ours), refused + bool(ours)
    assert taken > 20 and refused > 100
