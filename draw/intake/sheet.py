"""The rule sheet that people write: session.toml -> Sheet, or every problem with its line (SPEC §3, §4, R1).

Whatever passes here never fails in `rules.parse` or `notice.parse` later. Nothing has a default: each switch is written
out, as R1 asks.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from draw import rules
from draw.encoding import MAX_INTEGER
from draw.errors import FormatError, InputErrors, Problem
from draw.intake import sheet_coherence, sheet_draws, sheet_notice, sheet_rules, sheet_terms
from draw.intake.places import locate
from draw.intake.sheet_checks import Checks
from draw.intake.sheet_draws import Drawn
from draw.notice import Beacon, Mode, Party, Phase
from draw.rules import Corrections, NobodyDraw, OrderDraw, Rules
from draw.words import say

_TOP: Final = (
    "format", "corrections", "blocks", "carry", "outside", "eligibility", "session", "parties", "schools", "attributes",
    "lists", "bundles", "draws", "after_draw", "hall", "show",
)  # fmt: skip
_TOP_WORDS: Final = {
    "format": ("sheet1",),
    "corrections": list(Corrections),
    "blocks": ('"none"', '{ block = "…", school = "…", governs = "BLOCK" }'),
    "carry": ('"none"', "{ admitted, applicants, abstained, places }"),
    "outside": ("[]", "[[outside]]"),
    "eligibility": ("[]", "[[eligibility]]"),
    "attributes": ("[]", "[[attributes]]"),
    "schools": ("[[schools]]", "[]"),
}
_LINE: Final = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the rule sheet decides. `file`: its name; `columns`: attribute name -> header of its roster column;
    `lists`: name of an eligibility list -> file beside the rule sheet; `lines`: "school S1", "draw x" -> its line."""

    file: str
    session: str
    mode: Mode
    title: str
    authority: str
    scheduled: str
    rehearsals: int
    after: tuple[str, ...]
    dice: str
    beacon: Beacon | None
    min_open: int
    reveal_seconds: int
    parties: tuple[Party, ...]
    rules: Rules
    columns: Mapping[str, str]
    lists: Mapping[str, str]
    lines: Mapping[str, int]

    @property
    def takes_children(self) -> bool:
        """True if some draw takes children; else the session has no applicants, and no roster is needed (SPEC §16)."""
        draws = self.rules.draws
        return any(not isinstance(d, NobodyDraw) and not (isinstance(d, OrderDraw) and d.items) for d in draws)


def _one(file: str, row: int, problem: str, remedy: str, column: str = "") -> InputErrors:
    return InputErrors([Problem(file=file, sheet="", row=row, column=column, value="", problem=problem, remedy=remedy)])


def toml(data: bytes, file: str) -> tuple[dict[str, Any], str]:
    """(the tables, the text) of the bytes, not looked into any further. Raises InputErrors with the line of the one error."""
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise _one(file, row, say("intake.file_not_utf_8"), say("intake.save_utf_8")) from None
    try:
        return tomllib.loads(text), text
    except RecursionError:
        raise _one(file, 1, say("intake.brackets_nested_too_deep"), say("intake.correct_brackets")) from None
    except ValueError as error:
        # tomllib stops at the first error of syntax: what stands behind it cannot be told apart
        words = str(error)
        found = _LINE.search(words)
        row = int(found.group(1)) if found else text.rstrip("\n").count("\n") + 1
        words = words.partition(" (at ")[0]
        raise _one(file, row, f"{say('intake.not_valid_toml')}: {words}", say("intake.correct_line")) from None


def _top(c: Checks, value: dict[str, Any]) -> tuple[dict[str, Any], tuple[Drawn, ...]]:
    """All tables, their faults noted, and the draws written out (none if the sheet is at fault there)."""
    top = c.table(value, (), _TOP, _TOP_WORDS) or {}
    c.choice(top, "format", (), ["sheet1"])
    c.choice(top, "corrections", (), list(Corrections))
    session = sheet_notice.session(c, top["session"]) if "session" in top else {}
    opened = sheet_notice.parties(c, top["parties"]) if "parties" in top else 0
    least = session.get("min_open")
    if "parties" in top and type(least) is int and opened < least <= MAX_INTEGER:
        c.fault(
            ("session", "min_open"), least, say("intake.more_than_open_parties", opened=opened),
            say("intake.lower_add_open_parties"),
        )  # fmt: skip
    before = len(c.problems)
    schools = sheet_rules.schools(c, top["schools"]) if "schools" in top else []
    attributes = sheet_rules.attributes(c, top["attributes"]) if "attributes" in top else []
    known = sheet_terms.known(schools, attributes)
    lists = sheet_terms.eligibility(c, top["eligibility"], known) if "eligibility" in top else {}
    drawn = sheet_draws.draws(c, top["draws"], known) if "draws" in top else ()
    judged = len(c.problems) == before and all(k in top for k in ("schools", "attributes", "eligibility", "draws"))
    sheet_rules.over_plan(c, schools)
    if judged:
        sheet_coherence.contradictions(c, schools, attributes, known, top["eligibility"], drawn)
    if "outside" in top:
        sheet_rules.outside(c, top["outside"], known.schools, sound=known.sound)
    if "blocks" in top:
        sheet_terms.blocks(c, top["blocks"], known)
    if "carry" in top:
        sheet_terms.carry(c, top["carry"], sheet_notice.after(session), known)
    if "lists" in top:
        sheet_terms.lists(c, top["lists"], lists)
    if "bundles" in top:
        sheet_rules.bundles(c, top["bundles"], list(known.codes))
    if "after_draw" in top:
        sheet_terms.after_draw(c, top["after_draw"], known, [s.get("vacancies") for s in schools])
    if "hall" in top:
        sheet_rules.hall(c, top["hall"])
    if "show" in top:
        sheet_rules.show(c, top["show"])
    return top, drawn


def read(data: bytes, file: str) -> Sheet:
    """The Sheet of the bytes of a session.toml named `file`.

    Raises InputErrors with every problem at once, in the order of the lines; an error of syntax comes alone.
    """
    value, text = toml(data, file)
    c = Checks(file, locate(text))
    top, drawn = _top(c, value)
    if c.problems:
        raise InputErrors(sorted(c.problems, key=lambda p: p.row))
    try:
        parsed = rules.parse(sheet_rules.value_of(top, [d.value for d in drawn]))
    except FormatError as error:  # the checks above and rules/ disagree: say so rather than freeze it
        raise _one(
            file, 1, say("intake.rules_do_not_hold", problem=error.problem), say("intake.please_report"), error.where
        ) from None
    session = top["session"]
    lines = {f"school {s.code}": c.line(("schools", n, "code")) for n, s in enumerate(parsed.schools)}
    lines |= {f"draw {d.id}": c.line(("draws", d.table, "id")) for d in drawn}
    return Sheet(
        file=file,
        session=session["id"],
        mode=Mode(session["mode"]),
        title=session["title"],
        authority=session["authority"],
        scheduled=session["scheduled"],
        rehearsals=session["rehearsals"],
        after=tuple(session["after"]),
        dice=session["dice"],
        beacon=None if session["beacon"] == "none" else Beacon(**session["beacon"]),
        min_open=session["min_open"],
        reveal_seconds=session["reveal_seconds"],
        parties=tuple(Party(id=p["id"], name=p["name"], phase=Phase(p["phase"])) for p in top["parties"]),
        rules=parsed,
        columns={a["name"]: a["column"] for a in top["attributes"]},
        lists=dict(top["lists"]),
        lines=lines,
    )
