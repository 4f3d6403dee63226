"""How the machine and the stations are, in figures for every seat of the staff."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from draw.edges.people import STAFF, Role
from draw.words import pair
from web.config import Config

Pair = tuple[str, str]
LOW_GB: Final = 2  # below this the disk is said to be nearly full


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What the health lines say. `witnesses` of `stations`; `last_ms` is 0 before anything was recorded from a desk."""

    projectors: int
    witnesses: int
    stations: int
    phones: int
    staff: Pair
    last_ms: int
    free_gb: int
    low: bool
    public: bool
    public_url: str


class Watch:
    """Measures how long the last act took, the write to the disk included."""

    def __init__(self) -> None:
        self.last_ms = 0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Measure what happens inside, if it succeeds."""
        began = time.perf_counter()
        yield
        self.last_ms = max(1, round((time.perf_counter() - began) * 1000))


def health(config: Config, watch: Watch) -> Health:
    """The figures of this moment."""
    with config.service.reading(fresh=False) as session:
        notice = session.state.notice
        free = shutil.disk_usage(session.folder).free // 10**9
    there = config.logins.present()
    said = [pair(f"role.{role}") for role in STAFF if there.get(role)]
    return Health(
        projectors=config.feed.projectors,
        witnesses=there.get(Role.WITNESS, 0),
        stations=len(notice.open_parties()) if notice is not None else 0,
        phones=config.phones(),
        staff=("、".join(zh for zh, _ in said), ", ".join(en for _, en in said)),
        last_ms=watch.last_ms,
        free_gb=free,
        low=free < LOW_GB,
        public=config.public_alive(),
        public_url=config.public_url,
    )
