"""The whole state of the projector page as one value; the page is a pure function of it, no transition is relied on."""

from typing import Any, Final

from draw.ceremony import Stage
from draw.edges.session import Session
from draw.hashing import read_aloud
from draw.ledger import Line
from draw.notice import Mode
from draw.words import WORDS, pair
from web.pages import pool_pages, rule_pages
from web.scenes import SCENES
from web.service import Service

View = dict[str, Any]

# the steps that the header names, each with the stages at which it is the present one
RAIL: Final[tuple[tuple[str, tuple[Stage, ...]], ...]] = (
    ("pool", (Stage.START, Stage.OBJECTIONS)),
    ("board", (Stage.COMMIT, Stage.BOARD)),
    ("reveals", (Stage.REVEAL,)),
    ("dice", (Stage.DICE, Stage.BEACON)),
    ("envelopes", (Stage.ENVELOPES, Stage.OPENING)),
    ("seed", (Stage.SEEDED,)),
    ("show", (Stage.DONE,)),
)


def views(service: Service) -> list[str]:
    """Every view there is to show now, in order: "scene:page"."""
    with service.reading(fresh=False) as session:
        return _views(service, session)


def _views(service: Service, session: Session) -> list[str]:
    state = session.state
    if state.notice is None:
        return ["empty:0"]
    frozen = service.frozen()
    found = ["title:0"]
    found += [f"rules:{n}" for n in range(len(rule_pages(frozen)))]
    found += [f"pool:{n}" for n in range(pool_pages(frozen))]
    if state.stage is Stage.OBJECTIONS:
        return found
    kinds = {line.kind for line in session.lines}
    if "convene" in kinds:
        found.append("board:0")
    if "reveal-open" in kinds:
        found.append("reveals:0")
    if state.reveal_closed_at:
        if state.notice.dice != "none":
            found.append("dice:0")
        if state.notice.beacon is not None and (state.dice_confirmed or state.notice.dice == "none"):
            found.append("beacon:0")
    if state.dice_confirmed or state.beacon_signature:
        if state.notice.beacon is None or state.beacon_signature:
            found.append("envelopes:0")
    if state.seed:
        found.append("seed:0")
    if state.stage is Stage.VOID:
        found.append("void:0")
    if service.show() is not None:
        found.append("result:0")
        found += [f"show:{n}" for n in range(1, service.position.shown + 1)]
    return found


def build(service: Service) -> View:
    """The state as it is on the screen now."""
    with service.reading(fresh=False) as session:
        here = service.position
        known = _views(service, session)
        current = service.current(known)
        scene, _, page = current.partition(":")
        value: View = {
            "attempt": here.attempt,
            "n": here.event,
            "ledger": here.ledger,
            "scene": scene,
            "at": current,
            "back": current != service.present(known) and session.state.stage is not Stage.OBJECTIONS,
            "first": current == known[0],
            "blank": service.display.blank,
            "pace": service.display.pace,
            "progress": "",
        }
        if session.state.notice is None:
            return value | {"stage": "start", "view": {}}
        return value | _frame(service, session) | {"view": SCENES[scene](service, session, int(page))}


def _frame(service: Service, session: Session) -> View:
    """What stands around every scene: header, rail, bands, footer."""
    state, notice = session.state, session.state.the_notice()
    ended = state.stage is Stage.VOID
    last = session.lines[-1]
    return {
        "stage": str(state.stage),
        "stage_words": pair(f"stage.{state.stage}"),
        "session": notice.session,
        "title": notice.title,
        "authority": notice.authority,
        "rehearsal": notice.mode is Mode.REHEARSAL,
        "voided": notice.attempt if ended else notice.attempt - 1,
        "rehearsals": notice.rehearsals,
        "notice": state.notice_hash,
        "aloud": read_aloud(state.notice_hash),
        "time": service.position.time or last.time,
        "rail": _rail(state.stage),
        "band": _band(session, last),
        "result": SCENES["result"](service, session, 0)["code"]["hash"] if service.show() is not None else "",
    }


def _rail(stage: Stage) -> list[dict[str, str]]:
    at = next((n for n, (_, stages) in enumerate(RAIL) if stage in stages), len(RAIL))
    if stage is Stage.VOID:
        return []
    return [
        {"key": key, "mark": "done" if n < at else "now" if n == at else "later"} for n, (key, _) in enumerate(RAIL)
    ]


def _band(session: Session, last: Line) -> View | None:
    """The sentence across the screen when the ceremony is not simply going on."""
    state = session.state
    forced = state.forced_void()
    if state.paused:
        since = next(line.time for line in reversed(session.lines) if line.kind == "ruling")
        return {"kind": "wait", "words": pair(f"band.{state.paused}", since=since[11:19])}
    if forced:
        return {
            "kind": "stop",
            "words": pair("band.must_void", zh=pair(f"void.{forced}")[0], en=pair(f"void.{forced}")[1]),
        }
    if last.kind == "resume":
        return {"kind": "wait", "words": pair("band.resume", at=last.time[11:19], n=last.n - 1)}
    if last.kind == "ruling":
        action = pair(f"action.{last.body['action']}")
        why = pair(f"ruling.{last.body['reason']}")
        facts = {"number": last.body["number"], "action_zh": action[0], "action_en": action[1]}
        return {"kind": "wait", "words": pair("band.ruling", why_zh=why[0], why_en=why[1], **facts)}
    if last.kind == "late":
        return {"kind": "wait", "words": pair("band.late", party=last.by)}
    return None


def line_view(line: Line) -> View:
    """One ledger line as pages show it: number, time, kind, who, and a confirmed die; no other part of the body."""
    detail = f"{line.body['index']} = {line.body['value']}" if line.kind == "die" else ""
    by = pair(f"role.{line.by}")[0] if f"role.{line.by}" in WORDS else line.by
    words = pair(f"line.{line.kind}")
    return {"n": line.n, "time": line.time, "kind": line.kind, "by": by, "words": words, "detail": detail}
