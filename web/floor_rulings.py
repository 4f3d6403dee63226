"""The decision group at the desk: the form of a ruling with the consequences of each, and the list of what was ruled (R47)."""

from dataclasses import dataclass

from draw.ceremony import Stage
from draw.edges.session import Session
from draw.errors import StepRefused
from draw.ledger import ACTIONS, RULING_REASONS
from draw.words import pair
from web.floor_acts import PAPER, RULED_APART, Paper, paper_of
from web.floor_fields import Field, FormView, Option, Pair, form


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A ruling as staff stations list it."""

    number: int
    time: str
    action: Pair
    reason: Pair
    signers: str
    paper: Paper


def rulings(session: Session) -> list[Ruling]:
    """Every ruling of this attempt, the last first."""
    return [
        Ruling(
            number=line.body["number"],
            time=line.time[11:19],
            action=pair(f"action.{line.body['action']}"),
            reason=pair(f"ruling.{line.body['reason']}"),
            signers=" ".join(line.body["signers"]),
            paper=paper_of(session, line.body["number"]),
        )
        for line in reversed(session.lines)
        if line.kind == "ruling"
    ]


def forms(session: Session) -> list[FormView]:
    """The form of a ruling, and apart from it that of a void, as far as they may follow now."""
    state = session.state
    if state.stage in (Stage.START, Stage.DONE, Stage.VOID) or state.void_ruled:
        return []
    hall = state.the_hall()
    members = tuple(Option(value=f"D{n}", label=(f"D{n}", "")) for n in range(1, hall.group + 1))
    reasons = tuple(Option(value=r, label=pair(f"ruling.{r}")) for r in RULING_REASONS)
    shared = (
        Field(name="reason", label=pair("desk.reason"), kind="select", options=reasons),
        Field(name="signer", label=pair("floor.signers", quorum=hall.quorum), kind="boxes", options=members),
        Field(name="text", label=pair("floor.paper_text"), kind="area"),
        Field(name=PAPER, label=pair("floor.paper_file"), kind="file", hint=pair("floor.paper_hint")),
    )
    actions = tuple(
        Option(value=a, label=pair(f"action.{a}"), hint=pair(f"effect.{a}"))
        for a in ACTIONS
        if a != RULED_APART and _fits(session, a)
    )
    action = Field(name="action", label=pair("desk.action"), kind="choice", options=actions)
    found = [form("rule", "rulings", action, *shared, main=bool(state.paused))]
    if _fits(session, RULED_APART):
        found.append(form("rule-void", "rulings", *shared, main=False, danger=True))
    return found


def _fits(session: Session, action: str) -> bool:
    """True if this ruling may follow now: the rules of SPEC §9 are asked, not repeated."""
    state = session.state
    hall = state.the_hall()
    if action in ("CONTINUE", "PAUSE"):
        return bool(state.paused) == (action == "CONTINUE")
    if action == "ACCEPT_MISSING_WITNESS" and not state.missing_people():
        return False
    body = {
        "number": state.rulings + 1,
        "action": action,
        "reason": RULING_REASONS[0],
        "paper": "none",
        "signers": [f"D{n}" for n in range(1, hall.quorum + 1)],
    }
    try:
        state.check("ruling", "decision", body, "")
    except StepRefused:
        return False
    return True
