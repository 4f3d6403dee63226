"""What a rule sheet decides, every switch written out: the types of rules.json (SPEC §4, R1)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from draw.rules.eligibility import Check
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

PRESENT_KINDS: Final = ("NOTARY", "HOST", "DISCIPLINE", "DEPUTY", "CPPCC", "MEDIA", "PARENT", "SCHOOL", "EXPERT")
NONE: Final = "NONE"  # the value of an attribute of preferences or codes that says: none
Who = tuple[tuple[str, tuple[str, ...]], ...]  # (attribute, allowed codes), sorted by attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of an attribute: its public code and the words for it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A public column of pool.csv. `kind`: "list", "schools", "preferences" (a school or NONE) or "codes" (any code)."""

    name: str
    label: str
    kind: str
    values: tuple[Value, ...]  # empty for "codes"

    def codes(self) -> tuple[str, ...]:
        """The allowed codes in order of priority; empty for "codes"."""
        return tuple(v.code for v in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school with its places and the switches that hold for all its draws (R8, R25, R37)."""

    code: str
    name: str
    places: int
    approved_extra: int
    approved_document: str
    last_place: LastPlace
    vacancies: Vacancies

    @property
    def waits(self) -> bool:
        """True if the school keeps a waiting list."""
        return self.vacancies in (Vacancies.RANKED, Vacancies.PRIORITY_GROUP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Children of a special group who are placed outside the draw, declared before it (R55)."""

    group: str
    school: str
    count: int
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Blocks that no school boundary and no lot may split (R36): two attributes, and which rule governs."""

    block: str
    school: str
    governs: Governs


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """What must hold between this session and those it continues (SPEC §14). Field values are SPEC's words."""

    admitted: str  # BARRED FREE
    applicants: str  # UNPLACED ANY ADMITTED QUOTA
    abstained: str  # MAY_RETURN OUT
    places: str  # LEFT OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundles:
    """How bundles are formed (R24, R26). `mixed_attribute` is "none" exactly for REFUSE."""

    mixed: Mixed
    mixed_attribute: str
    member_removed: MemberRemoved


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many of its school's places a draw may give: a fixed number, or a share of those left (R23, R28)."""

    places: int | None
    percent: int | None
    rounding: Rounding | None

    def of(self, left: int) -> int:
        """The number, when `left` places are left."""
        if self.percent is None:
            return self.places or 0
        share = left * self.percent
        return -(-share // 100) if self.rounding is Rounding.CEILING else share // 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRule(ABC):
    """One draw: which units it orders; its kind's terms are in the subclass (SPEC §4)."""

    KIND: ClassVar[str] = ""
    id: str
    title: str
    follows: tuple[str, ...]
    who: Who

    @property
    def kind(self) -> str:
        """The kind of draw, as in rules.json."""
        return self.KIND

    @property
    @abstractmethod
    def schools(self) -> tuple[str, ...]:
        """Codes of the schools where the draw can place."""

    @property
    def orders_units(self) -> bool:
        """True if its order is one of units; False if one of things (SPEC §16)."""
        return True

    def reads(self) -> frozenset[str]:
        """Names of the attributes that the draw reads (SPEC §4)."""
        return frozenset(name for name, _ in self.who)

    def matches(self, attributes: Mapping[str, str]) -> bool:
        """True if `who` matches an applicant with these attribute values."""
        return all(attributes.get(name) in codes for name, codes in self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionDraw(DrawRule):
    """Admission to one school, with or without a sub-quota (R16-R19, R21-R23, R28)."""

    KIND = "admission"
    school: str
    quota: Quota | None

    @property
    def schools(self) -> tuple[str, ...]:
        """The one school."""
        return (self.school,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistDraw(DrawRule):
    """Who may come to an assessment: `multiplier` times the places (R20)."""

    KIND = "shortlist"
    school: str
    multiplier: int
    bundle: OverLimit
    absent: Absent

    @property
    def schools(self) -> tuple[str, ...]:
        """The one school."""
        return (self.school,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceDraw(DrawRule):
    """One number for several schools and ranked preferences (R12, R27, R31, R32)."""

    KIND = "preferences"
    offered: tuple[str, ...]
    preferences: tuple[str, ...]
    method: Method
    unlisted: Unlisted
    bundle: Apart
    adjust: str  # an attribute of codes, or "none"

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools of the draw, in its order."""
        return self.offered

    def reads(self) -> frozenset[str]:
        """Also the preferences and the groups to adjust."""
        adjust = () if self.adjust == "none" else (self.adjust,)
        return frozenset((*(name for name, _ in self.who), *self.preferences, *adjust))


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestDraw(DrawRule):
    """The children who are left over, each to the nearest school with a place (R30). Distances in metres."""

    KIND = "nearest"
    offered: tuple[str, ...]
    area: str
    distances: Mapping[str, Mapping[str, int]]  # area code -> school -> metres
    bundle: Apart
    short: Short

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools of the draw, in its order."""
        return self.offered

    def reads(self) -> frozenset[str]:
        """Also the area."""
        return frozenset((*(name for name, _ in self.who), self.area))


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterDraw:
    """What happens to places after the draw (SPEC §13, R37-R39). Dates as text, "none" for none."""

    reply_days: int
    list_until: str
    bundle_at_head: str  # PASS_OVER WAIT
    member_struck: str  # REST_STAY ALL_LEAVE
    no_show: str  # FORFEIT BOUND
    report_by: str
    leave_days: int
    priority: Who | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HallRules:
    """Who must be in the hall before a live draw is convened, and how many of the decision group sign a ruling (R46, R47)."""

    present: Mapping[str, int]  # kind of person -> least number; NOTARY is always among them
    group: int  # members of the decision group, D1 to D<group>
    quorum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Paging of the show; it changes no result (R48)."""

    names: str  # "masked" or "none"
    page: int
    singly: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The whole of rules.json."""

    attributes: tuple[Attribute, ...]
    schools: tuple[School, ...]
    outside: tuple[Outside, ...]
    corrections: Corrections
    eligibility: tuple[Check, ...]
    blocks: Blocks | None
    carry: Carry | None
    bundles: Bundles
    draws: tuple[DrawRule, ...]
    after_draw: AfterDraw
    hall: HallRules
    show: Show

    def school(self, code: str) -> School:
        """The school of that code; KeyError if there is none."""
        for school in self.schools:
            if school.code == code:
                return school
        raise KeyError(code)

    def draw(self, identifier: str) -> DrawRule:
        """The draw of that id; KeyError if there is none."""
        for draw in self.draws:
            if draw.id == identifier:
                return draw
        raise KeyError(identifier)

    def read_attributes(self) -> tuple[str, ...]:
        """Names of the attributes that some draw reads, in rules.json's order (SPEC §4 sound 2)."""
        read = frozenset[str]().union(*(draw.reads() for draw in self.draws))
        return tuple(a.name for a in self.attributes if a.name in read)
