"""The parts of scripts/assure: what units each has, and what one unit finds. Units are text, so that they can be kept.

Everything here is one process's work; scripts/assure spreads units over processes and keeps what they find.
"""

import json
import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from assurance import checks, checks_html, damage, judges, specimens
from assurance.damage import Damage
from assurance.keeping import ROOT, fingerprint
from assurance.mutating import mutants

SEED: Final = "assure-1"
CHUNK: Final = {"flips": 100, "leaves": 250, "mutations": 200, "mutants": 12}
VERIFIERS: Final = (ROOT / "draw", ROOT / "scripts" / "verify.py", judges.PAGE)
SHOWN: Final = 20  # faults kept of one unit
Found = dict[str, Any]

# module -> the test files that are about it, the quickest first. The battery, with all conformance cases, comes before them.
_STEPS: Final = ("test_verify", "test_chain", "test_two_verifiers")
_DRAWS: Final = ("test_admission", "test_choice", "test_results", "test_tables", "test_allocation", "test_two_verifiers")
_AFTER: Final = ("test_further_tables", "test_two_verifiers_further")
MODULES: Final[Mapping[str, tuple[str, ...]]] = {
    "draw.verify": _STEPS,
    "draw.verifying.before": ("test_paper_code", "test_verify"),
    "draw.verifying.frozen": _STEPS,
    "draw.verifying.hall": ("test_verify", "test_two_verifiers_hall"),
    "draw.verifying.later": ("test_verify", "test_chain", "test_two_verifiers"),
    "draw.verifying.outcome": _STEPS,
    "draw.verifying.paper": ("test_paper_code",),
    "draw.verifying.report": ("test_verify", "test_cli", "test_paper_code"),
    "draw.verifying.run": ("test_verify", "test_chain", "test_two_verifiers"),
    "draw.verifying.signed": ("test_verify", "test_sm3", "test_two_verifiers"),
    "draw.allocation": _DRAWS,
    "draw.allocation.admission": _DRAWS,
    "draw.allocation.cells": ("test_cohort", *_AFTER),
    "draw.allocation.chances": ("test_chances",),
    "draw.allocation.choice": _DRAWS,
    "draw.allocation.classes": ("test_classes", *_AFTER),
    "draw.allocation.cohort": ("test_cohort", *_AFTER),
    "draw.allocation.further": _AFTER,
    "draw.allocation.grouping": _DRAWS,
    "draw.allocation.late": ("test_late", *_AFTER),
    "draw.allocation.ordering": ("test_ordering", *_AFTER),
    "draw.allocation.placement": ("test_classes", *_AFTER),
    "draw.allocation.quota": ("test_quota", *_AFTER),
    "draw.allocation.rounding": ("test_rounding", "test_cohort", "test_classes"),
    "draw.allocation.seats": ("test_seats", *_AFTER),
    "draw.allocation.shortlist": _DRAWS,
    "draw.allocation.standing": _DRAWS,
    "draw.allocation.teams": ("test_teams", *_AFTER),
    "draw.order": ("test_order", "test_results"),
    "draw.seed": ("test_board_seed", "test_ceremony", "test_two_verifiers_hall"),
    "draw.board": ("test_board_seed", "test_ceremony", "test_two_verifiers_hall"),
    "draw.statement": ("test_statement", "test_verify", "test_recomputing", "test_ceremony"),
}
PARTS: Final = ("flips", "leaves", "mutations", "sessions", "checks", "mutants")


def record_of(part: str) -> Mapping[str, bytes]:
    """The record that a part damages."""
    return {"mutations": specimens.large, "leaves": specimens.bare}.get(part, specimens.small)()


@cache
def all_leaves() -> list[Damage]:
    """Every damage of the part leaves, in order."""
    return [d for name in damage.JSON_FILES for d in damage.leaves(specimens.bare(), name)]


@cache
def all_positions() -> list[tuple[str, int]]:
    """Every byte of the part flips, in order."""
    return damage.positions(specimens.small())


def source_of(module: str) -> Path:
    """The file of a module."""
    base = ROOT / module.replace(".", "/")
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def tests_of(module: str) -> list[str]:
    """The test files of a module that are there."""
    return [f"tests/{name}.py" for name in MODULES[module] if (ROOT / "tests" / f"{name}.py").is_file()]


def mark(part: str, page: bool) -> str:
    """What a part's findings are about: they are kept as long as this is the same."""
    here = ROOT / "tests" / "assurance"
    match part:
        case "mutants":  # each module has its own, in the name of the unit
            return fingerprint(here / "mutating.py")
        case "sessions":
            return fingerprint(ROOT / "draw", ROOT / "tests" / "test_lists.py")
        case "checks":
            mine = (here / name for name in ("breaking.py", "broken_page.js", "checks.py", "checks_html.py"))
            return fingerprint(*VERIFIERS, *mine, ROOT / "tests" / "conformance_cases")
    return fingerprint(*VERIFIERS, here / "damage.py", here / "specimens.py", more=f"{SEED} {page}")


def units(part: str, count: int, modules: Sequence[str]) -> list[str]:
    """The units of a part, as text."""
    match part:
        case "sessions":
            return [str(count)]
        case "mutants":
            return [unit for module in modules for unit in _of_module(module)]
        case "checks":
            return [checks.OURS, checks.STANDALONE, *([] if checks_html.why_not() else [checks.HTML])]
        case "flips":
            count = len(all_positions())
        case "leaves":
            count = len(all_leaves())
    step = CHUNK[part]
    return [f"{n}-{min(n + step, count)}" for n in range(0, count, step)]


def _of_module(module: str) -> list[str]:
    total, step = len(mutants(source_of(module).read_text(encoding="utf-8"))), CHUNK["mutants"]
    own = fingerprint(source_of(module))[:12]
    return [f"{module} {own} {n}-{min(n + step, total)}" for n in range(0, total, step)]


def _damages(part: str, first: int, last: int) -> list[Damage]:
    files = dict(record_of(part))
    match part:
        case "flips":
            return [d for at in all_positions()[first:last] for d in damage.flip(files, *at)]
        case "leaves":
            return all_leaves()[first:last]
    return [damage.mutation(files, specimens.strangers(), SEED, n) for n in range(first, last)]


_JUDGES: Final[dict[str, list[judges.Judge]]] = {}  # of this process, by part; close() ends them


def _judges(part: str, page: bool) -> list[judges.Judge]:
    if part not in _JUDGES:
        close()  # a process can have only one Playwright
        files = record_of(part)
        _JUDGES[part] = [judges.Ours(files), judges.Standalone(files), *([judges.Html(files)] if page else [])]
    return _JUDGES[part]


def judged(damages: Sequence[Damage], asked: Sequence[judges.Judge]) -> Found:
    """What the verifiers say of these: how many of each verdict, other first steps, faults."""
    said = {judge.name: judge.judge(damages) for judge in asked}
    counts = {name: dict(Counter(one.verdict for one in answers)) for name, answers in said.items()}
    faults, free, differ = [], Counter[str](), []
    for n, one in enumerate(damages):
        here = {name: answers[n] for name, answers in said.items()}
        faults += judges.faults(one, here)
        if one.free and any(s.verdict != judges.MISMATCH for s in here.values()):
            free[one.free] += 1
        elif judges.differ(here):
            differ.append(f"{one.what}: " + ", ".join(f"{k} {s.step}" for k, s in here.items()))
    return {
        "tried": len(damages), "said": counts, "free": dict(free), "faults": faults[:SHOWN], "wrong": len(faults),
        "differ": len(differ), "differing": differ[:3],
    }  # fmt: skip


def run(part: str, unit: str, page: bool, state: Path) -> Found:
    """What one unit finds."""
    match part:
        case "sessions":
            return _sessions(int(unit))
        case "mutants":
            return _mutants(unit, state / "battery.pickle")
        case "checks":
            return broken_builds(unit)
    first, last = map(int, unit.split("-"))
    return judged(_damages(part, first, last), _judges(part, page))


def close() -> None:
    """The judges of this process go."""
    for judge in _JUDGES.values():
        for one in judge:
            one.close()
    _JUDGES.clear()


def _sessions(count: int) -> Found:
    """tests/test_lists.py, `figures(count)`: raises what it finds wrong."""
    import test_lists

    try:
        test_lists.figures(count)
    except Exception as error:
        return {"tried": count, "wrong": 1, "faults": [f"{type(error).__name__}: {error}"[:2000]]}
    return {"tried": count, "wrong": 0, "faults": []}


def broken_builds(verifier: str, cases: int | None = None) -> Found:
    """What the conformance suite, or so many of its cases, says of every build of a verifier that lacks one check."""
    command = [sys.executable, str(Path(__file__).parent / "breaking.py"), verifier]
    command += [] if cases is None else ["--cases", str(cases)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    if done.returncode != 0:
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr[-400:]}")
    found = json.loads(done.stdout)
    caught, left = dict[str, str](), list[list[Any]]()
    for check in checks.checks(verifier):
        by, _, asked = found["checks"][str(check.number)]
        if by:
            caught[check.key] = by
        else:
            left.append([check.key, check.line, asked])
    how = dict(Counter(how for by, how, _ in found["checks"].values() if by))
    wrong = found["wrong"]
    return {
        "tried": len(found["checks"]), "wrong": len(wrong), "faults": wrong[:SHOWN], "caught": caught, "left": left, "how": how,
        "cases": found["cases"],
    }  # fmt: skip


def make_battery(path: Path, sessions: int) -> int:
    """Write the battery that mutants are asked, if it is not there for these bytes of program and tests; how many questions."""
    from assurance import battery

    now = fingerprint(ROOT / "draw", ROOT / "tests", more=str(sessions))
    if path.is_file():
        with path.open("rb") as file:
            if pickle.load(file) == now:
                return len(pickle.load(file))
    found = [tuple(q) for q in battery.questions(sessions)]
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        pickle.dump(now, file)
        pickle.dump(found, file)
    fresh.replace(path)
    return len(found)


def _mutants(unit: str, battery: Path) -> Found:
    module, _, span = unit.split(" ")
    first, last = span.split("-")
    command = [sys.executable, str(Path(__file__).parent / "killing.py"), str(battery), module, first, last, *tests_of(module)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    made = {m.number: m for m in mutants(source_of(module).read_text(encoding="utf-8"))}
    if done.returncode != 0 or len(answers) != int(last) - int(first):
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr[-400:]}")
    survivors = [[made[a["number"]].key(module), made[a["number"]].line] for a in answers if not a["by"]]
    return {"tried": len(answers), "wrong": 0, "faults": [], "survivors": survivors, "by": dict(Counter(a["by"] for a in answers))}
