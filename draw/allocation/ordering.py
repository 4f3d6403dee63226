"""An order of people or of things: the first are selected, the next stand in reserve (SPEC §16.3, R42, R45)."""

from collections.abc import Mapping

from draw.allocation.further import Selected
from draw.allocation.standing import Contest, Decision, Given, Outcome, Reason, Standing, Status
from draw.order import Order
from draw.rules import OrderDraw


def contest(standing: Standing, draw: OrderDraw) -> Contest:
    """The things of the draw, or the units that match it and are not placed."""
    units = [item.code for item in draw.items] or standing.standing_in(draw)
    children = 0 if draw.items else standing.children(units)
    return Contest(units=units, children=children, places={"": draw.take}, status=Status.HELD)


def walk(standing: Standing, draw: OrderDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """The first `take` are selected, the next `reserves` stand in reserve; nobody is placed."""
    last = draw.take + draw.reserves
    standing.selected[draw.id] = [
        Selected(position, code, position > draw.take) for position, code in enumerate(order.units[:last], 1)
    ]
    if not draw.items:
        for rank, (unit, number) in enumerate(zip(order.units, order.numbers, strict=True), 1):
            outcome, reason = Outcome.NOT_SELECTED, Reason.NOT_DRAWN
            if rank <= draw.take:
                outcome, reason = Outcome.SELECTED, Reason.SELECTED
            elif rank <= last:
                outcome, reason = Outcome.RESERVE, Reason.RESERVE
            standing.decide(standing.pool.members[unit], Decision(draw.id, rank, number, outcome, reason, ""))
    selected = min(draw.take, len(order.units))
    return {"": Given(admitted=selected, last_rank=draw.take, rest=0)}
