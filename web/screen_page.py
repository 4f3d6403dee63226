"""The form of the hall's settings: a page of its own, and a part that the desk includes."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from draw.errors import StepRefused
from draw.words import pair
from web import screen
from web.access import Who, allow, current
from web.config import Config
from web.order import CARD


def blueprint(config: Config) -> Blueprint:
    """The routes of the settings."""
    pages = Blueprint("screen", __name__)
    service = config.service

    def facts() -> dict[str, Any]:
        """What part_screen.html says; a function, so that only pages that include the part read the settings."""
        with service.reading() as here:
            page = service.frozen().rules.show.page if here.state.notice is not None else 0
            place = {"attempt": service.position.attempt, "n": service.position.event, "card": CARD}
            return screen.facts(here, page) | {"place": place, "on_card": service.display.looking == CARD}

    @pages.app_context_processor
    def part() -> dict[str, Any]:
        return {"hall_screen": facts}

    def page(error: str = "", status: int = 200) -> ResponseReturnValue:
        here = current(config)
        token = here.token if here else ""
        return render_template("screen.html", token=token, error=error, screen_typed=request.form), status

    @pages.get("/screen")
    @allow(Who.OPERATOR)
    def form() -> ResponseReturnValue:
        """The settings on a page of their own."""
        return page()

    @pages.post("/screen/settings")
    @allow(Who.OPERATOR)
    def settings() -> ResponseReturnValue:
        """Keep the settings; every projector follows at once. What is wrong is said beside what was typed."""
        try:
            with service.reading() as here:
                screen.save(here, screen.read(request.form))
        except StepRefused as refused:
            return page(str(refused), 422)
        config.feed.poke()
        session["done"] = pair("screen.saved")
        return redirect("/setup/hall" if (request.referrer or "").endswith("/setup/hall") else "/", 303)

    return pages
