"""Commands of the other machines: standby (a copy of the session), takeover (go on from it)."""

import tempfile
from pathlib import Path

import click

from draw.ceremony import Stage
from draw.cli_parts.common import DIRECTORY, PASSPHRASE, guard, main, note, open_session, out, passphrase
from draw.edges import ambient, takeover
from draw.edges.session import Session
from draw.edges.standby import Standby
from draw.edges.standby_manifest import Manifest
from draw.edges.standbys import moment, prepare
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
    head = takeover.ends(made.head) if made.n else "—"
    return say("standby.made", n=made.n, head=head, show=made.show, time=made.time[:19])


@main.command("takeover")
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@click.argument("directory", metavar="[DIR]", required=False, type=FOLDER)
@click.option("--record", "n", metavar="N", help="大屏页脚最后的记录号 last record number in the footer of the screen")
@click.option("--head", metavar="8HEX-8HEX", help="该记录的首尾码 the ends of its code")
@click.option("--check", "only_check", is_flag=True, help="只核对,不接管 check the copy and make nothing")
@click.option(
    "--old", type=FOLDER, help="原机器的场次文件夹(可达时) the session folder before, where it can be reached"
)
@click.option("--again", is_flag=True, help="这份备份已被接管过也继续 although the copy was taken over before")
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
    copy = takeover.Copy(folder, passphrase(source, new=False), ambient.from_environment())
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


def _asked(n: str | None, head: str | None) -> takeover.Seen:
    """What the hall saw last, from the options or typed now."""
    text = n if n is not None else click.prompt(say("takeover.ask_record"), err=True)
    number = text.strip().removeprefix("#")
    if not number.isascii() or not number.isdigit():
        raise takeover.Refused(say("takeover.head_form"))
    if int(number) and head is None:
        head = click.prompt(say("takeover.ask_head"), err=True)
    return takeover.seen(int(number), head or "")


def _sound(session: Session, made: Manifest) -> str:
    return say(
        "takeover.sound",
        session=made.session,
        attempt=made.attempt,
        n=made.n,
        head=takeover.ends(made.head) if made.n else "—",
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
