"""Sums of video files beside an archive, FILE.zip.videos.txt, and their check (R53)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from draw.archiving import videos
from draw.edges import copies, durable
from draw.edges.ambient import Ambient
from draw.edges.shelf import chunks
from draw.errors import DrawError
from draw.hashing import digest
from draw.words import say

SUFFIX: Final = ".videos.txt"


def list_of(archive: Path) -> Path:
    """Where the list of an archive lies."""
    return archive.with_name(archive.name + SUFFIX)


def add(archive: Path, files: Sequence[Path], ambient: Ambient) -> str:
    """Measure the files and write them into the archive's list. -> hash of the list, for the paper.

    A file that is listed already must be the same. Raises DrawError: the archive is damaged, or two files have one name.
    """
    code = copies.code_of(archive)
    target = list_of(archive)
    known = {}
    session, time = copies.session_of(archive), ambient.now(1)
    if target.exists():
        before = _read(target, code)
        known, time = {video.name: video for video in before.videos}, before.time
    for path in files:
        found = videos.measure(path.name, chunks(path))
        if path.name in known and known[path.name] != found:
            raise DrawError(f"{path}: {say('archive.other_video')}")
        known[path.name] = found
    if not target.exists() or len(known) > len(_read(target, code).videos):
        listed = videos.Videos(session=session, archive=code, time=time, videos=tuple(known.values()))
        data = videos.write(listed)
        videos.read(data, target.name)
        durable.write(target, data)
    return digest(target.read_bytes())


def _read(target: Path, code: str) -> videos.Videos:
    found = videos.read(target.read_bytes(), target.name)
    if found.archive != code:
        raise DrawError(f"{target}: {say('archive.video_of_other')}")
    return found


def faults(archive: Path, files: Sequence[Path], code: str) -> list[tuple[Path, str]]:
    """(file, first differences) of those that are not as listed; the reason is "" for one that is not listed at all."""
    listed = {video.name: video for video in _read(list_of(archive), code).videos}
    found = []
    for path in files:
        if path.name not in listed:
            found.append((path, ""))
        elif different := videos.difference(listed[path.name], videos.measure(path.name, chunks(path))):
            found.append((path, different))
    return found
