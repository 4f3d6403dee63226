"""The command `compare`: two copies of a record, the notary's and what the web shows (R53)."""

import sys
from pathlib import Path

import click

from draw.cli_parts.common import main, note, out
from draw.comparing import Comparison, Kind, Relation
from draw.comparing import compare as relation_of
from draw.edges import bundle
from draw.errors import DrawError
from draw.words import say

_CANNOT = 2
_SHOWN = 20
ANY = click.Path(path_type=Path, exists=True)


@main.command()
@click.argument("first", metavar="A", type=ANY)
@click.argument("second", metavar="B", type=ANY)
def compare(first: Path, second: Path) -> None:
    """比较两份记录或归档 Compare two copies of a record (a record or session folder, a folder of records, an archive ZIP).

    Exit 0: the same, or one extends the other; 1: different, with the first file and line; 2: cannot be compared.
    """
    try:
        one, two = bundle.read(first), bundle.read(second)
        for path, files in ((first, one), (second, two)):
            if not any(name.rpartition("/")[2] == "notice.json" for name in files):
                raise DrawError(say("compare.no_record", path=path))
        found = relation_of(one, two)
    except (DrawError, OSError) as error:
        note(str(error))
        sys.exit(_CANNOT)
    out(say(f"compared.{found.relation}", first=first, second=second))
    out(*_details(found, first, second))
    if not found.beside:
        note(say("compare.not_beside"))
    note(say("compare.not_verified"))
    if found.relation is Relation.DIFFERENT:
        sys.exit(1)


def _details(found: Comparison, first: Path, second: Path) -> list[str]:
    """What came, or where the first difference is."""
    place = found.difference
    if place is None:
        lines = [f"   {say('compare.lines', lines=found.lines)}"] if found.lines else []
        for words, names in ((say("compare.added"), found.added), (say("compare.rewritten"), found.rewritten)):
            lines += [f"   {words} {name}" for name in names[:_SHOWN]]
            lines += [f"   … {len(names)}"] if len(names) > _SHOWN else []
        return lines
    if place.kind in (Kind.CHANGED, Kind.SHORTER):
        return [f"   {say(f'place.{place.kind}', file=place.file, line=place.line, column=place.column)}"]
    copy = first if place.kind is Kind.ONLY_FIRST else second
    return [f"   {say('compare.only', file=place.file, copy=copy)}"]
