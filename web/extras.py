"""Scenes beside the protocol: who is there, the notary's checks, a row looked up, two machines, incidents, the way to verify.

Each shows what the record holds, or looks something up in it for display only; no scene decides or records anything.
"""

from collections.abc import Mapping
from typing import Any, Final

import qrcode  # type: ignore[import-untyped]

from draw import statement
from draw.attendance import POSTS
from draw.ceremony import Stage
from draw.edges.session import Session
from draw.hashing import digest
from draw.ledger import CHECK_ITEMS, PERSON_KINDS
from draw.notice import Mode
from draw.rules import NONE, Attribute, Rules
from draw.words import pair, say
from web import legibility, order, screen
from web.codes import code
from web.handbook import CARDS
from web.kinds import withheld
from web.service import Service

Scene = dict[str, Any]
_CARD_METRES: Final = (5, 10, 15, 20, 25, 30, 40)
_CARD_TIMES: Final = (4, 6, 8, 10)  # heights of the picture, where it is not measured
_CARD_SIZES: Final = (1.6, 9.0)  # % of the height: smaller is no type for a hall, larger fills the card
_BEFORE_BOARD: Final = (Stage.START, Stage.OBJECTIONS, Stage.COMMIT)


def cast(service: Service, session: Session, page: int) -> Scene:
    """Kinds of people with how many have signed in and how many must; never a name (R45, R46)."""
    state = session.state
    hall, live = state.the_hall(), state.the_notice().mode is Mode.LIVE
    needed = dict.fromkeys(POSTS, 1) | dict(hall.present)
    there: dict[str, set[str]] = {}
    for _, kind, person in state.signed_in:
        there.setdefault(kind, set()).add(person)
    rows = [
        {"kind": pair(f"person.{kind}"), "there": len(there.get(kind, ())), "needed": needed.get(kind, 0)}
        for kind in PERSON_KINDS
        if kind in needed or kind in there
    ]
    missing = sum(state.missing_people().values())
    return {"rows": rows, "missing": missing, "live": live, "accepted": state.missing_accepted}


def checks(service: Service, session: Session, page: int) -> Scene:
    """The three things that the notary checks, each with when; the program's hash, to be read out."""
    times = {line.body["item"]: line.time for line in session.lines if line.kind == "check"}
    done = session.state.checks
    rows = [{"item": pair(f"check.{i}"), "at": times[i][11:19] if i in done else ""} for i in CHECK_ITEMS]
    return {"rows": rows, "code": code(session.state.the_notice().program)}


def spot(service: Service, session: Session, page: int) -> Scene:
    """The frozen row of one code: masked name if the rule sheet shows names, and the columns that pool.csv makes public."""
    frozen, spots = service.frozen(), session.state.spots
    wanted = service.display.spot or spots[-1]
    pool, rules = frozen.pool, frozen.rules
    line = list(pool.applicants).index(wanted)
    unit = pool.units[line]
    hidden = withheld(rules)
    columns = [
        [a.label, say("show.withheld") if a.name in hidden else _said(rules, a, pool.attributes[a.name][line])]
        for a in rules.attributes
    ]
    return {
        "code": wanted,
        "name": service.masked().get(wanted, ""),
        "columns": columns,
        "unit": unit,
        "mates": [pool.applicants[n] for n in pool.members[unit] if n != line],
        "seal": pool.seals[line],
        "number": spots.index(wanted) + 1 if wanted in spots else 0,
    }


def _said(rules: Rules, attribute: Attribute, value: str) -> str:
    """A public value in the rule sheet's own words."""
    if value == NONE and attribute.kind in ("preferences", "codes"):
        return "–"
    if attribute.kind in ("schools", "preferences"):
        return rules.school(value).name
    return next((v.label for v in attribute.values if v.code == value), value)


def second(service: Service, session: Session, page: int) -> Scene:
    """The result hash of this machine beside that of every second one, with the programs that computed them."""
    signed = session.store.file(session.attempt, "statement.txt")
    reports = order.reports(session)
    # The two values side by side are of one kind; a report about any other step still counts for or against agreement.
    last = {str(report.machine): report for report in reports if str(report.step) == "result" or not report.agrees}
    rows = [
        {
            "machine": m,
            "program": str(r.program),
            "code": code(str(r.value)),
            "step": str(r.step),
            "agrees": bool(r.agrees),
        }
        for m, r in last.items()
    ]
    return {
        "code": code(statement.result_hash(signed)),
        "program": session.state.the_notice().program,
        "rows": rows,
        "agree": all(bool(report.agrees) for report in reports),
    }


def lookup(service: Service, session: Session, page: int) -> Scene:
    """Codes called by parents after the show: what the signed record says of each."""
    show = service.show()
    return {"rows": [show.look_up(c) for c in service.display.lookups] if show is not None else []}


def verify(service: Service, session: Session, page: int) -> Scene:
    """Where anybody can check it: the address as QR code and in words, and the staffed desk for who has no phone."""
    settings, url = screen.load(session), service.public_url
    local = any(f"//{host}" in url for host in ("127.", "localhost", "[::1]"))
    signed = session.store.file(session.attempt, "statement.txt")
    return {
        "url": "" if local else url,
        "qr": [] if local or not url else bits(url),
        "wifi": settings.wifi,
        "desk": settings.help_desk,
        "statement": code(digest(signed)),
    }


def bits(text: str) -> list[str]:
    """A QR code as rows of "0" and "1", without its quiet zone."""
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    made.add_data(text)
    made.make()
    return ["".join("1" if dark else "0" for dark in row) for row in made.get_matrix()]


def incident(service: Service, session: Session, page: int) -> Scene:
    """What has happened, since when, what cannot be affected, who decides: a ruled pause, or the card chosen at the desk (R47)."""
    state, display = session.state, service.display
    chosen = next((card for card in CARDS if card.key == display.card), None)
    ruling = order.pausing(session)
    since = ruling.time if ruling is not None else display.card_since
    hall, what = state.hall, pair("incident.what")
    if ruling is not None:
        why = pair(f"ruling.{ruling.body['reason']}")
        what = pair("incident.why", zh=why[0], en=why[1])
    return {
        "title": chosen.title if chosen else pair(f"incident.{state.paused or 'CARD'}"),
        "what": chosen.hall if chosen else what,
        "since": since[11:19],
        "paused": bool(state.paused),
        "ruling": ruling.body["number"] if ruling is not None else 0,
        "guarantee": chosen.guarantee if chosen else pair(f"guarantee.{_reached(state.stage, state.seed)}"),
        "decides": chosen.decides if chosen else None,
        "group": {"group": hall.group, "quorum": hall.quorum} if hall is not None else None,
    }


def _reached(stage: Stage, seed: str) -> str:
    """What stands fast by now, whatever happens."""
    if seed:
        return "seed"
    return "list" if stage in _BEFORE_BOARD else "board"


def card(service: Service, session: Session, page: int) -> Scene:
    """Lines of type at real sizes, each with the distance from which it can be read: for a look from the last row."""
    settings = screen.load(session)
    height, (smallest, largest) = settings.height_cm, _CARD_SIZES
    furthest = -(-settings.furthest_cm // 100)
    steps = sorted({*_CARD_METRES, *([furthest] if furthest else [])}) if height else _CARD_TIMES
    lines = []
    for step in steps:
        size = legibility.least(height, 100 * step) if height else legibility.least(100, 100 * step)
        if smallest <= size <= largest:
            lines.append({"size": round(size, 2), "at": step, "asked": bool(height) and step == furthest})
    return {"lines": lines[::-1], "height": height}


EXTRAS: Mapping[str, Any] = {
    "cast": cast,
    "checks": checks,
    "spot": spot,
    "second": second,
    "lookup": lookup,
    "verify": verify,
    "incident": incident,
    "card": card,
}
