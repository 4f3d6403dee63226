"""Steps 2 and 4: notice.json, and the files whose hashes it holds (SPEC §1, §3, §4).

The whole ceremony was held again under each notice, up to an early void: ledger, void.txt, sums and signatures all fit it.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import simulator

from conformance_cases.bases import BASES, REMOVED
from conformance_cases.case import MISMATCH, Files, add, fails
from conformance_cases.forging import BOM, H, crlf, put, refrozen, replaced, signed, with_lines

NOTICE = json.loads(BASES["skip"]()["notice.json"])
A1, N1, W01 = NOTICE["parties"]

VALUES: dict[str, tuple[dict[str, Any], str]] = {
    "format_of_two": ({"format": "notice2"}, 'format is "notice1" (§3)'),
    "mode_unknown": ({"mode": "trial"}, "mode is live or rehearsal (§3)"),
    "session_capital": ({"session": "Example-2026"}, "a session id has no capital (§1)"),
    "session_too_short": ({"session": "ab"}, "a session id has at least three characters (§1)"),
    "session_too_long": ({"session": "a" * 65}, "a session id has at most 64 characters (§1)"),
    "session_full_width_digit": ({"session": "example-２０２６"}, "a session id is ASCII (§1)"),
    "title_empty": ({"title": ""}, "a label has at least one character (§1)"),
    "title_too_long": ({"title": "派" * 201}, "a label has at most 200 characters (§1)"),
    "title_space_in_front": ({"title": " 派位"}, "no space stands at an end of a label (§1)"),
    "title_not_nfc": ({"title": "e\u0301cole"}, "text is NFC (§1)"),
    "title_control": ({"title": "派\u0085位"}, "a label holds no control character (§1)"),
    "title_line_separator": ({"title": "派\u2028位"}, "a label holds no U+2028 (§1)"),
    "authority_number": ({"authority": 7}, "authority is a label (§3)"),
    "scheduled_no_day": ({"scheduled": "2026-02-30T09:00:00+08:00"}, "a time exists (§1)"),
    "scheduled_hour_24": ({"scheduled": "2026-07-18T24:00:00+08:00"}, "a time exists (§1)"),
    "scheduled_utc": ({"scheduled": "2026-07-18T01:00:00Z"}, "a time ends in +08:00 (§1)"),
    "attempt_zero": ({"attempt": 0}, "attempt is at least 1 (§3)"),
    "attempt_true": ({"attempt": True}, "attempt is an integer, true is none (§3)"),
    "attempt_text": ({"attempt": "1"}, "attempt is an integer, not text (§3)"),
    "attempt_two_without_previous": ({"attempt": 2}, 'previous is never "none" when attempt > 1 (§3)'),
    "version_two_without_previous": ({"version": 2}, 'previous is never "none" when version > 1 (§3)'),
    "previous_of_the_first": ({"previous": H}, 'previous of attempt 1, version 1 is "none" (§3)'),
    "previous_capital": ({"attempt": 2, "previous": H.upper()}, "a hash is in lower case (§1)"),
    "after_twice": ({"after": [H, H]}, "after names no session twice (§3)"),
    "after_text": ({"after": "none"}, "after is a list (§3)"),
    "rehearsals_too_large": ({"rehearsals": 2**53}, "an integer is at most 2^53-1 (§1)"),
    "applicants_minus_one": ({"applicants": -1}, "an integer is at least 0 (§1)"),
    "roster_none": ({"roster": "none"}, "roster is a hash; only removed may be none (§3)"),
    "signer_short": ({"signer": NOTICE["signer"][:-1]}, "a key has 64 hex digits (§3)"),
    "amender_is_signer": ({"amender": NOTICE["signer"]}, "signer and amender are different (§3)"),
    "parties_none": ({"parties": [], "min_open": 0}, "at least one A and one N (§3)"),
    "parties_no_notary": ({"parties": [A1, W01]}, "at least one N (§3)"),
    "parties_no_authority": ({"parties": [N1, W01]}, "at least one A (§3)"),
    "party_twice": ({"parties": [A1, N1, W01, W01 | {"name": "另一位"}]}, "an id is unique (§3)"),
    "party_open_authority": ({"parties": [A1, N1, W01, {"id": "A2", "name": "局", "phase": "open"}]},
        "phase open goes with an open id (§3)"),
    "party_sealed_parent": ({"parties": [A1, N1, {"id": "W01", "name": "家长", "phase": "sealed"}], "min_open": 0},
        "phase sealed goes with a sealed id (§3)"),
    "party_zero": ({"parties": [A1 | {"id": "A0"}, N1, W01]}, "a sealed party is [AN][1-9] (§1)"),
    "party_extra_key": ({"parties": [A1 | {"key": "x"}, N1, W01]}, "unknown keys are refused (§1)"),
    "min_open_too_many": ({"min_open": 2}, "min_open is at most the number of open parties (§3)"),
    "reveal_seconds_over_a_day": ({"reveal_seconds": 86401}, "reveal_seconds is at most 86400 (§3)"),
    "dice_nine": ({"dice": "d10x9"}, "at least ten dice (§3)"),
    "dice_forty_one": ({"dice": "d10x41"}, "at most forty dice (§3)"),
    "dice_leading_zero": ({"dice": "d10x010"}, "a count has no leading zero (§3)"),
    "dice_of_twenty": ({"dice": "d20x10"}, "dice are d10 or d6 (§3)"),
    "dice_balls_too_many": ({"dice": "b10k11"}, "no more balls are drawn than there are (§3)"),
    "dice_balls_three_digits": ({"dice": "b100k6"}, "at most 99 balls (§3)"),
    "no_dice_no_beacon": ({"dice": "none"}, "dice and beacon are not both none (§3)"),
    "beacon_round_zero": ({"beacon": {"chain": H, "round": 0}}, "a round is at least 1 (§3)"),
    "beacon_without_chain": ({"beacon": {"round": 1}}, "missing keys are refused (§1)"),
    "draws_text": ({"draws": "x1"}, "draws is a list of draw ids (§3)"),
    "draws_capital": ({"draws": ["X1"]}, "a draw id has no capital (§1)"),
    "key_missing": ({"roster": None}, "missing keys are refused (§1)"),
    "key_unknown": ({"comment": "x"}, "unknown keys are refused (§1)"),
}  # fmt: skip


def _valued(values: dict[str, Any], files: Files) -> Files:
    return refrozen(files, values)


for _key, (_values, _why) in VALUES.items():
    add(f"notice_{_key}", f"{_why[0].upper()}{_why[1:]}.", partial(_valued, _values), "void_early", MISMATCH, 2)

SPELLINGS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "bom": (lambda d: BOM + d, "no BOM (§1)"),
    "last_lf": (lambda d: d + b"\n", "no LF at the end of a JSON file (§1)"),
    "crlf_between": (lambda d: d.replace(b',"attempt"', b',\r\n"attempt"'), "no white space between tokens (§1)"),
    "space": (lambda d: d.replace(b'"mode":', b'"mode": '), "no white space between tokens (§1)"),
    "keys_not_sorted": (
        lambda d: json.dumps(dict(reversed(json.loads(d).items())), ensure_ascii=False, separators=(",", ":")).encode(),
        "keys are sorted (RFC 8785, §1)"),
    "key_twice": (lambda d: d.replace(b'"mode":', b'"mode":"live","mode":'), "repeated keys are refused (§1)"),
    "key_twice_alike": (
        lambda d: d.replace(b'"attempt":1', b'"attempt":1,"attempt":1'), "repeated keys are refused, equal values too (§1)"),
    "escaped": (lambda d: d.replace("示".encode(), b"\\u793a"), "text is written as itself, not escaped (RFC 8785, §1)"),
    "escaped_slash": (lambda d: d.replace(b'"example-2026"', b'"example\\u002d2026"'), "text is written as itself (§1)"),
    "float": (lambda d: d.replace(b'"attempt":1', b'"attempt":1.0'), "numbers are integers, written as such (§1)"),
    "exponent": (lambda d: d.replace(b'"attempt":1', b'"attempt":1e0'), "numbers are written without exponent (§1)"),
    "leading_zero": (lambda d: d.replace(b'"attempt":1', b'"attempt":01'), "a number has no leading zero (§1)"),
    "minus_zero": (lambda d: d.replace(b'"rehearsals":0', b'"rehearsals":-0'), "zero has no sign (§1)"),
    "trailing_comma": (lambda d: d[:-1] + b",}", "JSON has no trailing comma (§1)"),
    "two_values": (lambda d: d + b"{}", "a JSON file is one value (§1)"),
    "nul_behind": (lambda d: d + b"\x00", "nothing stands behind the value (§1)"),
    "surrogate": (lambda d: d.replace("示".encode(), b"\\ud800", 1), "text is UTF-8; a lone surrogate is no character (§1)"),
    "not_utf8": (lambda d: d.replace("示".encode(), b"\xff", 1), "text is UTF-8 (§1)"),
    "utf16": (lambda d: d.decode().encode("utf-16"), "text is UTF-8, not UTF-16 (§1)"),
    "overlong": (lambda d: d.replace("示".encode(), b"\xc0\xaf", 1), "UTF-8 has no overlong forms (§1)"),
    "list": (lambda d: b"[" + d + b"]", "a notice is an object (§3)"),
    "deep": (lambda d: b"[" * 2000 + b"]" * 2000, "two thousand brackets are no notice, and no verifier fails over them (§11)"),
    "empty": (lambda d: b"", "an empty file is no notice (§3)"),
}  # fmt: skip


def _spelt(spell: Callable[[bytes], bytes], files: Files) -> Files:
    made = refrozen(files, {}, spelt=spell)
    assert made["notice.json"] != files["notice.json"]
    return made


for _key, (_spell, _why) in SPELLINGS.items():
    add(f"notice_spelt_{_key}", f"{_why[0].upper()}{_why[1:]}; parsed leniently it is the same notice.",
        partial(_spelt, _spell), "void_early", MISMATCH, 2)  # fmt: skip


# -- the frozen files ----------------------------------------------------------------------------------------------------------


def _unfrozen(name: str, change: Callable[[bytes], bytes], files: Files) -> Files:
    made = put(files, name, change(files[name]))
    assert made[name] != files[name]
    return made


CHANGED: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "pool_a_seal": ("pool.csv", lambda d: replaced(d, "0001,0001,7", "0001,0001,8"), "a seal is another"),
    "pool_a_child_more": ("pool.csv", lambda d: with_lines(d, lambda x: [*x, x[1].replace("0001", "0007")]), "a child came later"),
    "pool_a_child_less": ("pool.csv", lambda d: with_lines(d, lambda x: x[:-1]), "a child was taken out"),
    "pool_crlf": ("pool.csv", crlf, "a spreadsheet saved it with CRLF"),
    "pool_bom": ("pool.csv", lambda d: BOM + d, "a spreadsheet put a BOM before it"),
    "rules_a_place_more": ("rules.json", lambda d: replaced(d, '"places":3', '"places":4'), "a place more"),
    "rules_other_last_place": ("rules.json", lambda d: replaced(d, "SKIP", "STOP"), "another rule for the last place"),
    "program_a_file": ("program.txt", lambda d: replaced(d, "draw/", "drew/"), "another programme"),
}  # fmt: skip
for _key, (_name, _change, _why) in CHANGED.items():
    add(f"frozen_{_key}", f"{_name} is not the one whose hash the notice holds: {_why} (§11 step 4).",
        partial(_unfrozen, _name, _change), "skip", MISMATCH, 4)  # fmt: skip


@fails(4)
def frozen_pool_of_another_session(r: Files) -> Files:
    """Two records mixed: pool.csv is another session's, whose seals are bound to that session (§4)."""
    return put(r, "pool.csv", simulator.record(session="other-2026")["pool.csv"])


@fails(4)
def frozen_removed_unnamed(r: Files) -> Files:
    """removed.csv is there exactly when the notice's `removed` is not none (§2)."""
    return put(r, "removed.csv", REMOVED)


@fails(4, "tiers")
def frozen_removed_not_there(r: Files) -> Files:
    """The notice names a removed.csv, and there is none (§2)."""
    return signed({n: d for n, d in r.items() if n != "removed.csv"})


PROGRAMS = {
    "no_form": (b"x\n", "it is no sums file"),
    "one_space": (f"{H} draw/a.py\n".encode(), "two spaces stand between hash and path"),
    "parent_path": (f"{H}  ../a.py\n".encode(), "no part of a path is .."),
    "absolute_path": (f"{H}  /a.py\n".encode(), "a path is relative"),
    "double_slash": (f"{H}  draw//a.py\n".encode(), "no part of a path is empty"),
    "backslash": (f"{H}  draw\\a.py\n".encode(), "a path holds no backslash"),
    "path_twice": (f"{H}  a.py\n{H}  a.py\n".encode(), "no path stands twice"),
    "not_sorted": (f"{H}  b.py\n{H}  a.py\n".encode(), "paths are sorted"),
    "capital_hash": (f"{H.upper()}  a.py\n".encode(), "a hash is in lower case"),
    "chinese_path": (f"{H}  派位.py\n".encode(), "a path is printable ASCII"),
    "crlf": (f"{H}  a.py\r\n".encode(), "LF ends every line"),
    "empty": (b"", "a text file has a line"),
}
for _key, (_data, _why) in PROGRAMS.items():
    add(f"program_{_key}", f"program.txt is a sums file (§1, §4): {_why}.", partial(refrozen, program=_data), "void_early",
        MISMATCH, 4)  # fmt: skip

REMOVALS = {
    "not_sorted": ("reason,count\nDIRECT,1\nAGE,2\n", "lines are sorted by reason"),
    "twice": ("reason,count\nAGE,1\nAGE,2\n", "a reason stands once"),
    "leading_zero": ("reason,count\nAGE,02\n", "a count has no leading zero"),
    "zero": ("reason,count\nAGE,0\n", "a count is at least 1"),
    "plus": ("reason,count\nAGE,+2\n", "a count is decimal digits"),
    "full_width": ("reason,count\nAGE,２\n", "a count is ASCII digits"),
    "own_reason": ("reason,count\nFRIEND,1\n", "a reason is one of the closed list"),
    "header": ("reason;count\nAGE,1\n", "the header is reason,count"),
    "three_fields": ("reason,count\nAGE,1,x\n", "a line has two fields"),
    "empty_line": ("reason,count\n\nAGE,1\n", "no line is empty"),
    "crlf": ("reason,count\r\nAGE,1\r\n", "LF ends every line"),
    "bom": ("\ufeffreason,count\nAGE,1\n", "there is no BOM"),
}


def _removed(text: str, files: Files) -> Files:
    return refrozen(files, removed=text.encode())


for _key, (_text, _why) in REMOVALS.items():
    add(f"removed_{_key}", f"removed.csv (§4): {_why}.", partial(_removed, _text), "void_early", MISMATCH, 4)
