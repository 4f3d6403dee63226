"""Texts whole as QR codes that a phone reads off paper: the statement with its signature, a family's slip (SPEC §15, R49)."""

from enum import Enum
from typing import Final

from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M  # type: ignore[import-untyped]
from qrcode.main import QRCode  # type: ignore[import-untyped]
from qrcode.util import BIT_LIMIT_TABLE, MODE_8BIT_BYTE, QRData  # type: ignore[import-untyped]

from draw.errors import SheetError

QUIET: Final = 4  # blank modules on every side, ISO/IEC 18004
_MASK: Final = 0  # any mask reads alike; trying all eight takes six times as long


def statement_text(statement: bytes, signature: bytes) -> bytes:
    """What the code holds: statement.txt, then the line `statement.sig <128 hex>`, ended by LF like all lines."""
    return statement + f"statement.sig {signature.hex()}\n".encode()


class Level(Enum):
    """How much of the code may be dirty: L about 7 in 100, M about 15."""

    L = ERROR_CORRECT_L
    M = ERROR_CORRECT_M


def _version(length: int, level: Level) -> int:
    """The smallest version for so many bytes, 0 if there is none (ISO/IEC 18004: 4 bits of mode, 8 or 16 of length)."""
    sizes = enumerate(BIT_LIMIT_TABLE[level.value])
    return next((v for v, bits in sizes if v and 4 + (8 if v < 10 else 16) + 8 * length <= bits), 0)


def side(length: int, level: Level) -> int:
    """Modules a side, without the quiet zone, of the code for so many bytes; 0 if no code holds them."""
    version = _version(length, level)
    return 17 + 4 * version if version else 0


def runs(content: bytes, level: Level = Level.M) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """The code as (modules a side without the quiet zone, black runs (column, row, columns)).

    Raises:
        SheetError: more bytes than one code holds: 2,331 at level M, 2,953 at level L.
    """
    version = _version(len(content), level)
    if not version:
        most = (BIT_LIMIT_TABLE[level.value][-1] - 20) // 8
        raise SheetError(f"a QR code of level {level.name} holds at most {most} bytes, not {len(content)}")
    code = QRCode(version=version, error_correction=level.value, mask_pattern=_MASK, border=0)
    code.add_data(QRData(content, mode=MODE_8BIT_BYTE), optimize=0)
    code.make(fit=False)
    found = []
    for row, cells in enumerate(code.modules):
        start = -1
        for column, black in enumerate([*cells, False]):
            if black and start < 0:
                start = column
            elif not black and start >= 0:
                found.append((start, row, column - start))
                start = -1
    return code.modules_count, tuple(found)
