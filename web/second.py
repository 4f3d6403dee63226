"""The second machine at the ceremony side: a code for it, what it reports, and the same typed by hand (R14).

A report says what another machine found; it changes nothing of the ceremony. It comes from a program without a login, so the
code from the notary's station stands for one.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from draw.edges.second_reports import BY_HAND
from draw.errors import DrawError, StoreError
from draw.recomputing import Claim
from draw.words import say
from web.access import Who, allow, current
from web.config import Config
from web.machines import facts

MOST_BYTES: Final = 2048
_KEYS: Final = {"code": str, "machine": str, "program": str, "attempt": int, "step": str, "value": str}


class Bucket:
    """So many at once, then so many a second."""

    def __init__(self, most: int, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._rate, self._clock = most, a_second, clock
        self._left, self._at = float(most), clock()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """True if there is room for one more now."""
        with self._lock:
            now = self._clock()
            self._left = min(self._most, self._left + (now - self._at) * self._rate)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


def _read() -> dict[str, Any] | None:
    """The report in the request's body; None if it has another form."""
    if request.content_length is None or request.content_length > MOST_BYTES:
        return None
    value = request.get_json(silent=True)
    if not isinstance(value, dict) or value.keys() != _KEYS.keys():
        return None
    return value if all(type(value[key]) is kind for key, kind in _KEYS.items()) else None


def blueprint(config: Config) -> Blueprint:
    """The routes of the second machine."""
    second = Blueprint("second", __name__)
    service, feed = config.service, config.feed
    # Guessing is hopeless anyway (80 bits); the wrong ones must only not keep the machine busy, nor the right ones out.
    wrong, right = Bucket(20, 1.0), Bucket(40, 2.0)

    def page(*, code: str = "", error: str = "", status: int = 200) -> ResponseReturnValue:
        here = current(config)
        with service.reading() as session:
            notice = session.state.notice_hash
        return render_template(
            "second.html",
            code=code,
            error=error,
            claims=list(Claim),
            notice=notice,
            public_url=config.public_url,
            token=here.token if here else "",
            typed=request.form if error else {},
            state=facts(config),
        ), status

    @second.get("/second")
    @allow(Who.NOTARY)
    def show() -> ResponseReturnValue:
        """The notary's page of the second machine."""
        return page()

    @second.post("/second/pair")
    @allow(Who.NOTARY)
    def pair_machine() -> ResponseReturnValue:
        """A new code for one machine, shown once; the code before is void."""
        try:
            with service.reading() as session:
                return page(code=session.pair_second())
        except DrawError as refused:
            return page(error=str(refused), status=_status(refused))

    @second.post("/second/typed")
    @allow(Who.NOTARY)
    def typed() -> ResponseReturnValue:
        """A value that somebody reads from the second machine, where no network joins the two."""
        form = request.form
        try:
            with service.reading() as session:
                session.report_second(form.get("machine", ""), BY_HAND, form.get("step", ""), form.get("value", ""))
        except DrawError as refused:
            return page(error=str(refused), status=_status(refused))
        feed.poke()
        return redirect("/second", 303)

    @second.post("/second/report")
    @allow(Who.HALL)
    def report() -> ResponseReturnValue:
        """What the machine with the code found. 409: not yet, or about another attempt; it may come again."""
        given = _read()
        if given is None:
            return {"error": say("fault.400")}, 400
        with service.reading() as session:
            if not session.second_may_report(given["code"], given["machine"]):
                return (
                    ({"error": say("second.code_wrong")}, 403)
                    if wrong.take()
                    else ({"error": say("second.too_many")}, 429)
                )
            if not right.take():
                return {"error": say("second.too_many")}, 429
            step = given["step"]
            if given["attempt"] != session.attempt or (step in list(Claim) and not session.own_value(step)):
                return {"error": say("second.not_now")}, 409
            try:
                found = session.report_second(given["machine"], given["program"], step, given["value"])
            except DrawError as refused:
                return {"error": str(refused)}, _status(refused)
        feed.poke()
        return {"agrees": found.agrees}

    return second


def _status(error: DrawError) -> int:
    """503 where the store failed, 422 for what was refused."""
    return 503 if isinstance(error, StoreError) else 422
