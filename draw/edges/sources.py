"""Where a second machine reads the published files: the public side over HTTP, or a folder, e.g. a read-only medium.

Only names that a record can have are ever asked for (SPEC §2); a server is trusted with nothing, not even with its size.
"""

import errno
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote, urlsplit

from draw.edges import folder
from draw.edges.record_names import of_record
from draw.errors import DrawError
from draw.hashing import digest
from draw.words import say

MOST_BYTES: Final = 1 << 30  # a file larger than this is no file of a record that a laptop could check
TIMEOUT: Final = 10.0  # seconds without a byte
DEADLINE: Final = 600.0  # seconds a file
_CHUNK: Final = 1 << 20


class Unreachable(DrawError):
    """The source does not answer; it is asked again."""


class Source(Protocol):
    """Where files come from. Methods raise Unreachable."""

    def fetch(self, name: str, known: bytes | None) -> bytes | None:
        """The bytes of a file; `known` itself if it has not changed; None if there is no such file."""

    def odd(self) -> list[str]:
        """What lies there that no record holds."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **more: object) -> None:
        return None


def opener() -> urllib.request.OpenerDirector:
    """No proxy, no redirect, no cookie, no other scheme than http."""
    director = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        _NoRedirect(),
    ):
        director.add_handler(handler)
    return director


def base_of(url: str) -> str:
    """http://host:port without a path. Raises DrawError for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme != "http" or not parts.hostname or parts.username or parts.path not in ("", "/") or parts.query:
        raise DrawError(say("second.url", url=url))
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"http://{host}" + (f":{port}" if port else "")


class Web:
    """The public side of the ceremony."""

    def __init__(self, url: str) -> None:
        self.base = base_of(url)
        self._opener = opener()

    def fetch(self, name: str, known: bytes | None) -> bytes | None:
        """See Source. The public side's tag of a file is its hash, so an unchanged one is not sent again."""
        request = urllib.request.Request(f"{self.base}/record/{quote(name)}")
        if known is not None:
            request.add_header("If-None-Match", f'"{digest(known)}"')
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                data = b"".join(_pieces(answer, name))
                length = answer.headers.get("Content-Length")
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 304:
                return known
            if error.code == 404:
                return None
            raise Unreachable(f"{self.base}: HTTP {error.code}") from None
        except (OSError, ValueError, urllib.error.URLError) as error:
            raise Unreachable(f"{self.base}: {type(error).__name__}") from None
        except Exception as error:  # http.client has errors of its own for what is no HTTP
            raise Unreachable(f"{self.base}: {type(error).__name__}") from None
        if length is not None and length.isascii() and length.isdigit() and int(length) != len(data):
            raise Unreachable(f"{self.base}: {name} was cut off")
        return data

    def odd(self) -> list[str]:
        """Nothing: only names of a record are asked for."""
        return []


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _pieces(answer: _Readable, name: str) -> Iterator[bytes]:
    """The body, at most so long and so slow. Raises Unreachable."""
    size, until = 0, time.monotonic() + DEADLINE
    while piece := answer.read(_CHUNK):
        size += len(piece)
        if size > MOST_BYTES or time.monotonic() > until:
            raise Unreachable(f"{name}: too large or too slow")
        yield piece


class Medium:
    """A folder: a medium that was burnt, a stick, a share."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fetch(self, name: str, known: bytes | None) -> bytes | None:
        """See Source. A link is no file of a record."""
        path = self._path / name
        try:
            if any(p.is_symlink() for p in (path, *path.parents) if p == path or self._path in p.parents):
                return None
            if not path.is_file() or path.stat().st_size > MOST_BYTES:
                if not self._path.is_dir():
                    raise Unreachable(f"{self._path}: {os.strerror(errno.ENOENT)}")
                return None
            return path.read_bytes()
        except OSError as error:
            raise Unreachable(f"{self._path}: {error.strerror}") from None

    def odd(self) -> list[str]:
        """Files and links that no record holds."""
        try:
            files, odd = folder.read_record(self._path)
        except DrawError:
            return []
        return sorted([*odd, *(name for name in files if not of_record(name))])


def of(text: str) -> Source:
    """The source that SOURCE names: an address, or a folder. Raises DrawError."""
    if "://" in text:
        return Web(text)
    path = Path(text)
    if not path.is_dir():
        raise DrawError(say("second.source", source=text))
    return Medium(path)
