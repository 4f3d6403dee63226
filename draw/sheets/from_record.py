"""A record's files -> what the result sheet shows; nothing on it that the record does not hold, but masked names (R49, R50)."""

from collections.abc import Mapping

from draw import notice as notices
from draw import rules as rule_sheets
from draw import statement as statements
from draw.encoding import strict_csv
from draw.hashing import digest
from draw.results import DRAWS_HEADER, RESULTS_HEADER
from draw.rules import Rules, School
from draw.sheets.result import DrawStatus, DrawTable, ResultRow, ResultSheet, SchoolResult
from draw.words import zh

_STATUS = {
    "held": DrawStatus.HELD,
    "registered": DrawStatus.REGISTERED,
    "not-held": DrawStatus.NOT_HELD,
    "empty": DrawStatus.EMPTY,
}


def _row(line: list[str], masked: Mapping[str, str]) -> ResultRow:
    applicant, unit, _, rank, _, outcome, _, reason = line
    return ResultRow(
        rank=rank,
        applicant=applicant,
        unit="" if unit == applicant else unit,
        name=masked.get(applicant, ""),
        outcome=zh(f"outcome.{outcome}"),
        reason=zh(f"reason.{reason}"),
    )


def _order(line: list[str]) -> tuple[int, str, str]:
    return (int(line[3] or 0), line[1], line[0])


def _school(
    school: School, rules: Rules, lines: list[list[str]], draws: list[list[str]], masked: Mapping[str, str]
) -> SchoolResult:
    titles = {d.id: d.title for d in rules.draws}
    own = [d for d in draws if d[1] == school.code]
    mine = [line for line in lines if any(line[2] == d[0] for d in own)]
    tables = []
    for draw, _, status, *_, last_rank, _ in own:
        rows = sorted((line for line in mine if line[2] == draw), key=_order)
        tables.append(
            DrawTable(
                draw=draw,
                title=titles[draw],
                status=_STATUS[status],
                last_rank=int(last_rank) if last_rank else None,
                rows=tuple(_row(line, masked) for line in rows),
            )
        )
    admitted = sum(line[5] == "admitted" for line in mine)
    units = {line[1] for line in mine}
    bundles = {line[1] for line in mine if line[1] != line[0]}
    return SchoolResult(
        code=school.code,
        name=school.name,
        places=school.places,
        approved_extra=school.approved_extra,
        over_plan=max(0, admitted - school.places),
        last_place=zh(f"policy.{school.last_place}", extra=school.approved_extra, document=school.approved_document),
        children=len(mine),
        units=len(units),
        bundles=len(bundles),
        admitted=admitted,
        waiting=sum(line[5] == "waiting" for line in mine),
        tables=tuple(tables),
    )


def result_sheet_data(files: Mapping[str, bytes], masked: Mapping[str, str]) -> ResultSheet:
    """The ResultSheet of a whole record (path -> bytes). `masked`: applicant -> masked name, empty to show none.

    Raises FormatError if a file is not of its form.
    """
    current = notices.read(files["notice.json"])
    rules = rule_sheets.read(files["rules.json"])
    lines = strict_csv(files["results.csv"], RESULTS_HEADER, "results.csv")
    draws = strict_csv(files["tables/draws.csv"], DRAWS_HEADER, "tables/draws.csv")
    scheduled = current.scheduled
    return ResultSheet(
        title=current.title,
        authority=current.authority,
        mode="live" if current.mode == "live" else "rehearsal",
        session=current.session,
        attempt=current.attempt,
        voided=current.attempt - 1,
        rehearsals=current.rehearsals,
        scheduled=f"{scheduled[:4]} 年 {int(scheduled[5:7])} 月 {int(scheduled[8:10])} 日 {scheduled[11:16]}",
        notice_hash=digest(files["notice.json"]),
        board_hash=digest(files["board.txt"]),
        seed=digest(files["seed.txt"]),
        outputs_hash=digest(files["outputs.txt"]),
        result_hash=statements.result_hash(files["statement.txt"]),
        statement_hash=digest(files["statement.txt"]),
        statement=files["statement.txt"],
        signature=files["statement.sig"],
        schools=tuple(_school(s, rules, lines, draws, masked) for s in rules.schools),
    )
