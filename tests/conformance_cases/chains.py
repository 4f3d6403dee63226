"""Step 17: sessions that continue earlier ones (SPEC §11, §14)."""

from collections.abc import Callable
from functools import partial

import simulator
from afterwards import amended, ranked
from simulator import draw_of, rules_of, school

from conformance_cases.bases import BASES, FREE, D, continuing, lean, unamended, unplaced
from conformance_cases.case import COULD_NOT, MATCH, MISMATCH, Files, add, could_not, fails, matches
from conformance_cases.forging import H, refrozen
from draw.hashing import digest

MORE = ["bases/amended_thrice"]
BASE = BASES["amended_thrice"]()
X, Y = ranked(BASE, "x1"), ranked(BASE, "y1")
EVERYBODY = [f"{n:04}" for n in range(1, 11)]
NAMED = {n: digest(BASE[f"amendments/000{n}/amendment.txt"]) for n in (1, 2, 3)}


def _itself(files: Files) -> Files:
    return files


def _with(make: Callable[[], Files], files: Files) -> Files:
    return make()


GIVEN: dict[str, tuple[list[str], str, str]] = {
    "twice": ([*MORE, *MORE], MATCH, "each record is verified once, however often it is given"),
    "with_a_stranger": (["bases/void_cause", *MORE, "results_friend_admitted"], MATCH,
        "records to which `after` does not lead are ignored, wrong ones too"),
    "not": ([], COULD_NOT, "the record of a hash in `after` is not given"),
    "before_its_amendments": (["amendments_two_of_three"], COULD_NOT,
        "the record as it was before the named amendment is another one"),
    "grown": (["chain_grown"], MATCH, "later amendments are verified and change nothing here"),
    "forged": (["chain_earlier_readme"], MISMATCH, "an earlier record that is a mismatch is a mismatch here, for a README too"),
    "forged_beside_the_good": ([*MORE, "chain_earlier_readme"], MISMATCH, "each given record of that hash is verified whole"),
    "forged_later_amendment": (["chain_grown_forged"], MISMATCH, "its later amendments are verified too"),
}  # fmt: skip
for _key, (_given, _word, _why) in GIVEN.items():
    add(f"chain_given_{_key}", f"{_why[0].upper()}{_why[1:]} (§11 step 17, §14).", _itself, "chained", _word,
        None if _word == MATCH else 17, earlier=_given)  # fmt: skip


@matches("amended_thrice")
def chain_grown(r: Files) -> Files:
    """The earlier record with one amendment more (§13); other cases are given it."""
    return amended(r, [("struck", Y[2], "2026-07-23")])


@fails(15, "amended_thrice")
def chain_earlier_readme(r: Files) -> Files:
    """The earlier record with another README (§11 step 15); other cases are given it."""
    return r | {"README": b"x\n"}


@fails(16, "amended_thrice")
def chain_grown_forged(r: Files) -> Files:
    """The earlier record with an amendment more whose changes are another's (§13); other cases are given it."""
    return chain_grown(r) | {"amendments/0004/changes.csv": r["amendments/0001/changes.csv"]}


CODES = unplaced()
BROKEN: dict[str, tuple[Callable[[], Files], str]] = {
    "who_is_admitted": (lambda: continuing(sorted([*CODES, X[1]])), "BARRED: nobody who has a place"),
    "who_has_taken_an_offer": (lambda: continuing(sorted([*CODES, X[2]])), "BARRED: nobody who was admitted from the list"),
    "a_stranger": (lambda: continuing(sorted([*CODES, "9999"])), "UNPLACED: everybody is in the pool of one of the records"),
    "places_more": (lambda: continuing(CODES, places=3), "LEFT: the places are those left"),
    "places_less": (lambda: continuing(CODES, places=1), "LEFT: the places are those left"),
    "places_of_an_earlier_state": (lambda: continuing(CODES, places=2, after=[NAMED[2]]),
        "LEFT as the record stood at the named amendment: one"),
}  # fmt: skip
for _key, (_make, _why) in BROKEN.items():
    add(f"carry_{_key}", f"What `carry` says must hold (§14): {_why}.", partial(_with, _make), "chained", MISMATCH, 17,
        earlier=MORE)  # fmt: skip

HELD: dict[str, tuple[Callable[[], Files], str]] = {
    "free": (lambda: continuing(EVERYBODY, FREE, places=1), "FREE, ANY, MAY_RETURN, OWN ask nothing"),
    "struck_child_returns": (lambda: continuing(sorted([*CODES, Y[1]])), "who was struck has no place and may come"),
    "after_an_earlier_amendment": (lambda: continuing(sorted({*CODES, X[0]}), places=1, after=[NAMED[2]]),
        "the state at the named amendment counts"),
}  # fmt: skip
for _key, (_make, _why) in HELD.items():
    add(f"carry_{_key}", f"What `carry` says holds (§14): {_why}.", partial(_with, _make), "chained", earlier=MORE)


def _between() -> Files:
    """A session between the two: a place at Y1 for all unplaced but the first."""
    terms = rules_of([school("Y1", 1, vacancies="NONE")], [draw_of("b", "Y1")])
    return lean(session="example-between", rules=terms, people=[(a, a, {}) for a in CODES[1:]])


@matches("chained")
def chain_between(r: Files) -> Files:
    """A session of its own (§14); other cases are given it."""
    return _between()


BETWEEN = digest(_between()["statement.txt"])


@fails(17, "chained", earlier=[*MORE, "chain_between"])
def carry_who_abstained(r: Files) -> Files:
    """OUT: who is in the pool of one of the records is in that of the last one (§14)."""
    return continuing(CODES, FREE | {"abstained": "OUT"}, after=[NAMED[3], BETWEEN])


@matches("chained", earlier=[*MORE, "chain_between"])
def carry_last_record_with_the_school(r: Files) -> Files:
    """LEFT: the places left in the last record, in the order of `after`, that has the school (§14)."""
    return continuing(CODES[1:], FREE | {"places": "LEFT"}, places=2, after=[BETWEEN, NAMED[3]])


@fails(17, "chained", earlier=[*MORE, "chain_between"])
def carry_first_record_with_the_school(r: Files) -> Files:
    """The same places with `after` in the other order, where the last record has none left (§14)."""
    return continuing(CODES[1:], FREE | {"places": "LEFT"}, places=2, after=[NAMED[3], BETWEEN])


@matches("amended_thrice")
def chain_annulled(r: Files) -> Files:
    """An annulled draw (§13); other cases are given it."""
    return amended(unamended(), [("annulled", "", D)])


ANNULLED = digest(amended(unamended(), [("annulled", "", D)])["amendments/0001/amendment.txt"])


@matches("chained", earlier=["chain_annulled"])
def carry_after_an_annulment(r: Files) -> Files:
    """Of an annulled draw nobody has a place, and all places are left (§14)."""
    return continuing(EVERYBODY, places=2, after=[ANNULLED])


@fails(17, "chained", earlier=["chain_annulled"])
def carry_annulled_places_kept(r: Files) -> Files:
    """Of an annulled draw all places are left, not none (§14)."""
    return continuing(EVERYBODY, places=0, after=[ANNULLED])


@could_not(17, "chained", earlier=["beacon_not_checked"])
def chain_earlier_not_checked(r: Files) -> Files:
    """An earlier record that could not be checked makes this one so (§11 step 17)."""
    beacon = lean(beacon=simulator.Beacon(chain=H, round=1))
    return continuing(["0001", "0002"], FREE, after=[digest(beacon["statement.txt"])])


def _third() -> Files:
    second = BASES["chained"]()
    left = [c for c in CODES if c not in ranked(second, "s2")[:2]]
    return continuing(left or CODES, FREE, after=[digest(second["statement.txt"])], session="example-2028")


@matches("chained", earlier=["bases/chained", *MORE])
def chain_of_three(r: Files) -> Files:
    """All the given records are at hand for each of them, the earliest first (§11 step 17)."""
    return _third()


@could_not(17, "chained", earlier=["bases/chained"])
def chain_of_three_first_missing(r: Files) -> Files:
    """The earlier record of an earlier record is needed too (§11 step 17)."""
    return _third()


@fails(17, "chained", earlier=["bases/chained", "chain_earlier_readme"])
def chain_of_three_first_forged(r: Files) -> Files:
    """A fault in the first of three is a mismatch in the last (§11 step 17)."""
    return _third()


ONE, TWO = b"one\n", b"two\n"


def _naming(session: str, text: bytes, other: bytes) -> Files:
    """A record that claims to continue another text's record, and to have an amendment of this text."""
    return continuing(["0001", "0002"], FREE, after=[digest(other)], session=session) | {"amendments/0001/amendment.txt": text}


@fails(1, "chained")
def chain_circle_one(r: Files) -> Files:
    """Half of a circle: an amendment that is no whole one (§11 step 1); another case is given it."""
    return _naming("example-a", ONE, TWO)


@fails(1, "chained")
def chain_circle_two(r: Files) -> Files:
    """The other half of a circle (§11 step 1); another case is given it."""
    return _naming("example-b", TWO, ONE)


@fails(17, "chained", earlier=["chain_circle_one", "chain_circle_two"])
def chain_circle(r: Files) -> Files:
    """Records that name one another: a circle is a mismatch, and verification ends (§11 step 17)."""
    return continuing(["0001", "0002"], FREE, after=[digest(ONE)], session="example-c")


@matches("chained", earlier=MORE)
def chain_notice_of_the_same_time(r: Files) -> Files:
    """Another notice of the chained session, held again with the same earlier record (§14)."""
    return refrozen(r, {"rehearsals": 2})


