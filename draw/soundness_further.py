"""Whether the draws before and after admission can be carried out, each fault with its remedy (SPEC §16.2, sound 9 to 16)."""

from collections import Counter
from collections.abc import Iterator

from draw.allocation import cells
from draw.allocation.classes import largest
from draw.allocation.grouping import Grouping
from draw.allocation.placement import Intake, intake
from draw.pool import Pool
from draw.rules import (
    NONE,
    CellsDraw,
    ClassDraw,
    CohortDraw,
    Dealing,
    LateDraw,
    OrderDraw,
    QuotaDraw,
    Rules,
    SeatsDraw,
    TeamDraw,
)
from draw.soundness_classes import contradictions


def problems(pool: Pool, rules: Rules, grouping: Grouping) -> Iterator[str]:
    """One sentence a fault; the members of each bundle must agree (sound 2)."""
    for draw in rules.draws:
        match draw:
            case OrderDraw():
                yield from _order(draw, grouping)
            case QuotaDraw():
                yield from _quota(draw)
            case CellsDraw():
                yield from _cells(pool, rules, draw, grouping)
            case CohortDraw():
                yield from _cohort(pool, rules, draw, grouping)
            case ClassDraw():
                yield from _class(pool, rules, draw, grouping)
            case TeamDraw():
                yield from _team(pool, draw, grouping)
            case SeatsDraw():
                yield from _seats(pool, rules, draw, grouping)
            case LateDraw():
                yield from _late(pool, draw, grouping)


def _order(draw: OrderDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 9."""
    count = len(draw.items) or len(grouping.units(draw))
    if draw.take > count:
        yield f"draw {draw.id}: is to take {draw.take} of {count}; take at most {count}"


def _quota(draw: QuotaDraw) -> Iterator[str]:
    """Sound 10."""
    for n, share in enumerate(draw.shares):
        if not any(item.weights[n] for item in draw.items):
            yield f"draw {draw.id}: nobody has a weight in the share {share.label!r}; enter the weights, or drop the share"
    weighty = sum(any(item.weights) for item in draw.items)
    if draw.minimum * weighty > draw.seats:
        yield (
            f"draw {draw.id}: a minimum of {draw.minimum} for {weighty} primaries needs {draw.minimum * weighty} seats, but "
            f"it has {draw.seats}; lower the minimum"
        )


def _cells(pool: Pool, rules: Rules, draw: CellsDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 11."""
    what = "pupils" if draw.count == "none" else "classes that move whole"
    if draw.count != "none":
        faults = list(_whole(pool, draw, grouping))
        if faults:
            yield from faults
            return
    rows, _ = cells.counted(pool, grouping, draw)
    tasks = cells.tasks(rules, draw)
    total, asked = sum(rows.values()), sum(tasks.values())
    if total != asked:
        yield f"draw {draw.id}: the tasks sum to {asked} but {total} {what} are counted; correct one of the two, nothing is scaled"
    if all(row in draw.only for row in rows):
        yield f"draw {draw.id}: nobody is counted in a row with more than one school; there is nothing to draw, leave it out"
    for school in draw.offered:
        sent = sum(rows.get(row, 0) for row, to in draw.only.items() if to == school)
        if sent > tasks[school]:
            yield (
                f"draw {draw.id}: the rows that go to school {school} only have {sent} {what} but its task is "
                f"{tasks[school]}; raise the task"
            )
    if draw.count != "none":
        column = pool.attributes[draw.count]
        sizes = Counter(column[i] for unit in grouping.counted(draw) for i in pool.members[unit])
        by_size = sorted(sizes.values(), reverse=True)
        for school in draw.offered:
            need, places = sum(by_size[: tasks[school]]), rules.school(school).places
            if places < need:
                yield (
                    f"draw {draw.id}: school {school} takes {tasks[school]} classes, which may have {need} pupils, but it has "
                    f"{places} places; raise its places to {need}, or lower its task"
                )


def _whole(pool: Pool, draw: CellsDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 11: codes that move whole are there, and each is of one row."""
    codes, rows = pool.attributes[draw.count], pool.attributes[draw.row]
    home: dict[str, int] = {}
    for i in (i for unit in grouping.counted(draw) for i in pool.members[unit]):
        who = f"draw {draw.id}: applicant {pool.applicants[i]}"
        if codes[i] == NONE:
            yield f"{who} has no {draw.count!r}, but that is what moves whole; correct the row"
            continue
        first = home.setdefault(codes[i], i)
        if rows[first] != rows[i]:
            yield (
                f"{who} of {draw.count} {codes[i]} is of {draw.row} {rows[i]}, applicant {pool.applicants[first]} of "
                f"{rows[first]}; correct one of the two"
            )


def _cohort(pool: Pool, rules: Rules, draw: CohortDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 9 and 12."""
    units = grouping.units(draw)
    if not units:
        yield f"draw {draw.id}: matches nobody; correct its who, or leave it out"
    if draw.plan.count != "none":
        return
    schools = sum(task > 0 for task in cells.tasks(rules, draw.plan).values())
    rows = pool.attributes[draw.plan.row]
    sizes: dict[str, Counter[int]] = {}
    for unit in units:
        sizes.setdefault(rows[pool.members[unit][0]], Counter())[pool.size(unit)] += 1
    for row, counts in sizes.items():
        k = max(counts)
        need = (k - 1) * (schools - 1)
        if row not in draw.plan.only and k > 1 and counts[1] < need:
            yield (
                f"draw {draw.id}: {draw.plan.row} {row} has a bundle of {k} but {counts[1]} single pupils; with {schools} "
                f"schools it needs {need}, so that every bundle finds one school; dissolve the bundle, or send the row to one"
            )


def _class(pool: Pool, rules: Rules, draw: ClassDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 9 and 13."""
    units = grouping.units(draw)
    given = intake(pool, rules, draw, units)
    n = sum(given.counts)
    if not n:
        yield f"draw {draw.id}: matches nobody; correct its who, or leave it out"
        return
    if n < draw.classes:
        yield f"draw {draw.id}: {n} pupils cannot fill {draw.classes} classes; form at most {n}"
        return
    serpentine = draw.dealing is Dealing.SERPENTINE
    bundles = [unit for unit in units if pool.size(unit) > 1] if serpentine else []
    if bundles:
        yield f"draw {draw.id}: SERPENTINE deals single pupils only, but there is bundle {bundles[0]}; choose CYCLIC"
    size = largest(draw, given.counts)
    if size > draw.cap:
        yield (
            f"draw {draw.id}: {n} pupils in {draw.classes} classes make a class of {size}, but the cap is {draw.cap}; "
            f"form at least {_enough(draw, given)} classes"
        )
    if not serpentine:
        yield from contradictions(pool, draw, given)


def _enough(draw: ClassDraw, given: Intake) -> int:
    """The least number of classes by which the mean keeps to the cap."""
    return max(-(-sum(given.counts) // draw.cap), draw.classes + (draw.dealing is Dealing.SERPENTINE))


def _team(pool: Pool, draw: TeamDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 14."""
    if draw.of is None:
        return
    teams = {team.code for team in draw.teams}
    if len(teams) != draw.of.classes:
        yield f"draw {draw.id}: has {len(teams)} teams for {draw.of.classes} classes; enter as many teams as classes"
    named: Counter[str] = Counter()
    for i in (i for unit in grouping.units(draw.of) for i in pool.members[unit]):
        found = {pool.attributes[name][i] for name in draw.recusals} - {NONE}
        for code in sorted(found - teams):
            yield f"draw {draw.id}: applicant {pool.applicants[i]} names {code}, which is no team; correct the row"
        named.update(found & teams)
    if named:
        team, most = named.most_common(1)[0]
        if most + len(named) > draw.of.classes:
            yield (
                f"draw {draw.id}: {most} pupils name team {team} and {len(named)} teams are named, but with {draw.of.classes} "
                f"classes these two may sum to {draw.of.classes} at most, so that every class can have a team; put another "
                "teacher in the team"
            )


def _seats(pool: Pool, rules: Rules, draw: SeatsDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 15."""
    size = largest(draw.of, intake(pool, rules, draw.of, grouping.units(draw.of)).counts)
    there = len(draw.there())
    if there < size:
        yield f"draw {draw.id}: has {there} seats for a class of {size}; add {size - there} seats"


def _late(pool: Pool, draw: LateDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 9 and 16."""
    units = grouping.units(draw)
    if not units:
        yield f"draw {draw.id}: matches nobody; correct its who, or leave it out"
    for unit in units:
        if pool.size(unit) > 1:
            yield f"draw {draw.id}: bundle {unit} cannot come late together; dissolve the bundle"
    for one in draw.classes:
        if sum(one.counts) > draw.cap:
            yield f"draw {draw.id}: class {one.code} has {sum(one.counts)} pupils, over the cap of {draw.cap}; correct the counts"
    free = sum(draw.cap - sum(one.counts) for one in draw.classes)
    children = sum(pool.size(unit) for unit in units)
    if free < children:
        yield (
            f"draw {draw.id}: {children} pupils come late but the classes have {max(free, 0)} free places; refuse "
            f"{children - max(free, 0)} of them"
        )
