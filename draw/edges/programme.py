"""Session and record folders on disk -> what the programme page is made of (SPEC §14)."""

import os
from pathlib import Path

from draw.chaining.programme import SHEET, Source
from draw.edges import folder
from draw.errors import DrawError
from draw.words import say


def source(path: Path, page: Path) -> Source:
    """The Source of a session folder or a record folder; its record is linked if it lies below the page's folder.

    Raises DrawError for a folder that is neither.
    """
    if not path.is_dir():
        raise DrawError(f"{path}: {say('edge.no_such_folder')}")
    files: dict[str, bytes] = {}
    record = path if (path / "notice.json").is_file() else path / "public"
    if (record / "notice.json").is_file():
        files, _ = folder.read_record(record)
    if record != path and (path / SHEET).is_file():
        files[SHEET] = (path / SHEET).read_bytes()
    if not files:
        raise DrawError(f"{path}: {say('edge.neither_session_folder_nor_record')}")
    return Source(name=path.name, files=files, href=_href(record, page) if record.is_dir() else "")


def _href(record: Path, page: Path) -> str:
    try:
        relative = Path(os.path.relpath(record.resolve(), page.resolve().parent))
    except ValueError:  # another drive
        return ""
    return "" if relative.parts[:1] == ("..",) else f"{relative.as_posix()}/"
