"""Requests and answers as bytes: the few forms of HTTP/1.1 that this side speaks (RFC 9112), everything else refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, unquote_to_bytes

from web.headers import POLICY, words

MOST_HEAD: Final = 8192  # bytes of a request with all its headers
_MOST_FIELDS: Final = 64
_LINE: Final = re.compile(r"([A-Z]{1,16}) ([!-~]+) HTTP/1\.([01])")
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE: Final = re.compile(r"[\t -~\x80-\xff]*")
_ONCE: Final = frozenset({"host", "content-length", "transfer-encoding"})


@cache
def _strict(policy: str) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in words(policy, "no-referrer"))


class Refused(Exception):
    """A request that is not answered but by its status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: header names are lower case, `path` is decoded."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    head: bool = False
    keep: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer; `body` may be shared by many."""

    status: HTTPStatus = HTTPStatus.OK
    kind: str = "text/html; charset=utf-8"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    policy: str = POLICY
    first: int = 0  # part of the body that is sent
    last: int | None = None


def parse(head: bytes) -> Request:
    """What stands before the empty line. Raises Refused: other methods, bodies, and whatever two readers could read in two ways."""
    text = head.decode("latin-1")
    line, *fields = text.split("\r\n")
    found = _LINE.fullmatch(line)
    if found is None or len(fields) > _MOST_FIELDS:
        raise Refused(HTTPStatus.BAD_REQUEST)
    method, target, minor = found.groups()
    headers = _fields(fields)
    if minor == "1" and "host" not in headers:
        raise Refused(HTTPStatus.BAD_REQUEST)
    if method not in ("GET", "HEAD"):
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    path, query = _target(target)
    keep = minor == "1" and "close" not in [part.strip().lower() for part in headers.get("connection", "").split(",")]
    return Request(path=path, query=query, headers=headers, head=method == "HEAD", keep=keep)


def _fields(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not (colon and _NAME.fullmatch(name) and _VALUE.fullmatch(value)):
            raise Refused(HTTPStatus.BAD_REQUEST)
        name, value = name.lower(), value.strip(" \t")
        if name in headers and name in _ONCE:
            raise Refused(HTTPStatus.BAD_REQUEST)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _target(target: str) -> tuple[str, dict[str, str]]:
    """Path and query; a phone that asks whether it is online may name the whole address."""
    if not target.startswith("/"):
        scheme, _, rest = target.partition("://")
        if scheme.lower() != "http" or not rest:
            raise Refused(HTTPStatus.BAD_REQUEST)
        target = f"/{rest.partition('/')[2]}"
    path, _, query = target.partition("#")[0].partition("?")
    try:
        return unquote_to_bytes(path).decode("utf-8"), dict(parse_qsl(query, max_num_fields=16))
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST) from None


def part(answer: Answer, request: Request) -> Answer:
    """The answer as these conditions and this range want it: 304, 206 or 416 where they apply (RFC 9110 §13, §14)."""
    tag = answer.headers.get("ETag")
    if answer.status is not HTTPStatus.OK or tag is None:
        return answer
    known = request.headers.get("if-none-match", "")
    if known.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return Answer(status=HTTPStatus.NOT_MODIFIED, kind=answer.kind, headers=answer.headers)
    wanted = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", request.headers.get("range", ""))
    if wanted is None or not any(wanted.groups()) or request.headers.get("if-range", tag) != tag:
        return answer
    size = len(answer.body)
    if wanted[1]:
        first, last = int(wanted[1]), min(int(wanted[2] or size), size - 1)
    else:
        first, last = max(0, size - int(wanted[2])), size - 1
    if first > last:
        if wanted[1] and wanted[2] and int(wanted[2]) < first:
            return answer  # no range at all
        headers = {**answer.headers, "Content-Range": f"bytes */{size}"}
        return Answer(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, kind="text/plain", headers=headers)
    headers = {**answer.headers, "Content-Range": f"bytes {first}-{last}/{size}"}
    partial = HTTPStatus.PARTIAL_CONTENT
    return Answer(status=partial, kind=answer.kind, body=answer.body, headers=headers, first=first, last=last + 1)


def pieces(answer: Answer) -> memoryview:
    """The bytes of the body that are sent."""
    return memoryview(answer.body)[answer.first : answer.last]


def head(answer: Answer, *, keep: bool, length: int | None) -> bytes:
    """Status line and headers. `length` None: the body goes on until the connection ends."""
    lines = [f"HTTP/1.1 {answer.status.value} {answer.status.phrase}", f"Date: {formatdate(usegmt=True)}"]
    if answer.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        lines.append(f"Content-Type: {answer.kind}")
        if length is not None:
            lines.append(f"Content-Length: {length}")
    lines += [f"{name}: {value}" for name, value in {"Cache-Control": "no-store", **answer.headers}.items()]
    lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
    return ("\r\n".join(lines) + "\r\n" + _strict(answer.policy) + "\r\n").encode("latin-1")
