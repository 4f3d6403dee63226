"""One session folder: the join of store, keys, clock and the pure core; one method an act of the ceremony.

    DIR/session.toml, DIR/roster.xlsx|csv   what the operator writes
    DIR/public/                             the record, exactly SPEC §2, as it grows
    DIR/private/                            vault, ledger database, objects, keys: encrypted
    DIR/voided/NN/                          the public folder of attempt NN that was voided

Every act is checked by the state machine, committed to the store, and only then shown in the public folder; repeating an act
after a crash either finds it recorded (AlreadyDone) or does it now.
"""

import gc
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from draw import (
    board,
    dice,
    forming,
    ledger,
    notice,
    pool,
    readme,
    results,
    roster,
    rules,
    seed,
    sheet,
    signing,
    statement,
)
from draw.ceremony import Ceremony, Stage, replay
from draw.edges import durable, keys, program
from draw.edges.ambient import Ambient
from draw.edges.store import GONE, Store
from draw.encoding import HASH, matches, text_file
from draw.errors import AlreadyDone, DrawError, InputErrors, Problem, StepRefused, StoreError
from draw.hashing import digest, sums_file
from draw.ledger import Line
from draw.notice import Mode, Notice
from draw.pool import Pool
from draw.rules import Rules
from draw.words import say

ROSTER_NAMES: Final = ("roster.xlsx", "roster.csv")
PIN_ROLES: Final = ("operator", "checker", "notary")
SHORTEST_PIN: Final = 6
_TYPING: Final = ("operator", "checker")
_FREE_AFTER_BLIND_VOID: Final = frozenset({"attempt", "version", "previous", "scheduled", "beacon"})

Progress = Callable[[str], None]
Pins = Mapping[str, str]


@contextmanager
def without_cycles() -> Iterator[None]:
    """No cyclic garbage collection while hundreds of thousands of records are made: it would find nothing and cost a third."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _quiet(_: str) -> None:
    """No progress wanted."""


class Session:
    """An open session. Methods raise StepRefused, AlreadyDone, InputErrors or StoreError; nothing half-done is kept."""

    def __init__(self, folder: Path, store: Store, passphrase: str, ambient: Ambient) -> None:
        self.folder = folder
        self.public = folder / "public"
        self.private = folder / "private"
        self.store = store
        self._passphrase = passphrase
        self.ambient = ambient
        self.attempt = 0
        self.lines: list[Line] = []
        self.state = Ceremony()
        self.notice_bytes = b""
        self.reload()
        self.publish()

    # -- opening ----------------------------------------------------------------------------------------------------

    @classmethod
    def exists(cls, folder: Path) -> bool:
        """True if the folder was frozen (or a freeze was begun) before."""
        return (folder / "private" / "vault.json").exists()

    @classmethod
    def open(cls, folder: Path, passphrase: str, ambient: Ambient) -> "Session":
        """Open a session that exists. Raises StoreError for a wrong passphrase."""
        if not cls.exists(folder):
            raise StoreError(f"{folder}: 尚未冻结,先运行 draw freeze not frozen yet, run draw freeze first")
        key = keys.open_vault(folder / "private" / "vault.json", passphrase)
        return cls(folder, Store(folder / "private", key), passphrase, ambient)

    @classmethod
    def create(cls, folder: Path, passphrase: str, ambient: Ambient) -> "Session":
        """Open the session, making its vault first if there is none."""
        private = folder / "private"
        if not cls.exists(folder):
            private.mkdir(mode=0o700, parents=True, exist_ok=True)
            keys.create_vault(private / "vault.json", passphrase, ambient.entropy)
        return cls.open(folder, passphrase, ambient)

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
        self.state = replay(self.lines, frozen, digest(self.notice_bytes))

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

    def _line(self, kind: str, by: str, last: Line | None, **body: object) -> Line:
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
        state = replay(self.lines, self.state.notice, self.state.notice_hash)
        last = self.lines[-1] if self.lines else None
        lines = []
        for kind, by, body in acts:
            last = self._line(kind, by, last, **body)
            state.apply(last)
            lines.append(last)
        named = {name: (self.store.put(data), True) for name, data in files.items()}
        named |= {name: (self.store.put(data), False) for name, data in private_files.items()}
        named |= {name: (GONE, True) for name in gone}
        self.store.append(self.attempt, lines, named, notes)
        self.lines += lines
        self.state = state
        self._publish_new(files, gone)
        return lines[-1]

    def _line_of(self, kind: str, by: str = "") -> int:
        """The number of the last line of that kind (and party), 0 if there is none."""
        return max((line.n for line in self.lines if line.kind == kind and by in ("", line.by)), default=0)

    def _authorise(self, role: str, pins: Pins) -> None:
        """In live mode each of the two persons of a two-person step gives a PIN (SPEC §12)."""
        if self.state.notice is None or self.state.notice.mode is not Mode.LIVE:
            return
        stored = self.store.note(f"pin:{role}")
        if role not in pins or stored is None:
            raise StepRefused(say("refuse.pin_needed", role=say(f"role.{role}")))
        if not keys.pin_matches(pins[role], stored.decode()):
            raise StepRefused(say("refuse.pin", role=say(f"role.{role}")))

    def _same_program(self) -> None:
        if digest(program.listing()) != self.state.the_notice().program:
            raise StepRefused(say("refuse.program_changed"))

    # -- freeze -----------------------------------------------------------------------------------------------------

    @staticmethod
    def inputs(folder: Path) -> tuple[sheet.Sheet, roster.Roster]:
        """Rule sheet and roster of a folder, both read. Raises InputErrors with every problem of both."""
        from draw.edges import tables  # brings a spreadsheet library, which nothing after the freeze needs

        path = folder / "session.toml"
        try:
            data = path.read_bytes()
        except OSError:
            raise InputErrors([_missing(path, "rule sheet 派位方案", "draw new")]) from None
        plan = sheet.read(data, path.name)
        found = [folder / name for name in ROSTER_NAMES if (folder / name).exists()]
        if len(found) != 1:
            words = "roster.xlsx or roster.csv, exactly one of them 只放其中一个"
            raise InputErrors([_missing(folder / " | ".join(ROSTER_NAMES), "roster 名册", words)])
        return plan, roster.read(tables.load(found[0]), plan)

    def register(self) -> dict[str, forming.Registered]:
        """Codes and salts given before in this session, by registration number; they never change (SPEC §5)."""
        return forming.register(*(self.store.get(value) for value in self.store.versions("private/roster.csv")))

    def freeze(self, *, pins: Pins = {}, progress: Progress = _quiet) -> str:
        """Freeze version 1, a new version after an accepted objection, or the next attempt after a void. -> notice hash.

        Raises InputErrors for every fault of rule sheet or roster at once, StepRefused where no freeze is possible.
        """
        plan, people = self.inputs(self.folder)
        self.check_two_people(plan.mode, pins)
        progress("编码与加盐 codes and salts")

        def salt(registration_no: str) -> str:
            return self.ambient.entropy(f"salt:{registration_no}", 16).hex()

        formed = forming.form(people, plan, self.register(), salt)
        return self._freeze(plan, formed, pins, progress)

    def check_two_people(self, mode: Mode, pins: Pins) -> None:
        """Raises StepRefused unless a freeze in this mode has the persons it needs: in live mode operator and notary."""
        if mode is Mode.LIVE and self.ambient.test:
            raise StepRefused(say("refuse.live_test"))
        if self.state.notice is not None:
            for role in ("operator", "notary"):
                self._authorise(role, pins)
        elif mode is Mode.LIVE and any(len(pins.get(role, "")) < SHORTEST_PIN for role in PIN_ROLES):
            raise StepRefused(say("refuse.live_pins"))

    def _freeze(self, plan: sheet.Sheet, formed: forming.Formed, pins: Pins, progress: Progress) -> str:
        before = self.state
        again = before.stage is Stage.VOID
        attempt = self.attempt + 1 if again or not self.attempt else self.attempt
        version = 1 if again or not self.attempt else before.freezes[-1][0] + 1
        previous = "none"
        if again:
            previous = before.void_hash
        elif version > 1:
            previous = before.notice_hash
        key, amender, key_files = self._signing_keys()
        progress("公告 notice")
        files = {
            "pool.csv": pool.write(formed.pool, plan.rules),
            "rules.json": rules.write(plan.rules),
            "program.txt": program.listing(),
        }
        if formed.removed_csv is not None:
            files["removed.csv"] = formed.removed_csv
        frozen = Notice(
            session=plan.session,
            mode=plan.mode,
            title=plan.title,
            authority=plan.authority,
            scheduled=plan.scheduled,
            attempt=attempt,
            version=version,
            previous=previous,
            after=plan.after,
            rehearsals=plan.rehearsals,
            pool=digest(files["pool.csv"]),
            applicants=len(formed.pool.applicants),
            units=len(formed.pool.members),
            roster=digest(formed.roster_csv),
            removed="none" if formed.removed_csv is None else digest(formed.removed_csv),
            rules=digest(files["rules.json"]),
            program=digest(files["program.txt"]),
            signer=signing.public_hex(key),
            amender=amender,
            parties=plan.parties,
            min_open=plan.min_open,
            reveal_seconds=plan.reveal_seconds,
            dice=plan.dice,
            beacon=plan.beacon,
            draws=tuple(d.id for d in plan.rules.draws),
        )
        data = notice.write(frozen)
        notice.read(data)
        rules.read(files["rules.json"])
        if before.notice is not None and self._same_but_version(frozen, before.notice, again):
            raise AlreadyDone("freeze", self._line_of("freeze"))
        if again:
            self._after_void(frozen, before)
        files |= {
            "notice.json": data,
            "notice.sig": signing.sign(key, data),
            "signer.pem": signing.public_pem(frozen.signer),
        }
        pins_now = {} if before.notice is not None else self._pin_notes(plan.mode, pins)
        value = digest(data)
        if again:
            self._set_aside()
            self.attempt, self.lines = attempt, []
            self.state = Ceremony(notice=frozen, notice_hash=value)
        elif not self.attempt:
            self.attempt = 1
        self.state = Ceremony(notice=frozen, notice_hash=value) if version == 1 else self._with_notice(frozen, value)
        for name, pem in key_files.items():
            durable.write(self.private / name, pem, private=True)
        try:
            self._record(
                ("freeze", "operator", {"notice": value, "version": version, "with": "notary"}),
                files=files,
                private_files={"private/roster.csv": formed.roster_csv},
                gone=[name for name in self.store.files(attempt) if name == "removed.csv" and name not in files],
                notes=pins_now,
            )
        except DrawError:
            self.reload()
            raise
        if again:
            self.publish()
        self.notice_bytes = data
        return value

    def _with_notice(self, frozen: Notice, value: str) -> Ceremony:
        """The state so far under the notice of the next version (nothing before `convene` reads the notice)."""
        return replay(self.lines, frozen, value)

    def _same_but_version(self, frozen: Notice, before: Notice, again: bool) -> bool:
        """True if this freeze was recorded already: the same content, and no new version or attempt is due."""
        if again or self.state.accepted_since_freeze:
            return False
        skip = {"version", "previous"}
        return all(getattr(frozen, k) == getattr(before, k) for k in Notice.__slots__ if k not in skip)

    def _after_void(self, frozen: Notice, before: Ceremony) -> None:
        earlier = before.the_notice()
        if before.void_reason == "PAPER_MISMATCH":
            failed = [p for p in earlier.parties if p.id in before.mismatched and p in frozen.parties]
            if failed:
                raise StepRefused(say("refuse.void_party", party=" ".join(p.id for p in failed)))
            return
        changed = [k for k in Notice.__slots__ if getattr(frozen, k) != getattr(earlier, k)]
        other = sorted(set(changed) - _FREE_AFTER_BLIND_VOID)
        if other:
            raise StepRefused(say("refuse.void_changes", keys=" ".join(other)))

    def _set_aside(self) -> None:
        """Keep the voided attempt's public folder whole beside the new one."""
        target = self.folder / "voided" / f"{self.attempt:02}"
        if self.public.exists() and not target.exists():
            target.parent.mkdir(exist_ok=True)
            shutil.copytree(self.public, target)

    def _signing_keys(self) -> tuple[Ed25519PrivateKey, str, dict[str, bytes]]:
        """(signer, amender's public key, PEM files still to be written). One signer and one amender a session."""
        if self.state.notice is not None:
            return self._signer(), self.state.notice.amender, {}
        pair = {name: keys.new_signing_key(self.ambient.entropy, name) for name in ("signer", "amender")}
        files = {
            f"{name}.pem": keys.encrypted_pem(key, self._passphrase, self.ambient.entropy, name)
            for name, key in pair.items()
        }
        return pair["signer"], signing.public_hex(pair["amender"]), files

    def _signer(self) -> Ed25519PrivateKey:
        try:
            data = (self.private / "signer.pem").read_bytes()
        except OSError:
            raise StoreError("签名私钥已销毁或丢失 the signing key is destroyed or lost") from None
        key = keys.load_pem(data, self._passphrase)
        if signing.public_hex(key) != self.state.the_notice().signer:
            raise StoreError("签名私钥与公告不符 the signing key is not the notice's")
        return key

    def _pin_notes(self, mode: Mode, pins: Pins) -> dict[str, bytes | None]:
        if mode is not Mode.LIVE:
            return {}
        return {f"pin:{r}": keys.pin_hash(pins[r], self.ambient.entropy, r).encode() for r in PIN_ROLES}

    def frozen(self) -> tuple[Notice, Rules, Pool]:
        """What is frozen. Raises StepRefused before the freeze."""
        current = self.state.the_notice()
        plan = rules.read(self.store.file(self.attempt, "rules.json"))
        return current, plan, pool.read(self.store.file(self.attempt, "pool.csv"), plan)

    # -- objections, convening, board ---------------------------------------------------------------------------------

    def object(self, paper: bytes) -> int:
        """Record an objection paper by its salted hash; returns its number. The same paper twice is one objection."""
        salt = self.store.note("paper-salt") or self.ambient.entropy("paper-salt", 32)
        value = digest(salt + paper)
        for line in self.lines:
            if line.kind == "objection" and line.body["paper"] == value:
                raise AlreadyDone(f"objection {line.body['number']}", line.n)
        number = len(self.state.objections) + 1
        self._record(("objection", "operator", {"number": number, "paper": value}), notes={"paper-salt": salt})
        return number

    def decide_objection(self, number: int, outcome: str, *, pins: Pins = {}) -> None:
        """The notary's outcome of an objection: "accepted" or "rejected"."""
        self._authorise("notary", pins)
        if self.state.objections.get(number) == outcome:
            raise AlreadyDone(f"objection {number}", self._line_of("objection-outcome"))
        self._record(("objection-outcome", "notary", {"number": number, "outcome": outcome}))

    def convene(self) -> None:
        """Open the ceremony: objections are over, commitments may come. Also done by the first commitment."""
        if self.state.stage not in (Stage.START, Stage.OBJECTIONS):
            raise AlreadyDone("convene", self._line_of("convene"))
        self._same_program()
        self._record(("convene", "operator", {"notice": self.state.notice_hash}))

    def commit(self, party: str, commitment: str) -> None:
        """Put a party's commitment on the board."""
        if not matches(HASH, commitment):
            raise StepRefused("承诺值须为 64 位小写十六进制 a commitment is 64 lower-case hex digits")
        if self.state.commitments.get(party) == commitment:
            raise AlreadyDone(f"commit {party}", self._line_of("commit", party))
        if self.state.stage is Stage.OBJECTIONS:
            self.convene()
        self._record(("commit", party, {"commitment": commitment}))

    def close_board(self) -> str:
        """Close the board; absent open parties stand on it. -> board hash."""
        if self.state.board_hash:
            raise AlreadyDone("board", self._line_of("board"))
        data = board.write(self.state.the_notice(), self.state.notice_hash, self.state.commitments)
        self._record(("board", "operator", {"board": digest(data)}), files={"board.txt": data})
        return digest(data)

    # -- reveals ------------------------------------------------------------------------------------------------------

    def open_reveal(self) -> None:
        """Start the reveal's running time."""
        if self._line_of("reveal-open"):
            raise AlreadyDone("reveal-open", self._line_of("reveal-open"))
        self._record(("reveal-open", "operator", {}))

    def reveal(self, party: str, secret: str) -> str:
        """Take an open party's secret. -> "revealed", or "late" after the deadline (logged, never hashed)."""
        if self.state.reveals.get(party) == secret:
            raise AlreadyDone(f"reveal {party}", self._line_of("reveal", party))
        if not matches(HASH, secret):
            raise StepRefused("秘密值须为 64 位小写十六进制 a secret is 64 lower-case hex digits")
        if self.state.reveal_closed_at and self.state.stage is not Stage.DONE:
            self._record(("late", party, {"secret": secret}))
            return "late"
        if self.state.stage is Stage.BOARD:
            self.open_reveal()
        self._record(("reveal", party, {"secret": secret}))
        return "revealed"

    def seconds_left(self) -> int:
        """Seconds of running time until the reveals may close."""
        current = self.state.the_notice()
        now = self.ambient.now(self.state.n + 1)
        return max(0, current.reveal_seconds - self.state.running_at(now))

    def close_reveal(self) -> str:
        """Close the reveals once their time is over. -> hash of the transcript so far."""
        if self.state.reveal_closed_at:
            raise AlreadyDone("reveal-close", self._line_of("reveal-close"))
        current = self.state.the_notice()
        lines = seed.head_lines(self.state.notice_hash, self.state.board_hash)
        lines += seed.open_lines(current, self.state.reveals)
        value = digest(text_file(lines))
        self._record(("reveal-close", "operator", {"transcript": value}))
        return value

    # -- dice and beacon ------------------------------------------------------------------------------------------------

    def type_dice(self, role: str, text: str, *, pins: Pins = {}) -> int:
        """One of the two typists enters the next throws. -> how many were confirmed by this (0: waiting for the other).

        Raises StepRefused at a difference; both entries are then gone and the mismatch is in the minutes.
        """
        spec = self._typist(role, pins)
        values = spec.values(text.replace(" ", ""))
        confirmed = self.state.dice_values
        other = self.store.note(self._typed(_other(role)))
        if tuple(confirmed[: len(values)]) == values and confirmed and other is None:
            raise AlreadyDone("dice", self._line_of("die"))
        if not values:
            raise StepRefused(say("refuse.die_value", problem="0"))
        self.state.check("die", "operator", {"index": len(confirmed) + 1, "value": values[0], "with": "checker"}, "")
        for n, value in enumerate(values):
            problem = spec.value_problem(value, (*confirmed, *values[:n]))
            if problem:
                raise StepRefused(say("refuse.die_value", problem=f"{n + 1}: {problem}"))
        if other is None:
            self.store.set_notes({self._typed(role): " ".join(values).encode()})
            return 0
        theirs = tuple(other.decode().split())
        cleared: dict[str, bytes | None] = {self._typed(r): None for r in _TYPING}
        if theirs != values:
            differs = next(
                (n for n, (a, b) in enumerate(zip(values, theirs, strict=False)) if a != b),
                min(len(values), len(theirs)),
            )
            index = len(confirmed) + differs + 1
            self._record(("dice-mismatch", "checker", {"index": index}), notes=cleared)
            raise StepRefused(say("refuse.dice_mismatch", index=index))
        acts = [
            ("die", "operator", {"index": len(confirmed) + n + 1, "value": value, "with": "checker"})
            for n, value in enumerate(values)
        ]
        self._record(*acts, notes=cleared)
        return len(values)

    def _typed(self, role: str) -> str:
        return f"dice:{self.attempt}:{role}"

    def _typist(self, role: str, pins: Pins) -> dice.Dice:
        if role not in _TYPING:
            raise StepRefused(say("refuse.dice_by"))
        self._authorise(role, pins)
        spec = dice.parse(self.state.the_notice().dice)
        if spec is None:
            raise StepRefused(say("refuse.stage", stage=say(f"stage.{self.state.stage}")))
        return spec

    def confirm_dice(self, *, pins: Pins = {}) -> str:
        """The notary confirms the complete dice. -> hash of the transcript so far."""
        if self.state.dice_confirmed:
            raise AlreadyDone("dice", self._line_of("dice"))
        self._authorise("notary", pins)
        line = seed.dice_line(self.state.the_notice(), tuple(self.state.dice_values))
        value = digest(text_file([*self.state.transcript_lines(), line]))
        self._record(("dice", "notary", {"transcript": value}))
        return value

    def beacon(self, signature: str) -> str:
        """Record the beacon round's signature. -> hash of the transcript so far."""
        if self.state.beacon_signature == signature:
            raise AlreadyDone("beacon", self._line_of("beacon"))
        line = seed.beacon_line(self.state.the_notice(), signature)
        value = digest(text_file([*self.state.transcript_lines(), line]))
        self._record(("beacon", "operator", {"signature": signature, "transcript": value}))
        return value

    # -- envelopes ------------------------------------------------------------------------------------------------------

    def open_envelopes(self, *, pins: Pins = {}) -> None:
        """All papers lie face up on camera; typing may begin."""
        if self._line_of("envelopes"):
            raise AlreadyDone("envelopes", self._line_of("envelopes"))
        self._authorise("notary", pins)
        self._record(("envelopes", "notary", {}))

    def open_paper(self, party: str, secret: str) -> bool:
        """Type a sealed party's paper; tries are unlimited. -> True if this was the last one and the seed is fixed."""
        if party in self.state.opened:
            raise AlreadyDone(f"opened {party}", self._line_of("opened", party))
        self.state.check("opened", party, {}, "")
        committed = self.state.commitments[party]
        if not seed.opens(self.state.notice_hash, party, secret, committed):
            raise StepRefused(say("refuse.secret_differs", party=party))
        self._record(("opened", party, {}), notes={f"secret:{self.attempt}:{party}": secret.encode()})
        return self.fix_seed()

    def paper_mismatch(self, party: str, *, pins: Pins = {}) -> None:
        """Two readers agree that a paper does not open its commitment; the attempt will be void with cause."""
        for role in ("operator", "notary"):
            self._authorise(role, pins)
        self._record(("paper-mismatch", "operator", {"party": party, "with": "notary"}))

    def _secrets(self) -> dict[str, str]:
        found = {p: self.store.note(f"secret:{self.attempt}:{p}") for p in self.state.opened}
        return {p: value.decode() for p, value in found.items() if value is not None}

    def fix_seed(self) -> bool:
        """Write seed.txt as soon as every sealed paper is open. -> True if the seed is fixed."""
        state = self.state
        if state.seed or len(state.opened) != len(state.the_notice().sealed_parties()):
            return bool(state.seed)
        data = seed.write(
            state.the_notice(),
            state.notice_hash,
            state.board_hash,
            seed.Transcript(
                open_secrets=state.reveals,
                dice_values=tuple(state.dice_values),
                beacon_signature=state.beacon_signature,
                sealed_secrets=self._secrets(),
            ),
        )
        cleared: dict[str, bytes | None] = {f"secret:{self.attempt}:{p}": None for p in state.opened}
        self._record(("seed", "system", {"seed": digest(data)}), files={"seed.txt": data}, notes=cleared)
        return True

    # -- the end ----------------------------------------------------------------------------------------------------------

    def finish(self, progress: Progress = _quiet) -> str:
        """Orders, results, statement, signature, sums; the signer's private half is destroyed. -> result hash.

        A pure function of what is frozen and the seed: after any crash the same bytes come out.
        """
        self._same_program()
        self.fix_seed()
        if self.state.stage is Stage.SEEDED:
            progress("派位顺序与结果 orders and results")
            with without_cycles():
                _, plan, people = self.frozen()
                outputs = results.compute(people, plan, self.state.seed, progress)
            self._record(("outputs", "system", {"outputs": digest(outputs["outputs.txt"])}), files=outputs)
        if self.state.stage is not Stage.DONE:
            raise StepRefused(say("refuse.stage", stage=say(f"stage.{self.state.stage}")))
        if not self.sealed():
            progress("声明与签名 statement and signature")
            signer = self._signer()
            self._seal(self._statement_files(signer), signer)
        self._destroy_signer()
        return statement.result_hash(self.store.file(self.attempt, "statement.txt"))

    def _statement_files(self, signer: Ed25519PrivateKey) -> dict[str, bytes]:
        current, plan = self.state.the_notice(), rules.read(self.store.file(self.attempt, "rules.json"))
        signed = statement.statement(
            current,
            self.state.notice_hash,
            board=self.state.board_hash,
            seed=self.state.seed,
            outputs=self.state.outputs,
            ledger=digest(self.lines[-1].data()),
        )
        held = [name[7:-4] for name in self.store.files(self.attempt) if name.startswith("orders/")]
        return {
            "ledger.jsonl": ledger.write(self.lines),
            "statement.txt": signed,
            "statement.sig": signing.sign(signer, signed),
            "README": readme.text(
                current,
                self.state.notice_hash,
                rules=plan,
                seed=self.state.seed,
                statement_hash=digest(signed),
                held=held,
            ),
        }

    def _seal(self, files: dict[str, bytes], signer: Ed25519PrivateKey) -> None:
        hashes = {name: value for name, (value, public) in self.store.files(self.attempt).items() if public}
        hashes |= {name: digest(data) for name, data in files.items()}
        sums = sums_file(hashes)
        files |= {"SHA256SUMS": sums, "SHA256SUMS.sig": signing.sign(signer, sums)}
        self.store.append(self.attempt, [], {name: (self.store.put(data), True) for name, data in files.items()})
        self._publish_new(files)

    def sealed(self) -> bool:
        """True once the record is whole and signed."""
        return bool(self.attempt) and "SHA256SUMS.sig" in self.store.files(self.attempt)

    def _destroy_signer(self) -> None:
        path = self.private / "signer.pem"
        if path.exists():
            with path.open("r+b") as out:
                out.write(os.urandom(path.stat().st_size))
                out.flush()
                os.fsync(out.fileno())
            durable.remove(path)

    def void(self) -> str:
        """Write the void certificate where the state machine demands one. -> hash of void.txt."""
        if self.state.stage is Stage.VOID:
            if not self.sealed():
                self._seal_void()
            raise AlreadyDone("void", self._line_of("void"))
        reason = self.state.forced_void()
        if not reason:
            raise StepRefused(say("refuse.no_void"))
        transcript = self.state.void_transcript(self._secrets())
        text = statement.void(
            self.state.the_notice(),
            self.state.notice_hash,
            board=self.state.board_hash or "none",
            transcript=digest(transcript),
            reason=reason,
        )
        by = "decision" if reason == "RULING" else "system"
        files = {"transcript.txt": transcript, "void.txt": text}
        self._record(("void", by, {"void": digest(text)}), files=files)
        self._seal_void()
        return digest(text)

    def _seal_void(self) -> None:
        text, signer = self.store.file(self.attempt, "void.txt"), self._signer()
        current, reason = self.state.the_notice(), statement.void_reason(text)
        files = {
            "ledger.jsonl": ledger.write(self.lines),
            "void.sig": signing.sign(signer, text),
            "README": readme.void_text(current, self.state.notice_hash, digest(text), reason),
        }
        self._seal(files, signer)

    def rule(self, action: str, reason: str, signers: list[str], paper: bytes = b"") -> int:
        """Record a ruling of the decision group; its paper by salted hash. -> number of the ruling."""
        salt = self.store.note("paper-salt") or self.ambient.entropy("paper-salt", 32)
        number = self.state.rulings + 1
        body = {
            "number": number,
            "action": action,
            "reason": reason,
            "paper": digest(salt + paper) if paper else "none",
            "signers": sorted(set(signers)),
        }
        self._record(("ruling", "decision", body), notes={"paper-salt": salt})
        return number

    def resume(self) -> None:
        """Note in the minutes that the program was started again in the middle of the ceremony."""
        active = self.state.stage not in (Stage.START, Stage.OBJECTIONS, Stage.DONE, Stage.VOID)
        if active and not self.state.void_ruled:
            self._record(("resume", "system", {}))

    # -- what others read -------------------------------------------------------------------------------------------------

    def audit(self) -> list[str]:
        """The notary's own check of seals and ids (SPEC §4): sentences, empty if all is right."""
        current = self.state.the_notice()
        private = self.store.file(self.attempt, "private/roster.csv")
        problems = forming.audit(
            private,
            self.store.file(self.attempt, "pool.csv"),
            rules.read(self.store.file(self.attempt, "rules.json")),
            current.session,
        )
        if digest(private) != current.roster:
            problems.insert(0, "the private roster is not the one whose hash the notice names 名册与公告中的校验码不符")
        return problems

    def held(self) -> list[str]:
        """Ids of the draws that were held, in order; empty before the results."""
        names = self.store.files(self.attempt)
        return [d for d in self.state.the_notice().draws if f"orders/{d}.csv" in names]


def _other(role: str) -> str:
    return "checker" if role == "operator" else "operator"


def _missing(path: Path, what: str, remedy: str) -> Problem:
    return Problem(
        file=path.name, sheet="", row=0, column="", value="", problem=f"没有 {what} is missing", remedy=remedy
    )
