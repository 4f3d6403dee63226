"""Steps 1 to 5: what lies in the record, and what was frozen (SPEC §11)."""

from collections.abc import Mapping
from typing import Final

from draw import encoding, hashing, notice, pool, rules, signing, sm3, soundness
from draw.amending import papers
from draw.errors import FormatError
from draw.further_tables import TABLES
from draw.hashing import digest
from draw.notice import Notice
from draw.rules.eligibility import REMOVED_REASONS
from draw.verifying.run import Run

_ALWAYS: Final = frozenset(
    [
        "notice.json",
        "notice.sig",
        "pool.csv",
        "rules.json",
        "program.txt",
        "ledger.jsonl",
        "README",
        "signer.pem",
        "SHA256SUMS",
        "SHA256SUMS.sig",
    ]
)
_RESULT: Final = frozenset(
    [
        "board.txt",
        "seed.txt",
        "results.csv",
        "tables/draws.csv",
        "tables/waiting.csv",
        "outputs.txt",
        "statement.txt",
        "statement.sig",
    ]
)
_VOID: Final = frozenset(("transcript.txt", "void.txt", "void.sig"))


def check_files(run: Run) -> None:
    """(1)"""
    if run.odd:
        raise FormatError(run.odd[0], "not part of a record (SPEC §2)")
    papers.numbered(run.files)
    names = {n for n in run.files if not n.startswith("amendments/")}
    if ("statement.txt" in names) == ("void.txt" in names):
        raise FormatError("statement.txt / void.txt", "a record has exactly one of them")
    wanted = _ALWAYS | (_VOID if run.void else _RESULT)
    optional = {"removed.csv", sm3.NAME}
    optional |= {"board.txt"} if run.void else {"tables/shortlists.csv", *(table.path for table in TABLES)}
    missing = sorted(wanted - names)
    if missing:
        raise FormatError(missing[0], "is missing")
    for name in sorted(names - wanted - optional):
        order = name.startswith("orders/") and name.endswith(".csv") and not run.void
        if not order or not encoding.matches(encoding.DRAW_ID, name[7:-4]):
            raise FormatError(name, "is no file of a record")


def check_notice(run: Run) -> None:
    """(2)"""
    run.notice = notice.read(run.file("notice.json"))


def check_notice_signature(run: Run) -> None:
    """(3)"""
    current = run.the_notice()
    check_signer(run, current)
    check_signature(run, current)


def check_signer(run: Run, current: Notice) -> None:
    """signer.pem is the notice's key."""
    if run.file("signer.pem") != signing.public_pem(current.signer):
        raise FormatError("signer.pem", "is not the notice's signer")


def check_signature(run: Run, current: Notice) -> None:
    """notice.sig is by the notice's key."""
    if not signing.verify(current.signer, run.file("notice.json"), run.file("notice.sig")):
        raise FormatError("notice.sig", "is not the signer's signature over notice.json")


def check_frozen_files(run: Run) -> None:
    """(4)"""
    current = run.the_notice()
    check_hashes(run, {"pool.csv": current.pool, "rules.json": current.rules, "program.txt": current.program})
    if ("removed.csv" in run.files) != (current.removed != "none"):
        raise FormatError("removed.csv", "must be there exactly when the notice names it")
    check_program(run)
    if "removed.csv" in run.files:
        check_removed(run, current)


def check_hashes(run: Run, wanted: Mapping[str, str]) -> None:
    """These files have these hashes."""
    for name, value in wanted.items():
        if digest(run.file(name)) != value:
            raise FormatError(name, "its hash is not the one in the notice")


def check_program(run: Run) -> None:
    """program.txt is a sums file."""
    hashing.read_sums(run.file("program.txt"), "program.txt")


def check_removed(run: Run, current: Notice) -> None:
    """removed.csv is the notice's, and of its form (SPEC §4)."""
    data = run.file("removed.csv")
    if digest(data) != current.removed:
        raise FormatError("removed.csv", "its hash is not the one in the notice")
    last = ""
    for reason, count in encoding.strict_csv(data, "reason,count", "removed.csv"):
        counted = count.isascii() and count.isdigit() and not count.startswith("0")
        if reason not in REMOVED_REASONS or reason <= last or not counted:
            raise FormatError("removed.csv", f"line of {reason!r} is not in order or not of the form")
        last = reason


def check_rules_and_pool(run: Run) -> None:
    """(5)"""
    current = run.the_notice()
    parsed = rules.read(run.file("rules.json"))
    people = pool.read(run.file("pool.csv"), parsed)
    if tuple(d.id for d in parsed.draws) != current.draws:
        raise FormatError("notice.json draws", "are not the draws of rules.json in order")
    if (len(people.applicants), len(people.members)) != (current.applicants, current.units):
        raise FormatError("notice.json applicants, units", "are not those of pool.csv")
    if (parsed.carry is None) != (not current.after):
        raise FormatError("rules.json carry", 'must be "none" exactly when the notice names no session in after')
    problems = soundness.problems(people, parsed)
    if problems:
        raise FormatError("rules.json, pool.csv", problems[0])
    run.rules, run.pool = parsed, people
