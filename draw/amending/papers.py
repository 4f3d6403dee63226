"""The files of one amendment: events.csv, changes.csv, amendment.txt; strict readers, canonical writers (SPEC §13)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from draw import encoding
from draw.amending.fates import EventKind, Place
from draw.encoding import CODE, HASH, matches
from draw.errors import FormatError
from draw.rules.forms import is_date

EVENTS: Final = "events.csv"
CHANGES: Final = "changes.csv"
SUMS: Final = "SHA256SUMS"
TEXT: Final = "amendment.txt"
SIGNATURE: Final = "amendment.sig"
NAMES: Final = frozenset({EVENTS, CHANGES, SUMS, TEXT, SIGNATURE})
FOLDER: Final = "amendments"
MOST: Final = 9999
EVENTS_HEADER: Final = "event,applicant,school,date,paper"
CHANGES_HEADER: Final = "applicant,from,from_school,to,to_school,cause"
_NAME: Final = re.compile(r"amendments/([0-9]{4})/([^/]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `school`: where the applicant holds a place or an offer, else ""; `paper`: hash or "none"."""

    kind: EventKind
    applicant: str  # "" exactly for ANNULLED
    school: str
    date: str
    paper: str

    def same(self, other: "Event") -> bool:
        """True if the two say the same happened; the school follows from the state before."""
        mine = (self.kind, self.applicant, self.date, self.paper)
        return mine == (other.kind, other.applicant, other.date, other.paper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of changes.csv: what an event, or a place that fell free, made of an applicant."""

    applicant: str
    before: Place
    after: Place
    cause: str  # the event's name, or VACANCY


def path(number: int, name: str) -> str:
    """The path of a file of an amendment in its record."""
    return f"{FOLDER}/{number:04}/{name}"


def numbered(paths: Iterable[str]) -> dict[int, set[str]]:
    """Number -> file names, of everything under amendments/. Raises FormatError for another name or a gap."""
    found: dict[int, set[str]] = {}
    for name in sorted(paths):
        if not name.startswith(f"{FOLDER}/"):
            continue
        parts = _NAME.fullmatch(name)
        if parts is None or parts.group(2) not in NAMES:
            raise FormatError(name, "is no file of an amendment")
        found.setdefault(int(parts.group(1)), set()).add(parts.group(2))
    for wanted, number in enumerate(sorted(found), start=1):
        if number != wanted:
            raise FormatError(path(wanted, TEXT), "is missing: amendments are numbered from 0001 without a gap")
        missing = sorted(NAMES - found[number])
        if missing:
            raise FormatError(path(number, missing[0]), "is missing")
    return found


def write_events(events: Iterable[Event]) -> bytes:
    """The bytes of events.csv."""
    return encoding.csv_file(EVENTS_HEADER, ((e.kind, e.applicant, e.school, e.date, e.paper) for e in events))


def read_events(data: bytes, where: str) -> tuple[Event, ...]:
    """The events. Raises FormatError for any other form; whether they may happen is `apply`'s to say."""
    events = []
    for n, (kind, applicant, school, date, paper) in enumerate(
        encoding.strict_csv(data, EVENTS_HEADER, where), start=2
    ):
        if kind not in list(EventKind):
            raise FormatError(where, f"line {n}: {kind!r} is no event")
        for text, form, name in ((applicant, CODE, "applicant"), (school, CODE, "school"), (paper, HASH, "paper")):
            if not matches(form, text) and text != ("none" if name == "paper" else ""):
                raise FormatError(where, f"line {n}: {text!r} is no valid {name}")
        if not is_date(date):
            raise FormatError(where, f"line {n}: {date!r} is no date YYYY-MM-DD that exists")
        events.append(Event(kind=EventKind(kind), applicant=applicant, school=school, date=date, paper=paper))
    if not events:
        raise FormatError(where, "holds no event")
    return tuple(events)


def write_changes(changes: Iterable[Change]) -> bytes:
    """The bytes of changes.csv."""
    return encoding.csv_file(CHANGES_HEADER, ((c.applicant, *c.before, *c.after, c.cause) for c in changes))


def amendment_text(*, session: str, number: int, previous: str, time: str, sums: str) -> bytes:
    """The bytes of amendment.txt; `previous` and `sums` are hashes."""
    return encoding.text_file(
        [f"amendment1 {session}", f"number {number}", f"previous {previous}", f"time {time}", f"sums {sums}"]
    )


def time_of(data: bytes, where: str) -> str:
    """The time in amendment.txt. Raises FormatError."""
    lines = encoding.strict_lines(data, where)
    key, _, value = lines[3].partition(" ") if len(lines) > 3 else ("", "", "")
    if key != "time" or not encoding.is_time(value):
        raise FormatError(where, "line 4 is not 'time <time>'")
    return value
