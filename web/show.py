"""The show: the signed record cut into frames for the projector. It replays; it decides nothing (protocol step 8, R48).

The result is computed once more from what is frozen and the seed, and compared with the signed outputs: a frame can
hold no tile that is not in the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from draw import results
from draw.allocation.standing import DrawSummary, Outcome, Reason, Status
from draw.errors import StoreError
from draw.hashing import digest
from draw.pool import Pool
from draw.rules import DrawRule, LastPlace, Rules, School, Vacancies
from draw.words import pair

MOST_TILES: Final = 20  # children on one page that the last row can still read
MOST_ROWS: Final = 6  # schools in one table
SENTENCE: Final = 4  # a page of words is read in the time of four names
_TOLD: Final = frozenset(Reason) - {Reason.RANK, Reason.REGISTERED}  # reasons that get a sentence beside the tile


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One page of the show. Tiles: units of ranks first+1 to last of a held draw; those from `new` on are new."""

    kind: str  # "draw", "tiles", "closed", "summary", "schools", "final"
    draw: int = 0
    first: int = 0
    new: int = 0
    last: int = 0

    @property
    def names(self) -> int:
        """How many names' time the page deserves: its new tiles, or that of a short sentence."""
        return self.last - self.new if self.kind == "tiles" else SENTENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A held draw up to the rank where its places were decided; index r is the state after rank r."""

    admitted: list[int]
    left: list[int]

    @property
    def shown(self) -> int:
        """How many ranks have tiles; everybody behind waits or is out."""
        return len(self.left) - 1


class Show:
    """All frames of one sealed record."""

    def __init__(self, pool: Pool, rules: Rules, seed: str, outputs: str, names: Mapping[str, str]) -> None:
        """Raises StoreError if the result computed from the seed is not the signed one."""
        self._rules = rules
        self._names = names
        self._standing = results.allocate(pool, rules, seed)
        if digest(results.files(self._standing)["outputs.txt"]) != outputs:
            raise StoreError(
                "复算结果与已签名的结果不同,不予展示 recomputed and signed results differ; nothing is shown"
            )
        left_out = self._standing.left_out.items()
        self._left_out = {draw: {unit: reason for _, unit, reason in units} for draw, units in left_out}
        self._waiting: dict[str, int] = {}
        for unit in results.waiting_list(self._standing):
            self._waiting[unit.school] = self._waiting.get(unit.school, 0) + unit.children
        self._walks = {s.draw: self._walk(s) for s in self._standing.summaries if s.status is Status.HELD}
        self.frames = self._cut()

    def _walk(self, summary: DrawSummary) -> Walk:
        grow = self._rules.school(summary.school).last_place is LastPlace.GROW
        admitted, left = [0], [summary.places]
        for unit in self._standing.orders[summary.draw].units:
            inside, reason = self._decided(summary.draw, unit)
            admitted.append(admitted[-1] + len(inside))
            left.append(max(0, left[-1] - (1 if grow else len(inside))))
            if left[-1] == 0 or reason is Reason.BUNDLE_STOPPED:
                break
        return Walk(admitted=admitted, left=left)

    def _decided(self, draw: str, unit: str) -> tuple[list[int], Reason]:
        """(lines of the members this draw placed, its reason for the unit)."""
        inside, reason = [], self._left_out[draw].get(unit, Reason.RANK)
        for i in self._standing.pool.members[unit]:
            found = self._standing.decisions[i]
            if found is not None and found.draw == draw and found.outcome is Outcome.ADMITTED:
                inside.append(i)
                if reason is not Reason.SPLIT_OUT:
                    reason = found.reason
        return inside, reason

    def _cut(self) -> list[Frame]:
        frames = []
        for n, summary in enumerate(self._standing.summaries):
            if summary.status is Status.HELD:
                frames += [Frame(kind="draw", draw=n), *self._pages(n, summary), Frame(kind="closed", draw=n)]
            else:
                frames.append(Frame(kind="summary", draw=n))
        schools = range(0, len(self._rules.schools), MOST_ROWS)
        frames += [Frame(kind="schools", first=a, last=min(a + MOST_ROWS, len(self._rules.schools))) for a in schools]
        return [*frames, Frame(kind="final")]

    def _pages(self, n: int, summary: DrawSummary) -> list[Frame]:
        """Pages of `show.page` units; the last `show.singly` come one by one and stay together on the screen."""
        terms, shown = self._rules.show, self._walks[summary.draw].shown
        units, members = self._standing.orders[summary.draw].units, self._standing.pool.members
        frames, at = [], 0
        while shown - at > terms.singly:
            end, tiles = at, 0
            while end < min(at + terms.page, shown - terms.singly):
                tiles += len(members[units[end]])
                if end > at and tiles > MOST_TILES:
                    break
                end += 1
            frames.append(Frame(kind="tiles", draw=n, first=at, new=at, last=end))
            at = end
        group = at
        for last in range(at + 1, shown + 1):
            while sum(len(members[u]) for u in units[group:last]) > max(MOST_TILES // 2, len(members[units[last - 1]])):
                group += 1
            frames.append(Frame(kind="tiles", draw=n, first=group, new=last - 1, last=last))
        return frames

    # -- one frame as the page gets it ------------------------------------------------------------------------------

    def page(self, at: int) -> dict[str, Any]:
        """The content of frame `at` (from 0), ready for JSON."""
        frame = self.frames[at]
        common = {"kind": frame.kind, "frame": at + 1, "frames": len(self.frames)}
        if frame.kind == "final":
            return common
        if frame.kind == "schools":
            return common | {"rows": [self._school_row(s) for s in self._rules.schools[frame.first : frame.last]]}
        summary = self._standing.summaries[frame.draw]
        rule = self._rules.draws[frame.draw]
        school = self._rules.school(rule.school)
        common |= {
            "draw": rule.id,
            "title": rule.title,
            "school": school.name,
            "number": frame.draw + 1,
            "of": len(self._rules.draws),
            "places": summary.places,
            "units": summary.units,
            "children": summary.children,
            "admitted": summary.admitted,
            "left": summary.left,
        }
        if frame.kind == "tiles":
            return common | self._tiles(frame, rule, school)
        if frame.kind == "summary":
            return common | {"status": str(summary.status), "words": pair(f"status.{summary.status}")}
        bundles = sum(len(self._standing.pool.members[u]) > 1 for u in self._standing.orders[rule.id].units)
        common |= {
            "bundles": bundles,
            "ranked": school.vacancies is Vacancies.RANKED,
            "policy": _policy(school),
            "vacancies": pair(f"vacancies.{school.vacancies}"),
        }
        return common | {"last_rank": summary.last_rank, "behind": summary.units - self._walks[rule.id].shown}

    def _tiles(self, frame: Frame, rule: DrawRule, school: School) -> dict[str, Any]:
        walk = self._walks[rule.id]
        units = self._standing.orders[rule.id].units
        tiles = [self._tile(rule, rank, units[rank - 1]) for rank in range(frame.first + 1, frame.last + 1)]
        notes = []
        for tile in tiles[frame.new - frame.first :]:
            if tile["told"]:
                notes.append({"unit": tile["unit"], "words": tile["words"]})
        special = [t for t in tiles[frame.new - frame.first :] if t["told"] and t["size"] > 1]
        return {
            "tiles": tiles,
            "new": frame.new - frame.first,
            "shown": frame.last,
            "of_shown": walk.shown,
            "so_far": walk.admitted[frame.last],
            "places_left": walk.left[frame.last],
            "notes": notes[:2],
            "policy": _policy(school) if special else None,
        }

    def _tile(self, rule: DrawRule, rank: int, unit: str) -> dict[str, Any]:
        lines = self._standing.pool.members[unit]
        inside, reason = self._decided(rule.id, unit)
        codes = self._standing.pool.applicants
        return {
            "rank": rank,
            "unit": unit,
            "size": len(lines),
            "members": [{"code": codes[i], "name": self._names.get(codes[i], ""), "in": i in inside} for i in lines],
            "in": bool(inside),
            "waits": self._rules.school(rule.school).vacancies is Vacancies.RANKED,
            "reason": str(reason),
            "told": reason in _TOLD and (len(lines) > 1 or not inside),
            "words": pair(f"reason.{reason}"),
        }

    def _school_row(self, school: School) -> dict[str, Any]:
        admitted = self._admitted().get(school.code, 0)
        return {
            "name": school.name,
            "places": school.places,
            "admitted": admitted,
            "over": max(0, admitted - school.places),
            "left": max(0, school.places - admitted),
            "waiting": self._waiting.get(school.code, 0),
            "vacancies": pair(f"vacancies.{school.vacancies}"),
        }

    def _admitted(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for summary in self._standing.summaries:
            found[summary.school] = found.get(summary.school, 0) + summary.admitted
        return found


def _policy(school: School) -> tuple[str, str]:
    return pair(f"policy.{school.last_place}", extra=school.approved_extra, document=school.approved_document)
