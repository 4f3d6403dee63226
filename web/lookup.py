"""The staffed look-up for families without a phone: a code in, the frozen row out, and after the result what became of it (R50).

Behind a login, by POST only, so that no code stands in an address, a history or a log.
"""

import threading
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, render_template, request

from draw import amending
from draw.amending.state import State
from draw.ceremony import Stage
from draw.edges.session import Session
from draw.excerpt import Excerpts
from draw.explain import explain
from draw.notice import Mode
from draw.rules import Attribute, Rules
from draw.words import pair
from web.access import Who, allow, current
from web.config import Config
from web.service import Frozen, Service

Pair = tuple[str, str]
LONGEST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What is told about one applicant. `told` is empty before the result; `now` after an amendment that changed it."""

    applicant: str
    name: str  # masked; "" where the rule sheet shows no names
    unit: str
    mates: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]  # label, value: the public columns
    draws: tuple[str, ...]
    line: str  # of pool.csv, as frozen
    told: tuple[Pair, ...]
    now: Pair | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """A sealed record as the look-up reads it. `state` only if there are amendments."""

    excerpts: Excerpts
    seed: str
    state: State | None


class Book:
    """Answers from what is frozen and, once it is sealed, from the record; each is indexed once."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._key: tuple[str, int] = ("", 0)
        self._result: _Result | None = None

    def slip(self, applicant: str) -> Slip | None:
        """The slip of a code; None if the frozen list has no such code."""
        with self._service.reading() as session:
            if session.state.notice is None:
                return None
            frozen, name = self._service.frozen(), self._service.masked().get(applicant, "")
            # Nothing about the result before it is signed: until then there is nothing here to read it from.
            sealed = session.state.stage is Stage.DONE and session.sealed()
            amendments = _amendments(session) if sealed else 0
            result = self._opened(session, (frozen.notice_hash, amendments)) if sealed else None
        at = bisect_left(frozen.pool.applicants, applicant)
        if at == len(frozen.pool.applicants) or frozen.pool.applicants[at] != applicant:
            return None
        return _slip(frozen, at, name, result)

    def members(self, unit: str) -> tuple[str, ...]:
        """The applicants of a bundle; () if it is none."""
        with self._service.reading() as session:
            if session.state.notice is None:
                return ()
            pool = self._service.frozen().pool
        lines = pool.members.get(unit, ())
        return tuple(pool.applicants[i] for i in lines) if len(lines) > 1 else ()

    def _opened(self, session: Session, key: tuple[str, int]) -> _Result | None:
        with self._lock:
            if self._key != key:
                files = session.record()
                state = amending.check(files, *session.frozen()) if key[1] else None
                self._result = _Result(excerpts=Excerpts(files), seed=session.state.seed, state=state)
                self._key = key
            return self._result


def _amendments(session: Session) -> int:
    return sum(name.endswith("/amendment.txt") for name in session.store.files(session.attempt))


def _slip(frozen: Frozen, at: int, name: str, result: _Result | None) -> Slip:
    pool, rules = frozen.pool, frozen.rules
    applicant, unit = pool.applicants[at], pool.units[at]
    values = {a.name: pool.attributes[a.name][at] for a in rules.attributes}
    told: tuple[Pair, ...] = ()
    now = None
    if result is not None:
        told = tuple(explain(result.excerpts.of(applicant), result.seed, applicant))
        now = _now(rules, applicant, result)
    return Slip(
        applicant=applicant,
        name=name,
        unit=unit,
        mates=tuple(pool.applicants[i] for i in pool.members[unit] if i != at),
        facts=tuple((a.label, _value(a, values[a.name], rules)) for a in rules.attributes),
        draws=tuple(f"{d.id} {d.title}" for d in rules.draws if d.matches(values)),
        line=",".join((applicant, unit, *values.values(), pool.seals[at])),
        told=told,
        now=now,
    )


def _value(attribute: Attribute, code: str, rules: Rules) -> str:
    """A value with its words, where it has any."""
    if attribute.kind in ("schools", "preferences"):
        words = next((s.name for s in rules.schools if s.code == code), "")
    else:
        words = next((v.label for v in attribute.values if v.code == code), "")
    return f"{code} {words}".strip()


def _now(rules: Rules, applicant: str, result: _Result) -> Pair | None:
    """What amendments made of the outcome; None if nothing changed."""
    if result.state is None:
        return None
    if result.state.annulled:
        return pair("lookup.annulled")
    place, row = result.state.place(applicant), result.excerpts.row(applicant)
    if (str(place.fate), place.school) == (row[5], row[6]):
        return None
    zh, en = pair(f"outcome.{place.fate}")
    name = rules.school(place.school).name if place.school else ""
    return pair(
        "lookup.now", number=result.state.number, fate_zh=zh, fate_en=en, school=f"{place.school} {name}".strip()
    )


def typed(text: str) -> str:
    """A code as it is meant: full-width digits, blanks and small letters are no reason to find nothing."""
    return "".join(unicodedata.normalize("NFKC", text[:LONGEST]).split()).upper()


def blueprint(config: Config) -> Blueprint:
    """The routes of the look-up."""
    lookup = Blueprint("lookup", __name__)
    service, book = config.service, Book(config.service)

    def page(code: str, slip: Slip | None, members: tuple[str, ...]) -> str:
        here = current(config)
        if here is None:  # the access mark let nobody else through
            abort(403)
        with service.reading() as session:
            notice, example = session.state.notice, ""
            if notice is not None:
                example = service.frozen().pool.applicants[0] if service.frozen().pool.applicants else ""
            facts = {
                "notice": notice,
                "live": notice is not None and notice.mode is Mode.LIVE,
                "notice_hash": session.state.notice_hash,
                "held": session.state.stage is Stage.DONE and session.sealed(),
            }
        return render_template(
            "lookup.html", token=here.token, code=code, slip=slip, members=members, example=example, **facts
        )

    @lookup.get("/lookup")
    @allow(Who.STAFF)
    def form() -> str:
        """Where the code is typed."""
        return page("", None, ())

    @lookup.post("/lookup")
    @allow(Who.STAFF)
    def found() -> str:
        """The slip of a code."""
        code = typed(request.form.get("code", ""))
        slip = book.slip(code)
        return page(code, slip, () if slip else book.members(code))

    return lookup
