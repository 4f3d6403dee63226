"""In the hall: who must be there before a live draw begins, and how the decision group rules (R45-R47)."""

from draw.prose.section import Pair, Section, join
from draw.rules import HallRules, Rules
from draw.words import pair


def _present(hall: HallRules) -> Pair:
    people = [(1, *pair(f"person.{kind}")) for kind in ("OPERATOR", "CHECKER")]
    people += [(count, *pair(f"person.{kind}")) for kind, count in hall.present.items()]
    listed = join(pair("prose.persons", count=count, kind_zh=zh, kind_en=en) for count, zh, en in people)
    return pair("prose.live_draw_begins_when_least", listed_zh=listed[0], listed_en=listed[1])


def _rulings(hall: HallRules) -> Pair:
    who = pair("prose.decision_group_members_d1_d", group=hall.group)
    if hall.group == 1:
        return pair("prose.decision_group_one_person_d1")
    if hall.quorum == hall.group:
        return pair("prose.all_them_sign_ruling", who_zh=who[0], who_en=who[1])
    return pair("prose.ruling_needs_signatures_least", quorum=hall.quorum, who_zh=who[0], who_en=who[1])


def hall(rules: Rules) -> Section:
    """Every switch of hall."""
    declared = pair("prose.everybody_who_signs_declared_writing")
    return Section(heading=pair("prose.hall"), lines=(_present(rules.hall), declared, _rulings(rules.hall)))
