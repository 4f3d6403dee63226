"""What an operator asks to be recorded: typed, or from a table with a row an event (SPEC §13)."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from draw.amending.fates import EventKind
from draw.amending.moves import apply
from draw.amending.papers import Change, Event
from draw.amending.state import State
from draw.errors import InputErrors
from draw.intake import plain_table
from draw.intake.headers import normalised
from draw.intake.table import Table
from draw.rules.forms import is_date
from draw.words import pair, say

WORDS: Final[Mapping[str, Sequence[str]]] = {
    "event": ("事项", "event"),
    "applicant": ("派位号", "编号", "派位编号", "applicant"),
    "date": ("日期", "date"),
    "paper": ("文书", "文件", "paper"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One event as asked for. `applicant`: of a `joined` the school, "" where only one has classes; `paper`: the name of a
    file, "" for none."""

    kind: EventKind
    applicant: str
    date: str
    paper: str


def kinds() -> dict[str, EventKind]:
    """Word -> event, of the codes and the Chinese words."""
    named = {kind: pair(f"event.{kind}") for kind in EventKind}
    return {normalised(word): kind for kind, (zh, _) in named.items() for word in (kind, zh)}


def read(table: Table) -> list[Asked]:
    """The events of a table, in its order. Raises InputErrors with every fault at once."""
    known, faults, asked = kinds(), [], []
    for line in plain_table.read(table, WORDS, ("event", "date")):
        kind, day = known.get(normalised(line.text("event"))), line.text("date")
        if kind is None:
            words = " ".join(f"{pair(f'event.{k}')[0]}={k}" for k in EventKind)
            remedy = f"{say('chain.must_one')}: {words}"
            faults.append(
                plain_table.problem(table, line.row, say("chain.no_such_event"), remedy, value=line.text("event"))
            )
        elif not is_date(day):
            remedy = say("chain.write_like_2026_08_26")
            faults.append(plain_table.problem(table, line.row, say("chain.not_date"), remedy, value=day))
        else:
            code = unicodedata.normalize("NFKC", line.text("applicant")).strip().upper()
            asked.append(Asked(kind=kind, applicant=code, date=day, paper=line.text("paper")))
    if faults:
        raise InputErrors(faults)
    return asked


def settle(state: State, events: Iterable[Event]) -> tuple[tuple[Event, ...], tuple[Change, ...]]:
    """(the events with their schools, what they would change); the state stays as it is.

    Raises StepRefused for the first event that is not allowed.
    """
    trial = state.copy()
    settled: list[Event] = []
    changes: list[Change] = []
    for event in events:
        school = trial.held(event.applicant) if event.applicant in trial.line_of else ""
        if event.kind is EventKind.JOINED:
            only = trial.class_schools()
            school = event.school or (only[0] if len(only) == 1 else "")
        settled.append(replace(event, school=school))
        changes += apply(trial, settled[-1])
    return tuple(settled), tuple(changes)
