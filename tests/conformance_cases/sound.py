"""Records in which nothing is wrong: every base, and every turn that a ceremony may take (SPEC §9, §10)."""

from dataclasses import replace

import simulator
from simulator import rules_of, school

from conformance_cases.bases import BASES, PARTIES, REMOVED, every_kind_of_draw, lean, lean_void
from conformance_cases.case import Files, add, could_not, matches
from conformance_cases.forging import H, Rows, ledger, line, refrozen
from draw import notice
from draw.hashing import digest
from draw.notice import Beacon

FAR = Beacon(chain=notice.QUICKNET, round=10**8)


def _itself(files: Files) -> Files:
    return files


for _name, _make in BASES.items():
    _earlier = {"earlier": ["bases/amended_thrice"]} if _name == "chained" else {}
    add(f"sound_{_name}", "Nothing is wrong with this base, and both hashes of the papers are given (§11).", _itself,
        _name, **_earlier)  # fmt: skip
    if _name in ("skip", "void_cause", "live"):
        add(f"anchors_none_{_name}", "Without the hashes of the signed papers a record is only consistent in itself (§11 step 18).",
            _itself, _name, "could not check", 18, notice="none", statement="none")  # fmt: skip


@matches(applicant="0002")
def sound_applicant(r: Files) -> Files:
    """An applicant code adds that child's lines before the verdict (§11)."""
    return r


@matches(applicant="9999")
def sound_applicant_unknown(r: Files) -> Files:
    """An unknown code is said so and changes no verdict (§11)."""
    return r


@matches("void_cause", applicant="0002")
def sound_applicant_of_a_void(r: Files) -> Files:
    """Of a void record there is nothing to say of a child, and the verdict stays (§11)."""
    return r


@matches()
def sound_registered_only(r: Files) -> Files:
    """With places for all children everybody is in, and there is no order (§8.1)."""
    return lean(rules=rules_of([school(places=6)]))


@matches()
def sound_every_kind_drawn(r: Files) -> Files:
    """All four kinds of draws over one list (§8)."""
    return lean(**every_kind_of_draw())


@matches()
def sound_nobody(r: Files) -> Files:
    """A draw to which nobody comes is empty; pool.csv is a header alone (§8)."""
    return lean(people=())


@matches()
def sound_no_place(r: Files) -> Files:
    """A draw without a place is not held (§8.1)."""
    return lean(rules=rules_of([school(places=0)]))


@matches()
def sound_dice_of_six_faces(r: Files) -> Files:
    """Dice of six faces (§3, §6)."""
    return lean(dice="d6x12", values="123456123456")


@matches()
def sound_balls(r: Files) -> Files:
    """Balls drawn from an urn (§3, §6)."""
    return lean(dice="b12k6", values="07-01-12-03-11-02")


@matches()
def sound_without_open_parties(r: Files) -> Files:
    """min_open 0 and no open party (§3)."""
    return lean(parties=simulator.PARTIES[:2], min_open=0)


@matches()
def sound_second_attempt(r: Files) -> Files:
    """A second attempt names the void.txt of the first (§3)."""
    return lean(attempt=2, previous=digest(BASES["void_cause"]()["void.txt"]))


@matches("void_blind")
def sound_too_few_commitments(r: Files) -> Files:
    """Fewer commitments than min_open: void before any reveal (§10)."""
    return lean_void(parties=PARTIES, min_open=2, silent=("W01", "W03"))


@matches("void_blind")
def sound_too_few_reveals(r: Files) -> Files:
    """Fewer reveals than min_open: void before any die (§10)."""
    return lean_void(parties=PARTIES, min_open=2, absent=("W01", "W03"))


@matches("void_blind")
def sound_beacon_early(r: Files) -> Files:
    """A beacon that appeared before the reveals were closed: void (§10); step 8 was not reached and matches (§11)."""
    return lean_void(beacon=replace(FAR, round=1))


@matches("void_cause")
def sound_no_paper_matches(r: Files) -> Files:
    """Neither paper opens its commitment (§10)."""
    return lean_void(mismatch=("A1", "N1"))


@matches("void_blind")
def sound_void_with_removed(r: Files) -> Files:
    """A void record has removed.csv where the notice names it (§2)."""
    return lean_void(removed=REMOVED, ruling=True)


@could_not(8)
def beacon_not_checked(r: Files) -> Files:
    """A beacon of a chain whose BLS signatures the verifier does not check: could not check (§11 step 8)."""
    return lean(beacon=Beacon(chain=H, round=1))


@could_not(8)
def beacon_without_dice(r: Files) -> Files:
    """The same where there are no dice at all (§3)."""
    return lean(beacon=Beacon(chain=H, round=1), dice="none")


@matches("live")
def live_everybody_excused(r: Files) -> Files:
    """ACCEPT_MISSING_WITNESS stands for every kind and number but one OPERATOR, CHECKER and NOTARY (§9)."""

    def change(rows: Rows) -> Rows:
        end = next(n for n, x in enumerate(rows) if x["kind"] == "convene")
        keep = [x for x in rows[:end] if x["kind"] != "sign-in" or x["body"]["kind"] in ("OPERATOR", "CHECKER", "NOTARY")]
        excuse = line("ruling", "decision", number=1, action="ACCEPT_MISSING_WITNESS", reason="WITNESS", paper="none",
                      signers=["D1", "D2"])  # fmt: skip
        rest = [x | {"body": x["body"] | {"number": x["body"]["number"] + 1}} if x["kind"] == "ruling" else x for x in rows[end:]]
        made, count = [*keep, excuse, *rest], 0
        for n, x in enumerate(made):
            if x["kind"] == "sign-in":
                count += 1
                made[n] = x | {"body": x["body"] | {"number": count}}
        return made

    return ledger(r, change)


@matches("live")
def live_clock_goes_back(r: Files) -> Files:
    """`time` may go backwards, clocks do; order is by `n` (§9)."""

    def change(rows: Rows) -> None:
        rows[-1]["time"] = "2026-07-18T08:59:59+08:00"

    return ledger(r, change)


@matches("skip")
def notice_long_title(r: Files) -> Files:
    """A label may have 200 characters (§1)."""
    return refrozen(r, {"title": "派" * 200})


@matches("skip")
def notice_many_dice(r: Files) -> Files:
    """Forty dice are allowed, and a hall that waits for nobody (§3)."""
    return lean(dice="d10x40", values="0123456789" * 4)
