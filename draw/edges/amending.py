"""Amendments of a sealed record: planned, shown, signed by the amender, published (SPEC §13, R37-R39)."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from draw import amending, signing
from draw.amending import asked, papers, series
from draw.amending.asked import Asked
from draw.amending.fates import EventKind
from draw.amending.papers import Change, Event
from draw.amending.state import State
from draw.ceremony import Stage
from draw.edges import keys
from draw.edges.ending import Ending
from draw.edges.session_folder import Pins
from draw.errors import AlreadyDone, StepRefused, StoreError
from draw.hashing import digest
from draw.notice import Mode
from draw.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The next amendment, before it is signed: nothing is recorded yet."""

    number: int
    events: tuple[Event, ...]
    changes: tuple[Change, ...]
    salt: bytes  # of the papers' hashes


class Amending(Ending):
    """The acts after the record is sealed."""

    def record(self) -> dict[str, bytes]:
        """Path -> bytes of the whole public record with its amendments. Raises StepRefused before it is sealed."""
        if self.state.stage is not Stage.DONE or not self.sealed():
            raise StepRefused(say("amend.not_sealed"))
        files = self.store.files(self.attempt)
        return {name: self.store.get(value) for name, (value, public) in files.items() if public}

    def afterwards(self) -> State:
        """Outcomes, waiting lists and free places after the last amendment; every amendment is checked on the way."""
        files = self.record()
        return amending.check(files, *self.frozen())

    def today(self) -> str:
        """The date by the clock at hand."""
        return self.ambient.now(self.state.n)[:10]

    def plan(self, wanted: Sequence[tuple[Asked, bytes]]) -> Plan:
        """What the next amendment would say, from events with their papers' bytes (b"" for none).

        Raises StepRefused for the first event that is not allowed, AlreadyDone if the last amendment says the same.
        """
        state = self.afterwards()
        salt = self.store.note("paper-salt") or self.ambient.entropy("paper-salt", 32)
        events = [
            Event(
                kind=one.kind,
                applicant="" if one.kind is EventKind.JOINED else one.applicant,
                school=one.applicant if one.kind is EventKind.JOINED else "",
                date=one.date,
                # the statement of another session is public: its own hash, that anybody can compare
                paper="none" if not paper else digest(paper if one.kind is EventKind.JOINED else salt + paper),
            )
            for one, paper in wanted
        ]
        if state.number:
            files = self.record()
            before = series.read(files, state.number)
            if len(before) == len(events) and all(a.same(b) for a, b in zip(before, events, strict=True)):
                raise AlreadyDone("amend", state.number, "amendment")
        late = next((e for e in events if e.date > self.today()), None)
        if late is not None and self.state.the_notice().mode is Mode.LIVE:
            raise StepRefused(say("amend.future", applicant=late.applicant or "—", date=late.date, today=self.today()))
        settled, changes = asked.settle(state, events)
        return Plan(number=state.number + 1, events=settled, changes=changes, salt=salt)

    def amend(self, plan: Plan, *, pins: Pins = {}) -> str:
        """Sign and publish a plan; operator and notary authorise it. -> hash of amendment.txt.

        Raises StepRefused if another amendment came between.
        """
        for role in ("operator", "notary"):
            self._authorise(role, pins)
        state = self.afterwards()
        if state.number + 1 != plan.number:
            raise StepRefused(say("amend.overtaken"))
        files, _ = series.make(
            state,
            plan.events,
            session=self.state.the_notice().session,
            time=self.ambient.now(self.state.n + plan.number),
            key=self._amender(),
        )
        named = {name: (self.store.put(data), True) for name, data in files.items()}
        self.store.append(self.attempt, [], named, {"paper-salt": plan.salt}, new=files)
        self._publish_new(files)
        return digest(files[papers.path(plan.number, papers.TEXT)])

    def _amender(self) -> Ed25519PrivateKey:
        try:
            data = (self.private / "amender.pem").read_bytes()
        except OSError:
            raise StoreError(say("amend.key")) from None
        key = keys.load_pem(data, self._passphrase)
        if signing.public_hex(key) != self.state.the_notice().amender:
            raise StoreError(say("amend.key"))
        return key
