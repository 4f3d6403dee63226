"""`scripts/bench verify`: `draw verify` and scripts/verify.py on one record of so many units, whole commands, against hashing and
sorting the same numbers in plain Python, turn and turn about in the same run; processor seconds and peak memory, medians.

The process of each command is counted from its start: reading the folder, every step, and the words at the end.
"""

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import simulator  # noqa: E402

LIMIT, MEMORY = 5, 1024  # times the floor; MiB asked of verify.py
FLOOR = """
import hashlib, pathlib, sys
seed, units = sys.argv[1], pathlib.Path(sys.argv[2]).read_text().split()
sorted((hashlib.sha256(f"number1:{seed}:x1:{unit}".encode()).hexdigest(), unit) for unit in units)
"""


def laid(folder: Path, units: int) -> tuple[str, str]:
    """A record of so many children, one pair in a hundred, places for half of them; its two hashes."""
    codes = [f"{n:07}" for n in range(units)]
    people = [(c, f"B{n // 100:05}" if n % 100 < 2 else c, dict[str, str]()) for n, c in enumerate(codes)]
    files = simulator.record(people=people, rules=simulator.rules_of([simulator.school("X1", max(units // 2, 1))]))
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return simulator.anchors(files)


def spent(command: list[str]) -> tuple[float, int]:
    """(processor seconds, peak MiB) of a command that must succeed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command[:4])}: exit code {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def verifying(units: int, runs: int) -> None:
    """Print both ratios and memories; a record made here, kept nowhere."""
    with tempfile.TemporaryDirectory() as base:
        folder, listed = Path(base) / "record", Path(base) / "units"
        child = os.fork()  # what making the record takes does not stay in this process
        if child == 0:
            hashes = laid(folder, units)
            (Path(base) / "hashes").write_text(" ".join(hashes))
            os._exit(0)
        os.waitpid(child, 0)
        notice, statement = (Path(base) / "hashes").read_text().split()
        rows = (folder / "orders/x1.csv").read_text().splitlines()[1:]
        listed.write_text("\n".join(sorted(row.rsplit(",", 1)[1] for row in rows)))
        seed = hashlib.sha256((folder / "seed.txt").read_bytes()).hexdigest()
        anchors = ["--notice", notice, "--statement", statement]
        commands = {
            "floor": [sys.executable, "-c", FLOOR, seed, str(listed)],
            "draw verify": [sys.executable, "-m", "draw", "verify", str(folder), *anchors],
            "scripts/verify.py": [sys.executable, "scripts/verify.py", str(folder), *anchors],
        }
        found: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                found[name].append(spent(command))
        floor = statistics.median(s for s, _ in found["floor"])
        print(f"record of {units} applicants, {len(rows)} units; hash and sort in plain Python: {floor:.2f} s ({runs} runs)")
        for name in list(commands)[1:]:
            value = statistics.median(s for s, _ in found[name])
            peak = max(m for _, m in found[name])
            asked = f"asked: under {LIMIT}" + (f", {MEMORY} MiB" if name.endswith(".py") else "")
            print(f"{name}: {value:.2f} s = {value / floor:.1f} x, peak {peak} MiB ({asked})")
