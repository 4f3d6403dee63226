"""The rule sheet that people write: session.toml -> Sheet, or every problem with its line (SPEC §3, §4, R1).

Whatever passes here never fails in `rules.parse` or `notice.parse` later. Nothing has a default: each switch is written
out, as R1 asks.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from draw import dice as dice_module
from draw import encoding, rules, sheet_rules
from draw.encoding import MAX_INTEGER, is_time, matches
from draw.errors import FormatError, InputErrors, Problem
from draw.notice import Beacon, Mode, Party, Phase
from draw.places import locate
from draw.rules import Rules
from draw.sheet_checks import HASH, SESSION, Checks

_TOP: Final = ("format", "session", "parties", "schools", "attributes", "bundles", "draws", "show")
_SESSION: Final = (
    "id", "mode", "title", "authority", "scheduled", "rehearsals", "after", "dice", "beacon", "min_open",
    "reveal_seconds",
)  # fmt: skip
_LINE: Final = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the rule sheet decides. `file`: its name; `columns`: attribute name -> header of its roster column."""

    file: str
    session: str
    mode: Mode
    title: str
    authority: str
    scheduled: str
    rehearsals: int
    after: tuple[str, ...]
    dice: str
    beacon: Beacon | None
    min_open: int
    reveal_seconds: int
    parties: tuple[Party, ...]
    rules: Rules
    columns: Mapping[str, str]


def _one(file: str, row: int, problem: str, remedy: str, column: str = "") -> InputErrors:
    return InputErrors([Problem(file=file, sheet="", row=row, column=column, value="", problem=problem, remedy=remedy)])


def _parse(data: bytes, file: str) -> tuple[dict[str, Any], str]:
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise _one(file, row, "文件不是 UTF-8 编码 the file is not UTF-8", "另存为 UTF-8 save it as UTF-8") from None
    try:
        return tomllib.loads(text), text
    except RecursionError:
        raise _one(file, 1, "括号嵌套过深 brackets are nested too deep", "改正括号 correct the brackets") from None
    except ValueError as error:
        # tomllib stops at the first error of syntax: what stands behind it cannot be told apart
        words = str(error)
        found = _LINE.search(words)
        row = int(found.group(1)) if found else text.rstrip("\n").count("\n") + 1
        words = words.partition(" (at ")[0]
        raise _one(
            file, row, f"此行不合 TOML 写法 not valid TOML: {words}", "对照样表改正此行 correct this line"
        ) from None


def _session(c: Checks, value: object) -> dict[str, Any]:
    path = ("session",)
    t = c.table(value, path, _SESSION) or {}
    c.form(t, "id", path, SESSION)
    c.choice(t, "mode", path, [str(m) for m in Mode])
    c.label(t, "title", path)
    c.label(t, "authority", path)
    if "scheduled" in t and not is_time(t["scheduled"]):
        c.fault(
            (*path, "scheduled"), t["scheduled"], "时间不合格 must be a time that exists",
            '写成加引号的 "2026-07-18T09:00:00+08:00" write it so, in quotes',
        )  # fmt: skip
    c.count(t, "rehearsals", path)
    c.count(t, "min_open", path)
    c.count(t, "reveal_seconds", path, most=86400)
    if "after" in t:
        _after(c, t["after"])
    if "dice" in t and t["dice"] != "none" and dice_module.parse(t["dice"]) is None:
        c.fault(
            (*path, "dice"), t["dice"], "掷骰方式不合格 must be d10xN, d6xN, bMkK or none",
            'N 为 10 至 40,如 "d10x12" N is 10 to 40, e.g. "d10x12"; bMkK: M 10..99, K 6..M',
        )  # fmt: skip
    beacon = t.get("beacon")
    if beacon is not None and beacon != "none":
        b = c.table(beacon, (*path, "beacon"), ("chain", "round")) or {}
        c.form(b, "chain", (*path, "beacon"), HASH)
        c.count(b, "round", (*path, "beacon"), 1)
    if t.get("dice") == "none" and beacon == "none":
        c.fault(
            (*path, "dice"), "none", "骰子与信标不能都没有 dice and beacon are both none",
            '填写其一,如 dice = "d10x12" give one of them',
        )  # fmt: skip
    return t


def _after(c: Checks, value: object) -> None:
    path = ("session", "after")
    if not isinstance(value, list):
        c.fault(path, value, "须为列表 must be a list", "没有前场时写 [] write [] if there is none")
        return
    for n, text in enumerate(value):
        if not matches(encoding.HASH, text):
            c.fault((*path, n), text, HASH.problem, HASH.remedy)
        elif text in value[:n]:
            c.fault((*path, n), text, "同一校验码写了两次 the same hash stands twice", "删去一个 delete one")


def _parties(c: Checks, value: object) -> tuple[list[dict[str, Any]], int]:
    """The parties and how many of them are open."""
    path = ("parties",)
    tables = c.tables(value, path, ("id", "name", "phase"))
    for n, t in enumerate(tables):
        here = (*path, n)
        c.label(t, "name", here)
        phase = c.choice(t, "phase", here, [str(p) for p in Phase])
        if phase is None or "id" not in t:
            continue
        if not matches(encoding.SEALED if phase == "sealed" else encoding.OPEN, t["id"]):
            words = "封存方编号须如 A1、N1 a sealed party is A1 to N9" if phase == "sealed" else (
                "公开方编号须如 W01 an open party is W00 to W99"
            )  # fmt: skip
            c.fault((*here, "id"), t["id"], words, "改编号或改 phase change the id or the phase")
    c.unique([str(t["id"]) if "id" in t else None for t in tables], path, "id", "编号")
    kinds = {str(t.get("id", "?"))[:1] for t in tables if t.get("phase") != "open"}
    complete = bool(tables) and all("id" in t for t in tables)
    for letter, who in (("A", "教育局封存方 a sealed authority (A1)"), ("N", "公证封存方 a sealed notary (N1)")):
        if complete and letter not in kinds:
            c.fault(path, "", f"缺少{who} is missing", f"增加一个 {letter}1,phase 为 sealed add it")
    return tables, sum(t.get("phase") == "open" for t in tables)


def read(data: bytes, file: str) -> Sheet:
    """The Sheet of the bytes of a session.toml named `file`.

    Raises InputErrors with every problem at once, in the order of the lines; an error of syntax comes alone.
    """
    value, text = _parse(data, file)
    c = Checks(file, locate(text))
    top = c.table(value, (), _TOP) or {}
    c.choice(top, "format", (), ["sheet1"])
    session = _session(c, top["session"]) if "session" in top else {}
    parties, opened = _parties(c, top["parties"]) if "parties" in top else ([], 0)
    least = session.get("min_open")
    if "parties" in top and type(least) is int and opened < least <= MAX_INTEGER:
        c.fault(
            ("session", "min_open"), least, f"多于公开方的个数 {opened} more than the open parties",
            "减小此数,或增加公开方 lower it, or add open parties",
        )  # fmt: skip
    schools = sheet_rules.schools(c, top["schools"]) if "schools" in top else []
    attributes = sheet_rules.attributes(c, top["attributes"]) if "attributes" in top else []
    if "draws" in top and "schools" in top and "attributes" in top:
        sheet_rules.draws(c, top["draws"], schools, attributes)
    if "bundles" in top and "attributes" in top:
        sheet_rules.bundles(c, top["bundles"], attributes)
    if "show" in top:
        sheet_rules.show(c, top["show"])
    if c.problems:
        raise InputErrors(sorted(c.problems, key=lambda p: p.row))
    try:
        parsed = rules.parse(sheet_rules.value_of(top))
    except FormatError as error:  # the checks above and rules.py disagree: say so rather than freeze it
        raise _one(file, 1, f"规则不合格 {error.problem}", "请报告此问题 please report this", error.where) from None
    beacon = None if session["beacon"] == "none" else Beacon(**session["beacon"])
    return Sheet(
        file=file,
        session=session["id"],
        mode=Mode(session["mode"]),
        title=session["title"],
        authority=session["authority"],
        scheduled=session["scheduled"],
        rehearsals=session["rehearsals"],
        after=tuple(session["after"]),
        dice=session["dice"],
        beacon=beacon,
        min_open=session["min_open"],
        reveal_seconds=session["reveal_seconds"],
        parties=tuple(Party(id=p["id"], name=p["name"], phase=Phase(p["phase"])) for p in parties),
        rules=parsed,
        columns={a["name"]: a["column"] for a in attributes},
    )
