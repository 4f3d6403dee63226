"""From earlier records on disk to the next session's folder: verify, open, edit the sheet, write the roster (SPEC §14)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from draw.chaining import carrying, draft_roster, earlier, rewriting, round_forms
from draw.chaining.carrying import Draft
from draw.chaining.choosing import next_code
from draw.chaining.earlier import Earlier
from draw.edges import durable, earlier_records, folder, samples
from draw.edges.session import Session
from draw.errors import AlreadyDone, DrawError, NotHeld, StepRefused
from draw.hashing import digest
from draw.intake import sheet
from draw.intake.private_roster import PrivateRow, read_roster_csv
from draw.intake.sheet import Sheet
from draw.intake.table import Table
from draw.rules import CohortDraw, FurtherDraw
from draw.verify import COULD_NOT, MATCH, MISMATCH, Report, verify
from draw.words import say

Progress = Callable[[str], None]
Found = tuple[dict[str, bytes], list[str]]
_BY_HAND: Final = frozenset((8, 18))  # what people compare: papers; a beacon of a chain that is not quicknet


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A record that is sound in itself. `name`: its folder as told to a person."""

    name: str
    files: Mapping[str, bytes]
    report: Report

    @property
    def by_hand(self) -> bool:
        """True if people have to compare something before it may be believed."""
        return self.report.verdict != MATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A sheet before it is written. `files`: all that the folder gets but the roster; `own`: it stood there before."""

    sheet: Sheet
    files: dict[str, bytes]
    changes: tuple[tuple[str, str, str], ...]
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What was written. `changes` of the sheet: key, old value, new value."""

    sheet: Sheet
    draft: Draft
    order: tuple[Earlier, ...]
    changes: tuple[tuple[str, str, str], ...]
    next_code: int
    opened: bool  # every record's private roster was at hand


def check(records: Sequence[Path], others: Sequence[Path], progress: Progress) -> list[Checked]:
    """The records, each verified with all the others at hand. Raises DrawError for the first that may not be carried."""
    found: dict[Path, Found] = {path: folder.read_record(path) for path in dict.fromkeys((*records, *others))}
    result = []
    for path in dict.fromkeys(records):
        files, odd = found[path]
        size = sum(len(f["pool.csv"]) for f, _ in found.values() if "pool.csv" in f)
        progress(f"{say('edge.verifying')} {path}" if size > 2_000_000 else "")
        report = verify(files, odd, earlier=[pair for other, pair in found.items() if other != path])
        if report.verdict == MISMATCH:
            raise DrawError(f"{path}: {' '.join(report.sentence())}")
        stopped = next((s for s in report.steps if s.word == COULD_NOT and s.number not in _BY_HAND), None)
        if stopped is not None:
            hint = say("edge.give_records_before_earlier") if stopped.number == 17 else ""
            raise DrawError(f"{path}: {stopped.line()}. {hint}".rstrip(". "))
        result.append(Checked(name=str(path), files=files, report=report))
    return result


def private_of(session: Session) -> tuple[str, dict[str, PrivateRow]]:
    """(notice hash, applicant -> private row) of an open session. Raises DrawError if the roster is not the notice's."""
    data = session.store.file(session.attempt, "private/roster.csv")
    if digest(data) != session.state.the_notice().roster:
        raise DrawError(f"{session.folder}: {say('edge.roster_not_one_notice_names')}")
    return session.state.notice_hash, {row.applicant: row for row in read_roster_csv(data)}


def read(checked: Sequence[Checked], opened: Mapping[str, Mapping[str, PrivateRow]]) -> tuple[Earlier, ...]:
    """The records as a later session sees them, in the order of `after`; `opened`: notice hash -> private rows.

    Raises DrawError for a private roster that belongs to none of them.
    """
    known = {digest(one.files["notice.json"]) for one in checked}
    if not set(opened) <= known:
        words = say("edge.session_opened_belongs_none_records")
        raise DrawError(words)
    found = [
        earlier.read(one.files, Path(one.name).name, opened.get(digest(one.files["notice.json"]))) for one in checked
    ]
    return earlier.in_order(found)


def _sheet_data(directory: Path, procedure: str | None) -> dict[str, bytes]:
    """The rule sheet to start from, with the files that a procedure brings."""
    path = directory / samples.SHEET
    if procedure:
        return samples.sheet_of(procedure)
    if not path.exists():
        raise DrawError(f"{path}: {say('edge.there_no_rule_sheet_procedure')}")
    return {samples.SHEET: path.read_bytes()}


def plan(records: Sequence[Earlier], directory: Path, procedure: str | None) -> Planned:
    """The rule sheet of the next session with hashes and places of these records, nothing written yet.

    Raises InputErrors for a sheet that is not sound, DrawError if there is none.
    """
    files = _sheet_data(directory, procedure)
    left = carrying.final_left(records)
    new = rewriting.continued(
        files[samples.SHEET], samples.SHEET, [r.last for r in records], left, partial(carrying.class_counts, records)
    )
    files[samples.SHEET] = new.text.encode()
    return Planned(
        sheet=sheet.read(files[samples.SHEET], samples.SHEET), files=files, changes=new.changes, own=procedure is None
    )


def carry(records: Sequence[Earlier], directory: Path, planned: Planned, forms: Table | None) -> Carried:
    """Write session.toml and roster.csv of the session that continues these records, in the order given.

    Raises InputErrors with every problem of records and forms; AlreadyDone if both are written already; NotHeld where
    nobody or no place is left (R29); StepRefused for a folder that is frozen or has another roster.
    """
    if Session.exists(directory):
        raise StepRefused(f"{directory}: {say('edge.frozen_already')}")
    given = None if forms is None else round_forms.read(forms, planned.sheet)
    draft = carrying.draft(records, planned.sheet, given)
    if not draft.drawn and draft.abstained and planned.sheet.takes_children:
        raise NotHeld(say("edge.nobody_hands_form_session_not"))
    if not draft.drawn and planned.sheet.takes_children:
        raise NotHeld(say("edge.nobody_left_draw_session_not"))
    gives_places = any(not isinstance(d, FurtherDraw) or isinstance(d, CohortDraw) for d in planned.sheet.rules.draws)
    if gives_places and not any(s.places for s in planned.sheet.rules.schools):
        raise NotHeld(say("edge.no_place_left_session_not"))
    _write(directory, planned, draft_roster.roster(draft.children, planned.sheet), records)
    codes = [code for record in records for code in record.pool.applicants]
    return Carried(
        sheet=planned.sheet,
        draft=draft,
        order=tuple(records),
        changes=planned.changes,
        next_code=next_code([*codes, *(c.applicant for c in draft.children)]),
        opened=all(r.private is not None for r in records),
    )


def _write(directory: Path, planned: Planned, roster: bytes, records: Sequence[Earlier]) -> None:
    """The roster last: whatever a crash leaves, the same command goes on from there."""
    files = planned.files
    there = [p for p in (directory / "roster.xlsx", directory / samples.ROSTER) if p.exists()]
    if there and (there[0].name != samples.ROSTER or there[0].read_bytes() != roster):
        raise StepRefused(f"{there[0]}: {say('edge.roster_there_already_not_overwritten')}")
    other = [n for n, d in files.items() if (directory / n).exists() and (directory / n).read_bytes() != d]
    if other and not planned.own:
        raise StepRefused(f"{directory / other[0]}: {say('edge.procedure_there_already_leave_procedure')}")
    if there and not other:
        raise AlreadyDone(f"carry {directory}", roster.count(b"\n") - 1, "roster.csv, children:")
    earlier_records.keep(directory, records)
    for name, data in files.items():
        durable.write(directory / name, data)
    durable.write(directory / samples.ROSTER, roster)
