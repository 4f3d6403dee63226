"""What waits for the second person, told in full: who proposed it, what it is about, what to check before it is confirmed (R45)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw.edges.people import Role
from draw.edges.session import Session
from draw.hashing import read_aloud
from draw.ledger import CHECK_ITEMS
from draw.words import WORDS, pair
from web import pending
from web.acts import ACTS
from web.floor_acts import PAPER
from web.floor_fields import FormView, Pair, described
from web.floor_steps import STEPS
from web.login import Login

Rows = list[tuple[Pair, str]]
# Step -> how many things the notary checks at it.
ATTEST: Final[Mapping[str, int]] = {
    step: next(n for n in range(99) if f"attest.{step}_{n + 1}" not in WORDS)
    for step in (*(key for key, _ in STEPS), "void")
}
_STEP_OF: Final = {"freeze": "freeze", "paper-mismatch": "opening_papers", "rule-void": "void"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingView:
    """`mine`: this person proposed it; `confirm`: this person may confirm it; `paper`: one is attached."""

    act: str
    title: Pair
    why: Pair
    then: Pair
    rows: Rows
    attest: list[Pair]
    by: Pair
    name: str
    second: Pair
    mine: bool
    confirm: bool
    paper: bool
    proposal: str


def attest(step: str) -> list[Pair]:
    """What the notary checks at a step."""
    return [pair(f"attest.{step}_{n}") for n in range(1, ATTEST.get(step, 0) + 1)]


def shown(session: Session, forms: Sequence[FormView], login: Login | None) -> PendingView | None:
    """What waits, as this person sees it; None if nothing does."""
    found = pending.waiting(session)
    if found is None:
        return None
    view = next((f for f in forms if f.act == found.act), None)
    key, second = found.act.replace("-", "_"), ACTS[found.act].second or Role.NOTARY
    account = login.account if login is not None else None
    return PendingView(
        act=found.act,
        title=pair(f"act.{key}"),
        why=pair(f"why.{key}"),
        then=pair(f"then.{found.act}"),
        rows=_inputs(found.subject) if found.act == "freeze" else _about(session, found.act) + described(view, found.form),
        attest=attest(_STEP_OF.get(found.act, found.act)),
        by=pair(f"role.{found.by.role}"),
        name=found.by.name,
        second=pair(f"role.{second}"),
        mine=account is not None and account.id == found.by.id,
        confirm=login is not None and login.role is second,
        paper=PAPER in found.form,
        proposal=found.proposal,
    )


def _inputs(subject: str) -> Rows:
    """What a freeze is about, to compare with the operator's screen; the whole of it is on the page of the proposal."""
    return [(pair("setup.subject_aloud"), read_aloud(subject))]


def _about(session: Session, act: str) -> Rows:
    """What is frozen and who is there: what a confirmation stands on."""
    state = session.state
    if state.notice is None:
        return []
    rows: Rows = [
        (pair("floor.code_notice"), read_aloud(state.notice_hash)),
        (pair("floor.stage"), " ".join(pair(f"stage.{state.stage}"))),
    ]
    if act == "convene":
        there: dict[str, set[str]] = {}
        for _, kind, person in state.signed_in:
            there.setdefault(kind, set()).add(person)
        said = "、".join(f"{pair(f'person.{kind}')[0]} {len(people)}" for kind, people in there.items())
        done = "、".join(pair(f"check.{item}")[0] for item in CHECK_ITEMS if item in state.checks)
        rows.append((pair("hall.children"), str(state.notice.applicants)))
        rows.append((pair("floor.there"), said or "–"))
        rows.append((pair("run.checks"), done or "–"))
    return rows
