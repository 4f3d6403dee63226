"""The `consistent_sampler` of Rivest, package version 1.0: each id has a ticket number in (0, 1) from seed and id; lowest first.

With replacement an id that was drawn gets a new, higher ticket. Numbers are decimal texts and are compared as texts.
"""

import hashlib
import heapq
from collections.abc import Mapping
from typing import Final

from draw.replaying.case import MOST, Case, Replay
from draw.replaying.seeds import text_seed
from draw.words import say

KEYS: Final = ("ids", "seed", "with_replacement", "drop", "take", "digits")


def _fraction(text: str) -> str:
    """The decimal digits of a SHA-256, at least 64, last digit first: the low ones are even, the high ones are not."""
    return f"{int(hashlib.sha256(text.encode()).hexdigest(), 16):064d}"[::-1]


def _nines(number: str) -> int:
    """How many nines a ticket number begins with, behind its `0.`."""
    return len(number) - 2 - len(number[2:].lstrip("9"))


def _first(seed: str, one: str) -> str:
    """The first ticket number of an id."""
    return "0." + _fraction(hashlib.sha256(seed.encode()).hexdigest() + one)


def _next(number: str) -> str:
    """The ticket number behind this one: the leading nines stay, the rest is hashed anew until it is higher."""
    head, tries = number[: 2 + _nines(number)], 1
    while True:
        found = head + _fraction(f"{number}:{tries}")
        if found > number + "0":
            return found
        tries += 1


def _trimmed(number: str, digits: int) -> str:
    """As the package shows it: so many digits behind the leading nines."""
    return number[: 2 + _nines(number) + digits]


def _ids(case: Case) -> list[str]:
    found: list[str] = []
    ids = case.raw("ids")
    if ids is not None and (not isinstance(ids, list) or not ids):
        case.fault("ids", ids, say("replay.not_list"), say("replay.see_help"))
    for one in ids if isinstance(ids, list) else []:
        if type(one) is not str and type(one) is not int:
            case.fault("ids", one, say("replay.not_text"), say("replay.quote_it"))
        elif str(one) in found:
            case.fault("ids", one, say("replay.twice"), say("replay.once_each"))
        else:
            found.append(str(one))
    return found


def replay(data: bytes, where: str, answers: Mapping[str, str]) -> Replay:
    """The sample: `take` ids behind the first `drop`. Defaults are the package's. Raises InputErrors, Unclear, FormatError."""
    case = Case(data, where, answers, KEYS)
    seed, ids = text_seed(case), _ids(case)
    again = case.flag("with_replacement", False)
    drop = case.whole("drop", 0, MOST, 0)
    take = case.whole("take", 0, MOST, None if again else len(ids))
    digits = case.whole("digits", 0, 99, 9)
    case.end()
    heap = [(_first(seed, one), one, 1) for one in ids]
    heapq.heapify(heap)
    picked, details = [], []
    for n in range(drop + take):
        if not heap:
            break
        number, one, generation = heapq.heappop(heap)
        if again:
            heapq.heappush(heap, (_next(number), one, generation + 1))
        if n >= drop:
            picked.append(one)
            details.append((_trimmed(number, digits), one, str(generation)))
    return Replay(
        used=seed, lines=tuple("  ".join(one) for one in details), picked=tuple(picked), details=tuple(details), hashes=(),
        weakness=say("replay.weak.consistent-sampler"), published=True, expected=case.expected,
    )  # fmt: skip
