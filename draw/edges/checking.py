"""The whole check of a session's inputs before the freeze: every problem at once, counts, chances, what changed (R1-R8, R25).

`Checked` holds names only inside `problems`, which no page but the operator's may show.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from draw import prose, turnout
from draw.edges import fonts, tables, uploading
from draw.edges.freezing import ROSTER_NAMES, Inputs
from draw.edges.session import Session
from draw.edges.uploading import InputFile
from draw.errors import DrawError, InputErrors, Problem
from draw.hashing import digest
from draw.intake import roster, roster_difference
from draw.intake.headers import Field
from draw.intake.private_roster import Registered
from draw.intake.roster_difference import RosterDifference
from draw.intake.sheet import Sheet
from draw.intake.sheet import read as read_sheet
from draw.notice import WHERE, Notice
from draw.notice import read as read_notice
from draw.pool import Pool
from draw.pool import read as read_pool
from draw.rules import ClassDraw, DrawRule, OrderDraw, QuotaDraw, TeamDraw
from draw.rules import read as read_rules
from draw.turnout import Turnout
from draw.version_difference import Version, VersionDifference, difference
from draw.words import pair, say

Pair = tuple[str, str]
Say = Callable[[Pair], None]
_EARLIER: Final = 3  # how many former rosters are tried for the difference


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCount:
    """A school: its places, and who applies there (None where nobody is asked)."""

    name: str
    places: int
    asked: Turnout | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What a sound set of inputs gives. `since`: against the roster taken in before, None if there is none to compare."""

    plan: Sheet
    applicants: int
    units: int
    bundles: int
    removed: tuple[tuple[str, int], ...]
    schools: tuple[SchoolCount, ...]
    sections: tuple[prose.Section, ...]
    since: RosterDifference | None
    version: VersionDifference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The outcome of a check of these very files. `sound` is None as long as there are problems."""

    subject: str
    files: tuple[InputFile, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    sound: Sound | None


def trial_salt(registration_no: str) -> str:
    """A stand-in while nothing is frozen: the pool is formed only to find its problems and counts."""
    return digest(registration_no.encode())[:32]


def check(session: Session, tell: Say) -> Checked:
    """Check what stands in the folder now. Only reads; a file that changes meanwhile gives a subject that is no longer so."""
    folder = session.folder
    before = uploading.files(folder)
    tell(pair("setup.step_reading"))
    problems: list[Problem] = []
    notes: tuple[str, ...] = ()
    sound: Sound | None = None
    try:
        given = Session.inputs(folder, lambda text: tell((text, "")))
    except InputErrors as errors:
        problems += [*errors.problems, *_glyphs_of_table(folder)]
    else:
        notes = given.people.notes
        tell(pair("setup.step_glyphs"))
        problems += glyph_problems(given)
        tell(pair("setup.step_forming"))
        try:
            register = session.register()
            formed = Session.formed(given, register, trial_salt)
        except InputErrors as errors:
            problems += errors.problems
        else:
            notes = (*notes, *formed.notes)
            if not problems:
                tell(pair("setup.step_counting"))
                sound = _sound(session, given, formed.pool, formed.removed_csv, register)
    return Checked(
        subject=uploading.subject(before), files=before, problems=tuple(problems), notes=notes, sound=sound
    )  # fmt: skip


def glyph_problems(given: Inputs) -> list[Problem]:
    """Characters of roster and rule sheet that no screen or paper of ours could show; they block the freeze (E22)."""
    people, plan = given.people, given.plan
    names = [(row.row, row.name) for row in people.rows]
    said = [("title", plan.title), ("authority", plan.authority)]
    said += [(f"parties {p.id}", p.name) for p in plan.parties]
    said += [(f"school {s.code}", s.name) for s in plan.rules.schools]
    said += [(f"draw {d.id}", "".join((d.title, *listed(d)))) for d in plan.rules.draws]
    said += [(f"attribute {a.name}", "".join((a.label, *(v.label for v in a.values)))) for a in plan.rules.attributes]
    found = _undrawn(people.file, people.sheet, people.places.get(Field.NAME, ""), names)
    for key, text in said:
        found += _undrawn(plan.file, "", key, [(plan.lines.get(key, 0), text)])
    return found


def listed(draw: DrawRule) -> tuple[str, ...]:
    """The words of what a draw lists itself: items, shares, teams, documents (SPEC §16.1)."""
    match draw:
        case OrderDraw():
            return tuple(item.label for item in draw.items)
        case QuotaDraw():
            shares = (share.label for share in draw.shares)
            items = (item.label for item in (*draw.items, *draw.declined))
            return (*shares, *items, *(one.document for one in draw.declined))
        case TeamDraw():
            return tuple(team.label for team in draw.teams)
        case ClassDraw():
            return (draw.document,)
    return ()


def _glyphs_of_table(folder: Path) -> list[Problem]:
    """The same for names of a roster that has other faults: all of them come at once."""
    _, plan, _ = open_sheet(folder)
    there = [name for name in ROSTER_NAMES if (folder / name).is_file()]
    if plan is None or len(there) != 1:
        return []
    try:
        table = tables.load(folder / there[0])
        layout = roster.layout_of(table, plan)
    except InputErrors:
        return []
    index = layout.fields[Field.NAME]
    names = [(row.number, row.cells[index].text) for row in table.rows[layout.first :] if index < len(row.cells)]
    return _undrawn(table.file, table.sheet, layout.place(index), names)


def _undrawn(file: str, sheet: str, column: str, texts: list[tuple[int, str]]) -> list[Problem]:
    """A problem for each (row, text) with a character that the font has not."""
    gone = set(fonts.missing("".join(text for _, text in texts)))
    return [
        Problem(
            file=file,
            sheet=sheet,
            row=row,
            column=column,
            value=text[:60],
            problem=say("setup.no_glyph", characters=" ".join(f"{c} U+{ord(c):04X}" for c in text if c in gone)),
            remedy=say("setup.no_glyph_remedy"),
        )
        for row, text in texts
        if gone & set(text)
    ]


def _sound(
    session: Session, given: Inputs, pool: Pool, removed: bytes | None, register: Mapping[str, Registered]
) -> Sound:
    plan = given.plan
    at, asked = turnout.at_schools(pool, plan.rules), turnout.asked(plan.rules)
    counts = [line.split(",") for line in (removed or b"").decode().splitlines()[1:]]
    return Sound(
        plan=plan,
        applicants=len(pool.applicants),
        units=len(pool.members),
        bundles=len(pool.bundles()),
        removed=tuple((reason, int(count)) for reason, count in counts),
        schools=tuple(
            SchoolCount(name=s.name, places=s.places, asked=at[s.code] if s.code in asked else None)
            for s in plan.rules.schools
        ),
        sections=tuple(prose.sections(plan.rules, pool)),
        since=_since(session, given),
        version=_version(session, plan, pool),
    )


def _since(session: Session, given: Inputs) -> RosterDifference | None:
    """Against the last roster before this one that can be read under the present rule sheet."""
    for taken in uploading.earlier_rosters(session)[:_EARLIER]:
        try:
            former = roster.read(tables.parse(session.store.get(taken.value), taken.name), given.plan)
        except DrawError:
            continue
        return roster_difference.difference(former, given.people)
    return None


def facts(source: Sheet | Notice) -> dict[str, str]:
    """What a notice says besides hashes and rules, as text: the same for what is planned and what is frozen."""
    parties = (f"{p.id} {p.name} ({p.phase})" for p in source.parties)
    beacon = "none" if source.beacon is None else f"{source.beacon.chain} {source.beacon.round}"
    return {
        "title": source.title,
        "authority": source.authority,
        "scheduled": source.scheduled,
        "rehearsals": str(source.rehearsals),
        "after": " ".join(source.after) or "—",
        "parties": "; ".join(parties),
        "min_open": str(source.min_open),
        "reveal_seconds": str(source.reveal_seconds),
        "dice": source.dice,
        "beacon": beacon,
    }


def _version(session: Session, plan: Sheet, pool: Pool) -> VersionDifference | None:
    """Against what is frozen now, if anything is."""
    if session.state.notice is None:
        return None
    notice, frozen_rules, frozen_pool = session.frozen()
    before = Version(facts=facts(notice), rules=frozen_rules, pool=frozen_pool)
    return difference(before, Version(facts=facts(plan), rules=plan.rules, pool=pool))


def frozen_notices(session: Session) -> tuple[Notice, ...]:
    """The notice of every freeze of this session, all attempts, oldest first."""
    return tuple(read_notice(session.store.get(value)) for value in session.store.versions(WHERE))


def frozen_version(session: Session, number: int) -> Version:
    """What the freeze at this place of `frozen_notices` froze."""
    store = session.store
    plan = read_rules(store.get(store.versions("rules.json")[number]))
    people = read_pool(store.get(store.versions("pool.csv")[number]), plan)
    return Version(facts=facts(frozen_notices(session)[number]), rules=plan, pool=people)


def open_sheet(folder: Path) -> tuple[str, Sheet | None, tuple[Problem, ...]]:
    """(text of the rule sheet, what it decides if it is sound, its problems); "" if there is none, or none that is text."""
    try:
        data = (folder / uploading.SHEET).read_bytes()
    except OSError:
        return "", None, ()
    text = ""
    with suppress(UnicodeDecodeError):
        text = data.decode("utf-8-sig")
    try:
        return text, read_sheet(data, uploading.SHEET), ()
    except InputErrors as errors:
        return text, None, errors.problems
