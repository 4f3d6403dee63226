"""Standby copies and take-overs (R14): the same step, the same result, byte for byte; never a stale copy, never a name."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import handing_over
import pytest
import stage

from draw.edges import ambient, keys, lineage, standby_copy, standby_manifest, takeover
from draw.edges.session import Session
from draw.edges.standby import Problem, Standby, Unfit
from draw.edges.store import RETIRED
from draw.errors import DrawError, FormatError, StepRefused, StoreError
from draw.hashing import digest
from draw.verify import verify

ACTS = handing_over.acts()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Cheap key derivation, the test clock, the same entropy every time."""
    monkeypatch.setattr(keys, "_ARGON", {"iterations": 1, "lanes": 1, "memory_kib": 64})
    monkeypatch.setattr(keys, "PBKDF2_ROUNDS", 1000)
    monkeypatch.setenv("DRAW_TEST_CLOCK", stage.CLOCK)
    monkeypatch.setenv("DRAW_TEST_ENTROPY", "stage")
    yield


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One rehearsal with a copy of its standby folder after the freeze and after every act; read only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_ARGON", {"iterations": 1, "lanes": 1, "memory_kib": 64})
        patch.setattr(keys, "PBKDF2_ROUNDS", 1000)
        patch.setenv("DRAW_TEST_CLOCK", stage.CLOCK)
        patch.setenv("DRAW_TEST_ENTROPY", "stage")
        base = tmp_path_factory.mktemp("stages")
        session = handing_over.frozen(base / "old")
        copy = handing_over.standby(session, base / "stick")
        for n, (_, act) in enumerate([("frozen", lambda s: None), *ACTS]):
            act(session)
            copy.refresh(handing_over.NOW)
            shutil.copytree(base / "stick", base / "at" / f"{n}")
        return base


def _stick(stages: Path, n: int, tmp_path: Path) -> Path:
    """The standby folder as it was after act n, to be spoilt or taken over."""
    shutil.copytree(stages / "at" / str(n), tmp_path / "stick")
    return tmp_path / "stick"


def _seen_at(stages: Path, n: int) -> standby_copy.Seen:
    manifest = handing_over.copied(stages / "at" / str(n)).manifest
    return standby_copy.seen(manifest.n, manifest.head)


@pytest.mark.parametrize("n", range(len(ACTS) + 1), ids=["frozen", *(name for name, _ in ACTS)])
def test_taken_over_at_every_step_the_same_record_comes_out(stages: Path, tmp_path: Path, n: int) -> None:
    """Requirement R14: "any restart or standby machine must reproduce it bit for bit", from every step to the end."""
    session = handing_over.taken(_stick(stages, n, tmp_path), tmp_path / "spare", _seen_at(stages, n))
    before = len(session.lines)
    assert session.lines == Session.open(stages / "old", stage.PASSPHRASE, session.ambient).lines[:before]
    for _, act in ACTS[n:]:
        act(session)
    assert stage.tree(tmp_path / "spare" / "public") == stage.tree(stages / "old" / "public")
    assert [e["n"] for e in session.store.show()] == [1, 2, 3]
    assert not (tmp_path / "spare" / "private" / "signer.pem").exists()
    assert not (tmp_path / ".spare.takeover").exists()


@pytest.mark.parametrize("n", range(len(ACTS) + 1))
def test_a_copy_shows_no_name_no_secret_and_no_roster(stages: Path, n: int) -> None:
    """Nothing in a copy tells a name, an id number or a secret that the record does not tell."""
    public = b"".join(stage.tree(stages / "old" / "public").values())
    names = [field for row in stage.ROWS for field in row.split(",")[1:3]]
    for path, data in stage.tree(stages / "at" / str(n)).items():
        for word in [*names, *stage.SECRETS.values(), stage.PASSPHRASE]:
            assert word.encode() not in data, path
    kept = handing_over.copied(stages / "at" / str(n)).manifest.files
    assert not [path for path in kept if "roster" in path or path.endswith((".csv", ".xlsx", ".secret"))]
    assert stage.ROWS[0].split(",")[2].encode() not in public


def test_the_signing_key_dies_on_the_copy_too(stages: Path) -> None:
    """SPEC §2: "whose private half is then destroyed": after the signature no copy holds it, before it every one does."""
    finish = 1 + next(n for n, (name, _) in enumerate(ACTS) if name == "finish")
    for n in range(len(ACTS) + 1):
        files = handing_over.copied(stages / "at" / str(n)).manifest.files
        assert (standby_manifest.SIGNER in files) == (n < finish)
        assert {p.name for p in (stages / "at" / str(n) / "files").iterdir()} == set(files.values())
    before = handing_over.copied(stages / "at" / str(finish - 1)).manifest.files[standby_manifest.SIGNER]
    assert not (stages / "at" / str(finish) / "files" / before).exists()


def test_a_stale_copy_is_refused_and_a_newer_one_is_not(stages: Path, tmp_path: Path) -> None:
    """A copy that ends before the line the hall saw is refused; one that goes on behind it is fine."""
    late, early = _seen_at(stages, 12), _seen_at(stages, 5)
    with pytest.raises(standby_copy.Refused, match=f"stale.*line {early.n} .*line {late.n};"):
        handing_over.taken(stages / "at" / "5", tmp_path / "spare", late)
    assert not list(tmp_path.iterdir())
    session = handing_over.taken(_stick(stages, 12, tmp_path), tmp_path / "spare", early)
    assert len(session.lines) == late.n


def test_another_record_is_refused(stages: Path, tmp_path: Path) -> None:
    """The code of the line is compared, not only its number; and nobody can say that the hall saw nothing."""
    right = _seen_at(stages, 6)
    for first, last in (("0" * 8, right.last), (right.first, "f" * 8)):
        with pytest.raises(standby_copy.Refused, match="not the record of the screen"):
            wrong = standby_copy.seen(right.n, f"{first}-{last}")
            handing_over.taken(stages / "at" / "6", tmp_path / "spare", wrong)
    with pytest.raises(standby_copy.Refused, match="type the record number"):
        handing_over.taken(stages / "at" / "6", tmp_path / "spare", standby_copy.seen(0, ""))


def test_how_a_head_is_typed() -> None:
    """As the footer shows it, with any sign between, or the whole hash; anything else is refused."""
    whole = digest(b"x")
    ends = standby_copy.Seen(n=3, first=whole[:8], last=whole[-8:])
    for text in (whole, f"{whole[:8]}-{whole[-8:]}", f"{whole[:8]}…{whole[-8:]}", f" {whole[:8]} {whole[-8:]}".upper()):
        assert standby_copy.seen(3, text) == ends
    for text in ("", whole[:8], whole[:15], "xyz", f"{whole[:8]}-{whole[-7:]}", whole + "0"):
        with pytest.raises(standby_copy.Refused):
            standby_copy.seen(3, text)


def test_files_of_two_moments_never_go_together(stages: Path, tmp_path: Path) -> None:
    """An older standby.json over newer files, or a newer one over older files, is no copy."""
    for manifest, files in (("4", "9"), ("9", "4")):
        mixed = tmp_path / f"mixed{manifest}"
        shutil.copytree(stages / "at" / files, mixed)
        shutil.copy(stages / "at" / manifest / "standby.json", mixed / "standby.json")
        with pytest.raises(standby_copy.Refused, match="not whole"):
            handing_over.taken(mixed, tmp_path / "spare", _seen_at(stages, 4))


def test_every_changed_byte_of_the_manifest_is_seen(stages: Path) -> None:
    """standby.json is stamped with the vault's data key: no byte of it can be another."""
    copy = handing_over.copied(stages / "at" / "9")
    data = (stages / "at" / "9" / "standby.json").read_bytes()
    assert standby_manifest.read(data, copy.key) == copy.manifest
    for n in range(len(data)):
        with pytest.raises(FormatError):
            standby_manifest.read(data[:n] + bytes([data[n] ^ 1]) + data[n + 1 :], copy.key)
    with pytest.raises(FormatError):
        standby_manifest.read(data, bytes(32))


def test_every_damaged_file_is_seen(stages: Path, tmp_path: Path) -> None:
    """One byte changed in any file of a copy, or the file gone, and it is not taken over; the folder is not made."""
    what = _seen_at(stages, 9)
    for name in {p.name for p in (stages / "at" / "9" / "files").iterdir()}:
        broken = tmp_path / "broken"
        shutil.copytree(stages / "at" / "9", broken)
        path = broken / "files" / name
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        with pytest.raises(DrawError):
            handing_over.taken(broken, tmp_path / "spare", what)
        path.unlink()
        with pytest.raises(DrawError):
            handing_over.taken(broken, tmp_path / "spare", what)
        assert not (tmp_path / "spare").exists()
        shutil.rmtree(broken)


def test_a_wrong_passphrase_and_another_program_are_refused(
    stages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only who knows the passphrase takes over, and only with the program that was frozen (R14)."""
    what = _seen_at(stages, 9)
    with pytest.raises(StoreError, match="wrong passphrase"):
        standby_copy.Copy(stages / "at" / "9", "not-the-passphrase", handing_over.copied(stages / "at" / "9")._ambient)
    monkeypatch.setattr(standby_copy.program, "listing", lambda: b"another program\n")
    with pytest.raises(standby_copy.Refused, match="not the frozen one"):
        handing_over.taken(stages / "at" / "9", tmp_path / "spare", what)
    assert not list(tmp_path.iterdir())


def test_what_is_no_copy_is_said_in_words(tmp_path: Path) -> None:
    """An empty folder, a missing one and nonsense are refused, not tracebacks."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd").mkdir()
    for text in ("", "{}", '{"stamp":"x"}', "[1]"):
        (tmp_path / "odd" / "standby.json").write_text(text, encoding="utf-8")
        for folder in ("empty", "missing", "odd"):
            with pytest.raises(standby_copy.Refused, match="no standby copy"):
                handing_over.copied(tmp_path / folder)


def test_the_folder_must_be_new(stages: Path, tmp_path: Path) -> None:
    """A take-over writes over nothing; an empty folder is as good as none."""
    what = _seen_at(stages, 3)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").write_text("x", encoding="utf-8")
    with pytest.raises(standby_copy.Refused, match="not empty"):
        handing_over.taken(stages / "at" / "3", tmp_path / "full", what)
    (tmp_path / "spare").mkdir()
    assert handing_over.taken(_stick(stages, 3, tmp_path), tmp_path / "spare", what).state.stage == "commit"


# -- the machine before -------------------------------------------------------------------------------------------------


def test_the_machine_before_does_not_go_on(tmp_path: Path) -> None:
    """The mark in the old folder refuses every act and every note; looking is still allowed."""
    session = handing_over.frozen(tmp_path / "old")
    copy = handing_over.standby(session, tmp_path / "stick")
    ACTS[0][1](session)
    copy.refresh(handing_over.NOW)
    result = takeover.take(
        handing_over.copied(tmp_path / "stick"),
        tmp_path / "spare",
        handing_over.seen(session),
        old=tmp_path / "old",
        progress=lambda text: None,
    )
    assert result.marked == (tmp_path / "stick", tmp_path / "old" / "private")
    for act in (ACTS[1][1], lambda s: s.store.set_notes({"x": b"y"}), lambda s: s.store.add_show(1, {"kind": "show"})):
        with pytest.raises(StepRefused, match="taken over by another machine"):
            act(session)
    again = Session.open(tmp_path / "old", stage.PASSPHRASE, session.ambient)
    assert again.state.n == 3 and again.store.note("x") is None
    ACTS[1][1](result.session)
    assert result.session.state.n == 4


def test_a_pulled_stick_brings_the_mark_back(tmp_path: Path) -> None:
    """The old machine could not be reached; as soon as it sees the stick again it retires itself and leaves it alone."""
    session = handing_over.frozen(tmp_path / "old")
    copy = handing_over.standby(session, tmp_path / "stick")
    copy.refresh(handing_over.NOW)
    handing_over.taken(tmp_path / "stick", tmp_path / "spare", handing_over.seen(session))
    before = stage.tree(tmp_path / "stick")
    with pytest.raises(Unfit) as refused:
        copy.look()
    assert refused.value.problem is Problem.RETIRED
    assert stage.tree(tmp_path / "stick") == before
    with pytest.raises(StepRefused):
        ACTS[0][1](session)


def test_a_forged_mark_retires_nobody(tmp_path: Path) -> None:
    """Without the passphrase nobody can stop a ceremony by a file on its stick."""
    session = handing_over.frozen(tmp_path / "old")
    copy = handing_over.standby(session, tmp_path / "stick")
    copy.refresh(handing_over.NOW)
    forged = lineage.Mark(attempt=1, n=1, head="none", machines=("x",), time=handing_over.NOW).write(bytes(32))
    (tmp_path / "stick" / RETIRED).write_bytes(forged)
    copy.refresh(handing_over.NOW)
    ACTS[0][1](session)
    assert session.state.n == 3


def test_one_copy_is_taken_over_once(tmp_path: Path) -> None:
    """A second spare machine is told about the first; with --again two lines exist, and their codes tell them apart."""
    session = handing_over.frozen(tmp_path / "old")
    handing_over.standby(session, tmp_path / "stick").refresh(handing_over.NOW)
    what = handing_over.seen(session)
    first = handing_over.taken(tmp_path / "stick", tmp_path / "one", what)
    with pytest.raises(standby_copy.Refused, match="was taken over at"):
        handing_over.taken(tmp_path / "stick", tmp_path / "two", what)
    quiet = lambda text: None
    second = takeover.take(
        handing_over.copied(tmp_path / "stick"), tmp_path / "two", what, again=True, progress=quiet
    ).session
    ACTS[0][1](first)
    ACTS[1][1](second)
    assert first.lines[-2:] != second.lines[-2:]
    copy = handing_over.standby(second, tmp_path / "stick2")
    copy.refresh(handing_over.NOW)
    with pytest.raises(standby_copy.Refused, match="not the record of the screen"):
        handing_over.taken(tmp_path / "stick2", tmp_path / "three", handing_over.seen(first))


def test_two_machines_that_both_go_on_are_told_apart_by_the_signed_paper(stages: Path, tmp_path: Path) -> None:
    """Fork: both records are sound in themselves, their heads differ, and only one matches the hash that was signed."""
    what = _seen_at(stages, 5)
    (tmp_path / "1").mkdir()
    one = handing_over.taken(_stick(stages, 5, tmp_path / "1"), tmp_path / "one", what)
    for _, act in ACTS[5:]:
        act(one)
    earlier = _stick(stages, 4, tmp_path)  # a copy from before, in the hands of somebody who goes on by himself
    two = handing_over.taken(earlier, tmp_path / "two", _seen_at(stages, 4))
    two.rule("CONTINUE", "OTHER", ["D1", "D2"])
    for _, act in ACTS[4:]:
        act(two)
    records = [stage.tree(tmp_path / name / "public") for name in ("one", "two")]
    lines = [record["ledger.jsonl"].splitlines() for record in records]
    assert lines[0][:6] == lines[1][:6] and lines[0][6] != lines[1][6]
    signed = digest(records[0]["statement.txt"])
    paper = digest(records[0]["notice.json"])
    verdicts = [verify(record, notice_hash=paper, statement_hash=signed).verdict for record in records]
    assert verdicts == ["match", "mismatch"]


def test_after_a_take_over_the_same_stick_serves_the_new_machine(tmp_path: Path) -> None:
    """The successor's copy goes onto the stick that it came from; the next take-over starts from there."""
    session = handing_over.frozen(tmp_path / "old")
    handing_over.standby(session, tmp_path / "stick").refresh(handing_over.NOW)
    spare = handing_over.taken(tmp_path / "stick", tmp_path / "spare", handing_over.seen(session))
    ACTS[0][1](spare)
    handing_over.standby(spare, tmp_path / "stick").refresh(handing_over.NOW)
    third = handing_over.taken(tmp_path / "stick", tmp_path / "third", handing_over.seen(spare))
    assert len(lineage.of(third.store)) == 2 and third.state.n == 3
    with pytest.raises(Unfit) as refused:
        handing_over.standby(spare, tmp_path / "stick").look()
    assert refused.value.problem is Problem.RETIRED


# -- what lies on the stick ---------------------------------------------------------------------------------------------


def _problem(copy: object) -> Problem:
    with pytest.raises(Unfit) as refused:
        copy.refresh(handing_over.NOW)  # type: ignore[attr-defined]
    return refused.value.problem


def test_nothing_of_others_is_written_over(tmp_path: Path) -> None:
    """A folder with anything else in it, or with another session's copy, is refused and stays as it is."""
    one, two = handing_over.frozen(tmp_path / "one"), handing_over.frozen(tmp_path / "two")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "x.jpg").write_bytes(b"x")
    assert _problem(handing_over.standby(one, tmp_path / "photos")) is Problem.FOREIGN
    assert stage.tree(tmp_path / "photos") == {"x.jpg": b"x"}
    handing_over.standby(one, tmp_path / "stick").refresh(handing_over.NOW)
    before = stage.tree(tmp_path / "stick")
    other = Standby(two.folder, two.store, os.urandom(32), tmp_path / "stick")  # the key of another vault
    assert _problem(other) is Problem.FOREIGN
    (tmp_path / "stick" / "standby.json").write_bytes(before["standby.json"][:-1])
    assert _problem(handing_over.standby(one, tmp_path / "stick")) is Problem.FOREIGN
    assert stage.tree(tmp_path / "stick") == before | {"standby.json": before["standby.json"][:-1]}


def test_a_copy_that_is_ahead_is_never_written_over(stages: Path, tmp_path: Path) -> None:
    """An old machine that is started again finds a newer copy, or another line: it leaves it alone and says so."""
    stick = _stick(stages, 4, tmp_path)
    old = handing_over.taken(stick, tmp_path / "old", _seen_at(stages, 4))
    handing_over.standby(old, stick).refresh(handing_over.NOW)
    ahead = handing_over.taken(stick, tmp_path / "ahead", handing_over.seen(old))
    ahead.store.set_notes({lineage.NOTE: lineage.write(lineage.of(old.store))})  # as if it were the same machine
    ACTS[4][1](ahead)
    (stick / RETIRED).unlink()
    handing_over.standby(ahead, stick).refresh(handing_over.NOW)
    before = stage.tree(stick)
    assert _problem(handing_over.standby(old, stick)) is Problem.AHEAD
    old.rule("CONTINUE", "OTHER", ["D1", "D2"])
    assert _problem(handing_over.standby(old, stick)) is Problem.AHEAD
    assert stage.tree(stick) == before


def test_a_pulled_stick_is_not_made_anew_on_the_laptops_own_disk(tmp_path: Path) -> None:
    """Where the stick was, an empty mount point or nothing is left: nothing is written there."""
    session = handing_over.frozen(tmp_path / "old")
    copy = handing_over.standby(session, tmp_path / "stick")
    copy.refresh(handing_over.NOW)
    shutil.move(tmp_path / "stick", tmp_path / "pulled")
    assert _problem(copy) is Problem.GONE
    (tmp_path / "stick").mkdir()
    assert _problem(copy) is Problem.GONE
    assert not list((tmp_path / "stick").iterdir())
    (tmp_path / "stick").rmdir()
    shutil.move(tmp_path / "pulled", tmp_path / "stick")
    ACTS[0][1](session)
    assert copy.refresh(handing_over.NOW).n == 3


def test_what_rotted_on_the_stick_is_written_again(tmp_path: Path) -> None:
    """A copy is read back before it is relied on: a bit that fell over while the stick lay there is mended."""
    session = handing_over.frozen(tmp_path / "old")
    handing_over.standby(session, tmp_path / "stick").refresh(handing_over.NOW)
    for path in (tmp_path / "stick" / "files").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(DrawError):
        handing_over.taken(tmp_path / "stick", tmp_path / "spare", handing_over.seen(session))
    handing_over.standby(session, tmp_path / "stick").refresh(handing_over.NOW)
    assert handing_over.taken(tmp_path / "stick", tmp_path / "spare", handing_over.seen(session)).state.n == 1


def test_the_two_folders_do_not_lie_in_one_another(tmp_path: Path) -> None:
    """A copy inside the session would be lost with it, and would copy itself."""
    session = handing_over.frozen(tmp_path / "old")
    for folder in (tmp_path / "old", tmp_path / "old" / "stick", tmp_path):
        with pytest.raises(DrawError, match="in one another"):
            Standby(session.folder, session.store, session.vault_key(), folder)


def test_a_voided_attempt_goes_along(tmp_path: Path) -> None:
    """Its certificate and the signing key for the next attempt are in the copy; then its record beside the new one."""
    session = handing_over.frozen(tmp_path / "old")
    ACTS[0][1](session)
    session.rule("VOID", "OTHER", ["D1", "D2"])
    session.void()
    copy = handing_over.standby(session, tmp_path / "stick")
    copy.refresh(handing_over.NOW)
    shutil.copytree(tmp_path / "stick", tmp_path / "stick1")
    spare = handing_over.taken(tmp_path / "stick1", tmp_path / "spare", handing_over.seen(session))
    stage.prepare(tmp_path / "spare")  # roster and lists are brought by the people who keep them
    for one in (spare, session):
        one.freeze()
    assert stage.tree(tmp_path / "spare" / "public") == stage.tree(tmp_path / "old" / "public")
    copy.refresh(handing_over.NOW)
    third = handing_over.taken(tmp_path / "stick", tmp_path / "third", handing_over.seen(session))
    assert third.attempt == 2
    assert stage.tree(tmp_path / "third" / "voided") == stage.tree(tmp_path / "old" / "voided")
    assert "01/void.txt" in stage.tree(tmp_path / "third" / "voided")


def test_a_copy_before_the_freeze(tmp_path: Path) -> None:
    """Accounts and notes are worth a copy before anything is frozen: line 0, and the hall has seen nothing."""
    session = Session.create(stage.prepare(tmp_path / "old"), stage.PASSPHRASE, ambient.from_environment())
    session.store.set_notes({"something": b"typed"})
    made = handing_over.standby(session, tmp_path / "stick").refresh(handing_over.NOW)
    assert (made.session, made.n, made.head, made.attempt) == ("none", 0, "none", 0)
    with pytest.raises(standby_copy.Refused, match="stale"):
        handing_over.taken(tmp_path / "stick", tmp_path / "spare", standby_copy.seen(1, "0" * 64))
    spare = handing_over.taken(tmp_path / "stick", tmp_path / "spare", standby_copy.seen(0, ""))
    assert spare.store.note("something") == b"typed" and (tmp_path / "spare" / "session.toml").exists()
    assert not (tmp_path / "spare" / "roster.csv").exists()


def test_a_medium_that_cannot_bear_the_mark(stages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only medium is taken over all the same, and it is said that nobody was told."""
    stick = _stick(stages, 6, tmp_path)
    honest = takeover.durable.write

    def write(path: Path, data: bytes, **more: object) -> None:
        if path.parent == stick:
            raise OSError(30, "Read-only file system")
        honest(path, data, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(takeover.durable, "write", write)
    what = _seen_at(stages, 6)
    result = takeover.take(handing_over.copied(stick), tmp_path / "spare", what, progress=lambda text: None)
    assert result.marked == () and result.session.state.n == what.n and not (stick / RETIRED).exists()


def test_the_same_take_over_again_is_no_second_one(stages: Path, tmp_path: Path) -> None:
    """Repeating the command finds the folder and changes nothing in it, though the session has gone on meanwhile."""
    stick, what = _stick(stages, 6, tmp_path), _seen_at(stages, 6)
    session = handing_over.taken(stick, tmp_path / "spare", what)
    ACTS[6][1](session)
    again = handing_over.taken(stick, tmp_path / "spare", what)
    assert again.state.n == session.state.n and lineage.of(again.store) == lineage.of(session.store)
    with pytest.raises(standby_copy.Refused, match="not this session's folder"):
        old = tmp_path / "spare"
        takeover.take(handing_over.copied(stick), old, what, old=old, progress=lambda text: None)
