"""Writes the result sheet in a process of its own, at low priority: the hall's pages must not wait for a font being cut (R49).

`python -m web.floor_writer DIR`: it is told on standard input (JSON) which public files there are, by name and hash, and the masked
names. It says on standard output what it is doing, a line each; a line that begins with "!" is why there is no sheet.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final

from draw.edges.sheets import write_from
from draw.errors import DrawError, StoreError
from draw.hashing import digest
from draw.words import say

FAILED: Final = "!"
_NICE: Final = 10


def files_of(public: Path, told: dict[str, str]) -> dict[str, bytes]:
    """The public files, each of the hash that the store knows. Raises StoreError for one that is another."""
    found = {}
    for name, value in told.items():
        data = (public / name).read_bytes()
        if digest(data) != value:
            raise StoreError(f"{name}: {say('edge.public_changed')}")
        found[name] = data
    return found


def main() -> int:
    """Write the sheet. -> 0, or 1 after a line with the reason."""
    folder = Path(sys.argv[1])
    told = json.load(sys.stdin)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    try:
        write_from(files_of(folder / "public", told["files"]), told["masked"], folder, _tell)
    except DrawError as refused:
        _tell(f"{FAILED}{refused}")
        return 1
    return 0


def _tell(text: str) -> None:
    sys.stdout.write(text.replace("\n", " ") + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
