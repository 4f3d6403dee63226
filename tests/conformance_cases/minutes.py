"""Step 12: the ledger (SPEC §9). Each forged ledger was numbered and chained anew, and the statement made to fit, unless the
case is about just that.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import simulator
from simulator import person_of

from conformance_cases.bases import PARTIES, lean
from conformance_cases.case import MISMATCH, Files, add, fails, matches
from conformance_cases.forging import (
    BOM,
    H,
    Rows,
    crlf,
    first,
    last,
    ledger,
    line,
    lines_of,
    put,
    refrozen,
    rows_of,
    with_rows,
)
from draw.encoding import canonical_json, text_file
from draw.hashing import digest

Change = Callable[[Rows], Any]


def body(kind: str, /, **values: Any) -> Change:
    """The first line of a kind says something else."""
    return lambda rows: rows[first(rows, kind)]["body"].update(values)


def drop(kind: str, /, **with_body: Any) -> Change:
    """The first line of a kind is not there."""
    return lambda rows: [r for n, r in enumerate(rows) if n != first(rows, kind, **with_body)]


def before(kind: str, *more: dict[str, Any]) -> Change:
    """Lines more, in front of the first of a kind."""

    def change(rows: Rows) -> Rows:
        at = first(rows, kind)
        return [*rows[:at], *more, *rows[at:]]

    return change


def behind(kind: str, *more: dict[str, Any]) -> Change:
    """Lines more, behind the last of a kind."""

    def change(rows: Rows) -> Rows:
        at = last(rows, kind) + 1
        return [*rows[:at], *more, *rows[at:]]

    return change


def moved(kind: str, to: str) -> Change:
    """The first line of a kind stands in front of the first of another."""

    def change(rows: Rows) -> Rows:
        one = rows.pop(first(rows, kind))
        rows.insert(first(rows, to), one)
        return rows

    return change


def by(kind: str, whom: str) -> Change:
    """The first line of a kind is by another role."""
    return lambda rows: rows[first(rows, kind)].update(by=whom)


def ruling(number: int, action: str, *signers: str, **more: Any) -> dict[str, Any]:
    """A ruling."""
    terms = {"number": number, "action": action, "reason": "OTHER", "paper": "none"} | more
    return line("ruling", "decision", **terms, signers=list(signers) or ["D1", "D2"])


def sign_in(number: int, kind: str, name: str) -> dict[str, Any]:
    """A person signs in."""
    return line("sign-in", "operator", number=number, kind=kind, person=person_of("example-2026", name))


def _both(*changes: Change) -> Change:
    """Several changes in place."""

    def change(rows: Rows) -> None:
        for one in changes:
            one(rows)

    return change


OBJECTION = line("objection", "operator", number=1, paper=H)
REJECTED = line("objection-outcome", "notary", number=1, outcome="rejected")
ACCEPTED = line("objection-outcome", "notary", number=1, outcome="accepted")
RESUME = line("resume", "system")
LATE = line("late", "W01", secret=H)

PLAIN: dict[str, tuple[Change, str]] = {  # of the bases `skip` and, where people sign in, `example`
    "no_freeze": (drop("freeze"), "the first line is a freeze"),
    "freeze_version_two": (body("freeze", version=2), "the first freeze is of version 1"),
    "freeze_other_notice": (_both(body("freeze", notice=H), body("convene", notice=H)),
        "the last freeze is of the record's notice"),
    "freeze_without_notary": (lambda r: r[0]["body"].pop("with"), "the notary is at the freeze"),
    "freeze_with_checker": (body("freeze", **{"with": "checker"}), "the notary is at the freeze"),
    "freeze_twice": (behind("freeze", line("freeze", "operator", notice=H, version=2, **{"with": "notary"})),
        "a second freeze comes only after an accepted objection"),
    "no_convening": (drop("convene"), "commitments are made after the convening"),
    "convened_for_another_notice": (body("convene", notice=H), "the convening names the last freeze's notice"),
    "convened_by_the_notary": (by("convene", "notary"), "the operator convenes"),
    "objection_open": (behind("freeze", OBJECTION), "an objection has its outcome before the convening"),
    "objection_number": (behind("freeze", OBJECTION | {"body": {"number": 2, "paper": H}}), "objections are numbered from 1"),
    "objection_accepted_ignored": (behind("freeze", OBJECTION, ACCEPTED), "after an accepted objection comes a new freeze"),
    "objection_outcome_twice": (behind("freeze", OBJECTION, REJECTED, REJECTED), "an objection has one outcome"),
    "objection_outcome_of_none": (behind("freeze", REJECTED), "an outcome is of an objection"),
    "objection_outcome_by_operator": (behind("freeze", OBJECTION, REJECTED | {"by": "operator"}), "the notary records outcomes"),
    "objection_late": (behind("convene", OBJECTION, REJECTED), "objections come before the convening"),
    "sign_in_number": (body("sign-in", number=2), "sign-ins are numbered from 1"),
    "sign_in_kind": (body("sign-in", kind="FRIEND"), "kinds of persons are a closed list"),
    "sign_in_two_posts": (lambda r: r[first(r, "sign-in", kind="NOTARY")]["body"].update(
        person=r[first(r, "sign-in", kind="OPERATOR")]["body"]["person"]), "nobody signs in as two of OPERATOR CHECKER NOTARY"),
    "sign_in_twice": (lambda r: r[first(r, "sign-in", number=5)]["body"].update(
        person=r[first(r, "sign-in", number=4)]["body"]["person"]), "nobody signs in twice as the same kind"),
    "sign_in_by_the_host": (by("sign-in", "checker"), "operator or notary records sign-ins"),
    "sign_in_at_the_end": (behind("seed", sign_in(6, "MEDIA", "a late guest")), "sign-ins end with the opening"),
    "check_twice": (body("check", item="PROGRAM"), "an item is checked once"),
    "check_unknown": (body("check", item="COFFEE"), "items are a closed list"),
    "check_by_operator": (by("check", "operator"), "the notary checks"),
    "check_late": (moved("check", "reveal-open"), "checks end with the commitments"),
    "spot_of_nobody": (body("spot", applicant="0007"), "the applicant of a spot stands in pool.csv"),
    "spot_late": (moved("spot", "reveal-open"), "spot checks end with the commitments"),
    "no_commitment_of_a_sealed_party": (drop("commit"), "all sealed parties have committed before the board"),
    "no_commitment_of_a_parent": (lambda r: [x for x in r if (x["kind"], x["by"]) != ("commit", "W01")],
        "commits are the board's"),
    "commit_other": (body("commit", commitment=H), "commits are the board's"),
    "commit_twice": (lambda r: r.insert(first(r, "board"), dict(r[first(r, "commit")])), "a party commits once"),
    "commit_copied": (lambda r: r[first(r, "commit") + 1]["body"].update(commitment=r[first(r, "commit")]["body"]["commitment"]),
        "no commitment stands twice"),
    "commit_of_a_stranger": (before("board", line("commit", "W02", commitment=H)), "commits are of parties of the notice"),
    "commit_behind_the_board": (moved("commit", "reveal-open"), "nobody commits after the board"),
    "board_other": (body("board", board=H), "board is the hash of board.txt"),
    "board_twice": (behind("board", line("board", "operator", board=H)), "the board is closed once"),
    "no_reveal_open": (drop("reveal-open"), "reveals are opened"),
    "no_reveal": (drop("reveal"), "reveals are those of seed.txt"),
    "reveal_other": (body("reveal", secret=H), "a reveal opens its commitment"),
    "reveal_of_sealed": (behind("reveal", line("reveal", "A1", secret=simulator.secret_of("A1"))), "only open parties reveal"),
    "reveal_twice": (lambda r: r.insert(first(r, "reveal"), dict(r[first(r, "reveal")])), "a party reveals once"),
    "reveal_behind_the_close": (moved("reveal", "die"), "after reveal-close a secret is late"),
    "reveal_closed_early": (lambda r: [x | {"time": r[0]["time"]} for x in r], "reveal_seconds run before reveal-close"),
    "reveal_close_in_a_pause": (before("reveal-close", ruling(1, "PAUSE")), "only ruling and the like follow a pause"),
    "transcript_of_reveals": (body("reveal-close", transcript=H), "transcript is of the lines so far"),
    "late_of_who_revealed": (behind("reveal-close", LATE), "who revealed is not late"),
    "late_of_sealed": (behind("reveal-close", line("late", "A1", secret=H)), "only open parties are late"),
    "die_other": (body("die", value="09"), "dice are those of seed.txt"),
    "die_missing": (drop("die", index=6), "the dice are confirmed when all are in"),
    "die_index": (lambda r: r[first(r, "die", index=2)]["body"].update(index=3), "dice come in order"),
    "die_eleventh": (before("dice", line("die", "operator", index=7, value="10", **{"with": "checker"})), "b10k6 has six balls"),
    "die_as_number": (lambda r: r[first(r, "die")]["body"].update(value=3), "a die's value is text"),
    "die_two_digits": (lambda r: r[first(r, "die")]["body"].update(value="3"), "a ball has two digits"),
    "die_without_checker": (lambda r: r[first(r, "die")]["body"].update({"with": "operator"}),
        "a second pair of eyes reads each die"),
    "die_mismatch_of_a_confirmed": (behind("die", line("dice-mismatch", "checker", index=6)),
        "a mismatch is of a die not yet confirmed"),
    "die_mismatch_by_operator": (before("die", line("dice-mismatch", "operator", index=1)), "the checker calls a mismatch"),
    "no_dice_confirmation": (drop("dice"), "the notary confirms the dice"),
    "dice_by_operator": (by("dice", "operator"), "the notary confirms the dice"),
    "dice_transcript": (body("dice", transcript=H), "transcript is of the lines so far"),
    "beacon_where_none": (behind("dice", line("beacon", "operator", signature="ab" * 48, transcript=H)),
        "no beacon without one in the notice"),
    "no_envelopes": (drop("envelopes"), "envelopes are opened after the notary says so"),
    "envelopes_by_system": (by("envelopes", "system"), "the notary says so"),
    "envelope_opened_before_the_dice": (moved("opened", "die"), "envelopes come last"),
    "no_opening": (drop("opened"), "all sealed parties' papers are opened"),
    "opened_twice": (lambda r: r.insert(first(r, "seed"), dict(r[first(r, "opened")])), "a paper is opened once"),
    "opened_of_open_party": (behind("opened", line("opened", "W01")), "only sealed parties have papers"),
    "opened_after_mismatch": (before("opened", line("paper-mismatch", "operator", party="A1", **{"with": "notary"})),
        "a paper that did not match is not opened afterwards"),
    "paper_mismatch_ignored": (lambda r: behind("opened", line("paper-mismatch", "operator", party="N1", **{"with": "notary"}))(
        [y for y in r if (y["kind"], y["by"]) != ("opened", "N1")]), "after a paper-mismatch there is no seed"),
    "seed_other": (body("seed", seed=H), "seed is the hash of seed.txt"),
    "seed_by_operator": (by("seed", "operator"), "the system computes the seed"),
    "no_seed": (drop("seed"), "outputs come after the seed"),
    "no_outputs": (lambda r: r[:-1], "the last line has kind outputs"),
    "outputs_other": (lambda r: r[-1]["body"].update(outputs=H), "outputs is the hash of outputs.txt"),
    "line_behind_the_end": (lambda r: [*r, RESUME], "nothing follows the outputs"),
    "ruling_without_quorum": (behind("reveal-open", ruling(1, "CONTINUE", "D1")), "a ruling has quorum signers"),
    "ruling_of_a_stranger": (behind("reveal-open", ruling(1, "CONTINUE", "D1", "D4")), "signers are none above D<group>"),
    "ruling_signers_not_sorted": (behind("reveal-open", ruling(1, "CONTINUE", "D2", "D1")), "signers are sorted"),
    "ruling_signer_twice": (behind("reveal-open", ruling(1, "CONTINUE", "D1", "D1")), "signers are different"),
    "ruling_number": (behind("reveal-open", ruling(2, "CONTINUE")), "rulings are numbered from 1"),
    "ruling_action_unknown": (behind("reveal-open", ruling(1, "REDRAW")), "actions are a closed list"),
    "ruling_reason_unknown": (behind("reveal-open", ruling(1, "CONTINUE", reason="LUCK")), "reasons are a closed list"),
    "ruling_paper": (behind("reveal-open", ruling(1, "CONTINUE", paper="yes")), "paper is a hash or none"),
    "ruling_by_operator": (behind("reveal-open", ruling(1, "CONTINUE") | {"by": "operator"}), "the decision group rules"),
    "ruling_void_ignored": (behind("reveal-open", ruling(1, "VOID")), "after VOID comes nothing but the void"),
    "ruling_void_after_a_die": (behind("die", ruling(1, "VOID")), "VOID is ruled before the first die"),
    "ruling_postpone_after_a_die": (behind("die", ruling(1, "POSTPONE"), ruling(2, "CONTINUE")),
        "POSTPONE is ruled before the first die"),
    "ruling_postpone_before_convening": (before("convene", ruling(1, "POSTPONE"), ruling(2, "CONTINUE")),
        "POSTPONE is ruled from the convening on"),
    "ruling_rethrow_of_envelopes": (behind("envelopes", ruling(1, "RETHROW")), "RETHROW is ruled in the phase dice"),
    "ruling_after_the_end": (lambda r: [*r, ruling(1, "CONTINUE")], "nothing follows the outputs"),
    "pause_ignored": (behind("board", ruling(1, "PAUSE")), "in a pause nothing is done"),
    "resume_at_the_start": (lambda r: [RESUME, *r], "the first line is a freeze"),
    "void_in_a_good_draw": (before("seed", line("void", "system", void=H)), "no void without a reason of §10"),
    "kind_unknown": (lambda r: r[first(r, "envelopes")].update(kind="coffee"), "kinds are a closed list"),
    "kind_made_resume": (lambda r: r[first(r, "envelopes")].update(kind="resume", by="system"),
        "envelopes are opened before a paper is"),
    "key_missing": (lambda r: r[3].pop("by"), "a line has exactly its keys"),
    "key_unknown": (lambda r: r[3].update(note="x"), "a line has exactly its keys"),
    "body_key_unknown": (body("spot", note="x"), "a body has exactly its keys"),
    "time_without_zone": (lambda r: r[3].update(time="2026-07-18T09:00:00"), "a time ends in +08:00 (§1)"),
    "time_no_day": (lambda r: r[3].update(time="2026-02-29T09:00:00+08:00"), "a time exists (§1)"),
    "no_line_at_all": (lambda r: [], "a ledger has lines"),
}  # fmt: skip


def _ledger(change: Change, files: Files) -> Files:
    made = ledger(files, change)
    assert made["ledger.jsonl"] != files["ledger.jsonl"]
    return made


for _key, (_change, _why) in PLAIN.items():
    _base = "example" if _key.startswith(("sign_in", "check", "spot", "key", "body", "time", "objection")) else "skip"
    add(f"ledger_{_key}", f"{_why[0].upper()}{_why[1:]} (§9).", partial(_ledger, _change), _base, MISMATCH, 12)

LIVE: dict[str, tuple[Change, str]] = {  # of the base `live`
    "live_without_operator": (lambda r: _renumbered([x for x in r if x["body"].get("kind") != "OPERATOR"]),
        "OPERATOR has signed in"),
    "live_without_notary": (lambda r: _renumbered([x for x in r if x["body"].get("kind") != "NOTARY"]), "NOTARY has signed in"),
    "live_parent_missing": (lambda r: _renumbered(drop("sign-in", kind="PARENT")(r)), "as many of each kind as `present` says"),
    "live_nobody_signed_in": (lambda r: [x for x in r if x["kind"] != "sign-in"], "everybody is there before a live convening"),
    "live_signed_in_before_the_last_freeze": (lambda r: _early(r), "sign-ins count since the last freeze"),
    "live_excused_before_the_last_freeze": (lambda r: _excused_early(r), "ACCEPT_MISSING_WITNESS counts since the last freeze"),
    "live_notary_excused": (lambda r: _renumbered([*before("convene", ruling(1, "ACCEPT_MISSING_WITNESS"))(
        [x for x in r if x["body"].get("kind") != "NOTARY"])]), "one NOTARY must be there, whatever was ruled"),
    "live_checks_in_a_pause": (behind("board", line("check", "notary", item="SEAL")), "checks end with the commitments"),
    "live_reveal_in_a_pause": (lambda r: _swapped(r, first(r, "ruling", action="PAUSE"), first(r, "reveal")),
        "nobody reveals in a pause"),
    "live_time_of_an_outage": (lambda r: _outage(r), "the pair that ends in resume is no reveal time"),
    "live_time_of_a_pause": (lambda r: _paused(r), "a pause is no reveal time"),
    "live_second_freeze_of_version_three": (lambda r: r[3]["body"].update(version=3), "versions follow one another"),
    "live_previous_is_not_the_freeze_before": (lambda r: r[0]["body"].update(notice=H),
        "previous is the hash in the freeze line before"),
    "live_frozen_once": (lambda r: r[3:], "the first freeze is of version 1"),
    "live_frozen_last_of_another": (_both(lambda r: r[3]["body"].update(notice=H), body("convene", notice=H)),
        "the last freeze is of the record's notice"),
    "live_sign_in_before_the_outcome": (lambda r: _sign_in_early(r), "sign-ins wait for the outcomes of objections"),
    "live_absent_parent_commits": (before("board", line("commit", "W03", commitment=H)),
        "who is absent on the board has no commit"),
}  # fmt: skip


def _renumbered(rows: Rows) -> Rows:
    """Sign-ins and rulings numbered from 1."""
    counts = {"sign-in": 0, "ruling": 0}
    for n, row in enumerate(rows):
        if row["kind"] in counts:
            counts[row["kind"]] += 1
            rows[n] = row | {"body": row["body"] | {"number": counts[row["kind"]]}}
    return rows


def _swapped(rows: Rows, one: int, two: int) -> Rows:
    rows[one], rows[two] = rows[two], rows[one]
    return rows


def _early(rows: Rows) -> Rows:
    """Everybody signs in under the first freeze, the objection comes afterwards."""
    people = [r for r in rows if r["kind"] == "sign-in" and r["body"]["number"] < 6]
    rest = [r for r in rows if r not in people]
    return [rest[0], *people, *rest[1:]]


def _excused_early(rows: Rows) -> Rows:
    people = ("HOST", "PARENT")
    rest = [r for r in rows if r["body"].get("kind") not in people]
    return _renumbered([rest[0], ruling(1, "ACCEPT_MISSING_WITNESS"), *rest[1:]])


def _sign_in_early(rows: Rows) -> Rows:
    one = rows.pop(first(rows, "sign-in"))
    rows.insert(2, one)
    return rows


def _timed(rows: Rows, seconds: dict[int, int]) -> Rows:
    """Lines at these distances from the one before, all others without any."""
    now = 0
    for n, row in enumerate(rows):
        now += seconds.get(n, 0)
        row["time"] = f"2026-07-18T{9 + now // 3600:02}:{now // 60 % 60:02}:{now % 60:02}+08:00"
    return rows


def _outage(rows: Rows) -> Rows:
    """An hour passes, but the machine stood still: the pair that ends in `resume` does not count."""
    at = max(n for n, r in enumerate(rows) if r["kind"] == "resume")
    return _timed(rows, {at: 3600, at + 1: 30})


def _paused(rows: Rows) -> Rows:
    """An hour passes in a pause."""
    return _timed(rows, {first(rows, "ruling", action="CONTINUE"): 3600, first(rows, "reveal-close"): 30})


for _key, (_change, _why) in LIVE.items():
    add(f"ledger_{_key}", f"{_why[0].upper()}{_why[1:]} (§9).", partial(_ledger, _change), "live", MISMATCH, 12)


@matches("live")
def ledger_live_time_is_enough(r: Files) -> Files:
    """Sixty seconds in two pieces, around an outage of an hour and a pause of an hour (§9)."""

    def change(rows: Rows) -> Rows:
        at = max(n for n, x in enumerate(rows) if x["kind"] == "resume")
        paused = first(rows, "ruling", action="CONTINUE")
        return _timed(rows, {paused: 3600, first(rows, "ruling", action="PAUSE"): 30, at: 3600, at + 1: 30})

    return ledger(r, change)


@matches()
def ledger_objection_rejected(r: Files) -> Files:
    """After a rejected objection the draw goes on (§9)."""
    return ledger(r, behind("freeze", OBJECTION, REJECTED))


@matches()
def ledger_resume_anywhere(r: Files) -> Files:
    """The programme may be started again at any time between the first line and the last (§9)."""
    return ledger(r, lambda rows: [*rows[:1], RESUME, *rows[1:-1], RESUME, rows[-1]])


@matches("example")
def ledger_sign_in_handed_over(r: Files) -> Files:
    """A later sign-in as CHECKER takes the place over; in a pause too (§9)."""
    more = [ruling(1, "PAUSE"), sign_in(6, "CHECKER", "the next"), ruling(2, "CONTINUE")]
    return ledger(r, lambda rows: _renumbered([*before("board", *more)(rows)]))


@matches()
def ledger_late_twice(r: Files) -> Files:
    """A late secret may come more than once (§9)."""
    files = lean(parties=PARTIES, absent=("W02",))
    late = line("late", "W02", secret=H)
    return ledger(files, behind("reveal-close", late, late))


# -- spelling, order, chain ------------------------------------------------------------------------------------------------------


def _raw(change: Callable[[list[bytes]], list[bytes]], files: Files) -> Files:
    made = b"".join(change(files["ledger.jsonl"].splitlines(keepends=True)))
    assert made != files["ledger.jsonl"]
    return put(files, "ledger.jsonl", made)


def _exchanged(lines: list[bytes]) -> list[bytes]:
    lines[3], lines[4] = lines[4], lines[3]
    return lines


def _spelt(number: int, change: Callable[[bytes], bytes]) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [*lines[:number], change(lines[number]), *lines[number + 1 :]]


RAW: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "truncated": (lambda x: x[:-1], "the last line is gone"),
    "truncated_to_the_dice": (lambda x: x[: len(x) // 2], "the second half is gone"),
    "torn": (lambda x: [*x[:-1], x[-1][:-20]], "the last line is torn"),
    "without_last_lf": (lambda x: [*x[:-1], x[-1][:-1]], "LF ends the last line too"),
    "first_line_gone": (lambda x: x[1:], "n begins with 1"),
    "line_gone": (lambda x: [*x[:5], *x[6:]], "n has no gap"),
    "reordered": (_exchanged, "order is by n"),
    "line_twice": (lambda x: [*x[:6], *x[5:]], "no line stands twice"),
    "crlf": (lambda x: [crlf(y) for y in x], "LF ends every line"),
    "bom": (lambda x: [BOM, *x], "there is no BOM"),
    "empty_line": (lambda x: [*x[:3], b"\n", *x[3:]], "no line is empty"),
    "space_between": (_spelt(-1, lambda d: d.replace(b'":', b'": ')), "a line is canonical JSON"),
    "n_leading_zero": (_spelt(-1, lambda d: d.replace(b'"n":', b'"n":0')), "a number has no leading zero"),
    "n_as_text": (_spelt(0, lambda d: d.replace(b'"n":1', b'"n":"1"')), "n is a number"),
    "key_twice": (_spelt(-1, lambda d: d.replace(b'"kind":', b'"kind":"resume","kind":')), "repeated keys are refused"),
    "one_long_list": (lambda x: [b"[" + b",".join(y[:-1] for y in x) + b"]\n"], "a ledger is a JSON object a line"),
    "empty": (lambda x: [], "a ledger has lines"),
}  # fmt: skip
for _key, (_lines, _why) in RAW.items():
    add(f"ledger_raw_{_key}", f"{_why[0].upper()}{_why[1:]} (§1, §9).", partial(_raw, _lines), "skip", MISMATCH, 12)


@fails(12)
def ledger_chain_broken(r: Files) -> Files:
    """prev is the hash of the line before; a time was changed without chaining anew (§9)."""
    rows = r["ledger.jsonl"].splitlines()
    rows[5] = rows[5].replace(b"T09:", b"T08:")
    return put(r, "ledger.jsonl", b"".join(x + b"\n" for x in rows))


@fails(12)
def ledger_chain_with_lf(r: Files) -> Files:
    """prev is the hash of the line before without its LF; here the LF was hashed too (§9)."""


    before_, out = "none", b""
    for row in rows_of(r):
        text = canonical_json(row | {"prev": before_}) + b"\n"
        before_, out = digest(text), out + text
    return put(r, "ledger.jsonl", out)


@fails(12)
def ledger_first_prev(r: Files) -> Files:
    """prev of line 1 is none (§9)."""
    rows = rows_of(r)
    made = with_rows(r, rows)
    lines = made["ledger.jsonl"].splitlines()
    lines[0] = canonical_json(json.loads(lines[0]) | {"prev": H})
    return put(r, "ledger.jsonl", b"".join(x + b"\n" for x in lines))


@fails(12)
def ledger_of_another_record(r: Files) -> Files:
    """Two records mixed: the ledger of another throw of dice, with the statement made to fit (§9)."""
    return with_rows(r, rows_of(lean(values="02-07-01-08-10-04")))


@fails(12)
def ledger_die_other_confirmed(r: Files) -> Files:
    """The die line says 09, and so does the notary's transcript hash; seed.txt says 08: dice are those of seed.txt (§9)."""
    lines = lines_of(r["seed.txt"])
    at = next(n for n, text in enumerate(lines) if text.startswith("dice "))
    hall_saw = text_file([*lines[:at], lines[at][:-1] + "9"])

    def change(rows: Rows) -> None:
        rows[first(rows, "die", index=6)]["body"]["value"] = "09"
        rows[first(rows, "dice")]["body"]["transcript"] = digest(hall_saw)

    return ledger(r, change)


@fails(12, "example")
def rehearsal_passed_off_as_live(r: Files) -> Files:
    """A rehearsal without witnesses passed off as live: the notice says live and everything was made to fit it, but nobody of the
    hall signed in (§9).
    """
    alone = ledger(r, lambda rows: [x for x in rows if x["kind"] != "sign-in"])
    return refrozen(alone, {"mode": "live"})


@fails(12, "example")
def rehearsal_witnesses_missing(r: Files) -> Files:
    """The same with all but one parent (§9)."""
    return refrozen(ledger(r, lambda rows: _renumbered(drop("sign-in", kind="PARENT")(rows))), {"mode": "live"})


@matches("example")
def rehearsal_without_witnesses(r: Files) -> Files:
    """A rehearsal needs nobody of the hall (§9)."""
    return ledger(r, lambda rows: [x for x in rows if x["kind"] not in ("sign-in", "check", "spot")])


