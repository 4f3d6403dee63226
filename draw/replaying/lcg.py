"""A linear congruential generator, state → (multiplier · state + increment) mod modulus, as programs on GB/T 10111 use one.

No published draw with every parameter is known to this program. So every parameter stands in the file and none has a default.
"""

from collections.abc import Mapping
from typing import Final

from draw.errors import DrawError
from draw.replaying import ring
from draw.replaying.case import Case, Replay
from draw.replaying.seeds import whole_seed
from draw.words import say

KEYS: Final = ("modulus", "multiplier", "increment", "seed", "n", "count", "value", "first", "repeats")
_MOST: Final = 1_000_000
_STEPS: Final = 10_000_000


def _chosen(case: Case, name: str, readings: tuple[str, ...], **facts: object) -> str:
    """What the file says of a convention, else the answer to a question."""
    said = case.raw(name) if case.has(name) else None
    if said in readings:
        return str(said)
    if said is not None:
        case.fault(name, said, say("replay.bad_answer"), say("replay.known_keys", keys=", ".join(readings)))
        return readings[0]
    found = say(f"asking.{name}", **facts)
    return case.ask(name, found, {one: say(f"reading.{one}") for one in readings})


def replay(data: bytes, where: str, answers: Mapping[str, str]) -> Replay:
    """The numbers 1 to n, in order. Raises InputErrors, Unclear, FormatError; DrawError if the generator cannot give so many."""
    case = Case(data, where, answers, KEYS)
    if case.has("step"):  # Fuzhou's fixed step is this recurrence with multiplier 1, modulo the number of children
        return ring.replay(data, where, answers)
    modulus = case.whole("modulus", 2, 2**128, bound=True)
    multiplier = case.whole("multiplier", 0, modulus - 1)
    increment = case.whole("increment", 0, modulus - 1)
    state = whole_seed(case, modulus - 1)
    n = case.whole("n", 1, _MOST, bound=True)
    value = _chosen(case, "value", ("mod", "scale"), value=n)
    first = _chosen(case, "first", ("seed", "next"))
    repeats = _chosen(case, "repeats", ("skip", "again"))
    count = case.whole("count", 1, n if repeats == "skip" else _MOST)
    case.end()
    used = f"x = ({multiplier}·x + {increment}) mod {modulus}, x0 = {state}"
    if first == "next":
        state = (multiplier * state + increment) % modulus
    picked: list[int] = []
    lines: list[str] = []
    drawn: set[int] = set()
    since: set[int] = set()  # states met since somebody new was drawn
    steps = 0
    while len(picked) < count:
        one = (state % n if value == "mod" else state * n // modulus) + 1
        if repeats == "again" or one not in drawn:
            picked.append(one)
            lines.append(f"{len(picked):>6}. {state} ==> {one}")
            drawn.add(one)
            since.clear()
        elif state in since:
            raise DrawError(say("replay.circle", found=len(picked), count=count))
        since.add(state)
        state = (multiplier * state + increment) % modulus
        steps += 1
        if steps > _STEPS:
            raise DrawError(say("replay.too_long", steps=_STEPS))
    return Replay(
        used=used, lines=tuple(lines), picked=tuple(str(one) for one in picked), details=(), hashes=(),
        weakness=say("replay.weak.lcg", outcomes=modulus), published=False, expected=case.expected,
    )  # fmt: skip
