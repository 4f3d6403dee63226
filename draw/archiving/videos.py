"""The sums of large files (video), in parts, for one archive: FILE.zip.videos.txt beside it (R53).

A recording is hashed in parts of 64 MiB, so that a damaged one is named by the part and the rest stays evidence. The list
stands beside the archive because recordings come after it, and an amendment of SPEC §13 holds only what happens to places.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from draw import sm3
from draw.encoding import HASH, label_problem, matches, strict_lines, text_file
from draw.errors import FormatError

PART: Final = 64 << 20
_FILE: Final = re.compile(r"file ([0-9]+) ([0-9a-f]{64}) ([0-9a-f]{64}|none) (.+)")
_PART: Final = re.compile(r"part ([0-9]+) ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """One file: name, bytes, SHA-256 and SM3 ("none" where the machine had none) of the whole, SHA-256 of each part."""

    name: str
    size: int
    sha256: str
    sm3: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Videos:
    """The list: for the archive of this code (the hash of its MANIFEST.sha256)."""

    session: str
    archive: str
    time: str
    videos: tuple[Video, ...]


def measure(name: str, pieces: Iterable[bytes]) -> Video:
    """The sums of one file, given in pieces of any size."""
    whole, second, part = sha256(), sm3.begin(), sha256()
    size, room, parts = 0, PART, []
    for piece in pieces:
        whole.update(piece)
        if second is not None:
            second.update(piece)
        size += len(piece)
        rest = memoryview(piece)
        while rest:
            part.update(rest[:room])
            taken = min(room, len(rest))
            rest, room = rest[taken:], room - taken
            if not room:
                parts.append(part.hexdigest())
                part, room = sha256(), PART
    if room != PART or not parts:
        parts.append(part.hexdigest())
    other = second.finalize().hex() if second is not None else "none"
    return Video(name=name, size=size, sha256=whole.hexdigest(), sm3=other, parts=tuple(parts))


def write(found: Videos) -> bytes:
    """The bytes of the list."""
    lines = [f"videos1 {found.session}", f"archive {found.archive}", f"time {found.time}", f"part-size {PART}"]
    for video in sorted(found.videos, key=lambda v: v.name.encode()):
        lines.append(f"file {video.size} {video.sha256} {video.sm3} {video.name}")
        lines += [f"part {n} {value}" for n, value in enumerate(video.parts, start=1)]
    return text_file(lines)


def read(data: bytes, where: str) -> Videos:
    """Raises FormatError for any other form."""
    lines = strict_lines(data, where)
    heads = [line.split(" ", 1) for line in lines[:4]]
    if [h[0] for h in heads] != ["videos1", "archive", "time", "part-size"] or any(len(h) != 2 for h in heads):
        raise FormatError(where, "does not begin as a list of videos")
    if not matches(HASH, heads[1][1]) or heads[3][1] != str(PART):
        raise FormatError(where, "archive or part-size is not of the form")
    videos: list[Video] = []
    parts: list[str] = []
    for n, line in enumerate([*lines[4:], ""], start=5):
        file, part = _FILE.fullmatch(line), _PART.fullmatch(line)
        if part is not None and videos and int(part.group(1)) == len(parts) + 1:
            parts.append(part.group(2))
            continue
        if videos:
            last = videos[-1]
            if len(parts) != max(1, -(-last.size // PART)):
                raise FormatError(where, f"line {n}: {last.name} has not the parts of its size")
            videos[-1] = replace(last, parts=tuple(parts))
        if file is not None:
            if label_problem(file.group(4)):
                raise FormatError(where, f"line {n}: {label_problem(file.group(4))}")
            parts = []
            videos.append(
                Video(name=file.group(4), size=int(file.group(1)), sha256=file.group(2), sm3=file.group(3), parts=())
            )
        elif line:
            raise FormatError(where, f"line {n} is neither a file nor its next part")
    return Videos(session=heads[0][1], archive=heads[1][1], time=heads[2][1], videos=tuple(videos))


def difference(listed: Video, here: Video) -> str:
    """What differs between a file as listed and as it is; "" if nothing."""
    if listed.sha256 == here.sha256 and listed.parts == here.parts and "none" not in (listed.sm3, here.sm3):
        return "" if listed.sm3 == here.sm3 else "SM3"
    wrong = [n for n, (a, b) in enumerate(zip(listed.parts, here.parts, strict=False), start=1) if a != b]
    if listed.size != here.size:
        return f"{here.size} bytes, {listed.size} listed" + (f"; part {wrong[0]}" if wrong else "")
    if wrong:
        return "part " + ", ".join(map(str, wrong))
    return "" if listed.sha256 == here.sha256 else "SHA-256"
