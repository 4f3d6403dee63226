"""Steps 1, 3, 4 and 18 for the frozen list, as it is published between freeze and draw (SPEC §15 "Before the draw").

A family with a slip and the two public files, notice.json and pool.csv, checks that its line is in the list; nobody was drawn yet.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from draw import encoding, pool, slip
from draw.encoding import CODE, HASH
from draw.errors import DrawError, FormatError
from draw.hashing import read_aloud
from draw.notice import Notice
from draw.slip import SlipCode
from draw.verifying import frozen
from draw.verifying.run import Later, Run

_MUST: Final = ("notice.json", "pool.csv")
_FROZEN: Final = ("rules.json", "program.txt", "removed.csv")
_MAY: Final = ("notice.sig", "signer.pem", *_FROZEN)
_RECORD: Final = frozenset(("statement.txt", "void.txt"))


def is_list(files: Mapping[str, bytes], odd: Sequence[str], code: bytes | None) -> bool:
    """True where a slip is asked about, and the folder is no record yet."""
    if code is None or _RECORD & {*files, *odd}:
        return False
    try:
        return isinstance(slip.read(code), SlipCode)
    except DrawError:
        return False


def check_files(run: Run) -> None:
    """(1)"""
    if run.odd:
        raise FormatError(run.odd[0], "not part of a frozen list (SPEC §15)")
    for name in _MUST:
        if name not in run.files:
            raise FormatError(name, "is missing")
    for name in sorted(run.files):
        if name not in (*_MUST, *_MAY):
            raise FormatError(name, "is no file of a frozen list (SPEC §15)")


def check_notice_signature(run: Run) -> None:
    """(3)"""
    current = run.the_notice()
    if "signer.pem" in run.files:
        frozen.check_signer(run, current)
    frozen.check_signature(run, current)


def check_frozen_files(run: Run) -> None:
    """(4)"""
    current = run.the_notice()
    wanted = {"rules.json": current.rules, "program.txt": current.program}
    frozen.check_hashes(run, {"pool.csv": current.pool} | {n: h for n, h in wanted.items() if n in run.files})
    _check_pool(run.file("pool.csv"), current)
    if "program.txt" in run.files:
        frozen.check_program(run)
    if "removed.csv" in run.files:  # where the notice says "none", no hash is that
        frozen.check_removed(run, current)
    missing = [n for n in _FROZEN if n not in run.files and (n != "removed.csv" or current.removed != "none")]
    if missing:
        raise Later(f"{missing[0]} is needed")


def _check_pool(data: bytes, current: Notice) -> None:
    """As much of pool.csv's form as needs no rules.json."""
    header = encoding.strict_lines(data, pool.WHERE)[0]
    if not header.startswith("applicant,unit,") or not header.endswith(",seal"):
        raise FormatError(pool.WHERE, "the header is not of the form applicant,unit,…,seal")
    rows = encoding.strict_csv(data, header, pool.WHERE)
    for n, (*codes, seal) in enumerate(rows, start=2):
        if not all(encoding.matches(CODE, text) for text in codes) or not encoding.matches(HASH, seal):
            raise FormatError(pool.WHERE, f"line {n}: is not of codes and a seal")
    for n, (before, after) in enumerate(pairwise(rows), start=3):
        if after[0] <= before[0]:
            raise FormatError(pool.WHERE, f"line {n}: applicants are not in ascending order, each once")
    if (len(rows), len({row[1] for row in rows})) != (current.applicants, current.units):
        raise FormatError("notice.json applicants, units", "are not those of pool.csv")


def check_anchors(run: Run) -> None:
    """(18)"""
    if run.trusted_statement is not None:
        raise FormatError("statement.txt", "a statement hash is given, and before the draw there is no statement")
    value = run.notice_hash
    if run.trusted_notice not in (None, value):
        raise FormatError("notice.json", f"its hash is {value}, the trusted one is {run.trusted_notice}")
    if run.trusted_notice is None:
        raise Later(f"compare this code with the posted notice: notice.json {value} = {read_aloud(value)}")
