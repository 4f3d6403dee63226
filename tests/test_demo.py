"""`./scripts/demo --once`: the whole thing, as the first visitor meets it."""

import re
import subprocess
from pathlib import Path

import pytest
import stage

from draw.hashing import digest


@pytest.mark.parametrize("sample", ["xinghualing", "zhongshan-2020"])
def test_demo_ends_with_a_record_that_both_verifiers_match(sample: str, tmp_path: Path) -> None:
    """A rehearsal of each sample ends 0, says both verdicts with the anchors, and leaves record and sheet."""
    record = tmp_path / "rec"
    env = stage.environment(tmp_path, test=False)
    done = stage.draw(["demo", "--once", "--procedure", sample, "--out", str(record)], env)
    assert re.search(r"(?m)^draw verify +verdict: match$", done.stdout)
    assert re.search(r"(?m)^scripts/verify.py verdict: match$", done.stdout)
    assert re.search(r"http://127\.0\.0\.1:[0-9]+/hall", done.stdout)
    for name in ("notice.json", "statement.txt"):
        assert digest((record / name).read_bytes()) in done.stdout
    sheet = tmp_path / "rec.session" / "sheets" / "REHEARSAL-result.pdf"
    text = subprocess.run(["pdftotext", str(sheet), "-"], capture_output=True, text=True, check=True).stdout
    assert digest((record / "statement.txt").read_bytes())[:8] in text and "演练" in text
    again = stage.draw(["demo", "--once", "--out", str(record)], env, code=1)
    assert "rec" in again.stderr


def test_counts_of_zhongshan_2020(tmp_path: Path) -> None:
    """423 children, 9 pairs, 414 units, 60 places: the sample freezes with exactly these and says the chances."""
    env = stage.environment(tmp_path, test=False)
    stage.draw(["new", str(tmp_path / "z"), "--sample", "zhongshan-2020"], env)
    said = stage.draw(["check", str(tmp_path / "z")], env).stdout
    assert "423 applicants, 414 units, 9 bundles" in said
    assert "chance of a single child 0.1" in said and "chance of a bundle of 2" in said
