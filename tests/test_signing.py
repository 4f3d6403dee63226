"""Ed25519, strict: S < L, canonical A and R, neither of small order, the cofactorless equation (SPEC §1).

The curve stands here a second time in a few slow lines (RFC 8032 §5.1), to forge what a lenient verifier lets pass.
"""

import subprocess
from hashlib import sha512
from pathlib import Path

import pytest
import simulator
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from draw import signing

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int]


def add(one: Point, other: Point) -> Point:
    """The sum of two points, affine."""
    (x1, y1), (x2, y2) = one, other
    t = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P,
    )


def times(n: int, point: Point) -> Point:
    """[n]point."""
    result: Point = (0, 1)
    for bit in bin(n)[2:]:
        result = add(result, result)
        if bit == "1":
            result = add(result, point)
    return result


def minus(point: Point) -> Point:
    """The negative of a point."""
    return -point[0] % P, point[1]


def root(y: int) -> int | None:
    """An even x with (x, y) on the curve, or None."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return None
    return x if x % 2 == 0 else P - x


def encode(point: Point) -> bytes:
    """The 32 canonical bytes of a point."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def challenge(r: bytes, a: bytes, message: bytes) -> int:
    """k = SHA-512(R ‖ A ‖ M) mod L."""
    return int.from_bytes(sha512(r + a + message).digest(), "little") % L


BY = 4 * pow(5, P - 2, P) % P
BASE: Point = (root(BY) or 0, BY)
Y8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
TORSION8: Point = (root(Y8) or 0, Y8)
TORSION = [times(i, TORSION8) for i in range(8)]
SECRET = 0x1234567890ABCDEF << 128 | 0x42
PUBLIC = times(SECRET, BASE)


def openssl_accepts(public: bytes, message: bytes, signature: bytes) -> bool:
    """What the library alone says."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def signature_of(r: bytes, s: int) -> bytes:
    """R ‖ S."""
    return r + s.to_bytes(32, "little")


def test_the_curve_here_is_the_curve() -> None:
    """RFC 8032 §5.1: the base point has order L, the torsion points are eight, a plain signature made here is good."""
    assert times(L, BASE) == (0, 1)
    assert len(set(TORSION)) == 8
    assert times(8, TORSION8) == (0, 1)
    r = encode(times(77, BASE))
    s = (77 + challenge(r, encode(PUBLIC), b"m") * SECRET) % L
    assert signing.verify(encode(PUBLIC).hex(), b"m", signature_of(r, s))


RFC8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC8032)
def test_rfc8032_vectors(secret: str, public: str, message: str, signature: str) -> None:
    """RFC 8032 §7.1: keys and signatures are those of the standard's own table."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    assert signing.public_hex(key) == public
    assert signing.sign(key, bytes.fromhex(message)).hex() == signature
    assert signing.verify(public, bytes.fromhex(message), bytes.fromhex(signature))


MESSAGE = b"draw1"
GOOD = signing.sign(simulator.SIGNER, MESSAGE)
KEY = signing.public_hex(simulator.SIGNER)


def test_every_flipped_bit_is_refused() -> None:
    """SPEC §1: one message, one key, one signature: no neighbour of it passes."""
    assert signing.verify(KEY, MESSAGE, GOOD)
    for bit in range(512):
        wrong = (int.from_bytes(GOOD, "little") ^ 1 << bit).to_bytes(64, "little")
        assert not signing.verify(KEY, MESSAGE, wrong), bit
    for bit in range(256):
        other = (int.from_bytes(bytes.fromhex(KEY), "little") ^ 1 << bit).to_bytes(32, "little")
        assert not signing.verify(other.hex(), MESSAGE, GOOD), bit
    assert not signing.verify(KEY, MESSAGE + b"\n", GOOD)
    assert not signing.verify(KEY, b"", GOOD)


@pytest.mark.parametrize("length", [*range(64), 65, 96, 128])
def test_signatures_of_other_length_are_refused(length: int) -> None:
    """SPEC §1: "Signatures are 64 raw bytes"."""
    assert not signing.verify(KEY, MESSAGE, (GOOD + GOOD)[:length])


def test_signature_as_hex_text_is_refused() -> None:
    """SPEC §1: hex digits of a good signature are no signature."""
    assert not signing.verify(KEY, MESSAGE, GOOD.hex().encode())


def test_s_must_be_below_l() -> None:
    """SPEC §1: "S < L": the same point with S + nL is refused for every n that fits in 32 bytes."""
    s = int.from_bytes(GOOD[32:], "little")
    for n in range(1, 16):
        if s + n * L < 2**256:
            assert not signing.verify(KEY, MESSAGE, signature_of(GOOD[:32], s + n * L))
    assert not signing.verify(KEY, MESSAGE, GOOD[:63] + bytes([GOOD[63] | 0x80]))


def test_small_order_keys_are_refused_even_where_the_equation_holds() -> None:
    """SPEC §1: "neither of small order": under a small A anybody can sign; the library alone would let it pass."""
    forged = 0
    for a in TORSION:
        for s in range(1, 30):
            for t in TORSION:
                r = encode(add(times(s, BASE), t))
                k = challenge(r, encode(a), MESSAGE)
                if add(t, times(k % 8, a)) == (0, 1):
                    signature = signature_of(r, s)
                    forged += openssl_accepts(encode(a), MESSAGE, signature)
                    assert not signing.verify(encode(a).hex(), MESSAGE, signature)
            if s % 8 == 3:
                break
    assert forged >= 8


def test_small_order_r_is_refused_even_where_the_equation_holds() -> None:
    """SPEC §1: R of small order is refused; with R = 0 the signature would not depend on a nonce at all."""
    a = encode(PUBLIC)
    identity = encode((0, 1))
    signature = signature_of(identity, challenge(identity, a, MESSAGE) * SECRET % L)
    assert openssl_accepts(a, MESSAGE, signature)
    assert not signing.verify(a.hex(), MESSAGE, signature)
    for point in TORSION:
        r = encode(point)
        assert not signing.verify(a.hex(), MESSAGE, signature_of(r, challenge(r, a, MESSAGE) * SECRET % L))


def encodings_of_small_order() -> list[bytes]:
    """The eight torsion points in every spelling of 32 bytes: either sign bit, y and, where it fits, y + p."""
    ys = {point[1] for point in TORSION}
    both = [y for value in ys for y in (value, value + P) if y < 2**255]
    return [(y | sign << 255).to_bytes(32, "little") for y in both for sign in (0, 1)]


@pytest.mark.parametrize("encoded", encodings_of_small_order(), ids=lambda e: e.hex()[:8] + e.hex()[-2:])
def test_all_spellings_of_small_order_are_refused(encoded: bytes) -> None:
    """SPEC §1: no spelling of the eight points passes as A or as R, whatever S is."""
    a = encode(PUBLIC)
    for s in (0, 1, challenge(encoded, a, MESSAGE) * SECRET % L):
        assert not signing.verify(a.hex(), MESSAGE, signature_of(encoded, s))
        assert not signing.verify(encoded.hex(), MESSAGE, signature_of(encode(times(s, BASE)), s))
        assert not signing.verify(encoded.hex(), MESSAGE, signature_of(encoded, s))


def test_there_are_fourteen_such_spellings() -> None:
    """The list above is complete: 5 values of y, two of them also as y + p, each with either sign bit."""
    assert len(set(encodings_of_small_order())) == 14


def test_non_canonical_encodings_are_refused() -> None:
    """SPEC §1: "canonical encodings of A and R": all 19 values of y from p to 2²⁵⁵−1, with either sign bit."""
    for y in range(P, 2**255):
        for sign in (0, 1):
            encoded = (y | sign << 255).to_bytes(32, "little")
            assert not signing.verify(encoded.hex(), MESSAGE, GOOD)
            assert not signing.verify(KEY, MESSAGE, encoded + GOOD[32:])


def test_keys_off_the_curve_are_refused() -> None:
    """RFC 8032 §5.1.3: a y without an x is no key."""
    off = [y for y in range(2, 60) if root(y) is None]
    assert len(off) > 10
    for y in off:
        assert not signing.verify(y.to_bytes(32, "little").hex(), MESSAGE, GOOD)


def test_the_equation_is_the_cofactorless_one() -> None:
    """SPEC §1: "the cofactorless equation [S]B = R + [k]A": a key with a torsion part passes only where [k]T = 0."""
    mixed = add(PUBLIC, TORSION8)
    a, r = encode(mixed), encode(times(77, BASE))
    seen = set()
    for n in range(40):
        message = str(n).encode()
        k = challenge(r, a, message)
        passes = signing.verify(a.hex(), message, signature_of(r, (77 + k * SECRET) % L))
        assert passes is (k % 8 == 0)
        seen.add(passes)
    assert seen == {True, False}


def test_r_with_a_torsion_part_is_refused() -> None:
    """SPEC §1: a cofactored verifier would let R + T pass; this one does not."""
    a = encode(PUBLIC)
    for t in TORSION[1:]:
        r = encode(add(times(77, BASE), t))
        assert not signing.verify(a.hex(), MESSAGE, signature_of(r, (77 + challenge(r, a, MESSAGE) * SECRET) % L))


def test_wycheproof_shapes_are_refused() -> None:
    """Signatures of noughts, of ones, with halves exchanged or shared, or of another key are refused."""
    other = signing.sign(simulator.AMENDER, MESSAGE)
    ones = b"\xff" * 32
    shapes = [
        bytes(64), b"\xff" * 64, GOOD[32:] + GOOD[:32], GOOD[:32] * 2, GOOD[32:] * 2, GOOD[:32] + bytes(32),
        bytes(32) + GOOD[32:], GOOD[:32] + other[32:], other[:32] + GOOD[32:], other, GOOD[:32] + ones,
        ones + GOOD[32:],
        GOOD[:32] + L.to_bytes(32, "little"), GOOD[:32] + (L - 1).to_bytes(32, "little"), GOOD[::-1],
    ]  # fmt: skip
    assert not any(signing.verify(KEY, MESSAGE, shape) for shape in shapes)
    assert not signing.verify(signing.public_hex(simulator.AMENDER), MESSAGE, GOOD)


@pytest.mark.parametrize("key", [KEY[:-2], KEY + "00", ""])
def test_keys_of_other_length_are_refused(key: str) -> None:
    """SPEC §3: keys are 32 bytes."""
    assert not signing.verify(key, MESSAGE, GOOD)


def test_pem_is_what_others_write() -> None:
    """SPEC §2: signer.pem is the SubjectPublicKeyInfo that cryptography and openssl write."""
    for key in (simulator.SIGNER, simulator.AMENDER):
        wanted = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        assert signing.public_pem(signing.public_hex(key)) == wanted


def test_openssl_checks_our_signature(tmp_path: Path) -> None:
    """SPEC §2: the README's openssl line accepts statement.sig and refuses a changed statement."""
    files = simulator.record()
    for name in ("signer.pem", "statement.txt", "statement.sig"):
        (tmp_path / name).write_bytes(files[name])
    line = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "signer.pem",
        "-rawin",
        "-in",
        "statement.txt",
        "-sigfile",
        "statement.sig",
    ]
    assert " ".join(line) in files["README"].decode()
    assert subprocess.run(line, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "statement.txt").write_bytes(files["statement.txt"].replace(b"attempt 1", b"attempt 2"))
    assert subprocess.run(line, cwd=tmp_path, capture_output=True, check=False).returncode != 0
