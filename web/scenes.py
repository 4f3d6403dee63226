"""What each scene of the protocol says: (service, session) -> content, ready for JSON.

Only what protocol.md allows at that moment is looked at: the state machine's public fields. Nothing here reads notes,
where typed dice and papers wait, and no secret of a sealed party is known to it before seed.txt is out.
"""

from collections.abc import Mapping
from typing import Any

from draw import dice, statement
from draw.ceremony import Stage
from draw.dates import when
from draw.edges.ambient import stamp
from draw.edges.session import Session
from draw.hashing import digest
from draw.notice import Party
from draw.words import pair
from web import screen
from web.codes import code
from web.extras import EXTRAS
from web.kinds import counted, things
from web.pages import pool_pages, pool_rows, rows_of, rule_pages
from web.service import Service

Scene = dict[str, Any]


def title(service: Service, session: Session, page: int) -> Scene:
    """Who, what, when, and which attempt."""
    notice = service.frozen().notice
    return {
        "when": when(notice.scheduled),
        "parties": [{"id": p.id, "name": p.name, "phase": pair(f"phase.{p.phase}")} for p in notice.parties],
    }


def rules(service: Service, session: Session, page: int) -> Scene:
    """The rule sheet in words, made from what is executed."""
    pages = rule_pages(service.frozen(), screen.load(session))
    lines = [{"kind": kind, "words": words} for kind, words in pages[page]]
    return {"lines": lines, "page": page + 1, "pages": len(pages)}


def pool(service: Service, session: Session, page: int) -> Scene:
    """The list is sealed: counts beside the declared ones, and the notice hash whole."""
    frozen = service.frozen()
    room = screen.load(session).room
    rows, most = pool_rows(frozen), rows_of(room)
    outcomes = list(session.state.objections.values())
    return {
        "form": counted(frozen.rules, frozen.notice.applicants),
        "things": sum(things(draw) for draw in frozen.rules.draws),
        "rows": rows[page * most : (page + 1) * most],
        "page": page + 1,
        "pages": pool_pages(frozen, room),
        "children": frozen.notice.applicants,
        "units": frozen.notice.units,
        "bundles": len(frozen.pool.bundles()),
        "places": sum(s.places for s in frozen.rules.schools),
        "objections": [len(outcomes), outcomes.count("accepted"), outcomes.count("rejected")],
        "version": frozen.notice.version,
        "code": code(session.state.notice_hash),
    }


def _party(party: Party, **more: object) -> Scene:
    return {"id": party.id, "name": party.name, "phase": pair(f"phase.{party.phase}"), **more}


def board(service: Service, session: Session, page: int) -> Scene:
    """A row a party with its whole commitment; the board's hash once it is closed."""
    state = session.state
    closed = bool(state.board_hash)
    rows = []
    for party in state.the_notice().parties:
        value = state.commitments.get(party.id, "")
        rows.append(_party(party, value=value, mark="done" if value else "absent" if closed else "wait"))
    return {"rows": rows, "count": len(state.commitments), "code": code(state.board_hash) if closed else None}


def reveals(service: Service, session: Session, page: int) -> Scene:
    """Each open party's secret against its line on the board; the rest of the running time; the absent in words."""
    state = session.state
    closed = bool(state.reveal_closed_at)
    rows = []
    for party in state.the_notice().open_parties():
        mark = "done" if party.id in state.reveals else "wait"
        if party.id not in state.commitments:
            mark = "never"
        elif closed and mark == "wait":
            mark = "absent"
        late = party.id in state.late
        rows.append(_party(party, value=state.reveals.get(party.id, ""), mark=mark, late=late))
    ticking = state.stage is Stage.REVEAL and not state.paused
    left = session.seconds_left() if state.stage is Stage.REVEAL else 0
    return {
        "rows": rows,
        "count": len(state.reveals),
        "closed": closed,
        "left": left,
        "ticking": ticking and not session.ambient.test,
        "code": _transcript(session, "reveal-close"),
    }


def _transcript(session: Session, kind: str) -> dict[str, str] | None:
    """The hash of the transcript so far, as the minutes of that step say it."""
    found = [str(line.body["transcript"]) for line in session.lines if line.kind == kind]
    return code(found[-1]) if found else None


def throw(service: Service, session: Session, page: int) -> Scene:
    """The digits that both typists agree on, large, nothing of what one of them typed alone; before them, who stayed away."""
    state = session.state
    spec = dice.parse(state.the_notice().dice)
    last = session.lines[-1]
    return {
        "kind": pair(f"dice.{spec.kind}") if spec else None,
        "absent": [_party(party) for party in state.the_notice().open_parties() if party.id not in state.reveals],
        "values": list(state.dice_values),
        "count": spec.count if spec else 0,
        "width": spec.width if spec else 1,
        "confirmed": state.dice_confirmed,
        "mismatch": int(last.body["index"]) if last.kind == "dice-mismatch" else 0,
        "code": _transcript(session, "dice"),
    }


def beacon(service: Service, session: Session, page: int) -> Scene:
    """The round that the notice fixed, and its signature once it is recorded."""
    fixed = session.state.the_notice().beacon
    at = fixed.time() if fixed else None
    return {
        "chain": fixed.chain if fixed else "",
        "round": fixed.round if fixed else 0,
        "at": stamp(at) if at is not None else "",
        "signature": session.state.beacon_signature,
        "code": _transcript(session, "beacon"),
    }


def envelopes(service: Service, session: Session, page: int) -> Scene:
    """Each sealed party's commitment and whether its paper opens it; no paper's content."""
    state = session.state
    rows = []
    for party in state.the_notice().sealed_parties():
        mark = "done" if party.id in state.opened else "wrong" if party.id in state.mismatched else "wait"
        rows.append(_party(party, value=state.commitments[party.id], mark=mark))
    return {"rows": rows, "open": state.stage is not Stage.ENVELOPES, "count": len(state.opened)}


def seeded(service: Service, session: Session, page: int) -> Scene:
    """The seed: the hash of seed.txt, and what it is made of."""
    notice = session.state.the_notice()
    return {
        "code": code(session.state.seed),
        "dice": notice.dice != "none",
        "beacon": notice.beacon is not None,
        "signed": session.sealed(),
    }


def result(service: Service, session: Session, page: int) -> Scene:
    """The result hash, before any name."""
    signed = session.store.file(session.attempt, "statement.txt")
    return {"code": code(statement.result_hash(signed)), "statement": code(digest(signed))}


def show(service: Service, session: Session, page: int) -> Scene:
    """One frame of the signed record."""
    record = service.show()
    if record is None:
        return {}
    content = record.page(page - 1)
    if content["kind"] == "final":
        content |= result(service, session, 0)
    return content


def void(service: Service, session: Session, page: int) -> Scene:
    """Why there is no result, and the hash of the certificate."""
    state = session.state
    cause = "cause" if state.void_reason == "PAPER_MISMATCH" else "blind"
    return {"reason": pair(f"void.{state.void_reason}"), "cause": pair(f"void.{cause}"), "code": code(state.void_hash)}


SCENES: Mapping[str, Any] = {
    "title": title,
    "rules": rules,
    "pool": pool,
    "board": board,
    "reveals": reveals,
    "dice": throw,
    "beacon": beacon,
    "envelopes": envelopes,
    "seed": seeded,
    "result": result,
    "show": show,
    "void": void,
    **EXTRAS,
}
