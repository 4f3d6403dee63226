"""The projector page and its events: read only, open to everybody who reaches the ceremony side."""

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, render_template, request, send_from_directory, session
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from web.access import Who, allow, logged_in
from web.catalogue import hall_words
from web.config import Config
from web.feed import TooMany

STATIC: Final = Path(__file__).parent / "static"
_AGAIN_SECONDS: Final = 5


def _inert(value: bytes) -> Markup:
    """JSON as the content of a script element that is never run: no "<" that could end it."""
    return Markup(value.decode().replace("<", "\\u003c"))


def _number(text: str | None) -> int:
    """A non-negative integer of the query or a header; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def blueprint(config: Config) -> Blueprint:
    """The routes of the hall."""
    hall = Blueprint("hall", __name__)
    feed = config.feed
    config.service.public_url = config.public_url  # the last scene shows it, as the state of every projector

    @hall.get("/hall")
    @allow(Who.HALL)
    def page() -> str:
        """The projector page; with ?control=1 from a browser that is logged in at the desk, its keys turn the pages."""
        token = ""
        if request.args.get("control") == "1" and logged_in(config):
            token = config.logins.token(session.get("login"))
        facts = {"words": hall_words(), "public": config.public_url, "font": config.service.fonts.faces.public}
        return render_template("hall.html", state=_inert(feed.moment.state), facts=facts, token=token)

    @hall.get("/events")
    @allow(Who.HALL)
    def events() -> ResponseReturnValue:
        """The stream: missed lines after Last-Event-ID (or ?since=), the state, then everything as it happens."""
        since = _number(request.headers.get("Last-Event-ID") or request.args.get("since"))
        attempt = _number(request.args.get("attempt"))
        gone = request.environ.get("waitress.client_disconnected", lambda: False)
        try:
            stream = feed.listen(since, attempt, gone, shows=request.args.get("as") == "hall")
        except TooMany:
            return Response("too many\n", 503, {"Retry-After": str(_AGAIN_SECONDS)}, content_type="text/plain")
        # Headers first, and nothing of the request inside the generator.
        head = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(stream, 200, head, content_type="text/event-stream; charset=utf-8")

    @hall.get("/state.json")
    @allow(Who.HALL)
    def state() -> ResponseReturnValue:
        """The same state for a page without a stream; 204 while nothing changed since ?since= and ?v=."""
        moment = feed.moment
        unchanged = request.args.get("v") == f"{feed.boot}.{moment.version}"
        if unchanged and request.args.get("since") == str(moment.n):
            return "", 204
        return Response(moment.state, content_type="application/json")

    @hall.get("/fonts.css")
    @allow(Who.HALL)
    def fonts() -> Response:
        """The faces that are ready now; for people who work the ceremony also that of whole names."""
        sheet = config.service.fonts.style(staff=logged_in(config))
        return Response(sheet, 200, {"Cache-Control": "no-store"}, content_type="text/css; charset=utf-8")

    @hall.get("/font/<name>.woff")
    @allow(Who.HALL)
    def font(name: str) -> Response:
        """One face; its name is the hash of what it was made from, so it may be kept."""
        data = config.service.fonts.file(name, staff=logged_in(config))
        if not data:
            abort(404)
        return Response(data, 200, {"Cache-Control": "private, max-age=86400"}, content_type="font/woff")

    @hall.get("/static/<path:name>")
    @allow(Who.HALL)
    def static(name: str) -> Response:
        """Scripts, styles and the seal, all local."""
        answer = send_from_directory(STATIC, name, max_age=0)
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    return hall
