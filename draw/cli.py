"""The command line: parse, call, print. Exit codes: 0 done or match, 1 refused or mismatch, 2 could not check or usage.

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

from draw import __version__, forming, prose, roster
from draw.edges import ambient, durable, folder
from draw.edges.session import PIN_ROLES, Session
from draw.encoding import HASH, matches
from draw.errors import AlreadyDone, DrawError, InputErrors
from draw.explain import explain
from draw.hashing import commitment, digest, read_aloud
from draw.ledger import ACTIONS, RULING_REASONS
from draw.notice import Mode
from draw.verify import EXIT
from draw.verify import verify as verify_record
from draw.words import say

F = TypeVar("F", bound=Callable[..., Any])
SAMPLES = Path(__file__).parent / "samples"


def _out(*lines: str) -> None:
    for line in lines:
        click.echo(line)


def _note(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)


def _code(name_zh: str, name_en: str, value: str) -> None:
    _out(f"{name_zh} {name_en}: {value}", f"  口播核对码 read-aloud code: {read_aloud(value)}")


def _guard(command: F) -> F:
    """Turn every DrawError into its message and an exit code; what was done before is success."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except AlreadyDone as done:
            _note(f"已经记录过,没有改变任何内容 already recorded, nothing changed: {done}")
            sys.exit(0)
        except InputErrors as errors:
            for problem in errors.problems:
                _note(str(problem))
            _note(f"共 {len(errors.problems)} 个问题,没有冻结 {len(errors.problems)} problem(s), nothing was frozen")
            sys.exit(1)
        except DrawError as error:
            _note(str(error))
            sys.exit(1)
        except OSError as error:
            _note(f"文件错误 file error: {error}")
            sys.exit(1)

    return run  # type: ignore[return-value]


def _secret_line(prompt: str, source: Path | None) -> str:
    """One line from a file, a hidden prompt, or standard input: never from the command line."""
    if source is not None:
        return source.read_text(encoding="utf-8").strip()
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ")
    return sys.stdin.readline().strip()


def _trial_salt(registration_no: str) -> str:
    """A stand-in while nothing is frozen: `check` forms the pool only to find its problems."""
    return digest(registration_no.encode())[:32]


def _check_glyphs(people: roster.Roster, directory: Path) -> None:
    from draw.edges import sheets  # brings font and PDF libraries, which most commands do not need

    sheets.missing_glyphs(people, directory)


def _counts(formed: forming.Formed) -> str:
    pool = formed.pool
    return (
        f"学生 {len(pool.applicants)} 人,派位对象 {len(pool.members)} 个,捆绑 {len(pool.bundles())} 组 "
        f"{len(pool.applicants)} applicants, {len(pool.members)} units, {len(pool.bundles())} bundles"
    )


def _passphrase(source: Path | None, *, new: bool) -> str:
    first = _secret_line("场次口令 session passphrase", source)
    if new and source is None and sys.stdin.isatty() and getpass.getpass("再输入一次 again: ") != first:
        raise DrawError("两次输入不同 the two entries differ")
    return first


def _open(directory: Path, source: Path | None) -> Session:
    if not Session.exists(directory):
        raise DrawError(say("refuse.not_frozen"))
    return Session.open(directory, _passphrase(source, new=False), ambient.from_environment())


def _pins(session_mode: Mode | None, roles: Iterable[str]) -> dict[str, str]:
    """Ask each person of a two-person step, in live mode only."""
    if session_mode is not Mode.LIVE:
        return {}
    return {role: _secret_line(f"{say(f'role.{role}')} PIN", None) for role in roles}


def _confirm(mode: Mode | None, name: str) -> None:
    """In live mode what cannot be undone is confirmed by typing the session's id."""
    prompt = f"不可撤销,请输入场次编号确认 cannot be undone; type the session id ({name})"
    if mode is Mode.LIVE and _secret_line(prompt, None) != name:
        raise DrawError("场次编号不对,没有执行 not the session id; nothing was done")


def _live(session: Session) -> Mode | None:
    return session.state.notice.mode if session.state.notice else None


DIRECTORY = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
PASSPHRASE = click.option(
    "--passphrase-file",
    "source",
    envvar="DRAW_PASSPHRASE_FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="口令文件;不给则提示输入 file with the session passphrase; else you are asked",
)
PARTY = click.option("--party", required=True, metavar="ID", help="参与方 party, e.g. A1 N1 W01")
FROM = click.option(
    "--from",
    "secret_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="秘密值文件;不给则提示输入 file with the secret; else you are asked",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """公开派位 A public lottery draw for school places that nobody has to trust."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@DIRECTORY
@click.option("--sample", default="template", help="示例名称 name of a sample to start from")
@_guard
def new(directory: Path, sample: str) -> None:
    """写出带注释的派位方案与名册模板 Write a commented rule sheet and a roster template."""
    source = SAMPLES / sample
    if not (source / "session.toml").is_file():
        names = sorted(p.parent.name for p in SAMPLES.glob("*/session.toml"))
        raise DrawError(f"没有示例 no sample {sample!r}; 可选 choose from: {' '.join(names)}")
    directory.mkdir(parents=True, exist_ok=True)
    if any((directory / p.name).exists() for p in source.iterdir()):
        raise DrawError(f"{directory}: 已有文件,不覆盖 files are there already and are not overwritten")
    for path in sorted(source.iterdir()):
        if path.is_file():
            durable.write(directory / path.name, path.read_bytes())
            _out(str(directory / path.name))


@main.command()
@DIRECTORY
@click.option("--table", type=click.Path(path_type=Path), help="把问题写成 CSV 表 write the problems to a CSV table")
@_guard
def check(directory: Path, table: Path | None) -> None:
    """检查方案与名册,一次列出所有问题 Validate rule sheet and roster; say everything at once."""
    try:
        plan, people = Session.inputs(directory)
        formed = forming.form(people, plan, {}, _trial_salt)
    except InputErrors as errors:
        if table is not None:
            durable.write(table, roster.error_table(errors.problems))
        raise
    _check_glyphs(people, directory)
    for note in (*people.notes, *formed.notes):
        _note(f"· {note}")
    for zh, en in prose.rule_lines(plan.rules, formed.pool):
        _out(zh, f"    {en}")
    _out(f"可以冻结 ready to freeze: {_counts(formed)}")


@main.command("audit-roster")
@DIRECTORY
@PASSPHRASE
@_guard
def audit_roster(directory: Path, source: Path | None) -> None:
    """公证员自查:每个封印对应名册一行 The notary's own check: every seal belongs to one row, every id to one row."""
    problems = _open(directory, source).audit()
    for problem in problems:
        _note(problem)
    if problems:
        sys.exit(1)
    _out("名册与公开名单逐行相符 every seal belongs to a row of the private roster, and every id to one row")


@main.command()
@click.argument("party", metavar="PARTY")
@click.option("--notice", "notice_hash", required=True, metavar="HASH", help="公告校验码 notice hash")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="秘密值写入此文件 file for the secret")
@_guard
def secret(party: str, notice_hash: str, out: Path) -> None:
    """参与方在自己的设备上生成秘密值,只显示承诺值 A party's own device: make a secret, print its commitment only."""
    if not matches(HASH, notice_hash):
        raise DrawError("公告校验码须为 64 位小写十六进制 a notice hash is 64 lower-case hex digits")
    if out.exists():
        value = out.read_text(encoding="ascii").strip()
        _note(f"{out}: 已有秘密值,沿用 a secret is there already and is kept")
    else:
        value = ambient.from_environment().entropy(f"secret:{notice_hash}:{party}", 32).hex()
        durable.write(out, f"{value}\n".encode(), private=True)
    _out(commitment(notice_hash, party, value))


@main.command()
@DIRECTORY
@PASSPHRASE
@_guard
def freeze(directory: Path, source: Path | None) -> None:
    """冻结名单与规则,发布公告 Freeze list and rules; publish the notice and its hash."""
    plan, people = Session.inputs(directory)
    _check_glyphs(people, directory)
    formed = forming.form(people, plan, {}, _trial_salt)
    for zh, en in prose.rule_lines(plan.rules, formed.pool):
        _out(zh, f"    {en}")
    _out(_counts(formed))
    session = Session.create(
        directory, _passphrase(source, new=not Session.exists(directory)), ambient.from_environment()
    )
    first = session.state.notice is None
    pins = _pins(plan.mode, PIN_ROLES if first else ("operator", "notary"))
    session.check_two_people(plan.mode, pins)
    _confirm(plan.mode, plan.session)
    value = session.freeze(pins=pins, progress=_note)
    notice = session.state.the_notice()
    _out(f"{notice.title} · {say(f'mode.{notice.mode}')} · attempt {notice.attempt} version {notice.version}")
    _code("公告校验码", "notice hash", value)


@main.command("object")
@DIRECTORY
@click.option("--paper", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="异议书文件 the paper")
@click.option("--outcome", type=click.Choice(["accepted", "rejected"]), help="公证员登记结论 the notary's outcome")
@click.option("--number", type=int, help="异议编号 number of the objection")
@PASSPHRASE
@_guard
def object_(directory: Path, paper: Path | None, outcome: str | None, number: int | None, source: Path | None) -> None:
    """登记异议或其结论 Record an objection (--paper) or its outcome (--number --outcome)."""
    session = _open(directory, source)
    if paper is not None and outcome is None:
        _out(f"异议编号 objection number: {session.object(paper.read_bytes())}")
    elif outcome is not None and number is not None and paper is None:
        session.decide_objection(number, outcome, pins=_pins(_live(session), ["notary"]))
        _out(f"异议 {number}: {outcome}")
    else:
        raise click.UsageError("--paper FILE, or --number N --outcome accepted|rejected")


@main.command()
@DIRECTORY
@PARTY
@click.argument("commitment_hex", metavar="COMMITMENT")
@PASSPHRASE
@_guard
def commit(directory: Path, party: str, commitment_hex: str, source: Path | None) -> None:
    """把一方的承诺值放上公告板 Put a party's commitment on the board (the first one convenes the ceremony)."""
    _open(directory, source).commit(party, commitment_hex)
    _out(f"{party} {commitment_hex}")


@main.command()
@DIRECTORY
@PASSPHRASE
@_guard
def board(directory: Path, source: Path | None) -> None:
    """封定公告板,打印其校验码 Close the board and print its hash."""
    session = _open(directory, source)
    _confirm(_live(session), session.state.the_notice().session)
    value = session.close_board()
    _out(*(session.public / "board.txt").read_text(encoding="utf-8").splitlines())
    _code("公告板校验码", "board hash", value)


@main.command()
@DIRECTORY
@click.option("--party", metavar="ID", help="公开方 open party, e.g. W01")
@click.option("--open", "opening", is_flag=True, help="开始计时 start the running time")
@click.option("--close", "closing", is_flag=True, help="时限到后截止 close once the time is over")
@FROM
@PASSPHRASE
@_guard
def reveal(
    directory: Path, party: str | None, opening: bool, closing: bool, secret_file: Path | None, source: Path | None
) -> None:
    """公开方揭示 Open the reveals, take a party's secret, or close them (absent parties stand as absent)."""
    if sum((party is not None, opening, closing)) != 1:
        raise click.UsageError("--open, --party ID or --close, exactly one")
    session = _open(directory, source)
    if opening:
        session.open_reveal()
        _out(f"揭示开始,时限 {session.state.the_notice().reveal_seconds} 秒 the reveals are open")
    elif closing:
        _code("目前记录校验码", "transcript so far", session.close_reveal())
    elif party is not None:
        value = _secret_line(f"{party} 的秘密值 secret", secret_file)
        words = {
            "revealed": "已揭示,与承诺一致 matches its commitment",
            "late": "已过时限,不计入 late, logged and not hashed",
        }
        _out(f"{party}: {words[session.reveal(party, value)]}")


@main.command("dice")
@DIRECTORY
@click.option(
    "--by", "role", required=True, type=click.Choice(["operator", "checker", "notary"]), help="输入人 who types"
)
@click.argument("digits", required=False)
@click.option("--at", type=click.IntRange(min=1), default=1, help="所输第一个骰子的序号 number of the first throw typed")
@PASSPHRASE
@_guard
def dice_command(directory: Path, role: str, digits: str | None, at: int, source: Path | None) -> None:
    """操作员与复核员各自输入骰子,公证员确认 Operator and checker each type the dice; the notary confirms."""
    session = _open(directory, source)
    pins = _pins(_live(session), [role])
    if role == "notary":
        _code("目前记录校验码", "transcript so far", session.confirm_dice(pins=pins))
        return
    if digits is None:
        raise click.UsageError("DIGITS")
    count = session.type_dice(role, digits, at=at, pins=pins)
    if count:
        _out(f"两人一致,确认 {count} 个 both agree: {' '.join(session.state.dice_values)}")
    else:
        _out("已收到,等待另一人输入 taken; waiting for the other typist")


@main.command()
@DIRECTORY
@click.argument("signature", metavar="SIGNATURE")
@PASSPHRASE
@_guard
def beacon(directory: Path, signature: str, source: Path | None) -> None:
    """登记公共随机信标的签名 Record the signature of the beacon round that the notice names."""
    _code("目前记录校验码", "transcript so far", _open(directory, source).beacon(signature))


@main.command("open")
@DIRECTORY
@click.option("--party", metavar="ID", help="封存方 sealed party, e.g. A1; without it: all papers lie face up")
@click.option(
    "--mismatch", is_flag=True, help="两人一致认定纸条与承诺不符 two readers agree that the paper does not match"
)
@FROM
@PASSPHRASE
@_guard
def open_envelopes(
    directory: Path, party: str | None, mismatch: bool, secret_file: Path | None, source: Path | None
) -> None:
    """启封 Open the envelopes (without --party), then type each paper."""
    session = _open(directory, source)
    if party is None:
        pins = _pins(_live(session), ["notary"])
        _confirm(_live(session), session.state.the_notice().session)
        session.open_envelopes(pins=pins)
        _out("全部纸条已面朝上摆好 all papers lie face up")
    elif mismatch:
        session.paper_mismatch(party, pins=_pins(_live(session), ["operator", "notary"]))
        _out(f"{party}: 与承诺不符,已记录 does not match, recorded")
    else:
        fixed = session.open_paper(party, _secret_line(f"{party} 纸条 paper", secret_file))
        _out(f"{party}: 承诺值核验一致 matches its commitment")
        if fixed:
            _code("种子", "seed", session.state.seed)


@main.command()
@DIRECTORY
@click.option("--action", required=True, type=click.Choice(ACTIONS))
@click.option("--reason", required=True, type=click.Choice(RULING_REASONS))
@click.option("--signers", required=True, help="D1,D2,D3")
@click.option("--paper", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@PASSPHRASE
@_guard
def rule(directory: Path, action: str, reason: str, signers: str, paper: Path | None, source: Path | None) -> None:
    """登记现场决策组的裁定 Record a ruling of the decision group."""
    text = paper.read_bytes() if paper else b""
    number = _open(directory, source).rule(action, reason, signers.split(","), text)
    _out(f"裁定 {number} ruling {number}: {action}")


@main.command()
@DIRECTORY
@PASSPHRASE
@_guard
def finish(directory: Path, source: Path | None) -> None:
    """派位、结果、声明与签名 Orders, results, statement, signatures, sums."""
    session = _open(directory, source)
    value = session.finish(_note)
    _code("结果校验码", "result hash", value)
    _code("声明校验码", "statement hash", digest((session.public / "statement.txt").read_bytes()))
    _out(f"记录 record: {session.public}", f"下一步 next: draw sheet {directory}")


@main.command()
@DIRECTORY
@PASSPHRASE
@_guard
def void(directory: Path, source: Path | None) -> None:
    """规则要求作废时生成作废证明 Write the void certificate where the rules demand one."""
    session = _open(directory, source)
    _confirm(_live(session), session.state.the_notice().session)
    _code("作废证明校验码", "void hash", session.void())
    _out(f"{say('stage.void')}: {session.state.void_reason}", f"记录 record: {session.public}")


@main.command()
@DIRECTORY
@PASSPHRASE
@_guard
def status(directory: Path, source: Path | None) -> None:
    """现在到哪一步 Where the session stands."""
    session = _open(directory, source)
    state, notice = session.state, session.state.the_notice()
    _out(
        f"{notice.title} · {say(f'mode.{notice.mode}')}",
        f"第 {notice.attempt} 次 attempt {notice.attempt} · 版本 version {notice.version} · 演练 rehearsals {notice.rehearsals}",
        f"阶段 stage: {say(f'stage.{state.stage}')} ({state.stage})",
        f"记录行数 ledger lines: {state.n}",
        f"公告校验码 notice hash: {state.notice_hash}",
    )
    if state.forced_void():
        _out(say("refuse.must_void", reason=state.forced_void()))


@main.command()
@click.argument("record", metavar="RECORD", type=click.Path(path_type=Path))
@click.option("--notice", "notice_hash", metavar="HASH", help="签字纸质件上的公告校验码 from the signed paper")
@click.option("--statement", "statement_hash", metavar="HASH", help="签字纸质件上的声明校验码 from the signed paper")
@click.option("--applicant", metavar="CODE", help="解释一个学生的结果 explain one applicant")
def verify(record: Path, notice_hash: str | None, statement_hash: str | None, applicant: str | None) -> None:
    """按 SPEC §11 逐步核验一份记录 Verify a record step by step; exit 0 match, 1 mismatch, 2 could not check."""
    for value in (notice_hash, statement_hash):
        if value is not None and not matches(HASH, value):
            raise click.UsageError("校验码须为 64 位小写十六进制 a hash is 64 lower-case hex digits")
    try:
        files, odd = folder.read_record(record)
    except DrawError as error:
        _note(str(error))
        _out("verdict: could not check (1)")
        sys.exit(EXIT["could not check"])
    report = verify_record(
        files,
        odd,
        notice_hash=notice_hash,
        statement_hash=statement_hash,
        progress=_progress(len(files.get("pool.csv", b""))),
    )
    _out(*(step.line() for step in report.steps))
    if applicant is not None:
        try:
            for zh, en in explain(files, report.seed, applicant):
                _out(zh, f"    {en}")
        except DrawError as error:
            _out(str(error))
    _out(*report.sentence(), report.last_line())
    sys.exit(EXIT[report.verdict])


def _progress(size: int) -> Callable[[str], None]:
    """Name each step on standard error for records that take longer than a second."""
    return _note if size > 2_000_000 else lambda _: None


@main.command()
@DIRECTORY
@click.option("--port", default=8000, show_default=True, help="主持端端口 port of the ceremony side")
@click.option("--public-port", default=8001, show_default=True, help="公众端端口 port of the public side")
@click.option("--host", default="127.0.0.1", show_default=True)
@PASSPHRASE
@_guard
def serve(directory: Path, port: int, public_port: int, host: str, source: Path | None) -> None:
    """启动主持端与投影 Serve the operator's desk, the projector page and the public files."""
    from web.serve import serve as run  # the web side is loaded only where it is used

    run(_open(directory, source), host=host, port=port, public_port=public_port, say=_out)


@main.command("sheet")
@DIRECTORY
@PASSPHRASE
@_guard
def sheet_command(directory: Path, source: Path | None) -> None:
    """生成结果单 PDF Make the result sheet; the same bytes every time."""
    from draw.edges import sheets  # brings font and PDF libraries, which most commands do not need

    _out(str(sheets.write_result_sheet(_open(directory, source), _note)))


@main.command()
@click.option(
    "--procedure", "sample", default="xinghualing", show_default=True, help="示例名称 a folder of draw/samples"
)
@click.option(
    "--out", default="rec", show_default=True, type=click.Path(path_type=Path), help="记录放在哪里 the record"
)
@click.option("--once", is_flag=True, help="做完即退出 exit when done instead of serving on")
@click.option(
    "--pace", type=click.FloatRange(min=0, max=60), help="每个名字几秒,0 不展示 seconds a name, 0 for no show"
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=0, help="主持端端口 port of the ceremony side; 0 any")
@click.option("--public-port", default=0, help="公众端端口 port of the public side; 0 any")
@_guard
def demo(sample: str, out: Path, once: bool, pace: float | None, host: str, port: int, public_port: int) -> None:
    """在示例名单上做一次完整演练 A whole rehearsal on a sample: live pages, record, both verifiers."""
    from draw.edges.demo import Plan, run  # the web side is loaded only where it is used

    seconds = pace if pace is not None else (0.0 if once else 0.3)
    plan = Plan(
        sample=sample,
        out=out,
        pace=seconds,
        reveal_seconds=2 if once else 15,
        host=host,
        port=port,
        public_port=public_port,
    )
    if not run(plan, ambient.from_environment(), _out, once=once):
        sys.exit(1)
