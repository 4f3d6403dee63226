"""SM3 (GB/T 32905) sums beside SHA-256: for offices whose rules ask for it; nothing is decided by them (SPEC §2, §11 step 15)."""

from collections.abc import Iterable
from typing import Final, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

from draw.hashing import sums_file

NAME: Final = "SM3SUMS"


class Running(Protocol):
    """An SM3 under way."""

    def update(self, data: bytes) -> None:
        """Take in more bytes."""

    def finalize(self) -> bytes:
        """32 bytes; once."""


def begin() -> Running | None:
    """An SM3 to feed piece by piece; None where this machine's OpenSSL has none (some are built without it)."""
    try:
        return hashes.Hash(hashes.SM3())
    except UnsupportedAlgorithm:
        return None


def digest(data: bytes) -> str | None:
    """SM3 of the bytes, 64 lower-case hex digits; None where this machine has no SM3."""
    running = begin()
    if running is None:
        return None
    running.update(data)
    return running.finalize().hex()


def sums_of(files: Iterable[tuple[str, bytes]]) -> bytes | None:
    """SM3SUMS of these (path, bytes): `cksum -a sm3 -c` reads it. None where this machine has no SM3."""
    found: dict[str, str] = {}
    for path, data in files:
        value = digest(data)
        if value is None:
            return None
        found[path] = value
    return sums_file(found)
