"""Who may take part: corrections, checks before the freeze, blocks, earlier sessions (R2-R6, R21, R36, SPEC §14)."""

from typing import Final

from draw.prose.conditions import label, people
from draw.prose.section import Pair, Section, flow, sub
from draw.rules import Corrections, Governs, Rules
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
from draw.words import pair

_CORRECTIONS: Final = {
    Corrections.SIGNED_LIST: (
        "志愿确认后，冻结前发现录入错误的，凭两人签名的更正表更正；冻结后不改。",
        "A clerical error found before the freeze is corrected by a list that two people sign; nothing changes after it.",
    ),
    Corrections.REFUSE: ("志愿确认后一律不改。", "What was confirmed is never corrected."),
}
_BARS: Final = {
    "APPLIED": ("已在该处报名（或已录取、已签约）的", "who have applied there (or got further)"),
    "ADMITTED": ("已被该处录取（或已签约）的", "who are admitted there (or have agreed)"),
    "AGREED": ("已与该处签订就读协议的", "who have agreed to go there"),
}
_MISSING: Final = {
    "FAILS": ("空白的视为不合格，列出待核", "an empty cell fails and is listed for review"),
    "REFUSE": ("空白的须先补齐，否则不予冻结", "an empty cell stops the freeze"),
}
_SHARED: Final = {
    "REFUSE": ("本名单中两家同用一处住房的，不予冻结", "two families of one dwelling in this list stop the freeze"),
    "ALLOW": ("本名单中允许两家同用一处住房", "two families of one dwelling in this list are allowed"),
}
_GOVERNS: Final = {
    Governs.BLOCK: (
        "划片优先：每所学校片内学生不得多于其计划，派位不得拆开同一片块。",
        "The block decides: a school's blocks may not have more children than its places, so that no lot splits one.",
    ),
    Governs.DRAW: (
        "派位优先：报名超过计划时照常派位，同一片块的学生结果可以不同。",
        "The lot decides: where there are more children than places, children of one block may fare differently.",
    ),
}
_CARRY: Final[dict[str, dict[str, Pair]]] = {
    "admitted": {
        "BARRED": ("前面场次已录取（或正在递补）的学生不得参加本场。", "Who has a place from them may not take part."),
        "FREE": ("前面场次已录取的学生也可以参加本场。", "Who has a place from them may take part too."),
    },
    "applicants": {
        "UNPLACED": ("本场只限前面场次名单中的学生。", "Only children of those sessions may take part."),
        "ANY": ("不在前面场次名单中的学生也可以参加。", "Children who were not in those sessions may take part."),
    },
    "abstained": {
        "MAY_RETURN": (
            "上一场没有参加的学生可以再参加本场。",
            "Who stayed away from the last session may come back.",
        ),
        "OUT": (
            "上一场没有参加的（前面场次的）学生不得再参加本场。",
            "Who was in an earlier session and stayed away from the last one may not come back.",
        ),
    },
    "places": {
        "LEFT": ("各校计划就是前面场次最后剩余的学位。", "A school's places are those that the earlier sessions left."),
        "OWN": ("各校计划为本场另定。", "A school's places are fixed anew for this session."),
    },
}


def _date(test: DateTest) -> Pair:
    inside = test.edge == "INCLUSIVE"
    mark = ("（含当日）", " (that day included)") if inside else ("（不含当日）", " (that day not included)")
    if test.earliest == "none":
        return f"不晚于 {test.latest}{mark[0]}", f"not later than {test.latest}{mark[1]}"
    if test.latest == "none":
        return f"不早于 {test.earliest}{mark[0]}", f"not earlier than {test.earliest}{mark[1]}"
    ends = ("（含首尾两日）", " (both days included)") if inside else ("（不含首尾两日）", " (neither day included)")
    return (
        f"在 {test.earliest} 至 {test.latest} 之间{ends[0]}",
        f"between {test.earliest} and {test.latest}{ends[1]}",
    )


def _dwelling(test: DwellingTest) -> Pair:
    first = next(year for year in range(test.year - test.years, test.year + 2) if test.barred(year))
    shared = _SHARED[test.shared]
    return (
        f"“{test.name}”中该住房 {first} 年起没有被另一家庭使用（{test.year} 年入学，{test.years} 年内一户；"
        f"{'使用当年算第一年' if test.counted == 'FROM_USE' else '使用的次年算第一年'}）；{shared[0]}",
        f"no other family used the dwelling since {first} by the list {test.name} (enrolment {test.year}, one family in "
        f"{test.years} years, counted {'from the year of use' if test.counted == 'FROM_USE' else 'from the year after use'}); "
        f"{shared[1]}",
    )


def _passes(test: Test, column: str, rules: Rules) -> Pair:
    """What is needed to pass."""
    match test:
        case DateTest():
            words = _date(test)
            return f"名册“{column}”须{words[0]}", f"{column} {words[1]}"
        case ValueTest():
            return f"名册“{column}”须为{'或'.join(test.allowed)}", f"{column} is {' or '.join(test.allowed)}"
        case PresentTest():
            return f"名册“{column}”须已填写", f"{column} is filled in"
        case ListTest():
            words = _BARS[test.bars]
            return (
                f"以名册“{column}”对照“{test.name}”名单，{words[0]}不合格",
                f"by {column}, those {words[1]} by the list {test.name} fail",
            )
        case DwellingTest():
            words = _dwelling(test)
            return f"名册“{column}”：须{words[0]}", f"{column}: {words[1]}"
        case ApartTest():
            other = people(rules, test.other)
            return f"不得同时为：{other[0]}", f"not also {other[1]}"


def _check(check: Check, rules: Rules) -> Pair:
    who, passes = people(rules, check.who), _passes(check.test, check.column, rules)
    fails = ("有不合格的，不予冻结", "a failure stops the freeze")
    if check.fails != REFUSE:
        reason = pair(f"removed.{check.fails}")
        fails = f"不合格的剔除（{reason[0]}）", f"who fails is removed ({reason[1]})"
    parts = [passes, fails]
    if not isinstance(check.test, ApartTest):
        parts.insert(1, _MISSING[check.missing])
    return (
        f"审核“{check.label}”，对象：{who[0]}。{'；'.join(p[0] for p in parts)}。",
        f"Check {check.label}, for {who[1]}: {'; '.join(p[1] for p in parts)}.",
    )


def entry(rules: Rules) -> Section:
    """From the application to the frozen list."""
    columns = "、".join(("派位号", "派位对象", *(a.label for a in rules.attributes)))
    lines: list[Pair] = [
        (
            f"名单冻结后公开，每名学生一行：{columns}；姓名、证件号只公开封印。",
            f"The frozen list is public, a line a child: {', '.join(('applicant', 'unit', *(a.name for a in rules.attributes)))}; "
            "name and id only as a seal.",
        ),
        _CORRECTIONS[rules.corrections],
    ]
    if rules.eligibility:
        lines.append(
            (
                "冻结前依次审核，各项剔除人数公布：",
                "Checks before the freeze, in this order; how many were removed, and why, is published:",
            )
        )
        lines += [sub(_check(c, rules)) for c in rules.eligibility]
    if rules.blocks is not None:
        block, school = label(rules, rules.blocks.block), label(rules, rules.blocks.school)
        same = (
            f"{block}相同的学生，{school}必须相同。",
            f"Children with the same {rules.blocks.block} have the same {rules.blocks.school}.",
        )
        lines.append(flow(same, _GOVERNS[rules.blocks.governs]))
    if rules.carry is not None:
        first = ("本场接续公告所列的前面场次。", "This session continues those that the notice names.")
        lines.append(flow(first, *(words[getattr(rules.carry, key)] for key, words in _CARRY.items())))
    return Section(heading=("谁可以参加", "Who may take part"), lines=tuple(lines))
