"""A record's files -> what the result sheet shows; nothing on it that the record does not hold, but masked names (R49, R50)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from draw import decided, quotas, turnout
from draw import notice as notices
from draw import pool as pools
from draw import rules as rule_sheets
from draw import statement as statements
from draw.allocation.standing import DrawSummary, Status
from draw.choices import place
from draw.dates import when
from draw.decided import Decided
from draw.encoding import strict_csv
from draw.hashing import digest
from draw.pool import Pool
from draw.prose import bundle_rule
from draw.results import DRAWS_HEADER, RESULTS_HEADER, SHORTLISTS_HEADER, WAITING_HEADER
from draw.rules import (
    ClassDraw,
    CohortDraw,
    DrawRule,
    LastPlace,
    LateDraw,
    NearestDraw,
    NobodyDraw,
    PreferenceDraw,
    Rules,
    School,
    ShortlistDraw,
)
from draw.sheets import words
from draw.sheets.decisions import decisions
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import Measure
from draw.sheets.result import DrawStatus, DrawTable, ResultRow, ResultSheet, SchoolResult, lay
from draw.sheets.source import Source
from draw.why import why
from draw.words import zh

_STATUS = {
    Status.HELD: DrawStatus.HELD,
    Status.REGISTERED: DrawStatus.REGISTERED,
    Status.NOT_HELD: DrawStatus.NOT_HELD,
    Status.EMPTY: DrawStatus.EMPTY,
}
_FEW = 8  # schools that a note names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """A record's files, read."""

    rules: Rules
    pool: Pool
    lines: dict[str, list[list[str]]]  # draw -> lines of results.csv
    draws: list[DrawSummary]
    waiting: dict[str, list[list[str]]]  # school -> lines of tables/waiting.csv
    index: dict[str, int]  # applicant -> line of the pool
    listed: dict[str, list[list[str]]]  # draw -> lines of tables/shortlists.csv
    masked: Mapping[str, str]
    shares: dict[str, quotas.Share]
    applied: dict[str, turnout.Turnout]
    found: Decided  # the tables of SPEC §16
    class_of: dict[str, str]  # applicant -> class, of those who were put into one


def _read(files: Mapping[str, bytes], masked: Mapping[str, str]) -> _Record:
    rules = rule_sheets.read(files["rules.json"])
    pool = pools.read(files["pool.csv"], rules)
    lines: dict[str, list[list[str]]] = {}
    for line in strict_csv(files["results.csv"], RESULTS_HEADER, "results.csv"):
        lines.setdefault(line[2], []).append(line)
    draws = [
        DrawSummary(
            draw=draw, school=school, status=Status(status), places=int(places), units=int(units), children=int(children),
            admitted=int(admitted), last_rank=int(last_rank or 0), left=int(left),
        )
        for draw, school, status, places, units, children, admitted, last_rank, left in strict_csv(
            files["tables/draws.csv"], DRAWS_HEADER, "tables/draws.csv"
        )
    ]  # fmt: skip
    waiting: dict[str, list[list[str]]] = {}
    for line in strict_csv(files["tables/waiting.csv"], WAITING_HEADER, "tables/waiting.csv"):
        waiting.setdefault(line[0], []).append(line)
    listed: dict[str, list[list[str]]] = {}
    if "tables/shortlists.csv" in files:
        for line in strict_csv(files["tables/shortlists.csv"], SHORTLISTS_HEADER, "tables/shortlists.csv"):
            listed.setdefault(line[0], []).append(line)
    found = decided.read(files)
    return _Record(
        rules=rules,
        pool=pool,
        lines=lines,
        draws=draws,
        waiting=waiting,
        listed=listed,
        index={code: n for n, code in enumerate(pool.applicants)},
        masked=masked,
        shares=quotas.shares(rules, draws),
        applied=turnout.at_schools(pool, rules),
        found=found,
        class_of={a: c for classes in found.classes.values() for c, codes in classes.items() for a in codes},
    )


def _reason(line: list[str], draw: DrawRule, record: _Record) -> str:
    """The reason, and which choice it became."""
    applicant, *_, outcome, school, reason = line
    words = why(reason, draw.kind)[0]
    if outcome != "admitted" or not isinstance(draw, PreferenceDraw | NearestDraw):
        return words
    index = record.index[applicant]
    n = place(record.pool, draw, index, school)
    if isinstance(draw, NearestDraw):
        metres = draw.distances[record.pool.attributes[draw.area][index]][school]
        return words + zh("paper.nearest", n=n, metres=metres)
    return words + zh("paper.choice", n=n) if n else words


def _row(line: list[str], draw: DrawRule, record: _Record) -> ResultRow:
    applicant, unit, _, rank, _, outcome, *_ = line
    told = zh(f"outcome.{outcome}")
    if outcome == "placed":
        told = zh("further.in_class", code=record.class_of[applicant])
    return ResultRow(
        rank="" if outcome == "shortlisted" else rank,  # a shortlist has no rank (R20)
        applicant=applicant,
        unit="" if unit == applicant else unit,
        name=record.masked.get(applicant, ""),
        outcome=told,
        reason=_reason(line, draw, record),
    )


def _listed(line: list[str], record: _Record) -> ResultRow:
    """A child on a shortlist whose line of results.csv a later draw has written."""
    _, _, applicant, unit = line
    return ResultRow(
        rank="",
        applicant=applicant,
        unit="" if unit == applicant else unit,
        name=record.masked.get(applicant, ""),
        outcome=zh("outcome.shortlisted"),
        reason=zh("reason.LISTED"),
    )


def _order(line: list[str]) -> tuple[bool, int, str, str]:
    listed = line[5] == "shortlisted"
    return (not listed, 0 if listed else int(line[3] or 0), line[1], line[0])


def _table(summary: DrawSummary, note: str, lines: list[list[str]], record: _Record, *, unplaced: bool) -> DrawTable:
    draw = record.rules.draw(summary.draw)
    listing = isinstance(draw, ShortlistDraw)
    status = _STATUS[summary.status]
    rows = [_row(line, draw, record) for line in sorted(lines, key=_order)]
    if listing:  # a later draw may have had its say about a child on the list: the list stays
        here = {row.applicant for row in rows}
        rows += [_listed(line, record) for line in record.listed.get(draw.id, ()) if line[2] not in here]
        rows.sort(key=lambda row: (row.rank != "", int(row.rank or 0), row.unit or row.applicant, row.applicant))
    if listing and status is DrawStatus.REGISTERED:
        status = DrawStatus.ALL_LISTED
    return DrawTable(
        draw=draw.id,
        title=draw.title,
        status=status,
        last_rank=None if listing or unplaced or isinstance(draw, ClassDraw) else summary.last_rank or None,
        note=note,
        rows=tuple(rows),
    )


def _note(summary: DrawSummary, record: _Record) -> str:
    """Where the places of a draw come from."""
    share = record.shares.get(summary.draw)
    if share is not None:
        return zh("sheet.share", own=share.own, spill=share.spill, left=share.left, places=summary.places)
    if turnout.of_several(record.rules.draw(summary.draw)):
        return zh("sheet.here", places=summary.places, admitted=summary.admitted, left=summary.left)
    return ""


def _on_list(school: School, tables: list[DrawTable], record: _Record) -> list[DrawTable]:
    """The school's waiting list, if some of its children have their line of results.csv from a draw elsewhere."""
    here = {row.applicant for table in tables for row in table.rows}
    found = {line[0]: line for lines in record.lines.values() for line in lines}
    rows = []
    for _, position, unit, _, draw, _, reason in record.waiting.get(school.code, ()):
        for index in record.pool.members[unit]:
            applicant = record.pool.applicants[index]
            outcome = found[applicant][5]
            if outcome in ("admitted", "shortlisted"):
                continue
            rows.append(
                ResultRow(
                    rank=position,
                    applicant=applicant,
                    unit="" if unit == applicant else unit,
                    name=record.masked.get(applicant, ""),
                    outcome=zh("outcome.waiting"),
                    reason=f"{why(reason, record.rules.draw(draw).kind)[0]}（{draw}）",
                )
            )
    if all(row.applicant in here for row in rows):
        return []
    note = zh("sheet.waiting")
    return [
        DrawTable(draw="", title=school.name, status=DrawStatus.ON_LIST, last_rank=None, note=note, rows=tuple(rows))
    ]


def _school(school: School, record: _Record) -> SchoolResult:
    rules = record.rules
    tables = []
    here = [s for s in record.draws if s.school == school.code and not isinstance(rules.draw(s.draw), NobodyDraw)]
    for summary in here:
        lines = record.lines.get(summary.draw, [])
        if turnout.of_several(rules.draw(summary.draw)):
            lines = [line for line in lines if line[5] == "admitted" and line[6] == school.code]
        tables.append(_table(summary, _note(summary, record), lines, record, unplaced=False))
    tables += _on_list(school, tables, record)
    kinds = [d for d in rules.draws if school.code in d.schools]
    listed = next((d for d in kinds if isinstance(d, ShortlistDraw)), None)
    asked = school.code in turnout.asked(rules)
    applied = record.applied[school.code]
    into = [s for s in here if isinstance(rules.draw(s.draw), ClassDraw | LateDraw)]
    admitted = sum(s.admitted for s in here if s not in into) if listed is None else 0
    policy = bundle_rule(listed, rules)[0] if listed else ""
    if school.last_place is not LastPlace.NONE:
        policy = zh(f"policy.{school.last_place}", extra=school.approved_extra, document=school.approved_document)
    return SchoolResult(
        code=school.code,
        name=school.name,
        places=school.places,
        approved_extra=school.approved_extra,
        over_plan=max(0, admitted - school.places),
        listed=sum(s.admitted for s in here) if listed else None,
        limit=listed.multiplier * school.places if listed else 0,
        last_place=policy,
        outside=tuple(
            zh("sheet.outside", group=o.group, count=o.count, document=o.document)
            for o in rules.outside
            if o.school == school.code
        ),
        children=applied.children if asked else None,
        units=applied.units if asked else None,
        bundles=applied.bundles if asked else None,
        admitted=admitted,
        waiting=sum(int(line[3]) for line in record.waiting.get(school.code, ())),
        tables=tuple(tables),
        classed=sum(s.admitted for s in into) if into and len(into) == len(here) else None,
        classes=sum(_classes(rules.draw(s.draw)) for s in into),
    )


def _classes(draw: DrawRule) -> int:
    if isinstance(draw, LateDraw):
        return len(draw.classes)
    return draw.classes if isinstance(draw, ClassDraw) else 0


def _unplaced(record: _Record) -> list[DrawTable]:
    """A table a draw of several schools: who got no place in it and in none behind it."""
    tables = []
    for draw in record.rules.draws:
        if turnout.of_several(draw) and not isinstance(draw, CohortDraw):  # a cohort finds a place for everybody
            names = [record.rules.school(s).name for s in draw.schools]
            schools = "、".join(names[:_FEW]) + (" …" if len(names) > _FEW else "")
            lines = [line for line in record.lines.get(draw.id, []) if line[5] != "admitted"]
            first = next(s for s in record.draws if s.draw == draw.id)
            note = zh("sheet.schools", count=len(names), schools=schools)
            tables.append(_table(first, note, lines, record, unplaced=True))
    return tables


def result_sheet_data(files: Mapping[str, bytes], masked: Mapping[str, str]) -> ResultSheet:
    """The ResultSheet of a whole record (path -> bytes). `masked`: applicant -> masked name, empty to show none.

    Raises FormatError if a file is not of its form.
    """
    current = notices.read(files["notice.json"])
    record = _read(files, masked)
    return ResultSheet(
        title=current.title,
        authority=current.authority,
        mode="live" if current.mode == "live" else "rehearsal",
        session=current.session,
        attempt=current.attempt,
        voided=current.attempt - 1,
        rehearsals=current.rehearsals,
        scheduled=when(current.scheduled)[0],
        notice_hash=digest(files["notice.json"]),
        board_hash=digest(files["board.txt"]),
        seed=digest(files["seed.txt"]),
        outputs_hash=digest(files["outputs.txt"]),
        result_hash=statements.result_hash(files["statement.txt"]),
        statement_hash=digest(files["statement.txt"]),
        statement=files["statement.txt"],
        signature=files["statement.sig"],
        schools=tuple(_school(s, record) for s in turnout.schools_of_children(record.rules)),
        unplaced=tuple(_unplaced(record)),
        further=tuple(decisions(record.rules, record.pool, record.found, masked)),
    )


def _ready(source: Source) -> bool:
    return "statement.txt" in source.files and "SHA256SUMS.sig" in source.files


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    yield lay(result_sheet_data(source.files, source.masked), measure, progress)


KIND: Final = Kind(key="result", label=words.SHEET, private=False, ready=_ready, lay=_lay)
