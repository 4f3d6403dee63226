"""The rule sheet in words, made from what is executed, so that what is read out is what happens (R1, R25)."""

from draw.allocation.chances import rounded
from draw.allocation.standing import Status
from draw.pool import Pool
from draw.prospects import Prospect, prospects
from draw.rules import Rules, School
from draw.words import pair

Pair = tuple[str, str]


def _school(school: School) -> list[Pair]:
    facts = {"extra": school.approved_extra, "document": school.approved_document}
    return [
        (
            f"{school.name}（{school.code}）：招生计划 {school.places} 人。",
            f"{school.name} ({school.code}): {school.places} places.",
        ),
        pair(f"policy.{school.last_place}", **facts),
        pair(f"vacancies.{school.vacancies}"),
    ]


def _prospect(p: Prospect) -> list[Pair]:
    bundles = sum(p.bundles.values())
    head_zh = (
        f"{p.draw.id} {p.draw.title}：学生 {p.children} 人，派位对象 {p.singles + bundles} 个，其中捆绑 {bundles} 组；"
    )
    head_en = f"{p.draw.id}: {p.children} children, {p.singles + bundles} units, {bundles} bundles; "
    if p.status is None:
        return [(head_zh + "是否派位取决于前面的结果。", head_en + "whether it is held depends on earlier draws.")]
    if p.status is not Status.HELD:
        words = pair(f"status.{p.status}")
        return [(f"{head_zh}剩余计划 {p.places}：{words[0]}。", f"{head_en}{p.places} places: {words[1]}.")]
    lines = [(f"{head_zh}剩余计划 {p.places}：举行派位。", f"{head_en}{p.places} places: a lot is drawn.")]
    if p.chances is None:
        return lines
    if p.chances.single is not None:
        value = rounded(p.chances.single, 4)
        lines.append((f"  单个学生的录取机会 {value}", f"  chance of a single child {value}"))
    for size in p.bundles:
        whole, member = rounded(p.chances.bundle[size], 4), rounded(p.chances.bundle_member[size], 4)
        extra = (f"，组内每人 {member}", f", of each member {member}") if whole != member else ("", "")
        lines.append(
            (
                f"  {size} 人捆绑组整组录取机会 {whole}{extra[0]}",
                f"  chance of a bundle of {size}, whole {whole}{extra[1]}",
            )
        )
    mean, alone = rounded(p.chances.mean_admitted, 2), rounded(p.chances.unbundled, 4)
    lines.append(
        (
            f"  平均录取 {mean} 人；若都不捆绑，每人 {alone}",
            f"  mean admitted {mean}; {alone} each had nobody been bundled",
        )
    )
    return lines


def rule_lines(rules: Rules, pool: Pool | None) -> list[Pair]:
    """(Chinese, English) sentences: every school's switches, then every draw with its exact chances if a pool is given."""
    lines: list[Pair] = []
    for school in rules.schools:
        lines += _school(school)
    if pool is not None:
        for prospect in prospects(pool, rules):
            lines += _prospect(prospect)
    return lines
