"""One event on a state: who may do what, what it changes, and who moves up (SPEC §13, R37-R39)."""

from datetime import date
from typing import Final

from draw.amending.fates import ALLOWED, AT_PLACE, HOLDING, VACANCY, EventKind, Fate, Place
from draw.amending.papers import Change, Event
from draw.amending.state import State
from draw.encoding import HASH, matches
from draw.errors import StepRefused
from draw.rules.forms import is_date
from draw.words import pair, say

_LEAVES: Final = {
    EventKind.DECLINED: Fate.DECLINED,
    EventKind.NO_SHOW: Fate.FORFEITED,
    EventKind.ELSEWHERE: Fate.ELSEWHERE,
}


def apply(state: State, event: Event) -> tuple[Change, ...]:
    """Check one event, take it into the state, and fill what fell free. Returns what changed, in order.

    Raises StepRefused, and leaves the state as it was, if the event is not allowed.
    """
    _check(state, event)
    state.date = event.date
    if event.kind is EventKind.ANNULLED:
        state.annulled = True
        return ()
    if event.kind is EventKind.JOINED:
        return ()
    return (*_happen(state, event), *_fill(state, event.date))


# -- what is allowed --------------------------------------------------------------------------------------------------


def _refuse(key: str, **facts: object) -> StepRefused:
    return StepRefused(say(key, **facts))


def _of(event: Event) -> dict[str, str]:
    """The facts of an event that every refusal may name."""
    event_zh, event_en = pair(f"event.{event.kind}")
    return {"applicant": event.applicant or "—", "date": event.date, "event_zh": event_zh, "event_en": event_en}


def _check(state: State, event: Event) -> None:
    if state.annulled:
        raise _refuse("amend.annulled", **_of(event))
    if not is_date(event.date):
        raise _refuse("amend.date_form", **_of(event))
    if event.date < state.date:
        raise _refuse("amend.date_order", **_of(event), last=state.date)
    if event.paper != "none" and not matches(HASH, event.paper):
        raise _refuse("amend.paper", **_of(event))
    if event.kind is EventKind.ANNULLED:
        if event.applicant or event.school:
            raise _refuse("amend.nobody", **_of(event))
        return
    if event.kind is EventKind.JOINED:
        _check_joined(state, event)
        return
    if event.applicant not in state.line_of:
        raise _refuse("amend.applicant", **_of(event))
    now, right = state.place(event.applicant).fate, ALLOWED[event.kind]
    if now not in right:
        (now_zh, now_en), words = pair(f"outcome.{now}"), [pair(f"outcome.{f}") for f in Fate if f in right]
        if event.kind in (EventKind.STRUCK, EventKind.ELSEWHERE):
            raise _refuse("amend.ended", **_of(event), now_zh=now_zh, now_en=now_en)
        raise _refuse(
            "amend.fate", **_of(event), now_zh=now_zh, now_en=now_en,
            right_zh="、".join(w for w, _ in words), right_en=", ".join(w for _, w in words),
        )  # fmt: skip
    held = state.held(event.applicant)
    if event.school != held:
        right_zh, right_en = (held, held) if held else pair("amend.empty")
        raise _refuse("amend.school", **_of(event), right_zh=right_zh, right_en=right_en, school=event.school or "—")
    if event.kind in (EventKind.LEAVE, EventKind.NO_SHOW, EventKind.DECLINED) and event.applicant in state.reported:
        raise _refuse("amend.reported", **_of(event))
    _check_days(state, event)


def _check_joined(state: State, event: Event) -> None:
    """A late pupil came into a class: only where classes were drawn, and with the statement that says so (R44)."""
    if event.applicant:
        raise _refuse("amend.joined_nobody", **_of(event))
    schools = state.class_schools()
    if event.school not in schools:
        of = " ".join(schools) or "—"
        raise _refuse("amend.joined_school", **_of(event), school=event.school or "—", schools=of)
    if event.paper == "none":
        raise _refuse("amend.joined_paper", **_of(event))


def _check_days(state: State, event: Event) -> None:
    """The periods of after_draw (R37, R38)."""
    terms, who = state.rules.after_draw, event.applicant
    match event.kind:
        case EventKind.LEAVE:
            if not terms.leave_days:
                raise _refuse("amend.no_leave", **_of(event))
            if who in state.on_leave:
                raise _refuse("amend.leave_twice", **_of(event))
            if event.date > terms.report_by:
                raise _refuse("amend.leave_late", **_of(event), day=terms.report_by)
        case EventKind.NO_SHOW:
            if terms.report_by == "none":
                raise _refuse("amend.no_deadline", **_of(event))
            _after(event, terms.report_by, terms.leave_days if who in state.on_leave else 0)
            if who in state.filled:
                _after(event, state.filled[who], terms.reply_days)
        case EventKind.EXPIRED:
            _after(event, state.offers[who], terms.reply_days)


def _after(event: Event, day: str, days: int) -> None:
    """Raises StepRefused unless the event is later than `days` days after `day`."""
    end = date.fromisoformat(day).toordinal() + days
    if date.fromisoformat(event.date).toordinal() <= end:
        raise _refuse("amend.early", **_of(event), day=_text(end + 1))


def last_day(day: str, days: int) -> str:
    """The text of the date `days` days after `day`."""
    return _text(date.fromisoformat(day).toordinal() + days)


def _text(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat() if ordinal <= date.max.toordinal() else "—"


# -- what it changes --------------------------------------------------------------------------------------------------


def _move(state: State, applicant: str, after: Place, cause: str) -> Change:
    line = state.line_of[applicant]
    before, state.places[line] = state.places[line], after
    if before.fate is Fate.OFFERED:
        del state.offers[applicant]
    return Change(applicant=applicant, before=before, after=after, cause=cause)


def _leave(state: State, applicant: str, after: Place, cause: str) -> Change:
    """The applicant loses its place or offer, if it holds one, and the school gets the place back."""
    school = state.held(applicant)
    change = _move(state, applicant, after, cause)
    if not school:
        return change
    together = school in state.by_unit and state.line_of[applicant] not in state.registered
    if not together or all(state.held(a) != school for a in state.members(state.unit(applicant))):
        state.free[school] += 1
    return change


def _happen(state: State, event: Event) -> list[Change]:
    who, kind, terms = event.applicant, event.kind, state.rules.after_draw
    offered = state.place(who).fate is Fate.OFFERED
    match kind:
        case EventKind.REPORTED:
            state.reported.add(who)
        case EventKind.LEAVE:
            state.on_leave.add(who)
        case EventKind.ACCEPTED:
            return [_admit(state, who, event.school, kind)]
        case EventKind.DECLINED | EventKind.EXPIRED if offered:
            return [_refuse_offer(state, who, Fate(kind), kind)]
        case EventKind.NO_SHOW if terms.no_show == "BOUND":
            pass
        case EventKind.STRUCK:
            others = [a for a in state.members(state.unit(who)) if a != who and state.held(a)]
            leaving = [who, *(others if terms.member_struck == "ALL_LEAVE" else ())]
            return [_leave(state, a, Place(Fate.STRUCK, ""), kind) for a in leaving]
        case EventKind.DECLINED | EventKind.NO_SHOW | EventKind.ELSEWHERE:
            return [_leave(state, who, Place(_LEAVES[kind], ""), kind)]
    return []


def _refuse_offer(state: State, applicant: str, fate: Fate, cause: str) -> Change:
    """The offer and that school's list are left; another list the applicant stands on still counts."""
    unit, school = state.unit(applicant), state.held(applicant)
    others = [s for s, units in state.lists.items() if unit in units and s != school]
    after = Place(Fate.WAITING, others[0]) if others else Place(fate, "")
    return _leave(state, applicant, after, cause)


def _admit(state: State, applicant: str, school: str, cause: str) -> Change:
    fate = Fate.SHORTLISTED if school in state.shortlists else Fate.ADMITTED
    return _move(state, applicant, Place(fate, school), cause)


# -- who moves up -----------------------------------------------------------------------------------------------------


def _fill(state: State, day: str) -> list[Change]:
    """Walk every waiting list while its school has a place to spare (R37)."""
    terms = state.rules.after_draw
    changes: list[Change] = []
    if terms.list_until != "none" and day > terms.list_until:
        return changes
    for school in state.lists:
        for unit in list(state.lists[school]) if state.spare(school) > 0 else ():
            if state.spare(school) <= 0:
                break
            moving = state.in_line(unit)
            if not moving:
                continue
            cost = 1 if school in state.by_unit else len(moving)
            if cost > state.spare(school):
                if terms.bundle_at_head == "WAIT":
                    break
                continue
            state.free[school] -= cost
            del state.lists[school][unit]
            changes += [_offer(state, a, school, day) for a in moving]
    return changes


def _offer(state: State, applicant: str, school: str, day: str) -> Change:
    state.filled[applicant] = day
    if not state.rules.after_draw.reply_days:
        return _admit(state, applicant, school, VACANCY)
    state.offers[applicant] = day
    return _move(state, applicant, Place(Fate.OFFERED, school), VACANCY)


__all__ = ["AT_PLACE", "HOLDING", "apply", "last_day"]
