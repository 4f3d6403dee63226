"""Who may take part: the checks of the rule sheet, made once, in order, before the freeze (SPEC §5 step 2, R2-R6, R21).

A pure function of the roster, the rule sheet and the lists it names; nothing is decided again once a seed is known (R4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from draw.errors import InputErrors, Problem
from draw.intake import cells, other_lists
from draw.intake.other_lists import Use
from draw.intake.roster import Roster, RosterRow
from draw.intake.sheet import Sheet
from draw.intake.table import Kind, Table
from draw.rules.eligibility import (
    REFUSE,
    STATES,
    ApartTest,
    Check,
    DateTest,
    DwellingTest,
    ListTest,
    PresentTest,
    ValueTest,
)
from draw.words import say

_SHOWN: Final = 500  # rows in one note
Who = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The roster with the removed reasons of those who may not take part. `notes`: for the operator, with rows, no ids."""

    roster: Roster
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


class _Finding(Enum):
    PASSES = "passes"
    FAILS = "fails"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """The lists that the checks name, read; a name is missing where its file was at fault."""

    channels: Mapping[str, Mapping[str, str]]
    dwellings: Mapping[str, Mapping[str, tuple[Use, ...]]]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Remarks:
    """Which rows a check removed, and at which of them the cell was empty."""

    removed: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)


_WORDS: Final[Mapping[type, str]] = {
    DateTest: say("intake.date_does_not_meet_rule"),
    ValueTest: say("intake.value_does_not_meet_rule"),
    PresentTest: say("intake.cell_empty"),
    ListTest: say("intake.stands_list"),
    DwellingTest: say("intake.another_family_used_dwelling_place"),
    ApartTest: say("intake.matches_two_conditions_exclude_one"),
}


def _read(sheet: Sheet, tables: Mapping[str, Table]) -> _Lists:
    today = sheet.scheduled[:10].replace("-", "")
    channels: dict[str, Mapping[str, str]] = {}
    dwellings: dict[str, Mapping[str, tuple[Use, ...]]] = {}
    problems: list[Problem] = []
    done: set[tuple[type, str]] = set()
    for check in sheet.rules.eligibility:
        test = check.test
        if not isinstance(test, ListTest | DwellingTest) or (type(test), test.name) in done:
            continue
        done.add((type(test), test.name))
        if test.name not in tables:
            problems.append(
                Problem(
                    file=sheet.lists.get(test.name, test.name), sheet="", row=0, column="", value="",
                    problem=say("intake.list_missing", name=test.name), remedy=say("intake.put_beside_session_toml"),
                )
            )  # fmt: skip
            continue
        try:
            if isinstance(test, ListTest):
                channels[test.name] = other_lists.channel(tables[test.name], today)
            else:
                dwellings[test.name] = other_lists.dwellings(tables[test.name])
        except InputErrors as errors:
            problems += errors.problems
    return _Lists(channels=channels, dwellings=dwellings, problems=tuple(problems))


def _matches(who: Who, row: RosterRow) -> bool:
    return all(row.attributes[name] in codes for name, codes in who)


def family_of(row: RosterRow) -> str:
    """What makes two children of one dwelling one family: its key, else the bundle, else nothing but the child (R6)."""
    return row.family or (f"bundle {row.bundle}" if row.bundle else f"row {row.registration_no}")


def _date(test: DateTest, value: str) -> bool:
    if value in (test.earliest, test.latest):
        return test.edge == "INCLUSIVE"
    return (test.earliest == "none" or test.earliest < value) and (test.latest == "none" or value < test.latest)


def _judge(check: Check, row: RosterRow, roster: Roster, lists: _Lists, today: str) -> _Finding:
    """What a check finds in a row. Raises Fault for a cell that cannot be read."""
    test = check.test
    if isinstance(test, ApartTest):
        return _Finding.FAILS if _matches(test.other, row) else _Finding.PASSES
    cell = row.checks[check.column]
    if isinstance(test, ValueTest):
        if cells.folded(cells.plain(cell)) in {cells.folded(text) for text in test.allowed}:
            return _Finding.PASSES
    if cells.empty(cell):
        return _Finding.EMPTY
    passes = False
    match test:
        case DateTest():
            passes = _date(test, cells.day(cell))
        case PresentTest():
            passes = cell.kind is Kind.DATE or bool(cells.plain(cell))  # the day of a confirmation is one
        case ListTest():
            if check.column in roster.id_columns:
                person = row.id
            else:
                student = "学籍" in check.column
                person = cells.identity(cells.plain(cell), student_number=student, today=today)
            state = lists.channels.get(test.name, {}).get(cells.identity_key(person))
            passes = state is None or STATES.index(state) < STATES.index(test.bars)
        case DwellingTest():
            uses = lists.dwellings.get(test.name, {}).get(cells.key(cells.plain(cell)), ())
            passes = not any(use.family != family_of(row) and test.barred(use.year) for use in uses)
    return _Finding.PASSES if passes else _Finding.FAILS


def _problem(roster: Roster, row: RosterRow, check: Check, words: str, remedy: str) -> Problem:
    """A problem at the cell that a check reads."""
    apart = isinstance(check.test, ApartTest)
    value = "" if apart else row.checks[check.column].text.strip()
    return Problem(
        file=roster.file, sheet=roster.sheet, row=row.row, column="" if apart else roster.check_places[check.column],
        value=value if len(value) <= 60 else value[:59] + "…", problem=f"{check.label}: {words}", remedy=remedy,
    )  # fmt: skip


def _shared(roster: Roster, checks: tuple[Check, ...]) -> list[Problem]:
    """Two families of one dwelling in one pool, where the rule sheet refuses that: both rows are named (R6)."""
    problems = []
    for check in checks:
        if not isinstance(check.test, DwellingTest) or check.test.shared != "REFUSE":
            continue
        first: dict[str, RosterRow] = {}
        for row in sorted(roster.rows, key=lambda r: r.row):
            if row.removed or not _matches(check.who, row) or cells.empty(row.checks[check.column]):
                continue
            try:
                dwelling = cells.key(cells.plain(row.checks[check.column]))
            except cells.Fault:
                continue  # told already
            earlier = first.setdefault(dwelling, row)
            if family_of(earlier) != family_of(row):
                words = say("intake.same_dwelling_row_another_family", row=earlier.row)
                remedy = say("intake.one_family")
                problems.append(_problem(roster, row, check, words, remedy))
    return problems


def judge(roster: Roster, sheet: Sheet, tables: Mapping[str, Table]) -> Judged:
    """Every check of the rule sheet on every row that has no removed reason yet. `tables`: name of a list -> its table."""
    checks = sheet.rules.eligibility
    today = sheet.scheduled[:10].replace("-", "")
    lists = _read(sheet, tables)
    problems = list(lists.problems)
    remarks = [_Remarks() for _ in checks]
    rows = []
    for row in roster.rows:
        for n, check in enumerate(checks):
            if row.removed:
                break
            if not _matches(check.who, row):
                continue
            try:
                found = _judge(check, row, roster, lists, today)
            except cells.Fault as fault:
                problems.append(_problem(roster, row, check, fault.problem, fault.remedy))
                continue
            if found is _Finding.PASSES:
                continue
            if found is _Finding.EMPTY and check.missing == REFUSE:
                words = say("intake.cell_empty_which_refuses_freeze")
                problems.append(_problem(roster, row, check, words, say("intake.check_fill")))
            elif check.fails == REFUSE:
                words = _WORDS[type(check.test) if found is _Finding.FAILS else PresentTest]
                remedy = say("intake.correct_row_give_removed_reason")
                problems.append(_problem(roster, row, check, f"{words}; {say('intake.refuses_freeze')}", remedy))
            else:
                row = replace(row, removed=check.fails)
                (remarks[n].empty if found is _Finding.EMPTY else remarks[n].removed).append(row.row)
        rows.append(row)
    judged = replace(roster, rows=tuple(rows))
    problems += _shared(judged, checks)
    return Judged(roster=judged, problems=tuple(problems), notes=tuple(_notes(roster, checks, remarks)))


def _rows(numbers: list[int]) -> str:
    shown = ", ".join(str(n) for n in sorted(numbers)[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")
    return f"{len(numbers)} {say('intake.rows')} {shown}"


def _notes(roster: Roster, checks: tuple[Check, ...], remarks: list[_Remarks]) -> list[str]:
    """Who was removed and why, by row; those with an empty cell are for review (R3, R4)."""
    given: dict[str, list[int]] = {}
    for row in roster.rows:
        if row.removed:
            given.setdefault(row.removed, []).append(row.row)
    notes = [f"{say('intake.removed_in_roster')}, {reason}: {_rows(numbers)}" for reason, numbers in given.items()]
    for check, remark in zip(checks, remarks, strict=True):
        if remark.removed:
            words = _WORDS[type(check.test)]
            removed = f"{say('intake.removed')} {check.fails}"
            notes.append(f"{say('intake.check', label=check.label)}: {words}; {removed}: {_rows(remark.removed)}")
        if remark.empty:
            words = say("intake.cell_empty_removed_please_review")
            notes.append(f"{say('intake.check', label=check.label)}: {words}; {check.fails}: {_rows(remark.empty)}")
    return notes
