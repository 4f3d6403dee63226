"""After the freeze: the paper with its codes, the files to publish, the notary's own check, what a version changed (R7, R49)."""

import copy
from typing import Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from draw.edges import checking
from draw.errors import DrawError, StepRefused
from draw.hashing import read_aloud
from draw.notice import Notice
from draw.sheets import qr
from draw.version_difference import difference
from draw.words import pair, say
from web import setup_steps
from web.access import Who, allow
from web.setup_desk import SetupDesk, message_of, status_of
from web.setup_jobs import Pair, Say

QUIET: Final = 4  # blank modules around a code


def qr_path(text: str) -> tuple[int, str]:
    """(modules a side with the quiet zone, path of an SVG) of a QR code."""
    side, runs = qr.runs(text.encode())
    return side + 2 * QUIET, "".join(f"M{x + QUIET} {y + QUIET}h{n}v1h-{n}z" for x, y, n in runs)


def _name(notice: Notice) -> Pair:
    return pair("setup.version_name", attempt=notice.attempt, version=notice.version)


def routes(setup: Blueprint, desk: SetupDesk) -> None:
    """The routes of what follows the freeze."""
    service = desk.service

    @setup.get("/setup/notice")
    @allow(Who.STAFF)
    def notice() -> ResponseReturnValue:
        """The paper with the notice hash, to print and sign; the files to publish."""
        with service.reading() as here:
            if here.state.notice is None:
                return desk.page("setup_notice.html", notice=None)
            value, frozen = here.state.notice_hash, service.frozen()
            public = {name: kept for name, (kept, shown) in here.store.files(here.attempt).items() if shown}
            side, path = qr_path(value)
            return desk.page(
                "setup_notice.html",
                notice=here.state.notice,
                value=value,
                aloud=read_aloud(value),
                bundles=len(frozen.pool.bundles()),
                places=sum(s.places for s in frozen.rules.schools),
                files=sorted(public.items()),
                qr_side=side,
                qr_path=path,
                public_url=desk.config.public_url,
                audited=setup_steps.audited(here),
                versions=len(checking.frozen_notices(here)),
            )

    @setup.get("/setup/differences/<int:number>")
    @allow(Who.STAFF)
    def differences(number: int) -> ResponseReturnValue:
        """What the freeze of this place in the row changed against the one before it: codes, no names."""
        with service.reading() as here:
            notices = checking.frozen_notices(here)
            if not 2 <= number <= len(notices):
                return desk.page("setup_plain.html", error=say("fault.404"), status=404)
            before, after = (checking.frozen_version(here, n) for n in (number - 2, number - 1))
            values = here.store.versions("notice.json")[number - 2 : number]
        both = zip(notices[number - 2 : number], values, strict=True)
        return desk.page(
            "setup_differences.html",
            d=difference(before, after),
            number=number,
            count=len(notices),
            codes=[(_name(n), value, read_aloud(value)) for n, value in both],
            notice=notices[number - 1],
        )

    @setup.get("/setup/audit")
    @allow(Who.STAFF)
    def audit_page() -> ResponseReturnValue:
        """What the notary's own check found."""
        with service.reading() as here:
            frozen, audited = here.state.notice is not None, setup_steps.audited(here)
        return desk.page("setup_audit.html", findings=desk.findings, frozen=frozen, audited=audited)

    @setup.post("/setup/audit")
    @allow(Who.NOTARY)
    def audit() -> ResponseReturnValue:
        """Recompute every seal, and look that every id stands on one row only."""

        def work(tell: Say) -> Pair:
            tell(pair("setup.step_audit"))
            with service.reading() as held:
                here = copy.copy(held)
            frozen, value = here.state.the_notice(), here.state.notice_hash
            desk.findings = tuple(here.audit())
            if desk.findings:
                here.store.set_notes({setup_steps.AUDIT: None})
                raise StepRefused(say("setup.audit_found", count=len(desk.findings)))
            here.store.set_notes({setup_steps.AUDIT: value.encode()})
            return pair("setup.audit_good", applicants=frozen.applicants)

        try:
            return desk.start("audit", "/setup/audit", work)
        except DrawError as refused:
            return desk.page("setup_plain.html", error=message_of(refused), status=status_of(refused))
