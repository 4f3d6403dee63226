"""Two implementations of one text: whatever record both are given, they say the same words (SPEC §11, R52).

`draw.verify` and scripts/verify.py share no line of code, so where they agree on a random session, a forged line or an unsound
rule sheet, the text of SPEC says only one thing about it.
"""

import copy
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
import simulator
import test_amending
import test_chain
import test_choice
import test_rules
import test_soundness
import test_verify
from afterwards import NOON, Files, after, amended, event, frozen, outputs, record_with
from drawn import seed_for
from faults import at, places, with_value
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import SEEDS, Session, parsed, sessions
from simulator import AMENDER, SIGNER, draw_of, record, rules_of, school, void_record
from test_flips import OTHER, write
from test_verify import with_outputs

from draw import amending, hashing, notice, pool, rules, signing, soundness
from draw.amending import EventKind, State, series
from draw.amending.papers import CHANGES, EVENTS, EVENTS_HEADER, NAMES, SIGNATURE, SUMS, TEXT, path, read_events
from draw.chaining import chain
from draw.chaining.earlier import hashes
from draw.encoding import canonical_json
from draw.errors import DrawError, StepRefused
from draw.hashing import digest, sums_of
from draw.verify import COULD_NOT, MATCH, MISMATCH, verify

ALL = [MATCH] * 18
PLACED = ("admitted", "offered")  # for a later session


def asked(files: Files, earlier: Sequence[Files] = ()) -> tuple[list[tuple[int, str, str]], list[tuple[int, str, str]]]:
    """(number, word, detail) of each step, by both verifiers, on the same bytes and with the record's own hashes."""
    first = simulator.anchors({"notice.json": b"", "void.txt": b"", **files})
    with tempfile.TemporaryDirectory() as base:
        folders = [Path(base) / str(n) for n in range(len(earlier) + 1)]
        for folder, one in zip(folders, (files, *earlier), strict=True):
            folder.mkdir()
            write(one, folder)
        theirs = OTHER.verify(str(folders[0]), *first, [str(folder) for folder in folders[1:]])
    ours = verify(files, notice_hash=first[0], statement_hash=first[1], earlier=[(one, []) for one in earlier])
    for step in (*ours.steps, *theirs.steps):  # a step that broke down has judged nothing
        assert re.match("cannot be read|[A-Za-z]+(Error|Exception) ", step.detail) is None, step
    mine = [(s.number, s.word, s.detail) for s in ours.steps]
    return mine, [(s.number, s.word, s.detail) for s in theirs.steps]


def said(files: Files, earlier: Sequence[Files] = ()) -> list[str]:
    """The words of the eighteen steps, which are the same of both verifiers."""
    ours, theirs = asked(files, earlier)
    assert [s[:2] for s in ours] == [s[:2] for s in theirs], [p for p in zip(ours, theirs, strict=True) if p[0] != p[1]]
    return [word for _, word, _ in ours]


def first_wrong(files: Files, earlier: Sequence[Files] = ()) -> int:
    """The first step that is a mismatch, the same of both verifiers; 0 for none. Of what lies behind it each may say more."""
    ours, theirs = asked(files, earlier)
    found = [next(((n, d) for n, word, d in steps if word == MISMATCH), (0, "")) for steps in (ours, theirs)]
    assert found[0][0] == found[1][0], found
    return found[0][0]


def only(step: int, word: str = MISMATCH) -> list[str]:
    """All steps match but one."""
    return [word if n == step else MATCH for n in range(1, 19)]


# -- random sessions ---------------------------------------------------------------------------------------------------


@st.composite
def after_terms(draw: st.DrawFn) -> dict[str, Any]:
    """Any terms of after_draw but the priority, which hangs on the schools."""
    report_by = draw(st.sampled_from(["none", "2026-07-23"]))
    return {
        "reply_days": draw(st.sampled_from([0, 0, 1, 3])),
        "list_until": draw(st.sampled_from(["none", "none", "2026-07-25"])),
        "bundle_at_head": draw(st.sampled_from(["PASS_OVER", "WAIT"])),
        "member_struck": draw(st.sampled_from(["REST_STAY", "ALL_LEAVE"])),
        "no_show": draw(st.sampled_from(["FORFEIT", "BOUND"])),
        "report_by": report_by,
        "leave_days": 0 if report_by == "none" else draw(st.sampled_from([0, 2])),
    }


MIXTURES: list[dict[str, Any]] = [  # of draws, so that each kind also meets itself
    {},
    {},
    {"kinds": ("admission",), "schools": 1, "places": 5},
    {"kinds": ("admission",), "schools": 2},
    {"kinds": ("admission", "preferences")},
    {"kinds": ("shortlist", "admission")},
]
SIBLINGS: list[dict[str, Any]] = [{}, {"kinds": ("preferences",), "draws": 3}, {"kinds": ("admission", "preferences")}]


@st.composite
def whole_sessions(draw: st.DrawFn, siblings: bool | None = None) -> Session:
    """A sound session with every kind of draw, under any terms of after_draw."""
    if siblings is None:
        siblings = draw(st.booleans())
    mixture = draw(st.sampled_from(SIBLINGS if siblings else MIXTURES))
    sheet, children = draw(sessions(siblings=siblings, **mixture))
    sheet["after_draw"] |= draw(after_terms())
    return sheet, children


@st.composite
def records(draw: st.DrawFn, siblings: bool | None = None) -> Files:
    """The whole record of such a session."""
    session = draw(whole_sessions(siblings))
    terms, _ = parsed(session)
    return record(
        rules=terms,
        people=sorted((c["applicant"], c["unit"], c["who"]) for c in session[1]),
        values=f"{draw(st.integers(0, 10**10 - 1)):010d}",
        mode=draw(st.sampled_from(notice.Mode)),
    )


@pytest.mark.parametrize("siblings", [False, True])
def test_any_session_is_recomputed_byte_for_byte(siblings: bool) -> None:
    """SPEC §11 (9), (10): of random sound sessions with all four kinds of draws both compute every order, result and table."""

    @settings(max_examples=60)
    @given(records(siblings))
    def holds(files: Files) -> None:
        assert said(files) == ALL

    holds()


# -- what comes after the draw -----------------------------------------------------------------------------------------

OFTEN = [*["declined"] * 3, "struck", "accepted", "expired", "contacted", "reported", "leave", "no-show", "elsewhere"]
LIKELY = st.tuples(st.sampled_from(OFTEN), st.integers(0, 199), st.sampled_from([0, 0, 1, 2]))


def child(state: State, which: int) -> str:
    """An applicant: one with an offer, one with a place, or any."""
    offered, everybody = sorted(state.offers), list(state.pool.applicants)
    holding = [a for a in everybody if state.held(a)]
    group = (offered, holding, holding, everybody)[which % 4] or everybody
    return group[which // 4 % len(group)]


def aftermath(data: Mapping[str, bytes], seed: str) -> Any:
    """The other verifier's state after the draws, from pool and rules alone."""
    terms = OTHER.canonical(data["rules.json"], "rules.json")
    found = OTHER.pool_form(data["pool.csv"], terms, OTHER.rules_form(terms))
    return OTHER.Aftermath(found, terms, OTHER.Allocation(found, terms, seed, lambda name, rows: None))


def held_alike(ours: State, theirs: Any) -> None:
    """Both states say the same of every applicant, place and list."""
    codes = theirs.pool.applicants
    assert {a: (str(p.fate), p.school) for a, p in zip(codes, ours.places, strict=True)} == dict(
        zip(codes, theirs.state, strict=True)
    )
    assert (ours.free, dict(ours.kept)) == (theirs.free, theirs.kept)
    assert list(ours.lists) == list(theirs.lists)
    for key, units in ours.lists.items():  # the other keeps only those to whom an offer can go
        line = [theirs.pool.units[unit] for _, unit in theirs.lists[key]]
        assert [u for u in units if ours.in_line(u)] == [u for u in line if ours.in_line(u)]


def computed_alike(session: Session, seed: str) -> tuple[State, Any]:
    """The two states after the draws of a session; every file of the results is the same."""
    terms, found = parsed(session)
    ours = outputs(terms, found, seed)
    theirs = aftermath({"rules.json": rules.write(terms), "pool.csv": pool.write(found, terms)}, seed)
    sheet, people_, draws = session[0], theirs.pool, theirs.a
    made = {
        "results.csv": OTHER.result_lines(people_, draws),
        "tables/draws.csv": [ours["tables/draws.csv"].decode().split("\n")[0], *draws.draws],
        "tables/waiting.csv": OTHER.waiting_lines(people_, sheet, draws),
    }
    if any(d["kind"] == "shortlist" for d in sheet["draws"]):
        made["tables/shortlists.csv"] = OTHER.shortlist_lines(people_, sheet, draws)
    for name, lines in made.items():
        assert ours[name].decode() == "".join(f"{line}\n" for line in lines), name
    orders = {
        f"orders/{sheet['draws'][at_]['id']}.csv": [people_.units[u] for u in walk]
        for at_, (walk, _) in draws.held.items()
    }
    assert made.keys() | orders.keys() == ours.keys() - {"outputs.txt", "statement.txt"}
    for name, units in orders.items():
        assert [row[2] for row in rows_of(ours, name)] == units
    state = amending.start(ours, terms, found)
    held_alike(state, theirs)
    return state, theirs


@settings(max_examples=250)
@given(whole_sessions(), SEEDS)
def test_any_draws_are_computed_alike(session: Session, seed: str) -> None:
    """SPEC §8: the orders, results and tables of any sound session and any seed, without a ceremony around them."""
    computed_alike(session, seed)


XY, WX, YZ = ("XY", "K1"), ("WX", "K2"), ("YZ", "K2")
FAMILIES = [  # W1 and X1 may take one more; in the second X1 gets its extra place back, and a third family takes it
    ("ACBD", {"X1": 1, "Y1": 2, "Z1": 1}, {"A": XY, "B": XY, "C": YZ, "D": YZ}),
    (
        "ACDFBG",
        {"W1": 1, "X1": 3, "Y1": 2},
        {"A": XY, "B": XY, "C": WX, "D": WX, "F": ("XY", "K3"), "G": ("XY", "K3")},
    ),
]


@pytest.mark.parametrize(("order", "seats", "wishes"), FAMILIES)
def test_families_come_together_alike(order: str, seats: dict[str, int], wishes: dict[str, tuple[str, str]]) -> None:
    """SPEC §8.3 Adjust: "the school t it leaves has e(t) −= 1 if e(t) > 0, else rest(t) += 1"; too rare in random sessions."""
    approved = {s: 1 for s in seats if s in ("W1", "X1")}
    terms = test_choice.rules_for(seats, approved=approved, **test_choice.ADJUST)
    found = [c for code, (wish, family) in wishes.items() for c in test_choice.wishing(code, wish, family)]
    seed = seed_for("p", order)
    state, _ = computed_alike((json.loads(rules.write(terms)), found), seed)
    assert outputs(terms, state.pool, seed)["results.csv"].count(b",MOVED\n") == len(set(wishes.values()))


def answered_alike(ours: State, theirs: Any, line: str) -> tuple[Any, bool]:
    """(the other's state after a line of events.csv, True if it was allowed); `ours` is then the one after it too."""
    kept = {id(one): one for one in (theirs.pool, theirs.a, theirs.rule)}
    trial = copy.deepcopy(theirs, dict(kept))
    trial.changes = []
    mine: list[str] | None = None
    other: list[str] | None = None
    try:
        (one,) = read_events(f"{EVENTS_HEADER}\n{line}\n".encode(), EVENTS)
        made = amending.apply(ours, one)
        mine = [",".join((c.applicant, *c.before, *c.after, c.cause)) for c in made]
    except DrawError:
        pass
    try:
        trial.event(line)
        other, theirs = trial.changes, trial
    except OTHER.Mismatch:
        pass
    assert mine == other, line
    held_alike(ours, theirs)
    return theirs, mine is not None


def any_line(chance: Random, ours: State, day: int) -> str:
    """A line of events.csv: one that is likely, and now and then an odd one."""
    odd = chance.random() < 0.15
    kind = chance.choice(list(EventKind) if odd else OFTEN)
    applicant = "" if kind == "annulled" else child(ours, chance.randrange(400))
    school_ = ours.held(applicant) if applicant else ""
    paper = chance.choice(["none", "none", digest(b"paper")])
    if odd:
        applicant, school_, paper = chance.choice(
            [(applicant, "S1", paper), (applicant, "", paper), ("ZZ", "", paper), (applicant, school_, "paper.pdf"),
             (applicant, school_, ""), (applicant, "s1", paper), (applicant, school_, paper), (applicant, school_, paper)]
        )  # fmt: skip
    return f"{kind},{applicant},{school_},2026-07-{day:02},{paper}"


@settings(max_examples=150)
@given(whole_sessions(), SEEDS)
def test_any_event_is_answered_alike(session: Session, seed: str) -> None:
    """SPEC §13: of any event, allowed or not, both say the same, and make the same changes of it."""
    ours, theirs = computed_alike(session, seed)
    chance, day = Random(seed), 20
    for _ in range(40) if ours.pool.applicants else ():
        day = max(1, min(day + chance.choice([0, 0, 0, 0, 1, 1, 2, -1]), 31))
        theirs, _ = answered_alike(ours, theirs, any_line(chance, ours, day))
        day = max(day, int(ours.date[-2:] or 0))


PLAIN, A, WAITS = test_amending.PLAIN, test_amending.A, test_amending.WAITS
LISTED = record_with("SSSSSS", rules=test_amending.under(list_until="2026-07-25"))
PERIODS = test_amending.REFUSED | {
    "no-show on the first day of leave": (PLAIN, [("leave", A, "2026-08-20"), ("no-show", A, "2026-08-27")], ""),
    "no-show soon after a late offer": (
        PLAIN, [("declined", A, "2026-08-26"), ("accepted", WAITS, "2026-08-26"), ("no-show", WAITS, "2026-08-27")], "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PERIODS)
def test_periods_begin_and_end_alike(name: str) -> None:
    """SPEC §13: what is refused, and what is allowed a day or some days before or behind it, is the same for both."""
    files, events, _ = PERIODS[name]
    state = amending.start({n: d for n, d in files.items() if not n.startswith("amend")}, *frozen(files)[1:])
    other = aftermath(files, digest(files["seed.txt"]))
    for number in numbers(files):
        for row in rows_of(files, path(number, EVENTS)):
            other, allowed = answered_alike(state, other, ",".join(row))
            assert allowed
    for shift in range(-2, 12):
        ours, theirs, allowed = state.copy(), other, True
        for kind, applicant, day in events:
            if (kind, applicant, day) == events[-1] and day != "2026-02-30":
                day = str(date.fromisoformat(day) + timedelta(days=shift))
            school_ = ours.held(applicant) if applicant in ours.line_of else ""
            theirs, allowed = answered_alike(ours, theirs, f"{kind},{applicant},{school_},{day},none")
        assert shift or not events or not allowed


def test_a_waiting_list_ends_on_the_same_day() -> None:
    """SPEC §13 fill: "unless `list_until` is a date and the event's date is later"."""
    for day, moved in (("2026-07-24", 2), ("2026-07-25", 2), ("2026-07-26", 1)):
        files = amended(LISTED, [("declined", test_amending.who(LISTED, 1), day)])
        assert said(files) == ALL
        assert len(rows_of(files, path(1, CHANGES))) == moved


@pytest.mark.parametrize(("mode", "step"), [(notice.Mode.LIVE, 16), (notice.Mode.REHEARSAL, 0)])
def test_an_event_of_a_later_day_is_found_alike(mode: notice.Mode, step: int) -> None:
    """SPEC §13: the date of an event is "in a live record nor later than the day of `time`", 2026-09-01 here."""
    files = record(mode=mode)
    for day, wrong in (("2026-09-01", 0), ("2026-09-02", step)):
        assert first_wrong(amended(files, [("struck", "0001", day)])) == wrong


def grown(draw: st.DrawFn, files: Files) -> Files:
    """The record with some amendments of any legal events."""
    state = after(files)
    day, made = 20, dict(files)
    for tries in draw(st.lists(st.lists(LIKELY, min_size=1, max_size=8), min_size=1, max_size=4)):
        events, trial = [], state.copy()
        for kind, which, later in tries:
            day = min(day + later, 31)
            if not trial.pool.applicants:
                continue
            applicant = child(trial, which)
            one = event(kind, applicant, f"2026-07-{day}", trial.held(applicant), "none" if which % 5 else digest(b"p"))
            try:
                amending.apply(trial, one)
            except StepRefused:
                continue
            events.append(one)
        if events:
            made |= amending.make(state, events, session="example-2026", time=NOON, key=AMENDER)[0]
    if draw(st.integers(0, 5)) == 0:
        gone = [event("annulled", "", "2026-07-31")]
        made |= amending.make(state, gone, session="example-2026", time=NOON, key=AMENDER)[0]
    return made


@st.composite
def amended_records(draw: st.DrawFn) -> Files:
    """A whole record with some amendments."""
    return grown(draw, draw(records()))


def numbers(files: Files) -> list[int]:
    """The numbers of a record's amendments."""
    return sorted(int(name.split("/")[1]) for name in files if name.endswith(TEXT))


@settings(max_examples=60)
@given(amended_records())
def test_any_legal_amendments_match(files: Files) -> None:
    """SPEC §11 (16), §14: both recompute any series of amendments, and what a later session may ask of each of its states."""
    assert said(files) == ALL
    with tempfile.TemporaryDirectory() as base:
        write(files, Path(base))
        found = OTHER.verify(base).record
    OTHER.ends(found)
    assert found.ends == [digest(files["statement.txt"]), *(digest(files[path(n, TEXT)]) for n in numbers(files))]
    for name in found.ends:
        current, terms, pool_ = frozen(files)
        ours = chain.finished("example-2026", series.check(files, current, terms, pool_, name))
        theirs = OTHER.past_of(found, name)
        assert ours.left == theirs.places
        assert ours.fates.keys() == theirs.outcomes.keys()
        assert {a for a, p in ours.fates.items() if p.fate in PLACED} == {
            a for a, outcome in theirs.outcomes.items() if outcome in PLACED
        }


def resealed(files: Files, number: int, altered: str) -> Files:
    """The series from this amendment on made to fit what was altered in it, by an amender who forges."""
    result = dict(files)
    for n in (n for n in numbers(files) if n >= number):
        forged = altered if n == number else ""
        if forged != SUMS:
            result[path(n, SUMS)] = sums_of((name, result[path(n, name)]) for name in (CHANGES, EVENTS))
        if forged != TEXT:
            lines = result[path(n, TEXT)].decode().splitlines()
            before = result[path(n - 1, TEXT)] if n > 1 else result["statement.txt"]
            lines[2], lines[4] = f"previous {digest(before)}", f"sums {digest(result[path(n, SUMS)])}"
            result[path(n, TEXT)] = "".join(f"{line}\n" for line in lines).encode()
        result[path(n, SIGNATURE)] = signing.sign(AMENDER, result[path(n, TEXT)])
    return result


WORDS: dict[int, list[str]] = {  # what may stand in a field of events.csv or changes.csv, by its place
    0: [*EventKind, "removed", "000", "001", "100", ""],
    1: ["000", "001", "002", "003", "100", "ZZ", "", "admitted", "waiting"],
    2: ["S1", "S2", "S3", "", "S9"],
    3: ["2026-07-19", "2026-07-22", "2026-07-31", "2026-02-30", "2026-12-01", "offered", "admitted", "declined"],
    4: ["none", digest(b"x"), "x", "S1", "S2", ""],
    5: ["VACANCY", "declined", "struck"],
}


def spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    """One bit, one line or one field of a text is another."""
    lines = data.decode().splitlines()
    one, two = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["bit", "bit", "drop", "double", "swap", "field", "field", "field"])):
        case "bit":
            where, bit = draw(st.integers(0, len(data) - 1)), draw(st.integers(0, 7))
            return data[:where] + bytes([data[where] ^ 1 << bit]) + data[where + 1 :]
        case "drop":
            del lines[one]
        case "double":
            lines.insert(two, lines[one])
        case "swap":
            lines[one], lines[two] = lines[two], lines[one]
        case "field":
            fields = lines[-1 - one % max(1, len(lines) - 1)].split(",")
            n = two % len(fields)
            fields[n] = draw(st.sampled_from(WORDS[n]))
            lines[-1 - one % max(1, len(lines) - 1)] = ",".join(fields)
    return "".join(f"{line}\n" for line in lines).encode()


@settings(max_examples=80)
@given(amended_records(), st.data())
def test_an_amendment_that_was_touched_is_found_alike(files: Files, data: st.DataObject) -> None:
    """SPEC §11 (16): a byte, a line or a field of an amendment is another: a mismatch at 16 for both; if an amender who forges
    has sealed it again, both still say the same.
    """
    if not numbers(files):
        return
    number, name = (
        data.draw(st.sampled_from(numbers(files))),
        data.draw(st.sampled_from([EVENTS, CHANGES, *sorted(NAMES)])),
    )
    where = path(number, name)
    if name == SIGNATURE:
        at_, bit = data.draw(st.integers(0, 63)), data.draw(st.integers(0, 7))
        made = files[where][:at_] + bytes([files[where][at_] ^ 1 << bit]) + files[where][at_ + 1 :]
        made = data.draw(
            st.sampled_from([made, made, b"", files[where] + b"0", signing.sign(SIGNER, files[path(number, TEXT)])])
        )
    else:
        made = spoilt(data.draw, files[where])
    if made == files[where]:
        return
    touched = files | {where: made}
    assert said(touched) == only(16)
    if name != SIGNATURE:
        said(resealed(touched, number, name))


# -- forged results ----------------------------------------------------------------------------------------------------

Forgery = Callable[[st.DrawFn, Files], Files]


def rows_of(files: Files, name: str) -> list[list[str]]:
    """The fields of a table's lines below the header."""
    return [line.split(",") for line in files[name].decode().splitlines()[1:]]


def with_rows(files: Files, name: str, rows: Sequence[Sequence[str]]) -> Files:
    """The record with other lines below a table's header."""
    header = files[name].decode().splitlines()[0]
    return files | {name: "".join(f"{line}\n" for line in (header, *map(",".join, rows))).encode()}


def _exchanged(columns: Sequence[int]) -> Forgery:
    """Two applicants have one another's fields of results.csv."""

    def forge(draw: st.DrawFn, files: Files) -> Files:
        rows = rows_of(files, "results.csv")
        one, two = (draw(st.integers(0, max(0, len(rows) - 1))) for _ in "ab")
        for n in columns if rows else ():
            rows[one][n], rows[two][n] = rows[two][n], rows[one][n]
        return with_rows(files, "results.csv", rows)

    return forge


def _counted(name: str, columns: Sequence[int]) -> Forgery:
    """One count of a table is one more or one less."""

    def forge(draw: st.DrawFn, files: Files) -> Files:
        rows = rows_of(files, name)
        if rows:
            row, n = rows[draw(st.integers(0, len(rows) - 1))], draw(st.sampled_from(columns))
            row[n] = str(int(row[n] or 0) + draw(st.sampled_from([-1, 1])))
        return with_rows(files, name, rows)

    return forge


def _queue_moved(draw: st.DrawFn, files: Files) -> Files:
    """A unit of a waiting list stands elsewhere in it, positions counted anew."""
    rows = rows_of(files, "tables/waiting.csv")
    if rows:
        one = rows.pop(draw(st.integers(0, len(rows) - 1)))
        rows.insert(draw(st.integers(0, len(rows))), one)
    for school_ in {row[0] for row in rows}:
        for n, row in enumerate((row for row in rows if row[0] == school_), 1):
            row[1] = str(n)
    return with_rows(files, "tables/waiting.csv", rows)


def _line_lost(name: str) -> Forgery:
    """A table has a line less."""

    def forge(draw: st.DrawFn, files: Files) -> Files:
        rows = rows_of(files, name) if name in files else []
        if not rows:
            return files
        del rows[draw(st.integers(0, len(rows) - 1))]
        return with_rows(files, name, rows)

    return forge


def _shortlists(draw: st.DrawFn, files: Files) -> Files:
    """tables/shortlists.csv is gone, or there where it must not be."""
    name = "tables/shortlists.csv"
    if name in files:
        return {n: d for n, d in files.items() if n != name}
    return files | {name: b"draw,school,applicant,unit\n"}


def _other_word(column: int, *words: str) -> Forgery:
    """One line of results.csv has another word."""

    def forge(draw: st.DrawFn, files: Files) -> Files:
        rows = rows_of(files, "results.csv")
        if rows:
            rows[draw(st.integers(0, len(rows) - 1))][column] = draw(st.sampled_from(words))
        return with_rows(files, "results.csv", rows)

    return forge


FORGERIES: dict[str, Forgery] = {
    "two children exchange places": _exchanged([2, 3, 4, 5, 6, 7]),
    "two children exchange schools": _exchanged([6]),
    "two children exchange outcomes": _exchanged([5, 6]),
    "an outcome": _other_word(5, "admitted", "waiting", "not_admitted", "shortlisted", "not_shortlisted", "offered"),
    "a school": _other_word(6, "S1", "S2", "S3", ""),
    "a reason": _other_word(7, "RANK", "NEXT_FITS", "REGISTERED", "NOT_HELD", "LIST_FULL", "CHOICE"),
    "a count of a draw": _counted("tables/draws.csv", [3, 4, 5, 6, 7, 8]),
    "a count of a waiting list": _counted("tables/waiting.csv", [1, 3, 5]),
    "a place in a waiting list": _queue_moved,
    "a result lost": _line_lost("results.csv"),
    "a draw lost": _line_lost("tables/draws.csv"),
    "one who waits lost": _line_lost("tables/waiting.csv"),
    "one of a shortlist lost": _line_lost("tables/shortlists.csv"),
    "shortlists gone or too many": _shortlists,
}


@settings(max_examples=70)
@given(records(), st.data())
def test_forged_results_are_found_alike(files: Files, data: st.DataObject) -> None:
    """SPEC §11 (10): a forged result or table in a record that was sealed again around it fails step 10 of both, and no other."""
    for name in data.draw(st.lists(st.sampled_from(sorted(FORGERIES)), min_size=2, max_size=4, unique=True)):
        forged = FORGERIES[name](data.draw, files)
        if forged != files:
            assert said(with_outputs(forged)) == only(10), name


@settings(max_examples=30)
@given(records(), st.data())
def test_forged_orders_are_found_alike(files: Files, data: st.DataObject) -> None:
    """SPEC §11 (9): "exactly the held draws' files, each byte for byte"; the record is sealed again around the forgery."""
    held = sorted(name for name in files if name.startswith("orders/"))
    extra = files | {f"orders/{data.draw(st.sampled_from(['d0', 'd1', 'd2', 'zz']))}.csv": b"rank,number,unit\n"}
    if extra.keys() != files.keys():
        assert said(with_outputs(extra)) == only(9)
    for name in held[:1]:
        assert said(with_outputs({n: d for n, d in files.items() if n != name})) == only(9)
        rows = rows_of(files, name)
        if len(rows) > 1:
            rows[0][2], rows[-1][2] = rows[-1][2], rows[0][2]
            assert said(with_outputs(with_rows(files, name, rows))) == only(9)


@pytest.mark.parametrize("name", test_verify.FAULTS)
def test_every_known_fault_is_found_alike(name: str) -> None:
    """SPEC §11: the table of single faults, of all steps: the same first step is a mismatch for both."""
    make, step = test_verify.FAULTS[name]
    assert first_wrong(make()) == (0 if step == 18 else step)


# -- chains ------------------------------------------------------------------------------------------------------------

FIRST, MORE, SECOND, BETWEEN = test_chain.FIRST, test_chain.MORE, test_chain.SECOND, test_chain.BETWEEN
LATER = amended(MORE, [("accepted", test_chain.X[2], test_chain.D)], [("struck", test_chain.Y[1], test_chain.D)])
ANNULLED = amended(FIRST, [("annulled", "", test_chain.D)])
EVERYBODY = [code for code, _, _ in test_chain.CHILDREN]
UNCHECKED = record(
    rules=test_chain.TERMS, people=test_chain.CHILDREN, beacon=simulator.Beacon(chain=digest(b"x"), round=1)
)
THIRD = record(
    session="example-2028",
    rules=rules_of([school("Y1", 1)], [draw_of("s3", "Y1")], carry=test_chain.FREE),
    people=[(a, a, {}) for a in EVERYBODY],
    after=[test_chain.last(SECOND)],
)
FREE_SECOND = test_chain.second(EVERYBODY, test_chain.FREE)


def _naming(name: str, text: bytes, other: bytes) -> Files:
    """A record that claims to continue another text's record, and to have an amendment of this text."""
    files = record(session=name, rules=rules_of(carry=test_chain.FREE), after=[digest(other)])
    return files | {"amendments/0001/amendment.txt": text}


ONE, TWO = _naming("example-a", b"one\n", b"two\n"), _naming("example-b", b"two\n", b"one\n")
NO_STATEMENT = {n: d for n, d in MORE.items() if n not in ("statement.txt", "statement.sig")}
GAP = {n: d for n, d in MORE.items() if not n.startswith("amendments/0001/")}
VOIDED = void_record(ruling=True) | {n: d for n, d in MORE.items() if n.startswith("amendments/")}
CHAINS: dict[str, tuple[Files, list[Files], str]] = {
    "kept": (SECOND, [MORE], MATCH),
    "not given": (SECOND, [], COULD_NOT),
    "given as it was before": (SECOND, [FIRST], COULD_NOT),
    "given twice": (SECOND, [MORE, MORE], MATCH),
    "given with a stranger": (SECOND, [BETWEEN, MORE, void_record(ruling=True), {}], MATCH),
    "given with a broken stranger": (SECOND, [MORE, simulator.record() | {"results.csv": b"x\n"}], MATCH),
    "amended later": (SECOND, [LATER], MATCH),
    "amended later, both given": (SECOND, [MORE, LATER], MATCH),
    "amended later, forged": (SECOND, [LATER | {"amendments/0004/changes.csv": b"x\n"}], MISMATCH),
    "both given, one forged": (SECOND, [MORE, MORE | {"README": b"x\n"}], MISMATCH),
    "both given, the forged one first": (SECOND, [MORE | {"README": b"x\n"}, MORE], MISMATCH),
    "an amendment lost": (SECOND, [GAP], MISMATCH),
    "the statement lost": (SECOND, [NO_STATEMENT], MISMATCH),
    "amendments of a void": (SECOND, [VOIDED], MISMATCH),
    "annulled": (test_chain.second(EVERYBODY, places=2, earlier=(ANNULLED,)), [ANNULLED], MATCH),
    "annulled, other places": (test_chain.second(EVERYBODY, places=0, earlier=(ANNULLED,)), [ANNULLED], MISMATCH),
    "annulled after it was named": (
        FREE_SECOND, [amended(MORE, [("annulled", "", test_chain.D)])], MATCH,
    ),
    "could not be checked": (
        test_chain.second(EVERYBODY, test_chain.FREE, earlier=(UNCHECKED,)), [UNCHECKED], COULD_NOT,
    ),
    "one could not be checked, one is wrong": (
        test_chain.second(EVERYBODY, test_chain.FREE, earlier=(UNCHECKED, MORE)), [UNCHECKED, MORE | {"README": b"x\n"}],
        MISMATCH,
    ),
    "one is missing, one is wrong": (
        test_chain.second(EVERYBODY, test_chain.FREE, earlier=(UNCHECKED, MORE)), [MORE | {"README": b"x\n"}], MISMATCH,
    ),
    "of three": (THIRD, [SECOND, MORE], MATCH),
    "of three, the earliest first": (THIRD, [MORE, SECOND], MATCH),
    "of three, the first missing": (THIRD, [SECOND], COULD_NOT),
    "of three, the second missing": (THIRD, [MORE], COULD_NOT),
    "of three, the first wrong": (THIRD, [MORE | {"README": b"x\n"}, SECOND], MISMATCH),
    "of three, the first wrong and the second missing": (THIRD, [MORE | {"README": b"x\n"}], COULD_NOT),
    "of three, the second wrong": (THIRD, [MORE, SECOND | {"README": b"x\n"}], MISMATCH),
    **{f"broken: {n}": (make(), [MORE, BETWEEN], MISMATCH) for n, (make, _) in test_chain.BREAKS.items()},
    "the last that has the school": (
        test_chain.second(EVERYBODY, test_chain.FREE | {"places": "LEFT"}, earlier=(BETWEEN, MORE)), [MORE, BETWEEN], MATCH,
    ),
    "the last that has the school, in another order": (
        test_chain.second(EVERYBODY, test_chain.FREE | {"places": "LEFT"}, earlier=(MORE, BETWEEN)), [MORE, BETWEEN], MISMATCH,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHAINS)
def test_chains_are_judged_alike(name: str) -> None:
    """SPEC §11 (17), §14: with these earlier records at hand both say this word at step 17, and match at all others."""
    files, earlier, word = CHAINS[name]
    assert said(files, earlier) == only(17, word)


def test_a_circle_is_a_mismatch_for_both() -> None:
    """SPEC §11 (17): "a circle is a mismatch", with the record itself among the given ones or not."""
    for earlier in ([ONE, TWO], [TWO, ONE], [TWO]):
        assert first_wrong(ONE, earlier) == first_wrong(TWO, earlier[::-1]) == 1  # their amendments are no whole ones
    around = record(session="example-c", rules=rules_of(carry=test_chain.FREE), after=[digest(b"one\n")])
    assert said(around, [ONE, TWO]) == said(around, [TWO, ONE]) == said(around, [ONE]) == only(17)


@pytest.mark.parametrize("name", sorted(MORE))
def test_any_damage_to_an_earlier_record_is_a_mismatch(name: str) -> None:
    """SPEC §11 (17): "one that is a mismatch is a mismatch here": a byte of any of its files, as long as it is the named one."""
    for data in (MORE[name] + b"x", MORE[name][:-1] + bytes([MORE[name][-1] ^ 1])):
        named = name == "amendments/0002/amendment.txt"  # then it is another record
        assert said(SECOND, [MORE | {name: data}]) == only(17, COULD_NOT if named else MISMATCH)


ZONES = {"name": "zone", "label": "片区", "values": "schools"}
PRIMARIES = {
    "name": "primary",
    "label": "毕业小学",
    "values": [{"code": "P1", "label": "一小"}],
}  # as QUOTA needs (SPEC §16.12)
EARLIER = (FIRST, MORE, BETWEEN, LATER, ANNULLED)


@settings(max_examples=50)
@given(st.data())
def test_any_chain_is_judged_alike(data: st.DataObject) -> None:
    """SPEC §14: any carry, any codes, any places, after any states of any records, with any of them at hand."""
    states = sorted({value for one in EARLIER for value in hashes(one)})
    named = data.draw(st.lists(st.sampled_from(states), min_size=1, max_size=3, unique=True))
    carry = {key: data.draw(st.sampled_from(words)) for key, words in rules.sheet.CARRY.items()}
    codes = data.draw(st.lists(st.sampled_from([*EVERYBODY, "9999"]), unique=True, min_size=1, max_size=4).map(sorted))
    sized = [school(code, data.draw(st.integers(0, 2))) for code in ("X1", "Y1", "Z1")]
    terms = rules_of(
        sized, [draw_of(s["code"].lower(), s["code"], zone=[s["code"]]) for s in sized], [ZONES, PRIMARIES], carry=carry
    )
    people_ = [(a, a, {"zone": "XYZ"[n % 3] + "1", "primary": "P1"}) for n, a in enumerate(codes)]
    files = record(session="example-2027", rules=terms, people=people_, after=named)
    lost = data.draw(st.sampled_from([*EARLIER, *[None] * 12]))  # nearly always all are at hand
    said(files, data.draw(st.permutations([one for one in EARLIER if one is not lost])))


# -- rule sheets that must be refused ----------------------------------------------------------------------------------


def pool_bytes(session: Session) -> bytes:
    """pool.csv of children as they are, sound or not."""
    names = [a["name"] for a in session[0]["attributes"]]
    rows = sorted([c["applicant"], c["unit"], *(c["who"][n] for n in names)] for c in session[1])
    header = ",".join(["applicant", "unit", *names, "seal"])
    return "".join(f"{line}\n" for line in (header, *(",".join([*r, digest(r[0].encode())]) for r in rows))).encode()


def refrozen(session: Session) -> Files:
    """A record whose notice freezes this sheet and this pool: steps 1 to 4 hold, what lies behind step 5 is another record's."""
    files = simulator.record() | {"rules.json": canonical_json(session[0]), "pool.csv": pool_bytes(session)}
    value = json.loads(files["notice.json"]) | {
        "rules": digest(files["rules.json"]),
        "pool": digest(files["pool.csv"]),
        "applicants": len(session[1]),
        "units": len({c["unit"] for c in session[1]}),
        "draws": [d["id"] for d in session[0]["draws"]],
    }
    return test_verify.signed(files | {"notice.json": canonical_json(value)})


SPOILT = {n: fault for n, (fault, *_) in (*test_soundness.FAULTS.items(), *test_soundness.UNDECLARED.items())}


@pytest.mark.parametrize("name", ["", *sorted(SPOILT)])
def test_unsound_sheets_are_refused_alike(name: str) -> None:
    """SPEC §4: "a verifier says mismatch at step 5": each rule of *Sound* broken once; the sound base passes that step."""
    session = test_soundness.sound()
    if name:
        SPOILT[name](session)
    assert first_wrong(refrozen(session)) == (5 if name else 6)


def judged(data: bytes, pool_data: bytes) -> tuple[str, str]:
    """What both verifiers' step 5 says of a rules.json and a pool.csv: "" or the fault."""
    ours = theirs = ""
    try:
        terms = rules.read(data)
        ours = "".join(soundness.problems(pool.read(pool_data, terms), terms)[:1])
    except DrawError as error:
        ours = str(error) or "refused"
    try:
        read = OTHER.canonical(data, "rules.json")
        OTHER.sound(read, OTHER.pool_form(pool_data, read, OTHER.rules_form(read)))
    except OTHER.Mismatch as error:
        theirs = str(error) or "refused"
    return ours, theirs


def judged_alike(session: Session, what: object = "") -> bool:
    """True if both take this session, False if both refuse it."""
    data, pool_data = canonical_json(session[0]), pool_bytes(session)
    ours, theirs = judged(data, pool_data)
    assert (ours == "") == (theirs == ""), (what, ours, theirs)
    return ours == ""


EMPTY = (test_rules.BASE, [])


def test_every_small_fault_of_form_is_refused_alike() -> None:
    """SPEC §1, §4: a key left out, a key too many, another type, a value that the table does not allow, anywhere."""
    assert judged_alike(EMPTY)
    header = pool_bytes(EMPTY)
    made = [(what, value) for what, (value, _) in test_rules.FAULTS.items()]
    made += [(where, with_value(test_rules.BASE, where, value)) for where, value in test_rules.OUT_OF_RANGE]
    for what, value in made:
        assert all(judged(canonical_json(value), header)), what


EVERY = 19  # of all pairs of a place and a value, which all have been tried once


def every_value(value: Any) -> Iterator[Any]:
    """All values of a sheet, and more that stand at an edge."""
    yield from (at(value, where) for where in places(value))
    yield from (
        0,
        1,
        2,
        99,
        100,
        101,
        365,
        366,
        2**53 - 1,
        2**53,
        "none",
        "NONE",
        "",
        "2026-02-29",
        "a",
        "A" * 32,
        "A" * 33,
    )
    yield from (
        [],
        {},
        ["B2", "B1"],
        ["B1", "B2"],
        {"batch": ["B1"]},
        {"places": 0},
        {"percent": 100, "rounding": "CEILING"},
    )


def test_any_other_value_is_judged_alike() -> None:
    """SPEC §4: values of a sheet replaced by others that stand somewhere in it: both take the sheet or both refuse it."""
    values = {canonical_json(value): value for value in every_value(test_rules.BASE)}.values()
    header, taken = pool_bytes(EMPTY), 0
    for n, (where, value) in enumerate(product(places(test_rules.BASE), values)):
        if n % EVERY:
            continue
        ours, theirs = judged(canonical_json(with_value(test_rules.BASE, where, value)), header)
        assert (ours == "") == (theirs == ""), (where, value, ours, theirs)
        taken += ours == ""
    assert taken > 100


@settings(max_examples=120)
@given(st.one_of(whole_sessions(), st.builds(test_soundness.sound)), st.data())
def test_any_sheet_and_pool_are_judged_alike(session: Session, data: st.DataObject) -> None:
    """SPEC §4 Sound: a sound session with some values of its sheet and its children changed: sound for both or for neither."""
    session = copy.deepcopy(session)
    assert judged_alike(session)
    sheet, children = session
    for _ in range(data.draw(st.integers(1, 6))):
        which = data.draw(st.integers(0, 5))
        if children and which < 3:
            one = data.draw(st.sampled_from(children))
            other = data.draw(st.sampled_from(children))
            key = data.draw(st.sampled_from(sorted(one["who"])))
            value = data.draw(st.sampled_from([other["who"][key], "NONE", "S1", "S2", "Y1", "Z1", "K1", "B2", "E2"]))
            one["who"][key] = value
        else:
            where = data.draw(
                st.sampled_from([w for w in places(sheet) if w and w[0] in ("schools", "draws", "blocks")])
            )
            found = at(sheet, where)
            near = [found + 1, max(0, found - 1), 0] if isinstance(found, int) else []
            alike = [at(sheet, w) for w in places(sheet) if w and w[-1] == where[-1]]
            changed = with_value(sheet, where, data.draw(st.sampled_from([*near, *alike, []])))
            sheet.clear()
            sheet.update(changed)
        judged_alike(session)


SUM = "0" * 64
LISTS = {
    "": False, "\n": False, f"{SUM}  a\n": True, f"{SUM}   a\n": False, f"{SUM}  a b \n": True, f"{SUM}  a\\b\n": False,
    f"{SUM}  é\n": False, f"{SUM} a\n": False, f"{SUM}  a": False, f"{SUM}  a\n\n": False,
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS)
def test_sums_files_are_read_alike(text: str) -> None:
    """SPEC §1: "at least one line", `<hash>  <path>` (two spaces), "of printable ASCII without `\\`, begins with no space"."""

    def reads(how: Callable[[bytes], object]) -> bool:
        try:
            how(text.encode())
        except (DrawError, OTHER.Mismatch):
            return False
        return True

    def other(data: bytes) -> None:
        for line in OTHER.text_lines(data, "SHA256SUMS"):
            OTHER.want(OTHER.SUMS_LINE.fullmatch(line) is not None, line)

    assert reads(lambda data: hashing.read_sums(data, "SHA256SUMS")) is reads(other) is LISTS[text]


@pytest.mark.parametrize(("signature", "word"), [(simulator.ROUND_SIGNATURE, MATCH), ("ab" * 48, MISMATCH)])
def test_a_beacon_is_judged_alike_or_said_to_be_unchecked(signature: str, word: str) -> None:
    """SPEC §11 (8): "could not check, unless the verifier checks BLS signatures of that chain": never the opposite word."""
    ours, theirs = asked(record(beacon=simulator.ROUND, signature=signature))
    assert [w for _, w, _ in ours] == (ALL if word == MATCH else only(8))
    assert theirs[7][1] in (word, COULD_NOT)
    assert [w for n, w, _ in theirs if n != 8] == ALL[1:]
