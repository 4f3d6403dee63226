"""What every request must carry and every answer says: Host, Origin, form token; strict headers, nothing inline."""

import hmac
from typing import Final

from flask import Flask, Response, abort, request, session

from web.config import Config

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
# The desk shows the projector page in a small frame; with default-src 'none' that needs its own word.
DESK_POLICY: Final = f"{POLICY}; frame-src 'self'"
NO_TOKEN: Final = frozenset({"desk.enter"})  # there is no login yet whose token it could carry


def headers(response: Response, policy: str, referrer: str) -> Response:
    """Put the strict headers on an answer."""
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = referrer
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


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
        token = config.desk.token(session.get("login"))
        given = request.form.get("token", "")
        if not token or not hmac.compare_digest(given.encode(), token.encode()):
            abort(403)

    @app.after_request
    def say(response: Response) -> Response:
        desk = (request.endpoint or "").startswith("desk.")
        # With no-referrer a browser sends "Origin: null" for a form, and the Origin check could not tell who posts.
        return headers(response, DESK_POLICY if desk else POLICY, "same-origin" if desk else "no-referrer")
