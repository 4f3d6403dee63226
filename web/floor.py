"""What the desk does beside the ceremony: ticks, papers to print and to sign, the result sheet. Nothing here is an act."""

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from flask import Blueprint, Response, redirect, render_template, request, send_file, session
from flask.typing import ResponseReturnValue

from draw.edges.people import Role
from draw.errors import DrawError, StepRefused
from draw.hashing import read_aloud
from draw.ledger import PERSON_KINDS
from draw.words import pair, say
from web import floor_sheets, floor_steps, pending
from web.access import Who, allow
from web.config import Config
from web.floor_acts import PAPER, paper_of
from web.floor_sheets import Sheets

_BLANK_LINES: Final = 6  # on the recusal sheet, for people nobody counted on
_LEAST_LINES: Final = 12
_ENDINGS: Final = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}


def blueprint(config: Config, sheets: Sheets) -> Blueprint:
    """The routes of the floor."""
    floor = Blueprint("floor", __name__)
    service = config.service

    def refused(error: DrawError, status: int = 422) -> ResponseReturnValue:
        return render_template("floor_refused.html", error=str(error)), status

    @floor.post("/floor/tick")
    @allow(Who.OPERATOR)
    def tick() -> ResponseReturnValue:
        """Tick a step of the checklist that no ledger line tells of, or take the tick away."""
        try:
            with service.reading() as held:
                floor_steps.tick(held, request.form.get("step", ""), request.form.get("on") == "1")
        except DrawError as error:
            return refused(error)
        finally:
            config.feed.poke()
        return redirect("/", 303)

    @floor.get("/floor/recusal")
    @allow(Who.STAFF)
    def recusal() -> ResponseReturnValue:
        """The recusal statements on paper: a line a person, printed before the day and signed in the hall (R45)."""
        with service.reading() as held:
            notice = held.state.notice
            lines = [(pair(f"person.{one.kind}"), one.name) for one in held.signed_in()] if notice is not None else []
            if not lines:
                lines = _expected(held.state.the_hall().present if notice is not None else {}, config)
            facts = {
                "title": notice.title if notice else "",
                "session_id": service.session_id(),
                "attempt": held.attempt,
            }
        blank = max(_BLANK_LINES, _LEAST_LINES - len(lines))
        return render_template("floor_recusal.html", lines=lines, blank=blank, **facts)

    @floor.get("/floor/board")
    @allow(Who.STAFF)
    def board() -> ResponseReturnValue:
        """The closed board on paper, for everybody's signature (protocol step 1)."""
        with service.reading() as held:
            state, notice = held.state, held.state.notice
            if notice is None or not state.board_hash:
                return refused(StepRefused(say("floor.not_yet")), 404)
            rows = [(p, state.commitments.get(p.id, "")) for p in notice.parties]
            return render_template(
                "floor_board.html",
                rows=rows,
                title=notice.title,
                session_id=notice.session,
                attempt=notice.attempt,
                notice_hash=state.notice_hash,
                hash=state.board_hash,
                aloud=read_aloud(state.board_hash),
            )

    @floor.get("/floor/ruling/<int:number>")
    @allow(Who.OPERATOR, Who.NOTARY, Who.DISCIPLINE)
    def ruling(number: int) -> ResponseReturnValue:
        """The paper that was attached to a ruling."""
        with service.reading() as held:
            file = paper_of(held, number).file
            data = held.store.get(file) if file and 0 < number <= held.state.rulings else b""
        return _attachment(data, f"ruling-{number}") if data else refused(StepRefused(say("floor.paper_missing")), 404)

    @floor.get("/floor/pending")
    @allow(Who.OPERATOR, Who.NOTARY)
    def proposed() -> ResponseReturnValue:
        """The paper that is attached to what waits for the second person."""
        with service.reading() as held:
            found = pending.waiting(held)
            file = found.form.get(PAPER, "") if found is not None else ""
            data = held.store.get(file) if file else b""
        return _attachment(data, "ruling") if data else refused(StepRefused(say("floor.paper_missing")), 404)

    @floor.post("/floor/sheets")
    @allow(Who.OPERATOR)
    def write() -> ResponseReturnValue:
        """Write the result sheet, or every public document that is ready, beside whatever goes on."""
        every = request.form.get("what") == "papers"
        try:
            sheets.begin(every=every)
        except DrawError as error:
            return refused(error)
        session["done"] = pair("floor.papers_begun") if every else pair("floor.sheet_begun")
        return redirect("/", 303)

    @floor.get("/floor/sheets/<name>")
    @allow(Who.STAFF)
    def sheet(name: str) -> ResponseReturnValue:
        """A finished sheet. It holds masked names only, but it is not public before the bureau publishes it."""
        try:
            with service.reading() as held:
                path = floor_sheets.path_of(held, name)
        except DrawError as error:
            return refused(error, 404)
        return _never_kept(send_file(path, as_attachment=True, download_name=name))

    return floor


def _attachment(data: bytes, name: str) -> ResponseReturnValue:
    """Bytes that somebody uploaded: never shown by the browser as a page of ours."""
    ending = next((end for start, end in _ENDINGS.items() if data.startswith(start)), ".bin")
    kind = "application/octet-stream"
    return _never_kept(send_file(BytesIO(data), mimetype=kind, as_attachment=True, download_name=f"{name}{ending}"))


def _never_kept(answer: Response) -> Response:
    """A file that no browser or proxy may keep a copy of."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _expected(present: Mapping[str, int], config: Config) -> list[tuple[tuple[str, str], str]]:
    """A line for everybody who has to come: account holders by name, the others by kind."""
    needed = {"OPERATOR": 1, "CHECKER": 1} | dict(present)
    named = {str(role).upper(): [a.name for a in config.people.of(role)] for role in Role if role is not Role.WITNESS}
    lines = []
    for kind in PERSON_KINDS:
        names = named.get(kind, [])
        names = names + [""] * max(0, needed.get(kind, 0) - len(names))
        lines += [(pair(f"person.{kind}"), name) for name in names]
    return lines
