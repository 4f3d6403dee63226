"""Who has signed in, and who is still missing before a live draw may be convened (SPEC §9, R45, R46)."""

from collections.abc import Iterable, Mapping
from typing import Final

from draw.ledger import PERSON_KINDS
from draw.rules import HallRules

SignIn = tuple[int, str, str]  # number, kind of person, person hash
POSTS: Final = ("OPERATOR", "CHECKER", "NOTARY")  # nobody is two of them; without one of each no live draw


def missing(hall: HallRules, signed_in: Iterable[SignIn], *, accepted: bool) -> dict[str, int]:
    """Kind -> how many are still missing, in the order of PERSON_KINDS; empty when everybody is there.

    `signed_in`: the sign-ins since the last freeze. `accepted`: a ruling ACCEPT_MISSING_WITNESS came after it; then one
    each of POSTS is enough.
    """
    people: dict[str, set[str]] = {}
    for _, kind, person in signed_in:
        people.setdefault(kind, set()).add(person)
    needed: Mapping[str, int] = dict.fromkeys(POSTS, 1) | ({} if accepted else dict(hall.present))
    short = {kind: needed.get(kind, 0) - len(people.get(kind, ())) for kind in PERSON_KINDS}
    return {kind: count for kind, count in short.items() if count > 0}
