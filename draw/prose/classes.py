"""What happens in the draws of SPEC §16 after admission: classes, teacher teams, seats, late pupils (R40-R44)."""

from collections.abc import Iterable
from typing import Final

from draw.allocation.placement import TRIES
from draw.prose.conditions import label, value_label
from draw.prose.section import Pair, chunks, flow, join, sub
from draw.rules import ClassDraw, Dealing, FurtherDraw, LateDraw, Mark, Rules, SeatsDraw, TeamDraw
from draw.words import pair

_IN_A_LINE: Final = 8


def coded(words: str, code: str) -> Pair:
    """A thing by name and code, in English by code."""
    return f"{words}（{code}）", code


def values(rules: Rules, name: str) -> Pair:
    """The values of an attribute in their order: labels, codes."""
    attribute = next(a for a in rules.attributes if a.name == name)
    return join((v.label, v.code) for v in attribute.values)


def class_draw(draw: ClassDraw, rules: Rules) -> list[Pair]:
    """All that holds for one class draw."""
    name = rules.school(draw.school).name
    what = pair("prose.class_what", name=name, code=draw.school, classes=draw.classes, cap=draw.cap)
    return [what, *dealing(draw, rules)]


def dealing(draw: ClassDraw, rules: Rules) -> list[Pair]:
    """How children come into classes, whatever the school."""
    sex, kinds = label(rules, draw.sex), values(rules, draw.sex)
    told = {"label_zh": sex, "label_en": draw.sex, "values_zh": kinds[0], "values_en": kinds[1]}
    report = join(pair("prose.class_reported", label_zh=label(rules, n), label_en=n) for n in draw.report)
    report_zh, report_en = (f"、{report[0]}", f", {report[1]}") if draw.report else ("", "")
    published = pair("prose.class_report", report_zh=report_zh, report_en=report_en)
    if draw.dealing is Dealing.SERPENTINE:
        warning = pair("prose.class_serpentine", document=draw.document)
        return [warning, pair("prose.class_serpentine_values", **told), pair("prose.ties_never"), published]
    lines = [flow(pair("prose.class_cyclic", **told), pair("prose.ties_never")), pair("prose.class_bundles")]
    if draw.apart == "none":
        lines.append(pair("prose.class_not_apart"))
    else:
        lines.append(pair("prose.class_apart", label_zh=label(rules, draw.apart), label_en=draw.apart))
    for name, value in draw.spread:
        facts = {"label_zh": label(rules, name), "value_zh": value_label(rules, name, value)}
        lines.append(pair("prose.class_spread", label_en=name, value_en=value, **facts))
    return [*lines, pair("prose.class_never_again", tries=f"{TRIES:,}"), published]


def later(draw: FurtherDraw, rules: Rules) -> list[Pair]:
    """All that holds for a draw of teams, of seats, or of late pupils."""
    match draw:
        case TeamDraw():
            return _teams(draw, rules)
        case SeatsDraw():
            return _seats(draw, rules)
        case LateDraw():
            return _late(draw, rules)
    raise TypeError(draw)


def method(draw: FurtherDraw) -> Pair:
    """How the lot decides, in one paragraph."""
    match draw:
        case ClassDraw() if draw.dealing is Dealing.SERPENTINE:
            return pair("prose.class_serpentine", document=draw.document)
        case ClassDraw():
            return pair("prose.class_short")
        case TeamDraw():
            return pair("prose.team_how")
        case SeatsDraw():
            return pair("prose.seats_how")
        case LateDraw():
            sex = pair("classes.sex")
            return pair("prose.late_how", label_zh=sex[0], label_en=sex[1])
    return pair("prose.cohort_whole")


def bundle_rule(draw: FurtherDraw) -> Pair:
    """What becomes of bundles: one class, neighbouring turns, or nothing to say."""
    if isinstance(draw, ClassDraw):
        return pair("prose.class_bundles")
    if isinstance(draw, SeatsDraw):
        return pair("prose.seats_how")
    return pair("prose.bundle_one_number")


def _teams(draw: TeamDraw, rules: Rules) -> list[Pair]:
    parts = [join(coded(t.label, t.code) for t in some) for some in chunks(draw.teams, _IN_A_LINE)]
    facts = {"count": len(draw.teams), "teams_zh": parts[0][0], "teams_en": parts[0][1]}
    what = pair("prose.team_alone", **facts) if draw.of is None else pair("prose.team_of_class", of=draw.of.id, **facts)
    how = pair("prose.team_how")
    if draw.of is None:
        how = flow(how, pair("prose.ties_never"))
    lines = [what, *map(sub, parts[1:]), how]
    if not draw.recusals:
        return [*lines, pair("prose.team_no_recusals")]
    named = join((label(rules, n), n) for n in draw.recusals)
    return [*lines, pair("prose.team_recusals", labels_zh=named[0], labels_en=named[1])]


def _seats(draw: SeatsDraw, rules: Rules) -> list[Pair]:
    lines = [pair("prose.seats_what", of=draw.of.id, rows=draw.rows, columns=draw.columns)]
    gone = [pair("prose.seats_one", row=row, column=column) for row, column in draw.gone]
    if not gone:
        lines.append(pair("prose.seats_all_there"))
    for n, some in enumerate(chunks(gone, _IN_A_LINE)):
        told = join(some)
        lines.append(sub(told) if n else pair("prose.seats_gone", seats_zh=told[0], seats_en=told[1]))
    if draw.need:
        marks = _marks(draw.need, rules)
        lines.append(pair("prose.seats_need", marks_zh=marks[0], marks_en=marks[1], front=draw.front))
    else:
        lines.append(pair("prose.seats_no_need", front=draw.front))
    if draw.bands == "none":
        lines.append(pair("prose.seats_no_bands"))
    else:
        told = values(rules, draw.bands)
        name = label(rules, draw.bands)
        lines.append(
            pair("prose.seats_bands", label_zh=name, label_en=draw.bands, values_zh=told[0], values_en=told[1])
        )
    return [*lines, pair("prose.seats_how")]


def _marks(marks: Iterable[Mark], rules: Rules) -> Pair:
    return join(
        pair(
            "prose.seats_mark", label_zh=label(rules, name), label_en=name, value_zh=value_label(rules, name, value),
            value_en=value,
        )
        for name, value in marks
    )  # fmt: skip


def _late(draw: LateDraw, rules: Rules) -> list[Pair]:
    name, kinds = rules.school(draw.school).name, values(rules, draw.sex)
    lines = [pair("prose.late_what", name=name, code=draw.school, cap=draw.cap)]
    found = [pair("prose.late_class", code=c.code, counts="/".join(map(str, c.counts))) for c in draw.classes]
    for n, some in enumerate(chunks(found, _IN_A_LINE)):
        told = join(some)
        facts = {"values_zh": kinds[0], "values_en": kinds[1], "classes_zh": told[0], "classes_en": told[1]}
        lines.append(sub(told) if n else pair("prose.late_counts", **facts))
    how = pair("prose.late_how", label_zh=label(rules, draw.sex), label_en=draw.sex)
    return [*lines, flow(how, pair("prose.ties_never"))]
