"""Which children are drawn together: bundles after removals, mixed bundles, consent to split (SPEC §5, R24-R26)."""

from collections.abc import Mapping
from dataclasses import dataclass

from draw.errors import Problem
from draw.intake.corrections import CORRECTED
from draw.intake.headers import WORDS, Field
from draw.intake.roster import Roster, RosterRow
from draw.intake.sheet import Sheet
from draw.rules import (
    AdmissionDraw,
    Apart,
    DrawRule,
    LastPlace,
    MemberRemoved,
    Mixed,
    NearestDraw,
    PreferenceDraw,
    Rules,
)
from draw.words import say

Members = tuple[RosterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """The bundles, members in order of registration number. `attributes`: of registrations whose values changed."""

    bundles: tuple[Members, ...]
    attributes: Mapping[str, Mapping[str, str]]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def problem(roster: Roster, row: RosterRow, place: Field | str, value: str, words: str, remedy: str) -> Problem:
    """A problem at a cell of the roster; `place` is a field, or the header of an attribute column."""
    column = roster.places.get(place, WORDS[place][0]) if isinstance(place, Field) else place
    return Problem(
        file=roster.file, sheet=roster.sheet, row=row.row, column=column, value=value, problem=words, remedy=remedy
    )


def _rows(members: Members) -> str:
    return ", ".join(str(m.row) for m in sorted(members, key=lambda m: m.row))


def _after_removals(roster: Roster, policy: MemberRemoved, notes: list[str]) -> list[Members]:
    """Step 2: a bundle that lost a member is dissolved, or goes on while two are left."""
    groups: dict[str, list[RosterRow]] = {}
    for row in roster.rows:
        if row.bundle and row.removed != CORRECTED:  # the row that corrects it stands for the child
            groups.setdefault(row.bundle, []).append(row)
    result = []
    for group, members in groups.items():
        left = tuple(m for m in members if not m.removed)
        if len(left) < len(members):
            if policy is MemberRemoved.DISSOLVE or len(left) < 2:
                words = say("intake.dissolved_member_removed")
                notes.append(f"{say('intake.bundle', group=group)}: {words}: {say('intake.rows')} {_rows(left)}")
                continue
            words = say("intake.others_stay_together_member_removed")
            notes.append(f"{say('intake.bundle', group=group)}: {words}: {say('intake.rows')} {_rows(left)}")
        result.append(left)
    return result


def _splits(draw: DrawRule, rules: Rules) -> bool:
    """True if the draw may part the members of a bundle (step 4, R25, R27)."""
    match draw:
        case AdmissionDraw():
            return rules.school(draw.school).last_place is LastPlace.SPLIT
        case PreferenceDraw() | NearestDraw():
            return draw.bundle is Apart.SPLIT
    return False


def bundles(roster: Roster, sheet: Sheet) -> Bundled:
    """The bundles that enter the pool; every refusal is a problem (steps 2 to 4 of SPEC §5).

    A refused mixed bundle stays in `bundles` with its first member's values, so that later checks do not repeat it.
    """
    rules = sheet.rules
    notes: list[str] = []
    problems: list[Problem] = []
    kept: list[Members] = []
    changed: dict[str, Mapping[str, str]] = {}
    by_name = {a.name: a for a in rules.attributes}
    for members in _after_removals(roster, rules.bundles.member_removed, notes):
        group = members[0].bundle
        first = members[0].attributes
        differing = [n for n in rules.read_attributes() if any(m.attributes[n] != first[n] for m in members)]
        allowed = differing == [rules.bundles.mixed_attribute]
        if differing and rules.bundles.mixed is Mixed.DISSOLVE and allowed:
            words = say("intake.dissolved_members_differ", label=by_name[differing[0]].label)
            notes.append(f"{say('intake.bundle', group=group)}: {words}: {say('intake.rows')} {_rows(members)}")
            continue
        kept.append(members)
        if not differing:
            continue
        same = {name: first[name] for name in differing}
        if rules.bundles.mixed is Mixed.LOWER and allowed:
            name = differing[0]
            order = by_name[name].codes()
            same[name] = max((m.attributes[name] for m in members), key=order.index)
            words = say("intake.all_go", name=name, same=same[name])
            notes.append(f"{say('intake.bundle', group=group)}: {words}: {say('intake.rows')} {_rows(members)}")
        else:
            may = "none" if rules.bundles.mixed is Mixed.REFUSE else rules.bundles.mixed_attribute
            for name in (d for d in differing if d != may):
                odd = min((m for m in members if m.attributes[name] != first[name]), key=lambda m: m.row)
                label = by_name[name].label
                problems.append(
                    problem(
                        roster, odd, roster.attribute_places[name], odd.attributes[name],
                        say("intake.members_bundle_differ_rows", group=group, label=label, rows=_rows(members)),
                        say("intake.correct_roster_empty_group"),
                    )
                )  # fmt: skip
        for m in members:
            changed[m.registration_no] = {**m.attributes, **same}
    splitting = [d for d in rules.draws if _splits(d, rules)]
    for members in kept:
        values = changed.get(members[0].registration_no, members[0].attributes)
        if any(d.matches(values) for d in splitting):
            for m in members:
                if m.split_consent is not True:
                    said = "" if m.split_consent is None else "否"
                    problems.append(
                        problem(
                            roster, m, Field.CONSENT, said,
                            say("intake.draw_may_split_bundles_consent"),
                            say("intake.enter_yes_when_there_empty"),
                        )
                    )  # fmt: skip
    return Bundled(bundles=tuple(kept), attributes=changed, problems=tuple(problems), notes=tuple(notes))
