"""One bit anywhere in a small record: both verifiers say mismatch, with the same first step (SPEC §11)."""

import importlib.util
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest
import simulator

from draw.edges import program
from draw.verify import verify


def standalone() -> ModuleType:
    """scripts/verify.py as a module."""
    spec = importlib.util.spec_from_file_location("standalone_verify", program.kit_file("verify.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


OTHER = standalone()
STEP = 7


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Lay a record down."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def both(files: Mapping[str, bytes], folder: Path, notice: str, statement: str) -> tuple[str, str]:
    """The last lines of the two verifiers on the same bytes; `folder` holds them already."""
    ours = verify(files, [], notice_hash=notice, statement_hash=statement)
    theirs = OTHER.verify(str(folder), notice=notice, statement=statement)
    step = "" if theirs.verdict == "match" else f" ({theirs.step})"
    return ours.last_line(), f"verdict: {theirs.verdict}{step}"


RECORDS = {
    "result": lambda: simulator.record(removed=b"reason,count\nDIRECT,2\n"),
    "void": lambda: simulator.void_record(mismatch=["A1"]),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_byte_of_every_hashed_file(kind: str) -> None:
    """A flipped bit in any file of a record is a mismatch for both verifiers, at the same step: one byte in seven here, every
    byte in scripts/assure.
    """
    files = RECORDS[kind]()
    notice, statement = simulator.anchors(files)
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base)
        write(files, folder)
        assert both(files, folder, notice, statement) == ("verdict: match", "verdict: match")
        for name, data in files.items():
            path = folder / name
            for n in range(len(name) % STEP, len(data), STEP):
                changed = bytearray(data)
                changed[n] ^= 1 << (n % 8)
                path.write_bytes(changed)
                ours, theirs = both({**files, name: bytes(changed)}, folder, notice, statement)
                assert ours == theirs and ours.startswith("verdict: mismatch"), (name, n, ours, theirs)
            path.write_bytes(data)


@pytest.mark.parametrize("kind", RECORDS)
def test_missing_and_added_files(kind: str) -> None:
    """Any file missing, or one too many, is a mismatch in step 1 for both."""
    files = RECORDS[kind]()
    notice, statement = simulator.anchors(files)
    faults = [{k: v for k, v in files.items() if k != name} for name in files]
    faults += [files | {extra: b"x\n"} for extra in ("extra.txt", "orders/zz.csv", "tables/x.csv", "amendment")]
    for fault in faults:
        with tempfile.TemporaryDirectory() as base:
            write(fault, Path(base))
            ours, theirs = both(fault, Path(base), notice, statement)
            assert ours == theirs and ours.startswith("verdict: mismatch"), (sorted(fault), ours, theirs)
