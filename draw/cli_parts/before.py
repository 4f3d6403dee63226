"""Commands before the hall: new, check, audit-roster, secret, freeze, object."""

import sys
from pathlib import Path

import click

from draw import prose
from draw.cli_parts.common import (
    DIRECTORY,
    PASSPHRASE,
    ask_pins,
    check_glyphs,
    confirm,
    counts,
    guard,
    main,
    mode_of,
    note,
    open_session,
    out,
    passphrase,
    show_code,
    trial_salt,
)
from draw.edges import ambient, durable, rehearsal_copy, samples
from draw.edges.session import PIN_ROLES, Session
from draw.encoding import HASH, matches
from draw.errors import DrawError, InputErrors
from draw.hashing import commitment
from draw.intake import roster
from draw.words import say


@main.command()
@click.argument("directory", metavar="DIR", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--procedure", metavar="NAME", help=say("cli.sample_rule_sheet_empty_roster"))
@click.option("--sample", metavar="NAME", help=say("cli.whole_sample_roster_try_out"))
@click.option("--list", "listed", is_flag=True, help=say("cli.list_procedures"))
@guard
def new(directory: Path | None, procedure: str | None, sample: str | None, listed: bool) -> None:
    """写出带注释的派位方案与名册模板 Write a commented rule sheet and a roster template."""
    if listed:
        out(*(f"{name}  {samples.title(name)}" for name in samples.names()))
        return
    if directory is None or (procedure and sample):
        raise click.UsageError("DIR [--procedure NAME | --sample NAME], or --list")
    if procedure:
        written = samples.start(procedure, directory)
    else:
        written = samples.copy_whole(
            samples.SAMPLES / samples.TEMPLATE if sample is None else samples.find(sample), directory
        )
    out(*map(str, written))


@main.command()
@DIRECTORY
@click.option("--table", type=click.Path(path_type=Path), help=say("cli.write_problems_csv_table"))
@guard
def check(directory: Path, table: Path | None) -> None:
    """检查方案与名册,一次列出所有问题 Validate rule sheet and roster; say everything at once."""
    try:
        given = Session.inputs(directory, note)
        plan, people = given.plan, given.people
        formed = Session.formed(given, {}, trial_salt)
    except InputErrors as errors:
        if table is not None:
            durable.write(table, roster.error_table(errors.problems))
        raise
    check_glyphs(people, directory)
    for remark in (*people.notes, *formed.notes):
        note(f"· {remark}")
    for zh, en in prose.rule_lines(plan.rules, formed.pool):
        out(zh, f"    {en}")
    out(f"{say('cli.ready_freeze')}: {counts(formed)}")


@main.command("audit-roster")
@DIRECTORY
@PASSPHRASE
@guard
def audit_roster(directory: Path, source: Path | None) -> None:
    """公证员自查:每个封印对应名册一行 The notary's own check: every seal belongs to one row, every id to one row."""
    problems = open_session(directory, source).audit()
    for problem in problems:
        note(problem)
    if problems:
        sys.exit(1)
    out(say("cli.every_seal_belongs_row_private"))


@main.command()
@click.argument("party", metavar="PARTY")
@click.option("--notice", "notice_hash", required=True, metavar="HASH", help=say("cli.notice_hash"))
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help=say("cli.file_secret"))
@guard
def secret(party: str, notice_hash: str, target: Path) -> None:
    """参与方在自己的设备上生成秘密值,只显示承诺值 A party's own device: make a secret, print its commitment only."""
    if not matches(HASH, notice_hash):
        raise DrawError(say("cli.notice_hash_64_lower_case"))
    if target.exists():
        value = target.read_text(encoding="ascii").strip()
        note(f"{target}: {say('cli.secret_there_already_kept')}")
    else:
        value = ambient.from_environment().entropy(f"secret:{notice_hash}:{party}", 32).hex()
        durable.write(target, f"{value}\n".encode(), private=True)
    out(commitment(notice_hash, party, value))


@main.command()
@DIRECTORY
@guard
def rehearse(directory: Path) -> None:
    """建立演练文件夹,名册与规则相同 Make a rehearsal's folder beside it, with the same roster and rules."""
    made = rehearsal_copy.make(directory)
    out(say("rehearse.made", folder=made.name), f"draw serve {made}")


@main.command()
@DIRECTORY
@PASSPHRASE
@guard
def freeze(directory: Path, source: Path | None) -> None:
    """冻结名单与规则,发布公告 Freeze list and rules; publish the notice and its hash."""
    given = Session.inputs(directory, note)
    plan, people = given.plan, given.people
    check_glyphs(people, directory)
    formed = Session.formed(given, {}, trial_salt)
    for zh, en in prose.rule_lines(plan.rules, formed.pool):
        out(zh, f"    {en}")
    out(counts(formed))
    session = Session.create(
        directory, passphrase(source, new=not Session.exists(directory)), ambient.from_environment()
    )
    first = session.state.notice is None
    pins = ask_pins(plan.mode, PIN_ROLES if first else ("operator", "notary"))
    session.check_two_people(plan.mode, pins)
    confirm(plan.mode, plan.session)
    value = session.freeze(pins=pins, progress=note)
    notice = session.state.the_notice()
    out(f"{notice.title} · {say(f'mode.{notice.mode}')} · attempt {notice.attempt} version {notice.version}")
    show_code("code.notice", value)
    out(f"{say('papers.signer_key')}: {notice.signer}", f"{say('papers.amender_key')}: {notice.amender}")


@main.command("object")
@DIRECTORY
@click.option("--paper", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=say("cli.paper"))
@click.option("--outcome", type=click.Choice(["accepted", "rejected"]), help=say("cli.notary_outcome"))
@click.option("--number", type=int, help=say("cli.number_objection"))
@PASSPHRASE
@guard
def object_(directory: Path, paper: Path | None, outcome: str | None, number: int | None, source: Path | None) -> None:
    """登记异议或其结论 Record an objection (--paper) or its outcome (--number --outcome)."""
    session = open_session(directory, source)
    if paper is not None and outcome is None:
        out(f"{say('cli.objection_number')}: {session.object(paper.read_bytes())}")
    elif outcome is not None and number is not None and paper is None:
        session.decide_objection(number, outcome, pins=ask_pins(mode_of(session), ["notary"]))
        out(f"{say('cli.objection', number=number)}: {outcome}")
    else:
        raise click.UsageError("--paper FILE, or --number N --outcome accepted|rejected")
