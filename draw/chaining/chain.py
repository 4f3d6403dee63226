"""Sessions that continue earlier ones: what their rule sheet says must hold between them (SPEC §14, R31)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from draw.amending.fates import Fate, Place
from draw.amending.state import State
from draw.pool import Pool
from draw.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An earlier session as it stood when it was named. `last`: the hash by which `after` names it."""

    session: str
    last: str
    fates: Mapping[str, Place]  # every applicant of its pool
    left: Mapping[str, int]  # school -> final places left


def finished(session: str, state: State) -> Finished:
    """What a later session needs of a record whose amendments have been checked."""
    return Finished(session=session, last=state.last, fates=state.fates(), left=state.places_left())


def missing(after: Sequence[str], given: Iterable[Finished]) -> list[str]:
    """The hashes in `after` of which no record is given."""
    known = {one.last for one in given}
    return [value for value in after if value not in known]


def problems(after: Sequence[str], rules: Rules, pool: Pool, given: Iterable[Finished]) -> list[str]:
    """One sentence for each thing that `carry` wants and that does not hold, as far as records are given; codes only.

    `after`: the notice's. A sentence begins with its subject, `applicant CODE: ` or `school CODE: `.
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
    if carry.abstained == "OUT":
        found += _abstained(pool, earlier)
    if carry.places == "LEFT":
        found += _places(rules, earlier)
    return found


def _barred(pool: Pool, earlier: Iterable[Finished]) -> list[str]:
    return [
        f"applicant {a}: is {one.fates[a].fate} at {one.fates[a].school} in session {one.session}"
        for a in pool.applicants
        for one in earlier
        if a in one.fates and one.fates[a].fate in (Fate.ADMITTED, Fate.OFFERED)
    ]


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
