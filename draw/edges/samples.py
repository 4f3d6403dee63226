"""The procedures that come with the product: draw/samples/NAME, or NAME/<stage> where sessions are chained (SPEC §14)."""

import re
from pathlib import Path
from typing import Final

from draw.chaining import draft_roster, rewriting
from draw.edges import durable
from draw.errors import DrawError
from draw.intake import sheet
from draw.words import say

SAMPLES: Final = Path(__file__).parent.parent / "samples"
TEMPLATE: Final = "template"
SHEET: Final = "session.toml"
ROSTER: Final = "roster.csv"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)?")


def stages(folder: Path) -> tuple[Path, ...]:
    """The folders with a rule sheet: the folder itself, or its stages in their order; none if it is no procedure."""
    if (folder / SHEET).is_file():
        return (folder,)
    return tuple(sorted(p.parent for p in folder.glob(f"*/{SHEET}")))


def names() -> tuple[str, ...]:
    """Every procedure, stages of chained ones too, in order; not the template."""
    found = []
    for folder in sorted(p for p in SAMPLES.iterdir() if p.is_dir() and p.name != TEMPLATE):
        parts = stages(folder)
        found += [folder.name] if parts else []
        found += [f"{folder.name}/{p.name}" for p in parts if p != folder]
    return tuple(found)


def find(name: str) -> Path:
    """The folder of a procedure or of one of its stages. Raises DrawError with all names."""
    folder = SAMPLES / name
    if _NAME.fullmatch(name) is None or not stages(folder):
        raise DrawError(say("edge.no_sample_choose_from", name=f"{name!r}", listed=" ".join(names())))
    return folder


def title(name: str) -> str:
    """One line about a procedure: the title of its README, or of its rule sheet."""
    folder = SAMPLES / name
    readme = folder / "README.md"
    if readme.is_file():
        return readme.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
    return rewriting.title((stages(folder)[0] / SHEET).read_bytes())


def copy_whole(source: Path, folder: Path) -> list[Path]:
    """The files of a sample, rosters and all, into a folder. Raises DrawError if one is there already."""
    folders = dict.fromkeys((source, *stages(source)))
    paths = sorted(p for here in folders for p in here.iterdir() if p.is_file())
    return _write({folder / p.relative_to(source): p.read_bytes() for p in paths})


def start(name: str, folder: Path) -> list[Path]:
    """Rule sheets of a procedure with empty rosters, ready to be filled in; a folder a stage if it is chained.

    A stage that continues another gets no roster: `draw carry` makes it; nor does one that draws no children. Raises
    DrawError if a file is there already.
    """
    source = find(name)
    files: dict[Path, bytes] = {}
    for stage in stages(source):
        target = folder if stage == source else folder / stage.name
        data = (stage / SHEET).read_bytes()
        files[target / SHEET] = data
        files |= {target / file: line for file, line in _lists(stage, data).items()}
        if not rewriting.is_continued(data) and (plan := sheet.read(data, SHEET)).takes_children:
            files[target / ROSTER] = draft_roster.roster((), plan)
    return _write(files)


def sheet_of(name: str) -> dict[str, bytes]:
    """File name -> bytes of one stage's rule sheet and its empty lists. Raises DrawError for a chain of stages."""
    source = find(name)
    if not (source / SHEET).is_file():
        parts = " ".join(f"{name}/{p.name}" for p in stages(source))
        raise DrawError(say("edge.several_stages_name_one", name=name, parts=parts))
    data = (source / SHEET).read_bytes()
    return {SHEET: data, **_lists(source, data)}


def _lists(stage: Path, data: bytes) -> dict[str, bytes]:
    """The eligibility lists of a stage, emptied to their header line."""
    found = {}
    for file in rewriting.lists(data):
        path = stage / file
        if path.is_file() and path.suffix == ".csv":
            found[file] = path.read_bytes().partition(b"\n")[0].rstrip(b"\r") + b"\n"
    return found


def _write(files: dict[Path, bytes]) -> list[Path]:
    there = [path for path in files if path.exists()]
    if there:
        raise DrawError(f"{there[0]}: {say('edge.files_there_already_not_overwritten')}")
    for path, data in files.items():
        durable.write(path, data)
    return list(files)
