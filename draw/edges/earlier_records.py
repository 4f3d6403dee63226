"""The records that a session continues, kept beside its rule sheet in earlier/ and asked before its freeze (SPEC §14)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from draw import amending, notice, pool, rules, verify
from draw.chaining import chain
from draw.chaining.chain import Finished
from draw.chaining.earlier import Earlier, hashes
from draw.edges import durable
from draw.edges.folder import read_record
from draw.errors import InputErrors, Problem
from draw.intake.sheet import Sheet
from draw.verify import MATCH, MISMATCH
from draw.words import say

FOLDER: Final = "earlier"
# the hash in `after` stands for the signed papers, the record's own beacon was looked at when it was carried
_NAMED_BY_HASH: Final = frozenset((8, 17, 18))


def keep(directory: Path, records: Sequence[Earlier]) -> None:
    """Copy the records into directory/earlier, a folder a session."""
    for record in records:
        for name, data in record.files.items():
            path = directory / FOLDER / record.session / name
            if not path.exists() or path.read_bytes() != data:
                durable.write(path, data)


def load(directory: Path, plan: Sheet, progress: Callable[[str], None]) -> tuple[Finished, ...]:
    """What the sessions in the sheet's `after` ended with. Raises InputErrors for every one that is missing or not sound."""
    found: list[Finished] = []
    problems: list[Problem] = []
    places = sorted((directory / FOLDER).iterdir()) if (directory / FOLDER).is_dir() else []
    given = {place: read_record(place) for place in places if place.is_dir()}
    for place, (files, odd) in given.items():
        named = [value for value in plan.after if value in hashes(files)]
        if not named:
            continue
        progress(f"{say('edge.verifying_earlier_record')} {place.name}")
        report = verify.verify(files, odd, earlier=[other for path, other in given.items() if path != place])
        wrong = next((s for s in report.steps if s.word != MATCH and s.number not in _NAMED_BY_HASH), None)
        wrong = report.first(MISMATCH) or wrong
        if wrong is not None:
            words = f"{say('edge.record_does_not_hold')}: {wrong.line()}"
            problems.append(_problem(place.name, words, say("edge.replace_whole_record")))
            continue
        current, terms = notice.read(files["notice.json"]), rules.read(files["rules.json"])
        people = pool.read(files["pool.csv"], terms)
        found += [
            chain.finished(current.session, amending.check(files, current, terms, people, value)) for value in named
        ]
    if not problems:
        for value in chain.missing(plan.after, found):
            words = f"{say('edge.record_after_names_missing')}: {value}"
            problems.append(_problem(FOLDER, words, say("edge.let_draw_carry_put_into")))
    if problems:
        raise InputErrors(problems)
    return tuple(found)


def _problem(value: str, words: str, remedy: str) -> Problem:
    return Problem(
        file="session.toml", sheet="", row=0, column="session.after", value=value, problem=words, remedy=remedy
    )
