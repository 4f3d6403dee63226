"""After the draw: offers, the waiting list, no-shows, who is struck off; and what the screen shows (R37-R39, R48)."""

from typing import Final

from draw.prose.conditions import people
from draw.prose.section import Pair, Section, flow
from draw.results import waiting_schools
from draw.rules import AfterDraw, ClassDraw, LateDraw, Method, PreferenceDraw, Rules
from draw.turnout import anybody
from draw.words import pair

_HEAD: Final = {
    "PASS_OVER": pair("prose.bundle_larger_than_vacancies_keeps"),
    "WAIT": pair("prose.bundle_larger_than_vacancies_waits"),
}
_STRUCK: Final = {
    "REST_STAY": pair("prose.who_struck_off_loses_place"),
    "ALL_LEAVE": pair("prose.who_struck_off_takes_whole"),
}
_NO_SHOW: Final = {
    "FORFEIT": pair("prose.who_not_reported_then_given"),
    "BOUND": pair("prose.who_not_reported_then_stays"),
}


def _list(rules: Rules) -> list[Pair]:
    """The waiting list: its order, how long, how an offer goes."""
    terms = rules.after_draw
    lines: list[Pair] = []
    first = terms.priority
    who = people(rules, first) if first is not None else ("", "")
    wishes = any(isinstance(d, PreferenceDraw) and d.method is Method.PREFERENCE_FIRST for d in rules.draws)
    order = [
        pair("prose.priority_group_where_school_says", who_zh=who[0], who_en=who[1]) if first is not None else ("", ""),
        pair("prose.bundles_passed_over_split"),
        pair("prose.earlier_draw"),
        pair("prose.earlier_choice_where_preferences_come") if wishes else ("", ""),
        pair("prose.smaller_number"),
    ]
    lines.append(
        pair(
            "prose.order_waiting_list_one_after",
            listed_zh="；".join((zh for zh, _ in order if zh)),
            listed_en="; ".join((en for _, en in order if en)),
        )
    )
    until = pair("prose.waiting_list_no_last_day")
    if terms.list_until != "none":
        until = pair("prose.waiting_list_force_later_vacancies", list_until=terms.list_until)
    reply = pair("prose.who_moves_admitted_once_no")
    if terms.reply_days:
        reply = pair("prose.offer_answered_within_days_who", reply_days=terms.reply_days)
    return [*lines, flow(until, reply), _HEAD[terms.bundle_at_head]]


def _reporting(terms: AfterDraw) -> list[Pair]:
    if terms.report_by == "none":
        return [pair("prose.sheet_sets_no_day_reporting")]
    leave = pair("prose.leave_most_days_may_asked", leave_days=terms.leave_days)
    if not terms.leave_days:
        leave = pair("prose.there_no_leave")
    report = pair("prose.report", report_by=terms.report_by, leave_zh=leave[0], leave_en=leave[1])
    return [flow(report, _NO_SHOW[terms.no_show])]


def after_draw(rules: Rules) -> Section:
    """Every switch of after_draw that is read."""
    lines: list[Pair] = [pair("prose.nobody_present_later_changes_numbered")]
    if not anybody(rules):
        return Section(heading=pair("prose.after_draw"), lines=tuple(lines))
    if any(isinstance(draw, ClassDraw | LateDraw) for draw in rules.draws):
        lines.append(pair("prose.class_stays"))
    if waiting_schools(rules):
        lines += _list(rules)
    lines += _reporting(rules.after_draw)
    lines.append(_STRUCK[rules.after_draw.member_struck])
    return Section(heading=pair("prose.after_draw"), lines=tuple(lines))


def screen(rules: Rules) -> Section:
    """What the show does; it changes no result."""
    terms = rules.show
    names = pair("prose.names_masked") if terms.names == "masked" else pair("prose.no_names_shown")
    return Section(
        heading=pair("prose.screen"),
        lines=(
            pair(
                "prose.most_units_page_last_one",
                page=terms.page,
                singly=terms.singly,
                names_zh=names[0],
                names_en=names[1],
            ),
        ),
    )
