"""Steps 16 and 17: what came after the draw, and the sessions that it continues (SPEC §11, §13, §14)."""

from draw.amending import papers, series
from draw.amending.state import State
from draw.chaining import chain
from draw.errors import FormatError
from draw.verifying.report import COULD_NOT, MISMATCH
from draw.verifying.run import Later, Missing, Run


def check_amendments(run: Run) -> None:
    """(16)"""
    if not any(name.startswith("amendments/") for name in run.files):
        return
    if run.void:
        raise FormatError("amendments/", "a void record has none")
    _final(run)


def _final(run: Run) -> State:
    """The state after the last amendment."""
    if run.final is None:
        if run.rules is None or run.pool is None or not run.results_hold:
            raise Missing("pool, rules or results are not sound")
        try:
            papers.numbered(run.files)
        except FormatError as error:
            raise Missing(str(error)) from None
        run.final = series.check(run.files, run.the_notice(), run.rules, run.pool)
    return run.final


def _as_named(run: Run, value: str) -> State:
    """The state of a sound record as it stood at the statement or amendment of that hash (SPEC §14)."""
    final = _final(run)
    if final.last == value or run.rules is None or run.pool is None:
        return final
    return series.check(run.files, run.the_notice(), run.rules, run.pool, value)


def check_earlier(run: Run) -> None:
    """(17)"""
    current = run.the_notice()
    if not current.after:
        return
    records = [(value, *found) for value in current.after for found in run.others.named(value)]
    for word, error in ((MISMATCH, FormatError), (COULD_NOT, None)):
        for _, other, steps in records:
            step = next((s for s in steps if s.word == word), None)
            if step is not None:
                what = f"step {step.number} of session {other.the_notice().session if other.notice else '?'}"
                if error is None:
                    raise Later(f"{what}: {step.detail}")
                raise error(what, step.detail)
    finished = [chain.finished(other.the_notice().session, _as_named(other, value)) for value, other, _ in records]
    missing = chain.missing(current.after, finished)
    if missing:
        raise Later(f"the record that 'after' names by {missing[0]} is needed; give its folder")
    if run.rules is None or run.pool is None:
        raise Missing("pool or rules are not sound")
    problems = chain.problems(current.after, run.rules, run.pool, finished)
    if problems:
        raise FormatError("rules.json carry", problems[0])
