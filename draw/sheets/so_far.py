"""Where a record stands: its notice, rules, and the ceremony replayed from its ledger; for documents printed on the way (R49)."""

from dataclasses import dataclass

from draw import ceremony, ledger, rules
from draw import notice as notices
from draw.ceremony import Ceremony
from draw.hashing import digest
from draw.ledger import Line
from draw.notice import Notice
from draw.rules import Rules
from draw.sheets.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """A record read as far as it has come."""

    notice: Notice
    notice_hash: str
    rules: Rules
    lines: tuple[Line, ...]
    state: Ceremony

    @property
    def last_hash(self) -> str:
        """The hash of the last ledger line."""
        return digest(self.lines[-1].data())

    def name(self, party: str) -> str:
        """The name of a party of the notice."""
        return next((p.name for p in self.notice.parties if p.id == party), party)


def so_far(source: Source) -> SoFar:
    """The record so far. Raises FormatError or StepRefused if a file is not of its form."""
    frozen = source.files["notice.json"]
    current, plan = notices.read(frozen), rules.read(source.files["rules.json"])
    lines = ledger.read(source.files["ledger.jsonl"])
    state = ceremony.replay(lines, current, digest(frozen), plan.hall)
    return SoFar(notice=current, notice_hash=digest(frozen), rules=plan, lines=tuple(lines), state=state)


def frozen(source: Source) -> bool:
    """True from the freeze on."""
    return {"notice.json", "rules.json", "pool.csv", "ledger.jsonl"} <= source.files.keys()
