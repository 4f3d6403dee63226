"""What a paper's QR code says: one form, one reader, and the signatures that the freeze leaves in the store (SPEC §15)."""

import pytest
import simulator
import stage
from hypothesis import given
from hypothesis import strategies as st
from simulator import SIGNER

from draw import signing, slip
from draw.edges import ambient
from draw.edges.freezing import SLIPS
from draw.edges.session import Session
from draw.errors import FormatError
from draw.hashing import commitment, digest, seal
from draw.intake.private_roster import read_roster_csv
from draw.slip import SlipCode, StatementCode

SESSION, NOTICE, SALT = "example-2026", digest(b"notice"), digest(b"salt")[:32]
ROW = f"0001,B001,X1,NONE,{digest(b'seal')}"
SIGNED = slip.text(SESSION, NOTICE, ROW, SALT)
CODE = slip.code(SIGNED, signing.sign(SIGNER, SIGNED))
RECORD = simulator.record()
STATEMENT = RECORD["statement.txt"] + f"statement.sig {RECORD['statement.sig'].hex()}\n".encode()
FAULTS = {
    "nothing": b"",
    "only LF": b"\n",
    "CRLF": CODE.replace(b"\n", b"\r\n"),
    "a CR before the lost LF": CODE[:-1] + b"\r",
    "BOM": b"\xef\xbb\xbf" + CODE,
    "not UTF-8": CODE.replace(b"0001", b"\xff001"),
    "two LF at the end": CODE + b"\n",
    "bytes behind the end": CODE + b"more\n",
    "a blank behind the end": CODE + b" ",
    "NUL behind the end": CODE + b"\0",
    "an empty line": CODE.replace(b"\nrow", b"\n\nrow"),
    "a line missing": CODE.replace(b"salt " + SALT.encode() + b"\n", b""),
    "no signature": SIGNED,
    "a line twice": CODE.replace(b"\nsalt", b"\nsalt " + SALT.encode() + b"\nsalt"),
    "another order": b"".join(sorted(CODE.splitlines(keepends=True), reverse=True)),
    "another kind": CODE.replace(b"slip1", b"slip2"),
    "capital word": CODE.replace(b"notice", b"Notice"),
    "two blanks": CODE.replace(b"notice ", b"notice  "),
    "a blank at a line's end": CODE.replace(b"\nrow", b" \nrow"),
    "capital session": CODE.replace(b"example", b"Example"),
    "capital hex in the hash": CODE.replace(NOTICE.encode(), NOTICE.upper().encode()),
    "capital hex in the salt": CODE.replace(SALT.encode(), SALT.upper().encode()),
    "capital hex in the signature": SIGNED + CODE[len(SIGNED) :].upper().replace(b"SLIP.SIG", b"slip.sig"),
    "a short signature": CODE[:-3] + b"\n",
    "a long salt": CODE.replace(SALT.encode(), SALT.encode() + b"00"),
    "a row without seal": CODE.replace(ROW.encode(), b"0001,B001,X1"),
    "a row without unit": CODE.replace(ROW.encode(), f"0001,{digest(b'seal')}".encode()),
    "a quoted row": CODE.replace(b"0001,B001", b'"0001",B001'),
    "a row in full-width digits": CODE.replace(b"0001,B001", "０００１,B001".encode()),
    "too long": CODE.replace(b",X1,", b",X1" * 30_000 + b","),
    "a statement of another word": STATEMENT.replace(b"board ", b"bored "),
    "a statement without signature": RECORD["statement.txt"],
    "a statement in capital hex": STATEMENT.upper().replace(b"DRAW1", b"draw1"),
    "attempt 0": STATEMENT.replace(b"attempt 1", b"attempt 0"),
    "attempt 01": STATEMENT.replace(b"attempt 1", b"attempt 01"),
    "a void": STATEMENT.replace(b"draw1", b"void1"),
    "another mode": STATEMENT.replace(b"mode rehearsal", b"mode real"),
}


def test_a_slip_is_five_lines_as_the_spec_shows_them() -> None:
    """SPEC §15: slip1 and session, notice hash, line of pool.csv, salt, and the signature "over the four lines above"."""
    signature = signing.sign(SIGNER, SIGNED).hex()
    assert CODE.decode() == (f"slip1 {SESSION}\nnotice {NOTICE}\nrow {ROW}\nsalt {SALT}\nslip.sig {signature}\n")
    assert b"".join(CODE.splitlines(keepends=True)[:4]) == SIGNED  # "each with its LF"


@pytest.mark.parametrize("lost", [b"", b"\n"])
def test_the_last_lf_may_be_lost(lost: bytes) -> None:
    """SPEC §15: "a reader may lose the last LF, and a verifier adds it again before all else"."""
    found = slip.read(CODE.removesuffix(lost))
    assert isinstance(found, SlipCode) and found.signed == SIGNED
    assert (found.applicant, found.seal) == ("0001", digest(b"seal"))
    other = slip.read(STATEMENT.removesuffix(lost))
    assert other == StatementCode(statement=RECORD["statement.txt"], signature=RECORD["statement.sig"])


@pytest.mark.parametrize("fault", FAULTS)
def test_any_other_text_is_refused(fault: str) -> None:
    """SPEC §15: "A text that is neither form: mismatch"."""
    with pytest.raises(FormatError, match="QR code"):
        slip.read(FAULTS[fault])


CODES = st.from_regex(r"[0-9A-Z][0-9A-Z-]{0,31}", fullmatch=True)
HEX = st.binary(min_size=32, max_size=32)


@given(
    st.from_regex(r"[a-z0-9][a-z0-9-]{2,63}", fullmatch=True), HEX, st.lists(CODES, min_size=2, max_size=14), HEX, HEX
)
def test_what_is_written_is_read(session: str, notice: bytes, codes: list[str], sealed: bytes, salt: bytes) -> None:
    """read(code(text(…))) gives back every field, for all forms of SPEC §1."""
    row = ",".join([*codes, sealed.hex()])
    signed = slip.text(session, notice.hex(), row, salt.hex()[:32])
    found = slip.read(slip.code(signed, notice + sealed))
    assert found == SlipCode(
        session=session, notice=notice.hex(), row=row, salt=salt.hex()[:32], signature=notice + sealed
    )
    assert (found.signed, found.applicant, found.seal) == (signed, codes[0], sealed.hex())


@given(st.binary(max_size=400) | st.sampled_from([CODE, STATEMENT]), st.integers(0, 400), st.binary(max_size=3))
def test_whatever_is_read_has_one_spelling(data: bytes, at: int, put: bytes) -> None:
    """A text that the reader takes is, but for the last LF, the one that its fields are written as."""
    changed = data[:at] + put + data[at + len(put) :]
    try:
        found = slip.read(changed)
    except FormatError:
        return
    if isinstance(found, SlipCode):
        again = slip.code(found.signed, found.signature)
    else:
        again = found.statement + f"statement.sig {found.signature.hex()}\n".encode()
    assert changed.removesuffix(b"\n") == again.removesuffix(b"\n")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A frozen session."""
    folder = stage.prepare(tmp_path_factory.mktemp("slips") / "session")
    session = Session.create(folder, stage.PASSPHRASE, ambient.from_environment())
    session.freeze()
    return session


def signed_texts(session: Session) -> list[bytes]:
    """What every slip of the session must say, made here from the two rosters."""
    people = read_roster_csv(session.store.file(session.attempt, "private/roster.csv"))
    rows = session.store.file(session.attempt, "pool.csv").decode().splitlines()[1:]
    current = session.state.the_notice()
    return [
        f"slip1 {current.session}\nnotice {session.state.notice_hash}\nrow {row}\nsalt {person.salt}\n".encode()
        for row, person in zip(rows, people, strict=True)
    ]


def test_the_freeze_signs_every_slip(frozen: Session) -> None:
    """SPEC §15: "Slips are signed at the freeze": 64 bytes an applicant, in order, by the notice's signer; none is public."""
    signatures, wanted = frozen.store.file(1, SLIPS), signed_texts(frozen)
    assert len(signatures) == 64 * len(wanted) == 64 * 9
    signer = frozen.state.the_notice().signer
    assert all(signing.verify(signer, text, slip.signature_of(signatures, n)) for n, text in enumerate(wanted))
    assert not frozen.store.files(1)[SLIPS][1]
    assert not [path for path in frozen.public.rglob("*") if "slip" in path.name]
    kept = {path.name for path in (frozen.private / "objects").iterdir()}
    assert frozen.store.files(1)[SLIPS][0] in kept  # what a standby copy carries


def test_the_salt_on_the_slip_opens_the_seal(frozen: Session) -> None:
    """SPEC §15: "by the seal (§4) that the line is this child's"."""
    people = read_roster_csv(frozen.store.file(1, "private/roster.csv"))
    for person, text in zip(people, signed_texts(frozen), strict=True):
        found = slip.read(slip.code(text, bytes(64)))
        assert isinstance(found, SlipCode)
        assert seal("stage-2026", found.applicant, found.salt, person.name, person.id) == found.seal


def test_the_freeze_tells_how_far_it_is() -> None:
    """A hundred thousand signatures take seconds: progress is told every ten thousand."""
    told: list[int] = []
    made = slip.sign_all(_Quick(), (b"x" for _ in range(25_000)), told.append)  # type: ignore[arg-type]
    assert told == [10_000, 20_000] and len(made) == 64 * 25_000


class _Quick:
    """Signs at once, for the count alone."""

    def sign(self, message: bytes) -> bytes:
        """Sixty-four bytes."""
        return bytes(64)


def test_a_new_version_has_its_own_slips(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SPEC §15: "each version's with the version's key": after an accepted objection all slips are signed anew."""
    folder = stage.prepare(tmp_path_factory.mktemp("versions") / "session")
    session = Session.create(folder, stage.PASSPHRASE, ambient.from_environment())
    session.freeze()
    before, first = session.store.file(1, SLIPS), session.state.notice_hash
    session.object(b"paper")
    session.decide_objection(1, "accepted")
    rows = [line for line in stage.ROWS if "钱二" not in line]
    (folder / "roster.csv").write_text("\n".join([stage.HEADER, *rows, ""]), encoding="utf-8")
    session.freeze()
    after, wanted = session.store.file(1, SLIPS), signed_texts(session)
    assert session.state.notice_hash != first and len(after) == len(before) - 64
    signer = session.state.the_notice().signer
    assert all(signing.verify(signer, text, slip.signature_of(after, n)) for n, text in enumerate(wanted))
    assert len(session.store.versions(SLIPS)) == 2


def test_a_new_attempt_has_its_own_slips(tmp_path_factory: pytest.TempPathFactory) -> None:
    """After a void the next attempt's freeze signs its slips; the voided attempt keeps its own."""
    folder = stage.prepare(tmp_path_factory.mktemp("attempts") / "session")
    session = Session.create(folder, stage.PASSPHRASE, ambient.from_environment())
    session.freeze()
    before = session.store.file(1, SLIPS)
    for party in ("A1", "N1"):
        session.commit(party, commitment(session.state.notice_hash, party, stage.SECRETS[party]))
    session.close_board()
    session.void()
    session.freeze()
    after, wanted = session.store.file(2, SLIPS), signed_texts(session)
    assert session.attempt == 2 and after != before == session.store.file(1, SLIPS)
    signer = session.state.the_notice().signer
    assert all(signing.verify(signer, text, slip.signature_of(after, n)) for n, text in enumerate(wanted))
