"""The frozen list and rules cut into pages: how much of them fits on a screen that the last row can read."""

from typing import Any, Final

from draw import turnout
from draw.prose import Pair
from draw.turnout import Turnout
from web.service import Frozen

POOL_ROWS: Final = 4
_RULE_LINES: Final = 10.8  # lines of body text on a page
_ZH_LINE, _EN_LINE = 37.0, 92.0  # characters in a line
_HEAD: Final = 1.5  # lines of a heading
_LEAST: Final = 3.0  # lines that a new section wants on a page that has begun


def rule_pages(frozen: Frozen) -> list[list[tuple[str, Pair]]]:
    """The rule sheet as ("head" | "line" | "sub", words), as much a page as the last row can read.

    A heading never ends a page; a section that goes on has its heading again.
    """
    pages: list[list[tuple[str, Pair]]] = [[]]
    room = _RULE_LINES
    for section in frozen.sections:
        begun = False
        for words in section.lines:
            need = _lines(words)
            wanted = min(need if begun else _HEAD + max(need, _LEAST), _RULE_LINES)
            if pages[-1] and wanted > room:
                pages.append([])
                room, begun = _RULE_LINES, False
            if not begun:
                pages[-1].append(("head", section.heading))
                room, begun = room - _HEAD, True
            pages[-1].append(("sub" if words[0].startswith(" ") else "line", (words[0].strip(), words[1].strip())))
            room -= need
    return pages


def _lines(words: Pair) -> float:
    """How many lines of body text a sentence takes in both languages."""
    return -(-len(words[0]) // _ZH_LINE) + -(-len(words[1]) // _EN_LINE) * 0.74 + 0.28


def pool_rows(frozen: Frozen) -> list[dict[str, Any]]:
    """A row a school: places, and who applies there; then a row a draw of several schools."""
    schools = turnout.at_schools(frozen.pool, frozen.rules)
    asked = turnout.asked(frozen.rules)
    rows: list[dict[str, Any]] = [
        {"name": s.name, "places": s.places, **_counts(schools[s.code] if s.code in asked else None)}
        for s in frozen.rules.schools
    ]
    if not _wide(frozen):
        return rows
    draws = turnout.of_draws(frozen.pool, frozen.rules)
    return rows + [
        {"name": d.title, "places": None, **_counts(draws[d.id])} for d in frozen.rules.draws if turnout.of_several(d)
    ]


def _counts(found: Turnout | None) -> dict[str, int | None]:
    """None where nobody is asked: the page shows a dash."""
    if found is None:
        return {"children": None, "units": None, "bundles": None}
    return {"children": found.children, "units": found.units, "bundles": found.bundles}


def _wide(frozen: Frozen) -> int:
    return sum(turnout.of_several(d) for d in frozen.rules.draws)


def pool_pages(frozen: Frozen) -> int:
    """How many pages the table of schools takes."""
    return max(1, -(-(len(frozen.rules.schools) + _wide(frozen)) // POOL_ROWS))
