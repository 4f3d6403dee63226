"""Writes the result sheet, or all public documents that are ready, in a process of its own, at low priority (R49).

The hall's pages must not wait for a font being cut. `python -m web.floor_writer DIR` is told on standard input (JSON) which public
files there are, by name and hash, the masked names, and, for all documents, the ledger so far ("" for the result sheet alone). It
says on standard output what it is doing, a line each; a line that begins with "!" is why there is no sheet.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final

from draw.edges import papers
from draw.edges.sheets import write_from
from draw.errors import DrawError, StoreError
from draw.hashing import digest
from draw.sheets.source import Source
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
        files = files_of(folder / "public", told["files"])
        if told["ledger"]:
            _write_all({papers.LEDGER: told["ledger"].encode()} | files, told["masked"], folder)
        else:
            write_from(files, told["masked"], folder, _tell)
    except DrawError as refused:
        _tell(f"{FAILED}{refused}")
        return 1
    return 0


def _write_all(files: dict[str, bytes], masked: dict[str, str], folder: Path) -> None:
    """Every public document that can be printed now; without the private roster no other kind is ready."""
    source = Source(files=files, masked=masked, people={}, private={})
    papers.write(source, folder, [one.key for one in papers.ready(source)], _tell)


def _tell(text: str) -> None:
    sys.stdout.write(text.replace("\n", " ") + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
