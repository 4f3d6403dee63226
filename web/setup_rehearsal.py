"""Rehearsals of the same inputs: made here, held by a program of their own, counted into the rule sheet (R13)."""

from pathlib import Path

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from draw.chaining import rewriting
from draw.edges import checking, rehearsal_copy, uploading
from draw.errors import DrawError
from draw.words import pair
from web import setup_steps
from web.access import Who, allow
from web.setup_desk import SetupDesk, message_of, status_of


def routes(setup: Blueprint, desk: SetupDesk) -> None:
    """The routes of rehearsals.

    A rehearsal is started by its own command, never from here: it needs its own passphrase, port and logins. One process
    with two sessions would have one desk with two sets of dice.
    """

    def page(*, error: str = "", status: int = 200, made: Path | None = None) -> Response:
        return desk.page(
            "setup_rehearsal.html",
            error=error,
            status=status,
            made=made,
            beside=rehearsal_copy.beside(desk.folder),
            counted=rehearsal_copy.counted(desk.folder),
            f=setup_steps.read(desk),
        )

    @setup.get("/setup/rehearsal")
    @allow(Who.OPERATOR)
    def rehearsal() -> ResponseReturnValue:
        """The rehearsals beside this session."""
        return page()

    @setup.post("/setup/rehearsal")
    @allow(Who.OPERATOR)
    def rehearsal_make() -> ResponseReturnValue:
        """A folder with the same inputs, marked as a rehearsal; says how to start it."""
        try:
            return page(made=rehearsal_copy.make(desk.folder))
        except DrawError as refused:
            return page(error=message_of(refused), status=status_of(refused))

    @setup.post("/setup/rehearsal/count")
    @allow(Who.OPERATOR)
    def rehearsal_count() -> ResponseReturnValue:
        """Write into the rule sheet how many rehearsals were begun."""
        try:
            with desk.service.reading() as here:
                text, _, _ = checking.open_sheet(here.folder)
                value = str(rehearsal_copy.begun(here.folder))
                new = rewriting.rewrite(text, uploading.SHEET, {("session", "rehearsals"): value}).text
                uploading.keep(here, uploading.SHEET, new.encode(), told="", by=desk.me().name)
        except DrawError as refused:
            return page(error=message_of(refused), status=status_of(refused))
        return desk.tell(pair("setup.sheet_kept"), "/setup/rehearsal")
