"""What the public asks of a draw afterwards, counted, each with its exact chance under a fair draw (R56).

It describes and never judges: nothing here is read by any rule, and no result is drawn again because of it.

Which set is looked at. In an admission draw or a shortlist every child drawn alone has the same claim, so that, however many of
them were taken, every set of so many was equally likely: the set is who was taken, in an order who was selected. Where the result
hangs on preferences, distances or a balance too this does not hold: there the set is who stands in the first half of the order.
Bundles are looked at by rank in every draw, because the last place treats them differently. Whole numbers and fractions only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Final

from draw import fair
from draw import order as orders
from draw import pool as pools
from draw import rules as rule_sheets
from draw.encoding import strict_csv
from draw.further_tables import SELECTED_HEADER
from draw.pool import Pool
from draw.results import RESULTS_HEADER, SHORTLISTS_HEADER
from draw.rules import AdmissionDraw, DrawRule, OrderDraw, PreferenceDraw, Rules, ShortlistDraw

MOST: Final = 100_000  # children drawn alone in one draw; beyond, the exact counts take minutes and are not given
PARTS: Final = 10
_FEWEST: Final = 2 * PARTS  # below this a tenth of the list is one child


class Chosen(Enum):
    """Which children of a draw are looked at."""

    ADMITTED = "admitted"
    LISTED = "listed"
    SELECTED = "selected"
    FIRST_HALF = "first_half"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A group, how many of it were chosen, and the chance of a count at least as far from the expectation."""

    first: str  # the group's code, or the first and last code of a part of the list
    last: str
    size: int
    chosen: int
    expected: Fraction
    chance: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The longest run of neighbours in the list, the first of that length, and the chance of one at least as long."""

    length: int
    first: str
    last: str
    chance: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawStatistics:
    """One held draw. Children drawn alone are meant, but for `bundles`."""

    draw: str
    units: int
    chosen: Chosen
    alone: int
    picked: int
    run: Run | None  # None where nobody was chosen, or beyond MOST
    parts: tuple[
        Share, ...
    ]  # the list in order of code, in ten parts; empty where it is too short or all or nobody was chosen
    attributes: tuple[tuple[str, tuple[Share, ...]], ...]  # public attribute -> a share for each of its values
    bundles: Share | None  # bundles in the first half of the order, None without bundles
    beyond: bool  # True if the draw is larger than MOST: then there are only counts

    def chances(self) -> tuple[Fraction, ...]:
        """All chances given for this draw."""
        shares = [*self.parts, *(share for _, group in self.attributes for share in group)]
        shares += [self.bundles] if self.bundles else []
        return tuple(([self.run.chance] if self.run else []) + [share.chance for share in shares])


def of_record(files: Mapping[str, bytes]) -> tuple[DrawStatistics, ...]:
    """The statistics of every held draw of a finished record, in the order of the draws. Raises FormatError."""
    rules = rule_sheets.read(files["rules.json"])
    pool = pools.read(files["pool.csv"], rules)
    taken = _taken(files, rules)
    return tuple(
        of_draw(draw, pool, rules, _units(files[f"orders/{draw.id}.csv"], draw.id), taken[draw.id])
        for draw in rules.draws
        if draw.orders_units and f"orders/{draw.id}.csv" in files
    )


def of_draw(
    draw: DrawRule, pool: Pool, rules: Rules, units: Sequence[str], taken: frozenset[str], most: int = MOST
) -> DrawStatistics:
    """The statistics of one draw: `units` in order of rank, `taken` its applicants who were admitted, listed or selected."""
    alone = sorted(unit for unit in units if pool.size(unit) == 1)
    bundles = frozenset(unit for unit in units if pool.size(unit) > 1)
    if isinstance(draw, AdmissionDraw | ShortlistDraw | OrderDraw):
        chosen = {ShortlistDraw: Chosen.LISTED, OrderDraw: Chosen.SELECTED}.get(type(draw), Chosen.ADMITTED)
        picked = frozenset(alone) & taken
    else:
        chosen = Chosen.FIRST_HALF
        picked = frozenset([unit for unit in units if unit not in bundles][: len(alone) // 2])
    beyond = len(alone) > most or len(units) > most
    counted = not beyond and 0 < len(picked) < len(alone)
    return DrawStatistics(
        draw=draw.id,
        units=len(units),
        chosen=chosen,
        alone=len(alone),
        picked=len(picked),
        run=_run(alone, picked) if picked and not beyond else None,
        parts=_parts(alone, picked) if counted else (),
        attributes=tuple(_attributes(pool, rules, alone, picked)) if counted else (),
        bundles=_bundles(units, bundles) if bundles and not beyond else None,
        beyond=beyond,
    )


def _taken(files: Mapping[str, bytes], rules: Rules) -> dict[str, frozenset[str]]:
    """Draw -> applicants whom it admitted or put on its shortlist; of an order its selected units."""
    found: dict[str, set[str]] = {draw.id: set() for draw in rules.draws}
    for applicant, _, draw, _, _, outcome, *_ in strict_csv(files["results.csv"], RESULTS_HEADER, "results.csv"):
        if outcome == "admitted":
            found[draw].add(applicant)
    name = "tables/selected.csv"  # not results.csv: a later draw may have written a child's line
    for draw, _, unit, standing in strict_csv(files[name], SELECTED_HEADER, name) if name in files else ():
        if standing == "selected":
            found[draw].add(unit)
    if "tables/shortlists.csv" in files:
        for draw, _, applicant, _ in strict_csv(
            files["tables/shortlists.csv"], SHORTLISTS_HEADER, "tables/shortlists.csv"
        ):
            found[draw].add(applicant)
    return {draw: frozenset(codes) for draw, codes in found.items()}


def _units(data: bytes, draw: str) -> list[str]:
    return [unit for _, _, unit in strict_csv(data, orders.HEADER, f"orders/{draw}.csv")]


def _run(alone: Sequence[str], picked: frozenset[str]) -> Run:
    longest, last, now = 0, 0, 0
    for n, unit in enumerate(alone):
        now = now + 1 if unit in picked else 0
        if now > longest:
            longest, last = now, n
    chance = fair.run_at_least(longest, len(picked), len(alone))
    return Run(length=longest, first=alone[last - longest + 1], last=alone[last], chance=chance)


def _share(first: str, last: str, group: Iterable[str], picked: frozenset[str], among: int) -> Share:
    members = list(group)
    size, chosen, found = len(members), len(picked), sum(unit in picked for unit in members)
    return Share(
        first=first,
        last=last,
        size=size,
        chosen=found,
        expected=fair.expected(size, chosen, among),
        chance=fair.as_far(found, size, chosen, among),
    )


def _parts(alone: Sequence[str], picked: frozenset[str]) -> tuple[Share, ...]:
    """Ten parts that differ by one child at most."""
    if len(alone) < _FEWEST:
        return ()
    ends = [len(alone) * n // PARTS for n in range(PARTS + 1)]
    groups = [alone[a:b] for a, b in pairwise(ends)]
    return tuple(_share(group[0], group[-1], group, picked, len(alone)) for group in groups)


def _attributes(
    pool: Pool, rules: Rules, alone: Sequence[str], picked: frozenset[str]
) -> Iterable[tuple[str, tuple[Share, ...]]]:
    """Attributes with a list of values, or of schools, in which these children differ; not what they wished for."""
    wishes = {name for one in rules.draws if isinstance(one, PreferenceDraw) for name in one.preferences}
    for attribute in rules.attributes:
        if attribute.kind not in ("list", "schools") or attribute.name in wishes:
            continue
        groups: dict[str, list[str]] = {}
        column = pool.attributes[attribute.name]
        for unit in alone:
            groups.setdefault(column[pool.members[unit][0]], []).append(unit)
        if len(groups) > 1:
            values = attribute.codes() or tuple(school.code for school in rules.schools)
            found = [_share(v, v, groups[v], picked, len(alone)) for v in values if v in groups]
            yield attribute.name, tuple(found)


def _bundles(units: Sequence[str], bundles: frozenset[str]) -> Share:
    half = frozenset(units[: len(units) // 2])
    return _share("", "", bundles, half, len(units))
