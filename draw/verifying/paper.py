"""Step 19: what the QR code of a paper says (SPEC §11, §15)."""

from dataclasses import dataclass

from draw import signing, slip
from draw.encoding import first_difference
from draw.errors import FormatError
from draw.hashing import digest, seal
from draw.slip import WHERE, SlipCode, StatementCode
from draw.verifying.run import Later, Missing, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """The child that a slip is said to be of; never printed again."""

    name: str  # NFC
    id: str


def check_paper_code(run: Run, code: bytes, whose: Whose | None) -> str:
    """(19) -> the applicant of a slip, "" of a statement code."""
    match slip.read(code):
        case StatementCode() as found:
            _statement(run, found)
            return ""
        case SlipCode() as found:
            _slip(run, found, whose)
            return found.applicant


def _statement(run: Run, found: StatementCode) -> None:
    if not run.void and found.statement != run.file("statement.txt"):
        raise FormatError(WHERE, first_difference(run.file("statement.txt"), found.statement))
    if not signing.verify(run.the_notice().signer, found.statement, found.signature):
        raise FormatError(WHERE, "statement.sig is not the signer's signature over its lines")
    if run.void:
        raise Missing("the code is of a statement, and a void record has none")


def _slip(run: Run, found: SlipCode, whose: Whose | None) -> None:
    current = run.the_notice()
    if found.session != current.session:
        raise FormatError(WHERE, f"the slip is of session {found.session}, the record of {current.session}")
    if found.notice != run.notice_hash:
        other = "the slip belongs to another version or attempt: its notice hash is"
        raise Later(f"{other} {found.notice}, the record's is {run.notice_hash}")
    if not signing.verify(current.signer, found.signed, found.signature):
        raise FormatError(WHERE, "slip.sig is not the signer's signature over its lines")
    if digest(run.file("pool.csv")) != current.pool:  # notice.json and pool.csv are enough, whatever else is there
        raise Missing("pool.csv is not the one of the notice")
    if found.row.encode() not in run.file("pool.csv").split(b"\n")[1:]:
        raise FormatError(WHERE, "its row is no line of pool.csv")
    if whose and seal(current.session, found.applicant, found.salt, whose.name, whose.id) != found.seal:
        raise FormatError(WHERE, "its seal is not that of this name, this id and its salt")
