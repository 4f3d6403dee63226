"""Asks the broken builds of one verifier: python breaking.py VERIFIER [--cases COUNT]; one object of JSON on standard output.

First the whole build is asked every case of tests/vectors/conformance, and what each case runs into is noted: a build without a
check can differ only on the cases that ran into it. These it is asked, each build in a fork, or in node for the page's script,
until one case has another verdict or step, or breaks down in a step instead of judging. `--cases`: a seeded sample of them all.
"""

import argparse
import importlib.abc
import importlib.util
import json
import os
import re
import shutil
import signal
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, Final, NamedTuple, Protocol

TESTS: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from assurance import checks  # noqa: E402 - no module of the product is loaded yet
from assurance.checks import HTML, OURS, SCRIPT, STANDALONE, Check, Runtime  # noqa: E402
from assurance.killing import _forked as forked  # noqa: E402

SEED: Final = "checks-1"
SECONDS: Final = 60  # processor time of one broken build
VERDICT, BREAKDOWN, NEVER = "verdict", "breakdown", "never ends"


class Answer(NamedTuple):
    """A verifier's last line, and whether a step broke down instead of judging."""

    line: str
    broke: bool


class Broken(NamedTuple):
    """What became of a build without one check: `by` the case that caught it, "" for none, of `asked` that ran into the check."""

    by: str
    how: str
    asked: int


class Asker(Protocol):
    """One verifier with its switches."""

    checks: Sequence[Check]

    def fired(self, number: int) -> tuple[Answer, set[int]]:
        """The whole build's answer to a case, and the checks that the case ran into."""

    def broken(self, check: int, cases: Sequence[int]) -> tuple[int, str]:
        """(the case that caught the build without this check, or -1; how)."""

    def close(self) -> None:
        """What it holds is let go."""


class _Loader(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the product's modules with their switches."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime, self.first, self.checks, found = runtime, dict[str, int](), list[Check](), list[Check]()
        for module in checks.modules():
            self.first[module] = len(found)
            found += checks.switched(module, checks.path_of(module), len(found))[1]

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        """A spec for the modules with checks, none for others."""
        if name not in self.first:
            return None
        file = checks.path_of(name)
        places = [str(file.parent)] if file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(name, file, loader=self, submodule_search_locations=places)

    def exec_module(self, module: ModuleType) -> None:
        """Run the code with the switches in reach."""
        name = module.__name__
        module.__dict__.update(self.runtime.names())
        file = checks.path_of(name)
        exec(compile(checks.switched(name, file, self.first[name])[0], str(file), "exec"), module.__dict__)


class _Python(ABC):
    """What both Python verifiers share: a runtime, forks, no memory from one case to the next."""

    def __init__(self, verifier: str) -> None:
        self.checks = checks.checks(verifier)
        self.runtime = Runtime()
        self.caches: list[Callable[[], None]] = []

    @abstractmethod
    def ask(self, number: int) -> Answer:
        """The answer to a case."""

    def remember(self, modules: Iterable[ModuleType]) -> None:
        """Note the caches of these modules: what they hold was found by another build."""
        self.caches = [v.cache_clear for m in modules for v in vars(m).values() if hasattr(v, "cache_clear")]

    def _asked(self, number: int) -> Answer:
        for clear in self.caches:
            clear()
        return self.ask(number)

    def fired(self, number: int) -> tuple[Answer, set[int]]:
        """The whole build's answer to a case, and the checks that the case ran into."""
        self.runtime.fired = set()
        answer = self._asked(number)
        return answer, self.runtime.fired

    def broken(self, check: int, cases: Sequence[int]) -> tuple[int, str]:
        """(the case that caught the build without this check, or -1; how)."""

        def act(pipe: int) -> bool:
            self.runtime.off = check
            for n in cases:
                os.write(pipe, f"{n} ".encode())
                answer = self._asked(n)
                if answer.line != self.answers[n] or answer.broke:
                    os.write(pipe, (VERDICT if answer.line != self.answers[n] else BREAKDOWN).encode() + b" ")
                    return False
            return True

        survived, told = forked(act, SECONDS)
        if survived:
            return -1, ""
        *_, last = re.findall(rb"[0-9]+", told)
        how = re.findall(rb"[a-z]+", told)
        return int(last), how[0].decode() if how else NEVER

    answers: list[str]

    def close(self) -> None:
        """Let go of what was remembered."""
        self.caches = []


class Ours(_Python):
    """draw.verify."""

    def __init__(self) -> None:
        super().__init__(OURS)
        sys.meta_path.insert(0, _Loader(self.runtime))
        from assurance import battery

        self.battery = battery
        self.questions = list(battery.conformance())
        self.answers = [q.answer for q in self.questions]
        self.remember([m for n, m in sys.modules.items() if n in checks.modules()])

    def ask(self, number: int) -> Answer:
        """Through draw.verify.verify."""
        report = self.battery.report(self.questions[number])
        return Answer(report.last_line(), any("cannot be read: " in s.detail for s in report.steps))


class Standalone(_Python):
    """scripts/verify.py, each record in a folder of its own."""

    def __init__(self) -> None:
        super().__init__(STANDALONE)
        from assurance import battery

        self.questions = list(battery.conformance())
        self.answers = [q.answer for q in self.questions]
        memory = Path("/dev/shm")
        self.base = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.laid: dict[int, str] = {}
        self.module = ModuleType("switched_verify")
        self.module.__dict__.update(self.runtime.names())
        sys.modules["switched_verify"] = self.module
        tree, _ = checks.switched(STANDALONE, SCRIPT)
        exec(compile(tree, str(SCRIPT), "exec"), self.module.__dict__)
        self.remember([self.module])
        self.places: dict[int, tuple[str, list[str], str | None]] = {}

    def _record(self, files: Any, odd: Sequence[str]) -> str:
        key = id(files)
        if key not in self.laid:
            folder = self.base / str(len(self.laid))
            folder.mkdir()
            self.laid[key] = str(folder)
            for name, data in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
            for name in odd:
                if name.endswith("/"):
                    (folder / name).mkdir(parents=True)
                else:
                    (folder / name).symlink_to("pool.csv")
        return self.laid[key]

    def _lay(self, number: int) -> tuple[str, list[str], str | None]:
        question = self.questions[number]
        code = None
        if question.code is not None:
            code = str(self.base / f"code-{number}")
            Path(code).write_bytes(question.code)
        return self._record(question.files, question.odd), [self._record(*one) for one in question.earlier], code

    def ask(self, number: int) -> Answer:
        """Through its verify()."""
        if number not in self.places:
            self.places[number] = self._lay(number)
        question, (record, earlier, code) = self.questions[number], self.places[number]
        report = self.module.verify(record, question.notice, question.statement, earlier, code, question.whose)
        line = f"verdict: {report.verdict}" + (f" ({report.step})" if report.step else "")
        return Answer(line, any(re.match(r"[A-Za-z]+(Error|Exception)\b", s.detail) for s in report.steps))

    def close(self) -> None:
        """The folders go."""
        shutil.rmtree(self.base)


def asker(verifier: str) -> Any:
    """The one of that name; in a process in which nothing of the product is loaded."""
    if verifier == HTML:
        from assurance.checks_html import Page

        return Page()
    return {OURS: Ours, STANDALONE: Standalone}[verifier]()


def asked(verifier: str, count: int | None) -> dict[str, Any]:
    """{"checks": {number: Broken}, "wrong": [answers of the whole build that are not the right ones], "cases": how many}."""
    one = asker(verifier)
    try:
        cases = list(range(len(one.questions)))
        if count is not None:
            cases = sorted(Random(SEED).sample(cases, min(count, len(cases))))
        ran, wrong, many = dict[int, list[int]](), list[str](), dict[int, int]()
        for n in cases:
            answer, fired = one.fired(n)
            many[n] = len(fired)
            if answer.line != one.answers[n] or answer.broke:
                wrong.append(f"{one.questions[n].name}: {answer}, must be {one.answers[n]!r}")
                continue  # where the whole build is wrong, a broken one says nothing
            for check in fired:
                ran.setdefault(check, []).append(n)
        found = {}
        for check in one.checks:
            here = sorted(ran.get(check.number, ()), key=lambda n: many[n])  # where little else fires, the check stands alone
            at, how = one.broken(check.number, here) if here else (-1, "")
            found[check.number] = Broken(one.questions[at].name.removeprefix("conformance ") if at >= 0 else "", how, len(here))
        return {"checks": found, "wrong": wrong, "cases": len(cases)}
    finally:
        one.close()


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("verifier", choices=(OURS, STANDALONE, HTML))
    parser.add_argument("--cases", type=int)
    given = parser.parse_args()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    json.dump(asked(given.verifier, given.cases), sys.stdout)


if __name__ == "__main__":
    main()
