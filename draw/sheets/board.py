"""The board of commitments (承诺公告板): each party's commitment, who is absent, the board's hash (SPEC §6, R49)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from draw.dates import when
from draw.prose import Pair
from draw.sheets import words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import HAIR, INDIGO, LEFT, RED, RIGHT, SOFT, Face, Measure
from draw.sheets.paper import OFFICERS, Paper, frame_of, grouped
from draw.sheets.so_far import SoFar, frozen, so_far
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.words import pair

_SHEET: Final = Label(*pair("papers.board"))
_ROW: Final = 58.0
_FEW: Final = 2  # lines of a name before its type gets smaller
_BOX: Final = 128.0  # where a party signs


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One party. `commitment` "" where there is none."""

    id: str
    name: str
    phase: Pair
    commitment: str


def rows(here: SoFar) -> tuple[BoardRow, ...]:
    """A row a party, in notice order."""
    return tuple(
        BoardRow(id=p.id, name=p.name, phase=pair(f"phase.{p.phase}"), commitment=here.state.commitments.get(p.id, ""))
        for p in here.notice.parties
    )


def lay(here: SoFar, measure: Measure) -> Document:
    """The document; before the board is closed it says so."""
    state, closed = here.state, bool(here.state.board_hash)
    paper = Paper(
        measure,
        frame_of(here.notice, _SHEET, words.BOARD if closed else words.NOTICE, state.board_hash or here.notice_hash),
    )
    last = here.lines[-1]
    if not closed:
        paper.banner(pair("papers.board_open", n=last.n, time=when(last.time)[0]))
    paper.sentence(pair("papers.board_intro"))
    paper.sheet.y += 4
    paper.heading(Label(*pair("papers.parties")), room=_ROW)
    for row in rows(here):
        _party(paper, row, closed=closed)
    paper.sheet.y += 10
    paper.keep_with_signatures(OFFICERS, 108)
    paper.heading(Label(*pair("papers.codes")))
    paper.code(words.NOTICE, here.notice_hash, aloud=not closed)
    if closed:
        paper.code(words.BOARD, state.board_hash, aloud=True)
    paper.sheet.y += 10
    paper.sign(OFFICERS, stamped=(words.SEALED,))
    return paper.document("board")


def _party(paper: Paper, row: BoardRow, *, closed: bool) -> None:
    sheet = paper.sheet
    room = RIGHT - _BOX - LEFT - 44
    name = sheet.fit(row.name, 10.5, room - 90, face=Face.BOLD, least=0.6)
    if len(name.lines) > _FEW:
        name = sheet.fit(row.name, 7.2, room - 90, face=Face.BOLD, least=0.9)
    height = max(_ROW, name.height + 37)
    paper.need(height)
    top = sheet.y
    sheet.text(LEFT, top + 14, row.id, 12, face=Face.MONO, colour=INDIGO)
    sheet.lines(LEFT + 34, top + 13, name)
    sheet.label(RIGHT - _BOX - 96, top + 13, Label(*row.phase), 8.4)
    y = top + 13 + name.height
    if row.commitment:
        sheet.text(LEFT + 34, y + 3, grouped(row.commitment[:32]), 10, face=Face.MONO)
        sheet.text(LEFT + 34, y + 16, grouped(row.commitment[32:]), 10, face=Face.MONO)
    else:
        missing = Label(*pair("papers.absent" if closed else "papers.not_yet"))
        end = sheet.text(LEFT + 34, y + 5, missing.zh, 11, face=Face.BOLD, colour=RED)
        sheet.text(end + 5, y + 5, missing.en, 8, colour=RED)
    sheet.box(RIGHT - _BOX, top + 4, _BOX, height - 9, weight=0.6)
    sheet.label(RIGHT - _BOX + 5, top + 14, Label(*pair("papers.party_signs")), 7.2)
    sheet.y = top + height
    sheet.rule(LEFT, sheet.y, RIGHT - LEFT, colour=HAIR, weight=0.4)
    sheet.rule(RIGHT - _BOX + 6, sheet.y - 14, _BOX - 12, colour=SOFT, weight=0.3)


def _ready(source: Source) -> bool:
    """True once the draw is convened."""
    return frozen(source) and so_far(source).state.stage not in ("start", "objections")


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    yield lay(so_far(source), measure)


KIND: Final = Kind(key="board", label=_SHEET, private=False, ready=_ready, lay=_lay)
