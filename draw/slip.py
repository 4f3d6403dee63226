"""What a paper's QR code says: a family's slip, or the statement, whole and with its signature (SPEC §15, R7, R54).

A slip proves with nothing but the public notice.json and pool.csv that its line is in the frozen list, and by its salt whose it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from draw import signing
from draw.encoding import CODE, HASH, SESSION, strict_lines, text_file
from draw.errors import FormatError

WHERE: Final = "QR code"
MOST: Final = 65536  # bytes; a QR code holds 2,953, so that whatever is longer is none
SIGNATURE_SIZE: Final = 64
_EVERY: Final = 10_000  # slips between two words of progress
_SALT: Final = re.compile(r"[0-9a-f]{32}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")
_ROW: Final = re.compile(rf"{CODE.pattern}(?:,{CODE.pattern})+,{HASH.pattern}")  # of any pool.csv (SPEC §4)
_SLIP: Final = (("slip1", SESSION), ("notice", HASH), ("row", _ROW), ("salt", _SALT), ("slip.sig", _SIGNATURE))
_STATEMENT: Final = (
    ("draw1", SESSION), ("mode", re.compile("live|rehearsal")), ("attempt", re.compile("[1-9][0-9]*")), ("notice", HASH),
    ("board", HASH), ("seed", HASH), ("outputs", HASH), ("ledger", HASH), ("statement.sig", _SIGNATURE),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCode:
    """The code on a result sheet. `statement`: the lines as bytes, to be those of statement.txt."""

    statement: bytes
    signature: bytes  # 64 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipCode:
    """The code on a family's slip. `row`: one line of pool.csv without its LF."""

    session: str
    notice: str
    row: str
    salt: str
    signature: bytes  # 64 bytes

    @property
    def signed(self) -> bytes:
        """The four lines under the signature."""
        return text(self.session, self.notice, self.row, self.salt)

    @property
    def applicant(self) -> str:
        """The child's code."""
        return self.row.split(",", 1)[0]

    @property
    def seal(self) -> str:
        """The last field of the line (SPEC §4)."""
        return self.row.rpartition(",")[2]


def text(session: str, notice: str, row: str, salt: str) -> bytes:
    """The four lines of a slip that are signed."""
    return text_file((f"slip1 {session}", f"notice {notice}", f"row {row}", f"salt {salt}"))


def code(signed: bytes, signature: bytes) -> bytes:
    """The whole text of a slip's QR code."""
    return signed + f"slip.sig {signature.hex()}\n".encode()


def read(data: bytes) -> StatementCode | SlipCode:
    """What a scanned text says; the last LF may have got lost on the way, nothing else.

    Raises:
        FormatError: the text is neither form; it says where it leaves the one that its first word announces.
    """
    if len(data) > MOST:
        raise FormatError(WHERE, f"is longer than {MOST} bytes")
    lines = strict_lines(data if data.endswith(b"\n") else data + b"\n", WHERE)
    first = lines[0].partition(" ")[0]
    if first == "slip1":
        session, notice, row, salt, signature = _values(lines, _SLIP)
        return SlipCode(session=session, notice=notice, row=row, salt=salt, signature=bytes.fromhex(signature))
    if first == "draw1":
        signature = _values(lines, _STATEMENT)[-1]
        return StatementCode(statement=text_file(lines[:-1]), signature=bytes.fromhex(signature))
    raise FormatError(WHERE, "begins with neither 'slip1 ' nor 'draw1 '")


def _values(lines: Sequence[str], form: Sequence[tuple[str, re.Pattern[str]]]) -> list[str]:
    """What stands behind each line's word. Raises FormatError for the first line that is not of the form."""
    found = []
    for number, (word, pattern) in enumerate(form, start=1):
        key, _, value = lines[number - 1].partition(" ") if number <= len(lines) else ("", "", "")
        if key != word or pattern.fullmatch(value) is None:
            raise FormatError(WHERE, f"line {number} is not {word!r}, a space and its value")
        found.append(value)
    if len(lines) > len(form):
        raise FormatError(WHERE, f"has more than {len(form)} lines")
    return found


def texts(session: str, notice: str, pool_csv: bytes, salts: Sequence[str]) -> Iterator[bytes]:
    """The signed text of every applicant, in the order of pool.csv; `salts` in the same order."""
    rows = pool_csv.decode().split("\n")[1:-1]
    return (text(session, notice, row, salt) for row, salt in zip(rows, salts, strict=True))


def sign_all(
    key: Ed25519PrivateKey, signed: Iterator[bytes], progress: Callable[[int], None] = lambda done: None
) -> bytes:
    """The 64-byte signatures of these texts, one behind the other; `progress` hears how many are done."""
    made = []
    for number, each in enumerate(signed, start=1):
        made.append(signing.sign(key, each))
        if number % _EVERY == 0:
            progress(number)
    return b"".join(made)


def signature_of(signatures: bytes, index: int) -> bytes:
    """That of the applicant in this line of the pool, from 0."""
    return signatures[index * SIGNATURE_SIZE : (index + 1) * SIGNATURE_SIZE]
