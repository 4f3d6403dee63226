"""Bundles: what becomes of mixed ones, and of those that lose a member (R24, R26)."""

from typing import Final

from draw.prose.conditions import label
from draw.prose.section import Pair, Section
from draw.rules import MemberRemoved, Mixed, Rules
from draw.turnout import anybody
from draw.words import pair

_REMOVED: Final = {
    MemberRemoved.DISSOLVE: pair("prose.bundle_loses_member_before_freeze"),
    MemberRemoved.SHRINK: pair("prose.bundle_loses_member_before_freeze_goes"),
}


def _mixed(rules: Rules) -> Pair:
    terms = rules.bundles
    if terms.mixed is Mixed.REFUSE:
        return pair("prose.members_bundle_who_differ_stop")
    attribute = next(a for a in rules.attributes if a.name == terms.mixed_attribute)
    zh, en = label(rules, attribute.name), attribute.name
    if terms.mixed is Mixed.DISSOLVE:
        return pair("prose.members_who_differ_drawn_singly", label_zh=zh, label_en=en)
    order = attribute.values
    return pair(
        "prose.members_who_differ_all_go",
        label_zh=zh,
        label_en=en,
        listed_zh="、".join(v.label for v in order),
        listed_en=", ".join(v.code for v in order),
    )


def bundles(rules: Rules) -> Section:
    """What a bundle is and how it may end before the draw."""
    if not anybody(rules):
        return Section(heading=pair("prose.bundles"), lines=(pair("prose.no_bundles"),))
    return Section(
        heading=pair("prose.bundles"),
        lines=(
            pair("prose.multiple_births_may_drawn_together"),
            _mixed(rules),
            _REMOVED[rules.bundles.member_removed],
        ),
    )
