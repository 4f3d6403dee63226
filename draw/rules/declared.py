"""What draws of a rule sheet may name, and the readers of such names (SPEC §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from draw.rules import forms
from draw.rules.model import Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What draws may name: school codes, attributes, and the codes of those attributes that conditions may use."""

    schools: tuple[str, ...]
    attributes: Mapping[str, Attribute]
    codes: Mapping[str, tuple[str, ...]]


def school(value: Any, place: str, declared: Declared) -> str:
    """A declared school's code."""
    if value not in declared.schools:
        raise forms.fault(place, "is no declared school")
    return str(value)


def schools(value: Any, place: str, declared: Declared) -> tuple[str, ...]:
    """A non-empty list of declared schools, none twice."""
    found = tuple(school(v, f"{place}[{n}]", declared) for n, v in enumerate(forms.sequence(value, place)))
    forms.unique(found, place)
    return found


def attribute(value: Any, place: str, declared: Declared, kinds: Sequence[str]) -> str:
    """The name of a declared attribute of one of these kinds."""
    found = declared.attributes.get(value) if isinstance(value, str) else None
    if found is None or found.kind not in kinds:
        raise forms.fault(place, f"must be an attribute with values of kind {' or '.join(kinds)}")
    return found.name
