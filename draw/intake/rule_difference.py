"""Where two rule sheets part, in the words of the one who wrote them: the first key and both its values (SPEC §4, R1)."""

from typing import Any

from draw.encoding import strict_json
from draw.intake.places import Path, dotted
from draw.intake.sheet_checks import shown
from draw.rules import Rules, write
from draw.rules.forms import WHERE


def _walk(one: Any, other: Any, path: Path) -> tuple[Path, Any, Any] | None:
    if isinstance(one, dict) and isinstance(other, dict):
        keys: list[Any] = sorted(set(one) | set(other))
        pairs = [(key, one.get(key, "—"), other.get(key, "—")) for key in keys]
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return path, f"{len(one)} 项", f"{len(other)} 项"
        pairs = [(n, a, b) for n, (a, b) in enumerate(zip(one, other, strict=True))]
    else:
        return None if one == other else (path, one, other)
    return next((found for key, a, b in pairs if (found := _walk(a, b, (*path, key)))), None)


def first(frozen: Rules, now: Rules) -> tuple[str, str, str] | None:
    """(key, frozen value, value now) of the first difference, or None if the rules are the same."""
    found = _walk(strict_json(write(frozen), WHERE), strict_json(write(now), WHERE), ())
    return None if found is None else (dotted(found[0]), shown(found[1]), shown(found[2]))
