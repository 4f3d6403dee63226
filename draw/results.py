"""Pool + rules + seed -> orders, results.csv and tables, a reason on every line (SPEC §8)."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from draw import further_tables
from draw import order as orders
from draw.allocation import carry_out
from draw.allocation.choice import lists
from draw.allocation.standing import HOLDING, Reason, Standing
from draw.encoding import text_file
from draw.errors import DrawError
from draw.hashing import sums_of
from draw.order import Order
from draw.pool import Pool
from draw.rules import Absent, Method, NearestDraw, PreferenceDraw, Rules, ShortlistDraw, Vacancies

RESULTS_HEADER = "applicant,unit,draw,rank,number,outcome,school,reason"
DRAWS_HEADER = "draw,school,status,places,units,children,admitted,last_rank,left"
WAITING_HEADER = "school,position,unit,children,draw,rank,reason"
SHORTLISTS_HEADER = "draw,school,applicant,unit"
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
        carry_out(standing, draw, order_of)
    return standing


def waiting_schools(rules: Rules) -> list[str]:
    """Codes of the schools that keep a waiting list, in rules.json's order."""
    listed = {d.school: d.absent is Absent.NEXT for d in rules.draws if isinstance(d, ShortlistDraw)}
    return [s.code for s in rules.schools if listed.get(s.code, s.waits)]


class _Entry(NamedTuple):
    """A unit on a school's waiting list; entries sort as the list runs (SPEC §8.5 file 3)."""

    behind: bool  # not of the priority group
    later: bool  # not first in line
    draw: int
    wish: int  # the school's place in the unit's list, PREFERENCE_FIRST only
    rank: int
    unit: str
    children: int
    reason: Reason


def waiting_list(standing: Standing) -> list[WaitingUnit]:
    """Every school's waiting list, schools in rules.json's order (SPEC §8.5 file 3, R37)."""
    rules = standing.rules
    schools: dict[str, list[_Entry]] = {code: [] for code in waiting_schools(rules)}
    seen: dict[str, set[str]] = {code: set() for code in schools}
    grouped = {s.code for s in rules.schools if s.vacancies is Vacancies.PRIORITY_GROUP}
    for position, draw in reversed(list(enumerate(rules.draws))):
        if draw.id not in standing.left_out or isinstance(draw, NearestDraw):
            continue
        left_out, here = standing.left_out[draw.id], draw.schools
        wishes = lists(standing.pool, draw, [u for _, u, _ in left_out]) if isinstance(draw, PreferenceDraw) else {}
        by_wish = isinstance(draw, PreferenceDraw) and draw.method is Method.PREFERENCE_FIRST
        for rank, unit, reason in left_out:
            children = _unplaced(standing, unit)
            later = reason not in _FIRST_IN_LINE
            for n, school in enumerate(wishes.get(unit, here) if children else ()):
                if school in schools and unit not in seen[school]:
                    seen[school].add(unit)
                    behind = school in grouped and not _prior(standing, unit)
                    wish = n if by_wish else 0
                    schools[school].append(_Entry(behind, later, position, wish, rank, unit, children, reason))
    ids = [d.id for d in rules.draws]
    return [
        WaitingUnit(school, place, e.unit, e.children, ids[e.draw], e.rank, e.reason)
        for school, entries in schools.items()
        for place, e in enumerate(sorted(entries), 1)
    ]


def _prior(standing: Standing, unit: str) -> bool:
    """True if all members are of the group that vacancies go to first; no draw need read it, so they may differ."""
    pool, group = standing.pool, standing.rules.after_draw.priority or ()
    return all(pool.attributes[name][line] in codes for line in pool.members[unit] for name, codes in group)


def _unplaced(standing: Standing, unit: str) -> int:
    """How many members of the unit hold neither a place nor one on a shortlist."""
    lines, decisions = standing.pool.members[unit], standing.decisions
    found = [decisions[i] for i in lines] if len(lines) > 1 else [decisions[lines[0]]]
    return len([d for d in found if d is not None and d.outcome not in HOLDING])


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
    if any(isinstance(d, ShortlistDraw) for d in standing.rules.draws):
        result["tables/shortlists.csv"] = _shortlists_csv(standing)
    result |= further_tables.files(standing)
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


def _shortlists_csv(standing: Standing) -> bytes:
    pool = standing.pool
    lines = [SHORTLISTS_HEADER]
    for draw in standing.rules.draws:
        if isinstance(draw, ShortlistDraw):
            listed = standing.shortlists.get(draw.id, ())
            lines += [f"{draw.id},{draw.school},{pool.applicants[i]},{pool.units[i]}" for i in listed]
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
