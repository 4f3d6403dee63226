"""Texts of papers' QR codes for the record in tests/vectors/example, sound and with one fault each, with the word of step 19.

scripts/make_vectors writes them to tests/vectors/paper_codes.json, for every verifier there is (SPEC §15).
"""

import json
from collections.abc import Mapping
from typing import Any

import simulator
from simulator import AMENDER, SIGNER

from draw import signing, slip
from draw.hashing import digest

Files = Mapping[str, bytes]
CHILD = "0004"
MATCH, MISMATCH, COULD_NOT = "match", "mismatch", "could not check"


def salt_of(applicant: str) -> str:
    """The salt of the hall in memory."""
    return digest(applicant.encode())[:32]


def code_of(files: Files, applicant: str = CHILD, *, key: Any = SIGNER, **changes: str) -> bytes:
    """The slip code of an applicant, signed over what it says; `changes` are other values of its lines."""
    row = next(line for line in files["pool.csv"].decode().splitlines() if line.startswith(f"{applicant},"))
    said = {"session": "example-2026", "notice": digest(files["notice.json"]), "row": row, "salt": salt_of(applicant)}
    text = slip.text(**said | changes)
    return slip.code(text, signing.sign(key, text))


def statement_code(files: Files) -> bytes:
    """The code on the result sheet."""
    return files["statement.txt"] + b"statement.sig " + files["statement.sig"].hex().encode() + b"\n"


def _case(name: str, code: bytes, word: str, why: str, whose: str = "", identity: str = "") -> dict[str, str]:
    return {"case": name, "code": code.decode(), "name": whose, "id": identity, "expect": word, "why": why}


def cases() -> list[dict[str, str]]:
    """Every case: its text, name and id ("" for none given), and the word that step 19 must say."""
    files = simulator.record()
    again = simulator.record(attempt=2, previous=digest(b"void"))
    good, sheet = code_of(files), statement_code(files)
    own = (f"孩子{CHILD}", f"ID{CHILD}")
    row, other = good.split(b"\n")[2][4:], f"0004,0004,{digest(b'another child')}"
    salt, notice, signature = salt_of(CHILD).encode(), digest(files["notice.json"]).encode(), good[-129:-1]
    form = "a text that is neither form"
    return [
        _case("slip", good, MATCH, "a sound slip"),
        _case("slip_with_name_and_id", good, MATCH, "the seal is that of name, id and salt", *own),
        _case("slip_of_a_bundle", code_of(files, "0002"), MATCH, "a member of a bundle", "孩子0002", "ID0002"),
        _case("slip_last_lf_lost", good[:-1], MATCH, "a reader may lose the last LF", *own),
        _case("statement", sheet, MATCH, "the code on the result sheet"),
        _case("statement_last_lf_lost", sheet[:-1], MATCH, "a reader may lose the last LF"),
        _case("other_version", code_of(again), COULD_NOT, "only the notice hash differs", *own),
        _case("other_session", code_of(files, session="example-2027"), MISMATCH, "the session is not the record's"),
        _case(
            "other_session_and_version",
            code_of(again, session="example-2027"),
            MISMATCH,
            "not only the notice hash differs",
        ),
        _case("row_changed", good.replace(b"0004,0004", b"0004,B001"), MISMATCH, "not signed"),
        _case(
            "row_changed_signed_by_amender", code_of(files, row=other, key=AMENDER), MISMATCH, "signed by another key"
        ),
        _case("row_of_nobody", code_of(files, row=other), MISMATCH, "well signed, but no line of pool.csv"),
        _case("row_shortened", code_of(files, row=row.decode()[:-1]), MISMATCH, "a seal of 63 digits"),
        _case("signature_changed", good[:-3] + b"00\n", MISMATCH, "not the signer's signature"),
        _case("signature_zero", good.replace(signature, b"0" * 128), MISMATCH, "R is of small order"),
        _case(
            "salt_changed", good.replace(salt, salt_of("0001").encode()), MISMATCH, "the salt is under the signature"
        ),
        _case(
            "other_salt", code_of(files, salt=salt_of("0001")), MISMATCH, "well signed, but not the seal's salt", *own
        ),
        _case(
            "other_salt_unasked", code_of(files, salt=salt_of("0001")), MATCH, "without name and id no seal is checked"
        ),
        _case("other_name", good, MISMATCH, "the seal is of another name", "孩子0005", own[1]),
        _case("other_id", good, MISMATCH, "the seal is of another id", own[0], "ID0005"),
        _case("other_child", good, MISMATCH, "the slip is of another child", "孩子0005", "ID0005"),
        _case(
            "statement_of_other_attempt",
            statement_code(again),
            MISMATCH,
            "its lines are not the bytes of statement.txt",
        ),
        _case(
            "statement_changed",
            sheet.replace(b"mode rehearsal", b"mode live"),
            MISMATCH,
            "its lines are not statement.txt",
        ),
        _case("statement_signature_changed", sheet[:-3] + b"00\n", MISMATCH, "not the signer's signature"),
        _case("statement_name_and_id", sheet, MATCH, "a statement is of no child: name and id are not looked at", *own),
        _case("crlf", good.replace(b"\n", b"\r\n"), MISMATCH, form),
        _case("two_lf", good + b"\n", MISMATCH, form),
        _case("bytes_behind", good + b"x", MISMATCH, form),
        _case("bom", b"\xef\xbb\xbf" + good, MISMATCH, form),
        _case("empty", b"", MISMATCH, form),
        _case("capital_hash", good.replace(notice, notice.upper()), MISMATCH, form),
        _case("capital_salt", good.replace(salt, salt.upper()), MISMATCH, form),
        _case("capital_signature", good.replace(signature, signature.upper()), MISMATCH, form),
        _case("line_missing", good.replace(b"salt " + salt + b"\n", b""), MISMATCH, form),
        _case("unsigned", good[:-139], MISMATCH, form),
        _case("two_blanks", good.replace(b"row ", b"row  "), MISMATCH, form),
        _case("address", b"https://example.com/0004", MISMATCH, form),
        _case("statement_unsigned", files["statement.txt"], MISMATCH, form),
    ]


def vectors() -> bytes:
    """The bytes of tests/vectors/paper_codes.json."""
    return (json.dumps(cases(), ensure_ascii=False, indent=1) + "\n").encode()
