"""The draws in the order in which they are held; neighbours with the same switches are told together (SPEC §8).

A session may have hundreds of draws, one a school and tier: their rule is said once, then there is a line a draw.
"""

from collections.abc import Hashable, Sequence
from itertools import groupby
from typing import Final

from draw.allocation.standing import Status
from draw.prose import further
from draw.prose.conditions import names, people
from draw.prose.outlook import outlook, short_outlook
from draw.prose.procedures import procedure, quota
from draw.prose.section import Pair, Section, flow, runs, sub
from draw.prospects import Prospect
from draw.rules import AdmissionDraw, DrawRule, FurtherDraw, NearestDraw, PreferenceDraw, Rules, ShortlistDraw
from draw.turnout import of_children
from draw.words import pair

_FEW_IDLE: Final = 3  # draws that nobody stands in are told in one line when there are more


def _switches(draw: DrawRule) -> Hashable:
    """What draws that are told together have in common; who, where, how many places and after whom may differ."""
    match draw:
        case AdmissionDraw():
            return draw.kind
        case ShortlistDraw():
            return draw.kind, draw.multiplier, draw.bundle, draw.absent
        case PreferenceDraw():
            terms = (draw.offered, draw.preferences, draw.method, draw.unlisted, draw.bundle, draw.adjust)
            return draw.kind, terms
        case NearestDraw():
            rows = tuple((code, tuple(row.items())) for code, row in draw.distances.items())
            return draw.kind, draw.offered, draw.area, rows, draw.bundle, draw.short
        case FurtherDraw():
            return further.together(draw)
    raise TypeError(draw)


def _follows(draw: DrawRule, rules: Rules) -> list[Pair]:
    if not draw.follows:
        return []
    ids = runs(draw.follows, [d.id for d in rules.draws])
    return [pair("prose.children_whom_earlier_draws_left", ids=ids)]


def _where(draw: DrawRule, rules: Rules) -> Pair:
    """The school, and the places if they are a quota."""
    if isinstance(draw, AdmissionDraw | ShortlistDraw):
        school = names(rules, draw.schools)
        if isinstance(draw, AdmissionDraw) and draw.quota is not None:
            words = quota(draw.quota)
            return pair("prose.quota", school_zh=school[0], school_en=school[1], words_zh=words[0], words_en=words[1])
        return school
    return "", ""


def _in_line(draw: DrawRule, rules: Rules) -> Pair:
    """Where, in the line of a draw that is told together with others."""
    return further.line(draw, rules) if isinstance(draw, FurtherDraw) else _where(draw, rules)


def _told(draw: DrawRule, rules: Rules) -> list[Pair]:
    """Who and where, in Chinese without what the title says already: its parts are the labels of an `each` (SPEC §5)."""
    said = draw.title.replace(" · ", " ").split(" ")
    left = []
    for name, codes in draw.who:
        attribute = next(a for a in rules.attributes if a.name == name)
        words = {v.code: v.label for v in attribute.values}
        if len(codes) > 1 or words[codes[0]] not in said:
            left.append((name, codes))
    who, where = people(rules, draw.who) if of_children(draw) else ("", ""), _in_line(draw, rules)
    return [
        (people(rules, tuple(left))[0] if who[0] and (left or not draw.who) else "", who[1]),
        ("" if where[0] in said else where[0], where[1]),
    ]


def _alone(draw: DrawRule, rules: Rules, found: Prospect | None) -> Section:
    who, where = people(rules, draw.who), _where(draw, rules)
    parts = [pair("prose.who", who_zh=who[0], who_en=who[1]), *_follows(draw, rules)] if of_children(draw) else []
    if where[0]:
        parts.insert(0, pair("prose.school", where_zh=where[0], where_en=where[1]))
    lines = [*([flow(*parts)] if parts else []), *procedure(draw, rules)]
    if found is not None:
        lines += outlook(found, rules)
    return Section(heading=pair("prose.draw", id=draw.id, title=draw.title), lines=tuple(lines))


def _together(draws: Sequence[DrawRule], rules: Rules, found: dict[str, Prospect]) -> Section:
    same = len({draw.follows for draw in draws}) == 1
    said = next((d for d in draws if isinstance(d, AdmissionDraw) and d.quota is not None), draws[0])
    how = further.shared(said, rules) if isinstance(said, FurtherDraw) else procedure(said, rules)
    lines = [*(_follows(draws[0], rules) if same else []), *how]
    idle = [d.id for d in draws if d.id in found and found[d.id].status is Status.EMPTY]
    idle = idle if len(idle) > _FEW_IDLE else []
    for draw in draws:
        if draw.id in idle:
            continue
        parts = _told(draw, rules)
        if not same and draw.follows:
            ids = runs(draw.follows, [d.id for d in rules.draws])
            parts.append(pair("prose.also_those_without_place_from", ids=ids))
        if draw.id in found:
            parts.append(short_outlook(found[draw.id]))
        words = "；".join(p[0] for p in parts if p[0]), "; ".join(p[1] for p in parts if p[1])
        lines.append(sub((f"{draw.id} {draw.title}：{words[0]}。", f"{draw.id}: {words[1]}.")))
    if idle:
        ids = runs(tuple(idle), [d.id for d in rules.draws])
        lines.append(sub(pair("prose.nobody_applies_these", count=len(idle), ids=ids)))
    heading = pair("prose.draws_order", id=draws[0].id, id_b=draws[-1].id, count=len(draws))
    return Section(heading=heading, lines=tuple(lines))


def turns(rules: Rules, found: Sequence[Prospect] | None) -> list[Section]:
    """A section a draw, or for draws with the same switches that follow one another."""
    by_id = {p.draw.id: p for p in found or ()}
    result = []
    for _, group in groupby(rules.draws, key=_switches):
        draws = list(group)
        if len(draws) == 1:
            result.append(_alone(draws[0], rules, by_id.get(draws[0].id)))
        else:
            result.append(_together(draws, rules, by_id))
    return result
