"""Just enough of Edwards25519 to make the signatures that a lenient verifier takes (RFC 8032 §5.1; "Taming the many EdDSAs").

For cases only: slow, not constant in time, and it signs with nonces that a test chooses.
"""

from collections.abc import Callable
from hashlib import sha512

from draw.signing import L, P

Point = tuple[int, int]
D = -121665 * pow(121666, -1, P) % P
ZERO: Point = (0, 1)
TWO: Point = (0, P - 1)  # the point of order 2


def plus(a: Point, b: Point) -> Point:
    """The sum of two points."""
    t = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + t, -1, P) % P
    return x, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P


def times(n: int, point: Point) -> Point:
    """n times a point."""
    found = ZERO
    while n:
        found = plus(found, point) if n & 1 else found
        point, n = plus(point, point), n >> 1
    return found


def lifted(y: int, odd: int = 0) -> Point | None:
    """The point with this y and an x of this parity; None if there is none."""
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and odd):
        return None
    return (P - x if x & 1 != odd else x), y


def spelt(point: Point) -> bytes:
    """The canonical 32 bytes."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def _base() -> Point:
    found = lifted(4 * pow(5, -1, P) % P)
    assert found is not None
    return found


BASE = _base()


def _order_eight() -> Point:
    """A point of order 8: L times any point, until what is left has that order."""
    for y in range(2, 99):
        found = lifted(y)
        if found is not None and times(4, times(L, found)) != ZERO:
            return times(L, found)
    raise AssertionError


EIGHT = _order_eight()


def scalar(secret: bytes) -> int:
    """The private scalar of 32 secret bytes (RFC 8032 §5.1.5)."""
    n = int.from_bytes(sha512(secret).digest()[:32], "little")
    return n & ~7 & (1 << 254) - 1 | 1 << 254


def whole_eighth(k: int) -> bool:
    """k·T is the neutral point for every T of small order, whether a verifier takes k modulo L first or not."""
    return k % 8 == 0 and k % L % 8 == 0


def odd_eighth(k: int) -> bool:
    """k·T is not the neutral point for a T of order 8, whether a verifier takes k modulo L first or not."""
    return k % 8 != 0 and k % L % 8 != 0


def sign(
    key: int, public: bytes, message: bytes, *, more: Point = ZERO, wanted: Callable[[int], bool] = lambda k: True
) -> bytes:
    """A signature R = rB + `more`, S = r + k·key, with the first nonce r of which `wanted(k)` holds."""
    for r in range(1, 10_000):
        commitment = spelt(plus(times(r, BASE), more))
        k = int.from_bytes(sha512(commitment + public + message).digest(), "little")
        if wanted(k):
            return commitment + ((r + k * key) % L).to_bytes(32, "little")
    raise AssertionError("no nonce fits")
