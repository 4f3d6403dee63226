"""The transcript of the seed (种子记录单): each line and the hash the hall saw after it (SPEC §6, R49)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from draw.encoding import strict_lines
from draw.hashing import digest
from draw.prose import Pair
from draw.sheets import words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import HAIR, INDIGO, LEFT, RIGHT, SOFT, Face, Measure
from draw.sheets.paper import OFFICERS, Paper, frame_of, grouped
from draw.sheets.so_far import SoFar, so_far
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.words import pair

SEED: Final = "seed.txt"
VOIDED: Final = "transcript.txt"
_TEXT: Final = LEFT + 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLine:
    """Line k of the file, what it is, and the hash of the first k lines."""

    k: int
    text: str
    what: Pair
    code: str


def lines(data: bytes, where: str, here: SoFar) -> tuple[TranscriptLine, ...]:
    """Every line of seed.txt or transcript.txt. Raises FormatError if it is no text file."""
    found = []
    before = b""
    for k, text in enumerate(strict_lines(data, where), start=1):
        before += text.encode() + b"\n"
        found.append(TranscriptLine(k=k, text=text, what=_what(k, text, here), code=digest(before)))
    return tuple(found)


def _what(k: int, text: str, here: SoFar) -> Pair:
    key, _, value = text.partition(" ")
    if k == 1:
        return pair("papers.line_form")
    match key:
        case "notice":
            return pair("papers.line_notice")
        case "board":
            return pair("papers.line_board")
        case "dice":
            return pair("papers.line_dice")
        case "beacon":
            return pair("papers.line_beacon")
    name = here.name(key)
    if value == "absent":
        return pair("papers.line_absent", who_zh=name, who_en=key)
    if value == "mismatch":
        return pair("papers.line_mismatch", who_zh=name, who_en=key)
    return pair("papers.line_secret", who_zh=name, who_en=key)


def lay(here: SoFar, data: bytes, measure: Measure, *, void: bool) -> Document:
    """The document of seed.txt, or in a void record of transcript.txt."""
    title = Label(*pair("papers.transcript_void")) if void else Label(*pair("papers.transcript"))
    code = Label(*pair("papers.transcript_hash")) if void else words.SEED
    paper = Paper(measure, frame_of(here.notice, title, code, digest(data)))
    paper.sentence(pair("papers.transcript_intro_void") if void else pair("papers.transcript_intro"))
    paper.sheet.y += 6
    for line in lines(data, VOIDED if void else SEED, here):
        _line(paper, line)
    paper.sheet.y += 10
    paper.keep_with_signatures(OFFICERS, 108)
    paper.heading(Label(*pair("papers.codes")))
    paper.code(words.NOTICE, here.notice_hash)
    paper.code(code, digest(data), aloud=True)
    paper.sheet.y += 10
    paper.sign(OFFICERS, stamped=(words.SEALED,))
    return paper.document("transcript")


def _line(paper: Paper, line: TranscriptLine) -> None:
    sheet = paper.sheet
    text = sheet.fit(line.text, 8.6, RIGHT - _TEXT, face=Face.MONO, least=0.8)
    name = sheet.fit(line.what[0], 8.8, RIGHT - _TEXT - 130, face=Face.BOLD, least=0.6)
    height = name.height + text.height + 20
    paper.need(height)
    top = sheet.y
    sheet.text(LEFT, top + 12, str(line.k), 12, face=Face.BOLD, colour=INDIGO)
    sheet.lines(_TEXT, top + 10, name)
    sheet.text(RIGHT, top + 10, line.what[1], 6.8, colour=SOFT, align="right")
    y = top + name.height + 9
    sheet.lines(_TEXT, y, text)
    y += text.height + 1
    after = Label(*pair("papers.after_line", k=line.k))
    end = sheet.label(_TEXT, y, after, 7)
    sheet.text(end + 6, y, grouped(line.code), 7.6, face=Face.MONO, colour=SOFT)
    sheet.y = top + height
    sheet.rule(LEFT, sheet.y - 2, RIGHT - LEFT, colour=HAIR, weight=0.3)


def _ready(source: Source) -> bool:
    """True once there is a seed, or the attempt is void."""
    return SEED in source.files or VOIDED in source.files


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    void = SEED not in source.files
    yield lay(so_far(source), source.files[VOIDED if void else SEED], measure, void=void)


KIND: Final = Kind(key="transcript", label=Label(*pair("papers.transcript")), private=False, ready=_ready, lay=_lay)
