"""Writes the sheets of a session into DIR/sheets, and checks beforehand that every name can be set (R49, E22)."""

from collections.abc import Callable, Mapping
from pathlib import Path

from draw.edges import durable, fonts
from draw.edges.session import Session
from draw.errors import InputErrors, Problem
from draw.intake import forming
from draw.intake.roster import Roster
from draw.masking import mask
from draw.sheets.from_record import result_sheet_data
from draw.sheets.result import characters, result_sheet
from draw.words import say


def missing_glyphs(people: Roster, directory: Path) -> None:
    """Raises InputErrors naming every roster row with a character that no sheet or screen of ours could show."""
    gone = set(fonts.missing("".join(row.name for row in people.rows)))
    if not gone:
        return
    raise InputErrors(
        Problem(
            file=directory.name,
            sheet="",
            row=row.row,
            column="姓名",
            value=row.name,
            problem=f"{say('edge.no_glyph')} {' '.join(f'{c} U+{ord(c):04X}' for c in row.name if c in gone)}",
            remedy=say("edge.check_character_use_font"),
        )
        for row in people.rows
        if gone & set(row.name)
    )


def masked_names(session: Session) -> dict[str, str]:
    """Applicant -> masked name from the private roster; empty where the rule sheet shows no names."""
    _, rules, _ = session.frozen()
    if rules.show.names == "none":
        return {}
    rows = forming.read_roster_csv(session.store.file(session.attempt, "private/roster.csv"))
    return {row.applicant: mask(row.name) for row in rows}


def write_result_sheet(session: Session, progress: Callable[[str], None]) -> Path:
    """DIR/sheets/result.pdf of a finished session (REHEARSAL- in front for a rehearsal); the same bytes every time."""
    names = session.store.files(session.attempt)
    files = {name: session.store.get(value) for name, (value, public) in names.items() if public}
    return write_from(files, masked_names(session), session.folder, progress)


def write_from(
    files: Mapping[str, bytes], masked: Mapping[str, str], folder: Path, progress: Callable[[str], None]
) -> Path:
    """The same from a record's public files and the masked names, for a process that knows no passphrase."""
    data = result_sheet_data(files, masked)
    pair = fonts.subset(characters(data), cache=folder / "private" / "fonts", progress=progress)
    name = "result.pdf" if data.mode == "live" else "REHEARSAL-result.pdf"
    path = folder / "sheets" / name
    durable.write(path, result_sheet(data, pair, progress=progress))
    return path
