"""A hash as pages show it."""

from draw.hashing import read_aloud


def code(value: str) -> dict[str, str]:
    """A hash with its read-aloud code."""
    return {"hash": value, "aloud": read_aloud(value)}
