"""Points: G1 on y² = x³ + 4 over Fp, G2 on y² = x³ + 4·(1 + u) over Fp2; None is the point at infinity.

The compressed form is that of draft-irtf-cfrg-bls-signature and drand: big-endian x (for G2 its u part first); the three highest
bits say compressed (1), infinity, and whether y is the larger of its two values. Each point has exactly one spelling here.
"""

from typing import Final

from draw.bls.field import Fp2, P, R, add2, inverse2, mul2, root, root2, scale2, sub2
from draw.errors import FormatError

G1 = tuple[int, int] | None
G2 = tuple[Fp2, Fp2] | None
G1_BYTES: Final = 48
G2_BYTES: Final = 96
_COMPRESSED, _INFINITY, _LARGER = 0x80, 0x40, 0x20
_B2: Final[Fp2] = (4, 4)

GENERATOR2: Final = (
    (
        0x024AA2B2F08F0A91260805272DC51051C6E47AD4FA403B02B4510B647AE3D1770BAC0326A805BBEFD48056C8C121BDB8,
        0x13E02B6052719F607DACD3A088274F65596BD0D09920B61AB5DA61BBDC7F5049334CF11213945D57E5AC7D055D042B7E,
    ),
    (
        0x0CE5D527727D6E118CC9CDC6DA2E351AADFD9BAA8CBDD3A76D429A695160D12C923AC9CC3BACA289E193548608B82801,
        0x0606C4A02EA734CC32ACD2B02BC28B99CB3E287E85A763AF267492AB572E99AB3F370D275CEC1DA1AAA9075FF05F79BE,
    ),
)


def add1(a: G1, b: G1) -> G1:
    """a + b on G1's curve."""
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times1(a: G1, k: int) -> G1:
    """k · a on G1's curve, k ≥ 0."""
    found: G1 = None
    for bit in f"{k:b}":
        found = add1(found, found)
        if bit == "1":
            found = add1(found, a)
    return found


def slope2(a: tuple[Fp2, Fp2], b: tuple[Fp2, Fp2]) -> Fp2:
    """The slope of the line through two points of G2's curve, or of the tangent. Raises ValueError if it is vertical."""
    if a == b:
        return mul2(scale2(mul2(a[0], a[0]), 3), inverse2(scale2(a[1], 2)))
    return mul2(sub2(b[1], a[1]), inverse2(sub2(b[0], a[0])))


def add2_points(a: G2, b: G2) -> G2:
    """a + b on G2's curve."""
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0] and add2(a[1], b[1]) == (0, 0):
        return None
    return along(a, b, slope2(a, b))


def along(a: tuple[Fp2, Fp2], b: tuple[Fp2, Fp2], slope: Fp2) -> tuple[Fp2, Fp2]:
    """a + b, where the slope of their line is known."""
    x = sub2(sub2(mul2(slope, slope), a[0]), b[0])
    return x, sub2(mul2(slope, sub2(a[0], x)), a[1])


def times2(a: G2, k: int) -> G2:
    """k · a on G2's curve, k ≥ 0."""
    found: G2 = None
    for bit in f"{k:b}":
        found = add2_points(found, found)
        if bit == "1":
            found = add2_points(found, a)
    return found


def _flags(data: bytes, size: int, where: str) -> tuple[bool, bytes]:
    """Whether y is the larger one, and the bytes of x without the flags. Raises FormatError."""
    if len(data) != size:
        raise FormatError(where, f"{len(data)} bytes instead of {size}")
    if not data[0] & _COMPRESSED:
        raise FormatError(where, "is not a compressed point")
    if data[0] & _INFINITY:
        raise FormatError(where, "is the point at infinity")
    return bool(data[0] & _LARGER), bytes([data[0] & 0x1F]) + data[1:]


def _coordinate(data: bytes, where: str) -> int:
    value = int.from_bytes(data, "big")
    if value >= P:
        raise FormatError(where, "is not in its one spelling: a coordinate is not below the field's prime")
    return value


def read1(data: bytes, where: str) -> tuple[int, int]:
    """A point of G1, not infinity, from its 48 bytes. Raises FormatError: form, not on the curve, not in the subgroup."""
    larger, rest = _flags(data, G1_BYTES, where)
    x = _coordinate(rest, where)
    y = root(x * x * x + 4)
    if y is None:
        raise FormatError(where, "is not on the curve")
    point = (x, y if (y > P // 2) == larger else P - y)
    if times1(point, R) is not None:
        raise FormatError(where, "is not in the subgroup")
    return point


def read2(data: bytes, where: str) -> tuple[Fp2, Fp2]:
    """A point of G2, not infinity, from its 96 bytes. Raises FormatError as read1."""
    larger, rest = _flags(data, G2_BYTES, where)
    x = _coordinate(rest[48:], where), _coordinate(rest[:48], where)
    y = root2(add2(mul2(mul2(x, x), x), _B2))
    if y is None:
        raise FormatError(where, "is not on the curve")
    if ((y[1] or y[0]) > P // 2) != larger:
        y = sub2((0, 0), y)
    if times2((x, y), R) is not None:
        raise FormatError(where, "is not in the subgroup")
    return x, y
