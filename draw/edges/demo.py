"""A whole rehearsal on a sample, live on the pages, to records that both verifiers check. Nothing in it is faked.

Only the people are played (rehearsing.py, families.py). That is why it is a rehearsal and says so on every page and
sheet. Where a sample chains sessions, each stage is a ceremony of its own that continues those before it (SPEC §14).
"""

import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from draw import rules
from draw.amending.asked import Asked
from draw.amending.asked import read as read_asked
from draw.amending.fates import EventKind
from draw.chaining import families
from draw.chaining.carrying import draft
from draw.chaining.programme import of, station
from draw.edges import carrying, durable, folder, program, samples, sheets, tables
from draw.edges.ambient import Ambient
from draw.edges.programme import source
from draw.edges.rehearsing import hold
from draw.edges.session import Session
from draw.errors import DrawError, NotHeld, StepRefused
from draw.hashing import digest, read_aloud
from draw.intake.sheet import read as read_sheet
from draw.notice import Mode
from draw.rules import LateDraw
from draw.verify import verify
from draw.words import say as words
from web.programme import page
from web.serve import Running

Say = Callable[[str], None]
WISHES = "wishes.csv"
EVENTS = "events.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the demo shall do. `pace`: seconds a name in the show, 0 for none; `out`: where the record goes."""

    sample: str
    out: Path
    pace: float
    reveal_seconds: int
    host: str
    port: int
    public_port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A stage that was held: its record and its open session."""

    record: Path
    session: Session


def free_name() -> Path:
    """rec, or the first of rec-2, rec-3, … for which neither a record nor its session is here yet."""
    names = (Path("rec" if n == 1 else f"rec-{n}") for n in count(1))
    return next(p for p in names if not p.exists() and not work_folder(p).exists())


def work_folder(out: Path) -> Path:
    """The session folder beside a demo's record; of a chained sample, the folder of its session folders."""
    return out.with_name(f"{out.name}.session")


def _quickly(work: Path, seconds: int) -> None:
    """Shorten the reveal in a sheet; refuse anything but a rehearsal."""
    path = work / samples.SHEET
    text = re.sub(r"(?m)^reveal_seconds *= *[0-9]+", f"reveal_seconds = {seconds}", path.read_text(encoding="utf-8"))
    durable.write(path, text.encode())
    if read_sheet(text.encode(), path.name).mode is not Mode.REHEARSAL:
        raise DrawError(words("demo.rehearsals_only"))


def _freeze(work: Path, plan: Plan, ambient: Ambient, say: Say) -> tuple[Session, str]:
    """The folder's session, frozen. -> (session, its passphrase)."""
    _quickly(work, plan.reveal_seconds)
    passphrase = secrets.token_hex(8)
    sheets.missing_glyphs(Session.inputs(work).people, work)
    session = Session.create(work, passphrase, ambient)
    say(f"{words('demo.freeze')}       {session.freeze()}")
    return session, passphrase


def _continue(stage: Path, work: Path, before: Sequence[Held], say: Say) -> None:
    """The next stage's folder: what is carried, and the forms of families who still wish. Raises NotHeld (R29)."""
    checked = carrying.check([h.record for h in before], (), lambda step: None)
    records = carrying.read(checked, dict(carrying.private_of(h.session) for h in before))
    planned = carrying.plan(records, work, f"{stage.parent.name}/{stage.name}")
    wishes = stage.parent / WISHES
    waiting = [c.registration_no for c in draft(records, planned.sheet, None).children]
    known = {row.registration_no for r in records for row in (r.private or {}).values()}
    forms = families.forms(tables.load(wishes) if wishes.is_file() else None, planned.sheet, waiting, known)
    carried = carrying.carry(records, work, planned, forms).draft
    for path in sorted(stage.iterdir()):
        if path.is_file() and path.name not in (samples.SHEET, samples.ROSTER, "README.md"):
            durable.write(work / path.name, path.read_bytes())
    say(
        f"{words('demo.carried')}      {words('cli.in_session')} {carried.drawn} · {words('cli.placed')} {carried.placed} · "
        f"{words('cli.no_form')} {carried.abstained} · {words('cli.added')} {carried.added} · "
        f"{words('cli.placed_earlier')} {carried.removed}"
    )


def _amend(session: Session, say: Say) -> None:
    """What happened after the draw, as the sample tells it (SPEC §13): who stays away must have had a place."""
    path = session.folder / EVENTS
    if not path.is_file():
        return
    asked = [(one, b"") for one in read_asked(tables.load(path))]
    possible: list[tuple[Asked, bytes]] = []
    for one in asked:
        with suppress(StepRefused):
            session.plan([*possible, one])
            possible.append(one)
    if possible:
        value = session.amend(session.plan(possible))
        say(f"{words('demo.amendment')}  {value}  {words('demo.events')} {len(possible)}/{len(asked)}")


def _join(late: Held, before: Sequence[Held], say: Say) -> bool:
    """Late pupils are noted, in an amendment, where the classes were drawn (SPEC §16.11). -> True if those records still match."""
    files, _ = folder.read_record(late.record)
    schools = {d.school for d in rules.read(files["rules.json"]).draws if isinstance(d, LateDraw)}
    good = True
    for n, one in enumerate(before):
        for school in sorted(schools & set(one.session.afterwards().class_schools())):
            day = late.session.state.the_notice().scheduled[:10]
            asked = Asked(kind=EventKind.JOINED, applicant=school, date=day, paper="statement.txt")
            value = one.session.amend(one.session.plan([(asked, files["statement.txt"])]))
            shutil.copytree(one.session.public, one.record, dirs_exist_ok=True)
            say(f"{words('demo.amendment')}  {one.record.name}: {words('event.joined')} {school}  {value}")
            good = check(one, before[:n], lambda _: None) and good
    return good


def _command(held: Held, before: Sequence[Held]) -> list[str]:
    """The standalone verifier on a record, with the codes that its signed papers would give."""
    record = held.record
    notice, signed = (digest((record / name).read_bytes()) for name in ("notice.json", "statement.txt"))
    earlier = [word for h in before for word in ("--earlier", str(h.record))]
    return [str(record), "--notice", notice, "--statement", signed, *earlier]


def _other_verifier(arguments: Sequence[str]) -> tuple[str, int]:
    """(last line, exit code) of scripts/verify.py."""
    command = [sys.executable, "-I", str(program.kit_file("verify.py")), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return (done.stdout.strip() or done.stderr.strip()).splitlines()[-1], done.returncode


def check(held: Held, before: Sequence[Held], say: Say) -> bool:
    """Run both verifiers with the earlier records and the anchors of the signed papers. -> True if both say match."""
    files, odd = folder.read_record(held.record)
    notice, signed = digest(files["notice.json"]), digest(files["statement.txt"])
    earlier = [folder.read_record(h.record) for h in before]
    report = verify(files, odd, notice_hash=notice, statement_hash=signed, earlier=earlier)
    say(f"draw verify       {report.last_line()}")
    arguments = _command(held, before)
    last, code = _other_verifier(arguments)
    say(f"scripts/verify.py {last}")
    if before:
        alone = verify(files, odd, notice_hash=notice, statement_hash=signed)
        say(f"{words('demo.alone')}: {alone.last_line()}")
    say(f"{words('demo.yourself')}:")
    say(f"  python3 scripts/verify.py {' '.join(arguments)}")
    for name, value in (("demo.notice", notice), ("demo.statement", signed)):
        say(f"  {words(name):<14} {read_aloud(value)}")
    return report.verdict == "match" and code == 0


def _ceremony(session: Session, passphrase: str, record: Path, running: Running, plan: Plan, say: Say) -> Held:
    """One ceremony on the running pages, to its record."""
    say(f"{words('demo.desk')}       {running.desk_url}  {words('demo.code')} {running.desk_code}")
    say(f"{words('demo.projector')}    {running.hall_url}")
    say(f"{words('demo.public')}       {running.public_url}")
    hold(session, plan.pace, say)
    say(f"{words('demo.sheet')}      {sheets.write_result_sheet(session, lambda step: None)}")
    if plan.pace:
        running.play(plan.pace)
    _amend(session, say)
    shutil.copytree(session.public, record)
    say(f"{words('cli.record')}       {record}")
    say(f"{words('demo.session')} {session.folder}  {words('demo.passphrase')} {passphrase}")
    return Held(record=record, session=session)


def run(plan: Plan, ambient: Ambient, say: Say, *, once: bool) -> bool:
    """The whole demo. -> True if both verifiers say match, of every stage."""
    sample = samples.find(plan.sample)
    stages = samples.stages(sample)
    chained = stages != (sample,)
    work = work_folder(plan.out)
    if plan.out.exists() or work.exists():
        raise DrawError(words("demo.there", out=plan.out, work=work))
    good, held = True, list[Held]()
    with ExitStack() as pages:
        ports = plan.port, plan.public_port
        for n, stage in enumerate(stages, start=1):
            here, record = (work / stage.name, plan.out / stage.name) if chained else (work, plan.out)
            if chained:
                say(f"—— {n}/{len(stages)} {stage.name} ——")
            try:
                if held:
                    _continue(stage, here, held, say)
                else:
                    samples.copy_whole(stage, here)
            except NotHeld as reason:
                say(str(reason))
                continue
            session, passphrase = _freeze(here, plan, ambient, say)
            pages.close()  # the pages of the stage before: this one is on the same addresses
            running = pages.enter_context(Running(session, host=plan.host, port=ports[0], public_port=ports[1]))
            ports = running.port, running.public_port
            done = _ceremony(session, passphrase, record, running, plan, say)
            good = check(done, held, say) and good
            good = _join(done, held, say) and good
            held.append(done)
        if chained:
            _programme(plan.out, held, say)
        if not once:
            say(words("demo.stay"))
            running.wait()
    return good


def _programme(out: Path, held: Sequence[Held], say: Say) -> None:
    """The page of all sessions, beside their records."""
    target = out / "programme.html"
    durable.write(target, page(of(station(source(h.record, target)) for h in held)).encode())
    say(f"{words('demo.sessions')} {target}")
