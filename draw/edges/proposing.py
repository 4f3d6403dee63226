"""The freeze of exactly what was proposed: the same bytes that both persons saw the hash of (R1, R7, R45)."""

from draw.edges import checking, uploading
from draw.edges.session import Session
from draw.edges.session_folder import Pins, Progress
from draw.errors import InputErrors, StepRefused
from draw.intake import open_choices
from draw.notice import Mode
from draw.words import say


def proposed(session: Session, value: str) -> str:
    """The hash of the inputs as they stand now. Raises StepRefused if `value`, which a person saw, is another."""
    now = uploading.subject(uploading.files(session.folder))
    if value != now:
        raise StepRefused(say("setup.changed"))
    return now


def require_chosen(session: Session) -> None:
    """Raises StepRefused while a live rule sheet still marks choices as open: the organiser must choose (R1)."""
    text, plan, problems = checking.open_sheet(session.folder)
    if problems:
        raise InputErrors(problems)
    still = len(open_choices.find(text))
    if plan is not None and plan.mode is Mode.LIVE and still:
        raise StepRefused(say("setup.still_open", count=still))


def freeze(session: Session, value: str, pins: Pins, progress: Progress) -> str:
    """Freeze the inputs whose hash is `value`. -> notice hash.

    The files are read once, between two looks at their hash, so nothing else can slip in. Raises StepRefused, InputErrors,
    AlreadyDone.
    """
    proposed(session, value)
    require_chosen(session)
    given = Session.inputs(session.folder, progress)
    problems = checking.glyph_problems(given)
    if problems:
        raise InputErrors(problems)
    proposed(session, value)
    return session.freeze(pins=pins, progress=progress, given=given)
