"""SHA-256 with the labels of SPEC: every hashed text starts with the word that says what it is.

One label a use keeps a commitment from ever being taken for a seal or a number (SPEC §4, §6, §7).
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from draw.encoding import strict_lines, text_file
from draw.errors import FormatError


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, 64 lower-case hex digits."""
    return sha256(data).hexdigest()


def seal(session: str, applicant: str, salt: str, name: str, identity: str) -> str:
    """The seal of one pool row (SPEC §4)."""
    return digest(f"seal1:{session}:{applicant}:{salt}:{name}:{identity}".encode())


def commitment(notice: str, party: str, secret: str) -> str:
    """What a party publishes of its secret before the board closes (SPEC §6)."""
    return digest(f"commit1:{notice}:{party}:{secret}".encode())


def person(session: str, salt: str, name: str) -> str:
    """What the minutes hold of a person who signs in; the salt stays with the authority (SPEC §9, R45)."""
    return digest(f"person1:{session}:{salt}:{name}".encode())


def number(seed: str, draw: str, unit: str) -> str:
    """The random number of one unit in one draw (SPEC §7, R11)."""
    return digest(f"number1:{seed}:{draw}:{unit}".encode())


def read_aloud(hexadecimal: str) -> str:
    """A hash as ten groups of four decimal digits: the integer modulo 10^40 (SPEC §10)."""
    digits = f"{int(hexadecimal, 16) % 10**40:040d}"
    return " ".join(digits[i : i + 4] for i in range(0, 40, 4))


_SUM_LINE = re.compile(r"([0-9a-f]{64})  ([!-~][ -~]*)")


def sums_file(hashes: Mapping[str, str]) -> bytes:
    """A `sha256sum -c` file of path -> hash, sorted by path (SPEC §1)."""
    return text_file(f"{hashes[path]}  {path}" for path in sorted(hashes, key=str.encode))


def read_sums(data: bytes, where: str) -> dict[str, str]:
    """Path -> hash of a sums file. Raises FormatError for any other form, an unsorted or repeated path."""
    result: dict[str, str] = {}
    last = b""
    for n, line in enumerate(strict_lines(data, where), start=1):
        found = _SUM_LINE.fullmatch(line)
        if found is None:
            raise FormatError(where, f"line {n} is not '<hash>  <path>'")
        path = found.group(2)
        if "\\" in path or any(part in ("", ".", "..") for part in path.split("/")):
            raise FormatError(where, f"line {n}: {path!r} is no plain relative path")
        if path.encode() <= last:
            raise FormatError(where, f"line {n}: paths are not sorted, or one stands twice")
        last = path.encode()
        result[path] = found.group(1)
    return result


def sums_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The sums file of these (path, bytes)."""
    return sums_file({path: digest(data) for path, data in files})
