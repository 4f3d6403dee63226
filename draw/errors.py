"""The errors a caller can decide on. One root, one leaf for each decision (SPEC §1).

Every message is for the person at the desk: what is wrong, where, and what would be right. No leaf ever carries a
name, an id number, a salt or a secret in its text beyond the cell that the operator has to correct.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class DrawError(Exception):
    """Root of all errors that this product raises on purpose."""


class FormatError(DrawError):
    """Bytes that are not in the one spelling that SPEC allows."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in something a person wrote: where it is, what it says, what is wrong, what would be right."""

    file: str
    sheet: str  # "" where the file has no sheets
    row: int  # as the person's program counts, from 1; 0 where the fault is in no row
    column: str  # the header or key as written; "" where the fault is in no column
    value: str  # the offending text, shortened; "" where there is none
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = [self.file]
        if self.sheet:
            place.append(f"sheet {self.sheet!r}")
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column!r}")
        value = f" ({self.value!r})" if self.value else ""
        return f"{', '.join(place)}{value}: {self.problem}; {self.remedy}"


class InputErrors(DrawError):
    """Every problem of an input at once, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class StepRefused(DrawError):
    """An act that the ceremony does not allow now, with the reason and what may be done instead (SPEC §9)."""


class AlreadyDone(DrawError):
    """The same act was recorded before with the same content; repeating it changes nothing."""

    def __init__(self, what: str, line: int, where: str = "ledger line") -> None:
        super().__init__(f"{what}: already recorded as {where} {line}")
        self.line = line


class StoreError(DrawError):
    """The private store cannot be read or written: wrong passphrase, damaged file, full disk."""


class SheetError(DrawError):
    """A document cannot be set as asked, e.g. a character that no font at hand can draw."""


class NotHeld(StepRefused):
    """A session that need not be held: nobody, or no place, is left for it (R29)."""
