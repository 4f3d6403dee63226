"""What happens in a draw of each kind: who is admitted without a lot, how a lot decides, what becomes of bundles (SPEC §8)."""

from typing import Final

from draw.prose.conditions import label, names
from draw.prose.schools import last_place
from draw.prose.section import Pair, chunks, flow, join, sub
from draw.rules import (
    Absent,
    AdmissionDraw,
    Apart,
    DrawRule,
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

_METHOD: Final = {
    Method.PREFERENCE_FIRST: (
        "志愿优先：先按号由小到大处理全体的第一志愿，再处理还没有录取的学生的第二志愿，依此类推。",
        "Preference first: all first choices by number, then the second choices of those not yet in, and so on.",
    ),
    Method.NUMBER_FIRST: (
        "小号优先：按号由小到大，轮到谁，谁就取自己志愿中第一所还有学位的学校。",
        "Number first: by number, each takes the first school of the list that still has a place.",
    ),
}
_EXAMPLE: Final = {
    Method.PREFERENCE_FIRST: "1 号进东校，3 号进西校，2 号进南校",
    Method.NUMBER_FIRST: "1 号进东校，2 号进西校，3 号进南校",
}
_EXAMPLE_EN: Final = {
    Method.PREFERENCE_FIRST: "1 gets E, 3 gets W, 2 gets S",
    Method.NUMBER_FIRST: "1 gets E, 2 gets W, 3 gets S",
}
_LIMIT: Final = {
    OverLimit.WHOLE: (
        "捆绑组遇入围末位时整组入围，入围人数可以略多于限额。",
        "A bundle that meets the end of the list is taken whole; the list may be a little longer.",
    ),
    OverLimit.SKIP: (
        "捆绑组人数多于剩余入围名额时该组顺延，由后面放得下的入围。",
        "A bundle larger than what is left of the list is passed over; the next that fits is taken.",
    ),
}
_ABSENT: Final = {
    Absent.NEXT: ("入围后不参加评估的，由后面的按序替补。", "The next in order takes the turn of who stays away."),
    Absent.NONE: ("入围后不参加评估的，不替补。", "Nobody takes the turn of who stays away."),
}
_APART: Final = {
    Apart.SPLIT: (
        "没有一所学校放得下整个捆绑组的，拆分：按编号先后，各自取还有学位的学校（家长已书面同意）。",
        "A bundle that no school has room for is split: its members, by code, each take a school with a place (consented).",
    ),
    Apart.HOLD: (
        "没有一所学校放得下整个捆绑组的，不拆分，全组不录取。",
        "A bundle that no school has room for is not split; nobody of it is placed.",
    ),
}
_SHORT: Final = {
    Short.REFUSE: (
        "各校计划合计必须不少于学生人数，否则不予冻结。",
        "The schools' places together must not be fewer than the children, or the freeze is refused.",
    ),
    Short.DRAW: (
        "学位合计少于学生人数的，按号安置到学位用完，其余学生由教育行政部门另行安置。",
        "If places are fewer than children they go by number until none is left; the authority places the others.",
    ),
}
_ROUNDING: Final = {
    Rounding.FLOOR: ("小数舍去", "rounded down"),
    Rounding.CEILING: ("小数进一", "rounded up"),
}


SUB_QUOTAS: Final = (
    "分项计划：各项名额加上同校上一项没有用完的名额，但不多于学校剩余学位；没有用完的转入下一项，不倒流。",
    "Sub-quotas: a draw has its own places and those that the quota before it left, never more than the school has; what it "
    "leaves goes to the next one, nothing flows back.",
)


def quota(terms: Quota | None) -> Pair:
    """How many places of its school a draw may give (R23, R28)."""
    if terms is None:
        return "学校剩余的全部学位", "all places that the school has left"
    if terms.percent is None:
        return f"{terms.places} 个", f"{terms.places}"
    words = _ROUNDING[terms.rounding or Rounding.FLOOR]
    return (
        f"学校剩余学位的 {terms.percent}%（{words[0]}）",
        f"{terms.percent} % of the school's places left ({words[1]})",
    )


def bundle_rule(draw: DrawRule, rules: Rules) -> Pair:
    """What becomes of a bundle for which there is too little room in this draw."""
    if isinstance(draw, AdmissionDraw):
        return last_place(rules.school(draw.school))
    if isinstance(draw, ShortlistDraw):
        return _LIMIT[draw.bundle]
    if isinstance(draw, PreferenceDraw | NearestDraw):
        return _APART[draw.bundle]
    raise TypeError(draw)


def method(draw: DrawRule) -> Pair:
    """How the lot decides, in one sentence."""
    match draw:
        case PreferenceDraw():
            return _METHOD[draw.method]
        case NearestDraw():
            return (
                "按号由小到大，轮到谁，谁就去最近的还有学位的学校；一样近的，学校代码在前的先。",
                "By number, each goes to the nearest school that still has a place; of two equally near the lower code.",
            )
        case ShortlistDraw():
            return (
                "抽签只决定谁入围，名单不分先后，也不占学位；录取由其后的评估决定，不在本程序内。",
                "The lot decides only who is on the list; it has no rank and takes no place. What follows decides admission.",
            )
    return (
        "全体按随机号由小到大排序，一次录足。",
        "Everybody is put in order, smallest number first, and the places are filled in one go.",
    )


def _admission(draw: AdmissionDraw) -> list[Pair]:
    lot = (
        "学生不多于可用学位的，全部录取，不抽签；没有学位的，不再进行；其他的抽签：",
        "Children not more than the places: all are admitted without a lot; no places: not held; else a lot.",
    )
    lines = [flow(lot, method(draw))]
    if draw.quota is not None:
        lines.append(SUB_QUOTAS)
    return lines


def _shortlist(draw: ShortlistDraw) -> list[Pair]:
    limit = (
        f"入围限额为招生计划的 {draw.multiplier} 倍；学生不多于限额的，全部入围，不抽签。",
        f"The list has {draw.multiplier} times the places; children not more than that are all on it without a lot.",
    )
    return [limit, method(draw), flow(_LIMIT[draw.bundle], _ABSENT[draw.absent])]


def _preferences(draw: PreferenceDraw, rules: Rules) -> list[Pair]:
    offered, listed = names(rules, draw.offered), [label(rules, name) for name in draw.preferences]
    full = (
        "志愿学校都没有学位的，本次不录取。",
        "Who finds no place at any school of the list is not placed in this draw.",
    )
    if draw.unlisted is Unlisted.ANY:
        full = (
            f"志愿学校都没有学位的，调剂到还有学位的学校，次序：{offered[0]}。",
            f"Who finds no place at any school of the list gets the first with a place in the order {offered[1]}.",
        )
    first = (
        "全体都能进第一志愿的，不抽签；否则全体抽签。",
        "If everybody can have the first choice no lot is drawn; else a lot among all.",
    )
    lines = [
        (
            f"学校：{offered[0]}。志愿依次为：{'、'.join(listed)}。",
            f"Schools: {offered[1]}. Choices: {', '.join(draw.preferences)}.",
        ),
        flow(first, _METHOD[draw.method]),
        sub(
            (
                f"例：东、西、南校各剩 1 个学位，1、2 号填东西南，3 号填西东南：{_EXAMPLE[draw.method]}。",
                f"Example: schools E, W, S, one place each; 1 and 2 list E W S, 3 lists W E S: {_EXAMPLE_EN[draw.method]}.",
            )
        ),
        flow(full, _APART[draw.bundle]),
    ]
    if draw.adjust != "none":
        group = label(rules, draw.adjust)
        lines.append(
            (
                f"抽签录取后，{group}相同的学生都已录取、志愿完全相同而学校不同的，都调到其中志愿最靠前的学校：先用该校余额，"
                "再用核增计划，不够就都不调；调出的学位作空缺。",
                f"After the lot children with the same {draw.adjust} who are all in, with equal lists, come together at the best "
                "of their schools, by places left, then approved extra ones, or not at all; what they leave falls free.",
            )
        )
    return lines


def _nearest(draw: NearestDraw, rules: Rules) -> list[Pair]:
    offered, area = names(rules, draw.offered), label(rules, draw.area)
    first = (
        "全体都能去最近的学校的，不抽签；否则全体抽签。",
        "If everybody can have the nearest school no lot is drawn; else a lot among all.",
    )
    lines = [
        (
            f"学校：{offered[0]}。远近以{area}到各校的距离计。",
            f"Schools: {offered[1]}. What is near is told by {draw.area}.",
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
            schools = join((f"{rules.school(s).name} {m} 米", f"{s} {m} m") for m, s in some)
            more = ("（续）", " (continued)") if n else ("", "")
            lines.append(
                (
                    f"{'、'.join(words[c] for c in codes)}{more[0]}：{schools[0]}",
                    f"{', '.join(codes)}{more[1]}: {schools[1]}",
                )
            )
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
    raise TypeError(draw)
