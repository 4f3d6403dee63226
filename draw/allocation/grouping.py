"""Which units each draw takes, found once for all draws: units with the same values in all `who` are one group (SPEC §4).

A district may have hundreds of draws and 10^5 applicants; asking every applicant at every draw would take minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from draw.pool import Pool
from draw.rules import DrawRule, Rules

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Units by their values in the attributes that conditions name; units of a group in order of first member."""

    names: Values
    groups: Mapping[Values, list[str]]

    @classmethod
    def of(cls, pool: Pool, rules: Rules) -> "Grouping":
        """The groups of a pool. Members of a unit agree on these attributes (sound 2), so the first one tells."""
        named = {name for draw in rules.draws for name, _ in draw.who}
        names = tuple(a.name for a in rules.attributes if a.name in named)
        columns = [pool.attributes[name] for name in names]
        groups: dict[Values, list[str]] = {}
        for unit, lines in pool.members.items():
            first = lines[0]
            groups.setdefault(tuple(column[first] for column in columns), []).append(unit)
        return cls(names=names, groups=groups)

    def matching(self, draw: DrawRule) -> list[Values]:
        """The values of the groups that match the draw's `who`."""
        tests = [(self.names.index(name), frozenset(codes)) for name, codes in draw.who]
        return [values for values in self.groups if all(values[n] in codes for n, codes in tests)]

    def units(self, draw: DrawRule) -> list[str]:
        """The units that match the draw."""
        return [unit for values in self.matching(draw) for unit in self.groups[values]]
