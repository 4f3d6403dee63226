"""Words of the desk in the hall: sign-in by kind, spot check, incident cards, rulings, role stations."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {}
