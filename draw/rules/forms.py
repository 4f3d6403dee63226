"""Strict forms of the values in rules.json: each function gives the value, or a FormatError with its place (SPEC §1, §4)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from draw.encoding import CODE, MAX_INTEGER, keys_problem, label_problem, matches
from draw.errors import FormatError

WHERE: Final = "rules.json"
_DATE: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_E = TypeVar("_E", bound=StrEnum)
_Who = tuple[tuple[str, tuple[str, ...]], ...]


def fault(place: str, problem: str) -> FormatError:
    """The error of one place."""
    return FormatError(f"{WHERE} {place}", problem)


def entry(value: Any, place: str, *keys: str) -> dict[str, Any]:
    """An object with exactly these keys."""
    problem = keys_problem(value, keys)
    if problem:
        raise fault(place, problem)
    result: dict[str, Any] = value
    return result


def sequence(value: Any, place: str, *, empty: bool = False) -> list[Any]:
    """A list, not empty unless allowed."""
    if not isinstance(value, list) or not (value or empty):
        raise fault(place, "must be a list" + ("" if empty else " that is not empty"))
    return value


def label(value: Any, place: str) -> str:
    """A label (SPEC §1)."""
    problem = label_problem(value)
    if problem:
        raise fault(place, problem)
    return str(value)


def code(value: Any, place: str) -> str:
    """A code (SPEC §1)."""
    if not matches(CODE, value):
        raise fault(place, "must be a code ([0-9A-Z][0-9A-Z-]{0,31})")
    return str(value)


def count(value: Any, place: str, least: int = 0, most: int = MAX_INTEGER) -> int:
    """An integer in bounds."""
    if type(value) is not int or not least <= value <= most:
        bounds = f">= {least}" if most == MAX_INTEGER else f"from {least} to {most}"
        raise fault(place, f"must be an integer {bounds}")
    return value


def choice(kind: type[_E], value: Any, place: str) -> _E:
    """A member of the closed list."""
    try:
        return kind(value)
    except ValueError:
        raise fault(place, f"must be one of {' '.join(kind)}") from None


def word(value: Any, allowed: Sequence[str], place: str) -> str:
    """One of these words."""
    if not isinstance(value, str) or value not in allowed:
        raise fault(place, f"must be one of {' '.join(allowed)}")
    return value


def is_date(value: object) -> bool:
    """True for the text of a date that exists, YYYY-MM-DD."""
    if not isinstance(value, str) or _DATE.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def day(value: Any, place: str) -> str:
    """A date, or "none"."""
    if value != "none" and not is_date(value):
        raise fault(place, 'must be a date YYYY-MM-DD that exists, or "none"')
    return str(value)


def unique(values: Sequence[str], place: str) -> None:
    """Every value once."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise fault(place, f"{value!r} stands twice")
        seen.add(value)


def who(value: Any, place: str, codes: Mapping[str, Sequence[str]]) -> _Who:
    """A condition on attributes; `codes`: attribute -> its declared codes."""
    if not isinstance(value, dict):
        raise fault(place, "must be an object")
    result = []
    for name in sorted(value):
        if name not in codes:
            raise fault(place, f"attribute {name!r} is not declared with values")
        allowed = sequence(value[name], f"{place}.{name}")
        for one in allowed:
            if one not in codes[name]:
                raise fault(f"{place}.{name}", f"value {one!r} is not declared")
        if allowed != sorted(set(allowed)):
            raise fault(f"{place}.{name}", "must be sorted, nothing twice")
        result.append((name, tuple(allowed)))
    return tuple(result)


def who_value(condition: _Who) -> dict[str, list[str]]:
    """The value of a condition in rules.json."""
    return {name: list(codes) for name, codes in condition}
