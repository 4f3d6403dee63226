"""How many apply where, counted from the frozen pool alone: what screen and paper say before any lot (R49)."""

from collections.abc import Iterable
from dataclasses import dataclass

from draw.allocation.grouping import Grouping
from draw.pool import Pool
from draw.rules import (
    AdmissionDraw,
    ClassDraw,
    CohortDraw,
    DrawRule,
    LateDraw,
    NearestDraw,
    NobodyDraw,
    OrderDraw,
    PreferenceDraw,
    Rules,
    School,
    ShortlistDraw,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """Children, units and bundles that apply somewhere."""

    children: int
    units: int
    bundles: int


def _count(pool: Pool, units: Iterable[str]) -> Turnout:
    sizes = [len(pool.members[u]) for u in units]
    return Turnout(children=sum(sizes), units=len(sizes), bundles=sum(size > 1 for size in sizes))


def at_schools(pool: Pool, rules: Rules) -> dict[str, Turnout]:
    """School -> who stands in a draw of this school alone, or names it in a list; a nearest draw asks nobody."""
    grouping = Grouping.of(pool, rules)
    found: dict[str, set[str]] = {s.code: set() for s in rules.schools}
    for draw in rules.draws:
        if isinstance(draw, AdmissionDraw | ShortlistDraw | ClassDraw | LateDraw):
            found[draw.school].update(grouping.units(draw))
        elif isinstance(draw, PreferenceDraw):
            columns = [pool.attributes[name] for name in draw.preferences]
            offered = frozenset(draw.offered)
            for unit in grouping.units(draw):
                line = pool.members[unit][0]
                for school in {column[line] for column in columns} & offered:
                    found[school].add(unit)
    return {code: _count(pool, units) for code, units in found.items()}


def of_draws(pool: Pool, rules: Rules) -> dict[str, Turnout]:
    """Draw -> who matches it, whether or not an earlier draw places them."""
    grouping = Grouping.of(pool, rules)
    return {draw.id: _count(pool, grouping.units(draw) if of_children(draw) else ()) for draw in rules.draws}


def asked(rules: Rules) -> frozenset[str]:
    """Schools that somebody can apply to: in a nearest draw or a cohort transfer nobody does, and quotas are of primaries."""
    nobody = (NearestDraw, CohortDraw, NobodyDraw)
    return frozenset(s for d in rules.draws if not isinstance(d, nobody) for s in d.schools)


def of_several(draw: DrawRule) -> bool:
    """True if one number decides about several schools."""
    return isinstance(draw, PreferenceDraw | NearestDraw | CohortDraw)


def of_children(draw: DrawRule) -> bool:
    """True if the draw's lot is about applicants, and not about things that the rule sheet lists (SPEC §16)."""
    return not isinstance(draw, NobodyDraw) and not (isinstance(draw, OrderDraw) and draw.items)


def schools_of_children(rules: Rules) -> list[School]:
    """The schools that can have children by this session, in order; not those whose places are only counted (SPEC §16)."""
    counted = {s for d in rules.draws if isinstance(d, NobodyDraw) for s in d.schools}
    placing = {s for d in rules.draws if not isinstance(d, NobodyDraw) for s in d.schools}
    return [s for s in rules.schools if s.code not in counted - placing]


def anybody(rules: Rules) -> bool:
    """True if some draw is about applicants; else the session has none."""
    return any(of_children(draw) for draw in rules.draws)
