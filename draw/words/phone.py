"""Words of the phones: where we are, one's own code, the checks made on the phone."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {}
