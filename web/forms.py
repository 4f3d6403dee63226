"""The acts that fit the stage as forms: whose they are, to which step they belong, their consequences in words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from draw import dice
from draw.attendance import POSTS
from draw.ceremony import Ceremony, Stage
from draw.edges.people import Account
from draw.edges.session import Session
from draw.ledger import CHECK_ITEMS, PERSON_KINDS
from draw.notice import Party
from draw.words import pair
from web import floor_rulings
from web.floor_fields import HEX, Field, FormView, Option, Pair, form

_NEXT: Final = {
    Stage.OBJECTIONS: "_objections", Stage.COMMIT: "_commit", Stage.BOARD: "_board", Stage.REVEAL: "_reveal",
    Stage.DICE: "_dice", Stage.BEACON: "_beacon", Stage.ENVELOPES: "_envelopes", Stage.OPENING: "_opening",
    Stage.SEEDED: "_seeded", Stage.DONE: "_done",
}  # fmt: skip
_KIND_OF: Final = {
    "operator": "OPERATOR",
    "checker": "CHECKER",
    "notary": "NOTARY",
    "discipline": "DISCIPLINE",
    "host": "HOST",
}


def _party(parties: Sequence[Party]) -> Field:
    options = tuple(Option(value=p.id, label=(f"{p.id} {p.name}", "")) for p in parties)
    return Field(name="party", label=pair("desk.party"), kind="select", options=options)


_SECRET: Final = Field(name="secret", label=pair("desk.secret"), kind="hex", length=HEX)


class Forms:
    """The forms that fit the stage."""

    def __init__(self, session: Session, accounts: Sequence[Account] = ()) -> None:
        self.session = session
        self.state: Ceremony = session.state
        self._accounts = accounts

    def all(self) -> list[FormView]:
        """Every form that the ceremony allows now, those of its present step first."""
        state = self.state
        if state.notice is None or state.stage is Stage.VOID:
            return []
        forms: list[FormView] = []
        if state.forced_void():
            reason = pair(f"void.{state.forced_void()}")
            title = pair("act.void_reason", zh=reason[0], en=reason[1])
            forms.append(replace(form("void", "void", danger=True), title=title))
        elif not state.paused:
            forms += getattr(self, _NEXT[state.stage])()
        return forms + self._people() + self._late() + floor_rulings.forms(self.session)

    # -- people, checks, rows --------------------------------------------------------------------------------------------

    def _people(self) -> list[FormView]:
        state = self.state
        settled = "" not in state.objections.values() and not state.accepted_since_freeze
        if not settled or state.void_ruled or state.stage in (Stage.SEEDED, Stage.DONE):
            return []
        kinds = tuple(Option(value=kind, label=self._kind(kind)) for kind in self._wanted())
        known = tuple(a.name for a in self._accounts)
        return [
            form(
                "sign-in",
                "sign_in",
                Field(name="kind", label=pair("floor.kind"), kind="select", options=kinds),
                Field(name="name", label=pair("floor.person"), suggest=known),
                Field(name="declared", label=pair("floor.declared"), kind="tick"),
            )
        ]

    def _wanted(self) -> Sequence[str]:
        """Kinds of people, those first who are still missing."""
        missing = self.state.missing_people()
        return [k for k in PERSON_KINDS if k in missing] + [k for k in PERSON_KINDS if k not in missing]

    def _kind(self, kind: str) -> Pair:
        zh, en = pair(f"person.{kind}")
        there = len({person for _, k, person in self.state.signed_in if k == kind})
        needed = (dict.fromkeys(POSTS, 1) | dict(self.state.the_hall().present)).get(kind, 0)
        if not needed:
            return pair("floor.kind_free", zh=zh, en=en, there=there)
        return pair("floor.kind_of", zh=zh, en=en, there=there, needed=needed)

    def known(self) -> list[tuple[str, str]]:
        """(kind, name) of account holders who have not signed in as what they are."""
        there = {(one.kind, one.name) for one in self.session.signed_in()}
        found = [(_KIND_OF[a.role], a.name) for a in self._accounts if str(a.role) in _KIND_OF]
        return [pair_ for pair_ in found if pair_ not in there]

    def _opening_acts(self) -> list[FormView]:
        """The notary's checks and the parents' rows, until the board is closed."""
        item = [i for i in CHECK_ITEMS if i not in self.state.checks]
        checks = [
            form("check", "checks", Field(name="item", label=pair(f"check.{i}"), kind="hidden", value=i)) for i in item
        ]
        code = Field(name="code", label=pair("floor.spot_code"))
        return [replace(f, title=pair(f"check.{f.fields[0].value}")) for f in checks] + [form("spot", "spot", code)]

    # -- the stages ------------------------------------------------------------------------------------------------------

    def _objections(self) -> list[FormView]:
        state = self.state
        pending = "" in state.objections.values() or state.accepted_since_freeze
        closed = pair("desk.objections_open") if pending else self._locked()
        return [form("convene", "convene", closed=closed), *self._opening_acts()]

    def _locked(self) -> Pair | None:
        """Why a live draw cannot be convened yet: who is missing (R46)."""
        missing = self.state.missing_people()
        if self.state.the_notice().mode != "live" or not missing:
            return None
        said = missing_words(missing)
        return pair("floor.live_locked", zh=said[0], en=said[1])

    def _commit(self) -> list[FormView]:
        state, notice = self.state, self.state.the_notice()
        waiting = [p for p in notice.parties if p.id not in state.commitments]
        forms = []
        if waiting:
            value = Field(name="commitment", label=pair("desk.commitment"), kind="hex", length=HEX)
            forms.append(form("commit", "commit", _party(waiting), value))
        missing = [p.id for p in notice.sealed_parties() if p.id not in state.commitments]
        closed = pair("desk.sealed_missing", parties=" ".join(missing)) if missing else None
        forms.append(form("board", "commit", closed=closed, main=not waiting))
        return forms + self._opening_acts()

    def _board(self) -> list[FormView]:
        return [form("reveal-open", "board")]

    def _reveal(self) -> list[FormView]:
        state = self.state
        able = [p for p in state.the_notice().open_parties() if p.id in state.commitments and p.id not in state.reveals]
        left = self.session.seconds_left()
        forms = [form("reveal", "reveal", _party(able), _SECRET)] if able else []
        closed = pair("desk.too_early") if left else None
        forms.append(form("reveal-close", "reveal", closed=closed, left=left, main=not able))
        return forms

    def _dice(self) -> list[FormView]:
        state = self.state
        spec = dice.parse(state.the_notice().dice)
        if spec is not None and len(state.dice_values) == spec.count:
            return [form("dice-confirm", "dice")]
        left = (spec.count if spec else 0) - len(state.dice_values)
        digits = Field(name="digits", label=pair("desk.digits", count=left), kind="digits")
        forms = []
        for role in ("operator", "checker"):
            typed = self.session.store.note(f"dice:{self.session.attempt}:{role}") is not None
            closed = pair("desk.dice_typed") if typed else None
            forms.append(form(f"dice-{role}", "dice", digits, closed=closed))
        return forms

    def _beacon(self) -> list[FormView]:
        return [form("beacon", "beacon", Field(name="signature", label=pair("desk.signature"), kind="hex", length=96))]

    def _envelopes(self) -> list[FormView]:
        return [form("envelopes", "envelopes")]

    def _opening(self) -> list[FormView]:
        state = self.state
        done = {*state.opened, *state.mismatched}
        left = [p for p in state.the_notice().sealed_parties() if p.id not in done]
        if not left:
            return [form("finish", "opening_papers")]
        mismatch = form("paper-mismatch", "opening_papers", _party(left), main=False, danger=True)
        return [form("paper", "opening_papers", _party(left), _SECRET), mismatch]

    def _seeded(self) -> list[FormView]:
        return [form("finish", "finish")]

    def _done(self) -> list[FormView]:
        return [] if self.session.sealed() else [form("finish", "finish")]

    def _late(self) -> list[FormView]:
        """A reveal after the deadline: for the minutes only."""
        state = self.state
        if not state.reveal_closed_at or state.stage is Stage.DONE or state.void_ruled:
            return []
        absent = [p for p in state.the_notice().open_parties() if p.id not in state.reveals]
        late = [form("reveal", "late", _party(absent), _SECRET, main=False)] if absent else []
        return [replace(f, title=pair("act.late"), why=pair("why.late"), then=pair("why.late")) for f in late]


def missing_words(missing: dict[str, int]) -> Pair:
    """Who is missing, as one phrase in each language."""
    said = []
    for kind, count in missing.items():
        zh, en = pair(f"person.{kind}")
        said.append(pair("floor.missing_one", zh=zh, en=en, count=count))
    return "、".join(zh for zh, _ in said), ", ".join(en for _, en in said)
