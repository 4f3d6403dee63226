"""In the hall: who must be there before a live draw begins, and how the decision group rules (R45-R47)."""

from draw.prose.section import Pair, Section, join
from draw.rules import HallRules, Rules
from draw.words import pair


def _present(hall: HallRules) -> Pair:
    people = [(1, *pair(f"person.{kind}")) for kind in ("OPERATOR", "CHECKER")]
    people += [(count, *pair(f"person.{kind}")) for kind, count in hall.present.items()]
    listed = join((f"{zh} {count} 人", f"{en} {count}") for count, zh, en in people)
    return (
        f"正式派位须下列人员至少到齐并签到后才能开始：{listed[0]}。有人不能到场的，须经现场决策组裁定才能开始，"
        "但操作员、复核员、公证员各一人不可缺。",
        f"A live draw begins when at least these people have signed in: {listed[1]}. Where somebody cannot come, only a ruling of "
        "the decision group lets it begin, and never without one operator, one second operator and one notary.",
    )


def _rulings(hall: HallRules) -> Pair:
    who = (
        f"现场决策组共 {hall.group} 人（D1 至 D{hall.group}）",
        f"The decision group has {hall.group} members (D1 to D{hall.group})",
    )
    if hall.group == 1:
        return (
            "现场决策组为 1 人（D1），其签字的裁定有效。",
            "The decision group is one person (D1), who signs its rulings.",
        )
    if hall.quorum == hall.group:
        return f"{who[0]}，裁定须全体签字。", f"{who[1]}; all of them sign a ruling."
    return (
        f"{who[0]}，裁定须至少 {hall.quorum} 人签字。",
        f"{who[1]}; a ruling needs the signatures of at least {hall.quorum}.",
    )


def hall(rules: Rules) -> Section:
    """Every switch of hall."""
    declared = (
        "每名签到人员事先书面声明：本人和近亲属没有子女参加本次派位。操作员、复核员、公证员中，任何人不得身兼两职。",
        "Everybody who signs in has declared in writing that neither they nor a close relative has a child in the draw. Nobody is "
        "two of operator, second operator and notary.",
    )
    return Section(
        heading=("现场监督与裁定", "In the hall"), lines=(_present(rules.hall), declared, _rulings(rules.hall))
    )
