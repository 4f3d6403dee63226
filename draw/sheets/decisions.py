"""What the draws of SPEC §16 decided, as tables for paper and spreadsheets: quotas, transfers, who is selected, teams, balance
(R33, R35, R40, R42, R45, R49).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from draw.allocation.further import QuotaReason
from draw.decided import Balance, Decided
from draw.further_tables import BUNDLES, SIZE
from draw.pool import Pool
from draw.prose.conditions import value_label
from draw.prose.section import chunks
from draw.rules import Attribute, CellsDraw, ClassDraw, DrawRule, OrderDraw, QuotaDraw, Rules, TeamDraw
from draw.sheets import closing, roll, tables, words
from draw.sheets.frame import Frame, running_head
from draw.sheets.layout import BOTTOM, LEFT, RIGHT, SOFT, Face, Sheet
from draw.sheets.tables import Cell, Column, Holds, Line
from draw.sheets.words import Label
from draw.words import pair, zh

SECTION: Final = Label(*pair("further.section"))
_ACROSS: Final = 7  # counts side by side
_END: Final = 22.0


def column(key: str, holds: Holds, most: float | None, wide: int, *, bold: bool = False) -> Column:
    """A column whose head is a key of the catalogue."""
    return Column(head=Label(*pair(key)), holds=holds, most=most, wide=wide, bold=bold)


_RANK: Final = column("further.position", Holds.COUNT, 40, 8)
_ITEM: Final = column("further.item", Holds.CODE, 100, 14)
_LABEL: Final = column("further.label", Holds.TEXT, 0, 30)
_REASON: Final = column("further.reason", Holds.TEXT, 150, 36)
_SELECTED: Final = (
    _RANK,
    column("list.code", Holds.CODE, 110, 16),
    column("list.bundle", Holds.CODE, 92, 12),
    column("further.label", Holds.TEXT, 0, 30),
    column("further.standing", Holds.TEXT, 90, 12, bold=True),
)
_DRAWN: Final = (_RANK, _ITEM, _LABEL, column("further.standing", Holds.TEXT, 90, 12, bold=True))
_QUOTAS: Final = (
    _ITEM,
    _LABEL,
    column("further.whole", Holds.COUNT, 44, 10),
    column("further.fraction", Holds.TEXT, 80, 18),
    _RANK,
    column("further.seats", Holds.COUNT, 44, 10, bold=True),
    _REASON,
)
_CELLS: Final = (
    column("further.row", Holds.TEXT, 0, 24),
    column("further.to", Holds.TEXT, 140, 28),
    column("further.whole", Holds.COUNT, 40, 10),
    column("further.fraction", Holds.TEXT, 80, 18),
    _RANK,
    column("further.count", Holds.COUNT, 40, 10, bold=True),
    column("further.reason", Holds.TEXT, 120, 30),
)
_TEAMS: Final = (
    column("further.class", Holds.TEXT, 60, 10, bold=True),
    column("further.team_code", Holds.CODE, 100, 14),
    column("further.team_label", Holds.TEXT, 0, 30),
    _RANK,
    column("further.reason", Holds.TEXT, 170, 40),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One table: of which draw, under which heading, what stands above it, and, if it is a list of its own, its file stem."""

    draw: str
    label: Label
    title: str
    note: Label
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    stem: str  # "" for a table that only shows another one another way


def decisions(rules: Rules, pool: Pool, found: Decided, masked: Mapping[str, str]) -> list[Decision]:
    """All tables of a record, in the order of its draws."""
    made: list[Decision] = []
    for draw in rules.draws:
        match draw:
            case OrderDraw():
                made.append(_selected(draw, pool, found, masked))
            case QuotaDraw():
                made.append(_quota(draw, rules, found))
            case CellsDraw():
                made += _cells(draw, rules, found)
            case ClassDraw():
                made += balance(draw, rules, found)
            case TeamDraw():
                made.append(_teams(draw, found))
    return made


def _decision(
    draw: DrawRule, key: str, note: Label, columns: Sequence[Column], rows: Sequence[Line], stem: str
) -> Decision:
    label = Label(*pair(key))
    return Decision(
        draw=draw.id, label=label, title=draw.title, note=note, columns=tuple(columns), rows=tuple(rows), stem=stem
    )


def _line(*cells: Cell, joined: str = "") -> Line:
    return Line(cells=cells, joined=joined)


def _selected(draw: OrderDraw, pool: Pool, found: Decided, masked: Mapping[str, str]) -> Decision:
    labels = {item.code: item.label for item in draw.items}
    lines = found.selected.get(draw.id, [])
    rows = []
    for one in lines:
        standing = zh("standing.reserve" if one.reserve else "standing.selected")
        if draw.items:
            rows.append(_line(one.position, one.code, labels.get(one.code, ""), standing))
            continue
        for line in pool.members.get(one.code, ()):
            applicant = pool.applicants[line]
            bundle = "" if applicant == one.code else one.code
            rows.append(
                _line(one.position, applicant, bundle, masked.get(applicant, ""), standing, joined=bundle)
            )  # fmt: skip
    reserves = sum(one.reserve for one in lines)
    note = Label(*pair("further.total_selected", selected=len(lines) - reserves, reserves=reserves))
    columns = _DRAWN if draw.items else _SELECTED
    return _decision(draw, "further.selected", note, columns, rows, f"selected-{draw.id}")


def _quota(draw: QuotaDraw, rules: Rules, found: Decided) -> Decision:
    labels = {item.code: item.label for item in (*draw.items, *draw.declined)}
    papers = {item.code: item.document for item in draw.declined}
    lines = found.quotas.get(draw.id, [])
    rows = []
    for one in lines:
        why = zh(f"quotawhy.{one.reason}")
        if one.reason is QuotaReason.DECLINED:
            why = f"{why}（{zh('further.document', document=papers.get(one.item, ''))}）"
        rows.append(
            _line(one.item, labels.get(one.item, ""), one.whole, str(one.fraction), one.rank or "", one.seats, why)
        )  # fmt: skip
    total = pair("further.total_quota", seats=sum(one.seats for one in lines))
    at = "" if draw.school == "none" else f"{rules.school(draw.school).name}（{draw.school}）· "
    return _decision(draw, "further.quota", Label(at + total[0], total[1]), _QUOTAS, rows, f"quota-{draw.id}")


def _cells(draw: CellsDraw, rules: Rules, found: Decided) -> Iterator[Decision]:
    """The counts as a square, and every cell with its exact target."""
    lines = found.cells.get(draw.id, [])
    given = {(cell.row, cell.school): cell.given for cell in lines}
    values = list(dict.fromkeys(cell.row for cell in lines))
    total = Label(*pair("further.total_cells", total=sum(given.values())))
    first = column("further.row", Holds.TEXT, 0, 24)
    whole = Column(
        head=Label(*pair("further.sum")), holds=Holds.COUNT, most=50, wide=10, bold=True
    )  # fmt: skip
    for some in chunks(draw.offered, _ACROSS):
        heads = [
            Column(head=Label(rules.school(s).name, s), holds=Holds.COUNT, most=66, wide=12, bold=False) for s in some
        ]
        rows = [
            _line(
                value_label(rules, draw.row, row), *(given.get((row, s), 0) for s in some),
                sum(given.get((row, s), 0) for s in draw.offered),
            )
            for row in values
        ]  # fmt: skip
        sums = [sum(given.get((row, s), 0) for row in values) for s in some]
        rows.append(_line(zh("further.sum"), *sums, sum(given.values())))
        yield _decision(draw, "further.cells", total, (first, *heads, whole), rows, "")
    detail = [
        _line(
            value_label(rules, draw.row, cell.row), rules.school(cell.school).name, cell.whole, str(cell.fraction),
            cell.rank or "", cell.given, zh(f"cellwhy.{cell.reason}"),
        )
        for cell in lines
    ]  # fmt: skip
    yield _decision(draw, "further.cells_exact", total, _CELLS, detail, f"transfer-{draw.id}")


def _teams(draw: TeamDraw, found: Decided) -> Decision:
    labels = {team.code: team.label for team in draw.teams}
    lines = found.teams.get(draw.id, [])
    rows = [
        _line(
            zh("further.in_class", code=one.class_), one.team, labels.get(one.team, ""), one.rank,
            zh(f"teamwhy.{one.reason}"),
        )
        for one in lines
    ]  # fmt: skip
    note = Label(*pair("further.total_team", teams=len(lines)))
    return _decision(draw, "further.team", note, _TEAMS, rows, f"teams-{draw.id}")


# -- the balance of classes (R40) --------------------------------------------------------------------------------------


def balance(draw: ClassDraw, rules: Rules, found: Decided) -> Iterator[Decision]:
    """Sizes, sexes and bundles of all classes; then a table, or several, for each attribute that is reported."""
    lines = found.balance.get(draw.id, [])
    classes = list(dict.fromkeys(one.class_ for one in lines))
    counts = {(one.class_, one.attribute, one.value): one.children for one in lines}
    note = _within(draw, lines)
    told: list[tuple[Label, tuple[str, str]]] = [(Label(*pair("classes.size")), (SIZE, ""))]
    told += [_value(rules, draw.sex, value) for value in _codes(rules, draw.sex)]
    told += [_marked(rules, name, value) for name, value in draw.spread]
    told.append((Label(*pair("classes.bundles")), (BUNDLES, "")))
    for n, some in enumerate(chunks(told, _ACROSS)):
        yield _counts(draw, "classes.balance", note, classes, counts, some, "" if n else f"balance-{draw.id}")
    for name in draw.report:
        attribute = next(a for a in rules.attributes if a.name == name)
        by = Label(*pair("classes.by", label_zh=attribute.label, label_en=name))
        values = [_value(rules, name, value) for value in _codes(rules, name)]
        for n, some in enumerate(chunks(values, _ACROSS)):
            yield _counts(
                draw, "classes.balance", by, classes, counts, some, "" if n else f"balance-{draw.id}-{name}"
            )  # fmt: skip


def _codes(rules: Rules, name: str) -> tuple[str, ...]:
    attribute: Attribute = next(a for a in rules.attributes if a.name == name)
    return attribute.codes() or tuple(school.code for school in rules.schools)


def _value(rules: Rules, name: str, value: str) -> tuple[Label, tuple[str, str]]:
    return Label(value_label(rules, name, value), value), (name, value)


def _marked(rules: Rules, name: str, value: str) -> tuple[Label, tuple[str, str]]:
    return Label(value_label(rules, name, value), f"{name} {value}"), (name, value)


def _within(draw: ClassDraw, lines: Sequence[Balance]) -> Label:
    """By how much sizes, and each sex, differ."""

    def differ(attribute: str, value: str) -> int:
        found = [one.children for one in lines if one.attribute == attribute and one.value == value]
        return max(found, default=0) - min(found, default=0)

    values = {one.value for one in lines if one.attribute == draw.sex}
    each = max((differ(draw.sex, value) for value in values), default=0)
    return Label(*pair("classes.within", all=differ(SIZE, ""), each=each))


def _counts(
    draw: ClassDraw, key: str, note: Label, classes: Sequence[str], counts: Mapping[tuple[str, str, str], int],
    told: Sequence[tuple[Label, tuple[str, str]]], stem: str,
) -> Decision:  # fmt: skip
    columns = [column("further.class", Holds.TEXT, 0, 12, bold=True)]
    columns += [Column(head=head, holds=Holds.COUNT, most=62, wide=12, bold=False) for head, _ in told]
    grid = [[counts.get((class_, *what), 0) for _, what in told] for class_ in classes]
    rows = [_line(zh("further.in_class", code=c), *row) for c, row in zip(classes, grid, strict=True)]
    if grid:
        most, least = [max(c) for c in zip(*grid, strict=True)], [min(c) for c in zip(*grid, strict=True)]
        rows += [
            _line(zh("classes.most"), *most),
            _line(zh("classes.least"), *least),
            _line(zh("classes.differ"), *(a - b for a, b in zip(most, least, strict=True))),
        ]
    return _decision(draw, key, note, columns, rows, stem)


# -- on paper ----------------------------------------------------------------------------------------------------------


def draw_all(sheet: Sheet, frame: Frame, made: Sequence[Decision]) -> None:
    """The tables one under the other from sheet.y on, each under its draw."""
    for one in made:
        if sheet.y + 120 > BOTTOM:
            running_head(sheet, frame, SECTION.zh)
        draw_one(sheet, frame, one)


def draw_one(sheet: Sheet, frame: Frame, one: Decision) -> None:
    """One table with its heading."""
    title = sheet.fit(one.title, 11, RIGHT - LEFT - 190, face=Face.BOLD, least=0.8)
    sheet.lines(LEFT, sheet.y + 12, title)
    width = sheet.label_width(one.label, 9, Face.BOLD)
    sheet.label(RIGHT - width, sheet.y + 12, one.label, 9, face=Face.BOLD)
    sheet.y += title.height + 3
    end = sheet.label(LEFT, sheet.y + 9, words.DRAW, 8)
    end = sheet.text(end + 5, sheet.y + 9, one.draw, 8.6, face=Face.MONO)
    if end + sheet.label_width(one.note, 8.4) + 20 < RIGHT:
        sheet.label(RIGHT - sheet.label_width(one.note, 8.4), sheet.y + 9, one.note, 8.4)
    else:
        sheet.y += 13
        note = sheet.fit(f"{one.note.zh} {one.note.en}", 8.4, RIGHT - LEFT)
        sheet.lines(LEFT, sheet.y + 9, note)
        sheet.y += note.height - note.pitch
    sheet.y += 16
    columns, rows = tables.paper(one.columns, one.rows)
    about = f"{one.title}（{words.CONTINUED.zh}）"
    roll.draw(
        sheet, columns, roll.widths(sheet, columns, rows), rows, next_page=partial(running_head, sheet, frame, about),
        keep=_END,
    )  # fmt: skip
    end_of = Label(*pair("list.end", rows=len(rows)))
    sheet.text(LEFT, sheet.y + 11, end_of.zh, 7.8, colour=SOFT)
    sheet.text(RIGHT, sheet.y + 11, end_of.en, 6.6, colour=SOFT, align="right")
    sheet.y += _END


def heading(sheet: Sheet) -> None:
    """The title of the section."""
    closing.heading(sheet, SECTION)
