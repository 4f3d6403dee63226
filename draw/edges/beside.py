"""Where a record lies, and what lies beside it: sheets, co-signatures, time stamps; never inside, a record holds nothing else."""

from dataclasses import dataclass
from pathlib import Path

from draw.edges.folder import read_record
from draw.errors import DrawError
from draw.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A record and the folders that belong to it. `session`: the session folder, None for a record on its own."""

    record: Path
    session: Path | None
    sheets: Path
    cosignatures: Path
    timestamps: Path

    def files(self) -> tuple[dict[str, bytes], list[str]]:
        """The record's files, and paths in it that are no regular files."""
        return read_record(self.record)


def place(given: Path) -> Place:
    """The place of a session folder, of its public folder, or of a record on its own. Raises DrawError if it is none.

    Beside a session's record: DIR/sheets, DIR/cosignatures, DIR/timestamps. Beside a record on its own, REC: REC.sheets and so on.
    """
    given = given.resolve()
    session = given if (given / "public" / "notice.json").is_file() else None
    if session is None and given.name == "public" and (given.parent / "private").is_dir():
        session = given.parent
    record = given if session is None else session / "public"
    if not (record / "notice.json").is_file():
        raise DrawError(f"{given}: {say('archive.no_record')}")

    def folder(name: str) -> Path:
        return record.with_name(f"{record.name}.{name}") if session is None else session / name

    return Place(
        record=record, session=session, sheets=folder("sheets"), cosignatures=folder("cosignatures"),
        timestamps=folder("timestamps"),
    )  # fmt: skip


def tree(folder: Path, *, without: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Path -> bytes of the regular files below a folder, sorted; {} if there is none. Hidden files, links and the first-level
    folders in `without` are left out."""
    found = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        parts = path.relative_to(folder).parts
        linked = any((folder / Path(*parts[:n])).is_symlink() for n in range(1, len(parts) + 1))
        if linked or not path.is_file() or parts[0] in without or any(p.startswith(".") for p in parts):
            continue
        found["/".join(parts)] = path.read_bytes()
    return found
