"""A small session on disk and the commands of its whole rehearsal, as a person would type them."""

import os
import subprocess
import sys
from pathlib import Path

from draw.hashing import commitment, digest

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "a-long-passphrase"
DICE = "3141592653"
CLOCK = "2026-07-18T09:00:00+08:00/30"

SHEET = """\
format = "sheet1"
corrections = "SIGNED_LIST"
blocks = "none"
carry = "none"
outside = []
eligibility = []
attributes = [
  { name = "school", label = "报名学校", column = "报名学校", values = "schools" },
  { name = "batch", label = "批次", column = "批次", values = [
    { code = "1", label = "对口直升" }, { code = "2", label = "学校生源地生源" } ] },
]
[session]
id = "stage-2026"
mode = "MODE"
title = "2026年示例区初中招生电脑随机派位"
authority = "示例区教育局"
scheduled = "2026-07-18T09:00:00+08:00"
rehearsals = 0
after = []
dice = "d10x10"
beacon = "none"
min_open = 1
reveal_seconds = 0
[[parties]]
id = "A1"
name = "示例区教育局"
phase = "sealed"
[[parties]]
id = "N1"
name = "示例市公证处"
phase = "sealed"
[[parties]]
id = "W01"
name = "家长代表"
phase = "open"
[[parties]]
id = "W02"
name = "媒体代表"
phase = "open"
[[schools]]
code = "S1"
name = "示例第一中学"
places = 4
approved_extra = 0
approved_document = "none"
last_place = "SKIP"
vacancies = "RANKED"
[[schools]]
code = "S2"
name = "示例第二中学"
places = 9
approved_extra = 0
approved_document = "none"
last_place = "STOP"
vacancies = "NONE"
[bundles]
mixed = "REFUSE"
mixed_attribute = "none"
member_removed = "DISSOLVE"
[[draws]]
id = "s1.b1"
kind = "admission"
title = "第一中学直升"
follows = []
school = "S1"
quota = "none"
who = { school = ["S1"], batch = ["1"] }
[[draws]]
id = "s1.b2"
kind = "admission"
title = "第一中学生源地"
follows = []
school = "S1"
quota = "none"
who = { school = ["S1"], batch = ["2"] }
[[draws]]
id = "s2"
kind = "admission"
title = "第二中学"
follows = []
school = "S2"
quota = "none"
who = { school = ["S2"] }
[lists]
[after_draw]
reply_days = 0
list_until = "none"
bundle_at_head = "PASS_OVER"
member_struck = "REST_STAY"
no_show = "FORFEIT"
report_by = "none"
leave_days = 0
priority = "none"
[hall]
present = { NOTARY = 1, PARENT = 2 }
group = 3
quorum = 2
[show]
names = "masked"
page = 10
singly = 2
"""
HEADER = "报名号,姓名,身份证号,报名学校,批次,多胞胎组号,剔除原因"
ROWS = (
    "20260001,欧阳明月,P1000001,S1,1,,",
    "20260002,李强,P1000002,S1,2,T1,",
    "20260003,李壮,P1000003,S1,2,T1,",
    "20260004,阿依古丽·买买提,P1000004,S1,2,,",
    "20260005,王𬎆,P1000005,S1,2,,",
    "20260006,赵一,P1000006,S1,2,,",
    "20260007,钱二,P1000007,S1,2,,",
    "20260008,孙三,P1000008,S2,1,,",
    "20260009,周四,P1000009,S2,2,,",
    "20260010,吴五,P1000010,S2,2,,直升",
)
SECRETS = {p: digest(f"stage secret {p}".encode()) for p in ("A1", "N1", "W01", "W02")}


def prepare(folder: Path, *, mode: str = "rehearsal", rows: tuple[str, ...] = ROWS) -> Path:
    """Write session.toml and roster.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "session.toml").write_text(SHEET.replace("MODE", mode), encoding="utf-8")
    (folder / "roster.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return folder


def environment(folder: Path, *, test: bool = True) -> dict[str, str]:
    """Environment of the command: passphrase file, and for rehearsals the test clock and entropy."""
    secret = folder / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DRAW_PASSPHRASE_FILE": str(secret)}
    for party, value in SECRETS.items():
        (folder / f"{party}.secret").write_text(value + "\n", encoding="utf-8")
    return env | ({"DRAW_TEST_CLOCK": CLOCK, "DRAW_TEST_ENTROPY": "stage"} if test else {})


def notice_hash(folder: Path) -> str:
    """The notice hash as published."""
    return digest((folder / "public" / "notice.json").read_bytes())


def commands(folder: Path) -> list[list[str]]:
    """The arguments of every command after the freeze, in order. W02 commits and stays away."""
    where, value = str(folder), notice_hash(folder)
    result = [["commit", where, "--party", p, commitment(value, p, s)] for p, s in SECRETS.items()]
    result += [
        ["board", where],
        ["reveal", where, "--open"],
        ["reveal", where, "--party", "W01", "--from", str(folder / "W01.secret")],
        ["reveal", where, "--close"],
        ["dice", where, "--by", "operator", DICE],
        ["dice", where, "--by", "checker", DICE],
        ["dice", where, "--by", "notary"],
        ["open", where],
        ["open", where, "--party", "A1", "--from", str(folder / "A1.secret")],
        ["open", where, "--party", "N1", "--from", str(folder / "N1.secret")],
        ["finish", where],
    ]
    return result


def draw(
    arguments: list[str], env: dict[str, str], *, text: str = "", code: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Run `draw ARGUMENTS`; checks the exit code unless `code` is None, and that no traceback is ever shown."""
    done = subprocess.run(
        [sys.executable, "-m", "draw", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=text,
        env=env,
        cwd=ROOT,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    if code is not None:
        assert done.returncode == code, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def ceremony(folder: Path, env: dict[str, str]) -> Path:
    """A whole rehearsal by commands. -> its public folder."""
    draw(["freeze", str(folder)], env)
    for arguments in commands(folder):
        draw(arguments, env)
    return folder / "public"


def tree(folder: Path) -> dict[str, bytes]:
    """path -> bytes of every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
