"""Corrections of confirmed rows: a new row that names the one it replaces and two who approved it (SPEC §5 step 2, R2)."""

from draw.intake import cells
from draw.intake.headers import Field
from draw.intake.roster_checks import Draft, Reader
from draw.rules import Corrections

CORRECTED = "CORRECTED"


def apply(r: Reader, drafts: list[Draft], policy: Corrections) -> None:
    """Marks every row that another one corrects; each correction is noted, each that is not allowed is a fault."""
    by_number: dict[str, list[Draft]] = {}
    for d in drafts:
        number = d.texts[Field.REGISTRATION]
        if number:
            by_number.setdefault(number, []).append(d)
    replaced: dict[str, tuple[str, int]] = {}  # number -> the number that corrects it, and its row
    for d in drafts:
        target, number = d.texts.get(Field.CORRECTS), d.texts[Field.REGISTRATION]
        if target == "" and d.texts.get(Field.APPROVED_BY):
            r.fault(
                d.row, r.layout.fields[Field.APPROVED_BY], "", "有批准人而没有更正报名号 approvers, but nothing is corrected",
                "填写更正报名号,或清空此格 name the row that is corrected, or empty the cell",
            )  # fmt: skip
        if target and number:
            if _sound(r, d, target, number, by_number, replaced, policy):
                replaced.setdefault(target, (number, d.row))
            elif target != number:  # a refused correction is told once, not as an id on two rows as well
                _mark([old for old in by_number.get(target, []) if old.texts[Field.ID] == d.texts[Field.ID]])
    for target, (number, row) in replaced.items():
        if _circle(target, replaced):
            r.fault(
                row, r.layout.fields[Field.CORRECTS], target, "互相更正 rows correct one another",
                "只留一项更正 keep one of the corrections",
            )  # fmt: skip
            continue
        names = next(d.texts.get(Field.APPROVED_BY) for d in by_number[number] if d.row == row)
        old = by_number[target]
        r.remarks.append(
            f"更正名单 correction: 第 {row} 行更正第 {old[0].row} 行,批准人 {names} row {row} corrects row {old[0].row}, "
            f"approved by {names}"
        )
        _mark(old)


def _mark(rows: list[Draft]) -> None:
    for d in rows:
        if not d.texts.get(Field.REMOVED):
            d.texts[Field.REMOVED] = CORRECTED


def _sound(
    r: Reader, d: Draft, target: str, number: str, by_number: dict[str, list[Draft]],
    replaced: dict[str, tuple[str, int]], policy: Corrections,
) -> bool:  # fmt: skip
    here = r.layout.fields[Field.CORRECTS]
    before = len(r.problems)
    old = by_number.get(target, [])
    if policy is Corrections.REFUSE:
        r.fault(
            d.row, here, target, "方案规定志愿确认后不得更正 the rule sheet allows no correction (R2)",
            "删去此行,以已确认的一行为准 delete this row; the confirmed one stands",
        )  # fmt: skip
    elif target == number:
        r.fault(d.row, here, target, "更正的是本行自己 it corrects itself", "填写被更正一行的报名号 name the other row")
    elif not old:
        r.fault(
            d.row, here, target, "名册中没有此报名号 no row has this registration number",
            "核对报名号;被更正的一行须留在名册中 check the number; the corrected row stays in the roster",
        )  # fmt: skip
    elif replaced.get(target, (number, 0))[0] != number:
        other = replaced[target][1]
        r.fault(
            d.row, here, target, f"第 {other} 行已更正同一行 row {other} corrects that row already",
            "更正较新的一行 correct the newer row",
        )  # fmt: skip
    elif (mine := d.texts[Field.ID]) and (theirs := old[0].texts[Field.ID]):
        if cells.identity_key(mine) != cells.identity_key(theirs):
            r.fault(
                d.row, r.layout.fields[Field.ID], mine,
                f"与被更正的第 {old[0].row} 行证件号不同 not the id of row {old[0].row}, which it corrects",
                "改正证件号或更正报名号 correct the id, or the number of the corrected row",
            )  # fmt: skip
    if d.texts.get(Field.APPROVED_BY, "") == "" and policy is not Corrections.REFUSE:
        column = r.layout.fields.get(Field.APPROVED_BY, here)
        r.fault(
            d.row, column, "", "更正没有批准人 the correction names no approvers (R2)",
            "在更正批准人列写两个姓名 write two names into the column 更正批准人",
        )  # fmt: skip
    return len(r.problems) == before and d.texts.get(Field.APPROVED_BY) is not None


def _circle(start: str, replaced: dict[str, tuple[str, int]]) -> bool:
    """True if following the corrections from a row comes back to it."""
    at, seen = start, set[str]()
    while at in replaced and at not in seen:
        seen.add(at)
        at = replaced[at][0]
    return at == start and bool(seen)
