"""Bundles: what becomes of mixed ones, and of those that lose a member (R24, R26)."""

from typing import Final

from draw.prose.conditions import label
from draw.prose.section import Pair, Section
from draw.rules import MemberRemoved, Mixed, Rules

_REMOVED: Final = {
    MemberRemoved.DISSOLVE: (
        "冻结前组内有人被剔除的，该组解除捆绑，其余成员各自参加。",
        "A bundle that loses a member before the freeze is dissolved; the others take part singly.",
    ),
    MemberRemoved.SHRINK: (
        "冻结前组内有人被剔除的，其余成员（两人以上）继续捆绑。",
        "A bundle that loses a member before the freeze goes on with the others, if they are two or more.",
    ),
}


def _mixed(rules: Rules) -> Pair:
    terms = rules.bundles
    if terms.mixed is Mixed.REFUSE:
        return (
            "同组成员的报名信息不一致的，不予冻结，须先更正或解除捆绑。",
            "Members of a bundle who differ stop the freeze: correct the roster or dissolve the bundle.",
        )
    attribute = next(a for a in rules.attributes if a.name == terms.mixed_attribute)
    zh, en = label(rules, attribute.name), attribute.name
    if terms.mixed is Mixed.DISSOLVE:
        return (
            f"同组成员的{zh}不一致的，解除捆绑，各自参加；其他报名信息不一致的，不予冻结。",
            f"Members who differ in {en} are drawn singly; members who differ in anything else stop the freeze.",
        )
    order = attribute.values
    return (
        f"同组成员的{zh}不一致的，全组列入其中次序最后的一项（次序：{'、'.join(v.label for v in order)}）；"
        "其他报名信息不一致的，不予冻结。",
        f"Members who differ in {en} all go to the later value (order: {', '.join(v.code for v in order)}); members who "
        "differ in anything else stop the freeze.",
    )


def bundles(rules: Rules) -> Section:
    """What a bundle is and how it may end before the draw."""
    return Section(
        heading=("多胞胎捆绑", "Bundles"),
        lines=(
            (
                "多胞胎由家长自愿申请捆绑：一组只有一个号，组内按编号先后。",
                "Multiple births may be drawn together if the parents ask: one number for the bundle, members by code.",
            ),
            _mixed(rules),
            _REMOVED[rules.bundles.member_removed],
        ),
    )
