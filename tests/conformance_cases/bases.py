"""The whole records from which the cases differ: small, one for each procedure and each way a ceremony can go (SPEC §8, §9, §10).

Their README is one line, so that they stay the same when the words of a real record's README change.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations
from typing import Any

import simulator
from afterwards import amended, ranked
from sessions import PREFERENCES, listed
from simulator import (
    SIGNER,
    Hall,
    Minutes,
    after_draw,
    draw_of,
    nearest_of,
    preferences_of,
    rules_of,
    school,
    secret_of,
    shortlist_of,
)

from conformance_cases.case import Files
from conformance_cases.forging import ledger, summed
from draw import board, dice, notice, pool, results, seed, signing, statement
from draw.encoding import text_file
from draw.hashing import commitment, digest
from draw.notice import Mode, Party, Phase

BALLS = {"dice": "b10k6", "values": "03-01-04-10-05-09"}  # fewer lines than dice
README = b"A record of the conformance suite. Nobody was drawn.\n"
EXTRA = {"approved_extra": 1, "approved_document": "教〔2026〕1号"}
LISTS = [{"name": p, "label": f"志愿 {p}", "values": "preferences"} for p in PREFERENCES]
FAMILY = {"name": "family", "label": "家庭", "values": "codes"}
PARENTS = tuple(Party(id=f"W0{n}", name=f"家长代表{n}", phase=Phase.OPEN) for n in (1, 2, 3))
PARTIES = (*simulator.PARTIES[:2], *PARENTS)
REMOVED = b"reason,count\nAGE,2\nDIRECT,13\n"
D = "2026-07-20"
BASES: dict[str, Callable[[], Files]] = {}


def base(make: Callable[[], Mapping[str, bytes]]) -> Callable[[], Files]:
    """A base of this name, made once."""

    @cache
    def whole() -> Files:
        files = dict(make())
        return files if any(n.startswith("amendments/") for n in files) else summed(files | {"README": README})

    BASES[make.__name__] = whole
    return whole


def plain(files: Mapping[str, bytes]) -> Files:
    """A record with the README of this suite, and without amendments yet."""
    return summed(dict(files) | {"README": README})


def lean(hall: Hall | None = None, **changes: Any) -> Files:
    """A small record: six balls instead of ten dice, and minutes without those who signed in."""
    return _unattended(simulator.record(hall, **BALLS | changes))


def lean_void(**changes: Any) -> Files:
    """A small void record."""
    return _unattended(simulator.void_record(**BALLS | changes))


def early_void(**changes: Any) -> Files:
    """The smallest record: voided by a ruling before anybody committed. Nothing hangs on the notice but the minutes."""
    hall = Hall(**BALLS | changes)
    files, current = simulator.frozen(hall)
    value = digest(files["notice.json"])
    m = Minutes(current, value, hall.rules.hall)
    m.add("freeze", "operator", notice=value, version=1, **{"with": "notary"})
    m.add("convene", "operator", notice=value)
    said = {"number": 1, "action": "VOID", "reason": "POWER", "paper": "none", "signers": ["D1", "D2"]}
    m.add("ruling", "decision", **said)
    files["transcript.txt"] = m.state.void_transcript({})
    transcript = digest(files["transcript.txt"])
    files["void.txt"] = statement.void(current, value, board="none", transcript=transcript, reason="RULING")
    m.add("void", "decision", void=digest(files["void.txt"]))
    files["void.sig"] = signing.sign(SIGNER, files["void.txt"])
    return plain(simulator.sealed(files | {"README": README}, m))


def _unattended(files: Mapping[str, bytes]) -> Files:
    alone = ledger(dict(files), lambda rows: [r for r in rows if r["kind"] not in ("sign-in", "check", "spot")])
    return plain(alone)


def drawn(wanted: Callable[[Files], bool], **changes: Any) -> Files:
    """The small record of the first balls that bring about what is wanted."""
    for balls in permutations([f"{n:02}" for n in range(1, 11)], 6):
        files = lean(**changes, values="-".join(balls))
        if wanted(files):
            return files
    raise AssertionError(changes)


def reasons(*names: str) -> Callable[[Files], bool]:
    """All these things happen."""
    return lambda files: all(f",{name}\n".encode() in files["results.csv"] for name in names)


def order(*units: str) -> Callable[[Files], bool]:
    """The units of draw x1 come in this order."""
    return lambda files: ranked(files) == list(units)


def children(*codes: str, **facts: str) -> list[tuple[str, str, dict[str, str]]]:
    """Children by code; `0004+0005:B001` are a bundle."""
    found = []
    for one in codes:
        names, _, unit = one.partition(":")
        found += [(a, unit or a, dict(facts)) for a in names.split("+")]
    return found


@base
def example() -> Files:
    """The example of SPEC §0, with dice and all that signed in."""
    return simulator.record()


@base
def skip() -> Files:
    """Twins at the last place of an admission draw under SKIP, and a child behind them who fits: the base of most cases."""
    return drawn(order("0004", "0001", "B001", "0006", "0003"))


def _last_place(name: str) -> Files:
    extra = EXTRA if name in ("OVERFLOW", "GROW") else {}
    people = children("0001", "0002", "0003", "0004", "8001+8002:B001")
    rules = rules_of([school("X1", 3, name, **extra)])
    return drawn(lambda files: ranked(files).index("B001") == 2, rules=rules, people=people)


@base
def overflow() -> Files:
    """Twins at the last place under OVERFLOW."""
    return _last_place("OVERFLOW")


@base
def grow() -> Files:
    """Twins at the last place under GROW."""
    return _last_place("GROW")


@base
def split() -> Files:
    """Twins at the last place under SPLIT."""
    return _last_place("SPLIT")


@base
def stop() -> Files:
    """Twins at the last place under STOP."""
    return _last_place("STOP")


def tiers_hall() -> Hall:
    """Tiers with quotas at two schools, a priority group, children removed before."""
    batch = listed("batch", "B1", "B2", "B3")
    care = listed("care", "YES", "NO")
    wish = {"name": "wish", "label": "志愿", "values": "schools"}
    draws = [
        draw_of("x1.b1", "X1", quota={"places": 2}, batch=["B1"], wish=["X1"]),
        draw_of("x1.b2", "X1", quota={"percent": 50, "rounding": "CEILING"}, batch=["B2"], wish=["X1"]),
        draw_of("x1.b3", "X1", follows=["x1.b1", "x1.b2"], wish=["X1"]),
        draw_of("y1", "Y1", follows=["x1.b1", "x1.b2", "x1.b3"]),
    ]
    schools = [school("X1", 4, vacancies="PRIORITY_GROUP"), school("Y1", 2, "SPLIT")]
    terms = rules_of(schools, draws, [batch, care, wish], after_draw=after_draw(priority={"care": ["YES"]}))
    people = children("0001", "0002", "0003", batch="B1", care="NO", wish="X1")
    people += children("0004+0005:B001", "0006", "0007", batch="B2", care="NO", wish="X1")
    people += children("0008", batch="B3", care="YES", wish="X1")
    people += children("0009", "0010+0011:B002", "0012", batch="B3", care="NO", wish="Y1")
    return Hall(rules=terms, people=people, removed=REMOVED)


@base
def tiers() -> Files:
    """Admission in tiers with quotas (places, percent), spill, a priority group, removed.csv, SM3SUMS."""
    return lean(tiers_hall()) | {"SM3SUMS": b""}


@base
def shortlist() -> Files:
    """A shortlist of twice the places with twins at its last line; the next one comes for who is absent."""
    terms = rules_of(
        [school("X1", 2, "NONE", vacancies="NONE")], [shortlist_of("x1", multiplier=2, bundle="WHOLE", absent="NEXT")]
    )
    people = children("0001", "0002", "0003", "0004", "0005", "8001+8002:B001")
    return drawn(lambda files: ranked(files).index("B001") == 3, rules=terms, people=people)


def _wishing(*wishes: str) -> list[tuple[str, str, dict[str, str]]]:
    """Children with their lists: "0002+0003:B001 XY" wish for X1, then Y1; a small letter behind the list is the family."""
    people = []
    for one in wishes:
        code, _, letters = one.partition(" ")
        named = [f"{c}1" for c in letters if c.isupper()]
        family = next((f"F-{c.upper()}" for c in letters if c.islower()), "NONE")
        people += children(code, **dict(zip(PREFERENCES, [*named, *["NONE"] * 3], strict=False)), family=family)
    return people


@base
def by_preference() -> Files:
    """Preferences, the first ones first; any school for who named none in vain; twins may be parted."""
    schools = [school("X1", 2, "NONE"), school("Y1", 2, "NONE"), school("Z1", 2, "NONE", vacancies="NONE")]
    draws = [preferences_of("p", ["X1", "Y1", "Z1"], method="PREFERENCE_FIRST", unlisted="ANY", bundle="SPLIT")]
    people = _wishing("0001 X", "0002+0003:B001 XY", "0004 Y", "0005", "0006 ZX", "0007+0008:B002 YZ")
    return drawn(reasons("SPLIT_CHOICE", "ANY_PLACE"), rules=rules_of(schools, draws, [*LISTS, FAMILY]), people=people)


@base
def by_number() -> Files:
    """Preferences, the lowest number first; twins are held together; a family comes to one school afterwards."""
    schools = [school("X1", 2, "NONE", **EXTRA), school("Y1", 3, "NONE")]
    draws = [preferences_of("p", ["X1", "Y1"], adjust="family")]
    people = _wishing("0001 XY", "0002+0003:B001 XY", "0004 X", "0005 XYk", "0006 XYk", "0007 YX", "0008 YX")
    terms = rules_of(schools, draws, [*LISTS, FAMILY])
    return drawn(reasons("MOVED", "BUNDLE_HELD"), rules=terms, people=people)


@base
def nearest() -> Files:
    """The nearest school with a place, by tables of metres; twins may be parted."""
    distances = {"E1": {"X1": 300, "Y1": 900, "Z1": 900}, "E2": {"X1": 800, "Y1": 100, "Z1": 2000}}
    schools = [school("X1", 2, "NONE", vacancies="NONE"), school("Y1", 2, "NONE", vacancies="NONE")]
    schools += [school("Z1", 2, "NONE", vacancies="SUPPLEMENTARY_DRAW")]
    people = children("0001", "0002+0003:B001", "0004", area="E1") + children("0005", "0006", "0007", "0008", area="E2")
    terms = rules_of(schools, [nearest_of("near", distances)], [listed("area", "E1", "E2")])
    return drawn(reasons("SPLIT_CHOICE", "SPLIT_OUT", "NO_PLACE"), rules=terms, people=people)


def every_kind_of_draw() -> dict[str, Any]:
    """A hall for all four kinds of draws over one list, blocks of houses too."""
    attributes = [
        listed("way", "ADMIT", "ASSESS", "LIST", "NEAR", "STRAY"), listed("area", "E1", "E2"), *LISTS, FAMILY,
        {"name": "block", "label": "小区", "values": "codes"}, {"name": "home", "label": "对口学校", "values": "schools"},
    ]  # fmt: skip
    schools = [school("X1", 6), school("F1", 2, "NONE"), school("Y1", 2, "NONE", **EXTRA), school("Z1", 3, "NONE")]
    draws = [
        draw_of("quota", "X1", quota={"places": 2}, way=["ADMIT"], area=["E1"]),
        draw_of("rest", "X1", follows=["quota"], way=["ADMIT"]),
        shortlist_of("listed", "F1", who={"way": ["ASSESS"]}),
        preferences_of("wished", ["Y1", "Z1"], who={"way": ["LIST"]}, adjust="family"),
        nearest_of("near", {e: {"Y1": 5, "Z1": 7} for e in ("E1", "E2")}, who={"way": ["NEAR"]}, short="REFUSE"),
    ]
    no = {"area": "E1", "p1": "NONE", "p2": "NONE", "p3": "NONE", "family": "NONE"}
    people = [
        *children("0001", "0002", "0003+0004:B001", **no | {"way": "ADMIT", "block": "K1", "home": "X1"}),
        *children("0005", **no | {"way": "ADMIT", "area": "E2", "block": "K1", "home": "X1"}),
        *children("0006", "0007+0008:B002", **no | {"way": "ASSESS", "block": "K2", "home": "F1"}),
        *children("0009", "0010", **no | {"way": "LIST", "p1": "Y1", "p2": "Z1", "family": "G1", "block": "K3", "home": "Y1"}),
        *children("0011+0012:B003", **no | {"way": "LIST", "p1": "Z1", "block": "K3", "home": "Y1"}),
        *children("0013", "0014+0015:B004", **no | {"way": "NEAR", "block": "K4", "home": "Z1"}),
    ]
    blocks = {"block": "block", "school": "home", "governs": "DRAW"}
    return {"rules": rules_of(schools, draws, attributes, blocks=blocks), "people": people}


@base
def every_kind() -> Files:
    """A void record of a sheet with all four kinds of draws: each case of soundness spoils it once."""
    return early_void(**every_kind_of_draw())


@base
def void_early() -> Files:
    """Voided by a ruling before anybody committed: each case about the form of a frozen file spoils one there."""
    return early_void()


@base
def void_blind() -> Files:
    """Voided by a ruling before any die; one parent committed and stayed silent, one did not commit."""
    return lean_void(parties=PARTIES, absent=("W02",), silent=("W03",), ruling=True)


@base
def void_cause() -> Files:
    """Voided because the authority's paper does not open its commitment."""
    return lean_void(mismatch=("A1",))


@base
def quicknet() -> Files:
    """Balls, then a real round of drand quicknet."""
    return lean(beacon=simulator.ROUND)


def live_hall() -> Hall:
    """A live draw: everybody of the hall is there; of three parents one commits only, one does not even commit."""
    return Hall(mode=Mode.LIVE, parties=PARTIES, absent=("W02",), silent=("W03",))


@base
def live() -> Files:
    """A live draw with all that can happen in a hall: frozen twice after an objection, postponed, a machine started again, a die
    misread and one rethrown, a late secret."""
    hall = live_hall()
    before, _ = simulator.frozen(hall)
    files, current = simulator.frozen(hall)
    current = replace(current, version=2, previous=digest(before["notice.json"]))
    files["notice.json"] = notice.write(current)
    files["notice.sig"] = signing.sign(SIGNER, files["notice.json"])
    value, m = digest(files["notice.json"]), Minutes(current, digest(files["notice.json"]), hall.rules.hall)
    witness = {"with": "notary"}

    def rule(action: str) -> None:
        number = m.state.rulings + 1
        terms = {"number": number, "action": action, "reason": "MACHINE", "paper": "none", "signers": ["D1", "D3"]}
        m.add("ruling", "decision", **terms)

    m.add("freeze", "operator", notice=digest(before["notice.json"]), version=1, **witness)
    m.add("objection", "operator", number=1, paper=digest(b"objection"))
    m.add("objection-outcome", "notary", number=1, outcome="accepted")
    m.add("freeze", "operator", notice=value, version=2, **witness)
    simulator.sign_in(hall, m)
    m.add("convene", "operator", notice=value)
    for party in ("W02", "A1", "N1", "W01"):
        m.add("commit", party, commitment=commitment(value, party, secret_of(party)))
    files["board.txt"] = board.write(current, value, m.state.commitments)
    m.add("board", "operator", board=digest(files["board.txt"]))
    rule("POSTPONE")
    m.add("sign-in", "operator", number=6, kind="CHECKER", person=simulator.person_of(hall.session, "the new checker"))
    m.add("resume", "system")
    rule("RESUME_STANDBY")
    m.add("reveal-open", "operator")
    m.add("reveal", "W01", secret=secret_of("W01"))
    rule("PAUSE")
    rule("CONTINUE")
    m.add("resume", "system")
    head = [*seed.head_lines(value, m.state.board_hash), *seed.open_lines(current, m.state.reveals)]
    m.add("reveal-close", "operator", transcript=digest(text_file(head)))
    m.add("late", "W02", secret=digest(b"too late"))
    spec = dice.parse(hall.dice)
    assert spec is not None
    for n, text in enumerate(spec.values(hall.values), start=1):
        if n == 3:
            m.add("dice-mismatch", "checker", index=3)
            rule("RETHROW")
        m.add("die", "operator", index=n, value=text, **{"with": "checker"})
    dice_line = seed.dice_line(current, tuple(m.state.dice_values))
    m.add("dice", "notary", transcript=digest(text_file([*head, dice_line])))
    m.add("envelopes", "notary")
    for party in ("N1", "A1"):
        m.add("opened", party)
    sealed = [f"{p} {secret_of(p)}" for p in ("A1", "N1")]
    files["seed.txt"] = text_file([*head, dice_line, "beacon none", *sealed])
    the_seed = digest(files["seed.txt"])
    m.add("seed", "system", seed=the_seed)
    made = results.compute(pool.read(files["pool.csv"], hall.rules), hall.rules, the_seed)
    files |= made
    sums = digest(made["outputs.txt"])
    end = m.add("outputs", "system", outputs=sums)
    where = {"board": digest(files["board.txt"]), "seed": the_seed, "outputs": sums, "ledger": digest(end.data())}
    files["statement.txt"] = statement.statement(current, value, **where)
    files["statement.sig"] = signing.sign(SIGNER, files["statement.txt"])
    return simulator.sealed(files | {"README": README}, m)


ZONES = [listed("zone", "X", "Y")]


def amended_terms() -> Any:
    """Two schools; offers are answered within three days, reporting with leave."""
    terms = after_draw(reply_days=3, report_by="2026-08-26", leave_days=7, list_until="2026-09-10")
    schools = [school("X1", 2), school("Y1", 2, vacancies="NONE")]
    return rules_of(schools, [draw_of("x1", "X1", zone=["X"]), draw_of("y1", "Y1", zone=["Y"])], ZONES, after_draw=terms)


def unamended() -> Files:
    """The record before its amendments."""
    people = children(*(f"{n:04}" for n in range(1, 6)), zone="X") + children(*(f"{n:04}" for n in range(6, 11)), zone="Y")
    return lean(rules=amended_terms(), people=people)


@base
def amended_thrice() -> Files:
    """Three amendments: a place given back and not filled, one offered on, the offer taken and one more struck."""
    files = unamended()
    x, y = ranked(files, "x1"), ranked(files, "y1")
    return amended(
        files,
        [("declined", y[0], D)],
        [("reported", x[1], D), ("declined", x[0], "2026-07-21")],
        [("contacted", x[2], "2026-07-21"), ("accepted", x[2], "2026-07-22"), ("struck", y[1], "2026-07-22")],
    )


CARRY = {"admitted": "BARRED", "applicants": "UNPLACED", "abstained": "OUT", "places": "LEFT"}
FREE = {"admitted": "FREE", "applicants": "ANY", "abstained": "MAY_RETURN", "places": "OWN"}


def unplaced() -> list[str]:
    """Who has no place after the record `amended_thrice`, its struck child left out."""
    files = BASES["amended_thrice"]()
    x, y = ranked(files, "x1"), ranked(files, "y1")
    return sorted({f"{n:04}" for n in range(1, 11)} - {x[0], x[1], x[2], y[0], y[1]})


def continuing(
    codes: Sequence[str], carry: Any = CARRY, places: int = 2, after: Sequence[str] = (), session: str = "example-2027"
) -> Files:
    """A session at Y1 that continues others; by default the last amendment of `amended_thrice`."""
    named = list(after) or [digest(BASES["amended_thrice"]()["amendments/0003/amendment.txt"])]
    terms = rules_of([school("Y1", places)], [draw_of("s2", "Y1")], carry=carry)
    return lean(session=session, rules=terms, people=[(a, a, {}) for a in codes], after=named)


@base
def chained() -> Files:
    """A supplementary session for the places left at Y1 and the children without one."""
    return continuing(unplaced())
