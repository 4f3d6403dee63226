"""Who committed to what: board.txt (SPEC §6)."""

from collections.abc import Mapping
from typing import Final

from draw.encoding import HASH, matches, strict_lines, text_file
from draw.errors import FormatError
from draw.notice import Notice, Phase

WHERE: Final = "board.txt"
ABSENT: Final = "absent"


def write(notice: Notice, notice_hash: str, commitments: Mapping[str, str]) -> bytes:
    """The bytes of board.txt; open parties without a commitment stand as absent."""
    lines = [f"{p.id} {commitments.get(p.id, ABSENT)}" for p in notice.parties]
    return text_file(["board1", f"notice {notice_hash}", *lines])


def read(data: bytes, notice: Notice, notice_hash: str) -> dict[str, str]:
    """Party id -> commitment, absent parties left out. Raises FormatError (SPEC §6)."""
    lines = strict_lines(data, WHERE)
    if len(lines) != 2 + len(notice.parties):
        raise FormatError(WHERE, f"{len(lines)} lines instead of {2 + len(notice.parties)}")
    if lines[0] != "board1" or lines[1] != f"notice {notice_hash}":
        raise FormatError(WHERE, "line 1 or 2 does not name this format and notice")
    result: dict[str, str] = {}
    for n, (line, party) in enumerate(zip(lines[2:], notice.parties, strict=True), start=3):
        name, _, value = line.partition(" ")
        if name != party.id:
            raise FormatError(WHERE, f"line {n} is not of {party.id}")
        if value == ABSENT and party.phase is Phase.OPEN:
            continue
        if not matches(HASH, value):
            raise FormatError(WHERE, f"line {n}: no commitment of {party.id}")
        if value in result.values():
            raise FormatError(WHERE, f"line {n}: the commitment of {party.id} stands twice")
        result[party.id] = value
    return result


def enough(notice: Notice, parties: Mapping[str, str]) -> bool:
    """True if at least min_open open parties are among these."""
    return sum(p.id in parties for p in notice.open_parties()) >= notice.min_open
