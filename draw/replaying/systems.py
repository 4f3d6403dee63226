"""The systems whose draws can be replayed, by the name that the command line gives them."""

from collections.abc import Callable, Mapping
from typing import Final

from draw.replaying import consistent, lcg, rfc3797, ring, rivest
from draw.replaying.case import Replay

SYSTEMS: Final[Mapping[str, Callable[[bytes, str, Mapping[str, str]], Replay]]] = {
    "rfc3797": rfc3797.replay,
    "rivest": rivest.replay,
    "consistent-sampler": consistent.replay,
    "ring": ring.replay,
    "lcg": lcg.replay,
}
