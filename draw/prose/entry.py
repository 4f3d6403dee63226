"""Who may take part: corrections, checks before the freeze, blocks, earlier sessions (R2-R6, R21, R36, SPEC §14)."""

from typing import Final

from draw.prose.conditions import label, people
from draw.prose.section import Pair, Section, flow, sub
from draw.rules import Corrections, Governs, LateDraw, Rules
from draw.rules.eligibility import (
    REFUSE,
    ApartTest,
    Check,
    DateTest,
    DwellingTest,
    ListTest,
    PresentTest,
    Test,
    ValueTest,
)
from draw.turnout import anybody
from draw.words import pair, zh

_CORRECTIONS: Final = {
    Corrections.SIGNED_LIST: pair("prose.clerical_error_found_before_freeze"),
    Corrections.REFUSE: pair("prose.what_confirmed_never_corrected"),
}
_BARS: Final = {
    "APPLIED": pair("prose.who_applied_there_got_further"),
    "ADMITTED": pair("prose.who_admitted_there_agreed"),
    "AGREED": pair("prose.who_agreed_go_there"),
}
_MISSING: Final = {
    "FAILS": pair("prose.empty_cell_fails_listed_review"),
    "REFUSE": pair("prose.empty_cell_stops_freeze"),
}
_SHARED: Final = {
    "REFUSE": pair("prose.two_families_one_dwelling_list"),
    "ALLOW": pair("prose.two_families_one_dwelling_list_allowed"),
}
_GOVERNS: Final = {
    Governs.BLOCK: pair("prose.block_decides_school_blocks_may"),
    Governs.DRAW: pair("prose.lot_decides_where_there_more"),
}
_CARRY: Final[dict[str, dict[str, Pair]]] = {
    "admitted": {
        "BARRED": pair("prose.who_place_from_them_may"),
        "FREE": pair("prose.who_place_from_them_may_take"),
    },
    "applicants": {
        "UNPLACED": pair("prose.only_children_those_sessions_may"),
        "ANY": pair("prose.children_who_not_those_sessions"),
        "ADMITTED": pair("prose.carry_admitted"),
        "QUOTA": pair("prose.carry_quota"),
    },
    "abstained": {
        "MAY_RETURN": pair("prose.who_stayed_away_from_last"),
        "OUT": pair("prose.who_earlier_session_stayed_away"),
    },
    "places": {
        "LEFT": pair("prose.school_places_those_earlier_sessions"),
        "OWN": pair("prose.school_places_fixed_anew_session"),
    },
}


def _date(test: DateTest) -> Pair:
    inside = test.edge == "INCLUSIVE"
    mark = pair("prose.day_included" if inside else "prose.day_not_included")
    if test.earliest == "none":
        return pair("prose.not_later_than", latest=test.latest, mark_zh=mark[0], mark_en=mark[1])
    if test.latest == "none":
        return pair("prose.not_earlier_than", earliest=test.earliest, mark_zh=mark[0], mark_en=mark[1])
    ends = pair("prose.days_included" if inside else "prose.days_not_included")
    return pair("prose.between", earliest=test.earliest, latest=test.latest, ends_zh=ends[0], ends_en=ends[1])


def _dwelling(test: DwellingTest) -> Pair:
    first = next(year for year in range(test.year - test.years, test.year + 2) if test.barred(year))
    shared = _SHARED[test.shared]
    counted = pair("prose.counted_from_use" if test.counted == "FROM_USE" else "prose.counted_after_use")
    return pair(
        "prose.no_other_family_used_dwelling",
        name=test.name,
        first=first,
        year=test.year,
        years=test.years,
        shared_zh=shared[0],
        shared_en=shared[1],
        counted_zh=counted[0],
        counted_en=counted[1],
    )


def _passes(test: Test, column: str, rules: Rules) -> Pair:
    """What is needed to pass."""
    match test:
        case DateTest():
            words = _date(test)
            return pair("prose.column_must", column=column, words_zh=words[0], words_en=words[1])
        case ValueTest():
            return pair(
                "prose.column_is",
                column=column,
                listed_zh=zh("prose.or").join(test.allowed),
                listed_en=" or ".join(test.allowed),
            )
        case PresentTest():
            return pair("prose.column_filled", column=column)
        case ListTest():
            words = _BARS[test.bars]
            return pair("prose.those_list_fail", column=column, name=test.name, words_zh=words[0], words_en=words[1])
        case DwellingTest():
            words = _dwelling(test)
            return pair("prose.column_how", column=column, words_zh=words[0], words_en=words[1])
        case ApartTest():
            other = people(rules, test.other)
            return pair("prose.not_also", other_zh=other[0], other_en=other[1])


def _check(check: Check, rules: Rules) -> Pair:
    who, passes = people(rules, check.who), _passes(check.test, check.column, rules)
    fails = pair("prose.failure_stops_freeze")
    if check.fails != REFUSE:
        reason = pair(f"removed.{check.fails}")
        fails = pair("prose.who_fails_removed", reason_zh=reason[0], reason_en=reason[1])
    parts = [passes, fails]
    if not isinstance(check.test, ApartTest):
        parts.insert(1, _MISSING[check.missing])
    return pair(
        "prose.check",
        label=check.label,
        who_zh=who[0],
        who_en=who[1],
        listed_zh="；".join(p[0] for p in parts),
        listed_en="; ".join(p[1] for p in parts),
    )


def entry(rules: Rules) -> Section:
    """From the application to the frozen list."""
    columns = "、".join((zh("prose.applicant_code"), zh("prose.unit"), *(a.label for a in rules.attributes)))
    if not anybody(rules):
        return Section(heading=pair("prose.who_may_take_part"), lines=(pair("prose.no_applicants"),))
    lines: list[Pair] = [
        pair(
            "prose.frozen_list_public_line_child",
            columns_zh=columns,
            columns_en=", ".join(("applicant", "unit", *(a.name for a in rules.attributes))),
        ),
        _CORRECTIONS[rules.corrections],
    ]
    if rules.eligibility:
        lines.append(pair("prose.checks_before_freeze_order_how"))
        lines += [sub(_check(c, rules)) for c in rules.eligibility]
    if rules.blocks is not None:
        block, school = label(rules, rules.blocks.block), label(rules, rules.blocks.school)
        same = pair(
            "prose.children_same_same",
            block_zh=block,
            block_en=rules.blocks.block,
            school_zh=school,
            school_en=rules.blocks.school,
        )
        lines.append(flow(same, _GOVERNS[rules.blocks.governs]))
    if rules.carry is not None:
        first = pair("prose.session_continues_those_notice_names")
        lines.append(flow(first, *(words[getattr(rules.carry, key)] for key, words in _CARRY.items())))
        if any(isinstance(draw, LateDraw) for draw in rules.draws):
            lines.append(pair("prose.carry_late"))
    return Section(heading=pair("prose.who_may_take_part"), lines=tuple(lines))
