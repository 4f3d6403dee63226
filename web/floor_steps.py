"""The run of show as a checklist that leads: every step, whether it is done, and which one is next (R45 to R49).

What the ledger knows is read from it. What no ledger line says (read out, printed, rehearsed) the operator ticks; a tick is an
encrypted note of the desk and blocks nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from draw.ceremony import Ceremony, Stage
from draw.edges.session import Session
from draw.errors import StepRefused
from draw.ledger import CHECK_ITEMS
from draw.notice import Mode
from draw.words import say

SPOTS: Final = 2  # rows that parents look up before the rules are read
_POSTS: Final = frozenset({"operator", "checker", "notary"})

CHAPTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "before": ("people", "freeze", "objections", "rehearsal"),
    "opening": ("recusal", "sign_in", "checks", "counts", "spot", "rules", "convene"),
    "fixing": ("commit", "board", "reveal"),
    "numbers": ("dice", "beacon", "envelopes", "opening_papers"),
    "result": ("finish", "second"),
    "end": ("show", "sheets", "archive"),
}
STEPS: Final = tuple((step, chapter) for chapter, steps in CHAPTERS.items() for step in steps)
# Step -> the section of the operator's guide that tells of it.
GUIDE: Final[Mapping[str, str]] = (
    {step: step for step, _ in STEPS}
    | dict.fromkeys(CHAPTERS["opening"], "opening")
    | {"people": "prepare", "rehearsal": "rehearse", "checks": "morning", "sheets": "papers", "void": "void"}
)
# Step -> the view of the projector that goes with it.
VIEWS: Final[Mapping[str, str]] = {
    "recusal": "cast:0", "sign_in": "cast:0", "checks": "checks:0", "counts": "pool:0", "rules": "rules:0",
}  # fmt: skip
BY_HAND: Final = frozenset({"rehearsal", "recusal", "counts", "rules", "second", "sheets", "archive"})
_PLAYED: Final = frozenset({"sign_in", "checks", "spot"})  # what one person alone may leave out in a rehearsal
_AT_STAGE: Final[Mapping[Stage, str]] = {
    Stage.COMMIT: "commit",
    Stage.BOARD: "board",
    Stage.REVEAL: "reveal",
    Stage.DICE: "dice",
    Stage.BEACON: "beacon",
    Stage.ENVELOPES: "envelopes",
    Stage.OPENING: "opening_papers",
    Stage.SEEDED: "finish",
}
_ORDER: Final = tuple(Stage)


class Mark(StrEnum):
    """What the checklist says of a step. OPEN: its time is over and nobody has marked it as done."""

    DONE = "done"
    NOW = "now"
    OPEN = "open"
    LATER = "later"
    SKIP = "skip"


SIGNS: Final[Mapping[Mark, str]] = {
    Mark.DONE: "✓", Mark.NOW: "▶", Mark.OPEN: "!", Mark.LATER: "·", Mark.SKIP: "–",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the checklist. `by_hand`: the operator may tick it."""

    key: str
    chapter: str
    mark: Mark
    by_hand: bool
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the checklist is told from: the ceremony's state and what stands beside it."""

    state: Ceremony
    live: bool
    ticks: frozenset[str]
    roles: frozenset[str]  # that have an account
    agreed: bool  # every second machine that reported agrees, and one did
    sealed: bool
    shown: int  # pages of the show
    shown_all: bool

    def past(self, stage: Stage) -> bool:
        """True if the ceremony has gone beyond a stage."""
        return _ORDER.index(self.state.stage) > _ORDER.index(stage)

    def left_out(self, step: str) -> bool:
        """True if this session has no such step."""
        notice = self.state.notice
        if step == "people":
            return not (self.live or self.roles >= _POSTS)
        if step == "rehearsal":
            return not self.live
        if notice is None:
            return False
        if step == "spot" and not notice.applicants:  # nobody's row is in the list (SPEC §16)
            return True
        return (step == "beacon" and notice.beacon is None) or (step == "dice" and notice.dice == "none")

    def done(self, step: str) -> bool:
        """True if the ledger, or a tick where the ledger cannot know, says that the step is done."""
        state, notice = self.state, self.state.notice
        if step in self.ticks and self.may_tick(step):
            return True
        if step == "people":
            return self.roles >= _POSTS
        if notice is None:
            return False
        settled = "" not in state.objections.values() and not state.accepted_since_freeze
        found = {
            "freeze": True,
            "objections": settled,
            "rehearsal": notice.rehearsals > 0,
            "sign_in": settled and not state.missing_people(),
            "checks": set(CHECK_ITEMS) <= set(state.checks),
            "spot": len(state.spots) >= min(SPOTS, notice.applicants),
            "convene": self.past(Stage.OBJECTIONS),
            "finish": self.sealed,
            "second": self.agreed,
            "show": self.shown_all,
        }
        for stage, key in _AT_STAGE.items():
            found.setdefault(key, self.past(stage))
        return found.get(step, False)

    def begun(self, step: str) -> bool:
        """True if the ledger shows that the hall is at this step, or beyond it."""
        state = self.state
        found = {"sign_in": state.signed_in, "checks": state.checks, "spot": state.spots, "show": self.shown}
        return bool(found.get(step))

    def may_tick(self, step: str) -> bool:
        """True if the operator marks this step by hand."""
        return step in BY_HAND or (step in _PLAYED and not self.live)


def _now(facts: Facts) -> str:
    """The step that comes next; one that is only ticked by hand holds nobody up once a later one has begun."""
    stage = facts.state.stage
    if stage is Stage.VOID:
        return "void"
    if stage in _AT_STAGE:
        return _AT_STAGE[stage]
    if stage is Stage.START:
        order: tuple[str, ...] = ("people", "freeze")
    elif stage is Stage.DONE:
        order = ("finish", "second", "show", "sheets", "archive")
    else:
        order = (*CHAPTERS["before"], *CHAPTERS["opening"])
    begun = [n for n, step in enumerate(order) if facts.begun(step)]
    furthest = begun[-1] if begun else -1
    for n, step in enumerate(order):
        if facts.left_out(step) or facts.done(step) or (step in BY_HAND and n < furthest):
            continue
        return step
    return order[-1]


def checklist(facts: Facts) -> list[Step]:
    """Every step with its mark, in the order of the day; exactly one is NOW."""
    now = _now(facts)
    if now == "void":
        return [Step(key="void", chapter="end", mark=Mark.NOW, by_hand=False, ticked=False)]
    keys = [key for key, _ in STEPS]
    steps = []
    for n, (key, chapter) in enumerate(STEPS):
        mark = Mark.LATER if n > keys.index(now) else Mark.OPEN
        if key == now:
            mark = Mark.NOW
        elif facts.left_out(key):
            mark = Mark.SKIP
        elif facts.done(key):
            mark = Mark.DONE
        steps.append(Step(key=key, chapter=chapter, mark=mark, by_hand=facts.may_tick(key), ticked=key in facts.ticks))
    return steps


def _note(session: Session) -> str:
    return f"floor:ticks:{session.attempt}"


def ticks(session: Session) -> frozenset[str]:
    """The steps that were ticked in this attempt."""
    data = session.store.note(_note(session))
    return frozenset(json.loads(data)) if data else frozenset()


def tick(session: Session, step: str, on: bool) -> None:
    """Tick a step, or take the tick away. Raises StepRefused for one that is not marked by hand."""
    live = session.state.notice is not None and session.state.notice.mode is Mode.LIVE
    if step not in BY_HAND and (live or step not in _PLAYED):
        raise StepRefused(say("floor.step_unknown"))
    found = ticks(session)
    found = found | {step} if on else found - {step}
    session.store.set_notes({_note(session): json.dumps(sorted(found)).encode()})
