"""`draw amend`: shown first, signed once, whole or not at all, nothing private (SPEC §13, R37-R39)."""

import shutil
from pathlib import Path

import afterwards
import pytest
import simulator
import stage
from afterwards import PASSPHRASE, Files, event, opened
from click.testing import CliRunner, Result
from simulator import Hall, after_draw, rules_of, void_record

from draw.amending.asked import Asked
from draw.amending.fates import EventKind
from draw.cli import main
from draw.edges.session import Session
from draw.errors import AlreadyDone, StepRefused, StoreError
from draw.notice import Mode
from draw.verify import verify

D = "2026-07-20"
HALL = Hall(rules=rules_of(after_draw=after_draw(reply_days=3)))
PINS = {"operator": "111111", "checker": "222222", "notary": "333333"}
Kept = tuple[Path, Files]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A finished rehearsal; read only."""
    return afterwards.kept(tmp_path_factory.mktemp("finished") / "session", HALL)


@pytest.fixture
def session(finished: Kept, tmp_path: Path) -> Kept:
    """A copy of it."""
    return Path(shutil.copytree(finished[0], tmp_path / "session")), finished[1]


def admitted(files: Files) -> list[str]:
    """Codes of the children with a place."""
    return sorted(afterwards.after(files).admitted())


def asked(kind: str, applicant: str, date: str = D, paper: bytes = b"") -> list[tuple[Asked, bytes]]:
    """One event as the operator asks for it."""
    return [(Asked(kind=EventKind(kind), applicant=applicant, date=date, paper=""), paper)]


def command(folder: Path, *words: str, text: str = "", test: bool = True) -> Result:
    """`draw amend` in this process; the passphrase comes from a file, in a rehearsal the time from the test clock."""
    secret = folder.parent / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    arguments = ["amend", str(folder), *words, "--passphrase-file", str(secret)]
    done = CliRunner().invoke(main, arguments, input=text, env={"DRAW_TEST_CLOCK": stage.CLOCK} if test else {})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def test_an_amendment_is_shown_confirmed_and_published(session: Kept) -> None:
    """What will move is told before it is signed; the record with it verifies; the sealed files stay as they were."""
    folder, files = session
    one = admitted(files)[0]
    words = ["--event", "declined", "--applicant", one, "--date", D]
    refused = command(folder, *words, text="no\n")
    assert refused.exit_code == 1
    assert "offered" in refused.output
    assert stage.tree(folder / "public") == files
    done = command(folder, *words, text="yes\n")
    assert done.exit_code == 0, done.output
    assert f"{one}: admitted X1 -> declined (declined)" in done.output
    assert "to reply by 2026-07-23" in done.output
    public = stage.tree(folder / "public")
    assert {n: d for n, d in public.items() if not n.startswith("amendments/")} == files
    assert len(public) == len(files) + 5
    papers = simulator.anchors(files)
    assert verify(public, notice_hash=papers[0], statement_hash=papers[1]).last_line() == "verdict: match"
    again = command(folder, *words, "--yes")
    assert again.exit_code == 0
    assert "already recorded" in again.output
    assert stage.tree(folder / "public") == public


def test_list_tells_offers_lists_and_places(session: Kept) -> None:
    """--list: open offers with their last day, heads of waiting lists, free places."""
    folder, files = session
    one = admitted(files)[0]
    assert command(folder, "--event", "放弃", "--applicant", one, "--date", D, "--yes").exit_code == 0
    told = command(folder, "--list").output
    assert "1 amendment(s)" in told
    assert "offered X1 on 2026-07-20" in told
    assert "X1: 0 free" in told
    assert "1 in line, first: B001 (2)" in told


def test_a_table_of_events_is_one_amendment(session: Kept) -> None:
    """--from: a table as clerks keep it, in either language, papers beside it; every fault at once."""
    folder, files = session
    (folder.parent / "p1.txt").write_text("家长书面放弃", encoding="utf-8")
    one, two, _ = admitted(files)
    table = folder.parent / "events.csv"
    table.write_text(f"事项,编号,日期,文书\n放弃,{one},{D},p1.txt\n取消资格,{two},2026-07-21,\n", encoding="utf-8-sig")
    done = command(folder, "--from", str(table), "--yes")
    assert done.exit_code == 0, done.output
    rows = (folder / "public/amendments/0001/events.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith(f"declined,{one},X1,{D},") and len(rows[1].rpartition(",")[2]) == 64
    assert rows[2] == f"struck,{two},X1,2026-07-21,none"
    assert command(folder, "--from", str(table), "--yes").output.count("nothing changed") == 1
    table.write_text(f"事项,编号,日期\n走了,{one},{D}\n放弃,{one},2026-7-20\n", encoding="utf-8")
    wrong = command(folder, "--from", str(table), "--yes")
    assert wrong.exit_code == 1
    assert "row 2" in wrong.output and "row 3" in wrong.output


def test_several_events_on_the_command_line(session: Kept) -> None:
    """--event may be repeated: a code for each event that concerns somebody, a date for each or one for all."""
    folder, files = session
    one, two, _ = admitted(files)
    words = ["--event", "reported", "--event", "declined", "--applicant", one, "--applicant", two, "--date", D]
    assert command(folder, *words, "--yes").exit_code == 0
    rows = (folder / "public/amendments/0001/events.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert rows == [f"reported,{one},X1,{D},none", f"declined,{two},X1,{D},none"]
    for wrong in (
        ["--event", "declined", "--date", D],
        ["--event", "gone", "--applicant", one, "--date", D],
        ["--event", "declined", "--applicant", one],
        ["--event", "declined", "--applicant", one, "--applicant", two, "--date", D],
        ["--event", "annulled", "--applicant", one, "--date", D],
        ["--list", "--event", "declined"],
        [],
    ):
        assert command(folder, *wrong).exit_code == 2, wrong
    assert command(folder, "--event", "annulled", "--date", D, "--yes").exit_code == 0
    assert "annulled by law" in command(folder, "--event", "struck", "--applicant", one, "--date", D, "--yes").output


def test_nothing_private_is_in_an_amendment(session: Kept) -> None:
    """R39: "amendment no. 1 names codes only"; a paper enters by its salted hash."""
    folder, files = session
    one = admitted(files)[0]
    current = opened(folder)
    current.amend(current.plan(asked("struck", one, paper="孩子0001 伪造材料".encode())))
    made = b"".join(d for n, d in stage.tree(folder / "public").items() if n.startswith("amendments/"))
    for word in ("孩子", f"ID{one}", "伪造"):
        assert word.encode() not in made


def test_a_crash_leaves_an_amendment_whole_or_not_there(session: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Store first, then the public folder: after a crash in between the next command finishes what was begun."""
    folder, files = session
    one = admitted(files)[0]

    def crash(*_: object, **__: object) -> None:
        raise OSError("power cut")

    current = opened(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Session, "_publish_new", crash)
        with pytest.raises(OSError, match="power cut"):
            current.amend(current.plan(asked("declined", one)))
    assert stage.tree(folder / "public") == files
    again = opened(folder)
    public = stage.tree(folder / "public")
    assert len(public) == len(files) + 5
    with pytest.raises(AlreadyDone):
        again.plan(asked("declined", one))
    with monkeypatch.context() as patch:
        patch.setattr(again.store, "append", crash)
        with pytest.raises(OSError, match="power cut"):
            again.amend(again.plan(asked("reported", admitted(files)[1])))
    opened(folder)
    assert stage.tree(folder / "public") == public


def test_a_damaged_public_copy_is_healed(session: Kept) -> None:
    """decisions/0001: the store is the truth; whatever is changed in the public folder comes back."""
    folder, files = session
    current = opened(folder)
    current.amend(current.plan(asked("declined", admitted(files)[0])))
    public = stage.tree(folder / "public")
    (folder / "public/amendments/0001/changes.csv").write_bytes(b"x\n")
    (folder / "public/amendments/0001/amendment.txt").unlink()
    opened(folder)
    assert stage.tree(folder / "public") == public


def test_two_operators_at_once(session: Kept) -> None:
    """What was shown is what is signed: a plan that another amendment has overtaken is refused."""
    folder, files = session
    one, two, _ = admitted(files)
    here, there = opened(folder), opened(folder)
    mine, theirs = here.plan(asked("declined", one)), there.plan(asked("declined", two))
    there.amend(theirs)
    with pytest.raises(StepRefused, match="Look again"):
        here.amend(mine)
    assert afterwards.after(stage.tree(folder / "public")).number == 1


def test_live_needs_both_pins_and_no_date_to_come(tmp_path: Path) -> None:
    """R45: operator and notary both authorise; a date after today would shut out everything earlier."""
    folder, files = afterwards.kept(tmp_path / "session", Hall(mode=Mode.LIVE), pins=PINS)
    one = admitted(files)[0]
    current = opened(folder)
    with pytest.raises(StepRefused, match="2026-09-01"):
        current.plan(asked("declined", one, "2026-09-02"))
    plan = current.plan(asked("declined", one, "2026-09-01"))
    for pins in ({}, {"operator": "111111"}, {"notary": "333333"}, PINS | {"notary": "111111"}):
        with pytest.raises(StepRefused, match="PIN"):
            current.amend(plan, pins=pins)
    assert stage.tree(folder / "public") == files
    current.amend(plan, pins=PINS)
    assert afterwards.after(stage.tree(folder / "public")).number == 1
    words = ["--event", "struck", "--applicant", one, "--date", "2026-09-01", "--yes"]
    refused = command(folder, *words, text="wrong-session\n", test=False)
    assert refused.exit_code == 1
    assert "nothing was done" in refused.output


def test_only_a_sealed_result_is_amended(tmp_path: Path) -> None:
    """SPEC §2: "`amendments/NNNN/…` after sealing"; a void attempt has no result."""
    folder, _ = afterwards.kept(tmp_path / "session", Hall(), make=lambda hall: void_record(hall, ruling=True))
    with pytest.raises(StepRefused, match="nothing to amend"):
        opened(folder).afterwards()


def test_without_the_amender_key_nothing_is_signed(session: Kept) -> None:
    """A lost or another key is said so."""
    folder, files = session
    current = opened(folder)
    plan = current.plan(asked("declined", admitted(files)[0]))
    (folder / "private/amender.pem").unlink()
    with pytest.raises(StoreError):
        current.amend(plan)
    assert stage.tree(folder / "public") == files


def test_the_school_of_an_event_follows_from_the_state(session: Kept) -> None:
    """Event.same: the school is not what the operator says."""
    assert event("struck", "0001", D, school="X1").same(event("struck", "0001", D))
    assert not event("struck", "0001", D).same(event("struck", "0002", D))
