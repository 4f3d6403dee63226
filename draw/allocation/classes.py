"""Balanced classes: sizes and sexes differ by one at most, wishes declared before the freeze hold (SPEC §16.6, R40, R41)."""

import heapq
from collections.abc import Mapping, Sequence

from draw.allocation.further import ClassList
from draw.allocation.placement import Intake, Room, by_code, intake, search
from draw.allocation.standing import Contest, Decision, Given, Outcome, Reason, Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.rules import ClassDraw, Dealing


def contest(standing: Standing, draw: ClassDraw) -> Contest:
    """The draw's units, and what the classes could take."""
    units = standing.standing_in(draw)
    places = {draw.school: draw.classes * draw.cap}
    return Contest(units=units, children=standing.children(units), places=places, status=Status.HELD)


def walk(standing: Standing, draw: ClassDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """Everybody is placed in a class."""
    given = intake(standing.pool, standing.rules, draw, current.units)
    dealt = cyclic(draw, given, order) if draw.dealing is Dealing.CYCLIC else _serpentine(draw, given, order)
    for rank, (unit, number) in enumerate(zip(order.units, order.numbers, strict=True), 1):
        reason = Reason.CLASS_WISH if unit in given.tied else Reason.CLASS_DEAL
        decision = Decision(draw.id, rank, number, Outcome.PLACED, reason, draw.school)
        standing.decide(standing.pool.members[unit], decision)
    standing.placed.update(order.units)
    of = {line: str(dealt[unit] + 1) for unit in order.units for line in standing.pool.members[unit]}
    codes = tuple(str(n) for n in range(1, draw.classes + 1))
    standing.classes[draw.id] = ClassList(codes=codes, of=of)
    rest = current.places[draw.school] - current.children
    return {draw.school: Given(admitted=current.children, last_rank=len(order.units), rest=rest)}


def _placement(draw: ClassDraw, given: Intake, order: Order) -> dict[str, int]:
    """The class of each tied unit: found by rank; else, turned by the lot, the one that was known before the freeze."""
    by_rank = sorted((given.tied[u] for u in order.units if u in given.tied), key=lambda t: -t.size)
    found = search(given, by_rank)
    if found.classes is not None:
        return {t.unit: c for t, c in zip(by_rank, found.classes, strict=True)}
    ordered = by_code(given)
    known = search(given, ordered).classes
    if known is None:
        raise DrawError(f"draw {draw.id}: the wishes cannot be met (sound 13)")
    turn = order.units.index(min(given.tied)) + 1
    return {t.unit: (c + turn) % given.classes for t, c in zip(ordered, known, strict=True)}


def starts(given: Intake) -> list[int]:
    """For each sex the class from which it is dealt: where the sex before it stopped."""
    found = [0]
    for rest in given.rests:
        found.append((found[-1] + rest) % given.classes)
    return found[:-1]


def cyclic(draw: ClassDraw, given: Intake, order: Order) -> dict[str, int]:
    """Unit -> class from 0: the tied ones by their wishes, then the plan, then the others one by one by rank."""
    dealt = _placement(draw, given, order)
    room = Room(given)
    for unit, class_ in dealt.items():
        if not room.put(given.tied[unit], class_):
            raise DrawError(f"draw {draw.id}: unit {unit} cannot be in class {class_ + 1} (sound 13)")
    start = starts(given)
    sizes = _plan(given, room, start)
    queues: list[list[tuple[int, int]]] = []
    for x, first in enumerate(start):
        queues.append([(room.sexes[c][x], (c - first) % given.classes) for c in range(given.classes)])
        queues[x] = [(have, k) for have, k in queues[x] if have < sizes[x][(k + first) % given.classes]]
        heapq.heapify(queues[x])
    for unit in order.units:
        if unit in dealt:
            continue
        x = given.singles[unit]
        have, k = queues[x][0]
        class_ = (k + start[x]) % given.classes
        dealt[unit] = class_
        if have + 1 < sizes[x][class_]:
            heapq.heapreplace(queues[x], (have + 1, k))
        else:
            heapq.heappop(queues[x])
    return dealt


def _plan(given: Intake, room: Room, start: Sequence[int]) -> list[list[int]]:
    """How many of each sex each class gets: sex by sex, from where the one before stopped, one more where that can be."""
    plan = room.plan
    for x, first in enumerate(start):
        for k in range(given.classes):
            class_ = (first + k) % given.classes
            if not plan.is_decided(x, class_) and not plan.decide(x, class_, 1):
                plan.decide(x, class_, 0)
    return [[share + plan.value(x, c) for c in range(given.classes)] for x, share in enumerate(given.shares)]


def snake(i: int, classes: int, mirrored: bool) -> int:
    """The class, from 0, of the i-th of a sex in a serpentine deal."""
    j = i % (2 * classes)
    class_ = j if j < classes else 2 * classes - 1 - j
    return classes - 1 - class_ if mirrored else class_


def _serpentine(draw: ClassDraw, given: Intake, order: Order) -> dict[str, int]:
    if given.tied:
        raise DrawError(f"draw {draw.id}: SERPENTINE deals single pupils only (sound 13)")
    so_far = [0] * len(given.counts)
    dealt = {}
    for unit in order.units:
        x = given.singles[unit]
        dealt[unit] = snake(so_far[x], given.classes, x % 2 == 1)
        so_far[x] += 1
    return dealt


def largest(draw: ClassDraw, counts: Sequence[int]) -> int:
    """The size of the largest class, whatever the lot, of so many pupils of each sex."""
    if draw.dealing is Dealing.CYCLIC:
        return -(-sum(counts) // draw.classes)
    sizes = [0] * draw.classes
    for x, count in enumerate(counts):
        for i in range(count):
            sizes[snake(i, draw.classes, x % 2 == 1)] += 1
    return max(sizes)
