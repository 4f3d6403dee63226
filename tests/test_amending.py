"""After the draw: every event, every switch of after_draw, the numbered amendments and their check (SPEC §13, R37-R39)."""

from collections.abc import Callable
from typing import Any

import pytest
from afterwards import NOON, Files, after, amended, changes, event, frozen, outputs, ranked, record_with
from hypothesis import given
from hypothesis import strategies as st
from sessions import SEEDS, people, sessions
from simulator import (
    AMENDER,
    SIGNER,
    after_draw,
    draw_of,
    preferences_of,
    record,
    rules_of,
    school,
    shortlist_of,
)

from draw import amending, rules, signing
from draw.amending import Fate, State, overview, series
from draw.amending.asked import kinds, settle
from draw.amending.fates import IN_LINE, EventKind
from draw.amending.papers import NAMES, path
from draw.errors import FormatError, StepRefused
from draw.hashing import digest, sums_of

D = "2026-07-20"


def under(vacancies: str = "RANKED", places: int = 3, last_place: str = "SKIP", **switches: Any) -> Any:
    """Rules of one school with terms of after_draw."""
    extra = {"approved_extra": 1, "approved_document": "教〔2026〕1号"} if last_place in ("OVERFLOW", "GROW") else {}
    after_terms = after_draw(**switches)
    return rules_of([school("X1", places, last_place, vacancies=vacancies, **extra)], after_draw=after_terms)


def who(files: Files, rank: int) -> str:
    """The first applicant of the unit at a rank."""
    unit = ranked(files)[rank - 1]
    return "8001" if unit == "B001" else unit


# -- R37: the waiting list ---------------------------------------------------------------------------------------------


def test_r37_example_the_bundle_stays_at_the_head() -> None:
    """R37: "admitted 1-3; 2 declines; list 4 T(2), 5 D -> one vacancy -> 5 D; T stays at head"."""
    files = record_with("SSSTS")
    two, five = who(files, 2), who(files, 5)
    files = amended(files, [("declined", two, D)])
    assert changes(files, 1) == [f"{two},admitted,X1,declined,,declined", f"{five},waiting,X1,admitted,X1,VACANCY"]
    state = after(files)
    assert list(state.lists["X1"]) == ["B001"]
    assert state.free["X1"] == 0
    one, three = who(files, 1), who(files, 3)
    files = amended(files, [("declined", one, D)], [("declined", three, D)])
    assert changes(files, 2) == [f"{one},admitted,X1,declined,,declined"]
    assert changes(files, 3)[1:] == ["8001,waiting,X1,admitted,X1,VACANCY", "8002,waiting,X1,admitted,X1,VACANCY"]


def test_wait_keeps_the_place_for_the_bundle() -> None:
    """R37 Edge: "wait for a second vacancy": under WAIT nobody passes a bundle that does not fit."""
    files = record_with("SSSTS", rules=under(bundle_at_head="WAIT"))
    files = amended(files, [("declined", who(files, 2), D)])
    assert len(changes(files, 1)) == 1
    assert after(files).free["X1"] == 1
    files = amended(files, [("declined", who(files, 1), D)])
    assert [line.split(",")[0] for line in changes(files, 2)[1:]] == ["8001", "8002"]


@pytest.mark.parametrize("policy", ["SUPPLEMENTARY_DRAW", "NONE"])
def test_without_a_waiting_list_the_place_stays_free(policy: str) -> None:
    """R37: under SUPPLEMENTARY_DRAW and NONE nobody moves; the place is left over for a new session (SPEC §14)."""
    files = record_with("SSSSS", rules=under(policy))
    files = amended(files, [("declined", who(files, 2), D)])
    assert len(changes(files, 1)) == 1
    assert after(files).places_left() == {"X1": 1}


def test_priority_group_goes_first() -> None:
    """R37 PRIORITY_GROUP: a free place goes to the group first, in order of rank, then to the others."""
    care = {"name": "care", "label": "优抚", "values": [{"code": "YES", "label": "是"}, {"code": "NO", "label": "否"}]}
    terms = rules_of(
        [school("X1", 2, vacancies="PRIORITY_GROUP")],
        attributes=[care],
        after_draw=after_draw(priority={"care": ["YES"]}),
    )
    codes = [f"{n:04d}" for n in range(1, 7)]
    # Another child in the group is another list, another notice and so another order: one that the lot leaves far behind.
    records = {
        one: record(rules=terms, people=[(a, a, {"care": "YES" if a == one else "NO"}) for a in codes]) for one in codes
    }
    last, files = next((one, files) for one, files in records.items() if one in ranked(files)[3:])
    line = [row.split(",")[2] for row in files["tables/waiting.csv"].decode().splitlines()[1:]]
    assert line[0] == last
    files = amended(
        files, [("elsewhere", who(files, 1), D)], [("elsewhere", line[2], D)], [("struck", who(files, 2), D)]
    )
    assert changes(files, 1)[1:] == [f"{last},waiting,X1,admitted,X1,VACANCY"]
    assert changes(files, 3)[1:] == [f"{line[1]},waiting,X1,admitted,X1,VACANCY"]


def test_an_offer_is_accepted_declined_or_expires() -> None:
    """R37: "reply period"; an offer holds its place until it is answered or its last day is over; then the next is asked."""
    files = record_with("SSSSSSS", rules=under(reply_days=3))
    r = {n: who(files, n) for n in range(1, 8)}
    files = amended(files, [("declined", r[1], "2026-07-20")])
    assert changes(files, 1)[1:] == [f"{r[4]},waiting,X1,offered,X1,VACANCY"]
    assert after(files).free["X1"] == 0
    with pytest.raises(StepRefused, match="2026-07-24"):
        amended(files, [("expired", r[4], "2026-07-23")])
    files = amended(
        files,
        [("contacted", r[4], "2026-07-21"), ("contacted", r[4], "2026-07-22"), ("expired", r[4], "2026-07-24")],
        [("declined", r[5], "2026-07-25")],
        [("accepted", r[6], "2026-07-26")],
    )
    assert changes(files, 2) == [f"{r[4]},offered,X1,expired,,expired", f"{r[5]},waiting,X1,offered,X1,VACANCY"]
    assert changes(files, 3) == [f"{r[5]},offered,X1,declined,,declined", f"{r[6]},waiting,X1,offered,X1,VACANCY"]
    assert changes(files, 4) == [f"{r[6]},offered,X1,admitted,X1,accepted"]
    state = after(files)
    assert list(state.lists["X1"]) == [r[7]]
    assert state.offers == {}


def test_the_list_ends_on_its_last_day() -> None:
    """R37: "RANKED: expiry date": on `list_until` a place is still filled, the day after no more."""
    files = record_with("SSSSSS", rules=under(list_until=D))
    files = amended(files, [("declined", who(files, 1), D)], [("declined", who(files, 2), "2026-07-21")])
    assert len(changes(files, 1)) == 2
    assert len(changes(files, 2)) == 1


def test_whoever_is_elsewhere_leaves_the_list() -> None:
    """R37 Edge: "Placed elsewhere -> leaves"; also whoever is struck while waiting."""
    files = record_with("SSSSSS")
    files = amended(
        files, [("elsewhere", who(files, 4), D)], [("struck", who(files, 5), D)], [("declined", who(files, 1), D)]
    )
    assert changes(files, 1) == [f"{who(files, 4)},waiting,X1,elsewhere,,elsewhere"]
    assert changes(files, 3)[1:] == [f"{who(files, 6)},waiting,X1,admitted,X1,VACANCY"]


# -- R38: no-show ------------------------------------------------------------------------------------------------------

REPORTING = {"report_by": "2026-08-26", "leave_days": 7}


def test_r38_example_leave_and_forfeit() -> None:
    """R38: "due 26 Aug, leave asked 25 Aug -> until 2 Sep; not there 3 Sep -> forfeited"; on 2 Sep it is refused."""
    files = record_with("SSSS", rules=under(**REPORTING))
    one, four = who(files, 1), who(files, 4)
    files = amended(files, [("leave", one, "2026-08-25")])
    assert changes(files, 1) == []
    with pytest.raises(StepRefused, match="2026-09-03"):
        amended(files, [("no-show", one, "2026-09-02")])
    files = amended(files, [("no-show", one, "2026-09-03")])
    assert changes(files, 2) == [f"{one},admitted,X1,forfeited,,no-show", f"{four},waiting,X1,admitted,X1,VACANCY"]


def test_bound_children_keep_their_place() -> None:
    """R38 Edge: "keeps the pupil bound to the school instead": nothing moves."""
    files = record_with("SSSS", rules=under(no_show="BOUND", **REPORTING))
    files = amended(files, [("no-show", who(files, 1), "2026-08-27")])
    assert changes(files, 1) == []
    assert after(files).place(who(files, 1)).fate is Fate.ADMITTED


def test_one_twin_reports_the_other_does_not() -> None:
    """R38 Edge: "one twin reports, the other not -> no effect on the one"."""
    files = record_with("TSSS", rules=under(**REPORTING))
    files = amended(files, [("reported", "8001", "2026-08-26"), ("no-show", "8002", "2026-08-27")])
    assert changes(files, 1) == [
        "8002,admitted,X1,forfeited,,no-show", f"{who(files, 3)},waiting,X1,admitted,X1,VACANCY",
    ]  # fmt: skip
    assert after(files).place("8001").fate is Fate.ADMITTED


# -- R39: disqualification ---------------------------------------------------------------------------------------------


def test_r39_example_the_next_moves_in() -> None:
    """R39: "ranking 2 of 5 struck, plan 3, RANKED -> ranking 4 moves in; amendment no. 1 names codes only"."""
    files = record_with("SSSSS")
    two, four = who(files, 2), who(files, 4)
    files = amended(files, [("struck", two, D)])
    assert changes(files, 1) == [f"{two},admitted,X1,struck,,struck", f"{four},waiting,X1,admitted,X1,VACANCY"]
    made = b"".join(
        data for name, data in files.items() if name.startswith("amendments/0001/") and not name.endswith("sig")
    )
    assert two in made.decode()
    assert "孩子" not in made.decode() and f"ID{two}" not in made.decode()


@pytest.mark.parametrize(("switch", "gone"), [("REST_STAY", 1), ("ALL_LEAVE", 2)])
def test_one_twin_is_struck(switch: str, gone: int) -> None:
    """R39 Edge: "One member of a bundle struck: rest keep the place (OPEN)": the switch decides."""
    files = record_with("TSSSS", rules=under(member_struck=switch))
    files = amended(files, [("struck", "8002", D)])
    struck = [line.split(",")[0] for line in changes(files, 1) if line.endswith(",struck")]
    assert struck == ["8002", "8001"][:gone]
    assert len(changes(files, 1)) == 2 * gone


# -- bundles under each last-place rule --------------------------------------------------------------------------------


def test_a_bundle_over_plan_gives_back_only_what_is_over_no_more() -> None:
    """SPEC §13: f(s) is "below 0 after an overflow": the first place that falls free only brings the school back to plan."""
    files = record_with("SSTSS", rules=under(last_place="OVERFLOW"))
    assert after(files).free["X1"] == -1
    files = amended(files, [("declined", who(files, 1), D)], [("declined", who(files, 2), D)])
    assert len(changes(files, 1)) == 1
    assert changes(files, 2)[1:] == [f"{who(files, 4)},waiting,X1,admitted,X1,VACANCY"]


def test_grow_counts_units() -> None:
    """SPEC §13: under GROW a place is free "only when no member of the unit holds a place or an offer there any more"."""
    files = record_with("TSSSS", rules=under(last_place="GROW"))
    assert after(files).free["X1"] == 0
    files = amended(files, [("declined", "8001", D)], [("declined", "8002", D)])
    assert len(changes(files, 1)) == 1
    assert changes(files, 2)[1:] == [f"{who(files, 4)},waiting,X1,admitted,X1,VACANCY"]
    files = record_with("SSSST", rules=under(last_place="GROW"))
    files = amended(files, [("declined", who(files, 1), D)], [("declined", who(files, 2), D)])
    assert changes(files, 1)[1:] == [f"{who(files, 4)},waiting,X1,admitted,X1,VACANCY"]
    assert [line.split(",")[0] for line in changes(files, 2)[1:]] == ["8001", "8002"]


def test_registered_bundles_give_back_place_by_place() -> None:
    """SPEC §13: "unless the applicant's reason in results.csv is REGISTERED": nobody was counted as a unit there."""
    files = record(rules=under(places=7, last_place="GROW"))
    assert after(files).free["X1"] == 1
    assert after(amended(files, [("declined", "0002", D)])).free["X1"] == 2


def test_stop_keeps_its_rest_for_supplementary_enrolment() -> None:
    """SPEC §13: c(s), "f(s) as it is now if the school was closed", is never filled from the list; later vacancies are."""
    files = record_with("SSTSS", rules=under(last_place="STOP"))
    state = after(files)
    assert (state.free["X1"], state.kept["X1"]) == (1, 1)
    files = amended(files, [("reported", who(files, 1), D)], [("declined", who(files, 2), D)])
    assert changes(files, 1) == []
    assert changes(files, 2)[1:] == [f"{who(files, 4)},waiting,X1,admitted,X1,VACANCY"]


def test_a_school_closed_within_a_quota_keeps_all_its_places() -> None:
    """SPEC §13: c(s) is all that a closed school had left, not only the rest of the quota that a bundle met."""
    terms = rules_of([school("X1", 9, "STOP")], [draw_of("x1", quota={"places": 3})])
    for n in range(99):
        files = record(rules=terms, values=f"{n:010d}")
        if ranked(files).index("B001") == 2:
            break
    state = after(files)
    assert (state.free["X1"], state.kept["X1"]) == (7, 7)
    files = amended(files, [("reported", who(files, 1), D)], [("declined", who(files, 2), D)])
    assert changes(files, 1) == []
    assert changes(files, 2)[1:] == [f"{who(files, 4)},waiting,X1,admitted,X1,VACANCY"]


# -- shortlists and several schools ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("absent", "next_"), [("NEXT", True), ("NONE", False)])
def test_who_stays_away_from_the_assessment(absent: str, next_: bool) -> None:
    """R20 Edge: "Absent at assessment: OPEN (next in order or not)"."""
    terms = rules_of([school("X1", 1, "NONE", vacancies="NONE")], [shortlist_of("x1", multiplier=3, absent=absent)])
    files = record(rules=terms, people=[(f"000{n}", f"000{n}", {}) for n in range(1, 6)])
    files = amended(files, [("declined", who(files, 2), D)])
    moved = [f"{who(files, 4)},waiting,X1,shortlisted,X1,VACANCY"] if next_ else []
    assert changes(files, 1) == [f"{who(files, 2)},shortlisted,X1,declined,,declined", *moved]


def test_a_shortlist_may_offer_more_than_the_places() -> None:
    """R20, R8: two who stay away at once are replaced by two offers, though the school has one place."""
    terms = rules_of(
        [school("X1", 1, "NONE", vacancies="NONE")],
        [shortlist_of("x1", multiplier=3, absent="NEXT")],
        after_draw=after_draw(reply_days=2),
    )
    files = record(rules=terms, people=[(f"000{n}", f"000{n}", {}) for n in range(1, 7)])
    files = amended(files, [("declined", who(files, 1), D), ("declined", who(files, 2), D)])
    moved = [f"{who(files, n)},waiting,X1,offered,X1,VACANCY" for n in (4, 5)]
    assert [line for line in changes(files, 1) if "offered" in line] == moved


def two_schools(**switches: Any) -> Files:
    """Two schools with a place each; every child waits at both who is not admitted."""
    wishes = [{"name": p, "label": p, "values": "preferences"} for p in ("p1", "p2")]
    terms = rules_of(
        [school("X1", 1, "NONE"), school("Y1", 1, "NONE")],
        [preferences_of("x1", ["X1", "Y1"], preferences=["p1", "p2"])],
        wishes,
        after_draw=after_draw(**switches),
    )
    return record(rules=terms, people=[(f"000{n}", f"000{n}", {"p1": "X1", "p2": "Y1"}) for n in range(1, 6)])


def test_who_has_a_place_is_passed_on_the_other_lists() -> None:
    """SPEC §13 fill: only "members whose outcome is `waiting`, `not_admitted` or `not_shortlisted`" move."""
    files = two_schools()
    files = amended(files, [("declined", who(files, 1), D)], [("declined", who(files, 2), D)])
    assert changes(files, 1)[1:] == [f"{who(files, 3)},waiting,X1,admitted,X1,VACANCY"]
    assert changes(files, 2)[1:] == [f"{who(files, 4)},waiting,X1,admitted,Y1,VACANCY"]


def test_a_declined_offer_leaves_the_other_list() -> None:
    """SPEC §13 declined: "`waiting` if still on another list, at the first such school"; twice declined is declined."""
    files = two_schools(reply_days=2)
    three = who(files, 3)
    files = amended(files, [("declined", who(files, 1), D)], [("declined", three, D)], [("declined", who(files, 2), D)])
    assert changes(files, 2)[0] == f"{three},offered,X1,waiting,Y1,declined"
    assert changes(files, 3)[1] == f"{three},waiting,Y1,offered,Y1,VACANCY"
    assert changes(amended(files, [("declined", three, D)]), 4)[0] == f"{three},offered,Y1,declined,,declined"


# -- what is refused ---------------------------------------------------------------------------------------------------

PLAIN = record_with("SSSSTS", rules=under(**REPORTING, reply_days=1))
A, WAITS, LAST = who(PLAIN, 1), who(PLAIN, 4), who(PLAIN, 6)
OFFERED = amended(PLAIN, [("declined", who(PLAIN, 2), D)])
REFUSED: dict[str, tuple[Files, list[tuple[str, str, str]], str]] = {
    "no such applicant": (PLAIN, [("struck", "9999", D)], "9999"),
    "no date": (PLAIN, [("struck", A, "2026-02-30")], "2026-08-26"),
    "before the last event": (OFFERED, [("struck", A, "2026-07-19")], D),
    "before the event above it": (PLAIN, [("struck", A, D), ("struck", WAITS, "2026-07-19")], D),
    "a place that is not held": (PLAIN, [("reported", WAITS, D)], "waiting"),
    "a waiting child declines": (PLAIN, [("declined", WAITS, D)], "waiting"),
    "an offer that is none": (PLAIN, [("accepted", A, D)], "offered a place"),
    "expired without an offer": (PLAIN, [("expired", A, D)], "offered a place"),
    "contacted without an offer": (PLAIN, [("contacted", WAITS, D)], "offered a place"),
    "struck twice": (PLAIN, [("struck", A, D), ("struck", A, D)], "disqualified already"),
    "elsewhere after struck": (PLAIN, [("struck", A, D), ("elsewhere", A, D)], "disqualified already"),
    "elsewhere twice": (PLAIN, [("elsewhere", A, D), ("elsewhere", A, D)], "placed elsewhere already"),
    "declined after reporting": (PLAIN, [("reported", A, D), ("declined", A, D)], "has reported"),
    "leave after reporting": (PLAIN, [("reported", A, D), ("leave", A, D)], "has reported"),
    "no-show after reporting": (PLAIN, [("reported", A, D), ("no-show", A, "2026-08-27")], "has reported"),
    "leave twice": (PLAIN, [("leave", A, D), ("leave", A, D)], "only one"),
    "leave too late": (PLAIN, [("leave", A, "2026-08-27")], "2026-08-26"),
    "no-show on the last day": (PLAIN, [("no-show", A, "2026-08-26")], "2026-08-27"),
    "leave where there is none": (record_with("SSSS"), [("leave", who(record_with("SSSS"), 1), D)], "leave_days"),
    "no-show without a day": (record_with("SSSS"), [("no-show", who(record_with("SSSS"), 1), D)], "no day to report by"),
    "expired on the last day": (OFFERED, [("expired", WAITS, "2026-07-21")], "2026-07-22"),
    "anything after an annulment": (PLAIN, [("annulled", "", D), ("struck", A, D)], "annulled by law"),
    "annulled twice": (PLAIN, [("annulled", "", D), ("annulled", "", D)], "annulled by law"),
    "annulled with a code": (PLAIN, [("annulled", A, D)], "leave applicant and school empty"),
    "nothing": (PLAIN, [], "no event"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_name_the_applicant_and_what_would_be_right(name: str) -> None:
    """SPEC §13: an event is "allowed for" what its line says; the refusal is one line and tells what would be right."""
    files, events, wanted = REFUSED[name]
    with pytest.raises(StepRefused, match=wanted) as refused:
        amended(files, events)
    text = str(refused.value)
    assert "\n" not in text
    if events and name not in ("nothing", "anything after an annulment", "annulled twice"):
        assert events[-1][1] in text
    before = after(files)
    assert amending.check(files, *frozen(files)).places == before.places


def test_a_wrong_school_or_paper_is_refused() -> None:
    """SPEC §13: "school is where the applicant is admitted, shortlisted or has the offer; else empty"."""
    for one, wanted in (
        (event("struck", A, D), "must be X1"),
        (event("struck", WAITS, D, school="X1"), "empty"),
        (event("struck", A, D, school="X1", paper="p.pdf"), "hash"),
        (event("annulled", "", D, school="X1"), "empty"),
    ):
        with pytest.raises(StepRefused, match=wanted):
            amending.apply(after(PLAIN), one)


def test_a_refused_event_changes_nothing() -> None:
    """apply: "leaves the state as it was"."""
    for _, (files, events, _) in sorted(REFUSED.items()):
        state = after(files)
        for one in events:
            school_ = state.held(one[1]) if one[1] in state.line_of else ""
            before = state.copy()
            try:
                amending.apply(state, event(*one, school=school_))
            except StepRefused:
                assert state == before


# -- amendments as files -----------------------------------------------------------------------------------------------

THREE = amended(PLAIN, [("declined", A, D)], [("contacted", WAITS, D)], [("accepted", WAITS, D), ("struck", LAST, D)])
NOTICE = frozen(PLAIN)[0]


def test_the_series_is_chained() -> None:
    """SPEC §13: `previous` is the hash of statement.txt, or of the amendment.txt before."""
    texts = [THREE[path(n, "amendment.txt")] for n in (1, 2, 3)]
    assert f"previous {digest(THREE['statement.txt'])}\n".encode() in texts[0]
    assert f"previous {digest(texts[0])}\n".encode() in texts[1]
    assert after(THREE).last == digest(texts[2])
    assert after(THREE).number == 3
    assert texts[2].decode().splitlines()[:2] == ["amendment1 example-2026", "number 3"]


def remade(number: int, *, key: Any = AMENDER, **files: bytes) -> Files:
    """THREE with files of an amendment replaced, its sums and signature made to fit by a dishonest amender."""
    here = {name: THREE[path(number, name)] for name in NAMES} | {
        {"events": "events.csv", "changes": "changes.csv", "text": "amendment.txt"}[k]: v for k, v in files.items()
    }
    sums = sums_of((n, here[n]) for n in ("changes.csv", "events.csv"))
    text = here["amendment.txt"]
    if "text" not in files:
        text = text.replace(digest(THREE[path(number, "SHA256SUMS")]).encode(), digest(sums).encode())
    here |= {"SHA256SUMS": sums, "amendment.txt": text, "amendment.sig": signing.sign(key, text)}
    return THREE | {path(number, name): data for name, data in here.items()}


def text_with(number: int, old: str, new: str) -> bytes:
    """amendment.txt with one text replaced."""
    data = THREE[path(number, "amendment.txt")]
    assert old.encode() in data
    return data.replace(old.encode(), new.encode())


EVENTS_3 = THREE[path(3, "events.csv")].decode()
FORGED: dict[str, Callable[[], Files]] = {
    "a gap": lambda: {n: d for n, d in THREE.items() if not n.startswith("amendments/0002/")},
    "not from one": lambda: {n: d for n, d in THREE.items() if not n.startswith("amendments/0001/")},
    "three digits": lambda: THREE | {"amendments/004/amendment.txt": b"x\n"},
    "a file too many": lambda: THREE | {"amendments/0003/note.txt": b"x\n"},
    "a file beside the folders": lambda: THREE | {"amendments/README": b"x\n"},
    **{f"{n} missing": (lambda n=n: {k: d for k, d in THREE.items() if k != path(2, n)}) for n in sorted(NAMES)},
    **{f"{n} changed": (lambda n=n: THREE | {path(3, n): THREE[path(3, n)][:-1] + b"0"}) for n in sorted(NAMES)},
    **{f"{n} empty": (lambda n=n: THREE | {path(3, n): b""}) for n in sorted(NAMES)},
    **{f"{n} of another amendment": (lambda n=n: THREE | {path(3, n): THREE[path(1, n)]}) for n in sorted(NAMES)},
    "signed by the signer": lambda: remade(3, key=SIGNER),
    "another session": lambda: remade(1, text=text_with(1, "example-2026", "example-2027")),
    "another number": lambda: remade(3, text=text_with(3, "number 3", "number 4")),
    "another previous": lambda: remade(3, text=text_with(3, digest(THREE[path(2, "amendment.txt")]), digest(b"x"))),
    "no time": lambda: remade(3, text=text_with(3, NOON, "2026-13-01T12:00:00+08:00")),
    "a line too many": lambda: remade(3, text=THREE[path(3, "amendment.txt")] + b"note x\n"),
    "a change struck out": lambda: remade(
        1, changes=b"\n".join(THREE[path(1, "changes.csv")].split(b"\n")[:2]) + b"\n"
    ),
    "a favourite instead": lambda: remade(
        1, changes=THREE[path(1, "changes.csv")].replace(f"{WAITS},waiting".encode(), f"{LAST},waiting".encode())
    ),
    "a change that no event made": lambda: remade(
        2, changes=THREE[path(2, "changes.csv")] + f"{LAST},waiting,X1,admitted,X1,VACANCY\n".encode()
    ),
    "an event left out": lambda: remade(3, events="\n".join([*EVENTS_3.splitlines()[:2], ""]).encode()),
    "no event": lambda: remade(3, events="\n".join([*EVENTS_3.splitlines()[:1], ""]).encode()),
    "an unknown event": lambda: remade(3, events=EVENTS_3.replace("struck", "removed").encode()),
    "an event that is not allowed": lambda: remade(3, events=EVENTS_3.replace("struck", "accepted").encode()),
    "an earlier date": lambda: remade(3, events=EVENTS_3.replace(D, "2026-07-19").encode()),
    "a date that does not exist": lambda: remade(3, events=EVENTS_3.replace(D, "2026-02-30").encode()),
    "a paper that is no hash": lambda: remade(3, events=EVENTS_3.replace("none", "paper.pdf").encode()),
    "a school where nothing is held": lambda: remade(3, events=EVENTS_3.replace(f"{LAST},,", f"{LAST},X1,").encode()),
    "a code in small letters": lambda: remade(3, events=EVENTS_3.replace(f"{LAST},,", "a1,,").encode()),
    "events in another order": lambda: remade(
        3, events="\n".join([EVENTS_3.splitlines()[0], *EVENTS_3.splitlines()[:0:-1], ""]).encode()
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_every_file_of_an_amendment_is_held(name: str) -> None:
    """SPEC §11 (16): "numbered without a gap; each of the form, chained, signed and recomputed"."""
    with pytest.raises(FormatError):
        after(FORGED[name]())


def test_words_and_codes_of_events_are_both_taken() -> None:
    """A clerk may write the Chinese word or the code of an event."""
    known = kinds()
    assert known["放弃"] is known["declined"] is EventKind.DECLINED
    assert set(known.values()) == set(EventKind)


def test_the_overview_names_offers_lines_and_places() -> None:
    """--list: "outstanding offers with their last reply day, waiting lists heads, free places"."""
    files = amended(PLAIN, [("declined", A, D)])
    told = "\n".join(overview.lines(after(files), "2026-07-21"))
    assert f"{WAITS}: offered X1 on {D}, to reply by 2026-07-21" in told
    assert "2 in line, first: B001 (2) " + LAST in told
    assert "X1: 0 free" in told
    assert "record expired" in "\n".join(overview.lines(after(files), "2026-07-22"))


# -- any sequence of events --------------------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> tuple[State, list[tuple[str, int, int]]]:
    """A state after some draws, under any terms of after_draw, and events to be tried: kind, which child, days later."""
    sheet_, children = draw(sessions())
    report_by = draw(st.sampled_from(["none", "2026-07-25"]))
    sheet_["after_draw"] |= {
        "reply_days": draw(st.sampled_from([0, 0, 1, 3])),
        "list_until": draw(st.sampled_from(["none", "none", "2026-07-28"])),
        "bundle_at_head": draw(st.sampled_from(["PASS_OVER", "WAIT"])),
        "member_struck": draw(st.sampled_from(["REST_STAY", "ALL_LEAVE"])),
        "no_show": draw(st.sampled_from(["FORFEIT", "BOUND"])),
        "report_by": report_by,
        "leave_days": 0 if report_by == "none" else draw(st.sampled_from([0, 3])),
    }
    terms = rules.parse(sheet_)
    pool_ = people(children, terms)
    state = amending.start(outputs(terms, pool_, draw(SEEDS)), terms, pool_)
    tries = st.tuples(st.sampled_from([k for k in EventKind if k != "annulled"]), st.integers(0, 99), st.integers(0, 2))
    return state, draw(st.lists(tries, max_size=40))


def over(state: State) -> dict[str, int]:
    """School -> children with a place or an offer there beyond its places and approved extra ones."""
    held = [p.school for p in state.places if p.fate in (Fate.ADMITTED, Fate.OFFERED)]
    return {
        s.code: held.count(s.code) - s.places - s.approved_extra
        for s in state.rules.schools
        if s.code not in state.shortlists
    }


@given(histories())
def test_any_legal_events_keep_the_rules(history: tuple[State, list[tuple[str, int, int]]]) -> None:
    """R8 "admitted(school) <= plan(school) + approved extra" after every event; nobody is placed twice; only those
    on a waiting list move, and nobody is passed whom the rules do not pass (R37).
    """
    state, tries = history
    day = 20
    for kind, which, later in tries:
        if not state.pool.applicants:
            return
        day = min(day + later, 31)
        applicant = state.pool.applicants[which % len(state.pool.applicants)]
        before = state.copy()
        try:
            made = amending.apply(state, event(kind, applicant, f"2026-07-{day}", school=state.held(applicant)))
        except StepRefused:
            assert state == before
            continue
        assert all(count <= 0 for count in over(state).values())
        named = {applicant, *state.members(state.unit(applicant))} if kind == "struck" else {applicant}
        for change in made:
            if change.cause != "VACANCY":
                assert change.applicant in named
                continue
            assert change.before.fate in IN_LINE or change.applicant == applicant
            assert before.unit(change.applicant) == state.unit(change.applicant)
            assert state.unit(change.applicant) in before.lists[change.after.school]
            assert state.unit(change.applicant) not in state.lists[change.after.school]
        moved = {(c.after.school, state.unit(c.applicant)) for c in made if c.cause == "VACANCY"}
        for school_, unit in moved:  # who stood ahead in the same line, and could have moved, has moved or does not fit
            ahead = list(before.lists[school_])[: list(before.lists[school_]).index(unit)]
            for other in ahead:
                if other in state.lists[school_] and state.in_line(other):
                    assert state.rules.after_draw.bundle_at_head == "PASS_OVER"
                    assert len(state.in_line(other)) > max(state.spare(school_), 0)
        assert set(state.offers) == {a for a in state.pool.applicants if state.place(a).fate is Fate.OFFERED}
        assert len(state.pool.applicants) == len(state.places)


@given(histories())
def test_amendments_of_any_events_are_read_back(history: tuple[State, list[tuple[str, int, int]]]) -> None:
    """SPEC §13: what `make` writes, `check` recomputes: state, numbers and hashes are the same."""
    state, tries = history
    if not state.pool.applicants:
        return
    files: Files = {}
    first = state.copy()
    for kind, which, _ in tries[:10]:
        applicant = state.pool.applicants[which % len(state.pool.applicants)]
        try:
            events, foreseen = settle(state, [event(kind, applicant, "2026-07-30")])
        except StepRefused:
            continue
        made, real = amending.make(state, events, session="example-2026", time=NOON, key=AMENDER)
        assert foreseen == real
        files |= made
    assert series.follow(first, files, NOTICE) == state


def test_r23_places_of_a_quota_do_not_flow_back_to_its_waiting_list() -> None:
    """SPEC §13: c(s) is f(s) "if the school was closed or a draw there has a quota (nothing flows back, R23)"."""
    quotas = [
        draw_of("q1", "X1", group=["A"]) | {"quota": {"places": 1}},
        draw_of("q2", "X1", group=["B"]) | {"quota": {"places": 3}},
    ]
    groups = {"name": "group", "label": "类别", "values": [{"code": "A", "label": "甲"}, {"code": "B", "label": "乙"}]}
    people = [("0001", "0001", {"group": "A"}), ("0002", "0002", {"group": "A"}), ("0003", "0003", {"group": "B"})]
    files = record(rules=rules_of([school("X1", 4)], quotas, [groups]), people=people)
    inside, outside = ranked(files, "q1")
    assert after(files).spare("X1") == 0
    noted = amended(files, [("reported", inside, "2026-07-20")])
    assert changes(noted, 1) == []
    moved = amended(noted, [("elsewhere", "0003", "2026-07-21")])
    assert changes(moved, 2)[-1] == f"{outside},waiting,X1,admitted,X1,VACANCY"


def test_r38_a_place_got_late_is_not_forfeited_before_its_reply_days() -> None:
    """SPEC §13 no-show: "for a place got by a fill, later than that day + `reply_days` too"."""
    terms = after_draw(report_by="2026-08-26", reply_days=3)
    files = record_with("SSSS", rules=rules_of([school("X1", 3)], after_draw=terms))
    first, _, _, fourth = ranked(files)
    later = amended(files, [("struck", first, "2026-09-01"), ("accepted", fourth, "2026-09-02")])
    with pytest.raises(StepRefused, match="2026-09-05"):
        amended(later, [("no-show", fourth, "2026-09-04")])
    assert changes(amended(later, [("no-show", fourth, "2026-09-05")]), 2)[0].split(",")[3] == "forfeited"


def test_an_overflow_within_a_quota_is_given_back_before_anybody_moves_up() -> None:
    """SPEC §13: c(s) is "f(s) as it is now, not below 0": who leaves a school that is over plan is not replaced."""
    approved = {"approved_extra": 1, "approved_document": "教〔2026〕1号"}
    terms = rules_of([school("X1", 3, "OVERFLOW", **approved)], [draw_of("x1", quota={"places": 3})])
    for n in range(99):
        files = record(rules=terms, values=f"{n:010d}")
        if ranked(files).index("B001") == 2:
            break
    assert (after(files).free["X1"], after(files).kept["X1"]) == (-1, 0)
    files = amended(files, [("declined", who(files, 1), D)], [("declined", who(files, 2), D)])
    assert changes(files, 1)[1:] == []
    assert changes(files, 2)[1:] == [f"{who(files, 4)},waiting,X1,admitted,X1,VACANCY"]
