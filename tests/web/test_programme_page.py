"""The programme on the public side: made of public folders alone, under the strict policy, linked where there is a chain."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import rounds
from phones import Routes

from web.headers import POLICY
from web.public import site


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two rounds side by side, a stranger's folder and a link between them; everything private holds a canary."""
    base = tmp_path_factory.mktemp("sides")
    first = rounds.first(base / "r1")
    left = [c for c, (outcome, _) in rounds.outcomes(first).items() if outcome != "admitted"]
    text = rounds.sheet("round-2", carry=rounds.CARRY, hour=14)
    rounds.carry(base / "r2", [first], rounds.forms(dict.fromkeys(left, "Z")), text)
    rounds.hold(base / "r2")
    (base / "other" / "public").mkdir(parents=True)
    (base / "other" / "public" / "notice.json").write_text("no notice")
    (base / "linked").symlink_to(base / "r1")
    yield base


def test_the_page_shows_the_chain(base: Path) -> None:
    """Both rounds, their codes and places; the front page links to it; the answer has the strict headers."""
    for name in ("r1", "r2"):
        client = Routes(base / name / "public")
        assert 'href="/programme"' in client.get("/").text
        answer = client.get("/programme")
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert "round-1" in answer.text
        assert "round-2" in answer.text
        assert "<style" not in answer.text
        assert "style=" not in answer.text
        assert 'href="/static/programme.css"' in answer.text
        for canary in rounds.NAMES.values():
            assert canary not in answer.text
    assert client.get("/static/programme.css").status == 200


def test_nothing_but_public_folders_is_read(base: Path, tmp_path: Path) -> None:
    """The page is the same when nothing but the public folders is there."""
    for name in ("r1", "r2"):
        shutil.copytree(base / name / "public", tmp_path / name / "public")
    pages = {Routes(b / "r2" / "public").get("/programme").text for b in (base, tmp_path)}
    assert len(pages) == 1


def test_a_session_alone_has_no_programme(base: Path, tmp_path: Path) -> None:
    """Without a chain there is neither page nor link; a record that is away is told."""
    shutil.copytree(base / "r1" / "public", tmp_path / "r1" / "public")
    client = Routes(tmp_path / "r1" / "public")
    assert "/programme" not in client.get("/").text
    assert client.get("/programme").status == 404
    shutil.copytree(base / "r2" / "public", tmp_path / "away" / "r2" / "public")
    client = Routes(tmp_path / "away" / "r2" / "public")
    assert "not here" in client.get("/programme").text
    assert Routes(tmp_path / "nothing").get("/programme").status == 404


def test_a_change_is_seen(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A round that is published later appears without a restart, once the page that was made is old."""
    monkeypatch.setattr(site, "KEEP", 0.001)
    shutil.copytree(base / "r1" / "public", tmp_path / "r1" / "public")
    client = Routes(tmp_path / "r1" / "public")
    assert client.get("/programme").status == 404
    shutil.copytree(base / "r2" / "public", tmp_path / "r2" / "public")
    assert "round-2" in client.get("/programme").text
