"""A message -> a point of G1: the suite BLS12381G1_XMD:SHA-256_SSWU_RO_ (RFC 9380 §3, §5.3.1, §6.6.3, §8.8.1)."""

import hashlib
from typing import Final

from draw.bls.curve import add1, times1
from draw.bls.field import P, root
from draw.bls.isogeny import X_DENOMINATOR, X_NUMERATOR, Y_DENOMINATOR, Y_NUMERATOR

_A: Final = 0x00144698A3B8E9433D693A02C96D4982B0EA985383EE66A8D8E8981AEFD881AC98936F8DA0E0F97F5CF428082D584C1D
_B: Final = 0x12E2908D11688030018B12E8753EEE3B2016C1F0F24F4070A0B9C14FCEF35EF55A23215A316CEAA5D1CC48E98E172BE0
_Z: Final = 11
_COFACTOR: Final = 0xD201000000010001  # h_eff
_BLOCK: Final = 64  # bytes of input that SHA-256 takes at once
_FIELD_BYTES: Final = 64  # L: (381 + 128) bits, rounded up


def expand(message: bytes, tag: bytes, size: int) -> bytes:
    """`size` uniform bytes from a message and a domain separation tag of 1 to 255 bytes: expand_message_xmd, §5.3.1."""
    suffix = tag + bytes([len(tag)])
    first = hashlib.sha256(bytes(_BLOCK) + message + size.to_bytes(2, "big") + b"\0" + suffix).digest()
    blocks = [hashlib.sha256(first + b"\x01" + suffix).digest()]
    while len(blocks) * 32 < size:
        mixed = bytes(a ^ b for a, b in zip(first, blocks[-1], strict=True))
        blocks.append(hashlib.sha256(mixed + bytes([len(blocks) + 1]) + suffix).digest())
    return b"".join(blocks)[:size]


def to_field(message: bytes, tag: bytes) -> tuple[int, int]:
    """Two elements of Fp: hash_to_field, §5.2."""
    data = expand(message, tag, 2 * _FIELD_BYTES)
    return int.from_bytes(data[:_FIELD_BYTES], "big") % P, int.from_bytes(data[_FIELD_BYTES:], "big") % P


def _on_isogenous(u: int) -> tuple[int, int]:
    """A point of E': y² = x³ + A·x + B for an element of Fp: the simplified SWU map, §6.6.2."""
    t = _Z * u * u % P
    below = t * t + t
    first = _B * pow(_Z * _A, -1, P) % P if below % P == 0 else -_B * (1 + pow(below, -1, P)) * pow(_A, -1, P) % P
    for x in (first, t * first % P):
        y = root(x * x * x + _A * x + _B)
        if y is not None:
            return x, y if y % 2 == u % 2 else P - y
    raise ArithmeticError("one of the two is a square (RFC 9380 §6.6.2)")


def _value(coefficients: tuple[int, ...], x: int) -> int:
    found = 0
    for coefficient in reversed(coefficients):
        found = (found * x + coefficient) % P
    return found


def to_curve(u: int) -> tuple[int, int] | None:
    """A point of G1's curve for an element of Fp; None, infinity, where the isogeny has a pole (§6.6.3)."""
    x, y = _on_isogenous(u)
    below_x, below_y = _value(X_DENOMINATOR, x), _value(Y_DENOMINATOR, x)
    if not below_x or not below_y:
        return None
    return (
        _value(X_NUMERATOR, x) * pow(below_x, -1, P) % P,
        y * _value(Y_NUMERATOR, x) * pow(below_y, -1, P) % P,
    )


def to_group(message: bytes, tag: bytes) -> tuple[int, int] | None:
    """The point of G1 for a message: hash_to_curve, §3."""
    one, two = to_field(message, tag)
    return times1(add1(to_curve(one), to_curve(two)), _COFACTOR)
