"""Seed + draw + units -> numbers and ranks (SPEC §7, R11). The few lines that decide everything."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from draw.errors import DrawError

HEADER = "rank,number,unit"


@dataclass(frozen=True, slots=True)
class Order:
    """Units in ascending order of number; rank of index i is i + 1."""

    units: list[str]
    numbers: list[str]  # 64 hex digits each


def order(seed: str, draw: str, units: Iterable[str]) -> Order:
    """The order of the units in this draw. It depends on seed, draw id and the set of units, and on nothing else.

    Raises DrawError if two numbers are equal: a unit listed twice (or a broken SHA-256).
    """
    prefix = f"number1:{seed}:{draw}:".encode()
    lines = sorted([f"{sha256(prefix + unit.encode()).hexdigest()},{unit}" for unit in units])
    numbers = [line[:64] for line in lines]
    if len(set(numbers)) != len(numbers):
        twice = next(a[65:] for a, b in pairwise(lines) if a[:64] == b[:64])
        raise DrawError(f"draw {draw}: unit {twice} shares its number with another; it may be listed twice")
    return Order(units=[line[65:] for line in lines], numbers=numbers)


def write(result: Order) -> bytes:
    """The bytes of orders/<draw>.csv."""
    lines = [
        f"{rank},{number},{unit}\n"
        for rank, (number, unit) in enumerate(zip(result.numbers, result.units, strict=True), 1)
    ]
    return f"{HEADER}\n{''.join(lines)}".encode()
