"""The other machines as the desk shows them: standby copies, and what second machines say (R14)."""

from dataclasses import dataclass
from typing import Final

from draw.edges.second_reports import BY_HAND, NO_VALUE, Report
from draw.edges.standby import Problem
from draw.edges.standbys import State
from draw.hashing import read_aloud
from draw.words import pair
from web.config import Config

Pair = tuple[str, str]
_SHORT: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyView:
    """One standby copy. `mark`: "✓", "▲" while it is made or of little use, "✗"; `notes`: what else is to be said."""

    folder: str
    mark: str
    words: Pair
    notes: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """The last word of a second machine on a step. `aloud` is "" where it had no hash of its own."""

    machine: str
    program: str
    step: Pair
    agrees: bool
    aloud: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """Everything that part_machines.html shows. `paired`: the machine with the present code, "" none yet, None no code."""

    standbys: tuple[StandbyView, ...]
    reports: tuple[ReportView, ...]
    agree: bool
    paired: str | None


def facts(config: Config) -> Machines:
    """How the other machines stand now."""
    with config.service.reading(fresh=False) as session:
        reports, paired = session.second_reports(), session.paired_machine()
    return Machines(
        standbys=tuple(standby(state) for state in config.standbys.states),
        reports=tuple(_report(report) for report in reversed(reports)),
        agree=all(report.agrees for report in reports),
        paired=paired,
    )


def standby(state: State) -> StandbyView:
    """A standby copy in words."""
    notes = []
    if state.problem:
        words = pair(f"standby.{state.problem}")
        if state.since:
            key = "standby.since" if state.at else "standby.never"
            notes.append(pair(key, since=state.since[11:19], n=state.n))
    elif state.of and state.done < state.of:
        words = pair("standby.copying", done=state.done // 1_000_000, of=state.of // 1_000_000 + 1)
    elif not state.at:
        words = pair("standby.first")
    else:
        words = pair("standby.ok", n=state.n, at=state.at[11:19])
    if state.same_disk and state.problem is not Problem.GONE:
        notes.append(pair("standby.same_disk"))
    mark = "✗" if state.problem else "▲" if notes or not state.at else "✓"
    return StandbyView(folder=state.folder, mark=mark, words=words, notes=tuple(notes))


def _report(report: Report) -> ReportView:
    return ReportView(
        machine=report.machine,
        program="" if report.program == BY_HAND else report.program[:_SHORT],
        step=pair(f"claim.{report.step}"),
        agrees=report.agrees,
        aloud="" if report.value == NO_VALUE else read_aloud(report.value),
        time=report.time[11:19],
    )
