"""What one person proposed and another has to confirm at their own station; a note of the store, so that a restart keeps it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from draw.edges.people import Account, Proven, Role
from draw.edges.session import Session
from draw.hashing import digest
from draw.words import pair, say
from web.faults import NotYours
from web.login import Login

_NOTE: Final = "pending"
_LEFT_OUT: Final = ("token", "attempt", "expected", "confirm")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An act, what was typed for it, who proposed it, and the hash of what it is about."""

    act: str
    form: Mapping[str, str]
    by: Account
    attempt: int
    subject: str

    @property
    def proposal(self) -> str:
        """A hash of all of it: the second person's form carries it, so that what they read is what they confirm."""
        value = [self.act, dict(sorted(self.form.items())), self.by.id, self.attempt, self.subject]
        return digest(json.dumps(value, ensure_ascii=False).encode())


def kept(form: Mapping[str, str]) -> dict[str, str]:
    """What of a form is about the act itself."""
    return {key: form[key] for key in form if key not in _LEFT_OUT}


def _role(role: Role) -> dict[str, str]:
    return dict(zip(("zh", "en"), pair(f"role.{role}"), strict=True))


def propose(session: Session, name: str, form: Mapping[str, str], *, second: Role, subject: str, login: Login) -> Pair:
    """Keep the act until the second person confirms it; a later proposal takes its place."""
    if login.account is None:
        raise NotYours(say("people.named"))
    value = {"act": name, "form": dict(form), "by": asdict(login.account), "attempt": session.attempt, "subject": subject}
    session.store.set_notes({_NOTE: json.dumps(value, ensure_ascii=False).encode()})
    return pair("people.need_second", **_role(second))


def waiting(session: Session) -> Pending | None:
    """What waits to be confirmed; None if nothing does."""
    data = session.store.note(_NOTE)
    if data is None:
        return None
    value = json.loads(data)
    by = value.pop("by")
    found = Pending(by=Account(id=by["id"], role=Role(by["role"]), name=by["name"]), **value)
    return found if found.attempt == session.attempt else None


def proofs(found: Pending, second: Role, login: Login) -> dict[str, str | Proven]:
    """Both persons' proofs. Raises StepRefused unless the second is another person, in the role that has to confirm."""
    if login.account is None or login.role is not second:
        raise NotYours(say("people.not_your_act", **_role(second)))
    if login.account.id == found.by.id:
        raise NotYours(say("people.same_person"))
    return {str(found.by.role): Proven(account=found.by), **login.proof()}


def clear(session: Session) -> None:
    """Nothing waits any more."""
    session.store.set_notes({_NOTE: None})
