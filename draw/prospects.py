"""What every draw promises before the freeze: exact chances of singles and bundles, printed with the rules (SPEC §8, R25)."""

from collections import Counter
from dataclasses import dataclass

from draw.allocation import carry_out, contest
from draw.allocation.chances import Chances, chances
from draw.allocation.standing import Contest, Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.pool import Pool
from draw.rules import (
    AdmissionDraw,
    ClassDraw,
    CohortDraw,
    DrawRule,
    FurtherDraw,
    LastPlace,
    LateDraw,
    NobodyDraw,
    OverLimit,
    Rules,
    ShortlistDraw,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One draw as seen from before the seed.

    `places`: those of all its schools together. `status` None: it depends on earlier draws of the session, and so do the
    chances. `chances` None: no lot is drawn, or unknown for that reason, or they hang on preferences, or too many kinds of
    bundles to compute exactly.
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


def _exact(singles: int, bundles: dict[int, int], places: int, policy: str) -> Chances | None:
    """The chances, or None where there are too many kinds of bundles: that must not stop a freeze."""
    try:
        return chances(singles=singles, bundles=bundles, places=places, policy=policy)
    except DrawError:
        return None


def _policy(draw: DrawRule, rules: Rules) -> str:
    """The rule at the last place, by the names of `chances`; "" where chances hang on more than counts."""
    if isinstance(draw, AdmissionDraw):
        return str(rules.school(draw.school).last_place)
    if isinstance(draw, ShortlistDraw):
        return "OVERFLOW" if draw.bundle is OverLimit.WHOLE else "SKIP"
    return ""


class _Outlook:
    """What is certain so far, and what hangs on lots."""

    def __init__(self, pool: Pool, rules: Rules) -> None:
        self.standing = Standing.start(pool, rules)
        self.undecided: set[str] = set()  # units whose fate an earlier draw decides by lot
        self.unknown: set[str] = set()  # schools whose places left depend on lots

    def certain(self, draw: DrawRule, current: Contest) -> bool:
        if isinstance(draw, NobodyDraw | LateDraw):  # what they draw is known from the sheet
            return True
        return self.unknown.isdisjoint(draw.schools) and self.undecided.isdisjoint(current.units)

    def by_lot(self, draw: DrawRule, current: Contest, singles: int) -> None:
        """A lot decides about these units; what it surely leaves of the places is entered."""
        if isinstance(draw, FurtherDraw) and not isinstance(draw, CohortDraw):  # takes no places
            if isinstance(draw, ClassDraw):
                self.undecided.update(current.units)
            return
        if isinstance(draw, ShortlistDraw):
            return
        self.undecided.update(current.units)
        if not isinstance(draw, AdmissionDraw):
            self.unknown.update(draw.schools)
            return
        school = draw.school
        policy, places = self.standing.rules.school(school).last_place, current.places[school]
        rest = max(0, places - len(current.units)) if policy is LastPlace.GROW else 0
        bundled = singles < len(current.units)
        closes = policy is LastPlace.STOP and draw.quota is not None  # without a quota nothing is left either way
        if bundled and (closes or (policy is LastPlace.SKIP and singles < places)):
            self.unknown.add(school)
        self.standing.left[school] -= places - rest
        self.standing.spill[school] = 0 if draw.quota is None else rest


def prospects(pool: Pool, rules: Rules) -> list[Prospect]:
    """One Prospect a draw, in the order in which they are run."""
    outlook = _Outlook(pool, rules)
    result = []
    for draw in rules.draws:
        current = contest(outlook.standing, draw)
        sizes = Counter(len(pool.members[u]) for u in current.units if draw.orders_units)
        singles = sizes.pop(1, 0)
        places = sum(current.places.values())
        status = current.status if outlook.certain(draw, current) else None
        found = None
        if status is Status.HELD:
            policy = _policy(draw, rules)
            if policy:
                found = _exact(singles, dict(sizes), places, policy)
            outlook.by_lot(draw, current, singles)
        elif status is None:
            outlook.unknown.update(draw.schools)
            outlook.undecided.update(current.units)
        else:
            carry_out(outlook.standing, draw, _never)
        result.append(
            Prospect(
                draw=draw,
                status=status,
                places=places,
                children=current.children,
                singles=singles,
                bundles=dict(sorted(sizes.items())),
                chances=found,
            )
        )
    return result
