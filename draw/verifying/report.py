"""What a verification answers: a word for each step, and the verdict (SPEC §11)."""

from dataclasses import dataclass
from typing import Final

from draw.notice import Notice
from draw.words import pair, zh

MATCH: Final = "match"
MISMATCH: Final = "mismatch"
COULD_NOT: Final = "could not check"
EXIT: Final = {MATCH: 0, MISMATCH: 1, COULD_NOT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step's answer: its number, one of the three words, and the first difference or what is missing."""

    number: int
    word: str
    detail: str

    def line(self) -> str:
        """One line for a terminal, Chinese and English."""
        name_zh, name_en = pair(f"step.{self.number}")
        detail = f": {self.detail}" if self.detail else ""
        return f"({self.number:2}) {name_zh} {name_en} — {zh(f'word.{self.word}')} {self.word}{detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All steps, and what of the record was sound enough to show."""

    steps: tuple[Step, ...]
    notice: Notice | None
    notice_hash: str
    statement_hash: str
    seed: str
    child: str  # the applicant of a slip that matches (step 19), else ""

    def first(self, word: str) -> Step | None:
        """The first step with that word."""
        return next((s for s in self.steps if s.word == word), None)

    @property
    def verdict(self) -> str:
        """match, mismatch or could not check (SPEC §11)."""
        if self.first(MISMATCH):
            return MISMATCH
        return COULD_NOT if self.first(COULD_NOT) else MATCH

    def sentence(self) -> tuple[str, str]:
        """The verdict in one sentence, (Chinese, English)."""
        step = self.first(self.verdict)
        if self.verdict == MATCH or step is None:
            record = any(s.number == 5 for s in self.steps)  # of the frozen list only steps 1 to 4, 18 and 19 are made
            return pair("verdict.match" if record else "verdict.match_list")
        return pair(f"verdict.{self.verdict}", step=step.number, what=step.detail)

    def last_line(self) -> str:
        """The line that programs read."""
        step = self.first(self.verdict)
        return f"verdict: {self.verdict}" + ("" if self.verdict == MATCH or step is None else f" ({step.number})")
