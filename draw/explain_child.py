"""What the draws of SPEC §16 mean for one child: selected or not, which school, class, team and seat, and how to see it by hand
(R33-R35, R40-R45, R52).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from draw import decided
from draw.allocation.standing import Reason
from draw.decided import Decided
from draw.pool import Pool
from draw.prose.conditions import label, value_label
from draw.prose.section import Pair, join
from draw.rules import (
    NONE,
    ClassDraw,
    CohortDraw,
    Dealing,
    DrawRule,
    LateDraw,
    OrderDraw,
    Rules,
    SeatsDraw,
    TeamDraw,
)
from draw.words import pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One applicant of a record: line of the pool, and what results.csv says of the draw that decided."""

    code: str
    unit: str
    line: int
    draw: DrawRule
    school: str
    reason: str


class Told:
    """All that is said of a record's children; tables are read once."""

    def __init__(self, files: Mapping[str, bytes], rules: Rules, pool: Pool) -> None:
        self._files, self._rules, self._pool = files, rules, pool
        self._found: Decided = decided.read(files)

    def of(self, child: Child) -> Iterator[Pair]:
        """What the deciding draw means, and the teams and seats of the child's class."""
        match child.draw:
            case CohortDraw():
                yield from self._cohort(child, child.draw)
            case ClassDraw():
                yield from self._class(child, child.draw)
            case LateDraw():
                yield from self._late(child, child.draw)

    def rank(self, draw: DrawRule, unit: str) -> Iterator[Pair]:
        """Where the unit stands in an order of this kind of draws, which admits nobody by a last rank."""
        order = decided.order(self._files, draw.id)
        rank = next((one.rank for one in order if one.unit == unit), 0)
        facts = {"draw": draw.id, "rank": rank, "count": len(order)}
        if isinstance(draw, OrderDraw):
            yield pair("tell.selected_of", take=draw.take, reserves=draw.reserves, **facts)
        else:
            yield pair("tell.rank_of", **facts)

    def _school(self, code: str) -> Pair:
        return self._rules.school(code).name, code

    # -- which school of a cohort transfer ---------------------------------------------------------------------------

    def _cohort(self, child: Child, draw: CohortDraw) -> Iterator[Pair]:
        plan, pool = draw.plan, self._pool
        row = pool.attributes[plan.row][child.line]
        cells = [cell for cell in self._found.cells.get(plan.id, ()) if cell.row == row]
        told = join((f"{self._school(c.school)[0]} {c.given}", f"{c.school} {c.given}") for c in cells)
        name = value_label(self._rules, plan.row, row)
        yield pair("tell.cohort_row", row_zh=name, row_en=row, cells_zh=told[0], cells_en=told[1])
        if child.reason == Reason.COHORT_CLASS:
            yield self._group(child, draw)
            return
        units = [one.unit for one in decided.order(self._files, draw.id)]
        here = [u for u in units if u in pool.members and pool.attributes[plan.row][pool.members[u][0]] == row]
        if child.unit not in here:
            return
        if child.reason == Reason.COHORT:
            singles = [u for u in here if pool.size(u) == 1]
            bundled = sum(pool.size(u) for u in here) - len(singles)
            place = singles.index(child.unit) + 1
            yield pair("tell.cohort_single", bundled=bundled, singles=len(singles), place=place)
        elif child.reason == Reason.COHORT_BUNDLE:
            before = sum(pool.size(u) for u in here[: here.index(child.unit)])
            turn, left = child.school, before
            for cell in cells:
                if left < cell.given:
                    turn = cell.school
                    break
                left -= cell.given
            words, school = self._school(turn), self._school(child.school)
            yield pair(
                "tell.cohort_bundle", before=before, turn_zh=words[0], turn_en=words[1], school_zh=school[0],
                school_en=school[1],
            )  # fmt: skip

    def _group(self, child: Child, draw: CohortDraw) -> Pair:
        column = self._pool.attributes[draw.plan.count]
        code = column[child.line]
        name = label(self._rules, draw.plan.count)
        return pair(
            "tell.cohort_group", label_zh=name, label_en=draw.plan.count, code=code, count=list(column).count(code)
        )

    # -- which class, team and seat ----------------------------------------------------------------------------------

    def _class(self, child: Child, draw: ClassDraw) -> Iterator[Pair]:
        code = self._found.class_of(draw.id, child.code)
        if not code:
            return
        school = self._school(draw.school)
        yield pair("tell.class", school_zh=school[0], school_en=school[1], code=code)
        yield from self._sizes(draw, code)
        yield from self._dealt(child, draw, code)
        for other in self._rules.draws:
            if isinstance(other, TeamDraw) and other.of is not None and other.of.id == draw.id:
                yield from self._team(other, code)
            if isinstance(other, SeatsDraw) and other.of.id == draw.id:
                yield from self._seat(child, other, code)

    def _sizes(self, draw: ClassDraw, code: str) -> Iterator[Pair]:
        """How large the class is, and how large the others are."""
        lines = self._found.balance.get(draw.id, ())
        sizes = {one.class_: one.children for one in lines if one.attribute == "SIZE"}
        own = [one for one in lines if one.class_ == code and one.attribute == draw.sex]
        if code in sizes:
            told = join(
                (f"{value_label(self._rules, draw.sex, o.value)} {o.children}", f"{o.value} {o.children}") for o in own
            )
            facts = {"size": sizes[code], "least": min(sizes.values()), "most": max(sizes.values())}
            yield pair("tell.class_sizes", own_zh=told[0], own_en=told[1], **facts)

    def _tied(self, line: int, draw: ClassDraw) -> list[Pair]:
        """Why this child's unit was placed before the others."""
        pool, rules, why = self._pool, self._rules, []
        unit = pool.units[line]
        if pool.size(unit) > 1:
            why.append(pair("tell.class_tied_bundle", unit=unit))
        members = pool.members[unit]
        if draw.apart != "none" and any(pool.attributes[draw.apart][i] != NONE for i in members):
            why.append(pair("tell.class_tied_apart", label_zh=label(rules, draw.apart), label_en=draw.apart))
        for name, value in draw.spread:
            if any(pool.attributes[name][i] == value for i in members):
                told = {"label_zh": label(rules, name), "value_zh": value_label(rules, name, value)}
                why.append(pair("tell.class_tied_spread", label_en=name, value_en=value, **told))
        return why

    def _dealt(self, child: Child, draw: ClassDraw, code: str) -> Iterator[Pair]:
        """The arithmetic of the deal, where a family can do it on paper."""
        pool, rules = self._pool, self._rules
        why = self._tied(child.line, draw)
        if why:
            told = join(why, "；", "; ")
            yield pair("tell.class_tied", what_zh=told[0], what_en=told[1])
            return
        units = [one.unit for one in decided.order(self._files, draw.id) if one.unit in pool.members]
        column = pool.attributes[draw.sex]
        sex = column[child.line]
        alone = [u for u in units if not self._tied(pool.members[u][0], draw)]
        same = [u for u in alone if column[pool.members[u][0]] == sex]
        if child.unit not in same:
            return
        facts = {"value_zh": value_label(rules, draw.sex, sex), "value_en": sex, "place": same.index(child.unit) + 1}
        codes = next(a.codes() for a in rules.attributes if a.name == draw.sex)
        if draw.dealing is Dealing.SERPENTINE:
            first = draw.classes if codes.index(sex) % 2 else 1
            yield pair("tell.class_serpentine", first=first, code=code, **facts)
        elif len(alone) < len(units):
            yield pair("tell.class_filled", **facts)
        else:
            before = sum(column[pool.members[u][0]] in codes[: codes.index(sex)] for u in units)
            yield pair("tell.class_dealt", first=before % draw.classes + 1, code=code, **facts)

    def _team(self, draw: TeamDraw, code: str) -> Iterator[Pair]:
        labels = {team.code: team.label for team in draw.teams}
        for one in self._found.teams.get(draw.id, ()):
            if one.class_ == code:
                why = pair(f"teamwhy.{one.reason}")
                name = f"{labels.get(one.team, one.team)}（{one.team}）"
                yield pair("tell.team", draw=draw.id, team_zh=name, team_en=one.team, why_zh=why[0], why_en=why[1])

    def _seat(self, child: Child, draw: SeatsDraw, code: str) -> Iterator[Pair]:
        here = self._found.seats.get(draw.id, {}).get(code, [])
        for place, one in enumerate(here, start=1):
            if one.applicant == child.code:
                why = pair(f"seatwhy.{one.reason}")
                yield pair("tell.seat", draw=draw.id, row=one.row, column=one.column, why_zh=why[0], why_en=why[1])
                yield pair("tell.seat_place", place=place, count=len(here))

    def _late(self, child: Child, draw: LateDraw) -> Iterator[Pair]:
        """The classes as they were when the child's turn came, and their order by lot."""
        code = self._found.class_of(draw.id, child.code)
        if not code:
            return
        pool, counts = self._pool, {one.code: list(one.counts) for one in draw.classes}
        codes = next(a.codes() for a in self._rules.attributes if a.name == draw.sex)
        column = pool.attributes[draw.sex]
        placed = {a: c for c, found in self._found.classes.get(draw.id, {}).items() for a in found}
        for line, applicant in enumerate(pool.applicants[: child.line]):
            if placed.get(applicant) in counts:
                counts[placed[applicant]][codes.index(column[line])] += 1
        own = codes.index(column[child.line])
        school = self._school(draw.school)
        yield pair("tell.class", school_zh=school[0], school_en=school[1], code=code)
        told = join(pair("tell.late_class", code=c, same=n[own], size=sum(n)) for c, n in counts.items())
        yield pair("tell.late", classes_zh=told[0], classes_en=told[1])
        order = [one.unit for one in decided.order(self._files, draw.id)]
        yield pair("tell.late_order", classes=", ".join(order))
