"""DER, as little of it as time stamps need: a strict reader and a writer of tagged values (X.690 §8, §10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from draw.errors import FormatError

BOOLEAN: Final = 0x01
INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTETS: Final = 0x04
NULL: Final = 0x05
OID: Final = 0x06
TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31
CONTEXT_0: Final = 0xA0


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One tag-length-value: its tag byte, its content, and all its bytes."""

    tag: int
    content: bytes
    whole: bytes

    def inside(self, where: str, tag: int = SEQUENCE) -> "Reader":
        """A reader of the values in it. Raises FormatError if it has another tag."""
        if self.tag != tag:
            raise FormatError(where, f"tag {self.tag:02x} where {tag:02x} belongs")
        return Reader(self.content, where)


class Reader:
    """Reads values one after the other. Raises FormatError for what is no DER or not what is asked for."""

    def __init__(self, data: bytes, where: str) -> None:
        self._data = data
        self._at = 0
        self._where = where

    def __iter__(self) -> Iterator[Value]:
        while not self.done():
            yield self.value()

    def done(self) -> bool:
        """True after the last value."""
        return self._at == len(self._data)

    def tag(self) -> int:
        """The tag of the next value; -1 at the end."""
        return -1 if self.done() else self._data[self._at]

    def value(self, tag: int = -1) -> Value:
        """The next value, of this tag if one is given; shortest lengths, one-byte tags, no indefinite form."""
        begin, data = self._at, self._data
        if len(data) - begin < 2 or (tag >= 0 and data[begin] != tag) or data[begin] & 0x1F == 0x1F:
            raise FormatError(self._where, f"byte {begin}: no value of the tag that belongs here")
        size, at = data[begin + 1], begin + 2
        if size & 0x80:
            count = size & 0x7F
            digits = data[at : at + count]
            size, at = int.from_bytes(digits, "big"), at + count
            if not 1 <= count <= 4 or len(digits) < count or digits[0] == 0 or size < 0x80:
                raise FormatError(self._where, f"byte {begin}: no DER length")
        if at + size > len(data):
            raise FormatError(self._where, f"byte {begin}: goes beyond the end")
        self._at = at + size
        return Value(tag=data[begin], content=data[at : self._at], whole=data[begin : self._at])

    def integer(self) -> int:
        """The next value, an INTEGER in its shortest form."""
        content = self.value(INTEGER).content
        if not content or (len(content) > 1 and (content[0], content[1] >> 7) in ((0, 0), (0xFF, 1))):
            raise FormatError(self._where, "an integer is not in its shortest form")
        return int.from_bytes(content, "big", signed=True)

    def end(self) -> None:
        """Raises FormatError if anything follows."""
        if not self.done():
            raise FormatError(self._where, f"byte {self._at}: something follows the end")


def write(tag: int, *parts: bytes) -> bytes:
    """One value with this content."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    digits = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + body


def write_integer(number: int) -> bytes:
    """An INTEGER ≥ 0 in its shortest form."""
    return write(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))
