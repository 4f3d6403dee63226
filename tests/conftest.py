"""Shared records: made once a run."""

import os
from pathlib import Path

import pytest
import stage
from hypothesis import settings

from draw.edges import program

# No test here is about time, and a slow machine is not a fault. In CI the same examples every time; elsewhere new ones.
settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steady")

# One run of tests sees one program: its files are hashed once, not at every act of every ceremony.
_LISTING = program.listing()
program.listing = lambda: _LISTING


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session folder of a whole rehearsal done with the commands; read only."""
    folder = stage.prepare(tmp_path_factory.mktemp("held") / "session")
    stage.ceremony(folder, stage.environment(folder))
    return folder
