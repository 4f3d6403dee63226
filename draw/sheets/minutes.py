"""The minutes (现场记录) from ledger.jsonl, a sentence a line; rulings, absences, spot checks (SPEC §9, R46, R47)."""

from collections.abc import Iterator, Sequence
from typing import Final

from draw.ceremony import Stage
from draw.dates import when
from draw.notice import Party
from draw.prose import Pair
from draw.sheets import words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import HAIR, INDIGO, LEFT, RIGHT, SOFT, Face, Measure
from draw.sheets.paper import OFFICERS, Paper, frame_of
from draw.sheets.sentences import sentence, who
from draw.sheets.so_far import SoFar, frozen, so_far
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.words import pair

_SHEET: Final = Label(*pair("papers.minutes"))
_TIME: Final = LEFT + 26
_BY: Final = LEFT + 76
_SAID: Final = LEFT + 154
_ENDED: Final = (Stage.DONE, Stage.VOID)


def lay(here: SoFar, measure: Measure, progress: Progress) -> Document:
    """The document; before the end it says up to which line it goes."""
    last = here.lines[-1]
    paper = Paper(measure, frame_of(here.notice, _SHEET, Label(*pair("papers.ledger_hash")), here.last_hash))
    if here.state.stage not in _ENDED:
        paper.banner(pair("papers.minutes_open", n=last.n, time=when(last.time)[0]))
    paper.sentence(pair("papers.minutes_intro", n=last.n))
    paper.sheet.y += 4
    paper.heading(Label(*pair("papers.lines")))
    day = ""
    for line in here.lines:
        if line.time[:10] != day:
            day = line.time[:10]
            paper.need(50)
            paper.sheet.text(LEFT, paper.sheet.y + 11, when(line.time)[0].rpartition(" ")[0], 9.4, face=Face.BOLD)
            paper.sheet.y += 17
        if line.n % 500 == 0:
            progress(f"minutes: line {line.n} of {last.n}")
        _line(paper, line.n, line.time[11:19], who(line.by), sentence(line, here))
    paper.sheet.y += 12
    _section(paper, Label(*pair("papers.rulings")), _rulings(here))
    _section(paper, Label(*pair("papers.absences")), _absences(here))
    _section(paper, Label(*pair("papers.spots")), _spots(here))
    members = [Label(*pair("papers.decision_member", member=m)) for m in _members(here)]
    people = (*OFFICERS[:-2], words.WITNESS, words.WITNESS, words.WITNESS, *members)
    paper.keep_with_signatures(people, 108)
    paper.heading(Label(*pair("papers.chain")))
    paper.code(Label(*pair("papers.ledger_hash")), here.last_hash, aloud=True)
    paper.code(words.NOTICE, here.notice_hash)
    paper.sheet.y += 10
    paper.sign(people)
    return paper.document("minutes")


def _line(paper: Paper, n: int, time: str, by: Pair, said: Pair) -> None:
    sheet = paper.sheet
    chinese = sheet.fit(said[0], 9.0, RIGHT - _SAID, least=0.95)
    english = sheet.fit(said[1], 6.6, RIGHT - _SAID, least=0.95)
    role = sheet.fit(by[0], 8.6, _SAID - _BY - 6, least=0.7)
    height = max(chinese.height + english.height + 6, role.height + 14)
    paper.need(height)
    top = sheet.y
    sheet.text(LEFT, top + 10, str(n), 8.6, face=Face.BOLD, colour=INDIGO)
    sheet.text(_TIME, top + 10, time, 8.6, face=Face.MONO)
    sheet.lines(_BY, top + 10, role)
    second = sheet.fit(by[1], 6.2, _SAID - _BY - 6, least=0.6)
    sheet.text(_BY, top + 10 + role.height - 3, second.lines[0], second.size, colour=SOFT)
    sheet.lines(_SAID, top + 10, chinese)
    sheet.lines(_SAID, top + 8 + chinese.height, english, colour=SOFT)
    sheet.y = top + height
    sheet.rule(LEFT, sheet.y - 1, RIGHT - LEFT, colour=HAIR, weight=0.3)


def _section(paper: Paper, title: Label, said: Sequence[Pair]) -> None:
    paper.heading(title, room=26)
    for one in said:
        paper.sentence(one)
    paper.sheet.y += 6


def _rulings(here: SoFar) -> Sequence[Pair]:
    return [sentence(line, here) for line in here.lines if line.kind == "ruling"] or [pair("papers.none_ruled")]


def _members(here: SoFar) -> list[str]:
    """Who signed a ruling."""
    return sorted({member for line in here.lines if line.kind == "ruling" for member in line.body["signers"]})


def _absences(here: SoFar) -> Sequence[Pair]:
    """Who did not commit, once the board is closed, and who did not reveal, once the time is over."""
    state = here.state
    found: list[Pair] = []
    if state.board_hash:
        silent = [p for p in here.notice.parties if p.id not in state.commitments]
        found += [pair("papers.not_committed", **_named(silent))] if silent else []
    if state.reveal_closed_at:
        gone = [p for p in here.notice.open_parties() if p.id in state.commitments and p.id not in state.reveals]
        found += [pair("papers.not_revealed", **_named(gone))] if gone else []
    return found or [pair("papers.nobody_absent")]


def _named(parties: Sequence[Party]) -> dict[str, str]:
    return {"who_zh": "、".join(f"{p.id} {p.name}" for p in parties), "who_en": ", ".join(p.id for p in parties)}


def _spots(here: SoFar) -> Sequence[Pair]:
    codes = " ".join(line.body["applicant"] for line in here.lines if line.kind == "spot")
    return [pair("papers.spots_of", codes=codes)] if codes else [pair("papers.spots_none")]


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    yield lay(so_far(source), measure, progress)


KIND: Final = Kind(key="minutes", label=_SHEET, private=False, ready=frozen, lay=_lay)
