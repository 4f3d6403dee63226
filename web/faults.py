"""Errors as people see them: a plain bilingual page, never a traceback; the log gets the kind and the place only."""

import logging
from pathlib import Path

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException

from draw.errors import DrawError, StepRefused
from draw.words import WORDS

log = logging.getLogger("web")


class NotYours(StepRefused):
    """An act of another role, or one that the same person may not confirm; nothing was done (R45)."""


class Stale(DrawError):
    """A form that was made before the last act; nothing was done."""


def place(error: BaseException) -> str:
    """Kind, file and line of an error: enough to find it, and no message that could carry a name or a secret."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"


def install(app: Flask) -> None:
    """One page for every error."""

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int]:
        code = error.code or 500
        key = f"fault.{code}" if f"fault.{code}" in WORDS else "fault.other"
        return render_template("fault.html", code=code, key=key), code

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[str, int]:
        log.error("%s %s: %s", request.method, request.endpoint, place(error))
        return render_template("fault.html", code=500, key="fault.500"), 500
