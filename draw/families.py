"""The families of a rehearsal, played: whoever is not placed names the first school of its wishes with a place left (R29).

A wishes table has the registration number, columns that a rule sheet reads (taken as they are), and wishes: all other
columns, first wish first, schools by code or name. A child without a row hands in nothing.
"""

from collections.abc import Iterable, Sequence

from draw.carrying import Child
from draw.headers import WORDS, Field, normalised
from draw.rules import School
from draw.sheet import Sheet
from draw.table import Cell, Kind, Row, Table


def choices(sheet: Sheet) -> tuple[str, ...]:
    """The attributes in which families choose schools."""
    facts = {sheet.rules.blocks.school} if sheet.rules.blocks else set()
    return tuple(a.name for a in sheet.rules.attributes if a.kind in ("schools", "preferences") and a.name not in facts)


def _open(texts: Iterable[str], schools: Sequence[School]) -> list[str]:
    """Names of the wished schools that have places, in order, none twice."""
    known = {word: s for s in schools for word in (s.code, s.name)}
    found = [known[text] for text in texts if text in known and known[text].places]
    return list(dict.fromkeys(s.name for s in found))


def forms(wishes: Table, sheet: Sheet, children: Iterable[Child]) -> Table | None:
    """The forms that these children hand in; None where the sheet asks families for nothing."""
    head = [" ".join(c.text.split()) for c in wishes.rows[0].cells]
    number = WORDS[Field.REGISTRATION][0]
    chosen = [sheet.columns[name] for name in choices(sheet)]
    read = {normalised(column): column for column in sheet.columns.values() if column not in chosen}
    copied = [n for n, text in enumerate(head) if normalised(text) in read]
    columns = [*dict.fromkeys([*chosen, *(read[normalised(head[n])] for n in copied)])]
    if not columns:
        return None
    here = head.index(number)
    waiting = {child.registration_no for child in children}
    rows = [[number, *columns]]
    for row in wishes.rows[1:]:
        texts = [c.text.strip() for c in row.cells] + [""] * (len(head) - len(row.cells))
        if texts[here] not in waiting:
            continue
        named = _open((t for n, t in enumerate(texts) if n != here and n not in copied), sheet.rules.schools)
        values = dict(zip(chosen, named, strict=False)) | {read[normalised(head[n])]: texts[n] for n in copied}
        if any(values.get(column) for column in chosen) or not chosen:
            rows.append([texts[here], *(values.get(column, "") for column in columns)])
    cells = [tuple(Cell(text=t, kind=Kind.TEXT if t else Kind.EMPTY) for t in texts) for texts in rows]
    return Table(
        file="forms.csv", sheet="", rows=tuple(Row(number=n, cells=c) for n, c in enumerate(cells, start=1)), notes=()
    )
