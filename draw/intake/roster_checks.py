"""What is checked between the rows of a roster: repeats, conflicts, lost zeros, bundles (SPEC §5, R5, R24)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from draw.errors import Problem
from draw.intake import cells, columns
from draw.intake.headers import Field
from draw.intake.nearest import choose
from draw.intake.table import EMPTY, Cell, Kind, Row, Table
from draw.words import say

MAX_BUNDLE: Final = 8
MAX_GUESSES: Final = 300


@dataclass(slots=True)
class Draft:
    """A row while it is read; None where the cell was at fault."""

    row: int
    texts: dict[Field, str | None]
    attributes: dict[str, str | None]
    checks: dict[str, Cell]  # column of an eligibility check -> its cell

    def same(self, other: "Draft") -> bool:
        """True if the two rows say the same (SPEC §5)."""
        return (self.texts, self.attributes, self._private()) == (other.texts, other.attributes, other._private())

    def _private(self) -> dict[str, str]:
        return {column: cells.folded(cell.text) for column, cell in self.checks.items()}


@dataclass(slots=True)
class Reader:
    """The table, where its columns stand, and what was found so far."""

    table: Table
    layout: columns.Columns
    problems: list[tuple[int, int, Problem]] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=dict)  # note -> rows
    remarks: list[str] = field(default_factory=list)  # whole sentences
    known: dict[tuple[int, Cell], str | cells.Fault] = field(default_factory=dict)

    def fault(self, row: int, index: int, value: str, problem: str, remedy: str) -> None:
        """Notes one fault; `index` -1 for a whole row."""
        place = self.layout.place(index) if index >= 0 else ""
        value = value if len(value) <= 60 else value[:59] + "…"
        self.problems.append(
            (row, index, Problem(
                file=self.table.file, sheet=self.table.sheet, row=row, column=place, value=value, problem=problem,
                remedy=remedy,
            ))
        )  # fmt: skip

    def read(self, row: Row, index: int, parse: Callable[[str], str], *, required: bool, often: bool) -> str | None:
        """The value of one cell, "" if it may be empty and is, None after noting a fault. `often`: values repeat."""
        cell = row.cells[index] if index < len(row.cells) else EMPTY
        known = self.known.get((index, cell)) if often else None
        if known is None:
            try:
                text = cells.plain(cell)
                if text.strip():
                    known = parse(text)
                elif required:
                    raise cells.Fault(say("intake.cell_empty"), say("intake.fill"))
                else:
                    known = ""
            except cells.Fault as found:
                known = found
            if often:
                self.known[index, cell] = known
        if isinstance(known, cells.Fault):
            text = cell.text.strip()
            guess = len(self.problems) < MAX_GUESSES
            remedy = choose(text, known.allowed, guess=guess) if known.allowed else known.remedy
            self.fault(row.number, index, text, known.problem, remedy)
            return None
        return known

    def note(self, words: str, row: int) -> None:
        """Counts a row under a remark."""
        self.counts.setdefault(words, []).append(row)

    def notes(self) -> list[str]:
        """One sentence a remark, with its first ten rows; then the whole sentences."""
        result: list[str] = []
        for words, rows in self.counts.items():
            shown = ", ".join(str(n) for n in rows[:10]) + (" …" if len(rows) > 10 else "")
            result.append(f"{words}: {len(rows)} {say('intake.rows')} {shown}")
        return result + self.remarks


def lost_zeros(r: Reader, drafts: list[Draft], key: Field) -> None:
    """A code that is shorter than its neighbours where those prove a fixed width by leading zeros or by being text."""
    if key not in r.layout.fields:
        return
    index = r.layout.fields[key]
    kinds = {row.number: row.cells[index].kind for row in r.table.rows[r.layout.first :] if index < len(row.cells)}
    codes = [(d.row, text) for d in drafts if (text := d.texts[key]) and text.isdecimal()]
    csv_file = not r.table.sheet
    proof = {len(t) for _, t in codes if t[0] == "0"}
    if not proof and not csv_file:
        proof = {len(t) for row, t in codes if kinds[row] is Kind.TEXT}
    if len(proof) != 1 or max(len(t) for _, t in codes) != max(proof):
        return
    (width,) = proof
    for row, text in codes:
        if len(text) < width and (csv_file or kinds[row] is Kind.NUMBER):
            r.fault(
                row, index, text, say("intake.leading_zeros_lost_others_digits", width=width),
                say("intake.write_text", value=text.zfill(width)),
            )  # fmt: skip


def _differing(r: Reader, a: Draft, b: Draft) -> str:
    places = {r.layout.fields[f] for f in a.texts if a.texts[f] != b.texts[f]}
    places |= {r.layout.attributes[n] for n in a.attributes if a.attributes[n] != b.attributes[n]}
    places |= {r.layout.checks[n] for n in a.checks if cells.folded(a.checks[n].text) != cells.folded(b.checks[n].text)}
    return ", ".join(r.layout.texts[i] for i in sorted(places))


def unique(r: Reader, drafts: list[Draft]) -> list[Draft]:
    """The rows without exact repeats; every conflict names both rows (R5)."""
    by_number: dict[str, Draft] = {}
    by_id: dict[str, Draft] = {}
    by_code: dict[str, Draft] = {}
    result = []
    for d in drafts:
        number, identity, code = d.texts[Field.REGISTRATION], d.texts[Field.ID], d.texts.get(Field.APPLICANT)
        earlier = by_number.setdefault(number, d) if number else d
        if earlier is not d:
            if earlier.same(d):
                r.note(say("intake.identical_rows_merged"), d.row)
            else:
                r.fault(
                    d.row, r.layout.fields[Field.REGISTRATION], number or "",
                    f"{say('intake.same_number', row=earlier.row)}: {_differing(r, earlier, d)}",
                    say("intake.correct_delete_one_two"),
                )  # fmt: skip
            continue
        result.append(d)
        # a second application is marked DUPLICATE, a corrected row CORRECTED, and leaves: an id on two rows is allowed only then
        if identity and d.texts.get(Field.REMOVED) not in ("DUPLICATE", "CORRECTED"):
            earlier = by_id.setdefault(cells.identity_key(identity), d)
            if earlier is not d:
                r.fault(
                    d.row, r.layout.fields[Field.ID], identity,
                    say("intake.same_id_row", row=earlier.row),
                    say("intake.correct_one_mark_one_duplicate"),
                )  # fmt: skip
        if code:
            earlier = by_code.setdefault(code, d)
            if earlier is not d:
                r.fault(
                    d.row, r.layout.fields[Field.APPLICANT], code,
                    say("intake.same_code_row", row=earlier.row),
                    say("intake.correct_one_two"),
                )  # fmt: skip
    return result


def groups(r: Reader, drafts: list[Draft]) -> None:
    """Bundles of one or of too many are faults; members born on different days are noted (R24)."""
    groups: dict[str, list[Draft]] = {}
    for d in drafts:
        group = d.texts.get(Field.BUNDLE)
        if group and d.texts.get(Field.REMOVED) != "CORRECTED":
            groups.setdefault(group, []).append(d)
    for group, members in groups.items():
        index = r.layout.fields[Field.BUNDLE]
        if len(members) == 1:
            r.fault(
                members[0].row, index, group, say("intake.group_one_member"),
                say("intake.check_group_empty_cell"),
            )  # fmt: skip
        elif len(members) > MAX_BUNDLE:
            r.fault(
                members[0].row, index, group, say("intake.group_members", count=len(members)),
                say("intake.most_leave_cell_empty_no", max_bundle=MAX_BUNDLE),
            )  # fmt: skip
        days = sorted({day for d in members if (day := cells.birth_day(d.texts[Field.ID] or ""))})
        if days and not cells.neighbours(days[0], days[-1]):
            words = say("intake.members_bundle_born_more_than")
            for d in members:
                r.note(words, d.row)
