"""The acts on the screen: next, back, view, blank, pace, spot, lookup, card. None is an act of the ceremony."""

from collections.abc import Mapping, Sequence
from typing import Final

from draw.edges.session import Session
from draw.errors import StepRefused
from draw.words import say
from web import order
from web.faults import Stale
from web.handbook import CARDS
from web.service import FASTEST_PACE, Service

SCREEN_ACTS: Final = ("next", "back", "view", "blank", "pace", "spot", "lookup", "card")
_BLANKS: Final = {"1": "black", "white": "white"}
Form = Mapping[str, str]


def act(service: Service, name: str, form: Form) -> None:
    """Do one of SCREEN_ACTS. Raises Stale for a press that was meant for another page, StepRefused for what cannot be shown."""
    with service.reading() as session:
        service.expect(form)
        display = service.display
        if name == "blank":
            display.blank = _BLANKS.get(form.get("on", ""), "")
        elif name == "pace":
            seconds = form.get("seconds", "0")
            display.pace = max(FASTEST_PACE, int(seconds)) if seconds.isdigit() and int(seconds) else 0
            display.due = service.clock() + display.pace
        elif name == "spot":
            display.spot = _code(service, form)
            display.looking = "spot:0"
        elif name == "lookup":
            _look_up(service, form)
        elif name == "card":
            _card(service, session, form.get("card", ""))
        else:
            _turn(service, session, name, form)


def _turn(service: Service, session: Session, name: str, form: Form) -> None:
    display, views = service.display, order.known(service, session)
    here = order.current(display, session, views, service.position.shown)
    present = order.present(session, views, service.position.shown)
    if name == "view":
        there = _named(form.get("to", ""), views, present)
    elif form.get("at", here) != here:
        raise Stale(say("desk.stale"))
    elif here not in views:  # a card is put away: what is behind it appears
        there = present
    elif name == "back":
        there = views[max(0, views.index(here) - 1)]
    elif views.index(here) + 1 < len(views):
        there = views[views.index(here) + 1]
    else:
        service.advance()
        return
    display.looking = "" if there == present and not session.state.paused else there


def _named(to: str, views: Sequence[str], present: str) -> str:
    """A view by its name, by its number from 1 (#12), or the present one (#last)."""
    number = to[1:] if to.startswith("#") else ""
    if number == "last":
        return present
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(views):
        return views[int(number) - 1]
    if to in (*views, *order.OUTSIDE):
        return to
    raise StepRefused(say("screen.no_view", count=len(views)))


def _code(service: Service, form: Form) -> str:
    """The code asked for, as it stands in the frozen list. Raises StepRefused if there is none."""
    code = form.get("code", "").strip().upper()
    if code not in service.frozen().pool.applicants:
        raise StepRefused(say("screen.no_code", code=code[:32]))
    return code


def _look_up(service: Service, form: Form) -> None:
    show = service.show()
    if show is None or service.position.shown < len(show.frames):
        raise StepRefused(say("screen.lookup_early"))  # nobody's result is on the screen before its page of the show
    service.display.look_up(_code(service, form))
    service.display.looking = "lookup:0"


def _card(service: Service, session: Session, key: str) -> None:
    display = service.display
    if not key:
        display.card = display.card_since = display.looking = ""
        return
    if key not in {card.key for card in CARDS}:
        raise StepRefused(say("screen.no_card"))
    display.card, display.looking = key, order.INCIDENT
    display.card_since = session.ambient.now(service.position.event + 1)
