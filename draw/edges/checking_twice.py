"""Both verifiers on one record folder: the product's own in this process, the standalone one in another (SPEC §11)."""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from draw.edges import folder, program
from draw.verify import COULD_NOT, MISMATCH, verify

_LINE: Final = re.compile(r"\( ?([0-9]+)\) [a-z ]+ \S+ (match|mismatch|could not check)(?:: (.*))?")
ANCHORS: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What both say about a step. `word`: the worse of the two."""

    number: int
    words: tuple[str, str]
    detail: str

    @property
    def word(self) -> str:
        """mismatch if either says so, else could not check if either does, else match."""
        return next((w for w in (MISMATCH, COULD_NOT) if w in self.words), self.words[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """Every step of both verifiers, and their last lines."""

    steps: tuple[Answer, ...]
    verdicts: tuple[str, str]

    def worst(self, numbers: Sequence[int]) -> Answer | None:
        """The first of these steps that is a mismatch, else the first that could not be checked, else None."""
        of = [step for step in self.steps if step.number in numbers]
        found = (next((step for step in of if step.word == word), None) for word in (MISMATCH, COULD_NOT))
        return next((step for step in found if step is not None), None)


def check(
    record: Path, odd: Sequence[str], *, notice: str | None, statement: str | None, earlier: Sequence[Path]
) -> Both:
    """Run both. `odd`: paths at the source that no record holds."""
    files, here = folder.read_record(record)
    others = [folder.read_record(path) for path in earlier]
    report = verify(files, [*here, *odd], notice_hash=notice, statement_hash=statement, earlier=others)
    arguments = [
        str(record),
        *(["--notice", notice] if notice else []),
        *(["--statement", statement] if statement else []),
    ]
    arguments += [word for path in earlier for word in ("--earlier", str(path))]
    command = [sys.executable, "-I", "-X", "utf8", str(program.kit_file("verify.py")), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    lines = done.stdout.splitlines()
    theirs = {int(found[1]): (found[2], found[3] or "") for found in map(_LINE.fullmatch, lines) if found}
    silent = (COULD_NOT, (done.stderr.splitlines() or ["no answer"])[-1][:200])
    steps = []
    for step in report.steps:
        word, detail = theirs.get(step.number, silent)
        steps.append(
            Answer(number=step.number, words=(step.word, word), detail=_detail(step.word, step.detail, word, detail))
        )
    last = next((line for line in reversed(lines) if line.startswith("verdict: ")), f"verdict: {COULD_NOT}")
    return Both(steps=tuple(steps), verdicts=(report.last_line(), last))


def _detail(word: str, ours: str, other: str, theirs: str) -> str:
    """What the one says whose word is the worse."""
    for worse in (MISMATCH, COULD_NOT):
        if word == worse:
            return ours
        if other == worse:
            return theirs
    return ""
