"""Step 16 again: amendments of an amender who keeps no rule. Each changes.csv is what follows from its events, so that nothing but
the rule that was broken tells (SPEC §13).
"""

from collections.abc import Sequence
from functools import partial
from unittest import mock

from afterwards import NOON, after, event, frozen, ranked
from simulator import AMENDER, after_draw, rules_of, school

from conformance_cases.amendments import X, Y
from conformance_cases.bases import D, children, lean, unamended
from conformance_cases.case import MISMATCH, Files, add, fails
from conformance_cases.forging import amendment, with_lines
from draw import amending

Told = tuple[str, ...]  # event, applicant, date, school, paper
BEHIND = "2026-09-12"


def forged(files: Files, *series: Sequence[Told]) -> Files:
    """The record with these amendments, whatever is allowed."""
    result = dict(files)
    for told in series:
        state = after(result) if result is files or not any(n.startswith("amendments/") for n in result) else _loosely(result)
        with mock.patch("draw.amending.moves._check", lambda state, event: None):
            made, _ = amending.make(
                state, [event(*one) for one in told], session=frozen(result)[0].session, time=NOON, key=AMENDER
            )
        result |= made
    return result


def _loosely(files: Files) -> amending.State:
    with mock.patch("draw.amending.moves._check", lambda state, event: None):
        return after(files)


def _of(series: Sequence[Sequence[Told]], _: Files) -> Files:
    return forged(unamended(), *series)


HAPPENED: dict[str, tuple[list[list[Told]], str]] = {
    "leave_twice": ([[("leave", X[0], D, "X1"), ("leave", X[0], D, "X1")]], "leave is asked once"),
    "leave_after_reporting": ([[("reported", X[0], D, "X1"), ("leave", X[0], D, "X1")]], "who reported needs no leave"),
    "leave_late": ([[("leave", X[0], "2026-08-27", "X1")]], "leave is asked by report_by"),
    "leave_of_who_waits": ([[("leave", X[3], D, "")]], "leave is for who has a place"),
    "no_show_after_reporting": ([[("reported", X[0], D, "X1"), ("no-show", X[0], BEHIND, "X1")]], "who reported is no no-show"),
    "no_show_on_the_day": ([[("no-show", X[0], "2026-08-26", "X1")]], "a no-show is later than report_by"),
    "no_show_in_leave": ([[("leave", X[0], D, "X1"), ("no-show", X[0], "2026-09-02", "X1")]], "a no-show is later than the leave"),
    "no_show_soon_after_a_fill": ([[("declined", X[0], "2026-08-25", "X1"), ("accepted", X[2], "2026-08-26", "X1"),
        ("no-show", X[2], "2026-08-28", "X1")]], "who moved up has reply_days, too"),
    "declined_after_reporting": ([[("reported", X[0], D, "X1"), ("declined", X[0], D, "X1")]], "who reported does not decline"),
    "expired_on_the_day": ([[("declined", X[0], D, "X1"), ("expired", X[2], "2026-07-23", "X1")]],
        "an offer runs until its date + reply_days"),
    "contacted_without_offer": ([[("contacted", X[0], D, "X1")]], "contacted is for who has an offer"),
    "reported_without_place": ([[("reported", Y[3], D, "")]], "reported is for who has a place"),
    "reported_elsewhere": ([[("reported", X[0], D, "Y1")]], "school is where the applicant is admitted"),
    "reported_nowhere": ([[("reported", X[0], D, "")]], "school is where the applicant is admitted"),
    "reported_before": ([[("reported", X[0], D, "X1"), ("reported", X[1], "2026-07-19", "X1")]],
        "a date is never earlier than the one before it"),
    "reported_before_the_last_one": ([[("reported", X[0], D, "X1")], [("reported", X[1], "2026-07-19", "X1")]],
        "a date is never earlier than the one before it, over all amendments"),
    "reported_on_no_day": ([[("reported", X[0], "2026-07-32", "X1")]], "a date exists"),
    "reported_with_a_letter": ([[("reported", X[0], D, "X1", "letter.pdf")]], "paper is a hash or none"),
    "struck_twice": ([[("struck", X[0], D, "X1"), ("struck", X[0], D, "")]], "who is struck is not struck again"),
    "elsewhere_after_forfeiting": ([[("no-show", X[0], BEHIND, "X1"), ("elsewhere", X[0], BEHIND, "")]],
        "who forfeited the place does not withdraw"),
    "annulled_with_a_child": ([[("annulled", X[0], D, "")]], "annulled has no applicant"),
    "annulled_with_a_school": ([[("annulled", "", D, "X1")]], "annulled has no school"),
    "annulled_twice": ([[("annulled", "", D, ""), ("annulled", "", D, "")]], "annulled comes once"),
    "after_the_annulment": ([[("annulled", "", D, ""), ("reported", X[0], D, "X1")]], "annulled is the last event of all"),
    "in_an_amendment_after_the_annulment": ([[("annulled", "", D, "")], [("reported", X[0], D, "X1")]],
        "annulled is the last event of all"),
}  # fmt: skip
for _key, (_series, _why) in HAPPENED.items():
    add(f"event_{_key}", f"events.csv (§13): {_why}; changes.csv is what follows from it.", partial(_of, _series), "amended_thrice",
        MISMATCH, 16)  # fmt: skip


@fails(16, "amended_thrice")
def event_none(r: Files) -> Files:
    """An amendment has at least one event; this one changes nothing (§13)."""
    made = forged(unamended(), [("reported", X[0], D, "X1")])
    return amendment(made, 1, "events.csv", lambda d: with_lines(d, lambda x: x[:1]))


def _termed(**terms: object) -> Files:
    sheet = rules_of([school("X1", 2)], after_draw=after_draw(**terms))
    return lean(rules=sheet, people=children("0001", "0002", "0003"))


@fails(16)
def event_leave_where_there_is_none(r: Files) -> Files:
    """leave only where leave_days is not 0 (§13)."""
    files = _termed(report_by="2026-08-26")
    return forged(files, [("leave", ranked(files)[0], D, "X1")])


@fails(16)
def event_no_show_without_a_day(r: Files) -> Files:
    """no-show only where report_by is a date (§13)."""
    files = _termed()
    return forged(files, [("no-show", ranked(files)[0], D, "X1")])
