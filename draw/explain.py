"""One child's line of a record, in a few sentences a parent understands, with the line to recheck it by hand (R52)."""

from collections.abc import Iterator, Mapping, Sequence

from draw import pool as pools
from draw import rules as rule_sheets
from draw.allocation.standing import Reason
from draw.choices import place, wishes
from draw.encoding import strict_csv
from draw.errors import FormatError
from draw.hashing import number
from draw.order import HEADER as ORDER_HEADER
from draw.pool import Pool
from draw.prose import bundle_rule, method
from draw.results import DRAWS_HEADER, RESULTS_HEADER, SHORTLISTS_HEADER, WAITING_HEADER
from draw.rules import NearestDraw, PreferenceDraw, Rules, ShortlistDraw
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

    Reads results.csv and, where they are given, orders, tables/draws.csv, pool.csv and rules.json. Raises FormatError if one
    is unreadable or a number is not its hash.
    """
    if "results.csv" not in files:
        return [("本记录没有结果。", "This record has no results.")]
    rows = strict_csv(files["results.csv"], RESULTS_HEADER, "results.csv")
    found = next((row for row in rows if row[0] == applicant), None)
    if found is None:
        return [(f"本场名单中没有编号 {applicant}。", f"There is no applicant {applicant} in this session.")]
    _, unit, draw, rank, value, outcome, school, reason = found
    rules = rule_sheets.read(files["rules.json"]) if "rules.json" in files else None
    mates = [row[0] for row in rows if row[1] == unit and row[0] != applicant]
    result_zh, result_en = pair(f"outcome.{outcome}")
    why_zh, why_en = why(reason, rules.draw(draw).kind if rules else "")
    name = rules.school(school).name if rules and school else ""
    lines = [
        (
            f"编号 {applicant}：{result_zh}{' ' + school if school else ''}{f'（{name}）' if name else ''}。原因：{why_zh}。",
            f"Applicant {applicant}: {result_en}{' ' + school if school else ''}. Why: {why_en}.",
        )
    ]
    if mates:
        lines.append(
            (f"捆绑组 {unit}，同组：{'、'.join(mates)}。", f"Bundle {unit}, drawn together with {', '.join(mates)}.")
        )
    if rules is not None:
        pool = pools.read(files["pool.csv"], rules) if "pool.csv" in files else None
        lines += _because(rules, pool, found)
    lines += _listed(files, rules, applicant) if outcome != "shortlisted" else ()
    lines += _waiting(files, rules, unit)
    last = _last_admitted(rows, draw)
    if not rank:
        lines.append((f"{draw} 未举行派位，没有随机号。", f"Draw {draw} was not held; there is no number."))
    else:
        if seed and number(seed, draw, unit) != value:
            raise FormatError("results.csv", f"the number of {unit} is not its hash")
        lines += _held(files, rules, seed, unit, draw, rank, value, last)
    for other, other_rank, other_value in _orders(files, unit):
        if other != draw:
            if seed and number(seed, other, unit) != other_value:
                raise FormatError(f"orders/{other}.csv", f"the number of {unit} is not its hash")
            before = _before(rules, other, draw)
            lines.append((f"{before[0]}派位 {other}：", f"{before[1]} draw {other}:"))
            lines += _held(files, rules, seed, unit, other, other_rank, other_value, _last_admitted(rows, other))
    return lines


def _before(rules: Rules | None, other: str, draw: str) -> Pair:
    """How another draw stands to the one that decided."""
    ids = [d.id for d in rules.draws] if rules else []
    if other in ids and draw in ids and ids.index(other) > ids.index(draw):
        return "其后还参加了", "Afterwards also in"
    return "在此之前参加过", "Before that in"


def _held(
    files: Mapping[str, bytes], rules: Rules | None, seed: str, unit: str, draw: str, rank: str, value: str, last: int
) -> Iterator[Pair]:
    """Rank, the last rank that got a place, number, and the shell line."""
    found = [row for row in _draws(files) if row[0] == draw and row[7]]
    last = max([last, *(int(row[7]) for row in found)])
    if rules is not None and isinstance(rules.draw(draw), ShortlistDraw):
        yield f"派位 {draw}：抽出第 {rank} 位，入围至第 {last} 位。", f"Draw {draw}: drawn {rank}; listed up to {last}."
    else:
        yield (
            f"派位 {draw}：录取序号 {rank}，录满序号 {last or '无'}。",
            f"Draw {draw}: rank {rank}; last admitted rank {last or 'none'}.",
        )
    yield f"随机号 {value}", f"number {value}"
    if seed:
        line = f'printf %s "number1:{seed}:{draw}:{unit}" | sha256sum'
        yield f"手工核对：{line}", f"by hand: {line}"


def _waiting(files: Mapping[str, bytes], rules: Rules | None, unit: str) -> Iterator[Pair]:
    """Where the unit stands on waiting lists."""
    name = "tables/waiting.csv"
    for school, position, code, *_ in strict_csv(files[name], WAITING_HEADER, name) if name in files else ():
        if code == unit:
            known = f"（{rules.school(school).name}）" if rules else ""
            yield f"{school}{known}候补名单第 {position} 位。", f"Position {position} on the waiting list of {school}."


def _listed(files: Mapping[str, bytes], rules: Rules | None, applicant: str) -> Iterator[Pair]:
    """The shortlists that the child stands on, whatever later draws decided (R20)."""
    name = "tables/shortlists.csv"
    for draw, school, code, _ in strict_csv(files[name], SHORTLISTS_HEADER, name) if name in files else ():
        if code == applicant:
            known = f"（{rules.school(school).name}）" if rules else ""
            yield f"{school}{known}入围（派位 {draw}）。", f"On the shortlist of {school} (draw {draw})."


def _draws(files: Mapping[str, bytes]) -> list[list[str]]:
    name = "tables/draws.csv"
    return strict_csv(files[name], DRAWS_HEADER, name) if name in files else []


def _orders(files: Mapping[str, bytes], unit: str) -> Iterator[tuple[str, str, str]]:
    """(draw, rank, number) of every order that holds the unit."""
    for name in sorted(n for n in files if n.startswith("orders/")):
        for rank, value, code in strict_csv(files[name], ORDER_HEADER, name):
            if code == unit:
                yield name.removeprefix("orders/").removesuffix(".csv"), rank, value


def _because(rules: Rules, pool: Pool | None, found: Sequence[str]) -> list[Pair]:
    """What a parent asks next: by which rule, which choice, what was nearer, what becomes of bundles."""
    applicant, _, draw_id, rank, _, outcome, school, reason = found
    draw = rules.draw(draw_id)
    lines: list[Pair] = []
    if isinstance(draw, ShortlistDraw) or (rank and isinstance(draw, PreferenceDraw | NearestDraw)):
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
        lines.append(
            (
                f"{label}相同的学生都已录取、志愿完全相同，按规则调到同一所学校。",
                f"Children with the same {draw.adjust} were all placed and have equal lists; the rule brings them together.",
            )
        )
    return lines


def _list(rules: Rules, pool: Pool, draw: PreferenceDraw | NearestDraw, line: int) -> list[Pair]:
    """The child's own list, as frozen."""
    schools = wishes(pool, draw, line)
    if isinstance(draw, NearestDraw):
        row = draw.distances[pool.attributes[draw.area][line]]
        named = [(f"{rules.school(s).name} {row[s]} 米", f"{s} {row[s]} m") for s in schools]
        heads = ("由近到远", "Nearest first")
    else:
        named = [(rules.school(s).name, s) for s in schools]
        heads = ("填报的志愿", "The list")
    if not named:
        return []
    return [
        (
            f"{heads[0]}：{'、'.join(zh for zh, _ in named)}。",
            f"{heads[1]}: {', '.join(en for _, en in named)}.",
        )
    ]


def _chosen(pool: Pool, draw: PreferenceDraw | NearestDraw, line: int, school: str, reason: str) -> list[Pair]:
    """Which choice it became, and why none before it."""
    n = place(pool, draw, line, school)
    if n == 0:
        return []
    if isinstance(draw, NearestDraw):
        if n == 1:
            return [("录取的就是最近的学校。", "It is the nearest school.")]
        return [
            (
                f"录取的是第 {n} 近的学校：轮到时更近的 {n - 1} 所已没有足够学位。",
                f"It is number {n} by distance: the nearer ones had too few places left when the turn came.",
            )
        ]
    if n == 1:
        return [("录取的就是第一志愿。", "It is the first choice.")]
    if reason == Reason.MOVED:
        return [(f"录取的是第 {n} 志愿。", f"It is choice {n}.")]
    return [
        (
            f"录取的是第 {n} 志愿：轮到时前面的志愿学校已没有足够学位。",
            f"It is choice {n}: the schools before it had too few places left when the turn came.",
        )
    ]


def _last_admitted(rows: list[list[str]], draw: str) -> int:
    ranks = [
        int(row[3]) for row in rows if row[2] == draw and row[5] in ("admitted", "shortlisted") and row[3].isdigit()
    ]
    return max(ranks, default=0)
