"""Step 19: what a paper's QR code says is held against the record, in memory and by the command (SPEC §11, §15)."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import simulator
import stage
from afterwards import amended, private_rows
from click.testing import CliRunner, Result
from paper_codes import CHILD, cases, code_of, salt_of, statement_code, vectors
from simulator import Hall, record, void_record
from test_flips import OTHER, write

from draw import slip
from draw.cli import main
from draw.edges import ambient
from draw.edges.freezing import SLIPS
from draw.edges.session import Session
from draw.hashing import digest
from draw.intake.private_roster import read_roster_csv
from draw.verify import COULD_NOT, MATCH, MISMATCH, Report, Step, Whose, verify

Files = Mapping[str, bytes]
RECORD = record()
AGAIN = record(attempt=2, previous=digest(b"void"))
VECTORS = Path(__file__).resolve().parent / "vectors" / "paper_codes.json"
OTHER_ROW = f"0004,0004,{digest(b'another child')}"
WHOSE = Whose(name=f"孩子{CHILD}", id=f"ID{CHILD}")


def asked(files: Files, code: bytes, whose: Whose | None = None) -> Report:
    """The report, with the record's own hashes as the trusted ones."""
    first = simulator.anchors({"notice.json": b"", "void.txt": b"", **files})
    return verify(files, notice_hash=first[0], statement_hash=first[1], code=code, whose=whose)


def last(files: Files, code: bytes, whose: Whose | None = None) -> Step:
    """The answer of step 19."""
    step = asked(files, code, whose).steps[-1]
    assert step.number == 19
    return step


# -- what matches ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", [None, WHOSE])
@pytest.mark.parametrize("lost", [b"", b"\n"])
def test_a_sound_slip_is_a_match(whose: Whose | None, lost: bytes) -> None:
    """SPEC §15: session and notice hash are the record's, signed by `signer`, a line of pool.csv, the seal of name, id and salt."""
    report = asked(RECORD, code_of(RECORD).removesuffix(lost), whose)
    assert [step.word for step in report.steps] == [MATCH] * 19
    assert (report.verdict, report.child) == (MATCH, CHILD)


@pytest.mark.parametrize("lost", [b"", b"\n"])
def test_the_result_sheets_code_is_a_match(lost: bytes) -> None:
    """SPEC §15: "its lines are the bytes of the record's statement.txt and its signature is by `signer`"; it is of no child."""
    report = asked(RECORD, statement_code(RECORD).removesuffix(lost))
    assert (report.verdict, report.child, len(report.steps)) == (MATCH, "", 19)


def test_every_child_has_its_slip() -> None:
    """Members of a bundle too."""
    for applicant in (line.split(",")[0] for line in RECORD["pool.csv"].decode().splitlines()[1:]):
        whose = Whose(name=f"孩子{applicant}", id=f"ID{applicant}")
        assert last(RECORD, code_of(RECORD, applicant), whose).word == MATCH


def test_without_a_code_there_is_no_such_step() -> None:
    """SPEC §11: "only where the text of a paper's QR code is given"."""
    assert [step.number for step in verify(RECORD).steps] == list(range(1, 19))


def test_amendments_change_nothing_on_the_slip() -> None:
    """The frozen list stays what it was."""
    admitted = next(line[:4] for line in RECORD["results.csv"].decode().splitlines() if ",admitted," in line)
    files = amended(RECORD, [("declined", admitted, "2026-07-20")])
    assert asked(files, code_of(files), WHOSE).verdict == MATCH
    assert asked(files, statement_code(files)).verdict == MATCH


# -- what does not --------------------------------------------------------------------------------------------------------

CASES = {case["case"]: case for case in json.loads(VECTORS.read_bytes())}
SAID = {
    "other_session": "of session example-2027",
    "row_of_nobody": "no line of pool.csv",
    "row_changed": "slip.sig",
    "salt_changed": "slip.sig",
    "other_name": "seal",
    "statement_of_other_attempt": "line 3 is 'attempt 2'",
    "statement_signature_changed": "statement.sig",
    "crlf": "carriage return",
    "bom": "byte order mark",
    "bytes_behind": "more than 5 lines",
    "empty": "empty",
    "address": "neither",
    "capital_salt": "line 4",
    "other_version": "another version",
}


def test_the_vectors_are_as_committed() -> None:
    """scripts/make_vectors would write today exactly the bytes that are committed."""
    assert VECTORS.read_bytes() == vectors()
    assert SAID.keys() <= CASES.keys() and len(CASES) == len(cases())


@pytest.mark.parametrize("name", CASES)
def test_each_single_fault_is_found(name: str) -> None:
    """The word of step 19 is the vector's; its detail says why, and never the name, the id or the salt; no child is shown."""
    case = CASES[name]
    whose = Whose(name=case["name"], id=case["id"]) if case["name"] else None
    report = asked(RECORD, case["code"].encode(), whose)
    step = report.steps[-1]
    assert (step.word, report.verdict) == (case["expect"], case["expect"]), case["why"]
    assert step.word == MATCH or (report.last_line() == f"verdict: {step.word} (19)" and not report.child)
    assert SAID.get(name, "") in step.detail
    hidden = ("孩子", f"ID{CHILD}", "ID0005", salt_of(CHILD), salt_of("0001"))
    assert not any(secret in step.detail for secret in hidden), step.detail


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record as files; read only."""
    folder = tmp_path_factory.mktemp("sound")
    write(RECORD, folder)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_the_other_verifier_says_the_same(name: str, sound: Path, tmp_path: Path) -> None:
    """scripts/verify.py, written by a reader of SPEC alone, says the vector's word too."""
    case = CASES[name]
    (tmp_path / "code").write_bytes(case["code"].encode())
    person = (case["name"], case["id"]) if case["name"] else None
    report = OTHER.verify(str(sound), *simulator.anchors(RECORD), code=str(tmp_path / "code"), person=person)
    assert (report.steps[-1].number, report.steps[-1].word) == (19, case["expect"]), report.steps[-1].detail


@pytest.mark.parametrize(
    "gone",
    [
        *([name] for name in ("notice.json", "pool.csv", "rules.json", "statement.txt", "statement.sig")),
        ["README", "board.txt"],
    ],
)
@pytest.mark.parametrize("code", [code_of(RECORD), statement_code(RECORD), statement_code(RECORD)[:-3] + b"00\n"])
def test_both_say_the_same_of_a_record_that_is_not_whole(gone: list[str], code: bytes, tmp_path: Path) -> None:
    """SPEC §11: "later steps go on with what is sound", in both verifiers alike."""
    files = {path: data for path, data in RECORD.items() if path not in gone}
    (tmp_path / "record").mkdir()
    write(files, tmp_path / "record")
    (tmp_path / "code").write_bytes(code)
    theirs = OTHER.verify(str(tmp_path / "record"), code=str(tmp_path / "code")).steps[-1]
    ours = verify(files, code=code).steps[-1]
    assert (ours.number, ours.word) == (theirs.number, theirs.word), (ours.detail, theirs.detail)


def test_a_slip_of_another_version_could_not_be_checked() -> None:
    """SPEC §15: "if only the notice hash differs: *could not check*, the slip belongs to another version"."""
    report = asked(RECORD, code_of(AGAIN), WHOSE)
    assert (report.steps[-1].word, report.last_line()) == (COULD_NOT, "verdict: could not check (19)")
    assert "another version" in report.steps[-1].detail and not report.child


def test_a_void_record_has_the_slip_and_no_statement() -> None:
    """SPEC §15: "the same checks as far as they go, no child's line"."""
    files = void_record(ruling=True)
    assert asked(files, code_of(files), WHOSE).verdict == MATCH
    assert last(files, code_of(files, row=OTHER_ROW)).word == MISMATCH
    assert last(files, statement_code(RECORD)).word == MISMATCH


@pytest.mark.parametrize("name", ["notice.json", "pool.csv"])
@pytest.mark.parametrize("data", [None, b"", b"{}", b"applicant,unit,seal\n"])
def test_what_an_earlier_step_found_wrong_is_not_checked(name: str, data: bytes | None) -> None:
    """SPEC §11: "A step whose input an earlier step found missing or wrong says *could not check*"."""
    files = {path: content for path, content in RECORD.items() if path != name} | (
        {name: data} if data is not None else {}
    )
    whole = code_of(RECORD) if name == "pool.csv" else code_of(RECORD, notice=digest(data or b""))
    assert last(files, whole).word == COULD_NOT


def test_notice_and_pool_are_enough() -> None:
    """SPEC §15: "with nothing but the public notice.json and pool.csv"; the verdict says what of the list is missing."""
    report = verify({name: RECORD[name] for name in ("notice.json", "pool.csv")}, code=code_of(RECORD), whose=WHOSE)
    assert (report.steps[-1].word, report.last_line()) == (MATCH, "verdict: could not check (3)")
    wrong = verify({name: RECORD[name] for name in ("notice.json", "pool.csv")}, code=code_of(RECORD, row=OTHER_ROW))
    assert wrong.steps[-1].word == MISMATCH


# -- the command ----------------------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str, text: bytes | None = None) -> Result:
    """`draw verify` in this process."""
    done = CliRunner().invoke(main, ["verify", str(folder), *arguments], input=text)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The record as files, and beside it a slip as a scanner saves it."""
    (tmp_path / "record").mkdir()
    write(RECORD, tmp_path / "record")
    (tmp_path / "slip.txt").write_bytes(code_of(RECORD).removesuffix(b"\n"))
    return tmp_path / "record"


def test_the_command_checks_a_slip_and_tells_the_childs_lines(folder: Path) -> None:
    """The child's lines stand there as with --applicant, name and id never; a family may type its id in small letters."""
    trusted = ["--notice", digest(RECORD["notice.json"]), "--statement", digest(RECORD["statement.txt"])]
    given = ["--name", f" 孩子{CHILD}", "--id", f"ｉｄ{CHILD} "]
    done = command(folder, *trusted, "--code", str(folder.parent / "slip.txt"), *given)
    assert done.exit_code == 0 and done.stdout.endswith("verdict: match\n")
    assert "(19) 纸上二维码 paper code — 相符 match" in done.stdout
    plain = command(folder, *trusted, "--applicant", CHILD)
    lines = [line for line in plain.stdout.splitlines() if not line.startswith("(")][:-2]
    assert lines and all(line in done.stdout.splitlines() for line in lines)
    assert not any(secret in done.output for secret in ("孩子", f"ID{CHILD}", salt_of(CHILD)))
    both = command(folder, *trusted, "--applicant", CHILD, "--code", "-", text=code_of(RECORD))
    assert both.stdout.count(lines[0]) == 1


def test_the_command_reads_standard_input_and_bytes_as_they_are(folder: Path) -> None:
    """FILE - is standard input; a file with CRLF is another text."""
    assert "(19) 纸上二维码 paper code — 相符" in command(folder, "--code", "-", text=code_of(RECORD)).stdout
    done = command(folder, "--code", "-", text=code_of(RECORD).replace(b"\n", b"\r\n"))
    assert done.exit_code == 1 and done.stdout.endswith("verdict: mismatch (19)\n")
    assert command(folder, "--code", "-", text=b"x" * 200_000).exit_code == 1


def test_a_wrong_name_shows_no_line_of_any_child(folder: Path) -> None:
    """A slip that is not this child's tells nothing about the child whose it is."""
    done = command(folder, "--code", str(folder.parent / "slip.txt"), "--name", "别人", "--id", "X1")
    assert done.exit_code == 1 and "number1:" not in done.stdout
    assert "别人" not in done.output and "X1," not in done.output


@pytest.mark.parametrize(
    "arguments",
    [["--name", "李强"], ["--code", "-", "--id", "X1"], ["--name", "李强", "--id", "X1"], ["--code", "/none"]],
)
def test_half_a_question_is_a_usage_error(folder: Path, arguments: list[str]) -> None:
    """Name and id go together, and with a code; a file that is not there is said."""
    done = command(folder, *arguments)
    assert done.exit_code == 2 and "verdict" not in done.output and "李强" not in done.output


def test_a_slip_of_a_real_freeze_matches_before_the_draw(tmp_path: Path) -> None:
    """SPEC §15: "before the draw and with nothing but the public notice.json and pool.csv": step 19 matches."""
    session = Session.create(stage.prepare(tmp_path / "s"), stage.PASSPHRASE, ambient.from_environment())
    session.freeze()
    people = read_roster_csv(session.store.file(1, "private/roster.csv"))
    files = {path.name: path.read_bytes() for path in session.public.iterdir()}
    rows = files["pool.csv"].decode().splitlines()[1:]
    for n, person in enumerate(people):
        text = slip.text("stage-2026", digest(files["notice.json"]), rows[n], person.salt)
        code = slip.code(text, slip.signature_of(session.store.file(1, SLIPS), n))
        assert last(files, code, Whose(name=person.name, id=person.id)).word == MATCH


def test_the_hall_in_memory_has_the_seals_of_its_roster() -> None:
    """The tests above stand on true seals."""
    people = read_roster_csv(private_rows(Hall()))
    assert [person.salt for person in people] == [salt_of(person.applicant) for person in people]
