"""The conformance suite: records with at most one fault each, for every verifier of SPEC (R52).

`wholes()` gives every case; scripts/make_conformance writes them to tests/vectors/conformance/.
"""

from collections.abc import Iterator
from functools import cache

from conformance_cases import (
    alone,
    amendments,
    chains,
    closing,
    drand,
    files,
    forms,
    further,
    further_forms,
    further_later,
    further_results,
    hall,
    happenings,
    keys,
    lists,
    minutes,
    notices,
    papers,
    results,
    sheets,
    sound,
    voids,
)
from conformance_cases.bases import BASES
from conformance_cases.case import CASES, Asked, Files, Made, Whole

MODULES = (files, keys, notices, sheets, hall, results, minutes, closing, voids, amendments, chains, papers, drand, lists, forms)
MODULES += (happenings, alone, further, further_forms, further_results, further_later, sound)


@cache
def whole(name: str) -> Whole:
    """A case with its record made."""
    case = CASES[name]
    found = case.make(dict(BASES[case.base]()) if case.base in BASES else {})
    made = found if isinstance(found, Made) else Made(files=found)
    asked = Asked(**case.asked | ({"code": made.code} if made.code is not None else {}))
    return Whole(
        name=name, why=case.why, base=case.base, made=made, asked=asked, expect=case.expect, step=case.step
    )


def wholes() -> Iterator[Whole]:
    """All cases by name."""
    return (whole(name) for name in sorted(CASES))


def earlier_of(one: Whole) -> list[Files]:
    """The records that a case is given beside its own."""
    return [_record(name) for name in one.asked.earlier]


def _record(name: str) -> Files:
    if name.startswith("bases/"):
        return BASES[name.removeprefix("bases/")]()
    return dict(whole(name).made.files)


def stored() -> dict[str, bytes]:
    """Every file of tests/vectors/conformance/ but its README: path -> bytes."""
    found = {f"bases/{name}/{path}": data for name, make in BASES.items() for path, data in make().items()}
    for one in wholes():
        base = BASES[one.base]() if one.base in BASES else {}
        found |= {f"cases/{one.name}/{path}": data for path, data in one.stored(base).items()}
    return found
