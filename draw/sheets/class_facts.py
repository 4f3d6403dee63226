"""Who is in which class now, with team and seat: what class lists and seat maps print of a record (R40, R42-R44)."""

from collections.abc import Callable
from dataclasses import dataclass

from draw.amending import Fate
from draw.decided import Seated
from draw.prose.conditions import value_label
from draw.rules import ClassDraw, LateDraw, School, SeatsDraw, TeamDraw
from draw.sheets.present import Child, Present
from draw.sheets.source import Source
from draw.words import pair

Names = Callable[[str], str]
"""Applicant -> the name to print, masked or whole, "" for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """One child of a class; row and column of its seat are 0 where no seats are drawn."""

    child: Child
    sex: str
    sex_label: str
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One class: code, its teams as "label（code）", and who is in it now, by code."""

    code: str
    teams: tuple[str, ...]
    pupils: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The classes of one draw."""

    draw: ClassDraw | LateDraw
    school: School
    rooms: tuple[Room, ...]


def names(source: Source, *, whole: bool) -> Names:
    """Whole names of the private roster, or masked ones."""
    return (lambda code: source.people[code].name) if whole else (lambda code: source.masked.get(code, ""))


def classes(now: Present) -> list[Classes]:
    """The classes of every draw that makes or fills some; a child whom an amendment took away is in none."""
    return [_made(now, draw) for draw in now.rules.draws if isinstance(draw, ClassDraw | LateDraw)]


def codes(draw: ClassDraw | LateDraw) -> list[str]:
    """Its classes, in order."""
    if isinstance(draw, LateDraw):
        return [one.code for one in draw.classes]
    return [str(n) for n in range(1, draw.classes + 1)]


def _made(now: Present, draw: ClassDraw | LateDraw) -> Classes:
    line = {applicant: n for n, applicant in enumerate(now.pool.applicants)}
    column = now.pool.attributes[draw.sex]
    seats = {s.applicant: (s.row, s.column) for other in seat_draws(now, draw) for s in _seated(now, other)}
    found = now.found.classes.get(draw.id, {})
    rooms = []
    for code in codes(draw):
        pupils = []
        for applicant in found.get(code, []):
            child, sex = now.by_code[applicant], column[line[applicant]]
            if child.fate is Fate.PLACED:
                row, seat = seats.get(applicant, (0, 0))
                label = value_label(now.rules, draw.sex, sex)
                pupils.append(Pupil(child=child, sex=sex, sex_label=label, row=row, column=seat))
        if isinstance(draw, LateDraw) and not pupils:
            continue  # nobody came into this class; who was there stands in another session's lists
        rooms.append(Room(code=code, teams=_teams(now, draw, code), pupils=tuple(pupils)))
    return Classes(draw=draw, school=now.rules.school(draw.school), rooms=tuple(rooms))


def seat_draws(now: Present, draw: ClassDraw | LateDraw) -> list[SeatsDraw]:
    """The draws of seats in these classes."""
    return [d for d in now.rules.draws if isinstance(d, SeatsDraw) and d.of.id == draw.id]


def _seated(now: Present, draw: SeatsDraw) -> list[Seated]:
    return [seat for seats in now.found.seats.get(draw.id, {}).values() for seat in seats]


def _teams(now: Present, draw: ClassDraw | LateDraw, code: str) -> tuple[str, ...]:
    told = []
    for other in now.rules.draws:
        if isinstance(other, TeamDraw) and other.of is not None and other.of.id == draw.id:
            labels = {team.code: team.label for team in other.teams}
            told += [
                f"{labels.get(t.team, t.team)}（{t.team}）"
                for t in now.found.teams.get(other.id, ())
                if t.class_ == code
            ]
    return tuple(told)


def counted(now: Present, made: Classes, room: Room) -> tuple[str, str]:
    """14 人（男 7、女 7）, in both languages."""
    values = next(a.values for a in now.rules.attributes if a.name == made.draw.sex)
    each = [(v.label, v.code, sum(p.sex == v.code for p in room.pupils)) for v in values]
    zh = "、".join(f"{label} {n}" for label, _, n in each)
    en = ", ".join(f"{code} {n}" for _, code, n in each)
    return pair("classes.count", size=len(room.pupils), sexes_zh=zh, sexes_en=en)
