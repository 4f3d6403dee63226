"""Objection papers as the desk keeps them: encrypted in the store, shown to operator and notary only (SPEC §9).

The minutes hold a salted hash of each paper. Which paper belongs to which number follows from that hash, so nothing else
has to be written at the same moment.
"""

import json
from dataclasses import dataclass
from typing import Final

from draw.edges.session import Session
from draw.errors import StepRefused
from draw.hashing import digest
from draw.words import say

MOST: Final = 20 * 2**20
_NOTE: Final = "objection-papers"
_SALT: Final = "paper-salt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One objection of this attempt. `outcome` "" while there is none; `paper` "" if it came in elsewhere and is not here."""

    number: int
    time: str
    outcome: str
    decided: str
    paper: str
    size: int


def keep_paper(session: Session, paper: bytes) -> str:
    """Store a paper before its objection is recorded. -> its name in the store. Raises StepRefused if it is empty."""
    if not paper.strip():
        raise StepRefused(say("objection.empty"))
    name = session.store.put(paper)
    before = kept(session)
    if name not in before:
        session.store.set_notes({_NOTE: json.dumps([*before, name]).encode()})
    return name


def kept(session: Session) -> list[str]:
    """Names in the store of all papers that were kept."""
    data = session.store.note(_NOTE)
    found: list[str] = json.loads(data) if data else []
    return found


def objections(session: Session) -> tuple[Objection, ...]:
    """The objections of this attempt, by number."""
    salt = session.store.note(_SALT) or b""
    papers = {digest(salt + data): (name, len(data)) for name in kept(session) for data in (session.store.get(name),)}
    decided = {line.body["number"]: line for line in session.lines if line.kind == "objection-outcome"}
    found = []
    for line in session.lines:
        if line.kind != "objection":
            continue
        number = int(line.body["number"])
        paper, size = papers.get(str(line.body["paper"]), ("", 0))
        end = decided.get(number)
        found.append(
            Objection(
                number=number, time=line.time, outcome=str(end.body["outcome"]) if end else "",
                decided=end.time if end else "", paper=paper, size=size,
            )
        )  # fmt: skip
    return tuple(found)


def paper_of(session: Session, number: int) -> bytes:
    """The paper of an objection. Raises StepRefused if it is not kept here."""
    found = next((one for one in objections(session) if one.number == number and one.paper), None)
    if found is None:
        raise StepRefused(say("objection.no_paper", number=number))
    return session.store.get(found.paper)
