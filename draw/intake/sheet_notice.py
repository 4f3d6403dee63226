"""The half of the rule sheet that becomes notice.json: the session and the parties (SPEC §3, R1)."""

from typing import Any, Final

from draw import dice as dice_module
from draw import encoding
from draw.encoding import is_time, matches
from draw.intake.sheet_checks import HASH, SESSION, Checks
from draw.notice import Mode, Phase
from draw.words import say

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
            (*path, "scheduled"), t["scheduled"], say("intake.must_time_exists"),
            say("intake.write_so_quotes_2"),
        )  # fmt: skip
    c.count(t, "rehearsals", path)
    c.count(t, "min_open", path)
    c.count(t, "reveal_seconds", path, most=86400)
    if "after" in t:
        _after(c, t["after"])
    if "dice" in t and t["dice"] != "none" and dice_module.parse(t["dice"]) is None:
        c.fault(
            (*path, "dice"), t["dice"], say("intake.must_d10xn_d6xn_bmkk_none"),
            say("intake.n_10_40_e_g"),
        )  # fmt: skip
    beacon = t.get("beacon")
    if beacon is not None and beacon != "none":
        b = c.table(beacon, (*path, "beacon"), ("chain", "round")) or {}
        c.form(b, "chain", (*path, "beacon"), HASH)
        c.count(b, "round", (*path, "beacon"), 1)
    if t.get("dice") == "none" and beacon == "none":
        c.fault(
            (*path, "dice"), "none", say("intake.dice_beacon_both_none"),
            say("intake.give_one_them_e_g"),
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
        c.fault(path, value, say("intake.must_list"), say("intake.write_if_there_none_2"))
        return
    for n, text in enumerate(value):
        if not matches(encoding.HASH, text):
            c.fault((*path, n), text, HASH.problem, HASH.remedy)
        elif text in value[:n]:
            c.fault((*path, n), text, say("intake.same_hash_stands_twice"), say("intake.delete_one"))


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
            words = say("intake.sealed_party_a1_n9") if phase == "sealed" else (
                say("intake.open_party_w00_w99")
            )  # fmt: skip
            c.fault((*here, "id"), t["id"], words, say("intake.change_id_phase"))
    c.unique([str(t["id"]) if "id" in t else None for t in tables], path, "id")
    kinds = {str(t.get("id", "?"))[:1] for t in tables if t.get("phase") != "open"}
    complete = bool(tables) and all("id" in t for t in tables)
    for letter, who in (("A", "intake.no_authority"), ("N", "intake.no_notary")):
        if complete and letter not in kinds:
            c.fault(path, "", say(who), say("intake.add_sealed", letter=letter))
    return sum(t.get("phase") == "open" for t in tables)
