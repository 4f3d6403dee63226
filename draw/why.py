"""A reason of results.csv in words, as it is meant in its draw: a shortlist admits nobody (SPEC §8, R20)."""

from draw.words import pair

_LISTED = {"RANK": "reason.LISTED", "NEXT_FITS": "reason.LISTED_NEXT", "BUNDLE_SKIPPED": "reason.LIST_SKIPPED"}


def why(reason: str, kind: str) -> tuple[str, str]:
    """(Chinese, English) of a reason given by a draw of this kind."""
    if kind == "shortlist" and reason in _LISTED:
        return pair(_LISTED[reason])
    return pair(f"reason.{reason}")
