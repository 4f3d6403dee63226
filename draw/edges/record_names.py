"""The names that a file of a record can have (SPEC §2), for whoever copies or fetches one and must take nothing else."""

import re
from typing import Final

from draw.further_tables import TABLES

# Those with one name, small and large: the large ones are named by a hash in notice.json or outputs.txt.
FIXED: Final = (
    "notice.json", "notice.sig", "signer.pem", "board.txt", "seed.txt", "outputs.txt", "ledger.jsonl", "statement.txt",
    "statement.sig", "transcript.txt", "void.txt", "void.sig", "README", "SM3SUMS", "SHA256SUMS", "SHA256SUMS.sig",
)  # fmt: skip
FROZEN: Final = ("pool.csv", "rules.json", "program.txt", "removed.csv")
AMENDMENT: Final = ("amendment.txt", "amendment.sig", "SHA256SUMS", "events.csv", "changes.csv")
_ORDERS: Final = re.compile(r"orders/[a-z0-9][a-z0-9.-]{0,63}\.csv")
_TABLES: Final = frozenset(
    ("results.csv", "tables/draws.csv", "tables/waiting.csv", "tables/shortlists.csv", *(table.path for table in TABLES))
)
_AMENDMENT: Final = re.compile(rf"amendments/[0-9]{{4}}/(?:{'|'.join(map(re.escape, AMENDMENT))})")


def of_output(name: str) -> bool:
    """True for a file that outputs.txt lists."""
    return name in _TABLES or bool(_ORDERS.fullmatch(name))


def of_record(name: str) -> bool:
    """True if a record can hold a file of this name."""
    return name in FIXED or name in FROZEN or of_output(name) or bool(_AMENDMENT.fullmatch(name))
