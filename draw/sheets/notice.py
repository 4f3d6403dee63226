"""The notice of the draw (派位公告): what is frozen, the rules in words with exact chances, how to check on the day (R1, R49)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from draw import dice, pool, prose
from draw.dates import when
from draw.encoding import strict_csv
from draw.notice import Beacon, Notice
from draw.pool import Pool
from draw.prose import Pair, Section
from draw.prose.section import MARGIN, join
from draw.rules import School
from draw.sheets import roll, words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import Measure
from draw.sheets.paper import OFFICERS, Paper, frame_of
from draw.sheets.so_far import frozen, so_far
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.words import pair, zh

_INDENT: Final = 14.0
_SHEET: Final = Label(*pair("papers.notice"))
_PLAN: Final = (
    roll.Column(head=words.SCHOOL, most=90, code=True, bold=False),
    roll.Column(head=words.PLACES, most=60, code=True, bold=True),
    roll.Column(head=words.APPROVED_EXTRA, most=60, code=True, bold=False),
    roll.Column(head=Label(*pair("papers.document")), most=130, code=False, bold=False),
    roll.Column(head=Label(*pair("papers.school_name")), most=0, code=False, bold=False),
)
_PARTIES: Final = (
    roll.Column(head=Label(*pair("papers.party_id")), most=40, code=True, bold=True),
    roll.Column(head=Label(*pair("papers.party_phase")), most=80, code=False, bold=False),
    roll.Column(head=Label(*pair("papers.party_name")), most=0, code=False, bold=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper:
    """All that the printed notice shows."""

    notice: Notice
    notice_hash: str
    bundles: int
    removed: tuple[tuple[str, int], ...]  # reason, count
    schools: tuple[School, ...]
    sections: tuple[Section, ...]  # the rules in words
    numbered: (
        str  # the draw whose numbers a family is shown how to compute: the first that orders units, else the first
    )


def notice_paper(source: Source) -> NoticePaper:
    """The facts of the printed notice. Raises FormatError if a file is not of its form."""
    here = so_far(source)
    people: Pool = pool.read(source.files["pool.csv"], here.rules)
    removed = source.files.get("removed.csv")
    counts = () if removed is None else strict_csv(removed, "reason,count", "removed.csv")
    return NoticePaper(
        notice=here.notice,
        notice_hash=here.notice_hash,
        bundles=len(people.bundles()),
        removed=tuple((reason, int(count)) for reason, count in counts),
        schools=here.rules.schools,
        sections=tuple(prose.sections(here.rules, people)),
        numbered=next((d.id for d in here.rules.draws if d.orders_units), here.rules.draws[0].id),
    )


def lay(data: NoticePaper, measure: Measure) -> Document:
    """The document. Raises SheetError if a text fits no page."""
    paper = Paper(measure, frame_of(data.notice, _SHEET, words.NOTICE, data.notice_hash))
    _basics(paper, data)
    paper.heading(words.NOTICE)
    paper.code(words.NOTICE, data.notice_hash, aloud=True)
    paper.sheet.y += 6
    _plan(paper, data)
    _rules(paper, data)
    _randomness(paper, data.notice)
    _checks(paper, data)
    _codes(paper, data)
    paper.sign(OFFICERS, stamped=(words.SEALED,))
    return paper.document("notice")


def _basics(paper: Paper, data: NoticePaper) -> None:
    current = data.notice
    paper.heading(Label(*pair("papers.basics")))
    time, mode = when(current.scheduled), pair(f"mode.{current.mode}")
    version = pair("papers.version_of", attempt=current.attempt, version=current.version)
    counts = pair("papers.who_is_in_count", applicants=current.applicants, units=current.units, bundles=data.bundles)
    rehearsals = pair("papers.held_rehearsals_count", count=current.rehearsals)
    facts = [
        (Label(*pair("papers.authority")), (current.authority, "")),
        (Label(*pair("papers.time")), time),
        (Label(*pair("papers.place")), ("", "")),
        (Label(*pair("papers.mode")), mode),
        (Label(*pair("papers.version")), version),
        (Label(*pair("papers.replaces")), _replaced(current)),
        (Label(*pair("papers.held_rehearsals")), rehearsals),
        (Label(*pair("papers.who_is_in")), counts),
        (Label(*pair("papers.removed")), _removed(data)),
    ]
    if current.after:
        continued = pair("papers.continues_from", hashes=" ".join(current.after))
        facts.insert(6, (Label(*pair("papers.continues")), continued))
    for name, said in facts:
        paper.fact(name, said)
    paper.sheet.y += 8


def _replaced(current: Notice) -> Pair:
    """What this notice replaces."""
    if current.version > 1:
        return pair("papers.replaces_version", version=current.version - 1, previous=current.previous)
    if current.attempt > 1:
        return pair("papers.replaces_void", attempt=current.attempt - 1, previous=current.previous)
    return pair("papers.replaces_none")


def _removed(data: NoticePaper) -> Pair:
    if not data.removed:
        return pair("papers.removed_none")
    found = []
    for reason, count in data.removed:
        told = pair(f"removed.{reason}")
        found.append(pair("papers.removed_count", reason_zh=told[0], reason_en=told[1], count=count))
    return join(found, "；", "; ")


def _plan(paper: Paper, data: NoticePaper) -> None:
    paper.heading(Label(*pair("papers.plan")), room=70)
    if not data.schools:
        paper.sentence(pair("prose.no_schools"))
        paper.sheet.y += 6
        return
    rows = [
        roll.Row(
            cells=(
                one.code, str(one.places), str(one.approved_extra),
                words.ABSENT if one.approved_document == "none" else one.approved_document, one.name,
            ),
            joined="",
        )
        for one in data.schools
    ]  # fmt: skip
    paper.table(_PLAN, rows)
    extra = sum(one.approved_extra for one in data.schools)
    paper.sheet.y -= 6
    paper.sentence(pair("papers.plan_total", places=sum(one.places for one in data.schools), extra=extra), bold=True)
    paper.sheet.y += 6


def _rules(paper: Paper, data: NoticePaper) -> None:
    paper.heading(Label(*pair("papers.rules")), room=90)
    paper.sentence(pair("papers.rules_intro"))
    for number, section in enumerate(data.sections, start=1):
        paper.need(56)
        paper.sentence(section.heading, bold=True, mark=f"{number}.")
        for chinese, english in section.lines:
            inside = chinese.startswith(MARGIN)
            paper.sentence((chinese.strip(), english.strip()), indent=_INDENT * (2 if inside else 1))
    paper.sheet.y += 6


def _randomness(paper: Paper, current: Notice) -> None:
    paper.heading(Label(*pair("papers.randomness")), room=100)
    paper.fact(Label(*pair("papers.dice")), _dice(current.dice))
    paper.fact(Label(*pair("papers.beacon")), _beacon(current.beacon))
    paper.fact(Label(*pair("papers.least_open")), pair("papers.least_open_count", count=current.min_open))
    paper.fact(Label(*pair("papers.reveal_time")), pair("papers.reveal_seconds", count=current.reveal_seconds))
    paper.sheet.y += 8
    paper.need(110)
    rows = [
        roll.Row(cells=(p.id, zh("phase.sealed") if p.phase == "sealed" else zh("phase.open"), p.name), joined="")
        for p in current.parties
    ]
    paper.table(_PARTIES, rows)


def _dice(spec: str) -> Pair:
    thrown = dice.parse(spec)
    if thrown is None:
        return pair("papers.dice_none")
    kind = pair(f"dice.{thrown.kind}")
    return pair("papers.dice_spec", kind_zh=kind[0], kind_en=kind[1], count=thrown.count)


def _beacon(fixed: Beacon | None) -> Pair:
    if fixed is None:
        return pair("papers.beacon_none")
    return pair("papers.beacon_round", chain=fixed.chain, round=fixed.round)


def _codes(paper: Paper, data: NoticePaper) -> None:
    """Every hash and key, on the page that is signed."""
    current = data.notice
    paper.keep_with_signatures(OFFICERS, 230)
    paper.heading(Label(*pair("papers.codes")))
    paper.code(words.NOTICE, data.notice_hash, aloud=True)
    removed = () if current.removed == "none" else ((Label(*pair("papers.removed_hash")), current.removed),)
    for name, value in (
        (Label(*pair("papers.pool_hash")), current.pool), (Label(*pair("papers.rules_hash")), current.rules),
        (Label(*pair("papers.program_hash")), current.program), (Label(*pair("papers.roster_hash")), current.roster),
        *removed, (Label(*pair("papers.signer_key")), current.signer),
        (Label(*pair("papers.amender_key")), current.amender),
    ):  # fmt: skip
        paper.code(name, value)
    paper.sheet.y += 10


def _checks(paper: Paper, data: NoticePaper) -> None:
    """How a family checks, each step with the line to type."""
    current = data.notice
    paper.heading(Label(*pair("papers.on_the_day")), room=90)
    child = (pair("papers.check_child"), pair("papers.check_child_line", session=current.session)[1])
    seed = pair("papers.check_seed") if current.applicants else pair("papers.check_seed_thing")
    steps: tuple[tuple[Pair, str], ...] = (
        (pair("papers.check_notice"), f"sha256sum notice.json      {data.notice_hash}"),
        (pair("papers.check_frozen"), "sha256sum pool.csv rules.json program.txt"),
        *([child] if current.applicants else []),
        (pair("papers.check_order"), ""),
        (seed, f'printf %s "number1:SEED:{data.numbered}:UNIT" | sha256sum'),
    )
    for number, (said, line) in enumerate(steps, start=1):
        paper.need(50)
        paper.sentence(said, mark=f"{number}.")
        if line:
            paper.mono(line, indent=_INDENT)
    paper.sheet.y += 8


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    yield lay(notice_paper(source), measure)


KIND: Final = Kind(key="notice", label=_SHEET, private=False, ready=frozen, lay=_lay)
