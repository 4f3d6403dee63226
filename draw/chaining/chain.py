"""Sessions that continue earlier ones: what their rule sheet says must hold between them (SPEC §14, R31)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from draw.amending.fates import Fate, Place
from draw.amending.state import State
from draw.pool import Pool
from draw.rules import LateDraw, Rules
from draw.rules.further import PRIMARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An earlier session as it stood when it was named. `last`: the hash by which `after` names it.

    `seats`: primary school -> seats of its quotas; `classes`: (school, class) -> pupils, of `pool`.
    """

    session: str
    last: str
    fates: Mapping[str, Place]  # every applicant of its pool
    left: Mapping[str, int]  # school -> final places left
    seats: Mapping[str, int]
    classes: Mapping[tuple[str, str], tuple[str, ...]]
    pool: Pool


def finished(session: str, state: State) -> Finished:
    """What a later session needs of a record whose amendments have been checked."""
    return Finished(
        session=session,
        last=state.last,
        fates=state.fates(),
        left=state.places_left(),
        seats=state.seats,
        classes=state.classes,
        pool=state.pool,
    )


def missing(after: Sequence[str], given: Iterable[Finished]) -> list[str]:
    """The hashes in `after` of which no record is given."""
    known = {one.last for one in given}
    return [value for value in after if value not in known]


def problems(after: Sequence[str], rules: Rules, pool: Pool, given: Iterable[Finished]) -> list[str]:
    """One sentence for each thing that `carry` wants and that does not hold, as far as records are given; codes only.

    `after`: the notice's. A sentence begins with its subject: applicant CODE, school CODE, attribute NAME or draw ID, and ": ".
    """
    by_hash = {one.last: one for one in given}
    earlier = [by_hash[value] for value in after if value in by_hash]
    carry = rules.carry
    if carry is None or not earlier:
        return []
    found = []
    if carry.admitted == "BARRED":
        found += _barred(pool, earlier)
    if carry.applicants == "UNPLACED":
        known = frozenset[str]().union(*(one.fates for one in earlier))
        found += [f"applicant {a}: is in none of the earlier sessions" for a in pool.applicants if a not in known]
    elif carry.applicants == "ADMITTED":
        found += _admitted(rules, pool, earlier)
    elif carry.applicants == "QUOTA":
        found += _within_quota(pool, earlier)
    if carry.abstained == "OUT":
        found += _abstained(pool, earlier)
    if carry.places == "LEFT":
        found += _places(rules, earlier)
    return found + [p for draw in rules.draws if isinstance(draw, LateDraw) for p in _late(draw, rules, earlier)]


def _barred(pool: Pool, earlier: Iterable[Finished]) -> list[str]:
    return [
        f"applicant {a}: is {one.fates[a].fate} at {one.fates[a].school} in session {one.session}"
        for a in pool.applicants
        for one in earlier
        if a in one.fates and one.fates[a].fate in (Fate.ADMITTED, Fate.OFFERED)
    ]


def _admitted(rules: Rules, pool: Pool, earlier: Iterable[Finished]) -> list[str]:
    """Exactly those admitted at a school of this session (R44, R55)."""
    schools = {school.code for school in rules.schools}
    wanted = {a for one in earlier for a, p in one.fates.items() if p.fate is Fate.ADMITTED and p.school in schools}
    here = set(pool.applicants)
    found = [f"applicant {a}: is admitted at no school of this session" for a in pool.applicants if a not in wanted]
    return found + [
        f"applicant {a}: is admitted at a school of this session and missing" for a in sorted(wanted - here)
    ]


def _within_quota(pool: Pool, earlier: Iterable[Finished]) -> list[str]:
    """From primaries with seats, and from none more than its seats (R34)."""
    if PRIMARY not in pool.attributes:
        return [f"attribute {PRIMARY}: is not declared"]
    seats: Counter[str] = Counter()
    for one in earlier:
        seats.update(one.seats)
    values = pool.attributes[PRIMARY]
    found = [
        f"applicant {a}: comes from {v}, which has no part in an earlier quota"
        for a, v in zip(pool.applicants, values, strict=True)
        if v not in seats
    ]
    counts = Counter(v for v in values if v in seats)
    over = [v for v in sorted(counts) if counts[v] > seats[v]]
    return found + [f"attribute {PRIMARY}: {v} has {counts[v]} applicants, but {seats[v]} seats" for v in over]


def _late(draw: LateDraw, rules: Rules, earlier: Iterable[Finished]) -> list[str]:
    """The classes are those of the earlier class lists of this school, with as many of each sex (R44)."""
    order = {code: n for n, code in enumerate(next(a for a in rules.attributes if a.name == draw.sex).codes())}
    drawn: dict[str, list[int]] = {}
    for one in earlier:
        sexes = dict(zip(one.pool.applicants, one.pool.attributes.get(draw.sex, ()), strict=False))
        for (school, name), pupils in one.classes.items():
            counts = drawn.setdefault(name, [0] * len(order)) if school == draw.school else []
            for pupil in pupils if school == draw.school else ():
                if sexes.get(pupil) not in order:
                    return [
                        f"draw {draw.id}: pupil {pupil} of session {one.session} has no value of {draw.sex} of this session"
                    ]
                counts[order[sexes[pupil]]] += 1
    told = {c.code: list(c.counts) for c in draw.classes}
    found = [
        f"draw {draw.id}: class {name} of the earlier class lists is missing" for name in drawn if name not in told
    ]
    for name, counts in told.items():
        wanted = drawn.get(name)
        if wanted is None:
            found.append(f"draw {draw.id}: class {name} is in no earlier class list")
        elif counts != wanted:
            found.append(
                f"draw {draw.id}: class {name} has {_plus(counts)}, but the earlier class lists have {_plus(wanted)}"
            )
    return found


def _plus(counts: Iterable[int]) -> str:
    return " + ".join(str(count) for count in counts)


def _abstained(pool: Pool, earlier: list[Finished]) -> list[str]:
    last = earlier[-1]
    return [
        f"applicant {a}: stayed away from session {last.session}"
        for a in pool.applicants
        if a not in last.fates and any(a in one.fates for one in earlier)
    ]


def _places(rules: Rules, earlier: list[Finished]) -> list[str]:
    found = []
    for school in rules.schools:
        last = next((one for one in reversed(earlier) if school.code in one.left), None)
        if last is not None and last.left[school.code] != school.places:
            left = last.left[school.code]
            found.append(f"school {school.code}: has {school.places} places, but session {last.session} left {left}")
    return found
