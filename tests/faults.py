"""Every small way to spoil a closed JSON form: a key left out, a key too many, a value of another type."""

import copy
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
OTHER_TYPES: dict[type, tuple[Any, ...]] = {
    str: (None, 7, True, [], {}, ["x"]),
    int: (None, "7", True, False, 1.5, [], {}, -1),
    list: (None, 7, "x", {}, True),
    dict: (None, 7, "x", [], True),
}


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value below and of the value itself."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    if isinstance(value, list):
        for n, entry in enumerate(value):
            yield from places(entry, (*path, n))


def at(value: Any, path: Path) -> Any:
    """The value at a path."""
    for step in path:
        value = value[step]
    return value


def with_value(value: Any, path: Path, new: Any) -> Any:
    """A copy with another value at the path."""
    if not path:
        return new
    result = copy.deepcopy(value)
    at(result, path[:-1])[path[-1]] = new
    return result


def named(path: Path) -> str:
    """The key that an error about this path must name: the last one that is text."""
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "")


def faults(value: Any, free: tuple[Path, ...] = ()) -> Iterator[tuple[str, Any, str]]:
    """(what was done, the spoilt value, the key its error must name). Objects at `free` have keys of their own."""
    for path in places(value):
        found = at(value, path)
        shown = ".".join(map(str, path))
        if isinstance(found, dict):
            if path not in free:
                for key in found:
                    less = with_value(value, path, {k: v for k, v in found.items() if k != key})
                    yield f"{shown} without {key}", less, key
            yield f"{shown} with a key too many", with_value(value, path, found | {"extra_key": "x"}), "extra_key"
        for other in OTHER_TYPES[type(found)]:
            yield f"{shown} as {other!r}", with_value(value, path, other), named(path)
