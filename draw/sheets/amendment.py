"""An amendment on paper (更正单, 递补通知): what happened, who moves from what to what, and its hashes (SPEC §13, R37-R39)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from draw import amending, pool, rules
from draw import notice as notices
from draw.amending import papers
from draw.amending.fates import VACANCY, Fate
from draw.amending.papers import Event
from draw.dates import day, when
from draw.encoding import strict_csv, strict_lines
from draw.hashing import digest
from draw.notice import Notice
from draw.rules import Rules
from draw.sheets import roll, words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import Measure
from draw.sheets.paper import Paper, frame_of
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.words import pair, zh

_SHEET: Final = Label(*pair("papers.amendment"))
_COLUMNS: Final = (
    roll.Column(head=words.APPLICANT, most=90, code=True, bold=False),
    roll.Column(head=words.NAME, most=80, code=False, bold=False),
    roll.Column(head=Label(*pair("papers.before")), most=150, code=False, bold=False),
    roll.Column(head=Label(*pair("papers.after")), most=150, code=False, bold=True),
    roll.Column(head=Label(*pair("papers.cause")), most=0, code=False, bold=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One line of changes.csv."""

    applicant: str
    before: tuple[str, str]  # outcome, school
    after: tuple[str, str]
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentPaper:
    """One amendment of a sealed record."""

    notice: Notice
    rules: Rules
    number: int
    time: str
    own: str  # hash of amendment.txt
    previous: str
    sums: str
    events: tuple[Event, ...]
    moves: tuple[Moved, ...]
    offers: Mapping[str, str]  # applicant -> day of the offer, of those that this amendment made and left open
    masked: Mapping[str, str]


def amendment_paper(source: Source, number: int) -> AmendmentPaper:
    """What amendments/NNNN says, recomputed up to there. Raises FormatError at the first difference."""
    files = source.files
    current, plan = notices.read(files["notice.json"]), rules.read(files["rules.json"])
    text, where = files[papers.path(number, papers.TEXT)], papers.path(number, papers.TEXT)
    said = dict(line.split(" ", 1) for line in strict_lines(text, where))
    changes = papers.path(number, papers.CHANGES)
    moves = tuple(
        Moved(applicant=line[0], before=(line[1], line[2]), after=(line[3], line[4]), cause=line[5])
        for line in strict_csv(files[changes], papers.CHANGES_HEADER, changes)
    )
    state = amending.check(files, current, plan, pool.read(files["pool.csv"], plan), upto=digest(text))
    made = dict.fromkeys(one.applicant for one in moves if one.after[0] == Fate.OFFERED)
    return AmendmentPaper(
        notice=current,
        rules=plan,
        number=number,
        time=papers.time_of(text, where),
        own=digest(text),
        previous=said["previous"],
        sums=said["sums"],
        events=papers.read_events(files[papers.path(number, papers.EVENTS)], papers.path(number, papers.EVENTS)),
        moves=moves,
        offers={applicant: state.offers[applicant] for applicant in made if applicant in state.offers},
        masked=source.masked,
    )


def lay(data: AmendmentPaper, measure: Measure) -> Document:
    """The document."""
    title = Label(*pair("papers.amendment_fill")) if data.offers else _SHEET
    paper = Paper(measure, frame_of(data.notice, title, Label(*pair("papers.amendment_hash")), data.own))
    paper.fact(Label(*pair("papers.amendment_number")), pair("papers.amendment_number_is", number=data.number))
    paper.fact(Label(*pair("papers.amendment_time")), when(data.time))
    before = pair("papers.amendment_after_number", number=data.number - 1)
    if data.number == 1:
        before = pair("papers.amendment_after_statement")
    paper.fact(Label(*pair("papers.amendment_after")), before)
    paper.sheet.y += 6
    paper.sentence(pair("papers.amendment_intro"))
    paper.sheet.y += 4
    _events(paper, data)
    _moves(paper, data)
    if data.offers:
        _offers(paper, data)
    codes = dict.fromkeys(code for one in data.moves for code in (one.before[1], one.after[1]) if code)
    heads = [Label(*pair("papers.principal", school=data.rules.school(code).name)) for code in codes]
    people = (words.NOTARY_1, words.NOTARY_2, *heads, words.SEALED)
    paper.keep_with_signatures(people, 140)
    paper.heading(Label(*pair("papers.codes")))
    paper.code(Label(*pair("papers.amendment_hash")), data.own, aloud=True)
    paper.code(Label(*pair("papers.amendment_previous")), data.previous)
    paper.code(Label(*pair("papers.amendment_sums")), data.sums)
    paper.sheet.y += 10
    paper.sign(people, stamped=(*heads, words.SEALED))
    return paper.document(f"amendment-{data.number:04}", f" {data.number:04}")


def _events(paper: Paper, data: AmendmentPaper) -> None:
    paper.heading(Label(*pair("papers.events")))
    for n, event in enumerate(data.events, start=1):
        told, on = pair(f"event.{event.kind}"), day(event.date)
        said = told
        if event.applicant:
            said = pair(
                "papers.event_of", event_zh=told[0], event_en=told[1],
                who_zh=_named(data, event.applicant), who_en=event.applicant,
            )  # fmt: skip
        at = pair("papers.event_on", day_zh=on[0], day_en=on[1])
        if event.school:
            name = data.rules.school(event.school).name
            at = pair("papers.event_at", school_zh=name, school_en=event.school, day_zh=on[0], day_en=on[1])
        proof = pair("papers.event_no_paper")
        if event.paper != "none":
            proof = pair("papers.event_paper", paper=event.paper)
        paper.need(40)
        paper.sentence((f"{said[0]}；{at[0]}；{proof[0]}。", f"{said[1]}; {at[1]}; {proof[1]}."), mark=f"{n}.")
    paper.sheet.y += 6


def _named(data: AmendmentPaper, applicant: str) -> str:
    """The code, and the masked name in brackets behind it."""
    name = data.masked.get(applicant, "")
    return f"{applicant}（{name}）" if name else applicant


def _moves(paper: Paper, data: AmendmentPaper) -> None:
    paper.heading(Label(*pair("papers.changes")), room=70)
    if not data.moves:
        paper.sentence(pair("papers.no_change"))
        paper.sheet.y += 6
        return
    rows = [
        roll.Row(
            cells=(
                one.applicant, data.masked.get(one.applicant, words.ABSENT), _place(one.before, data),
                _place(one.after, data), zh("amend.vacancy") if one.cause == VACANCY else zh(f"event.{one.cause}"),
            ),
            joined="",
        )
        for one in data.moves
    ]  # fmt: skip
    paper.table(_COLUMNS, rows)


def _place(place: tuple[str, str], data: AmendmentPaper) -> str:
    outcome, school = place
    told = zh(f"outcome.{outcome}")
    return f"{told} · {data.rules.school(school).name}" if school else told


def _offers(paper: Paper, data: AmendmentPaper) -> None:
    """Who is offered a place, and until when to reply: `reply_days` after the offer (R37)."""
    paper.heading(Label(*pair("papers.offers")))
    schools = {one.applicant: one.after[1] for one in data.moves if one.after[0] == Fate.OFFERED}
    for n, (applicant, offered) in enumerate(data.offers.items(), start=1):
        until = day((date.fromisoformat(offered) + timedelta(days=data.rules.after_draw.reply_days)).isoformat())
        code = schools[applicant]
        paper.need(40)
        paper.sentence(
            pair(
                "papers.offer", who_zh=_named(data, applicant), who_en=applicant,
                school_zh=data.rules.school(code).name, school_en=code, day_zh=until[0], day_en=until[1],
            ),
            mark=f"{n}.",
        )  # fmt: skip
    paper.sheet.y += 6


def _ready(source: Source) -> bool:
    """True once there is an amendment."""
    return bool(papers.numbered(source.files))


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    for number in sorted(papers.numbered(source.files)):
        yield lay(amendment_paper(source, number), measure)


KIND: Final = Kind(key="amendment", label=_SHEET, private=False, ready=_ready, lay=_lay)
