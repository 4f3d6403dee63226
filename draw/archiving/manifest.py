"""MANIFEST.sha256 and MANIFEST.sm3: every file of an archive under two algorithms, in the form of `sha256sum -c` (R53)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from draw import sm3
from draw.errors import FormatError
from draw.hashing import digest

SHA256: Final = "MANIFEST.sha256"
SM3: Final = "MANIFEST.sm3"
LONGEST_PART: Final = 200  # bytes of UTF-8; every common file system takes 255
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_BAD: Final = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"\\|?*]')
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def portable(path: str) -> bool:
    """True if every common system can hold a file of this relative path: NFC, no device, nothing that Windows refuses."""
    if path != unicodedata.normalize("NFC", path) or _BAD.search(path):
        return False
    return all(
        part not in ("", ".", "..")
        and part[0] not in " -"
        and part[-1] not in " ."
        and len(part.encode()) <= LONGEST_PART
        and not _DEVICE.fullmatch(part)
        for part in path.split("/")
    )


def write(sums: Mapping[str, str]) -> bytes:
    """The lines `<value>  <path>`, sorted by path."""
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums, key=str.encode)).encode()


def read(data: bytes, where: str) -> dict[str, str]:
    """Path -> value. Raises FormatError for any other form, an unsorted, repeated or unportable path."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise FormatError(where, "is not UTF-8") from None
    found: dict[str, str] = {}
    last = b""
    for n, line in enumerate(text.split("\n")[:-1], start=1):
        parts = _LINE.fullmatch(line)
        if parts is None or not portable(parts.group(2)):
            raise FormatError(where, f"line {n} is not '<value>  <path>'")
        path = parts.group(2)
        if path.encode() <= last:
            raise FormatError(where, f"line {n}: paths are not sorted, or one stands twice")
        last, found[path] = path.encode(), parts.group(1)
    if not text.endswith("\n"):
        raise FormatError(where, "does not end with a line feed")
    return found


def with_manifests(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files and their manifests; MANIFEST.sha256 lists MANIFEST.sm3 too, which is left out where there is no SM3.

    Raises FormatError for a path that not every system can hold, or two that differ only in case.
    """
    _fit(files)
    result = dict(files)
    second = {path: sm3.digest(data) for path, data in files.items()}
    known = {path: value for path, value in second.items() if value is not None}
    if len(known) == len(files):
        result[SM3] = write(known)
    result[SHA256] = write({path: digest(data) for path, data in result.items()})
    return result


def _fit(paths: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for path in paths:
        if not portable(path) or path in (SHA256, SM3):
            raise FormatError(path, "is no name that every system can hold")
        twin = seen.setdefault(path.casefold(), path)
        if twin != path:
            raise FormatError(path, f"differs only in case from {twin}")
