"""Pupils who come when the classes are made: to the class with fewest of their sex, a lot between equals (SPEC §16.9, R44)."""

from collections.abc import Mapping

from draw.allocation.further import ClassList
from draw.allocation.standing import Contest, Decision, Given, Outcome, Reason, Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.rules import LateDraw


def contest(standing: Standing, draw: LateDraw) -> Contest:
    """The classes, and the pupils who come."""
    children = standing.children(standing.standing_in(draw))
    free = sum(draw.cap - sum(one.counts) for one in draw.classes)
    codes = [one.code for one in draw.classes]
    return Contest(units=codes, children=children, places={draw.school: free}, status=Status.HELD)


def walk(standing: Standing, draw: LateDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """One after the other in order of code; who has come counts for the next."""
    pool = standing.pool
    rank = {code: n for n, code in enumerate(order.units, 1)}
    counts = {one.code: list(one.counts) for one in draw.classes}
    values = next(a for a in standing.rules.attributes if a.name == draw.sex).codes()
    column = pool.attributes[draw.sex]
    units = standing.standing_in(draw)
    of: dict[int, str] = {}
    for line in sorted(i for unit in units for i in pool.members[unit]):
        sex = values.index(column[line])
        found = [((have[sex], sum(have)), code) for code, have in counts.items() if sum(have) < draw.cap]
        if not found:
            raise DrawError(f"draw {draw.id}: no class has a place for applicant {pool.applicants[line]} (sound 16)")
        best = min(key for key, _ in found)
        equal = [code for key, code in found if key == best]
        code = min(equal, key=rank.__getitem__)
        counts[code][sex] += 1
        of[line] = code
        reason = Reason.LATE_LOT if len(equal) > 1 else Reason.LATE
        standing.decide([line], Decision(draw.id, 0, "", Outcome.PLACED, reason, draw.school))
    standing.placed.update(units)
    standing.classes[draw.id] = ClassList(codes=tuple(counts), of=of)
    rest = current.places[draw.school] - current.children
    return {draw.school: Given(admitted=current.children, last_rank=0, rest=rest)}
