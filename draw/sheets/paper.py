"""A document as it grows: headings, sentences, facts, codes, signatures, each put on a new page where there is no room (R49)."""

from collections.abc import Sequence
from typing import Final

from draw.dates import when
from draw.notice import Mode, Notice
from draw.prose import Pair
from draw.sheets import closing, roll, words
from draw.sheets.document import Document
from draw.sheets.frame import Frame, furnish, masthead, running_head
from draw.sheets.layout import BOTTOM, HAIR, INDIGO, INK, LEFT, RIGHT, SOFT, Box, Face, Lines, Measure, Sheet
from draw.sheets.words import Label
from draw.words import pair

VALUE: Final = LEFT + 112  # where the values of facts begin
SIGN: Final = 122.0  # height of a row of signature boxes
_INDENT: Final = 14.0
_DASH: Final = 5.0


def frame_of(current: Notice, sheet: Label, hash_label: Label, value: str) -> Frame:
    """The frame of a document of this session; `value` is the hash whose ends stand on every page."""
    return Frame(
        sheet=sheet, title=current.title, authority=current.authority, rehearsal=current.mode is Mode.REHEARSAL,
        session=current.session, attempt=current.attempt, voided=current.attempt - 1, rehearsals=current.rehearsals,
        scheduled=when(current.scheduled)[0], hash_label=hash_label, hash=value,
    )  # fmt: skip


def grouped(value: str, size: int = 8) -> str:
    """A hash in groups, as it is read and compared."""
    return " ".join(value[at : at + size] for at in range(0, len(value), size))


def ends(value: str) -> str:
    """The first and last eight digits of a hash."""
    return f"{value[:8]}…{value[-8:]}"


class Paper:
    """Pages that fill from top to bottom, the first with the whole head."""

    def __init__(self, measure: Measure, frame: Frame) -> None:
        self.sheet = Sheet(measure)
        self.frame = frame
        self.about = words.CONTINUED.zh
        masthead(self.sheet, frame)

    def need(self, height: float) -> None:
        """A new page, unless so much room is left."""
        if self.sheet.y + height > BOTTOM:
            running_head(self.sheet, self.frame, self.about)

    def heading(self, title: Label, *, room: float = 48.0) -> None:
        """A section's title; `room` for what must stand under it."""
        self.need(22 + room)
        closing.heading(self.sheet, title)

    def sentence(self, said: Pair, *, indent: float = 0.0, bold: bool = False, mark: str = "") -> None:
        """Chinese, under it English, both whole; a long sentence goes on over the page."""
        x = LEFT + indent
        if mark:
            self.need(26)
            self.sheet.text(x, self.sheet.y + 9, mark, 9.4, face=Face.BOLD, colour=INDIGO)
            x += _INDENT
        face = Face.BOLD if bold else Face.REGULAR
        chinese = self.sheet.fit(said[0], 9.4, RIGHT - x, face=face, least=1.0)
        self._run(x, chinese, INK, keep=10 if said[1] else 0)
        if said[1]:
            self._run(x, self.sheet.fit(said[1], 6.9, RIGHT - x, least=1.0), SOFT)
        self.sheet.y += 4

    def _run(self, x: float, lines: Lines, colour: int, *, keep: float = 0.0) -> None:
        """Line by line; the last one together with what is kept."""
        for n, text in enumerate(lines.lines, start=1):
            self.need(lines.pitch + (keep if n == len(lines.lines) else 0.0))
            self.sheet.text(x, self.sheet.y + lines.size * 0.92, text, lines.size, face=lines.face, colour=colour)
            self.sheet.y += lines.pitch

    def fact(self, name: Label, said: Pair) -> None:
        """A name and what is so, on one row; ("", "") is a line to write on."""
        chinese = self.sheet.fit(said[0], 9.6, RIGHT - VALUE, least=0.9)
        second = self.sheet.fit(said[1], 6.9, RIGHT - VALUE, least=1.0)
        height = max(21.0, chinese.height + (second.height if said[1] else 0.0) + 6)
        self.need(height)
        top = self.sheet.y
        self.sheet.text(LEFT, top + 9, name.zh, 8.8, face=Face.BOLD)
        self.sheet.text(LEFT, top + 16.5, name.en, 6.2, colour=SOFT)
        if said[0]:
            self.sheet.lines(VALUE, top + 10, chinese)
            self.sheet.lines(VALUE, top + 10 + chinese.height - 1.5, second, colour=SOFT)
        else:
            self.sheet.rule(VALUE, top + 15, RIGHT - VALUE, colour=SOFT, weight=0.4)
        self.sheet.y = top + height
        self.sheet.rule(LEFT, self.sheet.y - 1.5, RIGHT - LEFT, colour=HAIR, weight=0.3)

    def code(self, name: Label, value: str, *, aloud: bool = False) -> None:
        """A hash whole; under it, if aloud, the code to read out."""
        self.need(50 if aloud else 24)
        closing.codes(self.sheet, ((name, value, aloud),))
        self.sheet.y -= 9

    def mono(self, text: str, *, indent: float = 0.0) -> None:
        """A line to type, whole, in half-width letters."""
        lines = self.sheet.fit(text, 8.0, RIGHT - LEFT - indent - 12, face=Face.MONO, least=0.8)
        height = lines.height + 7
        self.need(height)
        self.sheet.box(LEFT + indent, self.sheet.y, 1.6, height - 4, colour=INDIGO, weight=0)
        self.sheet.lines(LEFT + indent + 8, self.sheet.y + lines.size + 1, lines)
        self.sheet.y += height

    def banner(self, said: Pair) -> None:
        """A framed sentence that nobody overlooks."""
        chinese = self.sheet.fit(said[0], 11, RIGHT - LEFT - 20, face=Face.BOLD, least=0.8)
        second = self.sheet.fit(said[1], 7.4, RIGHT - LEFT - 20, least=0.9)
        height = chinese.height + second.height + 13
        self.need(height + 8)
        self.sheet.box(LEFT, self.sheet.y, RIGHT - LEFT, height, weight=1.1)
        self.sheet.lines(LEFT + 10, self.sheet.y + 15, chinese)
        self.sheet.lines(LEFT + 10, self.sheet.y + 13 + chinese.height, second, colour=SOFT)
        self.sheet.y += height + 9

    def table(self, columns: Sequence[roll.Column], rows: Sequence[roll.Row], *, keep: float = 0.0) -> None:
        """A table over as many pages as it needs."""
        self.need(70)
        widths = roll.widths(self.sheet, columns, rows)
        roll.draw(self.sheet, columns, widths, rows, next_page=lambda: self.need(BOTTOM), keep=keep)
        self.sheet.y += 12

    def dashes(self, y: float) -> None:
        """A line to fold along."""
        at = LEFT - 20
        while at < RIGHT + 20:
            self.sheet.put(Box(x=at, y=y, width=_DASH, height=0, colour=SOFT, weight=0.6))
            at += 2 * _DASH

    def keep_with_signatures(self, people: Sequence[Label], height: float) -> None:
        """A new page, unless what comes next, `height` high, and the signatures after it have room: nobody signs a bare page."""
        rows = min(-(-len(people) // 4), 4)
        self.need(height + 22 + rows * SIGN + (18 if self.frame.rehearsal else 0))

    def sign(self, people: Sequence[Label], *, stamped: Sequence[Label] = ()) -> None:
        """The boxes to sign by hand, all on one page where they fit; in a rehearsal without a ring for the seal."""
        rows = -(-len(people) // 4)
        self.heading(Label(*pair("papers.signatures")), room=min(rows, 4) * SIGN + (18 if self.frame.rehearsal else 0))
        if self.frame.rehearsal:
            self.sheet.label(LEFT, self.sheet.y + 10, Label(*pair("papers.rehearsal_only")), 9.6, face=Face.BOLD)
            self.sheet.y += 18
        rings = frozenset[Label]() if self.frame.rehearsal else frozenset(stamped)
        for at in range(0, len(people), 4):
            self.need(SIGN)
            closing.signatures(self.sheet, people[at : at + 4], stamped=rings)

    def document(self, name: str, suffix: str = "") -> Document:
        """The document, footer and watermark on every page."""
        furnish(self.sheet.pages, self.frame, self.sheet.measure)
        title = f"{self.frame.sheet.zh} {self.frame.session}{suffix}"
        return Document(name=name, title=title, author=self.frame.authority, pages=self.sheet.pages)


OFFICERS: Final = (
    words.NOTARY_1,
    words.NOTARY_2,
    words.HOST,
    words.OPERATOR,
    words.CHECKER,
    words.WITNESS,
    words.SEALED,
)
