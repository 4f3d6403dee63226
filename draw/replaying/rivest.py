"""Rivest's sampler.py of 14 November 2011, for election audits: SHA-256 of seed, comma, counter, modulo the size of the range."""

import hashlib
from collections.abc import Mapping
from typing import Final

from draw.replaying.case import MOST, Case, Replay
from draw.replaying.seeds import text_seed
from draw.words import say

KEYS: Final = ("seed", "total", "a", "b", "count", "with_replacement", "skip")


def _range(case: Case) -> tuple[int, int]:
    """The first and last number: 1 to `total`, or `a` to `b`."""
    if case.has("total") == (case.has("a") or case.has("b")):
        case.fault("total", "", say("replay.one_of", keys="total, a + b"), say("replay.see_help"))
        return 1, 2**53
    if case.has("total"):
        return 1, case.whole("total", 1, 2**53, bound=True)
    first = case.whole("a", -(2**53), 2**53)
    return first, case.whole("b", first, 2**53, bound=True)


def replay(data: bytes, where: str, answers: Mapping[str, str]) -> Replay:
    """The sample. `count` numbers behind the `skip` of an earlier sample. Raises InputErrors, Unclear, FormatError."""
    case = Case(data, where, answers, KEYS)
    seed = text_seed(case)
    first, last = _range(case)
    again = case.flag("with_replacement", None)
    if again is None:
        readings = {"no": say("reading.no"), "yes": say("reading.yes")}
        again = case.ask("replacement", say("asking.replacement"), readings) == "yes"
    size = last - first + 1
    skip = case.whole("skip", 0, MOST if again else min(size - 1, MOST), 0)
    count = case.whole("count", 1, MOST if again else min(size - skip, MOST))
    case.end()
    lines, picked = [], []
    seen: set[int] = set()
    counter = found = 0
    while found < skip + count:
        counter += 1
        text = f"{seed},{counter}"
        pick = first + int(hashlib.sha256(text.encode()).hexdigest(), 16) % size
        if not again and pick in seen:
            continue
        seen.add(pick)
        found += 1
        if found > skip:
            lines.append(f"{found:>6}. {text} ==> {pick}")
            picked.append(str(pick))
    return Replay(
        used=seed, lines=tuple(lines), picked=tuple(picked), details=(), hashes=(),
        weakness=say("replay.weak.rivest"), published=True, expected=case.expected,
    )  # fmt: skip
