"""A session's store as it was at one moment: SQLite's online backup into memory, which no act has to wait for.

Everything that reads a store reads a snapshot the same way; its bytes are what a standby copy keeps as session.db.
"""

import sqlite3
from contextlib import closing
from typing import Final, Never

from draw.edges.store import Store
from draw.errors import StoreError
from draw.hashing import digest
from draw.words import say

FINAL: Final = ("statement.sig", "SHA256SUMS.sig")  # with both of them the signing key has done its last work
_ROLLBACK: Final = b"\x01\x01"  # bytes 18 and 19 of a database: no write-ahead log beside it (SQLite file format 1.3.3)


class Snapshot(Store):
    """The database of a store in memory; objects are read from where they lie."""

    def __init__(self, live: Store) -> None:
        """Raises StoreError if the database cannot be read."""
        self.__dict__.update(live.__dict__)
        try:
            with closing(live._connect()) as source, closing(sqlite3.connect(":memory:")) as copy:
                source.backup(copy)
                data = copy.serialize()
        except sqlite3.Error as error:
            raise StoreError(f"{say('standby.unreadable')}: {error}") from None
        self.data = data[:18] + _ROLLBACK + data[20:]

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(":memory:", isolation_level=None)
        db.deserialize(self.data)
        return db

    def _begin(self, db: sqlite3.Connection) -> Never:
        raise StoreError(say("standby.snapshot"))

    def head(self, attempt: int) -> tuple[int, str]:
        """(number, hash) of the last ledger line of an attempt; (0, "none") before the first."""
        lines = self.lines(attempt)
        return (lines[-1].n, digest(lines[-1].data())) if lines else (0, "none")

    def shown(self) -> int:
        """The number of the last show event."""
        with closing(self._connect()) as db:
            return int(db.execute("SELECT max(n) FROM show").fetchone()[0] or 0)

    def signed(self) -> bool:
        """True once the last attempt has its statement and sums: the signing key is destroyed from then on."""
        return set(FINAL) <= self.files(self.attempt()).keys()
