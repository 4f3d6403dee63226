"""minisign: public keys and signatures, prehashed (ED) and legacy (Ed), with the trusted comment (jedisct1/minisign)."""

import base64
import binascii
import hashlib
from typing import Final

from draw import signing
from draw.errors import FormatError

_UNTRUSTED: Final = "untrusted comment: "
_TRUSTED: Final = "trusted comment: "


def _lines(data: bytes, where: str, count: int) -> list[str]:
    try:
        lines = data.decode("utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise FormatError(where, "is not UTF-8") from None
    lines = lines[:-1] if lines[-1] == "" else lines
    if len(lines) != count or not lines[0].startswith(_UNTRUSTED):
        raise FormatError(where, "is not of minisign's form")
    return lines


def _decoded(text: str, size: int, where: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != size or base64.b64encode(raw).decode() != text:
        raise FormatError(where, "is not of minisign's form")
    return raw


def read_key(data: bytes, where: str) -> tuple[bytes, str]:
    """(key id of eight bytes, public key as 64 hex digits) of a .pub file. Raises FormatError."""
    raw = _decoded(_lines(data, where, 2)[1], 42, where)
    if raw[:2] != b"Ed":
        raise FormatError(where, "is not a minisign public key")
    return raw[2:10], raw[10:].hex()


def verify(key: bytes, text: bytes, signature: bytes, where: str) -> str:
    """The trusted comment if the signature over `text` is by `key`. Raises FormatError with what is wrong."""
    key_id, public = read_key(key, where)
    lines = _lines(signature, where, 4)
    raw, last = _decoded(lines[1], 74, where), _decoded(lines[3], 64, where)
    if raw[:2] not in (b"Ed", b"ED") or not lines[2].startswith(_TRUSTED):
        raise FormatError(where, "is not a minisign signature")
    if raw[2:10] != key_id:
        raise FormatError(where, "is by another key")
    signed = text if raw[:2] == b"Ed" else hashlib.blake2b(text).digest()
    if not signing.verify(public, signed, raw[10:]):
        raise FormatError(where, "does not verify")
    comment = lines[2].removeprefix(_TRUSTED)
    if not signing.verify(public, raw[10:] + comment.encode(), last):
        raise FormatError(where, "its trusted comment does not verify")
    return comment
