"""What all pages before the hall share: the last check of the inputs, the work that goes on, and how a page is rendered."""

import copy
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response, abort, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from draw.edges import checking, uploading
from draw.edges.checking import Checked
from draw.edges.session import Session
from draw.errors import AlreadyDone, DrawError, InputErrors, Problem, StepRefused, StoreError
from draw.words import pair, say
from web.access import current
from web.config import Config
from web.faults import Stale
from web.login import Login
from web.setup_jobs import Jobs, Pair, Say

REFRESH: Final = "1; url=/setup/work?part=1"
_DONE: Final = "done"  # the desk's own, so that what was done there and led here is said here
_ERROR: Final = "setup_error"
_LONGEST: Final = 600  # characters of a message; it travels in the cookie


class SetupDesk:
    """The desk before the hall, for one session. The last check is kept in memory only: it may hold names."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.service = config.service
        self.jobs = Jobs()
        self._checked: Checked | None = None
        self._of: object = None
        self.refused: tuple[Problem, ...] = ()  # why the last upload was not taken
        self.findings: tuple[str, ...] = ()  # of the notary's own check; codes only
        with self.service.reading() as here:
            self.folder = here.folder
            uploading.heal(here)

    def changeable(self) -> bool:
        """True while the inputs may change."""
        with self.service.reading(fresh=False) as here:
            return uploading.is_open(here.state)

    # -- the check ----------------------------------------------------------------------------------------------------

    def _state_of(self, here: Session) -> object:
        return uploading.signature(here.folder), here.state.notice_hash

    def checked(self) -> Checked | None:
        """The last check, if nothing has changed since."""
        with self.service.reading(fresh=False) as here:
            return self._checked if self._of == self._state_of(here) else None

    def check(self, tell: Say) -> None:
        """Check what stands in the folder now and keep the outcome."""
        with self.service.reading() as held:
            here = copy.copy(held)  # an own view: acts may go on in the other one, and nobody waits for this
            before = self._state_of(here)
        found = checking.check(here, tell)
        self._checked, self._of = found, before

    # -- work ---------------------------------------------------------------------------------------------------------

    def start(self, kind: str, target: str, work: Callable[[Say], Pair | None]) -> Response:
        """Begin long work for the person who asks. -> the page that follows it. Raises StepRefused while there is other work."""
        job = self.jobs.start(kind, self.me().key, target, work)
        return self.follow() if job.over.is_set() else make_response(redirect("/setup/work?part=1", 303))

    def follow(self) -> Response:
        """Where the last work leads once it has ended; its owner is told what came of it."""
        job = self.jobs.last
        if job is None or job.owner != self.me().key:
            return make_response(redirect("/setup", 303))
        session[_DONE], session[_ERROR] = job.done, job.error[:_LONGEST]
        return make_response(redirect(job.target, 303))

    # -- pages --------------------------------------------------------------------------------------------------------

    def me(self) -> Login:
        """The login of this request."""
        here = current(self.config)
        if here is None:  # the access mark let nobody else through
            abort(403)
        return here

    def page(self, name: str, *, error: str = "", status: int = 200, **facts: Any) -> Response:
        """A page with what all of them show."""
        login = self.me()
        done, kept = session.pop(_DONE, None), session.pop(_ERROR, None)
        at = self.service.position  # no lock: the page of work that goes on must not wait for it
        html = render_template(
            name,
            error=error or kept or "",
            done=(done[0], done[1]) if done else None,
            login=login,
            token=login.token,
            attempt=at.attempt,
            expected=at.event,
            session_id=self.service.session_id(),
            alone=self.service.alone(),
            **facts,
        )
        return make_response(html, status)

    def tell(self, done: Pair | None, target: str) -> ResponseReturnValue:
        """Go to a page that says what was done."""
        session[_DONE] = done
        return redirect(target, 303)

    def act(self, name: str, form: Mapping[str, str]) -> Pair:
        """One act for the person who asks; repeating it is success."""
        try:
            return self.service.act(name, form, self.me())
        except AlreadyDone as already:
            return pair("did.already", line=already.line)
        finally:
            self.config.feed.poke()


def status_of(error: DrawError) -> int:
    """409 for a form that came too late, 503 where the store failed, else 422."""
    if isinstance(error, Stale):
        return 409
    return 503 if isinstance(error, StoreError) else 422


def message_of(error: DrawError) -> str:
    """What a page may say of an error: of input problems, which may quote names, only how many there are."""
    if isinstance(error, InputErrors):
        return say("setup.problems", count=len(error.problems))
    return str(error)


def plain_form() -> dict[str, str]:
    """The fields of the form, without its files."""
    return {key: request.form[key] for key in request.form}


def size_words(size: int) -> str:
    """A limit as people read it."""
    return f"{size >> 20} MiB" if size >= 1 << 20 else f"{size >> 10} KiB"


def upload(most: int) -> tuple[bytes, str]:
    """(bytes, name as told) of the one file of the form. Raises StepRefused if none was chosen or it is too large."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise StepRefused(say("setup.no_file"))
    data = given.stream.read(most + 1)
    if len(data) > most:
        raise StepRefused(say("setup.too_large", most=size_words(most)))
    if not data:
        raise StepRefused(say("setup.empty_file"))
    return data, given.filename
