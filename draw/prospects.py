"""What every draw promises before the freeze: exact chances of singles and bundles, printed with the rules (SPEC §8, R25)."""

from collections import Counter
from dataclasses import dataclass

from draw.allocation import PROCEDURES
from draw.allocation.chances import Chances, chances
from draw.allocation.standing import Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.pool import Pool
from draw.rules import DrawRule, LastPlace, Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One draw as seen from before the seed.

    `status` None: it depends on earlier draws of the session, and so do the chances. `chances` None: no lot is drawn, or
    unknown for that reason, or too many kinds of bundles to compute exactly.
    """

    draw: DrawRule
    status: Status | None
    places: int
    children: int
    singles: int
    bundles: dict[int, int]  # size -> how many
    chances: Chances | None


def _never(draw: str, units: list[str]) -> Order:
    raise DrawError(f"draw {draw} is held; its order cannot be known before the seed")


def _exact(singles: int, bundles: dict[int, int], places: int, policy: LastPlace) -> Chances | None:
    """The chances, or None where there are too many kinds of bundles: that must not stop a freeze."""
    try:
        return chances(singles=singles, bundles=bundles, places=places, policy=str(policy))
    except DrawError:
        return None


def prospects(pool: Pool, rules: Rules) -> list[Prospect]:
    """One Prospect a draw, in the order in which they are run."""
    standing = Standing.start(pool, rules)
    undecided: set[str] = set()  # units whose fate an earlier draw decides by lot
    unknown: set[str] = set()  # schools whose places left depend on lots
    result = []
    for draw in rules.draws:
        current = PROCEDURES[draw.kind].contest(standing, draw)
        sizes = Counter(len(pool.members[u]) for u in current.units)
        singles = sizes.pop(1, 0)
        certain = draw.school not in unknown and undecided.isdisjoint(current.units)
        status = current.status if certain else None
        found = None
        if status is Status.HELD:
            policy = rules.school(draw.school).last_place
            found = _exact(singles, dict(sizes), current.places, policy)
            if policy is LastPlace.SKIP and sizes and singles < current.places:
                unknown.add(draw.school)
            standing.left[draw.school] = 0
            if policy is LastPlace.GROW:
                standing.left[draw.school] = max(0, current.places - len(current.units))
            undecided.update(current.units)
        elif status is None:
            unknown.add(draw.school)
            undecided.update(current.units)
        else:
            PROCEDURES[draw.kind].run(standing, draw, _never)
        result.append(
            Prospect(
                draw=draw,
                status=status,
                places=current.places,
                children=current.children,
                singles=singles,
                bundles=dict(sorted(sizes.items())),
                chances=found,
            )
        )
    return result
