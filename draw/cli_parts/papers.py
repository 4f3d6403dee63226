"""The command that prints: sheet, every kind of document (R49)."""

from pathlib import Path

import click

from draw.cli_parts.common import DIRECTORY, PASSPHRASE, guard, main, note, open_session, out
from draw.rules.forms import is_date
from draw.words import say


@main.command("sheet")
@DIRECTORY
@click.option("--kind", "kinds", multiple=True, metavar="KEY", help=say("papers.kind_option"))
@click.option("--all", "every", is_flag=True, help=say("papers.all_option"))
@click.option("--list", "listing", is_flag=True, help=say("papers.list_option"))
@click.option("--until", metavar="YYYY-MM-DD", help=say("list.until_option"))
@click.option("--report", metavar="TEXT", help=say("list.report_option"))
@PASSPHRASE
@guard
def sheet_command(
    directory: Path,
    kinds: tuple[str, ...],
    every: bool,
    listing: bool,
    until: str | None,
    report: str | None,
    source: Path | None,
) -> None:
    """生成结果单与各种文书的 PDF Make the result sheet or other documents; the same bytes every time."""
    from draw.edges import papers  # brings font and PDF libraries, which most commands do not need
    from draw.sheets.kinds import KINDS

    if bool(kinds) + every + listing > 1:
        raise click.UsageError(say("papers.one_way"))
    if until is not None and not is_date(until):
        raise click.UsageError(say("list.until_form", text=repr(until)))
    told = {name: text.encode() for name, text in (("until", until), ("report", report)) if text}
    session = open_session(directory, source)
    if listing:
        known = papers.source_of(session)
        there = papers.ready(known)
        for one in KINDS:
            marks = [say("papers.ready" if one in there else "papers.later")]
            marks += [say("papers.private")] if one.private else []
            out(f"{one.key}\t{one.label.zh} {one.label.en} · {' · '.join(marks)}")
        return
    keys = [one.key for one in papers.ready(papers.source_of(session))] if every else list(kinds) or ["result"]
    out(*(str(path) for path in papers.write_for(session, keys, note, told)))
