"""A rule sheet with some values replaced, its comments and layout kept: what a chained session takes over (SPEC §14).

Only the characters of the values change. The spaces before a comment behind a value give or take, so that columns of
comments stay columns where there is room.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from draw.errors import InputErrors, Problem
from draw.intake.places import Path, dotted, spans
from draw.words import say

ClassCounts = Callable[[str, str], Mapping[str, Mapping[str, int]]]  # (school, attribute) -> class -> value -> pupils
_COMMENT: Final = re.compile(r"( +)#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """The new text, and what was there before: key as told to a person, old value, new value; only what changed."""

    text: str
    changes: tuple[tuple[str, str, str], ...]


def _problem(file: str, key: str, problem: str, remedy: str) -> Problem:
    return Problem(file=file, sheet="", row=0, column=key, value="", problem=problem, remedy=remedy)


def _replace(text: str, start: int, end: int, value: str) -> str:
    gap = _COMMENT.match(text, end)
    longer = len(value) - (end - start)
    if gap is None or len(gap.group(1)) < 2:
        return text[:start] + value + text[end:]
    return text[:start] + value + " " * max(1, len(gap.group(1)) - longer) + text[gap.end() - 1 :]


def rewrite(text: str, file: str, values: Mapping[Path, str]) -> Rewritten:
    """The text with each key's value replaced by the TOML in `values`. Raises InputErrors for keys that have no line."""
    crlf = "\r\n" in text
    text = text.replace("\r\n", "\n")
    places = spans(text)
    missing = [path for path in values if path not in places]
    if missing:
        raise InputErrors(
            _problem(file, dotted(path), say("chain.rule_sheet_no_such_line"), say("chain.add_line"))
            for path in missing
        )
    changes = []
    for path in sorted(values, key=lambda p: places[p], reverse=True):  # from the end, so that places stay true
        start, end = places[path]
        old = text[start:end]
        if old != values[path]:
            changes.append((dotted(path), old, values[path]))
            text = _replace(text, start, end, values[path])
    return Rewritten(text=text.replace("\n", "\r\n") if crlf else text, changes=tuple(reversed(changes)))


def _table(data: bytes, file: str) -> tuple[str, dict[str, Any]]:
    try:
        text = data.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        words = f"{say('chain.not_valid_toml')}: {error}"
        raise InputErrors([_problem(file, "", words, say("chain.correct_see_draw_check"))]) from None


def is_continued(data: bytes) -> bool:
    """True for a sheet that says what it carries over from earlier sessions, whole or not. Raises InputErrors."""
    return isinstance(_table(data, "session.toml")[1].get("carry"), dict)


def title(data: bytes) -> str:
    """The title of a sheet that may not be whole yet, "" if it has none. Raises InputErrors."""
    session = _table(data, "session.toml")[1].get("session")
    return str(session.get("title", "")) if isinstance(session, dict) else ""


def lists(data: bytes) -> tuple[str, ...]:
    """The files that the sheet's [lists] names. Raises InputErrors."""
    named = _table(data, "session.toml")[1].get("lists")
    return tuple(str(file) for file in named.values()) if isinstance(named, dict) else ()


def _classes(draw: Mapping[str, Any], attributes: object, counts: ClassCounts) -> str:
    """The TOML of a draw's classes, "" where there are none to take over or the sheet does not say whose."""
    school, sex = draw.get("school"), draw.get("sex")
    tables = [a for a in attributes if isinstance(a, dict)] if isinstance(attributes, list) else []
    values = next((a.get("values") for a in tables if a.get("name") == sex), None)
    codes = [str(v.get("code")) for v in values if isinstance(v, dict)] if isinstance(values, list) else []
    if not isinstance(school, str) or not isinstance(sex, str) or not codes:
        return ""
    lines = [
        f'{{ code = "{name}", counts = [{", ".join(str(of.get(code, 0)) for code in codes)}] }}'
        for name, of in sorted(counts(school, sex).items(), key=lambda pair: (len(pair[0]), pair[0]))
    ]
    return "[" + ", ".join(lines) + "]" if lines else ""


def continued(data: bytes, file: str, after: Sequence[str], left: Mapping[str, int], counts: ClassCounts) -> Rewritten:
    """The sheet with `after` set to these hashes, `places` of the schools in `left` that it has to that number, and the
    classes of a draw of late pupils to those that `counts` has at its school.

    Raises InputErrors where the sheet has no line to change.
    """
    text, top = _table(data, file)
    if not isinstance(top.get("carry"), dict):
        words = say("chain.sheet_does_not_say_what")
        remedy = say("chain.write_table_carry_admitted_applicants")
        raise InputErrors([_problem(file, "carry", words, remedy)])
    if top["carry"].get("places") != "LEFT":
        left = {}
    values: dict[Path, str] = {("session", "after"): "[" + ", ".join(f'"{value}"' for value in after) + "]"}
    schools = top.get("schools")
    for n, school in enumerate(schools if isinstance(schools, list) else ()):
        code = school.get("code") if isinstance(school, dict) else None
        if isinstance(code, str) and code in left:
            values["schools", n, "places"] = str(left[code])
    draws = top.get("draws")
    for n, draw in enumerate(draws if isinstance(draws, list) else ()):
        if isinstance(draw, dict) and draw.get("kind") == "late" and "classes" in draw:
            found = _classes(draw, top.get("attributes"), counts)
            values |= {("draws", n, "classes"): found} if found else {}
    return rewrite(text, file, values)
