"""Large records without the search for cycles of garbage: a million rows make millions of tuples, and none of them a circle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Inside, Python does not look through all objects again and again; for one job that keeps nearly all it makes."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
