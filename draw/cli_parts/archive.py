"""Commands of the years after: archive (public kit, sealed list, copies, videos), open-sealed, retire (R50, R53)."""

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click

from draw.cli_parts.common import PASSPHRASE, guard, main, note, open_session, out, secret_line, show_code
from draw.edges import ambient, archive, beside, copies, durable, retiring, video_files
from draw.edges.session import Session
from draw.encoding import HASH, matches
from draw.errors import DrawError
from draw.hashing import digest
from draw.words import pair, say

ANY = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)
READABLE = click.Path(path_type=Path, dir_okay=False, exists=True)
DATE = click.DateTime(formats=["%Y-%m-%d"])
LARGE = 2_000_000  # bytes of a pool whose verification takes longer than a second


@main.command("archive")
@click.argument("paths", metavar="RECORD | FILE...", nargs=-1, required=True, type=ANY)
@click.option("--out", "target", type=FILE, help=say("archive.help.out"))
@click.option(
    "--sheets", type=click.Path(path_type=Path, file_okay=False, exists=True), help=say("archive.help.sheets")
)
@click.option("--earlier", multiple=True, metavar="FOLDER", type=ANY, help=say("archive.help.earlier"))
@click.option("--notice", metavar="HASH", help=say("cli.notice_hash_from_signed_paper"))
@click.option("--statement", metavar="HASH", help=say("cli.statement_hash_from_signed_paper"))
@click.option("--unsound", is_flag=True, help=say("archive.help.unsound"))
@click.option("--sealed", type=FILE, help=say("archive.help.sealed"))
@click.option("--retain-until", "until", type=DATE, metavar="DATE", help=say("archive.help.until"))
@click.option("--sealed-passphrase-file", "sealed_source", type=READABLE, help=say("archive.help.sealed_passphrase"))
@click.option("--copies", "copying", is_flag=True, help=say("archive.help.copies"))
@click.option("--check", "checking", is_flag=True, help=say("archive.help.check"))
@click.option("--code", metavar="HASH", help=say("archive.help.code"))
@click.option("--video", "videos", multiple=True, type=READABLE, help=say("archive.help.video"))
@PASSPHRASE
@guard
def archive_command(
    paths: tuple[Path, ...],
    target: Path | None,
    sheets: Path | None,
    earlier: tuple[Path, ...],
    notice: str | None,
    statement: str | None,
    unsound: bool,
    sealed: Path | None,
    until: datetime | None,
    sealed_source: Path | None,
    copying: bool,
    checking: bool,
    code: str | None,
    videos: tuple[Path, ...],
    source: Path | None,
) -> None:
    """归档包、封存名单、多份副本与核对 The archive of a record (--out), its sealed list (--sealed), its copies, their check."""
    if any(value is not None and not matches(HASH, value) for value in (notice, statement, code)):
        raise click.UsageError(say("cli.hash_64_lower_case_hex"))
    writing = target is not None or sealed is not None
    if sum((writing, copying, checking, bool(videos) and not checking)) != 1:
        raise click.UsageError(say("archive.one_of"))
    if checking:
        _check(paths, videos, code)
        return
    if copying:
        _copies(paths)
        return
    if len(paths) != 1:
        raise click.UsageError(say("archive.one_record"))
    if videos:
        show_code("archive.video_code", video_files.add(paths[0], videos, ambient.from_environment()))
        out(str(video_files.list_of(paths[0])))
        return
    place = beside.place(paths[0])
    session = _session(place, source, sealed is not None)
    if target is not None:
        wanted = archive.Wanted(sheets=sheets, earlier=earlier, notice=notice, statement=statement, unsound=unsound)
        large = (place.record / "pool.csv").is_file() and (place.record / "pool.csv").stat().st_size > LARGE
        _said(archive.write_public(place, target, wanted, session, note if large else lambda _: None), session)
    if sealed is not None:
        _seal(session, sealed, sealed_source, until.date() if until else None)


def _session(place: beside.Place, source: Path | None, needed: bool) -> Session | None:
    """The open session, where the sealed list needs it or a passphrase is at hand."""
    if place.session is None or not Session.exists(place.session):
        if needed:
            raise DrawError(f"{place.record}: {say('cli.no_session')}")
        return None
    return open_session(place.session, source) if needed or source is not None else None


def _said(made: archive.Made, session: Session | None) -> None:
    out(f"{made.path}: {say('archive.made', files=made.files, size=made.size)}")
    show_code("archive.code", made.code)
    if not made.with_program:
        note(say("archive.other_program"))
    if session is None:
        note(say("archive.not_looked"))
    out(*made.report.sentence(), made.report.last_line())


def _seal(session: Session | None, target: Path, source: Path | None, until: date | None) -> None:
    if session is None or until is None:
        raise click.UsageError(say("archive.until_needed"))
    phrase = secret_line(say("archive.sealed_passphrase"), source)
    if source is None and sys.stdin.isatty() and secret_line(say("cli.again"), None) != phrase:
        raise DrawError(say("cli.two_entries_differ"))
    label = archive.write_sealed(session, target, phrase, until)
    out(f"{target}: {say('archive.sealed_made', until=label.retain_until)}")
    show_code("archive.sealed_code", label.sha256)
    note(say("archive.sealed_advice"))


def _copies(paths: tuple[Path, ...]) -> None:
    """Copy, read back, print and keep the copy table. Exit 1 if a copy did not read back."""
    if len(paths) < 2:
        raise click.UsageError(say("archive.copies_of"))
    original, folders = paths[0], paths[1:]
    code = copies.code_of(original)
    extra = video_files.list_of(original)
    table = copies.copy(original, folders)
    lists = copies.copy(extra, folders) if extra.exists() else []
    lines = [f"{say('archive.code')}: {code}", ""]
    data = []
    for one in [*table, *lists]:
        word = say("archive.copy_same" if one.same else "archive.copy_differs")
        lines += [
            f"{one.number}. {one.path}", f"   {word} · {one.size} B", f"   SHA-256 {one.sha256}", f"   SM3     {one.sm3}",
            *([f"   {say('archive.same_disk')}"] if one.same_disk else []), f"   {say('archive.kept_by')}", "",
        ]  # fmt: skip
        data.append(
            {
                "number": one.number,
                "file": str(one.path),
                "bytes": one.size,
                "sha256": one.sha256,
                "sm3": one.sm3,
                "same": one.same,
                "same_disk": one.same_disk,
            }
        )
    out(*lines)
    text = json.dumps({"format": "copies1", "archive": code, "copies": data}, ensure_ascii=False, indent=1)
    durable.write(original.with_name(f"{original.name}.copies.txt"), "\n".join(lines).encode())
    durable.write(original.with_name(f"{original.name}.copies.json"), f"{text}\n".encode())
    if not all(one.same for one in (*table, *lists)):
        sys.exit(1)


def _check(paths: tuple[Path, ...], videos: tuple[Path, ...], code: str | None) -> None:
    """Name every file that differs in any copy. Exit 0 all right, 1 something differs, 2 nothing that can be read."""
    found = [copies.check(path) for path in paths]
    others = copies.against(found, code)
    bad = bool(others)
    for number, one in enumerate(found, start=1):
        good = not one.faults and one.path not in others
        out(f"{number}. {one.path}: {say('archive.good' if good else 'archive.bad')} ({one.right})")
        if one.code:
            out(f"   {say('archive.code')} {one.code}")
        if one.path in others:
            out(f"   {say('archive.other_code')}")
        out(*(f"   {name}: {say(key)}" for name, key in one.faults))
        bad = bad or bool(one.faults)
        if videos and one.path.is_file() and one.code:
            wrong = dict(video_files.faults(one.path, videos, one.code))
            for path in videos:
                detail = wrong.get(path)
                word = "archive.good" if detail is None else "archive.fault.changed" if detail else "archive.not_listed"
                out(f"   {path}: {say(word)}" + (f" ({detail})" if detail else ""))
            bad = bad or bool(wrong)
    if bad:
        sys.exit(1)


@main.command("open-sealed")
@click.argument("file", metavar="FILE", type=READABLE)
@click.option(
    "--out", "target", required=True, type=click.Path(path_type=Path, file_okay=False), help=say("archive.help.open")
)
@click.option("--sealed-passphrase-file", "sealed_source", type=READABLE, help=say("archive.help.sealed_passphrase"))
@guard
def open_sealed(file: Path, target: Path, sealed_source: Path | None) -> None:
    """打开封存名单 Open a sealed list into a new folder, every file checked."""
    names = archive.open_sealed(file, secret_line(say("archive.sealed_passphrase"), sealed_source), target)
    out(*names, say("archive.opened", folder=target))


@main.command()
@click.argument("path", metavar="DIR | FILE", type=ANY)
@click.option("--by", multiple=True, metavar="NAME", help=say("retire.help.by"))
@click.option("--early", default="", metavar="REASON", help=say("retire.help.early"))
@guard
def retire(path: Path, by: tuple[str, ...], early: str) -> None:
    """保管期满:销毁非公开名单与密钥,写销毁凭据 The end of the retention: destroy private list and keys, write a receipt."""
    work = retiring.task(path)
    out(say("retire.what", count=len(work.files), session=work.session, until=work.until))
    out(*(f"   {name}" for name in work.files))
    for name in work.left:
        note(f"{say('retire.left')}: {name}")
    if work.files and secret_line(pair("cli.confirm", session=work.session)[0], None) != work.session:
        raise DrawError(say("cli.not_session_id_nothing_done"))
    receipt = retiring.retire(work, retiring.Word(by=by, early=early), ambient.from_environment())
    out(str(receipt))
    show_code("retire.code", digest(receipt.read_bytes()))
    note(say("retire.elsewhere"))
