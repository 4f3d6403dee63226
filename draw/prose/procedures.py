"""What happens in a draw of each kind: who is admitted without a lot, how a lot decides, what becomes of bundles (SPEC §8)."""

from typing import Final

from draw.prose import further
from draw.prose.conditions import label, names
from draw.prose.schools import last_place
from draw.prose.section import Pair, chunks, flow, join, sub
from draw.rules import (
    Absent,
    AdmissionDraw,
    Apart,
    DrawRule,
    FurtherDraw,
    Method,
    NearestDraw,
    OverLimit,
    PreferenceDraw,
    Quota,
    Rounding,
    Rules,
    Short,
    ShortlistDraw,
    Unlisted,
)
from draw.words import pair

_METHOD: Final = {
    Method.PREFERENCE_FIRST: pair("prose.preference_first_all_first_choices"),
    Method.NUMBER_FIRST: pair("prose.number_first_number_each_takes"),
}
_EXAMPLE: Final = {
    Method.PREFERENCE_FIRST: pair("prose.example_preference_first"),
    Method.NUMBER_FIRST: pair("prose.example_number_first"),
}
_LIMIT: Final = {
    OverLimit.WHOLE: pair("prose.bundle_meets_end_list_taken"),
    OverLimit.SKIP: pair("prose.bundle_larger_than_what_left"),
}
_ABSENT: Final = {
    Absent.NEXT: pair("prose.next_order_takes_turn_who"),
    Absent.NONE: pair("prose.nobody_takes_turn_who_stays"),
}
_APART: Final = {
    Apart.SPLIT: pair("prose.bundle_no_school_room_split"),
    Apart.HOLD: pair("prose.bundle_no_school_room_not"),
}
_SHORT: Final = {
    Short.REFUSE: pair("prose.schools_places_together_must_not"),
    Short.DRAW: pair("prose.if_places_fewer_than_children"),
}
_ROUNDING: Final = {
    Rounding.FLOOR: pair("prose.rounded_down"),
    Rounding.CEILING: pair("prose.rounded_up"),
}


SUB_QUOTAS: Final = pair("prose.sub_quotas_draw_own_places")


def quota(terms: Quota | None) -> Pair:
    """How many places of its school a draw may give (R23, R28)."""
    if terms is None:
        return pair("prose.all_places_school_left")
    if terms.percent is None:
        return pair("prose.count_places", places=terms.places)
    words = _ROUNDING[terms.rounding or Rounding.FLOOR]
    return pair("prose.school_places_left", percent=terms.percent, words_zh=words[0], words_en=words[1])


def bundle_rule(draw: DrawRule, rules: Rules) -> Pair:
    """What becomes of a bundle for which there is too little room in this draw."""
    if isinstance(draw, AdmissionDraw):
        return last_place(rules.school(draw.school))
    if isinstance(draw, ShortlistDraw):
        return _LIMIT[draw.bundle]
    if isinstance(draw, PreferenceDraw | NearestDraw):
        return _APART[draw.bundle]
    if isinstance(draw, FurtherDraw):
        return further.bundle_rule(draw)
    raise TypeError(draw)


def method(draw: DrawRule) -> Pair:
    """How the lot decides, in one sentence."""
    match draw:
        case PreferenceDraw():
            return _METHOD[draw.method]
        case NearestDraw():
            return pair("prose.number_each_goes_nearest_school")
        case ShortlistDraw():
            return pair("prose.lot_decides_only_who_list")
        case FurtherDraw():
            return further.method(draw)
    return pair("prose.everybody_put_order_smallest_number")


def _admission(draw: AdmissionDraw) -> list[Pair]:
    lot = pair("prose.children_not_more_than_places")
    lines = [flow(lot, method(draw))]
    if draw.quota is not None:
        lines.append(SUB_QUOTAS)
    return lines


def _shortlist(draw: ShortlistDraw) -> list[Pair]:
    limit = pair("prose.list_times_places_children_not", multiplier=draw.multiplier)
    return [limit, method(draw), flow(_LIMIT[draw.bundle], _ABSENT[draw.absent])]


def _preferences(draw: PreferenceDraw, rules: Rules) -> list[Pair]:
    offered, listed = names(rules, draw.offered), [label(rules, name) for name in draw.preferences]
    full = pair("prose.who_finds_no_place_any")
    if draw.unlisted is Unlisted.ANY:
        full = pair("prose.who_finds_no_place_any_school", offered_zh=offered[0], offered_en=offered[1])
    first = pair("prose.if_everybody_can_first_choice")
    lines = [
        pair(
            "prose.schools_choices",
            offered_zh=offered[0],
            offered_en=offered[1],
            listed_zh="、".join(listed),
            listed_en=", ".join(draw.preferences),
        ),
        flow(first, _METHOD[draw.method]),
        sub(
            pair(
                "prose.example_schools_e_w_one",
                example_zh=_EXAMPLE[draw.method][0],
                example_en=_EXAMPLE[draw.method][1],
            )
        ),
        flow(full, _APART[draw.bundle]),
    ]
    if draw.adjust != "none":
        group = label(rules, draw.adjust)
        lines.append(pair("prose.after_lot_children_same_who", group_zh=group, group_en=draw.adjust))
    return lines


def _nearest(draw: NearestDraw, rules: Rules) -> list[Pair]:
    offered, area = names(rules, draw.offered), label(rules, draw.area)
    first = pair("prose.if_everybody_can_nearest_school")
    lines = [
        pair(
            "prose.schools_what_near_told",
            offered_zh=offered[0],
            offered_en=offered[1],
            area_zh=area,
            area_en=draw.area,
        ),
        flow(first, method(draw)),
        flow(_APART[draw.bundle], _SHORT[draw.short]),
    ]
    return [*lines, *map(sub, _distances(draw, rules))]


def _distances(draw: NearestDraw, rules: Rules) -> list[Pair]:
    """The order of schools for each area, areas with the same distances together."""
    found: dict[tuple[tuple[int, str], ...], list[str]] = {}
    for code in draw.distances:
        row = draw.distances[code]
        found.setdefault(tuple(sorted((row[s], s) for s in draw.offered)), []).append(code)
    words = {v.code: v.label for a in rules.attributes if a.name == draw.area for v in a.values}
    lines = []
    for order, codes in found.items():
        for n, some in enumerate(chunks(order, 8)):
            schools = join(pair("prose.metres", m=m, name_zh=rules.school(s).name, name_en=s) for m, s in some)
            areas = "、".join(words[c] for c in codes), ", ".join(codes)
            if n:
                areas = pair("prose.continued", areas_zh=areas[0], areas_en=areas[1])
            lines.append((f"{areas[0]}：{schools[0]}", f"{areas[1]}: {schools[1]}"))
    return lines


def procedure(draw: DrawRule, rules: Rules) -> list[Pair]:
    """All that holds for every draw with the same switches."""
    match draw:
        case AdmissionDraw():
            return _admission(draw)
        case ShortlistDraw():
            return _shortlist(draw)
        case PreferenceDraw():
            return _preferences(draw, rules)
        case NearestDraw():
            return _nearest(draw, rules)
        case FurtherDraw():
            return further.procedure(draw, rules)
    raise TypeError(draw)
