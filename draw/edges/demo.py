"""A whole rehearsal on a sample, live on the pages, to a record that both verifiers check. Nothing in it is faked.

Only the people are played: the parties' secrets come from this machine's CSPRNG and so do the dice, one open party commits and then
stays away. That is why it is a rehearsal and says so on every page and sheet.
"""

import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from draw import dice
from draw.edges import durable, folder, program, sheets
from draw.edges.ambient import Ambient
from draw.edges.session import Session
from draw.errors import DrawError
from draw.hashing import commitment, digest, read_aloud
from draw.notice import Mode, Notice
from draw.sheet import read as read_sheet
from draw.verify import verify
from web.serve import Running

SAMPLES: Final = Path(__file__).parent.parent / "samples"
Say = Callable[[str], None]


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


def free_name() -> Path:
    """rec, or the first of rec-2, rec-3, … for which neither a record nor its session is here yet."""
    names = (Path("rec" if n == 1 else f"rec-{n}") for n in count(1))
    return next(p for p in names if not p.exists() and not work_folder(p).exists())


def work_folder(out: Path) -> Path:
    """The session folder beside a demo's record."""
    return out.with_name(f"{out.name}.session")


def prepare(plan: Plan, ambient: Ambient) -> tuple[Session, str]:
    """A session folder beside `out` with the sample's files, frozen. -> (session, its passphrase)."""
    source = SAMPLES / plan.sample
    if not (source / "session.toml").is_file():
        names = " ".join(sorted(p.parent.name for p in SAMPLES.glob("*/session.toml") if p.parent.name != "template"))
        raise DrawError(f"没有示例 no sample {plan.sample!r}; 可选 choose from: {names}")
    work = work_folder(plan.out)
    if plan.out.exists() or work.exists():
        raise DrawError(
            f"{plan.out} 或 or {work} 已存在,换一个名字或先移走 is there already: choose another name or move it"
        )
    for path in sorted(source.iterdir()):
        if path.is_file():
            durable.write(work / path.name, path.read_bytes())
    text = (work / "session.toml").read_text(encoding="utf-8")
    shorter = re.sub(r"(?m)^reveal_seconds *= *[0-9]+", f"reveal_seconds = {plan.reveal_seconds}", text)
    durable.write(work / "session.toml", shorter.encode())
    if read_sheet(shorter.encode(), "session.toml").mode is not Mode.REHEARSAL:
        raise DrawError("示例必须是演练 the demo runs rehearsals only")
    passphrase = secrets.token_hex(8)
    _, people = Session.inputs(work)
    sheets.missing_glyphs(people, work)
    return Session.create(work, passphrase, ambient), passphrase


def _throw(spec: dice.Dice) -> str:
    """What the hall's dice show, played by the CSPRNG."""
    values: list[str] = []
    while len(values) < spec.count:
        value = f"{secrets.randbelow(spec.highest + 1):0{spec.width}d}"
        if not spec.value_problem(value, tuple(values)):
            values.append(value)
    return ("-" if spec.kind == "b" else "").join(values)


def hold(session: Session, plan: Plan, say: Say) -> None:
    """Commitments, board, reveals, dice, envelopes, results: every act of the hall, with its pauses."""
    notice, value = session.state.the_notice(), session.state.notice_hash
    beat = min(plan.pace, 1.0)
    made = {p.id: secrets.token_hex(32) for p in notice.parties}
    for party in notice.parties:
        session.commit(party.id, commitment(value, party.id, made[party.id]))
        time.sleep(beat)
    say(f"公告板 board      {session.close_board()}")
    session.open_reveal()
    opening = notice.open_parties()
    away = opening[-1:] if len(opening) > max(1, notice.min_open) else ()
    for party in opening:
        if party not in away:
            session.reveal(party.id, made[party.id])
            time.sleep(beat)
    say(
        f"等待揭示时限 {notice.reveal_seconds} 秒 waiting for the reveal's deadline; {' '.join(p.id for p in away)} 缺席 absent"
    )
    while session.seconds_left():
        time.sleep(0.2)
    session.close_reveal()
    _dice(session, notice, beat, say)
    session.open_envelopes()
    for party in notice.sealed_parties():
        session.open_paper(party.id, made[party.id])
        time.sleep(beat)
    say(f"种子 seed         {session.state.seed}")
    say(f"结果校验码 result {session.finish(lambda step: None)}")


def _dice(session: Session, notice: Notice, beat: float, say: Say) -> None:
    spec = dice.parse(notice.dice)
    if spec is None:
        raise DrawError("演示需要骰子 the demo needs dice")
    text = _throw(spec)
    for value in spec.values(text):
        for role in ("operator", "checker"):
            session.type_dice(role, value)
        time.sleep(beat / 2)
    session.confirm_dice()
    say(f"现场数字 dice     {text}")


def check(record: Path, say: Say) -> bool:
    """Run both verifiers with the anchors that the signed papers would give. -> True if both say match."""
    notice, signed = (digest((record / name).read_bytes()) for name in ("notice.json", "statement.txt"))
    files, odd = folder.read_record(record)
    report = verify(files, odd, notice_hash=notice, statement_hash=signed)
    say(f"draw verify       {report.last_line()}")
    command = [sys.executable, "-I", str(program.kit_file("verify.py")), str(record)]
    other = subprocess.run(
        [*command, "--notice", notice, "--statement", signed],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    last = other.stdout.strip().splitlines()[-1] if other.stdout.strip() else other.stderr.strip()
    say(f"scripts/verify.py {last}")
    say("用签字纸质件上的校验码重新核验 to check it yourself, with the codes of the signed papers:")
    say(f"  python3 scripts/verify.py {record} --notice {notice} --statement {signed}")
    for name, code in (("公告 notice   ", notice), ("声明 statement", signed)):
        say(f"  {name} {read_aloud(code)}")
    return report.verdict == "match" and other.returncode == 0


def run(plan: Plan, ambient: Ambient, say: Say, *, once: bool) -> bool:
    """The whole demo. -> True if both verifiers say match."""
    session, passphrase = prepare(plan, ambient)
    say(f"冻结 freeze       {session.freeze()}")
    with Running(session, host=plan.host, port=plan.port, public_port=plan.public_port) as running:
        say(f"主持端 desk       {running.desk_url}  口令 code {running.desk_code}")
        say(f"投影 projector    {running.hall_url}")
        say(f"公众 public       {running.public_url}")
        hold(session, plan, say)
        say(f"结果单 sheet      {sheets.write_result_sheet(session, lambda step: None)}")
        if plan.pace:
            running.play(plan.pace)
        shutil.copytree(session.public, plan.out)
        say(f"记录 record       {plan.out}")
        say(f"场次文件夹 session {session.folder}  口令 passphrase {passphrase}")
        good = check(plan.out, say)
        if not once:
            say("页面仍在开放,按 Ctrl-C 结束 the pages stay open; Ctrl-C ends")
            running.wait()
    return good
