"""The show: the signed record cut into frames for the projector. It replays; it decides nothing (protocol step 8, R48).

The result is computed once more from what is frozen and the seed, and compared with the signed outputs: a frame can
hold no tile that is not in the record.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from draw import quotas, results
from draw.allocation.choice import lists
from draw.allocation.standing import DrawSummary, Outcome, Reason, Status
from draw.errors import StoreError
from draw.hashing import digest
from draw.pool import Pool
from draw.prose import bundle_rule, method
from draw.rules import DrawRule, FurtherDraw, NearestDraw, PreferenceDraw, Rules, School, ShortlistDraw
from draw.turnout import of_several
from draw.why import why
from draw.words import pair, say
from web.frames import MOST_ROWS, Frame, cut
from web.further import Further
from web.kinds import admitting
from web.walk import BY_RANK, Step, Walks

_PLAIN: Final = frozenset(
    {Reason.RANK, Reason.REGISTERED, Reason.ALL_SHORTLISTED, Reason.CHOICE, Reason.NEAREST, Reason.ANY_PLACE}
)  # reasons that need no sentence beside the tile


class Show:
    """All frames of one sealed record."""

    def __init__(self, pool: Pool, rules: Rules, seed: str, outputs: str, names: Mapping[str, str]) -> None:
        """Raises StoreError if the result computed from the seed is not the signed one."""
        self._rules = rules
        self._names = names
        self._standing = results.allocate(pool, rules, seed)
        files = results.files(self._standing)
        if digest(files["outputs.txt"]) != outputs:
            raise StoreError(say("edge.recomputed_differs"))
        self._waiting: dict[str, int] = {}
        self._places: dict[str, list[tuple[str, int]]] = {}  # unit -> (school, position) on every waiting list
        for unit in results.waiting_list(self._standing):
            self._waiting[unit.school] = self._waiting.get(unit.school, 0) + unit.children
            self._places.setdefault(unit.unit, []).append((unit.school, unit.position))
        self._walks = Walks(self._standing, seed)
        self._further = Further(self._standing, files, names)
        self._schools_asked = admitting(rules)
        self._shares = quotas.shares(rules, self._standing.summaries)
        self._lines = {d.id: self._standing.summaries_of(d.id) for d in rules.draws}
        self._walked = {d.id: self._walks.walk(d, self._lines[d.id]) for d in rules.draws if self._held(d)}
        several = [d for d in rules.draws if isinstance(d, PreferenceDraw | NearestDraw)]
        self._lists = {d.id: lists(pool, d, self._standing.orders[d.id].units) for d in several if self._held(d)}
        self.frames = cut(rules, pool, self._lines, self._walked, self._further.frames, len(self._schools_asked))

    def _held(self, draw: DrawRule) -> bool:
        """True if units of the draw get places of schools by lot, and are walked through one by one."""
        return not isinstance(draw, FurtherDraw) and self._lines[draw.id][0].status is Status.HELD

    def look_up(self, applicant: str) -> dict[str, Any]:
        """What the record says of one code, once the show is over."""
        pool = self._standing.pool
        line = list(pool.applicants).index(applicant)
        decided, unit = self._standing.decisions[line], pool.units[line]
        if decided is None:
            raise StoreError(f"{applicant}: {say('edge.no_decision')}")
        placed = decided.holds and decided.school
        waits = [] if placed else self._places.get(unit, [])
        return {
            "code": applicant,
            "name": self._names.get(applicant, ""),
            "unit": unit if pool.size(unit) > 1 else "",
            "title": self._rules.draw(decided.draw).title if decided.draw else "",
            "rank": decided.rank,
            "outcome": pair(f"outcome.{decided.outcome}"),
            "in": decided.holds or decided.outcome in (Outcome.PLACED, Outcome.SELECTED),
            "school": self._rules.school(decided.school).name if decided.school else "",
            "more": self._further.of(line),
            "waits": [{"school": self._rules.school(s).name, "position": n} for s, n in waits],
        }

    # -- one frame as the page gets it ------------------------------------------------------------------------------

    def page(self, at: int) -> dict[str, Any]:
        """The content of frame `at` (from 0), ready for JSON."""
        frame = self.frames[at]
        common = {"kind": frame.kind, "frame": at + 1, "frames": len(self.frames)}
        if frame.kind == "final":
            return common | {"children": len(self._standing.pool.applicants)}
        if frame.kind == "schools":
            return common | self._schools(frame)
        rule = self._rules.draws[frame.draw]
        lines = self._lines[rule.id]
        common |= {
            "draw": rule.id,
            "title": rule.title,
            "form": rule.kind,
            "several": of_several(rule),
            "school": "、".join(self._rules.school(code).name for code in rule.schools),
            "schools": len(rule.schools),
            "number": frame.draw + 1,
            "of": len(self._rules.draws),
            "places": sum(s.places for s in lines),
            "units": lines[0].units,
            "children": lines[0].children,
            "admitted": sum(s.admitted for s in lines),
            "left": sum(s.left for s in lines),
        }
        if isinstance(rule, FurtherDraw):
            return common | self._further.page(frame, rule)
        if frame.kind == "places":
            return common | {"rows": [self._place_row(s) for s in lines[frame.first : frame.last]]}
        if frame.kind == "tiles":
            return common | self._tiles(frame, rule)
        if frame.kind == "summary":
            return common | {"status": str(lines[0].status), "share": self._share(rule)}
        return common | self._about(rule, lines)

    def _about(self, rule: DrawRule, lines: Sequence[DrawSummary]) -> dict[str, Any]:
        """What the first and the last page of a held draw say."""
        members, order = self._standing.pool.members, self._standing.orders[rule.id].units
        walk = self._walked[rule.id]
        shown = sum(bool(s.took) for s in walk.steps) if of_several(rule) else len(walk.steps)
        single = None if of_several(rule) else self._rules.school(rule.schools[0])
        bundles = sum(len(members[u]) > 1 for u in order)
        return {
            "bundles": bundles,
            "ranked": rule.schools[0] in self._waits(),
            "method": method(rule),
            "policy": bundle_rule(rule, self._rules) if bundles else None,
            "vacancies": pair(f"vacancies.{single.vacancies}") if single and rule.kind == "admission" else None,
            "share": self._share(rule),
            "last_rank": lines[0].last_rank if single and rule.kind == "admission" else 0,
            "behind": lines[0].units - shown,
        }

    def _waits(self) -> list[str]:
        return results.waiting_schools(self._rules)

    def _share(self, rule: DrawRule) -> dict[str, int] | None:
        found = self._shares.get(rule.id)
        return {"own": found.own, "spill": found.spill, "left": found.left} if found else None

    def _tiles(self, frame: Frame, rule: DrawRule) -> dict[str, Any]:
        walk = self._walked[rule.id]
        tiles = [self._tile(rule, step) for step in walk.steps[frame.first : frame.last]]
        fresh = tiles[frame.new - frame.first :]
        left, places = walk.left(frame.last), sum(walk.places.values())
        placed = sum(sum(s.took.values()) for s in walk.steps[: frame.last])
        if not of_several(rule):
            placed = sum(len(self._walks.decided(rule.id, s.unit)[0]) for s in walk.steps[: frame.last])
        return {
            "tiles": tiles,
            "new": frame.new - frame.first,
            "shown": frame.last,
            "of_shown": len(walk.steps),
            "so_far": placed,
            "places": places,
            "places_left": sum(left.values()),
            "part": self._part(rule, walk.steps[frame.new].part),
            "strip": self._strip(rule, frame, left) if of_several(rule) else None,
            "notes": [{"unit": t["unit"], "words": t["words"]} for t in fresh if t["told"]][:2],
            "policy": bundle_rule(rule, self._rules) if any(t["told"] and t["size"] > 1 for t in fresh) else None,
        }

    def _part(self, rule: DrawRule, part: int) -> tuple[str, str] | None:
        """Which choice is being dealt with, where preferences come first."""
        if part == BY_RANK or not isinstance(rule, PreferenceDraw):
            return None
        beyond = part - len(rule.preferences)
        if beyond <= 0:
            return pair("show.part_choice", n=part)
        return pair("show.part_any") if beyond == 1 else pair("show.part_end")

    def _strip(self, rule: DrawRule, frame: Frame, left: Mapping[str, int]) -> dict[str, Any]:
        """Places left, a school each: all schools if they are few, else those of the new tiles, and the rest as one."""
        steps = self._walked[rule.id].steps[frame.new : frame.last]
        touched = list(dict.fromkeys(school for s in steps for school in s.took))
        chosen = list(rule.schools) if len(rule.schools) <= MOST_ROWS else touched[-MOST_ROWS:]
        rest = [s for s in rule.schools if s not in chosen]
        rows = [{"name": self._rules.school(s).name, "left": left[s], "new": s in touched} for s in chosen]
        return {"rows": rows, "others": len(rest), "others_left": sum(left[s] for s in rest)}

    def _tile(self, rule: DrawRule, step: Step) -> dict[str, Any]:
        lines = self._standing.pool.members[step.unit]
        inside, reason = self._walks.decided(rule.id, step.unit)
        codes, several = self._standing.pool.applicants, of_several(rule)
        wishes = self._lists[rule.id][step.unit] if several else ()
        members = []
        for line in lines:
            at = inside[line].school if several and line in inside else ""
            members.append(
                {
                    "code": codes[line],
                    "name": self._names.get(codes[line], ""),
                    "in": line in inside,
                    "school": self._rules.school(at).name if at else "",
                    "choice": wishes.index(at) + 1 if at in wishes else 0,
                }
            )
        return {
            "rank": step.rank,
            "unit": step.unit,
            "size": len(lines),
            "members": members,
            "in": bool(inside),
            "waits": not several and rule.schools[0] in self._waits(),
            "reason": str(reason),
            "told": reason not in _PLAIN and (len(lines) > 1 or reason is Reason.MOVED or not (inside or several)),
            "words": why(reason, rule.kind),
        }

    def _place_row(self, summary: DrawSummary) -> dict[str, Any]:
        return {
            "name": self._rules.school(summary.school).name,
            "places": summary.places,
            "admitted": summary.admitted,
            "left": summary.left,
            "last_rank": summary.last_rank,
        }

    def _schools(self, frame: Frame) -> dict[str, Any]:
        """The result by school; on its last page also of all children."""
        rows = [self._school_row(s) for s in self._schools_asked[frame.first : frame.last]]
        if frame.last < len(self._schools_asked):
            return {"rows": rows, "total": None}
        found = [str(d.outcome) for d in self._standing.decisions if d is not None]
        return {"rows": rows, "total": [[pair(f"outcome.{o}"), found.count(o)] for o in Outcome if o in found]}

    def _school_row(self, school: School) -> dict[str, Any]:
        listed = [d.id for d in self._rules.draws if isinstance(d, ShortlistDraw) and d.school == school.code]
        admitted = self._standing.admitted.get(school.code, 0)
        return {
            "name": school.name,
            "places": school.places,
            "admitted": admitted,
            "listed": len(self._standing.shortlists.get(listed[0], ())) if listed else None,
            "over": max(0, admitted - school.places),
            "left": max(0, school.places - admitted),
            "waiting": self._waiting.get(school.code, 0),
        }
