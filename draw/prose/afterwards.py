"""After the draw: offers, the waiting list, no-shows, who is struck off; and what the screen shows (R37-R39, R48)."""

from typing import Final

from draw.prose.conditions import people
from draw.prose.section import Pair, Section, flow
from draw.results import waiting_schools
from draw.rules import AfterDraw, Method, PreferenceDraw, Rules

_HEAD: Final = {
    "PASS_OVER": (
        "轮到的捆绑组人数多于空缺的，先由后面放得下的递补，该组仍在原位。",
        "A bundle larger than the vacancies keeps its position while the next that fits moves in.",
    ),
    "WAIT": (
        "轮到的捆绑组人数多于空缺的，等到空缺够整组，后面的不先递补。",
        "A bundle larger than the vacancies waits until there are enough, and everybody behind waits with it.",
    ),
}
_STRUCK: Final = {
    "REST_STAY": (
        "被查实取消资格的，只取消本人，同组其他成员保留；其他人的顺序不变。",
        "Who is struck off loses the place alone; the rest of a bundle keep theirs; nobody else's order changes.",
    ),
    "ALL_LEAVE": (
        "被查实取消资格的，同组全部成员一并取消；其他人的顺序不变。",
        "Who is struck off takes the whole bundle along; nobody else's order changes.",
    ),
}
_NO_SHOW: Final = {
    "FORFEIT": (
        "逾期不报到的，视为放弃录取资格。",
        "Who has not reported by then has given up the place.",
    ),
    "BOUND": (
        "逾期不报到的，学籍仍留录取学校，不作空缺。",
        "Who has not reported by then stays enrolled there; nothing falls free.",
    ),
}


def _list(rules: Rules) -> list[Pair]:
    """The waiting list: its order, how long, how an offer goes."""
    terms = rules.after_draw
    lines: list[Pair] = []
    first = terms.priority
    who = people(rules, first) if first is not None else ("", "")
    wishes = any(isinstance(d, PreferenceDraw) and d.method is Method.PREFERENCE_FIRST for d in rules.draws)
    order = [
        (f"优先群体（{who[0]}，用于空缺先补优先群体的学校）", f"the priority group ({who[1]}) where its school says so")
        if first is not None
        else ("", ""),
        ("被顺延或拆分的捆绑组", "bundles passed over or split"),
        ("先举行的派位", "the earlier draw"),
        ("志愿靠前的（志愿优先的派位）", "the earlier choice (where preferences come first)") if wishes else ("", ""),
        ("随机号小的", "the smaller number"),
    ]
    lines.append(
        (
            f"候补次序，依次比较：{'；'.join(zh for zh, _ in order if zh)}。",
            f"Order of the waiting list, one after the other: {'; '.join(en for _, en in order if en)}.",
        )
    )
    until = ("候补名单长期有效。", "The waiting list has no last day.")
    if terms.list_until != "none":
        until = (
            f"候补名单有效期至 {terms.list_until}（含当日），之后的空缺不再递补。",
            f"The waiting list is in force to {terms.list_until}; later vacancies are not filled from it.",
        )
    reply = ("递补的直接录取，无须答复。", "Who moves in is admitted at once; no reply is asked.")
    if terms.reply_days:
        reply = (
            f"递补通知后 {terms.reply_days} 日内答复；不接受或逾期的退出该校候补。",
            f"An offer is answered within {terms.reply_days} days; who declines or stays silent leaves that school's list.",
        )
    return [*lines, flow(until, reply), _HEAD[terms.bundle_at_head]]


def _reporting(terms: AfterDraw) -> list[Pair]:
    if terms.report_by == "none":
        return [("本方案不设报到期限。", "This sheet sets no day for reporting.")]
    leave = (
        f"可在该日以前请假，至多 {terms.leave_days} 日。",
        f"leave of at most {terms.leave_days} days may be asked for by that day.",
    )
    if not terms.leave_days:
        leave = "不准请假。", "there is no leave."
    report = f"录取后须在 {terms.report_by} 以前（含当日）报到，{leave[0]}", f"Report by {terms.report_by}; {leave[1]}"
    return [flow(report, _NO_SHOW[terms.no_show])]


def after_draw(rules: Rules) -> Section:
    """Every switch of after_draw that is read."""
    lines: list[Pair] = [
        (
            "派位时无须到场。派位后的变动一律另出有编号、有签名的更正单，原结果不改，不重新排序。",
            "Nobody has to be present. Later changes are numbered, signed amendments; the result is never rewritten, nobody is "
            "drawn again.",
        )
    ]
    if waiting_schools(rules):
        lines += _list(rules)
    lines += _reporting(rules.after_draw)
    lines.append(_STRUCK[rules.after_draw.member_struck])
    return Section(heading=("派位以后", "After the draw"), lines=tuple(lines))


def screen(rules: Rules) -> Section:
    """What the show does; it changes no result."""
    terms = rules.show
    names = ("姓名脱敏显示", "names are masked") if terms.names == "masked" else ("不显示姓名", "no names are shown")
    return Section(
        heading=("大屏展示", "The screen"),
        lines=(
            (
                f"大屏每页至多 {terms.page} 个派位对象，最后 {terms.singly} 个逐一展示；{names[0]}。展示快慢不影响结果。",
                f"At most {terms.page} units a page, the last {terms.singly} one by one; {names[1]}. The pace changes no result.",
            ),
        ),
    )
