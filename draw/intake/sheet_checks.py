"""Collects every fault of a rule sheet with its place; the checks are those of rules.json and notice.json (SPEC §1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from draw import encoding
from draw.encoding import MAX_INTEGER, label_problem, matches
from draw.errors import Problem
from draw.intake.nearest import choose, nearest
from draw.intake.places import Path, dotted, line_of
from draw.rules.forms import is_date
from draw.words import say

_LABEL_WORDS: Final = {
    "must be text": "intake.label_text",
    "must have 1 to 200 characters": "intake.label_length",
    "must be NFC-normalised": "intake.label_nfc",
    "must not hold control characters or line separators": "intake.label_control",
    "must not start or end with a space": "intake.label_space",
}
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(value: object) -> str:
    """A value as a person wrote it, shortened."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, (datetime, date, time)):
        text = value.isoformat()
    elif isinstance(value, dict):
        text = "{…}"
    elif isinstance(value, list):
        text = "[…]"
    else:
        # str() of an integer with thousands of digits is refused by Python itself
        text = str(value) if not isinstance(value, int) or abs(value) <= 10**60 else "…"
    return text if len(text) <= 60 else text[:59] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A pattern of SPEC §1 with its words."""

    pattern: re.Pattern[str]
    problem: str
    remedy: str


SESSION: Final = Form(
    pattern=encoding.SESSION, problem=say("intake.must_session_id_z0_9"),
    remedy=say("intake.use_lower_case_letters_digits"),
)  # fmt: skip
DRAW_ID: Final = Form(
    pattern=encoding.DRAW_ID, problem=say("intake.must_draw_id_z0_9"),
    remedy=say("intake.use_lower_case_letters_digits_dots"),
)  # fmt: skip
CODE: Final = Form(
    pattern=encoding.CODE, problem=say("intake.must_code_0_9a_z"),
    remedy=say("intake.use_capital_letters_digits_hyphens"),
)  # fmt: skip
ATTRIBUTE: Final = Form(
    pattern=encoding.ATTRIBUTE, problem=say("intake.must_attribute_name_z0_9"),
    remedy=say("intake.start_lower_case_letter"),
)  # fmt: skip
HASH: Final = Form(
    pattern=encoding.HASH,
    problem=say("intake.must_64_lower_case_hex"),
    remedy=say("intake.copy_again"),
)


class Checks:
    """The problems found so far in one rule sheet; a method returns the sound value, or None after noting a fault."""

    def __init__(self, file: str, lines: dict[Path, int]) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._lines = lines

    def fault(self, path: Path, value: object, problem: str, remedy: str) -> None:
        """Notes one fault at a key."""
        self.problems.append(
            Problem(
                file=self._file, sheet="", row=line_of(self._lines, path), column=dotted(path), value=shown(value),
                problem=problem, remedy=remedy,
            )
        )  # fmt: skip

    def line(self, path: Path) -> int:
        """The line of a key."""
        return line_of(self._lines, path)

    def table(
        self, value: object, path: Path, keys: Sequence[str], words: Mapping[str, Sequence[str]] = {}
    ) -> dict[str, Any] | None:
        """The table's known keys; unknown and missing ones are faults, a mistyped key only one.

        `words`: switch -> its allowed words, told where it is missing, because nothing has a default (R1).
        """
        if not isinstance(value, dict):
            self.fault(path, value, say("intake.must_table"), say("intake.give", keys=" ".join(keys)))
            return None
        missing = [k for k in keys if k not in value]
        for key in value:
            if key in keys:
                continue
            near = nearest(key, missing)
            if near:
                missing.remove(near)
            remedy = say("intake.did_you_mean", near=near) if near else say("intake.delete_2")
            self.fault((*path, key), "", say("intake.unknown_key", shown=shown(key)), remedy)
        for key in missing:
            here = dotted(path) or "session.toml"
            allowed = f": {' | '.join(words[key])}" if key in words else ""
            self.fault(
                (*path, key),
                "",
                say("intake.key_missing", name=key),
                say("intake.add_key", where=here, name=key) + allowed,
            )
        return {k: value[k] for k in keys if k in value}

    def tables(
        self, value: object, path: Path, keys: Sequence[str], words: Mapping[str, Sequence[str]] = {}, *,
        empty: bool = False,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """The tables of a list; faults inside them are noted."""
        if not isinstance(value, list) or not (value or empty):
            self.fault(path, value, say("intake.must_list_not_empty"), say("intake.write", dotted=dotted(path)))
            return []
        return [self.table(v, (*path, n), keys, words) or {} for n, v in enumerate(value)]

    def label(self, table: Mapping[str, Any], key: str, path: Path) -> str | None:
        """A label (SPEC §1) without characters that turn the reading direction."""
        return self.text(table[key], (*path, key)) if key in table else None

    def text(self, value: object, path: Path) -> str | None:
        """The same for a value anywhere."""
        problem = label_problem(value)
        if problem:
            self.fault(path, value, say(_LABEL_WORDS[problem]), say("intake.rewrite_text"))
            return None
        if not _BIDI.isdisjoint(str(value)):
            words = say("intake.holds_hidden_direction_characters")
            self.fault(path, value, words, say("intake.retype"))
            return None
        return str(value)

    def count(
        self, table: Mapping[str, Any], key: str, path: Path, least: int = 0, most: int = MAX_INTEGER
    ) -> int | None:
        """An integer in bounds."""
        if key not in table:
            return None
        value = table[key]
        if type(value) is int and least <= value <= most:
            return value
        if most == MAX_INTEGER:
            problem = say("intake.must_integer", least=least)
        else:
            problem = say("intake.must_integer_from", least=least, most=most)
        self.fault((*path, key), value, problem, say("intake.write_plain_integer_without_quotes"))
        return None

    def choice(self, table: Mapping[str, Any], key: str, path: Path, allowed: Sequence[str]) -> str | None:
        """One of the allowed words."""
        if key not in table:
            return None
        value = table[key]
        if isinstance(value, str) and value in allowed:
            return value
        if not allowed:
            self.fault((*path, key), value, say("intake.nothing_declared"), say("intake.declare_first"))
            return None
        words = " ".join(allowed[:12]) + (" …" if len(allowed) > 12 else "")
        self.fault((*path, key), value, say("intake.must_one", words=words), choose(shown(value), allowed))
        return None

    def switches(self, table: Mapping[str, Any], path: Path, words: Mapping[str, Sequence[str]]) -> None:
        """Every key of `words` that the table has is one of its words."""
        for key, allowed in words.items():
            self.choice(table, key, path, allowed)

    def day(self, table: Mapping[str, Any], key: str, path: Path) -> str | None:
        """A date as text, or "none"."""
        if key not in table:
            return None
        value = table[key]
        if value == "none" or is_date(value):
            return str(value)
        self.fault(
            (*path, key), value, say("intake.must_date_exists_none"),
            say("intake.write_so_quotes"),
        )  # fmt: skip
        return None

    def items(self, value: object, path: Path, what: str) -> list[tuple[int, str]]:
        """The texts of a non-empty list with their places in it, none twice; faults are noted and left out."""
        if not isinstance(value, list) or not value:
            self.fault(path, value, f"{say('intake.list_not_empty')}: {what}", say("intake.example"))
            return []
        found: list[tuple[int, str]] = []
        for n, text in enumerate(value):
            if not isinstance(text, str):
                self.fault((*path, n), text, say("intake.must_text"), say("intake.put_quotes"))
            elif text in value[:n]:
                self.fault((*path, n), text, say("intake.stands_twice"), say("intake.delete_one"))
            else:
                found.append((n, text))
        return found

    def form(self, table: Mapping[str, Any], key: str, path: Path, pattern: Form) -> str | None:
        """A text of the form."""
        if key not in table:
            return None
        value = table[key]
        if matches(pattern.pattern, value):
            return str(value)
        self.fault((*path, key), value, pattern.problem, pattern.remedy)
        return None

    def unique(self, values: Sequence[str | None], path: Path, key: str) -> None:
        """Every value once; None stands for one that is already a fault."""
        first: dict[str, int] = {}
        for n, value in enumerate(values):
            if value is not None and first.setdefault(value, n) != n:
                self.fault(
                    (*path, n, key), value, say("intake.same_as_item", item=first[value] + 1),
                    say("intake.make_different"),
                )  # fmt: skip
