"""The lists on A4: announcement, roll and waiting list, every school from a new page (R49, R50)."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from draw.dates import day
from draw.rules import School
from draw.sheets import closing, decisions, lists, roll, tables, words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.frame import Frame, furnish, masthead, running_head
from draw.sheets.layout import BOTTOM, LEFT, RED, RIGHT, SOFT, Face, Measure, Sheet, face_of
from draw.sheets.present import Present, present, ready
from draw.sheets.source import Source
from draw.sheets.tables import Column, Line
from draw.sheets.words import Label
from draw.words import pair, zh

UNTIL: Final = "until"  # in Source.private: the last day of the publication, YYYY-MM-DD
_END: Final = 22.0
_SIGNED: Final = 96.0
_TOTAL: Final = 38.0  # and the words of a rehearsal


def _announcement(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    now = present(source)
    label, columns = lists.announced_as(now), lists.announced_columns(now)
    frame = lists.frame(now, label)
    sheet = Sheet(measure)
    every = [lists.announced(now, school, source.masked) for school in now.schools]
    widths = _widths(sheet, columns, every)
    told = [Label(*pair("list.code_is_key")), Label(*pair("list.check"))]
    notes = [*until(source), *(told if now.children else [Label(*pair("list.check_tables"))])]
    for school, rows in zip(now.schools, every, strict=True):
        progress(f"announcement: {school.code}")
        _school(sheet, frame, now, school, lists.total(now, school), _moved(now, school))
        _table(sheet, frame, school, columns, widths, rows, keep=_END)
        _count(sheet, len(rows))
    made = decisions.decisions(now.rules, now.pool, now.found, source.masked)
    if made or not now.schools:
        masthead(sheet, frame)
        above(sheet, now)
        decisions.heading(sheet)
        decisions.draw_all(sheet, frame, made)
    foot(sheet, frame, notes, (words.SEALED,))
    yield _document(sheet, frame, "announcement", label, measure)


def _waiting(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    now = present(source)
    frame = lists.frame(now, lists.WAITING)
    sheet = Sheet(measure)
    columns = lists.queue_columns(now)
    schools = [s for s in now.rules.schools if s.code in now.standing]
    every = [lists.in_line(now, school, source.masked) for school in schools]
    widths = _widths(sheet, columns, every)
    for school, rows in zip(schools, every, strict=True):
        progress(f"waiting list: {school.code}")
        _school(sheet, frame, now, school, lists.line_total(now, school), [])
        _table(sheet, frame, school, columns, widths, rows, keep=_END)
        _count(sheet, len(rows))
    if not schools:
        masthead(sheet, frame)
        above(sheet, now)
        sheet.label(LEFT, sheet.y + 14, words.NONE, 11)
        sheet.y += 26
    chinese, english = pair("outcome.offered")
    rule = Label(zh("list.line_rule", offered=chinese), pair("list.line_rule", offered=english)[1])
    foot(sheet, frame, [*until(source), rule, Label(*pair("list.code_is_key"))], (words.SEALED,))
    yield _document(sheet, frame, "waiting", lists.WAITING, measure)


def _rolls(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    now = present(source)
    for school in now.schools:
        progress(f"roll: {school.code}")
        label = lists.LISTED_ROLL if school.code in now.shortlists else lists.ROLL
        frame = lists.frame(now, label)
        table = lists.roll(now, school, source.people)
        sheet = Sheet(measure)
        columns, rows = tables.on_paper(table)
        widths = roll.widths(sheet, columns, rows)
        whole = lists.total(now, school)
        _school(sheet, frame, now, school, whole, [*_moved(now, school), Label(*pair("list.not_public"))])
        _draw(sheet, frame, school, columns, widths, rows, keep=_END + _SIGNED + _TOTAL)
        _count(sheet, len(rows))
        sheet.label(LEFT, sheet.y + 12, whole, 11.5, face=Face.BOLD)
        sheet.y += 22
        boxes = (Label(*pair("list.principal")), Label(*pair("list.school_seal")), Label(*pair("list.registrar")))
        boxes_of(sheet, frame, boxes, stamped=boxes[1:2])
        yield _document(sheet, frame, f"roll-{school.code}", label, measure, school)


def _document(
    sheet: Sheet, frame: Frame, name: str, label: Label, measure: Measure, school: School | None = None
) -> Document:
    furnish(sheet.pages, frame, measure)
    title = " ".join([label.zh, frame.session, *([school.code] if school else [])])
    return Document(name=name, title=title, author=frame.authority, pages=sheet.pages)


def _widths(sheet: Sheet, columns: Sequence[Column], every: Sequence[Sequence[Line]]) -> tuple[float, ...]:
    """Widths that suit all schools; the lines begin with the school, which stands above them on paper."""
    made, rows = _paper(columns, [line for lines in every for line in lines])
    return roll.widths(sheet, made, rows)


def _paper(columns: Sequence[Column], lines: Sequence[Line]) -> tuple[tuple[roll.Column, ...], list[roll.Row]]:
    kept = [Line(cells=line.cells[2:], joined=line.joined) for line in lines]
    return tables.paper(columns, kept)


def _table(
    sheet: Sheet, frame: Frame, school: School, columns: Sequence[Column], widths: tuple[float, ...],
    lines: Sequence[Line], *, keep: float,
) -> None:  # fmt: skip
    made, rows = _paper(columns, lines)
    _draw(sheet, frame, school, made, widths, rows, keep=keep)


def _draw(
    sheet: Sheet, frame: Frame, school: School, columns: Sequence[roll.Column], widths: tuple[float, ...],
    rows: Sequence[roll.Row], *, keep: float,
) -> None:  # fmt: skip
    about = f"{school.code} {school.name}（{words.CONTINUED.zh}）"
    roll.draw(sheet, columns, widths, rows, next_page=partial(running_head, sheet, frame, about), keep=keep)


def _count(sheet: Sheet, rows: int) -> None:
    end = Label(*pair("list.end", rows=rows))
    sheet.text(LEFT, sheet.y + 11, end.zh, 7.8, colour=SOFT)
    sheet.text(RIGHT, sheet.y + 11, end.en, 6.6, colour=SOFT, align="right")
    sheet.y += _END


def above(sheet: Sheet, now: Present) -> None:
    """As drawn or amended, and the whole hash that the footer shortens."""
    if now.annulled:
        sheet.box(LEFT, sheet.y - 4, RIGHT - LEFT, 22, colour=RED, weight=0.9)
        sheet.label(LEFT + 8, sheet.y + 11, Label(*pair("list.annulled")), 10.5, face=Face.BOLD)
        sheet.y += 28
    sheet.label(LEFT, sheet.y + 8, lists.version(now), 9, face=Face.BOLD)
    sheet.y += 13
    hashes(sheet, now, LEFT, 7.8)
    sheet.y += 6


def hashes(sheet: Sheet, now: Present, x: float, size: float) -> None:
    """The result hash whole, and that of the last amendment, a line each."""
    code(sheet, x, size, words.RESULT, now.result_hash)
    if now.amendments:
        code(sheet, x, size, Label(*pair("list.amendment", number=now.amendments)), now.last)


def code(sheet: Sheet, x: float, size: float, label: Label, value: str) -> None:
    """64 hex digits in eights behind their name."""
    end = sheet.label(x, sheet.y + size, label, size)
    groups = " ".join(value[i : i + 8] for i in range(0, 64, 8))
    sheet.text(end + 6, sheet.y + size, groups, size + 0.4, face=Face.MONO)
    sheet.y += size * 1.6


def _moved(now: Present, school: School) -> list[Label]:
    told = lists.moved(now, school)
    return [told] if told else []


def _school(sheet: Sheet, frame: Frame, now: Present, school: School, whole: Label, notes: Sequence[Label]) -> None:
    """A new page with the school's head: name, total, figures."""
    masthead(sheet, frame)
    above(sheet, now)
    name = sheet.fit(school.name, 15, RIGHT - LEFT - 130, face=Face.BOLD, least=0.75)
    sheet.lines(LEFT, sheet.y + 14, name)
    start = RIGHT - sheet.measure(school.code, face_of(school.code), 11)
    sheet.text(start, sheet.y + 13, school.code, 11, face=face_of(school.code))
    sheet.label(start - sheet.label_width(words.SCHOOL, 8) - 6, sheet.y + 13, words.SCHOOL, 8)
    sheet.y += name.height + 6
    sheet.label(LEFT, sheet.y + 12, whole, 12, face=Face.BOLD)
    sheet.y += 22
    _figures(sheet, now, school)
    for note in notes:
        sheet.label(LEFT, sheet.y + 8, note, 8.6)
        sheet.y += 14
    sheet.y += 4


def _figures(sheet: Sheet, now: Present, school: School) -> None:
    """The totals of R49 in boxes: plan, tickets, children, bundles, extra, who has a place and who waits."""
    asked, here = now.asked[school.code], len(now.at[school.code])
    here_label = "list.listed_now" if school.code in now.shortlists else "list.admitted_now"
    if classes := now.classed(school.code):
        closing.figures(sheet, (
            (words.CHILDREN, asked.children), (words.UNITS, asked.units), (words.BUNDLES, asked.bundles),
            (words.CLASSES, classes), (Label(*pair("list.classed_now")), here),
        ))  # fmt: skip
        sheet.y += 52
        return
    over = 0 if school.code in now.shortlists else max(0, here - school.places)
    waits = sum(1 for _ in now.waiting(school))
    numbers = (
        (words.PLACES, school.places), (words.APPROVED_EXTRA, school.approved_extra), (words.CHILDREN, asked.children),
        (words.UNITS, asked.units), (words.BUNDLES, asked.bundles), (Label(*pair(here_label)), here),
        (words.OVER_PLAN, over), (Label(*pair("list.waiting_now")), waits),
    )  # fmt: skip
    closing.figures(sheet, numbers)
    sheet.y += 52


def until(source: Source) -> list[Label]:
    """How long the list is shown, if the operator has said so."""
    data = source.private.get(UNTIL)
    if data is None:
        return []
    chinese, english = day(data.decode("ascii"))
    return [Label(zh("list.until", day=chinese), pair("list.until", day=english)[1])]


def foot(sheet: Sheet, frame: Frame, notes: Sequence[Label], boxes: Sequence[Label]) -> None:
    """What ends a public list: how long it is shown, what its key is, the seal."""
    size, width = 8.6, RIGHT - LEFT - 150
    fitted = [(sheet.fit(n.zh, size, width, least=1.0), sheet.fit(n.en, 6.8, width, least=1.0)) for n in notes]
    height = sum(a.height + b.height + 5 for a, b in fitted)
    if sheet.y + max(height, _SIGNED) > BOTTOM:
        running_head(sheet, frame, words.CONTINUED.zh)
    top = sheet.y
    closing.box(sheet, RIGHT - 136, top, 136, 92, boxes[0], stamped=not frame.rehearsal)
    y = top + 9
    for chinese, english in fitted:
        sheet.lines(LEFT, y, chinese)
        y += chinese.height - 2
        sheet.lines(LEFT, y, english, colour=SOFT)
        y += english.height + 7
    if frame.rehearsal:
        sheet.label(LEFT, y + 4, words.NO_EFFECT, 9, face=Face.BOLD)
    sheet.y = max(y, top + _SIGNED)


def boxes_of(sheet: Sheet, frame: Frame, labels: Sequence[Label], *, stamped: Sequence[Label]) -> None:
    """A row of boxes to sign in; in a rehearsal without a ring for the seal."""
    if frame.rehearsal:
        sheet.label(LEFT, sheet.y + 6, words.NO_EFFECT, 9, face=Face.BOLD)
        sheet.y += 16
    width = (RIGHT - LEFT) / len(labels)
    for n, label in enumerate(labels):
        real = label in stamped and not frame.rehearsal
        closing.box(sheet, LEFT + n * width, sheet.y, width, 92, label, stamped=real)
    sheet.y += _SIGNED


def _kind(
    key: str, label: Label, *, private: bool, lay: Callable[[Source, Measure, Progress], Iterator[Document]]
) -> Kind:
    return Kind(key=key, label=label, private=private, ready=ready, lay=lay)


ANNOUNCEMENT: Final = _kind("announcement", lists.ANNOUNCEMENT, private=False, lay=_announcement)
WAITING: Final = _kind("waiting", lists.WAITING, private=False, lay=_waiting)
ROLL: Final = _kind("roll", lists.ROLL, private=True, lay=_rolls)
