"""One number for several schools: by rank each unit takes a school of its list (SPEC §8.3, §8.4, R12, R27, R30, R32)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from draw.allocation.standing import Contest, Decision, Given, Outcome, Reason, Standing, Status
from draw.order import Order
from draw.pool import Pool
from draw.rules import NONE, Apart, Method, NearestDraw, PreferenceDraw, Unlisted

ChoiceDraw = PreferenceDraw | NearestDraw
Lists = Mapping[str, Sequence[str]]  # unit -> schools of the draw, best first


def lists(pool: Pool, draw: ChoiceDraw, units: Sequence[str]) -> Lists:
    """Each unit's list: its preferences among the draw's schools, or all of them, nearest first."""
    members = pool.members
    if isinstance(draw, NearestDraw):
        area = pool.attributes[draw.area]
        by_area = {code: tuple(sorted(draw.offered, key=lambda s: (row[s], s))) for code, row in draw.distances.items()}
        return {unit: by_area[area[members[unit][0]]] for unit in units}
    offered = frozenset(draw.offered)
    columns = [pool.attributes[name] for name in draw.preferences]
    result = {}
    for unit in units:
        first = members[unit][0]
        result[unit] = [school for column in columns if (school := column[first]) in offered]
    return result


def contest(standing: Standing, draw: ChoiceDraw) -> Contest:
    """The draw's units, and the places left of its schools."""
    units = standing.standing_in(draw)
    children = standing.children(units)
    places = {school: standing.left[school] for school in draw.schools}
    if not units:
        status = Status.EMPTY
    elif not any(places.values()):
        status = Status.NOT_HELD
    else:
        status = Status.REGISTERED if _all_get_their_first(standing, draw, units, places) else Status.HELD
    return Contest(units=units, children=children, places=places, status=status)


def _all_get_their_first(standing: Standing, draw: ChoiceDraw, units: Sequence[str], places: Mapping[str, int]) -> bool:
    wanted = dict.fromkeys(places, 0)
    for unit, wishes in lists(standing.pool, draw, units).items():
        if not wishes:
            return False
        wanted[wishes[0]] += len(standing.pool.members[unit])
    return all(wanted[school] <= places[school] for school in places)


def register(standing: Standing, draw: ChoiceDraw, current: Contest) -> Mapping[str, Given]:
    """Everybody gets the first school of the list; no order is needed."""
    found = {s: Given(admitted=0, last_rank=0, rest=places) for s, places in current.places.items()}
    made = {s: Decision(draw.id, 0, "", Outcome.ADMITTED, Reason.REGISTERED, s) for s in found}
    for unit, wishes in lists(standing.pool, draw, current.units).items():
        lines = standing.pool.members[unit]
        standing.decide(lines, made[wishes[0]])
        found[wishes[0]].admitted += len(lines)
        found[wishes[0]].rest -= len(lines)
    standing.placed.update(current.units)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A unit whose turn has come."""

    rank: int
    unit: str
    number: str
    lines: Sequence[int]
    wishes: Sequence[str]


class _Walk:
    """One held draw: what is left where, and everybody's answer."""

    def __init__(self, standing: Standing, draw: ChoiceDraw, current: Contest, order: Order) -> None:
        self.standing = standing
        self.draw = draw
        self.rest = dict(current.places)
        self.left_out = standing.left_out[draw.id] = []
        self.order = order
        self.wishes = lists(standing.pool, draw, order.units)
        self.waits = frozenset(s.code for s in standing.rules.schools if s.waits)
        nearest = isinstance(draw, NearestDraw)
        self.chosen = Reason.NEAREST if nearest else Reason.CHOICE
        self.full = Reason.NO_PLACE if nearest else Reason.LIST_FULL
        self.any = isinstance(draw, PreferenceDraw) and draw.unlisted is Unlisted.ANY
        self._open = 0  # schools of the draw before this one are full for good

    def turns(self) -> Iterator[_Turn]:
        """All units by rank."""
        members = self.standing.pool.members
        for rank, (unit, number) in enumerate(zip(self.order.units, self.order.numbers, strict=True), 1):
            yield _Turn(rank=rank, unit=unit, number=number, lines=members[unit], wishes=self.wishes[unit])

    def take(self, turn: _Turn, lines: Sequence[int], schools: Sequence[str], reason: Reason) -> bool:
        """The first of `schools` with room for these children; False if there is none."""
        for school in schools:
            if self.rest[school] >= len(lines):
                self._place(turn, lines, school, reason)
                return True
        return False

    def take_any(self, turn: _Turn, lines: Sequence[int], reason: Reason) -> bool:
        """The first school of the draw with room."""
        schools = self.draw.schools
        while self._open < len(schools) and self.rest[schools[self._open]] == 0:
            self._open += 1
        return self.take(turn, lines, schools[self._open :], reason)

    def _place(self, turn: _Turn, lines: Sequence[int], school: str, reason: Reason) -> None:
        self.rest[school] -= len(lines)
        decision = Decision(self.draw.id, turn.rank, turn.number, Outcome.ADMITTED, reason, school)
        self.standing.decide(lines, decision)
        self.standing.placed.add(turn.unit)

    def end(self, turn: _Turn) -> None:
        """A unit for which no school has room as a whole (R27)."""
        if len(turn.lines) == 1:
            self._out(turn, turn.lines, self.full)
            return
        if self.draw.bundle is Apart.HOLD:
            schools = self.draw.schools if self.any else turn.wishes
            room = any(self.rest[s] for s in schools)
            self._out(turn, turn.lines, Reason.BUNDLE_HELD if room else self.full)
            return
        without = []
        for line in turn.lines:
            alone = (line,)
            if not self.take(turn, alone, turn.wishes, Reason.SPLIT_CHOICE) and not (
                self.any and self.take_any(turn, alone, Reason.SPLIT_CHOICE)
            ):
                without.append(line)
        if without:
            self._out(turn, without, self.full if len(without) == len(turn.lines) else Reason.SPLIT_OUT)

    def _out(self, turn: _Turn, lines: Sequence[int], reason: Reason) -> None:
        school = ""
        if isinstance(self.draw, PreferenceDraw):
            school = next((s for s in turn.wishes if s in self.waits), "")
        outcome = Outcome.WAITING if school else Outcome.NOT_ADMITTED
        self.standing.decide(lines, Decision(self.draw.id, turn.rank, turn.number, outcome, reason, school))
        self.left_out.append((turn.rank, turn.unit, reason))

    def number_first(self) -> None:
        """By number, each takes the best open school (R32 NUMBER_FIRST)."""
        for turn in self.turns():
            if self.take(turn, turn.lines, turn.wishes, self.chosen):
                continue
            if not (self.any and self.take_any(turn, turn.lines, Reason.ANY_PLACE)):
                self.end(turn)

    def preference_first(self, draw: PreferenceDraw) -> None:
        """All first preferences by number, then all second ones, … (R32 PREFERENCE_FIRST)."""
        waiting = list(self.turns())
        for name in draw.preferences:
            column = self.standing.pool.attributes[name]
            after = []
            for turn in waiting:
                school = column[turn.lines[0]]
                if school not in self.rest or not self.take(turn, turn.lines, (school,), self.chosen):
                    after.append(turn)
            waiting = after
        if self.any:
            waiting = [t for t in waiting if not self.take_any(t, t.lines, Reason.ANY_PLACE)]
        for turn in waiting:
            self.end(turn)


def walk(standing: Standing, draw: ChoiceDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """SPEC §8.3 and §8.4: the walk by rank, then the adjustment."""
    run = _Walk(standing, draw, current, order)
    if isinstance(draw, PreferenceDraw) and draw.method is Method.PREFERENCE_FIRST:
        run.preference_first(draw)
    else:
        run.number_first()
    if isinstance(draw, PreferenceDraw) and draw.adjust != "none":
        _adjust(standing, draw, run.rest, order)
    found = {school: Given(admitted=0, last_rank=0, rest=rest) for school, rest in run.rest.items()}
    for rank, unit in enumerate(order.units, 1):
        for line in standing.pool.members[unit]:
            decision = standing.decisions[line]
            if decision is not None and decision.outcome is Outcome.ADMITTED:
                found[decision.school].admitted += 1
                found[decision.school].last_rank = rank
    return found


def _adjust(standing: Standing, draw: PreferenceDraw, rest: dict[str, int], order: Order) -> None:
    """Brothers and sisters drawn singly come together at the better school, if places or approved ones allow (R27)."""
    codes = standing.pool.attributes[draw.adjust]
    groups: dict[str, list[int]] = {}
    for unit in order.units:
        for line in standing.pool.members[unit]:
            if codes[line] != NONE:
                groups.setdefault(codes[line], []).append(line)
    for lines in groups.values():  # in order of the best rank, as the walk met them
        _bring_together(standing, draw, rest, lines)


def _bring_together(standing: Standing, draw: PreferenceDraw, rest: dict[str, int], lines: list[int]) -> None:
    columns = [standing.pool.attributes[name] for name in draw.preferences]
    found: list[tuple[int, Decision]] = []
    for line in lines:
        decision = standing.decisions[line]
        if decision is None or decision.outcome is not Outcome.ADMITTED:
            return
        found.append((line, decision))
    if len({tuple(column[line] for column in columns) for line in lines}) != 1:
        return
    wishes = [column[lines[0]] for column in columns]
    at = {decision.school for _, decision in found}
    if len(at) == 1 or not at <= set(wishes):
        return
    best = min(at, key=wishes.index)
    away = [(line, decision) for line, decision in found if decision.school != best]
    extra = standing.extra
    if rest[best] + standing.rules.school(best).approved_extra - extra.get(best, 0) < len(away):
        return
    for line, decision in away:
        if rest[best]:
            rest[best] -= 1
        else:
            extra[best] = extra.get(best, 0) + 1
        if extra.get(decision.school, 0):
            extra[decision.school] -= 1
        else:
            rest[decision.school] += 1
        standing.decisions[line] = decision._replace(school=best, reason=Reason.MOVED)
