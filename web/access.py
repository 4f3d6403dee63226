"""Default deny: every route says who may use it, and a route that does not say it stops the start-up."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, redirect, request, session
from werkzeug.wrappers import Response

from web.config import Config

F = TypeVar("F", bound=Callable[..., Any])
_MARK = "_access"


class Who(StrEnum):
    """HALL: everybody who reaches the ceremony side. DESK: a login with the desk code."""

    HALL = "hall"
    DESK = "desk"


class UnmarkedRoute(RuntimeError):
    """A route without an access mark: a fault of the program, found at start-up."""


def allow(who: Who) -> Callable[[F], F]:
    """Mark a view with who may use it."""

    def mark(view: F) -> F:
        setattr(view, _MARK, who)
        return view

    return mark


def marks(app: Flask) -> dict[str, Who]:
    """Endpoint -> mark. Raises UnmarkedRoute naming every route that has none."""
    found = {name: getattr(view, _MARK, None) for name, view in app.view_functions.items()}
    bare = sorted(name for name, who in found.items() if who is None)
    if bare:
        raise UnmarkedRoute(f"routes without an access mark: {' '.join(bare)}")
    return {name: who for name, who in found.items() if who is not None}


def logged_in(config: Config) -> bool:
    """True if the request carries a login of the desk."""
    return bool(config.desk.token(session.get("login")))


def install(app: Flask, config: Config) -> None:
    """Check the marks now and enforce them before every request."""
    table = marks(app)

    @app.before_request
    def enforce() -> Response | None:
        if request.endpoint is None:
            return None  # no such route: the 404 page
        if table.get(request.endpoint) is Who.HALL or logged_in(config):
            return None
        if request.method == "GET":
            return redirect("/login", code=303)
        abort(403)
