"""The records that are damaged: a small one with something of every file, a larger one with every kind of draw, and strangers."""

from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any, Final

from afterwards import amended
from conformance_cases.forging import summed
from sessions import PREFERENCES, listed
from simulator import (
    AMENDER,
    Hall,
    draw_of,
    nearest_of,
    preferences_of,
    record,
    rules_of,
    school,
    shortlist_of,
    void_record,
)

from draw import sm3
from draw.notice import Mode

Files = dict[str, bytes]
REMOVED: Final = b"reason,count\nAGE,2\nDIRECT,13\n"
SCHOOLS: Final = ("X1", "Y1", "Z1")


def _admitted(files: Mapping[str, bytes]) -> list[str]:
    """Who has a place, by code."""
    rows = [line.split(",") for line in files["results.csv"].decode().splitlines()[1:]]
    return [row[0] for row in rows if row[5] == "admitted"]


def _with_everything(files: Mapping[str, bytes]) -> Files:
    """The record with SM3SUMS and two amendments behind it."""
    whole = summed(dict(files) | {sm3.NAME: b""})
    first, second, *_ = _admitted(whole)
    return amended(whole, [("declined", first, "2026-07-20")], [("struck", second, "2026-07-21")], key=AMENDER)


def _people(count: int) -> list[tuple[str, str, dict[str, str]]]:
    """So many children, a pair in every twelve."""
    codes = [f"{n:04}" for n in range(1, count + 1)]
    return [(c, f"B{n // 12:03}" if n % 12 in (3, 4) else c, {}) for n, c in enumerate(codes)]


@cache
def small() -> Files:
    """About 20 KB: one school, one draw, twins, removed.csv, SM3SUMS, two amendments."""
    return _with_everything(record(people=_people(8), removed=REMOVED))


@cache
def bare() -> Files:
    """The small one before its amendments: where a forger's own papers fit, nothing behind them tells."""
    return {name: data for name, data in small().items() if not name.startswith("amendments/")}


def large_hall(**changes: Any) -> Hall:
    """Every kind of draw at three schools, 240 children in pairs and alone."""
    luck = Random(5)
    wishes = [{"name": p, "label": f"志愿 {p}", "values": "preferences"} for p in PREFERENCES]
    attributes = [listed("way", "ADMIT", "SHORT", "WISH", "NEAR"), listed("area", "E1", "E2"), *wishes]
    near = {"E1": {"Y1": 5, "Z1": 7}, "E2": {"Y1": 9, "Z1": 3}}
    draws = [
        draw_of("x1.first", "X1", quota={"percent": 40, "rounding": "FLOOR"}, way=["ADMIT"], area=["E1"]),
        draw_of("x1.rest", "X1", follows=["x1.first"], way=["ADMIT"]),
        shortlist_of("w1.list", "W1", who={"way": ["SHORT"]}),
        preferences_of("wished", ["Y1", "Z1"], who={"way": ["WISH"]}),
        nearest_of("near", near, who={"way": ["NEAR"]}),
    ]
    schools = [school("X1", 25), school("Y1", 40, "NONE"), school("Z1", 30, "NONE"), school("W1", 9, "NONE")]
    people, facts = [], dict[str, str]()
    for n, (code, unit, _) in enumerate(_people(240)):
        if n % 12 != 4:
            way = luck.choice(("ADMIT", "SHORT", "WISH", "NEAR"))
            order = luck.sample(("Y1", "Z1"), 2) if way == "WISH" else []
            named = dict(zip(PREFERENCES, [*order, "NONE", "NONE", "NONE"], strict=False))
            facts = {"way": way, "area": luck.choice(("E1", "E2"))} | named
        people.append((code, unit, facts))
    base: dict[str, Any] = {"rules": rules_of(schools, draws, attributes), "people": people, "removed": REMOVED}
    return Hall(**base | changes)


@cache
def large() -> Files:
    """About 120 KB: every kind of draw, removed.csv, SM3SUMS, two amendments."""
    return _with_everything(record(large_hall()))


@cache
def strangers() -> tuple[Files, ...]:
    """Other records of the same house, to splice from: other dice, live, a second attempt, a void one, a small one."""
    makers: tuple[Callable[[], Mapping[str, bytes]], ...] = (
        lambda: record(large_hall(values="2718281828")),
        lambda: record(large_hall(mode=Mode.LIVE)),
        lambda: record(large_hall(attempt=2, previous="ab" * 32)),
        lambda: void_record(large_hall(), mismatch=["A1"]),
        small,
    )
    return tuple(dict(make()) for make in makers)
