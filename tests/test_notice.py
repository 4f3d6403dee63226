"""notice.json: every form of SPEC §3 and every small way to spoil it (R1, R8)."""

import json
from dataclasses import replace
from typing import Any

import pytest
import simulator
from faults import faults, with_value
from hypothesis import given
from hypothesis import strategies as st

from draw import notice
from draw.encoding import canonical_json
from draw.errors import FormatError
from draw.hashing import digest
from draw.notice import Beacon, Mode, Notice, Party, Phase

H = digest(b"some hash")
BEACON = Beacon(chain=notice.QUICKNET, round=1000)
NOTICE = replace(simulator.frozen(simulator.Hall())[1], beacon=BEACON, after=(H,), removed=H)
BASE: dict[str, Any] = json.loads(notice.write(NOTICE))
FAULTS = {what: (value, key) for what, value, key in faults(BASE)}


@pytest.mark.parametrize("what", FAULTS)
def test_each_small_fault_is_refused_with_its_place(what: str) -> None:
    """SPEC §3: "an object with exactly these keys"; a value of another type is refused where it stands."""
    value, key = FAULTS[what]
    with pytest.raises(FormatError) as caught:
        notice.parse(value)
    assert caught.value.where.startswith("notice.json")
    assert key in str(caught.value)


def party(identifier: str, phase: str, name: str = "某方") -> dict[str, str]:
    """A party of notice.json."""
    return {"id": identifier, "name": name, "phase": phase}


A1, N1, W01 = party("A1", "sealed"), party("N1", "sealed"), party("W01", "open")
OUT_OF_RANGE: list[tuple[str, Any]] = [
    ("format", "notice2"), ("session", "ab"), ("session", "Example"), ("session", "a" * 65), ("mode", "LIVE"),
    ("mode", "test"), ("title", ""), ("title", "a\nb"), ("authority", "x" * 201), ("authority", " a"),
    ("scheduled", "2026-07-18T09:00:00Z"), ("scheduled", "2026-02-30T09:00:00+08:00"), ("attempt", 0), ("version", 0),
    ("attempt", 2), ("version", 2), ("previous", H), ("previous", ""), ("previous", H.upper()), ("after", [H, H]),
    ("after", ["none"]), ("rehearsals", -1), ("pool", H[1:]), ("pool", "none"), ("applicants", -1), ("units", -1),
    ("roster", "none"), ("removed", ""), ("rules", H.upper()), ("program", H + "0"), ("signer", H[:63]),
    ("amender", "g" * 64), ("amender", BASE["signer"]), ("parties", []), ("parties", [A1, W01]), ("parties", [N1, W01]),
    ("parties", [A1, A1, N1, W01]), ("parties", [A1, N1, W01, W01]), ("parties", [A1, N1, party("W1", "open")]),
    ("parties", [A1, N1, party("A2", "open")]), ("parties", [A1, N1, party("W01", "sealed")]),
    ("parties", [A1, N1, party("W01", "shut")]), ("parties", [party("A0", "sealed"), A1, N1, W01]),
    ("parties", [party("A1", "sealed", ""), N1, W01]), ("parties", [party("A1", "sealed", "a "), N1, W01]),
    ("min_open", -1), ("min_open", 2), ("reveal_seconds", -1), ("reveal_seconds", 86401), ("dice", "d10x9"),
    ("dice", "d10x41"), ("dice", "d20x10"), ("beacon", {"chain": H, "round": 0}),
    ("beacon", {"chain": "quicknet", "round": 1}),
    ("beacon", "quicknet"), ("draws", "x1"), ("draws", ["X1"]), ("draws", [""]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), OUT_OF_RANGE, ids=lambda x: str(x)[:40])
def test_each_value_out_of_range_is_refused(key: str, value: Any) -> None:
    """SPEC §3: a value that the table does not allow is refused, and the error names a key of it."""
    with pytest.raises(FormatError) as caught:
        notice.parse(BASE | {key: value})
    wanted = "previous" if key in ("attempt", "version") and value == 2 else key
    assert wanted in caught.value.where


def test_dice_and_beacon_are_not_both_none() -> None:
    """SPEC §3: "dice and beacon are not both none"."""
    assert notice.parse(BASE | {"dice": "none"}).beacon == BEACON
    assert notice.parse(BASE | {"beacon": "none"}).beacon is None
    with pytest.raises(FormatError, match="dice"):
        notice.parse(BASE | {"dice": "none", "beacon": "none"})


@pytest.mark.parametrize(("attempt", "version", "good"), [(1, 1, False), (2, 1, True), (1, 2, True), (3, 3, True)])
def test_previous_is_there_exactly_when_something_came_before(attempt: int, version: int, good: bool) -> None:
    """SPEC §3: previous is "Never "none" when version or attempt > 1", and else "none"."""
    value = BASE | {"attempt": attempt, "version": version}
    for previous, right in ((H, good), ("none", not good)):
        if right:
            assert notice.parse(value | {"previous": previous}).previous == previous
        else:
            with pytest.raises(FormatError, match="previous"):
                notice.parse(value | {"previous": previous})


def test_edges_of_ranges_are_allowed() -> None:
    """SPEC §3: the ends of each range belong to it."""
    for key, value in [
        ("reveal_seconds", 0), ("reveal_seconds", 86400), ("min_open", 0), ("min_open", 1), ("after", []),
        ("applicants", 0), ("rehearsals", 0), ("removed", "none"), ("session", "0-a"), ("dice", "b10k6"),
    ]:  # fmt: skip
        notice.parse(BASE | {key: value})


def test_beacon_time_is_that_of_quicknet_and_of_no_other_chain() -> None:
    """SPEC §10: the round's time is 1692803367 + 3·(round − 1) for quicknet."""
    assert Beacon(chain=notice.QUICKNET, round=1).time() == 1692803367
    assert Beacon(chain=notice.QUICKNET, round=1000).time() == 1692803367 + 2997
    assert Beacon(chain=H, round=1).time() is None


def test_notice_hash_is_that_of_the_bytes() -> None:
    """SPEC §1: "Hash = SHA-256, lower-case hex, of bytes as published"."""
    assert digest(notice.write(NOTICE)) == digest(canonical_json(BASE))


HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
LABELS = st.text("派位 draw-2026", min_size=1, max_size=9).map(str.strip).filter(bool)
OPEN = st.lists(st.integers(0, 99), max_size=3, unique=True)


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """A Notice that SPEC §3 allows."""
    ids = [f"W{n:02d}" for n in draw(OPEN)]
    parties = [
        *(Party(id=i, name=draw(LABELS), phase=Phase.SEALED) for i in draw(st.permutations(["A1", "N1", "N2"]))),
        *(Party(id=i, name=draw(LABELS), phase=Phase.OPEN) for i in ids),
    ]
    attempt, version = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    beacon = draw(st.none() | st.builds(Beacon, chain=HASHES, round=st.integers(1, 2**53 - 1)))
    signer, amender = draw(st.lists(HASHES, min_size=2, max_size=2, unique=True))
    return Notice(
        session=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{2,63}", fullmatch=True)),
        mode=draw(st.sampled_from(Mode)),
        title=draw(LABELS),
        authority=draw(LABELS),
        scheduled="2026-07-18T09:00:00+08:00",
        attempt=attempt,
        version=version,
        previous="none" if (attempt, version) == (1, 1) else draw(HASHES),
        after=tuple(draw(st.lists(HASHES, max_size=2, unique=True))),
        rehearsals=draw(st.integers(0, 9)),
        pool=draw(HASHES),
        applicants=draw(st.integers(0, 2**53 - 1)),
        units=draw(st.integers(0, 9)),
        roster=draw(HASHES),
        removed=draw(HASHES | st.just("none")),
        rules=draw(HASHES),
        program=draw(HASHES),
        signer=signer,
        amender=amender,
        parties=tuple(draw(st.permutations(parties))),
        min_open=draw(st.integers(0, len(ids))),
        reveal_seconds=draw(st.integers(0, 86400)),
        dice=draw(st.sampled_from(["d10x10", "d6x40", "b99k6", "b10k10"] + ["none"] * (beacon is not None))),
        beacon=beacon,
        draws=tuple(draw(st.lists(st.sampled_from(["x", "y.1", "z-2"]), min_size=1, max_size=3, unique=True))),
    )


@given(notices())
def test_round_trip(value: Notice) -> None:
    """SPEC §1: "A reader requires canonical(parse(bytes)) = bytes": what is written is read as it was."""
    data = notice.write(value)
    assert notice.read(data) == value
    assert notice.write(notice.read(data)) == data
    assert [p.phase for p in value.sealed_parties()] == [Phase.SEALED] * 3


def test_bytes_are_read_strictly() -> None:
    """SPEC §1: the same content in other bytes is another file and is refused."""
    data = notice.write(NOTICE)
    assert notice.read(data) == NOTICE
    for other in (data + b"\n", data.replace(b":", b": ", 1), json.dumps(BASE).encode(), b"\xef\xbb\xbf" + data):
        with pytest.raises(FormatError):
            notice.read(other)
    assert with_value(BASE, ("draws",), ["x1"]) == BASE
