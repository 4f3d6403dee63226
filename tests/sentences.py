"""Every sentence that `draw verify` says about the cases of the conformance suite, in one text that a person can read."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).resolve().parent / "vectors" / "sentences.txt"


def told(report: Any) -> list[str]:
    """The steps that do not simply match, with what is said of them; what the report shows of the record, shortened."""
    shown = "|".join((report.notice_hash, report.statement_hash, report.seed, report.child))
    steps = [f"  {s.number:2} {s.word}: {s.detail}" for s in report.steps if s.word != "match" or s.detail]
    return [*steps, f"  {report.last_line()}, shows {sha256(shown.encode()).hexdigest()[:8]}, {len(report.steps)} steps"]


def text(reports: Iterable[tuple[str, Any]]) -> bytes:
    """A block a case, by name."""
    blocks = ("\n".join([name, *told(report)]) for name, report in sorted(reports, key=lambda one: one[0]))
    return ("\n".join(blocks) + "\n").encode()
