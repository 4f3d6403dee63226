"""The result files' forms, the words about one child, and what was promised before the draw (SPEC §2, §8, R25,
R37, R52).
"""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest
import simulator
from hypothesis import given, settings
from sessions import SEEDS, parsed, people, sessions, sheet
from simulator import draw_of, school
from test_admission import Session, child, children, extra

from draw import explain, masking, prose, prospects, results, rules
from draw.allocation import admission
from draw.allocation.chances import rounded
from draw.allocation.standing import Outcome, Reason, Standing
from draw.encoding import strict_csv
from draw.errors import FormatError
from draw.hashing import digest
from draw.order import HEADER, Order
from draw.pool import Pool
from draw.rules import Rules
from draw.words import pair

SEED = digest(b"seed")


def session_of(
    schools: list[dict[str, Any]], draws: list[dict[str, Any]], pupils: list[dict[str, Any]]
) -> tuple[Rules, Pool]:
    """Rules and pool."""
    return parsed((sheet(schools, draws), pupils))


def table(files: dict[str, bytes], name: str, header: str) -> list[list[str]]:
    """The rows of a result file."""
    return strict_csv(files[name], header, name)


@settings(max_examples=60, deadline=None)
@given(sessions(), SEEDS)
def test_forms_of_the_files(session: Session, seed: str) -> None:
    """SPEC §2: orders/<draw>.csv "one for each draw that was held", results.csv, two tables, and outputs.txt
    that lists them.
    """
    rules_, pool = parsed(session)
    files = dict(results.compute(pool, rules_, seed))
    draws = table(files, "tables/draws.csv", "draw,school,status,places,units,children,admitted,last_rank,left")
    assert [row[0] for row in draws] == [d.id for d in rules_.draws]
    held = {row[0] for row in draws if row[2] == "held"}
    assert set(files) == {f"orders/{d}.csv" for d in held} | {
        "results.csv", "tables/draws.csv", "tables/waiting.csv", "outputs.txt",
    }  # fmt: skip
    lines = files.pop("outputs.txt").decode().splitlines()
    assert lines == [f"{digest(files[name])}  {name}" for name in sorted(files)]
    for row in draws:
        assert row[2] in ("held", "registered", "not-held", "empty")
        assert all(number.isdigit() for number in [*row[3:7], row[8]])
        assert bool(row[7]) is (row[2] == "held" and row[6] != "0")
        if row[2] == "held":
            assert len(table(files, f"orders/{row[0]}.csv", HEADER)) == int(row[4])
    rows = table(files, "results.csv", "applicant,unit,draw,rank,number,outcome,school,reason")
    assert [row[:2] for row in rows] == [[a, u] for a, u in zip(pool.applicants, pool.units, strict=True)]
    for row in rows:
        assert bool(row[3]) is bool(row[4]) is (row[2] in held)
        assert bool(row[6]) is (row[5] != "not_admitted")
        if row[3]:
            assert table(files, f"orders/{row[2]}.csv", HEADER)[int(row[3]) - 1] == [row[3], row[4], row[1]]


@settings(max_examples=60, deadline=None)
@given(sessions(), SEEDS)
def test_waiting_list_form(session: Session, seed: str) -> None:
    """SPEC §8.7: schools in rules.json's order, position from 1, "a unit once a school", first those passed
    over or split (R37).
    """
    rules_, pool = parsed(session)
    standing = results.allocate(pool, rules_, seed)
    rows = table(results.files(standing), "tables/waiting.csv", "school,position,unit,children,draw,rank,reason")
    order = [s.code for s in rules_.schools if s.vacancies == "RANKED"]
    assert [order.index(row[0]) for row in rows] == sorted(order.index(row[0]) for row in rows)
    draws = [d.id for d in rules_.draws]
    for code in order:
        mine = [row for row in rows if row[0] == code]
        assert [row[1] for row in mine] == [str(n) for n in range(1, len(mine) + 1)]
        assert len({row[2] for row in mine}) == len(mine)
        keys = [(row[6] not in ("BUNDLE_SKIPPED", "SPLIT_OUT"), draws.index(row[4]), int(row[5])) for row in mine]
        assert keys == sorted(keys)
    placed = {
        a for a, d in zip(pool.applicants, standing.decisions, strict=True) if d and d.outcome == Outcome.ADMITTED
    }
    for row in rows:
        left_out = [i for i in pool.members[row[2]] if pool.applicants[i] not in placed]
        assert len(left_out) == int(row[3]) >= 1


def test_waiting_list_of_two_batches() -> None:
    """SPEC §8.7: passed-over bundles of every batch come before the others, and those by draw order, then rank."""
    rules_, pool = session_of(
        [school("X1", 2)],
        [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1", batch=["B2"])],
        [*children("T:3"), *children("A", "V:3", "B", "C", batch="B2")],
    )
    standing = Standing.start(pool, rules_)
    given = {"b1": ["T"], "b2": ["V", "A", "B", "C"]}
    for draw in rules_.draws:
        admission.run(
            standing, draw, lambda d, units: Order(units=given[d], numbers=[f"{n:064x}" for n in range(len(units))])
        )
    assert [(w.unit, w.draw, w.rank, str(w.reason)) for w in results.waiting_list(standing)] == [
        ("T", "b1", 1, "BUNDLE_SKIPPED"), ("V", "b2", 1, "BUNDLE_SKIPPED"), ("C", "b2", 4, "PLACES_FULL"),
    ]  # fmt: skip


def test_progress_is_told() -> None:
    """R48: the desk hears each draw's id as it is computed."""
    rules_, pool = session_of([school()], [draw_of("a"), draw_of("b")], children("A"))
    heard: list[str] = []
    results.compute(pool, rules_, SEED, heard.append)
    assert heard == ["a", "b"]


# -- explain ----------------------------------------------------------------------------------------------------------


def seed_with(rules_: Rules, pool: Pool, order: list[str]) -> str:
    """A seed that gives draw x1 this order."""
    for n in range(10**4):
        seed = digest(f"try {n}".encode())
        standing = results.allocate(pool, rules_, seed)
        if standing.orders["x1"].units == order:
            return seed
    raise AssertionError("no seed found")


EXPLAINED = [
    ("SKIP", "ATB", {"A": "RANK", "T-1": "BUNDLE_SKIPPED", "B": "NEXT_FITS"}),
    ("SKIP", "TAB", {"T-1": "RANK", "A": "PLACES_FULL"}),
    ("OVERFLOW", "ATB", {"T-1": "BUNDLE_OVERFLOW"}),
    ("GROW", "ATB", {"T-2": "BUNDLE_GROW"}),
    ("SPLIT", "ATB", {"T-1": "SPLIT_IN", "T-2": "SPLIT_OUT"}),
    ("STOP", "ATB", {"T-1": "BUNDLE_STOPPED", "B": "AFTER_STOP"}),
]


@pytest.mark.parametrize(("policy", "order", "why"), EXPLAINED)
def test_explain_each_reason(policy: str, order: str, why: dict[str, str]) -> None:
    """R52: "A family can check only its own line": result, reason, ranks and the shell line, in both languages."""
    more = extra(1) if policy in ("OVERFLOW", "GROW") else {}
    rules_, pool = session_of([school("X1", 2, policy, **more)], [draw_of("x1")], children("A", "B", "T:2"))
    seed = seed_with(rules_, pool, list(order))
    files = results.compute(pool, rules_, seed)
    last = results.allocate(pool, rules_, seed).summaries[0].last_rank
    for applicant, reason in why.items():
        told = explain.explain(files, seed, applicant)
        chinese, english = ("\n".join(side) for side in zip(*told, strict=True))
        words = pair(f"reason.{reason}")
        assert words[0] in chinese
        assert words[1] in english
        unit = applicant.partition("-")[0]
        assert f"录取序号 {order.index(unit) + 1}，录满序号 {last}" in chinese
        assert f'printf %s "number1:{seed}:x1:{unit}" | sha256sum' in chinese
        assert ("T-2" in chinese) is (unit == "T")
        assert "X1" in told[0][0]  # vacancies are RANKED: who is out waits there


def test_explain_without_a_lot() -> None:
    """R16, R18: who was registered or whose batch was not held has no number, and is told so."""
    rules_, pool = session_of(
        [school("X1", 1)],
        [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1", batch=["B2"])],
        [child("A"), child("B", batch="B2")],
    )
    files = results.compute(pool, rules_, SEED)
    for applicant, reason in (("A", "REGISTERED"), ("B", "NOT_HELD")):
        told = explain.explain(files, SEED, applicant)
        assert pair(f"reason.{reason}")[1] in told[0][1]
        assert "was not held; there is no number" in told[-1][1]


def test_explain_covers_every_reason() -> None:
    """SPEC §8: "Both lists are closed": the cases above name every reason."""
    named = {reason for _, _, why in EXPLAINED for reason in why.values()} | {"REGISTERED", "NOT_HELD"}
    assert named == {str(reason) for reason in Reason}


def test_explain_strangers_and_forgeries() -> None:
    """SPEC §11: "an unknown code is said so"; a number that is not its hash is refused, and a void record has
    no results.
    """
    files = simulator.record()
    seed = digest(files["seed.txt"])
    assert "9999" in explain.explain(files, seed, "9999")[0][1]
    assert "no results" in explain.explain({}, seed, "0001")[0][1]
    with pytest.raises(FormatError, match="B001"):
        explain.explain(files, digest(b"other"), "0002")
    assert explain.explain(files, "", "0002")[0][0].startswith("编号 0002：候补 X1。")


# -- prospects and prose ----------------------------------------------------------------------------------------------

Seen = tuple[str, int, int, frozenset[str]]


def every_way(
    rules_: Rules, pool: Pool, choice: tuple[tuple[str, ...], ...] = ()
) -> Iterator[tuple[Fraction, Standing, list[Seen]]]:
    """Every joint order of all held draws with its chance, the standing after it, and what each draw met."""
    standing = Standing.start(pool, rules_)
    seen: list[Seen] = []
    chance, used = Fraction(1), 0
    for draw in rules_.draws:
        contest = admission.contest(standing, draw)
        seen.append((str(contest.status), contest.places, contest.children, frozenset(contest.units)))
        if contest.status == "held":
            orders = list(permutations(sorted(contest.units)))
            if used == len(choice):
                for order in orders:
                    yield from every_way(rules_, pool, (*choice, order))
                return
            chance /= len(orders)
            order = choice[used]
            used += 1
            admission.run(standing, draw, lambda _, units, o=order: Order(units=list(o), numbers=["0"] * len(units)))
        else:
            admission.run(standing, draw, lambda _, units: Order(units=[], numbers=[]))
    yield chance, standing, seen


@settings(max_examples=60, deadline=None)
@given(sessions(units=5, draws=3, schools=2, places=5, largest=3))
def test_prospects_are_those_of_all_orders(session: Session) -> None:
    """R25: chances told before the freeze are exact: those counted out of every order of every draw that is held."""
    rules_, pool = parsed(session)
    ways = list(every_way(rules_, pool))
    assert sum(chance for chance, _, _ in ways) == 1
    told = prospects.prospects(pool, rules_)
    assert [p.draw for p in told] == list(rules_.draws)
    for n, p in enumerate(told):
        met = {seen[n] for _, _, seen in ways}
        if p.status is None:
            assert p.chances is None
            continue
        ((status, places, pupils, units),) = met
        assert (str(p.status), p.places, p.children) == (status, places, pupils)
        sizes = [pool.size(u) for u in units]
        assert p.singles == sizes.count(1)
        assert p.bundles == {size: sizes.count(size) for size in sorted(set(sizes) - {1})}
        if status != "held":
            assert p.chances is None
            continue
        assert p.chances is not None
        assert p.chances.exact
        whole, member, mean = dict.fromkeys(units, Fraction(0)), dict.fromkeys(units, Fraction(0)), Fraction(0)
        for chance, standing, _ in ways:
            decided = [(i, d) for i, d in enumerate(standing.decisions) if d]
            inside = [pool.units[i] for i, d in decided if d.draw == p.draw.id and d.outcome == "admitted"]
            mean += chance * len(inside)
            for unit in units:
                whole[unit] += chance * (inside.count(unit) == pool.size(unit))
                member[unit] += chance * Fraction(inside.count(unit), pool.size(unit))
        assert p.chances.mean_admitted == mean
        assert p.chances.unbundled == Fraction(places, pupils)
        for unit in units:
            size = pool.size(unit)
            assert whole[unit] == (p.chances.single if size == 1 else p.chances.bundle[size])
            if size > 1:
                assert member[unit] == p.chances.bundle_member[size]


def depends() -> tuple[Rules, Pool]:
    """Two rounds: who lost at X1 may still draw at Y1."""
    return session_of(
        [school("X1", 1), school("Y1", 1)], [draw_of("x1"), draw_of("y1", "Y1")], children("A", "B", "T:2")
    )


def test_prospects_say_what_depends_on_earlier_lots() -> None:
    """R25: a draw whose pool or places an earlier lot decides has no chances to tell."""
    rules_, pool = depends()
    first, second = prospects.prospects(pool, rules_)
    assert (str(first.status), first.chances is not None) == ("held", True)
    assert (second.status, second.chances) == (None, None)
    text = prose.rule_lines(rules_, pool)
    assert "是否派位取决于前面的结果" in text[-1][0]
    assert "depends on earlier draws" in text[-1][1]


def test_skip_may_leave_places_open() -> None:
    """R25: under SKIP with few singles the places left over are not known before the draw, so the next batch
    depends.
    """
    rules_, pool = session_of(
        [school("X1", 3)],
        [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1", batch=["B2"])],
        [*children("A", "B", "T:2"), child("C", batch="B2")],
    )
    assert [p.status is None for p in prospects.prospects(pool, rules_)] == [False, True]
    rules_ = replace(rules_, schools=(replace(rules_.schools[0], places=2),))
    assert [str(p.status) for p in prospects.prospects(pool, rules_)] == ["held", "not-held"]


def test_grow_may_leave_places_open_for_sure() -> None:
    """SPEC §8.3: "`GROW` counts units as places only in a held draw": what it leaves is known before the draw."""
    rules_, pool = session_of(
        [school("X1", 3, "GROW", **extra(2))],
        [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1", batch=["B2"])],
        [*children("T:2", "U:2"), child("C", batch="B2")],
    )
    first, second = prospects.prospects(pool, rules_)
    assert (str(first.status), str(second.status), second.places) == ("held", "registered", 1)
    assert first.chances is not None
    assert first.chances.bundle == {2: 1}


def test_prospects_of_a_hall_with_too_many_kinds_of_bundles() -> None:
    """SPEC §5: where the exact sum would take too long the draw has no chances to tell, and the freeze goes on."""
    pupils = [
        child(f"{size}-{n}-{m}", f"B{size}-{n}") for size in (2, 3, 4, 5, 6) for n in range(20) for m in range(size)
    ]
    rules_, pool = session_of([school("X1", 100)], [draw_of("x1")], pupils)
    (told,) = prospects.prospects(pool, rules_)
    assert (str(told.status), told.chances) == ("held", None)
    assert "a lot is drawn" in prose.rule_lines(rules_, pool)[-1][1]


R25_CHANCES = [
    ("SKIP", "0.4444", "0.5139", "5.00"),
    ("OVERFLOW", "0.5556", "0.5000", "5.11"),
    ("GROW", "0.5556", "0.5556", "5.56"),
    ("STOP", "0.4444", "0.5000", "4.89"),
]


@pytest.mark.parametrize(("policy", "bundle", "single", "mean"), R25_CHANCES)
def test_prose_of_r25(policy: str, bundle: str, single: str, mean: str) -> None:
    """R25: 1 pair + 8 singles, plan 5: SKIP twin .444 single .514; OVERFLOW .556/.500; GROW .556/.556; STOP
    .444/.500.
    """
    more = extra(1) if policy in ("OVERFLOW", "GROW") else {}
    rules_, pool = session_of([school("X1", 5, policy, **more)], [draw_of("x1")], children(*"ABCDEFGH", "T:2"))
    lines = prose.rule_lines(rules_, pool)
    chinese, english = ("\n".join(side) for side in zip(*lines, strict=True))
    assert f"单个学生的录取机会 {single}" in chinese
    assert f"chance of a bundle of 2, whole {bundle}" in english
    assert f"mean admitted {mean}; 0.5000 each had nobody been bundled" in english
    assert pair(f"policy.{policy}", extra=1 if more else 0, document="教〔2026〕1号")[0] in chinese
    assert prose.rule_lines(rules_, None) == lines[:3]


def test_prose_of_split_tells_members_and_whole_apart() -> None:
    """R25: under SPLIT a member's chance is above the chance of the whole bundle, and both are told."""
    rules_, pool = session_of([school("X1", 5, "SPLIT")], [draw_of("x1")], children(*"ABCDEFGH", "T:2"))
    (p,) = prospects.prospects(pool, rules_)
    assert p.chances is not None
    whole, member = rounded(p.chances.bundle[2], 4), rounded(p.chances.bundle_member[2], 4)
    assert whole < member
    assert f"whole {whole}, of each member {member}" in prose.rule_lines(rules_, pool)[-2][1]


@pytest.mark.parametrize(("places", "word"), [(0, "not-held"), (9, "registered")])
def test_prose_without_a_lot(places: int, word: str) -> None:
    """R16, R18: a draw that will not be held is told with its status."""
    rules_, pool = session_of([school("X1", places)], [draw_of("x1")], children("A"))
    assert pair(f"status.{word}")[0] in prose.rule_lines(rules_, pool)[-1][0]


# -- the README's own lines, and masked names -------------------------------------------------------------------------

BATCHES = rules.parse(
    sheet(
        [school("X1", 3, "SPLIT"), school("Y1", 2)],
        [draw_of("x1.b1", "X1", batch=["B1"]), draw_of("x1.b2", "X1", batch=["B2", "B3"]), draw_of("y1", "Y1")],
    )
)
CROWD = [
    (c["applicant"], c["unit"], c["who"])
    for c in sorted(
        [*children("A", "B:3"), *children("C:2", "D", "E", "F", batch="B2"), child("G", batch="B3")],
        key=lambda c: c["applicant"],
    )
]


def readme_lines(files: dict[str, bytes], start: str) -> list[str]:
    """The README's lines that begin so."""
    return [line.strip() for line in files["README"].decode().splitlines() if line.strip().startswith(start)]


def test_readme_perl_prints_the_orders(tmp_path: Path) -> None:
    """SPEC §12: anybody can order the whole pool without our programs; the README's perl lines give the files'
    bytes.
    """
    for files in (simulator.record(), simulator.record(rules=BATCHES, people=CROWD)):
        for name in ("pool.csv", "results.csv"):
            (tmp_path / name).write_bytes(files[name])
        held = sorted(n for n in files if n.startswith("orders/"))
        lines = readme_lines(files, "perl ")
        assert len(lines) == len(held) >= 1
        printed = [
            subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, check=True).stdout for line in lines
        ]
        assert printed == [files[name] for name in held]


def test_readme_duckdb_prints_the_orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SPEC §12: "any SQL engine the whole": the README's SQL gives the same ranks, numbers and units."""

    files = simulator.record(rules=BATCHES, people=CROWD)
    for name in ("pool.csv", "results.csv"):
        (tmp_path / name).write_bytes(files[name])
    monkeypatch.chdir(tmp_path)
    held = sorted(n for n in files if n.startswith("orders/"))
    lines = readme_lines(files, "duckdb ")
    assert len(lines) == len(held)
    for line, name in zip(lines, held, strict=True):
        rows = duckdb.sql(line.partition('-c "')[2].removesuffix('"')).fetchall()
        assert [[str(v) for v in row] for row in rows] == strict_csv(files[name], HEADER, name)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("欧阳明月", "欧阳**"), ("李强", "李*"), ("阿依古丽·买买提", "阿***"), ("欧阳", "欧*"), ("李", "*"),
    ("", "*"), ("王小明", "王**"),
     ("Anna", "A***"), ("司马光", "司马*"), ("𠮷田", "𠮷*")],
)  # fmt: skip
def test_masked_names(name: str, masked: str) -> None:
    """R50: 欧阳明月 → 欧阳**; 李强 → 李*; 阿依古丽·买买提 → 阿***."""
    assert masking.mask(name) == masked


def test_sessions_helper_makes_the_pool_it_is_given() -> None:
    """The strategies' pools are read through pool.csv, so their order is that of the file."""
    found = people(children("B", "A"), rules.parse(sheet([school()], [draw_of("x1")])))
    assert found.applicants == ("A", "B")
