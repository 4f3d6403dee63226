"""Plan, final result and registration export must be one list: every difference is named, line by line (R55, R8).

Children placed outside the draw stand on a declared list of their own; its counts are the `outside` of the rule sheet.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw.amending.fates import Fate, Place
from draw.encoding import csv_field_problem
from draw.errors import InputErrors
from draw.intake import cells, plain_table
from draw.intake.cells import identity_key
from draw.intake.headers import WORDS, Field, normalised
from draw.intake.private_roster import PrivateRow
from draw.intake.table import Table
from draw.rules import Rules
from draw.words import say

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "id": WORDS[Field.ID],
    "name": WORDS[Field.NAME],
    "school": ("学校", "学校名称", "录取学校", "就读学校", "学校代码", "school"),
}
DECLARED: Final[Mapping[str, Sequence[str]]] = {**COLUMNS, "group": ("类别", "照顾类别", "group")}
KINDS: Final = (
    "unregistered", "unknown", "moved", "name", "twice", "declared_twice", "declared_placed", "declared_unregistered",
    "declared_count",
)  # fmt: skip
HEADER: Final = "kind,file,row,applicant,name,id,school,other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the export or of the declared list. `school`: code of a school of this session, else ""."""

    file: str
    row: int
    ids: tuple[str, ...]  # what tells the person, in one spelling; the columns of ids in their order
    name: str
    school: str
    school_text: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference. `kind` has its words in the catalogue; `row` 0 and "" where there is none."""

    kind: str
    file: str
    row: int
    applicant: str
    name: str
    id: str
    school: str
    other: str  # the other school, name, row or count

    def line(self) -> str:
        """For a terminal: the id masked."""
        facts = {
            "who": " ".join(w for w in (self.applicant, self.name, masked(self.id)) if w),
            "school": self.school,
            "other": self.other,
        }
        place = f"{say('differs.row', file=self.file, row=self.row)} " if self.row else ""
        return place + say(f"differs.{self.kind}", **facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The four numbers of a school."""

    school: str
    plan: int
    result: int
    declared: int
    registered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Every difference, the counts, and remarks that are no differences."""

    differences: tuple[Difference, ...]
    counts: tuple[Counted, ...]
    notes: tuple[str, ...]


def masked(identity: str) -> str:
    """An id with its last four characters only."""
    return f"****{identity[-4:]}" if len(identity) > 8 else "****" if identity else ""


def entries(table: Table, rules: Rules, *, declared: bool) -> list[Entry]:
    """The rows of the export, or of the declared list, whose schools must be this session's. Raises InputErrors."""
    known = {normalised(word): s.code for s in rules.schools for word in (s.code, s.name)}
    columns = DECLARED if declared else COLUMNS
    found, faults = [], []
    for line in plain_table.read(table, columns, tuple(columns)):
        text = line.text("school")
        school = next((known[w] for t in line.texts["school"] if (w := normalised(t)) in known), "")
        if declared and not school:
            remedy = f"{say('chain.must_one')}: {' '.join(f'{s.code} {s.name}' for s in rules.schools)}"
            faults.append(plain_table.problem(table, line.row, say("chain.not_school_session"), remedy, value=text))
        found.append(
            Entry(
                file=table.file,
                row=line.row,
                ids=tuple(dict.fromkeys(_key(t) for t in line.texts["id"])),
                name=line.text("name"),
                school=school,
                school_text=text,
                group=line.text("group"),
            )
        )
    if faults:
        raise InputErrors(faults)
    return found


def _key(text: str) -> str:
    return identity_key("".join(unicodedata.normalize("NFKC", text).split()).upper())


def reconcile(
    rules: Rules,
    finals: Mapping[str, Place],
    private: Iterable[PrivateRow],
    registered: Sequence[Entry],
    declared: Sequence[Entry],
) -> Reconciled:
    """What differs between final result (applicant -> outcome after all amendments), export and declared list."""
    work = _Work(rules, finals, private)
    work.take_declared(declared)
    work.take_registered(registered)
    work.close()
    return work.report(registered)


class _Work:
    """The three lists side by side, by id."""

    def __init__(self, rules: Rules, finals: Mapping[str, Place], private: Iterable[PrivateRow]) -> None:
        self.rules = rules
        self.found: list[Difference] = []
        self.people = {_key(row.id): row for row in private}
        self.school = {
            key: finals[row.applicant].school
            for key, row in self.people.items()
            if finals[row.applicant].fate is Fate.ADMITTED
        }
        self.may = {  # a shortlist decides nothing: who is on it may be registered there, and need not
            key: finals[row.applicant].school
            for key, row in self.people.items()
            if finals[row.applicant].fate is Fate.SHORTLISTED
        }
        self.declared: dict[str, Entry] = {}
        self.seen: dict[str, Entry] = {}
        self.strangers: Counter[str] = Counter()

    def note(self, kind: str, key: str, entry: Entry | None, *, school: str = "", other: str = "") -> None:
        row = self.people.get(key)
        self.found.append(
            Difference(
                kind=kind,
                file=entry.file if entry else "",
                row=entry.row if entry else 0,
                applicant=row.applicant if row else "",
                name=entry.name if entry else row.name if row else "",
                id=key,
                school=school,
                other=other,
            )
        )

    def who(self, entry: Entry) -> str:
        """The id by which the row is known on another list, else its first."""
        lists = (self.school, self.may, self.declared, self.people)
        return next((i for known in lists for i in entry.ids if i in known), entry.ids[0])

    def take_declared(self, declared: Sequence[Entry]) -> None:
        """The declared list in itself, and against the rule sheet."""
        for entry in declared:
            key = self.who(entry)
            if key in self.declared:
                self.note("declared_twice", key, entry, school=entry.school, other=str(self.declared[key].row))
                continue
            self.declared[key] = entry
            if key in self.school:
                self.note("declared_placed", key, entry, school=entry.school, other=self.school[key])
        given = Counter((entry.school, normalised(entry.group)) for entry in self.declared.values())
        names = {normalised(e.group): e.group for e in declared} | {
            normalised(o.group): o.group for o in self.rules.outside
        }
        wanted: Counter[tuple[str, str]] = Counter()
        for outside in self.rules.outside:
            wanted[outside.school, normalised(outside.group)] += outside.count
        for school, group in sorted(given.keys() | wanted.keys()):
            if given[school, group] != wanted[school, group]:
                other = f"{names[group]} {given[school, group]} ≠ {wanted[school, group]}"
                self.note("declared_count", "", None, school=school, other=other)

    def take_registered(self, registered: Sequence[Entry]) -> None:
        """Every row of the export against result and declared list."""
        for entry in registered:
            key = self.who(entry)
            wanted = self.school.get(key) or (self.declared[key].school if key in self.declared else "")
            if not wanted and self.may.get(key) == entry.school:
                wanted = entry.school
            if not wanted and not entry.school:
                self.strangers[entry.school_text] += 1
                continue
            if key in self.seen:
                self.note("twice", key, entry, school=entry.school_text, other=str(self.seen[key].row))
                continue
            self.seen[key] = entry
            if not wanted:
                self.note("unknown", key, entry, school=entry.school)
                continue
            if entry.school != wanted:
                self.note("moved", key, entry, school=entry.school or entry.school_text, other=wanted)
            name = self.people[key].name if key in self.people else self.declared[key].name
            if _name(name) != _name(entry.name):
                self.note("name", key, entry, school=entry.school or entry.school_text, other=name)

    def close(self) -> None:
        """Who is on the result or on the declared list, and in no row of the export."""
        for key in self.school:
            if key not in self.seen:
                self.note("unregistered", key, None, school=self.school[key])
        for key, entry in self.declared.items():
            if key not in self.seen and key not in self.school:
                self.note("declared_unregistered", key, entry, school=entry.school)

    def report(self, registered: Sequence[Entry]) -> Reconciled:
        """The differences in order, the counts, the remarks."""
        result, declared = Counter(self.school.values()), Counter(e.school for e in self.declared.values())
        there = Counter(entry.school for entry in self.seen.values())
        counts = [
            Counted(
                school=s.code,
                plan=s.places,
                result=result[s.code],
                declared=declared[s.code],
                registered=there[s.code],
            )
            for s in self.rules.schools
        ]
        notes = [say("differs.other_school", school=name, count=n) for name, n in sorted(self.strangers.items())]
        if registered and self.school and not any(i in self.people for e in registered for i in e.ids):
            notes.append(say("differs.no_id"))
        return Reconciled(differences=tuple(self.found), counts=tuple(counts), notes=tuple(notes))


def _name(text: str) -> str:
    try:
        return cells.name(text)
    except cells.Fault:
        return text


def table(differences: Iterable[Difference]) -> bytes:
    """The differences as CSV with whole ids, for a private file; opens in a spreadsheet."""
    lines = [HEADER]
    for d in differences:
        row = str(d.row) if d.row else ""
        lines.append(",".join(_field(f) for f in (d.kind, d.file, row, d.applicant, d.name, d.id, d.school, d.other)))
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def _field(text: str) -> str:
    """A CSV field that no spreadsheet takes for a formula."""
    safe = f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
    return f'"{safe.replace(chr(34), chr(34) * 2)}"' if csv_field_problem(safe) else safe
