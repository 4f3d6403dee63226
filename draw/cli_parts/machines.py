"""Commands of the other machines: standby (a copy), takeover (go on from it), second (recompute beside the ceremony)."""

import platform
import sys
import tempfile
from pathlib import Path

import click

from draw.ceremony import Stage
from draw.cli_parts.common import (
    DIRECTORY,
    PASSPHRASE,
    guard,
    main,
    note,
    open_session,
    out,
    passphrase,
    secret_line,
    show_code,
)
from draw.edges import ambient, program, sources, standby_copy, takeover
from draw.edges.reporting import Reporter
from draw.edges.second import Second, Wanted
from draw.edges.session import Session
from draw.edges.standby import Standby
from draw.edges.standby_manifest import Manifest
from draw.edges.standbys import moment, prepare
from draw.encoding import HASH, matches
from draw.hashing import digest
from draw.words import say

FOLDER = click.Path(path_type=Path, file_okay=False)


@main.command()
@DIRECTORY
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@PASSPHRASE
@guard
def standby(directory: Path, folder: Path, source: Path | None) -> None:
    """把场次备份到 U 盘或配对机器的文件夹 Copy the session, encrypted, to a stick or a paired machine's folder."""
    session = open_session(directory, source)
    copy = Standby(session.folder, session.store, session.vault_key(), folder)
    prepare(folder)
    told = [0]

    def progress(done: int, of: int) -> None:
        if of > 50_000_000 and done * 10 // of > told[0]:
            told[0] = done * 10 // of
            note(say("standby.copying", done=done // 1_000_000, of=of // 1_000_000))

    made = copy.refresh(moment(), progress)
    out(_line(made), say("standby.keep"))
    if copy.same_disk:
        note(f"▲ {say('standby.same_disk')}")


def _line(made: Manifest) -> str:
    head = standby_copy.ends(made.head) if made.n else "—"
    return say("standby.made", n=made.n, head=head, show=made.show, time=made.time[:19])


@main.command("takeover")
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@click.argument("directory", metavar="[DIR]", required=False, type=FOLDER)
@click.option("--record", "n", metavar="N", help=say("machine.record"))
@click.option("--head", metavar="8HEX-8HEX", help=say("machine.head"))
@click.option("--check", "only_check", is_flag=True, help=say("machine.check"))
@click.option("--old", type=FOLDER, help=say("machine.old"))
@click.option("--again", is_flag=True, help=say("machine.again"))
@PASSPHRASE
@guard
def take_over(
    folder: Path,
    directory: Path | None,
    n: str | None,
    head: str | None,
    only_check: bool,
    old: Path | None,
    again: bool,
    source: Path | None,
) -> None:
    """在备用机上从备份接管场次 Go on from a standby copy on the spare machine, at the same step, to the same result."""
    if (directory is None) != only_check:
        raise click.UsageError("FOLDER DIR, or FOLDER --check")
    copy = standby_copy.Copy(folder, passphrase(source, new=False), ambient.from_environment())
    what = _asked(n, head)
    if directory is None:
        with tempfile.TemporaryDirectory(prefix="draw-check-") as work:
            out(_sound(copy.open_in(Path(work), what, note), copy.manifest))
        return
    taken = takeover.take(copy, directory, what, old=old, again=again, progress=note)
    out(_sound(taken.session, copy.manifest), say("takeover.done", folder=directory))
    if taken.marked:
        out(say("takeover.marked", folders=" ".join(map(str, taken.marked))))
    if copy.folder not in taken.marked or old is None:
        note(f"▲ {say('takeover.unmarked')}")
    note(say("takeover.fork"))
    out(say("takeover.next"), *(f"  {line}" for line in _next(taken.session, directory)))


def _asked(n: str | None, head: str | None) -> standby_copy.Seen:
    """What the hall saw last, from the options or typed now."""
    text = n if n is not None else click.prompt(say("takeover.ask_record"), err=True)
    number = text.strip().removeprefix("#")
    if not number.isascii() or not number.isdigit():
        raise standby_copy.Refused(say("takeover.head_form"))
    if int(number) and head is None:
        head = click.prompt(say("takeover.ask_head"), err=True)
    return standby_copy.seen(int(number), head or "")


def _sound(session: Session, made: Manifest) -> str:
    return say(
        "takeover.sound",
        session=made.session,
        attempt=made.attempt,
        n=made.n,
        head=standby_copy.ends(made.head) if made.n else "—",
        show=made.show,
        stage=say(f"stage.{session.state.stage}"),
    )


def _next(session: Session, directory: Path) -> list[str]:
    lines = [f"draw serve {directory} --standby FOLDER"]
    if session.state.stage not in (Stage.START, Stage.DONE, Stage.VOID):
        signers = ",".join(f"D{i}" for i in range(1, session.state.the_hall().quorum + 1))
        rule = f"draw rule {directory} --action RESUME_STANDBY --reason MACHINE --signers {signers}"
        lines.insert(0, rule)
    return lines


@main.command()
@click.argument("source", metavar="SOURCE")
@click.option("--out", "target", required=True, type=FOLDER, help=say("machine.out"))
@click.option("--notice", "notice_hash", metavar="HASH", help=say("machine.notice"))
@click.option("--statement", "statement_hash", metavar="HASH", help=say("machine.statement"))
@click.option("--earlier", multiple=True, metavar="RECORD", type=FOLDER, help=say("machine.earlier"))
@click.option("--report", metavar="URL", help=say("machine.report"))
@click.option("--code", metavar="CODE", help=say("machine.code"))
@click.option("--machine", metavar="NAME", help=say("machine.name"))
@click.option("--once", is_flag=True, help=say("machine.once"))
@guard
def second(
    source: str,
    target: Path,
    notice_hash: str | None,
    statement_hash: str | None,
    earlier: tuple[Path, ...],
    report: str | None,
    code: str | None,
    machine: str | None,
    once: bool,
) -> None:
    """公证员自己的电脑:跟随公布的文件逐步复算 The notary's own machine follows the published files and recomputes.

    SOURCE: http://host:port/ of the public side, or a folder. Exit 0 all agrees, 1 something differs, 2 not all was checked.
    """
    for value in (notice_hash, statement_hash):
        if value is not None and not matches(HASH, value):
            raise click.UsageError(say("cli.hash_64_lower_case_hex"))
    fingerprint = digest(program.listing())
    reporter = None
    if report is not None:
        code = code or secret_line(say("second.ask_code"), None)
        reporter = Reporter(report, code, machine or platform.node() or "second", fingerprint)
    wanted = Wanted(notice=notice_hash, statement=statement_hash, earlier=earlier)
    machine_two = Second(sources.of(source), target, wanted, reporter, _flushed)
    show_code("second.program", fingerprint)
    try:
        result = machine_two.once() if once else machine_two.follow()
    except KeyboardInterrupt:
        note(say("second.ended"))
        result = 1 if machine_two.found.bad else 2
    sys.exit(result)


def _flushed(text: str) -> None:
    """To the terminal or the file at once: somebody is reading along."""
    red = text.startswith("✗")
    click.echo(click.style(text, fg="red", bold=True) if red else text)
    sys.stdout.flush()
