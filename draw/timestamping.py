"""Time-stamp requests and tokens over the hash of statement.txt (RFC 3161): what is asked, and whether an answer is to it.

The token's own signature is a matter for `openssl ts -verify` and the authority's certificate; here stands what needs neither:
that the token is for this text, answers this request, and what time it says.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from draw import der
from draw.errors import FormatError

_SHA256: Final = bytes.fromhex("0609608648016503040201")
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_TST_INFO: Final = bytes.fromhex("060b2a864886f70d0109100104")
NONCE_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a token says: of which bytes (SHA-256), to which request (nonce; None if it names none), when, under which serial."""

    imprint: str
    nonce: int | None
    time: str  # YYYYMMDDhhmmss[.f]Z, as in the token
    serial: int
    token: bytes  # the ContentInfo alone


def _algorithm() -> bytes:
    return der.write(der.SEQUENCE, _SHA256, der.write(der.NULL))


def request(text: bytes, nonce: int) -> bytes:
    """A TimeStampReq: SHA-256 of the text, a nonce, and the wish for the authority's certificate."""
    imprint = der.write(der.SEQUENCE, _algorithm(), der.write(der.OCTETS, sha256(text).digest()))
    wish = der.write(der.BOOLEAN, b"\xff")
    return der.write(der.SEQUENCE, der.write_integer(1), imprint, der.write_integer(nonce), wish)


def read_request(data: bytes, where: str) -> tuple[str, int]:
    """(SHA-256 asked for, nonce) of a request of ours. Raises FormatError for any other."""
    outer = der.Reader(data, where)
    body = outer.value(der.SEQUENCE).inside(where)
    outer.end()
    if body.integer() != 1:
        raise FormatError(where, "is not a request of version 1")
    imprint = _imprint(body.value(der.SEQUENCE), where)
    nonce = body.integer()
    if body.value(der.BOOLEAN).content != b"\xff":
        raise FormatError(where, "does not ask for the certificate")
    body.end()
    return imprint, nonce


def _imprint(value: der.Value, where: str) -> str:
    inside = value.inside(where)
    algorithm = inside.value(der.SEQUENCE).inside(where)
    if algorithm.value(der.OID).whole != _SHA256:
        raise FormatError(where, "is not over a SHA-256")
    if not algorithm.done():
        algorithm.value(der.NULL)
    algorithm.end()
    found = inside.value(der.OCTETS).content
    inside.end()
    if len(found) != 32:
        raise FormatError(where, "is not over a SHA-256")
    return found.hex()


def read_response(data: bytes, where: str) -> Token:
    """The token of a TimeStampResp, or of a bare token. Raises FormatError: refused by the authority, or not of the form."""
    outer = der.Reader(data, where)
    body = outer.value(der.SEQUENCE)
    outer.end()
    inside = body.inside(where)
    if inside.tag() == der.OID:
        return _token(body, where)
    status = inside.value(der.SEQUENCE).inside(where)
    code = status.integer()
    if code not in (0, 1):
        raise FormatError(where, f"the authority refused (status {code})")
    token = inside.value(der.SEQUENCE)
    inside.end()
    return _token(token, where)


def _token(value: der.Value, where: str) -> Token:
    info = value.inside(where)
    if info.value(der.OID).whole != _SIGNED_DATA:
        raise FormatError(where, "is not a signed token")
    wrapped = info.value(der.CONTEXT_0).inside(where, der.CONTEXT_0)
    signed = wrapped.value(der.SEQUENCE).inside(where)
    signed.integer()
    signed.value(der.SET)
    content = signed.value(der.SEQUENCE).inside(where)
    if content.value(der.OID).whole != _TST_INFO:
        raise FormatError(where, "holds no time stamp")
    octets = content.value(der.CONTEXT_0).inside(where, der.CONTEXT_0).value(der.OCTETS).content
    stamp = der.Reader(octets, where).value(der.SEQUENCE).inside(where)
    if stamp.integer() != 1:
        raise FormatError(where, "is not a time stamp of version 1")
    stamp.value(der.OID)
    imprint = _imprint(stamp.value(der.SEQUENCE), where)
    serial = stamp.integer()
    time = stamp.value(der.TIME).content.decode("ascii", errors="replace")
    if not (time.endswith("Z") and time[:14].isdigit() and len(time) >= 15):
        raise FormatError(where, "its time is not of the form YYYYMMDDhhmmssZ")
    if stamp.tag() == der.SEQUENCE:
        stamp.value()  # accuracy
    if stamp.tag() == der.BOOLEAN:
        stamp.value()  # ordering
    nonce = stamp.integer() if stamp.tag() == der.INTEGER else None
    return Token(imprint=imprint, nonce=nonce, time=time, serial=serial, token=value.whole)


def shown(time: str) -> str:
    """20260718093000Z as 2026-07-18T09:30:00Z."""
    return f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[8:10]}:{time[10:12]}:{time[12:]}"
