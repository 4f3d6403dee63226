"""Commands after the record is sealed: amend, appeal, reconcile (SPEC §13, R37-R39, R54, R55)."""

import sys
from pathlib import Path

import click

from draw import appeals, reconciling
from draw.amending import EventKind, overview
from draw.amending.asked import Asked, kinds
from draw.amending.asked import read as read_asked
from draw.amending.fates import OF_NOBODY
from draw.appeals import Case, Closing
from draw.cli_parts.common import (
    DIRECTORY,
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
from draw.edges import durable, tables
from draw.edges.session import Session
from draw.errors import DrawError
from draw.intake.headers import normalised
from draw.notice import Mode
from draw.words import say

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@main.command()
@DIRECTORY
@click.option(
    "--event", "events", multiple=True, metavar="KIND", help=f"{say('cli.repeatable')}: {' '.join(EventKind)}"
)
@click.option("--applicant", "applicants", multiple=True, metavar="CODE", help=say("cli.one_each_event"))
@click.option("--date", "dates", multiple=True, metavar="DATE", help=say("cli.dates"))
@click.option("--paper", "papers", multiple=True, type=FILE, help=say("cli.papers"))
@click.option("--from", "table", type=FILE, help=say("cli.events_table"))
@click.option("--list", "listing", is_flag=True, help=say("cli.open_offers_waiting_lists_free"))
@click.option("--yes", is_flag=True, help=say("cli.do_not_ask_again_rehearsals"))
@PASSPHRASE
@guard
def amend(
    directory: Path,
    events: tuple[str, ...],
    applicants: tuple[str, ...],
    dates: tuple[str, ...],
    papers: tuple[Path, ...],
    table: Path | None,
    listing: bool,
    yes: bool,
    source: Path | None,
) -> None:
    """登记派位之后的事项,签发更正单 Record what happened after the draw in a numbered, signed amendment."""
    if sum((bool(events), table is not None, listing)) != 1:
        raise click.UsageError("--event KIND --applicant CODE --date DATE, or --from FILE, or --list")
    session = open_session(directory, source)
    if listing:
        out(*overview.lines(session.afterwards(), session.today()))
        return
    plan = session.plan(_from_table(table) if table else _typed(events, applicants, dates, papers))
    out(say("amend.will", number=plan.number), *(f"  {line}" for line in overview.moves(plan.changes)))
    _agree(session, yes=yes)
    value = session.amend(plan, pins=ask_pins(mode_of(session), ("operator", "notary")))
    show_code("amend.done", value, number=plan.number)
    state = session.afterwards()
    out(*overview.offers(state, session.today()), f"{session.public / 'amendments' / f'{plan.number:04}'}")


def _agree(session: Session, *, yes: bool) -> None:
    """What will move has been shown; in live mode the session's id is typed, in a rehearsal a yes."""
    mode = mode_of(session)
    confirm(mode, session.state.the_notice().session)
    if (
        mode is not Mode.LIVE
        and not yes
        and secret_line(say("amend.confirm"), None).casefold() not in ("y", "yes", "是")
    ):
        raise DrawError(say("amend.not_confirmed"))


def _typed(
    events: tuple[str, ...], applicants: tuple[str, ...], dates: tuple[str, ...], papers: tuple[Path, ...]
) -> list[tuple[Asked, bytes]]:
    """The events of the command line; codes are given in order to those events that concern somebody, and to `joined` the
    school's where there are codes enough."""
    known, wanted = kinds(), []
    codes = iter(applicants)
    about = sum(known.get(normalised(word)) not in OF_NOBODY for word in events)
    for n, word in enumerate(events):
        kind = known.get(normalised(word))
        if kind is None:
            raise click.UsageError(f"--event: {' '.join(EventKind)}")
        named = kind not in OF_NOBODY or (kind is EventKind.JOINED and len(applicants) > about)
        code = next(codes, None) if named else ""
        if code is None or len(dates) not in (1, len(events)) or len(papers) not in (0, 1, len(events)):
            raise click.UsageError(say("cli.one_each"))
        paper = papers[n if len(papers) > 1 else 0] if papers else None
        asked = Asked(kind=kind, applicant=code.upper(), date=dates[n if len(dates) > 1 else 0], paper="")
        wanted.append((asked, paper.read_bytes() if paper else b""))
    if next(codes, None) is not None:
        raise click.UsageError(say("cli.too_many_codes"))
    return wanted


def _from_table(path: Path) -> list[tuple[Asked, bytes]]:
    """The events of a table; papers are files beside it."""
    asked = read_asked(tables.load(path))
    return [(one, (path.parent / one.paper).read_bytes() if one.paper not in ("", "none") else b"") for one in asked]


@main.command()
@DIRECTORY
@click.option("--code", metavar="CODE", help=say("cli.code_appeal_about"))
@click.option("--question", type=FILE, help=say("cli.question_kept_encrypted"))
@click.option("--deadline", metavar="DATE", help=say("cli.day_which_must_answered"))
@click.option("--case", "number", type=int, metavar="N", help=say("cli.record_outcome_case"))
@click.option("--outcome", type=click.Choice([str(c) for c in Closing]), help=say("cli.outcome"))
@click.option("--answer", type=FILE, help=say("cli.answer_kept_encrypted"))
@click.option("--amendment", type=int, default=0, metavar="N", help=say("cli.outcome_amendment"))
@click.option("--show", "shown", type=int, metavar="N", help=say("cli.case_what_record_says"))
@PASSPHRASE
@guard
def appeal(
    directory: Path,
    code: str | None,
    question: Path | None,
    deadline: str | None,
    number: int | None,
    outcome: str | None,
    answer: Path | None,
    amendment: int,
    shown: int | None,
    source: Path | None,
) -> None:
    """登记、答复、查看申诉;从不公开 Record, answer and look at appeals; they are never public."""
    given = {
        "open": (code, question, deadline), "close": (number, outcome, answer), "show": (shown,)
    }  # fmt: skip
    used = [name for name, values in given.items() if any(v is not None for v in values)]
    whole = all(v is not None for name in used for v in given[name])
    if len(used) > 1 or not whole or (amendment and used != ["close"]):
        raise click.UsageError(
            "--code CODE --question FILE --deadline DATE, or --case N --outcome WORD --answer FILE, or --show N"
        )
    session = open_session(directory, source)
    if code is not None and question is not None and deadline is not None:
        opened = session.open_case(code.strip().upper(), question.read_bytes(), deadline)
        out(say("appeal.opened", number=opened), *_case(session, session.case(opened)))
    elif number is not None and outcome is not None and answer is not None:
        session.close_case(number, Closing(outcome), answer.read_bytes(), amendment=amendment)
        out(say("appeal.answered", number=number), session.case(number).line(session.today()))
    elif shown is not None:
        out(*_case(session, session.case(shown)))
    else:
        out(*([case.line(session.today()) for case in session.cases()] or [say("appeal.none")]))


def _case(session: Session, case: Case) -> list[str]:
    """A case as told to the person who answers it."""
    told = [case.line(session.today())]
    for name, paper in zip(("appeal.question", "appeal.answer"), session.papers(case), strict=True):
        if paper:
            told += [f"{say(name)}:", *(f"  {line}" for line in appeals.shown(paper))]
    for zh, en in session.evidence(case):
        told += [zh, f"    {en}"]
    return told


@main.command()
@DIRECTORY
@click.argument("registration", metavar="REGISTRATION", type=FILE)
@click.option("--declared", type=FILE, help=say("cli.children_placed_outside_draw_group"))
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("cli.differences_ids"),
)
@PASSPHRASE
@guard
def reconcile(
    directory: Path, registration: Path, declared: Path | None, target: Path | None, source: Path | None
) -> None:
    """最终结果与学籍注册名单逐条核对 Compare the final result with the registration export, line by line; exit 1 if they differ."""
    session = open_session(directory, source)
    if target is not None and target.resolve().is_relative_to(session.public.resolve()):
        raise DrawError(say("differs.public", path=target))
    state, private = session.afterwards(), session.private_roster()
    listed = reconciling.entries(tables.load(declared), state.rules, declared=True) if declared else []
    found = reconciling.reconcile(
        state.rules,
        dict(zip(state.pool.applicants, state.places, strict=True)),
        private,
        reconciling.entries(tables.load(registration), state.rules, declared=False),
        listed,
    )
    out(*(difference.line() for difference in found.differences))
    if state.offers:
        out(say("differs.offers", count=len(state.offers)))
    out(*found.notes)
    for c in found.counts:
        out(
            say(
                "differs.counts",
                school=c.school,
                plan=c.plan,
                result=c.result,
                declared=c.declared,
                registered=c.registered,
            )
        )
    if target is not None:
        durable.write(target, reconciling.table(found.differences), private=True)
    out(say("differs.some", count=len(found.differences)) if found.differences else say("differs.none"))
    if found.differences:
        sys.exit(1)
