"""The command line: parse, call, print. Exit codes: 0 done or match, 1 refused or mismatch, 2 could not check or usage."""

from draw.cli_parts import after, attending, before, chain, hall, kit, later, machines, people
from draw.cli_parts.common import main

__all__ = ["after", "attending", "before", "chain", "hall", "kit", "later", "machines", "main", "people"]
