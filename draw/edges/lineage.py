"""Which machines have carried a session on, one after the other, and the mark that ends one's part (R14, R47).

The store keeps the list; a take-over adds an id. Of two machines with one session, the one whose list goes on from the
other's is the successor. Where neither does, both have gone on from the same copy, and the people must decide.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from draw.edges import stamping
from draw.edges.store import RETIRED, Store
from draw.encoding import is_time
from draw.errors import FormatError

NOTE: Final = "machines"
FORMAT: Final = "retired1"
Machines = tuple[str, ...]  # ids; empty for the machine on which the session was frozen


def of(store: Store) -> Machines:
    """The machines that have taken the session over so far, this one last."""
    data = store.note(NOTE)
    return () if data is None else tuple(json.loads(data))


def write(machines: Machines) -> bytes:
    """The note that says so."""
    return json.dumps(machines).encode()


def follows(later: Machines, earlier: Machines) -> bool:
    """True if the machine with the list `later` took over, at once or step by step, from the one with `earlier`."""
    return len(later) > len(earlier) and later[: len(earlier)] == earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Says that a session was taken over at ledger line `n` with hash `head`. `machines`: those of the successor."""

    attempt: int
    n: int
    head: str
    machines: Machines
    time: str

    def write(self, key: bytes) -> bytes:
        """Its bytes, which only who knows the session's passphrase can make."""
        value = {"format": FORMAT, "attempt": self.attempt, "n": self.n, "head": self.head, "time": self.time}
        return stamping.write(value | {"machines": list(self.machines)}, key)


def read(data: bytes, key: bytes) -> Mark:
    """The mark. Raises FormatError unless it was made with this key."""
    value = stamping.read(data, key, RETIRED)
    if value.get("format") != FORMAT or not is_time(value.get("time")):
        raise FormatError(RETIRED, "is no mark of this format")
    machines = tuple(value["machines"])
    return Mark(attempt=value["attempt"], n=value["n"], head=value["head"], machines=machines, time=value["time"])


def found(folder: Path, key: bytes) -> Mark | None:
    """The mark in a folder; None if there is none that was made with this key."""
    try:
        return read((folder / RETIRED).read_bytes(), key)
    except (FileNotFoundError, NotADirectoryError, FormatError):
        return None
