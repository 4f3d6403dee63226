"""The private store of a session: an append-only ledger in SQLite and encrypted objects named by content hash.

Everything that is acknowledged is in the database first (WAL, synchronous=FULL); the public folder is only a projection of it.
Rows and objects are AES-256-GCM under the vault's data key, so a stolen laptop shows neither names nor secrets.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from draw import encoding, ledger
from draw.edges import durable
from draw.errors import StepRefused, StoreError
from draw.hashing import digest
from draw.ledger import Line
from draw.words import say

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS ledger (attempt INTEGER NOT NULL, n INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY (attempt, n));
CREATE TABLE IF NOT EXISTS files (
  id INTEGER PRIMARY KEY, attempt INTEGER NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, public INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS show (n INTEGER PRIMARY KEY, event BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
_APPEND_ONLY: Final = "".join(
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;\n"
    for table in ("ledger", "files", "show")
    for verb in ("UPDATE", "DELETE")
)


_OVERTAKEN: Final = say("edge.another_program_just_written_try")
GONE: Final = ""  # in place of an object hash: this name is no longer part of the record
RETIRED: Final = "retired.json"  # beside the database: another machine has taken the session over


class Store:
    """Open store of one session folder. One connection a call, so threads of a server may share the object."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._aead = AESGCM(key)
        self._objects = folder / "objects"
        self._path = folder / "session.db"
        try:
            with closing(self._connect()) as db:
                db.executescript(_SCHEMA + _APPEND_ONLY)
        except sqlite3.Error as error:
            raise StoreError(f"{say('edge.database_cannot_opened')}: {error}") from None

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA secure_delete=ON")
        return db

    def _begin(self, db: sqlite3.Connection) -> None:
        """Start to write. Raises StepRefused on a machine whose session another one has taken over."""
        if self.retired():
            raise StepRefused(say("standby.retired_here"))
        db.execute("BEGIN IMMEDIATE")

    def retired(self) -> bool:
        """True if another machine has taken this session over: nothing is written here any more."""
        return (self.folder / RETIRED).exists()

    def _seal(self, data: bytes, place: str) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + self._aead.encrypt(nonce, data, place.encode())

    def _unseal(self, blob: bytes, place: str) -> bytes:
        try:
            return self._aead.decrypt(blob[:12], blob[12:], place.encode())
        except InvalidTag:
            raise StoreError(f"{say('edge.damaged_data')}: {place}") from None

    # -- ledger ---------------------------------------------------------------------------------------------------

    def attempt(self) -> int:
        """The number of the last attempt; 0 before the first freeze."""
        with closing(self._connect()) as db:
            row = db.execute("SELECT max(attempt) FROM ledger").fetchone()
        return int(row[0] or 0)

    def lines(self, attempt: int) -> list[Line]:
        """The ledger of an attempt, chain checked. Raises StoreError if it is damaged."""
        with closing(self._connect()) as db:
            rows = db.execute("SELECT n, line FROM ledger WHERE attempt = ? ORDER BY n", (attempt,)).fetchall()
        data = b"".join(self._unseal(line, f"ledger:{attempt}:{n}") + b"\n" for n, line in rows)
        return ledger.read(data) if data else []

    def append(
        self,
        attempt: int,
        lines: Iterable[Line],
        files: Mapping[str, tuple[str, bool]],
        notes: Mapping[str, bytes | None] = {},
        *,
        new: Iterable[str] = (),
    ) -> None:
        """Commit ledger lines, the files they bring (name -> (object hash, public)) and notes in one transaction.

        `new`: names of files of this attempt, or of notes, that must not be there yet.
        Raises StoreError if another process has written meanwhile, or the disk is full; then nothing is recorded.
        """
        try:
            with closing(self._connect()) as db:
                self._begin(db)
                try:
                    for line in lines:
                        last = db.execute("SELECT max(n) FROM ledger WHERE attempt = ?", (attempt,)).fetchone()[0] or 0
                        if line.n != last + 1:
                            raise StoreError(_OVERTAKEN)
                        blob = self._seal(line.data(), f"ledger:{attempt}:{line.n}")
                        db.execute("INSERT INTO ledger VALUES (?, ?, ?)", (attempt, line.n, blob))
                    for name in new:
                        query = (
                            "SELECT 1 FROM files WHERE attempt = ? AND name = ? UNION SELECT 1 FROM notes WHERE key = ?"
                        )
                        if db.execute(query, (attempt, name, name)).fetchone():
                            raise StoreError(_OVERTAKEN)
                    for name, (value, public) in files.items():
                        db.execute(
                            "INSERT INTO files (attempt, name, hash, public) VALUES (?, ?, ?, ?)",
                            (attempt, name, value, int(public)),
                        )
                    self._put_notes(db, notes)
                    db.execute("COMMIT")
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise StoreError(f"{say('edge.could_not_write_nothing_recorded')}: {error}") from None

    # -- objects --------------------------------------------------------------------------------------------------

    def put(self, data: bytes) -> str:
        """Store bytes durably under their hash; returns the hash. Nothing refers to them until `append` does."""
        name = digest(data)
        path = self._objects / name
        if not path.exists():
            try:
                durable.write(path, self._seal(data, f"object:{name}"), private=True)
            except OSError as error:
                raise StoreError(f"{say('edge.could_not_write')}: {error}") from None
        return name

    def get(self, name: str) -> bytes:
        """The bytes of an object. Raises StoreError if it is gone or damaged."""
        try:
            blob = (self._objects / name).read_bytes()
        except OSError as error:
            raise StoreError(say("edge.object_missing", name=name[:8], error=error)) from None
        return self._unseal(blob, f"object:{name}")

    def files(self, attempt: int) -> dict[str, tuple[str, bool]]:
        """Name -> (object hash, public) as of now; a later version of a name replaces the earlier."""
        with closing(self._connect()) as db:
            rows = db.execute(
                "SELECT name, hash, public FROM files WHERE attempt = ? ORDER BY id", (attempt,)
            ).fetchall()
        latest = {name: (value, bool(public)) for name, value, public in rows}
        return {name: entry for name, entry in latest.items() if entry[0] != GONE}

    def versions(self, name: str) -> list[str]:
        """The object hashes that a name had in all attempts and versions, oldest first."""
        with closing(self._connect()) as db:
            rows = db.execute("SELECT hash FROM files WHERE name = ? AND hash <> ? ORDER BY id", (name, GONE))
            return [value for (value,) in rows]

    def names_ever(self) -> set[str]:
        """Every name that any attempt or version gave to a public file."""
        with closing(self._connect()) as db:
            return {name for (name,) in db.execute("SELECT DISTINCT name FROM files WHERE public = 1")}

    def file(self, attempt: int, name: str) -> bytes:
        """The bytes of a named file. Raises StoreError if there is none."""
        found = self.files(attempt).get(name)
        if found is None:
            raise StoreError(f"{say('edge.no_file')} {name}")
        return self.get(found[0])

    # -- notes: what is typed but not yet part of the minutes -------------------------------------------------------

    def _put_notes(self, db: sqlite3.Connection, notes: Mapping[str, bytes | None]) -> None:
        for key, value in notes.items():
            if value is None:
                db.execute("DELETE FROM notes WHERE key = ?", (key,))
            else:
                db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, self._seal(value, f"note:{key}")))

    def set_notes(self, notes: Mapping[str, bytes | None]) -> None:
        """Durably set (or with None delete) notes."""
        try:
            with closing(self._connect()) as db:
                self._begin(db)
                self._put_notes(db, notes)
                db.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(f"{say('edge.could_not_write')}: {error}") from None

    def note(self, key: str) -> bytes | None:
        """A note, or None."""
        with closing(self._connect()) as db:
            row = db.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
        return None if row is None else self._unseal(row[0], f"note:{key}")

    def notes(self, prefix: str) -> dict[str, bytes]:
        """Every note whose key begins with `prefix`, by key."""
        with closing(self._connect()) as db:
            rows = db.execute("SELECT key, value FROM notes WHERE substr(key, 1, ?) = ?", (len(prefix), prefix))
            return {key: self._unseal(value, f"note:{key}") for key, value in rows}

    # -- the show: its own events after the statement ----------------------------------------------------------------

    def add_show(self, n: int, event: Mapping[str, Any]) -> None:
        """Append show event n (from 1, no gaps). Raises StoreError if it is taken: a double press changes nothing."""
        try:
            with closing(self._connect()) as db:
                self._begin(db)
                last = db.execute("SELECT max(n) FROM show").fetchone()[0] or 0
                if n != last + 1:
                    db.execute("ROLLBACK")
                    raise StoreError(say("edge.show_moved"))
                db.execute(
                    "INSERT INTO show VALUES (?, ?)", (n, self._seal(encoding.canonical_json(event), f"show:{n}"))
                )
                db.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(f"{say('edge.could_not_write')}: {error}") from None

    def show(self, after: int = 0) -> list[dict[str, Any]]:
        """Show events with n > after, each with its "n"."""
        with closing(self._connect()) as db:
            rows = db.execute("SELECT n, event FROM show WHERE n > ? ORDER BY n", (after,)).fetchall()
        return [{**json.loads(self._unseal(blob, f"show:{n}")), "n": n} for n, blob in rows]
