"""Who follows, and one shared bytes object for all of them; a phone that does not read is let go."""

import asyncio
from collections import deque
from typing import Final, Protocol

STEP: Final = 200  # phones written to before other requests get their turn
MOST_WAITING: Final = 8  # each says everything: of more than these the oldest are left out


class Viewer(Protocol):
    """A phone that follows."""

    def push(self, data: bytes) -> None:
        """Send these bytes, or let go of a phone that is too far behind."""


class Hub:
    """Fan-out. What is told while something is still being sent waits, and then goes out in one piece."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._viewers: dict[Viewer, None] = {}
        self._waiting: deque[bytes] = deque(maxlen=MOST_WAITING)
        self._wake = asyncio.Event()

    def __len__(self) -> int:
        return len(self._viewers)

    def full(self) -> bool:
        """True if there is no room for one more."""
        return len(self._viewers) >= self.most

    def join(self, viewer: Viewer) -> None:
        """From now on `viewer` is told."""
        self._viewers[viewer] = None

    def leave(self, viewer: Viewer) -> None:
        """No more; unknown viewers are fine."""
        self._viewers.pop(viewer, None)

    def tell(self, data: bytes) -> None:
        """Send to everybody soon; returns at once."""
        self._waiting.append(data)
        self._wake.set()

    async def run(self) -> None:
        """Send what is told, for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            data = b"".join(self._waiting)
            self._waiting.clear()
            for n, viewer in enumerate(list(self._viewers), 1):
                if viewer in self._viewers:
                    viewer.push(data)
                if n % STEP == 0:
                    await asyncio.sleep(0)
