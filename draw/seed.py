"""The transcript that becomes seed.txt; its hash is the seed (SPEC §6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from draw import dice
from draw.board import ABSENT
from draw.encoding import HASH, SIGNATURE_HEX, matches, strict_lines, text_file
from draw.errors import FormatError
from draw.hashing import commitment, digest
from draw.notice import Notice

WHERE: Final = "seed.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What seed.txt says. Secrets by party id; absent open parties are not in `open_secrets`."""

    open_secrets: Mapping[str, str]
    dice_values: tuple[str, ...]  # () where the notice has no dice
    beacon_signature: str  # "" where the notice has no beacon
    sealed_secrets: Mapping[str, str]


def head_lines(notice_hash: str, board_hash: str) -> list[str]:
    """The first three lines."""
    return ["seed1", f"notice {notice_hash}", f"board {board_hash}"]


def open_lines(notice: Notice, secrets: Mapping[str, str]) -> list[str]:
    """A line an open party, in notice order."""
    return [f"{p.id} {secrets.get(p.id, ABSENT)}" for p in notice.open_parties()]


def dice_line(notice: Notice, values: tuple[str, ...]) -> str:
    """The dice line; `values` complete."""
    spec = dice.parse(notice.dice)
    return "dice none" if spec is None else spec.line(values)


def beacon_line(notice: Notice, signature: str) -> str:
    """The beacon line."""
    if notice.beacon is None:
        return "beacon none"
    return f"beacon {notice.beacon.chain}:{notice.beacon.round} {signature}"


def sealed_lines(notice: Notice, secrets: Mapping[str, str]) -> list[str]:
    """A line a sealed party, in notice order; all of them must be there."""
    return [f"{p.id} {secrets[p.id]}" for p in notice.sealed_parties()]


def write(notice: Notice, notice_hash: str, board_hash: str, transcript: Transcript) -> bytes:
    """The bytes of seed.txt."""
    return text_file(
        [
            *head_lines(notice_hash, board_hash),
            *open_lines(notice, transcript.open_secrets),
            dice_line(notice, transcript.dice_values),
            beacon_line(notice, transcript.beacon_signature),
            *sealed_lines(notice, transcript.sealed_secrets),
        ]
    )


def seed(data: bytes) -> str:
    """The seed: SHA-256 of seed.txt."""
    return digest(data)


def opens(notice_hash: str, party: str, secret: str, committed: str) -> bool:
    """True if `secret` is what `party` committed to."""
    return matches(HASH, secret) and commitment(notice_hash, party, secret) == committed


def _secret(line: str, party: str, notice_hash: str, committed: str | None, place: str) -> str | None:
    """The secret on a party's line, None if it says absent. Raises FormatError."""
    name, _, value = line.partition(" ")
    if name != party:
        raise FormatError(place, f"not the line of {party}")
    if value == ABSENT:
        return None
    if committed is None:
        raise FormatError(place, f"{party} is absent on the board")
    if not opens(notice_hash, party, value, committed):
        raise FormatError(place, f"the secret of {party} does not open its commitment on the board")
    return value


def read(data: bytes, notice: Notice, notice_hash: str, board_hash: str, board: Mapping[str, str]) -> Transcript:
    """What seed.txt says, every secret checked against the board. Raises FormatError with the line (SPEC §6)."""
    lines = strict_lines(data, WHERE)
    opening, sealed = notice.open_parties(), notice.sealed_parties()
    if len(lines) != 5 + len(notice.parties):
        raise FormatError(WHERE, f"{len(lines)} lines instead of {5 + len(notice.parties)}")
    if lines[:3] != head_lines(notice_hash, board_hash):
        raise FormatError(WHERE, "lines 1 to 3 do not name this format, notice and board")
    open_secrets: dict[str, str] = {}
    for n, party in enumerate(opening):
        place = f"{WHERE} line {n + 4}"
        secret = _secret(lines[3 + n], party.id, notice_hash, board.get(party.id), place)
        if secret is not None:
            open_secrets[party.id] = secret
    if len(open_secrets) < notice.min_open:
        raise FormatError(WHERE, f"{len(open_secrets)} open parties revealed, {notice.min_open} are needed")
    at = 3 + len(opening)
    values = read_dice_line(lines[at], notice, f"{WHERE} line {at + 1}")
    signature = read_beacon_line(lines[at + 1], notice, f"{WHERE} line {at + 2}")
    sealed_secrets: dict[str, str] = {}
    for n, party in enumerate(sealed):
        place = f"{WHERE} line {at + 3 + n}"
        secret = _secret(lines[at + 2 + n], party.id, notice_hash, board.get(party.id), place)
        if secret is None:
            raise FormatError(place, f"sealed party {party.id} cannot be absent")
        sealed_secrets[party.id] = secret
    return Transcript(
        open_secrets=open_secrets, dice_values=values, beacon_signature=signature, sealed_secrets=sealed_secrets
    )


def read_dice_line(line: str, notice: Notice, place: str) -> tuple[str, ...]:
    """The throws on the dice line. Raises FormatError."""
    spec = dice.parse(notice.dice)
    if spec is None:
        if line != "dice none":
            raise FormatError(place, "must be 'dice none'")
        return ()
    prefix = f"dice {spec.spec} "
    values = spec.values(line[len(prefix) :])
    if not line.startswith(prefix) or spec.problem(values):
        raise FormatError(place, f"not a dice line of {spec.spec}: {spec.problem(values) or 'wrong start'}")
    return values


def read_beacon_line(line: str, notice: Notice, place: str) -> str:
    """The signature on the beacon line, "" without a beacon. Raises FormatError."""
    if notice.beacon is None:
        if line != "beacon none":
            raise FormatError(place, "must be 'beacon none'")
        return ""
    prefix = f"beacon {notice.beacon.chain}:{notice.beacon.round} "
    signature = line[len(prefix) :]
    if not line.startswith(prefix) or not matches(SIGNATURE_HEX, signature):
        raise FormatError(place, "not a beacon line of the notice's round")
    return signature
