"""Commands of the hall: commit, board, reveal, dice, beacon, open, rule."""

from pathlib import Path

import click

from draw.cli_parts.common import (
    DIRECTORY,
    FROM,
    PARTY,
    PASSPHRASE,
    ask_pins,
    confirm,
    guard,
    main,
    mode_of,
    open_session,
    out,
    secret_line,
    show_code,
)
from draw.ledger import ACTIONS, RULING_REASONS
from draw.words import say


@main.command()
@DIRECTORY
@PARTY
@click.argument("commitment_hex", metavar="COMMITMENT")
@PASSPHRASE
@guard
def commit(directory: Path, party: str, commitment_hex: str, source: Path | None) -> None:
    """把一方的承诺值放上公告板 Put a party's commitment on the board (the first one convenes the ceremony)."""
    open_session(directory, source).commit(party, commitment_hex)
    out(f"{party} {commitment_hex}")


@main.command()
@DIRECTORY
@PASSPHRASE
@guard
def board(directory: Path, source: Path | None) -> None:
    """封定公告板,打印其校验码 Close the board and print its hash."""
    session = open_session(directory, source)
    confirm(mode_of(session), session.state.the_notice().session)
    value = session.close_board()
    out(*(session.public / "board.txt").read_text(encoding="utf-8").splitlines())
    show_code("code.board", value)


@main.command()
@DIRECTORY
@click.option("--party", metavar="ID", help=say("cli.open_party_e_g_w01"))
@click.option("--open", "opening", is_flag=True, help=say("cli.start_running_time"))
@click.option("--close", "closing", is_flag=True, help=say("cli.close_once_time_over"))
@FROM
@PASSPHRASE
@guard
def reveal(
    directory: Path, party: str | None, opening: bool, closing: bool, secret_file: Path | None, source: Path | None
) -> None:
    """公开方揭示 Open the reveals, take a party's secret, or close them (absent parties stand as absent)."""
    if sum((party is not None, opening, closing)) != 1:
        raise click.UsageError("--open, --party ID or --close, exactly one")
    session = open_session(directory, source)
    if opening:
        session.open_reveal()
        out(say("cli.reveals_open", seconds=session.state.the_notice().reveal_seconds))
    elif closing:
        show_code("code.transcript", session.close_reveal())
    elif party is not None:
        value = secret_line(say("cli.secret_of", party=party), secret_file)
        words = {
            "revealed": say("cli.matches_commitment_2"),
            "late": say("cli.late_logged_not_hashed"),
        }
        out(f"{party}: {words[session.reveal(party, value)]}")


@main.command("dice")
@DIRECTORY
@click.option(
    "--by", "role", required=True, type=click.Choice(["operator", "checker", "notary"]), help=say("cli.who_types")
)
@click.argument("digits", required=False)
@click.option("--at", type=click.IntRange(min=1), default=1, help=say("cli.number_first_throw_typed"))
@PASSPHRASE
@guard
def dice_command(directory: Path, role: str, digits: str | None, at: int, source: Path | None) -> None:
    """操作员与复核员各自输入骰子,公证员确认 Operator and checker each type the dice; the notary confirms."""
    session = open_session(directory, source)
    pins = ask_pins(mode_of(session), [role])
    if role == "notary":
        show_code("code.transcript", session.confirm_dice(pins=pins))
        return
    if digits is None:
        raise click.UsageError("DIGITS")
    count = session.type_dice(role, digits, at=at, pins=pins)
    if count:
        out(f"{say('cli.both_agree', count=count)}: {' '.join(session.state.dice_values)}")
    else:
        out(say("cli.taken_waiting_other_typist"))


@main.command()
@DIRECTORY
@click.argument("signature", metavar="SIGNATURE")
@PASSPHRASE
@guard
def beacon(directory: Path, signature: str, source: Path | None) -> None:
    """登记公共随机信标的签名 Record the signature of the beacon round that the notice names."""
    show_code("code.transcript", open_session(directory, source).beacon(signature))


@main.command("open")
@DIRECTORY
@click.option("--party", metavar="ID", help=say("cli.sealed_party_e_g_a1"))
@click.option("--mismatch", is_flag=True, help=say("cli.two_readers_agree_paper_does"))
@FROM
@PASSPHRASE
@guard
def open_envelopes(
    directory: Path, party: str | None, mismatch: bool, secret_file: Path | None, source: Path | None
) -> None:
    """启封 Open the envelopes (without --party), then type each paper."""
    session = open_session(directory, source)
    if party is None:
        pins = ask_pins(mode_of(session), ["notary"])
        confirm(mode_of(session), session.state.the_notice().session)
        session.open_envelopes(pins=pins)
        out(say("cli.all_papers_lie_face_up"))
    elif mismatch:
        session.paper_mismatch(party, pins=ask_pins(mode_of(session), ["operator", "notary"]))
        out(f"{party}: {say('cli.does_not_match_recorded')}")
    else:
        fixed = session.open_paper(party, secret_line(say("cli.paper_of", party=party), secret_file))
        out(f"{party}: {say('cli.matches_commitment')}")
        if fixed:
            show_code("code.seed", session.state.seed)


@main.command()
@DIRECTORY
@click.option("--action", required=True, type=click.Choice(ACTIONS))
@click.option("--reason", required=True, type=click.Choice(RULING_REASONS))
@click.option("--signers", required=True, help="D1,D2,D3")
@click.option("--paper", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@PASSPHRASE
@guard
def rule(directory: Path, action: str, reason: str, signers: str, paper: Path | None, source: Path | None) -> None:
    """登记现场决策组的裁定 Record a ruling of the decision group."""
    text = paper.read_bytes() if paper else b""
    number = open_session(directory, source).rule(action, reason, signers.split(","), text)
    out(f"{say('cli.ruling', number=number)}: {action}")
