"""The certificate of a void (作废证明): why, of which kind, its hashes, and what must follow (SPEC §10, R49)."""

from collections.abc import Iterator
from typing import Final

from draw import statement
from draw.dates import when
from draw.hashing import digest
from draw.prose import Pair
from draw.sheets import words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import Measure
from draw.sheets.paper import OFFICERS, Paper, frame_of
from draw.sheets.sentences import sentence
from draw.sheets.so_far import SoFar, so_far
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.words import pair

_SHEET: Final = Label(*pair("papers.void"))
_CERTIFICATE: Final = "void.txt"


def lay(here: SoFar, certificate: bytes, transcript: bytes, measure: Measure) -> Document:
    """The document. Raises FormatError if void.txt has no reason of the closed list."""
    code, reason = Label(*pair("papers.void_hash")), statement.void_reason(certificate)
    current, cause = here.notice, reason == "PAPER_MISMATCH"
    paper = Paper(measure, frame_of(current, _SHEET, code, digest(certificate)))
    paper.banner(pair("papers.void_said", attempt=current.attempt))
    paper.fact(Label(*pair("papers.void_reason")), pair(f"void.{reason}"))
    paper.fact(Label(*pair("papers.void_kind")), pair("void.cause") if cause else pair("void.blind"))
    paper.fact(Label(*pair("papers.void_time")), when(here.lines[-1].time))
    rulings = [line for line in here.lines if line.kind == "ruling" and line.body["action"] == "VOID"]
    if reason == "RULING":
        paper.fact(Label(*pair("papers.void_ruling")), sentence(rulings[-1], here))
    paper.sheet.y += 10
    paper.heading(Label(*pair("papers.void_codes")), room=120)
    paper.code(code, digest(certificate), aloud=True)
    paper.code(words.NOTICE, here.notice_hash)
    if here.state.board_hash:
        paper.code(words.BOARD, here.state.board_hash)
    paper.code(Label(*pair("papers.transcript_hash")), digest(transcript))
    paper.code(Label(*pair("papers.ledger_hash")), here.last_hash)
    paper.sheet.y += 10
    members = rulings[-1].body["signers"] if reason == "RULING" else ()
    people = (*OFFICERS, *(Label(*pair("papers.decision_member", member=member)) for member in members))
    paper.keep_with_signatures(people, 110)
    paper.heading(Label(*pair("papers.void_next")))
    paper.sentence(_next(here, cause=cause))
    paper.sentence(pair("papers.void_count", voided=current.attempt))
    paper.sheet.y += 8
    paper.sign(people, stamped=(words.SEALED,))
    return paper.document("void")


def _next(here: SoFar, *, cause: bool) -> Pair:
    attempt = here.notice.attempt + 1
    if not cause:
        return pair("papers.void_next_blind", attempt=attempt)
    failed = here.state.mismatched
    named = "、".join(f"{party} {here.name(party)}" for party in failed)
    return pair("papers.void_next_cause", attempt=attempt, parties_zh=named, parties_en=", ".join(failed))


def _ready(source: Source) -> bool:
    """True once the void certificate is there."""
    return _CERTIFICATE in source.files


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    yield lay(so_far(source), source.files[_CERTIFICATE], source.files["transcript.txt"], measure)


KIND: Final = Kind(key="void", label=_SHEET, private=False, ready=_ready, lay=_lay)
