"""Pool + rules + seed -> orders, results.csv and tables, a reason on every line (SPEC §8)."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from draw import order as orders
from draw.allocation import PROCEDURES
from draw.allocation.standing import Outcome, Reason, Standing
from draw.encoding import text_file
from draw.errors import DrawError
from draw.hashing import sums_of
from draw.order import Order
from draw.pool import Pool
from draw.rules import Rules, Vacancies

RESULTS_HEADER = "applicant,unit,draw,rank,number,outcome,school,reason"
DRAWS_HEADER = "draw,school,status,places,units,children,admitted,last_rank,left"
WAITING_HEADER = "school,position,unit,children,draw,rank,reason"
_FIRST_IN_LINE = frozenset({Reason.BUNDLE_SKIPPED, Reason.SPLIT_OUT})


class WaitingUnit(NamedTuple):
    """A line of tables/waiting.csv: `children` members of `unit` wait for `school` at `position`."""

    school: str
    position: int
    unit: str
    children: int
    draw: str
    rank: int
    reason: Reason


def allocate(pool: Pool, rules: Rules, seed: str, progress: Callable[[str], None] = lambda _: None) -> Standing:
    """Run every draw in order. `progress` hears each draw's id. Raises DrawError if a number repeats."""
    standing = Standing.start(pool, rules)

    def order_of(draw: str, units: list[str]) -> Order:
        return orders.order(seed, draw, units)

    for draw in rules.draws:
        progress(draw.id)
        PROCEDURES[draw.kind].run(standing, draw, order_of)
    return standing


def waiting_list(standing: Standing) -> list[WaitingUnit]:
    """Every school's waiting list, schools in rules.json's order (SPEC §8 step 7, R37)."""
    result = []
    for school in standing.rules.schools:
        if school.vacancies is not Vacancies.RANKED:
            continue
        seen: set[str] = set()
        entries: list[tuple[bool, int, int, str, int, str, Reason]] = []
        for position, draw in reversed(list(enumerate(standing.rules.draws))):
            if draw.school != school.code or draw.id not in standing.left_out:
                continue
            for rank, unit, reason in standing.left_out[draw.id]:
                children = 0 if unit in seen else _unplaced(standing, unit)
                if children:
                    seen.add(unit)
                    entries.append((reason not in _FIRST_IN_LINE, position, rank, unit, children, draw.id, reason))
        for place, (_, _, rank, unit, children, draw_id, reason) in enumerate(sorted(entries), 1):
            result.append(WaitingUnit(school.code, place, unit, children, draw_id, rank, reason))
    return result


def _unplaced(standing: Standing, unit: str) -> int:
    """How many members of the unit have no place."""
    lines = standing.pool.members[unit]
    if unit not in standing.placed:
        return len(lines)
    decisions = (standing.decisions[i] for i in lines)
    return sum(d is not None and d.outcome is not Outcome.ADMITTED for d in decisions)


def files(standing: Standing) -> dict[str, bytes]:
    """Path -> bytes of every result file and of outputs.txt (SPEC §2, §7, §8)."""
    result: dict[str, bytes] = {f"orders/{d}.csv": orders.write(o) for d, o in standing.orders.items()}
    result["results.csv"] = _results_csv(standing)
    result["tables/draws.csv"] = _draws_csv(standing)
    result["tables/waiting.csv"] = text_file(
        [
            WAITING_HEADER,
            *(
                ",".join((w.school, str(w.position), w.unit, str(w.children), w.draw, str(w.rank), w.reason))
                for w in waiting_list(standing)
            ),
        ]
    )
    result["outputs.txt"] = sums_of(result.items())
    return result


def _results_csv(standing: Standing) -> bytes:
    lines = [RESULTS_HEADER]
    pool = standing.pool
    for applicant, unit, d in zip(pool.applicants, pool.units, standing.decisions, strict=True):
        if d is None:
            raise DrawError(f"applicant {applicant}: no draw decided about this applicant")
        rank = str(d.rank) if d.rank else ""
        lines.append(",".join((applicant, unit, d.draw, rank, d.number, d.outcome, d.school, d.reason)))
    return text_file(lines)


def _draws_csv(standing: Standing) -> bytes:
    return text_file(
        [
            DRAWS_HEADER,
            *(
                f"{s.draw},{s.school},{s.status},{s.places},{s.units},{s.children},{s.admitted},"
                f"{s.last_rank or ''},{s.left}"
                for s in standing.summaries
            ),
        ]
    )


def compute(
    pool: Pool, rules: Rules, seed: str, progress: Callable[[str], None] = lambda _: None
) -> Mapping[str, bytes]:
    """Path -> bytes of every output of the draw: the pure function from frozen files and seed to results."""
    return files(allocate(pool, rules, seed, progress))
