"""Which units each draw takes, found once for all draws: units with the same values in all `who` are one group (SPEC §4).

A district may have hundreds of draws and 10^5 applicants; asking every applicant at every draw would take minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from draw.pool import Pool
from draw.rules import CellsDraw, DrawRule, NobodyDraw, OrderDraw, Rules, Who

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Units by their values in the attributes that conditions name; units of a group in order of first member."""

    names: Values
    groups: Mapping[Values, list[str]]
    holding: Mapping[tuple[str, str], list[int]]  # (attribute, code) -> positions of the groups that have it, ascending

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
        holding: dict[tuple[str, str], list[int]] = {}
        for position, values in enumerate(groups):
            for pair in zip(names, values, strict=True):
                holding.setdefault(pair, []).append(position)
        return cls(names=names, groups=groups, holding=holding)

    def matching(self, draw: DrawRule) -> list[Values]:
        """The values of the groups that match the draw, in the order of the groups; none for a draw of things (SPEC §16)."""
        if isinstance(draw, NobodyDraw) or (isinstance(draw, OrderDraw) and draw.items):
            return []
        return self._meeting(draw.who)

    def units(self, draw: DrawRule) -> list[str]:
        """The units that match the draw."""
        return [unit for values in self.matching(draw) for unit in self.groups[values]]

    def counted(self, draw: CellsDraw) -> list[str]:
        """The units that the draw counts; it matches none of them (SPEC §16)."""
        return [unit for values in self._meeting(draw.who) for unit in self.groups[values]]

    def _meeting(self, who: Who) -> list[Values]:
        listed = list(self.groups)
        if not who:
            return listed
        found = ({i for code in codes for i in self.holding.get((name, code), ())} for name, codes in who)
        return [listed[i] for i in sorted(set.intersection(*found))]
