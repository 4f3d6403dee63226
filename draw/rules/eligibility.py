"""The checks that decide before the freeze who may take part: their terms in rules.json (SPEC §4, §5, R2-R6).

They are frozen so that anybody can read by what rule a child was barred; they are made on private columns, so only the
counts of their outcome are public (removed.csv).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from draw.rules import forms

REMOVED_REASONS: Final = (
    "DIRECT", "PRE_ADMITTED", "PRIVATE_APPLIED", "PRIVATE_ADMITTED", "CUTOFF", "DWELLING", "AGE", "DUPLICATE", "WITHDRAWN",
    "UNCONFIRMED", "CORRECTED", "OTHER",
)  # fmt: skip
REFUSE: Final = "REFUSE"
STATES: Final = ("APPLIED", "ADMITTED", "AGREED")  # how far a child got in another channel, in this order (R3)
_Who = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTest:
    """The date lies between two days (R4)."""

    earliest: str  # date or "none"
    latest: str
    edge: str  # INCLUSIVE EXCLUSIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTest:
    """The cell holds one of these texts (R4)."""

    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentTest:
    """The cell is not empty: a preference was confirmed (R2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTest:
    """The id does not stand on another channel's list, or not far enough (R3)."""

    name: str
    bars: str  # one of STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingTest:
    """No other family used the dwelling lately (R6)."""

    name: str
    year: int
    years: int
    counted: str  # FROM_USE AFTER_USE
    shared: str  # REFUSE ALLOW

    def barred(self, used: int) -> bool:
        """True if a use in year `used` bars another family now."""
        since = self.year - self.years
        return since < used if self.counted == "FROM_USE" else since <= used


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartTest:
    """The child does not also match another condition (R21)."""

    other: _Who


Test = DateTest | ValueTest | PresentTest | ListTest | DwellingTest | ApartTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: on whom, on which roster column, and what becomes of those who fail or have an empty cell."""

    label: str
    who: _Who
    column: str  # header, "none" exactly for ApartTest
    test: Test
    missing: str  # FAILS REFUSE
    fails: str  # a removed reason, or REFUSE


def _test(value: Any, place: str, codes: Mapping[str, Sequence[str]]) -> Test:
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind == "date":
        obj = forms.entry(value, place, "kind", "earliest", "latest", "edge")
        first, last = forms.day(obj["earliest"], f"{place}.earliest"), forms.day(obj["latest"], f"{place}.latest")
        if first == last == "none" or ("none" not in (first, last) and first > last):
            raise forms.fault(place, "needs a first or a last day, in this order")
        edge = forms.word(obj["edge"], ("INCLUSIVE", "EXCLUSIVE"), f"{place}.edge")
        return DateTest(earliest=first, latest=last, edge=edge)
    if kind == "value":
        obj = forms.entry(value, place, "kind", "allowed")
        allowed = forms.sequence(obj["allowed"], f"{place}.allowed")
        texts = tuple(forms.label(v, f"{place}.allowed[{n}]") for n, v in enumerate(allowed))
        forms.unique(texts, f"{place}.allowed")
        return ValueTest(allowed=texts)
    if kind == "present":
        forms.entry(value, place, "kind")
        return PresentTest()
    if kind == "list":
        obj = forms.entry(value, place, "kind", "name", "bars")
        return ListTest(
            name=forms.label(obj["name"], f"{place}.name"), bars=forms.word(obj["bars"], STATES, f"{place}.bars")
        )
    if kind == "dwelling":
        obj = forms.entry(value, place, "kind", "name", "year", "years", "counted", "shared")
        return DwellingTest(
            name=forms.label(obj["name"], f"{place}.name"),
            year=forms.count(obj["year"], f"{place}.year", 1900, 9999),
            years=forms.count(obj["years"], f"{place}.years", 1, 99),
            counted=forms.word(obj["counted"], ("FROM_USE", "AFTER_USE"), f"{place}.counted"),
            shared=forms.word(obj["shared"], ("REFUSE", "ALLOW"), f"{place}.shared"),
        )
    if kind == "apart":
        obj = forms.entry(value, place, "kind", "with")
        other = forms.who(obj["with"], f"{place}.with", codes)
        if not other:
            raise forms.fault(f"{place}.with", "must name an attribute")
        return ApartTest(other=other)
    raise forms.fault(f"{place}.kind", "must be one of date value present list dwelling apart")


def parse(value: Any, place: str, codes: Mapping[str, Sequence[str]]) -> Check:
    """One check of rules.json. Raises FormatError."""
    obj = forms.entry(value, place, "label", "who", "column", "test", "missing", "fails")
    test = _test(obj["test"], f"{place}.test", codes)
    column = forms.label(obj["column"], f"{place}.column")
    if (column == "none") != isinstance(test, ApartTest):
        raise forms.fault(f"{place}.column", 'must be "none" exactly for a test of kind apart')
    return Check(
        label=forms.label(obj["label"], f"{place}.label"),
        who=forms.who(obj["who"], f"{place}.who", codes),
        column=column,
        test=test,
        missing=forms.word(obj["missing"], ("FAILS", "REFUSE"), f"{place}.missing"),
        fails=forms.word(obj["fails"], (*REMOVED_REASONS, REFUSE), f"{place}.fails"),
    )


def _test_value(test: Test) -> dict[str, Any]:
    match test:
        case DateTest():
            return {"kind": "date", "earliest": test.earliest, "latest": test.latest, "edge": test.edge}
        case ValueTest():
            return {"kind": "value", "allowed": list(test.allowed)}
        case PresentTest():
            return {"kind": "present"}
        case ListTest():
            return {"kind": "list", "name": test.name, "bars": test.bars}
        case DwellingTest():
            return {
                "kind": "dwelling", "name": test.name, "year": test.year, "years": test.years, "counted": test.counted,
                "shared": test.shared,
            }  # fmt: skip
        case ApartTest():
            return {"kind": "apart", "with": forms.who_value(test.other)}


def value(check: Check) -> dict[str, Any]:
    """The value of a check in rules.json."""
    return {
        "label": check.label,
        "who": forms.who_value(check.who),
        "column": check.column,
        "test": _test_value(check.test),
        "missing": check.missing,
        "fails": check.fails,
    }
