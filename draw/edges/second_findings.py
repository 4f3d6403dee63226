"""What a second machine found, said in words as it appears, and what that makes in the end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from draw.edges.checking_twice import Answer
from draw.edges.reporting import Told
from draw.edges.second_reports import NO_VALUE
from draw.hashing import read_aloud
from draw.recomputing import Claim
from draw.verify import MISMATCH
from draw.words import pair, say

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim as we see it. `ours`: our own hash, "" where we could make none. `wrong`: why it does not hold, or "".

    `unchecked`: what could not be checked, or "".
    """

    claim: Claim
    ours: str
    published: str
    wrong: str
    unchecked: str

    @property
    def reported(self) -> str:
        """Our hash; NO_VALUE where it is the published one and yet something behind it does not hold."""
        return self.ours if self.ours and not (self.wrong and self.ours == self.published) else NO_VALUE


def _what(key: str) -> dict[str, str]:
    chinese, english = pair(key)
    return {"what_zh": chinese, "what_en": english}


class Findings:
    """The last finding of every claim, and the ceremony side's answers to them. `say` hears every line."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._found: dict[Claim, Finding] = {}
        self._answers: dict[Claim, bool] = {}
        self._early: dict[Claim, str] = {}
        self._whole: Answer | None = None

    @property
    def bad(self) -> bool:
        """True if something differs as things stand now."""
        found = any(finding.wrong for finding in self._found.values())
        return found or not all(self._answers.values()) or (self._whole is not None and self._whole.word == MISMATCH)

    @property
    def unchecked(self) -> bool:
        """True if something could not be checked as things stand now."""
        return self._whole is not None or any(finding.unchecked for finding in self._found.values())

    @property
    def none(self) -> bool:
        """True while nothing was found."""
        return not self._found

    def forget(self) -> None:
        """Another version or attempt: what was said about the one before stands, and all begins anew."""
        self._say(say("second.again"))
        for known in (self._found, self._answers, self._early):
            known.clear()

    def early(self, ours: Mapping[Claim, str], published: Mapping[Claim, str]) -> None:
        """Our own result, before anybody has published one."""
        for claim in (Claim.OUTPUTS, Claim.RESULT):
            value = ours.get(claim, "")
            if value and claim not in published and self._early.get(claim) != value:
                self._early[claim] = value
                self._say(f"{say('second.early', **_what(f'claim.{claim}'))}: {value}")

    def add(self, finding: Finding) -> bool:
        """Say it. -> False if it was said before."""
        if self._found.get(finding.claim) == finding:
            return False
        self._found[finding.claim] = finding
        what = _what(f"claim.{finding.claim}")
        if finding.wrong:
            self._say(f"{say('second.wrong', **what)}: {finding.wrong}")
        elif finding.ours:
            self._say(f"{say('second.right', **what)}: {finding.ours}")
            self._say(f"    {read_aloud(finding.ours)}")
        if finding.unchecked:
            self._say(f"{say('second.could_not', **what)}: {finding.unchecked}")
        return True

    def whole(self, worst: Answer | None) -> None:
        """The first step that does not hold, or could not be checked, of those that only a whole record can be asked."""
        self._whole = worst
        if worst is not None:
            key = "second.wrong" if worst.word == MISMATCH else "second.could_not"
            self._say(f"{say(key, **_what('second.record'))}: ({worst.number}) {worst.detail}")

    def answered(self, told: Told) -> None:
        """What the ceremony side said to a report."""
        what = _what(f"claim.{told.claim}")
        if told.agrees is None:
            self._say(f"{say('second.refused', **what)}: {told.why}")
            return
        self._answers[told.claim] = told.agrees
        self._say(say("second.agrees" if told.agrees else "second.disagrees", **what))
