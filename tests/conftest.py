"""Shared records: made once a run."""

from pathlib import Path

import pytest
import stage


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session folder of a whole rehearsal done with the commands; read only."""
    folder = stage.prepare(tmp_path_factory.mktemp("held") / "session")
    stage.ceremony(folder, stage.environment(folder))
    return folder
