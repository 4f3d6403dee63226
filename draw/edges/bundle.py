"""A copy to compare, from disk: a record folder, a session folder, a folder of records, an archive ZIP or what it unpacks to."""

import zipfile
import zlib
from pathlib import Path
from typing import Final

from draw.archiving.manifest import portable
from draw.edges.folder import MOST_BYTES, MOST_FILES, read_record
from draw.errors import DrawError
from draw.words import say

_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, LookupError)


def read(path: Path) -> dict[str, bytes]:
    """Path -> bytes. Raises DrawError if it cannot be read whole: no such thing, links, too much, a damaged ZIP."""
    if path.is_file():
        return _zip(path)
    session = (path / "public" / "notice.json").is_file() and not (path / "notice.json").is_file()
    files, odd = read_record(path / "public" if session else path)
    if odd:
        raise DrawError(f"{path}: {say('compare.odd')}: {', '.join(odd[:5])}")
    return files


def _zip(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as book:
            infos = [info for info in book.infolist() if not info.is_dir()]
            names = [info.filename for info in infos]
            if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
                raise DrawError(f"{path}: {say('compare.too_much')}")
            wrong = [name for name in names if not portable(name) or names.count(name) > 1]
            if wrong:
                raise DrawError(f"{path}: {say('compare.odd')}: {', '.join(wrong[:5])}")
            return {info.filename: book.read(info) for info in infos}
    except _DAMAGED:
        raise DrawError(f"{path}: {say('compare.damaged')}") from None
