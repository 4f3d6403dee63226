"""Step 19: what the QR code of a paper says (SPEC §11, §15)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from draw import signing, slip
from draw.encoding import first_difference
from draw.errors import FormatError
from draw.hashing import digest, seal
from draw.slip import WHERE, SlipCode, StatementCode
from draw.verifying.run import Later, Missing, Run

_ID: Final = re.compile(r"[!-9;-`{-~]+")  # printable ASCII without lower-case letters, ':' or space (SPEC §4)


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
    if run.void:
        raise FormatError(WHERE, "the code is of a statement, and a void record has none")
    signer = run.notice.signer if run.notice else None
    if signer is not None and not signing.verify(signer, found.statement, found.signature):
        raise FormatError(WHERE, "statement.sig is not the signer's signature over its lines")
    if found.statement != run.file("statement.txt"):
        raise FormatError(WHERE, first_difference(run.file("statement.txt"), found.statement))
    if found.signature != run.file("statement.sig"):
        raise FormatError(WHERE, "the signature is not the one in statement.sig")
    run.the_notice()


def _slip(run: Run, found: SlipCode, whose: Whose | None) -> None:
    current = run.the_notice()
    if found.session != current.session:
        raise FormatError(WHERE, f"the slip is of session {found.session}, the record of {current.session}")
    if whose is not None:  # before all else: a seal does not depend on the version
        _seal(found, whose)
    if found.notice != run.notice_hash:
        other = "the slip belongs to another version or attempt: its notice hash is"
        raise Later(f"{other} {found.notice}, the record's is {run.notice_hash}")
    if not signing.verify(current.signer, found.signed, found.signature):
        raise FormatError(WHERE, "slip.sig is not the signer's signature over its lines")
    if digest(run.file("pool.csv")) != current.pool:  # notice.json and pool.csv are enough, whatever else is there
        raise Missing("pool.csv is not the one of the notice")
    if found.row.encode() not in run.file("pool.csv").split(b"\n")[1:]:
        raise FormatError(WHERE, "its row is no line of pool.csv")


def _seal(found: SlipCode, whose: Whose) -> None:
    """Raises FormatError unless the seal is that of name, id and salt. With ':' in one of them two children could have one seal."""
    if not _nameable(whose.name) or _ID.fullmatch(whose.id) is None:
        raise FormatError(WHERE, "this name or id is of no form that can be sealed (SPEC §4)")
    if seal(found.session, found.applicant, found.salt, whose.name, whose.id) != found.seal:
        raise FormatError(WHERE, "its seal is not that of this name, this id and its salt")


def _nameable(name: str) -> bool:
    """True for a name as SPEC §4 seals it."""
    hidden = any(unicodedata.category(c) in ("Cc", "Cs") for c in name)
    return bool(name) and ":" not in name and not hidden and unicodedata.is_normalized("NFC", name)
