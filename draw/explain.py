"""One child's line of a record, in a few sentences a parent understands, with the line to recheck it by hand (R52)."""

from collections.abc import Iterator, Mapping, Sequence

from draw import notice as notices
from draw import pool as pools
from draw import rules as rule_sheets
from draw.allocation.standing import Reason
from draw.amending import papers, series
from draw.choices import place, wishes
from draw.encoding import strict_csv
from draw.errors import FormatError
from draw.explain_child import Child, Told
from draw.explain_item import of_item
from draw.hashing import number
from draw.order import HEADER as ORDER_HEADER
from draw.pool import Pool
from draw.prose import bundle_rule, method
from draw.results import DRAWS_HEADER, RESULTS_HEADER, SHORTLISTS_HEADER, WAITING_HEADER
from draw.rules import FurtherDraw, LateDraw, NearestDraw, PreferenceDraw, Rules, ShortlistDraw
from draw.why import why
from draw.words import pair

Pair = tuple[str, str]
_BUNDLE = frozenset(
    {
        Reason.BUNDLE_OVERFLOW, Reason.BUNDLE_GROW, Reason.SPLIT_IN, Reason.SPLIT_OUT, Reason.BUNDLE_SKIPPED,
        Reason.BUNDLE_STOPPED, Reason.BUNDLE_WHOLE, Reason.SPLIT_CHOICE, Reason.BUNDLE_HELD,
    }
)  # fmt: skip


def explain(files: Mapping[str, bytes], seed: str, applicant: str) -> list[Pair]:
    """(Chinese, English) sentences about `applicant`: outcome and reason, every draw the child stood in, lines to recheck.

    The code may also be that of a thing that was drawn: a primary, a team, a school on a list (SPEC §16). Reads results.csv and,
    where they are given, orders, tables, pool.csv and rules.json. Raises FormatError if one is unreadable or a number is not its
    hash.
    """
    if "results.csv" not in files:
        return [pair("tell.record_no_results")]
    rows = strict_csv(files["results.csv"], RESULTS_HEADER, "results.csv")
    found = next((row for row in rows if row[0] == applicant), None)
    rules = rule_sheets.read(files["rules.json"]) if "rules.json" in files else None
    things = of_item(files, rules, seed, applicant) if rules else []
    if found is None:
        if rules and any(isinstance(draw, FurtherDraw) for draw in rules.draws):
            return things or [pair("tell.not_item", code=applicant)]
        return [pair("tell.there_no_applicant_session", applicant=applicant)]
    _, unit, draw, rank, value, outcome, school, reason = found
    mates = [row[0] for row in rows if row[1] == unit and row[0] != applicant]
    result_zh, result_en = pair(f"outcome.{outcome}")
    why_zh, why_en = why(reason, rules.draw(draw).kind if rules else "")
    name = rules.school(school).name if rules and school else ""
    lines = [
        pair(
            "tell.applicant_why",
            applicant=applicant,
            school=f" {school}" if school else "",
            result_zh=result_zh,
            result_en=result_en,
            why_zh=why_zh,
            why_en=why_en,
            name=f"（{name}）" if name else "",
        )
    ]
    if mates:
        lines.append(
            pair("tell.bundle_drawn_together", unit=unit, mates_zh="、".join(mates), mates_en=", ".join(mates))
        )
    told: Told | None = None
    if rules is not None:
        pool = pools.read(files["pool.csv"], rules) if "pool.csv" in files else None
        lines += _because(rules, pool, found)
        if pool is not None:
            told = Told(files, rules, pool)
            line = list(pool.applicants).index(applicant)
            by = rules.draw(draw)
            lines += told.of(Child(code=applicant, unit=unit, line=line, draw=by, school=school, reason=reason))
            lines += _since(files, rules, pool, applicant)
    lines += _listed(files, rules, applicant) if outcome != "shortlisted" else ()
    lines += _waiting(files, rules, unit)
    last = _last_admitted(rows, draw)
    if not rank:
        # the lot of late pupils was one of classes: it was held, and is told above
        of_classes = rules is not None and isinstance(rules.draw(draw), LateDraw)
        lines += [] if of_classes else [pair("tell.draw_not_held_there_no", draw=draw)]
    else:
        if seed and number(seed, draw, unit) != value:
            raise FormatError("results.csv", f"the number of {unit} is not its hash")
        lines += _held(files, rules, told, seed, unit, draw, rank, value, last)
    for other, other_rank, other_value in _orders(files, rules, unit):
        if other != draw:
            if seed and number(seed, other, unit) != other_value:
                raise FormatError(f"orders/{other}.csv", f"the number of {unit} is not its hash")
            before = _before(rules, other, draw)
            lines.append(pair("tell.draw", other=other, before_zh=before[0], before_en=before[1]))
            lines += _held(files, rules, told, seed, unit, other, other_rank, other_value, _last_admitted(rows, other))
    return lines + things


def _before(rules: Rules | None, other: str, draw: str) -> Pair:
    """How another draw stands to the one that decided."""
    ids = [d.id for d in rules.draws] if rules else []
    if other in ids and draw in ids and ids.index(other) > ids.index(draw):
        return pair("tell.afterwards_also")
    return pair("tell.before")


def _held(
    files: Mapping[str, bytes], rules: Rules | None, told: Told | None, seed: str, unit: str, draw: str, rank: str,
    value: str, last: int,
) -> Iterator[Pair]:  # fmt: skip
    """Rank, the last rank that got a place, number, and the shell line."""
    found = [row for row in _draws(files) if row[0] == draw and row[7]]
    last = max([last, *(int(row[7]) for row in found)])
    if rules is not None and told is not None and isinstance(rules.draw(draw), FurtherDraw):
        yield from told.rank(rules.draw(draw), unit)
    elif rules is not None and isinstance(rules.draw(draw), ShortlistDraw):
        yield pair("tell.draw_drawn_listed_up", draw=draw, rank=rank, last=last)
    else:
        none = pair("tell.none")
        yield pair(
            "tell.draw_rank_last_admitted_rank", draw=draw, rank=rank, last_zh=last or none[0], last_en=last or none[1]
        )
    yield pair("tell.number", value=value)
    if seed:
        line = f'printf %s "number1:{seed}:{draw}:{unit}" | sha256sum'
        yield pair("tell.hand", line=line)


def _waiting(files: Mapping[str, bytes], rules: Rules | None, unit: str) -> Iterator[Pair]:
    """Where the unit stands on waiting lists."""
    name = "tables/waiting.csv"
    for school, position, code, *_ in strict_csv(files[name], WAITING_HEADER, name) if name in files else ():
        if code == unit:
            name = f"（{rules.school(school).name}）" if rules else ""
            yield pair("tell.position_waiting_list", school=school, position=position, name=name)


def _listed(files: Mapping[str, bytes], rules: Rules | None, applicant: str) -> Iterator[Pair]:
    """The shortlists that the child stands on, whatever later draws decided (R20)."""
    name = "tables/shortlists.csv"
    for draw, school, code, _ in strict_csv(files[name], SHORTLISTS_HEADER, name) if name in files else ():
        if code == applicant:
            name = f"（{rules.school(school).name}）" if rules else ""
            yield pair("tell.shortlist_draw", school=school, draw=draw, name=name)


def _since(files: Mapping[str, bytes], rules: Rules, pool: Pool, applicant: str) -> Iterator[Pair]:
    """What the amendments have made of it (SPEC §13)."""
    if not papers.numbered(files) or "notice.json" not in files:
        return
    state = series.check(files, notices.read(files["notice.json"]), rules, pool)
    fate, school = state.fates()[applicant]
    zh, en = pair(f"outcome.{fate}")
    name = f" {school}（{rules.school(school).name}）" if school else ""
    yield pair("tell.since", number=state.number, zh=zh, en=en, school=name)


def _draws(files: Mapping[str, bytes]) -> list[list[str]]:
    name = "tables/draws.csv"
    return strict_csv(files[name], DRAWS_HEADER, name) if name in files else []


def _orders(files: Mapping[str, bytes], rules: Rules | None, unit: str) -> Iterator[tuple[str, str, str]]:
    """(draw, rank, number) of every order that holds the unit; an order of things may hold another thing of the same code."""
    things = {draw.id for draw in rules.draws if not draw.orders_units} if rules else set()
    for name in sorted(n for n in files if n.startswith("orders/")):
        draw = name.removeprefix("orders/").removesuffix(".csv")
        for rank, value, code in strict_csv(files[name], ORDER_HEADER, name) if draw not in things else ():
            if code == unit:
                yield draw, rank, value


def _because(rules: Rules, pool: Pool | None, found: Sequence[str]) -> list[Pair]:
    """What a parent asks next: by which rule, which choice, what was nearer, what becomes of bundles."""
    applicant, _, draw_id, rank, _, outcome, school, reason = found
    draw = rules.draw(draw_id)
    lines: list[Pair] = []
    lot = isinstance(draw, FurtherDraw) and reason != Reason.COHORT_ONLY
    if lot or isinstance(draw, ShortlistDraw) or (rank and isinstance(draw, PreferenceDraw | NearestDraw)):
        lines.append(method(draw))
    if isinstance(draw, PreferenceDraw | NearestDraw) and pool is not None and applicant in pool.applicants:
        line = pool.applicants.index(applicant)
        lines += _list(rules, pool, draw, line)
        if outcome == "admitted":
            lines += _chosen(pool, draw, line, school, reason)
    if reason in _BUNDLE:
        lines.append(bundle_rule(draw, rules))
    if reason == Reason.MOVED and isinstance(draw, PreferenceDraw):
        label = next(a.label for a in rules.attributes if a.name == draw.adjust)
        lines.append(pair("tell.children_same_all_placed_equal", label_zh=label, label_en=draw.adjust))
    return lines


def _list(rules: Rules, pool: Pool, draw: PreferenceDraw | NearestDraw, line: int) -> list[Pair]:
    """The child's own list, as frozen."""
    schools = wishes(pool, draw, line)
    if isinstance(draw, NearestDraw):
        row = draw.distances[pool.attributes[draw.area][line]]
        named = [pair("tell.metres", row=row[s], name_zh=rules.school(s).name, name_en=s) for s in schools]
        heads = pair("tell.nearest_first")
    else:
        named = [(rules.school(s).name, s) for s in schools]
        heads = pair("tell.list")
    if not named:
        return []
    listed = "、".join(zh for zh, _ in named), ", ".join(en for _, en in named)
    return [(f"{heads[0]}：{listed[0]}。", f"{heads[1]}: {listed[1]}.")]


def _chosen(pool: Pool, draw: PreferenceDraw | NearestDraw, line: int, school: str, reason: str) -> list[Pair]:
    """Which choice it became, and why none before it."""
    n = place(pool, draw, line, school)
    if n == 0:
        return []
    if isinstance(draw, NearestDraw):
        if n == 1:
            return [pair("tell.nearest_school")]
        return [pair("tell.number_distance_nearer_ones_had", n=n, before=n - 1)]
    if n == 1:
        return [pair("tell.first_choice")]
    if reason == Reason.MOVED:
        return [pair("tell.choice", n=n)]
    return [pair("tell.choice_schools_before_had_too", n=n)]


def _last_admitted(rows: list[list[str]], draw: str) -> int:
    ranks = [
        int(row[3]) for row in rows if row[2] == draw and row[5] in ("admitted", "shortlisted") and row[3].isdigit()
    ]
    return max(ranks, default=0)
