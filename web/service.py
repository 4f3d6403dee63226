"""The only join of pages and session: a lock, a look at what others recorded, and one function an act (acts.py)."""

import copy
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from draw import prose
from draw.ceremony import Stage
from draw.edges.people import Role
from draw.edges.session import Session
from draw.edges.session_folder import Pins
from draw.edges.sheets import masked_names
from draw.errors import StepRefused
from draw.notice import Notice
from draw.pool import Pool
from draw.rules import Rules
from draw.words import pair, say
from web import pending, witness_limits
from web.acts import ACTS, Act, Form, Pair
from web.display import Display
from web.faults import NotYours, Stale
from web.fonts import Fonts
from web.login import Login
from web.show import Show

FASTEST_PACE: Final = 2  # seconds a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What is read once a freeze: reading a big pool again for every page would be felt."""

    notice_hash: str
    notice: Notice
    rules: Rules
    pool: Pool
    sections: list[prose.Section]


@dataclass(frozen=True, slots=True)
class Position:
    """Where the ceremony stands for pages: event number = ledger lines + show events."""

    attempt: int = 0
    ledger: int = 0
    shown: int = 0
    time: str = ""  # of the last show event

    @property
    def event(self) -> int:
        """The number of the last event."""
        return self.ledger + self.shown


class Service:
    """A session for many threads. Nothing here keeps state that the store does not have, but for the display."""

    def __init__(self, session: Session, clock: Callable[[], float] = time.monotonic) -> None:
        # An own view of the same store: whoever opened the session (a demo, a test) may go on using theirs.
        self._session = copy.copy(session)
        self._session.reload()
        self.lock = threading.RLock()
        self.display = Display()
        self.position = Position()
        self.on_progress: Callable[[str], None] = lambda text: None
        self.clock = clock
        self._frozen: Frozen | None = None
        self._show: Show | None = None
        self._names: tuple[str, Mapping[str, str]] = ("", {})
        self.fonts = Fonts(self._session.private / "fonts")
        self.public_url = ""  # where the public reads; "" until both sides run
        self._look()

    @contextmanager
    def reading(self, *, fresh: bool = True) -> Iterator[Session]:
        """The session under the lock, after taking in what others recorded."""
        with self.lock:
            if fresh:
                self._session.reload()
                self._look()
            yield self._session

    def _look(self) -> None:
        """Follow the session: a new line ends any looking back; show events are counted where they are stored."""
        session, old = self._session, self.position
        shown, shown_at = (old.shown, old.time) if old.attempt == session.attempt else (0, "")
        if session.state.stage is Stage.DONE and session.sealed():
            for event in session.store.show(shown):
                shown, shown_at = event["n"], str(event["time"])
        ledger = len(session.lines)
        if (old.attempt, old.ledger, old.shown) != (session.attempt, ledger, shown):
            self.display.moved(paused=bool(session.state.paused))
            self.position = Position(session.attempt, ledger, shown, shown_at)

    def frozen(self) -> Frozen:
        """What is frozen, with its rule sentences; read again only after another freeze."""
        value = self._session.state.notice_hash
        if self._frozen is None or self._frozen.notice_hash != value:
            notice, rules, pool = self._session.frozen()
            sections = prose.sections(rules, pool)
            self._frozen = Frozen(notice_hash=value, notice=notice, rules=rules, pool=pool, sections=sections)
        return self._frozen

    def masked(self) -> Mapping[str, str]:
        """Applicant -> masked name; empty where the rule sheet shows none. Read again only after another freeze."""
        value = self._session.state.notice_hash
        if self._names[0] != value:
            self._names = (value, masked_names(self._session))
        return self._names[1]

    def show(self) -> Show | None:
        """The show, once the record is sealed; None before: until then not even the order is computed here."""
        session = self._session
        if session.state.stage is not Stage.DONE or not session.sealed():
            return None
        if self._show is None:
            frozen = self.frozen()
            state = session.state
            self._show = Show(frozen.pool, frozen.rules, state.seed, state.outputs, self.masked())
        return self._show

    # -- acts -------------------------------------------------------------------------------------------------------

    def alone(self) -> bool:
        """True in a rehearsal: one operator may play every part. A live draw needs every person at their own station."""
        notice = self._session.state.notice
        return (notice.mode if notice is not None else self.planned().get("mode")) != "live"

    def rehearsal(self) -> bool:
        """True if what is frozen, or the rule sheet in the folder, says that this is a rehearsal: every page is marked then."""
        notice = self._session.state.notice
        return (notice.mode if notice is not None else self.planned().get("mode")) == "rehearsal"

    def planned(self) -> dict[str, str]:
        """Id and mode that the rule sheet in the folder gives; what it does not give is left out."""
        try:
            found = tomllib.loads((self._session.folder / "session.toml").read_text(encoding="utf-8"))["session"]
            return {key: str(found[key]) for key in ("id", "mode") if key in found}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def session_id(self) -> str:
        """The session's id, frozen or planned; "" if neither says."""
        notice = self._session.state.notice
        return notice.session if notice is not None else self.planned().get("id", "")

    def act(self, name: str, form: Form, login: Login) -> Pair:
        """Do one act, or propose it where a second person must confirm it. -> what was done, in words.

        The form carries the attempt and event number it was made for; if anything was recorded since, nothing is done, but for
        acts that cannot harm then. Raises Stale, or what the session raises.
        """
        act = ACTS[name]
        with self.reading() as session:
            self._may(act.who, login)
            witness_limits.check(name, session, form, login)
            if not act.loose:
                self.expect(form)
            if act.confirm:
                self._confirmed(form)
            if act.second is not None and not self.alone():
                kept = pending.kept(form)
                subject = act.subject(session, kept)
                return pending.propose(session, name, kept, second=act.second, subject=subject, login=login)
            return self._do(act, form, login.proof())

    def second(self, form: Form, login: Login) -> Pair:
        """Confirm what another person proposed, and do it. -> what was done. Raises StepRefused or Stale."""
        with self.reading() as session:
            found = pending.waiting(session)
            if found is None:
                raise StepRefused(say("people.nothing_pending"))
            act = ACTS[found.act]
            pins = pending.proofs(found, act.second or Role.NOTARY, login)
            self.expect(form)
            self._confirmed(form)
            other = form.get("proposal", found.proposal) != found.proposal  # withdrawn, and something else proposed
            if other or act.subject(session, found.form) != found.subject:
                raise StepRefused(say("people.changed"))
            pending.clear(session)
            return self._do(act, found.form, pins)

    def withdraw(self, login: Login) -> Pair:
        """Take back what waits for the second person."""
        with self.reading() as session:
            pending.clear(session)
            return pair("people.withdrawn")

    def _do(self, act: Act, form: Form, pins: Pins) -> Pair:
        try:
            return act.do(self._session, form, pins, self.on_progress)
        finally:
            self._look()

    def _may(self, who: tuple[Role, ...], login: Login) -> None:
        if login.account is None and not self.alone():
            raise NotYours(say("people.named"))
        if login.role not in who and not (self.alone() and login.role is Role.OPERATOR):
            chinese, english = zip(*(pair(f"role.{role}") for role in who), strict=True)
            raise NotYours(say("people.not_your_act", zh="、".join(chinese), en=" / ".join(english)))

    def _confirmed(self, form: Form) -> None:
        if form.get("confirm", "").strip() != self.session_id():
            raise StepRefused(say("desk.confirm_wrong", session=self.session_id()))

    def expect(self, form: Mapping[str, str]) -> None:
        """Raises Stale for a form that was made before the last event."""
        here = self.position
        if (form.get("attempt"), form.get("expected")) != (str(here.attempt), str(here.event)):
            raise Stale(say("desk.stale"))

    # -- the screen ---------------------------------------------------------------------------------------------------

    def advance(self) -> bool:
        """Turn the show by one page, durably; the caller holds the lock. -> False if there is no further page."""
        show = self.show()
        if show is None or self.position.shown >= len(show.frames):
            return False
        n = self.position.shown + 1
        time_now = self._session.ambient.now(self.position.ledger + n)
        self._session.store.add_show(n, {"kind": "show", "at": n, "time": time_now})
        self.display.due = self.clock() + self.display.pace
        self._look()
        return True

    def tick(self) -> bool:
        """Turn the page if the pace says so. -> True if it did."""
        with self.lock:
            screen = self.display
            if not screen.pace or screen.blank or screen.looking or self.clock() < screen.due:
                return False
            show = self.show()
            if show is None:
                return False
            self.advance()
            if self.position.shown >= len(show.frames):
                screen.pace = 0
            return True
