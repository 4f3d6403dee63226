"""What a draw promises before the freeze, in words: how many stand in it, whether a lot is needed, exact chances (R25)."""

from typing import Final

from draw.allocation.chances import rounded
from draw.allocation.standing import Status
from draw.prose import further_outlook
from draw.prose.section import Pair, flow, join, sub
from draw.prospects import Prospect
from draw.rules import FurtherDraw, NearestDraw, PreferenceDraw, Rules, ShortlistDraw
from draw.words import pair, zh

_UNKNOWN: Final = pair("prose.chances_hang_what_everybody_asks")


def _counts(p: Prospect) -> Pair:
    bundles = sum(p.bundles.values())
    return pair("prose.children_units_bundles", children=p.children, less=p.singles + bundles, bundles=bundles)


def _places(p: Prospect) -> Pair:
    if isinstance(p.draw, ShortlistDraw):
        return pair("prose.list", places=p.places)
    if isinstance(p.draw, PreferenceDraw | NearestDraw):
        return pair("prose.places_all", places=p.places)
    return pair("prose.places", places=p.places)


def _status(p: Prospect) -> Pair:
    """What will become of the draw, as far as it is known."""
    if p.status is None:
        return pair("prose.whether_held_depends_earlier_draws")
    if p.status is Status.HELD:
        return pair("prose.lot_drawn")
    if p.status is Status.REGISTERED and isinstance(p.draw, ShortlistDraw):
        return pair("status.shortlisted")
    return pair(f"status.{p.status}")


def _chances(p: Prospect) -> list[Pair]:
    """Of a single child, and of bundles."""
    if p.chances is None:
        return []
    into = pair("prose.being_listed") if isinstance(p.draw, ShortlistDraw) else pair("prose.place")
    found = []
    if p.chances.single is not None:
        value = rounded(p.chances.single, 4)
        found.append(pair("prose.chance_single_child", value=value, into_zh=into[0], into_en=into[1]))
    for size in p.bundles:
        whole, member = rounded(p.chances.bundle[size], 4), rounded(p.chances.bundle_member[size], 4)
        extra = pair("prose.each_member", member=member) if whole != member else ("", "")
        found.append(
            pair(
                "prose.chance_bundle_whole", size=size, whole=whole, extra_zh=extra[0], extra_en=extra[1], into=into[0]
            )
        )
    return found


def _mean(p: Prospect) -> list[Pair]:
    if p.chances is None or not p.bundles:
        return []
    mean, alone = rounded(p.chances.mean_admitted, 2), rounded(p.chances.unbundled, 4)
    into = zh("prose.being_listed" if isinstance(p.draw, ShortlistDraw) else "prose.place")
    return [pair("prose.mean_admitted_each_had_nobody", mean=mean, alone=alone, into=into)]


def outlook(p: Prospect, rules: Rules) -> list[Pair]:
    """A line on who stands in the draw and what will happen, and indented the chances."""
    if isinstance(p.draw, FurtherDraw):
        return further_outlook.outlook(p, rules, _counts(p))
    parts = [_counts(p), _status(p)] if p.status is None else [_counts(p), _places(p), _status(p)]
    words = join(parts, "；", "; ")
    lines = [(f"{words[0]}。", f"{words[1]}.")]
    if p.status is Status.HELD and p.chances is None:
        lines[0] = flow(lines[0], _UNKNOWN)
    chances = join([*_chances(p), *_mean(p)], "；", "; ")
    return [*lines, sub((f"{chances[0]}。", f"{chances[1]}."))] if chances[0] else lines


def short_outlook(p: Prospect) -> Pair:
    """The same in one phrase, for a table of draws."""
    if isinstance(p.draw, FurtherDraw):
        return further_outlook.short(p, _counts(p))
    parts = [pair("prose.children", children=p.children)]
    bundles = sum(p.bundles.values())
    if bundles:
        parts = [pair("prose.children_bundles", children=p.children, bundles=bundles)]
    if p.status is not None:
        parts.append(_places(p))
    return join([*parts, _status(p), *_chances(p), *_mean(p)], "，", ", ")
