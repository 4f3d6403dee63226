"""Commands between sessions: carry (the next session's draft), programme (a page of all of them). SPEC §14."""

from pathlib import Path

import click

from draw.chaining import programme as model
from draw.cli_parts.common import DIRECTORY, guard, main, note, out, passphrase, secret_line, show_code
from draw.edges import ambient, carrying, durable, tables
from draw.edges.carrying import Carried, Checked
from draw.edges.programme import source
from draw.edges.session import Session
from draw.errors import DrawError
from draw.intake.private_roster import PrivateRow
from draw.verify import COULD_NOT
from draw.words import say

FOLDER = click.Path(path_type=Path, file_okay=False)
LONG = 20_000  # children: more of them take longer than a second
YES = ("yes", "y", "是")  # an answer typed in Chinese


@main.command()
@click.argument("record", metavar="RECORD", type=FOLDER)
@DIRECTORY
@click.option("--also", multiple=True, metavar="RECORD", type=FOLDER, help=say("cli.record_continued_too"))
@click.option("--earlier", "before", multiple=True, metavar="RECORD", type=FOLDER, help=say("cli.older_verify"))
@click.option("--session", "old", multiple=True, metavar="OLD", type=FOLDER, help=say("cli.session_folder_names"))
@click.option(
    "--passphrase-file",
    "sources",
    multiple=True,
    envvar="DRAW_PASSPHRASE_FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=say("cli.one_each_session_order_one"),
)
@click.option("--procedure", metavar="NAME", help=say("cli.rule_sheet_sample_e_g"))
@click.option(
    "--forms",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=say("cli.forms_registration_number_columns_choices"),
)
@click.option("--yes", is_flag=True, help=say("cli.codes_been_compared_signed_papers"))
@guard
def carry(
    record: Path,
    directory: Path,
    also: tuple[Path, ...],
    before: tuple[Path, ...],
    old: tuple[Path, ...],
    sources: tuple[Path, ...],
    procedure: str | None,
    forms: Path | None,
    yes: bool,
) -> None:
    """由已核验的记录起草下一场 Draft the next session from verified records: who is placed leaves, places left remain."""
    checked = carrying.check((*also, record), before, _said)
    _confirm(checked, yes)
    records = carrying.read(checked, _opened(old, sources))
    planned = carrying.plan(records, directory, procedure)
    _said(say("cli.drafting_roster") if sum(len(r.pool.applicants) for r in records) > LONG else "")
    _report(directory, carrying.carry(records, directory, planned, tables.load(forms) if forms else None))


def _said(step: str) -> None:
    if step:
        note(step)


def _confirm(checked: list[Checked], yes: bool) -> None:
    """The codes that people compare with the signed papers, and their word that they did."""
    doubtful = [one for one in checked if one.by_hand]
    for one in doubtful:
        out(one.name)
        show_code("code.notice", one.report.notice_hash)
        show_code("code.statement", one.report.statement_hash)
        for step in one.report.steps:
            if step.word == COULD_NOT and step.number != 18:
                out(step.line())
    words = say("cli.compare")
    if doubtful and not yes and secret_line(words, None).strip().casefold() not in YES:
        raise DrawError(say("cli.not_confirmed_nothing_written"))


def _opened(folders: tuple[Path, ...], sources: tuple[Path, ...]) -> dict[str, dict[str, PrivateRow]]:
    if len(sources) not in (0, 1, len(folders)):
        raise click.UsageError(say("cli.passphrase_file_one_many_session"))
    found = {}
    for n, folder in enumerate(folders):
        source = sources[n if len(sources) > 1 else 0] if sources else None
        if not Session.exists(folder):
            raise DrawError(f"{folder}: {say('cli.no_session')}")
        if source is None:
            note(str(folder))
        session = Session.open(folder, passphrase(source, new=False), ambient.from_environment())
        notice_hash, rows = carrying.private_of(session)
        found[notice_hash] = rows
    return found


def _report(directory: Path, carried: Carried) -> None:
    draft, plan = carried.draft, carried.sheet
    for one in carried.order:
        annulled = f" ({say('cli.annulled')})" if one.annulled else ""
        out(f"{say('cli.continues')} {one.session}: {one.last}{annulled}")
    for key, before, after in carried.changes:
        out(f"{key}: {before} → {after}")
    out(
        f"{say('cli.placed')} {draft.placed} · {say('cli.gone')} {draft.gone} · "
        f"{say('cli.out')} {draft.out} · {say('cli.no_form')} {draft.abstained}",
        f"{say('cli.in_session')} {draft.drawn}"
        + (f" · {say('cli.added')} {draft.added}" if draft.added else "")
        + (f" · {say('cli.placed_earlier')} {draft.removed}" if draft.removed else ""),
        f"{say('cli.places_left')}: " + ", ".join(f"{s.code} {s.name} {s.places}" for s in plan.rules.schools),
    )
    for remark in draft.notes:
        note(f"· {remark}")
    if not carried.opened:
        note(f"· {say('cli.names_missing')}")
    if draft.open:
        out(f"{say('cli.to_fill')}: {'、'.join(draft.open)}")
    out(
        say("cli.next_code", code=f"{carried.next_code:04d}"),
        f"{directory / 'session.toml'}",
        f"{directory / 'roster.csv'}",
        f"{say('cli.next')}: draw check {directory}",
    )


@main.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=FOLDER)
@click.option("--out", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help=say("cli.page"))
@guard
def programme(folders: tuple[Path, ...], target: Path) -> None:
    """各场次一览网页 One page of all sessions: places, results, chain. FOLDER: a session folder or a record."""
    from web.programme import page  # the web side is loaded only where it is used

    found = model.of(model.station(source(path, target)) for path in folders)
    durable.write(target, page(found).encode())
    for n, one in enumerate(found.stations, start=1):
        out(f"{n}. {one.scheduled} {one.title} · {say(f'programme.{one.status}')}")
    out(str(target))
