"""Words of the desk before the hall: hall settings, import, rule sheet, freeze, objections."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {}
