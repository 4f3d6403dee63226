"""What a second machine works out for itself from the published files, claim by claim (SPEC §6 to §11, R14, R52).

Nothing here is taken over from the machine of the ceremony but its inputs: orders, results and the statement are made anew
from pool, rules and seed, by the same law, and their hashes are compared with what was published.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from draw import notice, pool, results, rules, statement
from draw.encoding import strict_lines, text_file
from draw.errors import DrawError
from draw.hashing import digest
from draw.notice import Notice

Files = Mapping[str, bytes]


class Claim(StrEnum):
    """What the ceremony publishes and a second machine checks, in the order in which it appears."""

    NOTICE = "notice"
    BOARD = "board"
    TRANSCRIPT = "transcript"  # what the notary confirmed before the envelopes: reveals, dice, beacon
    SEED = "seed"
    OUTPUTS = "outputs"
    RESULT = "result"
    STATEMENT = "statement"
    VOID = "void"


# The file whose appearance makes the claim, and the steps of SPEC §11 that stand behind it.
SOURCE: Final[Mapping[Claim, str]] = {
    Claim.NOTICE: "notice.json",
    Claim.BOARD: "board.txt",
    Claim.TRANSCRIPT: "seed.txt",
    Claim.SEED: "seed.txt",
    Claim.OUTPUTS: "outputs.txt",
    Claim.RESULT: "statement.txt",
    Claim.STATEMENT: "statement.txt",
    Claim.VOID: "void.txt",
}
STEPS: Final[Mapping[Claim, tuple[int, ...]]] = {
    Claim.NOTICE: (2, 3, 4, 5),
    Claim.BOARD: (6,),
    Claim.TRANSCRIPT: (7,),
    Claim.SEED: (7, 8),
    Claim.OUTPUTS: (9, 10, 11),
    Claim.RESULT: (9, 10, 11),
    Claim.STATEMENT: (12, 13, 14),
    Claim.VOID: (7, 12, 13, 14),
}


def published(files: Files) -> dict[Claim, str]:
    """The hash that each claim made so far has by the published files; "" for one whose file cannot be read."""
    found = {claim: digest(files[name]) for claim, name in SOURCE.items() if name in files}
    if Claim.RESULT in found:
        found[Claim.RESULT] = statement.result_hash(files["statement.txt"])
    if Claim.TRANSCRIPT in found:
        try:
            found[Claim.TRANSCRIPT] = _transcript(files)
        except (DrawError, LookupError):
            found[Claim.TRANSCRIPT] = ""
    return found


def _transcript(files: Files) -> str:
    """The hash of the lines of seed.txt up to the beacon line: without those of the sealed parties (SPEC §9)."""
    sealed = len(notice.read(files["notice.json"]).sealed_parties())
    return digest(text_file(strict_lines(files["seed.txt"], "seed.txt")[:-sealed]))


class Recomputed:
    """Our own values; the orders and results of a seed are computed once."""

    def __init__(self) -> None:
        self._outputs: dict[tuple[str, str], str] = {}

    def values(self, files: Files) -> tuple[dict[Claim, str], str]:
        """Our own hash of every claim that the inputs at hand settle, and what kept us from the next one, or "".

        From the seed on, outputs and result are ours before anybody has published theirs.
        """
        found: dict[Claim, str] = {}
        try:
            self._fill(found, files)
        except (DrawError, LookupError) as error:
            return found, str(error) or type(error).__name__
        return found, ""

    def _fill(self, found: dict[Claim, str], files: Files) -> None:
        if "notice.json" not in files:
            return
        found[Claim.NOTICE] = digest(files["notice.json"])
        current, value = notice.read(files["notice.json"]), found[Claim.NOTICE]
        if "board.txt" in files:
            found[Claim.BOARD] = digest(files["board.txt"])
        if "void.txt" in files:
            found[Claim.VOID] = _void(files, current, value)
        if "seed.txt" not in files or Claim.BOARD not in found:
            return
        found[Claim.TRANSCRIPT] = _transcript(files)
        found[Claim.SEED] = digest(files["seed.txt"])
        found[Claim.OUTPUTS] = self._outputs_of(files, current, found[Claim.SEED])
        facts = {"board": found[Claim.BOARD], "seed": found[Claim.SEED], "outputs": found[Claim.OUTPUTS]}
        found[Claim.RESULT] = statement.result_hash(statement.statement(current, value, **facts, ledger="none"))
        if "ledger.jsonl" in files:
            last = digest(files["ledger.jsonl"].splitlines()[-1])
            found[Claim.STATEMENT] = digest(statement.statement(current, value, **facts, ledger=last))

    def _outputs_of(self, files: Files, current: Notice, seed: str) -> str:
        """The hash of outputs.txt as we compute it from what the notice has frozen."""
        key = digest(files["notice.json"]), seed
        if key not in self._outputs:
            terms = rules.read(files["rules.json"])
            ours = results.compute(pool.read(files["pool.csv"], terms), terms, seed)
            self._outputs[key] = digest(ours["outputs.txt"])
        return self._outputs[key]


def _void(files: Files, current: Notice, value: str) -> str:
    board = digest(files["board.txt"]) if "board.txt" in files else "none"
    reason = statement.void_reason(files["void.txt"])
    transcript = digest(files.get("transcript.txt", b""))
    return digest(statement.void(current, value, board=board, transcript=transcript, reason=reason))
