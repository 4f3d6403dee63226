"""What a rule sheet draws, for pages that count: which schools admit by it, and how many things are drawn (SPEC §16)."""

from typing import Final

from draw.rules import (
    CellsDraw,
    ClassDraw,
    DrawRule,
    LateDraw,
    OrderDraw,
    QuotaDraw,
    Rules,
    School,
    SeatsDraw,
    TeamDraw,
)

_NOT_ADMITTING: Final = (CellsDraw, ClassDraw, LateDraw, OrderDraw, QuotaDraw, SeatsDraw, TeamDraw)


def admits(draw: DrawRule) -> bool:
    """True if the draw can give somebody a place at a school, or one on a shortlist."""
    return not isinstance(draw, _NOT_ADMITTING)


def admitting(rules: Rules) -> list[School]:
    """The schools that some draw can admit to: no other has places that a draw fills."""
    named = {code for draw in rules.draws if admits(draw) for code in draw.schools}
    return [school for school in rules.schools if school.code in named]


def things(draw: DrawRule) -> int:
    """How many things that are no children the draw orders; 0 where it orders children or their seats."""
    match draw:
        case OrderDraw() | QuotaDraw():
            return len(draw.items)
        case TeamDraw():
            return len(draw.teams)
    return 0


def counted(rules: Rules, applicants: int) -> str:
    """Which sentence counts what is drawn: "places" where some draw admits, "plain" with children only, "things" without any."""
    if not applicants:
        return "things"
    return "places" if admitting(rules) else "plain"


def withheld(rules: Rules) -> frozenset[str]:
    """Attributes whose values may tell of a child's health or family: in the public list, but on no screen in a hall."""
    found: set[str] = set()
    for draw in rules.draws:
        if isinstance(draw, ClassDraw):
            found |= {draw.apart, *(name for name, _ in draw.spread)}
        elif isinstance(draw, SeatsDraw):
            found |= {draw.bands, *(name for name, _ in draw.need)}
        elif isinstance(draw, TeamDraw):
            found |= set(draw.recusals)
    return frozenset(found - {"none"})
