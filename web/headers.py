"""The strict headers of every answer of both sides: everything local, nothing inline, nothing framed by strangers."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # the public side has no Flask and asks for the words alone
    from flask import Response

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
# The desk shows the projector page in a small frame; with default-src 'none' that needs its own word.
DESK_POLICY: Final = f"{POLICY}; frame-src 'self'"


def words(policy: str, referrer: str) -> tuple[tuple[str, str], ...]:
    """The headers that every answer carries."""
    return (
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", referrer),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )


def strict(response: "Response", policy: str, referrer: str) -> "Response":
    """Put the strict headers on an answer; pages are never stored."""
    for name, value in words(policy, referrer):
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    return response
