"""One session folder: the join of store, keys, clock and the pure core; one method an act of the ceremony.

DIR/session.toml, DIR/roster.xlsx|csv   what the operator writes
DIR/public/                             the record, exactly SPEC §2, as it grows
DIR/private/                            vault, ledger database, objects, keys: encrypted
DIR/voided/NN/                          the public folder of attempt NN that was voided
"""

from draw import rules
from draw.edges.appealing import Appealing
from draw.edges.freezing import PIN_ROLES, Freezing
from draw.edges.second_reports import Seconding
from draw.edges.session_folder import Progress
from draw.errors import StepRefused
from draw.hashing import digest
from draw.intake import forming
from draw.intake.private_roster import PrivateRow, read_roster_csv
from draw.words import say

__all__ = ["PIN_ROLES", "Progress", "Session"]


class Session(Freezing, Appealing, Seconding):
    """Everything that can be done with a session. Methods raise StepRefused, AlreadyDone, InputErrors or StoreError."""

    def private_roster(self) -> tuple[PrivateRow, ...]:
        """The rows of the private roster whose hash the notice names. Raises StepRefused if it is another one."""
        data = self.store.file(self.attempt, "private/roster.csv")
        if digest(data) != self.state.the_notice().roster:
            raise StepRefused(say("refuse.roster"))
        return read_roster_csv(data)

    def audit(self) -> list[str]:
        """The notary's own check of seals and ids (SPEC §4): sentences, empty if all is right."""
        current = self.state.the_notice()
        private = self.store.file(self.attempt, "private/roster.csv")
        problems = forming.audit(
            private,
            self.store.file(self.attempt, "pool.csv"),
            rules.read(self.store.file(self.attempt, "rules.json")),
            current.session,
        )
        if digest(private) != current.roster:
            problems.insert(0, say("edge.private_roster_not_one_whose"))
        return problems
