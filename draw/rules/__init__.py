"""The rule sheet as frozen: rules.json -> Rules, every switch written out (SPEC §4, R1)."""

from draw.rules.forms import WHERE
from draw.rules.model import (
    NONE,
    Absent,
    AdmissionDraw,
    AfterDraw,
    Apart,
    Attribute,
    Blocks,
    Bundles,
    Carry,
    Corrections,
    DrawRule,
    Governs,
    LastPlace,
    MemberRemoved,
    Method,
    Mixed,
    NearestDraw,
    Outside,
    OverLimit,
    PreferenceDraw,
    Quota,
    Rounding,
    Rules,
    School,
    Short,
    ShortlistDraw,
    Show,
    Unlisted,
    Vacancies,
    Value,
    Who,
)
from draw.rules.sheet import parse, read, write

__all__ = [
    "NONE", "WHERE", "Absent", "AdmissionDraw", "AfterDraw", "Apart", "Attribute", "Blocks", "Bundles", "Carry", "Corrections",
    "DrawRule", "Governs", "LastPlace", "MemberRemoved", "Method", "Mixed", "NearestDraw", "Outside", "OverLimit",
    "PreferenceDraw", "Quota", "Rounding", "Rules", "School", "Short", "ShortlistDraw", "Show", "Unlisted", "Vacancies",
    "Value", "Who", "parse", "read", "write",
]  # fmt: skip
