"""The rule sheet in words, made from what is executed, so that what is read out is what happens (R1, R25).

One sentence or more for every switch of rules.json that is read, in the order in which a family meets them: places, who may
take part, bundles, the draws, what happens afterwards, the hall, the screen. A test holds that no switch can change in silence.
"""

from draw.pool import Pool
from draw.prose.afterwards import after_draw, screen
from draw.prose.bundling import bundles
from draw.prose.conditions import people
from draw.prose.entry import entry
from draw.prose.hall import hall
from draw.prose.outlook import outlook
from draw.prose.procedures import bundle_rule, method
from draw.prose.schools import outside, schools
from draw.prose.section import Pair, Section
from draw.prose.turns import turns
from draw.prospects import prospects
from draw.rules import Rules

__all__ = ["Pair", "Section", "bundle_rule", "method", "outlook", "people", "rule_lines", "sections"]


def sections(rules: Rules, pool: Pool | None) -> list[Section]:
    """The whole sheet, each section under its heading; with a pool also the exact chances of every draw."""
    found = None if pool is None else prospects(pool, rules)
    return [
        schools(rules),
        *outside(rules),
        entry(rules),
        bundles(rules),
        *turns(rules, found),
        after_draw(rules),
        hall(rules),
        screen(rules),
    ]


def rule_lines(rules: Rules, pool: Pool | None) -> list[Pair]:
    """(Chinese, English) lines of the whole sheet, headings among them; what belongs to the line above is indented."""
    return [words for section in sections(rules, pool) for words in (section.heading, *section.lines)]
