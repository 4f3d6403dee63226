"""The pages of the draws of SPEC §16 in the show: children coming into classes, seats, tables of numbers (R33-R35, R40-R45, R48).

No page says why a child is placed first, sits in front or is kept apart from another: it shows codes, never a need.
"""

from collections.abc import Mapping
from typing import Any

from draw.allocation.further import SeatLine
from draw.allocation.standing import Standing
from draw.rules import (
    CellsDraw,
    ClassDraw,
    CohortDraw,
    FurtherDraw,
    LateDraw,
    OrderDraw,
    QuotaDraw,
    SeatsDraw,
    TeamDraw,
)
from draw.words import pair
from web import dealing, further_frames, further_tables
from web.frames import Frame
from web.further_fill import Fill, member, sexes
from web.further_words import closing, opening

Page = dict[str, Any]
_HEADS = {
    "order": ("rank", "code", "label", "standing"),
    "team": ("class", "team", "rank", "why"),
    "quota": ("rank", "item", "fraction", "lot"),
    "cells": ("rank", "row", "school", "fraction", "lot"),
    "seats": ("seat", "code", "name"),
}


class Further:
    """Frames and pages of these draws of one sealed record."""

    def __init__(self, standing: Standing, files: Mapping[str, bytes], names: Mapping[str, str]) -> None:
        self._standing = standing
        self._names = names
        draws = [(n, d) for n, d in enumerate(standing.rules.draws) if isinstance(d, FurtherDraw)]
        self.frames = {d.id: further_frames.cut(standing, n, d) for n, d in draws}
        dealt = [d for _, d in draws if isinstance(d, ClassDraw | CohortDraw | LateDraw)]
        self._fills = {d.id: Fill(standing, d, names) for d in dealt}
        self._seats = {d.id: dealing.seatings(standing, d) for _, d in draws if isinstance(d, SeatsDraw)}
        self._balance = files.get("tables/balance.csv", b"")

    def page(self, frame: Frame, draw: FurtherDraw) -> Page:
        """What the page of a frame says beside the draw's title."""
        match frame.kind:
            case "draw":
                return {"facts": opening(self._standing, draw)}
            case "closed":
                return {"facts": closing(self._standing, draw)}
            case "fill":
                return self._fills[draw.id].page(frame)
            case "list":
                assert isinstance(draw, ClassDraw)
                return self._list(frame, draw)
            case "seats":
                assert isinstance(draw, SeatsDraw)
                return self._map(frame, draw)
            case "grid":
                return self._grid(frame, draw)
        return self._lines(frame, draw)

    def of(self, line: int) -> list[tuple[str, str]]:
        """What these draws gave one child beside an outcome: class, team and seat in words."""
        found = []
        for draw in self._standing.rules.draws:
            if isinstance(draw, ClassDraw | LateDraw) and line in self._standing.classes[draw.id].of:
                found.append(further_tables.class_name(self._standing.classes[draw.id].of[line]))
            for seat in self._standing.seats.get(draw.id, ()):
                if seat.line == line:
                    found.append(pair("show.seat", row=seat.row, column=seat.column))
        return found

    # -- growing tables, and tables as they are -------------------------------------------------------------------------

    def _rows(self, frame: Frame, draw: FurtherDraw) -> list[Page]:
        match draw:
            case OrderDraw():
                return further_tables.order_rows(self._standing, draw, self._names)
            case TeamDraw():
                return further_tables.team_rows(self._standing, draw)
            case QuotaDraw():
                return further_tables.quota_lot(self._standing, draw)
            case CellsDraw():
                return further_tables.cells_lot(self._standing, draw)
            case SeatsDraw():
                return further_tables.seat_rows(self._standing, self._seats[draw.id][frame.part][1], self._names)
        raise TypeError(draw.kind)

    def _lines(self, frame: Frame, draw: FurtherDraw) -> Page:
        rows = self._rows(frame, draw)
        part = further_tables.class_name(self._seats[draw.id][frame.part][0]) if draw.id in self._seats else None
        if isinstance(draw, QuotaDraw | CellsDraw):
            part = pair("show.by_lot")
        return {
            "heads": [pair(f"show.head_{key}") for key in _HEADS[draw.kind]],
            "rows": rows[frame.first : frame.last],
            "new": frame.new - frame.first,
            "shown": frame.last,
            "of_shown": len(rows),
            "part": part,
            "notes": [],
        }

    def _grid(self, frame: Frame, draw: FurtherDraw) -> Page:
        standing, part = self._standing, None
        heads: list[tuple[str, str]]
        notes: list[tuple[str, str]] = []
        match draw:
            case QuotaDraw():
                heads = further_tables.quota_heads(frame.part)
                rows = further_tables.quota_rows(standing, draw, frame.part)[frame.first : frame.last]
                part = pair(f"show.quota_{'decided' if frame.part else 'calculated'}")
            case CellsDraw():
                columns = further_frames.blocks_of_numbers(len(draw.schools))[frame.part]
                heads = further_tables.cells_heads(standing.rules, draw, columns)
                rows = further_tables.cells_rows(standing, draw, frame.first, frame.last, columns)
                notes = [pair("show.cells_up")]
                if further_tables.by_lot(standing, draw):
                    notes.append(pair("show.cells_by_lot"))
            case ClassDraw():
                codes = standing.classes[draw.id].codes
                size = further_frames.MOST_NUMBERS
                found = further_tables.balance_heads(standing, draw)[frame.part * size : (frame.part + 1) * size]
                heads = [pair("show.head_class"), *(words for _, _, words in found)]
                counts = further_tables.counts_of(self._balance, draw)
                rows = further_tables.balance_rows(codes, found, counts, frame.first, frame.last)
                part = pair("show.balance")
            case _:
                raise TypeError(draw.kind)
        return {"heads": heads, "rows": rows, "new": 0, "part": part, "notes": notes}

    # -- one class -------------------------------------------------------------------------------------------------------

    def _list(self, frame: Frame, draw: ClassDraw) -> Page:
        pool = self._standing.pool
        code, lines = list(self._standing.classes[draw.id].members().items())[frame.part]
        column = pool.attributes[draw.sex]
        return {
            "name": further_tables.class_name(code),
            "size": len(lines),
            "counts": [
                [label, sum(column[i] == value for i in lines)] for value, label in sexes(self._standing.rules, draw)
            ],
            "members": [member(pool, self._names, i) for i in lines[frame.first : frame.last]],
            "from": frame.first + 1,
            "to": frame.last,
        }

    def _map(self, frame: Frame, draw: SeatsDraw) -> Page:
        """The room of one class, seen from the back: front at the top."""
        code, seats = self._seats[draw.id][frame.part]
        taken: list[SeatLine] = list(seats[: frame.last])
        codes = self._standing.pool.applicants
        there = set(draw.there())
        found = {(s.row, s.column): (n, s) for n, s in enumerate(taken)}
        grid = []
        for row in range(1, draw.rows + 1):
            for column in range(1, draw.columns + 1):
                n, seat = found.get((row, column), (-1, None))
                child = codes[seat.line] if seat is not None else ""
                grid.append(
                    {
                        "gone": (row, column) not in there,
                        "code": child,
                        "name": self._names.get(child, ""),
                        "new": n >= frame.new,
                    }
                )
        return {
            "name": further_tables.class_name(code),
            "rows": draw.rows,
            "columns": draw.columns,
            "seats": grid,
            "new": frame.new,
            "shown": frame.last,
            "of_shown": len(seats),
        }
