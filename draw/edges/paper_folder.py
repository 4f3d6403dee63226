"""Where documents of a session lie: DIR/sheets, private ones in DIR/sheets/private for the owner only (R50)."""

from pathlib import Path
from typing import Final

FOLDER: Final = "sheets"
PRIVATE: Final = "private"
REHEARSAL: Final = "REHEARSAL-"  # stands in front of every file name of a rehearsal


def folder_for(folder: Path, *, private: bool) -> Path:
    """The folder of the session's documents, made if need be."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    if private:
        target /= PRIVATE
        target.mkdir(mode=0o700, exist_ok=True)
        target.chmod(0o700)
    return target


def file_name(stem: str, suffix: str, *, rehearsal: bool) -> str:
    """The name of a document's file."""
    return f"{REHEARSAL if rehearsal else ''}{stem}.{suffix}"
