"""The published results as data: every code's present outcome, made from the signed record alone (R50, R51).

No name, no attribute: a code, its school, its rank, and why. After amendments the present standing, and which amendment it is of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from draw import notice as notices
from draw import pool as pools
from draw import rules as rule_sheets
from draw.amending import series
from draw.amending.fates import Fate
from draw.encoding import strict_csv
from draw.hashing import digest
from draw.notice import Mode
from draw.results import RESULTS_HEADER
from draw.why import why
from draw.words import pair

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One applicant: `meaning` is an index of Publication.meanings, `rank` "" where there was no draw."""

    applicant: str
    meaning: int
    school: str
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """All that the page shows. `last`: hash of the last amendment.txt, or of statement.txt; `until`: last day, YYYY-MM-DD."""

    title: str
    authority: str
    session: str
    attempt: int
    rehearsal: bool
    scheduled: str
    until: str
    statement: str
    last: str
    amendments: int
    annulled: bool
    schools: tuple[tuple[str, str], ...]
    meanings: tuple[tuple[str, Pair, Pair], ...]  # (outcome code, outcome, reason or where it changed)
    rows: tuple[Row, ...]

    @property
    def admitted(self) -> int:
        """How many have a place: as many notices must go out (R51)."""
        return sum(self.meanings[row.meaning][0] == Fate.ADMITTED for row in self.rows)

    def data(self) -> dict[str, Any]:
        """The same as JSON values, short: a page of 100,000 codes is sent to phones."""
        at = {code: n for n, (code, _) in enumerate(self.schools)}
        return {
            "until": self.until,
            "schools": self.schools,
            "meanings": self.meanings,
            "rows": "\n".join(
                f"{row.applicant},{row.meaning},{at[row.school] if row.school else ''},{row.rank}" for row in self.rows
            ),
        }


def of(files: Mapping[str, bytes], *, until: str) -> Publication:
    """The Publication of a record with its amendments. Raises FormatError if a file is not of its form."""
    current = notices.read(files["notice.json"])
    rules = rule_sheets.read(files["rules.json"])
    pool = pools.read(files["pool.csv"], rules)
    state = series.check(files, current, rules, pool)
    fates = state.fates()
    kinds = {draw.id: draw.kind for draw in rules.draws}
    meanings: dict[tuple[str, Pair, Pair], int] = {}
    rows = []
    for applicant, _, draw, rank, _, outcome, school, reason in strict_csv(
        files["results.csv"], RESULTS_HEADER, "results.csv"
    ):
        now = fates[applicant]
        moved = (str(now.fate), now.school) != (outcome, school)
        told = pair("published.by_amendment") if moved else why(reason, kinds[draw])
        meaning = (str(now.fate), pair(f"outcome.{now.fate}"), told)
        rows.append(
            Row(
                applicant=applicant,
                meaning=meanings.setdefault(meaning, len(meanings)),
                school=now.school,
                rank="" if moved or outcome == "shortlisted" else rank,
            )
        )
    return Publication(
        title=current.title,
        authority=current.authority,
        session=current.session,
        attempt=current.attempt,
        rehearsal=current.mode is Mode.REHEARSAL,
        scheduled=current.scheduled,
        until=until,
        statement=digest(files["statement.txt"]),
        last=state.last,
        amendments=state.number,
        annulled=state.annulled,
        schools=tuple((s.code, s.name) for s in rules.schools),
        meanings=tuple(meanings),
        rows=tuple(rows),
    )
