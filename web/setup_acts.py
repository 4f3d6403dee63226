"""The acts before the hall: freeze, objection, its outcome (R1, R45, SPEC §9)."""

from collections.abc import Mapping

from draw.edges import objecting, proposing
from draw.edges.session import Progress, Session
from draw.edges.session_folder import Pins
from draw.errors import StepRefused
from draw.words import pair, say

Form = Mapping[str, str]
Pair = tuple[str, str]


def proposed(session: Session, form: Form) -> str:
    """The hash of the inputs that the operator saw when proposing to freeze them."""
    proposing.require_chosen(session)
    return proposing.proposed(session, form.get("inputs", ""))


def freeze(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    """Freeze the inputs whose hash the form carries."""
    return pair("did.freeze", hash=proposing.freeze(session, form.get("inputs", ""), pins, progress)[:8])


def take(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    """Record an objection whose paper is in the store already."""
    if form.get("paper") not in objecting.kept(session):
        raise StepRefused(say("objection.empty"))
    return pair("did.object", number=session.object(session.store.get(form["paper"])))


def decide(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    """The notary's outcome of an objection."""
    number, outcome = form.get("number", ""), form.get("outcome", "")
    if not (number.isascii() and number.isdigit()) or len(number) > 6 or outcome not in ("accepted", "rejected"):
        raise StepRefused(say("objection.choose"))
    session.decide_objection(int(number), outcome, pins=pins)
    key = "did.object_accepted" if outcome == "accepted" else "did.object_rejected"
    return pair(key, number=int(number))
