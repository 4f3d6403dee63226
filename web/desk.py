"""The desk of every role: the run of show with the next act as a form, the acts. All works without scripts."""

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from draw.errors import AlreadyDone, DrawError, StoreError
from draw.words import pair, say
from web import projector
from web.access import Who, allow, current
from web.acts import ACTS
from web.config import Config
from web.faults import Stale
from web.login import Login
from web.plan import plan


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def blueprint(config: Config) -> Blueprint:
    """The routes of the desk."""
    desk = Blueprint("desk", __name__)
    service, feed = config.service, config.feed

    def page(*, error: str = "", done: tuple[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
        health = {"streams": feed.streams, "public": config.public_alive(), "public_url": config.public_url}
        here = current(config)
        facts = plan(service, here)
        token = here.token if here else ""
        return render_template("desk.html", error=error, done=done, token=token, health=health, login=here, **facts), status

    def me() -> Login:
        here = current(config)
        if here is None:  # the access mark let nobody else through
            abort(403)
        return here

    @desk.get("/")
    @allow(Who.STAFF)
    def show() -> ResponseReturnValue:
        """The desk. A script that only fetches parts leaves what was done for the page that will say it."""
        done = None if request.args.get("part") else session.pop("done", None)
        return page(done=(done[0], done[1]) if done else None)

    @desk.post("/act/<name>")
    @allow(Who.STAFF)
    def act(name: str) -> ResponseReturnValue:
        """One act of the ceremony."""
        if name not in ACTS:
            return page(error=say("fault.404"), status=404)
        try:
            session["done"] = service.act(name, request.form, me())
        except AlreadyDone as already:
            session["done"] = pair("did.already", line=already.line)
        except DrawError as refused:
            return page(error=_message(refused), status=_status(refused))
        finally:
            feed.poke()
        return redirect("/", 303)

    @desk.post("/second")
    @allow(Who.NOTARY, Who.CHECKER)
    def second() -> ResponseReturnValue:
        """Confirm what another person proposed."""
        try:
            session["done"] = service.second(request.form, me())
        except DrawError as refused:
            return page(error=_message(refused), status=_status(refused))
        finally:
            feed.poke()
        return redirect("/", 303)

    @desk.post("/withdraw")
    @allow(Who.STAFF)
    def withdraw() -> ResponseReturnValue:
        """Take back what waits for the second person."""
        session["done"] = service.withdraw(me())
        return redirect("/", 303)

    @desk.post("/screen/<name>")
    @allow(Who.OPERATOR, Who.HOST)
    def screen(name: str) -> ResponseReturnValue:
        """What the projector shows: pages, blank, pace, look-ups, cards. No act of the ceremony."""
        if name not in projector.SCREEN_ACTS:
            return page(error=say("fault.404"), status=404)
        status, message = 204, ""
        try:
            projector.act(service, name, _plain(request.form))
        except DrawError as refused:
            status, message = _status(refused), _message(refused)
        finally:
            feed.poke()
        if _wants_json():
            return "", status
        return page(error=message, status=status) if message else redirect("/", 303)

    return desk


def _plain(form: Mapping[str, str]) -> dict[str, str]:
    return {key: form[key] for key in form}


def _message(error: DrawError) -> str:
    return str(error)


def _status(error: DrawError) -> int:
    """409 for a form that came too late, 503 where the store failed, else 422."""
    if isinstance(error, Stale):
        return 409
    return 503 if isinstance(error, StoreError) else 422
