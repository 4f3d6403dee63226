"""What is frozen and who takes part: notice.json (SPEC §3). Its hash is what the papers and every commitment name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from draw import dice, encoding
from draw.encoding import HASH, keys_problem, label_problem, matches
from draw.errors import FormatError

WHERE: Final = "notice.json"
QUICKNET: Final = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
QUICKNET_GENESIS: Final = 1692803367
QUICKNET_PERIOD: Final = 3


class Mode(StrEnum):
    """A live draw, or a rehearsal (R13)."""

    LIVE = "live"
    REHEARSAL = "rehearsal"


class Phase(StrEnum):
    """How a party keeps its secret until the dice."""

    SEALED = "sealed"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One contributor of a secret."""

    id: str
    name: str
    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Beacon:
    """A drand round fixed before the freeze."""

    chain: str
    round: int

    def time(self) -> int | None:
        """Unix seconds at which the round appears; None for a chain whose clock is not known here."""
        if self.chain != QUICKNET:
            return None
        return QUICKNET_GENESIS + QUICKNET_PERIOD * (self.round - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The whole of notice.json; hashes and keys as 64 hex digits, "none" where SPEC §3 allows it."""

    session: str
    mode: Mode
    title: str
    authority: str
    scheduled: str
    attempt: int
    version: int
    previous: str
    after: tuple[str, ...]
    rehearsals: int
    pool: str
    applicants: int
    units: int
    roster: str
    removed: str
    rules: str
    program: str
    signer: str
    amender: str
    parties: tuple[Party, ...]
    min_open: int
    reveal_seconds: int
    dice: str
    beacon: Beacon | None
    draws: tuple[str, ...]

    def open_parties(self) -> tuple[Party, ...]:
        """In notice order."""
        return tuple(p for p in self.parties if p.phase is Phase.OPEN)

    def sealed_parties(self) -> tuple[Party, ...]:
        """In notice order."""
        return tuple(p for p in self.parties if p.phase is Phase.SEALED)


_KEYS: Final = (
    "format", "session", "mode", "title", "authority", "scheduled", "attempt", "version", "previous", "after",
    "rehearsals", "pool", "applicants", "units", "roster", "removed", "rules", "program", "signer", "amender",
    "parties", "min_open", "reveal_seconds", "dice", "beacon", "draws",
)  # fmt: skip


def _is_hash(value: object) -> bool:
    return matches(HASH, value)


def _at_least(least: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and value >= least


def _hash_list(value: object) -> bool:
    return isinstance(value, list) and all(_is_hash(h) for h in value) and len(set(value)) == len(value)


_CHECKS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "format": (lambda v: v == "notice1", 'must be "notice1"'),
    "session": (lambda v: matches(encoding.SESSION, v), "must be a session id ([a-z0-9][a-z0-9-]{2,63})"),
    "mode": (lambda v: v in ("live", "rehearsal"), 'must be "live" or "rehearsal"'),
    "title": (lambda v: not label_problem(v), "must be a label"),
    "authority": (lambda v: not label_problem(v), "must be a label"),
    "scheduled": (encoding.is_time, "must be a time YYYY-MM-DDThh:mm:ss+08:00"),
    "attempt": (_at_least(1), "must be an integer >= 1"),
    "version": (_at_least(1), "must be an integer >= 1"),
    "previous": (lambda v: v == "none" or _is_hash(v), 'must be a hash or "none"'),
    "after": (_hash_list, "must be a list of different hashes"),
    "rehearsals": (_at_least(0), "must be an integer >= 0"),
    "pool": (_is_hash, "must be a hash"),
    "applicants": (_at_least(0), "must be an integer >= 0"),
    "units": (_at_least(0), "must be an integer >= 0"),
    "roster": (_is_hash, "must be a hash"),
    "removed": (lambda v: v == "none" or _is_hash(v), 'must be a hash or "none"'),
    "rules": (_is_hash, "must be a hash"),
    "program": (_is_hash, "must be a hash"),
    "signer": (_is_hash, "must be 64 hex digits"),
    "amender": (_is_hash, "must be 64 hex digits"),
    "parties": (lambda v: isinstance(v, list), "must be a list"),
    "min_open": (_at_least(0), "must be an integer >= 0"),
    "reveal_seconds": (lambda v: type(v) is int and 0 <= v <= 86400, "must be an integer from 0 to 86400"),
    "dice": (lambda v: v == "none" or dice.parse(v) is not None, 'must be d10xN, d6xN, bMkK or "none"'),
    "beacon": (lambda v: v == "none" or isinstance(v, dict), 'must be an object or "none"'),
    "draws": (
        lambda v: isinstance(v, list) and all(matches(encoding.DRAW_ID, d) for d in v),  # which ones: SPEC §11 step 5
        "must be a list of draw ids",
    ),
}  # fmt: skip


def _parties(values: list[Any]) -> tuple[Party, ...]:
    result: list[Party] = []
    for n, value in enumerate(values):
        place = f"{WHERE} parties[{n}]"
        problem = keys_problem(value, ("id", "name", "phase"))
        if problem:
            raise FormatError(place, problem)
        if value["phase"] not in ("sealed", "open"):
            raise FormatError(place, 'phase must be "sealed" or "open"')
        phase = Phase(value["phase"])
        form = encoding.SEALED if phase is Phase.SEALED else encoding.OPEN
        if not matches(form, value["id"]):
            raise FormatError(place, f"id of a party that is {phase} must be {form.pattern}")
        if label_problem(value["name"]):
            raise FormatError(place, f"name {label_problem(value['name'])}")
        if any(value["id"] == p.id for p in result):
            raise FormatError(place, f"id {value['id']} stands twice")
        result.append(Party(id=value["id"], name=value["name"], phase=phase))
    sealed = {p.id[0] for p in result if p.phase is Phase.SEALED}
    if sealed != {"A", "N"}:
        raise FormatError(
            f"{WHERE} parties", "at least one sealed authority (A1..) and one sealed notary (N1..) are needed"
        )
    return tuple(result)


def _beacon(value: Any) -> Beacon | None:
    if value == "none":
        return None
    problem = keys_problem(value, ("chain", "round"))
    if problem or not _is_hash(value["chain"]) or not _at_least(1)(value["round"]):
        raise FormatError(f"{WHERE} beacon", problem or "needs chain (64 hex) and round (integer >= 1)")
    return Beacon(chain=value["chain"], round=value["round"])


def parse(value: Any) -> Notice:
    """The Notice of a parsed notice.json. Raises FormatError with the key of the first fault (SPEC §3)."""
    problem = keys_problem(value, _KEYS)
    if problem:
        raise FormatError(WHERE, problem)
    for key in _KEYS:
        check, words = _CHECKS[key]
        if not check(value[key]):
            raise FormatError(f"{WHERE} {key}", words)
    parties, beacon = _parties(value["parties"]), _beacon(value["beacon"])
    if (value["previous"] == "none") != (value["attempt"] == 1 and value["version"] == 1):
        raise FormatError(f"{WHERE} previous", 'must be "none" exactly for attempt 1, version 1')
    if value["signer"] == value["amender"]:
        raise FormatError(f"{WHERE} amender", "must be another key than signer")
    if value["min_open"] > sum(p.phase is Phase.OPEN for p in parties):
        raise FormatError(f"{WHERE} min_open", "is more than the number of open parties")
    if value["dice"] == "none" and beacon is None:
        raise FormatError(f"{WHERE} dice", "neither dice nor beacon")
    fields = {k: value[k] for k in _KEYS if k != "format"}
    fields |= {"mode": Mode(value["mode"]), "after": tuple(value["after"]), "parties": parties}
    fields |= {"beacon": beacon, "draws": tuple(value["draws"])}
    return Notice(**fields)


def read(data: bytes) -> Notice:
    """The Notice of the bytes of notice.json. Raises FormatError (SPEC §3)."""
    return parse(encoding.strict_json(data, WHERE))


def write(notice: Notice) -> bytes:
    """The canonical bytes; read(write(n)) == n."""
    value: dict[str, object] = {k: getattr(notice, k) for k in _KEYS if k != "format"}
    value |= {
        "format": "notice1",
        "mode": str(notice.mode),
        "after": list(notice.after),
        "parties": [{"id": p.id, "name": p.name, "phase": str(p.phase)} for p in notice.parties],
        "beacon": "none" if notice.beacon is None else {"chain": notice.beacon.chain, "round": notice.beacon.round},
        "draws": list(notice.draws),
    }
    return encoding.canonical_json(value)
