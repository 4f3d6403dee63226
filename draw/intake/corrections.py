"""Corrections of confirmed rows: a new row that names the one it replaces and two who approved it (SPEC §5 step 2, R2)."""

from draw.intake import cells
from draw.intake.headers import Field
from draw.intake.roster_checks import Draft, Reader
from draw.rules import Corrections
from draw.words import say

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
                d.row, r.layout.fields[Field.APPROVED_BY], "", say("intake.approvers_but_nothing_corrected"),
                say("intake.name_row_corrected_empty_cell"),
            )  # fmt: skip
        if target and number:
            if _sound(r, d, target, number, by_number, replaced, policy):
                replaced.setdefault(target, (number, d.row))
            elif target != number:  # a refused correction is told once, not as an id on two rows as well
                _mark([old for old in by_number.get(target, []) if old.texts[Field.ID] == d.texts[Field.ID]])
    for target, (number, row) in replaced.items():
        if _circle(target, replaced):
            r.fault(
                row, r.layout.fields[Field.CORRECTS], target, say("intake.rows_correct_one_another"),
                say("intake.keep_one_corrections"),
            )  # fmt: skip
            continue
        names = next(d.texts.get(Field.APPROVED_BY) for d in by_number[number] if d.row == row)
        old = by_number[target]
        r.remarks.append(say("intake.correction_row_corrects_row_approved", row=row, row_b=old[0].row, names=names))
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
            d.row, here, target, say("intake.rule_sheet_allows_no_correction"),
            say("intake.delete_row_confirmed_one_stands"),
        )  # fmt: skip
    elif target == number:
        r.fault(d.row, here, target, say("intake.corrects_itself"), say("intake.name_other_row"))
    elif not old:
        r.fault(
            d.row, here, target, say("intake.no_row_registration_number"),
            say("intake.check_number_corrected_row_stays"),
        )  # fmt: skip
    elif replaced.get(target, (number, 0))[0] != number:
        other = replaced[target][1]
        r.fault(
            d.row, here, target, say("intake.row_corrects_row_already", other=other),
            say("intake.correct_newer_row"),
        )  # fmt: skip
    elif (mine := d.texts[Field.ID]) and (theirs := old[0].texts[Field.ID]):
        if cells.identity_key(mine) != cells.identity_key(theirs):
            r.fault(
                d.row, r.layout.fields[Field.ID], mine,
                say("intake.not_id_row_which_corrects", row=old[0].row),
                say("intake.correct_id_number_corrected_row"),
            )  # fmt: skip
    if d.texts.get(Field.APPROVED_BY, "") == "" and policy is not Corrections.REFUSE:
        column = r.layout.fields.get(Field.APPROVED_BY, here)
        r.fault(
            d.row, column, "", say("intake.correction_names_no_approvers_r2"),
            say("intake.two_approvers"),
        )  # fmt: skip
    return len(r.problems) == before and d.texts.get(Field.APPROVED_BY) is not None


def _circle(start: str, replaced: dict[str, tuple[str, int]]) -> bool:
    """True if following the corrections from a row comes back to it."""
    at, seen = start, set[str]()
    while at in replaced and at not in seen:
        seen.add(at)
        at = replaced[at][0]
    return at == start and bool(seen)
