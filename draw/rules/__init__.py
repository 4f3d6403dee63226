"""The rule sheet as frozen: rules.json -> Rules, every switch written out (SPEC §4, R1)."""

from draw.rules.forms import WHERE
from draw.rules.model import (
    NONE,
    PRESENT_KINDS,
    AdmissionDraw,
    AfterDraw,
    Attribute,
    Blocks,
    Bundles,
    Carry,
    DrawRule,
    HallRules,
    NearestDraw,
    Outside,
    PreferenceDraw,
    Quota,
    Rules,
    School,
    ShortlistDraw,
    Show,
    Value,
    Who,
)
from draw.rules.sheet import parse, read, write
from draw.rules.switches import (
    Absent,
    Apart,
    Corrections,
    Governs,
    LastPlace,
    MemberRemoved,
    Method,
    Mixed,
    OverLimit,
    Rounding,
    Short,
    Unlisted,
    Vacancies,
)

__all__ = [
    "NONE", "PRESENT_KINDS", "WHERE", "Absent", "AdmissionDraw", "AfterDraw", "Apart", "Attribute", "Blocks", "Bundles", "Carry",
    "Corrections", "DrawRule", "Governs", "HallRules", "LastPlace", "MemberRemoved", "Method", "Mixed", "NearestDraw",
    "Outside", "OverLimit", "PreferenceDraw", "Quota", "Rounding", "Rules", "School", "Short", "ShortlistDraw", "Show",
    "Unlisted", "Vacancies", "Value", "Who", "parse", "read", "write",
]  # fmt: skip
