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
YES = ("yes", "y", "是")


@main.command()
@click.argument("record", metavar="RECORD", type=FOLDER)
@DIRECTORY
@click.option("--also", multiple=True, metavar="RECORD", type=FOLDER, help="同时接续的记录 a record continued too")
@click.option(
    "--earlier", "before", multiple=True, metavar="RECORD", type=FOLDER, help="更早的记录,只用于核验 older, to verify"
)
@click.option(
    "--session", "old", multiple=True, metavar="OLD", type=FOLDER, help="前场文件夹:姓名 its session folder: names"
)
@click.option(
    "--passphrase-file",
    "sources",
    multiple=True,
    envvar="DRAW_PASSPHRASE_FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="各 --session 的口令文件,依次;一个则共用 one for each --session in order, or one for all",
)
@click.option("--procedure", metavar="NAME", help="用示例的方案 the rule sheet of a sample, e.g. NAME/2-round")
@click.option(
    "--forms", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="志愿表 forms: 报名号 + columns"
)
@click.option("--yes", is_flag=True, help="已与纸质件核对 the codes have been compared with the signed papers")
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
    _said("起草名册 drafting the roster" if sum(len(r.pool.applicants) for r in records) > LONG else "")
    _report(directory, carrying.carry(records, directory, planned, tables.load(forms) if forms else None))


def _said(step: str) -> None:
    if step:
        note(step)


def _confirm(checked: list[Checked], yes: bool) -> None:
    """The codes that people compare with the signed papers, and their word that they did."""
    doubtful = [one for one in checked if one.by_hand]
    for one in doubtful:
        out(one.name)
        show_code("公告校验码", "notice hash", one.report.notice_hash)
        show_code("声明校验码", "statement hash", one.report.statement_hash)
        for step in one.report.steps:
            if step.word == COULD_NOT and step.number != 18:
                out(step.line())
    words = "与签字纸质件逐一核对,一致请输入 yes; compare with the signed papers and type yes"
    if doubtful and not yes and secret_line(words, None).strip().casefold() not in YES:
        raise DrawError("没有确认,什么都没有写 not confirmed, nothing was written")


def _opened(folders: tuple[Path, ...], sources: tuple[Path, ...]) -> dict[str, dict[str, PrivateRow]]:
    if len(sources) not in (0, 1, len(folders)):
        raise click.UsageError("--passphrase-file: 一个,或与 --session 同数 one, or as many as --session")
    found = {}
    for n, folder in enumerate(folders):
        source = sources[n if len(sources) > 1 else 0] if sources else None
        if not Session.exists(folder):
            raise DrawError(f"{folder}: 不是场次文件夹 is no session folder")
        if source is None:
            note(str(folder))
        session = Session.open(folder, passphrase(source, new=False), ambient.from_environment())
        notice_hash, rows = carrying.private_of(session)
        found[notice_hash] = rows
    return found


def _report(directory: Path, carried: Carried) -> None:
    draft, plan = carried.draft, carried.sheet
    for one in carried.order:
        out(f"接续 continues {one.session}: {one.last}" + (" (已依法撤销 annulled by law)" if one.annulled else ""))
    for key, before, after in carried.changes:
        out(f"{key}: {before} → {after}")
    out(
        f"已录取 placed {draft.placed} · 取消资格或另有去处 struck or elsewhere {draft.gone} · "
        f"上场未参加 took no part before {draft.out} · 未交表 no form {draft.abstained}",
        f"进入本场 in this session {draft.drawn}"
        + (f" · 新报名 new {draft.added}" if draft.added else "")
        + (f" · 名册中注明提前录取 marked as placed earlier {draft.removed}" if draft.removed else ""),
        "剩余学位 places: " + ", ".join(f"{s.code} {s.name} {s.places}" for s in plan.rules.schools),
    )
    for remark in draft.notes:
        note(f"· {remark}")
    if not carried.opened:
        note("· 没有打开全部前场,缺姓名和证件号 without every --session, names and ids are missing: fill them in")
    if draft.open:
        out(f"待填写 to be filled in: {'、'.join(draft.open)}")
    out(
        f"手工增加的学生派位号从 {carried.next_code:04d} 起 children added by hand: codes from {carried.next_code:04d} on",
        f"{directory / 'session.toml'}",
        f"{directory / 'roster.csv'}",
        f"下一步 next: draw check {directory}",
    )


@main.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=FOLDER)
@click.option("--out", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="网页 the page")
@guard
def programme(folders: tuple[Path, ...], target: Path) -> None:
    """各场次一览网页 One page of all sessions: places, results, chain. FOLDER: a session folder or a record."""
    from web.programme import page  # the web side is loaded only where it is used

    found = model.of(model.station(source(path, target)) for path in folders)
    durable.write(target, page(found).encode())
    for n, one in enumerate(found.stations, start=1):
        out(f"{n}. {one.scheduled} {one.title} · {say(f'programme.{one.status}')}")
    out(str(target))
