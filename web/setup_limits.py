"""How much each upload may bring. Only somebody who is logged in gets more than a form; a stranger's flood ends at 64 KiB."""

from collections.abc import Mapping
from typing import Final

from flask import Flask, request

from draw.edges import objecting, uploading
from web.access import current
from web.config import Config

_FORM: Final = 64 * 1024  # what stands around a file in its form
_MOST: Final[Mapping[str, int]] = {
    "sheet_file": uploading.MOST_SHEET,
    "sheet_text": uploading.MOST_SHEET,
    "roster_file": uploading.MOST_TABLE,
    "list_file": uploading.MOST_TABLE,
    "object": objecting.MOST,
}
LIMITS: Final[Mapping[str, int]] = {f"setup.{name}": most for name, most in _MOST.items()} | {
    "desk.act": objecting.MOST,  # the paper of a ruling
}


def install(app: Flask, config: Config) -> None:
    """Set the limit before anything reads the form; comes before the guard, which looks for the token in it."""

    @app.before_request
    def limit() -> None:
        most = LIMITS.get(request.endpoint or "")
        if most is None:
            return
        login = current(config)
        if login is not None and not login.locked:
            request.max_content_length = most + _FORM
            request.max_form_memory_size = uploading.MOST_SHEET + _FORM
