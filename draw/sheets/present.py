"""Who has what now: a finished record and all its amendments, child by child, in words (SPEC §8, §13, R39, R49).

Everything is recomputed from the record's files; an amendment that does not check is refused before a list is made of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from draw import amending, decided, turnout
from draw import notice as notices
from draw import pool as pools
from draw import rules as rule_sheets
from draw import statement as statements
from draw.amending import Fate, Place, papers
from draw.amending.fates import IN_LINE
from draw.choices import place
from draw.decided import Decided
from draw.encoding import strict_csv
from draw.hashing import digest
from draw.notice import Notice
from draw.pool import Pool
from draw.results import RESULTS_HEADER, SHORTLISTS_HEADER, WAITING_HEADER
from draw.rules import (
    ClassDraw,
    CohortDraw,
    FurtherDraw,
    LateDraw,
    NearestDraw,
    NobodyDraw,
    PreferenceDraw,
    Rules,
    School,
    ShortlistDraw,
)
from draw.sheets.source import Source
from draw.why import why
from draw.words import zh


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One applicant now. `rank` 0 where there was no draw, or on a shortlist (R20); `amendment` 0 if none has moved the child."""

    applicant: str
    unit: str
    draw: str
    rank: int
    number: str
    fate: Fate
    school: str
    reason: str  # in Chinese
    amendment: int

    @property
    def bundle(self) -> str:
        """The bundle's code, "" for a child drawn alone."""
        return "" if self.unit == self.applicant else self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine:
    """A member of a unit on a waiting list: `now` from 1 as the list stands, `position` as the draw gave it."""

    now: int
    position: int
    draw: str
    rank: int
    child: Child


@dataclass(frozen=True, kw_only=True)
class Present:
    """The state of a session after its last amendment."""

    notice: Notice
    rules: Rules
    pool: Pool
    seed: str
    result_hash: str
    amendments: int
    last: str  # hash of the last amendment.txt, or of statement.txt
    annulled: bool
    children: tuple[Child, ...]  # in the pool's order
    drawn: Mapping[str, frozenset[str]]  # school -> applicants whom the draws admitted or listed there
    listed: Mapping[str, frozenset[str]]  # school with a shortlist -> applicants on it
    lines: Mapping[str, tuple[tuple[str, ...], ...]]  # school -> its lines of waiting.csv, first first
    standing: Mapping[str, frozenset[str]]  # school -> units that are still on its list
    found: Decided  # the tables of SPEC §16, as drawn

    @cached_property
    def by_code(self) -> dict[str, Child]:
        """Applicant -> child."""
        return {child.applicant: child for child in self.children}

    @cached_property
    def shortlists(self) -> dict[str, ShortlistDraw]:
        """School -> its draw, for schools that only shortlist (R20)."""
        return {draw.school: draw for draw in self.rules.draws if isinstance(draw, ShortlistDraw)}

    @property
    def schools(self) -> list[School]:
        """The schools that can have children by this session."""
        return turnout.schools_of_children(self.rules)

    @property
    def admits(self) -> bool:
        """True if some draw admits or shortlists; classes, quotas and orders alone do not."""
        return any(not isinstance(d, FurtherDraw) or isinstance(d, CohortDraw) for d in self.rules.draws)

    def classed(self, school: str) -> int:
        """How many classes the session makes, or fills, at a school; 0 if it admits there."""
        here = [d for d in self.rules.draws if school in d.schools and not isinstance(d, NobodyDraw)]
        found = [d for d in here if isinstance(d, ClassDraw | LateDraw)]
        if len(found) < len(here):
            return 0
        return sum(d.classes if isinstance(d, ClassDraw) else len(d.classes) for d in found)

    @cached_property
    def asked(self) -> dict[str, turnout.Turnout]:
        """School -> who applied there."""
        return turnout.at_schools(self.pool, self.rules)

    @cached_property
    def at(self) -> dict[str, tuple[Child, ...]]:
        """School -> children who have a place there, are in its classes or on its shortlist, now; by draw, rank, unit, code.

        Whom an amendment brought stands behind the others, in order of amendment.
        """
        order = {draw.id: n for n, draw in enumerate(self.rules.draws)}
        found: dict[str, list[Child]] = {school.code: [] for school in self.rules.schools}
        for child in self.children:
            if child.fate in (Fate.ADMITTED, Fate.PLACED):
                found[child.school].append(child)
        for school, codes in self.listed.items():
            found[school] += [self.by_code[code] for code in sorted(codes)]
        return {
            school: tuple(
                sorted(
                    children,
                    key=lambda c: (
                        (0, 0, 0, "") if school in self.listed else (c.amendment, order[c.draw], c.rank, c.unit),
                        c.applicant,
                    ),
                )
            )
            for school, children in found.items()
        }

    def waiting(self, school: School) -> Iterator[InLine]:
        """Who waits for the school now, or has its offer: members of each unit by code."""
        if self.annulled:
            return
        now = 0
        for _, position, unit, _, draw, rank, _ in self.lines.get(school.code, ()):
            members = [self.by_code[self.pool.applicants[i]] for i in self.pool.members[unit]]
            stands = unit in self.standing[school.code]
            here = [c for c in members if _has_offer(c, school.code) or (stands and c.fate in IN_LINE)]
            now += bool(here)
            for child in here:
                yield InLine(now=now, position=int(position), draw=draw, rank=int(rank), child=child)


def _has_offer(child: Child, school: str) -> bool:
    return child.fate is Fate.OFFERED and child.school == school


def ready(source: Source) -> bool:
    """True if the record is sealed: before that there is no result to list."""
    return "statement.txt" in source.files and "SHA256SUMS.sig" in source.files


def present(source: Source) -> Present:
    """The state of a sealed record. Raises FormatError if a file, or an amendment, is not what SPEC makes it."""
    files = source.files
    notice = notices.read(files["notice.json"])
    rules = rule_sheets.read(files["rules.json"])
    pool = pools.read(files["pool.csv"], rules)
    state = amending.check(files, notice, rules, pool)
    causes = _causes(files)
    if state.annulled:
        causes = dict.fromkeys(pool.applicants, (state.number, zh("event.annulled")))
    fates = state.fates()
    found = decided.read(files)
    class_of = {a: c for classes in found.classes.values() for c, codes in classes.items() for a in codes}
    children = tuple(
        _child(line, fates[line[0]], causes, rules, pool, n, class_of.get(line[0], ""))
        for n, line in enumerate(strict_csv(files["results.csv"], RESULTS_HEADER, "results.csv"))
    )
    shortlists = _shortlists(files, rules)
    drawn: dict[str, set[str]] = {school.code: set(shortlists.get(school.code, ())) for school in rules.schools}
    for applicant, *_, outcome, school, _ in strict_csv(files["results.csv"], RESULTS_HEADER, "results.csv"):
        if outcome in ("admitted", "placed"):
            drawn[school].add(applicant)
    lines: dict[str, list[tuple[str, ...]]] = {}
    for row in strict_csv(files["tables/waiting.csv"], WAITING_HEADER, "tables/waiting.csv"):
        lines.setdefault(row[0], []).append(tuple(row))
    return Present(
        notice=notice,
        rules=rules,
        pool=pool,
        seed=digest(files["seed.txt"]),
        result_hash=statements.result_hash(files["statement.txt"]),
        amendments=state.number,
        last=state.last,
        annulled=state.annulled,
        children=children,
        drawn={school: frozenset(codes) for school, codes in drawn.items()},
        listed={} if state.annulled else _listed(shortlists, children),
        lines={school: tuple(rows) for school, rows in lines.items()},
        standing={school: frozenset(units) for school, units in state.lists.items()},
        found=found,
    )


def _causes(files: Mapping[str, bytes]) -> dict[str, tuple[int, str]]:
    """Applicant -> number and cause, in words, of the last amendment that moved the child."""
    found = {}
    for number in papers.numbered(files):
        name = papers.path(number, papers.CHANGES)
        for applicant, *_, cause in strict_csv(files[name], papers.CHANGES_HEADER, name):
            told = zh("amend.vacancy") if cause == "VACANCY" else zh(f"event.{cause}")
            found[applicant] = (number, told)
    return found


def _child(
    line: list[str],
    now: Place,
    causes: Mapping[str, tuple[int, str]],
    rules: Rules,
    pool: Pool,
    index: int,
    class_: str,
) -> Child:
    applicant, unit, draw, rank, number, _, _, _ = line
    amendment, cause = causes.get(applicant, (0, ""))
    told = zh("list.by_amendment", number=amendment, cause=cause) if amendment else _reason(line, rules, pool, index)
    if class_ and not amendment:
        told = f"{zh('further.in_class', code=class_)} · {told}"
    return Child(
        applicant=applicant,
        unit=unit,
        draw=draw,
        rank=0 if line[5] == "shortlisted" else int(rank or 0),
        number=number,
        fate=now.fate,
        school=now.school,
        reason=told,
        amendment=amendment,
    )


def _reason(line: list[str], rules: Rules, pool: Pool, index: int) -> str:
    """The reason in words, and which choice, or how near, the school was."""
    draw = rules.draw(line[2])
    *_, outcome, school, reason = line
    words = why(reason, draw.kind)[0]
    if outcome != "admitted" or not isinstance(draw, PreferenceDraw | NearestDraw):
        return words
    n = place(pool, draw, index, school)
    if isinstance(draw, NearestDraw):
        return words + zh("paper.nearest", n=n, metres=draw.distances[pool.attributes[draw.area][index]][school])
    return words + zh("paper.choice", n=n) if n else words


def _shortlists(files: Mapping[str, bytes], rules: Rules) -> dict[str, set[str]]:
    """School with a shortlist -> whom its draw put on it."""
    found: dict[str, set[str]] = {d.school: set() for d in rules.draws if isinstance(d, ShortlistDraw)}
    if found:
        name = "tables/shortlists.csv"
        for _, school, applicant, _ in strict_csv(files[name], SHORTLISTS_HEADER, name):
            found[school].add(applicant)
    return found


def _listed(shortlists: Mapping[str, set[str]], children: tuple[Child, ...]) -> dict[str, frozenset[str]]:
    """Who is on each shortlist now: an amendment takes off and puts on, a later draw does neither (SPEC §8.5 file 4)."""
    now = {school: set(codes) for school, codes in shortlists.items()}
    for child in children:
        if child.amendment:
            for codes in now.values():
                codes.discard(child.applicant)
        if child.fate is Fate.SHORTLISTED:
            now[child.school].add(child.applicant)
    return {school: frozenset(codes) for school, codes in now.items()}
