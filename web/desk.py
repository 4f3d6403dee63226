"""The station of every role: the run of show with the next act as a form, the acts. All works without scripts."""

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from draw.edges.people import Role
from draw.errors import AlreadyDone, DrawError, StoreError
from draw.words import pair, say
from web import floor_sheets, pending, projector
from web.access import Who, allow, current
from web.acts import ACTS
from web.config import Config
from web.faults import NotYours, Stale
from web.floor_acts import PAPER
from web.floor_fields import NOTHING, Typed
from web.floor_health import Watch, health
from web.floor_sheets import Sheets
from web.login import Login
from web.plan import plan

WITH_PAPER = frozenset({"rule", "rule-void"})


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def blueprint(config: Config, sheets: Sheets) -> Blueprint:
    """The routes of the desk."""
    desk = Blueprint("desk", __name__)
    service, feed, watch = config.service, config.feed, Watch()

    def page(
        *, error: str = "", done: tuple[str, str] | None = None, status: int = 200, typed: Typed = NOTHING
    ) -> ResponseReturnValue:
        here = current(config)
        facts = plan(service, here, step=request.args.get("step", ""), typed=typed)
        with service.reading(fresh=False) as held:
            files = floor_sheets.files(held)
            papers = {
                "files": files,
                "result": floor_sheets.has_result(files),
                "frozen": held.state.notice is not None,
                "sealed": floor_sheets.sealed(held),
                "status": sheets.status,
            }
        return render_template(
            "desk.html",
            error=error,
            done=done,
            token=here.token if here else "",
            login=here,
            role=str(here.role if here else Role.OPERATOR),
            health=health(config, watch),
            papers=papers,
            part=request.args.get("part"),
            **facts,
        ), status

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
        asked = {key: request.args[key] for key in ("action", "reason") if key in request.args}
        typed = Typed(act="rule", values=asked) if asked else NOTHING
        return page(done=(done[0], done[1]) if done else None, typed=typed)

    @desk.post("/act/<name>")
    @allow(Who.STAFF)
    def act(name: str) -> ResponseReturnValue:
        """One act of the ceremony. What was typed into a form that is refused comes back in it."""
        if name not in ACTS:
            return page(error=say("fault.404"), status=404)
        try:
            with watch.timed():
                session["done"] = service.act(name, _form(name), me())
            if name == "finish" and config.write_sheets:
                sheets.begin()
        except AlreadyDone as already:
            session["done"] = pair("did.already", line=already.line)
        except DrawError as refused:
            typed = Typed(act=name, values=pending.kept(_plain(request.form)))
            return page(error=_message(refused), status=_status(refused), typed=typed)
        finally:
            feed.poke()
        return redirect("/", 303)

    def _form(name: str) -> dict[str, str]:
        """What was typed; an attached paper goes into the store, and its hash stands for it."""
        form = _plain(request.form)
        form.pop(PAPER, None)
        file = request.files.get(PAPER) if name in WITH_PAPER else None
        data = file.read() if file is not None else b""
        if data:
            with service.reading(fresh=False) as held:
                form[PAPER] = held.store.put(data)
        return form

    @desk.post("/second")
    @allow(Who.NOTARY, Who.CHECKER)
    def second() -> ResponseReturnValue:
        """Confirm what another person proposed."""
        try:
            with watch.timed():
                session["done"] = service.second(request.form, me())
        except AlreadyDone as already:
            session["done"] = pair("did.already", line=already.line)
        except DrawError as refused:
            return page(error=_message(refused), status=_status(refused))
        finally:
            feed.poke()
        return redirect("/", 303)

    @desk.post("/withdraw")
    @allow(Who.OPERATOR, Who.CHECKER, Who.NOTARY)
    def withdraw() -> ResponseReturnValue:
        """Take back what waits for the second person, or refuse it."""
        session["done"] = service.withdraw(me())
        feed.poke()
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
    """403 for another's act, 409 for a form that came too late, 503 where the store failed, else 422."""
    if isinstance(error, NotYours):
        return 403
    if isinstance(error, Stale):
        return 409
    return 503 if isinstance(error, StoreError) else 422
