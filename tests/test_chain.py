"""Sessions that continue earlier ones: carry, and step 17 with the earlier records at hand (SPEC §11, §14)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import simulator
from afterwards import Files, after, amended, frozen, ranked
from click.testing import CliRunner
from simulator import Beacon, after_draw, draw_of, record, rules_of, school, void_record

from draw import notice
from draw.amending import Fate
from draw.chaining import chain
from draw.cli import main
from draw.hashing import digest
from draw.verify import COULD_NOT, MATCH, MISMATCH, Report, Step, verify

D = "2026-07-20"
FREE = {"admitted": "FREE", "applicants": "ANY", "abstained": "MAY_RETURN", "places": "OWN"}
STRICT = {"admitted": "BARRED", "applicants": "UNPLACED", "abstained": "OUT", "places": "LEFT"}
TERMS = rules_of(
    [school("X1", 2), school("Y1", 2, vacancies="NONE")],
    [draw_of("x1", "X1", zone=["X"]), draw_of("y1", "Y1", zone=["Y"])],
    [{"name": "zone", "label": "片区", "values": [{"code": "X", "label": "甲"}, {"code": "Y", "label": "乙"}]}],
    after_draw=after_draw(reply_days=3),
)
CHILDREN = [(f"00{n:02d}", f"00{n:02d}", {"zone": "X" if n <= 5 else "Y"}) for n in range(1, 11)]
FIRST = record(rules=TERMS, people=CHILDREN)
X, Y = ranked(FIRST, "x1"), ranked(FIRST, "y1")
MORE = amended(FIRST, [("declined", Y[0], D)], [("declined", X[0], D)])  # a place left at Y1; X[2] has an offer at X1
UNPLACED = sorted({a for a, _, _ in CHILDREN} - {X[0], X[1], X[2], Y[0], Y[1]})


def last(files: Files) -> str:
    """The hash by which a later session names a record."""
    return after(files).last


def second(
    codes: list[str], carry: Any = STRICT, *, places: int = 1, earlier: tuple[Files, ...] = (MORE,), **more: Any
) -> Files:
    """A session at Y1 that continues the given ones."""
    terms = rules_of([school("Y1", places)], [draw_of("s2", "Y1")], carry=carry)
    people = [(a, a, {}) for a in codes]
    return record(session="example-2027", rules=terms, people=people, after=[last(e) for e in earlier], **more)


def checked(files: Files, *earlier: Files) -> Report:
    """The report with the papers of the hall and these earlier records."""
    papers = simulator.anchors(files)
    return verify(files, notice_hash=papers[0], statement_hash=papers[1], earlier=[(e, []) for e in earlier])


def step(report: Report) -> Step:
    """Step 17, where it is the only one that may not match."""
    assert [s.number for s in report.steps if s.word != MATCH and s.number != 17] == []
    return report.steps[16]


SECOND = second(UNPLACED)


def test_a_chain_that_keeps_its_rules_matches() -> None:
    """SPEC §11 (17): every earlier record is whole and §14 holds: match; without the record: could not check."""
    assert checked(SECOND, MORE).last_line() == "verdict: match"
    alone = step(checked(SECOND))
    assert alone.word == COULD_NOT
    assert last(MORE) in alone.detail
    assert step(checked(SECOND, FIRST)).word == COULD_NOT  # the record as it was before its amendments is another one


BREAKS: dict[str, tuple[Callable[[], Files], str]] = {
    "admitted": (lambda: second(sorted([*UNPLACED, X[1]])), X[1]),
    "offered": (lambda: second(sorted([*UNPLACED, X[2]])), X[2]),
    "unknown": (lambda: second(sorted([*UNPLACED, "9999"])), "9999"),
    "places": (lambda: second(UNPLACED, places=2), "Y1"),
    "abstained": (lambda: second(UNPLACED, FREE | {"abstained": "OUT"}, earlier=(MORE, BETWEEN)), UNPLACED[0]),
}
BETWEEN = record(
    session="example-between", rules=rules_of([school("Y1", 1, vacancies="NONE")], [draw_of("b", "Y1")]),
    people=[(a, a, {}) for a in UNPLACED[1:]],
)  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_each_rule_of_carry_is_checked(name: str) -> None:
    """SPEC §14: BARRED, UNPLACED, LEFT, OUT; the first applicant or school against the rule is named."""
    make, wanted = BREAKS[name]
    files = make()
    word = step(checked(files, MORE, BETWEEN))
    assert word.word == MISMATCH
    assert wanted in word.detail
    loose = record(
        session="example-2027",
        rules=rules_of([school("Y1", 2)], [draw_of("s2", "Y1")], carry=FREE),
        people=[(a, a, {}) for a in frozen(files)[2].applicants],
        after=frozen(files)[0].after,
    )
    assert checked(loose, MORE, BETWEEN).last_line() == "verdict: match"


def test_the_last_record_that_has_the_school_counts() -> None:
    """SPEC §14 LEFT: "in the last record, in the order of `after`, that has it"; never below 0."""
    left = after(BETWEEN).places_left()["Y1"]
    assert (left, after(MORE).places_left()["Y1"]) == (0, 1)
    carry = FREE | {"places": "LEFT"}
    people = UNPLACED[1:]
    assert checked(second(people, carry, earlier=(BETWEEN, MORE)), MORE, BETWEEN).verdict == MATCH
    assert step(checked(second(people, carry, earlier=(MORE, BETWEEN)), MORE, BETWEEN)).word == MISMATCH
    assert checked(second(people, carry, places=0, earlier=(MORE, BETWEEN)), MORE, BETWEEN).verdict == MATCH


def test_earlier_records_are_verified_whole() -> None:
    """SPEC §11 (17): "one that is a mismatch is a mismatch here"; one that could not be checked makes this one so."""
    bad = MORE | {"seed.txt": MORE["seed.txt"].replace(b"dice d10x10 3", b"dice d10x10 4")}
    word = step(checked(SECOND, bad))
    assert (word.word, "step 9 of session example-2026" in word.detail) == (MISMATCH, True)
    forged = MORE | {"amendments/0001/changes.csv": b"x\n"}
    assert "step 16" in step(checked(SECOND, forged)).detail
    open_end = record(rules=TERMS, people=CHILDREN, beacon=Beacon(chain=digest(b"x"), round=1))
    later = second(sorted(a for a, _, _ in CHILDREN), FREE, earlier=(open_end,))
    assert "step 8" in step(checked(later, open_end)).detail
    assert step(checked(later, open_end)).word == COULD_NOT


def test_records_that_nobody_names_are_ignored() -> None:
    """SPEC §11 (17): "A given record whose hash is not in `after`, nor in that of another given one, is ignored"."""
    bad = simulator.record() | {"results.csv": b"x\n"}
    assert checked(SECOND, MORE, bad, void_record(ruling=True), {}).verdict == MATCH
    assert checked(simulator.record(), bad).verdict == MATCH


def test_a_chain_of_three() -> None:
    """SPEC §11 (17): "with all the given records at hand": the earlier record of an earlier record is needed too."""
    left = sorted(set(UNPLACED) - {ranked(SECOND, "s2")[0]})
    third = record(
        session="example-2028", rules=rules_of([school("Y1", 1)], [draw_of("s3", "Y1")], carry=FREE | {"admitted": "BARRED"}),
        people=[(a, a, {}) for a in left], after=[last(SECOND)],
    )  # fmt: skip
    assert checked(third, SECOND, MORE).verdict == MATCH
    assert step(checked(third, SECOND)).word == COULD_NOT
    bad = MORE | {"README": b"x\n"}
    assert "step 17 of session example-2027" in step(checked(third, SECOND, bad)).detail


def test_records_that_name_one_another_end() -> None:
    """SPEC §11: "never an endless loop": malformed records may claim to continue one another."""
    one, two = b"one\n", b"two\n"

    def naming(name: str, text: bytes, other: bytes) -> Files:
        files = record(session=name, rules=rules_of(carry=FREE), after=[digest(other)])
        return files | {"amendments/0001/amendment.txt": text}

    a, b = naming("example-a", one, two), naming("example-b", two, one)
    assert checked(a, a, b).verdict == MISMATCH
    assert checked(a, b).verdict == MISMATCH


def test_carry_is_written_exactly_when_there_are_earlier_sessions() -> None:
    """SPEC §4: carry is "none" exactly when the notice's `after` is empty."""
    assert record_step(record(after=[digest(b"x")])) == 5
    assert record_step(record(rules=rules_of(carry=FREE))) == 5


def record_step(files: Files) -> int:
    """The first mismatching step."""
    found = checked(files).first(MISMATCH)
    return found.number if found else 0


def test_missing_and_problems_of_a_draft() -> None:
    """chain: what the freeze asks before there is a record: which hashes are missing, what does not hold."""
    current, terms, people = frozen(SECOND)
    one = chain.finished("example-2026", after(MORE))
    assert chain.missing(current.after, [one]) == []
    assert chain.missing(current.after, []) == [last(MORE)]
    assert chain.problems(current.after, terms, people, [one]) == []
    assert one.fates[X[2]].fate is Fate.OFFERED
    assert isinstance(current, notice.Notice)
    assert chain.problems(current.after, terms, people, []) == []


def written(folder: Path, files: Files) -> str:
    """A record on disk."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return str(folder)


def test_the_command_takes_earlier_records(tmp_path: Path) -> None:
    """`draw verify RECORD --earlier FOLDER`, repeatable: exit 0 with them, 2 without."""
    papers = simulator.anchors(SECOND)
    words = ["verify", written(tmp_path / "second", SECOND), "--notice", papers[0], "--statement", papers[1]]
    alone = CliRunner().invoke(main, words)
    assert (alone.exit_code, alone.output.splitlines()[-1]) == (2, "verdict: could not check (17)")
    others = [written(tmp_path / "first", MORE), written(tmp_path / "between", BETWEEN)]
    whole = CliRunner().invoke(main, [*words, "--earlier", others[0], "--earlier", others[1]])
    assert (whole.exit_code, whole.output.splitlines()[-1]) == (0, "verdict: match")
    assert CliRunner().invoke(main, [*words, "--earlier", str(tmp_path / "none")]).exit_code == 2


def test_later_amendments_of_an_earlier_session_change_nothing() -> None:
    """SPEC §14: "what follows takes the record as it stood there (later amendments are verified, and change nothing here)"."""
    grown = amended(MORE, [("accepted", X[2], D)], [("struck", Y[1], D)])
    assert last(grown) != last(MORE)
    assert checked(SECOND, grown).last_line() == "verdict: match"
    forged = grown | {"amendments/0004/changes.csv": MORE["amendments/0001/changes.csv"]}
    assert step(checked(SECOND, forged)).word == MISMATCH


def test_of_an_annulled_draw_nobody_has_a_place() -> None:
    """SPEC §14: "if the draw was annulled by then, nobody has a place there and all places are left"."""
    gone = amended(FIRST, [("annulled", "", D)])
    everybody = [a for a, _, _ in CHILDREN]
    assert checked(second(everybody, places=2, earlier=(gone,)), gone).last_line() == "verdict: match"
    assert step(checked(second(everybody, places=0, earlier=(gone,)), gone)).word == MISMATCH
