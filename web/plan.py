"""What the desk page says: where the run of show stands, the next act as one form, and what may be done besides."""

import shutil
from typing import Any, Final

from draw.ceremony import Ceremony, Stage
from draw.words import WORDS, pair
from web import pending
from web.forms import Forms, Pair
from web.login import Login
from web.service import Service
from web.view import build, line_view, views

TAIL: Final = 12

# the run of show: (step, stages in which it is the present one)
STEPS: Final[tuple[tuple[str, tuple[Stage, ...]], ...]] = (
    ("freeze", (Stage.START,)),
    ("opening", (Stage.OBJECTIONS,)),
    ("commit", (Stage.COMMIT,)),
    ("board", (Stage.BOARD,)),
    ("reveal", (Stage.REVEAL,)),
    ("dice", (Stage.DICE,)),
    ("beacon", (Stage.BEACON,)),
    ("envelopes", (Stage.ENVELOPES,)),
    ("opening_papers", (Stage.OPENING,)),
    ("finish", (Stage.SEEDED,)),
    ("show", (Stage.DONE,)),
)


def _steps(state: Ceremony) -> list[dict[str, Any]]:
    notice = state.notice
    steps = [
        (key, stages)
        for key, stages in STEPS
        if not (notice and ((key == "beacon" and notice.beacon is None) or (key == "dice" and notice.dice == "none")))
    ]
    if state.stage is Stage.VOID:
        return [{"key": "void", "mark": "now"}]
    at = next((n for n, (_, stages) in enumerate(steps) if state.stage in stages), 0)
    return [
        {"key": key, "mark": "done" if n < at else "now" if n == at else "later"} for n, (key, _) in enumerate(steps)
    ]


def _host(service: Service, step: str) -> Pair | None:
    """The draft of what the host says at this step."""
    if f"host.{step}" not in WORDS:
        return None
    frozen = service.frozen()
    return pair(
        f"host.{step}",
        children=frozen.notice.applicants,
        units=frozen.notice.units,
        bundles=len(frozen.pool.bundles()),
        places=sum(s.places for s in frozen.rules.schools),
    )


def plan(service: Service, login: Login | None) -> dict[str, Any]:
    """Everything that the desk template shows."""
    with service.reading() as session:
        record, shown = service.show(), build(service)
        steps = _steps(session.state)
        return {
            "state": shown,
            "views": [v for v in views(service) if not v.startswith("show:") or v == shown["at"]],
            "steps": steps,
            "host": _host(service, next(s["key"] for s in steps if s["mark"] == "now")),
            "sealed": record is not None,
            "forms": [f for f in Forms(session).all() if service.alone() or login is None or login.role in f.who],
            "pending": pending.waiting(session),
            "tail": [line_view(line) for line in session.lines[-TAIL:]][::-1],
            "frames": len(record.frames) if record else 0,
            "shown": service.position.shown,
            "free_gb": shutil.disk_usage(session.folder).free // 10**9,
            "session_id": service.session_id(),
        }
