"""The forms of a later round put to the children of the earlier ones: who takes part, and what is wrong (SPEC §14, R29, R3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from draw.chaining.draft_roster import Child
from draw.chaining.earlier import GONE, IN_CLASS, PLACED, TAKES_NEW
from draw.chaining.round_forms import Form, Forms
from draw.errors import Problem
from draw.intake.cells import identity_key
from draw.intake.headers import Field
from draw.intake.sheet import Sheet
from draw.rules import NONE
from draw.words import say

PRE_ADMITTED: Final = "提前录取"  # the roster's word for somebody whom an earlier channel placed (R3)


def next_code(codes: Iterable[str]) -> int:
    """The number behind the highest decimal code."""
    return 1 + max((int(code) for code in codes if code.isdecimal()), default=0)


@dataclass(slots=True, kw_only=True)
class Choosing:
    """Children and forms. `outcomes`: applicant -> the outcome that ended its way, or that of its last record.

    `staying` may take part, `leaving` may not; `problems` grows.
    """

    forms: Forms
    sheet: Sheet
    outcomes: Mapping[str, tuple[str, str]]
    staying: Sequence[Child]
    leaving: Sequence[Child]
    problems: list[Problem] = field(default_factory=list)

    def chosen(self) -> list[Child]:
        """The children with a form, bundles whole, new ones with codes; faults are noted."""
        by_id = {identity_key(c.id): c for c in (*self.leaving, *self.staying) if c.id}
        by_number: dict[str, list[Child]] = {}
        for child in (*self.leaving, *self.staying):
            by_number.setdefault(child.registration_no, []).append(child)
        groups: dict[str, list[Child]] = {}
        for child in self.staying:
            groups.setdefault(child.group or f"/{child.applicant}", []).append(child)
        may = {child.applicant for child in self.staying}
        found: dict[str, tuple[Form, Child]] = {}
        new: list[Child] = []
        for form in self.forms.rows:
            self._full(form)
            same = by_number.get(form.registration_no, [])
            own = by_id.get(identity_key(form.id)) if form.id else same[0] if len(same) == 1 else None
            if own is None and not form.id and same:
                words = say("chain.several_children_number")
                self._fault(form, words, say("chain.add_column_id"))
            elif own is None:
                new += self._new(form)
            elif own.applicant not in may:
                found |= {c.applicant: (form, c) for c in self._barred(form, own)}
            else:
                for mate in groups[own.group or f"/{own.applicant}"]:  # R29: "Bundle: one form"
                    self._take(form, mate, own, found)
        return [*(child for _, child in found.values()), *self._coded(new)]

    def _take(self, form: Form, mate: Child, own: Child, found: dict[str, tuple[Form, Child]]) -> None:
        """The form counts for this member of the bundle of the child who handed it in."""
        before = found.get(mate.applicant)
        if before is not None and (before[0].attributes, before[0].others) != (form.attributes, form.others):
            words = say("chain.differs_from_row_same_child", row=before[0].row)
            self._fault(form, words, say("chain.keep_one_one_form_bundle"))
            return
        number = form.registration_no if mate is own else before[1].registration_no if before else mate.registration_no
        attributes = {**mate.attributes, **form.attributes}
        found[mate.applicant] = form, replace(mate, registration_no=number, attributes=attributes, others=form.others)

    def _fault(self, form: Form, words: str, remedy: str, place: str = Field.REGISTRATION, value: str = "") -> None:
        self.problems.append(self.forms.problem(form, place, value or form.registration_no, words, remedy))

    def _full(self, form: Form) -> None:
        """R29: "naming a school that filled up -> rejected at entry"."""
        for attribute in self.sheet.rules.attributes:
            code = form.attributes.get(attribute.name, NONE)
            if attribute.kind not in ("schools", "preferences") or code == NONE:
                continue
            school = self.sheet.rules.school(code)
            if not school.places:
                words = say("chain.no_place_left_school")
                self._fault(form, words, say("chain.name_school_places"), attribute.name, school.name)

    def _barred(self, form: Form, child: Child) -> list[Child]:
        """A child who may not take part: a removed row where the channel has its own places (R3), else a fault (R29)."""
        outcome, school = self.outcomes[child.applicant]
        carry = self.sheet.rules.carry
        if outcome in PLACED and carry is not None and carry.places == "OWN":
            attributes = {**child.attributes, **form.attributes}
            return [
                replace(
                    child, registration_no=form.registration_no, group="", attributes=attributes, others=form.others,
                    removed=PRE_ADMITTED,
                )
            ]  # fmt: skip
        if outcome in (*PLACED, IN_CLASS):
            words = say("chain.placed_already", applicant=child.applicant, school=school)
        elif outcome in GONE:
            words = say("chain.struck_placed_elsewhere", applicant=child.applicant)
        else:
            words = say("chain.took_no_part_session_before", applicant=child.applicant)
        self._fault(form, words, say("chain.hand_form_back"))
        return []

    def _new(self, form: Form) -> list[Child]:
        """A child of no earlier record: only where the rules take any, and with name and id (R31)."""
        carry = self.sheet.rules.carry
        if carry is None or carry.applicants not in TAKES_NEW:
            words = say("chain.number_id_no_earlier_session")
            self._fault(form, words, say("chain.check_number"))
        elif not form.name or not form.id:
            words = say("chain.new_child_needs_name_id")
            self._fault(form, words, say("chain.fill_both_columns"))
        else:
            return [
                Child(
                    applicant="", registration_no=form.registration_no, name=form.name, id=form.id,
                    group=f"新{form.bundle}" if form.bundle else "", attributes=form.attributes, others=form.others,
                    removed="", session="", row=form.row,
                )
            ]  # fmt: skip
        return []

    def _coded(self, new: Iterable[Child]) -> list[Child]:
        """New children with codes behind the highest of the chain, in order of registration number (SPEC §5, §14)."""
        children = sorted(new, key=lambda c: c.registration_no.encode())
        start = next_code(self.outcomes)
        width = max(4, len(str(start + len(children) - 1)))
        return [replace(c, applicant=f"{n:0{width}d}") for n, c in enumerate(children, start=start)]
