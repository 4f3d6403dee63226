"""What the operator does to the screen. It is no part of the record, and gone after a restart."""

from dataclasses import dataclass
from typing import Final

MOST_LOOKUPS: Final = 3  # codes called by parents that stand on the screen together


@dataclass(slots=True)
class Display:
    """`blank`: "", "black" or "white". `looking`: the view that the hall looks at, "" for the present one. `pace`: seconds a page
    of the show, 0 by hand. `spot`: the code whose row is shown; `lookups`: codes looked up after the show; `card`: the incident
    card and since when.
    """

    blank: str = ""
    looking: str = ""
    pace: int = 0
    due: float = 0.0
    spot: str = ""
    lookups: tuple[str, ...] = ()
    card: str = ""
    card_since: str = ""

    def moved(self, *, paused: bool) -> None:
        """Something was recorded: the screen shows the present again. A card stays chosen while the ceremony is paused."""
        self.looking = self.spot = ""
        if not paused:
            self.card = self.card_since = ""

    def look_up(self, code: str) -> None:
        """Put a code on the screen of look-ups; the oldest of more than MOST_LOOKUPS makes room."""
        others = [c for c in self.lookups if c != code]
        self.lookups = (*others, code)[-MOST_LOOKUPS:]
