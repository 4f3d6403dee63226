"""Signatures made with `ssh-keygen -Y sign -n public-draw`: Ed25519 and ECDSA P-256 (OpenSSH PROTOCOL.sshsig)."""

import base64
import binascii
import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from draw import signing
from draw.errors import FormatError

NAMESPACE: Final = "public-draw"
_MAGIC: Final = b"SSHSIG"
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
_END: Final = "-----END SSH SIGNATURE-----"
_ED25519: Final = b"ssh-ed25519"
_P256: Final = b"ecdsa-sha2-nistp256"


class Wire:
    """Reads SSH strings (RFC 4251 §5). Raises FormatError."""

    def __init__(self, data: bytes, where: str) -> None:
        self._rest = data
        self._where = where

    def raw(self, size: int) -> bytes:
        """So many bytes."""
        if len(self._rest) < size:
            raise FormatError(self._where, "is cut off")
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def number(self) -> int:
        """A uint32."""
        return int.from_bytes(self.raw(4), "big")

    def string(self) -> bytes:
        """A string."""
        return self.raw(self.number())

    def mpint(self) -> int:
        """A positive mpint in its shortest form."""
        data = self.string()
        if not data or data[0] & 0x80 or (data[0] == 0 and not (len(data) > 1 and data[1] & 0x80)):
            raise FormatError(self._where, "a number is not in its shortest form")
        return int.from_bytes(data, "big")

    def end(self) -> None:
        """Raises FormatError if anything follows."""
        if self._rest:
            raise FormatError(self._where, "something follows the end")


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _base64(text: str, where: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise FormatError(where, "is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise FormatError(where, "is not base64 in its one spelling")
    return raw


def read_key(data: bytes, where: str) -> bytes:
    """The key blob of a one-line .pub file. Raises FormatError."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise FormatError(where, "is not UTF-8") from None
    words = text.rstrip("\r\n").split(" ", 2)
    if "\n" in text.rstrip("\r\n") or len(words) < 2:
        raise FormatError(where, "is not one line of an OpenSSH public key")
    blob = _base64(words[1], where)
    if Wire(blob, where).string() != words[0].encode():
        raise FormatError(where, "its two names of the kind of key differ")
    return blob


def fingerprint(blob: bytes) -> str:
    """As `ssh-keygen -l` shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def verify(key: bytes, text: bytes, signature: bytes, where: str) -> str:
    """The kind of key if the signature over `text`, in our namespace, is by `key`. Raises FormatError with what is wrong."""
    blob = read_key(key, where)
    wire = Wire(_unarmoured(signature, where), where)
    if wire.raw(len(_MAGIC)) != _MAGIC or wire.number() != 1:
        raise FormatError(where, "is not an OpenSSH signature of version 1")
    if wire.string() != blob:
        raise FormatError(where, "is by another key")
    space = wire.string()
    if space != NAMESPACE.encode():
        raise FormatError(where, f"its namespace is not {NAMESPACE}")
    reserved, algorithm, inner = wire.string(), wire.string(), wire.string()
    wire.end()
    if algorithm not in (b"sha256", b"sha512"):
        raise FormatError(where, "its hash is neither sha256 nor sha512")
    hashed = hashlib.new(algorithm.decode(), text).digest()
    signed = _MAGIC + _string(space) + _string(reserved) + _string(algorithm) + _string(hashed)
    return _by_kind(blob, signed, inner, where)


def _unarmoured(data: bytes, where: str) -> bytes:
    try:
        lines = data.decode("ascii").replace("\r\n", "\n").rstrip("\n").split("\n")
    except UnicodeDecodeError:
        raise FormatError(where, "is not an OpenSSH signature") from None
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        raise FormatError(where, "is not an OpenSSH signature")
    return _base64("".join(lines[1:-1]), where)


def _by_kind(blob: bytes, signed: bytes, inner: bytes, where: str) -> str:
    key, value = Wire(blob, where), Wire(inner, where)
    kind = key.string()
    if kind not in (_ED25519, _P256):
        raise FormatError(where, f"keys of kind {kind.decode(errors='replace')[:40]!r} cannot be checked here")
    if value.string() != kind:
        raise FormatError(where, "is no signature of that kind of key")
    made = value.string()
    value.end()
    if kind == _ED25519:
        public = key.string()
        key.end()
        if len(public) == 32 and signing.verify(public.hex(), signed, made):
            return "OpenSSH Ed25519"
        raise FormatError(where, "does not verify")
    _ecdsa(key, signed, made, where)
    return "OpenSSH ECDSA P-256"


def _ecdsa(key: Wire, signed: bytes, made: bytes, where: str) -> None:
    curve, point = key.string(), key.string()
    key.end()
    numbers = Wire(made, where)
    r, s = numbers.mpint(), numbers.mpint()
    numbers.end()
    if curve != b"nistp256":
        raise FormatError(where, "is not a P-256 key")
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        raise FormatError(where, "does not verify") from None
