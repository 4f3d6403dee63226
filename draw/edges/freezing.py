"""The freeze: rule sheet and roster -> frozen files, notice and keys; new versions and new attempts (SPEC §3, §5, R7)."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from draw import notice, pool, rules, signing, slip
from draw.ceremony import Ceremony, Stage, replay
from draw.chaining.chain import Finished
from draw.edges import durable, keys, program, tables
from draw.edges.people import Role
from draw.edges.session_folder import Folder, Pins, Progress, quiet
from draw.errors import AlreadyDone, DrawError, InputErrors, Problem, StepRefused
from draw.hashing import digest
from draw.intake import forming, roster, sheet
from draw.intake.table import Table
from draw.notice import Mode, Notice
from draw.words import say

ROSTER_NAMES: Final = ("roster.xlsx", "roster.csv")
PIN_ROLES: Final = ("operator", "checker", "notary")
SHORTEST_PIN: Final = 6
SLIPS: Final = "private/slips"  # the signatures of all family slips, in the order of pool.csv (SPEC §15)
_FREE_AFTER_BLIND_VOID: Final = frozenset({"attempt", "version", "previous", "scheduled", "beacon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is handed in: rule sheet, roster, lists that eligibility checks name, earlier records (R1, R3, R6)."""

    plan: sheet.Sheet
    people: roster.Roster
    lists: Mapping[str, Table]
    earlier: tuple[Finished, ...]  # the sessions that this one continues, as they stood when it names them (SPEC §14)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewKeys:
    """Keys of a session's first freeze: the signer, both public halves (signer, amender), PEM files still to be written."""

    signer: Ed25519PrivateKey
    public: tuple[str, str]
    files: Mapping[str, bytes]


class Freezing(Folder):
    """The acts before the hall."""

    @staticmethod
    def inputs(folder: Path, progress: Progress = quiet) -> Inputs:
        """Rule sheet, roster and lists of a folder, all read. Raises InputErrors with every problem of the files."""
        path = folder / "session.toml"
        try:
            data = path.read_bytes()
        except OSError:
            raise InputErrors([_missing(path, "rule sheet 派位方案", "draw new")]) from None
        plan = sheet.read(data, path.name)
        problems: list[Problem] = []
        people: roster.Roster | None = None
        found = [folder / name for name in ROSTER_NAMES if (folder / name).exists()]
        if len(found) == 1:
            try:
                people = roster.read(tables.load(found[0]), plan)
            except InputErrors as errors:
                problems += errors.problems
        elif not found and not plan.takes_children:
            people = roster.nobody(ROSTER_NAMES[-1])
        else:
            words = "roster.xlsx or roster.csv, exactly one of them 只放其中一个"
            problems.append(_missing(Path(" | ".join(ROSTER_NAMES)), "roster 名册", words))
        lists: dict[str, Table] = {}
        for name, file in plan.lists.items():
            if not (folder / file).exists():
                problems.append(
                    _missing(folder / file, f"list 名单 {name}", "放在 session.toml 旁 put it beside session.toml")
                )
                continue
            try:
                lists[name] = tables.load(folder / file)
            except InputErrors as errors:
                problems += errors.problems
        earlier: tuple[Finished, ...] = ()
        if plan.after:
            from draw.edges import earlier_records  # brings the verifier

            try:
                earlier = earlier_records.load(folder, plan, progress)
            except InputErrors as errors:
                problems += errors.problems
        if problems or people is None:
            raise InputErrors(problems)
        return Inputs(plan=plan, people=people, lists=lists, earlier=earlier)

    @staticmethod
    def formed(
        given: Inputs, register: Mapping[str, forming.Registered], new_salt: Callable[[str], str]
    ) -> forming.Formed:
        """The pool of these inputs. Raises InputErrors with every problem at once."""
        return forming.form(given.people, given.plan, register, new_salt, given.lists, given.earlier)

    def register(self) -> dict[str, forming.Registered]:
        """Codes and salts given before in this session, by registration number; they never change (SPEC §5)."""
        return forming.register(*(self.store.get(value) for value in self.store.versions("private/roster.csv")))

    def freeze(self, *, pins: Pins = {}, progress: Progress = quiet, given: Inputs | None = None) -> str:
        """Freeze version 1, a new version after an accepted objection, or the next attempt after a void. -> notice hash.

        `given`: inputs that the caller has read and found to be what was proposed; else the folder is read now.
        Raises InputErrors for every fault of rule sheet or roster at once, StepRefused where no freeze is possible.
        """
        given = given or self.inputs(self.folder, progress)
        plan = given.plan
        self.check_two_people(plan.mode, pins)
        self._same_session(plan)
        progress("编码与加盐 codes and salts")

        def salt(registration_no: str) -> str:
            return self.ambient.entropy(f"salt:{registration_no}", 16).hex()

        formed = self.formed(given, self.register(), salt)
        return self._freeze(plan, formed, pins, progress)

    def check_two_people(self, mode: Mode, pins: Pins) -> None:
        """Raises StepRefused unless a freeze in this mode has the persons it needs: in live mode operator and notary."""
        if mode is Mode.LIVE and self.ambient.test:
            raise StepRefused(say("refuse.live_test"))
        if self.state.notice is not None:
            for role in ("operator", "notary"):
                self._authorise(role, pins)
        elif mode is Mode.LIVE and not all(self._stands(role, pins) for role in PIN_ROLES):
            raise StepRefused(say("refuse.live_pins"))

    def _same_session(self, plan: sheet.Sheet) -> None:
        """Raises StepRefused if a later version or attempt would be another session, or leave its mode (R13, R45)."""
        before = self.state.notice
        if before is not None and (plan.session, plan.mode) != (before.session, before.mode):
            raise StepRefused(say("refuse.other_session", session=before.session, mode=before.mode))

    def _stands(self, role: str, pins: Pins) -> bool:
        """True if the role's person is known from now on: by a login, by a PIN given now, or by an account."""
        given = pins.get(role)
        if isinstance(given, str):
            return len(given) >= SHORTEST_PIN
        if role == "checker":
            return bool(self.people.of(Role.CHECKER))
        return given is not None and given.account.role == role

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
        fresh = self._new_keys() if before.notice is None else None
        signer, amender = fresh.public if fresh else (self.state.the_notice().signer, self.state.the_notice().amender)
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
            signer=signer,
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
        key = (
            fresh.signer if fresh else self._signer()
        )  # only now: after the end the signer is gone, but nothing is new
        files |= {
            "notice.json": data,
            "notice.sig": signing.sign(key, data),
            "signer.pem": signing.public_pem(frozen.signer),
        }
        pins_now = {} if before.notice is not None else self._pin_notes(plan.mode, pins)
        value = digest(data)
        slips = _slips(key, plan.session, value, files["pool.csv"], formed.roster_csv, progress)
        if again:
            self._set_aside()
            self.attempt, self.lines = attempt, []
        elif not self.attempt:
            self.attempt = 1
        # nothing before `convene` reads the notice or judges by the hall rules: the lines so far stand under the new ones
        self.state = replay(self.lines, frozen, value, plan.rules.hall)
        for name, pem in (fresh.files if fresh else {}).items():
            durable.write(self.private / name, pem, private=True)
        try:
            self._record(
                ("freeze", "operator", {"notice": value, "version": version, "with": "notary"}),
                files=files,
                private_files={"private/roster.csv": formed.roster_csv, SLIPS: slips},
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

    def _new_keys(self) -> _NewKeys:
        """One signer and one amender a session, with their encrypted files."""
        pair = {name: keys.new_signing_key(self.ambient.entropy, name) for name in ("signer", "amender")}
        files = {
            f"{name}.pem": keys.encrypted_pem(key, self._passphrase, self.ambient.entropy, name)
            for name, key in pair.items()
        }
        public = (signing.public_hex(pair["signer"]), signing.public_hex(pair["amender"]))
        return _NewKeys(signer=pair["signer"], public=public, files=files)

    def _pin_notes(self, mode: Mode, pins: Pins) -> dict[str, bytes | None]:
        if mode is not Mode.LIVE:
            return {}
        typed = {role: given for role in PIN_ROLES if isinstance(given := pins.get(role), str)}
        return {f"pin:{r}": keys.pin_hash(pin, self.ambient.entropy, r).encode() for r, pin in typed.items()}


def _slips(
    key: Ed25519PrivateKey, session: str, notice_hash: str, pool_csv: bytes, roster_csv: bytes, progress: Progress
) -> bytes:
    """The signatures of this version's slips; made before anything is recorded, so that a freeze stays one act."""
    salts = [row.salt for row in forming.read_roster_csv(roster_csv)]
    progress(say("family.signing", count=len(salts)))

    def told(done: int) -> None:
        progress(say("family.signed", done=done, count=len(salts)))

    return slip.sign_all(key, slip.texts(session, notice_hash, pool_csv, salts), told)


def _missing(path: Path, what: str, remedy: str) -> Problem:
    return Problem(
        file=path.name, sheet="", row=0, column="", value="", problem=f"没有 {what} is missing", remedy=remedy
    )
