"""The acts of the ceremony: who does each at their own station, and the one line of the session that it is. Thin on purpose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from draw.ceremony import Stage
from draw.edges.people import Role
from draw.edges.session import Progress, Session
from draw.edges.session_folder import Pins
from draw.errors import StepRefused
from draw.words import pair, say
from web import floor_acts, setup_acts

Form = Mapping[str, str]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`do` records it and says what was done.

    `who`: the roles that may do it (R45). `confirm`: the session id is typed. `second`: in live mode that role confirms at
    its own station before anything is done. `loose`: may be sent although something else was recorded since the form was made.
    `subject`: a hash of what is proposed, beyond the form; if it differs when the second person confirms, nothing is done.
    """

    do: Callable[[Session, Form, Pins, Progress], Pair]
    who: tuple[Role, ...] = (Role.OPERATOR,)
    confirm: bool = False
    second: Role | None = None
    loose: bool = False
    subject: Callable[[Session, Form], str] = lambda session, form: ""


def _text(form: Form, name: str) -> str:
    """A typed value without the blanks that copying brings along."""
    return "".join(form.get(name, "").split())


def _convene(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    session.convene()
    return pair("did.convene")


def _commit(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    if session.state.stage is Stage.OBJECTIONS:  # the session itself would convene; here two people do that (S7)
        raise StepRefused(say("refuse.not_convened"))
    session.commit(form.get("party", ""), _text(form, "commitment").lower())
    return pair("did.commit", party=form.get("party", ""))


def _board(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    return pair("did.board", hash=session.close_board()[:8])


def _reveal_open(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    session.open_reveal()
    return pair("did.reveal_open")


def _reveal(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    outcome = session.reveal(form.get("party", ""), _text(form, "secret").lower())
    return pair(f"did.{outcome}", party=form.get("party", ""))


def _reveal_close(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    return pair("did.reveal_close", hash=session.close_reveal()[:8])


def _dice(role: str) -> Callable[[Session, Form, Pins, Progress], Pair]:
    def act(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
        count = session.type_dice(role, _text(form, "digits"), pins=pins)
        return pair("did.dice", count=count) if count else pair("did.dice_waiting")

    return act


def _dice_confirm(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    return pair("did.dice_confirm", hash=session.confirm_dice(pins=pins)[:8])


def _beacon(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    return pair("did.beacon", hash=session.beacon(_text(form, "signature").lower())[:8])


def _envelopes(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    session.open_envelopes(pins=pins)
    return pair("did.envelopes")


def _paper(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    fixed = session.open_paper(form.get("party", ""), _text(form, "secret").lower())
    return pair("did.seed" if fixed else "did.paper", party=form.get("party", ""))


def _mismatch(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    session.paper_mismatch(form.get("party", ""), pins=pins)
    return pair("did.mismatch", party=form.get("party", ""))


def _finish(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    return pair("did.finish", hash=session.finish(progress)[:8])


def _void(session: Session, form: Form, pins: Pins, progress: Progress) -> Pair:
    return pair("did.void", hash=session.void()[:8])


ACTS: Final[Mapping[str, Act]] = {
    "freeze": Act(do=setup_acts.freeze, confirm=True, second=Role.NOTARY, subject=setup_acts.proposed),
    "object": Act(do=setup_acts.take),
    "object-decide": Act(do=setup_acts.decide, who=(Role.NOTARY,), confirm=True),
    "sign-in": Act(do=floor_acts.sign_in, who=(Role.OPERATOR, Role.NOTARY), loose=True),
    "check": Act(do=floor_acts.check, who=(Role.NOTARY,), loose=True),
    "spot": Act(do=floor_acts.spot),
    "convene": Act(do=_convene, second=Role.NOTARY),
    "commit": Act(do=_commit, who=(Role.OPERATOR, Role.WITNESS), loose=True),
    "board": Act(do=_board, confirm=True),
    "reveal-open": Act(do=_reveal_open),
    "reveal": Act(do=_reveal, who=(Role.OPERATOR, Role.WITNESS), loose=True),
    "reveal-close": Act(do=_reveal_close),
    "dice-operator": Act(do=_dice("operator")),
    "dice-checker": Act(do=_dice("checker"), who=(Role.CHECKER,)),
    "dice-confirm": Act(do=_dice_confirm, who=(Role.NOTARY,), confirm=True),
    "beacon": Act(do=_beacon),
    "envelopes": Act(do=_envelopes, who=(Role.NOTARY,), confirm=True),
    "paper": Act(do=_paper, loose=True),
    "paper-mismatch": Act(do=_mismatch, confirm=True, second=Role.NOTARY),
    "finish": Act(do=_finish),
    "void": Act(do=_void, confirm=True),
    "rule": Act(do=floor_acts.rule),
    "rule-void": Act(do=floor_acts.rule_void, confirm=True, second=Role.NOTARY, subject=floor_acts.subject),
}
