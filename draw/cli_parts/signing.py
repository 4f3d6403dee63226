"""Commands of others' signatures: cosign, timestamp, sign-pdf. The private keys of others never come near this program."""

import sys
from pathlib import Path

import click

from draw import timestamping
from draw.cli_parts.common import guard, main, note, out, secret_line, show_code
from draw.edges import ambient, beside, cosigning, durable, timestamps
from draw.edges.cosigning import Cosignature, Kind
from draw.errors import DrawError
from draw.hashing import digest
from draw.words import say

RECORD = click.argument("record", metavar="RECORD", type=click.Path(path_type=Path, file_okay=False))
READABLE = click.Path(path_type=Path, dir_okay=False, exists=True)
FILE = click.Path(path_type=Path, dir_okay=False)


@main.command()
@RECORD
@click.option("--add", "signature", type=READABLE, help=say("cosign.help.add"))
@click.option("--key", type=READABLE, help=say("cosign.help.key"))
@click.option("--kind", type=click.Choice([k.value for k in Kind]), help=say("cosign.help.kind"))
@click.option("--by", metavar="NAME", help=say("cosign.help.by"))
@guard
def cosign(record: Path, signature: Path | None, key: Path | None, kind: str | None, by: str | None) -> None:
    """公证处等对声明加签:接收、核对、列出 Co-signatures of the statement: take one in, list and check them all."""
    place = beside.place(record)
    given = (signature, key, by)
    if signature is not None and key is not None and kind is not None and by is not None:
        _told(cosigning.add(place, signature, key, Kind(kind), by, ambient.from_environment()))
        return
    if any(one is not None for one in given):
        raise click.UsageError(say("cosign.all_four"))
    found = list(cosigning.listed(place))
    for one in found:
        _told(one)
    _how(place, [Kind(kind)] if kind else list(Kind))
    if any(one.fault for one in found):
        sys.exit(1)


def _told(one: Cosignature) -> None:
    word = one.fault or (
        say("cosign.unchecked") if one.checked == cosigning.UNCHECKED else f"{say('cosign.valid')} ({one.checked})"
    )
    out(
        f"{one.folder.name}. {one.by} · {one.kind.value} · {one.time}",
        f"   {word}",
        f"   {say('cosign.key_hash')} {one.key}",
    )
    if one.kind is Kind.SM2:
        out(f"   {say('cosign.sm2_words')}")


def _how(place: beside.Place, kinds: list[Kind]) -> None:
    """The exact lines for the notary's own machine."""
    name, text = cosigning.statement(place)
    out(say("cosign.how", file=name))
    show_code("code.void" if name == "void.txt" else "code.statement", digest(text))
    for kind in kinds:
        signature, key = cosigning.made_files(kind, name)
        out(f"{kind.value}:", *(f"   {line}" for line in cosigning.sign_lines(kind, name)))
        out(
            f"   → draw cosign {place.session or place.record} --kind {kind.value} --add {signature} --key {key} --by …"
        )
    out(say("cosign.advice"))


@main.command("timestamp")
@RECORD
@click.option("--request", "target", type=FILE, help=say("timestamp.help.request"))
@click.option("--import", "token", type=READABLE, help=say("timestamp.help.import"))
@click.option("--authority", type=READABLE, help=say("timestamp.help.authority"))
@guard
def timestamp_command(record: Path, target: Path | None, token: Path | None, authority: Path | None) -> None:
    """可信时间戳 (RFC 3161):生成请求、接收回执 A time stamp over the statement: write the request, take in the token."""
    if (target is None) == (token is None):
        raise click.UsageError(say("timestamp.one_of"))
    place = beside.place(record)
    if target is not None:
        durable.write(target, timestamps.request(place, ambient.from_environment()))
        out(str(target), say("timestamp.send", file=target.name))
    if token is not None:
        found = timestamps.take(place, token, authority, ambient.from_environment())
        out(f"{found.folder}: {timestamping.shown(found.token.time)} · {say('timestamp.serial')} {found.token.serial}")
        out(say("timestamp.checked" if found.checked else "timestamp.unchecked"))


@main.command("sign-pdf")
@click.argument("papers", metavar="PDF...", nargs=-1, type=READABLE)
@click.option("--key", type=FILE, required=True, help=say("pades.help.key"))
@click.option("--cert", type=FILE, required=True, help=say("pades.help.cert"))
@click.option("--out", "folder", type=click.Path(path_type=Path, file_okay=False), help=say("pades.help.out"))
@click.option("--new-key", metavar="NAME", help=say("pades.help.new_key"))
@click.option("--key-passphrase-file", "source", type=READABLE, help=say("pades.help.passphrase"))
@guard
def sign_pdf(
    papers: tuple[Path, ...], key: Path, cert: Path, folder: Path | None, new_key: str | None, source: Path | None
) -> None:
    """给 PDF 加数字签名 (PAdES, P-256) Sign PDFs; a second signature leaves the first one valid."""
    from draw.edges import pades  # brings certificate libraries, which most commands do not need

    if not papers and new_key is None:
        raise click.UsageError(say("pades.nothing"))
    phrase = secret_line(say("pades.passphrase"), source)
    if new_key is not None:
        if source is None and sys.stdin.isatty() and secret_line(say("cli.again"), None) != phrase:
            raise DrawError(say("cli.two_entries_differ"))
        show_code("pades.fingerprint", pades.new_key(key, cert, new_key, phrase, ambient.from_environment()))
        note(say("pades.self_signed"))
    for path in papers:
        target = path if folder is None else folder / path.name
        pades.sign(path, target, key, cert, phrase)
        out(f"{digest(target.read_bytes())}  {target}")
