"""An open session folder: store, public projection, recording, and the two people of a live step.

Every act is checked by the state machine, committed to the store, and only then shown in the public folder; repeating an
act after a crash either finds it recorded (AlreadyDone) or does it now (decisions/0001).
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from draw import ledger, notice, pool, rules, signing
from draw.ceremony import Ceremony, replay
from draw.edges import durable, keys, program
from draw.edges.ambient import Ambient
from draw.edges.people import People, Proven, Role
from draw.edges.store import GONE, Store
from draw.errors import StepRefused, StoreError
from draw.hashing import digest
from draw.ledger import Line
from draw.notice import Mode, Notice
from draw.pool import Pool
from draw.rules import HallRules, Rules
from draw.words import say

Pins = Mapping[str, str | Proven]  # role -> what the person typed, or the proof of a login at their own station


Progress = Callable[[str], None]


def quiet(_: str) -> None:
    """No progress wanted."""


class Folder:
    """An open session folder. Methods raise StepRefused, AlreadyDone, InputErrors or StoreError; nothing half-done is kept."""

    def __init__(self, folder: Path, store: Store, passphrase: str, ambient: Ambient) -> None:
        self.folder = folder
        self.public = folder / "public"
        self.private = folder / "private"
        self.store = store
        self.people = People(store, ambient)
        self._passphrase = passphrase
        self.ambient = ambient
        self.attempt = 0
        self.lines: list[Line] = []
        self.state = Ceremony()
        self.notice_bytes = b""
        self._hall: tuple[str, HallRules] | None = None  # hash of rules.json, and what it says of the hall
        self.reload()
        self.publish()

    # -- opening ----------------------------------------------------------------------------------------------------

    @classmethod
    def exists(cls, folder: Path) -> bool:
        """True if the folder was frozen (or a freeze was begun) before."""
        return (folder / "private" / "vault.json").exists()

    @classmethod
    def open(cls, folder: Path, passphrase: str, ambient: Ambient) -> Self:
        """Open a session that exists. Raises StoreError for a wrong passphrase."""
        if not cls.exists(folder):
            raise StoreError(f"{folder}: 尚未冻结,先运行 draw freeze not frozen yet, run draw freeze first")
        key = keys.open_vault(folder / "private" / "vault.json", passphrase)
        return cls(folder, Store(folder / "private", key), passphrase, ambient)

    @classmethod
    def create(cls, folder: Path, passphrase: str, ambient: Ambient) -> Self:
        """Open the session, making its vault first if there is none."""
        private = folder / "private"
        if not cls.exists(folder):
            if any(folder.glob("destroyed*.txt")):  # the end of a retention is no beginning (draw/edges/retiring.py)
                raise StoreError(f"{folder}: {say('retire.retired')}")
            private.mkdir(mode=0o700, parents=True, exist_ok=True)
            keys.create_vault(private / "vault.json", passphrase, ambient.entropy)
        return cls.open(folder, passphrase, ambient)

    def vault_key(self) -> bytes:
        """The vault's data key, for what is stamped with it (standby copies)."""
        return keys.open_vault(self.private / "vault.json", self._passphrase)

    def reload(self) -> None:
        """Take in what another process may have recorded."""
        self.attempt = self.store.attempt()
        self.lines = self.store.lines(self.attempt) if self.attempt else []
        if not self.lines:
            self.state = Ceremony()
            return
        self.notice_bytes = self.store.file(self.attempt, "notice.json")
        frozen = notice.read(self.notice_bytes)
        if frozen.mode is Mode.LIVE and self.ambient.test:
            raise StepRefused(say("refuse.live_test"))
        self.state = replay(self.lines, frozen, digest(self.notice_bytes), self._hall_of(frozen))

    def _hall_of(self, frozen: Notice) -> HallRules:
        """The hall rules of a freeze; rules.json is read once a freeze, because every request comes by here."""
        if self._hall is None or self._hall[0] != frozen.rules:
            self._hall = frozen.rules, rules.read(self.store.file(self.attempt, "rules.json")).hall
        return self._hall[1]

    def publish(self) -> None:
        """Make the public folder say what the store says; heals whatever a crash left half-written."""
        if not self.attempt:
            return
        wanted = {name: value for name, (value, public) in self.store.files(self.attempt).items() if public}
        for name, value in wanted.items():
            path = self.public / name
            if not path.exists() or digest(path.read_bytes()) != value:
                durable.write(path, self.store.get(value), temp=self.private / "part")
        for name in self.store.names_ever() - wanted.keys():
            durable.remove(self.public / name)

    def _publish_new(self, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
        """The same for files that have just been recorded; the others were right before."""
        for name, data in files.items():
            durable.write(self.public / name, data, temp=self.private / "part")
        for name in gone:
            durable.remove(self.public / name)

    # -- recording --------------------------------------------------------------------------------------------------

    def _line(self, kind: str, by: str, last: Line | None, /, **body: object) -> Line:
        n = last.n + 1 if last else 1
        return ledger.next_line(last, time=self.ambient.now(n), kind=kind, by=by, body=body)

    def _record(
        self,
        *acts: tuple[str, str, Mapping[str, object]],
        files: Mapping[str, bytes] = {},
        private_files: Mapping[str, bytes] = {},
        gone: Iterable[str] = (),
        notes: Mapping[str, bytes | None] = {},
    ) -> Line:
        """Append lines (kind, by, body) with their files in one transaction, then publish. Returns the last line."""
        state = replay(self.lines, self.state.notice, self.state.notice_hash, self.state.hall)
        last = self.lines[-1] if self.lines else None
        lines = []
        for kind, by, body in acts:
            last = self._line(kind, by, last, **body)
            state.apply(last)
            lines.append(last)
        named = {name: (self.store.put(data), True) for name, data in files.items()}
        named |= {name: (self.store.put(data), False) for name, data in private_files.items()}
        named |= dict.fromkeys(gone, (GONE, True))
        self.store.append(self.attempt, lines, named, notes)
        self.lines += lines
        self.state = state
        self._publish_new(files, gone)
        return lines[-1]

    def _line_of(self, kind: str, by: str = "") -> int:
        """The number of the last line of that kind (and party), 0 if there is none."""
        return max((line.n for line in self.lines if line.kind == kind and by in ("", line.by)), default=0)

    def _authorise(self, role: str, pins: Pins) -> None:
        """In live mode each of the two persons of a two-person step gives a PIN (R45)."""
        if self.state.notice is None or self.state.notice.mode is not Mode.LIVE:
            return
        given, stored = pins.get(role), self.store.note(f"pin:{role}")
        if isinstance(given, Proven):
            if given.account.role == role:
                return
            given = None
        if not given or (stored is None and not self.people.of(Role(role))):
            raise StepRefused(say("refuse.pin_needed", role=say(f"role.{role}")))
        if stored is not None and keys.pin_matches(given, stored.decode()):
            return
        if not self.people.of(Role(role)) or not self.people.matches(Role(role), given):
            raise StepRefused(say("refuse.pin", role=say(f"role.{role}")))

    def _same_program(self) -> None:
        if digest(program.listing()) != self.state.the_notice().program:
            raise StepRefused(say("refuse.program_changed"))

    def _signer(self) -> Ed25519PrivateKey:
        try:
            data = (self.private / "signer.pem").read_bytes()
        except OSError:
            raise StoreError("签名私钥已销毁或丢失 the signing key is destroyed or lost") from None
        key = keys.load_pem(data, self._passphrase)
        if signing.public_hex(key) != self.state.the_notice().signer:
            raise StoreError("签名私钥与公告不符 the signing key is not the notice's")
        return key

    def frozen(self) -> tuple[Notice, Rules, Pool]:
        """What is frozen. Raises StepRefused before the freeze."""
        current = self.state.the_notice()
        plan = rules.read(self.store.file(self.attempt, "rules.json"))
        return current, plan, pool.read(self.store.file(self.attempt, "pool.csv"), plan)

    def sealed(self) -> bool:
        """True once the record is whole and signed."""
        return bool(self.attempt) and "SHA256SUMS.sig" in self.store.files(self.attempt)

    def held(self) -> list[str]:
        """Ids of the draws that were held, in order; empty before the results."""
        names = self.store.files(self.attempt)
        return [d for d in self.state.the_notice().draws if f"orders/{d}.csv" in names]
