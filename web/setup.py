"""The desk before the hall: everything from an empty folder to a frozen, published list (R1, R7, R13, R45).

One module a page: setup_rules, setup_inputs, setup_rehearsal, setup_freeze, setup_notice, setup_objections. All of them work
as plain forms; whatever takes long goes on behind /setup/work, which asks again by itself.
"""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from draw.words import say
from web import (
    setup_freeze,
    setup_inputs,
    setup_notice,
    setup_objections,
    setup_rehearsal,
    setup_rules,
    setup_steps,
)
from web.access import Who, allow, current
from web.config import Config
from web.setup_desk import REFRESH, SetupDesk, size_words
from web.setup_limits import LIMITS


def blueprint(config: Config) -> Blueprint:
    """The routes before the hall."""
    setup = Blueprint("setup", __name__)
    desk = SetupDesk(config)

    @setup.context_processor
    def checklist() -> dict[str, Any]:
        """The steps beside every page of the operator; a function, so that only pages that show them read anything."""
        return {"prep_steps": lambda: setup_steps.steps(setup_steps.read(desk))}

    @setup.get("/setup")
    @allow(Who.STAFF)
    def home() -> ResponseReturnValue:
        """The checklist of the operator; for the others, the pages that are theirs."""
        facts = setup_steps.read(desk)
        return desk.page("setup.html", missing=setup_steps.missing(facts), f=facts)

    @setup.get("/setup/hall")
    @allow(Who.OPERATOR)
    def hall() -> ResponseReturnValue:
        """The settings of screen and hall."""
        return desk.page("setup_hall.html")

    @setup.get("/setup/work")
    @allow(Who.STAFF)
    def work() -> ResponseReturnValue:
        """How far long work is; asks again by itself, and leads on when it has ended."""
        job = desk.jobs.busy()
        if job is None:
            return desk.follow()
        answer = desk.page("setup_work.html", job=job)
        answer.headers["Refresh"] = REFRESH
        return answer

    @setup.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
        """Which limit a file is over, in words; a stranger gets the plain page."""
        most = LIMITS.get(request.endpoint or "")
        if most is None or current(config) is None:
            return render_template("fault.html", code=413, key="fault.413"), 413
        return desk.page("setup_plain.html", error=say("setup.too_large", most=size_words(most)), status=413)

    setup_rules.routes(setup, desk)
    setup_inputs.routes(setup, desk)
    setup_rehearsal.routes(setup, desk)
    setup_freeze.routes(setup, desk)
    setup_notice.routes(setup, desk)
    setup_objections.routes(setup, desk)
    return setup
