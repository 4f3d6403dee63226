"""What a request of the ceremony side must carry: a known Host; where something is done, Origin and form token."""

import hmac
from typing import Final

from flask import Flask, Response, abort, request, session

from web.config import Config
from web.headers import DESK_POLICY, POLICY, strict

# There is no login yet whose token these could carry; what a second machine reports comes from a program under its pairing
# code, which no browser of a logged-in person carries along.
NO_TOKEN: Final = frozenset({"door.enter", "door.accept", "witness.enter", "second.report"})

_FORMS: Final = frozenset({"desk", "door", "setup", "floor", "screen", "witness", "second", "lookup"})  # pages that post


def _name(host: str) -> str:
    """The host name of a Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def install(app: Flask, config: Config) -> None:
    """Check Host always, Origin and form token where something is done."""

    @app.before_request
    def check() -> None:
        if _name(request.headers.get("Host", "")).lower() not in config.hosts:
            abort(421)
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if request.headers.get("Origin") != f"http://{request.headers['Host']}":
            abort(403)
        if request.endpoint in NO_TOKEN:
            return
        token = config.logins.token(session.get("login"))
        given = request.form.get("token", "")
        if not token or not hmac.compare_digest(given.encode(), token.encode()):
            abort(403)

    @app.after_request
    def say(response: Response) -> Response:
        desk = (request.endpoint or "").partition(".")[0] in _FORMS
        # With no-referrer a browser sends "Origin: null" for a form, and the Origin check could not tell who posts.
        return strict(response, DESK_POLICY if desk else POLICY, "same-origin" if desk else "no-referrer")
