"""The minutes: hash-chained lines, one canonical JSON object each; no files here (SPEC §9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from draw import encoding
from draw.encoding import HASH, SIGNATURE_HEX, keys_problem, matches
from draw.errors import FormatError
from draw.hashing import digest

WHERE: Final = "ledger.jsonl"
ROLES: Final = ("operator", "checker", "notary", "decision", "system")
ACTIONS: Final = ("CONTINUE", "PAUSE", "RESUME_STANDBY", "ACCEPT_MISSING_WITNESS", "POSTPONE", "VOID", "RETHROW")
RULING_REASONS: Final = (
    "POWER", "MACHINE", "NETWORK", "PERSON", "WITNESS", "PROCEDURE", "DIE_NOT_FLAT", "OTHER",
)  # fmt: skip
PERSON_KINDS: Final = (
    "OPERATOR", "CHECKER", "NOTARY", "HOST", "DISCIPLINE", "DEPUTY", "CPPCC", "MEDIA", "PARENT", "SCHOOL", "EXPERT", "DECISION",
)  # fmt: skip
CHECK_ITEMS: Final = ("SEAL", "OFFLINE", "PROGRAM")

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ledger line. `prev` is the hash of the line before, "none" on line 1."""

    n: int
    time: str
    kind: str
    by: str
    body: Body
    prev: str

    def data(self) -> bytes:
        """The canonical bytes, without LF; their hash is the next line's `prev`."""
        return encoding.canonical_json(
            {
                "n": self.n,
                "time": self.time,
                "kind": self.kind,
                "by": self.by,
                "body": dict(self.body),
                "prev": self.prev,
            }
        )


def _hash(value: object) -> bool:
    return matches(HASH, value)


def _positive(value: object) -> bool:
    return type(value) is int and value >= 1


def _party(value: object) -> bool:
    return matches(encoding.SEALED, value) or matches(encoding.OPEN, value)


def _word(value: object, words: tuple[str, ...]) -> bool:
    return isinstance(value, str) and value in words


def _signers(value: object) -> bool:
    codes = [f"D{i}" for i in range(1, 10)]
    return isinstance(value, list) and bool(value) and all(v in codes for v in value) and value == sorted(set(value))


# kind -> (who may write it: a role, or "sealed"/"open"/"party"; the body's keys and their forms)
KINDS: Final[Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]]] = {
    "freeze": (("operator",), {"notice": _hash, "version": _positive, "with": lambda v: v == "notary"}),
    "objection": (("operator",), {"number": _positive, "paper": _hash}),
    "objection-outcome": (("notary",), {"number": _positive, "outcome": lambda v: v in ("accepted", "rejected")}),
    "sign-in": (
        ("operator", "notary"),
        {"number": _positive, "kind": lambda v: _word(v, PERSON_KINDS), "person": _hash},
    ),
    "check": (("notary",), {"item": lambda v: _word(v, CHECK_ITEMS)}),
    "spot": (("operator",), {"applicant": lambda v: matches(encoding.CODE, v)}),
    "convene": (("operator",), {"notice": _hash}),
    "commit": (("party",), {"commitment": _hash}),
    "board": (("operator",), {"board": _hash}),
    "reveal-open": (("operator",), {}),
    "reveal": (("open",), {"secret": _hash}),
    "reveal-close": (("operator",), {"transcript": _hash}),
    "late": (("open",), {"secret": _hash}),
    "dice-mismatch": (("checker",), {"index": _positive}),
    "die": (
        ("operator",),
        {"index": _positive, "value": lambda v: isinstance(v, str), "with": lambda v: v == "checker"},
    ),
    "dice": (("notary",), {"transcript": _hash}),
    "beacon": (("operator",), {"signature": lambda v: matches(SIGNATURE_HEX, v), "transcript": _hash}),
    "envelopes": (("notary",), {}),
    "opened": (("sealed",), {}),
    "paper-mismatch": (("operator",), {"party": _party, "with": lambda v: v == "notary"}),
    "seed": (("system",), {"seed": _hash}),
    "outputs": (("system",), {"outputs": _hash}),
    "ruling": (
        ("decision",),
        {
            "number": _positive,
            "action": lambda v: v in ACTIONS,
            "reason": lambda v: v in RULING_REASONS,
            "paper": lambda v: v == "none" or _hash(v),
            "signers": _signers,
        },
    ),
    "resume": (("system",), {}),
    "void": (("decision", "system"), {"void": _hash}),
}


def _by_allowed(by: object, allowed: tuple[str, ...]) -> bool:
    if by in ROLES:
        return by in allowed
    sealed, opening = matches(encoding.SEALED, by), matches(encoding.OPEN, by)
    return (sealed and ("sealed" in allowed or "party" in allowed)) or (
        opening and ("open" in allowed or "party" in allowed)
    )


def form_problem(kind: object, by: object, body: object) -> str:
    """Why this is no ledger entry of the closed list, or "" (SPEC §9)."""
    if not isinstance(kind, str) or kind not in KINDS:
        return "kind is not in the closed list"
    allowed, forms = KINDS[kind]
    if not _by_allowed(by, allowed):
        return f"{kind!r} may not be written by this party or role"
    problem = keys_problem(body, forms)
    if problem:
        return f"body of {kind!r}: {problem}"
    for key, form in forms.items():
        if not isinstance(body, dict) or not form(body[key]):
            return f"body of {kind!r}: {key} has not the right form"
    return ""


def next_line(last: Line | None, *, time: str, kind: str, by: str, body: Body) -> Line:
    """The line that follows `last` (None at the start). Raises FormatError if it is not of the closed list."""
    problem = form_problem(kind, by, dict(body))
    if problem or not encoding.is_time(time):
        raise FormatError(WHERE, problem or "time has not the right form")
    n, prev = (1, "none") if last is None else (last.n + 1, digest(last.data()))
    return Line(n=n, time=time, kind=kind, by=by, body=dict(body), prev=prev)


def write(lines: Iterable[Line]) -> bytes:
    """The bytes of ledger.jsonl."""
    return b"".join(line.data() + b"\n" for line in lines)


def read(data: bytes) -> list[Line]:
    """The lines of ledger.jsonl, chain and forms checked. Raises FormatError with the line (SPEC §9)."""
    result: list[Line] = []
    prev = "none"
    for n, text in enumerate(encoding.strict_lines(data, WHERE), start=1):
        place = f"{WHERE} line {n}"
        raw = text.encode()
        value = encoding.strict_json(raw, place)
        problem = keys_problem(value, ("n", "time", "kind", "by", "body", "prev"))
        if problem:
            raise FormatError(place, problem)
        if type(value["n"]) is not int or value["n"] != n:
            raise FormatError(place, "n is not the line's number")
        if value["prev"] != prev:
            raise FormatError(place, "prev is not the hash of the line before")
        if not encoding.is_time(value["time"]):
            raise FormatError(place, "time has not the right form")
        problem = form_problem(value["kind"], value["by"], value["body"])
        if problem:
            raise FormatError(place, problem)
        result.append(Line(**value))
        prev = digest(raw)
    return result
