"""Every fixed word that a printed sheet shows, Chinese first, English beside it (R49).

The words are in the catalogue (draw/words/sheets.py), where a notary proof-reads them; the fonts know from here which characters
every sheet needs.
"""

from typing import Final, NamedTuple

from draw.words import pair, zh


class Label(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str


SHEET: Final = Label(*pair("paper.sheet"))
SEAL: Final = ("派", "位")
LIVE: Final = Label(*pair("paper.live"))
REHEARSAL: Final = Label(*pair("paper.rehearsal"))
NO_EFFECT: Final = Label(*pair("paper.no_effect"))

SESSION: Final = Label(*pair("paper.session"))
SCHEDULED: Final = Label(*pair("paper.scheduled"))
CONTINUED: Final = Label(*pair("paper.continued"))

SCHOOL: Final = Label(*pair("paper.school"))
PLACES: Final = Label(*pair("paper.places"))
APPROVED_EXTRA: Final = Label(*pair("paper.approved_extra"))
OVER_PLAN: Final = Label(*pair("paper.over_plan"))
CHILDREN: Final = Label(*pair("paper.children"))
UNITS: Final = Label(*pair("paper.units"))
BUNDLES: Final = Label(*pair("paper.bundles"))
ADMITTED: Final = Label(*pair("paper.admitted"))
WAITING: Final = Label(*pair("paper.waiting"))
POSITION: Final = Label(*pair("further.position"))
CLASSES: Final = Label(*pair("classes.classes"))
CLASSED: Final = Label(*pair("outcome.placed"))
LAST_PLACE: Final = Label(*pair("paper.last_place"))

HELD: Final = Label(*pair("paper.held"))
REGISTERED: Final = Label(*pair("paper.registered"))
ALL_LISTED: Final = Label(*pair("paper.all_listed"))
NOT_HELD: Final = Label(*pair("paper.not_held"))
EMPTY: Final = Label(*pair("paper.empty"))
ON_LIST: Final = Label(*pair("paper.on_list"))
LAST_RANK: Final = Label(*pair("paper.last_rank"))
DRAW: Final = Label(*pair("paper.draw"))

RANK: Final = Label(*pair("paper.rank"))
APPLICANT: Final = Label(*pair("paper.applicant"))
BUNDLE: Final = Label(*pair("paper.bundle"))
NAME: Final = Label(*pair("paper.name"))
OUTCOME: Final = Label(*pair("paper.outcome"))
REASON: Final = Label(*pair("paper.reason"))
ABSENT: Final = "—"
NONE: Final = Label(*pair("paper.none"))

OUTSIDE: Final = Label(*pair("paper.outside"))
UNPLACED: Final = Label(*pair("paper.unplaced"))

CLOSING: Final = Label(*pair("paper.closing"))
NOTICE: Final = Label(*pair("paper.notice"))
BOARD: Final = Label(*pair("paper.board"))
SEED: Final = Label(*pair("paper.seed"))
OUTPUTS: Final = Label(*pair("paper.outputs"))
RESULT: Final = Label(*pair("paper.result"))
STATEMENT: Final = Label(*pair("paper.statement"))
READ_ALOUD: Final = Label(*pair("paper.read_aloud"))
SCAN: Final = Label(*pair("paper.scan"))
VERIFY: Final = Label(*pair("paper.verify"))
VERIFY_LINES: Final = (
    Label(*pair("paper.verify_lines_1")),
    Label(*pair("paper.verify_lines_2")),
    Label(*pair("paper.verify_lines_3")),
    Label(*pair("paper.verify_lines_4")),
)

NOTARY_1: Final = Label(*pair("paper.notary_1"))
NOTARY_2: Final = Label(*pair("paper.notary_2"))
HOST: Final = Label(*pair("paper.host"))
OPERATOR: Final = Label(*pair("paper.operator"))
CHECKER: Final = Label(*pair("paper.checker"))
WITNESS: Final = Label(*pair("paper.witness"))
HEAD: Final = Label(*pair("paper.head"))
HEAD_EACH: Final = Label(*pair("paper.head_each"))
SEALED: Final = Label(*pair("paper.sealed"))
SIGNATURE: Final = Label(*pair("paper.signature"))
DATE: Final = Label("\u3000" * 3 + zh("paper.date"), pair("paper.date")[1])
STAMP: Final = zh("paper.stamp")


def page(number: int, total: int) -> Label:
    """Page x of y."""
    return Label(*pair("paper.page_of", number=number, total=total))


def attempts(attempt: int, voided: int, rehearsals: int) -> Label:
    """The count of attempts that every sheet carries (protocol §2), so that no attempt can be left out in silence."""
    return Label(*pair("paper.attempts", attempt=attempt, voided=voided, rehearsals=rehearsals))


def admitted_of(admitted: int, places: int) -> Label:
    """The total of a school in the form that bureaus use (R49)."""
    return Label(*pair("paper.admitted_of", admitted=admitted, places=places))


def listed_of(listed: int, limit: int) -> Label:
    """The total of a school that has a shortlist (R20)."""
    return Label(*pair("paper.listed_of", listed=listed, limit=limit))


def classed_of(children: int, classes: int) -> Label:
    """The total of a school whose classes are made (R40)."""
    return Label(*pair("classes.total", children=children, classes=classes))


def end_of_table(rows: int, *, last: bool) -> Label:
    """The closing line of a table; after a school's last one, rows written in below do not belong to its list."""
    if last:
        return Label(*pair("paper.table_end_last", rows=rows))
    return Label(*pair("paper.table_end", rows=rows))


def _fixed() -> frozenset[str]:
    constants = [value for name, value in globals().items() if name.isupper()]
    made = [page(0, 0), attempts(0, 0, 0), admitted_of(0, 0), listed_of(0, 0), classed_of(0, 0)]
    made.append(end_of_table(0, last=True))
    return frozenset("".join(_flat([*constants, *made]))) | frozenset("…⟦⟧")


def _flat(value: object) -> str:
    if isinstance(value, str):
        return value
    return "".join(map(_flat, value)) if isinstance(value, (tuple, list)) else ""


FIXED: Final = _fixed()
"""All characters of the words above and of the marks for invisible ones; every font for sheets must hold them."""
