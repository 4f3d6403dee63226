"""The optimal ate pairing on BLS12-381: asked only whether a product of pairings is 1."""

from typing import Final

from draw.bls.curve import along, slope2
from draw.bls.field import (
    ONE12,
    ZERO2,
    Fp2,
    Fp12,
    P,
    R,
    conjugate12,
    inverse12,
    mul2,
    mul12,
    power12,
    scale2,
    sub2,
)

_X: Final = 0xD201000000010000  # minus the parameter of the curve
_HARD: Final = (P**4 - P**2 + 1) // R
_W2: Final = [pow(2, n * (P - 1) // 6, P) for n in range(6)]  # w to the power n·(P² − 1), for w^6 = 1 + u of norm 2

Pair = tuple[tuple[int, int], tuple[Fp2, Fp2]]


def _line(at: tuple[Fp2, Fp2], slope: Fp2, where: tuple[int, int]) -> Fp12:
    """The line through `at` with this slope on the twist, at a point of G1, times w³ (which the final power forgets)."""
    constant = sub2(mul2(slope, at[0]), at[1])
    return constant, ZERO2, scale2(slope, -where[0]), (where[1], 0), ZERO2, ZERO2


def _loop(pairs: list[Pair]) -> Fp12:
    """The product of the Miller loops."""
    found = ONE12
    here = [q for _, q in pairs]
    for bit in f"{_X:b}"[1:]:
        found = mul12(found, found)
        for n, (p, q) in enumerate(pairs):
            for other in (here[n], q)[: 1 + int(bit)]:
                slope = slope2(here[n], other)
                found = mul12(_line(here[n], slope, p), found)
                here[n] = along(here[n], other, slope)
    return conjugate12(found)  # the parameter is negative


def _frobenius2(a: Fp12) -> Fp12:
    """a to the power P²."""
    low = [scale2(c, k) for c, k in zip(a, _W2, strict=True)]
    return low[0], low[1], low[2], low[3], low[4], low[5]


def product_is_one(pairs: list[Pair]) -> bool:
    """True if the product of e(p, q) over the pairs is 1. p in G1, q in G2, none of them infinity."""
    found = _loop(pairs)
    found = mul12(conjugate12(found), inverse12(found))  # the power P^6 − 1
    found = mul12(_frobenius2(found), found)  # P² + 1
    return power12(found, _HARD) == ONE12
