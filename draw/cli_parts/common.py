"""What all commands share: messages, error texts and exit codes, prompts, options, the group itself.

Rules for messages: Chinese first, English beside; results to standard output, everything else to standard error; never a
traceback; never a secret, a name or an id number that the person at the keyboard did not just type.
"""

import getpass
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from draw import __version__
from draw.edges import ambient
from draw.edges.session import Session
from draw.errors import AlreadyDone, DrawError, InputErrors
from draw.hashing import digest, read_aloud
from draw.intake import forming, roster
from draw.notice import Mode
from draw.words import say

F = TypeVar("F", bound=Callable[..., Any])


def out(*lines: str) -> None:
    for line in lines:
        click.echo(line)


def note(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)


def show_code(key: str, value: str, **facts: object) -> None:
    """A hash under its name in the catalogue, and the code to read aloud."""
    out(f"{say(key, **facts)}: {value}", f"  {say('code.aloud')}: {read_aloud(value)}")


def guard(command: F) -> F:
    """Turn every DrawError into its message and an exit code; what was done before is success."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except AlreadyDone as done:
            note(f"{say('cli.already_recorded_nothing_changed')}: {done}")
            sys.exit(0)
        except InputErrors as errors:
            for problem in errors.problems:
                note(str(problem))
            note(say("cli.problems", count=len(errors.problems)))
            sys.exit(1)
        except DrawError as error:
            note(str(error))
            sys.exit(1)
        except OSError as error:
            note(f"{say('cli.file_error')}: {error}")
            sys.exit(1)

    return run  # type: ignore[return-value]


def secret_line(prompt: str, source: Path | None) -> str:
    """One line from a file, a hidden prompt, or standard input: never from the command line."""
    if source is not None:
        return source.read_text(encoding="utf-8").strip()
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ")
    return sys.stdin.readline().strip()


def trial_salt(registration_no: str) -> str:
    """A stand-in while nothing is frozen: `check` forms the pool only to find its problems."""
    return digest(registration_no.encode())[:32]


def check_glyphs(people: roster.Roster, directory: Path) -> None:
    from draw.edges import sheets  # brings font and PDF libraries, which most commands do not need

    sheets.missing_glyphs(people, directory)


def counts(formed: forming.Formed) -> str:
    pool = formed.pool
    return say("cli.counts", children=len(pool.applicants), units=len(pool.members), bundles=len(pool.bundles()))


def passphrase(source: Path | None, *, new: bool) -> str:
    first = secret_line(say("cli.session_passphrase"), source)
    if new and source is None and sys.stdin.isatty() and getpass.getpass(f"{say('cli.again')}: ") != first:
        raise DrawError(say("cli.two_entries_differ"))
    return first


def open_session(directory: Path, source: Path | None) -> Session:
    if not Session.exists(directory):
        raise DrawError(say("refuse.not_frozen"))
    return Session.open(directory, passphrase(source, new=False), ambient.from_environment())


def open_or_begin(directory: Path, source: Path | None) -> Session:
    """The session, or a new one whose passphrase is asked twice: the desk leads on from an empty folder."""
    fresh = not Session.exists(directory)
    if fresh:
        note(say("setup.new_folder", folder=directory))
    return Session.create(directory, passphrase(source, new=fresh), ambient.from_environment())


def ask_pins(session_mode: Mode | None, roles: Iterable[str]) -> dict[str, str]:
    """Ask each person of a two-person step, in live mode only."""
    if session_mode is not Mode.LIVE:
        return {}
    return {role: secret_line(f"{say(f'role.{role}')} PIN", None) for role in roles}


def confirm(mode: Mode | None, name: str) -> None:
    """In live mode what cannot be undone is confirmed by typing the session's id."""
    prompt = say("cli.confirm", session=name)
    if mode is Mode.LIVE and secret_line(prompt, None) != name:
        raise DrawError(say("cli.not_session_id_nothing_done"))


def mode_of(session: Session) -> Mode | None:
    return session.state.notice.mode if session.state.notice else None


DIRECTORY = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
PASSPHRASE = click.option(
    "--passphrase-file",
    "source",
    envvar="DRAW_PASSPHRASE_FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=say("cli.file_session_passphrase_else_you"),
)
PARTY = click.option("--party", required=True, metavar="ID", help=say("cli.party_e_g_a1_n1"))
FROM = click.option(
    "--from",
    "secret_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=say("cli.file_secret_else_you_asked"),
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """公开派位 A public lottery draw for school places that nobody has to trust."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
