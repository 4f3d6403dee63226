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
            pair(
                "prose.extra_places_approved_only_bring",
                approved_extra=school.approved_extra,
                approved_document=school.approved_document,
            )
        )
    said.append(pair(f"vacancies.{school.vacancies}"))
    return tuple(said)


def schools(rules: Rules) -> Section:
    """Every school with its plan; schools with the same switches share the sentences that follow them."""
    if not rules.schools:
        return Section(heading=pair("prose.schools_places"), lines=(pair("prose.no_schools"),))
    groups: dict[tuple[Pair, ...], list[School]] = {}
    for school in rules.schools:
        groups.setdefault(_terms(school, rules), []).append(school)
    lines: list[Pair] = []
    for said, found in groups.items():
        for some in chunks(found, _IN_A_LINE):
            plan = join(pair("prose.school_places", name=s.name, code=s.code, places=s.places) for s in some)
            lines.append(pair("prose.places_listed", plan_zh=plan[0], plan_en=plan[1]))
        lines[-1] = flow(lines[-1], *said)
    if any(s.vacancies is Vacancies.SUPPLEMENTARY_DRAW for s in rules.schools) or _stops(rules):
        lines.append(pair("prose.supplementary_enrolment_new_draw_new"))
    return Section(heading=pair("prose.schools_places"), lines=tuple(lines))


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
            pair("prose.at_by", group=one.group, count=one.count, school=one.school, document=one.document, name=name)
        )
    heading = pair("prose.placed_outside_draw_besides_places")
    return [Section(heading=heading, lines=tuple(lines))]
