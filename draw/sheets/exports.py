"""Which kinds of documents have a list beside them for spreadsheet programs, and its tables (R49)."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from draw.sheets import classes, lists, seats
from draw.sheets.present import present
from draw.sheets.source import Source
from draw.sheets.tables import Table


def _announcement(source: Source) -> Iterator[Table]:
    now = present(source)
    if now.schools:
        yield lists.announcement(now, source.masked)


def _waiting(source: Source) -> Iterator[Table]:
    yield lists.waiting(present(source), source.masked)


def _rolls(source: Source) -> Iterator[Table]:
    now = present(source)
    for school in now.schools:
        yield lists.roll(now, school, source.people)


def _results(source: Source) -> Iterator[Table]:
    now = present(source)
    if now.children or not now.found.any:
        yield lists.results(now, source.masked)
    yield from lists.further(now, source.masked)


TABLES: Final[Mapping[str, Callable[[Source], Iterator[Table]]]] = {
    "result": _results,
    "announcement": _announcement,
    "waiting": _waiting,
    "roll": _rolls,
    "classes": partial(classes.listed, whole=False),
    "class-roll": partial(classes.listed, whole=True),
    "seats": partial(seats.listed, whole=False),
    "seat-roll": partial(seats.listed, whole=True),
}
"""Key of a kind -> its tables; each is one XLSX and one CSV file beside the PDF."""
