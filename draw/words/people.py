"""Words of accounts, roles, stations and logins (R45)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {}
