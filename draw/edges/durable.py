"""Files that are whole or not there after any crash: temp, write, fsync, rename, fsync of the folder."""

import os
import threading
from pathlib import Path

FOLDERS_SYNC = os.name != "nt"


def sync_folder(folder: Path) -> None:
    """fsync a folder so that a rename in it survives a power cut; a no-op on Windows, which cannot open folders."""
    if not FOLDERS_SYNC:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, data: bytes, *, private: bool = False, temp: Path | None = None) -> None:
    """Put `data` at `path`: afterwards there is the old file or the whole new one. `private`: for the owner only.

    `temp`: a folder on the same file system for the unfinished file, so that a crash leaves nothing beside `path`.
    Calls, in order: open temp, write, fsync, rename over, fsync folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = temp or path.parent
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{path.name}.{os.getpid()}.{threading.get_ident()}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    handle = os.open(part, flags, 0o600 if private else 0o644)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, path)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Delete the file if it is there, and make that durable."""
    path.unlink(missing_ok=True)
    if path.parent.exists():
        sync_folder(path.parent)
