"""Conditions on attributes: what two have in common, and what of one is left outside others (SPEC §4 `who`).

A condition is a box: attribute -> allowed codes; an attribute that it does not name may have any declared code. Children
who may be anywhere in a box are reasoned about without listing them, so that a rule sheet is judged before any roster.
"""

from collections.abc import Mapping, Sequence

Box = Mapping[str, frozenset[str]]


def box(who: Mapping[str, Sequence[str]]) -> Box:
    """The box of a `who`."""
    return {name: frozenset(codes) for name, codes in who.items()}


def meet(one: Box, other: Box) -> Box | None:
    """What matches both, or None if nothing can."""
    result = dict(one)
    for name, codes in other.items():
        result[name] = result[name] & codes if name in result else codes
        if not result[name]:
            return None
    return result


def outside(whole: Box, others: Sequence[Box], codes: Mapping[str, Sequence[str]]) -> Box | None:
    """A part of `whole` that meets none of the others, or None if they cover it. `codes`: attribute -> all its codes."""
    for n, other in enumerate(others):
        if meet(whole, other) is None:
            continue
        within = dict(whole)
        for name, allowed in other.items():
            here = within.get(name, frozenset(codes[name]))
            rest = here - allowed
            if rest:
                found = outside({**within, name: rest}, others[n + 1 :], codes)
                if found is not None:
                    return found
            within[name] = here & allowed
        return None
    return whole


def overlaps(boxes: Sequence[Box]) -> list[list[int]]:
    """For each box the indices of the earlier ones that it meets. Sets of boxes are bits of an integer: quick for 10^4."""
    takes: dict[
        tuple[str, str], int
    ] = {}  # (attribute, code) -> the boxes so far that name the attribute and allow the code
    free: dict[str, int] = {}  # attribute -> the boxes so far that do not name it
    names = {name for one in boxes for name in one}
    found = []
    for n, one in enumerate(boxes):
        met = (1 << n) - 1
        for name, allowed in one.items():
            here = free.get(name, 0)
            for code in allowed:
                here |= takes.get((name, code), 0)
            met &= here
        found.append([i for i in range(n) if met >> i & 1] if met else [])
        for name in names:
            if name not in one:
                free[name] = free.get(name, 0) | 1 << n
            for code in one.get(name, ()):
                takes[name, code] = takes.get((name, code), 0) | 1 << n
    return found
