"""Who may do what, and when: (state, ledger line) -> state (SPEC §9, §10).

The same machine drives the hall and replays a record, so a verifier accepts exactly the acts that the appliance allows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from draw import attendance, board, dice, seed
from draw.attendance import SignIn
from draw.encoding import text_file, time_seconds
from draw.errors import StepRefused
from draw.hashing import digest
from draw.ledger import Body, Line
from draw.notice import Mode, Notice
from draw.rules import HallRules
from draw.words import pair, say


class Stage(StrEnum):
    """Phases of SPEC §9."""

    START = "start"
    OBJECTIONS = "objections"
    COMMIT = "commit"
    BOARD = "board"
    REVEAL = "reveal"
    DICE = "dice"
    BEACON = "beacon"
    ENVELOPES = "envelopes"
    OPENING = "opening"
    SEEDED = "seeded"
    DONE = "done"
    VOID = "void"


_SIGNING_IN = (
    Stage.OBJECTIONS, Stage.COMMIT, Stage.BOARD, Stage.REVEAL, Stage.DICE, Stage.BEACON, Stage.ENVELOPES, Stage.OPENING,
)  # fmt: skip
_CHECKING = (Stage.OBJECTIONS, Stage.COMMIT)
_BEFORE_DICE = (Stage.COMMIT, Stage.BOARD, Stage.REVEAL, Stage.DICE, Stage.BEACON)
_PAUSES = ("PAUSE", "POSTPONE")
_RESUMES = ("CONTINUE", "RESUME_STANDBY")


def _refuse(key: str, **facts: object) -> StepRefused:
    return StepRefused(say(key, **facts))


def _who(kind: str) -> dict[str, str]:
    zh, en = pair(f"person.{kind}")
    return {"who_zh": zh, "who_en": en}


@dataclass(slots=True)
class Ceremony:
    """The state after some ledger lines. `notice` and `hall` (of rules.json) are those of the last freeze; None only before
    the first line."""

    notice: Notice | None = None
    notice_hash: str = ""
    hall: HallRules | None = None
    stage: Stage = Stage.START
    n: int = 0
    freezes: list[tuple[int, str]] = field(default_factory=list)  # (version, notice hash)
    objections: dict[int, str] = field(default_factory=dict)  # number -> "", "accepted", "rejected"
    accepted_since_freeze: bool = False
    sign_ins: int = 0
    signed_in: list[SignIn] = field(default_factory=list)  # since the last freeze
    posts: dict[str, str] = field(default_factory=dict)  # since then: person -> OPERATOR, CHECKER or NOTARY
    missing_accepted: bool = False  # ruled since then: who is missing is not waited for
    checks: list[str] = field(default_factory=list)  # since then: items that the notary found in order
    spots: list[str] = field(default_factory=list)  # since then: applicants looked up
    commitments: dict[str, str] = field(default_factory=dict)
    board_hash: str = ""
    reveals: dict[str, str] = field(default_factory=dict)
    reveal_closed_at: str = ""
    late: list[str] = field(default_factory=list)
    dice_values: list[str] = field(default_factory=list)
    dice_confirmed: bool = False
    beacon_signature: str = ""
    opened: list[str] = field(default_factory=list)
    mismatched: list[str] = field(default_factory=list)
    seed: str = ""
    outputs: str = ""
    rulings: int = 0
    paused: str = ""  # the action that paused, or ""
    void_ruled: bool = False
    void_reason: str = ""
    void_hash: str = ""
    running: int = 0  # seconds of the reveal's running time so far
    last_time: int = 0

    # -- what the hall asks -------------------------------------------------------------------------------------

    def the_notice(self) -> Notice:
        """The frozen notice. Raises StepRefused before the freeze."""
        if self.notice is None:
            raise _refuse("refuse.not_frozen")
        return self.notice

    def the_hall(self) -> HallRules:
        """The frozen rules of the hall. Raises StepRefused before the freeze."""
        if self.hall is None:
            raise _refuse("refuse.not_frozen")
        return self.hall

    def missing_people(self) -> dict[str, int]:
        """Kind of person -> how many must still sign in; empty when everybody is there or a ruling stands for them (R46)."""
        return attendance.missing(self.the_hall(), self.signed_in, accepted=self.missing_accepted)

    def enough_reveals(self) -> bool:
        """At least min_open open parties have revealed."""
        return board.enough(self.the_notice(), self.reveals)

    def transcript_lines(self) -> list[str]:
        """The lines of seed.txt that are certain now, up to and including the beacon line (SPEC §6)."""
        notice = self.the_notice()
        lines = seed.head_lines(self.notice_hash, self.board_hash)
        if not self.board_hash:
            return lines[:2]
        if not self.reveal_closed_at:
            return lines + [f"{p.id} {self.reveals[p.id]}" for p in notice.open_parties() if p.id in self.reveals]
        lines += seed.open_lines(notice, self.reveals)
        if notice.dice == "none" or self.dice_confirmed:
            lines.append(seed.dice_line(notice, tuple(self.dice_values)))
            if self.beacon_signature or (notice.beacon is None and self.dice_confirmed):
                lines.append(seed.beacon_line(notice, self.beacon_signature))
        return lines

    def void_transcript(self, secrets: Mapping[str, str]) -> bytes:
        """transcript.txt of a void: the lines so far, then what was opened (SPEC §10)."""
        lines = self.transcript_lines()
        if self.opened or self.mismatched:
            for party in self.the_notice().sealed_parties():
                if party.id in self.opened:
                    lines.append(f"{party.id} {secrets[party.id]}")
                elif party.id in self.mismatched:
                    lines.append(f"{party.id} mismatch")
        return text_file(lines)

    def forced_void(self) -> str:
        """The reason for which nothing but a void can follow now, or "" (SPEC §10)."""
        if self.notice is None or self.stage in (Stage.DONE, Stage.VOID):
            return ""
        if self.void_ruled:
            return "RULING"
        if self.stage is Stage.BOARD and not board.enough(self.notice, self.open_commitments()):
            return "TOO_FEW_COMMITMENTS"
        if self.stage in (Stage.DICE, Stage.BEACON) and not self.dice_values:
            if not self.enough_reveals():
                return "TOO_FEW_REVEALS"
            if self.notice.beacon is not None:
                round_time, closed = self.notice.beacon.time(), time_seconds(self.reveal_closed_at)
                if round_time is not None and closed is not None and round_time <= closed:
                    return "BEACON_EARLY"
        if self.stage is Stage.OPENING and self.mismatched:
            if len(self.opened) + len(self.mismatched) == len(self.notice.sealed_parties()):
                return "PAPER_MISMATCH"
        return ""

    def open_commitments(self) -> dict[str, str]:
        """Commitments of open parties."""
        return {k: v for k, v in self.commitments.items() if k.startswith("W")}

    def running_at(self, time: str) -> int:
        """Running time of the reveal in seconds if the next line were written at `time` (SPEC §9)."""
        now = time_seconds(time)
        if self.stage is not Stage.REVEAL or self.paused or now is None:
            return self.running
        return self.running + max(0, now - self.last_time)

    # -- the machine --------------------------------------------------------------------------------------------

    def check(self, kind: str, by: str, body: Body, time: str) -> None:
        """Raises StepRefused if this line may not follow now; changes nothing."""
        if self.stage in (Stage.DONE, Stage.VOID):
            raise _refuse("refuse.ended")
        if self.stage is Stage.START and kind != "freeze":
            raise _refuse("refuse.not_frozen")
        if self.paused and kind not in ("ruling", "resume", "late", "sign-in", "void"):
            raise _refuse("refuse.paused")
        if self.void_ruled and kind != "void":
            raise _refuse("refuse.void_ruled")
        _CHECKS[kind](self, by, body, time)

    def apply(self, line: Line) -> None:
        """Check the line and take it into the state. Raises StepRefused and leaves the state as it was."""
        self.check(line.kind, line.by, line.body, line.time)
        now = time_seconds(line.time) or 0
        if self.stage is Stage.REVEAL and not self.paused and line.kind != "resume":
            self.running += max(0, now - self.last_time)
        self.last_time = now
        self.n = line.n
        _APPLY[line.kind](self, line.by, line.body, line.time)

    def _need(self, *stages: Stage) -> Notice:
        if self.stage not in stages:
            raise _refuse("refuse.stage", stage=say(f"stage.{self.stage}"))
        return self.the_notice()

    def _check_freeze(self, by: str, body: Body, time: str) -> None:
        if self.stage is Stage.START:
            if body["version"] != 1:
                raise _refuse("refuse.version")
            return
        if (
            self.stage is not Stage.OBJECTIONS
            or not self.accepted_since_freeze
            or body["version"] != self.freezes[-1][0] + 1
        ):
            raise _refuse("refuse.refreeze")

    def _check_objection(self, by: str, body: Body, time: str) -> None:
        self._need(Stage.OBJECTIONS)
        if body["number"] != len(self.objections) + 1:
            raise _refuse("refuse.objection_number", number=len(self.objections) + 1)

    def _check_objection_outcome(self, by: str, body: Body, time: str) -> None:
        self._need(Stage.OBJECTIONS)
        if self.objections.get(body["number"]) != "":
            raise _refuse("refuse.objection_closed", number=body["number"])

    def _need_objections_settled(self) -> None:
        if "" in self.objections.values() or self.accepted_since_freeze:
            raise _refuse("refuse.objections_open")

    def _check_convene(self, by: str, body: Body, time: str) -> None:
        self._need(Stage.OBJECTIONS)
        if body["notice"] != self.freezes[-1][1]:
            raise _refuse("refuse.other_notice")
        self._need_objections_settled()
        if self.the_notice().mode is Mode.LIVE:
            self._need_everybody()

    def _need_everybody(self) -> None:
        missing = [(*pair(f"person.{kind}"), count) for kind, count in self.missing_people().items()]
        if missing:
            raise _refuse(
                "refuse.people_missing",
                people_zh="、".join(f"{zh} {count} 人" for zh, _, count in missing),
                people_en=", ".join(f"{count} × {en}" for _, en, count in missing),
            )

    def _check_sign_in(self, by: str, body: Body, time: str) -> None:
        self._need(*_SIGNING_IN)
        self._need_objections_settled()
        if body["number"] != self.sign_ins + 1:
            raise _refuse("refuse.sign_in_number", number=self.sign_ins + 1)
        kind, person = body["kind"], body["person"]
        if any((k, p) == (kind, person) for _, k, p in self.signed_in):
            raise _refuse("refuse.sign_in_twice", **_who(kind))
        if kind in attendance.POSTS and self.posts.get(person, kind) != kind:
            raise _refuse("refuse.sign_in_two_posts", **_who(kind))

    def _check_check(self, by: str, body: Body, time: str) -> None:
        self._need(*_CHECKING)
        if body["item"] in self.checks:
            item_zh, item_en = pair(f"check.{body['item']}")
            raise _refuse("refuse.check_twice", item_zh=item_zh, item_en=item_en)

    def _check_spot(self, by: str, body: Body, time: str) -> None:
        self._need(*_CHECKING)

    def _check_commit(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.COMMIT)
        if all(by != p.id for p in notice.parties):
            raise _refuse("refuse.no_party", party=by)
        if by in self.commitments:
            raise _refuse("refuse.commit_twice", party=by)
        if body["commitment"] in self.commitments.values():
            raise _refuse("refuse.commit_copy")

    def _check_board(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.COMMIT)
        missing = [p.id for p in notice.sealed_parties() if p.id not in self.commitments]
        if missing:
            raise _refuse("refuse.sealed_missing", parties=" ".join(missing))
        if body["board"] != digest(board.write(notice, self.notice_hash, self.commitments)):
            raise _refuse("refuse.board_differs")

    def _check_reveal_open(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.BOARD)
        if not board.enough(notice, self.open_commitments()):
            raise _refuse("refuse.too_few_commitments", need=notice.min_open)

    def _check_reveal(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.REVEAL)
        if all(by != p.id for p in notice.open_parties()):
            raise _refuse("refuse.no_party", party=by)
        if by not in self.commitments:
            raise _refuse("refuse.absent", party=by)
        if by in self.reveals:
            raise _refuse("refuse.reveal_twice", party=by)
        if not seed.opens(self.notice_hash, by, body["secret"], self.commitments[by]):
            raise _refuse("refuse.secret_differs", party=by)

    def _check_reveal_close(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.REVEAL)
        running = self.running_at(time)
        if running < notice.reveal_seconds:
            raise _refuse("refuse.too_early", left=notice.reveal_seconds - running)
        lines = seed.head_lines(self.notice_hash, self.board_hash) + seed.open_lines(notice, self.reveals)
        self._same_transcript(body, lines)

    def _check_late(self, by: str, body: Body, time: str) -> None:
        notice = self.the_notice()
        if not self.reveal_closed_at:
            raise _refuse("refuse.stage", stage=say(f"stage.{self.stage}"))
        if by in self.reveals or all(by != p.id for p in notice.open_parties()):
            raise _refuse("refuse.not_absent", party=by)

    def _need_reveals(self) -> None:
        reason = self.forced_void()
        if reason:
            raise _refuse("refuse.must_void", reason=reason)

    def _check_dice_mismatch(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.DICE)
        self._need_reveals()
        spec = dice.parse(notice.dice)
        if spec is None or not len(self.dice_values) < body["index"] <= spec.count:
            raise _refuse("refuse.die_index", index=len(self.dice_values) + 1)

    def _check_die(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.DICE)
        self._need_reveals()
        spec = dice.parse(notice.dice)
        if spec is None or body["index"] != len(self.dice_values) + 1:
            raise _refuse("refuse.die_index", index=len(self.dice_values) + 1)
        problem = spec.value_problem(body["value"], tuple(self.dice_values))
        if problem:
            raise _refuse("refuse.die_value", problem=problem)

    def _check_dice(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.DICE)
        spec = dice.parse(notice.dice)
        if spec is None or spec.problem(tuple(self.dice_values)):
            raise _refuse("refuse.dice_incomplete", count=len(self.dice_values))
        self._same_transcript(body, [*self.transcript_lines(), seed.dice_line(notice, tuple(self.dice_values))])

    def _check_beacon(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.BEACON)
        self._need_reveals()
        lines = self.transcript_lines()
        self._same_transcript(body, [*lines, seed.beacon_line(notice, body["signature"])])

    def _same_transcript(self, body: Body, lines: list[str]) -> None:
        if body["transcript"] != digest(text_file(lines)):
            raise _refuse("refuse.transcript_differs")

    def _check_envelopes(self, by: str, body: Body, time: str) -> None:
        self._need(Stage.ENVELOPES)

    def _sealed_untouched(self, party: str) -> None:
        notice = self._need(Stage.OPENING)
        if all(party != p.id for p in notice.sealed_parties()):
            raise _refuse("refuse.no_party", party=party)
        if party in self.opened or party in self.mismatched:
            raise _refuse("refuse.opened_twice", party=party)

    def _check_opened(self, by: str, body: Body, time: str) -> None:
        self._sealed_untouched(by)

    def _check_paper_mismatch(self, by: str, body: Body, time: str) -> None:
        self._sealed_untouched(body["party"])

    def _check_seed(self, by: str, body: Body, time: str) -> None:
        notice = self._need(Stage.OPENING)
        if len(self.opened) != len(notice.sealed_parties()):
            raise _refuse("refuse.not_all_opened")

    def _check_outputs(self, by: str, body: Body, time: str) -> None:
        self._need(Stage.SEEDED)

    def _check_ruling(self, by: str, body: Body, time: str) -> None:
        if body["number"] != self.rulings + 1:
            raise _refuse("refuse.ruling_number", number=self.rulings + 1)
        if self._judged():
            hall = self.the_hall()
            strangers = [s for s in body["signers"] if int(s[1:]) > hall.group]
            if strangers or len(body["signers"]) < hall.quorum:
                raise _refuse("refuse.ruling_quorum", need=hall.quorum, group=hall.group)
        action = body["action"]
        if action in ("POSTPONE", "VOID") and (
            self.stage not in _BEFORE_DICE or self.dice_values or self.beacon_signature
        ):
            raise _refuse("refuse.ruling_too_late", action=action)
        if action == "RETHROW" and self.stage is not Stage.DICE:
            raise _refuse("refuse.stage", stage=say(f"stage.{self.stage}"))

    def _judged(self) -> bool:
        """False before the last freeze: what rules.json said then is not in the record (SPEC §9)."""
        return self.freezes[-1] == (self.the_notice().version, self.notice_hash)

    def _check_resume(self, by: str, body: Body, time: str) -> None:
        self.the_notice()

    def _check_void(self, by: str, body: Body, time: str) -> None:
        reason = self.forced_void()
        if not reason or by != ("decision" if reason == "RULING" else "system"):
            raise _refuse("refuse.no_void")

    def _apply_freeze(self, by: str, body: Body, time: str) -> None:
        self.freezes.append((body["version"], body["notice"]))
        self.accepted_since_freeze = False
        self.signed_in, self.posts, self.missing_accepted = [], {}, False
        self.checks, self.spots = [], []
        self.stage = Stage.OBJECTIONS

    def _apply_objection(self, by: str, body: Body, time: str) -> None:
        self.objections[body["number"]] = ""

    def _apply_objection_outcome(self, by: str, body: Body, time: str) -> None:
        self.objections[body["number"]] = body["outcome"]
        self.accepted_since_freeze |= body["outcome"] == "accepted"

    def _apply_sign_in(self, by: str, body: Body, time: str) -> None:
        self.sign_ins += 1
        self.signed_in.append((body["number"], body["kind"], body["person"]))
        if body["kind"] in attendance.POSTS:
            self.posts[body["person"]] = body["kind"]

    def _apply_check(self, by: str, body: Body, time: str) -> None:
        self.checks.append(body["item"])

    def _apply_spot(self, by: str, body: Body, time: str) -> None:
        self.spots.append(body["applicant"])

    def _apply_convene(self, by: str, body: Body, time: str) -> None:
        self.stage = Stage.COMMIT

    def _apply_commit(self, by: str, body: Body, time: str) -> None:
        self.commitments[by] = body["commitment"]

    def _apply_board(self, by: str, body: Body, time: str) -> None:
        self.board_hash = body["board"]
        self.stage = Stage.BOARD

    def _apply_reveal_open(self, by: str, body: Body, time: str) -> None:
        self.stage = Stage.REVEAL

    def _apply_reveal(self, by: str, body: Body, time: str) -> None:
        self.reveals[by] = body["secret"]

    def _apply_reveal_close(self, by: str, body: Body, time: str) -> None:
        self.reveal_closed_at = time
        self.stage = Stage.BEACON if self.the_notice().dice == "none" else Stage.DICE

    def _apply_late(self, by: str, body: Body, time: str) -> None:
        self.late.append(by)

    def _apply_nothing(self, by: str, body: Body, time: str) -> None:
        """Lines that are minutes only."""

    def _apply_die(self, by: str, body: Body, time: str) -> None:
        self.dice_values.append(body["value"])

    def _apply_dice(self, by: str, body: Body, time: str) -> None:
        self.dice_confirmed = True
        self.stage = Stage.ENVELOPES if self.the_notice().beacon is None else Stage.BEACON

    def _apply_beacon(self, by: str, body: Body, time: str) -> None:
        self.beacon_signature = body["signature"]
        self.stage = Stage.ENVELOPES

    def _apply_envelopes(self, by: str, body: Body, time: str) -> None:
        self.stage = Stage.OPENING

    def _apply_opened(self, by: str, body: Body, time: str) -> None:
        self.opened.append(by)

    def _apply_paper_mismatch(self, by: str, body: Body, time: str) -> None:
        self.mismatched.append(body["party"])

    def _apply_seed(self, by: str, body: Body, time: str) -> None:
        self.seed = body["seed"]
        self.stage = Stage.SEEDED

    def _apply_outputs(self, by: str, body: Body, time: str) -> None:
        self.outputs = body["outputs"]
        self.stage = Stage.DONE

    def _apply_ruling(self, by: str, body: Body, time: str) -> None:
        self.rulings += 1
        if body["action"] in _PAUSES:
            self.paused = body["action"]
        elif body["action"] in _RESUMES:
            self.paused = ""
        elif body["action"] == "VOID":
            self.void_ruled = True
        elif body["action"] == "ACCEPT_MISSING_WITNESS":
            self.missing_accepted = True

    def _apply_void(self, by: str, body: Body, time: str) -> None:
        self.void_reason = self.forced_void()
        self.void_hash = body["void"]
        self.stage = Stage.VOID


_Act = Callable[[Ceremony, str, Body, str], None]
_KINDS = (
    "freeze", "objection", "objection-outcome", "sign-in", "check", "spot", "convene", "commit", "board", "reveal-open",
    "reveal", "reveal-close", "late", "dice-mismatch", "die", "dice", "beacon", "envelopes", "opened", "paper-mismatch",
    "seed", "outputs", "ruling", "resume", "void",
)  # fmt: skip
_CHECKS: dict[str, _Act] = {k: getattr(Ceremony, f"_check_{k.replace('-', '_')}") for k in _KINDS}
_APPLY: dict[str, _Act] = {
    k: getattr(Ceremony, f"_apply_{k.replace('-', '_')}", Ceremony._apply_nothing) for k in _KINDS
}


def replay(lines: Iterable[Line], notice: Notice | None, notice_hash: str, hall: HallRules | None) -> Ceremony:
    """The state after the lines. `notice` and `hall` are those of the last freeze. Raises StepRefused naming the line."""
    state = Ceremony(notice=notice, notice_hash=notice_hash, hall=hall)
    for line in lines:
        try:
            state.apply(line)
        except StepRefused as error:
            raise StepRefused(f"ledger line {line.n} ({line.kind}): {error}") from None
    return state
