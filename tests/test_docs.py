"""README and documents say what is so: short, every command documented, every example real."""

import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest
import stage
from click.testing import CliRunner

from draw.cli import main

README = (stage.ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_is_short() -> None:
    """README has at most 120 lines."""
    assert README.count("\n") <= 120


def test_every_command_is_in_the_readme() -> None:
    """README names every command of `draw`, and no command that does not exist."""
    named = set(re.findall(r"(?m)^draw ([a-z-]+)", README))
    assert named == set(main.commands)


def test_every_example_parses() -> None:
    """Each `draw …` line of README has only arguments and options that its command knows."""
    for line in re.findall(r"(?m)^draw (.+)$", README):
        words = shlex.split(line, comments=True)
        command = main.commands[words[0]]
        known = {o for p in command.params for o in p.opts}
        assert all(w in known for w in words[1:] if w.startswith("--")), line
        wanted = sum(isinstance(p, click.Argument) and p.required for p in command.params)
        assert len([w for w in words[1:] if not w.startswith("--")]) >= wanted, line


def test_every_command_explains_itself_in_both_languages() -> None:
    """--help of every command has a Chinese and an English sentence."""
    for name in main.commands:
        text = CliRunner().invoke(main, [name, "--help"]).output
        assert re.search(r"[\u4e00-\u9fff]", text) and re.search(r"[a-z]{3}", text), name


@pytest.mark.parametrize("path", sorted((stage.ROOT / "draw" / "decisions").glob("*.md")), ids=lambda p: p.name)
def test_decisions_are_short_and_name_their_price(path: Path) -> None:
    """A decision has at most 50 lines and says what is bad about it."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 50 and "**Bad.**" in text


def test_top_level_is_as_agreed() -> None:
    """The project's top level holds what was agreed and dotfiles, nothing else."""
    made = re.compile(r"rec(-[0-9]+)?(\.session)?|dist")
    names = {p.name for p in stage.ROOT.iterdir() if not p.name.startswith(".") and not made.fullmatch(p.name)}
    assert names == {"pyproject.toml", "draw", "web", "scripts", "tests", "README.md"}


def test_wheel_carries_spec_samples_verifier_and_the_same_program(tmp_path: Path) -> None:
    """The wheel holds SPEC, samples, verify.py, both packages; program.txt of the unpacked wheel equals the checkout's."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(stage.ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "unpacked")
    for name in (
        "draw/SPEC.md",
        "draw/LICENSE",
        "draw/kit/verify.py",
        "draw/samples/xinghualing/roster.xlsx",
        "web/app.py",
    ):
        assert name in names
    code = "from draw.edges.program import listing; import sys; sys.stdout.buffer.write(listing())"
    listings = {
        subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True).stdout
        for folder in (stage.ROOT, tmp_path / "unpacked")
    }
    assert len(listings) == 1
