"""Who is meant by a `who` of the rule sheet, in words: labels in Chinese, names and codes in English (SPEC §4)."""

from draw.prose.section import Pair, join
from draw.rules import Rules, Who
from draw.words import pair, zh


def names(rules: Rules, codes: tuple[str, ...]) -> Pair:
    """Schools by name, and by code."""
    return "、".join(rules.school(c).name for c in codes), ", ".join(codes)


def label(rules: Rules, name: str) -> str:
    """The label of an attribute."""
    return next(a.label for a in rules.attributes if a.name == name)


def value_label(rules: Rules, name: str, code: str) -> str:
    """The label of one of its values; of an attribute of schools the school's name, of codes the code."""
    attribute = next(a for a in rules.attributes if a.name == name)
    found = next((v.label for v in attribute.values if v.code == code), "")
    if found:
        return found
    return next((s.name for s in rules.schools if s.code == code), code) if attribute.kind == "schools" else code


def people(rules: Rules, who: Who) -> Pair:
    """The condition as a phrase: 报名学校为一中，批次为直升 · school S1; batch 1."""
    if not who:
        return pair("prose.everybody")
    parts = []
    for name, codes in who:
        attribute = next(a for a in rules.attributes if a.name == name)
        words = {v.code: v.label for v in attribute.values}
        parts.append(
            pair(
                "prose.condition",
                label_zh=attribute.label,
                label_en=name,
                listed_zh=zh("prose.or").join(words[c] for c in codes),
                listed_en=" or ".join(codes),
            )
        )
    return join(parts, "，", "; ")
