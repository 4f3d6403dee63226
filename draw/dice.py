"""Dice and balls thrown in the hall: what the spec means and which digits fit it (SPEC §3, §6, R10)."""

import re
from dataclasses import dataclass
from typing import Final

_SPEC: Final = re.compile(r"(d10x|d6x)([1-9][0-9])|b([1-9][0-9])k([1-9][0-9]?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dice:
    """A parsed dice spec: `count` throws, each a text of `width` digits."""

    spec: str
    kind: str  # "d10", "d6", "b"
    count: int
    highest: int  # 9, 6 or M

    @property
    def width(self) -> int:
        """Digits a throw: 2 for balls, else 1."""
        return 2 if self.kind == "b" else 1

    def value_problem(self, value: str, earlier: tuple[str, ...]) -> str:
        """Why `value` cannot be the next throw after `earlier`, or ""."""
        if not (len(value) == self.width and value.isascii() and value.isdigit()):
            return f"a throw is {self.width} digit(s)"
        if len(earlier) >= self.count:
            return f"all {self.count} throws are in"
        lowest = 0 if self.kind == "d10" else 1
        if not lowest <= int(value) <= self.highest:
            return f"a throw is from {lowest:0{self.width}d} to {self.highest:0{self.width}d}"
        if self.kind == "b" and value in earlier:
            return f"ball {value} was drawn before"
        return ""

    def values(self, text: str) -> tuple[str, ...]:
        """The single throws in a typed or recorded text: digits in a row, balls joined by '-'."""
        return tuple(text.split("-")) if self.kind == "b" else tuple(text)

    def line(self, values: tuple[str, ...]) -> str:
        """The dice line of seed.txt for complete values."""
        return f"dice {self.spec} {('-' if self.kind == 'b' else '').join(values)}"

    def problem(self, values: tuple[str, ...]) -> str:
        """Why these are not the complete values, or ""."""
        for n, value in enumerate(values):
            found = self.value_problem(value, values[:n])
            if found:
                return f"throw {n + 1}: {found}"
        return "" if len(values) == self.count else f"{len(values)} of {self.count} throws"


def parse(spec: object) -> Dice | None:
    """The Dice of `d10xN`, `d6xN` (N 10..40) or `bMkK` (M 10..99, 6 <= K <= M); None for any other text."""
    found = _SPEC.fullmatch(spec) if isinstance(spec, str) else None
    if found is None or not isinstance(spec, str):
        return None
    if found.group(1):
        count = int(found.group(2))
        if not 10 <= count <= 40:
            return None
        return Dice(spec=spec, kind=found.group(1)[:-1], count=count, highest=9 if spec.startswith("d10") else 6)
    balls, count = int(found.group(3)), int(found.group(4))
    return Dice(spec=spec, kind="b", count=count, highest=balls) if 6 <= count <= balls else None
