"""What later sessions take from the tables of a record: seats of primaries, pupils of classes (SPEC §16.10, §16.12)."""

from collections.abc import Mapping
from typing import Final

from draw.encoding import MAX_INTEGER, strict_csv
from draw.errors import FormatError
from draw.further_tables import CLASSES_HEADER, QUOTAS_HEADER
from draw.rules import ClassDraw, LateDraw, QuotaDraw, Rules

QUOTAS: Final = "tables/quotas.csv"
CLASSES: Final = "tables/classes.csv"
_DECLINED: Final = "DECLINED"


def seats(files: Mapping[str, bytes], rules: Rules) -> dict[str, int]:
    """Primary school -> its seats, summed over the quotas; those that declined are none. Raises FormatError."""
    found: dict[str, int] = {}
    if not any(isinstance(d, QuotaDraw) for d in rules.draws):
        return found
    for *_, item, _, _, _, number, reason in strict_csv(_file(files, QUOTAS), QUOTAS_HEADER, QUOTAS):
        if not (number.isascii() and number.isdigit() and len(number) <= len(str(MAX_INTEGER))):
            raise FormatError(QUOTAS, f"{number!r} is no number of seats")
        if reason != _DECLINED:
            found[item] = found.get(item, 0) + int(number)
    return found


def classes(files: Mapping[str, bytes], rules: Rules) -> dict[tuple[str, str], tuple[str, ...]]:
    """(school, class) -> its pupils, in the order of the table. Raises FormatError."""
    found: dict[tuple[str, str], list[str]] = {}
    if any(isinstance(d, ClassDraw | LateDraw) for d in rules.draws):
        for _, school, name, applicant in strict_csv(_file(files, CLASSES), CLASSES_HEADER, CLASSES):
            found.setdefault((school, name), []).append(applicant)
    return {key: tuple(pupils) for key, pupils in found.items()}


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise FormatError(name, "is missing")
    return files[name]
