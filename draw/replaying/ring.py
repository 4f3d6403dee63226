"""Numbers 1 to n in a ring, a start, and a fixed count to the next: Nanchang 2023, 起始号 + 间隔数; Fuzhou 2019–2023, 等差数.

`interval`: who is drawn leaves the ring and is not counted any more. `step`: everybody stays in the count; n + 1 is 1 again.
"""

from collections.abc import Mapping
from typing import Final

from draw.replaying.case import Case, Replay
from draw.words import say

KEYS: Final = ("n", "winners", "start", "interval", "step")
_MOST: Final = 200_000


def _leaving(n: int, winners: int, start: int, interval: int) -> list[int]:
    """Who is drawn where the drawn leave the ring: the one `interval` further among those left."""
    ring, at = list(range(1, n + 1)), start - 1
    found: list[int] = []
    while len(found) < winners:
        found.append(ring.pop(at))
        if ring:
            at = (at + interval - 1) % len(ring)
    return found


def _stepping(case: Case, n: int, winners: int, start: int, step: int) -> list[int]:
    """Who is drawn where everybody stays; once a step comes back to somebody drawn, the count goes on one by one."""
    found: list[int] = []
    drawn: set[int] = set()
    at = start
    while len(found) < winners and at not in drawn:
        found.append(at)
        drawn.add(at)
        at = (at + step - 1) % n + 1
    if len(found) == winners:
        return found
    readings = {name: say(f"reading.{name}") for name in ("after-last", "after-hit")}
    at = found[-1] if case.ask("lap", say("asking.lap", value=at), readings) == "after-last" else at
    while len(found) < winners:
        at = at % n + 1
        if at not in drawn:
            found.append(at)
            drawn.add(at)
    return found


def replay(data: bytes, where: str, answers: Mapping[str, str]) -> Replay:
    """The numbers drawn, in order. Raises InputErrors, Unclear, FormatError."""
    case = Case(data, where, answers, KEYS)
    n = case.whole("n", 1, _MOST, bound=True)
    winners, start = case.whole("winners", 1, n), case.whole("start", 1, n)
    leaving = case.has("interval")
    if leaving == case.has("step"):
        case.fault("interval", "", say("replay.one_of", keys="interval, step"), say("replay.see_help"))
    count = case.whole("interval" if leaving else "step", 1, n, None if leaving or case.has("step") else 1)
    if case.faulty:
        case.end()
    picked = _leaving(n, winners, start, count) if leaving else _stepping(case, n, winners, start, count)
    case.end()
    weakness = "replay.weak.ring" if leaving else "replay.weak.step"
    facts = f"n={n} winners={winners} start={start} {'interval' if leaving else 'step'}={count}"
    return Replay(
        used=facts, lines=tuple(f"{k:>6}. {one}" for k, one in enumerate(picked, start=1)),
        picked=tuple(str(one) for one in picked), details=(), hashes=(),
        weakness=say(weakness, n=n, winners=winners, outcomes=n * n if leaving else n), published=leaving, expected=case.expected,
    )  # fmt: skip
