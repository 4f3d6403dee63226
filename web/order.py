"""Which views there are to show now, in the order of the run of show, and which of them is the present one."""

from collections.abc import Sequence
from typing import Any, Final

from draw.ceremony import Stage
from draw.edges.session import Session
from draw.ledger import Line
from web.display import Display
from web.pages import pool_pages, rule_pages
from web.screen import load
from web.service import Service

CARD: Final = "card:0"  # the legibility test card
INCIDENT: Final = "incident:0"
OUTSIDE: Final = (CARD, INCIDENT)  # views that no clicker comes upon by turning pages
# Before the board is closed the screen follows the last act of these kinds.
_FOLLOWED: Final = {
    "sign-in": "cast:0", "check": "checks:0", "spot": "spot:0", "convene": "board:0", "commit": "board:0",
}  # fmt: skip
_SETTLES: Final = ("freeze", "objection", "objection-outcome")


def reports(session: Session) -> list[Any]:
    """What the second machine has reported; none where no second machine is followed."""
    found = getattr(session, "second_reports", None)
    return list(found()) if found is not None else []


def pausing(session: Session) -> Line | None:
    """The ruling that paused or postponed the ceremony, while it holds."""
    action = session.state.paused
    lines = (line for line in reversed(session.lines) if line.kind == "ruling" and line.body["action"] == action)
    return next(lines) if action else None


def known(service: Service, session: Session) -> list[str]:
    """Every view to turn to now, in order: "scene:page"."""
    state = session.state
    if state.notice is None:
        return ["empty:0"]
    frozen, screen = service.frozen(), load(session)
    found = ["title:0", "cast:0", "checks:0"]
    found += [f"pool:{n}" for n in range(pool_pages(frozen, screen.room))]
    if service.display.spot or state.spots:
        found.append("spot:0")
    found += [f"rules:{n}" for n in range(len(rule_pages(frozen, screen)))]
    if state.stage is Stage.OBJECTIONS:
        return found
    return found + _ceremony(session) + _afterwards(service, session)


def _ceremony(session: Session) -> list[str]:
    """From the board to the seed, or to the void."""
    state, notice = session.state, session.state.the_notice()
    kinds = {line.kind for line in session.lines}
    found = []
    if "convene" in kinds:
        found.append("board:0")
    if "reveal-open" in kinds:
        found.append("reveals:0")
    if state.reveal_closed_at:
        if notice.dice != "none":
            found.append("dice:0")
        if notice.beacon is not None and (state.dice_confirmed or notice.dice == "none"):
            found.append("beacon:0")
    if state.dice_confirmed or state.beacon_signature:
        if notice.beacon is None or state.beacon_signature:
            found.append("envelopes:0")
    if state.seed:
        found.append("seed:0")
    if state.stage is Stage.VOID:
        found.append("void:0")
    return found


def _afterwards(service: Service, session: Session) -> list[str]:
    """From the result hash to the last scene."""
    show = service.show()
    if show is None:
        return []
    found = ["result:0"]
    if reports(session):
        found.append("second:0")
    found += [f"show:{n}" for n in range(1, service.position.shown + 1)]
    if service.display.lookups:
        found.append("lookup:0")
    if service.position.shown >= len(show.frames):
        found.append("verify:0")
    return found


def present(session: Session, views: Sequence[str], shown: int) -> str:
    """The view that belongs to the moment, whatever the hall looks at; a pause hides it behind the incident card."""
    state = session.state
    if state.stage in (Stage.START, Stage.OBJECTIONS, Stage.COMMIT):
        return _followed(session, views)
    if shown:
        return f"show:{shown}"
    return next((v for v in reversed(views) if v not in ("lookup:0", "verify:0")), views[-1])


def _followed(session: Session, views: Sequence[str]) -> str:
    for line in reversed(session.lines):
        view = _FOLLOWED.get(line.kind, "")
        if line.kind == "sign-in" and session.state.commitments:
            continue  # somebody joins while the board fills up: the board stays
        if view in views:
            return view
        if line.kind in _SETTLES:
            break
    return views[0]


def current(display: Display, session: Session, views: Sequence[str], shown: int) -> str:
    """The view on the screen."""
    if display.looking in (*views, *OUTSIDE):
        return display.looking
    return INCIDENT if session.state.paused else present(session, views, shown)
