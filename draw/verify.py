"""Record bytes + trusted hashes -> Report: the numbered list of SPEC §11, one function a step.

No file, clock or network here. Every step is reported; none stops the others.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from draw.errors import DrawError
from draw.hashing import digest
from draw.verifying import before, frozen, hall, later, outcome, paper, signed
from draw.verifying.paper import Whose
from draw.verifying.report import COULD_NOT, EXIT, MATCH, MISMATCH, Report, Step
from draw.verifying.run import Later, Missing, Others, Record, Remark, Run
from draw.words import zh

__all__ = ["COULD_NOT", "EXIT", "MATCH", "MISMATCH", "Record", "Report", "Step", "Whose", "verify"]

_Check = Callable[[Run], None]
_STEPS: Final[Mapping[int, _Check]] = {
    1: frozen.check_files,
    2: frozen.check_notice,
    3: frozen.check_notice_signature,
    4: frozen.check_frozen_files,
    5: frozen.check_rules_and_pool,
    6: hall.check_board,
    7: hall.check_seed,
    8: hall.check_beacon,
    9: outcome.check_orders,
    10: outcome.check_results,
    11: outcome.check_outputs,
    12: hall.check_ledger,
    13: signed.check_statement,
    14: signed.check_statement_signature,
    15: signed.check_sums,
    16: later.check_amendments,
    17: later.check_earlier,
    18: signed.check_anchors,
}
_BEFORE: Final[Mapping[int, _Check]] = {  # the frozen list with a slip code (SPEC §15)
    1: before.check_files,
    2: frozen.check_notice,
    3: before.check_notice_signature,
    4: before.check_frozen_files,
    18: before.check_anchors,
}


def _walk(run: Run, checks: Mapping[int, _Check], progress: Callable[[str], None]) -> list[Step]:
    """The answers of these steps."""
    steps = []
    for number, step in checks.items():
        progress(zh(f"step.{number}"))
        steps.append(_answer(number, partial(step, run)))
    return steps


def _walk_earlier(run: Run) -> list[Step]:
    """A record that another one continues: steps 1 to 17, without papers."""
    return _walk(run, {number: step for number, step in _STEPS.items() if number < 18}, lambda _: None)


def _answer(number: int, step: Callable[[], None]) -> Step:
    """One step's answer, whatever happens in it."""
    word, detail = MATCH, ""
    try:
        step()
    except Remark as remark:
        detail = str(remark)
    except (Missing, Later) as error:
        word, detail = COULD_NOT, str(error)
    except DrawError as error:
        word, detail = MISMATCH, str(error)
    except Exception as error:  # a verifier answers, whatever it is fed: what it cannot digest does not match
        word, detail = MISMATCH, f"cannot be read: {type(error).__name__}"
    return Step(number=number, word=word, detail=detail)


def verify(
    files: Mapping[str, bytes],
    odd: list[str] | None = None,
    *,
    notice_hash: str | None = None,
    statement_hash: str | None = None,
    earlier: Sequence[Record] = (),
    code: bytes | None = None,
    whose: Whose | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """The Report on a record: path -> bytes, and `odd`, paths that are no regular files (SPEC §11). Never raises.

    `earlier`: the same two of each record of a session that this one continues, and of those that they continue.
    `code`: the text of a paper's QR code, for step 19; `whose`: the child that it should be of (SPEC §15). With a slip's code a
    folder without statement.txt and void.txt is the frozen list, of which only steps 1 to 4, 18 and 19 are made.
    """
    others = Others(given=earlier, walk=_walk_earlier)
    run = Run(
        files=files, odd=list(odd or []), trusted_notice=notice_hash, trusted_statement=statement_hash, others=others
    )
    steps = _walk(run, _BEFORE if before.is_list(files, run.odd, code) else _STEPS, progress)
    child: list[str] = []
    if code is not None:
        progress(zh("step.19"))
        steps.append(_answer(19, lambda: child.append(paper.check_paper_code(run, code, whose))))  # (19)
    return Report(
        steps=tuple(steps),
        notice=run.notice,
        notice_hash=digest(files.get("notice.json", b"")),
        statement_hash=digest(files.get("statement.txt", files.get("void.txt", b""))),
        seed=digest(files["seed.txt"]) if run.transcript is not None else "",
        child="".join(child),
    )
