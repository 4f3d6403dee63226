"""Small sessions run by hand: children by code, orders as a test wants them, and what came of it."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from sessions import BATCH_AND_WISH, people
from simulator import draw_of, pupil, rules_of, school

from draw import results
from draw.allocation import carry_out
from draw.allocation.standing import Standing
from draw.hashing import digest
from draw.order import Order
from draw.order import order as order_by_seed
from draw.rules import Rules


def child(applicant: str, unit: str = "", batch: str = "B1", wish: str = "X1") -> dict[str, Any]:
    """A child of a session with a batch and a wish."""
    return pupil(applicant, unit, batch=batch, wish=wish)


def children(*codes: str, batch: str = "B1", wish: str = "X1") -> list[dict[str, Any]]:
    """Children by code; `T:2` is a bundle T of two, T-1 and T-2."""
    return pupils(*codes, batch=batch, wish=wish)


def pupils(*codes: str, **attributes: str) -> list[dict[str, Any]]:
    """The same, with any attributes."""
    result = []
    for code in codes:
        unit, _, size = code.partition(":")
        if size:
            result += [pupil(f"{unit}-{n}", unit, **attributes) for n in range(1, int(size) + 1)]
        else:
            result.append(pupil(unit, "", **attributes))
    return result


def extra(places: int) -> dict[str, Any]:
    """Switches of a school with approved extra places."""
    return {"approved_extra": places, "approved_document": "教〔2026〕1号"} if places else {}


def run(rules: Rules, found: list[dict[str, Any]], orders: Mapping[str, Sequence[str]]) -> Standing:
    """All draws, with these orders of units; a draw without one must not be held."""
    standing = Standing.start(people(found, rules), rules)

    def given_order(draw: str, units: list[str]) -> Order:
        assert sorted(orders[draw]) == sorted(units)
        return Order(units=list(orders[draw]), numbers=[f"{n:064x}" for n in range(len(units))])

    for draw in rules.draws:
        carry_out(standing, draw, given_order)
    assert set(standing.orders) == set(orders)
    return standing


def one_school(
    places: int, found: list[dict[str, Any]], order: Sequence[str] = (), policy: str = "SKIP", **switches: Any
) -> Standing:
    """One school, one draw for everybody."""
    rules = rules_of([school("X1", places, policy, **switches)], [draw_of("x1")], BATCH_AND_WISH)
    return run(rules, found, {"x1": order} if order else {})


def admitted(standing: Standing) -> list[str]:
    """Codes of admitted children in the pool's order."""
    return list(places(standing))


def places(standing: Standing) -> dict[str, str]:
    """Admitted child -> school."""
    pairs = zip(standing.pool.applicants, standing.decisions, strict=True)
    return {a: d.school for a, d in pairs if d is not None and d.outcome == "admitted"}


def reason(standing: Standing, applicant: str) -> str:
    """The reason on a child's line."""
    decision = standing.decisions[list(standing.pool.applicants).index(applicant)]
    assert decision is not None
    return str(decision.reason)


def reasons(standing: Standing) -> dict[str, str]:
    """Child -> the reason on its line."""
    return {a: reason(standing, a) for a in standing.pool.applicants}


def outcome(standing: Standing, applicant: str) -> str:
    """The outcome on a child's line."""
    decision = standing.decisions[list(standing.pool.applicants).index(applicant)]
    assert decision is not None
    return str(decision.outcome)


def statuses(standing: Standing) -> list[str]:
    """The status on each line of tables/draws.csv."""
    return [str(s.status) for s in standing.summaries]


def queue(standing: Standing, at: str = "") -> list[tuple[str, int]]:
    """(unit, children) of the waiting list, of one school or of all."""
    return [(w.unit, w.children) for w in results.waiting_list(standing) if at in ("", w.school)]


def seed_for(draw: str, order: Sequence[str]) -> str:
    """A seed that gives these units this order in this draw."""
    wanted = list(order)
    return next(
        s for s in (digest(f"try {n}".encode()) for n in count()) if order_by_seed(s, draw, wanted).units == wanted
    )
