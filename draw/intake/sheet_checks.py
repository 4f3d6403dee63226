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

_LABEL_WORDS: Final = {
    "must be text": "须为加引号的文字",
    "must have 1 to 200 characters": "须为 1 至 200 个字",
    "must be NFC-normalised": "须为 NFC 规范文字",
    "must not hold control characters or line separators": "不得含控制字符或换行",
    "must not start or end with a space": "首尾不得有空格",
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
    pattern=encoding.SESSION, problem="场次编号不合格 must be a session id of [a-z0-9-], 3 to 64 characters",
    remedy="只用小写字母、数字、连字符 use lower-case letters, digits and hyphens",
)  # fmt: skip
DRAW_ID: Final = Form(
    pattern=encoding.DRAW_ID, problem="派位代号不合格 must be a draw id of [a-z0-9.-], at most 64 characters",
    remedy="只用小写字母、数字、点、连字符 use lower-case letters, digits, dots and hyphens",
)  # fmt: skip
CODE: Final = Form(
    pattern=encoding.CODE, problem="代码不合格 must be a code of [0-9A-Z-], at most 32 characters",
    remedy="只用大写字母、数字、连字符并加引号 use capital letters, digits and hyphens, in quotes",
)  # fmt: skip
ATTRIBUTE: Final = Form(
    pattern=encoding.ATTRIBUTE, problem="属性名不合格 must be an attribute name of [a-z0-9_], at most 32 characters",
    remedy="以小写字母开头 start with a lower-case letter",
)  # fmt: skip
HASH: Final = Form(
    pattern=encoding.HASH,
    problem="须为 64 位小写十六进制 must be 64 lower-case hex digits",
    remedy="核对后重抄 copy it again",
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
            self.fault(path, value, "须为一张表 must be a table", f"写明 {' '.join(keys)} give these keys")
            return None
        missing = [k for k in keys if k not in value]
        for key in value:
            if key in keys:
                continue
            near = nearest(key, missing)
            if near:
                missing.remove(near)
            remedy = f"是否应为 {near} did you mean {near}?" if near else "删除此项 delete it"
            self.fault((*path, key), "", f"未知的项 {shown(key)} unknown key", remedy)
        for key in missing:
            here = dotted(path) or "文件开头 the top"
            allowed = f",可选值 {' '.join(words[key])} add it, one of these" if key in words else " add it there"
            self.fault((*path, key), "", f"缺少 {key} key is missing", f"在 {here} 补写 {key}{allowed}")
        return {k: value[k] for k in keys if k in value}

    def tables(
        self, value: object, path: Path, keys: Sequence[str], words: Mapping[str, Sequence[str]] = {}, *,
        empty: bool = False,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """The tables of a list; faults inside them are noted."""
        if not isinstance(value, list) or not (value or empty):
            self.fault(
                path, value, "须为非空列表 must be a list that is not empty", f"写成 [[{dotted(path)}]] write it so"
            )
            return []
        return [self.table(v, (*path, n), keys, words) or {} for n, v in enumerate(value)]

    def label(self, table: Mapping[str, Any], key: str, path: Path) -> str | None:
        """A label (SPEC §1) without characters that turn the reading direction."""
        return self.text(table[key], (*path, key)) if key in table else None

    def text(self, value: object, path: Path) -> str | None:
        """The same for a value anywhere."""
        problem = label_problem(value)
        if problem:
            self.fault(path, value, f"{_LABEL_WORDS[problem]} {problem}", "改写此文字 rewrite this text")
            return None
        if not _BIDI.isdisjoint(str(value)):
            words = "含有改变书写方向的隐藏字符 holds hidden direction characters"
            self.fault(path, value, words, "重新键入 retype it")
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
            problem = f"数值须为 ≥{least} 的整数 must be an integer >= {least}"
        else:
            problem = f"数值须为 {least} 至 {most} 的整数 must be an integer from {least} to {most}"
        self.fault((*path, key), value, problem, "写成不加引号的整数 write a plain integer without quotes")
        return None

    def choice(self, table: Mapping[str, Any], key: str, path: Path, allowed: Sequence[str]) -> str | None:
        """One of the allowed words."""
        if key not in table:
            return None
        value = table[key]
        if isinstance(value, str) and value in allowed:
            return value
        words = " ".join(allowed[:12]) + (" …" if len(allowed) > 12 else "")
        self.fault((*path, key), value, f"须为 {words} 之一 must be one of these", choose(shown(value), allowed))
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
            (*path, key), value, '须为日期或 "none" must be a date that exists, or "none"',
            '写成加引号的 "2026-08-31" write it so, in quotes',
        )  # fmt: skip
        return None

    def items(self, value: object, path: Path, what: str) -> list[tuple[int, str]]:
        """The texts of a non-empty list with their places in it, none twice; faults are noted and left out."""
        if not isinstance(value, list) or not value:
            self.fault(
                path, value, f"须为{what}的非空列表 must be a list that is not empty", '如 ["A", "B"] for example'
            )
            return []
        found: list[tuple[int, str]] = []
        for n, text in enumerate(value):
            if not isinstance(text, str):
                self.fault((*path, n), text, "须为加引号的文字 must be text", "加上引号 put it in quotes")
            elif text in value[:n]:
                self.fault((*path, n), text, "同一项写了两次 it stands twice", "删去一个 delete one")
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

    def unique(self, values: Sequence[str | None], path: Path, key: str, what: str) -> None:
        """Every value once; None stands for one that is already a fault."""
        first: dict[str, int] = {}
        for n, value in enumerate(values):
            if value is not None and first.setdefault(value, n) != n:
                self.fault(
                    (*path, n, key), value, f"{what}与第 {first[value] + 1} 项重复 the same as item {first[value] + 1}",
                    "改为不同的值 make it different",
                )  # fmt: skip
