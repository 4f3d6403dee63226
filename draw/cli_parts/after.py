"""Commands after the seed, and those that look: finish, void, status, verify, serve, demo."""

import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import click

from draw import slip
from draw.cli_parts.common import (
    DIRECTORY,
    PASSPHRASE,
    confirm,
    guard,
    main,
    mode_of,
    note,
    open_or_begin,
    open_session,
    out,
    show_code,
)
from draw.edges import ambient, folder, memory
from draw.encoding import HASH, matches
from draw.errors import DrawError
from draw.explain import explain
from draw.hashing import digest
from draw.verify import EXIT, Whose
from draw.verify import verify as verify_record
from draw.words import say


@main.command()
@DIRECTORY
@PASSPHRASE
@guard
def finish(directory: Path, source: Path | None) -> None:
    """派位、结果、声明与签名 Orders, results, statement, signatures, sums."""
    session = open_session(directory, source)
    value = session.finish(note)
    show_code("code.result", value)
    show_code("code.statement", digest((session.public / "statement.txt").read_bytes()))
    out(f"{say('cli.record')}: {session.public}", f"{say('cli.next')}: draw sheet {directory}")


@main.command()
@DIRECTORY
@PASSPHRASE
@guard
def void(directory: Path, source: Path | None) -> None:
    """规则要求作废时生成作废证明 Write the void certificate where the rules demand one."""
    session = open_session(directory, source)
    confirm(mode_of(session), session.state.the_notice().session)
    show_code("code.void", session.void())
    out(f"{say('stage.void')}: {session.state.void_reason}", f"{say('cli.record')}: {session.public}")


@main.command()
@DIRECTORY
@PASSPHRASE
@guard
def status(directory: Path, source: Path | None) -> None:
    """现在到哪一步 Where the session stands."""
    session = open_session(directory, source)
    state, notice = session.state, session.state.the_notice()
    out(
        f"{notice.title} · {say(f'mode.{notice.mode}')}",
        say("cli.attempt", attempt=notice.attempt, version=notice.version, rehearsals=notice.rehearsals),
        f"{say('cli.stage')}: {say(f'stage.{state.stage}')} ({state.stage})",
        f"{say('cli.ledger_lines')}: {state.n}",
        f"{say('code.notice')}: {state.notice_hash}",
    )
    if state.forced_void():
        out(say("refuse.must_void", reason=state.forced_void()))


@main.command()
@click.argument("record", metavar="RECORD", type=click.Path(path_type=Path))
@click.option("--notice", "notice_hash", metavar="HASH", help=say("cli.notice_hash_from_signed_paper"))
@click.option("--statement", "statement_hash", metavar="HASH", help=say("cli.statement_hash_from_signed_paper"))
@click.option("--applicant", metavar="CODE", help=say("cli.explain_one_applicant"))
@click.option(
    "--earlier",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help=say("cli.record_session_one_continues_repeatable"),
)
@click.option("--code", metavar="FILE", type=click.File("rb"), help=say("family.code_option"))
@click.option("--name", metavar="NAME", help=say("family.name_option"))
@click.option("--id", "identity", metavar="ID", help=say("family.id_option"))
def verify(
    record: Path,
    notice_hash: str | None,
    statement_hash: str | None,
    applicant: str | None,
    earlier: tuple[Path, ...],
    code: BinaryIO | None,
    name: str | None,
    identity: str | None,
) -> None:
    """按 SPEC §11 逐步核验一份记录 Verify a record step by step; exit 0 match, 1 mismatch, 2 could not check."""
    if (name is None) != (identity is None) or (name is not None and code is None):
        raise click.UsageError(say("family.both"))
    for value in (notice_hash, statement_hash):
        if value is not None and not matches(HASH, value):
            raise click.UsageError(say("cli.hash_64_lower_case_hex"))
    try:
        files, odd = folder.read_record(record)
        others = [folder.read_record(path) for path in earlier]
    except DrawError as error:
        note(str(error))
        out("verdict: could not check (1)")
        sys.exit(EXIT["could not check"])
    with memory.without_collector():
        report = verify_record(
            files,
            odd,
            notice_hash=notice_hash,
            statement_hash=statement_hash,
            earlier=others,
            code=None if code is None else code.read(slip.MOST + 1),
            whose=_whose(name, identity),
            progress=_progress(len(files.get("pool.csv", b""))),
        )
    out(*(step.line() for step in report.steps))
    told = [applicant] if applicant is not None else []
    if report.child and report.child != applicant and "results.csv" in files:
        told.append(report.child)
    for child in told:
        try:
            for zh, en in explain(files, report.seed, child):
                out(zh, f"    {en}")
        except DrawError as error:
            out(str(error))
    out(*report.sentence(), report.last_line())
    sys.exit(EXIT[report.verdict])


def _whose(name: str | None, identity: str | None) -> Whose | None:
    """As rosters are read (SPEC §5): a family types an id in full-width or small letters."""
    if name is None or identity is None:
        return None
    typed = unicodedata.normalize("NFKC", identity).strip().upper()
    return Whose(name=unicodedata.normalize("NFC", name).strip(), id=typed)


def _progress(size: int) -> Callable[[str], None]:
    """Name each step on standard error for records that take longer than a second."""
    return note if size > 2_000_000 else lambda _: None


@main.command()
@DIRECTORY
@click.option("--port", default=8000, show_default=True, help=say("cli.port_ceremony_side"))
@click.option("--public-port", default=8001, show_default=True, help=say("cli.port_public_side"))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--standby",
    "standbys",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("cli.standby_copy_stick_kept_up"),
)
@PASSPHRASE
@guard
def serve(
    directory: Path, port: int, public_port: int, host: str, standbys: tuple[Path, ...], source: Path | None
) -> None:
    """启动主持端与投影 Serve the operator's desk, the projector page and the public files."""
    from web.serve import serve as run  # the web side is loaded only where it is used

    session = open_or_begin(directory, source)
    run(session, host=host, port=port, public_port=public_port, say=out, standbys=standbys)


@main.command()
@click.option("--procedure", "sample", default="xinghualing", show_default=True, help=say("cli.folder_draw_samples"))
@click.option("--out", "target", type=click.Path(path_type=Path), help=say("cli.where_record_goes_else_rec"))
@click.option("--once", is_flag=True, help=say("cli.exit_when_done_instead_serving"))
@click.option("--pace", type=click.FloatRange(min=0, max=60), help=say("cli.seconds_name_0_no_show"))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=0, help=say("cli.port_ceremony_side_0_any"))
@click.option("--public-port", default=0, help=say("cli.port_public_side_0_any"))
@guard
def demo(
    sample: str, target: Path | None, once: bool, pace: float | None, host: str, port: int, public_port: int
) -> None:
    """在示例名单上做一次完整演练 A whole rehearsal on a sample: live pages, record, both verifiers."""
    from draw.edges.demo import Plan, free_name, run  # the web side is loaded only where it is used

    seconds = pace if pace is not None else (0.0 if once else 0.3)
    plan = Plan(
        sample=sample,
        out=target or free_name(),
        pace=seconds,
        reveal_seconds=2 if once else 15,
        host=host,
        port=port,
        public_port=public_port,
    )
    if not run(plan, ambient.from_environment(), out, once=once):
        sys.exit(1)
