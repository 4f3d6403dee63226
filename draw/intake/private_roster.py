"""The private roster, whose hash the notice names, and the notary's check of it against the pool (SPEC §4, R7)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from draw import encoding, hashing, pool
from draw.errors import FormatError
from draw.intake.cells import identity_key
from draw.rules import Rules
from draw.words import say

WHERE: Final = "roster.csv"
HEADER: Final = "applicant,unit,registration_no,salt,name,id"
SALT: Final = re.compile(r"[0-9a-f]{32}")
_ID: Final = re.compile(r"[!-9;-`{-~]+")  # printable ASCII without lower-case letters, ':' or space


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateRow:
    """One line of the private roster."""

    applicant: str
    unit: str
    registration_no: str
    salt: str
    name: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What an earlier version of this session gave to a registration number. `bundle`: its last bundle code, or ""."""

    applicant: str
    salt: str
    bundle: str


def write(rows: Iterable[PrivateRow]) -> bytes:
    """The bytes of the private roster; read_roster_csv(write(rows)) == rows if they are sorted by applicant."""
    return encoding.csv_file(HEADER, ((r.applicant, r.unit, r.registration_no, r.salt, r.name, r.id) for r in rows))


def read_roster_csv(data: bytes) -> tuple[PrivateRow, ...]:
    """The rows of the private roster. Raises FormatError with the line of the first fault (SPEC §4)."""
    rows: list[PrivateRow] = []
    sizes: dict[str, int] = {}
    for n, fields in enumerate(encoding.strict_csv(data, HEADER, WHERE), start=2):
        row = PrivateRow(**dict(zip(HEADER.split(","), fields, strict=True)))
        problem = ""
        if encoding.CODE.fullmatch(row.applicant) is None or encoding.CODE.fullmatch(row.unit) is None:
            problem = "applicant or unit is no code"
        elif rows and row.applicant <= rows[-1].applicant:
            problem = "applicants are not in ascending order, each once"
        elif SALT.fullmatch(row.salt) is None:
            problem = "the salt is not 32 hex digits"
        elif not row.registration_no:
            problem = "there is no registration number"
        elif not row.name or ":" in row.name:
            problem = "the name is empty or holds ':'"
        elif _ID.fullmatch(row.id) is None:
            problem = "the id is not of the form that a seal needs"
        if problem:
            raise FormatError(WHERE, f"line {n}: {problem}")
        sizes[row.unit] = sizes.get(row.unit, 0) + 1
        rows.append(row)
    applicants = {row.applicant for row in rows}
    for n, row in enumerate(rows, start=2):
        if sizes[row.unit] == 1 and row.unit != row.applicant:
            raise FormatError(WHERE, f"line {n}: unit {row.unit!r} has one applicant but not its code")
        if sizes[row.unit] > 1 and row.unit in applicants:
            raise FormatError(WHERE, f"line {n}: bundle code {row.unit!r} is an applicant's code")
    return tuple(rows)


def register(*rosters: bytes) -> dict[str, Registered]:
    """Registration number -> what it was given, from the private rosters of all earlier versions, oldest first.

    Children and bundles that left keep their codes here, so that no code is ever given to somebody else (SPEC §5).
    Raises FormatError.
    """
    found: dict[str, Registered] = {}
    for data in rosters:
        for row in read_roster_csv(data):
            before = found.get(row.registration_no)
            bundle = row.unit if row.unit != row.applicant else before.bundle if before else ""
            found[row.registration_no] = Registered(applicant=row.applicant, salt=row.salt, bundle=bundle)
    return found


def audit(roster_csv: bytes, pool_csv: bytes, rules: Rules, session: str) -> list[str]:
    """What the notary finds between private roster and pool, one sentence a fault; empty if all is right (SPEC §4).

    Every seal is recomputed, every row of one file must be in the other with the same unit, and each id and
    registration number stand on one row only (R5). The sentences name codes, never persons.
    """
    try:
        private = read_roster_csv(roster_csv)
        public = pool.read(pool_csv, rules)
    except FormatError as error:
        return [f"{say('intake.not_form_spec')}: {error}"]
    problems: list[str] = []
    line_of = {code: i for i, code in enumerate(public.applicants)}
    ids: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for row in private:
        code = row.applicant
        line = line_of.pop(code, None)
        if line is None:
            problems.append(f"{code}: {say('intake.private_roster_but_not_pool')}")
        else:
            if public.units[line] != row.unit:
                problems.append(f"{code}: {say('intake.other_unit', public=public.units[line], private=row.unit)}")
            if public.seals[line] != hashing.seal(session, code, row.salt, row.name, row.id):
                problems.append(f"{code}: {say('intake.seal_not_salt_name_id')}")
        key = identity_key(unicodedata.normalize("NFKC", row.id).upper())
        if ids.setdefault(key, code) != code:
            problems.append(f"{code}: {say('intake.same_id', ids=ids[key])}")
        if numbers.setdefault(row.registration_no, code) != code:
            other = numbers[row.registration_no]
            problems.append(f"{code}: {say('intake.same_registration_number', other=other)}")
    problems += [f"{code}: {say('intake.pool_csv_but_not_private')}" for code in line_of]
    return problems
