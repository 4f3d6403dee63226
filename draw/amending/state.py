"""Who has which place after a record and its amendments: outcomes, waiting lists, free places (SPEC §13 State)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from draw.amending import lists as tables
from draw.amending.fates import HOLDING, IN_LINE, Fate, Place
from draw.encoding import strict_csv
from draw.errors import FormatError
from draw.hashing import digest
from draw.pool import Pool
from draw.results import DRAWS_HEADER, RESULTS_HEADER, WAITING_HEADER, waiting_schools
from draw.rules import AdmissionDraw, ClassDraw, LastPlace, Rules, ShortlistDraw

RESULTS: Final = "results.csv"
DRAWS: Final = "tables/draws.csv"
WAITING: Final = "tables/waiting.csv"


@dataclass(slots=True, kw_only=True)
class State:
    """The running state; index i of `places` is the i-th line of the pool. Only `moves` changes it."""

    rules: Rules
    pool: Pool
    line_of: Mapping[str, int]  # applicant -> line
    places: list[Place]
    registered: frozenset[int]  # lines with reason REGISTERED: under GROW they took a place each
    shortlists: frozenset[str]  # schools that only shortlist
    by_unit: frozenset[str]  # schools where a unit is a place (GROW)
    lists: dict[str, dict[str, None]]  # school -> units in line, first first; schools in rules.json's order
    free: dict[str, int]  # f(s)
    kept: Mapping[str, int]  # c(s)
    seats: Mapping[str, int]  # primary school -> seats that quotas gave it (SPEC §16.12)
    classes: Mapping[tuple[str, str], tuple[str, ...]]  # (school, class) -> pupils, as drawn
    offers: dict[str, str] = field(default_factory=dict)  # applicant -> date of the offer that is open
    reported: set[str] = field(default_factory=set)
    on_leave: set[str] = field(default_factory=set)
    filled: dict[str, str] = field(default_factory=dict)  # applicant -> day on which a fill reached it
    date: str = ""  # of the last event
    annulled: bool = False
    number: int = 0  # of the last amendment
    last: str = ""  # hash of the last amendment.txt, or of statement.txt

    def copy(self) -> "State":
        """A state to try things on."""
        return replace(
            self,
            places=list(self.places),
            lists={school: dict(units) for school, units in self.lists.items()},
            free=dict(self.free),
            offers=dict(self.offers),
            reported=set(self.reported),
            on_leave=set(self.on_leave),
            filled=dict(self.filled),
        )

    def place(self, applicant: str) -> Place:
        """What the applicant has now. KeyError for a code that is not in the pool."""
        return self.places[self.line_of[applicant]]

    def held(self, applicant: str) -> str:
        """The school of the applicant's place or offer, else ""."""
        now = self.place(applicant)
        return now.school if now.fate in HOLDING else ""

    def unit(self, applicant: str) -> str:
        """The unit of an applicant."""
        return self.pool.units[self.line_of[applicant]]

    def members(self, unit: str) -> list[str]:
        """Its applicants, by code."""
        return [self.pool.applicants[line] for line in self.pool.members[unit]]

    def in_line(self, unit: str) -> list[str]:
        """Its members whom a waiting list can still move, by code."""
        return [a for a in self.members(unit) if self.place(a).fate in IN_LINE]

    def spare(self, school: str) -> int:
        """Places that a waiting list may fill now: f(s) - c(s), which may be below 0."""
        return self.free[school] - self.kept[school]

    def class_schools(self) -> tuple[str, ...]:
        """The schools whose pupils this session dealt to classes, in the order of the draws."""
        return tuple(dict.fromkeys(d.school for d in self.rules.draws if isinstance(d, ClassDraw)))

    def admitted(self) -> dict[str, str]:
        """Applicant -> school, of those with a place."""
        pairs = zip(self.pool.applicants, self.places, strict=True)
        return {a: p.school for a, p in pairs if p.fate is Fate.ADMITTED}

    def places_left(self) -> dict[str, int]:
        """School -> its final places left (SPEC §14)."""
        left = {school: max(0, count) for school, count in self.free.items()}
        whole = {s.code: s.places for s in self.rules.schools if self.annulled or s.code in self.shortlists}
        return left | whole

    def fates(self) -> dict[str, Place]:
        """Every applicant's final outcome (SPEC §14); an annulled draw has given nobody a place."""
        if self.annulled:
            return dict.fromkeys(self.pool.applicants, Place(Fate.NOT_ADMITTED, ""))
        return dict(zip(self.pool.applicants, self.places, strict=True))


def start(files: Mapping[str, bytes], rules: Rules, pool: Pool) -> State:
    """The state right after the draw, from results.csv and the tables. Raises FormatError if they are unreadable."""
    results = strict_csv(_file(files, RESULTS), RESULTS_HEADER, RESULTS)
    if [row[0] for row in results] != list(pool.applicants):
        raise FormatError(RESULTS, "is not of the applicants of pool.csv")
    fates = {str(fate): fate for fate in Fate}
    shared: dict[tuple[str, str], Place] = {}
    places = []
    for row in results:
        if row[5] not in fates:
            raise FormatError(RESULTS, f"{row[5]!r} is no outcome")
        places.append(shared.setdefault((row[5], row[6]), Place(fates[row[5]], row[6])))
    free, kept = _free(files, rules, places)
    lists: dict[str, dict[str, None]] = {school: {} for school in waiting_schools(rules)}
    for school, _, unit, *_ in strict_csv(_file(files, WAITING), WAITING_HEADER, WAITING):
        if school not in lists or unit not in pool.members:
            raise FormatError(WAITING, f"{school!r} or {unit!r} has no waiting list")
        lists[school][unit] = None
    return State(
        rules=rules,
        pool=pool,
        line_of={applicant: line for line, applicant in enumerate(pool.applicants)},
        places=places,
        registered=frozenset(line for line, row in enumerate(results) if row[7] == "REGISTERED"),
        shortlists=frozenset(d.school for d in rules.draws if isinstance(d, ShortlistDraw)),
        by_unit=frozenset(s.code for s in rules.schools if s.last_place is LastPlace.GROW),
        lists=lists,
        free=free,
        kept=kept,
        seats=tables.seats(files, rules),
        classes=tables.classes(files, rules),
        last=digest(_file(files, "statement.txt")),
    )


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise FormatError(name, "is missing")
    return files[name]


def _free(files: Mapping[str, bytes], rules: Rules, places: list[Place]) -> tuple[dict[str, int], dict[str, int]]:
    """(f, c) by school. Under GROW what the draws took is left of the places: the fall from `places` to `left`."""
    free = {s.code: s.places for s in rules.schools}
    closed = set()
    grow = {s.code for s in rules.schools if s.last_place is LastPlace.GROW}
    stop = {s.code for s in rules.schools if s.last_place is LastPlace.STOP}
    draws = {d.id: d for d in rules.draws}
    for draw, school, status, *counts in strict_csv(_file(files, DRAWS), DRAWS_HEADER, DRAWS):
        if (
            draw not in draws
            or (school and school not in free)
            or not all(c.isascii() and c.isdigit() for c in counts if c)
        ):
            raise FormatError(DRAWS, f"the line of {draw!r} and {school!r} is not of the form")
        offered, _, _, taken, _, left = (int(c or 0) for c in counts)
        if not school:
            continue  # a draw that is of no school (SPEC §16.10)
        if isinstance(draws[draw], ShortlistDraw):
            free[school] = offered - taken
        elif school in grow:
            free[school] -= offered - left
        elif school in stop and isinstance(draws[draw], AdmissionDraw) and status == "held" and left:
            closed.add(school)  # a held draw with places left under STOP is one that a bundle stopped
    for place in places:
        if place.fate is Fate.ADMITTED and place.school not in grow:
            free[place.school] -= 1
    closed |= {d.school for d in rules.draws if isinstance(d, AdmissionDraw) and d.quota is not None}
    return free, {school: max(0, count) if school in closed else 0 for school, count in free.items()}
