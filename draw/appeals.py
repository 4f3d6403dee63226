"""Appeals: a case with its question, deadline, outcome and answer, and what the record says about its code (R54).

Cases are never public and never in the record; only what anybody could look up in it is quoted here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from draw import encoding
from draw.encoding import CODE, HASH, matches
from draw.errors import FormatError, StepRefused
from draw.explain import explain
from draw.hashing import digest
from draw.rules.forms import is_date
from draw.words import pair, say

Pair = tuple[str, str]
_WHERE: Final = "appeal"


class Closing(StrEnum):
    """How a case ends."""

    CONFIRMED = "CONFIRMED"
    AMENDMENT = "AMENDMENT"
    NEW_SESSION = "NEW_SESSION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case; question and answer by the hashes of their files, which lie encrypted beside it. "" and 0 for none yet."""

    number: int
    code: str
    question: str
    opened: str
    deadline: str
    outcome: str
    answer: str
    amendment: int
    closed: str

    def overdue(self, today: str) -> bool:
        """True if it has no outcome and its deadline is over."""
        return not self.outcome and self.deadline < today

    def line(self, today: str) -> str:
        """One line of the list, in both languages."""
        if self.outcome:
            told = say(f"closing.{self.outcome}", number=self.amendment) + f" {self.closed}"
        else:
            told = say("appeal.overdue" if self.overdue(today) else "appeal.open")
        return say("appeal.line", number=self.number, code=self.code, deadline=self.deadline) + f" {told}"


def opened(number: int, code: str, question: bytes, *, today: str, deadline: str) -> Case:
    """A new case. Raises StepRefused."""
    if not matches(CODE, code):
        raise StepRefused(say("appeal.code", code=code))
    if not is_date(deadline):
        raise StepRefused(say("appeal.date", date=deadline))
    if not question.strip():
        raise StepRefused(say("appeal.empty"))
    return Case(
        number=number,
        code=code,
        question=digest(question),
        opened=today,
        deadline=deadline,
        outcome="",
        answer="",
        amendment=0,
        closed="",
    )


def write(case: Case) -> bytes:
    """The bytes of a case; read(write(c)) == c."""
    return encoding.canonical_json(asdict(case))


def read(data: bytes) -> Case:
    """A case. Raises FormatError."""
    value = encoding.strict_json(data, _WHERE)
    problem = encoding.keys_problem(value, Case.__slots__)
    if problem:
        raise FormatError(_WHERE, problem)
    case = Case(**value)
    hashes = (case.question, case.answer or case.question)
    if type(case.number) is not int or type(case.amendment) is not int or not all(matches(HASH, h) for h in hashes):
        raise FormatError(_WHERE, "is not of the form of a case")
    return case


def shown(paper: bytes) -> list[str]:
    """A paper's lines if it is text, else what it is."""
    try:
        lines = paper.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        lines = []
    plain = lines and all(c.isprintable() or c == "\t" for line in lines for c in line)
    return lines if plain else [say("appeal.binary", size=len(paper), hash=digest(paper))]


def evidence(files: Mapping[str, bytes], session: str, code: str) -> list[Pair]:
    """What the record says about a code: its line of the pool and how to check it, rank and result, later changes."""
    pool = files.get("pool.csv", b"")
    rows = pool.decode().splitlines()
    told = [pair("appeal.pool", count=max(0, len(rows) - 1), hash=digest(pool))]
    line = next((n for n, row in enumerate(rows, start=1) if row.startswith(f"{code},")), 0)
    if not line:
        return [*told, pair("appeal.not_in_pool", code=code)]
    row = rows[line - 1]
    told += [
        pair("appeal.in_pool", code=code, line=line, row=row),
        pair("appeal.by_hand", line=line),
        pair("appeal.seal", session=session, code=code, seal=row.rpartition(",")[2]),
    ]
    if "results.csv" not in files or "seed.txt" not in files:
        return told
    told += explain(files, digest(files["seed.txt"]), code)
    return told + _of_how_many(files, code) + _amended(files, code)


def _of_how_many(files: Mapping[str, bytes], code: str) -> list[Pair]:
    row = next(r for r in files["results.csv"].decode().splitlines() if r.startswith(f"{code},")).split(",")
    order = files.get(f"orders/{row[2]}.csv")
    if order is None or not row[3]:
        return []
    return [pair("appeal.rank", rank=row[3], count=order.count(b"\n") - 1, draw=row[2])]


def _amended(files: Mapping[str, bytes], code: str) -> list[Pair]:
    """The lines of later amendments that name the code."""
    told = []
    for name in sorted(n for n in files if n.startswith("amendments/") and n.endswith("/changes.csv")):
        rows = [row for row in files[name].decode().splitlines() if row.startswith(f"{code},")]
        told += [pair("appeal.amended", number=int(name.split("/")[1]), row=row) for row in rows]
    return told or [pair("appeal.not_amended")]
