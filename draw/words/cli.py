"""Words of the command line (cli_parts) and of the edges behind it."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {}
