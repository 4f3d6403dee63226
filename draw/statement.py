"""What is signed at the end: statement.txt, or void.txt (SPEC §10)."""

from collections.abc import Sequence
from typing import Final

from draw.encoding import strict_lines, text_file
from draw.errors import FormatError
from draw.hashing import digest
from draw.notice import Notice

VOID_REASONS: Final = ("TOO_FEW_COMMITMENTS", "TOO_FEW_REVEALS", "BEACON_EARLY", "RULING", "PAPER_MISMATCH")


def _lines(first: str, notice: Notice, notice_hash: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    opening = [f"{first} {notice.session}", f"mode {notice.mode}", f"attempt {notice.attempt}", f"notice {notice_hash}"]
    return opening + [f"{key} {value}" for key, value in pairs]


def statement(notice: Notice, notice_hash: str, *, board: str, seed: str, outputs: str, ledger: str) -> bytes:
    """The bytes of statement.txt; the arguments are hashes."""
    pairs = [("board", board), ("seed", seed), ("outputs", outputs), ("ledger", ledger)]
    return text_file(_lines("draw1", notice, notice_hash, pairs))


def result_hash(data: bytes) -> str:
    """SHA-256 of statement.txt without its last line: equal on two machines that agree on the result."""
    return digest(b"".join(data.splitlines(keepends=True)[:-1]))


def void(notice: Notice, notice_hash: str, *, board: str, transcript: str, reason: str) -> bytes:
    """The bytes of void.txt; `board` a hash or "none"."""
    return text_file(
        _lines("void1", notice, notice_hash, [("board", board), ("transcript", transcript), ("reason", reason)])
    )


def void_reason(data: bytes) -> str:
    """The reason in void.txt. Raises FormatError."""
    key, _, reason = strict_lines(data, "void.txt")[-1].partition(" ")
    if key != "reason" or reason not in VOID_REASONS:
        raise FormatError("void.txt", "the last line is no reason of the closed list")
    return reason
