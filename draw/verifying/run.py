"""What the steps of one verification have established so far, and the records handed in beside it (SPEC §11)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from draw.allocation.standing import Standing
from draw.amending.state import State
from draw.ceremony import Ceremony
from draw.chaining.earlier import hashes
from draw.errors import FormatError
from draw.hashing import digest
from draw.notice import Notice
from draw.pool import Pool
from draw.rules import Rules
from draw.seed import Transcript
from draw.verifying.report import Step

Record = tuple[Mapping[str, bytes], Sequence[str]]  # path -> bytes, and paths that are no regular file


class Missing(Exception):
    """A step's input was found missing or wrong by an earlier step."""


class Later(Exception):
    """Nothing is wrong, but something is missing."""


class Remark(Exception):
    """The step matches, and there is something to say that changes no verdict."""


@dataclass(slots=True)
class Others:
    """The earlier records handed in; each is verified once, however many sessions name it."""

    given: Sequence[Record]
    walk: Callable[["Run"], Sequence[Step]]  # verifies steps 1 to 17
    done: dict[int, tuple["Run", Sequence[Step]] | None] = field(default_factory=dict)  # None while it is under way

    def named(self, value: str) -> list[tuple["Run", Sequence[Step]]]:
        """The records with this hash, of statement.txt or of an amendment.txt, verified (SPEC §14)."""
        return [self._verified(n) for n, record in enumerate(self.given) if value in hashes(record[0])]

    def _verified(self, n: int) -> tuple["Run", Sequence[Step]]:
        if n not in self.done:
            self.done[n] = None
            files, odd = self.given[n]
            run = Run(files=files, odd=list(odd), trusted_notice=None, trusted_statement=None, others=self)
            self.done[n] = (run, self.walk(run))
        found = self.done[n]
        if found is None:
            raise FormatError("notice.json after", "the records name one another in a circle")
        return found


@dataclass(slots=True)
class Run:
    """What the steps have established so far; None where a step could not."""

    files: Mapping[str, bytes]
    odd: list[str]
    trusted_notice: str | None
    trusted_statement: str | None
    others: Others
    notice: Notice | None = None
    rules: Rules | None = None
    pool: Pool | None = None
    board: dict[str, str] | None = None
    transcript: Transcript | None = None
    beacon_signature: str | None = None  # "" where no beacon line was reached
    outputs: Mapping[str, bytes] | None = None
    standing: Standing | None = None
    results_hold: bool = False
    state: Ceremony | None = None
    last_line: str = ""
    final: State | None = None

    @property
    def void(self) -> bool:
        return "void.txt" in self.files and "statement.txt" not in self.files

    @property
    def notice_hash(self) -> str:
        return digest(self.file("notice.json"))

    def file(self, name: str) -> bytes:
        if name not in self.files:
            raise Missing(f"{name} is missing")
        return self.files[name]

    def the_notice(self) -> Notice:
        if self.notice is None:
            raise Missing("notice.json is not sound")
        return self.notice
