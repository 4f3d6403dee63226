"""One check each that stands alone: forgeries in which everything fits, but for the one thing that only it looks at (SPEC §11)."""

from collections.abc import Callable
from functools import partial
from hashlib import sha512
from unittest import mock

from paper_codes import code_of, statement_code
from simulator import ROUND

from conformance_cases import curve
from conformance_cases.bases import PARTIES, lean, lean_void
from conformance_cases.case import MISMATCH, Files, Made, add, fails
from conformance_cases.drand import OLDER
from conformance_cases.forging import (
    H,
    Rows,
    first,
    ledger,
    lines_of,
    refrozen,
    replaced,
    summed,
    voided,
    with_seed,
    without,
)
from conformance_cases.keys import PUBLIC, SCALAR
from conformance_cases.minutes import RESUME, before, line
from draw.ceremony import Ceremony
from draw.encoding import text_file
from draw.hashing import digest, seal
from draw.notice import QUICKNET, Beacon
from draw.signing import L, P

_due = Ceremony.forced_void


def _heedless(state: Ceremony) -> str:
    """A hall that goes on where the rules have it void without looking at the papers."""
    reason = _due(state)
    return reason if reason == "PAPER_MISMATCH" else ""


@fails(12, "void_cause")
def void_of_too_few_reveals_gone_on(r: Files) -> Files:
    """Fewer parents revealed than min_open: no die may be thrown any more (§9, §10)."""
    with mock.patch.object(Ceremony, "forced_void", _heedless):
        return lean_void(parties=PARTIES, absent=("W03",), min_open=3, mismatch=["A1"])


@fails(12, "quicknet")
def quicknet_round_of_the_past(r: Files) -> Files:
    """A real round that anybody knew long before the reveals were closed: its signature holds, and the draw was void (§10)."""
    with mock.patch.object(Ceremony, "forced_void", _heedless):
        return lean(beacon=Beacon(chain=QUICKNET, round=657413), signature=OLDER)


@fails(12, "void_blind")
def void_resumed(r: Files) -> Files:
    """After VOID nothing but void (§9)."""
    return ledger(r, before("void", RESUME))


@fails(12, "live")
def live_version_three(r: Files) -> Files:
    """The notice says version 3, and so does its freeze; versions follow one another (§9)."""
    return refrozen(r, {"version": 3})


@fails(12, "quicknet")
def quicknet_hall_saw_another(r: Files) -> Files:
    """The ledger has another signature than seed.txt, and its transcript fits that one (§9)."""
    lines = lines_of(r["seed.txt"])
    at = next(n for n, text in enumerate(lines) if text.startswith("beacon "))
    saw = text_file([*lines[:at], lines[at][:-96] + OLDER])

    def change(rows: Rows) -> None:
        rows[first(rows, "beacon")]["body"] |= {"signature": OLDER, "transcript": digest(saw)}

    return ledger(r, change)


@fails(12)
def reveal_added_afterwards(r: Files) -> Files:
    """A parent's secret stands in seed.txt; the hall's minutes and their transcripts have this parent absent (§9)."""
    files = lean(parties=PARTIES)
    lines = [f"{x[:3]} absent" if x.startswith("W03 ") else x for x in lines_of(files["seed.txt"])]
    dice = next(n for n, text in enumerate(lines) if text.startswith("dice "))

    def change(rows: Rows) -> Rows:
        for kind, end in (("reveal-close", dice), ("dice", dice + 1)):
            rows[first(rows, kind)]["body"]["transcript"] = digest(text_file(lines[:end]))
        return [x for x in rows if (x["kind"], x["by"]) != ("reveal", "W03")]

    return ledger(files, change)


@fails(7, "void_cause")
def void_transcript_open_secret(r: Files) -> Files:
    """A parent's secret in transcript.txt opens its commitment (§6, §10)."""
    secret = next(x for x in lines_of(r["transcript.txt"]) if x.startswith("W01 "))
    return voided(r | {"transcript.txt": replaced(r["transcript.txt"], secret, f"W01 {H}")})


@fails(7, "quicknet")
def seed_dice_where_none(r: Files) -> Files:
    """The dice line is `dice none` where the notice has none (§6)."""
    files = lean(beacon=ROUND, dice="none")
    return with_seed(files, replaced(files["seed.txt"], "dice none", "dice 7"))


@fails(12, "void_cause")
def void_opened_paper_called_a_mismatch(r: Files) -> Files:
    """A paper that was opened is not called a mismatch afterwards (§9)."""
    again = line("paper-mismatch", "operator", party="A1", **{"with": "notary"})
    return ledger(lean_void(mismatch=["N1"]), before("paper-mismatch", again))


@fails(12, "void_blind")
def void_board_withheld(r: Files) -> Files:
    """The board was closed, the minutes say so, and the record is made to look as if it was not (§9, §10)."""
    head = text_file(lines_of(r["transcript.txt"])[:2])
    return without(voided(r | {"transcript.txt": head}, board="none"), "board.txt")


# -- signatures -----------------------------------------------------------------------------------------------------------------


def _mirrored(turn: Callable[[curve.Point], curve.Point], files: Files) -> Files:
    """statement.sig with another point in the place of R, and an S that gives R."""
    text, nonce = files["statement.txt"], 7
    commitment = curve.times(nonce, curve.BASE)
    written = curve.spelt(turn(commitment))
    k = int.from_bytes(sha512(written + PUBLIC + text).digest(), "little")
    made = written + ((nonce + k * SCALAR) % L).to_bytes(32, "little")
    return summed(files | {"statement.sig": made})


for _key, _turn, _why in (
    ("r_negated", lambda p: (P - p[0], p[1]), "[S]B - [k]A has the y of R, and the other x"),
    ("r_mirrored", lambda p: (p[0], P - p[1]), "[S]B - [k]A has the x of R, and the other y"),
):
    add(f"statement_sig_{_key}", f"statement.sig: {_why} (§1).", partial(_mirrored, _turn), "skip", MISMATCH, 14)

# -- notice.json, read leniently -----------------------------------------------------------------------------------------------

MARKS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no_colon": (lambda d: replaced(d, '"mode":', '"mode";'), "a colon stands behind a key"),
    "no_comma": (lambda d: replaced(d, ',"attempt"', ';"attempt"'), "a comma stands between members"),
    "no_comma_in_a_list": (lambda d: replaced(d, '},{"id":"N1"', '};{"id":"N1"'), "a comma stands between values"),
    "other_quotes": (lambda d: replaced(d, '"mode":', "'mode\":"), "a key stands in quotation marks"),
    "bare_control": (lambda d: replaced(d, "示例区教育局", "示例区\n教育局"), "no label has a control character"),
    "escaped_control": (lambda d: replaced(d, "示例区教育局", "示例区\\u000a教育局"), "no label has an LF"),
}  # fmt: skip


def _spelt(spell: Callable[[bytes], bytes], files: Files) -> Files:
    return refrozen(files, spelt=spell)


for _key, (_spell, _why) in MARKS.items():
    add(f"notice_spelt_{_key}", f"{_why[0].upper()}{_why[1:]} (§1).", partial(_spelt, _spell), "void_early", MISMATCH, 2)

# -- papers --------------------------------------------------------------------------------------------------------------------


@fails(19)
def code_statement_second_signature(r: Files) -> Made:
    """Another signature by the signer over the same lines is not that of statement.sig (§15)."""
    text = r["statement.txt"]
    other = curve.sign(SCALAR, PUBLIC, text).hex().encode()
    assert other != r["statement.sig"].hex().encode()
    return Made(files=r, code=statement_code(r).rpartition(b" ")[0] + b" " + other + b"\n")


NAMES = {
    "control": ("孩子\u00850004", "ID0004", "a name has no control character"),
    "colon": ("孩子:0004", "ID0004", "a name has no colon: else two children could have one seal"),
    "id_colon": ("孩子0004", "ID:0004", "an id has no colon: else two children could have one seal"),
    "id_space": ("孩子0004", "ID 0004", "an id has no space inside"),
}


def _sealed(name: str, identity: str, files: Files) -> Made:
    """A pool in which 0004's seal is that of this name and id, and the slip of it."""
    row = next(x for x in lines_of(files["pool.csv"]) if x.startswith("0004,"))
    salt = code_of(files).decode().splitlines()[3].removeprefix("salt ")
    fresh = f"{row[:-64]}{seal('example-2026', '0004', salt, name, identity)}"
    made = refrozen(files, pool=replaced(files["pool.csv"], row, fresh))
    return Made(files=made, code=code_of(made))


for _key, (_name, _id, _why) in NAMES.items():
    add(f"code_slip_{_key}", f"{_why[0].upper()}{_why[1:]} (§4, §15).", partial(_sealed, _name, _id), "void_early", MISMATCH, 19,
        name=_name, id=_id)  # fmt: skip
