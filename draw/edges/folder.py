"""A record folder on disk -> its files in memory, links and oddities named (SPEC §11 step 1)."""

import os
import stat
from pathlib import Path

from draw.errors import DrawError
from draw.words import say

MOST_FILES = 10_000
MOST_BYTES = 4 * 2**30


def read_record(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """(path -> bytes, paths that are no regular file, are too big or too many). Raises DrawError if there is no folder."""
    if not folder.is_dir():
        raise DrawError(f"{folder}: {say('edge.no_such_folder')}")
    files: dict[str, bytes] = {}
    odd: list[str] = []
    seen = 0
    for base, folders, names in os.walk(folder):
        folders.sort()
        here = Path(base)
        for name in [*folders, *sorted(names)]:
            path = here / name
            relative = path.relative_to(folder).as_posix()
            mode = path.lstat().st_mode
            seen += 1
            if seen > MOST_FILES:
                return files, [*odd, f"{relative} (more than {MOST_FILES} files)"]
            if stat.S_ISDIR(mode):
                if not any(path.iterdir()):
                    odd.append(f"{relative}/")
            elif not stat.S_ISREG(mode) or path.stat().st_size > MOST_BYTES:
                odd.append(relative)
            else:
                try:
                    files[relative] = path.read_bytes()
                except OSError:
                    odd.append(relative)
    return files, odd
