"""What may become of an applicant, and the events that do it: the closed lists of SPEC §8 and §13."""

from enum import StrEnum
from typing import Final, NamedTuple


class Fate(StrEnum):
    """The outcomes of SPEC §8 and §16, and those that only amendments give (SPEC §13)."""

    ADMITTED = "admitted"
    WAITING = "waiting"
    NOT_ADMITTED = "not_admitted"
    SHORTLISTED = "shortlisted"
    NOT_SHORTLISTED = "not_shortlisted"
    PLACED = "placed"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    OFFERED = "offered"
    DECLINED = "declined"
    EXPIRED = "expired"
    FORFEITED = "forfeited"
    STRUCK = "struck"
    ELSEWHERE = "elsewhere"


class EventKind(StrEnum):
    """What can happen after the draw."""

    REPORTED = "reported"
    LEAVE = "leave"
    NO_SHOW = "no-show"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    CONTACTED = "contacted"
    STRUCK = "struck"
    ELSEWHERE = "elsewhere"
    ANNULLED = "annulled"
    JOINED = "joined"


class Place(NamedTuple):
    """An applicant's outcome and its school, "" where there is none."""

    fate: Fate
    school: str


VACANCY: Final = "VACANCY"  # the cause of a move that no event named: a place was filled
AT_PLACE: Final = frozenset({Fate.ADMITTED, Fate.SHORTLISTED})
HOLDING: Final = AT_PLACE | {Fate.OFFERED}
OF_NOBODY: Final = frozenset({EventKind.ANNULLED, EventKind.JOINED})  # events whose applicant is empty
IN_LINE: Final = frozenset({Fate.WAITING, Fate.NOT_ADMITTED, Fate.NOT_SHORTLISTED})  # whom a waiting list can move
ENDED: Final = frozenset({Fate.STRUCK, Fate.ELSEWHERE, Fate.FORFEITED})

ALLOWED: Final = {
    EventKind.REPORTED: AT_PLACE,
    EventKind.LEAVE: AT_PLACE,
    EventKind.NO_SHOW: AT_PLACE,
    EventKind.DECLINED: HOLDING,
    EventKind.ACCEPTED: frozenset({Fate.OFFERED}),
    EventKind.EXPIRED: frozenset({Fate.OFFERED}),
    EventKind.CONTACTED: frozenset({Fate.OFFERED}),
    EventKind.STRUCK: frozenset(Fate) - {Fate.STRUCK},
    EventKind.ELSEWHERE: frozenset(Fate) - ENDED,
}
