"""What only a holder of the vault's data key can have written: canonical JSON with an HMAC-SHA-256 over it.

The HMAC key is derived from the data key, so that the one that encrypts rows and objects is used for nothing else.
"""

import hmac
from typing import Any, Final

from draw import encoding
from draw.encoding import HASH, matches
from draw.errors import FormatError

_STAMP: Final = "stamp"


def _stamp(value: dict[str, Any], key: bytes) -> str:
    derived = hmac.digest(key, b"stamp1", "sha256")
    return hmac.digest(derived, encoding.canonical_json(value), "sha256").hex()


def write(value: dict[str, Any], key: bytes) -> bytes:
    """The bytes of the value with its stamp."""
    return encoding.canonical_json({**value, _STAMP: _stamp(value, key)})


def unproven(data: bytes, where: str) -> dict[str, Any]:
    """The value of such bytes, its stamp not looked at: the key may first have to be found by what it says."""
    value = encoding.strict_json(data, where)
    if not isinstance(value, dict) or not matches(HASH, value.get(_STAMP)):
        raise FormatError(where, "has no stamp")
    return {name: value[name] for name in value if name != _STAMP}


def read(data: bytes, key: bytes, where: str) -> dict[str, Any]:
    """The value of such bytes. Raises FormatError for another form, another key or anything changed."""
    value = unproven(data, where)
    if not hmac.compare_digest(encoding.strict_json(data, where)[_STAMP], _stamp(value, key)):
        raise FormatError(where, "is not of this session, or was changed")
    return value
