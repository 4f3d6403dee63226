"""The clock and the entropy, the two things a draw must never compute with: both are handed in from here.

A rehearsal may run under a test clock and test entropy so that a whole record can be repeated byte for byte; a live draw refuses
both. Neither ever enters an order (SPEC §7) or, but for the secrets and dice of people, the seed (SPEC §6).
"""

import hashlib
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from draw.encoding import time_seconds
from draw.errors import DrawError

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambient:
    """`now(n)` is the time of ledger line n; `entropy(label, size)` bytes nobody can guess. `test`: not for live."""

    now: Callable[[int], str]
    entropy: Callable[[str, int], bytes]
    test: bool


def stamp(seconds: int) -> str:
    """Unix seconds as a SPEC time."""
    return datetime.fromtimestamp(seconds, BEIJING).strftime("%Y-%m-%dT%H:%M:%S+08:00")


def from_environment() -> Ambient:
    """The system's clock and CSPRNG; or, for rehearsals, DRAW_TEST_CLOCK=<time>/<seconds a line> and DRAW_TEST_ENTROPY.

    Raises DrawError if a variable has not the right form.
    """
    clock, entropy = os.environ.get("DRAW_TEST_CLOCK"), os.environ.get("DRAW_TEST_ENTROPY")
    now: Callable[[int], str] = lambda n: stamp(int(time.time()))
    if clock:
        start, _, step = clock.partition("/")
        first = time_seconds(start)
        if first is None or not step.isascii() or not step.isdigit():
            raise DrawError("DRAW_TEST_CLOCK must be <YYYY-MM-DDThh:mm:ss+08:00>/<seconds a ledger line>")
        pace = int(step)
        now = lambda n: stamp(first + pace * n)
    generate: Callable[[str, int], bytes] = lambda label, size: secrets.token_bytes(size)
    if entropy:
        generate = lambda label, size: hashlib.shake_256(f"draw-test:{entropy}:{label}".encode()).digest(size)
    return Ambient(now=now, entropy=generate, test=bool(clock or entropy))
