"""What became of a thing that was drawn: a school on a list, a quota, a teacher team, a row of a transfer (R33, R35, R42)."""

from collections.abc import Iterator, Mapping

from draw import decided
from draw.allocation.further import QuotaReason
from draw.allocation.standing import Outcome
from draw.decided import Decided, Ranked
from draw.errors import FormatError
from draw.hashing import number
from draw.prose.conditions import value_label
from draw.prose.section import Pair, join
from draw.rules import CellsDraw, LateDraw, OrderDraw, QuotaDraw, Rules, TeamDraw
from draw.words import pair


def of_item(files: Mapping[str, bytes], rules: Rules, seed: str, code: str) -> list[Pair]:
    """Sentences about everything of this code that draws are about; empty if there is none. Raises FormatError."""
    found = decided.read(files)
    lines: list[Pair] = []
    for draw in rules.draws:
        order = decided.order(files, draw.id)
        match draw:
            case OrderDraw():
                lines += _ordered(draw, order, seed, code)
            case QuotaDraw():
                lines += _quota(draw, found, order, seed, code)
            case CellsDraw():
                lines += _row(draw, rules, found, order, code)
            case TeamDraw():
                lines += _team(draw, found, order, seed, code)
            case LateDraw() if any(one.code == code for one in draw.classes):
                lines += _number(draw.id, order, seed, code)
    return lines


def _number(draw: str, order: list[Ranked], seed: str, code: str) -> Iterator[Pair]:
    """Rank, number and the line to recheck it."""
    for one in order:
        if one.unit == code:
            if seed and number(seed, draw, code) != one.number:
                raise FormatError(f"orders/{draw}.csv", f"the number of {code} is not its hash")
            yield pair("tell.rank_of", draw=draw, rank=one.rank, count=len(order))
            yield pair("tell.number", value=one.number)
            if seed:
                yield pair("tell.hand", line=f'printf %s "number1:{seed}:{draw}:{code}" | sha256sum')


def _said(draw: str, label: str, code: str, words: Pair) -> Pair:
    return pair("tell.item", label=label, code=code, draw=draw, said_zh=words[0], said_en=words[1])


def _ordered(draw: OrderDraw, order: list[Ranked], seed: str, code: str) -> Iterator[Pair]:
    label = next((item.label for item in draw.items if item.code == code), "")
    rank = next((one.rank for one in order if one.unit == code), 0)
    if not label or not rank:
        return
    standing = Outcome.NOT_SELECTED
    if rank <= draw.take + draw.reserves:
        standing = Outcome.SELECTED if rank <= draw.take else Outcome.RESERVE
    told = pair(f"outcome.{standing}")
    yield _said(draw.id, label, code, pair("tell.selected_at", rank=rank, standing_zh=told[0], standing_en=told[1]))
    yield from _number(draw.id, order, seed, code)


def _quota(draw: QuotaDraw, found: Decided, order: list[Ranked], seed: str, code: str) -> Iterator[Pair]:
    labels = {item.code: item.label for item in (*draw.items, *draw.declined)}
    lines = found.quotas.get(draw.id, [])
    line = next((one for one in lines if one.item == code), None)
    if line is None or code not in labels:
        return
    why = pair(f"quotawhy.{line.reason}")
    yield _said(draw.id, labels[code], code, pair("tell.quota_seats", seats=line.seats, why_zh=why[0], why_en=why[1]))
    if line.reason is QuotaReason.DECLINED:
        return
    yield pair("tell.quota_exact", whole=line.whole, fraction=line.fraction)
    if any(one.reason is QuotaReason.MINIMUM for one in lines):
        yield pair("tell.quota_by_hand_set")
    else:
        own = next(item.weights for item in draw.items if item.code == code)
        totals = [sum(item.weights[n] for item in draw.items) for n in range(len(draw.shares))]
        terms = [f"{s.percent}% × {w}/{t}" for s, w, t in zip(draw.shares, own, totals, strict=True)]
        yield pair("tell.quota_by_hand", seats=draw.seats, terms=" + ".join(terms))
    yield from _number(draw.id, order, seed, code)


def _row(draw: CellsDraw, rules: Rules, found: Decided, order: list[Ranked], code: str) -> Iterator[Pair]:
    cells = [cell for cell in found.cells.get(draw.id, ()) if cell.row == code]
    if not cells:
        return
    told = []
    for cell in cells:
        why = pair(f"cellwhy.{cell.reason}")
        told.append(
            pair(
                "tell.row_cell", school_zh=rules.school(cell.school).name, school_en=cell.school, given=cell.given,
                whole=cell.whole, fraction=cell.fraction, why_zh=why[0], why_en=why[1],
            )
        )  # fmt: skip
    words = join(told, "；", "; ")
    label = value_label(rules, draw.row, code)
    yield pair("tell.row", label=label, code=code, draw=draw.id, cells_zh=words[0], cells_en=words[1])
    first = next((one.unit for one in order if one.rank == cells[0].rank), "")
    if first:
        yield pair("tell.row_by_hand", code=first)


def _team(draw: TeamDraw, found: Decided, order: list[Ranked], seed: str, code: str) -> Iterator[Pair]:
    label = next((team.label for team in draw.teams if team.code == code), "")
    line = next((one for one in found.teams.get(draw.id, ()) if one.team == code), None)
    if not label or line is None:
        return
    why = pair(f"teamwhy.{line.reason}")
    words = pair("tell.team_class", code=line.class_, why_zh=why[0], why_en=why[1])
    yield _said(draw.id, label, code, words)
    yield from _number(draw.id, order, seed, code)
