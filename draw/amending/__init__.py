"""After the draw: what becomes of places, and the numbered, signed amendments that say so (SPEC §13, R37-R39).

The order is never drawn again and nothing of the record is replaced; only those move whom the rules name.
"""

from draw.amending.fates import HOLDING, EventKind, Fate, Place
from draw.amending.moves import apply
from draw.amending.papers import Change, Event
from draw.amending.series import check, make
from draw.amending.state import State, start

__all__ = ["HOLDING", "Change", "Event", "EventKind", "Fate", "Place", "State", "apply", "check", "make", "start"]
