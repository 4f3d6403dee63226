"""Steps 3, 14 and 15: signatures that are no strict Ed25519 signatures, and keys that are none (SPEC §1; Wycheproof-style).

Of each fault all hashes are those of the record as it stands; only the named signature or key is wrong.
"""

import base64
from collections.abc import Callable
from functools import partial
from hashlib import sha512

from simulator import AMENDER, SIGNER

from conformance_cases import curve
from conformance_cases.bases import BASES
from conformance_cases.case import MISMATCH, Files, add, fails, matches
from conformance_cases.curve import BASE, EIGHT, ZERO
from conformance_cases.forging import put, refrozen, signed, summed
from draw import signing
from draw.signing import L, P

SCALAR = curve.scalar(bytes(range(32)))
PUBLIC = bytes.fromhex(signing.public_hex(SIGNER))
TEXTS = {"notice.sig": ("notice.json", 3), "statement.sig": ("statement.txt", 14), "SHA256SUMS.sig": ("SHA256SUMS", 15)}
Spoil = Callable[[bytes, bytes], bytes]  # (signature, message) -> another signature


def _raised(n: int) -> Spoil:
    def spoil(signature: bytes, message: bytes) -> bytes:
        s = int.from_bytes(signature[32:], "little") + n * L
        return signature[:32] + s.to_bytes(32, "little")

    return spoil


def _r_small(encoded: bytes) -> Spoil:
    """R is the neutral point, S = k·a: the equation holds, and any number of texts can be signed without a nonce."""

    def spoil(signature: bytes, message: bytes) -> bytes:
        k = int.from_bytes(sha512(encoded + PUBLIC + message).digest(), "little")
        return encoded + (k * SCALAR % L).to_bytes(32, "little")

    return spoil


def _cofactored(signature: bytes, message: bytes) -> bytes:
    return curve.sign(SCALAR, PUBLIC, message, more=EIGHT)


def _prehashed(signature: bytes, message: bytes) -> bytes:
    return signing.sign(SIGNER, sha512(message).digest())


def _in_context(signature: bytes, message: bytes) -> bytes:
    """Ed25519ctx with an empty context (RFC 8032 §5.1): another equation under the same key."""
    dom = b"SigEd25519 no Ed25519 collisions" + bytes([0, 0])
    r = 7
    commitment = curve.spelt(curve.times(r, BASE))
    k = int.from_bytes(sha512(dom + commitment + PUBLIC + message).digest(), "little")
    return commitment + ((r + k * SCALAR) % L).to_bytes(32, "little")


SPOILT: dict[str, tuple[Spoil, str]] = {
    "s_plus_l": (_raised(1), "S is S + L: the equation holds, but S < L does not (§1)."),
    "s_plus_8l": (_raised(8), "S is S + 8L, which has a high bit set: S < L does not hold (§1)."),
    "r_neutral": (_r_small(curve.spelt(ZERO)), "R is the neutral point: the equation holds, but R is of small order (§1)."),
    "r_neutral_noncanonical": (
        _r_small((P + 1).to_bytes(32, "little")), "R is the neutral point written as y = p + 1: not canonical (§1)."),
    "r_neutral_sign": (
        _r_small((1 | 1 << 255).to_bytes(32, "little")), "R is the neutral point with the sign of x = 0 set: not canonical (§1)."),
    "cofactored": (_cofactored, "R has a part of order 8: only the cofactored equation holds (§1)."),
    "prehashed": (_prehashed, "A signature over SHA-512 of the text: signatures are pure (§1)."),
    "in_context": (_in_context, "An Ed25519ctx signature with an empty context: signatures are pure (§1)."),
    "truncated": (lambda s, m: s[:63], "A signature is 64 bytes, not 63 (§1)."),
    "too_long": (lambda s, m: s + b"\n", "A signature is 64 bytes; this has an LF behind it (§1)."),
    "empty": (lambda s, m: b"", "A signature is 64 bytes, not none (§1)."),
    "hex": (lambda s, m: s.hex().encode() + b"\n", "A signature is 64 raw bytes, not hex (§1)."),
    "base64": (lambda s, m: base64.b64encode(s) + b"\n", "A signature is 64 raw bytes, not base64 (§1)."),
    "zero": (lambda s, m: bytes(64), "64 zero bytes: R is of small order (§1)."),
    "flipped": (lambda s, m: s[:40] + bytes([s[40] ^ 4]) + s[41:], "One bit of S is another (§1)."),
    "halves_swapped": (lambda s, m: s[32:] + s[:32], "S before R (§1)."),
    "other_key": (lambda s, m: signing.sign(AMENDER, m), "The amender's signature: this text is signed by `signer` (§2)."),
    "of_text_with_crlf": (lambda s, m: signing.sign(SIGNER, m.replace(b"\n", b"\r\n") + b"\r\n"),
        "The signer's signature over the text with CRLF: a signature is over the bytes as published (§1)."),
}  # fmt: skip


def _with(name: str, spoil: Spoil, files: Files) -> Files:
    text, _ = TEXTS[name]
    made = files | {name: spoil(files[name], files[text])}
    assert made != files
    return made if name.startswith("SHA") else summed(made)


SHORTER = ("s_plus_l", "r_neutral", "cofactored", "empty", "zero", "other_key", "hex")
for _key, (_spoil, _why) in SPOILT.items():
    for _name, (_, _step) in TEXTS.items():
        if _name == "statement.sig" or _key in SHORTER:
            _stem = _name.removesuffix(".sig").lower()
            add(f"{_stem}_sig_{_key}", f"{_name}: {_why}", partial(_with, _name, _spoil), "skip", MISMATCH, _step)


@fails(14, "void_cause")
def void_sig_of_transcript(r: Files) -> Files:
    """void.sig is over void.txt, not over transcript.txt (§10)."""
    return summed(r | {"void.sig": signing.sign(SIGNER, r["transcript.txt"])})


@fails(14, "void_blind")
def void_sig_s_plus_l(r: Files) -> Files:
    """void.sig: S is S + L (§1)."""
    return summed(r | {"void.sig": _raised(1)(r["void.sig"], b"")})


@fails(14)
def statement_sig_replayed(r: Files) -> Files:
    """The signer's signature over another statement: the rehearsal's, put under this one (§11 step 14)."""
    return summed(r | {"statement.sig": BASES["grow"]()["statement.sig"]})


@fails(3)
def notice_sig_replayed(r: Files) -> Files:
    """The signer's signature over another notice (§11 step 3)."""
    return summed(r | {"notice.sig": BASES["grow"]()["notice.sig"]})


# -- keys --------------------------------------------------------------------------------------------------------------------


def _keyed(files: Files, public: bytes, sign: Callable[[bytes], bytes]) -> Files:
    """The whole record under another signer: notice, commitments, results, and every signature by `sign`."""
    made = refrozen(files, {"signer": public.hex()})
    for name, (text, _) in TEXTS.items():
        made[name] = sign(made[text])
    return _resummed(made, sign)


def _resummed(files: Files, sign: Callable[[bytes], bytes]) -> Files:
    sums = summed(files)["SHA256SUMS"]
    return files | {"SHA256SUMS": sums, "SHA256SUMS.sig": sign(sums)}


def _any_text(signature: bytes) -> Callable[[bytes], bytes]:
    return lambda message: signature


UNIVERSAL = curve.spelt(curve.times(5, BASE)) + (5).to_bytes(32, "little")  # under the neutral point it signs every text
SMALL: dict[str, tuple[bytes, str]] = {
    "neutral": (curve.spelt(ZERO), "is the neutral point, under which one signature fits every text: of small order"),
    "neutral_noncanonical": ((P + 1).to_bytes(32, "little"), "is the neutral point as y = p + 1: not canonical"),
    "neutral_sign": ((1 | 1 << 255).to_bytes(32, "little"), "is the neutral point with the sign of x = 0 set: not canonical"),
    "order_two": (curve.spelt(curve.TWO), "is the point of order 2, under which every second nonce signs: of small order"),
    "order_two_sign": ((P - 1 | 1 << 255).to_bytes(32, "little"), "is the point of order 2 with the sign of x = 0 set"),
    "order_four": ((0).to_bytes(32, "little"), "is a point of order 4 (all zero bytes): of small order"),
    "order_four_noncanonical": (P.to_bytes(32, "little"), "is a point of order 4 as y = p: not canonical"),
    "order_eight": (curve.spelt(EIGHT), "is a point of order 8: of small order"),
}  # fmt: skip


def _small(public: bytes, files: Files) -> Files:
    def sign(message: bytes) -> bytes:
        """A nonce of which k·A is the neutral point, so that S = r."""
        return curve.sign(0, public, message, wanted=curve.whole_eighth)

    return _keyed(files, public, sign)


for _key, (_public, _why) in SMALL.items():
    add(f"signer_{_key}", f"The notice's signer {_why} (§1); all signatures fit it.", partial(_small, _public), "skip",
        MISMATCH, 3)  # fmt: skip
MIXED = curve.spelt(curve.plus(curve.times(SCALAR, BASE), EIGHT))


@matches()
def signer_mixed_order(r: Files) -> Files:
    """A signer whose key has a part of order 8 is not of small order; where the cofactorless equation holds, the signature
    does (§1).
    """
    return _keyed(r, MIXED, lambda m: curve.sign(SCALAR, MIXED, m, wanted=curve.whole_eighth))


@fails(3)
def signer_mixed_order_cofactored(r: Files) -> Files:
    """The same key, signatures of which only the cofactored equation holds (§1)."""
    return _keyed(r, MIXED, lambda m: curve.sign(SCALAR, MIXED, m, wanted=curve.odd_eighth))


@fails(3)
def signer_not_on_curve(r: Files) -> Files:
    """No point of the curve has this y (§1)."""
    y = next(y for y in range(2, 99) if curve.lifted(y) is None)
    return _keyed(r, y.to_bytes(32, "little"), _any_text(UNIVERSAL))


@fails(3)
def signer_of_the_amender(r: Files) -> Files:
    """The notice is signed by another key than it names (§2)."""
    return signed(r, AMENDER)


@fails(3)
def signer_pem_of_another(r: Files) -> Files:
    """signer.pem is not the notice's signer (§11 step 3)."""
    return put(r, "signer.pem", signing.public_pem(signing.public_hex(AMENDER)))


PEMS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "crlf": (lambda d: d.replace(b"\n", b"\r\n"), "CRLF ends its lines"),
    "without_last_lf": (lambda d: d[:-1], "the last LF is not there"),
    "two_last_lf": (lambda d: d + b"\n", "an empty line follows"),
    "bom": (lambda d: b"\xef\xbb\xbf" + d, "it begins with a BOM"),
    "der": (lambda d: base64.b64decode(d.split(b"\n")[1]), "it is the key in DER"),
    "loose_bits": (lambda d: _loose(d), "its base64 has other unused bits, which decode to the same key"),
    "label": (lambda d: d.replace(b"PUBLIC KEY", b"ED25519 PUBLIC KEY"), "its label is another"),
    "comment": (lambda d: b"# key\n" + d, "a line stands before it"),
}


def _loose(data: bytes) -> bytes:
    """The last base64 digit before the padding counts four bits; its lowest two are unused."""
    at = data.index(b"=") - 1
    digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    made = data[:at] + bytes([digits[digits.index(data[at : at + 1]) ^ 1]]) + data[at + 1 :]
    lines = [part.split(b"\n")[1] for part in (data, made)]
    assert base64.b64decode(lines[0]) == base64.b64decode(lines[1])
    return made


def _pem(spoil: Callable[[bytes], bytes], files: Files) -> Files:
    return put(files, "signer.pem", spoil(files["signer.pem"]))


for _key, (_change, _why) in PEMS.items():
    add(f"signer_pem_{_key}", f"signer.pem has exactly the bytes of §2; here {_why}.", partial(_pem, _change), "skip",
        MISMATCH, 3)  # fmt: skip
