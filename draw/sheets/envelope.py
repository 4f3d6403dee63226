"""The card for a sealed secret (封存卡): room for a party's own secret, never printed here (R10, R49)."""

from collections.abc import Iterator
from typing import Final

from draw.notice import Party, Phase
from draw.sheets import words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import HAIR, INDIGO, INK, LEFT, RED, RIGHT, SOFT, Face, Measure, Ring, Sheet
from draw.sheets.paper import Paper, frame_of
from draw.sheets.so_far import SoFar, frozen, so_far
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.words import pair

_SHEET: Final = Label(*pair("papers.envelope"))
_CELL: Final = 14.4
_GAP: Final = 9.0  # between groups of eight
_RING: Final = 15.0


def lay(here: SoFar, party: Party, measure: Measure) -> Document:
    """The card of one party."""
    paper = Paper(measure, frame_of(here.notice, _SHEET, words.NOTICE, here.notice_hash))
    sealed, sheet = party.phase is Phase.SEALED, paper.sheet
    phase = pair(f"phase.{party.phase}")
    end = sheet.text(LEFT, sheet.y + 16, party.id, 19, face=Face.MONO, colour=INDIGO)
    name = sheet.fit(party.name, 15, RIGHT - end - 110, face=Face.BOLD, least=0.6)
    sheet.lines(end + 12, sheet.y + 15, name)
    sheet.label(RIGHT - sheet.label_width(Label(*phase), 10), sheet.y + 15, Label(*phase), 10)
    sheet.y += max(26, name.height + 8)
    paper.code(words.NOTICE, here.notice_hash, aloud=True)
    paper.sheet.y += 2
    paper.banner(pair("papers.envelope_warning"))
    step = "papers.step_fold" if sealed else "papers.step_keep"
    paper.sentence(pair("papers.step_make"), mark="1.")
    paper.mono(f"draw secret {party.id} --notice {here.notice_hash} --out {party.id}.secret", indent=14)
    paper.sentence(pair("papers.step_commit"), mark="2.")
    paper.mono(f'printf %s "commit1:{here.notice_hash}:{party.id}:SECRET" | sha256sum', indent=14)
    if sealed:
        paper.sentence(pair("papers.step_write"), mark="3.")
    paper.sentence(pair(step), mark="4." if sealed else "3.")
    _cells(sheet, Label(*pair("papers.commitment")), 8.8)
    sheet.y += 8
    _fold(paper)
    sheet.y += 6
    _cells(sheet, Label(*pair("papers.secret")), 10.5)
    sheet.y += 8
    _fold(paper)
    sheet.y += 12
    width = (RIGHT - LEFT) / 3
    for n, who in enumerate(
        (Label(*pair("papers.sealed_by")), Label(*pair("papers.taken_by")), Label(*pair("papers.opened_by")))
    ):
        _signature(sheet, LEFT + n * width, width, who)
    sheet.y += 76
    return paper.document(f"envelope-{party.id}", f" {party.id}")


def _cells(sheet: Sheet, name: Label, size: float) -> None:
    """Room for 64 hex digits: two rows of four groups of eight."""
    sheet.label(LEFT, sheet.y + 10, name, size, face=Face.BOLD)
    sheet.y += 15
    width = 32 * _CELL + 3 * _GAP
    start = LEFT + (RIGHT - LEFT - width) / 2
    for row in range(2):
        for n in range(32):
            x = start + n * _CELL + n // 8 * _GAP
            sheet.box(x, sheet.y, _CELL, _CELL * 1.25, colour=INK if n % 8 == 0 else SOFT, weight=0.5)
        for group in range(4):
            x = start + group * (8 * _CELL + _GAP)
            sheet.text(
                x + 4 * _CELL, sheet.y + _CELL * 1.25 + 6.5, str(4 * row + group + 1), 5.6, colour=SOFT, align="middle"
            )
        sheet.y += _CELL * 1.25 + 10


def _fold(paper: Paper) -> None:
    """A dashed line, and on it the rings across which people sign."""
    sheet, y = paper.sheet, paper.sheet.y + _RING
    paper.dashes(y)
    fold, across = Label(*pair("papers.fold")), Label(*pair("papers.across"))
    sheet.label(LEFT, y - 4, fold, 6.6)
    for n in range(3):
        x = LEFT + (RIGHT - LEFT) * (n + 1) / 4
        sheet.put(Ring(x=x, y=y, radius=_RING, colour=RED))
        sheet.text(x, y - 3, across.zh, 6.4, colour=RED, align="middle")
    sheet.y = y + _RING


def _signature(sheet: Sheet, x: float, width: float, who: Label) -> None:
    sheet.box(x, sheet.y, width, 74, weight=0.6)
    sheet.label(x + 6, sheet.y + 12, who, 8.6, face=Face.BOLD)
    sheet.text(x + 6, sheet.y + 48, words.SIGNATURE.zh, 7.4, colour=SOFT)
    sheet.rule(x + 26, sheet.y + 50, width - 34, colour=HAIR)
    sheet.text(x + width - 8, sheet.y + 66, words.DATE.zh, 7.4, colour=SOFT, align="right")


def _ready(source: Source) -> bool:
    """True from the freeze until the board is closed or the attempt has ended: later a card would be of no use."""
    return frozen(source) and so_far(source).state.stage in ("objections", "commit")


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    here = so_far(source)
    for party in (*here.notice.sealed_parties(), *here.notice.open_parties()):
        yield lay(here, party, measure)


KIND: Final = Kind(key="envelope", label=_SHEET, private=False, ready=_ready, lay=_lay)
