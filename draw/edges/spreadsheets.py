"""Writes the lists of a session as XLSX and CSV beside their PDF files, private ones for the owner only (R49, R50)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from draw.edges import durable, workbook
from draw.edges.paper_folder import file_name, folder_for
from draw.sheets import tables
from draw.sheets.document import Kind
from draw.sheets.exports import TABLES
from draw.sheets.source import Source


def write(source: Source, folder: Path, kinds: Sequence[Kind], progress: Callable[[str], None]) -> list[Path]:
    """Both files of every list of these kinds. -> their paths. The same source gives the same bytes.

    Raises SheetError for more rows than XLSX holds; the CSV file is there by then.
    """
    paths = []
    for one in kinds:
        if one.key not in TABLES:
            continue
        target = folder_for(folder, private=one.private)
        for table in TABLES[one.key](source):
            path = target / file_name(table.stem, "csv", rehearsal=table.rehearsal)
            durable.write(path, tables.csv(table), private=one.private)
            book = target / file_name(table.stem, "xlsx", rehearsal=table.rehearsal)
            durable.write(book, workbook.write(table, target, progress), private=one.private)
            paths += [book, path]
    return paths
