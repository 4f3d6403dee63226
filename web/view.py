"""The whole state of the projector page as one value; the page is a pure function of it, no transition is relied on."""

from typing import Any, Final

from draw.ceremony import Stage
from draw.edges.session import Session
from draw.hashing import digest, read_aloud
from draw.ledger import Line
from draw.notice import Mode
from draw.words import WORDS, pair
from web import order, screen
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
    """Every view to turn to now, in order: "scene:page"."""
    with service.reading(fresh=False) as session:
        return order.known(service, session)


def build(service: Service) -> View:
    """The state as it is on the screen now."""
    with service.reading(fresh=False) as session:
        here, display = service.position, service.display
        known = order.known(service, session)
        current = order.current(display, session, known, here.shown)
        scene, _, page = current.partition(":")
        value: View = {
            "attempt": here.attempt,
            "n": here.event,
            "ledger": here.ledger,
            "head": digest(session.lines[-1].data()) if session.lines else "",
            "scene": scene,
            "at": current,
            "place": [known.index(current) + 1 if current in known else 0, len(known)],
            "back": _looks_back(session, known, current, here.shown),
            "first": current == known[0],
            "blank": bool(display.blank),
            "white": display.blank == "white",
            "pace": display.pace,
            "progress": "",
            "screen": screen.load(session).look(),
            "font": service.fonts.faces.public,
        }
        if scene == "empty":
            return value | {"stage": "start", "view": {}}
        frame = _frame(service, session) if session.state.notice is not None else {"stage": "start"}
        return value | frame | {"view": SCENES[scene](service, session, int(page))}


def _looks_back(session: Session, known: list[str], current: str, shown: int) -> bool:
    """True if the hall looks at an earlier step than the present one; a row that was asked for is no step."""
    present = order.present(session, known, shown)
    if session.state.stage is Stage.OBJECTIONS or current not in known or current == "spot:0":
        return False
    return known.index(current) < known.index(present)


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
        "shown": service.position.shown,
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
    if any(not report.agrees for report in order.reports(session)):
        return {"kind": "stop", "words": pair("band.disagree")}
    pausing = order.pausing(session)
    if pausing is not None:
        return {"kind": "wait", "words": pair(f"band.{state.paused}", since=pausing.time[11:19])}
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
    if last.kind == "sign-in" and state.commitments:
        who = pair(f"person.{last.body['kind']}")
        return {"kind": "back", "words": pair("band.joined", zh=who[0], en=who[1])}
    if last.kind == "late":
        return {"kind": "wait", "words": pair("band.late", party=last.by)}
    return None


def line_view(line: Line) -> View:
    """One ledger line as pages show it: number, time, kind, who, and a confirmed die; no other part of the body."""
    detail = f"{line.body['index']} = {line.body['value']}" if line.kind == "die" else ""
    by = pair(f"role.{line.by}")[0] if f"role.{line.by}" in WORDS else line.by
    words = pair(f"line.{line.kind}")
    return {"n": line.n, "time": line.time, "kind": line.kind, "by": by, "words": words, "detail": detail}
