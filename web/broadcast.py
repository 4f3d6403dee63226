"""What the public side is told: the projector's state without anything that names a person, masked or not (R50).

Only what stands here is passed on, field by field: whatever the projector learns to show stays in the hall unless it is
added here. The seed, the order and every tile are in the published record by the time that a show has begun.
"""

from collections.abc import Mapping
from typing import Any, Final

_PLAIN: Final = (
    "attempt",
    "n",
    "session",
    "stage",
    "stage_words",
    "rehearsal",
    "voided",
    "rehearsals",
    "notice",
    "result",
    "head",
)
_SHOW: Final = ("kind", "frame", "frames", "draw", "title", "form", "number", "of", "shown", "of_shown", "new")
_TILE: Final = ("rank", "unit", "size", "in", "waits")
_MEMBER: Final = ("code", "in", "school", "choice")

View = Mapping[str, Any]


def frame(state: View) -> dict[str, Any]:
    """The frame of a state of web/view.py: small, whole by itself, free of names."""
    view: View = state.get("view") or {}
    here = not state.get("back")  # while the hall looks back, the phones stay where the ceremony is
    band: View = state.get("band") or {}
    return {
        **_some(state, _PLAIN),
        "blank": bool(state.get("blank")),
        "band": {"kind": band["kind"], "words": band["words"]} if band else None,
        "count": _count(str(state.get("scene", "")), view) if here else None,
        "clock": {"left": int(view["left"]), "ticking": bool(view["ticking"])} if here and "ticking" in view else None,
        "show": _show(view) if here and state.get("scene") == "show" else None,
    }


def _some(value: View, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value[key] for key in keys if key in value}


def _count(scene: str, view: View) -> dict[str, int] | None:
    """How many of how many: commitments, reveals, dice, envelopes."""
    if scene in ("board", "reveals", "envelopes"):
        return {"done": int(view["count"]), "of": len(view["rows"])}
    if scene == "dice":
        return {"done": len(view["values"]), "of": int(view["count"])}
    return None


def _show(view: View) -> dict[str, Any]:
    """The page of the show: which draw, how far, and its tiles by code."""
    tiles = [
        _some(tile, _TILE) | {"members": [_some(member, _MEMBER) for member in tile["members"]]}
        for tile in view.get("tiles", ())
    ]
    return _some(view, _SHOW) | {"tiles": tiles}
