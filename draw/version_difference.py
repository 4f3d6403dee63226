"""What a new version of the frozen list and rules changes: the printed list after an accepted objection (SPEC §5, R1, R2).

Codes only, never a person: a corrected name or id shows as a seal that changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from draw import prose
from draw.intake import rule_difference
from draw.intake.rule_difference import Difference
from draw.pool import Pool
from draw.rules import Rules

Pair = tuple[str, str]
UNIT: Final = "unit"
SEAL: Final = "seal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version: `facts` are those of the notice that people decide (key -> value as text), in a fixed order."""

    facts: Mapping[str, str]
    rules: Rules
    pool: Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """One column of a line of pool.csv that both versions have. `column`: UNIT, SEAL, or an attribute's name and label."""

    applicant: str
    column: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many there are."""

    applicants: int
    units: int
    bundles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDifference:
    """Everything that differs. `said_no_more`, `said_now`: sentences of the rules in words that only one version has."""

    before: Counts
    after: Counts
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[LineChange, ...]
    facts: tuple[Difference, ...]
    switches: tuple[Difference, ...]
    said_no_more: tuple[Pair, ...]
    said_now: tuple[Pair, ...]

    @property
    def none(self) -> bool:
        """True if nothing differs."""
        return not (self.added or self.removed or self.changed or self.facts or self.switches)


def difference(before: Version, after: Version) -> VersionDifference:
    """What `after` changes."""
    old = {code: n for n, code in enumerate(before.pool.applicants)}
    new = {code: n for n, code in enumerate(after.pool.applicants)}
    gone, come = _sentences(before.rules, after.rules)
    keys = dict.fromkeys((*before.facts, *after.facts))
    facts = ((key, before.facts.get(key, "—"), after.facts.get(key, "—")) for key in keys)
    return VersionDifference(
        before=_counts(before.pool),
        after=_counts(after.pool),
        added=tuple(code for code in after.pool.applicants if code not in old),
        removed=tuple(code for code in before.pool.applicants if code not in new),
        changed=tuple(_lines(before, after, old, new)),
        facts=tuple(one for one in facts if one[1] != one[2]),
        switches=tuple(
            (_named(key, after.rules), was, now) for key, was, now in rule_difference.every(before.rules, after.rules)
        ),
        said_no_more=gone,
        said_now=come,
    )


def _named(key: str, rules: Rules) -> str:
    """The key, with the name of the school or the title of the draw that it is about."""
    table, _, rest = key.partition(".")
    number, inside, _ = rest.partition(".")
    if not inside or table not in ("schools", "draws"):
        return key
    at = int(number) - 1
    return f"{key} {rules.schools[at].name if table == 'schools' else rules.draws[at].title}"


def _counts(pool: Pool) -> Counts:
    return Counts(applicants=len(pool.applicants), units=len(pool.members), bundles=len(pool.bundles()))


def _lines(before: Version, after: Version, old: Mapping[str, int], new: Mapping[str, int]) -> Iterable[LineChange]:
    """Column by column of the lines that both have; an attribute that only one version has is a switch that changed."""
    known = {a.name for a in before.rules.attributes}
    columns = [(UNIT, "", before.pool.units, after.pool.units)]
    columns += [
        (a.name, a.label, before.pool.attributes[a.name], after.pool.attributes[a.name])
        for a in after.rules.attributes
        if a.name in known
    ]
    columns.append((SEAL, "", before.pool.seals, after.pool.seals))
    for code in sorted(old.keys() & new.keys()):
        for column, label, first, second in columns:
            was, now = first[old[code]], second[new[code]]
            if was != now:
                yield LineChange(applicant=code, column=column, label=label, before=was, after=now)


def _sentences(before: Rules, after: Rules) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Sentences of the rules in words that only the first, and that only the second sheet says."""
    old, new = prose.rule_lines(before, None), prose.rule_lines(after, None)
    gone: list[Pair] = []
    come: list[Pair] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += old[a:b]
            come += new[c:d]
    return tuple(gone), tuple(come)
