"""The witness stations: the operator's cards, each station's page, and what it may read and record; and the envelope page.

A station comes in by the code of its link, which stands behind the # of the address and so in no request line. Its secret is made
in its own browser; only the commitment is sent, and the secret itself once the reveals are open (protocol steps 1 to 3).
"""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, abort, render_template, request, session
from flask.typing import ResponseReturnValue

from draw.edges.ambient import stamp
from draw.edges.people import Role
from draw.encoding import OPEN, matches
from draw.errors import AlreadyDone, DrawError, StepRefused, StoreError
from draw.hashing import digest, read_aloud
from draw.notice import Party
from draw.sheets.qr import QUIET, runs
from draw.words import WORDS, say
from web import standalone
from web.access import Who, allow, current
from web.config import Config
from web.login import Login
from web.witness_state import build

_BUSY_SECONDS: Final = 0.5  # how long a look may wait for the ceremony; a long act must not gather the server's threads
_LOCAL: Final = re.compile(r"(?:127\.[0-9.]+|localhost|\[::1\])(?::[0-9]+)?")


def words() -> dict[str, tuple[str, str]]:
    """Key -> (Chinese, English) of everything that the station's script says."""
    return {
        key: both
        for key, both in WORDS.items()
        if key.startswith(("station.", "hall.rehearsal", "people.station_wrong"))
    }


def qr_path(text: str) -> tuple[int, str]:
    """(modules a side with the quiet zone, the black modules as the path of an SVG) of a QR code."""
    size, found = runs(text.encode())
    path = "".join(f"M{x + QUIET} {y + QUIET}h{n}v1h-{n}z" for x, y, n in found)
    return size + 2 * QUIET, path


def blueprint(config: Config) -> Blueprint:
    """The routes of the witnesses."""
    witness = Blueprint("witness", __name__)
    service, people, logins = config.service, config.people, config.logins

    def parties() -> tuple[Party, ...]:
        with service.reading(fresh=False) as held:
            return held.state.notice.open_parties() if held.state.notice else ()

    def own(party: str) -> Login:
        """The login of this station. Anybody else's party is forbidden."""
        here = current(config)
        if here is None or here.role is not Role.WITNESS or here.party != party:
            abort(403)
        return here

    def title() -> dict[str, Any]:
        with service.reading(fresh=False) as held:
            notice, value = held.state.notice, held.state.notice_hash
            if notice is None:
                return {"notice": None}
            return {"notice": notice, "notice_hash": value, "aloud": read_aloud(value)}

    # -- the operator's side --------------------------------------------------------------------------------------------

    def stations_page(error: str = "", status: int = 200) -> ResponseReturnValue:
        here, made = current(config), people.stations()
        with service.reading(fresh=False) as held:
            state = held.state
            rows = [
                {
                    "id": p.id,
                    "name": p.name,
                    "made": stamp(made[p.id])[5:16].replace("T", " ") if p.id in made else "",
                    "committed": p.id in state.commitments,
                    "revealed": p.id in state.reveals,
                }
                for p in (state.notice.open_parties() if state.notice else ())
            ]
        kit = standalone.envelope()
        return render_template(
            "witness_stations.html",
            rows=rows,
            error=error,
            token=here.token if here else "",
            local=_LOCAL.fullmatch(request.host) is not None,
            kit={"hash": digest(kit), "aloud": read_aloud(digest(kit)), "size": len(kit)},
            **title(),
        ), status

    @witness.get("/stations")
    @allow(Who.OPERATOR)
    def stations() -> ResponseReturnValue:
        """Every open party with its link, and the file for the sealed ones."""
        return stations_page()

    @witness.post("/stations/<party>/link")
    @allow(Who.OPERATOR)
    def link(party: str) -> ResponseReturnValue:
        """A new link as a card, shown once; an earlier one and whoever came in by it are out."""
        found = next((p for p in parties() if p.id == party), None)
        if found is None:
            abort(404)
        if party in people.stations() and request.form.get("confirm", "").strip().upper() != party:
            return stations_page(say("station.link_confirm", party=party), 422)
        code = people.station(party)
        logins.end(f"w-{party}")
        address = f"{request.host_url}w/{party}"
        size, path = qr_path(f"{address}#{code}")
        facts = {"party": found, "address": address, "code": code, "qr": {"size": size, "path": path}}
        return render_template("witness_card.html", **facts, **title())

    @witness.get("/stations/paper")
    @allow(Who.OPERATOR)
    def paper() -> str:
        """Blank cards for those who bring their own secret; its commitment is typed at the desk."""
        return render_template("witness_paper.html", parties=parties(), **title())

    @witness.get("/kit/envelope.html")
    @allow(Who.HALL)
    def envelope() -> Response:
        """The page for sealed parties, to be kept and opened offline on a machine of theirs."""
        head = {"Content-Disposition": 'attachment; filename="envelope.html"'}
        return Response(standalone.envelope(), 200, head, content_type="text/html; charset=utf-8")

    # -- a station ------------------------------------------------------------------------------------------------------

    @witness.get("/w/<party>")
    @allow(Who.HALL)
    def page(party: str) -> str:
        """The page of a station: nothing of the session is in it before its script has come in."""
        if not matches(OPEN, party):
            abort(404)
        return render_template("witness.html", party=party, words=words())

    @witness.post("/w/<party>/enter")
    @allow(Who.HALL)
    def enter(party: str) -> ResponseReturnValue:
        """Come in by the link's code. A browser of the desk's does not change sides unasked."""
        try:
            proven = people.enter_station(party, request.form.get("code", ""))
        except StepRefused as refused:
            return {"error": str(refused)}, 403
        here = current(config)
        if here is not None and here.role is not Role.WITNESS and request.form.get("leave") != "1":
            return {"staff": True}, 409
        logins.leave(session.get("login"))
        session.clear()
        session["login"] = key = logins.open(proven)
        return {"token": logins.token(key)}

    @witness.get("/w/<party>/state")
    @allow(Who.WITNESS)
    def state(party: str) -> ResponseReturnValue:
        """The station's state; 204 while nothing happened since ?v=, 503 while a long act is under way."""
        own(party)
        if not service.lock.acquire(timeout=_BUSY_SECONDS):
            return "", 503
        try:
            found = build(service, config.feed.boot, party)
        finally:
            service.lock.release()
        if found.v == request.args.get("v") and not found.ticking:
            return "", 204
        return asdict(found)

    def act(name: str, party: str, form: Mapping[str, str]) -> ResponseReturnValue:
        """Record it; what is recorded already is as good as done."""
        here = own(party)
        try:
            service.act(name, {**form, "party": party}, here)
        except AlreadyDone:
            pass
        except DrawError as refused:
            return {"error": str(refused)}, 503 if isinstance(refused, StoreError) else 422
        config.feed.poke()  # only now: a refused form, however often it is sent, moves no page
        with service.reading(fresh=False) as held:
            return {"late": party in held.state.late}

    @witness.post("/w/<party>/commit")
    @allow(Who.WITNESS)
    def commit(party: str) -> ResponseReturnValue:
        """The party's commitment; the secret stays where it was made."""
        return act("commit", party, {key: request.form.get(key, "") for key in ("notice", "commitment")})

    @witness.post("/w/<party>/reveal")
    @allow(Who.WITNESS)
    def reveal(party: str) -> ResponseReturnValue:
        """The party's secret, while the reveals are open; after the deadline for the minutes only."""
        return act("reveal", party, {key: request.form.get(key, "") for key in ("notice", "secret")})

    return witness
