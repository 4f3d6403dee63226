"""A second machine: follows the published files while the ceremony goes on and works everything out again (R14, R52).

It shares no memory, key or disk with the machine of the ceremony; what it trusts are its own copy of the program and the codes
on the papers that were signed.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from draw import notice
from draw.edges import checking_twice
from draw.edges.checking_twice import ANCHORS, Both
from draw.edges.mirror import Mirror
from draw.edges.reporting import Reporter
from draw.edges.second_findings import Finding, Findings, Say
from draw.edges.sources import Source, Unreachable
from draw.errors import FormatError
from draw.hashing import digest
from draw.recomputing import STEPS, Claim, Recomputed, published
from draw.verify import MISMATCH
from draw.words import say

POLL_SECONDS: Final = 1.0
PATIENCE_SECONDS: Final = 3.0  # files appear one by one: only what still differs after this long is a difference
_SEALED: Final = "SHA256SUMS.sig"
_OF_THE_WHOLE: Final = (1, 15, 16, 17)  # steps that only a whole record can be asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to compare with, and the earlier records of a chain. None: there is no such paper yet."""

    notice: str | None
    statement: str | None
    earlier: tuple[Path, ...]


class Second:
    """One second machine on one source."""

    def __init__(
        self,
        source: Source,
        out: Path,
        wanted: Wanted,
        reporter: Reporter | None,
        say: Say,
        *,
        patience: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises DrawError if `out` holds anything that is no file of a record."""
        self._mirror = Mirror(source, out)
        self._out = out
        self._wanted = wanted
        self._reporter = reporter
        self._say = say
        self._patience = patience
        self._clock = clock
        self._ours = Recomputed()
        self._doubt: float | None = None  # since when something differs that may still be on its way
        self._lost = False
        self._notice = ""
        self.found = Findings(say)

    def follow(self, poll: float = POLL_SECONDS) -> int:
        """Until the record is whole. -> exit code: 0 all agrees, 1 something disagrees, 2 something could not be checked."""
        while not self.look():
            time.sleep(poll)
        return self._end(poll)

    def once(self, poll: float = POLL_SECONDS) -> int:
        """What is there now, and nothing that comes later. -> exit code; 2 too if there is nothing."""
        while not self.look() and self._doubt is not None:
            time.sleep(poll)
        if self.found.none:
            self._say(say("second.nothing"))
            return 2
        return self._end(poll)

    def _end(self, poll: float) -> int:
        until = self._clock() + self._patience
        while self._waiting() and self._clock() < until:
            time.sleep(poll)
            self._send()
        if self._waiting():
            self._say(say("second.untold", n=self._waiting()))
        key = "second.bad" if self.found.bad else "second.unchecked" if self.found.unchecked else "second.good"
        self._say(say(key))
        return 1 if self.found.bad else 2 if self.found.unchecked else 0

    # -- one look ---------------------------------------------------------------------------------------------------------

    def look(self) -> bool:
        """Look once. -> True if the record is whole and was checked."""
        try:
            changed = self._mirror.update()
        except Unreachable as error:
            if not self._lost:
                self._say(f"{say('second.lost')}: {error}")
            self._lost = True
            return False
        if self._lost:
            self._say(say("second.found"))
            self._lost = False
        done = "notice.json" in self._mirror.files and (changed or self._doubt is not None or self.found.none)
        done = done and self._judge(self._mirror.files)
        self._send()
        return done

    def _judge(self, files: Mapping[str, bytes]) -> bool:
        """Check what is there and say it. -> True if that was the whole record."""
        value = digest(files["notice.json"])
        if self._notice not in ("", value):
            self.found.forget()
            self._doubt = None
        self._notice = value
        both = checking_twice.check(
            self._out,
            self._mirror.odd(),
            notice=self._wanted.notice,
            statement=self._wanted.statement,
            earlier=self._wanted.earlier,
        )
        findings = self._findings(files, both)
        rest = self._of_the_whole(both) if _SEALED in files else None
        patient = self._patient(rest is not None or any(f.wrong or f.unchecked for f in findings))
        for finding in findings:
            if not patient or not (finding.wrong or finding.unchecked):
                self._tell(finding, files)
        if _SEALED not in files or (rest is not None and patient):
            return False
        self.found.whole(rest)
        self._last_words(both)
        return True

    def _patient(self, differs: bool) -> bool:
        """True while a difference may still be a file on its way; then it is one, until something changes."""
        since = self._clock() if self._doubt is None else self._doubt
        patient = differs and self._clock() - since < self._patience
        self._doubt = since if patient else None
        return patient

    @staticmethod
    def _of_the_whole(both: Both) -> checking_twice.Answer | None:
        """The first step of a whole record that does not hold; a paper that was not given is nothing missing here."""
        papers = both.worst((ANCHORS,))
        if papers is not None and papers.word == MISMATCH:
            return papers
        return both.worst(_OF_THE_WHOLE)

    def _findings(self, files: Mapping[str, bytes], both: Both) -> list[Finding]:
        theirs = published(files)
        ours, problem = self._ours.values(files)
        self.found.early(ours, theirs)
        return [
            self._finding(claim, ours.get(claim, ""), theirs[claim], both, problem)
            for claim in Claim
            if claim in theirs
        ]

    def _finding(self, claim: Claim, ours: str, theirs: str, both: Both, problem: str) -> Finding:
        worst = both.worst(STEPS[claim])
        paper = {
            Claim.NOTICE: self._wanted.notice,
            Claim.STATEMENT: self._wanted.statement,
            Claim.VOID: self._wanted.statement,
        }
        wrong = unchecked = ""
        if worst is not None and worst.word == MISMATCH:
            wrong = f"({worst.number}) {worst.detail}"
        elif paper.get(claim) not in (None, theirs):
            wrong = say("second.paper", paper=paper[claim])
        elif ours and ours != theirs:
            wrong = say("second.differs", ours=ours, theirs=theirs)
        elif worst is not None:
            unchecked = f"({worst.number}) {worst.detail}"
        elif not ours:
            wrong = problem
        return Finding(claim=claim, ours=ours, published=theirs, wrong=wrong, unchecked=unchecked)

    # -- what is said and reported ------------------------------------------------------------------------------------------

    def _tell(self, finding: Finding, files: Mapping[str, bytes]) -> None:
        if self.found.add(finding) and self._reporter is not None and (finding.wrong or finding.ours):
            self._reporter.tell(_attempt(files), finding.claim, finding.reported)

    def _last_words(self, both: Both) -> None:
        self._say(f"draw verify       {both.verdicts[0]}")
        self._say(f"scripts/verify.py {both.verdicts[1]}")
        if self._wanted.notice is None or self._wanted.statement is None:
            self._say(say("second.papers"))
        self._say(f"{say('second.kept')}: {self._out}")

    def _waiting(self) -> int:
        return self._reporter.waiting if self._reporter is not None else 0

    def _send(self) -> None:
        for told in self._reporter.send() if self._reporter is not None else ():
            self.found.answered(told)


def _attempt(files: Mapping[str, bytes]) -> int:
    try:
        return notice.read(files["notice.json"]).attempt
    except FormatError:
        return 0
