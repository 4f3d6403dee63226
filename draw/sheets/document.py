"""A document laid out but not yet bytes, and what a kind of document is (R49)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from draw.sheets.layout import Mark, Measure
from draw.sheets.source import Source
from draw.sheets.words import Label

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The pages of one document, footer and watermark on them."""

    name: str  # file stem, e.g. "notice", "roll-X1"; a code in it is from the record, never free text
    title: str  # PDF title
    author: str
    pages: list[list[Mark]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document. `lay` may yield several (a roll a school), and raises DrawError for what fits no paper."""

    key: str  # what the command line calls it: "notice", "board", "roll"
    label: Label
    private: bool  # holds whole names or ids
    ready: Callable[[Source], bool]  # True if the record has come far enough for it
    lay: Callable[[Source, Measure, Progress], Iterator[Document]]
