"""What a new roster changes against the one read before it, row by row of registration number (R2, R7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from draw.intake.cells import folded
from draw.intake.roster import Roster, RosterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterDifference:
    """Registration numbers, each with its code where the roster gives one ("" else), in order of the number."""

    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]

    @property
    def none(self) -> bool:
        """True if the two rosters say the same."""
        return not (self.added or self.removed or self.changed)


def _said(row: RosterRow) -> tuple[object, ...]:
    """What a row says, wherever it stands in its file."""
    checks = {column: folded(cell.text) for column, cell in row.checks.items()}
    return (
        row.applicant, row.name, row.id, row.bundle, row.removed, row.split_consent, row.family, dict(row.attributes), checks,
    )  # fmt: skip


def _named(rows: Iterable[RosterRow]) -> tuple[tuple[str, str], ...]:
    return tuple((row.registration_no, row.applicant) for row in rows)


def difference(before: Roster, after: Roster) -> RosterDifference:
    """What `after` has that `before` has not, and the other way round. A bundle group counts by its written name."""
    old = {row.registration_no: row for row in before.rows}
    new = {row.registration_no: row for row in after.rows}
    return RosterDifference(
        added=_named(row for row in after.rows if row.registration_no not in old),
        removed=_named(row for row in before.rows if row.registration_no not in new),
        changed=_named(
            row for row in after.rows if (was := old.get(row.registration_no)) is not None and _said(was) != _said(row)
        ),
    )
