"""Appeals: recorded, answered, listed with their deadlines, proved from the record, and never public (R54)."""

import re
import shutil
from pathlib import Path

import afterwards
import pytest
import simulator
import stage
from afterwards import PASSPHRASE, Files, amended, opened, ranked
from click.testing import CliRunner, Result
from simulator import Hall

from draw import appeals
from draw.amending.asked import Asked
from draw.amending.fates import EventKind
from draw.appeals import Closing
from draw.cli import main
from draw.errors import AlreadyDone, FormatError, StepRefused
from draw.hashing import digest, seal

Kept = tuple[Path, Files]
ASKS = "我的孩子欧阳明月没有进名单!".encode()
ANSWER = "已核对,名单第 2 行。".encode()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A finished rehearsal; read only."""
    return afterwards.kept(tmp_path_factory.mktemp("finished") / "session", Hall())


@pytest.fixture
def session(finished: Kept, tmp_path: Path) -> Kept:
    """A copy of it."""
    return Path(shutil.copytree(finished[0], tmp_path / "session")), finished[1]


def command(folder: Path, *words: str) -> Result:
    """`draw appeal` in this process."""
    secret = folder.parent / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    arguments = ["appeal", str(folder), *words, "--passphrase-file", str(secret)]
    done = CliRunner().invoke(main, arguments, env={"DRAW_TEST_CLOCK": "2026-09-01T09:00:00+08:00/0"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def told(files: Files, code: str) -> str:
    """The English of what the record says."""
    return "\n".join(en for _, en in appeals.evidence(files, "example-2026", code))


def test_r54_example_was_in_the_pool_with_this_rank() -> None:
    """R54: "proof that 0417 was in the pool, key 8e…, rank 402 of 712, last admitted 395 -> confirmed"."""
    files = simulator.record()
    last = ranked(files)[-1]
    text = told(files, last)
    lines = files["pool.csv"].decode().splitlines()
    number = next(n for n, row in enumerate(lines, start=1) if row.startswith(f"{last},"))
    assert f"Applicant {last} is in the list, line {number}: {lines[number - 1]}" in text
    assert digest(files["pool.csv"]) in text
    assert "ordered 5 units; this one has rank 5" in text
    assert re.search(r"rank 5; last admitted rank 4", text)
    assert "No amendment concerns this code." in text


def test_the_seal_can_be_recomputed_from_the_slip() -> None:
    """R54 Edge: "my child was not in the pool -> inclusion proof": the printed formula gives the seal of the pool."""
    files = simulator.record()
    formula = re.search(r'"(seal1:[^"]+)" \| sha256sum must give ([0-9a-f]{64})', told(files, "0003"))
    assert formula is not None
    salt = digest(b"0003")[:32]
    filled = formula[1].replace("<salt>", salt).replace("<name>", "孩子0003").replace("<id>", "ID0003")
    assert digest(filled.encode()) == formula[2] == seal("example-2026", "0003", salt, "孩子0003", "ID0003")


def test_who_is_not_in_the_pool_is_told_so() -> None:
    """R54: a code that is in no line of the frozen list."""
    assert "There is no applicant 9999 in the list." in told(simulator.record(), "9999")
    assert "has 6 applicants" in told(simulator.record(), "9999")


def test_amendments_that_concern_the_code_are_quoted() -> None:
    """R54: "answer with the relevant lines of the kit": also those of later amendments."""
    files = simulator.record()
    one = ranked(files)[0]
    text = told(amended(files, [("struck", one, "2026-07-20")]), one)
    assert f"amendment 1: {one},admitted,X1,struck,,struck" in text


def test_a_case_from_question_to_outcome(session: Kept, tmp_path: Path) -> None:
    """R54: "case = code, question, answer, deadline, outcome"; overdue cases say so; an outcome stays."""
    folder, files = session
    asks, answer = tmp_path / "q.txt", tmp_path / "a.txt"
    asks.write_bytes(ASKS)
    answer.write_bytes(ANSWER)
    new = ["--code", "0003", "--question", str(asks), "--deadline", "2026-08-31"]
    done = command(folder, *new)
    assert "case 1 is recorded" in done.output
    assert "欧阳明月" in done.output and "line 4: 0003,0003," in done.output
    assert "already recorded as case 1" in command(folder, *new).output
    command(folder, "--code", "0001", "--question", str(asks), "--deadline", "2026-09-02")
    listed = command(folder).output.splitlines()
    assert len(listed) == 2
    assert "case 1: code 0003, answer due 2026-08-31" in listed[0] and "OVERDUE" in listed[0]
    assert listed[1].endswith("open")
    assert "欧阳" not in "".join(listed)
    close = ["--case", "1", "--outcome", "CONFIRMED", "--answer", str(answer)]
    assert command(folder, *close).output.count("confirmed 2026-09-01") == 1
    assert "already recorded as case 1" in command(folder, *close).output
    other = command(folder, "--case", "1", "--outcome", "NEW_SESSION", "--answer", str(answer))
    assert other.exit_code == 1 and "which stays" in other.output
    shown = command(folder, "--show", "1").output
    assert ANSWER.decode() in shown and ASKS.decode() in shown
    assert "OVERDUE" not in command(folder).output
    assert command(folder, "--show", "3").exit_code == 1
    assert stage.tree(folder / "public") == files


def test_an_amendment_must_be_there_before_it_is_named(session: Kept) -> None:
    """R54: outcome "amendment (R39)" names one that exists; other outcomes name none."""
    folder, files = session
    current = opened(folder)
    current.open_case("0003", ASKS, "2026-09-10")
    for outcome, number in ((Closing.AMENDMENT, 0), (Closing.AMENDMENT, 1), (Closing.CONFIRMED, 1)):
        with pytest.raises(StepRefused):
            current.close_case(1, outcome, ANSWER, amendment=number)
    one = next(unit for unit in ranked(files) if unit != "B001")  # a child alone
    current.amend(current.plan([(Asked(kind=EventKind.STRUCK, applicant=one, date="2026-08-20", paper=""), b"")]))
    current.close_case(1, Closing.AMENDMENT, ANSWER, amendment=1)
    assert "amended by amendment 1" in current.case(1).line("2026-09-01")


def test_what_cannot_be_a_case_is_refused(session: Kept) -> None:
    """A code that is none, a date that does not exist, an empty paper, an unknown case."""
    current = opened(session[0])
    for code, paper, day in (
        ("03-x", ASKS, "2026-09-10"),
        ("0003", ASKS, "2026-02-30"),
        ("0003", b" \n", "2026-09-10"),
    ):
        with pytest.raises(StepRefused):
            current.open_case(code, paper, day)
    with pytest.raises(StepRefused):
        current.close_case(1, Closing.CONFIRMED, ANSWER)
    assert current.cases() == ()
    current.open_case("0003", ASKS, "2026-09-10")
    with pytest.raises(StepRefused):
        current.close_case(1, Closing.CONFIRMED, b"")
    with pytest.raises(AlreadyDone):
        current.open_case("0003", ASKS, "2026-09-11")


def test_a_case_is_readable_nowhere(session: Kept) -> None:
    """R54: "Case data are not public": nothing of it in the public folder, nothing in plain at rest."""
    folder, files = session
    current = opened(folder)
    current.open_case("0003", ASKS, "2026-09-10")
    current.close_case(1, Closing.CONFIRMED, ANSWER)
    assert stage.tree(folder / "public") == files
    at_rest = b"".join(stage.tree(folder).values())
    for word in ("欧阳明月", "没有进名单", "已核对", "2026-09-10", "CONFIRMED"):
        assert word.encode() not in at_rest
    assert opened(folder).papers(opened(folder).case(1)) == (ASKS, ANSWER)


def test_cases_are_read_strictly() -> None:
    """read(write(c)) == c; anything else is refused."""
    case = appeals.opened(1, "0003", ASKS, today="2026-09-01", deadline="2026-09-10")
    data = appeals.write(case)
    assert appeals.read(data) == case
    for wrong in (data[:-1], data + b" ", data.replace(b'"number":1', b'"number":"1"'), b"{}"):
        with pytest.raises(FormatError):
            appeals.read(wrong)
    assert appeals.shown(b"\xff\x00")[0].startswith("（不是文字文件")


def test_usage_is_one_of_four(session: Kept) -> None:
    """Open, close, show or list; half of one is a usage error."""
    for words in (["--code", "0003"], ["--case", "1"], ["--show", "1", "--code", "0003"], ["--amendment", "1"]):
        assert command(session[0], *words).exit_code == 2
    assert "No appeals." in command(session[0]).output
