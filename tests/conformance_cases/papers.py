"""Step 19: the text of a paper's QR code (SPEC §15)."""

from collections.abc import Callable
from functools import partial

from paper_codes import cases as known
from paper_codes import code_of, salt_of, statement_code

from conformance_cases import curve
from conformance_cases.bases import BASES, lean
from conformance_cases.case import COULD_NOT, MATCH, MISMATCH, Files, Made, add
from conformance_cases.forging import BOM
from conformance_cases.keys import PUBLIC, SCALAR
from draw.signing import L

OWN = {"name": "孩子0004", "id": "ID0004"}
WORDS = {MATCH: (MATCH, None), MISMATCH: (MISMATCH, 19), COULD_NOT: (COULD_NOT, 19)}


def _coded(code: bytes, files: Files) -> Made:
    return Made(files=files, code=code)


for _case in known():  # of the record of SPEC §0, which the base `example` is but for its README
    _word, _step = WORDS[_case["expect"]]
    _whose = {"name": _case["name"], "id": _case["id"]} if _case["name"] else {}
    add(f"code_{_case['case']}", f"{_case['why'][0].upper()}{_case['why'][1:]} (§15).", partial(_coded, _case["code"].encode()),
        "example", _word, _step, **_whose)  # fmt: skip


def _made(code: Callable[[Files], bytes], files: Files) -> Made:
    return Made(files=files, code=code(files))


def _raised(code: bytes) -> bytes:
    """The slip's signature with S + L."""
    head, _, signature = code.rstrip(b"\n").rpartition(b" ")
    raw = bytes.fromhex(signature.decode())
    s = int.from_bytes(raw[32:], "little") + L
    return head + b" " + (raw[:32] + s.to_bytes(32, "little")).hex().encode() + b"\n"


def _cofactored(code: bytes) -> bytes:
    head, _, _ = code.rstrip(b"\n").rpartition(b"slip.sig ")
    return head + b"slip.sig " + curve.sign(SCALAR, PUBLIC, head, more=curve.EIGHT).hex().encode() + b"\n"


def _swapped(code: bytes) -> bytes:
    lines = code.splitlines(keepends=True)
    return b"".join([lines[0], lines[2], lines[1], *lines[3:]])


MORE: dict[str, tuple[Callable[[Files], bytes], str, str, dict[str, str], str]] = {
    "slip_s_plus_l": (lambda r: _raised(code_of(r)), "skip", MISMATCH, OWN, "slip.sig with S + L is no signature"),
    "slip_cofactored": (lambda r: _cofactored(code_of(r)), "skip", MISMATCH, OWN,
        "slip.sig of which only the cofactored equation holds"),
    "slip_of_another_unit": (lambda r: code_of(r, row=code_of(r).decode().splitlines()[2][4:].replace("0004,0004", "0004,B001")),
        "skip", MISMATCH, {}, "well signed, and the row has another unit than pool.csv"),
    "slip_row_with_header": (lambda r: code_of(r, row="applicant,unit,seal"), "skip", MISMATCH, {},
        "the header of pool.csv is no child's row"),
    "slip_signs_other_text": (lambda r: code_of(r).replace(b"slip1 ", b"slip2 "), "skip", MISMATCH, {},
        "a text that is neither form"),
    "slip_lines_swapped": (lambda r: _swapped(code_of(r)), "skip", MISMATCH, {},
        "lines in their order"),
    "slip_salt_short": (lambda r: code_of(r).replace(salt_of("0004").encode(), salt_of("0004")[:-1].encode()), "skip", MISMATCH, {},
        "a salt has 32 digits"),
    "slip_in_a_void": (lambda r: code_of(r), "void_cause", MATCH, OWN,
        "a slip is of the frozen list, whatever became of the draw"),
    "slip_live": (lambda r: code_of(r), "live", MATCH, OWN, "a slip of the last version"),
    "statement_in_a_void": (lambda r: statement_code(BASES["skip"]()), "void_cause", MISMATCH, {},
        "a void record has no statement"),
    "statement_of_another_record": (lambda r: statement_code(lean(values="02-07-01-08-10-04")), "skip", MISMATCH, {},
        "its lines are not this record's statement.txt"),
    "statement_s_plus_l": (lambda r: _raised(statement_code(r)), "skip", MISMATCH, {},
        "its signature with S + L is not that of statement.sig"),
    "statement_live": (lambda r: statement_code(r), "live", MATCH, {}, "the code on a live result sheet"),
    "statement_amended": (lambda r: statement_code(r), "amended_thrice", MATCH, {},
        "amendments change nothing on the result sheet"),
    "not_utf8": (lambda r: b"\xff\xfe" + code_of(r), "skip", MISMATCH, {}, "a text is UTF-8"),
    "nul": (lambda r: code_of(r) + b"\x00", "skip", MISMATCH, {}, "nothing else stands in it"),
    "bom_statement": (lambda r: BOM + statement_code(r), "skip", MISMATCH, {}, "no BOM"),
    "long": (lambda r: code_of(r) * 30, "skip", MISMATCH, {},
        "ten thousand bytes are neither form, and no verifier fails over them"),
}  # fmt: skip
for _key, (_code, _base, _word, _who, _why) in MORE.items():
    add(f"code_{_key}", f"{_why[0].upper()}{_why[1:]} (§15).", partial(_made, _code), _base, _word, WORDS[_word][1], **_who)
