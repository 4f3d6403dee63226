"""The command `publish`: result page and look-up from the signed files, read back, ended on its day (R50, R51)."""

from datetime import date
from pathlib import Path

import click

from draw.cli_parts.common import guard, main, note, out
from draw.edges import publishing
from draw.errors import DrawError
from draw.words import say


@main.command()
@click.argument("record", metavar="RECORD", type=click.Path(path_type=Path, file_okay=False))
@click.option("--until", metavar="DATE", help=say("publish.help_until"))
@click.option(
    "--out", "target", required=True, type=click.Path(path_type=Path, file_okay=False), help=say("publish.help_out")
)
@click.option("--check", "place", metavar="URL", help=say("publish.help_check"))
@click.option("--close", "ends", is_flag=True, help=say("publish.help_close"))
@click.option("--today", metavar="DATE", help=say("publish.help_date"))
@guard
def publish(record: Path, until: str | None, target: Path, place: str | None, ends: bool, today: str | None) -> None:
    """结果公示与查询网页 The result page with look-up, from the signed record. RECORD: record or session folder."""
    from web.publication import closed, opened  # the web side is loaded only where it is used

    if [until is not None, place is not None, ends].count(True) != 1:
        raise DrawError(say("publish.one_of"))
    now = publishing.day(today) if today else date.today().isoformat()  # noqa: DTZ011  the day on the wall is meant
    if until is not None:
        made = publishing.publish(record, target, until=until, today=now, make=opened)
        if made.found.rehearsal:
            note(say("publish.rehearsed"))
        out(say("publish.made", path=made.path, total=len(made.found.rows), admitted=made.found.admitted))
    elif place is not None:
        last = publishing.until_of(target)
        publishing.read_back(record, place, until=last, today=now, make=opened)
        out(say("publish.agrees", place=place))
    else:
        out(say("publish.ended", path=publishing.close(record, target, today=now, make=closed)))
