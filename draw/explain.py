"""One child's line of a record, in a few sentences a parent understands, with the line to recheck it by hand (R52)."""

from collections.abc import Mapping

from draw.encoding import strict_csv
from draw.errors import FormatError
from draw.hashing import number
from draw.results import RESULTS_HEADER
from draw.words import pair

Pair = tuple[str, str]


def explain(files: Mapping[str, bytes], seed: str, applicant: str) -> list[Pair]:
    """(Chinese, English) sentences about `applicant` from results.csv and orders. Raises FormatError if unreadable."""
    if "results.csv" not in files:
        return [("本记录没有结果。", "This record has no results.")]
    rows = strict_csv(files["results.csv"], RESULTS_HEADER, "results.csv")
    found = next((row for row in rows if row[0] == applicant), None)
    if found is None:
        return [(f"本场名单中没有编号 {applicant}。", f"There is no applicant {applicant} in this session.")]
    _, unit, draw, rank, value, outcome, school, reason = found
    mates = [row[0] for row in rows if row[1] == unit and row[0] != applicant]
    result_zh, result_en = pair(f"outcome.{outcome}")
    why_zh, why_en = pair(f"reason.{reason}")
    lines = [
        (
            f"编号 {applicant}：{result_zh}{' ' + school if school else ''}。原因：{why_zh}。",
            f"Applicant {applicant}: {result_en}{' ' + school if school else ''}. Why: {why_en}.",
        )
    ]
    if mates:
        lines.append(
            (f"捆绑组 {unit}，同组：{'、'.join(mates)}。", f"Bundle {unit}, drawn together with {', '.join(mates)}.")
        )
    if not rank:
        lines.append((f"{draw} 未举行派位，没有随机号。", f"Draw {draw} was not held; there is no number."))
        return lines
    if seed and number(seed, draw, unit) != value:
        raise FormatError("results.csv", f"the number of {unit} is not its hash")
    last = _last_admitted(rows, draw)
    lines += [
        (
            f"派位 {draw}：录取序号 {rank}，录满序号 {last or '无'}。",
            f"Draw {draw}: rank {rank}; last admitted rank {last or 'none'}.",
        ),
        (f"随机号 {value}", f"number {value}"),
        (
            f'手工核对：printf %s "number1:{seed}:{draw}:{unit}" | sha256sum',
            f'by hand: printf %s "number1:{seed}:{draw}:{unit}" | sha256sum',
        ),
    ]
    return lines


def _last_admitted(rows: list[list[str]], draw: str) -> int:
    ranks = [int(row[3]) for row in rows if row[2] == draw and row[5] == "admitted" and row[3].isdigit()]
    return max(ranks, default=0)
