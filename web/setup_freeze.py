"""The freeze by two people on two stations: the operator proposes these very bytes, the notary confirms the same (R1, R7, R45)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from draw.ceremony import Stage
from draw.errors import DrawError, StepRefused
from draw.hashing import read_aloud
from draw.words import say
from web import pending, setup_steps
from web.access import Who, allow
from web.setup_desk import SetupDesk, message_of, plain_form, status_of
from web.setup_jobs import Pair, Say


def routes(setup: Blueprint, desk: SetupDesk) -> None:
    """The routes of the freeze."""
    service = desk.service

    def numbers() -> tuple[int, int]:
        """Attempt and version that the next freeze would have."""
        with service.reading(fresh=False) as here:
            state = here.state
            if state.notice is None:
                return 1, 1
            if state.stage is Stage.VOID:
                return here.attempt + 1, 1
            return here.attempt, state.freezes[-1][0] + 1

    def what() -> dict[str, Any]:
        """What is to be frozen, without a name."""
        found, (attempt_next, version_next) = desk.checked(), numbers()
        return {
            "sound": found.sound if found else None,
            "subject": found.subject if found else "",
            "codes": [(f.name, f.value, read_aloud(f.value)) for f in found.files] if found else [],
            "aloud": read_aloud(found.subject) if found else "",
            "attempt_next": attempt_next,
            "version_next": version_next,
        }

    def told(tell: Say, work: Callable[[], Pair]) -> Pair:
        """Do it, its progress told to the page that waits and to the hall."""
        before = service.on_progress

        def both(text: str) -> None:
            tell((text, ""))
            before(text)

        service.on_progress = both
        try:
            return work()
        finally:
            service.on_progress = before
            desk.config.feed.poke()

    # -- the operator's half --------------------------------------------------------------------------------------------

    def freeze_page(*, error: str = "", status: int = 200) -> Response:
        facts = setup_steps.read(desk)
        with service.reading(fresh=False) as here:
            waits = pending.waiting(here)
        lacking = setup_steps.missing(facts)
        return desk.page(
            "setup_freeze.html", error=error, status=status, missing=lacking, f=facts, waits=waits, **what()
        )  # fmt: skip

    @setup.get("/setup/freeze")
    @allow(Who.OPERATOR)
    def freeze() -> ResponseReturnValue:
        """What would be frozen, and the operator's half of it."""
        return freeze_page()

    @setup.post("/setup/freeze")
    @allow(Who.OPERATOR)
    def propose() -> ResponseReturnValue:
        """Propose the freeze; in a rehearsal, which one operator may play alone, do it."""
        form, me = plain_form(), desk.me()
        try:
            lacking = setup_steps.missing(setup_steps.read(desk))
            if lacking:
                raise StepRefused(" ".join(lacking[0][0]))
            if not service.alone():
                return desk.tell(desk.act("freeze", form), "/setup/freeze")
            return desk.start(
                "freeze", "/setup/notice", lambda tell: told(tell, lambda: service.act("freeze", form, me))
            )
        except DrawError as refused:
            return freeze_page(error=message_of(refused), status=status_of(refused))

    # -- the notary's half ----------------------------------------------------------------------------------------------

    def proposal_page(*, error: str = "", status: int = 200) -> Response:
        with service.reading() as here:
            found = pending.waiting(here)
        if found is None or found.act != "freeze":
            return desk.page("setup_proposal.html", error=error, status=status, proposal=None)
        if desk.checked() is None:  # a restart since the proposal
            with suppress(StepRefused):  # other work goes on; this page asks again
                desk.jobs.start("check", "", "/setup/proposal", desk.check)
        facts = what()
        shown = desk.page(
            "setup_proposal.html", error=error, status=status, proposal=found, same=facts["subject"] == found.subject, **facts
        )  # fmt: skip
        if not facts["subject"]:
            shown.headers["Refresh"] = "1"
        return shown

    @setup.get("/setup/proposal")
    @allow(Who.STAFF)
    def proposal() -> ResponseReturnValue:
        """What the operator proposes to freeze: the notary confirms it here, the others may look."""
        return proposal_page()

    @setup.post("/setup/confirm")
    @allow(Who.NOTARY)
    def confirm() -> ResponseReturnValue:
        """The notary's half: exactly the proposal that the notary's page showed."""
        form, me = plain_form(), desk.me()

        def work() -> Pair:
            with service.reading() as here:
                found = pending.waiting(here)
                if found is None or found.act != "freeze" or found.proposal != form.get("proposal"):
                    raise StepRefused(say("people.changed"))
                return service.second(form, me)

        try:
            return desk.start("freeze", "/setup/notice", lambda tell: told(tell, work))
        except DrawError as refused:
            return proposal_page(error=message_of(refused), status=status_of(refused))
