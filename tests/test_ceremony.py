"""Who may do what, and when: SPEC §9's table written out a second time, and the machine driven against it (R9,
R14, R45-R47).
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import simulator
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from simulator import START, secret_of

from draw import board, ledger, notice, rules, seed
from draw.ceremony import Ceremony, Stage, replay
from draw.edges.ambient import stamp
from draw.encoding import text_file, time_seconds
from draw.errors import FormatError, StepRefused
from draw.hashing import commitment, digest
from draw.ledger import Line
from draw.notice import Beacon, Mode, Notice, Party, Phase
from draw.rules import HallRules
from draw.seed import Transcript

OPEN = tuple(Party(id=f"W0{n}", name="家长代表", phase=Phase.OPEN) for n in (1, 2, 3))
NOTICE = replace(
    simulator.frozen(simulator.Hall())[1], parties=(*simulator.PARTIES[:2], *OPEN), min_open=1, reveal_seconds=60
)
FAR = Beacon(chain=notice.QUICKNET, round=1 + (START + 10**6 - notice.QUICKNET_GENESIS) // 3)
BOTH = replace(NOTICE, beacon=FAR)
BEACON_ONLY = replace(NOTICE, beacon=FAR, dice="none")
DIGITS = "3141593019"
SIGNATURE = "ab" * 48
HALL = simulator.rules_of().hall
H = digest(b"paper")


class Walk:
    """One ceremony, line by line. `natural` gives the line of a kind that would be right if the kind were allowed."""

    def __init__(self, current: Notice = BOTH, hall: HallRules = HALL) -> None:
        self.notice, self.hash = current, digest(notice.write(current))
        self.state = Ceremony(notice=current, notice_hash=self.hash, hall=hall)
        self.lines: list[Line] = []
        self.now = START

    def natural(self, kind: str, by: str | None = None) -> tuple[str, dict[str, Any]]:
        """(by, body), as right as can be in this state; `by` where it is given."""
        s = self.state
        sealed = [p.id for p in self.notice.sealed_parties()]
        opening = [p.id for p in self.notice.open_parties()]
        untouched = [p for p in sealed if p not in [*s.opened, *s.mismatched]]
        uncommitted = [p.id for p in self.notice.parties if p.id not in s.commitments]
        unrevealed = [p for p in opening if p in s.commitments and p not in s.reveals]
        pending = [n for n, outcome in s.objections.items() if not outcome]
        committer = by or next(iter(uncommitted), "A1")
        revealer = by or next(iter(unrevealed), "W01")
        die = len(s.dice_values)
        unchecked = [item for item in ledger.CHECK_ITEMS if item not in s.checks]
        signing = {"number": s.sign_ins + 1, "kind": "PARENT", "person": digest(f"person {s.sign_ins}".encode())}
        return {
            "freeze": ("operator", {"notice": self.hash, "version": len(s.freezes) + 1, "with": "notary"}),
            "objection": ("operator", {"number": len(s.objections) + 1, "paper": H}),
            "objection-outcome": ("notary", {"number": next(iter(pending), 1), "outcome": "accepted"}),
            "sign-in": ("operator", signing),
            "check": ("notary", {"item": next(iter(unchecked), "SEAL")}),
            "spot": ("operator", {"applicant": "0001"}),
            "convene": ("operator", {"notice": self.hash}),
            "commit": (committer, {"commitment": commitment(self.hash, committer, secret_of(committer))}),
            "board": ("operator", {"board": digest(board.write(self.notice, self.hash, s.commitments))}),
            "reveal-open": ("operator", {}),
            "reveal": (revealer, {"secret": secret_of(revealer)}),
            "reveal-close": ("operator", {"transcript": self.transcript("reveal-close")}),
            "late": ("W03", {"secret": secret_of("W03")}),
            "dice-mismatch": ("checker", {"index": die + 1}),
            "die": ("operator", {"index": die + 1, "value": DIGITS[die % 10], "with": "checker"}),
            "dice": ("notary", {"transcript": self.transcript("dice")}),
            "beacon": ("operator", {"signature": SIGNATURE, "transcript": self.transcript("beacon")}),
            "envelopes": ("notary", {}),
            "opened": (next(iter(untouched), "A1"), {}),
            "paper-mismatch": ("operator", {"party": next(iter(untouched), "A1"), "with": "notary"}),
            "seed": ("system", {"seed": digest(self.seed_txt())}),
            "outputs": ("system", {"outputs": H}),
            "ruling": ("decision", self.ruled("CONTINUE")),
            "resume": ("system", {}),
            "void": ("decision" if s.void_ruled else "system", {"void": H}),
        }[kind]

    def ruled(self, action: str) -> dict[str, Any]:
        """The body of the next ruling."""
        number = self.state.rulings + 1
        return {"number": number, "action": action, "reason": "OTHER", "paper": "none", "signers": ["D1", "D3"]}

    def transcript(self, kind: str) -> str:
        """SPEC §9: the hash "of the seed.txt lines up to and including the last open party, the dice line, the
        beacon line".
        """
        whole = self.seed_txt().decode().splitlines()
        end = 3 + len(self.notice.open_parties()) + ("reveal-close", "dice", "beacon").index(kind)
        return digest(text_file(whole[:end]))

    def seed_txt(self) -> bytes:
        """seed.txt as it will be with what is known now."""
        s = self.state
        said = Transcript(
            open_secrets=s.reveals,
            dice_values=tuple(s.dice_values),
            beacon_signature=SIGNATURE if self.notice.beacon else "",
            sealed_secrets={p.id: secret_of(p.id) for p in self.notice.sealed_parties()},
        )
        return seed.write(self.notice, self.hash, s.board_hash, said)

    def say(self, kind: str, by: str | None = None, /, *, after: int = 30, **body: Any) -> None:
        """Append a line `after` seconds; raises what the machine raises and then leaves everything as it was."""
        natural_by, natural_body = self.natural(kind, by)
        line = ledger.next_line(
            self.lines[-1] if self.lines else None,
            time=stamp(self.now + after),
            kind=kind,
            by=by or natural_by,
            body={**natural_body, **body},
        )
        before = copy.deepcopy(self.state, {id(self.notice): self.notice})
        try:
            self.state.apply(line)
        except StepRefused:
            assert self.state == before, "a refused line must change nothing"
            raise
        self.now += after
        self.lines.append(line)

    def rule(self, action: str, after: int = 30) -> None:
        """A ruling of the decision group."""
        self.say("ruling", after=after, **self.ruled(action))

    def refuses(self, kind: str, by: str | None = None, /, **body: Any) -> bool:
        """True if the machine refuses the line now."""
        try:
            self.say(kind, by, **body)
        except StepRefused as error:
            assert str(error)
            return True
        return False

    def throw(self) -> None:
        """All dice that are still missing."""
        while len(self.state.dice_values) < 10:
            self.say("die")

    def to(self, stage: Stage) -> "Walk":
        """Go on by the shortest honest way until the stage is entered. W03 commits and stays away."""
        s = self.state
        while s.stage is not stage:
            match s.stage:
                case Stage.START:
                    self.say("freeze")
                case Stage.OBJECTIONS:
                    self.say("convene")
                case Stage.COMMIT if stage is Stage.VOID:
                    self.rule("VOID")
                    self.say("void")
                case Stage.COMMIT:
                    for _ in self.notice.parties:
                        self.say("commit")
                    self.say("board")
                case Stage.BOARD:
                    self.say("reveal-open")
                case Stage.REVEAL:
                    self.say("reveal", "W01")
                    self.say("reveal", "W02")
                    self.say("reveal-close")
                case Stage.DICE:
                    self.throw()
                    self.say("dice")
                case Stage.BEACON:
                    self.say("beacon")
                case Stage.ENVELOPES:
                    self.say("envelopes")
                case Stage.OPENING:
                    for _ in self.notice.sealed_parties():
                        self.say("opened")
                    self.say("seed")
                case Stage.SEEDED:
                    self.say("outputs")
                case _:
                    raise AssertionError(s.stage)
        return self

    def ripen(self, kind: str) -> "Walk":
        """Meet, without leaving the stage, what the table asks of the kind beside the stage."""
        match self.state.stage, kind:
            case Stage.OBJECTIONS, "freeze":
                self.say("objection")
                self.say("objection-outcome")
            case Stage.OBJECTIONS, "objection-outcome":
                self.say("objection")
            case Stage.COMMIT, "board":
                for _ in self.notice.parties:
                    self.say("commit")
            case Stage.REVEAL, "reveal-close":
                self.say("reveal")
                self.say("resume", after=0)
                self.rule("CONTINUE", after=60)
            case Stage.DICE, "dice":
                self.throw()
            case Stage.OPENING, "seed":
                for _ in self.notice.sealed_parties():
                    self.say("opened")
            case Stage.OPENING, "void":
                self.say("paper-mismatch")
                self.say("opened")
            case ((Stage.COMMIT | Stage.BOARD | Stage.REVEAL | Stage.DICE | Stage.BEACON), "void"):
                self.rule("VOID")
        return self


ANY = "objections commit board reveal dice beacon envelopes opening seeded"
# SPEC §9: kind -> (phases where it is allowed, phase after it, "" where it stays).
TABLE = {
    "freeze": ("start objections", "objections"),
    "objection": ("objections", ""),
    "objection-outcome": ("objections", ""),
    "sign-in": ("objections commit board reveal dice beacon envelopes opening", ""),
    "check": ("objections commit", ""),
    "spot": ("objections commit", ""),
    "convene": ("objections", "commit"),
    "commit": ("commit", ""),
    "board": ("commit", "board"),
    "reveal-open": ("board", "reveal"),
    "reveal": ("reveal", ""),
    "reveal-close": ("reveal", "dice"),
    "late": ("dice beacon envelopes opening seeded", ""),
    "dice-mismatch": ("dice", ""),
    "die": ("dice", ""),
    "dice": ("dice", "beacon"),
    "beacon": ("beacon", "envelopes"),
    "envelopes": ("envelopes", "opening"),
    "opened": ("opening", ""),
    "paper-mismatch": ("opening", ""),
    "seed": ("opening", "seeded"),
    "outputs": ("seeded", "done"),
    "ruling": (ANY, ""),
    "resume": (ANY, ""),
    "void": ("commit board reveal dice beacon opening", "void"),
}


def at(stage: Stage, kind: str) -> Walk:
    """A ceremony in that stage where everything else that the kind needs is met. A void in `beacon` is before
    any die.
    """
    current = BEACON_ONLY if (stage, kind) == (Stage.BEACON, "void") else BOTH
    return Walk(current).to(stage).ripen(kind)


def test_the_table_names_every_kind() -> None:
    """SPEC §9: the transcription above and the product's closed list have the same kinds."""
    assert set(TABLE) == set(ledger.KINDS)
    assert set(ANY.split()) | {"start", "done", "void"} == {str(s) for s in Stage}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("kind", TABLE)
def test_every_kind_in_every_stage(kind: str, stage: Stage) -> None:
    """SPEC §9: a kind is taken exactly in the phases of its row, and leads to the phase of the last column."""
    phases, then = TABLE[kind]
    walk = at(stage, kind)
    if stage not in phases.split():
        assert walk.refuses(kind)
        assert Walk(BOTH).to(stage).refuses(kind)
        return
    walk.say(kind)
    assert walk.state.stage == (then or stage)


@pytest.mark.parametrize("stage", [Stage(s) for s in ANY.split()])
@pytest.mark.parametrize("kind", TABLE)
def test_in_a_pause_only_five_kinds(kind: str, stage: Stage) -> None:
    """SPEC §9: "After `PAUSE` or `POSTPONE` nothing but `ruling`, `resume`, `late`, `sign-in`, `void` until `CONTINUE` or
    `RESUME_STANDBY`".
    """
    allowed = stage in TABLE[kind][0].split()
    if kind == "void" and stage is not Stage.OPENING:
        return  # the ruling VOID ends every pause; see below
    for back in ("CONTINUE", "RESUME_STANDBY"):
        walk = at(stage, kind)
        walk.rule("PAUSE")
        if kind in ("ruling", "resume", "late", "sign-in", "void"):
            assert walk.refuses(kind) is not allowed
            continue
        assert walk.refuses(kind)
        walk.rule("PAUSE")
        assert walk.refuses(kind)
        walk.rule(back)
        if kind == "reveal-close":
            walk.say("resume")
        assert walk.refuses(kind) is not allowed


@pytest.mark.parametrize("stage", [Stage.COMMIT, Stage.BOARD, Stage.REVEAL, Stage.DICE, Stage.BEACON])
def test_after_void_only_void(stage: Stage) -> None:
    """SPEC §9: "after `VOID` nothing but `void`", and the decision group signs it."""
    current = BEACON_ONLY if stage is Stage.BEACON else BOTH
    for kind in TABLE:
        walk = Walk(current).to(stage)
        if kind not in ("void", "resume", "ruling"):
            walk.ripen(kind)
        if walk.state.dice_values:
            continue
        walk.rule("VOID")
        if kind == "void":
            assert walk.refuses("void", "system")
            walk.say("void", "decision")
            assert (walk.state.stage, walk.state.void_reason, walk.state.void_hash) == (Stage.VOID, "RULING", H)
        else:
            assert walk.refuses(kind)


# SPEC §9: "`CONTINUE PAUSE RESUME_STANDBY ACCEPT_MISSING_WITNESS` at any time; `POSTPONE VOID` from `convene` until the
# first `die` (or `beacon`) line; `RETHROW` in dice."
ACTIONS = {
    "CONTINUE": ANY,
    "PAUSE": ANY,
    "RESUME_STANDBY": ANY,
    "ACCEPT_MISSING_WITNESS": ANY,
    "POSTPONE": "commit board reveal dice beacon",
    "VOID": "commit board reveal dice beacon",
    "RETHROW": "dice",
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_in_every_stage(action: str, stage: Stage) -> None:
    """SPEC §9: a ruling's action is taken exactly where the sentence above allows it (R47)."""
    walk = Walk(BEACON_ONLY if stage is Stage.BEACON else BOTH).to(stage)
    assert walk.refuses("ruling", **walk.ruled(action)) is (stage not in ACTIONS[action].split())


@pytest.mark.parametrize("action", ["POSTPONE", "VOID"])
def test_nothing_voids_after_the_first_die(action: str) -> None:
    """SPEC §9: POSTPONE and VOID end with the first `die` line, also where a beacon is still to come (R14, R47)."""
    walk = Walk().to(Stage.DICE)
    walk.say("die")
    assert walk.refuses("ruling", **walk.ruled(action))
    walk.throw()
    assert walk.refuses("ruling", **walk.ruled(action))
    walk.say("dice")
    assert walk.state.stage is Stage.BEACON
    assert walk.refuses("ruling", **walk.ruled(action))
    assert walk.refuses("void")


def test_ruling_numbers_have_no_gap() -> None:
    """SPEC §9: `number` (1, 2, …)."""
    walk = Walk().to(Stage.COMMIT)
    for number in (0, 2):
        with pytest.raises((StepRefused, FormatError)):
            walk.say("ruling", number=number)
    walk.say("ruling", number=1)
    assert walk.refuses("ruling", number=1)
    walk.say("ruling", number=2)


def test_stages_without_dice_and_without_beacon() -> None:
    """SPEC §9: reveal-close leads to "dice; or beacon if dice is none", dice to "beacon; or envelopes if beacon
    is none".
    """
    walk = Walk(BEACON_ONLY).to(Stage.REVEAL).ripen("reveal-close")
    walk.say("reveal-close")
    assert walk.state.stage is Stage.BEACON
    walk = Walk(NOTICE).to(Stage.DICE).ripen("dice")
    walk.say("dice")
    assert walk.state.stage is Stage.ENVELOPES


# -- who is in the hall (SPEC §9, R45-R47) -------------------------------------------------------------------------------


def hashed(name: str) -> str:
    """The person hash of a name."""
    return simulator.person_of(NOTICE.session, name)


def enter(walk: Walk, *people: tuple[str, str]) -> None:
    """These (kind, name) sign in."""
    for kind, name in people:
        walk.say("sign-in", kind=kind, person=hashed(name))


POSTS = (("OPERATOR", "甲"), ("CHECKER", "乙"), ("NOTARY", "丙"))
LIVE = replace(NOTICE, mode=Mode.LIVE)


def test_r46_the_live_draw_begins_when_everybody_is_there() -> None:
    """R46: "The LIVE button stays locked until each kind is signed in"; SPEC §9 `convene`: "in live mode everybody is there"."""
    walk = Walk(LIVE).to(Stage.OBJECTIONS)
    steps: list[tuple[tuple[str, str], dict[str, int]]] = [
        (("PARENT", "丁"), {"OPERATOR": 1, "CHECKER": 1, "NOTARY": 1, "PARENT": 1}),
        (("NOTARY", "丙"), {"OPERATOR": 1, "CHECKER": 1, "PARENT": 1}),
        (("OPERATOR", "甲"), {"CHECKER": 1, "PARENT": 1}),
        (("MEDIA", "己"), {"CHECKER": 1, "PARENT": 1}),  # nobody asked for the press; it may come
        (("CHECKER", "乙"), {"PARENT": 1}),
        (("PARENT", "戊"), {}),
    ]
    assert walk.state.missing_people() == {"OPERATOR": 1, "CHECKER": 1, "NOTARY": 1, "PARENT": 2}
    for person, missing in steps:
        assert walk.refuses("convene")
        enter(walk, person)
        assert walk.state.missing_people() == missing
    assert [(n, kind) for n, kind, _ in walk.state.signed_in] == [
        (n, kind) for n, ((kind, _), _) in enumerate(steps, 1)
    ]
    walk.say("convene")


def test_r46_the_refusal_names_who_is_missing_in_both_languages() -> None:
    """R46: the one at the desk reads who must still come."""
    walk = Walk(LIVE).to(Stage.OBJECTIONS)
    enter(walk, *POSTS[:2])
    with pytest.raises(
        StepRefused, match=r"公证员 1 人、家长代表 2 人.*Still to sign in: 1 × notary, 2 × parent delegate\."
    ):
        walk.say("convene")


def test_r46_a_rehearsal_may_begin_without_them() -> None:
    """SPEC §9 `convene`: only "in live mode everybody is there"; who is missing is told all the same."""
    walk = Walk(NOTICE).to(Stage.OBJECTIONS)
    assert walk.state.missing_people()
    walk.say("convene")


def test_r46_a_ruling_stands_for_everybody_but_three() -> None:
    """R46: "ruling no. 1 …, 3 of 3 signatures → unlocked"; SPEC §9: "it stands for every kind and number but one each of
    those three".
    """
    hall = HallRules(present={"NOTARY": 2, "CPPCC": 1, "PARENT": 3}, group=3, quorum=3)
    walk = Walk(LIVE, hall).to(Stage.OBJECTIONS)
    ruling = walk.ruled("ACCEPT_MISSING_WITNESS")
    assert walk.refuses("ruling", **ruling)  # two of three
    walk.say("ruling", **ruling | {"signers": ["D1", "D2", "D3"]})
    assert walk.state.missing_people() == {"OPERATOR": 1, "CHECKER": 1, "NOTARY": 1}
    for person in POSTS:
        assert walk.refuses("convene")
        enter(walk, person)
    assert walk.state.missing_people() == {}
    walk.say("convene")


def test_r46_a_new_freeze_asks_everybody_again() -> None:
    """SPEC §9: sign-ins, checks and rulings count "since the last freeze"; the numbers of sign-ins go on."""
    walk = Walk(LIVE).to(Stage.OBJECTIONS)
    enter(walk, *POSTS, ("PARENT", "丁"))
    walk.rule("ACCEPT_MISSING_WITNESS")
    walk.say("spot")
    walk.say("check", item="PROGRAM")
    assert walk.state.missing_people() == {}
    walk.say("objection")
    assert walk.refuses("sign-in")  # not while an objection has no outcome
    walk.say("objection-outcome")
    assert walk.refuses("sign-in")  # nor before the version that an accepted one asks for
    assert walk.refuses("convene")
    second = replace(LIVE, version=2, previous=walk.hash)
    value = digest(notice.write(second))
    walk.state.notice, walk.state.notice_hash = second, value
    walk.notice, walk.hash = second, value
    walk.say("freeze")
    assert (walk.state.signed_in, walk.state.spots, walk.state.checks) == ([], [], [])
    walk.say("check", item="PROGRAM")  # the new version may name another program
    assert walk.state.missing_people() == {"OPERATOR": 1, "CHECKER": 1, "NOTARY": 1, "PARENT": 2}
    assert walk.refuses("sign-in", number=1)
    enter(walk, ("OPERATOR", "乙"), ("CHECKER", "甲"), *POSTS[2:], ("PARENT", "丁"), ("PARENT", "戊"))
    assert walk.state.signed_in[0][0] == 5
    walk.say("convene")


def test_r45_nobody_is_two_of_three() -> None:
    """R45: "No person holds two of {operator, second operator, notary}"; other kinds may go together."""
    for first, _ in POSTS:
        for second, _ in POSTS:
            walk = Walk().to(Stage.OBJECTIONS)
            enter(walk, (first, "甲"))
            assert walk.refuses("sign-in", kind=second, person=hashed("甲"))
            enter(walk, ("DECISION", "甲"), ("HOST", "甲"), (second, "乙"))
    walk = Walk().to(Stage.OBJECTIONS)
    enter(walk, ("PARENT", "甲"))
    assert walk.refuses("sign-in", kind="PARENT", person=hashed("甲"))  # nobody twice as the same kind


def test_r45_a_later_operator_takes_the_place_over() -> None:
    """SPEC §9: "there is one `OPERATOR` and one `CHECKER` at a time: a later sign-in takes the place over", also in the
    middle of the draw and in a pause; who was one of three becomes no other.
    """
    walk = Walk().to(Stage.OBJECTIONS)
    enter(walk, *POSTS)
    walk.to(Stage.OPENING)
    walk.rule("PAUSE")
    enter(walk, ("OPERATOR", "庚"))
    assert walk.refuses("sign-in", kind="CHECKER", person=hashed("甲"))
    assert walk.refuses("sign-in", kind="OPERATOR", person=hashed("丙"))
    assert [kind for _, kind, _ in walk.state.signed_in] == ["OPERATOR", "CHECKER", "NOTARY", "OPERATOR"]


def test_sign_in_numbers_have_no_gap() -> None:
    """SPEC §9: `number` (1, 2, …)."""
    walk = Walk().to(Stage.OBJECTIONS)
    assert walk.refuses("sign-in", number=2)
    walk.say("sign-in")
    assert walk.refuses("sign-in", number=1)
    walk.say("sign-in", number=2)


def test_the_notary_checks_each_item_once() -> None:
    """SPEC §9 `check`: "once an item since the last freeze"."""
    walk = Walk().to(Stage.OBJECTIONS)
    walk.say("check", item="OFFLINE")
    assert walk.refuses("check", item="OFFLINE")
    walk.to(Stage.COMMIT)
    walk.say("check", item="SEAL")
    assert walk.refuses("check", item="OFFLINE")
    walk.say("check", item="PROGRAM")
    assert sorted(walk.state.checks) == sorted(ledger.CHECK_ITEMS)


def test_rows_are_looked_up_as_often_as_parents_wish() -> None:
    """SPEC §9 `spot`: in objections or commit, any number of times."""
    walk = Walk().to(Stage.COMMIT)
    for code in ("0001", "0004", "0001"):
        walk.say("spot", applicant=code)
    assert walk.state.spots == ["0001", "0004", "0001"]


@pytest.mark.parametrize(
    ("group", "quorum", "signers", "taken"),
    [
        (3, 2, ["D1"], False), (3, 2, ["D1", "D2"], True), (3, 2, ["D1", "D2", "D3"], True), (3, 2, ["D1", "D4"], False),
        (3, 2, ["D1", "D2", "D4"], False), (1, 1, ["D1"], True), (1, 1, ["D2"], False), (5, 1, ["D5"], True),
        (9, 9, [f"D{n}" for n in range(1, 10)], True), (9, 9, [f"D{n}" for n in range(1, 9)], False),
    ],
)  # fmt: skip
def test_r47_a_ruling_has_its_quorum(group: int, quorum: int, signers: list[str], taken: bool) -> None:
    """R47: "signers (quorum in rule sheet)"; SPEC §9: "at least `quorum` codes, none above `D<group>`"."""
    hall = HallRules(present={"NOTARY": 1}, group=group, quorum=quorum)
    for stage in (Stage.OBJECTIONS, Stage.COMMIT, Stage.OPENING):
        walk = Walk(hall=HallRules(present={"NOTARY": 1}, group=3, quorum=1)).to(stage)
        walk.state.hall = hall
        assert walk.refuses("ruling", **walk.ruled("CONTINUE") | {"signers": signers}) is not taken


def test_r47_lines_before_the_last_freeze_are_not_judged_by_its_quorum() -> None:
    """SPEC §9: "lines before the last freeze are not judged by it"."""
    second = replace(NOTICE, version=2, previous="0" * 64)
    value = digest(notice.write(second))
    hall = HallRules(present={"NOTARY": 1}, group=1, quorum=1)
    walk = Walk(NOTICE, hall).to(Stage.OBJECTIONS)
    walk.say("ruling", **walk.ruled("CONTINUE") | {"signers": ["D1"]})
    walk.say("objection")
    walk.say("objection-outcome")
    walk.say("freeze", notice=value)
    again = replay(walk.lines, second, value, HALL)
    line = ledger.next_line(
        walk.lines[-1],
        time=stamp(START),
        kind="ruling",
        by="decision",
        body=walk.ruled("CONTINUE") | {"signers": ["D1"]},
    )
    with pytest.raises(StepRefused, match="at least 2 members of the decision group D1 to D3"):
        again.apply(line)


def test_r47_the_spare_machine_changes_nothing() -> None:
    """R47: "ruling 2: RESUME_STANDBY 15:52, 3 signers; order hash before = after"."""
    walk = Walk().to(Stage.SEEDED)
    before = walk.state.seed
    walk.rule("PAUSE")
    assert walk.refuses("outputs")
    walk.say("ruling", **walk.ruled("RESUME_STANDBY") | {"reason": "MACHINE", "signers": ["D1", "D2", "D3"]})
    assert (walk.state.rulings, walk.state.seed) == (2, before)
    walk.say("outputs")


PEOPLE = st.lists(
    st.tuples(st.sampled_from([*ledger.PERSON_KINDS[:3], *ledger.PERSON_KINDS]), st.sampled_from("甲乙丙丁")),
    max_size=12,
)
PRESENT = st.dictionaries(st.sampled_from(rules.PRESENT_KINDS), st.integers(1, 3), max_size=4)


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PRESENT, st.integers(1, 3), st.booleans())
def test_r45_r46_whoever_comes(
    people: list[tuple[str, str]], present: dict[str, int], notaries: int, accepted: bool
) -> None:
    """SPEC §9, the sentences on sign-in counted a second time from plain sets: who is taken, who is missing, and a live draw
    begins exactly when nobody is.
    """
    hall = HallRules(present=present | {"NOTARY": notaries}, group=3, quorum=2)
    walk = Walk(LIVE, hall).to(Stage.OBJECTIONS)
    if accepted:
        walk.rule("ACCEPT_MISSING_WITNESS")
    there: set[tuple[str, str]] = set()
    for kind, name in people:
        others = {k for k, n in there if n == name and k in ("OPERATOR", "CHECKER", "NOTARY")}
        wrong = (kind, name) in there or (kind in ("OPERATOR", "CHECKER", "NOTARY") and others != set())
        assert walk.refuses("sign-in", kind=kind, person=hashed(name)) is wrong
        if not wrong:
            there.add((kind, name))
    needed = {"OPERATOR": 1, "CHECKER": 1} | ({"NOTARY": 1} if accepted else dict(hall.present))
    missing = {kind: count - len({n for k, n in there if k == kind}) for kind, count in needed.items()}
    assert walk.state.missing_people() == {kind: count for kind, count in missing.items() if count > 0}
    assert walk.refuses("convene") is any(count > 0 for count in missing.values())
    assert replay(walk.lines, LIVE, walk.hash, hall) == walk.state


def test_objections_and_new_versions() -> None:
    """SPEC §9: a new version needs an accepted objection; convening needs every outcome and no accepted one
    left over.
    """
    walk = Walk().to(Stage.OBJECTIONS)
    assert walk.refuses("freeze")
    assert walk.refuses("objection", number=2)
    walk.say("objection")
    walk.say("objection")
    assert walk.refuses("convene")
    assert walk.refuses("objection-outcome", number=3)
    walk.say("objection-outcome", number=2, outcome="rejected")
    assert walk.refuses("objection-outcome", number=2)
    assert walk.refuses("freeze")
    assert walk.refuses("convene")
    walk.say("objection-outcome", number=1)
    assert walk.refuses("convene")
    assert walk.refuses("freeze", version=1)
    assert walk.refuses("freeze", version=3)
    walk.say("freeze", notice=H)
    assert walk.state.freezes == [(1, walk.hash), (2, H)]
    assert walk.refuses("freeze")
    assert walk.refuses("convene")  # the notice of the freeze before the last
    walk.say("convene", notice=H)


def test_first_freeze_is_version_one() -> None:
    """SPEC §9: "start, version 1"."""
    assert Walk().refuses("freeze", version=2)


def test_commitments() -> None:
    """SPEC §9: "commit; once a party, no commitment twice", only of the notice's parties (R9)."""
    walk = Walk().to(Stage.COMMIT)
    assert walk.refuses("board")
    walk.say("commit", "W01", commitment=H)
    assert walk.refuses("commit", "W01", commitment=digest(b"other"))
    assert walk.refuses("commit", "W02", commitment=H)
    assert walk.refuses("commit", "W09", commitment=digest(b"other"))
    assert walk.refuses("commit", "A2", commitment=digest(b"other"))
    assert walk.refuses("board")
    walk.say("commit", "N1")
    assert walk.refuses("board")
    walk.say("commit", "A1")
    assert walk.refuses("board", board=H)
    walk.say("board")


def test_reveals() -> None:
    """SPEC §9: "reveal; once; committed; matches"; a wrong secret may be entered again."""
    walk = Walk().to(Stage.COMMIT)
    for party in ("A1", "N1", "W01", "W02"):
        walk.say("commit", party)
    walk.say("board")
    walk.say("reveal-open")
    assert walk.refuses("reveal", "W03")
    assert walk.refuses("reveal", "W09")
    assert walk.refuses("reveal", "W01", secret=secret_of("W02"))
    walk.say("reveal", "W01")
    assert walk.refuses("reveal", "W01")
    assert walk.refuses("reveal-close", transcript=H)
    walk.say("reveal-close")


def test_late_secrets_are_minutes_only() -> None:
    """SPEC §9: `late`: "from reveal-close until done, pauses too; the party is absent; more than once is allowed"."""
    walk = Walk().to(Stage.REVEAL)
    assert walk.refuses("late")
    walk.to(Stage.DICE)
    before = walk.state.transcript_lines()
    assert walk.refuses("late", "W01")
    assert walk.refuses("late", "W09")
    walk.say("late", "W03")
    walk.rule("PAUSE")
    walk.say("late", "W03", secret=H)
    walk.rule("CONTINUE")
    assert walk.state.transcript_lines() == before
    assert "W03 absent" in before
    walk.to(Stage.DONE)


def test_dice_are_typed_in_turn() -> None:
    """SPEC §9: die `index` (1, 2, …), "dice, all dice in"; a dice-mismatch's "index is of a die not yet
    confirmed" (R10).
    """
    walk = Walk().to(Stage.DICE)
    assert walk.refuses("die", index=2)
    assert walk.refuses("die", value="10")
    assert walk.refuses("die", value="x")
    assert walk.refuses("die", value="")
    walk.say("dice-mismatch")
    assert walk.refuses("dice-mismatch", index=11)
    walk.say("die")
    assert walk.refuses("die", index=1)
    assert walk.refuses("dice-mismatch", index=1)
    assert walk.refuses("dice")
    walk.rule("RETHROW")
    walk.throw()
    assert walk.refuses("die")
    assert walk.refuses("dice", transcript=H)
    walk.say("dice")
    assert walk.refuses("beacon", transcript=H)
    assert walk.refuses("beacon", signature="cd" * 48)
    walk.say("beacon")


def test_balls_do_not_come_twice() -> None:
    """SPEC §6: "bMkK K different two-digit numbers 01..M in drawn order"."""
    walk = Walk(replace(NOTICE, dice="b12k6")).to(Stage.DICE)
    walk.say("die", value="07")
    assert walk.refuses("die", value="07")
    assert walk.refuses("die", value="13")
    assert walk.refuses("die", value="00")
    assert walk.refuses("die", value="8")
    walk.say("die", value="12")


def test_envelopes_are_opened_once_each() -> None:
    """SPEC §9: "opening; once", "opening; once, not opened", seed after "all opened"."""
    walk = Walk().to(Stage.OPENING)
    assert walk.refuses("opened", "A2")
    assert walk.refuses("paper-mismatch", party="W01")
    assert walk.refuses("paper-mismatch", party="N2")
    walk.say("opened", "A1")
    assert walk.refuses("opened", "A1")
    assert walk.refuses("paper-mismatch", party="A1")
    assert walk.refuses("seed")
    assert walk.refuses("void")
    walk.say("opened", "N1")
    walk.say("seed")


# -- the five reasons of a void (SPEC §10) ----------------------------------------------------------------------------


def test_void_too_few_commitments() -> None:
    """SPEC §10: TOO_FEW_COMMITMENTS "phase board, fewer than min_open commitments of open parties", by system."""
    walk = Walk(replace(BOTH, min_open=3)).to(Stage.COMMIT)
    for party in ("A1", "N1", "W01", "W02"):
        walk.say("commit", party)
    assert walk.refuses("void")
    walk.say("board")
    assert walk.refuses("reveal-open")
    assert walk.refuses("void", "decision")
    walk.rule("PAUSE")
    walk.say("void", "system")
    assert walk.state.void_reason == "TOO_FEW_COMMITMENTS"


@pytest.mark.parametrize("current", [BOTH, BEACON_ONLY, NOTICE])
def test_void_too_few_reveals(current: Notice) -> None:
    """SPEC §10: TOO_FEW_REVEALS "after reveal-close, before the first die or beacon line, fewer than min_open
    reveals".
    """
    walk = Walk(replace(current, min_open=3)).to(Stage.REVEAL)
    walk.say("reveal")
    assert walk.refuses("void")
    walk.say("reveal-close", after=99)
    assert walk.refuses("die")
    assert walk.refuses("dice-mismatch")
    assert walk.refuses("beacon")
    walk.say("late")
    assert walk.refuses("void", "decision")
    walk.say("void", "system")
    assert walk.state.void_reason == "TOO_FEW_REVEALS"


@pytest.mark.parametrize("late", [0, 1])
@pytest.mark.parametrize("dice", ["none", "d10x10"])
def test_void_beacon_early(late: int, dice: str) -> None:
    """SPEC §10: BEACON_EARLY when the round's time "is not later than the line's time": equal is early, a
    second later not.
    """
    rounds = Beacon(chain=notice.QUICKNET, round=5 * 10**7)
    walk = Walk(replace(BOTH, dice=dice, beacon=rounds)).to(Stage.REVEAL)
    walk.say("reveal")
    time = rounds.time()
    assert time is not None
    walk.say("reveal-close", after=time - late - walk.now)
    kind = "beacon" if dice == "none" else "die"
    if late:
        assert walk.refuses("void")
        walk.say(kind)
        return
    assert walk.refuses(kind)
    assert walk.refuses("void", "decision")
    walk.say("void")
    assert walk.state.void_reason == "BEACON_EARLY"


def test_no_beacon_early_for_a_chain_of_unknown_time() -> None:
    """SPEC §10, BEACON_EARLY: "For another chain it never holds"."""
    walk = Walk(replace(BOTH, beacon=Beacon(chain=H, round=1))).to(Stage.DICE)
    assert walk.refuses("void")
    walk.to(Stage.DONE)


def test_void_with_cause_waits_for_every_envelope() -> None:
    """SPEC §10: PAPER_MISMATCH "at least one paper-mismatch, every other sealed party opened" (R14)."""
    walk = Walk().to(Stage.OPENING)
    walk.say("paper-mismatch", party="A1")
    assert walk.refuses("void")
    assert walk.refuses("seed")
    walk.say("opened", "N1")
    assert walk.refuses("seed")
    assert walk.refuses("void", "decision")
    walk.say("void", "system")
    assert walk.state.void_reason == "PAPER_MISMATCH"
    text = walk.state.void_transcript({"N1": secret_of("N1")}).decode()
    assert text.endswith(f"beacon {FAR.chain}:{FAR.round} {SIGNATURE}\nA1 mismatch\nN1 {secret_of('N1')}\n")


def test_the_first_reason_that_holds_is_the_reason() -> None:
    """SPEC §10: "The reason of a void is the first in this table that holds"."""
    early = replace(BOTH, min_open=3, beacon=Beacon(chain=notice.QUICKNET, round=1))
    walk = Walk(early).to(Stage.REVEAL)
    walk.say("reveal")
    walk.say("reveal-close", after=99)
    assert walk.state.forced_void() == "TOO_FEW_REVEALS"
    walk.rule("VOID")
    assert walk.refuses("void", "system")
    walk.say("void", "decision")
    assert walk.state.void_reason == "RULING"


def test_never_void_after_the_seed() -> None:
    """R14: nothing voids once the seed exists."""
    for stage in (Stage.SEEDED, Stage.DONE):
        walk = Walk().to(stage)
        assert walk.state.forced_void() == ""
        for by in ("system", "decision"):
            assert walk.refuses("void", by)


TRANSCRIPTS: list[tuple[str, Callable[[Walk], None], int]] = [
    ("before the board", lambda w: w.to(Stage.COMMIT) and None, 2),
    ("after the board", lambda w: w.to(Stage.BOARD) and None, 3),
    ("one reveal", lambda w: w.to(Stage.REVEAL).say("reveal"), 4),
    ("reveal closed", lambda w: w.to(Stage.DICE) and None, 6),
]


@pytest.mark.parametrize(("name", "go", "count"), TRANSCRIPTS, ids=[t[0] for t in TRANSCRIPTS])
def test_transcript_of_a_void(name: str, go: Callable[[Walk], None], count: int) -> None:
    """SPEC §10: transcript.txt holds what was certain when the attempt ended."""
    walk = Walk()
    go(walk)
    walk.rule("VOID")
    whole = walk.seed_txt().decode().splitlines()
    assert walk.state.void_transcript({}).decode().splitlines() == whole[:count]


def test_transcript_of_a_void_without_dice_has_the_dice_line_at_once() -> None:
    """SPEC §10: "after `reveal-close` the dice line if the dice are confirmed or the notice has none"."""
    walk = Walk(BEACON_ONLY).to(Stage.BEACON)
    assert walk.state.transcript_lines()[-1] == "dice none"
    walk = Walk(NOTICE).to(Stage.DICE)
    walk.throw()
    assert walk.state.transcript_lines()[-1] == "W03 absent"
    walk.say("dice")
    assert walk.state.transcript_lines()[-1] == "beacon none"


# -- running time (SPEC §9) -------------------------------------------------------------------------------------------


def recount(lines: list[Line]) -> int:
    """SPEC §9: "the sum, over neighbouring lines from reveal-open to reveal-close, of max(0, time difference) …"."""
    start = next(i for i, line in enumerate(lines) if line.kind == "reveal-open")
    total, paused = 0, False
    for earlier, later in zip(lines[start:], lines[start + 1 :], strict=False):
        action = earlier.body.get("action")
        paused = action in ("PAUSE", "POSTPONE") or (paused and action not in ("CONTINUE", "RESUME_STANDBY"))
        if later.kind != "resume" and not paused:
            total += max(0, (time_seconds(later.time) or 0) - (time_seconds(earlier.time) or 0))
        if later.kind == "reveal-close":
            break
    return total


EVENTS = st.lists(
    st.tuples(
        st.integers(-40, 40),
        st.sampled_from(["CONTINUE", "PAUSE", "POSTPONE", "RESUME_STANDBY", "resume", "reveal", "RETHROW"]),
    ),
    max_size=12,
)


@given(EVENTS, st.integers(-40, 90))
def test_running_time(events: list[tuple[int, str]], last: int) -> None:
    """SPEC §9: running time leaves out "pairs whose later line is `resume` and pairs that lie in a pause";
    clocks may go back.
    """
    walk = Walk().to(Stage.REVEAL)
    for after, event in events:
        try:
            if event in ("resume", "reveal"):
                walk.say(event, after=after)
            else:
                walk.rule(event, after=after)
        except StepRefused:
            continue
        assert walk.state.running == recount(walk.lines)
    if walk.state.paused:
        assert walk.state.running_at(stamp(walk.now + 1000)) == walk.state.running
        walk.rule("CONTINUE", after=last)
    ending = ledger.next_line(
        walk.lines[-1], time=stamp(walk.now + last), kind="reveal-close", by="operator", body={"transcript": H}
    )
    wanted = recount([*walk.lines, ending])
    assert walk.state.running_at(stamp(walk.now + last)) == wanted
    assert walk.refuses("reveal-close") is (recount([*walk.lines, replace(ending, time=stamp(walk.now + 30))]) < 60)


def test_an_outage_costs_the_witnesses_nothing() -> None:
    """SPEC §12: "an outage costs the witnesses nothing" (R14)."""
    walk = Walk().to(Stage.REVEAL)
    walk.say("reveal", after=20)
    walk.say("resume", after=5000)
    assert walk.state.running == 20
    walk.rule("PAUSE", after=10)
    walk.rule("ACCEPT_MISSING_WITNESS", after=5000)
    walk.rule("CONTINUE", after=5000)
    assert walk.state.running == 30
    assert walk.refuses("reveal-close", after=29)
    walk.say("reveal-close", after=30)


# -- random acts ------------------------------------------------------------------------------------------------------

ONWARD = {
    Stage.START: ["freeze"],
    Stage.OBJECTIONS: ["objection-outcome", "freeze", "convene"],
    Stage.COMMIT: ["commit", "board"],
    Stage.BOARD: ["reveal-open", "void"],
    Stage.REVEAL: ["reveal", "reveal-close"],
    Stage.DICE: ["die", "dice", "void"],
    Stage.BEACON: ["beacon", "void"],
    Stage.ENVELOPES: ["envelopes"],
    Stage.OPENING: ["opened", "seed", "void"],
    Stage.SEEDED: ["outputs"],
}


class Hall(RuleBasedStateMachine):
    """Random acts of everybody in the hall, most of them sensible, and what must hold whatever they do."""

    @initialize(
        least=st.integers(0, 3),
        source=st.sampled_from([("d10x10", None), ("none", FAR), ("d10x10", FAR), ("b12k6", None)]),
    )
    def begin(self, least: int, source: tuple[str, Beacon | None]) -> None:
        """A notice with this min_open, dice and beacon."""
        self.walk = Walk(replace(NOTICE, min_open=least, dice=source[0], beacon=source[1]))
        self.published: list[str] = []

    def tried(self, kind: str, by: str | None = None, /, **body: Any) -> bool:
        """Try a line; keep what a taken one published."""
        try:
            self.walk.say(kind, by, **body)
        except (StepRefused, FormatError):
            return False
        if "transcript" in self.walk.lines[-1].body:
            self.published.append(self.walk.lines[-1].body["transcript"])
        return True

    @rule(count=st.integers(1, 8))
    def go_on(self, count: int) -> None:
        """The next honest acts."""
        for _ in range(count):
            s = self.walk.state
            if s.stage is Stage.DICE and self.walk.notice.dice == "b12k6" and len(s.dice_values) < 6:
                self.tried("die", value=f"{len(s.dice_values) + 3:02d}")
                continue
            if s.stage is Stage.REVEAL and s.reveals and self.tried("reveal-close"):
                continue
            any(self.tried(kind) for kind in ONWARD.get(s.stage, []))

    @rule(kind=st.sampled_from(sorted(TABLE)))
    def try_a_kind(self, kind: str) -> None:
        """Any kind at any time, as right as it can be."""
        taken = self.tried(kind)
        assert not taken or self.walk.lines[-1].kind == kind

    @rule(kind=st.sampled_from(["reveal-close", "dice", "beacon", "board", "convene", "die", "reveal", "commit"]))
    def try_something_wrong(self, kind: str) -> None:
        """A line whose body is of the form and not true."""
        key = {"board": "board", "convene": "notice", "die": "index", "reveal": "secret", "commit": "commitment"}.get(
            kind
        )
        stage = self.walk.state.stage
        taken = self.tried(kind, **{key or "transcript": 40 if kind == "die" else H})
        assert not taken or (kind == "commit" and stage is Stage.COMMIT)

    @precondition(lambda self: self.walk.lines)
    @rule(action=st.sampled_from(["CONTINUE", "CONTINUE", "RESUME_STANDBY", "PAUSE", "POSTPONE", "RETHROW"]))
    def rule_something(self, action: str) -> None:
        """A ruling that does not end the attempt."""
        thrown = bool(self.walk.state.dice_values or self.walk.state.beacon_signature)
        taken = self.tried("ruling", **self.walk.ruled(action))
        assert not (taken and thrown and action == "POSTPONE")

    @precondition(lambda self: len(self.walk.lines) > 12)
    @rule()
    def rule_void(self) -> None:
        """The ruling VOID: never after the first die or beacon."""
        thrown = bool(self.walk.state.dice_values or self.walk.state.beacon_signature)
        assert not (self.tried("ruling", **self.walk.ruled("VOID")) and thrown)

    @rule(after=st.integers(-100, 300))
    def let_time_pass(self, after: int) -> None:
        """The clock moves, now and then backwards."""
        self.walk.now += after

    @invariant()
    def nothing_after_a_void_ruling(self) -> None:
        """SPEC §9: "after `VOID` nothing but `void`": no die, and nothing else, follows."""
        kinds = [(line.kind, line.body.get("action")) for line in self.walk.lines]
        if ("ruling", "VOID") in kinds:
            assert [k for k, _ in kinds[kinds.index(("ruling", "VOID")) + 1 :]] in ([], ["void"])

    @invariant()
    def no_void_after_the_first_die_but_for_a_paper(self) -> None:
        """R14: "nothing voids after the first confirmed die but an envelope that does not match; never after
        the seed".
        """
        s = self.walk.state
        if s.stage is Stage.VOID and (s.dice_values or s.beacon_signature):
            assert s.void_reason == "PAPER_MISMATCH"
            assert not s.seed

    @invariant()
    def seed_only_after_all_opened(self) -> None:
        """SPEC §9: seed in "opening; all opened"."""
        s = self.walk.state
        if s.seed:
            assert sorted(s.opened) == ["A1", "N1"]
            assert not s.mismatched

    @invariant()
    def enough_parents_before_the_dice(self) -> None:
        """SPEC §9: die and beacon are taken while "no blind void is due": at least min_open parents have revealed."""
        s = self.walk.state
        if s.dice_values or s.beacon_signature:
            assert len(s.reveals) >= self.walk.notice.min_open

    @invariant()
    def nothing_opens_before_the_dice(self) -> None:
        """SPEC §12: "Dice in the middle, envelopes last"."""
        s = self.walk.state
        if s.opened or s.mismatched:
            assert s.beacon_signature if self.walk.notice.beacon else s.dice_confirmed

    def teardown(self) -> None:
        """What was published is a prefix of seed.txt, and the ledger's bytes lead to the same state again."""
        if not hasattr(self, "walk"):
            return
        walk = self.walk
        if walk.state.seed:
            whole = walk.seed_txt()
            assert walk.state.seed == digest(whole)
            lines = whole.splitlines(keepends=True)
            prefixes = [digest(b"".join(lines[:n])) for n in range(len(lines))]
            places = [prefixes.index(value) for value in self.published]
            assert places == sorted(places)
            assert len(places) == 1 + (walk.notice.dice != "none") + (walk.notice.beacon is not None)
        if walk.lines:
            again = replay(ledger.read(ledger.write(walk.lines)), walk.notice, walk.hash, HALL)
            assert again == walk.state


TestHall = Hall.TestCase
TestHall.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_the_machine_says_which_line_is_wrong() -> None:
    """SPEC §11: a mismatch names the first difference: the ledger line that may not stand there."""
    walk = Walk().to(Stage.DICE)
    with pytest.raises(StepRefused, match=r"ledger line 2 \(commit\)"):
        replay([walk.lines[0], replace(walk.lines[2], n=2)], walk.notice, walk.hash, HALL)
    with pytest.raises(StepRefused):
        Ceremony().the_notice()
    with pytest.raises(StepRefused):
        Ceremony().missing_people()
    assert Ceremony().forced_void() == ""
