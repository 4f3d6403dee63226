"""Who goes on to the next session, and with what: earlier records -> rows of its draft roster (SPEC §14, R21, R29-R31).

Who is placed leaves, who was struck or is placed elsewhere leaves, everybody else is carried with the same code. Choices
of schools are never carried: they are made again.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from draw import cells
from draw.earlier import GONE, PLACED, Earlier
from draw.errors import InputErrors, Problem
from draw.headers import WORDS, Field, normalised
from draw.private_roster import PrivateRow
from draw.round_forms import Form, Forms, private_columns
from draw.rules import NONE, Corrections, LastPlace
from draw.rules.eligibility import DwellingTest
from draw.sheet import Sheet

PRE_ADMITTED: Final = "提前录取"  # the roster's word for somebody whom an earlier channel placed (R3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One row of the draft roster; `group` is "" for no bundle, `attributes` codes, `row` its line in the old pool.csv."""

    applicant: str
    registration_no: str
    name: str
    id: str
    group: str
    attributes: Mapping[str, str]
    others: Mapping[str, str]
    removed: str
    session: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The children of the next session by code. `open`: headers of columns still to be filled in by the schools."""

    children: tuple[Child, ...]
    placed: int
    gone: int  # struck or placed elsewhere
    out: int  # abstained in the last session, and `abstained` is OUT
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


def _row(record: Earlier, code: str) -> int:
    """The line of an applicant in the record's pool.csv, which is its line in the private roster too."""
    return record.pool.applicants.index(code) + 2


_Private = tuple[Earlier, PrivateRow]


def _identity(row: PrivateRow) -> str:
    return cells.identity_key(row.id)


def conflicts(earlier: Sequence[Earlier]) -> list[Problem]:
    """One code or registration number for two children, or two codes for one child: SPEC §14, with both rows."""
    seen: tuple[dict[str, _Private], ...] = ({}, {}, {})
    problems = []
    for record in earlier:
        for row in (record.private or {}).values():
            keys = (row.applicant, _identity(row), row.registration_no)
            of_code, of_id, of_number = (d.setdefault(k, (record, row)) for d, k in zip(seen, keys, strict=True))
            if _identity(of_code[1]) != _identity(row):
                words, (other, before) = "同一派位号是另一学生 the same code is another child in", of_code
            elif of_id[1].applicant != row.applicant:
                words, (other, before) = f"同一学生另有派位号 {of_id[1].applicant} the child has another code in", of_id
            elif of_number[1].applicant != row.applicant:
                words, (other, before) = "同一报名号是另一学生 the same number is another child in", of_number
            else:
                continue
            place = f"{other.name} ({other.session}), row {_row(other, before.applicant)}"
            problems.append(
                Problem(
                    file=f"{record.name} ({record.session})", sheet="", row=_row(record, row.applicant),
                    column=WORDS[Field.APPLICANT][0], value=row.applicant, problem=f"{words} {place}",
                    remedy="两场不能同时接续 these two sessions cannot both be continued",
                )
            )  # fmt: skip
    return problems


def _values(record: Earlier, line: int, sheet: Sheet) -> dict[str, str]:
    """The attributes that may be carried: same name and kind, a declared value, and no choice of a school."""
    kinds = {a.name: a.kind for a in record.rules.attributes}
    blocks = sheet.rules.blocks.school if sheet.rules.blocks else ""
    found = {}
    for attribute in sheet.rules.attributes:
        if kinds.get(attribute.name) != attribute.kind:
            continue
        code = record.pool.attributes[attribute.name][line]
        fact = attribute.kind in ("list", "codes") or attribute.name == blocks
        if fact and (attribute.kind == "codes" or code in attribute.codes()):
            found[attribute.name] = code
    return found


def _child(code: str, records: Sequence[Earlier], line: int, sheet: Sheet) -> Child:
    """The draft row of a child, from the last record that has it; the private half from the last that was opened."""
    last = records[-1]
    unit = last.pool.units[line]
    private = next((r.private[code] for r in reversed(records) if r.private and code in r.private), None)
    return Child(
        applicant=code,
        registration_no=private.registration_no if private else "",
        name=private.name if private else "",
        id=private.id if private else "",
        group="" if unit == code else f"{last.session.upper()}/{unit}",
        attributes=_values(last, line, sheet),
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

    return [replace(child, group=name(child.group)) for child in kept]


@dataclass(slots=True)
class _Choosing:
    """The forms of a later round, put to the children who may hand one in."""

    forms: Forms
    sheet: Sheet
    outcomes: Mapping[str, tuple[str, str]]  # applicant -> the outcome that ends its way, or of its last record
    staying: Mapping[str, Child]  # registration number -> child who may take part
    leaving: Mapping[str, Child]  # registration number -> child who may not
    problems: list[Problem]

    def fault(self, form: Form, words: str, remedy: str, place: str = Field.REGISTRATION, value: str = "") -> None:
        self.problems.append(self.forms.problem(form, place, value or form.registration_no, words, remedy))

    def full(self, form: Form) -> None:
        """R29: "naming a school that filled up -> rejected at entry"."""
        for attribute in self.sheet.rules.attributes:
            code = form.attributes.get(attribute.name, NONE)
            if attribute.kind not in ("schools", "preferences") or code == NONE:
                continue
            school = self.sheet.rules.school(code)
            if not school.places:
                self.fault(
                    form, "该校已无剩余学位 no place is left at this school", "改填有余额的学校 name a school with places",
                    attribute.name, school.name,
                )  # fmt: skip

    def barred(self, form: Form) -> Child | None:
        """A form of a child who may not take part: a removed row where the channel has its own places, else a fault."""
        child = self.leaving[form.registration_no]
        outcome, school = self.outcomes[child.applicant]
        carry = self.sheet.rules.carry
        if outcome in PLACED and carry is not None and carry.places == "OWN":
            attributes = {**child.attributes, **form.attributes}
            return replace(child, group="", attributes=attributes, others=form.others, removed=PRE_ADMITTED)
        if outcome in PLACED:
            words = f"派位号 {child.applicant} 已在 {school} 录取 is placed at {school} already"
        elif outcome in GONE:
            words = f"派位号 {child.applicant} 已取消资格或另有去处 was struck or is placed elsewhere"
        else:
            words = f"派位号 {child.applicant} 上一场未参加 took no part in the session before"
        self.fault(form, words, "退回此表 hand the form back")
        return None

    def new(self, form: Form) -> Child | None:
        """A child of no earlier record: only where the rules take any, and with name and id (R31)."""
        carry = self.sheet.rules.carry
        if carry is None or carry.applicants != "ANY":
            self.fault(form, "前场名单中没有此报名号 in no earlier session", "核对报名号 check the number")
        elif not form.name or not form.id:
            words = "新报名者须有姓名和证件号 a new child needs name and id"
            self.fault(form, words, "补上两列 fill in both columns")
        else:
            return Child(
                applicant="", registration_no=form.registration_no, name=form.name, id=form.id, group="",
                attributes=form.attributes, others=form.others, removed="", session="", row=form.row,
            )  # fmt: skip
        return None

    def chosen(self) -> list[Child]:
        """The children with a form, bundles whole; faults are noted."""
        found: dict[str, Child] = {}
        rows: dict[str, Form] = {}
        added: list[Child] = []
        groups: dict[str, list[Child]] = {}
        for child in self.staying.values():
            if child.group:
                groups.setdefault(child.group, []).append(child)
        for form in self.forms.rows:
            self.full(form)
            own = self.staying.get(form.registration_no)
            if own is None:
                extra = self.barred(form) if form.registration_no in self.leaving else self.new(form)
                added += [extra] if extra else []
                continue
            for mate in groups.get(own.group, [own]):  # R29: "Bundle: one form"
                before = rows.get(mate.applicant)
                if before is not None and (before.attributes, before.others) != (form.attributes, form.others):
                    words = f"与同组第 {before.row} 行不同 differs from row {before.row} of the same bundle"
                    self.fault(form, words, "一组一表 one form a bundle")
                    continue
                rows[mate.applicant] = form
                found[mate.applicant] = replace(
                    mate, attributes={**mate.attributes, **form.attributes}, others=form.others
                )
        return [*found.values(), *self._coded(added)]

    def _coded(self, added: list[Child]) -> list[Child]:
        """New children with codes behind the highest of the chain, in order of registration number (SPEC §5, §14)."""
        new = sorted((c for c in added if not c.applicant), key=lambda c: c.registration_no.encode())
        start = next_code(self.outcomes)
        width = max(4, len(str(start + len(new) - 1)))
        fresh = {c.registration_no: f"{n:0{width}d}" for n, c in enumerate(new, start=start)}
        return [replace(c, applicant=c.applicant or fresh[c.registration_no]) for c in added]


def next_code(codes: Iterable[str]) -> int:
    """The number behind the highest decimal code."""
    return 1 + max((int(code) for code in codes if code.isdecimal()), default=0)


def draft(earlier: Sequence[Earlier], sheet: Sheet, forms: Forms | None) -> Draft:
    """The draft of the session that `sheet` describes and that continues these records, in the order of its `after`.

    Raises InputErrors with every problem at once. R29, R30: who is placed leaves, whoever is not may go on.
    """
    carry = sheet.rules.carry
    problems = conflicts(earlier)
    records: dict[str, list[Earlier]] = {}
    for record in earlier:
        for code in record.pool.applicants:
            records.setdefault(code, []).append(record)
    staying: list[Child] = []
    leaving: list[Child] = []
    outcomes: dict[str, tuple[str, str]] = {}
    counts = {"placed": 0, "gone": 0, "out": 0}
    lines = {r.session: {code: n for n, code in enumerate(r.pool.applicants)} for r in earlier}
    for code, found in records.items():
        results = [record.outcomes[code] for record in found]
        placed = next((r for r in results if r[0] in PLACED), None) if carry and carry.admitted == "BARRED" else None
        gone = next((r for r in results if r[0] in GONE), None)
        outcomes[code] = placed or gone or results[-1]
        absent = carry is not None and carry.abstained == "OUT" and code not in lines[earlier[-1].session]
        why = "placed" if placed else "gone" if gone else "out" if absent else ""
        child = _child(code, found, lines[found[-1].session][code], sheet)
        (leaving if why else staying).append(child)
        if why:
            counts[why] += 1
    staying = _groups(staying)
    abstained = added = 0
    notes: list[str] = []
    if forms is None:
        children = staying
    else:
        problems += forms.problems
        if any(not c.registration_no for c in staying):
            problems.append(
                Problem(
                    file=forms.file, sheet=forms.sheet, row=0, column=WORDS[Field.REGISTRATION][0], value="",
                    problem="没有前场的报名号,无法对应 without the earlier sessions' numbers forms fit no child",
                    remedy="用 --session 打开前场 open the earlier sessions with --session",
                )
            )  # fmt: skip
            raise InputErrors(problems)
        choosing = _Choosing(
            forms=forms, sheet=sheet, outcomes=outcomes, problems=problems,
            staying={c.registration_no: c for c in staying}, leaving={c.registration_no: c for c in leaving},
        )  # fmt: skip
        children = choosing.chosen()
        added = sum(not c.session for c in children)
        abstained = len(staying) - sum(bool(c.session) and not c.removed for c in children)
        notes += forms.notes
    if problems:
        raise InputErrors(problems)
    children = sorted(children, key=lambda c: c.applicant.encode())
    return Draft(
        children=tuple(children),
        **counts,
        abstained=abstained,
        added=added,
        removed=sum(bool(c.removed) for c in children),
        open=_open(children, sheet),
        notes=tuple(notes),
    )


def _open(children: Sequence[Child], sheet: Sheet) -> tuple[str, ...]:
    """Headers of the sheet's columns in which some carried child has nothing yet."""
    drawn = [c for c in children if not c.removed]
    public = [sheet.columns[a.name] for a in sheet.rules.attributes if any(a.name not in c.attributes for c in drawn)]
    return (*public, *(h for h in private_columns(sheet) if any(h not in c.others for c in drawn)))


def header(sheet: Sheet, *, id_column: str = WORDS[Field.ID][0]) -> tuple[str, ...]:
    """The roster columns that a rule sheet needs, in the order in which they are filled in (SPEC §5)."""
    split = any(s.last_place is LastPlace.SPLIT for s in sheet.rules.schools)
    signed = sheet.rules.corrections is Corrections.SIGNED_LIST
    dwelling = any(isinstance(c.test, DwellingTest) for c in sheet.rules.eligibility)
    columns = [
        WORDS[Field.REGISTRATION][0],
        *([WORDS[Field.APPLICANT][0]] if sheet.rules.carry else []),
        WORDS[Field.NAME][0],
        id_column,
        *(sheet.columns[a.name] for a in sheet.rules.attributes),
        *private_columns(sheet),
        *([WORDS[Field.FAMILY][0]] if dwelling else []),
        WORDS[Field.BUNDLE][0],
        *([WORDS[Field.CONSENT][0]] if split else []),
        *([WORDS[Field.CORRECTS][0], WORDS[Field.APPROVED_BY][0]] if signed else []),
        WORDS[Field.REMOVED][0],
    ]
    return tuple({normalised(column): column for column in reversed(columns)}.values())[::-1]


def id_column(children: Iterable[Child], today: str) -> str:
    """身份证号, or 学籍号 where some id is only allowed under that header."""

    def plain(text: str) -> bool:
        try:
            cells.identity(text, student_number=False, today=today)
        except cells.Fault:
            return False
        return True

    return "身份证号" if all(plain(c.id) for c in children if c.id) else "学籍号"


def roster(children: Sequence[Child], sheet: Sheet) -> bytes:
    """roster.csv of the draft: UTF-8 with BOM for spreadsheets; words where the reader takes words."""
    columns = header(sheet, id_column=id_column(children, sheet.scheduled[:10].replace("-", "")))
    words = {a.name: {v.code: v.label for v in a.values} for a in sheet.rules.attributes}
    by_column = {sheet.columns[a.name]: a.name for a in sheet.rules.attributes}
    rows = []
    for child in children:
        texts = {
            WORDS[Field.REGISTRATION][0]: child.registration_no,
            WORDS[Field.APPLICANT][0]: child.applicant,
            WORDS[Field.NAME][0]: child.name,
            WORDS[Field.BUNDLE][0]: child.group,
            WORDS[Field.REMOVED][0]: child.removed,
            "身份证号": child.id,
            "学籍号": child.id,
            **child.others,
        }
        for column, name in by_column.items():
            code = child.attributes.get(name, "")
            texts[column] = words[name].get(code, code)
        rows.append([texts.get(column, "") for column in columns])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
