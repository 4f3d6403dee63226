"""The switches of a rule sheet and their words; each must be written out, none has a default (SPEC §4, R1)."""

from enum import StrEnum


class LastPlace(StrEnum):
    """What happens when a bundle meets the last places (R25); NONE where no admission draw is held."""

    SKIP = "SKIP"
    OVERFLOW = "OVERFLOW"
    GROW = "GROW"
    SPLIT = "SPLIT"
    STOP = "STOP"
    NONE = "NONE"


class Vacancies(StrEnum):
    """Who gets a place that falls free later (R37)."""

    RANKED = "RANKED"
    SUPPLEMENTARY_DRAW = "SUPPLEMENTARY_DRAW"
    PRIORITY_GROUP = "PRIORITY_GROUP"
    NONE = "NONE"


class Mixed(StrEnum):
    """What happens to a bundle whose members differ in an attribute that draws read (R26)."""

    REFUSE = "REFUSE"
    DISSOLVE = "DISSOLVE"
    LOWER = "LOWER"


class MemberRemoved(StrEnum):
    """What happens to a bundle that loses a member before the freeze (R24)."""

    DISSOLVE = "DISSOLVE"
    SHRINK = "SHRINK"


class Corrections(StrEnum):
    """Whether a confirmed preference may be corrected before the freeze (R2)."""

    SIGNED_LIST = "SIGNED_LIST"
    REFUSE = "REFUSE"


class Governs(StrEnum):
    """Whether blocks or lots decide where a child goes when both could (R36)."""

    BLOCK = "BLOCK"
    DRAW = "DRAW"


class Method(StrEnum):
    """How ranked preferences and numbers meet (R32)."""

    PREFERENCE_FIRST = "PREFERENCE_FIRST"
    NUMBER_FIRST = "NUMBER_FIRST"


class Unlisted(StrEnum):
    """Whether a child whose list is full may get any school with a place (R32)."""

    NONE = "NONE"
    ANY = "ANY"


class Apart(StrEnum):
    """What becomes of a bundle that no school has room for (R27)."""

    SPLIT = "SPLIT"
    HOLD = "HOLD"


class OverLimit(StrEnum):
    """What becomes of a bundle that meets the end of a shortlist (R20)."""

    WHOLE = "WHOLE"
    SKIP = "SKIP"


class Absent(StrEnum):
    """Whether the next in order takes the turn of a child who stays away from the assessment (R20)."""

    NEXT = "NEXT"
    NONE = "NONE"


class Short(StrEnum):
    """Whether places may be fewer than the children who are all to be placed (R30)."""

    REFUSE = "REFUSE"
    DRAW = "DRAW"


class Rounding(StrEnum):
    """How a share of the places is made whole (R28)."""

    FLOOR = "FLOOR"
    CEILING = "CEILING"


class Remainder(StrEnum):
    """Who gets the seats of a quota that whole parts leave over (R33)."""

    LARGEST_REMAINDER = "LARGEST_REMAINDER"
    REMAINDER_BY_LOT = "REMAINDER_BY_LOT"


class Dealing(StrEnum):
    """How children are dealt to classes (R40); SERPENTINE only by a local rule, with its document."""

    CYCLIC = "CYCLIC"
    SERPENTINE = "SERPENTINE"
