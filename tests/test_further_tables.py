"""The tables of SPEC §16.10 in a whole record: there exactly when a draw of their kind is, and compared byte for byte."""

from collections.abc import Mapping
from typing import Any

import pytest
from conformance_cases.forging import with_outputs
from further_sheets import (
    CARED,
    Child,
    cells_of,
    class_of,
    cohort_of,
    drawn,
    kids,
    late_of,
    order_of,
    quota_of,
    seats_of,
    sexes,
    sheet,
    team_of,
)
from simulator import Hall, anchors, record

from draw import further_tables, prospects, quotas, results, rules
from draw.allocation.standing import Status
from draw.edges import record_names
from draw.encoding import strict_csv
from draw.verify import MATCH, MISMATCH, verify

CLASS_DRAWS = [
    class_of("k", 2, report=["care"]),
    team_of("t", "k", "PQ", ["teacher"]),
    seats_of("s", "k", 2, 3, need=CARED),
]
THINGS = [order_of("o", "ABC", take=2, reserves=1), quota_of("q", 5, {"A": [30], "B": [30], "C": [40]}, declined="Z")]
PUPILS = sexes(5, 4)
PAIR = kids("T1:T", "T2:T")
HEADERS = {table.path: table.header for table in further_tables.TABLES}


def hall(draws: list[dict[str, Any]], found: list[Child], places: Mapping[str, int] | None = None) -> dict[str, bytes]:
    """A whole record."""
    people = sorted((c["applicant"], c["unit"], c["who"]) for c in found)
    return record(Hall(rules=rules.parse(sheet(draws, places)), people=people))


def step(files: Mapping[str, bytes], number: int) -> str:
    """The answer of one step."""
    notice, statement = anchors(files)
    return next(s.word for s in verify(files, notice_hash=notice, statement_hash=statement).steps if s.number == number)


RECORDS: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "classes, teams, seats": (hall(CLASS_DRAWS, PUPILS), ["balance", "classes", "seats", "teams"]),
    "things without applicants": (hall(THINGS, []), ["quotas", "selected"]),
    "cohort": (
        hall([cells_of("c", ["S1", "S2"]), cohort_of("w", "c")], [*PUPILS, *PAIR], {"S1": 6, "S2": 5}),
        ["cohorts"],
    ),
    "late": (hall([late_of("l", {"1": (4, 2, 0), "2": (3, 3, 0)})], PUPILS), ["classes"]),
    "everybody in order": (hall([order_of("o", take=3)], PUPILS), ["selected"]),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_holds_exactly_the_tables_of_its_kinds(name: str) -> None:
    """SPEC §16.10: "Each table exactly when rules.json has a draw of that kind"; each has its header and as many fields a line."""
    files, wanted = RECORDS[name]
    found = {n for n in files if n.startswith("tables/")} - {"tables/draws.csv", "tables/waiting.csv"}
    assert sorted(found) == [f"tables/{n}.csv" for n in wanted]
    for path in found:
        assert strict_csv(files[path], HEADERS[path], path)
    notice, statement = anchors(files)
    report = verify(files, notice_hash=notice, statement_hash=statement)
    assert [s for s in report.steps if s.word != MATCH] == []


@pytest.mark.parametrize("name", RECORDS)
def test_a_table_that_is_missing_or_another_does_not_match(name: str) -> None:
    """SPEC §11 step 10: a table struck out, one of another kind, one line changed: step 10 says mismatch."""
    files, wanted = RECORDS[name]
    for short in wanted:
        path = f"tables/{short}.csv"
        assert step(with_outputs({n: d for n, d in files.items() if n != path}), 10) == MISMATCH
        lines = files[path].splitlines(keepends=True)
        assert step(with_outputs({**files, path: b"".join(lines[:-1])}), 10) == MISMATCH
    for path, header in HEADERS.items():
        if path not in files:
            extra = with_outputs({**files, path: f"{header}\n".encode()})
            assert (step(extra, 1), step(extra, 10)) == (MATCH, MISMATCH)


def test_a_verifier_that_shares_no_table_refuses_unknown_ones() -> None:
    """SPEC §2: "A record holds no other file or folder"."""
    files, _ = RECORDS["late"]
    assert step(with_outputs({**files, "tables/luck.csv": b"draw\n"}), 1) == MISMATCH


def test_lines_of_draws_csv_of_every_kind() -> None:
    """SPEC §16.10 tables/draws.csv: one line a draw, school as it names it, the counts as listed there."""
    units = [c["unit"] for c in PUPILS]
    standing = drawn([*THINGS, *CLASS_DRAWS], PUPILS, {"o": "ABC", "q": "ABC", "k": units, "t": "PQ", "s": units})
    assert results.files(standing)["tables/draws.csv"].decode().splitlines()[1:] == [
        "o,,held,2,3,0,2,2,0",
        "q,,held,5,3,0,0,,0",
        "k,S1,held,100,9,9,9,9,91",
        "t,,held,2,2,0,0,,0",
        "s,S1,held,12,9,9,9,9,3",
    ]
    assert quotas.shares(standing.rules, standing.summaries) == {}


def test_what_is_known_before_the_seed() -> None:
    """SPEC §16: they are "always held"; things are no children, and a code of a thing is not the applicant of that code."""
    found = [*kids("A", "B"), *PUPILS]
    draws = [*THINGS, *CLASS_DRAWS]
    standing = drawn(
        draws,
        found,
        {"o": "ABC", "q": "ABC", "k": [c["unit"] for c in found], "t": "PQ", "s": [c["unit"] for c in found]},
    )
    told = prospects.prospects(standing.pool, standing.rules)
    assert [(p.draw.id, p.status, p.singles, p.children) for p in told] == [
        ("o", Status.HELD, 0, 0), ("q", Status.HELD, 0, 0), ("k", Status.HELD, 11, 11), ("t", Status.HELD, 0, 0),
        ("s", Status.HELD, 11, 11),
    ]  # fmt: skip


@pytest.mark.parametrize("name", RECORDS)
def test_who_copies_a_record_takes_every_file(name: str) -> None:
    """SPEC §2, §16.10: the second machine, the standby copy and the fetcher of a published record leave no table out."""
    files, _ = RECORDS[name]
    assert [path for path in files if not record_names.of_record(path)] == []
    assert all(record_names.of_output(path) for path in files if path.startswith(("tables/", "orders/")))
