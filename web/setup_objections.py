"""Objections: the operator takes a paper in, the notary decides; the paper stays between the two (SPEC §9)."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from draw.appeals import shown
from draw.edges import objecting
from draw.errors import DrawError, StepRefused
from web import setup_steps
from web.access import Who, allow
from web.setup_desk import SetupDesk, message_of, plain_form, status_of, upload


def typed(text: str) -> bytes:
    """A typed paper as bytes: lines with LF, one at the end."""
    return ("\n".join(line.rstrip() for line in text.splitlines()).strip() + "\n").encode() if text.strip() else b""


def routes(setup: Blueprint, desk: SetupDesk) -> None:
    """The routes of objections."""
    service = desk.service

    def page(*, error: str = "", status: int = 200, text: str = "") -> Response:
        with service.reading() as here:
            papers = objecting.objections(here)
            told = {one.number: shown(here.store.get(one.paper)) for one in papers if one.paper}
        return desk.page(
            "setup_objections.html",
            error=error,
            status=status,
            objections=papers,
            papers=told,
            text=text,
            f=setup_steps.read(desk),
            most=objecting.MOST >> 20,
        )

    @setup.get("/setup/objections")
    @allow(Who.OPERATOR, Who.NOTARY)
    def objections() -> ResponseReturnValue:
        """Every objection of this attempt with its paper and its outcome."""
        return page()

    @setup.post("/setup/objections")
    @allow(Who.OPERATOR)
    def object() -> ResponseReturnValue:
        """Take in an objection, as a file or typed."""
        form = plain_form()
        text = form.pop("text", "")
        try:
            given = request.files.get("file")
            data = upload(objecting.MOST)[0] if given is not None and given.filename else typed(text)
            with service.reading() as here:
                here.state.the_notice()
                form["paper"] = objecting.keep_paper(here, data)
            return desk.tell(desk.act("object", form), "/setup/objections")
        except DrawError as refused:
            return page(error=message_of(refused), status=status_of(refused), text=text)

    @setup.post("/setup/objections/<int:number>")
    @allow(Who.NOTARY)
    def decide(number: int) -> ResponseReturnValue:
        """The notary's outcome, confirmed by the session id."""
        try:
            return desk.tell(desk.act("object-decide", plain_form() | {"number": str(number)}), "/setup/objections")
        except DrawError as refused:
            return page(error=message_of(refused), status=status_of(refused))

    @setup.get("/setup/objections/<int:number>/paper")
    @allow(Who.OPERATOR, Who.NOTARY)
    def paper(number: int) -> ResponseReturnValue:
        """The paper as it came, to save; it is never shown as anything a browser would run."""
        try:
            with service.reading() as here:
                data = objecting.paper_of(here, number)
        except StepRefused as refused:
            return page(error=str(refused), status=404)
        head = {"Content-Disposition": f'attachment; filename="objection-{number}.bin"'}
        return Response(data, headers=head, content_type="application/octet-stream")
