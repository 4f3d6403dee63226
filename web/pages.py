"""The frozen list and rules cut into pages: how much of them fits on a screen that the last row can read."""

from typing import Any, Final

from draw import prose
from draw.pool import matcher
from web.service import Frozen

POOL_ROWS: Final = 6
_RULE_LINES: Final = 10.8  # lines of body text on a page
_ZH_LINE, _EN_LINE = 37.0, 92.0  # characters in a line


def rule_pages(frozen: Frozen) -> list[list[tuple[str, str]]]:
    """The sentences of the rule sheet, as many a page as the last row can read; groups stay together."""
    pages: list[list[tuple[str, str]]] = [[]]
    room = _RULE_LINES
    for group in _groups(frozen):
        need = sum(map(_lines, group))
        if pages[-1] and need > room:
            pages.append([])
            room = _RULE_LINES
        for words in group:
            if pages[-1] and _lines(words) > room:
                pages.append([])
                room = _RULE_LINES
            pages[-1].append(words)
            room -= _lines(words)
    return pages


def _groups(frozen: Frozen) -> list[list[tuple[str, str]]]:
    """A school with its switches, a draw with its chances."""
    per_school = len(prose.rule_lines(frozen.rules, None)) // len(frozen.rules.schools)
    groups: list[list[tuple[str, str]]] = []
    for n, words in enumerate(frozen.sentences):
        of_schools = per_school * len(frozen.rules.schools)
        if (n < of_schools and n % per_school) or words[0].startswith(" "):
            groups[-1].append(words)
        else:
            groups.append([words])
    return groups


def _lines(words: tuple[str, str]) -> float:
    """How many lines of body text a sentence takes in both languages."""
    return -(-len(words[0]) // _ZH_LINE) + -(-len(words[1]) // _EN_LINE) * 0.74 + 0.28


def pool_rows(frozen: Frozen) -> list[dict[str, Any]]:
    """A row a school: places, children, units and bundles that stand in some draw of it."""
    found = []
    for school in frozen.rules.schools:
        tests = [matcher(frozen.pool, d) for d in frozen.rules.draws if d.school == school.code]
        units = [u for u, lines in frozen.pool.members.items() if any(test(lines[0]) for test in tests)]
        sizes = [frozen.pool.size(u) for u in units]
        found.append(
            {
                "name": school.name,
                "places": school.places,
                "children": sum(sizes),
                "units": len(units),
                "bundles": sum(size > 1 for size in sizes),
            }
        )
    return found


def pool_pages(frozen: Frozen) -> int:
    """How many pages the table of schools takes."""
    return max(1, -(-len(frozen.rules.schools) // POOL_ROWS))
