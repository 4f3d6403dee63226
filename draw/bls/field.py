"""Arithmetic of the pairing.

Fp as int; Fp2 as (a, b) for a + b·u with u² = −1; Fp12 as six coefficients in Fp2, of the powers of w, where w^6 = 1 + u.
"""

from typing import Final

P: Final = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
R: Final = (
    0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001  # the order of G1, G2 and the target group
)

Fp2 = tuple[int, int]
Fp12 = tuple[Fp2, Fp2, Fp2, Fp2, Fp2, Fp2]

ZERO2: Final[Fp2] = (0, 0)
ONE2: Final[Fp2] = (1, 0)
ONE12: Final[Fp12] = (ONE2, ZERO2, ZERO2, ZERO2, ZERO2, ZERO2)


def root(a: int) -> int | None:
    """A square root of a in Fp, None if there is none (P is 3 modulo 4)."""
    found = pow(a, (P + 1) // 4, P)
    return found if found * found % P == a % P else None


def add2(a: Fp2, b: Fp2) -> Fp2:
    """a + b."""
    return (a[0] + b[0]) % P, (a[1] + b[1]) % P


def sub2(a: Fp2, b: Fp2) -> Fp2:
    """a − b."""
    return (a[0] - b[0]) % P, (a[1] - b[1]) % P


def mul2(a: Fp2, b: Fp2) -> Fp2:
    """a · b."""
    return (a[0] * b[0] - a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P


def scale2(a: Fp2, k: int) -> Fp2:
    """a · k for k in Fp."""
    return a[0] * k % P, a[1] * k % P


def inverse2(a: Fp2) -> Fp2:
    """1 / a. Raises ValueError for 0."""
    norm = pow(a[0] * a[0] + a[1] * a[1], -1, P)
    return a[0] * norm % P, -a[1] * norm % P


def twist(a: Fp2) -> Fp2:
    """a · (1 + u)."""
    return (a[0] - a[1]) % P, (a[0] + a[1]) % P


def root2(a: Fp2) -> Fp2 | None:
    """A square root of a in Fp2, None if there is none: by the square root of its norm in Fp."""
    if a[1] == 0:
        real = root(a[0])
        imaginary = root(-a[0])
        return (real, 0) if real is not None else (0, imaginary) if imaginary is not None else None
    norm = root(a[0] * a[0] + a[1] * a[1])
    if norm is None:
        return None
    half = (P + 1) // 2
    for sign in (norm, -norm):
        x = root((a[0] + sign) * half)
        if x:
            return x, a[1] * half * pow(x, -1, P) % P
    return None


def mul12(a: Fp12, b: Fp12) -> Fp12:
    """a · b: the product of two polynomials in w, then w^6 = 1 + u; reduced once a coefficient."""
    real, imaginary = [0] * 11, [0] * 11
    for i, (a0, a1) in enumerate(a):
        if a0 or a1:
            for j, (b0, b1) in enumerate(b):
                real[i + j] += a0 * b0 - a1 * b1
                imaginary[i + j] += a0 * b1 + a1 * b0
    for n in range(5):
        high0, high1 = real[n + 6], imaginary[n + 6]
        real[n] += high0 - high1
        imaginary[n] += high0 + high1
    low = [(real[n] % P, imaginary[n] % P) for n in range(6)]
    return low[0], low[1], low[2], low[3], low[4], low[5]


def conjugate12(a: Fp12) -> Fp12:
    """a to the power P^6: the odd powers of w change their sign."""
    return a[0], sub2(ZERO2, a[1]), a[2], sub2(ZERO2, a[3]), a[4], sub2(ZERO2, a[5])


def inverse12(a: Fp12) -> Fp12:
    """1 / a = conjugate / norm; its even powers of w are inverted over v = w². Raises ValueError for 0."""
    other = conjugate12(a)
    norm = mul12(a, other)
    x, y, z = norm[0], norm[2], norm[4]
    t0 = sub2(mul2(x, x), twist(mul2(y, z)))
    t1 = sub2(twist(mul2(z, z)), mul2(x, y))
    t2 = sub2(mul2(y, y), mul2(x, z))
    whole = inverse2(add2(mul2(x, t0), twist(add2(mul2(z, t1), mul2(y, t2)))))
    return mul12(other, (mul2(t0, whole), ZERO2, mul2(t1, whole), ZERO2, mul2(t2, whole), ZERO2))


def power12(a: Fp12, exponent: int) -> Fp12:
    """a to a power, four bits at a time."""
    table = [ONE12]
    for _ in range(15):
        table.append(mul12(table[-1], a))
    found = ONE12
    for digit in f"{exponent:x}":
        for _ in range(4):
            found = mul12(found, found)
        if digit != "0":
            found = mul12(found, table[int(digit, 16)])
    return found
