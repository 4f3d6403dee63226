"""Every kind of document, in the order in which a ceremony needs them (R49)."""

from typing import Final

from draw.sheets import (
    amendment,
    board,
    classes,
    envelope,
    from_record,
    letters,
    listing,
    minutes,
    notice,
    seats,
    slips,
    statistics,
    transcript,
    void,
)
from draw.sheets.document import Kind

KINDS: Final[tuple[Kind, ...]] = (
    notice.KIND,
    slips.KIND,
    envelope.KIND,
    board.KIND,
    transcript.KIND,
    minutes.KIND,
    void.KIND,
    from_record.KIND,
    listing.ANNOUNCEMENT,
    listing.ROLL,
    listing.WAITING,
    classes.KIND,
    classes.WHOLE,
    seats.KIND,
    seats.WHOLE,
    letters.KIND,
    statistics.KIND,
    amendment.KIND,
)


def kind(key: str) -> Kind | None:
    """The kind of that key, or None."""
    return next((one for one in KINDS if one.key == key), None)
