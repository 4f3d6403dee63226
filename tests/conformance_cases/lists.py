"""The frozen list before the draw: a family's slip, and a folder without statement.txt and void.txt (SPEC §15)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from paper_codes import code_of, statement_code

from conformance_cases.bases import BASES, REMOVED
from conformance_cases.case import COULD_NOT, MATCH, MISMATCH, NONE, Files, Made, add
from conformance_cases.forging import BOM, H, crlf, refrozen, replaced, swapped, with_lines
from conformance_cases.papers import OWN

LIST = ("notice.json", "notice.sig", "signer.pem", "pool.csv", "rules.json", "program.txt", "removed.csv")
PUBLIC = ("notice.json", "pool.csv")
Change = Callable[[Files], Files]


def _listed(change: Change, code: Callable[[Files], bytes], links: dict[str, str], folders: list[str], files: Files) -> Made:
    """The frozen list of a record, changed, and a slip of it as it was."""
    frozen = {n: d for n, d in files.items() if n in LIST}
    return Made(files=change(dict(frozen)), code=code(files), links=links, folders=folders)


def _add(
    name: str, why: str, expect: str, step: int | None, /, base: str = "skip", change: Change = dict,
    code: Callable[[Files], bytes] = code_of, links: dict[str, str] | None = None, folders: list[str] | None = None, **asked: Any,
) -> None:  # fmt: skip
    make = partial(_listed, change, code, links or {}, folders or [])
    add(f"list_{name}", f"{why[0].upper()}{why[1:]} (§15).", make, base, expect, step, **{"statement": NONE} | asked)


def only(*names: str) -> Change:
    """Nothing but these files."""
    return lambda files: {n: d for n, d in files.items() if n in names}


def but(*names: str) -> Change:
    """All files but these."""
    return lambda files: {n: d for n, d in files.items() if n not in names}


def also(name: str, data: bytes) -> Change:
    """A file added or replaced."""
    return lambda files: files | {name: data}


_add("whole", "before the draw, with all files of the frozen list and the notice hash, a slip is proved", MATCH, None, **OWN)
_add("whole_removed", "the same where the notice names a removed.csv", MATCH, None, "tiers", **OWN)
_add("whole_lf_lost", "a reader may lose the last LF of a slip, of which the folder is the frozen list all the same",
     MATCH, None, code=lambda r: code_of(r)[:-1])  # fmt: skip
_add("without_signer_pem", "signer.pem is compared if it is there: its key stands in the notice too", MATCH, None,
     change=but("signer.pem"), **OWN)  # fmt: skip
_add("two_files", "notice.json and pool.csv are enough to prove a slip; step 3 lacks notice.sig", COULD_NOT, 3,
     change=only(*PUBLIC), **OWN)  # fmt: skip
_add("without_rules", "rules.json was frozen too, and is not there to be compared", COULD_NOT, 4, change=but("rules.json"))
_add("without_program", "program.txt was frozen too, and is not there to be compared", COULD_NOT, 4, change=but("program.txt"))
_add("without_removed", "the notice names a removed.csv, which is not there to be compared", COULD_NOT, 4, "tiers",
     but("removed.csv"))  # fmt: skip
_add("without_notice_hash", "without the notice hash of the posted paper the list is only consistent in itself", COULD_NOT, 18,
     notice=NONE, **OWN)  # fmt: skip
_add("slip_of_another_version", "a slip of another version or attempt", COULD_NOT, 19,
     code=lambda r: code_of(r, notice=H))  # fmt: skip

_add("nothing", "an empty folder is no frozen list", MISMATCH, 1, change=only())
_add("without_notice", "notice.json must be there", MISMATCH, 1, change=but("notice.json"), notice=NONE)
_add("without_pool", "pool.csv must be there", MISMATCH, 1, change=but("pool.csv"))
_add("with_board", "nothing else is in a frozen list, a board neither", MISMATCH, 1,
     change=also("board.txt", BASES["skip"]()["board.txt"]))  # fmt: skip
_add("with_roster", "nothing else is in a frozen list, least of all the private roster", MISMATCH, 1,
     change=also("roster.csv", b"applicant,unit,registration_no,salt,name,id\n"))  # fmt: skip
_add("with_transcript", "transcript.txt is of a void record only", MISMATCH, 1, change=also("transcript.txt", b"seed1\n"))
_add("with_link", "a link is no regular file", MISMATCH, 1, change=but("rules.json"), links={"rules.json": "pool.csv"})
_add("with_folder", "a frozen list holds no folder", MISMATCH, 1, folders=["orders"])
_add("with_statement", "a folder with statement.txt is a record, in which much is missing", MISMATCH, 1,
     change=also("statement.txt", BASES["skip"]()["statement.txt"]))  # fmt: skip
_add("with_void", "a folder with void.txt is a record, in which much is missing", MISMATCH, 1,
     change=also("void.txt", BASES["void_cause"]()["void.txt"]))  # fmt: skip
_add("statement_code", "only a slip speaks of a frozen list; with another code the folder is a record", MISMATCH, 1,
     code=statement_code)  # fmt: skip
_add("notice_spelt", "step 2 is made as for a record: notice.json is not canonical", MISMATCH, 2,
     change=lambda f: f | {"notice.json": replaced(f["notice.json"], '"mode":', '"mode": ')})  # fmt: skip
_add("notice_sig_another", "notice.sig is not by the notice's signer", MISMATCH, 3,
     change=lambda f: f | {"notice.sig": f["notice.sig"][:-1] + bytes([f["notice.sig"][-1] ^ 1])})  # fmt: skip
_add("notice_sig_short", "a signature has 64 bytes", MISMATCH, 3, change=lambda f: f | {"notice.sig": f["notice.sig"][:-1]})
_add("signer_pem_another", "signer.pem is not the notice's signer, whether notice.sig is there or not", MISMATCH, 3,
     change=lambda f: only(*PUBLIC)(f) | {"signer.pem": f["signer.pem"].replace(b"A", b"B", 1)})  # fmt: skip

FROZEN = {"pool.csv": ",seal", "rules.json": '"format"', "program.txt": "draw/"}
for _name, _text in FROZEN.items():
    _add(f"{_name.split('.')[0]}_another", f"{_name} is not the one of the notice", MISMATCH, 4,
         change=lambda f, n=_name, t=_text: f | {n: replaced(f[n], t, t.upper())})  # fmt: skip
_add("removed_another", "removed.csv is not the one of the notice", MISMATCH, 4, "tiers", also("removed.csv", b"reason,count\n"))
_add("removed_unnamed", 'a removed.csv where the notice says "none"', MISMATCH, 4, change=also("removed.csv", REMOVED))
_add("notice_hash_another", "the notice hash on the posted paper is another", MISMATCH, 18, notice=H)
_add("statement_hash", "before the draw there is no statement whose hash somebody could have", MISMATCH, 18, statement=H)
_add("row_of_nobody", "well signed, but the row is no line of pool.csv", MISMATCH, 19,
     code=lambda r: code_of(r, row=f"0009,0009,{H}"))  # fmt: skip
_add("other_child", "the seal is not that of this name and id", MISMATCH, 19, name="孩子0003", id="ID0003")
_add("other_session", "the slip is of another session", MISMATCH, 19, code=lambda r: code_of(r, session="example-2027"))
_add("slip_signature", "slip.sig is not by the notice's signer", MISMATCH, 19,
     code=lambda r: code_of(r)[:-3] + b"00\n")  # fmt: skip

Lines = Callable[[list[str]], list[str]]


def _spelt(change: Callable[[bytes], bytes], files: Files) -> Made:
    """A list whose pool.csv is of no form, and whose notice holds the hash and the counts of just that."""
    made = only(*PUBLIC)(refrozen(files, pool=change(files["pool.csv"])))
    return Made(files=made, code=code_of(files, notice=H))


def _lines(change: Lines) -> Callable[[bytes], bytes]:
    return lambda data: with_lines(data, change)


POOLS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "crlf": (crlf, "LF ends every line"),
    "bom": (lambda d: BOM + d, "there is no BOM"),
    "last_lf": (lambda d: d[:-1], "LF ends the last line too"),
    "empty_line": (lambda d: d + b"\n", "no line is empty"),
    "header_begin": (_lines(lambda x: ["child,unit,seal", *x[1:]]), "the header begins with applicant,unit,"),
    "header_end": (_lines(lambda x: ["applicant,unit,seals", *x[1:]]), "the header ends with ,seal"),
    "not_sorted": (_lines(swapped(1, 2)), "lines are sorted by applicant"),
    "twice": (_lines(lambda x: [*x[:2], *x[1:]]), "no applicant stands twice"),
    "field_more": (_lines(lambda x: [x[0], x[1].replace(",", ",A,", 1), *x[2:]]), "a line has the fields of the header"),
    "field_less": (_lines(lambda x: [x[0], x[1].replace("0001,0001", "0001"), *x[2:]]), "a line has the fields of the header"),
    "small_code": (_lines(lambda x: [x[0], x[1].replace("0001,0001", "0001,a001"), *x[2:]]), "a code has no small letter"),
    "seal_short": (_lines(lambda x: [x[0], x[1][:-1], *x[2:]]), "a seal is 64 hex digits"),
    "seal_capital": (_lines(lambda x: [x[0], x[1][:10] + x[1][10:].upper(), *x[2:]]), "a seal has no capital"),
}  # fmt: skip
for _key, (_change, _why) in POOLS.items():
    add(f"list_pool_{_key}", f"The form of pool.csv needs no rules.json in this (§4, §15): {_why}.", partial(_spelt, _change),
        "void_early", MISMATCH, 4, statement=NONE)  # fmt: skip

COUNTS = {"applicants": 7, "units": 6}
for _key, _value in COUNTS.items():
    def _counted(values: dict[str, int], files: Files) -> Made:
        return Made(files=only(*PUBLIC)(refrozen(files, values)), code=code_of(files, notice=H))

    add(f"list_{_key}", f"`{_key}` of the notice is that of pool.csv (§15).", partial(_counted, {_key: _value}), "void_early",
        MISMATCH, 4, statement=NONE)  # fmt: skip
