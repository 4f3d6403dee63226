"""The catalogue for pages: a template asks for a key; the projector's script gets all its words as one value."""

from typing import Final

from draw.words import WORDS, pair

_HALL: Final = ("hall.", "rail.")


def hall_words() -> dict[str, tuple[str, str]]:
    """Key -> (Chinese, English) of everything that the projector's script says, with {fields} for it to fill."""
    return {key: words for key, words in WORDS.items() if key.startswith(_HALL)}


def t(key: str, **facts: object) -> tuple[str, str]:
    """Template global: (Chinese, English) of a key."""
    return pair(key, **facts)
