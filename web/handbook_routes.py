"""The handbook on the ceremony side: open to everybody who reaches it. The public side takes single pages from handbook.py."""

from flask import Blueprint, abort

from web.access import Who, allow
from web.config import Config
from web.handbook import PAGES, page


def blueprint(config: Config) -> Blueprint:
    """The routes of the handbook."""
    handbook = Blueprint("handbook", __name__)

    @handbook.get("/handbook")
    @allow(Who.HALL)
    def index() -> str:
        """What pages there are, and every incident card by its name."""
        return page("", rehearsal=config.service.rehearsal())

    @handbook.get("/handbook/<name>")
    @allow(Who.HALL)
    def one(name: str) -> str:
        """One page."""
        if name not in PAGES:
            abort(404)
        return page(name, rehearsal=config.service.rehearsal())

    return handbook
