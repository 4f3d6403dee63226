"""The command line: parse, call, print. Exit codes: 0 done or match, 1 refused or mismatch, 2 could not check or usage."""

from draw.cli_parts import (
    after,
    archive,
    attending,
    before,
    chain,
    comparing,
    explaining,
    hall,
    kit,
    later,
    machines,
    papers,
    people,
    publishing,
    replaying,
    signing,
)
from draw.cli_parts.common import main

__all__ = [
    "after", "archive", "attending", "before", "chain", "comparing", "explaining", "hall", "kit", "later",
    "machines", "main", "papers", "people", "publishing", "replaying", "signing",
]  # fmt: skip
