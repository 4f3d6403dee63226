"""An earlier record as a later session sees it: final outcomes and final places left, after all amendments (SPEC §14)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from draw import notice, pool, rules
from draw.errors import FormatError
from draw.hashing import digest
from draw.intake.private_roster import PrivateRow
from draw.notice import Notice
from draw.pool import Pool
from draw.rules import Rules
from draw.words import say

PLACED: Final = frozenset(("admitted", "offered"))
_AMENDMENT: Final = re.compile("amendments/[0-9]{4}/amendment[.]txt")
IN_CLASS: Final = "placed"  # dealt to a class, which a later session leaves as it is (R44)
TAKES_NEW: Final = frozenset(("ANY", "QUOTA"))  # `applicants` with which children of no earlier session may come
GONE: Final = frozenset(("struck", "elsewhere"))  # they hold no place here, and no later session takes them up


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What counts of an earlier record. `name`: its folder, as told to a person.

    `hashes`: of statement.txt and every amendment.txt, in order, the last of which a later session names; `outcomes`:
    applicant -> (final outcome, school or ""); `left`: school -> final places left, not below 0; `private`: applicant ->
    private row, None where the session was not opened.
    """

    name: str
    files: Mapping[str, bytes]
    notice: Notice
    notice_hash: str
    hashes: tuple[str, ...]
    rules: Rules
    pool: Pool
    outcomes: Mapping[str, tuple[str, str]]
    left: Mapping[str, int]
    annulled: bool
    private: Mapping[str, PrivateRow] | None

    def classes(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(school, class) -> its pupils as drawn. Raises FormatError."""
        from draw.amending import lists  # as `read`

        return lists.classes(self.files, self.rules)

    @property
    def session(self) -> str:
        """Its id."""
        return self.notice.session

    @property
    def last(self) -> str:
        """What `after` of a later session names."""
        return self.hashes[-1]


def hashes(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Hashes of statement.txt and of every amendment.txt of a record, in order, as far as they are there."""
    names = sorted(n for n in files if _AMENDMENT.fullmatch(n))
    return tuple(digest(files[n]) for n in ("statement.txt", *names) if n in files)


def read(files: Mapping[str, bytes], name: str, private: Mapping[str, PrivateRow] | None) -> Earlier:
    """The Earlier of a record. Raises FormatError for one without results, or whose amendments do not hold."""
    from draw import (
        amending,
    )  # brings the signature library, which the public side does without until it reads a record

    if "statement.txt" not in files:
        raise FormatError(name, say("chain.record_without_results_cannot_continued"))
    frozen, terms = notice.read(files["notice.json"]), rules.read(files["rules.json"])
    people = pool.read(files["pool.csv"], terms)
    state = amending.check(files, frozen, terms, people)
    return Earlier(
        name=name,
        files=files,
        notice=frozen,
        notice_hash=digest(files["notice.json"]),
        hashes=hashes(files),
        rules=terms,
        pool=people,
        outcomes={code: (str(p.fate), p.school) for code, p in state.fates().items()},
        left=state.places_left(),
        annulled=state.annulled,
        private=private,
    )


def in_order(records: Sequence[Earlier]) -> tuple[Earlier, ...]:
    """The records in the order of a chain: each behind those that it continues; else by scheduled time, then session."""
    waiting = sorted(records, key=lambda r: (r.notice.scheduled, r.session))
    result: list[Earlier] = []
    while waiting:
        open_hashes = {value for record in waiting for value in record.hashes}
        # hashes cannot go round in a circle; the first by time is there for records that only claim to
        ready = next((r for r in waiting if not open_hashes & set(r.notice.after)), waiting[0])
        waiting.remove(ready)
        result.append(ready)
    return tuple(result)
