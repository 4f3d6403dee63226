"""Two implementations of one text: whatever record both are given, they say the same words (SPEC §11, R52).

`draw.verify` and scripts/verify.py share no line of code, so where they agree on a random session, a forged line or an unsound
rule sheet, the text of SPEC says only one thing about it.
"""

import copy
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import simulator
import test_chain
import test_rules
import test_soundness
import test_verify
from afterwards import NOON, Files, after, amended, event, frozen, outputs
from faults import at, faults, places, with_value
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import SEEDS, Session, parsed, people, sessions
from simulator import AMENDER, SIGNER, draw_of, record, rules_of, school, void_record
from test_flips import OTHER, write
from test_verify import resummed, with_outputs

from draw import amending, notice, pool, rules, signing, soundness
from draw.amending import EventKind, State, series
from draw.amending.papers import CHANGES, EVENTS, EVENTS_HEADER, NAMES, SIGNATURE, SUMS, TEXT, path, read_events
from draw.chaining import chain
from draw.encoding import canonical_json
from draw.errors import DrawError, StepRefused
from draw.hashing import digest, sums_of
from draw.verify import COULD_NOT, MATCH, MISMATCH, verify

ALL = [MATCH] * 18


def asked(files: Files, earlier: Sequence[Files] = ()) -> tuple[list[tuple[int, str, str]], list[tuple[int, str, str]]]:
    """(number, word, detail) of each step, by both verifiers, on the same bytes and with the record's own hashes."""
    first = simulator.anchors({"notice.json": b"", "statement.txt": b"", **files})
    with tempfile.TemporaryDirectory() as base:
        folders = [Path(base) / str(n) for n in range(len(earlier) + 1)]
        for folder, one in zip(folders, (files, *earlier), strict=True):
            folder.mkdir()
            write(one, folder)
        theirs = OTHER.verify(str(folders[0]), *first, [str(folder) for folder in folders[1:]])
    ours = verify(files, notice_hash=first[0], statement_hash=first[1], earlier=[(one, []) for one in earlier])
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


@st.composite
def whole_sessions(draw: st.DrawFn, siblings: bool | None = None) -> Session:
    """A sound session with every kind of draw, under any terms of after_draw."""
    sheet, children = draw(sessions(siblings=draw(st.booleans()) if siblings is None else siblings))
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

    @settings(max_examples=100)
    @given(records(siblings))
    def holds(files: Files) -> None:
        assert said(files) == ALL

    holds()


# -- what comes after the draw -----------------------------------------------------------------------------------------

TRIES = st.tuples(st.sampled_from(EventKind), st.integers(0, 99), st.sampled_from([0, 0, 0, 1, 1, 2, 5, -1]))
FREQUENT = st.tuples(st.sampled_from([k for k in EventKind if k != "annulled"]), st.integers(0, 99), st.integers(0, 2))


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


@settings(max_examples=150)
@given(whole_sessions(), SEEDS, st.data())
def test_every_event_is_answered_alike(session: Session, seed: str, data: st.DataObject) -> None:
    """SPEC §13: of any event, allowed or not, both say the same, and make the same changes of it."""
    terms, found = parsed(session)
    ours = amending.start(outputs(terms, found, seed), terms, found)
    theirs = aftermath({"rules.json": rules.write(terms), "pool.csv": pool.write(found, terms)}, seed)
    kept = {id(one): one for one in (theirs.pool, theirs.a, theirs.rule)}
    held_alike(ours, theirs)
    day, codes = 20, [*found.applicants, "ZZ"]
    for kind, which, later in data.draw(
        st.lists(TRIES if data.draw(st.integers(0, 3)) == 0 else FREQUENT, max_size=25)
    ):
        applicant = codes[which % len(codes)] if kind != "annulled" or which == 7 else ""
        held = ours.held(applicant) if applicant in ours.line_of else ""
        others = ["", "S1", "s1", *(s.code for s in terms.schools)]
        where = others[which % len(others)] if which % 11 == 0 else held
        paper = {13: digest(b"paper"), 26: "paper.pdf", 39: ""}.get(which, "none")
        day = max(1, min(day + later, 31))
        line = f"{kind},{applicant},{where},2026-07-{day:02},{paper}"
        trial = copy.deepcopy(theirs, dict(kept))
        trial.changes = []
        mine: list[str] | None = None
        other: list[str] | None = None
        try:
            (one,) = read_events(f"{EVENTS_HEADER}\n{line}\n".encode(), EVENTS)
            made = amending.apply(ours, one)
            mine = [",".join((c.applicant, *c.before, *c.after, c.cause)) for c in made]
        except DrawError:
            day = max(day, int(ours.date[-2:] or 0))
        try:
            trial.event(line)
            other, theirs = trial.changes, trial
        except OTHER.Mismatch:
            pass
        assert mine == other, line
        held_alike(ours, theirs)


def grown(draw: st.DrawFn, files: Files) -> Files:
    """The record with some amendments of any legal events."""
    state = after(files)
    day, codes, made = 20, state.pool.applicants, dict(files)
    for tries in draw(st.lists(st.lists(FREQUENT, min_size=1, max_size=5), min_size=1, max_size=4)) if codes else ():
        events, trial = [], state.copy()
        for kind, which, later in tries:
            day = min(day + later, 31)
            applicant = codes[which % len(codes)]
            one = event(kind, applicant, f"2026-07-{day}", trial.held(applicant), "none" if which % 5 else digest(b"p"))
            try:
                amending.apply(trial, one)
            except StepRefused:
                continue
            events.append(one)
        if events:
            made |= amending.make(state, events, session="example-2026", time=NOON, key=AMENDER)[0]
    if codes and draw(st.integers(0, 5)) == 0:
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
        assert {
            a: str(p.fate) if found.ends and any(theirs.outcomes.values()) else "" for a, p in ours.fates.items()
        } == (theirs.outcomes)


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


@settings(max_examples=150)
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
