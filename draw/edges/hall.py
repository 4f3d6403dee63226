"""The acts of the hall, from the first objection to the seed; one method an act (SPEC §6, §9)."""

from typing import Final

from draw import board, dice, quicknet, rules, seed
from draw.ceremony import Stage
from draw.edges.attending import Attending
from draw.edges.session_folder import Pins
from draw.encoding import HASH, matches, text_file
from draw.errors import AlreadyDone, FormatError, InputErrors, StepRefused
from draw.hashing import digest
from draw.intake import rule_difference, sheet
from draw.words import say

_TYPING: Final = ("operator", "checker")


class Hall(Attending):
    """The acts between the freeze and the results."""

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
        self._same_rules()
        self._record(("convene", "operator", {"notice": self.state.notice_hash}))

    def _same_rules(self) -> None:
        """Raises StepRefused if session.toml, still there, no longer gives the rules that are frozen (R1)."""
        path = self.folder / "session.toml"
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return  # what is frozen is in the store
        try:
            plan = sheet.read(data, path.name)
        except InputErrors as errors:
            raise StepRefused(say("refuse.rules_unreadable", problem=str(errors.problems[0]))) from None
        frozen = rules.read(self.store.file(self.attempt, "rules.json"))
        found = rule_difference.first(frozen, plan.rules)
        if found is not None:
            where, before, now = found
            raise StepRefused(say("refuse.rules_changed", where=where, frozen=before, now=now))

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

    def type_dice(self, role: str, text: str, *, at: int | None = None, pins: Pins = {}) -> int:
        """One of the two typists enters the next throws. -> how many were confirmed by this (0: waiting for the other).

        `at`: the number of the first throw typed; with it a repetition is told from the next throws that happen to be
        equal. None: the next one, for callers that guard against repetition themselves.
        Raises StepRefused at a difference; both entries are then gone and the mismatch is in the minutes.
        """
        spec = self._typist(role, pins)
        values = spec.values(text.replace(" ", ""))
        confirmed = self.state.dice_values
        other = self.store.note(self._typed(_other(role)))
        if at is not None and 1 <= at <= len(confirmed):
            if tuple(confirmed[at - 1 : at - 1 + len(values)]) == values:
                raise AlreadyDone("dice", self._line_of("die"))
            raise StepRefused(say("refuse.die_index", index=len(confirmed) + 1))
        if at is not None and at != len(confirmed) + 1:
            raise StepRefused(say("refuse.die_index", index=len(confirmed) + 1))
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
        """Record the beacon round's signature, typed or scanned. -> hash of the transcript so far.

        Raises StepRefused if it is not the signature of the notice's round, where that can be checked (quicknet).
        """
        chosen = self.state.the_notice().beacon
        if chosen is not None and (self.state.stage is Stage.BEACON or self.state.beacon_signature):
            try:
                signature = quicknet.signature_of(signature, chosen, "drand")
                if self.state.beacon_signature != signature and quicknet.known(chosen):
                    quicknet.check(chosen, signature, "drand")
            except FormatError as error:
                words = say("refuse.beacon_wrong", round=chosen.round, problem=error.problem)
                raise StepRefused(words) from None
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

    # -- rulings and outages

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


def _other(role: str) -> str:
    return "checker" if role == "operator" else "operator"
