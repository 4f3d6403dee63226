"""Asks mutants of one module: python killing.py BATTERY MODULE FIRST LAST TEST…; a line of JSON for each on standard output.

Each mutant lives in a fork of a process in which nothing of the project is loaded: first the battery, the question that killed the
last mutant first; what survives it gets the module's own tests. A time limit ends loops without end, which counts as killed.
"""

import json
import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parent.parent
ROOT: Final = TESTS.parent
sys.path[:0] = [str(ROOT), str(TESTS)]

from assurance import mutating  # noqa: E402

QUICK, LONG = 60, 400  # processor seconds of a fork
SURVIVED: Final = 77  # no exit code of pytest, of a crash or of an unhandled exception


def path_of(module: str) -> Path:
    """draw.board -> draw/board.py."""
    base = ROOT / module.replace(".", "/")
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def _forked(act: Callable[[int], bool], seconds: int) -> tuple[bool, bytes]:
    """(True if the mutant survived `act` in a fork, what it wrote to the pipe). `act` gets the pipe."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        null = os.open(os.devnull, os.O_RDWR)
        for n in (0, 1, 2):
            os.dup2(null, n)
        try:
            survived = act(write)
        except BaseException:  # whatever the mutant raises kills it
            os._exit(1)
        os._exit(SURVIVED if survived else 1)
    os.close(write)
    until, told = time.monotonic() + 6 * seconds, b""  # the machine may be busy: a fork is given processor time
    while True:
        if select.select([read], [], [], 1)[0]:
            data = os.read(read, 4096)
            if not data:
                break
            told += data
        if time.monotonic() > until or _used(child) > seconds:
            os.kill(child, signal.SIGKILL)
            break
    os.close(read)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == SURVIVED, told


def _used(process: int) -> float:
    """Processor seconds of a running process."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:  # no such system, or just ended
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Killer:
    """Asks the mutants of one module one after the other."""

    def __init__(self, module: str, battery: list[tuple[object, ...]], tests: Sequence[str]) -> None:
        import hypothesis  # noqa: F401 - loaded once, before the forks
        import pytest  # noqa: F401

        self.module, self.tests = module, tests
        self.order = list(range(len(battery)))
        self.battery = battery

    def killed(self, number: int) -> str:
        """What killed the mutant, or "" if it survived."""
        survived, told = _forked(lambda pipe: self._answers(number, pipe), QUICK)
        if not survived:
            if not told:
                return "while loaded, or by the time limit"
            last = int(told.split()[-1])
            self.order.remove(last)
            self.order.insert(0, last)
            return str(self.battery[last][0])
        for test in self.tests:
            survived, _ = _forked(lambda _, one=test: self._tested(number, one), LONG)
            if not survived:
                return test
        return ""

    def _answers(self, number: int, pipe: int) -> bool:
        mutating.install(self.module, path_of(self.module), number)
        from assurance.battery import Question, asked

        for n in self.order:
            question = Question(*self.battery[n])
            os.write(pipe, f"{n} ".encode())
            if asked(question) != question.answer:
                return False
        return True

    def _tested(self, number: int, test: str) -> bool:
        import pytest

        mutating.install(self.module, path_of(self.module), number)
        os.environ["CI"] = "1"  # the same examples every time
        os.chdir(ROOT)
        return pytest.main(["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", test]) == 0


def main() -> None:
    """Parse and run; one line a mutant."""
    battery, module, first, last, *tests = sys.argv[1:]
    with open(battery, "rb") as file:
        pickle.load(file)  # of which program it was made
        killer = Killer(module, pickle.load(file), tests)
    if int(first) == 0:
        by = killer.killed(mutating.UNCHANGED)
        if by:
            sys.exit(f"{module} fails unchanged: {by}")
    for number in range(int(first), int(last)):
        start = time.monotonic()
        by = killer.killed(number)
        answer = {"number": number, "by": by, "seconds": round(time.monotonic() - start, 1)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
