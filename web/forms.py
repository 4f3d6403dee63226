"""The acts that fit the stage as forms: the next one of the run of show first, its consequences in words."""

from dataclasses import dataclass, replace
from typing import Any, Final

from draw import dice
from draw.ceremony import Ceremony, Stage
from draw.edges.session import Session
from draw.ledger import ACTIONS, RULING_REASONS
from draw.notice import Party
from draw.words import pair
from web.acts import ACTS

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input of a form."""

    name: str
    label: Pair
    kind: str = "text"  # text, password, digits, select
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """An act as the desk shows it. `closed` says why it cannot be sent yet; `main`: the next act of the run of show."""

    act: str
    title: Pair
    why: Pair
    fields: tuple[Field, ...] = ()
    closed: Pair | None = None
    who: tuple[str, ...] = ()
    confirm: bool = False
    main: bool = True
    danger: bool = False
    left: int = 0


def _form(session: Session, act: str, *fields: Field, **more: Any) -> FormView:
    key = act.replace("-", "_")
    return FormView(
        act=act,
        title=pair(f"act.{key}"),
        why=pair(f"why.{key}"),
        fields=fields,
        who=tuple(str(role) for role in ACTS[act].who),
        confirm=ACTS[act].confirm,
        **more,
    )


def _party(parties: list[Party]) -> Field:
    options = tuple((p.id, f"{p.id} {p.name}") for p in parties)
    return Field(name="party", label=pair("desk.party"), kind="select", options=options)


_SECRET: Final = Field(name="secret", label=pair("desk.secret"), kind="password")
_NEXT: Final = {
    Stage.OBJECTIONS: "_objections", Stage.COMMIT: "_commit", Stage.BOARD: "_board", Stage.REVEAL: "_reveal",
    Stage.DICE: "_dice", Stage.BEACON: "_beacon", Stage.ENVELOPES: "_envelopes", Stage.OPENING: "_opening",
    Stage.SEEDED: "_seeded", Stage.DONE: "_done",
}  # fmt: skip


class Forms:
    """The forms that fit the stage, the next act first."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.state: Ceremony = session.state

    def all(self) -> list[FormView]:
        state = self.state
        if state.notice is None or state.stage is Stage.VOID:
            return []
        forms: list[FormView] = []
        if state.paused:
            pass  # only a ruling can follow
        elif state.forced_void():
            reason = pair(f"void.{state.forced_void()}")
            title = pair("act.void_reason", zh=reason[0], en=reason[1])
            forms.append(replace(_form(self.session, "void", danger=True), title=title))
        else:
            forms += getattr(self, _NEXT[state.stage])()
        return forms + self._besides()

    def _objections(self) -> list[FormView]:
        state = self.state
        pending = "" in state.objections.values() or state.accepted_since_freeze
        return [_form(self.session, "convene", closed=pair("desk.objections_open") if pending else None)]

    def _commit(self) -> list[FormView]:
        state, notice = self.state, self.state.the_notice()
        waiting = [p for p in notice.parties if p.id not in state.commitments]
        forms = []
        if waiting:
            value = Field(name="commitment", label=pair("desk.commitment"))
            forms.append(_form(self.session, "commit", _party(waiting), value))
        missing = [p.id for p in notice.sealed_parties() if p.id not in state.commitments]
        closed = pair("desk.sealed_missing", parties=" ".join(missing)) if missing else None
        forms.append(_form(self.session, "board", closed=closed, main=not waiting))
        return forms

    def _board(self) -> list[FormView]:
        return [_form(self.session, "reveal-open")]

    def _reveal(self) -> list[FormView]:
        state = self.state
        able = [p for p in state.the_notice().open_parties() if p.id in state.commitments and p.id not in state.reveals]
        left = self.session.seconds_left()
        forms = [_form(self.session, "reveal", _party(able), _SECRET)] if able else []
        closed = pair("desk.too_early") if left else None
        forms.append(_form(self.session, "reveal-close", closed=closed, left=left, main=not able))
        return forms

    def _dice(self) -> list[FormView]:
        state = self.state
        spec = dice.parse(state.the_notice().dice)
        if spec is not None and len(state.dice_values) == spec.count:
            return [_form(self.session, "dice-confirm")]
        digits = Field(name="digits", label=pair("desk.digits", count=spec.count if spec else 0), kind="digits")
        forms = []
        for role in ("operator", "checker"):
            typed = self.session.store.note(f"dice:{self.session.attempt}:{role}") is not None
            closed = pair("desk.dice_typed") if typed else None
            forms.append(_form(self.session, f"dice-{role}", digits, closed=closed))
        return forms

    def _beacon(self) -> list[FormView]:
        return [_form(self.session, "beacon", Field(name="signature", label=pair("desk.signature")))]

    def _envelopes(self) -> list[FormView]:
        return [_form(self.session, "envelopes")]

    def _opening(self) -> list[FormView]:
        state = self.state
        left = [
            p for p in state.the_notice().sealed_parties() if p.id not in state.opened and p.id not in state.mismatched
        ]
        if not left:
            return [_form(self.session, "finish")]
        mismatch = _form(self.session, "paper-mismatch", _party(left), main=False, danger=True)
        return [_form(self.session, "paper", _party(left), _SECRET), mismatch]

    def _seeded(self) -> list[FormView]:
        return [_form(self.session, "finish")]

    def _done(self) -> list[FormView]:
        return [] if self.session.sealed() else [_form(self.session, "finish")]

    def _besides(self) -> list[FormView]:
        """A ruling, and a late reveal."""
        state, forms = self.state, []
        if state.reveal_closed_at and state.stage is not Stage.DONE and not state.void_ruled:
            absent = [p for p in state.the_notice().open_parties() if p.id not in state.reveals]
            if absent:
                late = _form(self.session, "reveal", _party(absent), _SECRET, main=False)
                forms.append(replace(late, title=pair("act.late"), why=pair("why.late")))
        if state.stage is not Stage.DONE and not state.void_ruled:
            forms.append(_ruling(self.session))
        return forms


def _ruling(session: Session) -> FormView:
    actions = tuple((a, " ".join(pair(f"action.{a}"))) for a in ACTIONS)
    reasons = tuple((r, " ".join(pair(f"ruling.{r}"))) for r in RULING_REASONS)
    fields = (
        Field(name="action", label=pair("desk.action"), kind="select", options=actions),
        Field(name="reason", label=pair("desk.reason"), kind="select", options=reasons),
        Field(name="signers", label=pair("desk.signers_label")),
        Field(
            name="confirm", label=pair("desk.confirm_void", session=session.state.the_notice().session), kind="optional"
        ),
    )
    return _form(session, "rule", *fields, main=bool(session.state.paused))
