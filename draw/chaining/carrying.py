"""Who goes on to the next session, and with what: earlier records -> the children of its draft (SPEC §14, R21, R29-R31).

Who is placed leaves, who was struck or is placed elsewhere leaves, everybody else is carried with the same code. Choices
of schools are never carried: they are made again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from draw.chaining.choosing import Choosing
from draw.chaining.draft_roster import Child
from draw.chaining.earlier import GONE, IN_CLASS, PLACED, Earlier
from draw.chaining.round_forms import Forms, private_columns
from draw.errors import InputErrors, Problem
from draw.intake import cells
from draw.intake.headers import WORDS, Field
from draw.intake.private_roster import PrivateRow
from draw.intake.sheet import Sheet
from draw.rules import LateDraw
from draw.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The children of the next session by code. `open`: headers of columns still to be filled in by the schools."""

    children: tuple[Child, ...]
    placed: int
    gone: int  # struck or placed elsewhere
    out: (
        int  # abstained in the last session, and `abstained` is OUT; or not admitted here, and `applicants` is ADMITTED
    )
    abstained: int  # handed in no form
    added: int  # new children with a form of their own
    removed: int  # placed by an earlier channel: they stand in the roster with that reason (R3)
    open: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def drawn(self) -> int:
        """How many children the next session has."""
        return len(self.children) - self.removed


def final_left(earlier: Sequence[Earlier]) -> dict[str, int]:
    """School -> final places left in the last of the records, in the order of `after`, that has it (SPEC §14 `LEFT`)."""
    left: dict[str, int] = {}
    for record in earlier:
        left.update(record.left)
    return left


def class_counts(earlier: Sequence[Earlier], school: str, attribute: str) -> dict[str, Counter[str]]:
    """Class -> how many of its pupils have each value of the attribute, of the school's classes in these records (R44)."""
    found: dict[str, Counter[str]] = {}
    for record in earlier:
        if attribute not in record.pool.attributes:
            continue
        values = dict(zip(record.pool.applicants, record.pool.attributes[attribute], strict=True))
        for (at, name), pupils in record.classes().items():
            if at == school:
                found.setdefault(name, Counter()).update(values[pupil] for pupil in pupils)
    return found


def _row(record: Earlier, code: str) -> int:
    """The line of an applicant in the record's pool.csv, which is its line in the private roster too."""
    return record.pool.applicants.index(code) + 2


_Private = tuple[Earlier, PrivateRow]
_Fact = tuple[str, Sequence[str], frozenset[str] | None]  # name, the old column, values that the new sheet knows (any)
_Line = tuple[Earlier, int]  # a record, and where in its pool.csv a child stands, from 0


def _identity(row: PrivateRow) -> str:
    return cells.identity_key(row.id)


def conflicts(earlier: Sequence[Earlier]) -> list[Problem]:
    """One code for two children, or two codes for one child: with both rows (SPEC §14: "a code names one child")."""
    seen: tuple[dict[str, _Private], ...] = ({}, {})
    problems = []
    for record in earlier:
        for row in (record.private or {}).values():
            keys = (row.applicant, _identity(row))
            of_code, of_id = (d.setdefault(k, (record, row)) for d, k in zip(seen, keys, strict=True))
            if _identity(of_code[1]) != _identity(row):
                words, (other, before) = say("chain.same_code_another_child"), of_code
            elif of_id[1].applicant != row.applicant:
                words, (other, before) = say("chain.child_another_code", applicant=of_id[1].applicant), of_id
            else:
                continue
            place = f"{other.name} ({other.session}), row {_row(other, before.applicant)}"
            problems.append(
                Problem(
                    file=f"{record.name} ({record.session})", sheet="", row=_row(record, row.applicant),
                    column=WORDS[Field.APPLICANT][0], value=row.applicant, problem=f"{words} {place}",
                    remedy=say("chain.these_two_sessions_cannot_both"),
                )
            )  # fmt: skip
    return problems


def _facts(record: Earlier, sheet: Sheet) -> tuple[_Fact, ...]:
    """The attributes that may be carried from a record: same name and kind, and no choice of a school."""
    kinds = {a.name: a.kind for a in record.rules.attributes}
    blocks = sheet.rules.blocks.school if sheet.rules.blocks else ""
    return tuple(
        (a.name, record.pool.attributes[a.name], None if a.kind == "codes" else frozenset(a.codes()))
        for a in sheet.rules.attributes
        if kinds.get(a.name) == a.kind and (a.kind in ("list", "codes") or a.name == blocks)
    )


def _child(code: str, found: Sequence[_Line], facts: Sequence[_Fact]) -> Child:
    """The draft row of a child, from the last record that has it; the private half from the last that was opened."""
    last, line = found[-1]
    unit = last.pool.units[line]
    private = next((row for r, _ in reversed(found) if r.private and (row := r.private.get(code))), None)
    return Child(
        applicant=code,
        registration_no=private.registration_no if private else "",
        name=private.name if private else "",
        id=private.id if private else "",
        group="" if unit == code else f"{last.session.upper()}/{unit}",
        attributes={name: at[line] for name, at, codes in facts if codes is None or at[line] in codes},
        others={},
        removed="",
        session=last.session,
        row=line + 2,
    )


def _groups(children: Iterable[Child]) -> list[Child]:
    """Bundle groups as short as they can be: the unit's code where one session gave it, none for a child left alone."""
    kept = list(children)
    sizes: dict[str, int] = {}
    for child in kept:
        sizes[child.group] = sizes.get(child.group, 0) + 1
    short: dict[str, set[str]] = {}
    for group in sizes:
        short.setdefault(group.rpartition("/")[2], set()).add(group)

    def name(group: str) -> str:
        if not group or sizes[group] < 2:
            return ""
        code = group.rpartition("/")[2]
        return code if len(short[code]) == 1 else group

    return [replace(child, group=name(child.group)) if child.group else child for child in kept]


@dataclass(slots=True, kw_only=True)
class _Sorted:
    """The children of the earlier records: who may take part, who may not, and why."""

    staying: list[Child]
    leaving: list[Child]
    outcomes: dict[str, tuple[str, str]]
    why: dict[str, int]  # placed, gone, out -> how many


def _sort(earlier: Sequence[Earlier], sheet: Sheet) -> _Sorted:
    """SPEC §14: `admitted` BARRED bars whoever is placed in any of the records, `abstained` OUT who was not in the last."""
    carry = sheet.rules.carry
    barred, out = carry is not None and carry.admitted == "BARRED", carry is not None and carry.abstained == "OUT"
    only_admitted = carry is not None and carry.applicants == "ADMITTED"
    schools = {school.code for school in sheet.rules.schools}
    late = any(isinstance(d, LateDraw) for d in sheet.rules.draws)
    records: dict[str, list[_Line]] = {}
    for record in earlier:
        for line, code in enumerate(record.pool.applicants):
            records.setdefault(code, []).append((record, line))
    facts = {record.notice_hash: _facts(record, sheet) for record in earlier}
    found = _Sorted(staying=[], leaving=[], outcomes={}, why={"placed": 0, "gone": 0, "out": 0})
    for code, lines in records.items():
        results = [record.outcomes[code] for record, _ in lines]
        placed = next((r for r in results if (barred and r[0] in PLACED) or (late and r[0] == IN_CLASS)), None)
        gone = next((r for r in results if r[0] in GONE), None)
        found.outcomes[code] = placed or gone or results[-1]
        absent = out and lines[-1][0] is not earlier[-1]
        absent |= only_admitted and not any(r[0] == "admitted" and r[1] in schools for r in results)
        why = "placed" if placed else "gone" if gone else "out" if absent else ""
        (found.leaving if why else found.staying).append(_child(code, lines, facts[lines[-1][0].notice_hash]))
        if why:
            found.why[why] += 1
    found.staying = _groups(found.staying)
    return found


def _repeated(children: Iterable[Child]) -> list[Problem]:
    """Two children with one registration number: channels that numbered their applications each for itself."""
    seen: dict[str, Child] = {}
    problems = []
    for child in children:
        before = seen.setdefault(child.registration_no, child)
        if child.registration_no and before is not child:
            words = say("chain.same_registration_number", applicant=before.applicant)
            problems.append(
                Problem(
                    file=child.session, sheet="", row=child.row, column=WORDS[Field.REGISTRATION][0],
                    value=child.registration_no, problem=words,
                    remedy=say("chain.see_row_number_them_apart", session=before.session, row=before.row),
                )
            )  # fmt: skip
    return problems


def draft(earlier: Sequence[Earlier], sheet: Sheet, forms: Forms | None) -> Draft:
    """The draft of the session that `sheet` describes and that continues these records, in the order of its `after`.

    Raises InputErrors with every problem at once. R29, R30: who is placed leaves, whoever is not may go on.
    """
    problems = conflicts(earlier)
    found = _sort(earlier, sheet)
    children = found.staying
    if forms is not None:
        problems += forms.problems
        if any(not c.registration_no for c in found.staying):
            problem = say("chain.without_earlier_sessions_numbers_forms")
            remedy = say("chain.open_earlier_sessions_session")
            column = WORDS[Field.REGISTRATION][0]
            problems.append(
                Problem(
                    file=forms.file, sheet=forms.sheet, row=0, column=column, value="", problem=problem, remedy=remedy
                )
            )
            raise InputErrors(problems)
        choosing = Choosing(
            forms=forms, sheet=sheet, outcomes=found.outcomes, staying=found.staying, leaving=found.leaving
        )
        children = choosing.chosen()
        problems += choosing.problems
    problems += _repeated(children)
    if problems:
        raise InputErrors(problems)
    children = sorted(children, key=lambda c: c.applicant.encode())
    removed, added = sum(bool(c.removed) for c in children), sum(not c.session for c in children)
    return Draft(
        children=tuple(children),
        **found.why,
        abstained=len(found.staying) - (len(children) - removed - added),
        added=added,
        removed=removed,
        open=_open(children, sheet),
        notes=() if forms is None else forms.notes,
    )


def _open(children: Sequence[Child], sheet: Sheet) -> tuple[str, ...]:
    """Headers of the sheet's columns in which some carried child has nothing yet."""
    drawn = [c for c in children if not c.removed]
    public = [sheet.columns[a.name] for a in sheet.rules.attributes if any(a.name not in c.attributes for c in drawn)]
    consent = WORDS[Field.CONSENT][0]  # asked of bundles only
    private = [h for h in private_columns(sheet) if any(h not in c.others and (h != consent or c.group) for c in drawn)]
    return (*public, *private)
