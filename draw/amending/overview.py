"""Where places stand after the draw, in words: open offers, heads of waiting lists, free places (SPEC §13, R37)."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from draw.amending.moves import last_day
from draw.amending.papers import Change
from draw.amending.state import State
from draw.words import pair, say

HEAD: Final = 5  # how many units of a waiting list are told


def lines(state: State, today: str) -> list[str]:
    """Sentences in both languages; an offer whose reply day is over says so."""
    told = [say("amend.status", number=state.number, last=state.last)]
    if state.annulled:
        told.append(say("amend.annulled"))
    told += offers(state, today) or [say("amend.no_offer")]
    return told + [_school(state, school.code) for school in state.rules.schools]


def offers(state: State, today: str) -> list[str]:
    """One sentence for each open offer."""
    return [_offer(state, applicant, day, today) for applicant, day in sorted(state.offers.items())]


def _offer(state: State, applicant: str, day: str, today: str) -> str:
    last = last_day(day, state.rules.after_draw.reply_days)
    key = "amend.offer_over" if last < today else "amend.offer"
    return say(key, applicant=applicant, school=state.held(applicant), day=day, last=last)


def _school(state: State, school: str) -> str:
    told = say("amend.places", school=school, free=state.free[school])
    if state.kept[school]:
        told += " " + say("amend.kept", count=state.kept[school])
    if school not in state.lists:
        return told
    waiting = (u for u in state.lists[school] if state.in_line(u))
    units = [f"{u} ({len(state.in_line(u))})" if len(state.members(u)) > 1 else u for u in islice(waiting, HEAD)]
    count = sum(bool(state.in_line(u)) for u in state.lists[school])
    return told + " " + (say("amend.line", count=count, units=" ".join(units)) if count else say("amend.no_line"))


def moves(changes: Iterable[Change]) -> list[str]:
    """One sentence a change: who, from what, to what, why."""
    told = []
    for change in changes:
        (old_zh, old_en), (new_zh, new_en) = (pair(f"outcome.{p.fate}") for p in (change.before, change.after))
        cause_zh, cause_en = pair("amend.vacancy") if change.cause == "VACANCY" else pair(f"event.{change.cause}")
        told.append(
            say(
                "amend.move",
                applicant=change.applicant,
                old_zh=f"{old_zh} {change.before.school}".strip(),
                old_en=f"{old_en} {change.before.school}".strip(),
                new_zh=f"{new_zh} {change.after.school}".strip(),
                new_en=f"{new_en} {change.after.school}".strip(),
                cause_zh=cause_zh,
                cause_en=cause_en,
            )
        )
    return told or [say("amend.nothing_moves")]
