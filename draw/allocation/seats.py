"""Who sits where in the classes of a draw: need first, then bands, then the lot (SPEC §16.8, R43)."""

from collections.abc import Mapping

from draw.allocation.further import SeatLine, SeatReason
from draw.allocation.standing import Contest, Given, Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.rules import SeatsDraw


def contest(standing: Standing, draw: SeatsDraw) -> Contest:
    """The units that the class draw has placed (before it is drawn: those that it will place)."""
    units, made = standing.grouping.units(draw.of), standing.classes.get(draw.of.id)
    if made is not None:
        units = [unit for unit in units if standing.pool.members[unit][0] in made.of]
    places = {draw.of.school: draw.of.classes * len(draw.there())}
    return Contest(units=units, children=standing.children(units), places=places, status=Status.HELD)


def walk(standing: Standing, draw: SeatsDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """Class by class the seats in reading order."""
    pool, there = standing.pool, draw.there()
    rank = {line: n for n, unit in enumerate(order.units, 1) for line in pool.members[unit]}
    need = [(pool.attributes[name], value) for name, value in draw.need]
    bands = None if draw.bands == "none" else pool.attributes[draw.bands]
    place: dict[str, int] = {}
    if bands is not None:
        attribute = next(a for a in standing.rules.attributes if a.name == draw.bands)
        place = {code: n for n, code in enumerate(attribute.codes())}
    lines = []
    for code, members in standing.classes[draw.of.id].members().items():
        if len(members) > len(there):
            raise DrawError(f"draw {draw.id}: class {code} has {len(members)} pupils but {len(there)} seats (sound 15)")
        in_front = {i for i in members if any(column[i] == value for column, value in need)}
        queue = sorted(members, key=lambda i: (i not in in_front, place[bands[i]] if bands else 0, rank[i], i))
        for line, (row, column) in zip(queue, there, strict=False):
            reason = SeatReason.SEAT
            if line in in_front:
                reason = SeatReason.FRONT if row <= draw.front else SeatReason.FRONT_FULL
            lines.append(SeatLine(code, row, column, line, reason))
    standing.seats[draw.id] = lines
    rest = current.places[draw.of.school] - current.children
    return {draw.of.school: Given(admitted=current.children, last_rank=len(order.units), rest=rest)}
