"""Files that are whole or not there after any crash: temp, write, fsync, rename, fsync of the folder."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """fsync a folder so that a rename in it survives a power cut; a no-op on Windows, which cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put `data` at `path`: afterwards there is the old file or the whole new one. `private`: readable by the owner only.

    Calls, in order: open temp, write, fsync, rename over, fsync folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(
        temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600 if private else 0o644
    )
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.replace(temp, path)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Delete the file if it is there, and make that durable."""
    path.unlink(missing_ok=True)
    if path.parent.exists():
        sync_folder(path.parent)
