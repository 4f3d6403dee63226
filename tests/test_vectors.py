"""The shared vectors: scripts/make_vectors would write today exactly the bytes that are committed (house style 9)."""

import importlib.machinery
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import simulator

from draw import __version__
from draw.verify import verify

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "vectors" / "example"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """scripts/make_vectors as a module."""
    loader = importlib.machinery.SourceFileLoader("make_vectors", str(ROOT / "scripts" / "make_vectors"))
    spec = importlib.util.spec_from_loader("make_vectors", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def committed() -> dict[str, bytes]:
    """The record as it lies in the repository."""
    return {str(p.relative_to(FOLDER).as_posix()): p.read_bytes() for p in FOLDER.rglob("*") if p.is_file()}


def test_record_is_as_committed() -> None:
    """SPEC §0: "The whole record lies in `tests/vectors/example/`", byte for byte."""
    assert committed() == simulator.record()


def test_spec_is_as_committed(maker: ModuleType) -> None:
    """SPEC §0: every value of the worked example is the one that the program computes."""
    text = (ROOT / "draw" / "SPEC.md").read_text(encoding="utf-8")
    assert maker.BEGIN in text
    assert maker.END in text
    assert maker.spec_with(text, simulator.record()) == text


def test_maker_writes_what_it_says(maker: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Running scripts/make_vectors leaves nothing changed, and clears away what does not belong."""
    (tmp_path / "draw").mkdir()
    spec = (ROOT / "draw" / "SPEC.md").read_bytes()
    before, _, rest = spec.partition(maker.BEGIN.encode())
    _, _, after = rest.partition(maker.END.encode())
    (tmp_path / "draw" / "SPEC.md").write_bytes(before + maker.BEGIN.encode() + maker.END.encode() + after)
    stale = tmp_path / "tests" / "vectors" / "example" / "old" / "stale.txt"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"x")
    monkeypatch.setattr(maker, "ROOT", tmp_path)
    maker.main()
    folder = tmp_path / "tests" / "vectors" / "example"
    written = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert written == committed()
    assert (tmp_path / "draw" / "SPEC.md").read_bytes() == spec


def test_committed_record_matches() -> None:
    """SPEC §11: the committed record matches its own anchors; the vectors belong to this version's format."""
    files = committed()
    trusted_notice, trusted_statement = simulator.anchors(files)
    assert verify(files, notice_hash=trusted_notice, statement_hash=trusted_statement).last_line() == "verdict: match"
    assert __version__
