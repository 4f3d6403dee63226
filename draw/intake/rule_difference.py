"""Where two rule sheets part, in the words of the one who wrote them: each key and both its values (SPEC §4, R1)."""

from collections.abc import Iterator
from typing import Any

from draw.encoding import strict_json
from draw.intake.places import Path, dotted
from draw.intake.sheet_checks import shown
from draw.rules import Rules, write
from draw.rules.forms import WHERE
from draw.words import zh

Difference = tuple[str, str, str]  # key, value of the first sheet, value of the second


def _walk(one: Any, other: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    if isinstance(one, dict) and isinstance(other, dict):
        keys: list[Any] = sorted(set(one) | set(other))
        pairs = [(key, one.get(key, "—"), other.get(key, "—")) for key in keys]
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield path, zh("intake.items", count=len(one)), zh("intake.items", count=len(other))
            return
        pairs = [(n, a, b) for n, (a, b) in enumerate(zip(one, other, strict=True))]
    else:
        if one != other:
            yield path, one, other
        return
    for key, a, b in pairs:
        yield from _walk(a, b, (*path, key))


def every(frozen: Rules, now: Rules) -> Iterator[Difference]:
    """(key, frozen value, value now) of each difference, in the order of rules.json."""
    for path, before, after in _walk(strict_json(write(frozen), WHERE), strict_json(write(now), WHERE), ()):
        yield dotted(path), shown(before), shown(after)


def first(frozen: Rules, now: Rules) -> Difference | None:
    """(key, frozen value, value now) of the first difference, or None if the rules are the same."""
    return next(every(frozen, now), None)
