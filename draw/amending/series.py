"""The numbered series of amendments of a record: made, and checked one by one (SPEC §13, §11 step 16)."""

from collections import Counter
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from draw import hashing, signing
from draw.amending import papers
from draw.amending.fates import Fate
from draw.amending.moves import apply
from draw.amending.papers import Change, Event
from draw.amending.state import State, start
from draw.encoding import first_difference
from draw.errors import FormatError, StepRefused
from draw.hashing import digest
from draw.notice import Mode, Notice
from draw.pool import Pool
from draw.rules import Rules
from draw.words import say


def make(
    state: State, events: Sequence[Event], *, session: str, time: str, key: Ed25519PrivateKey
) -> tuple[dict[str, bytes], tuple[Change, ...]]:
    """(path -> bytes of the next amendment, what changes); the state is then the one after it.

    Raises StepRefused for the first event that is not allowed; the state is then of no more use: try on a copy.
    """
    if not events:
        raise StepRefused(say("amend.no_event"))
    if state.number == papers.MOST:
        raise StepRefused(say("amend.full"))
    changes = tuple(change for event in events for change in apply(state, event))
    _within_plan(state)
    listed = {papers.EVENTS: papers.write_events(events), papers.CHANGES: papers.write_changes(changes)}
    sums = hashing.sums_of(listed.items())
    number = state.number + 1
    text = papers.amendment_text(session=session, number=number, previous=state.last, time=time, sums=digest(sums))
    signed = {papers.SUMS: sums, papers.SIGNATURE: signing.sign(key, text), papers.TEXT: text}
    state.number, state.last = number, digest(text)
    return {papers.path(number, name): data for name, data in (listed | signed).items()}, changes


def _within_plan(state: State) -> None:
    """Nothing is signed that puts a school above its places and approved extra ones (R8). A shortlist offers no places (R20)."""
    held = Counter(
        p.school
        for p in state.places
        if p.fate is Fate.ADMITTED or (p.fate is Fate.OFFERED and p.school not in state.shortlists)
    )
    for school in state.rules.schools:
        if held[school.code] > school.places + school.approved_extra:
            facts = {"places": school.places, "extra": school.approved_extra}
            raise StepRefused(say("amend.over_plan", school=school.code, count=held[school.code], **facts))


def check(files: Mapping[str, bytes], current: Notice, rules: Rules, pool: Pool, upto: str = "") -> State:
    """The state after the record's last amendment, or after the one (or the statement) of that hash; each recomputed.

    Raises FormatError at the first difference.
    """
    return follow(start(files, rules, pool), files, current, upto)


def follow(state: State, files: Mapping[str, bytes], current: Notice, upto: str = "") -> State:
    """The state, taken through every amendment among the files, or up to the one of that hash.

    Raises FormatError at the first difference.
    """
    for number in papers.numbered(files):
        if state.last == upto:
            break
        _check_one(state, number, {name: files[papers.path(number, name)] for name in papers.NAMES}, current)
    return state


def read(files: Mapping[str, bytes], number: int) -> tuple[Event, ...]:
    """The events of an amendment of a checked record."""
    name = papers.path(number, papers.EVENTS)
    return papers.read_events(files[name], name)


def _check_one(state: State, number: int, given: Mapping[str, bytes], current: Notice) -> None:
    where = papers.path(number, papers.TEXT)
    time = papers.time_of(given[papers.TEXT], where)
    text = papers.amendment_text(
        session=current.session,
        number=number,
        previous=state.last,
        time=time,
        sums=digest(given[papers.SUMS]),
    )
    _same(where, text, given[papers.TEXT])
    if not signing.verify(current.amender, text, given[papers.SIGNATURE]):
        raise FormatError(papers.path(number, papers.SIGNATURE), f"is not the amender's signature over {papers.TEXT}")
    listed = {name: given[name] for name in (papers.EVENTS, papers.CHANGES)}
    _same(papers.path(number, papers.SUMS), hashing.sums_of(listed.items()), given[papers.SUMS])
    where = papers.path(number, papers.EVENTS)
    changes: list[Change] = []
    for line, event in enumerate(papers.read_events(given[papers.EVENTS], where), start=2):
        if current.mode is Mode.LIVE and event.date > time[:10]:
            raise FormatError(where, f"line {line}: {event.date} is later than the amendment's own day {time[:10]}")
        try:
            changes += apply(state, event)
        except StepRefused as error:
            raise FormatError(where, f"line {line}: {error}") from None
    _same(papers.path(number, papers.CHANGES), papers.write_changes(changes), given[papers.CHANGES])
    state.number, state.last = number, digest(text)


def _same(where: str, ours: bytes, theirs: bytes) -> None:
    if ours != theirs:
        raise FormatError(where, first_difference(ours, theirs))
