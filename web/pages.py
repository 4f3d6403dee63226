"""The frozen list and rules cut into pages: how much of them fits on a screen that the last row can read."""

from collections.abc import Mapping
from typing import Any, Final

from draw import turnout
from draw.prose import Pair
from draw.rules import DrawRule, FurtherDraw, NobodyDraw, SeatsDraw
from draw.turnout import Turnout
from web.kinds import admitting, things
from web.legibility import Room
from web.screen import Order, Screen
from web.service import Frozen

_HEAD: Final = 1.5  # lines of a heading
_LEAST: Final = 3.0  # lines that a new section wants on a page that has begun
_SECOND, _LINE = 0.78, 0.74  # type size and line height of the second language, in those of body text
_GAP: Final = 0.28  # between two sentences
_ROW, _AROUND = 1.55, 6.6  # lines of a row of the table of schools, and of everything else on its page


def rule_pages(frozen: Frozen, screen: Screen) -> list[list[tuple[str, Pair]]]:
    """The rule sheet as ("head" | "line" | "sub", words), as much a page as the last row can read.

    A heading never ends a page; a section that goes on has its heading again.
    """
    pages: list[list[tuple[str, Pair]]] = [[]]
    room = screen.room
    left = room.lines
    for section in frozen.sections:
        begun = False
        for words in section.lines:
            need = _lines(words, screen)
            wanted = min(need if begun else _HEAD + max(need, _LEAST), room.lines)
            if pages[-1] and wanted > left:
                pages.append([])
                left, begun = room.lines, False
            if not begun:
                pages[-1].append(("head", section.heading))
                left, begun = left - _HEAD, True
            pages[-1].append(("sub" if words[0].startswith(" ") else "line", (words[0].strip(), words[1].strip())))
            left -= need
    return pages


def _lines(words: Pair, screen: Screen) -> float:
    """How many lines of body text a sentence takes, in both languages where both are shown."""
    room, (zh, en) = screen.room, words
    if screen.order is Order.EN_ZH:
        return -(-len(en) // room.latin) + -(-len(zh) // (room.han / _SECOND)) * _LINE + _GAP
    english = 0.0 if screen.order is Order.ZH else -(-len(en) // (room.latin / _SECOND)) * _LINE
    return -(-len(zh) // room.han) + english + _GAP


def pool_rows(frozen: Frozen) -> list[dict[str, Any]]:
    """A row a school that admits: places, and who applies there; then a row a draw of several schools, or of no place at all."""
    schools = turnout.at_schools(frozen.pool, frozen.rules)
    asked = turnout.asked(frozen.rules)
    rows: list[dict[str, Any]] = [
        {
            "name": s.name,
            "places": s.places,
            **_counts(schools[s.code] if s.code in asked and s.code in schools else None),
        }
        for s in admitting(frozen.rules)
    ]
    draws = _wide(frozen)
    if not draws:
        return rows
    found = turnout.of_draws(frozen.pool, frozen.rules)
    return rows + [{"name": d.title, "places": None, **_of(d, found)} for d in draws]


def _of(draw: DrawRule, found: Mapping[str, Turnout]) -> dict[str, int | None]:
    """Who stands in a draw; of one of things how many they are; of one that follows another draw, whom that one took."""
    if things(draw):
        return {"children": None, "units": things(draw), "bundles": None}
    if isinstance(draw, SeatsDraw):
        return _counts(found[draw.of.id])
    return _counts(None if isinstance(draw, NobodyDraw) else found[draw.id])


def _counts(found: Turnout | None) -> dict[str, int | None]:
    """None where nobody is asked: the page shows a dash."""
    if found is None:
        return {"children": None, "units": None, "bundles": None}
    return {"children": found.children, "units": found.units, "bundles": found.bundles}


def _wide(frozen: Frozen) -> list[DrawRule]:
    return [d for d in frozen.rules.draws if isinstance(d, FurtherDraw) or turnout.of_several(d)]


def rows_of(room: Room) -> int:
    """How many rows of the table of schools fit on a page."""
    return max(2, int((room.lines - _AROUND) / _ROW) + 1)


def pool_pages(frozen: Frozen, room: Room) -> int:
    """How many pages the table of schools takes."""
    return max(1, -(-(len(admitting(frozen.rules)) + len(_wide(frozen))) // rows_of(room)))
