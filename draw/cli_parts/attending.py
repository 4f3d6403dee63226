"""Commands of people who come into the hall: sign-in, attest, spot (R45, R46)."""

from pathlib import Path

import click

from draw.cli_parts.common import DIRECTORY, PASSPHRASE, ask_pins, guard, main, mode_of, open_session, out
from draw.edges.session import Session
from draw.ledger import CHECK_ITEMS, PERSON_KINDS
from draw.masking import mask
from draw.words import say


@main.command("sign-in")
@DIRECTORY
@click.option("--kind", type=click.Choice(PERSON_KINDS), help=say("cli.person_kind"))
@click.option("--name", metavar="NAME", help=say("cli.person_name"))
@PASSPHRASE
@guard
def sign_in(directory: Path, kind: str | None, name: str | None, source: Path | None) -> None:
    """人员签到,或列出谁已到、还缺谁 Sign a person in, or tell who is there and who is missing."""
    session = open_session(directory, source)
    if kind is not None:
        written = click.prompt(say("attend.name"), err=True) if name is None else name
        out(say("attend.signed", number=session.sign_in(kind, written), person=say(f"person.{kind}")))
    elif name is not None:
        raise click.UsageError("--kind KIND --name NAME")
    else:
        for one in session.signed_in():  # no names: a console may be filmed
            out(f"{one.number:3}  {say(f'person.{one.kind}')}  {one.time}")
    _missing(session)


def _missing(session: Session) -> None:
    missing = session.state.missing_people()
    for kind, count in missing.items():
        out(say("attend.missing", count=count, person=say(f"person.{kind}")))
    if not missing:
        out(say("attend.complete"))


@main.command()
@DIRECTORY
@click.option("--item", required=True, type=click.Choice(CHECK_ITEMS), help=say("cli.check_item"))
@PASSPHRASE
@guard
def attest(directory: Path, item: str, source: Path | None) -> None:
    """公证员登记检查:封条、断网、程序 The notary's checks: seals, no network, the program."""
    session = open_session(directory, source)
    session.check_item(item, pins=ask_pins(mode_of(session), ["notary"]))
    out(say(f"check.{item}"))


@main.command()
@DIRECTORY
@click.argument("code", metavar="CODE")
@PASSPHRASE
@guard
def spot(directory: Path, code: str, source: Path | None) -> None:
    """现场抽查:家长点名查看冻结名单中的一行 A parent looks up a row of the frozen list; the name is masked."""
    session = open_session(directory, source)
    session.spot(code)
    _, rules, people = session.frozen()
    row = people.applicants.index(code)
    out(say("attend.row", applicant=code, unit=people.units[row]))
    for attribute in rules.attributes:
        value = people.attributes[attribute.name][row]
        words = next((v.label for v in attribute.values if v.code == value), "")
        out(f"  {attribute.label}: {words} {value}" if words else f"  {attribute.label}: {value}")
    if rules.show.names == "masked":
        name = next(one.name for one in session.private_roster() if one.applicant == code)
        out(f"  {mask(name)}")
