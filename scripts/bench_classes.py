"""`scripts/bench classes`: so many pupils into classes of fifty, some with wishes, against hashing and sorting them in plain
Python in the same run; medians.

Soundness is timed apart: it makes the same search before the freeze.
"""

import hashlib
import random
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from further_sheets import CARED, Child, class_of, kids, sheet  # noqa: E402
from sessions import people  # noqa: E402

from draw import results, rules, soundness  # noqa: E402
from draw.pool import Pool  # noqa: E402
from draw.rules import Rules  # noqa: E402

LIMIT = 5  # seconds asked of 20,000 pupils in 400 classes
PAIRS, GROUPS, CARE = 200, 100, 200  # wishes: twins together, friends apart (three of each), care spread


def pupils(count: int) -> list[Child]:
    """So many, with some hundred wishes."""
    luck = random.Random(1)
    found: list[Child] = []
    for n in range(count):
        code, facts = f"{n:06}", {"sex": luck.choice("MF")}
        if n < 2 * PAIRS:
            code += f":B{n // 2:03}"
        elif n < 2 * PAIRS + 3 * GROUPS:
            facts["apart"] = f"G{n % GROUPS:03}"
        elif n < 2 * PAIRS + 3 * GROUPS + CARE:
            facts["care"] = "YES"
        found += kids(code, **facts)
    return found


def session(count: int) -> tuple[Rules, Pool, dict[str, Any]]:
    """Sheet and pool: as many classes as hold everybody at fifty each."""
    draw = class_of("k", max(count // 50, 1), cap=51, apart="apart", spread=CARED, report=["care"])
    read = rules.parse(sheet([draw]))
    return read, people(pupils(count), read), draw


def plain(seed: str, units: list[str]) -> float:
    """Seconds that it takes to hash and sort the units."""
    start = time.perf_counter()
    sorted((hashlib.sha256(f"number1:{seed}:k:{unit}".encode()).hexdigest(), unit) for unit in units)
    return time.perf_counter() - start


def dealing(count: int, runs: int) -> None:
    """Print the medians and the peak of memory."""
    read, pool, draw = session(count)
    start = time.perf_counter()
    said = soundness.problems(pool, read)
    checking = time.perf_counter() - start
    if said:
        raise SystemExit(said[0])
    times, floors = [], []
    for n in range(runs):
        seed = hashlib.sha256(str(n).encode()).hexdigest()
        floors.append(plain(seed, list(pool.members)))
        start = time.perf_counter()
        results.compute(pool, read, seed)
        times.append(time.perf_counter() - start)
    value, floor = statistics.median(times), statistics.median(floors)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    wishes = f"{PAIRS} pairs, {GROUPS} groups apart, {CARE} spread"
    print(
        f"{count} pupils into {draw['classes']} classes ({wishes}): {value:.2f} s = {value / floor:.1f} x hash and sort"
    )
    print(
        f"  hash and sort {floor:.3f} s, soundness {checking:.2f} s, peak {peak} MiB, {runs} runs, asked: under {LIMIT} s"
    )
