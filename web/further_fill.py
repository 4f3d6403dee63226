"""Children coming into classes or schools, as cards side by side with their counts (R35, R40, R41, R44, R48)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from draw.allocation.standing import Standing
from draw.pool import Pool
from draw.rules import ClassDraw, CohortDraw, DrawRule, LateDraw, Rules
from draw.words import pair
from web import further_frames, further_tables
from web.dealing import columns, puts, values
from web.frames import Frame
from web.further_words import even, span

_DEPTH: Final = {1: 6, 2: 3, 3: 2}  # rows of cards -> children that a card keeps on the screen


def sexes(rules: Rules, draw: DrawRule) -> list[tuple[str, str]]:
    """(value, words) of each sex, of a draw that counts them."""
    return [(v.code, v.label) for v in values(rules, draw.sex)] if isinstance(draw, ClassDraw | LateDraw) else []


def member(pool: Pool, names: Mapping[str, str], line: int, *, new: bool = False) -> dict[str, Any]:
    """A child on a card or a list: code, masked name, and its bundle."""
    code, unit = pool.applicants[line], pool.units[line]
    return {"code": code, "name": names.get(code, ""), "bundle": unit if pool.size(unit) > 1 else "", "new": new}


class Fill:
    """The pages of one draw that puts children into columns."""

    def __init__(self, standing: Standing, draw: ClassDraw | CohortDraw | LateDraw, names: Mapping[str, str]) -> None:
        self._standing = standing
        self._draw = draw
        self._names = names
        self._puts = puts(standing, draw)
        self._codes = columns(standing, draw)
        self._sexes = sexes(standing.rules, draw)

    def page(self, frame: Frame) -> dict[str, Any]:
        """The cards of the frame's block with everybody who has come so far; the new ones marked."""
        draw, pool = self._draw, self._standing.pool
        column = pool.attributes[draw.sex] if isinstance(draw, ClassDraw | LateDraw) else ()
        size, counts = self._before()
        members: dict[str, list[tuple[int, bool]]] = {code: [] for code in self._codes}
        for n, put in enumerate(self._puts[: frame.last]):
            for line in pool.members[put.unit]:
                size[put.column] += 1
                if column:
                    counts[put.column][column[line]] += 1
                members[put.column].append((line, n >= frame.new))
        block = further_frames.blocks(draw, len(self._codes))[frame.part]
        here = [self._codes[i] for i in block]
        depth = _DEPTH.get(further_frames.card_rows(len(here)), 2)
        goals = self._goals()
        cards = []
        for code in here:
            new = sum(fresh for _, fresh in members[code])
            kept = members[code][-max(depth, new) :]
            cards.append(
                {
                    "name": self._name(code),
                    "size": size[code],
                    "goal": goals.get(code, 0),
                    "counts": [[label, counts[code][value]] for value, label in self._sexes],
                    "members": [member(pool, self._names, line, new=fresh) for line, fresh in kept],
                    "new": new > 0,
                }
            )
        each = [(label, span(c[value] for c in counts.values())) for value, label in self._sexes]
        return {
            "cards": cards,
            "block": [block.start + 1, block.stop, len(self._codes)],
            "even": even(span(size.values()), each) if self._sexes else None,
            "new": frame.new,
            "shown": frame.last,
            "of_shown": len(self._puts),
            "part": self._part(self._puts[frame.new].part),
        }

    def _before(self) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
        """(column -> children, column -> sex -> children) before the first child of the draw comes."""
        codes: Sequence[str] = [code for code, _ in self._sexes]
        counts = {code: dict.fromkeys(codes, 0) for code in self._codes}
        if isinstance(self._draw, LateDraw):
            counts = {c.code: dict(zip(codes, c.counts, strict=True)) for c in self._draw.classes}
        return {code: sum(counts[code].values()) for code in self._codes}, counts

    def _goals(self) -> dict[str, int]:
        """School -> children it is to get, where the numbers were drawn before."""
        goals: dict[str, int] = {}
        if isinstance(self._draw, CohortDraw) and self._draw.plan.count == "none":
            for cell in self._standing.cells[self._draw.plan.id]:
                goals[cell.school] = goals.get(cell.school, 0) + cell.given
        return goals

    def _name(self, code: str) -> tuple[str, str]:
        if isinstance(self._draw, CohortDraw):
            name = self._standing.rules.school(code).name
            return name, name
        return further_tables.class_name(code)

    def _part(self, part: str) -> tuple[str, str] | None:
        """What is being dealt with now."""
        if isinstance(self._draw, CohortDraw):
            return pair("show.part_row", row=further_tables.row_labels(self._standing.rules, self._draw.plan)[part])
        if part == "tied":
            return pair("show.part_tied")
        return pair("show.part_sex", sex=dict(self._sexes)[part]) if part else None
