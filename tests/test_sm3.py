"""SM3SUMS: written at the sealing, checked by step 15, read by the tools that a stranger has (SPEC §2, §11)."""

import hashlib
import subprocess
from pathlib import Path

import handing_over
import pytest
import rounds
import simulator
import stage
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

from draw import signing, sm3
from draw.edges import record_names
from draw.hashing import commitment, digest, sums_of
from draw.verify import MATCH, MISMATCH, Step, verify
from web.public.record import FILES

SEALS = ("SHA256SUMS", "SHA256SUMS.sig")


def resealed(files: dict[str, bytes], second: bytes | None = None) -> dict[str, bytes]:
    """The record with SM3SUMS, or with these bytes as SM3SUMS, its sums made and signed anew."""
    rest = {n: d for n, d in files.items() if n not in (*SEALS, sm3.NAME)}
    made = sm3.sums_of(rest.items()) if second is None else second
    assert made is not None
    rest[sm3.NAME] = made
    sums = sums_of(rest.items())
    return rest | {"SHA256SUMS": sums, "SHA256SUMS.sig": signing.sign(simulator.SIGNER, sums)}


RECORD = resealed(simulator.record())


def step(files: dict[str, bytes], number: int) -> Step:
    """One step's answer."""
    return verify(files).steps[number - 1]


def test_sm3_is_that_of_the_standard() -> None:
    """GB/T 32905 A.1: the SM3 of "abc"; and hashlib's where it has one."""
    assert sm3.digest(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    if "sm3" in hashlib.algorithms_available:
        assert sm3.digest(b"x" * 1000) == hashlib.new("sm3", b"x" * 1000).hexdigest()


def test_a_record_with_it_matches_and_one_without_too() -> None:
    """SPEC §2: "optional: a second sums file of every file above"."""
    for files in (RECORD, simulator.record()):
        report = verify(files)
        assert [s.word for s in report.steps[:17]] == [MATCH] * 17, [s.line() for s in report.steps]
        assert step(files, 15).detail == ""


@pytest.mark.parametrize("name", sorted(RECORD.keys() - {*SEALS, sm3.NAME}))
def test_each_file_is_in_it(name: str) -> None:
    """SPEC §11 step 15: "SM3SUMS lists the same files but itself": a line less, or of another value, is a mismatch."""
    lines = RECORD[sm3.NAME].decode().splitlines(keepends=True)
    mine = next(n for n, line in enumerate(lines) if line[66:-1] == name)
    less = resealed(RECORD, "".join(lines[:mine] + lines[mine + 1 :]).encode())
    other = "0" if lines[mine][0] != "0" else "1"
    wrong = resealed(RECORD, "".join([*lines[:mine], other + lines[mine][1:], *lines[mine + 1 :]]).encode())
    for files in (less, wrong):
        assert step(files, 15).word == MISMATCH and name in step(files, 15).detail
        assert [s.number for s in verify(files).steps if s.word == MISMATCH] == [15]


@pytest.mark.parametrize(
    "second",
    [b"", b"\n", RECORD[sm3.NAME].upper(), RECORD[sm3.NAME][:-1], RECORD[sm3.NAME] + b"0" * 64 + b"  zz\n",
     b"".join(sorted(RECORD[sm3.NAME].splitlines(keepends=True)))],
)  # fmt: skip
def test_another_form_is_a_mismatch(second: bytes) -> None:
    """SPEC §11 step 15: "in the same form"; it never lists itself, nor anything that is not there."""
    assert step(resealed(RECORD, second), 15).word == MISMATCH


def test_sha256sums_must_list_it() -> None:
    """SPEC §11 step 15: SHA256SUMS lists every file but itself, its signature and amendments/."""
    assert step(simulator.record() | {sm3.NAME: RECORD[sm3.NAME]}, 15).word == MISMATCH


def test_a_machine_without_sm3_says_so_and_changes_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """SPEC §11 step 15: "or this machine has no SM3, which is said and changes no verdict"; its list is still looked at."""

    def none(_: hashes.HashAlgorithm) -> hashes.Hash:
        raise UnsupportedAlgorithm("no SM3")

    short = resealed(RECORD, RECORD[sm3.NAME].split(b"\n", 1)[1])
    monkeypatch.setattr(hashes, "Hash", none)
    said = step(RECORD, 15)
    assert said.word == MATCH and "no SM3" in said.detail
    assert step(short, 15).word == MISMATCH
    assert sm3.digest(b"abc") is None and sm3.sums_of([("a", b"")]) is None


def test_every_list_of_a_records_names_knows_it() -> None:
    """A second machine fetches it, the public page serves it."""
    assert record_names.of_record(sm3.NAME) and FILES.fullmatch(sm3.NAME)


def test_a_ceremony_writes_it_and_cksum_and_openssl_agree(tmp_path: Path) -> None:
    """The record of a whole rehearsal holds it; its README's lines work with what a stranger has."""
    record = rounds.first(tmp_path / "s").public
    files = stage.tree(record)
    assert step(files, 15) == Step(number=15, word=MATCH, detail="")
    assert f"{digest(files[sm3.NAME])}  {sm3.NAME}\n" in files["SHA256SUMS"].decode()
    readme = files["README"].decode()
    assert "cksum -a sm3 -c SM3SUMS" in readme and "GB/T 32905" in readme and "certif" not in readme
    done = subprocess.run(
        ["cksum", "-a", "sm3", "-c", sm3.NAME], cwd=record, capture_output=True, text=True, check=False
    )
    listed = files[sm3.NAME].decode().splitlines()
    if "sm3" in subprocess.run(["cksum", "--help"], capture_output=True, text=True, check=False).stdout:
        assert done.returncode == 0 and done.stdout.count(": OK") == len(listed) == len(files) - 3
    one = subprocess.run(
        ["openssl", "dgst", "-sm3", "seed.txt"], cwd=record, capture_output=True, text=True, check=True
    )
    assert one.stdout.split()[-1] == next(line[:64] for line in listed if line.endswith("  seed.txt"))


def test_a_voided_attempt_has_it_too(tmp_path: Path) -> None:
    """SPEC §2: a void record is sealed the same way."""
    session = handing_over.frozen(tmp_path / "s")
    for party in ("A1", "N1"):
        session.commit(party, commitment(session.state.notice_hash, party, stage.SECRETS[party]))
    session.close_board()
    session.void()
    files = stage.tree(session.public)
    assert "void.txt" in files and step(files, 15) == Step(number=15, word=MATCH, detail="")
    assert sm3.NAME in files["README"].decode()
