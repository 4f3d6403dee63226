"""What the ceremony side is made of: frozen, and nothing secret has a default."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from draw.edges.people import People
from draw.edges.standbys import Standbys, without
from web.feed import Feed
from web.login import Logins
from web.service import Service

SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """`secret` signs the cookie; `hosts` are the names that a Host header may carry, without port."""

    service: Service
    feed: Feed
    logins: Logins
    people: People
    secret: bytes
    hosts: frozenset[str]
    public_url: str
    public_alive: Callable[[], bool]
    standbys: Standbys = field(default_factory=without)
    phones: Callable[[], int] = lambda: 0  # how many follow on the public side
    write_sheets: bool = True  # the result sheet is begun as soon as the result is signed

    def __post_init__(self) -> None:
        if len(self.secret) < SECRET_BYTES:
            raise ValueError(f"the cookie secret needs {SECRET_BYTES} bytes")
