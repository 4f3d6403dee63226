"""The command of accounts, for the console: list, invite, remove (R45)."""

from pathlib import Path

import click

from draw.cli_parts.common import DIRECTORY, PASSPHRASE, guard, main, open_session, out
from draw.edges.people import STAFF, Role
from draw.words import say


@main.command()
@DIRECTORY
@click.option("--invite", "role", type=click.Choice([str(r) for r in STAFF]), help=say("cli.invite"))
@click.option("--remove", "account", metavar="ID", help=say("cli.remove_account"))
@PASSPHRASE
@guard
def account(directory: Path, role: str | None, account: str | None, source: Path | None) -> None:
    """人员账号:列出、邀请、撤销 Accounts of the people: list, invite, remove."""
    if role is not None and account is not None:
        raise click.UsageError("--invite ROLE or --remove ID")
    people = open_session(directory, source).people
    if role is not None:
        code = people.invite(Role(role))
        out(f"{say('people.code')}: {code[:5]} {code[5:]}")
    elif account is not None:
        out(say("people.removed", id=people.remove(account).id))
    else:
        rows = [f"{a.id}  {say(f'role.{a.role}')}  {a.name}" for a in people.accounts()]
        out(*(rows or [say("people.none")]))
