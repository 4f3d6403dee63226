"""What a draw promises before the freeze, in words: how many stand in it, whether a lot is needed, exact chances (R25)."""

from typing import Final

from draw.allocation.chances import rounded
from draw.allocation.standing import Status
from draw.prose.section import Pair, flow, join, sub
from draw.prospects import Prospect
from draw.rules import NearestDraw, PreferenceDraw, ShortlistDraw
from draw.words import pair

_UNKNOWN: Final = ("录取机会取决于全体的报名，不预先计算。", "Chances hang on what everybody asks for; none is told.")


def _counts(p: Prospect) -> Pair:
    bundles = sum(p.bundles.values())
    return (
        f"学生 {p.children} 人，派位对象 {p.singles + bundles} 个，其中捆绑 {bundles} 组",
        f"{p.children} children, {p.singles + bundles} units, {bundles} bundles",
    )


def _places(p: Prospect) -> Pair:
    if isinstance(p.draw, ShortlistDraw):
        return f"入围限额 {p.places} 人", f"a list of {p.places}"
    if isinstance(p.draw, PreferenceDraw | NearestDraw):
        return f"各校学位合计 {p.places} 个", f"{p.places} places in all"
    return f"可用学位 {p.places} 个", f"{p.places} places"


def _status(p: Prospect) -> Pair:
    """What will become of the draw, as far as it is known."""
    if p.status is None:
        return "是否抽签取决于前面的结果", "whether it is held depends on earlier draws"
    if p.status is Status.HELD:
        return "抽签", "a lot is drawn"
    if p.status is Status.REGISTERED and isinstance(p.draw, ShortlistDraw):
        return pair("status.shortlisted")
    return pair(f"status.{p.status}")


def _chances(p: Prospect) -> list[Pair]:
    """Of a single child, and of bundles."""
    if p.chances is None:
        return []
    into = ("入围", "being listed") if isinstance(p.draw, ShortlistDraw) else ("录取", "a place")
    found = []
    if p.chances.single is not None:
        value = rounded(p.chances.single, 4)
        found.append((f"单个学生的{into[0]}机会 {value}", f"chance of {into[1]} for a single child {value}"))
    for size in p.bundles:
        whole, member = rounded(p.chances.bundle[size], 4), rounded(p.chances.bundle_member[size], 4)
        extra = (f"，组内每人 {member}", f", of each member {member}") if whole != member else ("", "")
        found.append(
            (
                f"{size} 人捆绑组整组{into[0]}机会 {whole}{extra[0]}",
                f"chance of a bundle of {size}, whole {whole}{extra[1]}",
            )
        )
    return found


def _mean(p: Prospect) -> list[Pair]:
    if p.chances is None or not p.bundles:
        return []
    mean, alone = rounded(p.chances.mean_admitted, 2), rounded(p.chances.unbundled, 4)
    into = "入围" if isinstance(p.draw, ShortlistDraw) else "录取"
    return [
        (
            f"平均{into} {mean} 人；若都不捆绑，每人 {alone}",
            f"mean admitted {mean}; {alone} each had nobody been bundled",
        )
    ]


def outlook(p: Prospect) -> list[Pair]:
    """A line on who stands in the draw and what will happen, and indented the chances."""
    parts = [_counts(p), _status(p)] if p.status is None else [_counts(p), _places(p), _status(p)]
    words = join(parts, "；", "; ")
    lines = [(f"{words[0]}。", f"{words[1]}.")]
    if p.status is Status.HELD and p.chances is None:
        lines[0] = flow(lines[0], _UNKNOWN)
    chances = join([*_chances(p), *_mean(p)], "；", "; ")
    return [*lines, sub((f"{chances[0]}。", f"{chances[1]}."))] if chances[0] else lines


def short_outlook(p: Prospect) -> Pair:
    """The same in one phrase, for a table of draws."""
    parts = [(f"学生 {p.children} 人", f"{p.children} children")]
    bundles = sum(p.bundles.values())
    if bundles:
        parts = [(f"学生 {p.children} 人（捆绑 {bundles} 组）", f"{p.children} children ({bundles} bundles)")]
    if p.status is not None:
        parts.append(_places(p))
    return join([*parts, _status(p), *_chances(p), *_mean(p)], "，", ", ")
