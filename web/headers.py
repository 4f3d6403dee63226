"""The strict headers of every answer of both sides: everything local, nothing inline, nothing framed by strangers."""

from typing import Final

from flask import Response

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
# The desk shows the projector page in a small frame; with default-src 'none' that needs its own word.
DESK_POLICY: Final = f"{POLICY}; frame-src 'self'"


def strict(response: Response, policy: str, referrer: str) -> Response:
    """Put the strict headers on an answer; pages are never stored."""
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = referrer
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
