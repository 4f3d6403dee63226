"""The worked example of R29 as real sessions: X 2, Y 2, Z 3; a b c d name X, e g name Y, f names Z; then a second round."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from draw.edges import carrying, durable, rehearsing
from draw.edges.ambient import Ambient, from_environment
from draw.edges.carrying import Carried
from draw.edges.session import Session
from draw.intake.table import Cell, Kind, Row, Table

PASSPHRASE = "rounds-passphrase"
CHILDREN = "abcdefg"
NAMES = dict(zip(CHILDREN, "陈晨 褚楚 崔翠 董冬 鄂娥 冯风 郭果".split(), strict=True))
FIRST = dict(zip(CHILDREN, "XXXXYZY", strict=True))
SCHOOLS = {"X": 2, "Y": 2, "Z": 3}
CARRY = '{ admitted = "BARRED", applicants = "UNPLACED", abstained = "MAY_RETURN", places = "LEFT" }'


def sheet(identifier: str, *, carry: str = '"none"', schools: Mapping[str, int] = SCHOOLS, hour: int = 9) -> str:
    """A round's rule sheet: everybody names one school; the zone is carried, the wish is not."""
    head = f"""\
format = "sheet1"
corrections = "REFUSE"
blocks = "none"
carry = {carry}
outside = []
eligibility = []
attributes = [
  {{ name = "wish", label = "志愿学校", column = "志愿学校", values = "schools" }},
  {{ name = "zone", label = "片区", column = "片区", values = [
    {{ code = "E", label = "东片区" }}, {{ code = "W", label = "西片区" }} ] }},
]
[session]
id = "{identifier}"
mode = "rehearsal"
title = "示例区三轮志愿派位 {identifier}"
authority = "示例区教育局"
scheduled = "2026-07-18T{hour:02}:00:00+08:00"
rehearsals = 0
after = []                    # 前一场
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
"""
    for code, places in schools.items():
        head += f"""[[schools]]
code = "{code}"
name = "示例{code}中学"
places = {places}                    # 招生计划
approved_extra = 0
approved_document = "none"
last_place = "SKIP"
vacancies = "SUPPLEMENTARY_DRAW"
[[draws]]
id = "{code.lower()}"
kind = "admission"
title = "{code}"
follows = []
school = "{code}"
quota = "none"
who = {{ wish = ["{code}"] }}
"""
    return f"""{head}[lists]
[bundles]
mixed = "REFUSE"
mixed_attribute = "none"
member_removed = "DISSOLVE"
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
present = {{ NOTARY = 1, PARENT = 2 }}
group = 3
quorum = 2
[show]
names = "masked"
page = 10
singly = 2
"""


def number(child: str) -> str:
    """The registration number of a child of the example."""
    return f"2026{CHILDREN.index(child) + 1:04}"


def roster(wishes: Mapping[str, str], bundles: Mapping[str, str] = {}) -> str:
    """roster.csv of the first round."""
    rows = ["报名号,姓名,身份证号,志愿学校,片区,多胞胎组号"]
    for child, school in wishes.items():
        n = CHILDREN.index(child) + 1
        zone = "东片区" if n % 2 else "西片区"
        rows.append(f"{number(child)},{NAMES[child]},P100000{n},示例{school}中学,{zone},{bundles.get(child, '')}")
    return "\n".join([*rows, ""])


def prepare(folder: Path, text: str, people: str) -> Path:
    """A session folder before its freeze."""
    durable.write(folder / "session.toml", text.encode())
    durable.write(folder / "roster.csv", people.encode())
    return folder


def hold(folder: Path, ambient: Ambient | None = None) -> Session:
    """Freeze and hold a prepared session."""
    session = Session.create(folder, PASSPHRASE, ambient or from_environment())
    session.freeze()
    rehearsing.hold(session, 0, lambda text: None)
    return session


def first(folder: Path, **changes: object) -> Session:
    """Round 1 of the example, held."""
    return hold(prepare(folder, sheet("round-1"), roster(FIRST, **changes)))  # type: ignore[arg-type]


def forms(wishes: Mapping[str, str]) -> Table:
    """The forms of a later round: child -> school code."""
    return table([["报名号", "志愿学校"], *([number(c), s] for c, s in wishes.items())])


def table(rows: Sequence[Sequence[str]]) -> Table:
    """A forms table."""
    cells = [tuple(Cell(text=t, kind=Kind.TEXT if t else Kind.EMPTY) for t in row) for row in rows]
    found = tuple(Row(number=n, cells=row) for n, row in enumerate(cells, start=1))
    return Table(file="forms.csv", sheet="", rows=found, notes=())


def carry(
    folder: Path, sessions: Sequence[Session], given: Table | None, text: str = "", procedure: str | None = None
) -> Carried:
    """Draft the session in `folder` from these sessions' records, their private rosters open."""
    if text:
        durable.write(folder / "session.toml", text.encode())
    checked = carrying.check([s.public for s in sessions], (), lambda step: None)
    records = carrying.read(checked, dict(carrying.private_of(s) for s in sessions))
    return carrying.carry(records, folder, carrying.plan(records, folder, procedure), given)


def outcomes(session: Session) -> dict[str, tuple[str, str]]:
    """Child of the example -> (outcome, school)."""
    rows = [line.split(",") for line in (session.public / "results.csv").read_text(encoding="utf-8").splitlines()[1:]]
    return {CHILDREN[int(row[0]) - 1]: (row[5], row[6]) for row in rows}
