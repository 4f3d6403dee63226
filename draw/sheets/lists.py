"""The lists of a session as tables: announcement, roll, waiting list, whole results; the same for paper, XLSX and CSV (R49, R50).

Names are whole in a roll only; the others are public and show masked names or none. The code is the key of every line.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from draw.amending import Fate
from draw.rules import School
from draw.sheets import words
from draw.sheets.decisions import decisions
from draw.sheets.frame import Frame
from draw.sheets.paper import frame_of
from draw.sheets.present import Child, Present
from draw.sheets.source import Person
from draw.sheets.tables import Cell, Column, Holds, Line, Table
from draw.sheets.words import Label
from draw.words import pair, zh

ANNOUNCEMENT: Final = Label(*pair("list.announcement"))
DRAWN: Final = Label(*pair("list.drawn"))  # the same of a session that admits nobody
ROLL: Final = Label(*pair("list.roll"))
LISTED_ROLL: Final = Label(*pair("list.listed_roll"))  # of a school that only shortlists (R20)
WAITING: Final = Label(*pair("list.waiting"))
RESULTS: Final = Label(*pair("list.results"))


def _column(key: str, holds: Holds, most: float | None, wide: int, *, bold: bool = False) -> Column:
    return Column(head=Label(*pair(key)), holds=holds, most=most, wide=wide, bold=bold)


_SCHOOL: Final = (_column("list.school_code", Holds.CODE, None, 12), _column("list.school_name", Holds.TEXT, None, 28))
_NUMBER: Final = _column("list.number", Holds.COUNT, 34, 8)
_CODE: Final = _column("list.code", Holds.CODE, 116, 16)
_BUNDLE: Final = _column("list.bundle", Holds.CODE, 92, 12)
_MASKED: Final = _column("list.masked", Holds.TEXT, 104, 16)
_NAME: Final = _column("list.name", Holds.TEXT, 112, 18, bold=True)
_DRAW: Final = _column("list.draw", Holds.CODE, 78, 14)
_RANK: Final = _column("list.rank", Holds.COUNT, 48, 10)
_PLACE: Final = _column("further.position", Holds.COUNT, 48, 10)
_REASON: Final = _column("list.reason", Holds.TEXT, 0, 44)


def frame(now: Present, label: Label) -> Frame:
    """What every page of a list carries; its code is the last amendment's hash, or the result hash if there is none."""
    notice = now.notice
    key = Label(*pair("list.amendment", number=now.amendments)) if now.amendments else words.RESULT
    return frame_of(notice, label, key, now.last if now.amendments else now.result_hash)


def version(now: Present) -> Label:
    """As drawn, or with which amendments."""
    if not now.amendments:
        return Label(*pair("list.as_drawn"))
    return Label(*(pair("list.amended_one") if now.amendments == 1 else pair("list.amended", number=now.amendments)))


def total(now: Present, school: School) -> Label:
    """共 395 人 / 计划 395; of a shortlist how many are on it."""
    here, listing = len(now.at[school.code]), now.shortlists.get(school.code)
    if listing is not None:
        return words.listed_of(here, listing.multiplier * school.places)
    if classes := now.classed(school.code):
        return words.classed_of(here, classes)
    return words.admitted_of(here, school.places)


def moved(now: Present, school: School) -> Label | None:
    """What amendments made of the number of children, None if there are none."""
    if not now.amendments:
        return None
    before, after = now.drawn[school.code], frozenset(c.applicant for c in now.at[school.code])
    counts = {"drawn": len(before), "less": len(before - after), "more": len(after - before), "now": len(after)}
    return Label(*pair("list.moved_classes" if now.classed(school.code) else "list.moved", **counts))


def announced_as(now: Present) -> Label:
    """What the announcement is called: a session of classes, quotas or orders admits nobody."""
    return ANNOUNCEMENT if now.admits else DRAWN


def _ranked(now: Present, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, a rank called so where nobody is admitted by it."""
    return columns if now.admits else tuple(_PLACE if c is _RANK else c for c in columns)


def announcement(now: Present, masked: Mapping[str, str]) -> Table:
    """Every school's children by code, masked; one table, so that one filter finds a code."""
    rows = [line for school in now.schools for line in announced(now, school, masked)]
    lines = [Label(*pair("list.total_announced", schools=len(now.schools), admitted=_admitted(now)))]
    return _table(now, "announcement", announced_as(now), lines, (*_SCHOOL, *announced_columns(now)), rows)


def announced_columns(now: Present) -> tuple[Column, ...]:
    """The columns of one school's lines, behind the school."""
    return _ranked(now, (_NUMBER, _CODE, _BUNDLE, _MASKED, _DRAW, _RANK, _REASON))


def announced(now: Present, school: School, masked: Mapping[str, str]) -> list[Line]:
    """One school's lines of the announcement."""
    children = sorted(now.at[school.code], key=lambda c: c.applicant)
    return [
        Line(cells=(school.code, school.name, n, *_child(now, school, c, masked.get(c.applicant, ""))), joined="")
        for n, c in enumerate(children, start=1)
    ]


def roll(now: Present, school: School, people: Mapping[str, Person]) -> Table:
    """One school's roll with whole names, bundles together. KeyError for a child that is not in the private roster."""
    rows = [
        Line(cells=(n, *_child(now, school, c, people[c.applicant].name)), joined=c.bundle)
        for n, c in enumerate(now.at[school.code], start=1)
    ]
    lines = [Label(f"{school.code} {school.name}", ""), total(now, school)]
    columns = _ranked(now, (_NUMBER, _CODE, _BUNDLE, _NAME, _DRAW, _RANK, _REASON))
    label = LISTED_ROLL if school.code in now.shortlists else ROLL
    return _table(now, f"roll-{school.code}", label, [*lines, Label(*pair("list.not_public"))], columns, rows)


def _child(now: Present, school: School, child: Child, name: str) -> tuple[Cell, ...]:
    """Code, bundle, name, draw, rank, reason. On a shortlist there is no rank, and its own draw's words (R20)."""
    listing = now.shortlists.get(school.code)
    if listing is None:
        return child.applicant, child.bundle, name, child.draw, child.rank or "", child.reason
    return child.applicant, child.bundle, name, listing.id, "", reason(now, school, child)


def reason(now: Present, school: School, child: Child) -> str:
    """Why the child is on the school's list; where a later draw wrote its line of results.csv, a shortlist has its own words."""
    if school.code in now.shortlists and child.fate is not Fate.SHORTLISTED:
        return zh("reason.LISTED")
    return child.reason


def waiting(now: Present, masked: Mapping[str, str]) -> Table:
    """Every school's waiting list as it stands, first first."""
    rows = [line for school in now.rules.schools for line in in_line(now, school, masked)]
    lines = [line_total(now)]
    return _table(now, "waiting", WAITING, lines, (*_SCHOOL, *queue_columns(now)), rows)


def queue_columns(now: Present) -> tuple[Column, ...]:
    """Before any amendment the place in line is the position, and stands once."""
    first = (_column("list.place_now", Holds.COUNT, 48, 10),) if now.amendments else ()
    position = _column("list.position", Holds.COUNT, 48, 10)
    return (*first, position, _CODE, _BUNDLE, _MASKED, _DRAW, _RANK, _column("list.outcome", Holds.TEXT, 0, 26))


def in_line(now: Present, school: School, masked: Mapping[str, str]) -> list[Line]:
    """One school's lines of the waiting list: members of a unit together."""
    found = []
    for entry in now.waiting(school):
        child = entry.child
        first = (entry.now,) if now.amendments else ()
        told = zh("outcome.offered" if child.fate is Fate.OFFERED else "outcome.waiting")
        name = masked.get(child.applicant, "")
        cells = (entry.position, child.applicant, child.bundle, name, entry.draw, entry.rank or "", told)
        found.append(Line(cells=(school.code, school.name, *first, *cells), joined=child.bundle))
    return found


def line_total(now: Present, school: School | None = None) -> Label:
    """How many units and children are in line, at one school or at all."""
    schools = [school] if school else now.rules.schools
    entries = [(s.code, entry) for s in schools for entry in now.waiting(s)]
    units = len({(code, entry.child.unit) for code, entry in entries})
    return Label(*pair("list.total_waiting", units=units, children=len(entries)))


def results(now: Present, masked: Mapping[str, str]) -> Table:
    """Every applicant, by code: what results.csv says, after all amendments, in words."""
    names = {school.code: school.name for school in now.rules.schools}
    rows = [
        Line(
            cells=(
                c.applicant, c.bundle, masked.get(c.applicant, ""), c.draw, c.rank or "", c.number,
                zh(f"outcome.{c.fate}"), c.school, names.get(c.school, ""), c.reason,
            ),
            joined="",
        )
        for c in now.children
    ]  # fmt: skip
    columns = (
        _CODE, _BUNDLE, _MASKED, _DRAW, _RANK, _column("list.random", Holds.CODE, None, 66),
        _column("list.outcome", Holds.TEXT, 64, 18), *_SCHOOL, _REASON,
    )  # fmt: skip
    key = "list.total_classes" if any(c.fate is Fate.PLACED for c in now.children) else "list.total_results"
    lines = [Label(*pair(key, children=len(rows), admitted=_admitted(now)))]
    return _table(now, "result", RESULTS, lines, columns, rows)


def _admitted(now: Present) -> int:
    return sum(child.fate in (Fate.ADMITTED, Fate.PLACED) for child in now.children)


def further(now: Present, masked: Mapping[str, str]) -> Iterator[Table]:
    """What the draws of SPEC §16 decided, a list each: quotas, transfers, who is selected, teams, balance."""
    for one in decisions(now.rules, now.pool, now.found, masked):
        if one.stem:
            lines = [Label(one.title, one.draw), one.note]
            yield _table(now, one.stem, one.label, lines, one.columns, list(one.rows))


def table(
    now: Present, stem: str, label: Label, lines: list[Label], columns: tuple[Column, ...], rows: list[Line]
) -> Table:
    """A list of this session; `lines`: what is told above it beside session, version and code."""
    return _table(now, stem, label, lines, columns, rows)


def _table(
    now: Present, stem: str, label: Label, lines: list[Label], columns: tuple[Column, ...], rows: list[Line]
) -> Table:
    page = frame(now, label)
    mode = words.REHEARSAL if page.rehearsal else words.LIVE
    code = Label(f"{page.hash_label.zh} {page.hash_label.en}", page.hash)
    above = [
        Label(f"{now.notice.title}　{label.zh}", f"{label.en} · {mode.zh} {mode.en}"),
        Label(f"{words.SESSION.zh} {words.SESSION.en}", now.notice.session),
        version(now),
        code,
        *([Label(*pair("list.annulled"))] if now.annulled else []),
        *([words.NO_EFFECT] if page.rehearsal else []),
        *lines,
    ]
    return Table(
        stem=stem,
        name=f"{words.REHEARSAL.zh} {label.zh}" if page.rehearsal else label.zh,
        lines=tuple(f"{line.zh} {line.en}".strip() for line in above),
        columns=columns,
        rows=rows,
        session=now.notice.session,
        code=f"{page.hash[:8]} … {page.hash[-8:]}",
        rehearsal=page.rehearsal,
    )
