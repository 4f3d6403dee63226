"""The result files' forms, the words about one child, and what was promised before the draw (SPEC §2, §8.5, R25, R37, R52)."""

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
from drawn import child, children, extra, outcome, reason, run, seed_for
from hypothesis import given, settings
from sessions import SEEDS, Session, listed, parsed, people, sessions, sheet
from simulator import draw_of, pupil, rule_sheet, school, shortlist_of

from draw import explain, masking, prospects, results, rules
from draw.allocation import carry_out, contest
from draw.allocation.chances import rounded
from draw.allocation.standing import Outcome, Reason, Standing, Status
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
    """SPEC §2: orders/<draw>.csv "one for each draw that was held", results.csv, the tables, and outputs.txt that lists them."""
    rules_, pool = parsed(session)
    files = dict(results.compute(pool, rules_, seed))
    draws = table(files, "tables/draws.csv", "draw,school,status,places,units,children,admitted,last_rank,left")
    assert [row[:2] for row in draws] == [[d.id, s] for d in rules_.draws for s in d.schools]
    held = {row[0] for row in draws if row[2] == "held"}
    assessed = [d.id for d in rules_.draws if d.kind == "shortlist"]
    assert set(files) == {f"orders/{d}.csv" for d in held} | {
        "results.csv", "tables/draws.csv", "tables/waiting.csv", "outputs.txt",
        *(["tables/shortlists.csv"] if assessed else []),
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
        assert bool(row[6]) is (row[5] in ("admitted", "waiting", "shortlisted"))
        assert row[5] in set(Outcome) and row[7] in set(Reason)
        if row[3]:
            assert table(files, f"orders/{row[2]}.csv", HEADER)[int(row[3]) - 1] == [row[3], row[4], row[1]]
    if assessed:
        listed_ = table(files, "tables/shortlists.csv", "draw,school,applicant,unit")
        keys = [(assessed.index(row[0]), row[2]) for row in listed_]
        assert keys == sorted(set(keys))


@settings(max_examples=60, deadline=None)
@given(sessions(), SEEDS)
def test_waiting_list_form(session: Session, seed: str) -> None:
    """SPEC §8.5: schools in rules.json's order, position from 1, "a unit once a school", nobody who has a place (R37)."""
    rules_, pool = parsed(session)
    files = results.compute(pool, rules_, seed)
    rows = table(dict(files), "tables/waiting.csv", "school,position,unit,children,draw,rank,reason")
    order = [s.code for s in rules_.schools]
    assert [order.index(row[0]) for row in rows] == sorted(order.index(row[0]) for row in rows)
    draws = [d.id for d in rules_.draws]
    lines = {row[0]: row for row in table(dict(files), "results.csv", results.RESULTS_HEADER)}
    for s in rules_.schools:
        mine = [row for row in rows if row[0] == s.code]
        assert [row[1] for row in mine] == [str(n) for n in range(1, len(mine) + 1)]
        assert len({row[2] for row in mine}) == len(mine)
        if s.vacancies == "RANKED" and {d.kind for d in rules_.draws if s.code in d.schools} == {"admission"}:
            keys = [(row[6] not in ("BUNDLE_SKIPPED", "SPLIT_OUT"), draws.index(row[4]), int(row[5])) for row in mine]
            assert keys == sorted(keys)
    for row in rows:
        left_out = [
            a for i in pool.members[row[2]] if lines[a := pool.applicants[i]][5] not in ("admitted", "shortlisted")
        ]
        assert len(left_out) == int(row[3]) >= 1
    at = {(row[0], row[2]) for row in rows}
    for line in lines.values():
        if line[5] == "waiting":  # who is told to wait somewhere stands on that list
            assert (line[6], line[1]) in at


def test_waiting_list_of_two_batches() -> None:
    """SPEC §8.5: passed-over bundles of every batch come before the others, and those by draw order, then rank."""
    rules_ = rules.parse(
        sheet([school("X1", 2)], [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1", batch=["B2"])])
    )
    found = [*children("T:3"), *children("A", "V:3", "B", "C", batch="B2")]
    standing = run(rules_, found, {"b1": "T", "b2": "VABC"})
    assert [(w.unit, w.draw, w.rank, str(w.reason)) for w in results.waiting_list(standing)] == [
        ("T", "b1", 1, "BUNDLE_SKIPPED"), ("V", "b2", 1, "BUNDLE_SKIPPED"), ("C", "b2", 4, "PLACES_FULL"),
    ]  # fmt: skip


def test_the_priority_group_waits_first() -> None:
    """SPEC §8.5: "with `PRIORITY_GROUP` first those that match `after_draw.priority`": a bundle when all its members do."""
    rules_ = rules.parse(
        rule_sheet(
            [school("X1", 1, vacancies="PRIORITY_GROUP")],
            [draw_of("x1")],
            [listed("care", "YES", "NO")],
            after_draw=simulator.after_draw(priority={"care": ["YES"]}),
        )
    )
    care = {"A": "NO", "B": "NO", "C": "YES", "D": "NO", "E": "YES"}
    found = [pupil(a, care=c) for a, c in care.items()]
    found += [pupil("T-1", "T", care="YES"), pupil("T-2", "T", care="NO"), pupil("U-1", "U", care="YES")]
    found += [pupil("U-2", "U", care="YES")]
    standing = run(rules_, found, {"x1": "ADTCUBE"})
    assert [w.unit for w in results.waiting_list(standing)] == ["C", "U", "E", "D", "T", "B"]


def test_a_later_draw_at_the_school_counts() -> None:
    """SPEC §8.5: "a unit once a school, by its latest draw there"; results.csv has "the last held one that contained its
    unit".
    """
    quota = {"places": 1}
    draws = [draw_of("first", quota=quota, batch=["B1"]), draw_of("rest", follows=["first"])]
    rules_ = rules.parse(sheet([school("X1", 2)], draws))
    standing = run(rules_, [*children("A", "B", "C"), child("D", batch="B2")], {"first": "ABC", "rest": "DCB"})
    assert [(w.unit, w.draw, w.rank) for w in results.waiting_list(standing)] == [("C", "rest", 2), ("B", "rest", 3)]


def test_a_list_of_all_does_not_hide_an_earlier_lot() -> None:
    """SPEC §8.5: draw = "the one that placed the applicant; else the last held one that contained its unit": a shortlist
    for everybody is not held; it stands in tables/shortlists.csv.
    """
    rules_ = rules.parse(
        sheet([school("X1", 1), school("F1", 2, "NONE")], [draw_of("x1"), shortlist_of("f1", "F1", follows=["x1"])])
    )
    standing = run(rules_, children("A", "B"), {"x1": "AB"})
    assert (outcome(standing, "B"), reason(standing, "B")) == ("waiting", "PLACES_FULL")
    assert results.files(standing)["tables/shortlists.csv"] == b"draw,school,applicant,unit\nf1,F1,B,B\n"


def test_progress_is_told() -> None:
    """R48: the desk hears each draw's id as it is computed."""
    rules_, pool = session_of([school()], [draw_of("a"), draw_of("b", follows=["a"])], children("A"))
    heard: list[str] = []
    results.compute(pool, rules_, SEED, heard.append)
    assert heard == ["a", "b"]


# -- explain ----------------------------------------------------------------------------------------------------------


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
    seed = seed_for("x1", order)
    files = results.compute(pool, rules_, seed)
    last = results.allocate(pool, rules_, seed).summaries[0].last_rank
    for applicant, code in why.items():
        told = explain.explain(files, seed, applicant)
        chinese, english = ("\n".join(side) for side in zip(*told, strict=True))
        words = pair(f"reason.{code}")
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
    for applicant, code in (("A", "REGISTERED"), ("B", "NOT_HELD")):
        told = explain.explain(files, SEED, applicant)
        assert pair(f"reason.{code}")[1] in told[0][1]
        assert "was not held; there is no number" in told[-1][1]


@settings(max_examples=40, deadline=None)
@given(sessions(), SEEDS)
def test_explain_everybody(session: Session, seed: str) -> None:
    """R52: whatever the kind of draw, each child's own outcome, reason and number are told."""
    rules_, pool = parsed(session)
    files = results.compute(pool, rules_, seed)
    for row in table(dict(files), "results.csv", results.RESULTS_HEADER):
        told = explain.explain(files, seed, row[0])
        assert pair(f"outcome.{row[5]}")[1] in told[0][1]
        assert pair(f"reason.{row[7]}")[1] in told[0][1]
        assert (row[4] in "".join(english for _, english in told)) or not row[4]


def test_every_word_of_a_result_is_in_the_catalogue() -> None:
    """SPEC §8: "Both lists are closed", and the words come from one catalogue."""
    for key in (*(f"reason.{r}" for r in Reason), *(f"outcome.{o}" for o in Outcome), *(f"status.{s}" for s in Status)):
        assert all(pair(key))


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
    assert explain.explain(files, "", "0002")[0][0].startswith("编号 0002：候补 X1")


# -- prospects ----------------------------------------------------------------------------------------------

Seen = tuple[str, int, int, frozenset[str]]  # status, places, children, units


def every_way(
    rules_: Rules, pool: Pool, choice: tuple[tuple[str, ...], ...] = ()
) -> Iterator[tuple[Fraction, Standing, list[Seen]]]:
    """Every joint order of all held draws with its chance, the standing after it, and what each draw met."""
    standing = Standing.start(pool, rules_)
    seen: list[Seen] = []
    chance, used = Fraction(1), 0
    for draw in rules_.draws:
        met = contest(standing, draw)
        seen.append((str(met.status), sum(met.places.values()), met.children, frozenset(met.units)))
        if met.status == "held":
            orders = list(permutations(sorted(met.units)))
            if used == len(choice):
                for order in orders:
                    yield from every_way(rules_, pool, (*choice, order))
                return
            chance /= len(orders)
            order = choice[used]
            used += 1
            carry_out(standing, draw, lambda _, units, o=order: Order(units=list(o), numbers=["0"] * len(units)))
        else:
            carry_out(standing, draw, lambda _, units: Order(units=[], numbers=[]))
    yield chance, standing, seen


@settings(max_examples=60, deadline=None)
@given(sessions(units=4, draws=3, schools=2, places=5, largest=3))
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
        if status != "held" or p.draw.kind in ("preferences", "nearest"):
            assert p.chances is None
            continue
        assert p.chances is not None
        assert p.chances.exact
        whole, member, mean = dict.fromkeys(units, Fraction(0)), dict.fromkeys(units, Fraction(0)), Fraction(0)
        for chance, standing, _ in ways:
            decided = [(i, d) for i, d in enumerate(standing.decisions) if d]
            inside = [pool.units[i] for i, d in decided if d.draw == p.draw.id and d.outcome == "admitted"]
            if p.draw.kind == "shortlist":
                inside = [pool.units[i] for i in standing.shortlists[p.draw.id]]
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
        [school("X1", 1), school("Y1", 1)],
        [draw_of("x1"), draw_of("y1", "Y1", follows=["x1"])],
        children("A", "B", "T:2"),
    )


def test_prospects_say_what_depends_on_earlier_lots() -> None:
    """R25: a draw whose pool or places an earlier lot decides has no chances to tell."""
    rules_, pool = depends()
    first, second = prospects.prospects(pool, rules_)
    assert (str(first.status), first.chances is not None) == ("held", True)
    assert (second.status, second.chances) == (None, None)


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


R25_CHANCES = [
    ("SKIP", "0.4444", "0.5139", "5.00"),
    ("OVERFLOW", "0.5556", "0.5000", "5.11"),
    ("GROW", "0.5556", "0.5556", "5.56"),
    ("SPLIT", "0.4444", "0.5000", "5.00"),
    ("STOP", "0.4444", "0.5000", "4.89"),
]


@pytest.mark.parametrize(("policy", "bundle", "single", "mean"), R25_CHANCES)
def test_r25_chances_before_the_freeze(policy: str, bundle: str, single: str, mean: str) -> None:
    """R25: 1 pair + 8 singles, plan 5: SKIP twin .444 single .514; OVERFLOW .556/.500; GROW .556/.556; STOP .444/.500."""
    more = extra(1) if policy in ("OVERFLOW", "GROW") else {}
    rules_, pool = session_of([school("X1", 5, policy, **more)], [draw_of("x1")], children(*"ABCDEFGH", "T:2"))
    (told,) = prospects.prospects(pool, rules_)
    assert told.chances is not None
    assert told.chances.single is not None
    assert (rounded(told.chances.bundle[2], 4), rounded(told.chances.single, 4)) == (bundle, single)
    assert (rounded(told.chances.mean_admitted, 2), told.chances.unbundled) == (mean, Fraction(1, 2))
    assert (told.chances.bundle_member[2] > told.chances.bundle[2]) is (policy == "SPLIT")


# -- the README's own lines, and masked names -------------------------------------------------------------------------

BATCHES = rules.parse(
    sheet(
        [school("X1", 3, "SPLIT"), school("Y1", 2)],
        [draw_of("x1.b1", "X1", batch=["B1"]), draw_of("x1.b2", "X1", batch=["B2", "B3"]),
         draw_of("y1", "Y1", follows=["x1.b1", "x1.b2"])],
    )
)  # fmt: skip
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
