"""The catalogue for pages: a template asks for a key; the projector's script gets all its words as one value."""

import re
from typing import Final

from draw.words import WORDS, pair

_HALL: Final = ("hall.", "rail.")


def hall_words() -> dict[str, tuple[str, str]]:
    """Key -> (Chinese, English) of everything that the projector's script says, with {fields} for it to fill."""
    return {key: words for key, words in WORDS.items() if key.startswith(_HALL)}


# The catalogue is typed with half-width marks; beside a Chinese character pages set the full-width ones.
_WIDE: Final = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f"}
_MARK: Final = re.compile(
    "(?<=[\u3400-\u9fff\u3009\u300d\u3011\u3015\uff09\u201d])[,:;?]|[,:;?](?=[\u3400-\u9fff\u3008\u300c\u3014])"
)


def typeset(text: str) -> str:
    """Template filter: full-width marks in Chinese text (the screen's script has the same in dom.js)."""
    return _MARK.sub(lambda found: _WIDE[found.group()], text)


def t(key: str, **facts: object) -> tuple[str, str]:
    """Template global: (Chinese, English) of a key."""
    return pair(key, **facts)
