"""Where the places of each draw come from: its own share, what the quota before it left, what the school has (SPEC §8.1).

Told from the lines of tables/draws.csv, so that screen and paper can say it of a record; the allocation itself keeps no note.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from draw.allocation.standing import DrawSummary, Status
from draw.rules import AdmissionDraw, CohortDraw, FurtherDraw, LastPlace, Rules, ShortlistDraw


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The places of a draw with a quota: P = min(left, own + spill)."""

    own: int
    spill: int
    left: int

    @property
    def places(self) -> int:
        """P of SPEC §8.1."""
        return min(self.left, self.own + self.spill)


def shares(rules: Rules, summaries: Sequence[DrawSummary]) -> dict[str, Share]:
    """Draw id -> Share, of the draws with a quota."""
    left = {s.code: s.places for s in rules.schools}
    spill = dict.fromkeys(left, 0)
    found = {}
    for line in summaries:
        draw = rules.draw(line.draw)
        if isinstance(draw, ShortlistDraw) or (isinstance(draw, FurtherDraw) and not isinstance(draw, CohortDraw)):
            continue
        if not isinstance(draw, AdmissionDraw):
            left[line.school] = line.left
            continue
        if draw.quota is not None:
            own = draw.quota.of(left[line.school])
            found[draw.id] = Share(own=own, spill=spill[line.school], left=left[line.school])
        stopped = rules.school(line.school).last_place is LastPlace.STOP and line.status is Status.HELD and line.left
        left[line.school] = 0 if stopped else left[line.school] - line.places + line.left
        spill[line.school] = 0 if stopped or draw.quota is None else line.left
    return found
