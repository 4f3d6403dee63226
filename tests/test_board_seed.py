"""board.txt and seed.txt: forms, absent parties, min_open, and secrets that open only their own commitment
(SPEC §6, R9).
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
import simulator
from hypothesis import given
from hypothesis import strategies as st
from simulator import secret_of

from draw import board, notice, seed
from draw.errors import FormatError
from draw.hashing import commitment, digest
from draw.notice import Beacon, Notice, Party, Phase
from draw.seed import Transcript

OPEN = tuple(Party(id=f"W0{n}", name="家长代表", phase=Phase.OPEN) for n in (1, 2, 3))
A1, N1, _ = simulator.PARTIES
# Open and sealed parties stand mixed on purpose: each file has its own order (SPEC §6).
NOTICE = replace(simulator.frozen(simulator.Hall())[1], parties=(OPEN[0], A1, OPEN[1], N1, OPEN[2]), min_open=1)
HASH = digest(notice.write(NOTICE))
BEACON = Beacon(chain=notice.QUICKNET, round=7)
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
Edit = Callable[[list[str]], list[str]]


def committed(*parties: str) -> dict[str, str]:
    """Commitments of these parties to their fixed secrets."""
    return {p: commitment(HASH, p, secret_of(p)) for p in parties}


ALL = committed("A1", "N1", "W01", "W02", "W03")
BOARD = board.write(NOTICE, HASH, committed("A1", "N1", "W01", "W02"))


def edited(data: bytes, edit: Edit) -> bytes:
    """A text file after an edit of its lines."""
    return "".join(f"{line}\n" for line in edit(data.decode().splitlines())).encode()


def swap(a: int, b: int) -> Edit:
    """Exchange two lines."""

    def edit(lines: list[str]) -> list[str]:
        lines[a], lines[b] = lines[b], lines[a]
        return lines

    return edit


def drop(n: int) -> Edit:
    """Leave a line out."""
    return lambda lines: lines[:n] + lines[n + 1 :]


def double(n: int) -> Edit:
    """Write a line twice."""
    return lambda lines: [*lines[: n + 1], *lines[n:]]


def put(n: int, text: str) -> Edit:
    """Another text on a line."""
    return lambda lines: [*lines[:n], text, *lines[n + 1 :]]


def test_board_round_trip() -> None:
    """SPEC §6: "then in notice order `<party> <commitment>`, or `<party> absent` for an open party"."""
    assert BOARD.decode().splitlines() == [
        "board1", f"notice {HASH}", f"W01 {ALL['W01']}", f"A1 {ALL['A1']}", f"W02 {ALL['W02']}", f"N1 {ALL['N1']}",
        "W03 absent",
    ]  # fmt: skip
    assert board.read(BOARD, NOTICE, HASH) == committed("A1", "N1", "W01", "W02")


BOARD_EDITS: dict[str, Edit] = (
    {f"lines {a} and {b} exchanged": swap(a, b) for a in range(7) for b in range(a)}
    | {f"line {n} left out": drop(n) for n in range(7)}
    | {f"line {n} twice": double(n) for n in range(7)}
    | {
        "another format": put(0, "board2"),
        "another notice": put(1, f"notice {digest(b'other')}"),
        "a sealed party absent": put(3, "A1 absent"),
        "no commitment": put(2, "W01"),
        "an empty commitment": put(2, "W01 "),
        "two spaces": put(2, f"W01  {ALL['W01']}"),
        "a short commitment": put(2, f"W01 {ALL['W01'][1:]}"),
        "a commitment in capitals": put(2, f"W01 {ALL['W01'].upper()}"),
        "something behind": put(2, f"W01 {ALL['W01']} x"),
        "Absent": put(6, "W03 Absent"),
        "a copied commitment": put(6, f"W03 {ALL['W01']}"),
        "a party that the notice does not name": put(6, "W04 absent"),
        "a line too many": lambda lines: [*lines, "W04 absent"],
    }
)


@pytest.mark.parametrize("name", BOARD_EDITS)
def test_board_of_other_form_is_refused(name: str) -> None:
    """SPEC §6: "Sealed parties are never absent … No commitment stands twice", and every line has its place."""
    with pytest.raises(FormatError, match=r"board\.txt"):
        board.read(edited(BOARD, BOARD_EDITS[name]), NOTICE, HASH)


@pytest.mark.parametrize(
    ("least", "there", "enough"), [(0, 0, True), (1, 0, False), (1, 1, True), (3, 2, False), (3, 3, True)]
)
def test_min_open(least: int, there: int, enough: bool) -> None:
    """SPEC §6: "At least `min_open` open parties are not absent"."""
    parties = committed("A1", "N1", *(p.id for p in OPEN[:there]))
    assert board.enough(replace(NOTICE, min_open=least), parties) is enough


def transcript(current: Notice, revealed: tuple[str, ...] = ("W01",)) -> Transcript:
    """What a hall said: these open parties revealed, all sealed papers opened."""
    return Transcript(
        open_secrets={p: secret_of(p) for p in revealed},
        dice_values=tuple("3141593019") if current.dice != "none" else (),
        beacon_signature="" if current.beacon is None else "ab" * 48,
        sealed_secrets={p: secret_of(p) for p in ("A1", "N1")},
    )


SEED = seed.write(NOTICE, HASH, digest(BOARD), transcript(NOTICE))


def read(data: bytes, current: Notice = NOTICE) -> Transcript:
    """seed.txt read against the board above."""
    return seed.read(data, current, HASH, digest(BOARD), board.read(BOARD, current, HASH))


def test_seed_round_trip() -> None:
    """SPEC §6: head, open parties in notice order, dice, beacon, sealed parties in notice order."""
    assert SEED.decode().splitlines() == [
        "seed1", f"notice {HASH}", f"board {digest(BOARD)}", f"W01 {secret_of('W01')}", "W02 absent", "W03 absent",
        "dice d10x10 3141593019", "beacon none", f"A1 {secret_of('A1')}", f"N1 {secret_of('N1')}",
    ]  # fmt: skip
    assert read(SEED) == transcript(NOTICE)
    assert seed.seed(SEED) == digest(SEED)


@pytest.mark.parametrize(("dice", "beacon"), [("d10x10", None), ("none", BEACON), ("d10x10", BEACON)])
def test_seed_round_trip_with_either_source(dice: str, beacon: Beacon | None) -> None:
    """SPEC §6: "dice none | dice <spec> <digits>", "beacon none | beacon <chain>:<round> <signature>"."""
    current = replace(NOTICE, dice=dice, beacon=beacon)
    assert read(seed.write(current, HASH, digest(BOARD), transcript(current)), current) == transcript(current)


SEED_EDITS: dict[str, Edit] = (
    {f"lines {a} and {b} exchanged": swap(a, b) for a in range(10) for b in range(a)}
    | {f"line {n} left out": drop(n) for n in range(10)}
    | {f"line {n} twice": double(n) for n in range(10)}
    | {
        "another format": put(0, "seed2"),
        "another notice": put(1, f"notice {digest(b'other')}"),
        "another board": put(2, f"board {digest(b'other')}"),
        "a secret that is not committed": put(3, f"W01 {secret_of('W02')}"),
        "a secret in capitals": put(3, f"W01 {secret_of('W01').upper()}"),
        "a secret too short": put(3, f"W01 {secret_of('W01')[:-1]}"),
        "nobody left": put(3, "W01 absent"),
        "two spaces": put(3, f"W01  {secret_of('W01')}"),
        "a secret of a party absent on the board": put(5, f"W03 {secret_of('W03')}"),
        "dice of another spec": put(6, "dice d10x11 31415930191"),
        "a die too few": put(6, "dice d10x10 314159274"),
        "a die too many": put(6, "dice d10x10 31415930191"),
        "no dice": put(6, "dice none"),
        "dice without digits": put(6, "dice d10x10"),
        "a beacon that the notice does not name": put(7, f"beacon {BEACON.chain}:7 {'ab' * 48}"),
        "a sealed party absent": put(8, "A1 absent"),
        "a sealed paper that does not match": put(8, "A1 mismatch"),
        "another sealed secret": put(9, f"N1 {secret_of('A1')}"),
        "a line too many": lambda lines: [*lines, "W04 absent"],
    }
)


@pytest.mark.parametrize("name", SEED_EDITS)
def test_seed_of_other_form_is_refused(name: str) -> None:
    """SPEC §6: each line has one place and one spelling; "Each secret's commitment is the board's"."""
    data = edited(SEED, SEED_EDITS[name])
    if data == SEED:
        pytest.fail("the edit changes nothing")
    with pytest.raises(FormatError, match=r"seed\.txt"):
        read(data)


@pytest.mark.parametrize(
    "line",
    [
        "beacon none", "beacon", f"beacon {BEACON.chain}:8 {'ab' * 48}", f"beacon {BEACON.chain}:07 {'ab' * 48}",
        f"beacon {digest(b'x')}:7 {'ab' * 48}", f"beacon {BEACON.chain}:7 {'AB' * 48}",
        f"beacon {BEACON.chain}:7 {'ab' * 47}",
        f"beacon {BEACON.chain}:7 {'ab' * 48} ", f"beacon {BEACON.chain}:7",
    ],
)  # fmt: skip
def test_beacon_lines_of_other_form_are_refused(line: str) -> None:
    """SPEC §6: "beacon <chain>:<round> <signature, lower-case hex, 96 digits>"; chain and round are the notice's."""
    with pytest.raises(FormatError):
        seed.read_beacon_line(line, replace(NOTICE, beacon=BEACON), "seed.txt line 8")


def test_absent_on_the_board_may_reveal_nothing_and_min_open_holds() -> None:
    """SPEC §6: "absent wherever the board says absent … At least min_open open parties are not absent"."""
    two = replace(NOTICE, min_open=2)
    with pytest.raises(FormatError, match="1 open parties revealed, 2 are needed"):
        read(SEED, two)
    assert read(seed.write(two, HASH, digest(BOARD), transcript(two, ("W01", "W02"))), two).open_secrets.keys() == {
        "W01",
        "W02",
    }


PARTIES = st.sampled_from(["A1", "A2", "N1", "W01", "W02"])


@given(HEX, HEX, PARTIES, PARTIES, HEX)
def test_replayed_commitments_never_open(notice_hash: str, other: str, party: str, copier: str, secret: str) -> None:
    """SPEC §6: notice and party stand inside the commitment, so that of another notice or party never opens (R9)."""
    value = commitment(notice_hash, party, secret)
    assert seed.opens(notice_hash, party, secret, value)
    assert seed.opens(other, party, secret, value) is (other == notice_hash)
    assert seed.opens(notice_hash, copier, secret, value) is (copier == party)
    assert not seed.opens(notice_hash, party, value, value)
    assert not seed.opens(notice_hash, party, secret.upper() + " ", value)


def test_a_copied_commitment_does_not_open_for_the_copier() -> None:
    """R9: a party that copies another's commitment cannot reveal with the other's secret."""
    copied = dict(ALL, W02=ALL["W01"])
    assert not seed.opens(HASH, "W02", secret_of("W01"), copied["W02"])
    with pytest.raises(FormatError, match="stands twice"):
        board.read(board.write(NOTICE, HASH, copied), NOTICE, HASH)


@given(st.integers(0, len(SEED) - 1), st.integers(0, 255))
def test_any_byte_of_seed_txt_counts(place: int, byte: int) -> None:
    """SPEC §6: "Seed = sha256 of seed.txt": another byte is refused or, where dice allow it, gives another seed."""
    data = SEED[:place] + bytes([byte]) + SEED[place + 1 :]
    if data == SEED:
        return
    try:
        found = read(data)
    except FormatError:
        return
    assert found.dice_values != transcript(NOTICE).dice_values
    assert seed.seed(data) != seed.seed(SEED)
