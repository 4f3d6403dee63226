"""A ZIP whose bytes follow from its members alone: sorted names, no compression, fixed times and modes (R53; PKWARE APPNOTE 6.3).

Written by hand and stored, not deflated, because library versions compress differently: the same members must give the same
file in ten years, and a copy can be compared with what it must be, header by header.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_UTF8: Final = 0x0800
_DAY: Final = 0x0021  # 1 January 1980, the first that a ZIP can say
_MODE: Final = 0o100644 << 16
_UNIX: Final = 3 << 8
_FULL16: Final = 0xFFFF
_FULL32: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member: its name, size, CRC-32 and the offset of its header."""

    name: str
    size: int
    crc: int
    offset: int


def in_order(names: Iterable[str]) -> list[str]:
    """Names as they follow one another in the file: by their UTF-8 bytes."""
    return sorted(names, key=str.encode)


def head(entry: Entry) -> bytes:
    """The bytes before a member's data."""
    name, large = entry.name.encode(), entry.size >= _FULL32
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if large else b""
    size = _FULL32 if large else entry.size
    version = 45 if large else 20
    fixed = (0x04034B50, version, _UTF8, 0, 0, _DAY, entry.crc, size, size, len(name), len(extra))
    return struct.pack("<IHHHHHIIIHH", *fixed) + name + extra


def _central(entry: Entry) -> bytes:
    name, wide = entry.name.encode(), b""
    size = offset = _FULL32
    if entry.size >= _FULL32:
        wide += struct.pack("<QQ", entry.size, entry.size)
    else:
        size = entry.size
    if entry.offset >= _FULL32:
        wide += struct.pack("<Q", entry.offset)
    else:
        offset = entry.offset
    extra = struct.pack("<HH", 1, len(wide)) + wide if wide else b""
    version = 45 if wide else 20
    fixed = (
        0x02014B50, _UNIX | version, version, _UTF8, 0, 0, _DAY, entry.crc, size, size,
        len(name), len(extra), 0, 0, 0, _MODE, offset,
    )  # fmt: skip
    return struct.pack("<IHHHHHHIIIHHHHHII", *fixed) + name + extra


def tail(entries: Iterable[Entry], start: int) -> Iterator[bytes]:
    """The directory at the end, which begins at offset `start`; ZIP64 where a number is too large for the old form."""
    count = size = 0
    for entry in entries:
        line = _central(entry)
        count, size = count + 1, size + len(line)
        yield line
    if count >= _FULL16 or size >= _FULL32 or start >= _FULL32:
        yield struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, _UNIX | 45, 45, 0, 0, count, count, size, start)
        yield struct.pack("<IIQI", 0x07064B50, 0, start + size, 1)
    short = min(count, _FULL16)
    yield struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, short, short, min(size, _FULL32), min(start, _FULL32), 0)


def zipped(members: Mapping[str, bytes]) -> Iterator[bytes]:
    """The file, piece by piece."""
    entries, offset = [], 0
    for name in in_order(members):
        data = members[name]
        entry = Entry(name=name, size=len(data), crc=zlib.crc32(data), offset=offset)
        first = head(entry)
        yield first
        yield data
        entries.append(entry)
        offset += len(first) + len(data)
    yield from tail(entries, offset)
