"""What the acts of the hall do: sign people in, the notary's checks, a row looked up, rulings with their papers (R45-R47)."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from draw.edges.session import Progress, Session
from draw.edges.session_folder import Pins
from draw.encoding import HASH, matches
from draw.errors import StepRefused
from draw.ledger import ACTIONS, RULING_REASONS
from draw.words import pair, say

Form = Mapping[str, str]
Pair = tuple[str, str]
PAPER: Final = "paper"  # the field whose value is the hash of an object in the store; only the desk itself sets it
RULED_APART: Final = "VOID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on paper beside a ruling: its text, and the object that was attached ("" for none)."""

    text: str
    file: str


def sign_in(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    """Sign in one person, who has signed the recusal sheet."""
    if not form.get("name", "").strip():
        raise StepRefused(say("floor.name_first"))
    if form.get("declared") != "1":
        raise StepRefused(say("floor.declare_first"))
    by = "notary" if "notary" in pins else "operator"
    return pair("did.sign_in", number=session.sign_in(form.get("kind", ""), form["name"], by=by))


def check(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    """One thing that the notary found in order."""
    item = form.get("item", "")
    session.check_item(item, pins=pins)
    zh, en = pair(f"check.{item}")
    return pair("did.check", zh=zh, en=en)


def spot(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    """A row that a parent called out."""
    code = "".join(unicodedata.normalize("NFKC", form.get("code", "")).split()).upper()
    if not code:
        raise StepRefused(say("floor.spot_first"))
    session.spot(code)
    return pair("did.spot", code=code)


def signers(form: Form, group: int, quorum: int) -> list[str]:
    """The ticked members of the decision group. Raises StepRefused if they are too few."""
    ticked = [f"D{n}" for n in range(1, group + 1) if form.get(f"signer_D{n}")]
    if len(ticked) < quorum:
        raise StepRefused(say("floor.signers_first", quorum=quorum))
    return ticked


def rule(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    """A ruling other than VOID."""
    if form.get("action") == RULED_APART:
        raise StepRefused(say("desk.choose"))
    return _rule(session, form.get("action", ""), form)


def rule_void(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    """The ruling VOID: apart from the others, so that nobody picks it by mistake."""
    return _rule(session, RULED_APART, form)


def _rule(session: Session, action: str, form: Form) -> Pair:
    reason, hall = form.get("reason", ""), session.state.the_hall()
    if action not in ACTIONS or reason not in RULING_REASONS:
        raise StepRefused(say("desk.choose"))
    who = signers(form, hall.group, hall.quorum)
    text = unicodedata.normalize("NFC", form.get("text", "")).replace("\r\n", "\n").strip()
    file = form.get(PAPER, "")
    paper = session.store.get(file) if matches(HASH, file) else text.encode()
    # The paper first: if the power fails between the two writes, a paper without a ruling shows nowhere and harms nobody.
    kept = json.dumps({"text": text, "file": file}, ensure_ascii=False).encode()
    session.store.set_notes({_note(session, session.state.rulings + 1): kept})
    return pair("did.rule", number=session.rule(action, reason, who, paper))


def _note(session: Session, number: int) -> str:
    return f"ruling:{session.attempt}:{number}"


def paper_of(session: Session, number: int) -> Paper:
    """What stands on paper beside a ruling; both empty if nothing was typed or attached."""
    data = session.store.note(_note(session, number))
    return Paper(**json.loads(data)) if data else Paper(text="", file="")


def subject(session: Session, form: Form) -> str:
    """What a void is ruled about: it must still be the same state when the notary confirms."""
    return f"{session.attempt}:{session.state.stage}"
