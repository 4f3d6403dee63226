"""The class lists 编班名单: the balance first, then every class from a new page on; with masked names, or whole ones (R40, R49)."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from draw.rules import ClassDraw, Dealing
from draw.sheets import class_facts, decisions, listing, lists, roll, tables, words
from draw.sheets.class_facts import Classes, Names, Room
from draw.sheets.decisions import column
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.frame import Frame, furnish, masthead, running_head
from draw.sheets.layout import LEFT, RED, RIGHT, SOFT, Face, Measure, Sheet, face_of
from draw.sheets.present import Present, present, ready
from draw.sheets.source import Source
from draw.sheets.tables import Column, Holds, Line, Table
from draw.sheets.words import Label
from draw.words import pair, zh

LIST: Final = Label(*pair("classes.list"))
ROLL: Final = Label(*pair("classes.roll"))
_END: Final = 22.0
_SIGNED: Final = 100.0
_CLASS: Final = (
    column("further.class", Holds.CODE, None, 8),
    column("further.team_label", Holds.TEXT, None, 28),
)
_NUMBER: Final = column("list.number", Holds.COUNT, 34, 8)
_CODE: Final = column("list.code", Holds.CODE, 116, 16)
_BUNDLE: Final = column("list.bundle", Holds.CODE, 92, 12)
_MASKED: Final = column("list.masked", Holds.TEXT, 0, 18)
_NAME: Final = column("list.name", Holds.TEXT, 0, 18, bold=True)
_SEX: Final = column("classes.sex", Holds.TEXT, 60, 8)
_SEAT: Final = (column("classes.row", Holds.COUNT, 34, 8), column("classes.column", Holds.COUNT, 34, 8))


def _columns(now: Present, made: Classes, *, whole: bool) -> tuple[Column, ...]:
    seats = _SEAT if class_facts.seat_draws(now, made.draw) else ()
    return (*_CLASS, _NUMBER, _CODE, _BUNDLE, _NAME if whole else _MASKED, _SEX, *seats)


def _lines(now: Present, made: Classes, room: Room, name: Names) -> list[Line]:
    seats = bool(class_facts.seat_draws(now, made.draw))
    return [
        Line(
            cells=(
                room.code, "、".join(room.teams), n, p.child.applicant, p.child.bundle, name(p.child.applicant), p.sex_label,
                *((p.row or "", p.column or "") if seats else ()),
            ),
            joined="",
        )
        for n, p in enumerate(room.pupils, start=1)
    ]  # fmt: skip


def listed(source: Source, *, whole: bool) -> Iterator[Table]:
    """A table a draw for spreadsheet programs, then its balance."""
    now, name = present(source), class_facts.names(source, whole=whole)
    label, stem = (ROLL, "class-roll") if whole else (LIST, "classes")
    for made in class_facts.classes(now):
        rows = [line for room in made.rooms for line in _lines(now, made, room, name)]
        lines = [Label(f"{made.school.code} {made.school.name}", ""), words.classed_of(len(rows), len(made.rooms))]
        lines += [Label(*pair("list.not_public"))] if whole else []
        yield lists.table(now, f"{stem}-{made.draw.id}", label, lines, _columns(now, made, whole=whole), rows)
        if isinstance(made.draw, ClassDraw):
            for one in decisions.balance(made.draw, now.rules, now.found):
                if one.stem and not whole:
                    told = [Label(one.title, one.draw), one.note]
                    yield lists.table(now, one.stem, one.label, told, one.columns, list(one.rows))


def _lay(source: Source, measure: Measure, progress: Progress, *, whole: bool) -> Iterator[Document]:
    now, name = present(source), class_facts.names(source, whole=whole)
    label, stem = (ROLL, "class-roll") if whole else (LIST, "classes")
    frame = lists.frame(now, label)
    for made in class_facts.classes(now):
        sheet = Sheet(measure)
        columns = _columns(now, made, whole=whole)
        every = [line for room in made.rooms for line in _lines(now, made, room, name)]
        paper, rows = tables.paper(columns, every)
        widths = roll.widths(sheet, paper, rows)
        _balance(sheet, frame, now, made)
        for room in made.rooms:
            progress(f"{stem}: {made.draw.id}, {room.code}")
            _room(sheet, frame, now, made, room, whole=whole)
            _, rows = tables.paper(columns, _lines(now, made, room, name))
            about = f"{made.school.name} {zh('classes.head', code=room.code)}（{words.CONTINUED.zh}）"
            keep = _END + (_SIGNED if whole else 0.0)
            roll.draw(sheet, paper, widths, rows, next_page=partial(running_head, sheet, frame, about), keep=keep)
            _count(sheet, len(rows))
            if whole:
                boxes = (
                    Label(*pair("list.principal")),
                    Label(*pair("list.school_seal")),
                    Label(*pair("list.registrar")),
                )
                listing.boxes_of(sheet, frame, boxes, stamped=boxes[1:2])
        if not whole:
            notes = [*listing.until(source), Label(*pair("list.code_is_key")), Label(*pair("list.check"))]
            listing.foot(sheet, frame, notes, (Label(*pair("list.school_seal")),))
        furnish(sheet.pages, frame, measure)
        title = f"{label.zh} {frame.session} {made.draw.id}"
        yield Document(name=f"{stem}-{made.draw.id}", title=title, author=frame.authority, pages=sheet.pages)


def _balance(sheet: Sheet, frame: Frame, now: Present, made: Classes) -> None:
    """The first page: the school, how many, and how even."""
    masthead(sheet, frame)
    listing.above(sheet, now)
    _school(sheet, made)
    whole = sum(len(room.pupils) for room in made.rooms)
    sheet.label(LEFT, sheet.y + 12, words.classed_of(whole, len(made.rooms)), 12, face=Face.BOLD)
    sheet.y += 24
    if not isinstance(made.draw, ClassDraw):
        _note(sheet, Label(*pair("classes.late")))
        return
    if made.draw.dealing is Dealing.SERPENTINE:
        _warning(sheet, Label(*pair("classes.serpentine", document=made.draw.document)))
    if now.amendments:
        _note(sheet, Label(*pair("classes.as_drawn")))
    sheet.y += 4
    decisions.draw_all(sheet, frame, list(decisions.balance(made.draw, now.rules, now.found)))


def _school(sheet: Sheet, made: Classes) -> None:
    name = sheet.fit(made.school.name, 15, RIGHT - LEFT - 130, face=Face.BOLD, least=0.75)
    sheet.lines(LEFT, sheet.y + 14, name)
    start = RIGHT - sheet.measure(made.school.code, face_of(made.school.code), 11)
    sheet.text(start, sheet.y + 13, made.school.code, 11, face=face_of(made.school.code))
    sheet.label(start - sheet.label_width(words.SCHOOL, 8) - 6, sheet.y + 13, words.SCHOOL, 8)
    sheet.y += name.height + 6


def _note(sheet: Sheet, label: Label) -> None:
    chinese, english = sheet.fit(label.zh, 8.8, RIGHT - LEFT), sheet.fit(label.en, 6.8, RIGHT - LEFT)
    sheet.lines(LEFT, sheet.y + 9, chinese)
    sheet.lines(LEFT, sheet.y + 7 + chinese.height, english, colour=SOFT)
    sheet.y += chinese.height + english.height + 6


def _warning(sheet: Sheet, label: Label) -> None:
    """A framed sentence that nobody overlooks."""
    chinese = sheet.fit(label.zh, 10, RIGHT - LEFT - 20, face=Face.BOLD, least=1.0)
    english = sheet.fit(label.en, 7, RIGHT - LEFT - 20, least=1.0)
    height = chinese.height + english.height + 10
    sheet.box(LEFT, sheet.y, RIGHT - LEFT, height, colour=RED, weight=0.9)
    sheet.lines(LEFT + 10, sheet.y + 13, chinese)
    sheet.lines(LEFT + 10, sheet.y + 11 + chinese.height, english, colour=SOFT)
    sheet.y += height + 8


def _room(sheet: Sheet, frame: Frame, now: Present, made: Classes, room: Room, *, whole: bool) -> None:
    """A new page with the class's head: school, class, team, counts."""
    masthead(sheet, frame)
    listing.above(sheet, now)
    head(sheet, now, made, room)
    if whole:
        sheet.label(LEFT, sheet.y + 8, Label(*pair("list.not_public")), 8.6)
        sheet.y += 14
    sheet.y += 4


def head(sheet: Sheet, now: Present, made: Classes, room: Room) -> None:
    """School, class, counts and teams, over a class list or a seat map."""
    title = Label(*pair("classes.head", code=room.code))
    width = sheet.label_width(title, 20, Face.BOLD)
    name = sheet.fit(made.school.name, 15, RIGHT - LEFT - width - 24, face=Face.BOLD, least=0.75)
    sheet.lines(LEFT, sheet.y + 15, name)
    sheet.label(RIGHT - width, sheet.y + 17, title, 20, face=Face.BOLD)
    sheet.y += max(name.height, 20) + 6
    sheet.label(LEFT, sheet.y + 11, Label(*class_facts.counted(now, made, room)), 11, face=Face.BOLD)
    sheet.y += 18
    for team in room.teams:
        told = pair("classes.team_is", team_zh=team, team_en=team.rpartition("（")[2].rstrip("）"))
        fitted = sheet.fit(told[0], 10, RIGHT - LEFT - 120)
        sheet.lines(LEFT, sheet.y + 10, fitted)
        sheet.text(RIGHT, sheet.y + 10, told[1], 7.6, colour=SOFT, align="right")
        sheet.y += fitted.height + 3


def _count(sheet: Sheet, rows: int) -> None:
    end = Label(*pair("list.end", rows=rows))
    sheet.text(LEFT, sheet.y + 11, end.zh, 7.8, colour=SOFT)
    sheet.text(RIGHT, sheet.y + 11, end.en, 6.6, colour=SOFT, align="right")
    sheet.y += _END


def _ready(source: Source) -> bool:
    return ready(source) and "tables/classes.csv" in source.files


KIND: Final = Kind(key="classes", label=LIST, private=False, ready=_ready, lay=partial(_lay, whole=False))
WHOLE: Final = Kind(key="class-roll", label=ROLL, private=True, ready=_ready, lay=partial(_lay, whole=True))
