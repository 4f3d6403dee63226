"""A case as plain folders and a command line, for any verifier (tests/vectors/conformance/README.md)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import conformance_cases
from conformance_cases.case import CODE, Whole

ANSWERS = {"match": 0, "mismatch": 1, "could not check": 2}


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Files of a record."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def lay(case: Whole, folder: Path) -> list[str]:
    """Everything of a case under a folder that is not there yet -> the arguments of PROGRAM."""
    record = folder / "record"
    write(case.made.files, record)
    for name in case.made.folders:
        (record / name).mkdir(parents=True)
    for name, target in case.made.links.items():
        (record / name).symlink_to(target)
    words = ["record"]
    notice, statement = case.anchors()
    words += ["--notice", notice] if notice is not None else []
    words += ["--statement", statement] if statement is not None else []
    for n, files in enumerate(conformance_cases.earlier_of(case), start=1):
        write(files, folder / f"earlier-{n}")
        words += ["--earlier", f"earlier-{n}"]
    for option in ("applicant", "name", "id"):
        value = getattr(case.asked, option)
        words += [f"--{option}", value] if value else []
    if case.asked.code is not None:
        (folder / CODE).write_bytes(case.asked.code)
        words += ["--code", CODE]
    (folder / "arguments").write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
    (folder / "expect").write_text(f"{case.last_line()}\n{ANSWERS[case.expect]}\n", encoding="utf-8")
    return words


def odd(case: Whole) -> Sequence[str]:
    """Paths of a record that are no regular file: links, empty folders (SPEC §11 step 1)."""
    return [*case.made.links, *case.made.folders]
