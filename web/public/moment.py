"""What every phone is told now: the ceremony side's last frame, if there is one, and how far the published files are."""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from draw.words import pair
from web.public.record import Look

MOST_LINE: Final = 256 * 1024  # bytes of one line from the ceremony side


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """`n` is the event number; `version` changes whenever anything does. `state` is the JSON, `event` the same for a stream."""

    n: int
    version: str
    state: bytes
    event: bytes


def event(name: str, data: bytes, number: int | None = None) -> bytes:
    """One server-sent event."""
    head = b"" if number is None else b"id: %d\n" % number
    return head + b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


def dumps(value: object) -> bytes:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def frame_of(line: bytes) -> dict[str, Any] | None:
    """What the ceremony side said in one line; None if that is no frame."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("n"), int) or not isinstance(value.get("attempt"), int):
        return None
    return value


class Now:
    """The moment, made anew from either source. Used by one thread only."""

    def __init__(self, look: Look) -> None:
        self._boot = secrets.token_hex(4)
        self._count = 0
        self._frame: dict[str, Any] | None = None
        self._heard = time.monotonic()
        self.look = look
        self.moment = self._make()

    def tell(self, frame: dict[str, Any]) -> None:
        """The ceremony side has said something."""
        self._frame, self._heard = frame, time.monotonic()
        self.moment = self._make()

    def see(self, look: Look) -> bool:
        """The folder was looked at. -> True if that changed anything."""
        if look.mark == self.look.mark:
            return False
        self.look = look
        self.moment = self._make()
        return True

    def _make(self) -> Moment:
        self._count += 1
        frame, version = self._frame, f"{self._boot}.{self._count}"
        n = int(frame["n"]) if frame is not None else self._count
        state = dumps({"v": version, "n": n, "live": frame, "record": record_words(self.look)})
        return Moment(n=n, version=version, state=state, event=event("state", state, n))

    def beat(self) -> bytes:
        """The heartbeat: by it a phone notices a dead network; it carries the seconds left of a running clock."""
        frame = self._frame or {}
        clock: Mapping[str, Any] = frame.get("clock") or {}
        left = int(clock.get("left", 0))
        if clock.get("ticking"):
            left = max(0, left - int(time.monotonic() - self._heard))
        return event("hb", dumps({"n": self.moment.n, "left": left}))


def record_words(look: Look) -> dict[str, Any]:
    """How far the published files are, for a phone: small, whatever the size of the record."""
    notice = look.notice
    found: dict[str, Any] = {
        "stage": look.stage.removeprefix("public."),
        "words": pair(look.stage),
        "mark": look.mark,
        "amendments": look.amendments,
        "things": look.things,
    }
    if notice is None:
        return found
    return found | {
        "session": notice.session,
        "title": notice.title,
        "authority": notice.authority,
        "attempt": notice.attempt,
        "voided": notice.attempt - (0 if look.stage == "public.void" else 1),
        "rehearsals": notice.rehearsals,
        "rehearsal": look.rehearsal,
    }
