"""Default deny: every route says who may use it, and a route that does not say it stops the start-up (R45)."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, TypeVar

from flask import Flask, abort, redirect, request, session
from werkzeug.wrappers import Response

from draw.edges.people import Role
from web.config import Config
from web.login import Login

F = TypeVar("F", bound=Callable[..., Any])
_MARK = "_access"


class Who(StrEnum):
    """HALL: everybody who reaches the ceremony side. STAFF: any person who works the ceremony. The others: one role."""

    HALL = "hall"
    STAFF = "staff"
    OPERATOR = "operator"
    CHECKER = "checker"
    NOTARY = "notary"
    DISCIPLINE = "discipline"
    HOST = "host"
    WITNESS = "witness"


# What a locked station may still do: unlock itself or leave.
_WHILE_LOCKED: Final = frozenset({"door.locked", "door.unlock", "door.leave"})


class UnmarkedRoute(RuntimeError):
    """A route without an access mark: a fault of the program, found at start-up."""


def allow(*who: Who) -> Callable[[F], F]:
    """Mark a view with who may use it."""

    def mark(view: F) -> F:
        setattr(view, _MARK, frozenset(who))
        return view

    return mark


def marks(app: Flask) -> dict[str, frozenset[Who]]:
    """Endpoint -> who may use it. Raises UnmarkedRoute naming every route that has no mark."""
    found: dict[str, frozenset[Who]] = {name: getattr(view, _MARK, frozenset()) for name, view in app.view_functions.items()}
    bare = sorted(name for name, who in found.items() if not who)
    if bare:
        raise UnmarkedRoute(f"routes without an access mark: {' '.join(bare)}")
    return found


def current(config: Config) -> Login | None:
    """The login of this request, locked or not; None for a stranger."""
    return config.logins.of(session.get("login"))


def logged_in(config: Config) -> bool:
    """True if the request comes from a person who works the ceremony and whose station is not locked."""
    login = current(config)
    return login is not None and not login.locked and login.role is not Role.WITNESS


def may(who: frozenset[Who], role: Role, *, alone: bool) -> bool:
    """True if a role may use what is marked so. `alone`: in a rehearsal one operator may play every part of the staff."""
    if Who.HALL in who or Who(role) in who or (Who.STAFF in who and role is not Role.WITNESS):
        return True
    return alone and role is Role.OPERATOR and who != {Who.WITNESS}


def install(app: Flask, config: Config) -> None:
    """Check the marks now and enforce them before every request."""
    table = marks(app)

    @app.before_request
    def enforce() -> Response | None:
        if request.endpoint is None:
            return None  # no such route: the 404 page
        who = table[request.endpoint]
        if Who.HALL in who:
            return None
        login = current(config)
        if login is None:
            if request.method == "GET":
                return redirect("/login", code=303)
            abort(403)
        if login.locked:
            if request.endpoint in _WHILE_LOCKED:
                return None
            if request.method == "GET":
                return redirect("/locked", code=303)
            abort(403)
        if not may(who, login.role, alone=config.service.alone()):
            abort(403)
        if request.method == "POST" or not request.args.get("part"):
            config.logins.touch(login)
        return None
