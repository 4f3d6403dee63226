"""The search for classes of pupils with wishes: together, apart, spread, and sexes balanced (SPEC §16.6 step 1, R41).

Depth first over units and classes, without recursion. The same search, with codes in place of ranks, tells before the freeze
that the wishes can be met (sound 13).
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw.allocation.rounding import Rounding
from draw.pool import Pool
from draw.rules import NONE, ClassDraw, Rules

TRIES: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """A unit whose class hangs on wishes: members of each sex, `apart` codes, members with each mark of `spread`."""

    unit: str
    size: int
    sexes: tuple[tuple[int, int], ...]  # (sex, members), of those that are there
    apart: frozenset[str]
    clash: bool  # two members share an `apart` code
    marks: tuple[tuple[int, int], ...]  # (entry of spread, members), of those that are there


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The pupils of a class draw. Sexes, marks and classes by their number from 0."""

    classes: int
    counts: tuple[int, ...]  # pupils of each sex
    limits: tuple[int, ...]  # most pupils of each mark in a class
    tied: Mapping[str, Tied]
    singles: Mapping[str, int]  # the other units -> sex
    shares: tuple[int, ...]  # pupils of each sex that every class has at least
    rests: tuple[int, ...]  # how many classes have one more

    @property
    def least_more(self) -> int:
        """How many sexes at least a class has one more of; some classes have one sex more than others."""
        return sum(self.rests) // self.classes

    def plan(self) -> Rounding:
        """Which class has one more of which sex: sexes are rows, classes columns."""
        least = [self.least_more] * self.classes
        return Rounding(self.rests, least, [n + 1 for n in least])


def intake(pool: Pool, rules: Rules, draw: ClassDraw, units: Iterable[str]) -> Intake:
    """The pupils of these units."""
    values = next(a for a in rules.attributes if a.name == draw.sex).codes()
    number = {code: n for n, code in enumerate(values)}
    sexes = pool.attributes[draw.sex]
    apart = None if draw.apart == "none" else pool.attributes[draw.apart]
    spread = [(pool.attributes[name], value) for name, value in draw.spread]
    counts, marked = [0] * len(values), [0] * len(spread)
    tied: dict[str, Tied] = {}
    singles: dict[str, int] = {}
    for unit in units:
        lines = pool.members[unit]
        of_sex, of_mark = [0] * len(values), [0] * len(spread)
        for i in lines:
            of_sex[number[sexes[i]]] += 1
            for m, (column, value) in enumerate(spread):
                of_mark[m] += column[i] == value
        codes = [apart[i] for i in lines if apart[i] != NONE] if apart is not None else []
        counts = [a + b for a, b in zip(counts, of_sex, strict=True)]
        if len(lines) == 1 and not codes and not any(of_mark):
            singles[unit] = number[sexes[lines[0]]]
            continue
        marked = [a + b for a, b in zip(marked, of_mark, strict=True)]
        tied[unit] = Tied(
            unit=unit,
            size=len(lines),
            sexes=tuple((x, n) for x, n in enumerate(of_sex) if n),
            apart=frozenset(codes),
            clash=len(set(codes)) < len(codes),
            marks=tuple((m, n) for m, n in enumerate(of_mark) if n),
        )
    return Intake(
        classes=draw.classes,
        counts=tuple(counts),
        limits=tuple(-(-n // draw.classes) for n in marked),
        tied=tied,
        singles=singles,
        shares=tuple(n // draw.classes for n in counts),
        rests=tuple(n % draw.classes for n in counts),
    )


class Room:
    """Classes with the tied units placed so far; nothing is ever placed that breaks one of the three conditions."""

    def __init__(self, given: Intake) -> None:
        self._given = given
        self.plan = given.plan()
        self.sexes = [[0] * len(given.counts) for _ in range(given.classes)]
        self._marks = [[0] * len(given.limits) for _ in range(given.classes)]
        self._apart: list[set[str]] = [set() for _ in range(given.classes)]
        self._children = [0] * given.classes
        self.line = list(range(given.classes))  # children so far · classes + class: fewest first, then by number

    def put(self, tied: Tied, class_: int) -> bool:
        """Place a unit in a class, if it is possible there."""
        if tied.clash or not tied.apart.isdisjoint(self._apart[class_]):
            return False
        marks, limits = self._marks[class_], self._given.limits
        if any(marks[m] + n > limits[m] for m, n in tied.marks):
            return False
        have, shares = self.sexes[class_], self._given.shares
        if any(have[x] + n > shares[x] + 1 for x, n in tied.sexes):
            return False
        more = [x for x, n in tied.sexes if have[x] + n == shares[x] + 1]
        for done, x in enumerate(more):
            if not self.plan.decide(x, class_, 1):
                for earlier in more[:done]:
                    self.plan.release(earlier, class_)
                return False
        self._change(tied, class_, 1)
        self._apart[class_] |= tied.apart
        return True

    def take(self, tied: Tied, class_: int) -> None:
        """Undo `put`."""
        have, shares = self.sexes[class_], self._given.shares
        for x, _ in tied.sexes:
            if have[x] == shares[x] + 1:
                self.plan.release(x, class_)
        self._change(tied, class_, -1)
        self._apart[class_] -= tied.apart

    def _change(self, tied: Tied, class_: int, sign: int) -> None:
        for m, n in tied.marks:
            self._marks[class_][m] += sign * n
        for x, n in tied.sexes:
            self.sexes[class_][x] += sign * n
        key = self._children[class_] * self._given.classes + class_
        del self.line[bisect_left(self.line, key)]
        self._children[class_] += sign * tied.size
        insort(self.line, self._children[class_] * self._given.classes + class_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search came to. `classes`: one a unit, None if there is no placement or `tries` ran out.

    `reached`: so many units of the front were tried at most. Without a placement, and with tries left, these have none.
    """

    classes: tuple[int, ...] | None
    tries: int
    reached: int


def search(given: Intake, units: Sequence[Tied], tries: int = TRIES) -> Search:
    """The first placement of the units, in this order, that depth first comes to."""
    room, count = Room(given), given.classes
    place: list[int] = []
    looked = [0] * (len(units) + 1)  # at each depth: how many classes have been looked at
    used = reached = 0
    while len(place) < len(units):
        depth = len(place)
        reached = max(reached, depth + 1)
        found = -1
        while found < 0 and looked[depth] < count:
            if used == tries:
                return Search(classes=None, tries=used, reached=reached)
            used += 1
            class_ = room.line[looked[depth]] % count
            looked[depth] += 1
            if room.put(units[depth], class_):
                found = class_
        if found >= 0:
            place.append(found)
            looked[depth + 1] = 0
        elif place:
            room.take(units[depth - 1], place.pop())
        else:
            return Search(classes=None, tries=used, reached=reached)
    return Search(classes=tuple(place), tries=used, reached=reached)


def by_code(given: Intake) -> list[Tied]:
    """The tied units as the search takes them before there is a rank: by size, largest first, then by code."""
    return sorted(given.tied.values(), key=lambda t: (-t.size, t.unit))
