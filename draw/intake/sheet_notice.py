"""The half of the rule sheet that becomes notice.json: the session and the parties (SPEC §3, R1)."""

from typing import Any, Final

from draw import dice as dice_module
from draw import encoding
from draw.encoding import is_time, matches
from draw.intake.sheet_checks import HASH, SESSION, Checks
from draw.notice import Mode, Phase

_SESSION: Final = (
    "id", "mode", "title", "authority", "scheduled", "rehearsals", "after", "dice", "beacon", "min_open",
    "reveal_seconds",
)  # fmt: skip


def session(c: Checks, value: object) -> dict[str, Any]:
    """The [session] table; its faults are noted."""
    path = ("session",)
    t = c.table(value, path, _SESSION, {"mode": list(Mode)}) or {}
    c.form(t, "id", path, SESSION)
    c.choice(t, "mode", path, list(Mode))
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


def after(session: dict[str, Any]) -> list[str] | None:
    """The hashes of the sessions that this one continues, None if they are at fault."""
    value = session.get("after")
    if not isinstance(value, list) or not all(matches(encoding.HASH, text) for text in value):
        return None
    return value


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


def parties(c: Checks, value: object) -> int:
    """The [[parties]] tables; their faults are noted. -> how many parties are open."""
    path = ("parties",)
    tables = c.tables(value, path, ("id", "name", "phase"), {"phase": list(Phase)})
    for n, t in enumerate(tables):
        here = (*path, n)
        c.label(t, "name", here)
        phase = c.choice(t, "phase", here, list(Phase))
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
    return sum(t.get("phase") == "open" for t in tables)
