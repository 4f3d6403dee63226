"""What every draw promises before the freeze: exact chances of singles and bundles, printed with the rules (SPEC §8, R25)."""

from collections import Counter
from dataclasses import dataclass

from draw.allocation import carry_out, contest
from draw.allocation.chances import Chances, chances
from draw.allocation.further import Cell, CellReason, QuotaLine
from draw.allocation.standing import Contest, Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.pool import Pool
from draw.rules import (
    AdmissionDraw,
    CellsDraw,
    ClassDraw,
    CohortDraw,
    DrawRule,
    FurtherDraw,
    LastPlace,
    LateDraw,
    OrderDraw,
    OverLimit,
    QuotaDraw,
    Rules,
    SeatsDraw,
    ShortlistDraw,
)
from draw.turnout import of_children


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What is sure of a draw of SPEC §16 whatever the lot says; empty where nothing is.

    `quotas`: lines of a quota draw; of those with a reason by lot only how many there are of each reason is sure. `cells`:
    counts of a transfer that hang on no lot. `alone`: its rows of single children only.
    """

    quotas: tuple[QuotaLine, ...]
    cells: tuple[Cell, ...]
    alone: frozenset[str]


_NOTHING = Foreseen(quotas=(), cells=(), alone=frozenset())
_BY_LOT = (CellReason.RAISED_LOT, CellReason.LOT_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One draw as seen from before the seed.

    `places`: those of all its schools together. `status` None: it depends on earlier draws of the session, and so do the
    chances. `chances` None: no lot is drawn, or unknown for that reason, or they hang on preferences, or too many kinds of
    bundles to compute exactly. A draw of SPEC §16 is always held: its `status` None says that who stands in it is unknown.
    """

    draw: DrawRule
    status: Status | None
    places: int
    children: int
    singles: int
    bundles: dict[int, int]  # size -> how many
    chances: Chances | None
    foreseen: Foreseen


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
        return self.unknown.isdisjoint(draw.schools) and self.undecided.isdisjoint(current.units)

    def by_lot(self, draw: DrawRule, current: Contest, singles: int) -> None:
        """A lot decides about these units; what it surely leaves of the places is entered."""
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
        if isinstance(draw, FurtherDraw):
            result.append(_further(outlook, draw))
            continue
        current = contest(outlook.standing, draw)
        sizes = Counter(len(pool.members[u]) for u in current.units)
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
                foreseen=_NOTHING,
            )
        )
    return result


def _any_order(draw: str, units: list[str]) -> Order:
    """An order that stands for all of them: what is told of it holds for every other."""
    return Order(units=units, numbers=[f"{n:064x}" for n in range(len(units))])


def _further(outlook: _Outlook, draw: FurtherDraw) -> Prospect:
    """A draw of SPEC §16: who stands in it, and what hangs on no lot. Cohorts and classes place everybody they take."""
    standing = outlook.standing
    units = standing.grouping.units(draw.of) if isinstance(draw, SeatsDraw) else []
    if of_children(draw):
        units = standing.standing_in(draw)
    sizes = Counter(len(standing.pool.members[u]) for u in units)
    children = sum(size * count for size, count in sizes.items())
    singles = sizes.pop(1, 0)
    sure = outlook.undecided.isdisjoint(units)
    if isinstance(draw, CohortDraw | ClassDraw | LateDraw):
        standing.placed.update(units)
    return Prospect(
        draw=draw,
        status=Status.HELD if sure else None,
        places=_seats_of(draw, standing),
        children=children,
        singles=singles,
        bundles=dict(sorted(sizes.items())),
        chances=None,
        foreseen=_foreseen(draw, standing, units),
    )


def _seats_of(draw: FurtherDraw, standing: Standing) -> int:
    """What is given away, as far as it is known at once."""
    match draw:
        case OrderDraw():
            return draw.take
        case QuotaDraw():
            return draw.seats
        case SeatsDraw():
            return draw.of.classes * len(draw.there())
        case CohortDraw():
            return sum(standing.left[s] for s in draw.schools)
    return 0


def _foreseen(draw: FurtherDraw, standing: Standing, units: list[str]) -> Foreseen:
    """Whether a lot decides does not hang on the lot: of equal fractions none, all, or a sure number are rounded up."""
    if not isinstance(draw, QuotaDraw | CellsDraw | CohortDraw):
        return _NOTHING
    if isinstance(draw, CohortDraw):
        cells = tuple(standing.cells.get(draw.plan.id, ()))
        if draw.plan.count != "none" or any(cell.reason in _BY_LOT for cell in cells):
            return _NOTHING
        column, members = standing.pool.attributes[draw.plan.row], standing.pool.members
        bundled = {column[members[u][0]] for u in units if len(members[u]) > 1}
        return Foreseen(quotas=(), cells=cells, alone=frozenset(cell.row for cell in cells) - bundled)
    carry_out(standing, draw, _any_order)
    quotas, cells = tuple(standing.quotas.get(draw.id, ())), tuple(standing.cells.get(draw.id, ()))
    if any(cell.reason in _BY_LOT for cell in cells):
        cells = ()
    return Foreseen(quotas=quotas, cells=cells, alone=frozenset())
