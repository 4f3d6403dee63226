"""What leaves the session: the archive and its copies, the sealed list, sums of videos, the end of the retention (R50, R53)."""

import hashlib
import io
import json
import random
import shutil
import subprocess
import zipfile
import zlib
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import rounds
import simulator
import stage
from click.testing import CliRunner, Result

from draw import sm3
from draw.archiving import leaks, manifest, sealed, videos, zipping
from draw.cli import main
from draw.edges import archive, copies, retiring, video_files
from draw.edges.ambient import from_environment
from draw.edges.session import Session
from draw.errors import DrawError, FormatError
from draw.hashing import digest, read_aloud
from draw.intake.private_roster import PrivateRow

PHRASE = "a long passphrase for ten years"
FAR = "2999-12-31"


def run(*arguments: str | Path, code: int = 0, text: str = "") -> Result:
    """`draw ARGUMENTS`; the exit code is as expected and nothing escapes."""
    done = CliRunner().invoke(main, [str(a) for a in arguments], input=text)
    assert done.exit_code == code, f"{done.output}{done.stderr}"
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished session with a public and a private paper, and its passphrases."""
    folder = tmp_path_factory.mktemp("held") / "s"
    rounds.first(folder)
    for name, data in (("REHEARSAL-result.pdf", b"%PDF public"), ("公示 2026.txt", "公示".encode())):
        (folder / "sheets" / "private").mkdir(parents=True, exist_ok=True)
        (folder / "sheets" / name).write_bytes(data)
    (folder / "sheets" / "private" / "roll.pdf").write_bytes(b"%PDF with whole names")
    (folder.parent / "pass").write_text(rounds.PASSPHRASE + "\n", encoding="utf-8")
    (folder.parent / "phrase").write_text(PHRASE + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def session(held: Path, tmp_path: Path) -> Path:
    """A copy of it, to spoil."""
    shutil.copytree(held, tmp_path / "s")
    for name in ("pass", "phrase"):
        shutil.copy(held.parent / name, tmp_path / name)
    return tmp_path / "s"


def made(session: Path) -> Path:
    """Its archive."""
    target = session.parent / "a.zip"
    run("archive", session, "--out", target, "--passphrase-file", session.parent / "pass")
    return target


def member(path: Path, end: str) -> tuple[str, int]:
    """(name, offset of the data) of the member whose name ends so."""
    with zipfile.ZipFile(path) as book:
        info = next(i for i in book.infolist() if i.filename.endswith(end))
        return info.filename, info.header_offset + 30 + len(info.filename.encode())


def flip(path: Path, offset: int) -> None:
    """Change one byte of a file."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


# -- the ZIP --------------------------------------------------------------------------------------------------------------


def test_the_zip_is_read_by_others_and_is_the_same_every_time() -> None:
    """Sorted names, fixed dates and modes, stored; Python's own reader finds every byte, in any order of making."""
    files = {f"f{n}/名{n}.txt": random.Random(n).randbytes(n * 97) for n in range(12)}
    data = b"".join(zipping.zipped(files))
    assert data == b"".join(zipping.zipped(dict(reversed(files.items()))))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        assert {i.filename: book.read(i) for i in book.infolist()} == files
        assert book.namelist() == sorted(files, key=str.encode)
        for info in book.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0) and info.external_attr >> 16 == 0o100644
            assert info.compress_type == zipfile.ZIP_STORED and info.flag_bits == 0x800


def test_more_files_than_the_old_form_counts() -> None:
    """ZIP64: 65,536 members."""
    data = b"".join(zipping.zipped({f"{n:05}": b"" for n in range(65_536)}))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert len(book.infolist()) == 65_536


def test_a_member_and_an_offset_beyond_four_gigabytes(tmp_path: Path) -> None:
    """ZIP64: sizes and offsets over 32 bits, in a file with a hole."""
    large, small = 5 * 2**30, b"after"
    first = zipping.Entry(name="a", size=large, crc=1, offset=0)
    begin = len(zipping.head(first)) + large
    second = zipping.Entry(name="b", size=len(small), crc=zlib.crc32(small), offset=begin)
    with (tmp_path / "x.zip").open("wb") as out:
        out.write(zipping.head(first))
        out.seek(begin)
        out.write(zipping.head(second) + small)
        for piece in zipping.tail([first, second], out.tell()):
            out.write(piece)
    with zipfile.ZipFile(tmp_path / "x.zip") as book:
        assert [(i.filename, i.file_size, i.header_offset) for i in book.infolist()] == [
            ("a", large, 0),
            ("b", 5, begin),
        ]
        assert book.read("b") == small


@pytest.mark.parametrize(
    "path",
    ["", "/a", "a/", "a//b", "../a", "a/./b", "a\\b", "a:b", "con", "aux.txt", "a.", "a ", " a", "-a", "a\nb", "a\x7fb",
     "e\u0301", "x" * 201, "a?", "a*b", 'a"b', "COM1.pdf"],
)  # fmt: skip
def test_names_that_some_system_cannot_hold_are_refused(path: str) -> None:
    """R53: "package opened on another OS"."""
    assert not manifest.portable(path)
    with pytest.raises(FormatError):
        manifest.with_manifests({path: b""})


def test_names_that_differ_only_in_case_are_refused() -> None:
    """R53: on Windows one would overwrite the other."""
    with pytest.raises(FormatError, match="case"):
        manifest.with_manifests({"a/X": b"1", "a/x": b"2"})


@pytest.mark.parametrize(
    "data", [b"", b"x", b"\xff\n", b"0" * 64 + b" a\n", b"0" * 64 + b"  ../a\n", b"0" * 64 + b"  a",
             (b"0" * 64 + b"  a\n") * 2, b"0" * 64 + b"  b\n" + b"0" * 64 + b"  a\n"],
)  # fmt: skip
def test_a_manifest_has_one_form(data: bytes) -> None:
    """Unsorted, repeated, unportable or unfinished lines are refused."""
    with pytest.raises(FormatError):
        manifest.read(data, "m")


# -- the public archive ---------------------------------------------------------------------------------------------------


def test_the_archive_holds_what_it_should_and_repeats(session: Path) -> None:
    """R53: record, papers, law, verifier, README with this session's codes, both manifests; the same bytes every time."""
    target = made(session)
    again = session.parent / "b.zip"
    out = run("archive", session, "--out", again).stdout
    assert target.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(target) as book:
        files = {name.partition("/")[2]: book.read(name) for name in book.namelist()}
        assert {name.partition("/")[0] for name in book.namelist()} == {"REHEARSAL-round-1-1"}
    record = {f"record/{path}": data for path, data in stage.tree(session / "public").items()}
    assert record.items() <= files.items()
    assert files["SPEC.md"] == (stage.ROOT / "draw" / "SPEC.md").read_bytes()
    assert files["verify.py"] == (stage.ROOT / "scripts" / "verify.py").read_bytes()
    assert files["sheets/公示 2026.txt"] == "公示".encode() and "sheets/REHEARSAL-result.pdf" in files
    assert {n for n in files if n.startswith("sheets/")} == {"sheets/公示 2026.txt", "sheets/REHEARSAL-result.pdf"}
    sums = manifest.read(files[manifest.SHA256], manifest.SHA256)
    assert sums == {name: digest(data) for name, data in files.items() if name != manifest.SHA256}
    second = manifest.read(files[manifest.SM3], manifest.SM3)
    assert second == {n: sm3.digest(d) for n, d in files.items() if n not in (manifest.SHA256, manifest.SM3)}
    readme = files["README.txt"].decode()
    for value in (digest(files["record/notice.json"]), digest(files["record/statement.txt"])):
        assert readme.count(value) == 4 and readme.count(read_aloud(value)) == 2
    assert "演练" in readme and "REHEARSAL" in readme and "certif" not in readme
    assert digest(files[manifest.SHA256]) in out


def test_a_strangers_lines_work_on_the_unpacked_archive(session: Path) -> None:
    """The README's commands: both manifests, the signature, each with the tools at hand."""
    with zipfile.ZipFile(made(session)) as book:
        book.extractall(session.parent / "un")
    here = session.parent / "un" / "REHEARSAL-round-1-1"
    lines = [
        ["sha256sum", "--strict", "--quiet", "-c", "MANIFEST.sha256"],
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "record/signer.pem", "-rawin", "-in", "record/statement.txt",
         "-sigfile", "record/statement.sig"],
    ]  # fmt: skip
    if "sm3" in subprocess.run(["cksum", "--help"], capture_output=True, text=True, check=False).stdout:
        lines.append(["cksum", "-a", "sm3", "--strict", "--quiet", "-c", "MANIFEST.sm3"])
    for line in lines:
        subprocess.run(line, cwd=here, check=True, capture_output=True)


def test_the_program_is_in_it_if_it_is_the_one_of_the_notice(session: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R53: "program and its hash": exactly the files that program.txt lists; another program is left out, which is said."""
    listed = (session / "public" / "program.txt").read_bytes()
    with zipfile.ZipFile(made(session)) as book:
        names = {n.partition("/program/")[2]: n for n in book.namelist() if "/program/" in n}
        found = {name: digest(book.read(full)) for name, full in names.items()}
    if found:  # nobody has edited the program since the fixture froze
        assert found == manifest.read(listed, "program.txt")
    monkeypatch.setattr("draw.edges.program.listing", lambda: b"another\n")
    done = run("archive", session, "--out", session.parent / "c.zip")
    assert "not the one in the notice" in done.stderr
    with zipfile.ZipFile(session.parent / "c.zip") as book:
        assert not any("/program/" in n for n in book.namelist())


def test_a_session_made_from_a_sample_may_be_archived(session: Path) -> None:
    """The program holds the samples: a session folder with a file of the same bytes leaks nothing by that."""
    shutil.copy(stage.ROOT / "draw" / "samples" / "xinghualing" / "README.md", session / "README.md")
    with zipfile.ZipFile(made(session)) as book:
        assert any(name.endswith("/record/notice.json") for name in book.namelist())


def test_a_record_that_does_not_verify_is_refused_unless_said(session: Path) -> None:
    """A mismatch writes nothing; with --unsound it is written, and README says so in both languages."""
    with (session / "public" / "results.csv").open("ab") as out:
        out.write(b"\n")
    target = session.parent / "a.zip"
    done = run("archive", session / "public", "--out", target, code=1)
    assert "(10)" in done.stderr and not target.exists()
    done = run("archive", session / "public", "--out", target, "--unsound")
    assert "verdict: mismatch (10)" in done.stdout
    with zipfile.ZipFile(target) as book:
        text = book.read("REHEARSAL-round-1-1/README.txt").decode()
    assert "verdict: mismatch (10)" in text and "did not verify" in text and "核验不一致" in text


def test_a_record_on_its_own_with_an_earlier_one(tmp_path: Path) -> None:
    """RECORD may be a plain folder; earlier records come along, and the README's line names them."""
    for name in ("rec", "old"):
        for path, data in simulator.record(session="old-one" if name == "old" else "new-one").items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(data)
    run("archive", tmp_path / "rec", "--out", tmp_path / "a.zip", "--earlier", tmp_path / "old")
    with zipfile.ZipFile(tmp_path / "a.zip") as book:
        files = {n.partition("/")[2]: book.read(n) for n in book.namelist()}
    assert files["earlier/01-REHEARSAL-old-one-1/seed.txt"] == (tmp_path / "old" / "seed.txt").read_bytes()
    assert b" --earlier earlier/01-REHEARSAL-old-one-1" in files["README.txt"]


def test_voided_attempts_and_the_sessions_own_earlier_records_come_along(session: Path) -> None:
    """R53: one package a session: what was voided before, and what it continues, without being asked for."""
    for folder, name in (("voided/01", "round-1"), ("earlier/primary", "old-one")):
        for path, data in simulator.record(session=name).items():
            (session / folder / path).parent.mkdir(parents=True, exist_ok=True)
            (session / folder / path).write_bytes(data)
    with zipfile.ZipFile(made(session)) as book:
        files = {n.partition("/")[2]: book.read(n) for n in book.namelist()}
    assert files["voided/01/seed.txt"] == (session / "voided/01/seed.txt").read_bytes()
    assert "earlier/01-REHEARSAL-old-one-1/notice.json" in files and "voided/" in files["README.txt"].decode()


@pytest.mark.parametrize("where", ["nothing", "s/private", "s/sheets"])
def test_what_is_no_record_is_refused(session: Path, where: str) -> None:
    """A folder without notice.json, or none at all: one sentence."""
    run("archive", session.parent / where, "--out", session.parent / "x.zip", code=1)
    assert not (session.parent / "x.zip").exists()


def test_an_archive_is_never_written_over_another_file_or_into_the_record(session: Path) -> None:
    """The same bytes again are welcome; anything else of that name stays."""
    target = made(session)
    made(session)
    target.write_bytes(b"mine")
    assert "other content" in run("archive", session, "--out", target, code=1).stderr
    assert target.read_bytes() == b"mine"
    run("archive", session, "--out", session / "public" / "a.zip", code=1)
    run("archive", session, "--out", session.parent / "no" / "a.zip", code=1)


# -- nothing private ------------------------------------------------------------------------------------------------------


def private(session: Path) -> list[tuple[str, bytes]]:
    """(what, bytes) that must never come out: names, ids, salts, registration numbers, private files."""
    rows = Session.open(session, rounds.PASSPHRASE, from_environment()).private_roster()
    words = [(f"{kind} of {r.applicant}", getattr(r, kind).encode()) for r in rows for kind in ("id", "salt", "name")]
    return [*words, *((p.name, p.read_bytes()) for p in sorted((session / "private").rglob("*")) if p.is_file())]


def test_no_name_id_salt_or_private_file_is_in_the_public_archive(session: Path) -> None:
    """The canary scan: byte for byte, nothing of the private side stands in the ZIP (outside the program's own sample names)."""
    with zipfile.ZipFile(made(session)) as book:
        whole = b"\n".join(book.read(n) for n in book.namelist() if "/program/" not in n)
    for what, value in private(session):
        if value:
            assert value not in whole, what


def test_a_private_file_among_the_papers_stops_it(session: Path) -> None:
    """A copy of any private file under another name: refused by its bytes alone, without any passphrase."""
    for path in (
        session / "sheets" / "private" / "roll.pdf",
        session / "private" / "vault.json",
        session / "roster.csv",
    ):
        shutil.copy(path, session / "sheets" / "harmless.pdf")
        done = run("archive", session, "--out", session.parent / "x.zip", code=1)
        assert "sheets/harmless.pdf" in done.stderr and not (session.parent / "x.zip").exists()


@pytest.mark.parametrize("column", ["name", "id", "salt"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "txt"])
def test_a_name_or_id_in_a_public_paper_stops_it(session: Path, column: str, form: str) -> None:
    """With the session's passphrase texts and spreadsheets are read; the message names the file and not the child."""
    row = Session.open(session, rounds.PASSPHRASE, from_environment()).private_roster()[1]
    value = getattr(row, column)
    path = session / "sheets" / f"list.{form}"
    if form == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["编号", value])  # type: ignore[union-attr]
        book.save(path)
    else:
        path.write_text(f"编号,{value}\n" if form == "csv" else f"编号 {value} 号\n", encoding="utf-8")
    done = run(
        "archive", session, "--out", session.parent / "x.zip", "--passphrase-file", session.parent / "pass", code=1
    )
    assert f"list.{form}" in done.stderr and value not in done.output + done.stderr
    assert not (session.parent / "x.zip").exists()


def test_what_is_public_anyway_is_no_leak() -> None:
    """A name that stands in the notice (a party's) does not stop an archive; one with a blank in it is found all the same."""
    people = [
        PrivateRow(applicant="1", unit="1", registration_no="20260001", salt="ab" * 16, name="王代表", id="ID0000001"),
        PrivateRow(applicant="2", unit="2", registration_no="20260002", salt="cd" * 16, name="Aru Na", id="ID0000002"),
    ]
    secrets = leaks.secrets_of(people, '{"name":"王代表"} 20260001'.encode())
    assert leaks.found({"a.csv": "王代表,20260001".encode()}, secrets) == []
    assert leaks.found({"b.txt": b"of Aru Na today", "c.csv": b"x,20260002", "d.bin": b"20260002"}, secrets) == [
        "b.txt",
        "c.csv",
    ]


def test_a_spreadsheet_that_cannot_be_searched_stops_it() -> None:
    """What the last look cannot read may hold anything: no archive is written with it."""
    with pytest.raises(DrawError, match=r"broken\.xlsx: .* damaged spreadsheet"):
        leaks.found({"broken.xlsx": b"PK\x03\x04no zip"}, leaks.secrets_of([], b""))


# -- copies ---------------------------------------------------------------------------------------------------------------


def three(session: Path) -> list[Path]:
    """The archive in three folders."""
    folders = [session.parent / name for name in "ABC"]
    for folder in folders:
        folder.mkdir()
    target = made(session)
    run("archive", target, "--copies", *folders)
    return [folder / target.name for folder in folders]


def test_three_copies_are_read_back_and_make_a_table(session: Path) -> None:
    """R53: "at least three copies"; the table as text to sign and as data."""
    found = three(session)
    original = session.parent / "a.zip"
    table = json.loads((session.parent / "a.zip.copies.json").read_bytes())
    assert [c["file"] for c in table["copies"]] == [str(p) for p in found]
    assert {c["sha256"] for c in table["copies"]} == {digest(original.read_bytes())}
    assert all(c["same"] and c["same_disk"] and c["number"] for c in table["copies"])
    text = (session.parent / "a.zip.copies.txt").read_text(encoding="utf-8")
    assert text.count("____") >= 3 and copies.code_of(original) in text
    run("archive", original, "--copies", *(p.parent for p in found))


def test_a_copy_that_reads_back_differently_is_told(session: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A medium that loses a bit: exit 1, and the table says so."""
    target, folder = made(session), session.parent / "A"
    folder.mkdir()
    real = copies.put

    def bad(path: Path, pieces: object, *, private: bool) -> None:
        real(path, pieces, private=private)  # type: ignore[arg-type]
        flip(path, 100)

    monkeypatch.setattr(copies, "put", bad)
    assert "DIFFERENT" in run("archive", target, "--copies", folder, code=1).stdout
    assert not json.loads((session.parent / "a.zip.copies.json").read_bytes())["copies"][0]["same"]


def test_copies_need_folders_that_are_there(session: Path) -> None:
    """A stick that was pulled is no new folder on the machine's own disk; no copy goes over another file or itself."""
    target = made(session)
    run("archive", target, "--copies", session.parent / "gone", code=1)
    assert not (session.parent / "gone").exists()
    run("archive", target, "--copies", session.parent, code=1)
    (session.parent / "A").mkdir()
    run("archive", target, "--copies", session.parent / "A", session.parent / "A", code=1)
    (session.parent / "A" / "a.zip").write_bytes(b"other")
    run("archive", target, "--copies", session.parent / "A", code=1)
    assert (session.parent / "A" / "a.zip").read_bytes() == b"other"


def test_one_flipped_byte_in_copy_two_is_named(session: Path) -> None:
    """R53, the example: "flip one byte in copy 2 → check names `results/A.pdf`, copies 1 and 3 pass"."""
    one, two, third = three(session)
    name, offset = member(two, "sheets/REHEARSAL-result.pdf")
    flip(two, offset + 3)
    said = run("archive", "--check", one, two, third, code=1).stdout.splitlines()
    assert [line for line in said if "sheets/REHEARSAL-result.pdf" in line] and sum(
        "changed" in x or "read" in x for x in said
    ) == 1
    assert [line.split(":")[1].split()[0] for line in said if line[:2] in ("1.", "2.", "3.")] == [
        "一致",
        "不一致",
        "一致",
    ]
    assert name.endswith("sheets/REHEARSAL-result.pdf")


def test_unpacked_folders_are_checked_too(session: Path) -> None:
    """Changed, missing, extra files and links are each named; the folder itself or the one around it may be given."""
    with zipfile.ZipFile(made(session)) as book:
        book.extractall(session.parent / "un")
    inner = session.parent / "un" / "REHEARSAL-round-1-1"
    for folder in (inner, inner.parent):
        run("archive", "--check", folder)
    flip(inner / "record" / "seed.txt", 5)
    (inner / "SPEC.md").unlink()
    (inner / "record" / "new.txt").write_bytes(b"x")
    (inner / "link").symlink_to("README.txt")
    assert dict(copies.check(inner).faults) == {
        "record/seed.txt": "archive.fault.changed", "SPEC.md": "archive.fault.missing",
        "record/new.txt": "archive.fault.extra", "link": "archive.fault.extra",
    }  # fmt: skip


def test_a_whole_other_archive_is_not_taken_for_a_copy(session: Path) -> None:
    """Sound in itself, but of another code: found among three, and by the code on the signed paper alone."""
    one, two, third = three(session)
    (session / "sheets" / "more.txt").write_bytes(b"more")
    run("archive", session, "--out", session.parent / "other.zip")
    shutil.copy(session.parent / "other.zip", two)
    assert "manifest is not" in run("archive", "--check", one, two, third, code=1).stdout
    code = copies.code_of(one)
    run("archive", "--check", two, "--code", code, code=1)
    run("archive", "--check", one, third, "--code", code)
    assert run("archive", "--check", one, two, code=1).stdout.count("manifest is not") == 2


SMALL = manifest.with_manifests({"README.txt": b"read me\n", "results/A.pdf": b"%PDF-1.7\n" * 3, "b.txt": b"1"})


def test_every_flipped_byte_is_found_and_none_crashes(tmp_path: Path) -> None:
    """Each byte of a ZIP, header or data, changed in turn: never right, never an exception; data names its member."""
    whole = b"".join(zipping.zipped({f"t/{n}": d for n, d in SMALL.items()}))
    path = tmp_path / "x.zip"
    path.write_bytes(whole)
    assert copies.check(path).faults == () and copies.check(path).right == len(SMALL) - 1
    _, begin = member(path, "results/A.pdf")
    for offset in range(len(whole)):
        for bit in (0x01, 0x80):
            path.write_bytes(whole[:offset] + bytes([whole[offset] ^ bit]) + whole[offset + 1 :])
            found = copies.check(path)
            assert found.faults, offset
            if begin <= offset < begin + len(SMALL["results/A.pdf"]):
                assert [name for name, _ in found.faults] == ["results/A.pdf"]


def test_cut_and_random_files_do_not_crash(tmp_path: Path) -> None:
    """Half a ZIP, bytes after it, noise, nothing: each a fault."""
    whole = b"".join(zipping.zipped({f"t/{n}": d for n, d in SMALL.items()}))
    chance = random.Random(53)
    wrong = [b"", b"PK", whole + b"x", b"x" + whole, *(whole[:n] for n in range(0, len(whole), 7))]
    wrong += [chance.randbytes(200) for _ in range(20)]
    for n in range(60):
        data = bytearray(whole)
        for _ in range(1 + n % 9):
            data[chance.randrange(len(data))] = chance.randrange(256)
        wrong += [bytes(data)] if bytes(data) != whole else []
    for data in wrong:
        (tmp_path / "x.zip").write_bytes(data)
        assert copies.check(tmp_path / "x.zip").faults


def test_a_zip_written_by_somebody_else_is_told_apart(tmp_path: Path) -> None:
    """The same files packed with another program: files right, layout not; a second member of one name is a fault."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in SMALL.items():
            book.writestr(f"t/{name}", data)
    assert dict(copies.check(tmp_path / "x.zip").faults) == {"x.zip": "archive.fault.layout"}
    with zipfile.ZipFile(tmp_path / "x.zip", "a") as book, pytest.warns(UserWarning):
        book.writestr("t/b.txt", b"1")
    assert dict(copies.check(tmp_path / "x.zip").faults) == {"x.zip": "archive.fault.twice"}


# -- video ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of ten bytes."""
    monkeypatch.setattr(videos, "PART", 10)


@pytest.mark.usefixtures("parts")
def test_videos_are_listed_in_parts_and_a_damaged_part_is_named(session: Path) -> None:
    """R53: "video files are big: hashed in parts; a file fails the check → name it"; the list goes with the copies."""
    target = made(session)
    film, sound = session.parent / "大厅.mp4", session.parent / "b.mp4"
    film.write_bytes(bytes(range(35)))
    sound.write_bytes(b"")
    run("archive", target, "--video", film)
    first = video_files.list_of(target).read_bytes()
    run("archive", target, "--video", film)
    assert video_files.list_of(target).read_bytes() == first
    run("archive", target, "--video", sound)
    listed = videos.read(video_files.list_of(target).read_bytes(), "list")
    assert [(v.name, v.size, len(v.parts)) for v in listed.videos] == [("b.mp4", 0, 1), ("大厅.mp4", 35, 4)]
    assert listed.videos[1].sha256 == digest(film.read_bytes()) and listed.videos[1].sm3 == sm3.digest(
        film.read_bytes()
    )
    assert listed.videos[1].parts[3] == digest(bytes(range(30, 35))) and listed.archive == copies.code_of(target)
    (session.parent / "A").mkdir()
    run("archive", target, "--copies", session.parent / "A")
    copy = session.parent / "A" / target.name
    run("archive", "--check", copy, "--video", film, "--video", sound)
    flip(film, 12)
    assert "part 2" in run("archive", "--check", copy, "--video", film, code=1).stdout
    assert "other content" in run("archive", target, "--video", film, code=1).stderr
    film.write_bytes(bytes(range(20)))
    assert "20 bytes, 35 listed" in run("archive", "--check", copy, "--video", film, code=1).stdout
    (session.parent / "new.mp4").write_bytes(b"1")
    assert "not listed" in run("archive", "--check", copy, "--video", session.parent / "new.mp4", code=1).stdout


@pytest.mark.usefixtures("parts")
def test_pieces_of_any_size_give_the_same_sums() -> None:
    """The parts do not hang on how the file is read."""
    data = random.Random(1).randbytes(47)
    whole = videos.measure("a", [data])
    for size in (1, 3, 10, 11, 46):
        assert videos.measure("a", [data[n : n + size] for n in range(0, 47, size)]) == whole
    assert whole.parts == tuple(hashlib.sha256(data[n : n + 10]).hexdigest() for n in range(0, 47, 10))


@pytest.mark.usefixtures("parts")
def test_a_list_of_videos_has_one_form() -> None:
    """Every line left out, doubled or changed is refused."""
    one = videos.measure("a.mp4", [bytes(25)])
    text = videos.write(videos.Videos(session="s-1", archive="ab" * 32, time="t", videos=(one,)))
    assert videos.read(text, "x").videos == (one,)
    lines = text.splitlines(keepends=True)
    for n in range(len(lines)):
        for other in ([], [lines[n], lines[n]], [b"?" + lines[n]]):
            with pytest.raises(FormatError):
                videos.read(b"".join([*lines[:n], *other, *lines[n + 1 :]]), "x")


# -- the sealed list ------------------------------------------------------------------------------------------------------


def sealed_of(session: Path) -> Path:
    """The sealed list of a session, to be kept until FAR."""
    target = session.parent / "list.sealed"
    run("archive", session, "--sealed", target, "--retain-until", FAR, "--sealed-passphrase-file", session.parent / "phrase",
        "--passphrase-file", session.parent / "pass")  # fmt: skip
    return target


def test_the_sealed_list_opens_with_us_and_with_openssl_alone(session: Path) -> None:
    """Codes, identities and salts come back; in ten years `openssl enc` and unzip are enough, as the label says."""
    target = sealed_of(session)
    data = target.read_bytes()
    for what, value in private(session):
        assert len(value) < 6 or value not in data, what
    run("open-sealed", target, "--out", session.parent / "open", "--sealed-passphrase-file", session.parent / "phrase")
    opened = stage.tree(session.parent / "open")
    kept = Session.open(session, rounds.PASSPHRASE, from_environment())
    assert opened["attempt-01/private/roster.csv"] == kept.store.file(1, "private/roster.csv")
    assert opened["papers/roll.pdf"] == b"%PDF with whole names"
    assert opened["written/roster.csv"] == (session / "roster.csv").read_bytes()
    assert not any(name.endswith(".pem") or "vault" in name for name in opened)
    assert (session.parent / "open").stat().st_mode & 0o77 == 0
    label = (session.parent / "list.sealed.label.txt").read_text(encoding="utf-8")
    line = next(x for x in label.splitlines() if "openssl enc" in x).partition("openssl ")[2].split()
    words = [str(target) if w == target.name else w for w in line]
    words[words.index("list.zip")] = str(session.parent / "list.zip")
    subprocess.run(["openssl", *words, "-pass", f"file:{session.parent / 'phrase'}"], check=True, capture_output=True)
    with zipfile.ZipFile(session.parent / "list.zip") as book:
        assert {n: book.read(n) for n in book.namelist()} == opened


def test_a_wrong_passphrase_or_changed_byte_opens_nothing(session: Path) -> None:
    """Nothing is unpacked, not in part either; the message is one sentence."""
    target = sealed_of(session)
    wrong = session.parent / "wrong"
    wrong.write_text("not the passphrase\n", encoding="utf-8")
    run("open-sealed", target, "--out", session.parent / "o", "--sealed-passphrase-file", wrong, code=1)
    data = target.read_bytes()
    plain = sealed.unseal(data, PHRASE, "x")
    assert copies.members_of(plain, "x")
    for offset in range(0, len(plain), max(1, len(plain) // 60)):
        spoilt = plain[:offset] + bytes([plain[offset] ^ 4]) + plain[offset + 1 :]
        if b"\x00\x00\x21\x00" not in spoilt[max(0, offset - 4) : offset + 4]:  # a date in a header is nothing we read
            try:
                again = copies.members_of(spoilt, "x")
            except FormatError:
                continue
            assert again == copies.members_of(plain, "x")
    for bad in (b"", data[:-1], data[1:], b"Salted__" + bytes(8), data + bytes(16)):
        with pytest.raises(FormatError):
            copies.members_of(sealed.unseal(bad, PHRASE, "x"), "x")
    flip(target, len(data) - 40)
    run(
        "open-sealed",
        target,
        "--out",
        session.parent / "o",
        "--sealed-passphrase-file",
        session.parent / "phrase",
        code=1,
    )
    assert not (session.parent / "o").exists()


def test_the_sealed_list_asks_for_what_it_needs(session: Path) -> None:
    """A date to come, a passphrase that is long enough, a finished session, a free name."""
    where = ["archive", session, "--sealed", session.parent / "x.sealed", "--passphrase-file", session.parent / "pass"]
    phrase = ["--sealed-passphrase-file", session.parent / "phrase"]
    run(*where, *phrase, code=2)
    run(*where, *phrase, "--retain-until", "2020-01-01", code=1)
    (session.parent / "short").write_text("short\n", encoding="utf-8")
    run(*where, "--sealed-passphrase-file", session.parent / "short", "--retain-until", FAR, code=1)
    same = ["--sealed-passphrase-file", session.parent / "pass", "--retain-until", FAR]
    assert "another passphrase" in run(*where, *same, code=1).stderr
    assert not (session.parent / "x.sealed").exists()
    sealed_of(session)
    run("archive", session, "--sealed", session.parent / "list.sealed", "--retain-until", FAR, *phrase,
        "--passphrase-file", session.parent / "pass", code=1)  # fmt: skip
    unfinished = stage.prepare(session.parent / "new")
    early = Session.create(unfinished, stage.PASSPHRASE, from_environment())
    early.freeze()
    with pytest.raises(DrawError, match="not ended"):
        archive.write_sealed(early, session.parent / "y.sealed", PHRASE, date(2999, 1, 1))


def test_a_label_has_one_form(session: Path) -> None:
    """The label is read back strictly: each of its lines counts."""
    sealed_of(session)
    data = (session.parent / "list.sealed.label.txt").read_bytes()
    label = sealed.read_label(data, "l")
    assert label.retain_until == FAR and label.sha256 == digest((session.parent / "list.sealed").read_bytes())
    assert sealed.write_label(label, "list.sealed") == data
    lines = data.splitlines(keepends=True)
    for n in range(9):
        for other in ([], [lines[n].replace(b" ", b" ?", 1)]):
            with pytest.raises(FormatError):
                sealed.read_label(b"".join([*lines[:n], *other, *lines[n + 1 :]]), "l")


# -- the end of the retention ---------------------------------------------------------------------------------------------


def test_before_its_date_nothing_is_destroyed(session: Path) -> None:
    """Refused for a date to come and for none at all, unless a reason is given; and without the session's id typed."""
    before = stage.tree(session)
    run("retire", session, "--by", "张三", code=1, text="round-1\n")
    sealed_of(session)
    assert FAR in run("retire", session, "--by", "张三", code=1, text="round-1\n").stderr
    run("retire", session, "--by", "张三", "--early", "依法", code=1, text="other\n")
    run("retire", session, "--early", "依法", code=1, text="round-1\n")
    after = stage.tree(session)
    assert after.pop("retention.txt") and before == after


def test_the_private_half_is_destroyed_and_a_receipt_says_so(session: Path) -> None:
    """Vault, ledger, objects, keys, private papers, rosters go; the record stays and verifies; nothing can be opened again."""
    sealed_of(session)
    (session / "note.txt").write_bytes(b"somebody's")
    old = {
        n: d
        for n, d in stage.tree(session).items()
        if n.startswith(("private/", "sheets/private/")) or n == "roster.csv"
    }
    public = stage.tree(session / "public")
    done = run("retire", session, "--by", "张三", "--by", "李四", "--early", "依法", text="round-1\n")
    assert "note.txt" in done.stderr
    text = (session / "destroyed.txt").read_text(encoding="utf-8")
    for name, data in old.items():
        assert f"file {len(data)} {digest(data)} {name}\n" in text and not (session / name).exists()
    assert text.index("private/vault.json") < text.index("private/objects/")
    assert "by 张三\nby 李四\n" in text and f"retain-until {FAR}\nearly 依法\n" in text and "left note.txt" in text
    assert not (session / "private").exists() and stage.tree(session / "public") == public
    with pytest.raises(DrawError, match="destroyed"):
        Session.create(session, rounds.PASSPHRASE, from_environment())
    again = run("retire", session, "--by", "张三")
    assert (session / "destroyed.txt").read_text(encoding="utf-8") == text and digest(text.encode()) in again.stdout


def test_a_crash_in_between_ends_in_the_same_receipt(session: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at each file in turn: the next call ends the work, and the receipt lists what was there at the start."""
    word = retiring.Word(by=("张三",), early="依法")
    wanted = list(retiring.task(session).files)
    real = retiring._destroy
    for at in (0, 1, 3):
        left = [at]

        def stop(path: Path, left: list[int] = left) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            real(path)

        monkeypatch.setattr(retiring, "_destroy", stop)
        with pytest.raises(KeyboardInterrupt):
            retiring.retire(retiring.task(session), word, from_environment())
        assert not (session / "destroyed.txt").exists()
    monkeypatch.setattr(retiring, "_destroy", real)
    text = retiring.retire(retiring.task(session), word, from_environment()).read_text(encoding="utf-8")
    assert [line.split(" ", 3)[3] for line in text.splitlines() if line.startswith("file ")] == wanted
    assert not (session / ".retiring").exists() and not (session / "private").exists()


def test_bytes_are_overwritten_before_a_file_goes(session: Path) -> None:
    """A second name of the same bytes on the disk (a hard link) holds noise afterwards; what a link points to stays."""
    outside = session.parent / "outside"
    outside.write_bytes(b"not ours")
    (session / "private" / "link").symlink_to(outside)
    (session.parent / "same").hardlink_to(session / "private" / "vault.json")
    before = (session.parent / "same").read_bytes()
    run("retire", session, "--by", "张三", "--early", "依法", text="round-1\n")
    after = (session.parent / "same").read_bytes()
    assert len(after) == len(before) and after != before and b"argon" not in after
    assert outside.read_bytes() == b"not ours"


def test_a_sealed_list_has_its_own_date_and_receipt(session: Path) -> None:
    """`draw retire FILE`: refused before its label's date; then gone, with a receipt beside the label."""
    target = sealed_of(session)
    value = digest(target.read_bytes())
    run("retire", target, "--by", "公证员", code=1, text="round-1\n")
    run("retire", target, "--by", "公证员", "--early", "场次作废", text="round-1\n")
    text = (session.parent / "list.sealed.destroyed.txt").read_text(encoding="utf-8")
    assert value in text and "by 公证员\n" in text and not target.exists() and (session / "private").exists()
    run("retire", session.parent / "nothing", "--by", "x", code=1)
    run("retire", target, "--by", "公证员")
    target.write_bytes(b"a copy that turned up")
    run("retire", target, "--by", "公证员", "--early", "又一份", text="round-1\n")
    assert "又一份" in (session.parent / "list.sealed.destroyed-2.txt").read_text(encoding="utf-8")
    assert (session.parent / "list.sealed.destroyed.txt").read_text(encoding="utf-8") == text
    shutil.copytree(session / "public", session.parent / "plain" / "public")
    run("retire", session.parent / "plain", "--by", "x", "--early", "y", code=1)


def test_commands_say_what_they_want(session: Path) -> None:
    """No or two modes at once, a code that is none, two records: usage, exit 2."""
    target = made(session)
    run("archive", session, code=2)
    run("archive", session, "--out", session.parent / "x.zip", "--check", code=2)
    run("archive", target, "--copies", code=2)
    run("archive", session, session, "--out", session.parent / "x.zip", code=2)
    run("archive", "--check", target, "--code", "zz", code=2)
    run("archive", "--check", session.parent / "gone.zip", code=1)
