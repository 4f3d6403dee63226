"""From the roster to the pool: who leaves, who stays together, which codes and seals (SPEC §5, R2-R7, R24-R26)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw import encoding, hashing, pool, soundness
from draw.chaining import chain
from draw.chaining.chain import Finished
from draw.errors import DrawError, InputErrors, Problem
from draw.intake import bundling, eligibility, private_roster
from draw.intake.headers import Field
from draw.intake.private_roster import PrivateRow, Registered, audit, read_roster_csv, register
from draw.intake.roster import Roster, RosterRow
from draw.intake.sheet import Sheet
from draw.intake.table import Table
from draw.pool import Pool
from draw.words import say, zh

__all__ = ["Formed", "Registered", "audit", "form", "read_roster_csv", "register"]

# how a sentence of soundness begins -> the same for the clerk, in the catalogue
_WORDS: Final[Mapping[str, str]] = {
    "no draw of": "intake.sound_no_draw",
    "names a school twice": "intake.sound_twice",
    "has a gap": "intake.sound_gap",
    "names no school": "intake.sound_no_school",
    "has no block": "intake.sound_no_block",
    "block ": "intake.sound_block",
    "members differ": "intake.sound_differ",
    "is admitted at no school": "intake.sound_admitted_nowhere",  # before the next, which it begins with
    "comes from": "intake.sound_comes_from",
    "is admitted": "intake.sound_admitted",
    "is offered": "intake.sound_offered",
    "is in none": "intake.sound_in_none",
    "stayed away": "intake.sound_stayed_away",
    "is drawn together": "intake.sound_together",
}
# where a sentence about a draw names children
_CODES: Final = re.compile(r"[0-9A-Z][0-9A-Z-]*")
_NAMED: Final = re.compile(
    rf"(?:(?:applicant|bundle|the wishes of|and not) |\()({_CODES.pattern}(?:(?:, | and ){_CODES.pattern})*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formed:
    """What the freeze takes. `register` holds all earlier registrations and the new ones, for the next version."""

    pool: Pool
    roster_csv: bytes
    removed_csv: bytes | None
    register: Mapping[str, Registered]
    notes: tuple[str, ...]


def _code_problems(roster: Roster, register: Mapping[str, Registered]) -> list[Problem]:
    """Codes in the roster that differ from those given before, or that were somebody else's (SPEC §5 step 5)."""
    owners = {r.applicant: number for number, r in register.items()}
    units = {r.bundle for r in register.values() if r.bundle}
    problems = []
    for row in roster.rows:
        earlier = register.get(row.registration_no)
        words = remedy = ""
        if not row.applicant:
            continue
        if earlier is not None and earlier.applicant != row.applicant:
            words = say("intake.code_earlier_version", applicant=earlier.applicant)
            remedy = say("intake.restore", applicant=earlier.applicant)
        elif owners.get(row.applicant, row.registration_no) != row.registration_no:
            owner = owners[row.applicant]
            words = say("intake.registration_earlier_version", owner=owner)
            remedy = say("intake.choose_another_code")
        elif row.applicant in units:
            words, remedy = say("intake.bundle_code"), say("intake.choose_another_code")
        if words:
            problems.append(bundling.problem(roster, row, Field.APPLICANT, row.applicant, words, remedy))
    return problems


def _applicant_codes(roster: Roster, register: Mapping[str, Registered]) -> dict[str, str]:
    """Registration number -> code of everybody who stays (SPEC §5 step 5)."""
    codes: dict[str, str] = {}
    for row in roster.rows:
        if not row.removed:
            earlier = register.get(row.registration_no)
            codes[row.registration_no] = row.applicant or (earlier.applicant if earlier else "")
    taken = {row.applicant for row in roster.rows} | {r.applicant for r in register.values()}
    taken |= {r.bundle for r in register.values()}
    numbers = {int(code) for code in taken if code.isdecimal()}
    # behind the highest earlier code, so that a code which was withdrawn is not given to another child
    nearest = max((int(r.applicant) for r in register.values() if r.applicant.isdecimal()), default=0)
    fresh: list[tuple[str, int]] = []
    for number, code in codes.items():
        if not code:
            nearest += 1
            while nearest in numbers:
                nearest += 1
            fresh.append((number, nearest))
    width = max(4, len(str(nearest)))
    codes.update((number, f"{n:0{width}d}") for number, n in fresh)
    return codes


def _bundle_codes(
    bundles: list[tuple[RosterRow, ...]], codes: Mapping[str, str], register: Mapping[str, Registered]
) -> dict[str, str]:
    """Registration number -> bundle code, of members only. The same children keep their code; no code is used twice."""
    before: dict[str, set[str]] = {}
    for number, earlier in register.items():
        if earlier.bundle:
            before.setdefault(earlier.bundle, set()).add(number)
    same = {frozenset(numbers): code for code, numbers in before.items()}
    taken = set(before) | set(codes.values())
    last = max((int(code[1:]) for code in before if code[:1] == "B" and code[1:].isdecimal()), default=0)
    units: dict[str, str] = {}
    for members in sorted(bundles, key=lambda ms: min(codes[m.registration_no] for m in ms)):
        code = same.get(frozenset(m.registration_no for m in members), "")
        while not code:
            last += 1
            if f"B{last:03d}" not in taken:
                code = f"B{last:03d}"
        units.update((m.registration_no, code) for m in members)
    return units


def _without_code(roster: Roster, register: Mapping[str, Registered]) -> list[Problem]:
    """A code names one child throughout a chain, so in a session that continues others none is given out here."""
    words = say("intake.session_continues_others_needs_everybody")
    remedy = say("intake.copy_from_earlier_session_new")
    return [
        bundling.problem(roster, row, Field.APPLICANT, "", words, remedy)
        for row in roster.rows
        if not row.removed and not row.applicant and row.registration_no not in register
    ]


def _placed(
    sentences: Sequence[str], roster: Roster, sheet: Sheet, pooled: Pool, row_of: Mapping[str, RosterRow]
) -> list[Problem]:
    """Sentences about rules and pool (SPEC §4 sound, §14), each put where a person can correct it."""
    problems = []
    for sentence in sentences:
        subject, _, rest = sentence.partition(": ")
        words, _, remedy = rest.partition("; ")
        kind, _, code = subject.partition(" ")
        member = code if kind == "applicant" else ""
        if kind == "bundle" and code in pooled.members:
            member = pooled.applicants[pooled.members[code][0]]
        if member in row_of:
            key = next((k for start, k in _WORDS.items() if words.startswith(start)), "intake.sound_other")
            number = row_of[member].registration_no
            found = bundling.problem(roster, row_of[member], Field.REGISTRATION, number, f"{zh(key)} {words}", remedy)
        else:
            told = _rows_named(words, pooled, row_of)
            found = Problem(
                file=sheet.file, sheet="", row=sheet.lines.get(subject, 0), column=subject, value="",
                problem=f"{say('intake.rule_sheet_roster_do_not')}: {words}{told}", remedy=remedy,
            )  # fmt: skip
        problems.append(found)
    return problems


def _rows_named(words: str, pooled: Pool, row_of: Mapping[str, RosterRow]) -> str:
    """Where the children stand whom a sentence about a draw names by code: before the freeze a clerk knows rows, not codes."""
    codes = [code for found in _NAMED.finditer(words) for code in _CODES.findall(found.group(1))]
    places = []
    for code in dict.fromkeys(codes):
        lines = pooled.members.get(code) or [i for i, a in enumerate(pooled.applicants) if a == code]
        rows = sorted(row_of[pooled.applicants[i]].row for i in lines)
        if rows:
            places.append(f"{code} = {', '.join(str(row) for row in rows)}")
    return f" ({say('intake.rows')} {'; '.join(places)})" if places else ""


def _salts(numbers: list[str], register: Mapping[str, Registered], new_salt: Callable[[str], str]) -> dict[str, str]:
    """Registration number -> salt; a source that repeats itself or gives another form is refused at once."""
    seen = {r.salt for r in register.values()}
    salts = {}
    for number in numbers:
        if number in register:
            salts[number] = register[number].salt
            continue
        salt = new_salt(number)
        if private_roster.SALT.fullmatch(salt) is None or salt in seen:
            raise DrawError(say("intake.source_salts_repeats_itself_does"))
        seen.add(salt)
        salts[number] = salt
    return salts


def form(
    roster: Roster,
    sheet: Sheet,
    register: Mapping[str, Registered],
    new_salt: Callable[[str], str],
    lists: Mapping[str, Table] = {},
    earlier: Sequence[Finished] = (),
) -> Formed:
    """The pool with its private roster, a function of its arguments only.

    Input: `register` as of the earlier versions of this session; `new_salt` gives 32 hex digits from a CSPRNG for a
    registration number that has none, and is not asked before everything else is sound; `lists` holds the table of
    each list that an eligibility check names (one that is missing is a problem); `earlier`: the sessions that this one
    continues, with which `carry` must hold (SPEC §14).
    Raises InputErrors with every problem at once; DrawError for a source of salts that fails.
    """
    judged = eligibility.judge(roster, sheet, lists)
    roster = judged.roster
    formed = bundling.bundles(roster, sheet)
    problems = [*judged.problems, *_code_problems(roster, register), *formed.problems]
    if sheet.rules.carry is not None:
        problems += _without_code(roster, register)
    stay = [row for row in roster.rows if not row.removed]
    codes = _applicant_codes(roster, register)
    units = _bundle_codes(list(formed.bundles), codes, register)
    stay.sort(key=lambda row: codes[row.registration_no])
    applicants = tuple(codes[row.registration_no] for row in stay)
    unit_column = tuple(units.get(row.registration_no, codes[row.registration_no]) for row in stay)
    values = [formed.attributes.get(row.registration_no, row.attributes) for row in stay]
    attributes = {a.name: tuple(v[a.name] for v in values) for a in sheet.rules.attributes}
    members = pool.group(unit_column)
    plain = Pool(applicants=applicants, units=unit_column, attributes=attributes, seals=(), members=members)
    if len(set(applicants)) == len(applicants):  # else the codes are a problem already
        sentences = soundness.problems(plain, sheet.rules) + chain.problems(sheet.after, sheet.rules, plain, earlier)
        problems += _placed(sentences, roster, sheet, plain, dict(zip(applicants, stay, strict=True)))
    if problems:
        raise InputErrors(sorted(problems, key=lambda p: (p.file != roster.file, p.file, p.row)))
    salts = _salts(sorted(codes, key=str.encode), register, new_salt)
    rows = [
        PrivateRow(
            applicant=code, unit=unit, registration_no=row.registration_no, salt=salts[row.registration_no],
            name=row.name, id=row.id,
        )
        for code, unit, row in zip(applicants, unit_column, stay, strict=True)
    ]  # fmt: skip
    seals = tuple(hashing.seal(sheet.session, r.applicant, r.salt, r.name, r.id) for r in rows)
    counts: dict[str, int] = {}
    for row in roster.rows:
        if row.removed:
            counts[row.removed] = counts.get(row.removed, 0) + 1
    removed = ((reason, str(counts[reason])) for reason in sorted(counts))
    after = dict(register)
    for r in rows:
        before = register.get(r.registration_no)
        bundle = r.unit if r.unit != r.applicant else before.bundle if before else ""
        after[r.registration_no] = Registered(applicant=r.applicant, salt=r.salt, bundle=bundle)
    return Formed(
        pool=Pool(applicants=applicants, units=unit_column, attributes=attributes, seals=seals, members=members),
        roster_csv=private_roster.write(rows),
        removed_csv=encoding.csv_file("reason,count", removed) if counts else None,
        register=after,
        notes=(*judged.notes, *formed.notes),
    )
