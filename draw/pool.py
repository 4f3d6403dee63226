"""pool.csv -> Pool, in columns (SPEC §4, R7).

Columns rather than an object an applicant: a pool of 10^5 applicants is read in a fraction of a second.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from draw import encoding
from draw.encoding import CODE, HASH
from draw.errors import FormatError
from draw.rules import Attribute, Rules

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


def _form(attribute: Attribute) -> str:
    """The pattern of an attribute's values."""
    return CODE.pattern if attribute.kind == "codes" else f"(?:{'|'.join(attribute.codes())})"


def read(data: bytes, rules: Rules) -> Pool:
    """The Pool of pool.csv. Raises FormatError with the line of the first fault (SPEC §4)."""
    text = encoding.strict_utf8(data, WHERE)
    first, codes = header(rules), [_form(a) for a in rules.attributes]
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
    values = [re.compile(_form(a)) for a in rules.attributes]
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
