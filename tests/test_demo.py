"""`./scripts/demo --once`: the whole thing, as the first visitor meets it."""

import re
import subprocess
from pathlib import Path

import pytest
import stage

from draw.edges import samples
from draw.hashing import digest

SINGLE = [n for n in samples.names() if "/" not in n and len(samples.stages(samples.find(n))) == 1]
CHAINED = [n for n in samples.names() if "/" not in n and n not in SINGLE]


@pytest.mark.parametrize("sample", SINGLE)
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


@pytest.mark.parametrize("sample", CHAINED)
def test_a_chained_sample_is_held_stage_by_stage(sample: str, tmp_path: Path) -> None:
    """Each stage is a ceremony on the same addresses whose record matches with those before it, and not without (SPEC §14)."""
    record, env = tmp_path / "rec", stage.environment(tmp_path, test=False)
    said = stage.draw(["demo", "--once", "--procedure", sample, "--out", str(record)], env).stdout
    stages = [p.name for p in samples.stages(samples.find(sample))]
    held = [name for name in stages if (record / name).is_dir()]
    assert held[0] == stages[0]
    assert len(held) >= 2
    assert said.count("not held") == len(stages) - len(held)
    assert len(re.findall(r"(?m)^draw verify +verdict: match$", said)) == len(held)
    assert len(re.findall(r"(?m)^scripts/verify.py verdict: match$", said)) == len(held)
    assert len(re.findall(r"(?m)without the earlier records: verdict: could not check \(17\)$", said)) == len(held) - 1
    assert len(set(re.findall(r"http://127\.0\.0\.1:[0-9]+/hall", said))) == 1
    first, second = record / held[0], record / held[1]
    anchors = [digest((second / name).read_bytes()) for name in ("notice.json", "statement.txt")]
    command = ["verify", str(second), "--notice", anchors[0], "--statement", anchors[1]]
    assert stage.draw(command, env, code=2).stdout.endswith("verdict: could not check (17)\n")
    assert stage.draw([*command, "--earlier", str(first)], env).stdout.endswith("verdict: match\n")
    if sample == "pingcheng-classes":  # R44: late pupils are noted where the classes were drawn
        events = (first / "amendments" / "0001" / "events.csv").read_text(encoding="utf-8").splitlines()
        assert events[1] == f"joined,,S3,2024-09-12,{anchors[1]}"
    page = (record / "programme.html").read_text(encoding="utf-8")
    for name in held:
        assert digest((record / name / "statement.txt").read_bytes()) in page
        assert f'href="{name}/"' in page


def test_counts_of_zhongshan_2020(tmp_path: Path) -> None:
    """423 children, 9 pairs, 414 units, 60 places: the sample freezes with exactly these and says the chances."""
    env = stage.environment(tmp_path, test=False)
    stage.draw(["new", str(tmp_path / "z"), "--sample", "zhongshan-2020"], env)
    said = stage.draw(["check", str(tmp_path / "z")], env).stdout
    assert "423 applicants, 414 units, 9 bundles" in said
    assert re.search("single child 0[.]14.*chance of a bundle of 2", said)
