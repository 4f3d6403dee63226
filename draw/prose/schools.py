"""Schools: plan, approved extra, the last place, vacancies; and the children placed outside the draw (R8, R25, R37, R55)."""

from draw.prose.section import Pair, Section, chunks, flow, join
from draw.rules import AdmissionDraw, LastPlace, Rules, School, Vacancies
from draw.words import pair

_IN_A_LINE = 6  # schools named in one line


def last_place(school: School) -> Pair:
    """The rule for a bundle that meets the last place, with its approval."""
    return pair(f"policy.{school.last_place}", extra=school.approved_extra, document=school.approved_document)


def _terms(school: School, rules: Rules) -> tuple[Pair, ...]:
    """What is said once for all schools with the same switches."""
    said = []
    over = school.last_place in (LastPlace.OVERFLOW, LastPlace.GROW)
    if school.last_place is not LastPlace.NONE:
        said.append(last_place(school))
    if school.approved_extra and not over:
        said.append(
            (
                f"已批准核增计划 {school.approved_extra} 个（{school.approved_document}），只用于把同组学生调到一校。",
                f"{school.approved_extra} extra places are approved ({school.approved_document}), only to bring a group "
                "together at one school.",
            )
        )
    said.append(pair(f"vacancies.{school.vacancies}"))
    return tuple(said)


def schools(rules: Rules) -> Section:
    """Every school with its plan; schools with the same switches share the sentences that follow them."""
    groups: dict[tuple[Pair, ...], list[School]] = {}
    for school in rules.schools:
        groups.setdefault(_terms(school, rules), []).append(school)
    lines: list[Pair] = []
    for said, found in groups.items():
        for some in chunks(found, _IN_A_LINE):
            plan = join((f"{s.name}（{s.code}）{s.places} 人", f"{s.name} ({s.code}) {s.places}") for s in some)
            lines.append((f"招生计划：{plan[0]}。", f"Places: {plan[1]}."))
        lines[-1] = flow(lines[-1], *said)
    if any(s.vacancies is Vacancies.SUPPLEMENTARY_DRAW for s in rules.schools) or _stops(rules):
        lines.append(
            (
                "补录、另行派位是新的一场，须重新公告、重新冻结。",
                "Supplementary enrolment or a new draw is a new session with its own notice and freeze.",
            )
        )
    return Section(heading=("学校与招生计划", "Schools and places"), lines=tuple(lines))


def _stops(rules: Rules) -> bool:
    stop = {s.code for s in rules.schools if s.last_place is LastPlace.STOP}
    return any(isinstance(d, AdmissionDraw) and d.school in stop for d in rules.draws)


def outside(rules: Rules) -> list[Section]:
    """Groups that are placed without a lot, declared beforehand."""
    if not rules.outside:
        return []
    lines = []
    for one in rules.outside:
        name = rules.school(one.school).name
        lines.append(
            (
                f"{one.group} {one.count} 人安排到{name}（{one.school}），依据：{one.document}。",
                f"{one.group}: {one.count} at {one.school}, by {one.document}.",
            )
        )
    heading = ("派位以外安置的学生（不占招生计划）", "Placed outside the draw, besides the places above")
    return [Section(heading=heading, lines=tuple(lines))]
