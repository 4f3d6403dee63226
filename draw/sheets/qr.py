"""The statement and its signature whole, as a QR code that a phone reads off paper (SPEC §10, R49)."""

from typing import Final

from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]
from qrcode.main import QRCode  # type: ignore[import-untyped]
from qrcode.util import MODE_8BIT_BYTE, QRData  # type: ignore[import-untyped]

from draw.errors import SheetError

QUIET: Final = 4  # blank modules on every side, ISO/IEC 18004
_MASK: Final = 0  # any mask reads alike; trying all eight takes six times as long


def statement_text(statement: bytes, signature: bytes) -> bytes:
    """What the code holds: statement.txt, then the line `statement.sig <128 hex>`, ended by LF like all lines."""
    return statement + f"statement.sig {signature.hex()}\n".encode()


def runs(content: bytes) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """The code as (modules a side without the quiet zone, black runs (column, row, columns)), error level M.

    Raises:
        SheetError: more than 2,331 bytes, the most that one code of level M holds.
    """
    if len(content) > 2331:
        raise SheetError(f"a QR code of level M holds at most 2331 bytes, not {len(content)}")
    code = QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=_MASK, border=0)
    code.add_data(QRData(content, mode=MODE_8BIT_BYTE), optimize=0)
    code.make(fit=True)
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
