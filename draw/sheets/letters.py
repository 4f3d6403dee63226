"""Letters of admission 录取通知书: one A4 page a child, one document a school; as many letters as children, or none (R51).

Made from the signed files only, after all amendments; each carries the hash of what it was made from.
"""

from collections.abc import Iterator
from typing import Final

from draw.amending import Fate
from draw.dates import day
from draw.errors import SheetError
from draw.rules import School
from draw.sheets import closing, listing, lists, words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.frame import Frame, furnish, masthead
from draw.sheets.layout import HAIR, INDIGO, LEFT, RIGHT, SOFT, Face, Measure, Sheet, face_of
from draw.sheets.present import Child, Present, present, ready
from draw.sheets.source import Source
from draw.sheets.tables import shown
from draw.sheets.words import Label
from draw.words import pair, say, zh

LABEL: Final = Label(*pair("list.letters"))
LISTED: Final = Label(*pair("list.listed_letters"))
REPORT: Final = "report"  # in Source.private: time and place to report, as the school writes it
_AT: Final = LEFT + 118


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    now = present(source)
    report = source.private.get(REPORT, b"").decode("utf-8")
    for school in now.schools:
        children = [child for child in now.at[school.code] if child.fate is not Fate.PLACED]  # a class is no admission
        progress(f"letters: {school.code}, {len(children)}")
        if not children:
            continue
        label = LISTED if school.code in now.shortlists else LABEL
        frame = lists.frame(now, label)
        sheet = Sheet(measure)
        for number, child in enumerate(children, start=1):
            name = source.people[child.applicant].name
            _letter(sheet, frame, now, school, child, name, report, (number, len(children)))
        counted(now, school, len(sheet.pages))
        furnish(sheet.pages, frame, measure)
        title = f"{label.zh} {frame.session} {school.code}"
        yield Document(name=f"letters-{school.code}", title=title, author=frame.authority, pages=sheet.pages)


def counted(now: Present, school: School, letters: int) -> None:
    """Letters = children, counted again over the whole state (R51)."""
    if school.code in now.shortlists:
        admitted = len(now.listed[school.code])
    else:
        admitted = sum(c.school == school.code and c.fate == "admitted" for c in now.children)
    if letters != admitted:
        raise SheetError(say("list.letters_differ", school=school.code, admitted=admitted, letters=letters))


def _letter(
    sheet: Sheet, frame: Frame, now: Present, school: School, child: Child, name: str, report: str,
    count: tuple[int, int],
) -> None:  # fmt: skip
    masthead(sheet, frame)
    shortlist = school.code in now.shortlists
    sheet.y += 14
    to = sheet.fit(zh("letter.to", name=shown(name), code=child.applicant), 14, RIGHT - LEFT, face=Face.BOLD)
    sheet.lines(LEFT, sheet.y + 14, to)
    sheet.y += to.height + 12
    facts = {"title": now.notice.title, "session": now.notice.session, "school": school.name}
    chinese, english = pair("letter.listed" if shortlist else "letter.text", **facts)
    body = sheet.fit("　　" + chinese, 12, RIGHT - LEFT, least=1.0)
    sheet.lines(LEFT, sheet.y + 12, body)
    sheet.y += body.height + 2
    other = sheet.fit(english, 8, RIGHT - LEFT, least=1.0)
    sheet.lines(LEFT, sheet.y + 8, other, colour=SOFT)
    sheet.y += other.height + 16
    for label, value in _facts(now, school, child, report):
        _fact(sheet, label, value)
    sheet.y += 18
    _check(sheet, now, child, shortlist=shortlist)
    _end(sheet, frame, count, shortlist=shortlist)


def _facts(now: Present, school: School, child: Child, report: str) -> Iterator[tuple[Label, str]]:
    yield Label(*pair("list.school_name")), f"{school.name}（{school.code}）"
    yield Label(*pair("list.code")), child.applicant
    if child.bundle:
        yield Label(*pair("list.bundle")), child.bundle
    draw = now.shortlists[school.code] if school.code in now.shortlists else now.rules.draw(child.draw)
    yield Label(*pair("list.draw")), f"{draw.title}（{draw.id}）"
    if child.rank and school.code not in now.shortlists:
        yield Label(*pair("list.rank")), str(child.rank)
    yield Label(*pair("letter.reason")), lists.reason(now, school, child)
    last = now.rules.after_draw.report_by
    told = (
        [zh("letter.report_by", day=day(last)[0])] if last != "none" and not child.amendment else []
    )  # a filled place has days of its own
    yield Label(*pair("letter.report")), "；".join([*told, report or zh("letter.report_told")])


def _fact(sheet: Sheet, label: Label, value: str) -> None:
    sheet.label(LEFT, sheet.y + 13, label, 9.5)
    fitted = sheet.fit(value, 11.5, RIGHT - _AT, face=Face.BOLD)
    sheet.lines(_AT, sheet.y + 13, fitted)
    sheet.y += fitted.height + 7
    sheet.rule(LEFT, sheet.y, RIGHT - LEFT, colour=HAIR, weight=0.4)
    sheet.y += 3


def _check(sheet: Sheet, now: Present, child: Child, *, shortlist: bool) -> None:
    """The record's code, and what the family types to see its own number."""
    closing.heading(sheet, Label(*pair("letter.check")))
    lines = [Label(*pair("letter.check_1")), Label(*pair("letter.check_2", code=child.applicant))]
    command = ""
    if child.amendment:
        number = child.amendment
        lines[1] = Label(*pair("letter.check_amended", number=number, folder=f"{number:04}"))
    elif shortlist:
        lines[1] = Label(*pair("letter.check_listed", code=child.applicant))
    elif child.number:
        lines.append(Label(*pair("letter.check_3", rank=child.rank)))
        command = f'printf %s "number1:{now.seed}:{child.draw}:{child.unit}" | sha256sum'
    else:
        lines.append(Label(*pair("letter.check_registered")))
    sheet.y += 2
    for n, line in enumerate(lines, start=1):
        sheet.text(LEFT, sheet.y + 9, str(n), 10, face=Face.BOLD, colour=INDIGO)
        chinese = sheet.fit(line.zh, 9, RIGHT - LEFT - 16, least=1.0)
        english = sheet.fit(line.en, 6.8, RIGHT - LEFT - 16, least=1.0)
        sheet.lines(LEFT + 16, sheet.y + 9, chinese)
        sheet.lines(LEFT + 16, sheet.y + 7 + chinese.height, english, colour=SOFT)
        sheet.y += chinese.height + english.height + 6
        if n == 1:
            sheet.y += 2
            listing.hashes(sheet, now, LEFT + 16, 8)
            sheet.y += 4
    if command:
        fitted = sheet.fit(command, 8, RIGHT - LEFT - 28, face=face_of(command), least=0.8)
        sheet.box(LEFT + 16, sheet.y, RIGHT - LEFT - 16, fitted.height + 8, colour=HAIR, weight=0.5)
        sheet.lines(LEFT + 22, sheet.y + 11, fitted)
        sheet.y += fitted.height + 14
        listing.code(sheet, LEFT + 16, 8, Label(*pair("list.random")), child.number)


def _end(sheet: Sheet, frame: Frame, count: tuple[int, int], *, shortlist: bool) -> None:
    """The seal, and which letter of how many this is."""
    sheet.y += 10
    if frame.rehearsal:
        sheet.label(LEFT, sheet.y + 12, words.NO_EFFECT, 11, face=Face.BOLD)
    key = "letter.which_listed" if shortlist else "letter.which"
    sheet.label(LEFT, sheet.y + 84, Label(*pair(key, number=count[0], total=count[1])), 8.6)
    closing.box(sheet, RIGHT - 150, sheet.y, 150, 92, Label(*pair("list.school_seal")), stamped=not frame.rehearsal)


KIND: Final = Kind(key="letters", label=LABEL, private=True, ready=ready, lay=_lay)
