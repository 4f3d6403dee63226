"""Writes the sheets of a session into DIR/sheets, and checks beforehand that every name can be set (R49, E22)."""

from collections.abc import Callable, Mapping
from pathlib import Path

from draw.edges import fonts, papers
from draw.edges.session import Session
from draw.errors import InputErrors, Problem
from draw.intake.roster import Roster
from draw.sheets.source import Source
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
    return papers.masked_names(session, papers.people_of(session))


def write_result_sheet(session: Session, progress: Callable[[str], None]) -> Path:
    """DIR/sheets/result.pdf of a finished session (REHEARSAL- in front for a rehearsal); the same bytes every time."""
    return papers.write(papers.source_of(session, private=False), session.folder, ("result",), progress)[0]


def write_from(
    files: Mapping[str, bytes], masked: Mapping[str, str], folder: Path, progress: Callable[[str], None]
) -> Path:
    """The same from a record's public files and the masked names, for a process that knows no passphrase."""
    return papers.write(Source(files=files, masked=masked, people={}, private={}), folder, ("result",), progress)[0]
