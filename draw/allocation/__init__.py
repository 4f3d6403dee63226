"""Allocation: one module a procedure, one table of them.

A procedure is a kind of draw. It plugs in at one place each: `rules` reads its terms, `pool.soundness` says what must hold
before the freeze, and here `contest` says who would stand in a draw and `run` decides. Orders, results.csv, explanations and
verifiers take everything else from the Standing, so a new kind is one module, one line in this table and its section in
SPEC §8 (decisions/0003-procedures.md).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from draw.allocation import admission
from draw.allocation.standing import Standing
from draw.order import Order
from draw.rules import DrawRule


class Procedure(Protocol):
    """What a module of this folder offers."""

    KIND: str

    def contest(self, standing: Standing, draw: DrawRule) -> admission.Contest:
        """Who stands in the draw as its turn comes."""
        ...

    def run(self, standing: Standing, draw: DrawRule, order_of: Callable[[str, list[str]], Order]) -> None:
        """Carry the draw out on the standing."""
        ...


PROCEDURES: Mapping[str, Procedure] = MappingProxyType({admission.KIND: admission})
