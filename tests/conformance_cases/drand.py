"""Step 8: a round of drand quicknet, noted in the hall and checked by its BLS signature (SPEC §6).

Every record is drawn with the signature that it names, so that nothing else in it is wrong.
"""

from dataclasses import replace
from functools import partial

from simulator import ROUND, ROUND_SIGNATURE

from conformance_cases.bases import BASES, lean, lean_void
from conformance_cases.case import MISMATCH, Files, add, could_not, fails, matches
from conformance_cases.forging import H, ledger, replaced, with_seed
from draw.bls.curve import add1, read1, times1
from draw.bls.field import P, root
from draw.notice import Beacon

# the only other real round here, published by drand: 657413
OLDER = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
COMPRESSED, INFINITY, LARGER = 1 << 383, 1 << 382, 1 << 381  # the flags in the first byte
WHOLE = int(ROUND_SIGNATURE, 16)
POINT = read1(bytes.fromhex(ROUND_SIGNATURE), "the round")
ORDER_3 = 0, 2  # on the curve y² = x³ + 4


def written(point: tuple[int, int] | None) -> str:
    """A point of the curve as hex, compressed."""
    assert point is not None
    return f"{point[0] | COMPRESSED | (LARGER if point[1] > P // 2 else 0):096x}"


def _outside() -> tuple[int, int]:
    """A point of the curve that is not of the subgroup."""
    x = next(x for x in range(1, 99) if root(x**3 + 4) is not None)
    return x, root(x**3 + 4) or 0


FORGED: dict[str, tuple[str, str]] = {
    "of_another_round": (OLDER, "the signature of another round of this chain"),
    "bit_flipped": (f"{WHOLE ^ 1:096x}", "one bit of the signature is another"),
    "negated": (f"{WHOLE ^ LARGER:096x}", "the other point with this x"),
    "twice": (written(times1(POINT, 2)), "another point of the subgroup"),
    "not_compressed": (f"{WHOLE ^ COMPRESSED:096x}", "the flag says that the point is not compressed"),
    "flagged_infinite": (f"{WHOLE | INFINITY:096x}", "the point at infinity has no x"),
    "identity": (f"{COMPRESSED | INFINITY:096x}", "the identity is no signature"),
    "off_the_curve": (f"{COMPRESSED | next(x for x in range(1, 99) if root(x**3 + 4) is None):096x}", "x of no point of the curve"),
    "outside": (written(_outside()), "a point of the curve, but not of the subgroup"),
    "of_order_three": (written(ORDER_3), "a point of order three is not of the subgroup"),
    "with_order_three": (written(add1(POINT, ORDER_3)),
        "the signature and a point of order three: the pairings agree, and the sum is not of the subgroup"),
    "x_not_canonical": (f"{(WHOLE & LARGER - 1) + P | WHOLE & 7 << 381:096x}",
        "x is below the prime of the field; this one is larger by it"),
}  # fmt: skip


def _forged(signature: str, files: Files) -> Files:
    return lean(beacon=ROUND, signature=signature)


for _key, (_signature, _why) in FORGED.items():
    add(f"quicknet_{_key}", f"Not the signature of the notice's round: {_why} (§6).", partial(_forged, _signature), "quicknet",
        MISMATCH, 8)  # fmt: skip


@fails(8, "quicknet")
def quicknet_round_before(r: Files) -> Files:
    """The signature of the round after the one in the notice (§6)."""
    return lean(beacon=replace(ROUND, round=ROUND.round - 1))


@fails(8, "quicknet")
def quicknet_round_after(r: Files) -> Files:
    """The signature of the round before the one in the notice (§6)."""
    return lean(beacon=replace(ROUND, round=ROUND.round + 1))


@fails(7, "quicknet")
def quicknet_capital(r: Files) -> Files:
    """A signature is in lower case, as all hex of a record (§1, §6)."""
    return with_seed(r, replaced(r["seed.txt"], ROUND_SIGNATURE, ROUND_SIGNATURE.upper()))


@fails(12, "quicknet")
def quicknet_ledger_says_another(r: Files) -> Files:
    """The beacon's line of the ledger is what seed.txt says (§9)."""
    return ledger(r, lambda rows: next(x for x in rows if x["kind"] == "beacon")["body"].update(signature=OLDER))


@matches("quicknet")
def quicknet_without_dice(r: Files) -> Files:
    """A real round and no dice at all (§3)."""
    return lean(beacon=ROUND, dice="none")


@matches("void_cause")
def quicknet_in_a_void(r: Files) -> Files:
    """A void record whose transcript has come to the beacon: its signature holds (§11 step 8)."""
    return lean_void(beacon=ROUND, mismatch=["A1"])


@fails(8, "void_cause")
def quicknet_in_a_void_forged(r: Files) -> Files:
    """The beacon of a void record is checked too, and is the signature of another round (§11 step 8)."""
    return lean_void(beacon=ROUND, signature=OLDER, mismatch=["A1"])


@matches("void_blind")
def quicknet_not_reached(r: Files) -> Files:
    """A void record that ends before its beacon: there is nothing to check (§11 step 8)."""
    return lean_void(beacon=ROUND, ruling=True)


@could_not(8, "void_cause")
def beacon_of_another_chain_in_a_void(r: Files) -> Files:
    """The beacon of another chain, in a void record that has come to it: could not check (§11 step 8)."""
    return lean_void(beacon=Beacon(chain=H, round=7), mismatch=["A1"])


@fails(12)
def ledger_of_a_void(r: Files) -> Files:
    """A result with the minutes of an attempt that was voided: their last line has not the kind outputs (§9, §11 step 12)."""
    void = BASES["void_cause"]()
    return ledger(r | {"ledger.jsonl": void["ledger.jsonl"]}, list)


@fails(12, "void_cause")
def void_ledger_of_a_result(r: Files) -> Files:
    """A void record with the minutes of a draw that came to its end (§9, §11 step 12)."""
    return ledger(r | {"ledger.jsonl": BASES["skip"]()["ledger.jsonl"]}, list)
