"""The families of a rehearsal, played: whoever is not placed names the first school of its wishes with a place left (R29).

A wishes table has the registration number; name and id of children who come new; columns that a rule sheet reads, taken
as they are; and wishes: all other columns, first wish first, schools by code or name. No row, no form.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from draw.chaining.earlier import TAKES_NEW
from draw.chaining.round_forms import private_columns
from draw.intake.headers import FIELDS, WORDS, Field, normalised
from draw.intake.sheet import Sheet
from draw.intake.table import Cell, Kind, Row, Table
from draw.rules import School

_WHO = (Field.REGISTRATION, Field.NAME, Field.ID, Field.BUNDLE)


def choices(sheet: Sheet) -> tuple[str, ...]:
    """The roster columns in which families choose schools."""
    facts = {sheet.rules.blocks.school} if sheet.rules.blocks else set()
    chosen = (a for a in sheet.rules.attributes if a.kind in ("schools", "preferences") and a.name not in facts)
    return tuple(sheet.columns[a.name] for a in chosen)


def _open(texts: Iterable[str], schools: Sequence[School]) -> list[str]:
    """Names of the wished schools that have places, in order, none twice."""
    known = {word: s for s in schools for word in (s.code, s.name)}
    return list(dict.fromkeys(known[text].name for text in texts if text in known and known[text].places))


def _new(texts: Mapping[Field, str], sheet: Sheet, known: Collection[str]) -> bool:
    """True for a child of no earlier session who may come: only where the sheet takes any, and with an id."""
    takes_any = sheet.rules.carry is not None and sheet.rules.carry.applicants in TAKES_NEW
    return takes_any and texts[Field.REGISTRATION] not in known and bool(texts[Field.ID])


def forms(wishes: Table | None, sheet: Sheet, waiting: Collection[str], known: Collection[str]) -> Table | None:
    """The forms of the children with these registration numbers, and of new ones; None where nothing is asked.

    `known`: the numbers of all children of the earlier sessions. Without a table everybody hands in a form. All parents
    of twins agree to a draw that may split them.
    """
    chosen, private = choices(sheet), private_columns(sheet)
    rows = [[cell.text.strip() for cell in row.cells] for row in wishes.rows] if wishes else []
    rows = rows or [[WORDS[Field.REGISTRATION][0]], *([number] for number in waiting)]
    head = [normalised(text) for text in rows[0]]
    read = {normalised(column): column for column in (*sheet.columns.values(), *private) if column not in chosen}
    copied = {n: read[text] for n, text in enumerate(head) if text in read}
    fields = {FIELDS[text]: n for n, text in enumerate(head) if text in FIELDS}
    others = [n for n in range(len(head)) if n not in copied and n not in fields.values()]
    consent = {column: "是" for column in private if column == WORDS[Field.CONSENT][0]}
    columns = list(dict.fromkeys([*chosen, *copied.values(), *consent]))
    if not columns:
        return None
    result = [[*(WORDS[field][0] for field in _WHO), *columns]]
    for row in rows[1:]:
        texts = [*row, *[""] * (len(head) - len(row))]
        who = {f: texts[fields[f]] if f in fields else "" for f in _WHO}
        new = _new(who, sheet, known)
        if who[Field.REGISTRATION] not in waiting and not new:
            continue
        named = _open((texts[n] for n in others), sheet.rules.schools)
        values = consent | dict(zip(chosen, named, strict=False)) | {c: texts[n] for n, c in copied.items()}
        if named or not chosen:
            about = [who[f] if new or f is Field.REGISTRATION else "" for f in _WHO]
            result.append([*about, *(values.get(column, "") for column in columns)])
    cells = [tuple(Cell(text=t, kind=Kind.TEXT if t else Kind.EMPTY) for t in texts) for texts in result]
    return Table(
        file="forms.csv", sheet="", rows=tuple(Row(number=n, cells=c) for n, c in enumerate(cells, start=1)), notes=()
    )
