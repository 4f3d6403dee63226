"""Wishes about classes that cannot all be met: which ones, and what would be right (SPEC §16.2, sound 13)."""

from collections.abc import Iterator, Sequence

from draw.allocation.placement import TRIES, Intake, Room, Tied, by_code, search
from draw.pool import Pool
from draw.rules import NONE, ClassDraw

MOST_NAMED = 40  # codes in one sentence


def contradictions(pool: Pool, draw: ClassDraw, given: Intake) -> Iterator[str]:
    """Nothing if there is a placement; else the smallest reasons found, simplest kind first."""
    alone = [*_apart(pool, draw, given), *_bundles(draw, given)]
    if alone:
        yield from alone
        return
    units = by_code(given)
    found = search(given, units)
    if found.classes is not None:
        return
    if found.tries < TRIES:
        core = _smaller(given, units[: found.reached])
    else:
        core = next(_knots(given, units), [])
    if core:
        yield (
            f"draw {draw.id}: the wishes of {_codes(core)} cannot all be met in {draw.classes} classes whose sizes and sexes "
            "differ by one at most; drop one of these wishes, or form more classes"
        )
    else:
        yield (
            f"draw {draw.id}: no classes that meet all wishes were found within {TRIES} tries; of {len(units)} units with "
            f"wishes, the largest first, {found.reached - 1} found a class at most, and not {units[found.reached - 1].unit} "
            "beside them; dissolve some bundles, drop some wishes, or form more classes"
        )


def _knots(given: Intake, units: Sequence[Tied]) -> Iterator[list[Tied]]:
    """Groups tied to one another by codes of `apart` that cannot even be placed alone, as far as the tries go."""
    root: dict[str, str] = {}  # a code -> another of its group, up to one that stands for all

    def end(code: str) -> str:
        while root[code] != code:
            root[code] = root[root[code]]
            code = root[code]
        return code

    for tied in units:
        root |= {code: code for code in tied.apart if code not in root}
        for code in tied.apart:
            root[end(code)] = end(min(tied.apart))
    knots: dict[str, list[Tied]] = {}
    for tied in units:
        if tied.apart:
            knots.setdefault(end(min(tied.apart)), []).append(tied)
    left = TRIES
    for knot in knots.values():
        found = search(given, knot, left)
        left -= found.tries
        if not left:
            return
        if found.classes is None:
            yield _smaller(given, knot[: found.reached])


def _codes(units: Sequence[Tied]) -> str:
    told = ", ".join(t.unit for t in units[:MOST_NAMED])
    return told if len(units) <= MOST_NAMED else f"{told} and {len(units) - MOST_NAMED} more"


def _apart(pool: Pool, draw: ClassDraw, given: Intake) -> Iterator[str]:
    """Two of one bundle that are to be apart, and groups with more pupils than classes."""
    for tied in by_code(given):
        if tied.clash:
            yield (
                f"draw {draw.id}: bundle {tied.unit} goes to one class, but members of it share a code in {draw.apart!r}; "
                "empty that cell, or dissolve the bundle"
            )
    if draw.apart == "none":
        return
    column = pool.attributes[draw.apart]
    groups: dict[str, list[str]] = {}
    for unit in given.tied:
        for line in pool.members[unit]:
            if column[line] != NONE:
                groups.setdefault(column[line], []).append(pool.applicants[line])
    for code, applicants in sorted(groups.items()):
        if len(applicants) > draw.classes:
            yield (
                f"draw {draw.id}: {len(applicants)} pupils are to be apart by {draw.apart} {code} "
                f"({', '.join(sorted(applicants)[:MOST_NAMED])}), but there are {draw.classes} classes; take some out of the group"
            )


def _bundles(draw: ClassDraw, given: Intake) -> Iterator[str]:
    """Bundles that alone have too many of one sex, or with one mark, for a class."""
    room = Room(given)
    for tied in by_code(given):
        if tied.clash:
            continue
        if room.put(tied, 0):
            room.take(tied, 0)
            continue
        marks = next((m for m, n in tied.marks if n > given.limits[m]), None)
        if marks is None:
            why = "one class with all of them would differ from another by more than one, in size or in a sex"
        else:
            name, value = draw.spread[marks]
            why = f"pupils with {name} {value} are spread, at most {given.limits[marks]} a class"
        yield f"draw {draw.id}: bundle {tied.unit} alone cannot be in one class: {why}; dissolve the bundle"


def _smaller(given: Intake, units: Sequence[Tied]) -> list[Tied]:
    """Leave out, one by one, who is not needed for the contradiction, as far as the tries go."""
    core, left = list(units), TRIES
    for tied in units:
        rest = [t for t in core if t is not tied]
        found = search(given, rest, left)
        left -= found.tries
        if not left:
            break
        if found.classes is None:
            core = rest[: found.reached]
    return core
