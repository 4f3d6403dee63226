"""Step 16: what came after the draw (SPEC §13). Sums, chain and signatures of the amendments fit each forgery."""

from collections.abc import Callable
from functools import partial

import simulator
from afterwards import amended, ranked
from simulator import SIGNER

from conformance_cases.bases import BASES, D, amended_terms, children, plain, unamended
from conformance_cases.case import MISMATCH, Files, add, fails, matches
from conformance_cases.forging import BOM, H, amendment, crlf, replaced, resealed, swapped, with_lines
from draw import signing
from draw.notice import Mode

Change = Callable[[bytes], bytes]
BASE = BASES["amended_thrice"]()
X, Y = ranked(BASE, "x1"), ranked(BASE, "y1")


def _changed(number: int, name: str, change: Change, files: Files) -> Files:
    return amendment(files, number, name, change)


def _many(stem: str, name: str, faults: dict[str, tuple[int, Change, str]]) -> None:
    for key, (number, change, why) in faults.items():
        add(f"{stem}_{key}", f"{name} (§13): {why}.", partial(_changed, number, name, change), "amended_thrice", MISMATCH, 16)


def line_at(n: int, old: str, new: str) -> Change:
    """A text in one line replaced."""

    def change(data: bytes) -> bytes:
        lines = data.decode().splitlines()
        assert old in lines[n]
        lines[n] = lines[n].replace(old, new, 1)
        return "".join(f"{x}\n" for x in lines).encode()

    return change


_many("events", "events.csv", {
    "of_nobody": (1, line_at(1, f",{Y[0]},", ",9999,"), "an event is of a code in the pool"),
    "of_another": (1, line_at(1, f",{Y[0]},", f",{Y[1]},"), "changes.csv is what the events make of it"),
    "of_who_waits": (1, line_at(1, f",{Y[0]},Y1", f",{Y[3]},"), "only who has a place or an offer declines"),
    "unknown": (1, line_at(1, "declined", "removed"), "events are a closed list"),
    "school_other": (1, line_at(1, ",Y1,", ",X1,"), "school is where the applicant is admitted"),
    "school_missing": (1, line_at(1, ",Y1,", ",,"), "school is where the applicant is admitted"),
    "no_day": (1, line_at(1, D, "2026-02-30"), "a date exists"),
    "earlier_than_the_one_before": (2, line_at(1, D, "2026-07-19"),
        "a date is never earlier than the one before it, over all amendments"),
    "paper_name": (1, line_at(1, ",none", ",letter.pdf"), "paper is a hash or none"),
    "field_more": (1, line_at(1, ",none", ",none,"), "a line has the header's fields"),
    "header": (1, line_at(0, "event,", "Event,"), "the header is that of §13"),
    "none": (1, lambda d: with_lines(d, lambda x: x[:1]), "at least one event"),
    "swapped": (3, lambda d: with_lines(d, swapped(1, 3)), "events stand in the order in which they happened"),
    "accepted_without_offer": (3, line_at(2, f"accepted,{X[2]},X1", f"accepted,{X[1]},X1"), "accepted is for who has an offer"),
    "expired_on_the_last_day": (3, line_at(2, f"accepted,{X[2]},X1,2026-07-22", f"expired,{X[2]},X1,2026-07-24"),
        "an offer runs until its date + reply_days"),
    "declined_after_reporting": (3, line_at(3, f"struck,{Y[1]},Y1", f"declined,{X[1]},X1"), "who reported does not decline"),
    "no_show_before_the_day": (3, line_at(3, f"struck,{Y[1]},Y1,2026-07-22", f"no-show,{Y[1]},Y1,2026-08-26"),
        "a no-show is later than report_by"),
    "leave_too_late": (3, line_at(3, f"struck,{Y[1]},Y1,2026-07-22", f"leave,{Y[1]},Y1,2026-08-27"),
        "leave is asked by report_by"),
    "annulled_with_a_code": (3, line_at(3, f"struck,{Y[1]},Y1", f"annulled,{Y[1]},"), "annulled has no applicant"),
    "crlf": (1, crlf, "LF ends every line"),
    "bom": (1, lambda d: BOM + d, "there is no BOM"),
})  # fmt: skip
_many("changes", "changes.csv", {
    "line_missing": (2, lambda d: with_lines(d, lambda x: x[:-1]), "every change of outcome has a line"),
    "friend_moves_up": (2, line_at(2, X[2], X[3]), "the next of the waiting list gets the offer"),
    "admitted_at_once": (2, line_at(2, ",offered,", ",admitted,"), "with reply_days the next is offered the place"),
    "cause": (2, line_at(2, ",VACANCY", ",declined"), "a fill has the cause VACANCY"),
    "school_kept": (2, line_at(1, "declined,,", "declined,X1,"), "who declined has no school"),
    "swapped": (2, lambda d: with_lines(d, swapped(1, 2)), "changes stand in order"),
    "line_more": (3, lambda d: with_lines(d, lambda x: [*x, f"{Y[2]},not_admitted,,admitted,Y1,VACANCY"]),
        "a school without a list moves nobody up"),
    "none": (1, lambda d: with_lines(d, lambda x: x[:1]), "changes.csv is what the events make of it"),
    "without_last_lf": (2, lambda d: d[:-1], "LF ends the last line too"),
})  # fmt: skip
_many("amendment", "amendment.txt", {
    "session": (1, line_at(0, "example-2026", "example-2027"), "line 1 names the session"),
    "number": (2, line_at(1, "number 2", "number 3"), "number is that of the folder"),
    "number_leading_zeros": (2, line_at(1, "number 2", "number 0002"), "an integer has no leading zero"),
    "previous": (3, lambda d: with_lines(d, lambda x: [*x[:2], f"previous {H}", *x[3:]]), "previous is the amendment before"),
    "time_no_day": (1, line_at(3, "2026-09-01", "2026-09-31"), "a time exists"),
    "time_without_zone": (1, line_at(3, "+08:00", ""), "a time ends in +08:00"),
    "sums": (1, lambda d: with_lines(d, lambda x: [*x[:4], f"sums {H}"]), "sums is the hash of SHA256SUMS"),
    "line_more": (1, lambda d: d + b"note nothing\n", "no other line"),
    "lines_swapped": (1, lambda d: with_lines(d, swapped(1, 2)), "lines stand in their order"),
    "crlf": (1, crlf, "LF ends every line"),
})  # fmt: skip
_many("amendment_sums", "SHA256SUMS", {
    "hash": (1, lambda d: with_lines(d, lambda x: [H + x[0][64:], x[1]]), "its hashes are right"),
    "line_missing": (1, lambda d: with_lines(d, lambda x: x[1:]), "both files are listed"),
    "lines_swapped": (1, lambda d: with_lines(d, swapped(0, 1)), "paths are sorted"),
    "whole_paths": (1, lambda d: d.replace(b"  ", b"  amendments/0001/"), "paths are relative to the folder"),
    "signature_listed": (1, lambda d: f"{H}  amendment.sig\n".encode() + d, "amendment.txt and amendment.sig are not listed"),
})  # fmt: skip


@fails(16, "amended_thrice")
def amendment_sig_of_the_signer(r: Files) -> Files:
    """Amendments are signed by the amender; the signer's key was to be destroyed after the draw (§13)."""
    return resealed(r, 3, key=SIGNER)


@fails(16, "amended_thrice")
def amendment_sig_s_plus_l(r: Files) -> Files:
    """amendment.sig: S is S + L (§1)."""
    name = "amendments/0003/amendment.sig"
    s = int.from_bytes(r[name][32:], "little") + signing.L
    return r | {name: r[name][:32] + s.to_bytes(32, "little")}


@fails(16, "amended_thrice")
def amendment_sig_replayed(r: Files) -> Files:
    """The signature of another amendment (§13)."""
    return r | {"amendments/0003/amendment.sig": r["amendments/0002/amendment.sig"]}


@fails(16, "amended_thrice")
def amendments_exchanged(r: Files) -> Files:
    """Amendments 2 and 3 in one another's folder, as they were signed (§13)."""
    names = {"0002": "0003", "0003": "0002"}
    return {"/".join(names.get(part, part) for part in n.split("/")): d for n, d in r.items()}


@fails(16, "amended_thrice")
def amendments_first_removed(r: Files) -> Files:
    """The first amendment is taken out and the others move up, as they were signed (§13)."""
    names = {"0002": "0001", "0003": "0002"}
    kept = {n: d for n, d in r.items() if not n.startswith("amendments/0001/")}
    return {"/".join(names.get(part, part) for part in n.split("/")): d for n, d in kept.items()}


@fails(16)
def amendments_of_another_record(r: Files) -> Files:
    """Two records mixed: amendments of another draw; the first one names that statement (§13)."""
    return r | {n: d for n, d in BASE.items() if n.startswith("amendments/")}


@fails(16, "void_cause")
def amendments_in_a_void(r: Files) -> Files:
    """A void record has no amendments (§11 step 16)."""
    return r | {n: d for n, d in BASE.items() if n.startswith("amendments/")}


@fails(16, "amended_thrice")
def amendment_after_the_annulment(r: Files) -> Files:
    """annulled is the last event of all (§13)."""
    made = amended(r, [("struck", Y[3], "2026-07-23")], [("struck", Y[4], "2026-07-23")])
    return amendment(made, 4, "events.csv", _annulled)


def _annulled(data: bytes) -> bytes:
    return replaced(data, f"struck,{Y[3]},,2026-07-23", "annulled,,,2026-07-23")


@matches("amended_thrice")
def amendment_annulled(r: Files) -> Files:
    """A draw annulled by law: noted, nothing moves (§13)."""
    return amended(r, [("annulled", "", "2026-07-23")])


@matches("amended_thrice")
def amendments_two_of_three(r: Files) -> Files:
    """A copy from before the last amendment is whole; only the amendment's signed paper tells that one more came (§13)."""
    return {n: d for n, d in r.items() if not n.startswith("amendments/0003/")}


@fails(16, "amended_thrice")
def amendment_of_a_later_day(r: Files) -> Files:
    """In a live record an event is not later than the day of the amendment's time, 2026-09-01 here (§13)."""
    return amended(_live(), [("struck", ranked(_live(), "y1")[3], "2026-09-02")])


@matches("amended_thrice")
def amendment_of_the_same_day(r: Files) -> Files:
    """On the day of the amendment's time an event is allowed in a live record (§13)."""
    return amended(_live(), [("struck", ranked(_live(), "y1")[3], "2026-09-01")])


def _live() -> Files:
    people = children(*(f"{n:04}" for n in range(1, 6)), zone="X") + children(*(f"{n:04}" for n in range(6, 11)), zone="Y")
    return plain(simulator.record(rules=amended_terms(), people=people, mode=Mode.LIVE))


def _happened(*events: tuple[str, str, str]) -> Callable[[Files], Files]:
    return lambda files: amended(unamended(), list(events))


for _key, _events, _why in (
    ("expired", [("declined", X[0], D), ("expired", X[2], "2026-07-24"), ("declined", X[3], "2026-07-25")],
        "an offer that nobody answered goes on to the next, and he declines"),
    ("no_show", [("leave", X[0], "2026-08-25"), ("no-show", X[0], "2026-09-03")],
        "leave until the seventh day; a no-show on the eighth"),
    ("list_over", [("struck", X[0], "2026-09-11")], "behind list_until nobody moves up"),
    ("elsewhere", [("elsewhere", X[2], D), ("declined", X[0], D)], "who went elsewhere while waiting is passed over"),
):  # fmt: skip
    add(f"amendment_{_key}", f"After the draw (§13): {_why}.", _happened(*_events), "amended_thrice")
