"""BLS12-381 from the standard library alone: RFC 9380's vectors, real rounds of drand quicknet, every way to misspell a point."""

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulator import ROUND, ROUND_SIGNATURE

from draw import quicknet
from draw.bls import curve, hashing, pairing, signature
from draw.bls.curve import GENERATOR2, read1, read2
from draw.bls.field import ONE2, ONE12, Fp2, Fp12, P, R, inverse2, inverse12, mul2, mul12, power12, root, root2
from draw.errors import FormatError
from draw.notice import QUICKNET, Beacon

GENERATOR1 = (
    0x17F1D3A73197D7942695638C4FA9AC0FC3688C4F9774B905A14E3A3F171BAC586C55E83FF97A1AEFFB3AF00ADB22C6BB,
    0x08B3F481E3AAA0F1A09E30ED741D8AE4FCF5E095D5D00AF600DB18CB2C04B3EDD03CC744A2888AE40CAA232946C5E7E1,
)
OLDER = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
ROUNDS = [  # published by drand: round, signature, randomness
    (ROUND.round, ROUND_SIGNATURE, "fbf23f6d83fd7105955447c5b9116f5c1f412077759d7c372306f27a257003f7"),
    (657413, OLDER, "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"),
]


def beacon(number: int, chain: str = QUICKNET) -> Beacon:
    """A round of a chain."""
    return Beacon(chain=chain, round=number)


def written1(point: tuple[int, int], flags: int = 0x80) -> bytes:
    """A point of G1's curve, compressed."""
    data = bytearray(point[0].to_bytes(48, "big"))
    data[0] |= flags | (0x20 if point[1] > P // 2 else 0)
    return bytes(data)


def written2(point: tuple[Fp2, Fp2]) -> bytes:
    """A point of G2's curve, compressed."""
    (x0, x1), (y0, y1) = point
    data = bytearray(x1.to_bytes(48, "big") + x0.to_bytes(48, "big"))
    data[0] |= 0x80 | (0x20 if (y1 or y0) > P // 2 else 0)
    return bytes(data)


# -- the suite ---------------------------------------------------------------------------------------------------------

SUITE = b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"
VECTORS = {  # RFC 9380, J.9.1
    b"": (
        0x052926ADD2207B76CA4FA57A8734416C8DC95E24501772C814278700EED6D1E4E8CF62D9C09DB0FAC349612B759E79A1,
        0x08BA738453BFED09CB546DBB0783DBB3A5F1F566ED67BB6BE0E8C67E2E81A4CC68EE29813BB7994998F3EAE0C9C6A265,
    ),
    b"abc": (
        0x03567BC5EF9C690C2AB2ECDF6A96EF1C139CC0B2F284DCA0A9A7943388A49A3AEE664BA5379A7655D3C68900BE2F6903,
        0x0B9C15F3FE6E5CF4211F346271D7B01C8F3B28BE689C8429C85B67AF215533311F0B8DFAAA154FA6B88176C229F2885D,
    ),
}


@pytest.mark.parametrize("message", VECTORS, ids=repr)
def test_messages_hash_to_the_points_of_rfc_9380(message: bytes) -> None:
    """RFC 9380 J.9.1: BLS12381G1_XMD:SHA-256_SSWU_RO_."""
    assert hashing.to_group(message, SUITE) == VECTORS[message]


def test_uniform_bytes_are_those_of_rfc_9380() -> None:
    """RFC 9380 K.1: expand_message_xmd with SHA-256, 32 bytes."""
    found = hashing.expand(b"", b"QUUX-V01-CS02-with-expander-SHA256-128", 32)
    assert found.hex() == "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235"


@pytest.mark.parametrize("u", [0, 1, P - 1, *(root(-pow(11, -1, P)) or 0,)])
def test_every_field_element_maps_onto_the_curve(u: int) -> None:
    """RFC 9380 §6.6.2: also the exceptional ones, where Z²u⁴ + Zu² is 0."""
    point = hashing.to_curve(u)
    assert point is not None and (point[1] ** 2 - point[0] ** 3 - 4) % P == 0


# -- field, groups, pairing --------------------------------------------------------------------------------------------

NUMBERS = st.integers(0, P - 1)
PAIRS: st.SearchStrategy[Fp2] = st.tuples(NUMBERS, NUMBERS)
TWELVES: st.SearchStrategy[Fp12] = st.tuples(PAIRS, PAIRS, PAIRS, PAIRS, PAIRS, PAIRS)


@given(a=PAIRS, b=TWELVES)
@settings(max_examples=25)
def test_inverses_and_roots_are_what_they_say(a: Fp2, b: Fp12) -> None:
    """a · 1/a = 1 in both fields, and a root of a square is a root."""
    if a != (0, 0):
        assert mul2(a, inverse2(a)) == ONE2
    if any(c != (0, 0) for c in b):
        assert mul12(b, inverse12(b)) == ONE12
    square = mul2(a, a)
    found = root2(square)
    assert found is not None and mul2(found, found) == square
    assert power12(b, 5) == mul12(mul12(mul12(b, b), mul12(b, b)), b)


@pytest.mark.parametrize("a", [(4, 0), (P - 4, 0), (0, 0), (3, 0), (P - 3, 0)])
def test_roots_of_numbers_without_u(a: Fp2) -> None:
    """Every number of Fp has a square root in Fp2."""
    found = root2(a)
    assert found is not None and mul2(found, found) == a


def test_the_pairing_is_bilinear_and_not_trivial() -> None:
    """e(aP, bQ) · e(−abP, Q) = 1, and no less than that."""
    five = curve.times1(GENERATOR1, 5)
    fifteen = curve.times1(GENERATOR1, R - 15)
    three = curve.times2(GENERATOR2, 3)
    assert five and fifteen and three
    assert pairing.product_is_one([(five, three), (fifteen, GENERATOR2)])
    assert not pairing.product_is_one([(five, three), (fifteen, three)])
    assert not pairing.product_is_one([(five, three)])


# -- points ------------------------------------------------------------------------------------------------------------


def test_generators_are_read_back() -> None:
    """Both generators have one spelling."""
    assert read1(written1(GENERATOR1), "p") == GENERATOR1
    assert read2(written2(GENERATOR2), "p") == GENERATOR2
    other = (GENERATOR1[0], P - GENERATOR1[1])
    assert read1(written1(other), "p") == other


def outside1() -> tuple[int, int]:
    """A point of G1's curve that is not in the subgroup."""
    return next((x, y) for x in range(1, 99) if (y := root(x**3 + 4)) is not None)


def outside2() -> tuple[Fp2, Fp2]:
    """The same of G2's curve."""
    for x in range(1, 99):
        found = root2(((x**3 + 4) % P, 4))
        if found is not None:
            return (x, 0), found
    raise AssertionError


BAD1 = {
    "47 bytes": (written1(GENERATOR1)[:-1], "47 bytes"),
    "49 bytes": (written1(GENERATOR1) + b"\0", "49 bytes"),
    "nothing": (b"", "0 bytes"),
    "not compressed": (GENERATOR1[0].to_bytes(48, "big"), "not a compressed point"),
    "infinity": (b"\xc0" + bytes(47), "infinity"),
    "infinity with another bit": (b"\xe0" + bytes(47), "infinity"),
    "infinity with an x": (written1(GENERATOR1, 0xC0), "infinity"),
    "x is the prime": (bytes([0x80 | P.to_bytes(48, "big")[0]]) + P.to_bytes(48, "big")[1:], "one spelling"),
    "x is all ones": (b"\x9f" + b"\xff" * 47, "one spelling"),
    "no such x": (b"\x80" + bytes(46) + b"\x01", "not on the curve"),
    "outside the subgroup": (written1(outside1()), "not in the subgroup"),
    "of order 3": (b"\x80" + bytes(47), "not in the subgroup"),
}


@pytest.mark.parametrize("name", BAD1)
def test_bytes_that_are_no_point_of_g1_are_refused(name: str) -> None:
    """Form, field, curve and subgroup are checked, each with its own words."""
    data, words = BAD1[name]
    with pytest.raises(FormatError, match=words):
        read1(data, "p")


def test_bytes_that_are_no_point_of_g2_are_refused() -> None:
    """The same for keys."""
    good = written2(GENERATOR2)
    assert read2(written2((GENERATOR2[0], (P - GENERATOR2[1][0], P - GENERATOR2[1][1]))), "k") != GENERATOR2
    cases = [
        (good[:48], "48 bytes"), (bytes([good[0] & 0x7F]) + good[1:], "not a compressed"), (b"\xc0" + bytes(95), "infinity"),
        (good[:48] + P.to_bytes(48, "big"), "one spelling"), (b"\x9f" + good[1:], "one spelling"),
        (written2(outside2()), "not in the subgroup"),
    ]  # fmt: skip
    for data, words in cases:
        with pytest.raises(FormatError, match=words):
            read2(data, "k")
    refused = set()
    for last in range(16):
        try:
            read2(b"\x80" + bytes(94) + bytes([last]), "k")
        except FormatError as error:
            refused.add(error.problem)
    assert refused == {"is not on the curve", "is not in the subgroup"}


# -- rounds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "signed", "randomness"), ROUNDS)
def test_real_rounds_hold(number: int, signed: str, randomness: str) -> None:
    """Two rounds that drand published, with the randomness that it gave out for them."""
    quicknet.check(beacon(number), signed, "drand")
    assert sha256(bytes.fromhex(signed)).hexdigest() == randomness


def test_the_key_is_that_of_the_chain_that_notices_name() -> None:
    """The chain hash of a notice is the hash of the very key that is used here, with genesis and period."""
    assert quicknet.chain_hash() == QUICKNET


@pytest.mark.parametrize("number", [1, ROUND.round - 1, ROUND.round + 1, 657413, 2**53 - 1])
def test_another_rounds_signature_is_refused(number: int) -> None:
    """A signature is of one round."""
    with pytest.raises(FormatError, match=f"not that of round {number} "):
        quicknet.check(beacon(number), ROUND_SIGNATURE, "drand")


def test_another_chain_is_refused() -> None:
    """Another chain's rounds are not judged by this chain's key."""
    with pytest.raises(FormatError, match="not quicknet"):
        quicknet.check(beacon(ROUND.round, "0" * 64), ROUND_SIGNATURE, "drand")
    assert not quicknet.known(beacon(1, "0" * 64))


@given(bit=st.integers(0, 8 * 48 - 1))
@settings(max_examples=30)
def test_a_flipped_bit_is_refused(bit: int) -> None:
    """No bit of a signature can be another."""
    value = int(ROUND_SIGNATURE, 16) ^ 1 << bit
    with pytest.raises(FormatError):
        quicknet.check(ROUND, f"{value:096x}", "drand")


@pytest.mark.parametrize(
    "text", ["", "82", ROUND_SIGNATURE.upper(), ROUND_SIGNATURE + "\n", ROUND_SIGNATURE[:-1] + "g"]
)
def test_signatures_have_one_spelling(text: str) -> None:
    """SPEC §6: "signature, lower-case hex, 96 digits"."""
    with pytest.raises(FormatError, match="96 lower-case"):
        quicknet.check(ROUND, text, "drand")


def test_a_sum_of_two_signatures_is_no_signature() -> None:
    """Points of the group that are other people's, or sums, or the negative, do not hold."""
    mine, other = (read1(bytes.fromhex(text), "p") for text in (ROUND_SIGNATURE, OLDER))
    message = sha256(ROUND.round.to_bytes(8, "big")).digest()
    total = curve.add1(mine, other)
    assert total is not None
    for point in (other, total, (mine[0], P - mine[1]), GENERATOR1):
        assert not signature.holds(quicknet.PUBLIC_KEY, message, written1(point), "drand")
    assert signature.holds(quicknet.PUBLIC_KEY, message, written1(mine), "drand")
    assert not signature.holds(written2(GENERATOR2), message, written1(mine), "drand")


# -- typed or scanned --------------------------------------------------------------------------------------------------


def test_a_signature_is_taken_as_it_is_typed_or_scanned() -> None:
    """Groups, capitals and drand's own JSON are all the same signature."""
    grouped = "\n".join(ROUND_SIGNATURE[n : n + 16].upper() for n in range(0, 96, 16))
    answer = {"round": ROUND.round, "signature": ROUND_SIGNATURE, "randomness": ROUNDS[0][2]}
    for text in (ROUND_SIGNATURE, grouped, f" {ROUND_SIGNATURE}\n", json.dumps(answer), json.dumps(answer, indent=1)):
        assert quicknet.signature_of(text, ROUND, "drand") == ROUND_SIGNATURE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "96 hex"), (ROUND_SIGNATURE[:-2], "96 hex"), ("0x" + ROUND_SIGNATURE, "96 hex"), ("{", "not JSON"),
        ('{"round": 1, "round": 2}', "twice"), (json.dumps({"round": 657413, "signature": OLDER}), "not of round"),
        (json.dumps({"signature": ROUND_SIGNATURE}), "not of round"), (json.dumps({"round": ROUND.round}), "96 hex"),
        (json.dumps({"round": ROUND.round, "signature": [1]}), "96 hex"),
        (json.dumps({"round": ROUND.round, "signature": ROUND_SIGNATURE, "randomness": "00"}), "randomness"),
    ],
)  # fmt: skip
def test_what_is_no_signature_of_the_round_is_refused(text: str, words: str) -> None:
    """Nothing is guessed from what is cut off, of another round, or contradicts itself."""
    with pytest.raises(FormatError, match=words):
        quicknet.signature_of(text, ROUND, "drand")
