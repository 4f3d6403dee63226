"""pool.csv -> Pool, in columns, and whether rules and pool are sound together (SPEC §4, R7, R8).

Columns rather than an object an applicant: a pool of 10^5 applicants is read in a fraction of a second.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from draw import encoding
from draw.encoding import CODE, HASH
from draw.errors import FormatError
from draw.rules import DrawRule, LastPlace, Rules

WHERE: Final = "pool.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The frozen pool; index i of every column is the i-th line, in ascending order of applicant."""

    applicants: Sequence[str]
    units: Sequence[str]
    attributes: Mapping[str, Sequence[str]]
    seals: Sequence[str]
    members: Mapping[str, tuple[int, ...]]  # unit -> its line indices, ascending; units in order of first member

    def size(self, unit: str) -> int:
        """How many applicants the unit has."""
        return len(self.members[unit])

    def bundles(self) -> tuple[str, ...]:
        """The units with two or more applicants."""
        return tuple(u for u, m in self.members.items() if len(m) > 1)


def header(rules: Rules) -> str:
    """The first line of pool.csv."""
    return ",".join(["applicant", "unit", *(a.name for a in rules.attributes), "seal"])


def group(units: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Unit -> line indices, units in order of first member."""
    found: dict[str, tuple[int, ...]] = {}
    more: dict[str, list[int]] = {}
    for i, unit in enumerate(units):
        if unit in found:
            more.setdefault(unit, [*found[unit]]).append(i)
        else:
            found[unit] = (i,)
    return found | {unit: tuple(lines) for unit, lines in more.items()}


def read(data: bytes, rules: Rules) -> Pool:
    """The Pool of pool.csv. Raises FormatError with the line of the first fault (SPEC §4)."""
    text = encoding.strict_utf8(data, WHERE)
    first, codes = header(rules), [f"(?:{'|'.join(a.codes())})" for a in rules.attributes]
    fields = ",".join(f"({p})" for p in (CODE.pattern, CODE.pattern, *codes, HASH.pattern))
    rows = re.findall(
        f"^{fields}$", text, re.MULTILINE | re.ASCII
    )  # one pass in C; a line that does not fit is missing
    if not text.startswith(f"{first}\n") or not text.endswith("\n") or len(rows) != text.count("\n") - 1:
        raise _fault(data, rules)
    columns: list[tuple[str, ...]] = list(zip(*rows, strict=True)) if rows else [()] * (len(codes) + 3)
    applicants, units, seals = columns[0], columns[1], columns[-1]
    attributes = {a.name: columns[2 + n] for n, a in enumerate(rules.attributes)}
    for i, (before, after) in enumerate(pairwise(applicants), start=3):
        if after <= before:
            raise FormatError(WHERE, f"line {i}: applicants are not in ascending order, each once")
    members = group(units)
    known = set(applicants)
    for unit, lines in members.items():
        if len(lines) == 1 and unit != applicants[lines[0]]:
            raise FormatError(WHERE, f"line {lines[0] + 2}: unit {unit!r} has one applicant but not its code")
        if len(lines) > 1 and unit in known:
            raise FormatError(WHERE, f"line {lines[0] + 2}: bundle code {unit!r} is an applicant's code")
    return Pool(applicants=applicants, units=units, attributes=attributes, seals=seals, members=members)


def _fault(data: bytes, rules: Rules) -> FormatError:
    """The first line of pool.csv that is not of the form, in words."""
    try:
        rows = encoding.strict_csv(data, header(rules), WHERE)
    except FormatError as error:
        return error
    values = [re.compile("|".join(a.codes())) for a in rules.attributes]
    names = header(rules).split(",")
    for n, row in enumerate(rows, start=2):
        for name, text, form in zip(names, row, (CODE, CODE, *values, HASH), strict=True):
            if form.fullmatch(text) is None:
                return FormatError(WHERE, f"line {n}: {text!r} is no valid {name}")
    return FormatError(WHERE, "is not of the form of SPEC §4")


def write(pool: Pool, rules: Rules) -> bytes:
    """The bytes of pool.csv; read(write(p)) == p."""
    columns = [pool.applicants, pool.units, *(pool.attributes[a.name] for a in rules.attributes), pool.seals]
    return encoding.text_file([header(rules), *(",".join(row) for row in zip(*columns, strict=True))])


def matcher(pool: Pool, draw: DrawRule) -> Callable[[int], bool]:
    """A function of a line index: does the draw's `who` match that applicant?"""
    tests = [(pool.attributes[name], frozenset(codes)) for name, codes in draw.who]
    if not tests:
        return lambda i: True
    if len(tests) == 1:
        ((column, codes),) = tests
        return lambda i: column[i] in codes
    return lambda i: all(column[i] in codes for column, codes in tests)


def matching_units(pool: Pool, draw: DrawRule) -> list[str]:
    """Units whose members match the draw, in order of first member. Members agree (sound 2), so the first one tells."""
    if not draw.who:
        return list(pool.members)
    match = matcher(pool, draw)
    return [unit for unit, lines in pool.members.items() if match(lines[0])]


def soundness(pool: Pool, rules: Rules) -> list[str]:
    """Why rules and pool do not fit, one sentence a fault with its remedy; empty if they are sound (SPEC §4).

    Declared names and values are checked where rules and pool are read.
    """
    problems = []
    for name in rules.read_attributes():
        column = pool.attributes[name]
        for unit in pool.bundles():
            if len({column[i] for i in pool.members[unit]}) > 1:
                problems.append(
                    f"bundle {unit}: members differ in {name!r}, which a draw reads; correct the roster or dissolve it"
                )
    drawn = bytearray(len(pool.applicants))
    by_school: dict[str, set[str]] = {s.code: set() for s in rules.schools}
    for draw in rules.draws:
        match = matcher(pool, draw)
        for i in range(len(pool.applicants)):
            if match(i):
                drawn[i] = 1
        for unit in pool.bundles():
            if match(pool.members[unit][0]):
                by_school[draw.school].add(unit)
    for i, found in enumerate(drawn):
        if not found:
            problems.append(
                f"applicant {pool.applicants[i]}: no draw of the rule sheet takes this applicant; "
                "add a draw or correct the row"
            )
    for school in rules.schools:
        extra = [pool.size(unit) - 1 for unit in by_school[school.code]]
        match school.last_place:
            case LastPlace.OVERFLOW:
                need, exact = max(extra, default=0), False
            case LastPlace.GROW:
                need, exact = sum(extra), False
            case _:
                need, exact = 0, True
        if school.approved_extra < need:
            problems.append(
                f"school {school.code}: {school.last_place} may need {need} places over plan but approved_extra is "
                f"{school.approved_extra}; enter an approved document with at least {need}, or choose SKIP "
                f"(需要核增 {need} 个计划)"
            )
        if exact and school.approved_extra:
            problems.append(
                f"school {school.code}: approved_extra is {school.approved_extra} but {school.last_place} never goes "
                "over plan; set it to 0"
            )
    return problems
